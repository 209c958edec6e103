"""Measure a slope by nudging, and say where a coded gradient disagrees."""

from dataclasses import dataclass, replace

import numpy as np

from nnlib._checks import as_callable, as_floats, as_instance, as_number
from nnlib.backprop import Gradients, LayerGradient
from nnlib.costs import cost_of
from nnlib.network import Network


def numerical_gradient(f, x, eps=1e-5):
    """The slope of f in every entry of x, measured: (f(x + eps) − f(x − eps)) / (2 eps), one entry at a time.

    f: takes x (a float if x is one number, an array of x's shape if not), returns one number.
    eps: the nudge, in the units of x. Returns the shape of x. x itself is never changed.

    Raises TypeError or ValueError naming the parameter; ValueError where f returns NaN or infinity, or where eps
    is so small beside x that it changes nothing.
    """
    as_callable(f, "f")
    x = as_floats(x, "x")
    eps = as_number(eps, "eps", above=0)
    if (x + eps == x - eps).any():
        raise ValueError(f"eps must be large enough to change x; got {eps} beside {np.abs(x).max():g}")
    if x.ndim == 0:
        x = float(x)
        return (_value(f, x + eps) - _value(f, x - eps)) / (2 * eps)
    slopes = np.empty_like(x)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += eps
        down[index] -= eps
        slopes[index] = (_value(f, up) - _value(f, down)) / (2 * eps)
    return slopes


def numerical_gradients(network, X, y, cost, eps=1e-5):
    """`Gradients` of a single network measured by nudging every weight and bias; delta is None in each layer.

    X: (m, n_0). y: (m, n_L). Two forward passes for each parameter. Compare with `backprop.backward`.
    Raises TypeError or ValueError naming the parameter; ValueError for a batch of runs.
    """
    as_instance(network, "network", Network)
    if network.runs is not None:
        raise ValueError(f"network must be a single network; got {network.runs} runs: use select_run")

    def measured(i, name):
        def cost_with(values):
            layers = list(network.layers)
            layers[i] = replace(layers[i], **{name: values})
            return cost_of(Network(layers), X, y, cost)

        values = getattr(network.layers[i], name)
        return None if values is None else numerical_gradient(cost_with, values, eps)

    return Gradients(tuple(LayerGradient(measured(i, "W"), measured(i, "b"), None) for i in range(len(network.layers))))


@dataclass(frozen=True)
class Report:
    """What `compare` found: whether all entries agree; and of the entry that is furthest beyond its bound, or
    closest to it, the index and both numbers."""

    agrees: bool
    index: tuple
    coded: float
    measured: float

    def __str__(self):
        if self.agrees:
            return f"agree: closest to the bound are {self.coded:.10g} (coded) and {self.measured:.10g} (measured)"
        at = f" at index {self.index}" if self.index else ""
        ratio = f", coded / measured = {self.coded / self.measured:.6g}" if self.measured else ""
        return f"differ{at}: coded {self.coded:.10g}, measured {self.measured:.10g}{ratio}"


def compare(coded, measured, *, relative=1e-6, absolute=1e-9):
    """Hold a coded gradient against a measured one, entry by entry.

    An entry agrees if |coded − measured| ≤ relative · max(|coded|, |measured|) + absolute: two zeros agree.
    coded, measured: one number or arrays of the same shape (nothing is broadcast). Returns a `Report`.

    Raises TypeError or ValueError naming the parameter, or if the shapes differ.
    """
    coded, measured = as_floats(coded, "coded", finite=False), as_floats(measured, "measured", finite=False)
    relative, absolute = as_number(relative, "relative", at_least=0), as_number(absolute, "absolute", at_least=0)
    if coded.shape != measured.shape or coded.size == 0:
        raise ValueError(f"coded and measured must have one shape; got {coded.shape} and {measured.shape}")
    with np.errstate(invalid="ignore"):
        excess = np.abs(coded - measured) - relative * np.maximum(np.abs(coded), np.abs(measured)) - absolute
    excess = np.where(np.isnan(excess), np.inf, excess)
    index = tuple(int(i) for i in np.unravel_index(np.argmax(excess), coded.shape))
    return Report(bool(excess.max() <= 0), index, float(coded[index]), float(measured[index]))


def _value(f, x):
    value = as_floats(f(x), "f(x)", finite=False)
    if value.ndim:
        raise ValueError(f"f must return one number; got shape {value.shape} at x = {x}")
    if not np.isfinite(value):
        raise ValueError(f"f must return a finite number; got {value} at x = {x}")
    return float(value)
