"""The scene of the tangent explorer: a curve, a nudge, and the line through its two ends."""

from nnlib.plots import curves
from nnlib.plots.palette import INK, PAPER, POSITION, SLOPE
from nnlib.plots.scenes import Scene, moving_line, moving_points, moving_segments, moving_text


def tangent_scene(curve_x, curve_y, heights, dpi, narrow=False):
    """Build the scene over a curve (n,), (n,); `heights` are the limits of its axis; `narrow`: half as wide.

    Its frames hold tangent (2, 2), line (2, 2), nudge (2, 2, 2), nudged (1, 2), here (1, 2) and readout.
    """
    from matplotlib import style
    from matplotlib.figure import Figure

    with style.context("nnlib.tutorial"):
        figure = Figure(figsize=(4.2, 5) if narrow else (9.6, 4.4), dpi=dpi)
        ax = figure.subplots()
        curves.curve(ax, curve_x, curve_y)
        ax.set(ylim=heights)
        title, over = "Rise over run: the smaller the nudge, the closer the line is to the tangent", {}
        if narrow:
            title, over = title.replace(" the closer", "\nthe closer"), {"pad": 66, "size": 12}  # over the readout
        ax.set_title(title, **over)
        readout = {"x": -0.14, "y": 1.02, "va": "bottom", "size": 10} if narrow else {"x": 0.3, "y": 0.95}
        artists = {
            "tangent": moving_line(ax, SLOPE, 2.4),
            "line": moving_line(ax, INK, 1.6, linestyle=(0, (5, 3))),
            "nudge": moving_segments(ax, POSITION, 3),
            "nudged": moving_points(ax, PAPER, 7, edge=INK, markeredgewidth=1.6),
            "here": moving_points(ax, POSITION, 10),
            "readout": moving_text(ax, **readout, linespacing=1.6),
        }
        return Scene(figure, artists)
