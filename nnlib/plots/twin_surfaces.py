"""The scene of the rolling balls: two surfaces seen from one fixed place, and a ball on each.

The camera stands still, so a point in space is a point of the picture: `seen_from` says which. A frame holds points
of the picture, and the surfaces are drawn once.
"""

import functools

import numpy as np

from nnlib.plots import surfaces
from nnlib.plots.palette import INK, PAPER, POSITION
from nnlib.plots.scenes import Scene


def twin_surfaces_scene(landscapes, tops, titles, dpi):
    """Build the scene over two `Landscape`s. tops: the height of each box. titles: for each.

    Its frames hold, for each of "left" and "right": trail (t, 2), hidden (t, 2; the part behind the surface),
    ball (1, 2), ghost (1, 2; the ball where it is hidden) and readout. Each name is "left trail", and so on.
    """
    from matplotlib import style
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    with style.context("nnlib.tutorial"):
        figure = Figure(figsize=(9.6, 5.0), dpi=dpi, layout="none")
        artists = {}
        for place, side, shape, top, title in zip((0, 1), ("left", "right"), landscapes, tops, titles, strict=True):
            ax = figure.add_axes((0.01 + 0.5 * place, -0.02, 0.46, 0.97), projection="3d")
            surfaces.surface(ax, shape, top)
            ax.set(xlim=(shape.w[0], shape.w[-1]), ylim=(shape.b[0], shape.b[-1]), zlabel="")
            figure.text(0.02 + 0.5 * place, 0.955, title, size=13, weight="bold", color=INK, va="top")

            def flat(marker="", line="-", ax=ax, **style):
                """A line of the picture, over everything in space."""
                artist = Line2D([], [], color=POSITION, marker=marker, linestyle=line, zorder=50, **style)
                artist.axes, artist.figure = ax, figure
                artist.set_transform(ax.transData)
                return artist

            artists[f"{side} hidden"] = flat(linewidth=1.4, alpha=0.45)
            artists[f"{side} trail"] = flat(linewidth=2.6)
            artists[f"{side} ghost"] = flat("o", "", markersize=12, markerfacecolor="none", markeredgewidth=1.6)
            artists[f"{side} ball"] = flat("o", "", markersize=13, markeredgecolor=PAPER, markeredgewidth=1.4)
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


def towards_camera(points, low, high, top, steps):
    """From each point (n, 3), points on the way to the camera: (steps, n, 3), as far as one side of the box."""
    matrix = _projection(low, high, top)
    # the eye is the point that the projection sends to infinity: the null vector of its rows x, y and w
    eye = np.linalg.svd(matrix[[0, 1, 3]])[2][-1]
    way = eye[:3] / eye[3] - points
    scale = np.array([high - low, high - low, top])
    way = way / np.linalg.norm(way / scale, axis=1, keepdims=True)
    return points + np.linspace(0.02, 1.2, steps)[:, None, None] * way
