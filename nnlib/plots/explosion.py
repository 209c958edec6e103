"""The scene of the explosion explorer: a net that grows, and the work for all its slopes."""

import numpy as np

from nnlib.plots.network import places, wires
from nnlib.plots.palette import COST, ERROR, INK, INPUT, MUTED, PAPER, WEIGHT
from nnlib.plots.scenes import Scene, moving_points, moving_segments

LARGEST = 10  # units in a layer, and weight layers
FARTHEST = 6  # so much of the panel are two units of a layer apart at the most, where it is LARGEST wide
BARS = (
    ("paths, from all weights to C", MUTED),
    ("multiplications, path by path", MUTED),
    ("multiplications, each weight nudged up and down", MUTED),
    ("multiplications, walk back with δ", ERROR),
    ("multiplications in one forward pass", COST),
)


def explosion_scene(dpi):
    """Build the scene.

    Its frames hold wires (1000, 2, 2), to C (10, 2, 2), inputs (10, 2) and units (100, 2) from `grown`, bar 1 … 5
    (1, 2, 2) from `bar`, and strings: weights, number 1 … 5.
    """
    from matplotlib import style
    from matplotlib.figure import Figure

    with style.context("nnlib.tutorial"):
        figure = Figure(figsize=(9.6, 4.7), dpi=dpi)
        net, work = figure.subplots(1, 2, width_ratios=[1, 1.25])
        reach = LARGEST / 2 + 0.5
        net.set(xlim=(-reach, reach + 0.6), ylim=(-reach, reach), title="The net, and the cost C")
        net.set_axis_off()
        net.plot(LARGEST / 2, 0, "o", color=INK, markersize=13)
        net.text(LARGEST / 2 + 0.4, 0, "C", color=INK, weight="bold", va="center_baseline")
        work.set(xlim=(-0.05, 12.8), ylim=(-4.45, 0.75), xticks=range(0, 13, 3), yticks=[])
        work.set_xticklabels(["1", "10³", "10⁶", "10⁹", "10¹²"])
        work.set_title("How much work for all slopes?", x=-0.02)
        work.spines["left"].set_visible(False)
        work.set_xlabel("each line stands for 1\u202f000 times as many as the one before")
        artists = {
            "wires": moving_segments(net, WEIGHT, 0.6),
            "to C": moving_segments(net, MUTED, 0.9, linestyle=(0, (4, 2))),
            "inputs": moving_points(net, PAPER, 9, edge=INPUT, markeredgewidth=2),
            "units": moving_points(net, COST, 9),
            "weights": net.text(0, -reach, "", color=WEIGHT, weight="bold", ha="center", va="bottom"),
        }
        for row, (name, color) in enumerate(BARS):
            box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1}
            words = {"color": color, "weight": "bold", "size": 10.5, "va": "bottom", "bbox": box}
            work.text(0, 0.18 - row, name, **words)
            artists[f"bar {row + 1}"] = moving_segments(work, color, 13)
            artists[f"number {row + 1}"] = work.text(12.8, 0.18 - row, "", ha="right", **words)
        return Scene(figure, artists)


def grown(sizes):
    """What of a net is drawn, by name: it fills the panel, C behind it at the right; NaN for what it lacks."""
    widths = (*sizes, 1)
    middle = np.array([len(sizes) / 2, 0])
    apart = np.minimum([LARGEST / len(sizes), (LARGEST - 1) / max(max(sizes) - 1, 1)], FARTHEST)
    *within, to_cost = wires(widths, 0.2 / apart)
    inputs, *units, _ = places(widths)
    shown = {
        "wires": (LARGEST**3, np.concatenate([each.reshape(-1, 2, 2) for each in within])),
        "to C": (LARGEST, to_cost[:, 0]),
        "inputs": (LARGEST, inputs),
        "units": (LARGEST**2, np.concatenate(units)),
    }
    return {name: _padded((each - middle) * apart, rows) for name, (rows, each) in shown.items()}


def _padded(array, rows):
    """An array (n, …) with rows of NaN beneath it, so many in all."""
    return np.concatenate([array, np.full((rows - len(array), *array.shape[1:]), np.nan)])


def bar(number, row):
    """The bar (1, 2, 2) of a number in a row, on the scale of powers of ten."""
    return np.array([[[-0.05, -row], [np.log10(number), -row]]])
