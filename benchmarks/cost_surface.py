"""The cost surface of NOT, per point: one broadcast expression against a loop over points."""

import warnings

import numpy as np

from benchmarks.measure import compare
from benchmarks.report import Goal, digits, ratio, remarks, table
from nnlib.costs import MSE
from nnlib.data import not_gate
from nnlib.landscape import landscape

DATA = not_gate()
POINTS = 500  # as many as the published loop draws
GRID = np.linspace(-15, 15, 601)
SOME = np.random.default_rng(0).integers(0, len(GRID), (2, POINTS))
LOOP, BROADCAST = "published, point by point", "one broadcast expression"


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


def measure(effort):
    """Seconds a point. All must give the same heights at 500 points of the grid."""
    warnings.simplefilter("ignore", PendingDeprecationWarning)  # np.matrix
    surfaces = {
        "nnlib": lambda: landscape(GRID, GRID, DATA, MSE).cost[SOME[1], SOME[0]],
        BROADCAST: lambda: broadcast(GRID, GRID)[SOME[1], SOME[0]],
        LOOP: lambda: point_by_point(*GRID[SOME]),
    }
    works = {name: lambda n, draw=draw: [[draw() for _ in range(n)][-1]] for name, draw in surfaces.items()}
    points = {"nnlib": GRID.size**2, BROADCAST: GRID.size**2, LOOP: POINTS}
    return compare(works, effort, checked=1, per=points)


def goals(results):
    """Against the published loop: what the notebook writes, and what nnlib draws with."""
    why = "It gives both slopes as well, three numbers for a point instead of one."
    return [
        Goal("the cost surface, a point, by nnlib", LOOP, 500, ratio(results, LOOP), why=why),
        Goal("the same, by one broadcast expression", LOOP, 500, ratio(results, LOOP, BROADCAST)),
    ]


def section(results):
    """Words and table."""
    all_points, times = digits(GRID.size**2), ratio(results, LOOP, BROADCAST)
    return f"""## A cost surface

The cost of one sigmoid unit on NOT, over a plane of weights and biases. The published program goes through {POINTS} \
points one by one. The broadcast expression of notebook 04 takes a grid of about {all_points}, and so does \
`landscape`, which gives the slopes in both directions as well. The broadcast expression is {digits(times)} times as \
fast a point as the loop: all of its points cost as much as {digits(GRID.size**2 / times, 2)} of the loop's.

{table(results, "ns", "a point", goals(results)[:1])}
{remarks(results, goals(results))}"""
