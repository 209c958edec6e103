"""The cost surface of NOT, per point: one broadcast expression against a loop over points. Run: make bench

Both must give the same heights before anything is timed. Ratios of medians from one run carry over to other machines,
the times themselves do not.
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import statistics  # noqa: E402
import time  # noqa: E402
import warnings  # noqa: E402

import numpy as np  # noqa: E402

from nnlib.costs import CROSS_ENTROPY, MSE  # noqa: E402
from nnlib.data import not_gate  # noqa: E402
from nnlib.landscape import landscape  # noqa: E402

DATA = not_gate()
POINTS = 500  # as many as the published loop draws
GRID = np.linspace(-15, 15, 601)
ROUNDS = 9


def point_by_point(w, b):
    """The height at each of the points (n,), one after the other, with `np.matrix`, in the manner of that program."""
    heights = np.empty(len(w))
    inputs, targets = np.matrix(np.column_stack([DATA.X, np.ones(2)])), np.matrix(DATA.y)
    for k in range(len(w)):
        weights = np.matrix([[w[k]], [b[k]]])
        outputs = 1 / (1 + np.exp(-inputs * weights))
        heights[k] = (1 / inputs.shape[0]) * np.sum(np.power(outputs - targets, 2))
    return heights


def broadcast(w, b):
    """The heights over the grid (A,) × (B,), as notebook 04 writes them."""
    z = DATA.X.reshape(2, 1, 1) * w + b.reshape(-1, 1)
    return ((1 / (1 + np.exp(-z)) - DATA.y.reshape(2, 1, 1)) ** 2).mean(axis=0)


def median_time(function, *arguments):
    """The median of some rounds, in seconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        function(*arguments)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main():
    """Check that all agree, and print the time for each point and the ratios."""
    warnings.simplefilter("ignore", PendingDeprecationWarning)  # np.matrix
    some = np.random.default_rng(0).integers(0, len(GRID), (2, POINTS))
    w, b = GRID[some]
    heights = point_by_point(w, b)
    np.testing.assert_allclose(broadcast(GRID, GRID)[some[1], some[0]], heights, atol=1e-12)
    np.testing.assert_allclose(landscape(GRID, GRID, DATA, MSE).cost[some[1], some[0]], heights, atol=1e-12)
    loop = median_time(point_by_point, w, b) / POINTS
    print(f"point by point                       {1e9 * loop:8.0f} ns a point")
    rows = {
        "one broadcast expression": (broadcast, GRID, GRID),
        "nnlib: MSE and both slopes": (landscape, GRID, GRID, DATA, MSE),
        "nnlib: cross-entropy and both slopes": (landscape, GRID, GRID, DATA, CROSS_ENTROPY),
    }
    for name, call in rows.items():
        each = median_time(*call) / GRID.size**2
        print(f"{name:36} {1e9 * each:8.1f} ns a point, {loop / each:6.0f} times as fast")


if __name__ == "__main__":
    main()
