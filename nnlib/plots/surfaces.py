"""Figures of the cost over a plane of weights and biases: maps, level lines, and the surface itself."""

import numpy as np

from nnlib.plots._takes import (
    a_landscape,
    align,
    color,
    finite,
    finite_line,
    flag,
    flags,
    line,
    number,
    one_of,
    pair,
    positive,
    takes,
    words,
)
from nnlib.plots.palette import COST, ERROR, INK, MUTED, PAPER, POSITION, SLOPE, TARGET
from nnlib.plots.scenes import halo

_STEEPNESS = ((-8, "10⁻⁸"), (-6, "10⁻⁶"), (-4, "10⁻⁴"), (-2, "10⁻²"), (0, "1"))

CAMERA = {"elev": 36, "azim": 152}  # from the side of the valley of NOT, so that nothing stands in front of it


def cost_colours():
    """Low is light, high is dark: the order survives a grey print."""
    return _shades("#f7f8fb", "#a9b6d3", COST)


def steepness_colours():
    """Flat is light, steep is dark."""
    return _shades("#fffaf3", "#f3b98a", "#8a3003")


def level_lines(ax, x, y, height, levels, color=COST, **style):
    """Lines of equal height. x: (A,) across. y: (B,) up. height: (B, A)."""
    style = {"linewidths": 0.9, "alpha": 0.6, **style}
    ax.contour(x, y, height, levels=levels, colors=color, **style)
    ax.grid(False)


@takes(landscape=a_landscape, levels=finite_line)
def cost_map(ax, landscape, levels):
    """The cost of a `Landscape` as shades between these levels. Returns None."""
    ax.contourf(landscape.w, landscape.b, landscape.cost, levels=levels, cmap=cost_colours(), extend="both")
    ax.contour(landscape.w, landscape.b, landscape.cost, levels=levels, colors=PAPER, linewidths=0.5, alpha=0.7)
    name_parameters(ax)


@takes(landscape=a_landscape, key=flag)
def steepness_map(ax, landscape, key=True):
    """The length of the gradient of a `Landscape`, one shade for each power of ten from 10⁻⁸ to 1."""
    powers = np.log10(np.maximum(landscape.steepness, 1e-300))
    shown = ax.contourf(
        landscape.w, landscape.b, powers, levels=np.arange(-8, 1), cmap=steepness_colours(), extend="min"
    )
    name_parameters(ax)
    if key:
        bar = ax.figure.colorbar(shown, ax=ax.figure.axes, ticks=[power for power, _ in _STEEPNESS], pad=0.02)
        bar.ax.set_yticklabels([text for _, text in _STEEPNESS])
        bar.set_label("steepness")
        bar.outline.set_visible(False)


@takes(landscape=a_landscape, top=positive)
def surface(ax, landscape, top=None):
    """The cost of a `Landscape` as a surface on a three-dimensional `ax`, seen from `CAMERA`, up to `top`."""
    top = float(landscape.cost.max()) if top is None else top
    w, b = np.meshgrid(landscape.w, landscape.b)
    ax.plot_surface(
        w, b, landscape.cost, cmap=cost_colours(), rcount=len(landscape.b), ccount=len(landscape.w),
        linewidth=0.15, edgecolor="#1d243355", antialiased=True, vmin=0, vmax=top,
    )  # fmt: skip
    ax.set(xlabel="weight w", ylabel="bias b", zlabel="cost", zlim=(0, top))
    ax.view_init(**CAMERA)
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.pane.set_facecolor(PAPER)
        axis.pane.set_edgecolor("#d5dae3")
        axis._axinfo["grid"].update(color="#e6e9ee")
    ax.tick_params(labelsize=9, pad=1)
    ax.set(xticks=[-10, 0, 10], yticks=[-10, 0, 10])


def name_parameters(ax):
    """The axes of a map over a weight and a bias."""
    ax.set(xlabel="weight w", ylabel="bias b", aspect="equal")
    ax.locator_params(axis="y", prune="lower")  # in the corner it would run into the lowest one of w
    ax.grid(False)


def downhill(ax, landscape, every):
    """Arrows against the gradient, all of one length, at every so many points of the grid."""
    some = np.s_[every // 2 :: every, every // 2 :: every]
    steep = landscape.steepness[some]
    w, b = np.meshgrid(landscape.w[some[1]], landscape.b[some[0]])
    away = -landscape.slope_w[some] / steep, -landscape.slope_b[some] / steep
    # an edge of paper keeps them apart from dark ground, and they lie over the level lines
    edge = {"edgecolor": PAPER, "linewidth": 0.7, "zorder": 3}
    ax.quiver(w, b, *away, color=SLOPE, pivot="mid", scale=24, width=0.0055, headwidth=4, headlength=4, **edge)


@takes(w=line, b=line, text=words, color=color, offset=pair, end=one_of("o", "D", "s", "X", "^"))
def trail(ax, w, b, text=None, color=POSITION, offset=(8, 8), end="o", **style):
    """A path over the map, w and b (n,), with a ring where it began and the marker `end`, a ball, where it ends."""
    ax.plot(w, b, color=color, linewidth=2, path_effects=halo(4.5), zorder=4, **style)
    ax.plot(w[:1], b[:1], "o", color=PAPER, markeredgecolor=color, markeredgewidth=2, markersize=8, zorder=5)
    ax.plot(w[-1:], b[-1:], end, color=color, markeredgecolor=PAPER, markersize=10, zorder=6)
    if text:
        label(ax, w[-1], b[-1], text, offset, color)


@takes(w=number, b=number, text=words, offset=pair, color=color, align=align)
def label(ax, w, b, text, offset=(8, 8), color=INK, align="left"):
    """Words beside a place on the map; `offset` in points."""
    box = {"boxstyle": "round,pad=0.25", "facecolor": PAPER, "edgecolor": "none", "alpha": 0.88}
    ax.annotate(
        text.replace("-", "−"),
        (w, b),
        offset,
        textcoords="offset points",
        color=color,
        weight="bold",
        ha=align,
        size=10,
        bbox=box,
    )


@takes(difference=finite, text=words)
def line_of_slope_1(ax, difference, text=None):
    """The line w − b = `difference`, across the whole map."""

    w = np.array(ax.get_xlim())
    limits = ax.get_ylim()
    ax.plot(w, w - difference, color=MUTED, linestyle=(0, (4, 3)), linewidth=1.6, path_effects=halo(3.5), zorder=3)
    ax.set(xlim=w, ylim=limits)
    if text:  # where the line comes in, at the left or at the bottom
        inset = 0.06 * (w[1] - w[0])
        at = max(w[0], limits[0] + difference) + inset
        label(ax, at, at - difference, text, (10, -6), MUTED)


@takes(w=line, b=line, learned=flags)
def starts(ax, w, b, learned):
    """Where many runs began, w and b (n,): a green dot if it `learned` (n,), a cross if not."""
    ax.plot(w[learned], b[learned], "o", color=TARGET, markersize=4.5, markeredgewidth=0, alpha=0.75)
    ax.plot(w[~learned], b[~learned], "x", color=ERROR, markersize=4.5, markeredgewidth=1.1, alpha=0.75)
    name_parameters(ax)


@takes(w=number, b=number, text=words, offset=pair)
def goal(ax, w, b, text, offset=(8, 8)):
    """Mark where a cost can sink no further, or where it is lowest on the map."""
    ax.plot([w], [b], "D", color=TARGET, markersize=8, markeredgecolor=PAPER, zorder=5)
    label(ax, w, b, text, offset, TARGET)


def _shades(*colours):
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("nnlib", colours)
