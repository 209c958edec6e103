"""The scene of the twin maps: one start, two costs, and a ball on each that rolls down its own surface."""

from nnlib.plots import surfaces
from nnlib.plots.palette import PAPER, POSITION
from nnlib.plots.scenes import Scene, halo, moving_line, moving_points, moving_text


def twin_maps_scene(landscapes, levels, titles, dpi, narrow=False):
    """Build the scene over two `Landscape`s. levels: of the shades, for each. titles: for each. narrow: one
    beneath the other, for a phone.

    Its frames hold, for each of "left" and "right": trail (t, 2), start (1, 2), ball (1, 2), edge (1, 2; where a ball
    that is off the map has left it) and readout. Each name is "left trail", and so on.
    """
    from matplotlib import style
    from matplotlib.figure import Figure

    with style.context("nnlib.tutorial"):
        figure = Figure(figsize=(4.2, 10.4) if narrow else (9.6, 6.0), dpi=dpi)
        below = 0.08 if narrow else 0.12  # room for the readouts
        figure.get_layout_engine().set(rect=(0, below, 1, 1 - below), hspace=0.2)
        artists = {}
        axes = figure.subplots(2, 1) if narrow else figure.subplots(1, 2, sharey=True)
        for side, ax, shape, shades, title in zip(("left", "right"), axes, landscapes, levels, titles, strict=True):
            surfaces.cost_map(ax, shape, shades)
            surfaces.downhill(ax, shape, every=len(shape.w) // 13)
            ax.set_title(title)
            ax.set(xlim=(shape.w[0], shape.w[-1]), ylim=(shape.b[0], shape.b[-1]), aspect="equal")
            artists[f"{side} trail"] = moving_line(ax, POSITION, 2.6, path_effects=halo(4.6))
            artists[f"{side} start"] = moving_points(ax, PAPER, 9, edge=POSITION, markeredgewidth=2)
            artists[f"{side} ball"] = moving_points(ax, POSITION, 12)
            artists[f"{side} edge"] = moving_points(ax, PAPER, 12, "X", edge=POSITION, markeredgewidth=2)
            artists[f"{side} readout"] = moving_text(ax, 0, -0.135, size=10.5)
        if not narrow:
            axes[1].set_ylabel("")
        return Scene(figure, artists)
