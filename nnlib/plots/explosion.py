"""The scene of the explosion explorer: a net that grows, and the work for all its slopes."""

import numpy as np

from nnlib.plots.network import places, wires
from nnlib.plots.palette import COST, ERROR, MUTED, PAPER, WEIGHT
from nnlib.plots.scenes import Scene, moving_points, moving_segments

LARGEST = 10  # units in a layer, and weight layers
FARTHEST = 6  # so much of the panel are two neighbours apart at the most, where it is LARGEST wide
BARS = (
    ("paths, from all weights to C", MUTED),
    ("multiplications, path by path", MUTED),
    ("multiplications, each weight nudged up and down", MUTED),
    ("multiplications with δ: backpropagation", ERROR),
    ("multiplications in one forward pass", COST),
)


def explosion_scene(dpi):
    """Build the scene.

    Its frames hold wires (1000, 2, 2) and units (110, 2) from `grown`, bar 1 … 5 (1, 2, 2) from `bar`, and strings:
    weights, number 1 … 5.
    """
    from matplotlib import style
    from matplotlib.figure import Figure

    with style.context("nnlib.tutorial"):
        figure = Figure(figsize=(9.6, 4.7), dpi=dpi)
        net, work = figure.subplots(1, 2, width_ratios=[1, 1.25])
        reach = LARGEST / 2 + 0.5
        net.set(xlim=(-reach, reach), ylim=(-reach, reach), title="The net")
        net.set_axis_off()
        work.set(xlim=(-0.05, 12.8), ylim=(-4.45, 0.75), xticks=range(0, 13, 3), yticks=[])
        work.set_xticklabels(["1", "10³", "10⁶", "10⁹", "10¹²"])
        work.set_title("The paths explode, the work with δ does not", x=-0.02)
        work.spines["left"].set_visible(False)
        work.set_xlabel("each line stands for 1000 times as many as the one before")
        artists = {
            "wires": moving_segments(net, WEIGHT, 0.6),
            "units": moving_points(net, COST, 9),
            "weights": net.text(0, -reach, "", color=WEIGHT, weight="bold", ha="center", va="bottom"),
        }
        for row, (name, color) in enumerate(BARS):
            box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1}
            words = {"color": color, "weight": "bold", "size": 10.5, "va": "bottom", "bbox": box}
            work.text(0, 0.18 - row, name, **words)
            artists[f"bar {row + 1}"] = moving_segments(work, color, 13, capstyle="butt")
            artists[f"number {row + 1}"] = work.text(12.8, 0.18 - row, "", ha="right", **words)
        return Scene(figure, artists)


def grown(sizes):
    """The wires (1000, 2, 2) and the units (110, 2) of a net that fills the panel; NaN for what it lacks."""
    across, up = len(sizes) - 1, max(sizes) - 1
    middle = np.array([across / 2, 0])
    apart = np.minimum([LARGEST / across, (LARGEST - 1) / max(up, 1)], FARTHEST)
    lines = np.full((LARGEST**3, 2, 2), np.nan)
    units = np.full((LARGEST * (LARGEST + 1), 2), np.nan)
    shown = np.concatenate([each.reshape(-1, 2, 2) for each in wires(sizes, 0.2 / apart)]) - middle
    centres = np.concatenate(places(sizes)) - middle
    lines[: len(shown)], units[: len(centres)] = shown * apart, centres * apart
    return lines, units


def bar(number, row):
    """The bar (1, 2, 2) of a number in a row, on the scale of powers of ten."""
    return np.array([[[-0.05, -row], [np.log10(number), -row]]])
