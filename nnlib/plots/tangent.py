"""The scene of the tangent explorer: a curve, a nudge, and the line through its two ends."""

from nnlib.plots import curves
from nnlib.plots.palette import INK, PAPER, POSITION, SLOPE
from nnlib.plots.scenes import Scene


def tangent_scene(curve_x, curve_y, heights, dpi):
    """Build the scene over a curve (n,), (n,); `heights` are the limits of its axis.

    Its frames hold tangent (2, 2), line (2, 2), nudge (2, 2, 2), nudged (1, 2), here (1, 2) and readout.
    """
    from matplotlib import style
    from matplotlib.collections import LineCollection
    from matplotlib.figure import Figure

    with style.context("nnlib.tutorial"):
        figure = Figure(figsize=(9.6, 4.4), dpi=dpi)
        ax = figure.subplots()
        curves.curve(ax, curve_x, curve_y)
        ax.set(ylim=heights, title="Rise over run: the smaller the nudge, the closer the line is to the tangent")
        artists = {
            "tangent": ax.plot([], [], color=SLOPE, linewidth=2.4)[0],
            "line": ax.plot([], [], color=INK, linewidth=1.6, linestyle=(0, (5, 3)))[0],
            "nudge": ax.add_collection(LineCollection([], colors=POSITION, linewidths=3), autolim=False),
            "nudged": ax.plot([], [], "o", color=PAPER, markersize=7, markeredgecolor=INK, markeredgewidth=1.6)[0],
            "here": ax.plot([], [], "o", color=POSITION, markersize=10, markeredgecolor=PAPER, markeredgewidth=1.4)[0],
            "readout": ax.text(0.3, 0.95, "", transform=ax.transAxes, va="top", color=INK, linespacing=1.6),
        }
        return Scene(figure, artists)
