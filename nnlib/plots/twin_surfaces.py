"""The scene of the rolling balls: two surfaces seen from one fixed place, and a ball on each.

The camera stands still, so a point in space is a point of the picture: `seen_from` says which. A frame holds points
of the picture, and the surfaces are drawn once.
"""

import functools

import numpy as np

from nnlib.plots import surfaces
from nnlib.plots.palette import INK, PAPER, POSITION
from nnlib.plots.scenes import Scene, halo


def twin_surfaces_scene(landscapes, tops, titles, dpi):
    """Build the scene over two `Landscape`s. tops: the height of each box. titles: for each.

    Its frames hold, for each of "left" and "right": trail (t, 2), start (1, 2), ball (1, 2), edge (1, 2; where a ball
    that is off the map has left it) and readout. Each name is "left trail", and so on.
    """
    from matplotlib import style
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    ring = {"markerfacecolor": PAPER, "markeredgecolor": POSITION, "markeredgewidth": 2}
    with style.context("nnlib.tutorial"):
        figure = Figure(figsize=(9.6, 5.0), dpi=dpi, layout="none")
        artists = {}
        for place, side, shape, top, title in zip((0, 1), ("left", "right"), landscapes, tops, titles, strict=True):
            ax = figure.add_axes((0.01 + 0.5 * place, -0.04, 0.46, 0.97), projection="3d")
            surfaces.surface(ax, shape, top)
            ax.set(xlim=(shape.w[0], shape.w[-1]), ylim=(shape.b[0], shape.b[-1]), zlabel="")
            figure.text(0.02 + 0.5 * place, 0.955, title, size=13, weight="bold", color=INK, va="top")

            def flat(marker="", line="-", ax=ax, **style):
                """A line of the picture, over everything in space."""
                artist = Line2D([], [], color=POSITION, marker=marker, linestyle=line, zorder=50, **style)
                artist.axes, artist.figure = ax, figure
                artist.set_transform(ax.transData)
                return artist

            artists[f"{side} trail"] = flat(linewidth=2.6, path_effects=halo(4.6))
            artists[f"{side} start"] = flat("o", "", markersize=9, **ring)
            artists[f"{side} ball"] = flat("o", "", markersize=13, markeredgecolor=PAPER, markeredgewidth=1.4)
            artists[f"{side} edge"] = flat("X", "", markersize=12, **ring)
            artists[f"{side} readout"] = ax.text2D(
                0.02 + 0.5 * place, 0.885, "", transform=figure.transFigure, va="top", size=11, color=INK
            )
        return Scene(figure, artists)


@functools.lru_cache(maxsize=8)
def _projection(low, high, top):
    """The 4 × 4 matrix from space to the picture, for a box [low, high]² × [0, top]."""
    from matplotlib.figure import Figure

    ax = Figure().add_subplot(projection="3d")
    ax.set(xlim=(low, high), ylim=(low, high), zlim=(0, top))
    ax.view_init(**surfaces.CAMERA)
    return ax.get_proj()


def seen_from(points, low, high, top):
    """Where points (n, 3) of the box [low, high]² × [0, top] lie in the picture: (n, 2)."""
    x, y, _, w = _projection(low, high, top) @ np.column_stack([points, np.ones(len(points))]).T
    return np.column_stack([x / w, y / w])
