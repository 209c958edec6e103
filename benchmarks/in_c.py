"""The same training in C: one net, and many runs side by side. Compiled in a folder that is removed at once."""

import ctypes
import pathlib
import shutil
import subprocess
import tempfile

import numpy as np

COMPILER = shutil.which("gcc") or shutil.which("cc")
FLAGS = ["-O3", "-march=native"]
# the vector unit needs leave to exchange the order of sums, and a vector exp, which then is right to 4 ULP
SIMD = [*FLAGS, "-ffast-math", "-fopenmp-simd", "-mprefer-vector-width=512"]

SOURCE = r"""
#include <math.h>

static const double X[4][2] = {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, Y[4] = {0, 1, 1, 0};

/* p: the 13 numbers of one net, W1 row by row, b1, W2, b2; costs: the cost of every so many epochs. */
void one_net(double *p, double rate, long epochs, long every, double *costs)
{
    for (long epoch = 0; epoch < epochs; epoch++) {
        double slope[13] = {0}, cost = 0;
        for (int k = 0; k < 4; k++) {
            double a[3], z = p[12];
            for (int j = 0; j < 3; j++) {
                a[j] = 1 / (1 + exp(-(X[k][0] * p[j] + X[k][1] * p[3 + j] + p[6 + j])));
                z += a[j] * p[9 + j];
            }
            double delta = 1 / (1 + exp(-z)) - Y[k];
            for (int j = 0; j < 3; j++) {
                double back = delta * p[9 + j] * a[j] * (1 - a[j]);
                slope[j] += X[k][0] * back;
                slope[3 + j] += X[k][1] * back;
                slope[6 + j] += back;
                slope[9 + j] += delta * a[j];
            }
            slope[12] += delta;
            if (epoch % every == 0)
                cost += fmax(z, 0) - Y[k] * z + log1p(exp(-fabs(z)));
        }
        if (epoch % every == 0)
            costs[epoch / every] = cost / 4;
        for (int i = 0; i < 13; i++)
            p[i] -= rate / 4 * slope[i];
    }
}

/* p: (13, runs), the same numbers of every run; rates: one for each. A few runs at a time, which stay in the cache. */
void sweep(double *restrict p, const double *restrict rates, long runs, long epochs)
{
    enum { BLOCK = 64 };
    for (long first = 0; first < runs; first += BLOCK) {
        long width = runs - first < BLOCK ? runs - first : BLOCK;
        double q[13][BLOCK] = {{0}}, step[BLOCK] = {0};
        for (long r = 0; r < width; r++) {
            step[r] = rates[first + r] / 4;
            for (int i = 0; i < 13; i++)
                q[i][r] = p[i * runs + first + r];
        }
        for (long epoch = 0; epoch < epochs; epoch++) {
#pragma omp simd
            for (int r = 0; r < BLOCK; r++) {
                double slope[13] = {0};
                for (int k = 0; k < 4; k++) {
                    double a[3], z = q[12][r];
                    for (int j = 0; j < 3; j++) {
                        a[j] = 1 / (1 + exp(-(X[k][0] * q[j][r] + X[k][1] * q[3 + j][r] + q[6 + j][r])));
                        z += a[j] * q[9 + j][r];
                    }
                    double delta = 1 / (1 + exp(-z)) - Y[k];
                    for (int j = 0; j < 3; j++) {
                        double back = delta * q[9 + j][r] * a[j] * (1 - a[j]);
                        slope[j] += X[k][0] * back;
                        slope[3 + j] += X[k][1] * back;
                        slope[6 + j] += back;
                        slope[9 + j] += delta * a[j];
                    }
                    slope[12] += delta;
                }
                for (int i = 0; i < 13; i++)
                    q[i][r] -= step[r] * slope[i];
            }
        }
        for (long r = 0; r < width; r++)
            for (int i = 0; i < 13; i++)
                p[i * runs + first + r] = q[i][r];
    }
}
"""


def one_net(start, rate, epochs, every):
    """(the trained numbers, the costs) of one net."""
    parameters, costs = np.array(start, dtype=float), np.empty(-(-epochs // every))
    _library(*FLAGS).one_net(_at(parameters), ctypes.c_double(rate), *map(ctypes.c_long, (epochs, every)), _at(costs))
    return parameters, costs


def sweep(start, rates, epochs):
    """The trained numbers (13, R) of R runs."""
    parameters, rates = np.array(start, dtype=float), np.ascontiguousarray(rates, dtype=float)
    _library(*SIMD).sweep(_at(parameters), _at(rates), ctypes.c_long(len(rates)), ctypes.c_long(epochs))
    return parameters


def _at(array):
    return array.ctypes.data_as(ctypes.c_void_p)


_libraries = {}


def _library(*flags):
    if flags not in _libraries:
        with tempfile.TemporaryDirectory() as folder:
            source, built = pathlib.Path(folder, "net.c"), pathlib.Path(folder, "net.so")
            source.write_text(SOURCE, encoding="utf-8")
            command = [COMPILER, *flags, "-shared", "-fPIC", str(source), "-o", str(built), "-lm"]
            subprocess.run(command, check=True, capture_output=True)
            _libraries[flags] = ctypes.CDLL(str(built))
    return _libraries[flags]
