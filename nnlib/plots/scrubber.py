"""The scene of the epoch scrubber: 512 trainings on one map, and four looks into the one that is chosen."""

import numpy as np

from nnlib.plots.network import places, wires
from nnlib.plots.palette import COST, ERROR, INK, INPUT, MUTED, PAPER, POSITION, SLOPE, TARGET, WEIGHT
from nnlib.plots.scenes import Scene, moving_line, moving_points, moving_segments, moving_text
from nnlib.plots.success import epoch_axis

SIZES = (2, 3, 1)
SQUARE = (-0.25, 1.25)  # of inputs that is shown, in both directions
HIGHEST = 1.0  # the highest cost that is shown
UNIT = np.array([1.07, 0.75])  # of the net in inches: between two layers, and between two units of one
RADIUS = 0.155  # of a unit in inches
WIRES = np.concatenate([segments.reshape(-1, 2, 2) for segments in wires(SIZES, RADIUS / UNIT)])
THICKNESS = {"thin": 1.2, "medium": 2.8, "thick": 5.2}  # of a wire in points
THICKER_FROM = (2, 6)  # the size of a weight whose wire is medium, and thick
SHORTEST = 1e-5  # the slope whose bar has no length
LONGEST = 0.5  # the share of its wire that the bar of a slope of 1 takes: up to there no other wire crosses
EDGES = np.array([[a, a + e] for e in np.eye(3) for a in np.ndindex(2, 2, 2) if np.dot(a, e) == 0])  # of the unit cube
BEHIND = (EDGES == [0, 1, 0]).all(axis=2).any(axis=1)  # the edges that meet at the corner furthest from the camera
DOTTED = (0, (1, 1.6))
AZIMUTH, ELEVATION = np.radians(-62), np.radians(22)  # where the camera stands that looks at it
WRONG, RIGHT, LEARNED = "#e6e9ef", "#93c5b2", TARGET
BELOW_HALF, ABOVE_HALF = ("#ffffff", "#e0e4eb"), ("#a5d3c1", "#5fb596")  # an output of 0 … ½, and of ½ … 1


def scrubber_scene(rates, starts, epochs, levels, dpi):
    """Build the scene.

    rates: (A,) learning rates. starts: how many. epochs: the last one.
    levels: how many patterns are merged, answered alike -> the cost of that plateau.

    Its frames hold right and learned (3 A starts, 2), chosen (5, 2), counts; answers (k, k, 4), output 00 … output 11,
    ones and zeros (2, 2); above half, front (9, 2, 2) and behind (3, 2, 2), mesh (14, 2, 2), plane (6, 2, 2),
    empty zeros … empty ones (2, 2); positive thin … negative thick (9, 2, 2), slopes (9, 2, 2), δ h₁ … δ a;
    others (n, 2), cursor (1, 2, 2), run (n, 2), now and above (1, 2), height.
    """
    from matplotlib import style
    from matplotlib.figure import Figure

    with style.context("nnlib.tutorial"):
        figure = Figure(figsize=(9.6, 6.6), dpi=dpi, layout="none")
        artists = {
            **_map(_axes(figure, 0.64, 0.62, 2, 5.12), rates, starts),
            **_answers(_axes(figure, 3.3, 3.75, 2.24, 2.24)),
            **_cube(_axes(figure, 6.6, 3.5, 2.9, 2.38)),
            **_net(_axes(figure, 2.95, 0.72, 2.95, 2.16)),
            **_cost(_axes(figure, 6.6, 0.62, 2.1, 2.16), epochs, levels),
        }
        return Scene(figure, artists)


def bars(right):
    """The map's cells: right (A, starts), how many of four patterns are right -> lines with gaps, (3 A starts, 2)."""
    return {"right": _bars(right, right < 4), "learned": _bars(right, right == 4)}


def _bars(right, shown):
    column, row = np.indices(right.shape)
    corners = [
        [column - 0.42, row + 1],
        [column - 0.42 + 0.84 * right / 4, row + 1],
        np.full((2, *right.shape), np.nan),
    ]
    return np.where(shown, corners, np.nan).transpose(2, 3, 0, 1).reshape(-1, 2)


def frame_around(column, start):
    """The outline of a cell of the map, (5, 2)."""
    left, right, top, bottom = column - 0.52, column + 0.52, start - 0.7, start + 0.7
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom], [left, top]])


def shades(a):
    """Outputs a in [0, 1], (k, k), as an image in ten shades, (k, k, 4). At ½ the colour changes."""
    from matplotlib.colors import to_rgba_array

    ten = np.concatenate([np.linspace(*to_rgba_array(ends), 5) for ends in (BELOW_HALF, ABOVE_HALF)])
    return ten.astype(np.float32)[np.minimum((a * 10).astype(int), 9)]  # half the size is drawn in half the time


def in_cube(points):
    """Where the camera sees points (..., 3) of the unit cube: (..., 2)."""
    across = [-np.sin(AZIMUTH), np.cos(AZIMUTH), 0]
    up = [-np.sin(ELEVATION) * np.cos(AZIMUTH), -np.sin(ELEVATION) * np.sin(AZIMUTH), np.cos(ELEVATION)]
    return np.asarray(points, float) @ np.transpose([across, up])


def marks_in_cube(hidden, ones, above):
    """The patterns in the cube, filled where the answer is above ½: (2, 2) for each kind, NaN for those of another.

    hidden: (4, 3). ones: (4,), whose target is 1. above: (4,), whose answer is above ½.
    """

    def marks(kind, shown):
        return np.where(shown[kind, None], in_cube(hidden[kind]), np.nan)

    return {
        "empty zeros": marks(~ones, ~above),
        "filled zeros": marks(~ones, above),
        "filled ones": marks(ones, above),
        "empty ones": marks(ones, ~above),
    }


def half_cube(w, c):
    """The plane w · a + c = 0 in the unit cube, w (3,), and the edges of that part of it where w · a + c > 0."""
    above = in_cube(edges_above(w, c))
    return {
        "above half, front": above[~BEHIND],
        "above half, behind": above[BEHIND],
        "mesh": in_cube(plane_in_cube(w, c, np.arange(1, 8) / 8)[:2]).reshape(-1, 2, 2),
        "plane": in_cube(plane_in_cube(w, c, [0, 1])).reshape(-1, 2, 2),
    }


def edges_above(w, c):
    """The part of each of the cube's edges where w · a + c > 0: (12, 2, 3), NaN for an edge that has none."""
    z = EDGES @ w + c
    with np.errstate(divide="ignore", invalid="ignore"):  # z is the same all along an edge that does not cross
        share = z[:, 0] / (z[:, 0] - z[:, 1])
    crossing = EDGES[:, 0] + share[:, None] * (EDGES[:, 1] - EDGES[:, 0])
    parts = np.where(z[..., None] > 0, EDGES, crossing[:, None])
    return np.where((z > 0).any(axis=1)[:, None, None], parts, np.nan)


def plane_in_cube(w, c, heights):
    """Where the plane w · a + c = 0 meets the planes a_i = h inside the unit cube, for each i and each of n heights h.

    w: (3,). Returns segments (3, n, 2, 3), NaN where they do not meet there.
    """
    heights = np.asarray(heights, float)
    segments = np.empty((3, len(heights), 2, 3))
    for i, (j, k) in enumerate([(1, 2), (0, 2), (0, 1)]):
        normal, along = np.array([w[j], w[k]]), np.array([-w[k], w[j]])
        with np.errstate(divide="ignore", invalid="ignore"):  # a line along an edge never reaches the two beside it
            foot = -(c + w[i] * heights)[:, None] * normal / (normal @ normal)
            ends = np.sort(np.stack([-foot / along, (1 - foot) / along]), axis=0)
        enters, leaves = ends[0].max(axis=1), ends[1].min(axis=1)
        reach = np.where(enters < leaves, [enters, leaves], np.nan)
        segments[i, :, :, i] = np.where(enters < leaves, heights, np.nan)[:, None]
        segments[i][..., [j, k]] = foot[:, None] + reach.T[..., None] * along
    return segments


def weights_on_wires(weights):
    """Weights (9,), in the order of WIRES: each wire among those of its sign and thickness, (9, 2, 2) for each kind."""
    thickness = np.digitize(np.abs(weights), THICKER_FROM)
    kinds = {"positive": weights >= 0, "negative": weights < 0}
    return {
        f"{sign} {name}": np.where((of_sign & (thickness == k))[:, None, None], WIRES, np.nan)
        for sign, of_sign in kinds.items()
        for k, name in enumerate(THICKNESS)
    }


def bars_beside_wires(slopes):
    """Slopes (9,) as bars along their wires, (9, 2, 2): the longer the larger, on a scale of powers of ten.

    They start at the unit that the wire feeds, and from there no two of them cross.
    """
    share = LONGEST * np.clip(1 - np.log(np.maximum(np.abs(slopes), SHORTEST)) / np.log(SHORTEST), 0, 1)
    start, way = WIRES[:, 1], WIRES[:, 0] - WIRES[:, 1]
    across, up = (way * UNIT).T / np.linalg.norm(way * UNIT, axis=1)
    off = 0.075 * np.column_stack([up, -across]) / UNIT
    return np.stack([start + off, start + off + share[:, None] * way], axis=1)


def _axes(figure, left, bottom, width, height):
    """Axes at a place in inches."""
    across, up = figure.get_size_inches()
    return figure.add_axes((left / across, bottom / up, width / across, height / up))


def _words(ax, x, y, text, color, size=10):
    """Bold words at a place in points, from the upper left corner of the axes."""
    ax.annotate(
        text,
        (0, 1),
        (x, y),
        xycoords="axes fraction",
        textcoords="offset points",
        color=color,
        size=size,
        weight="bold",
    )


def _diamonds(ax, color=TARGET, edge=PAPER):
    """For the patterns with target 1."""
    return moving_points(ax, color, 8, "D", edge=edge, markeredgewidth=1 if edge == PAPER else 1.6)


def _rings(ax, color="none"):
    """For the patterns with target 0: a diamond fits into one, so that one in the other is seen as both."""
    return moving_points(ax, color, 13, "o", edge=INK, markeredgewidth=2)


def _map(ax, rates, starts):
    _words(ax, -34, 49, "Who has learned?", INK, 12.5)
    _words(ax, -34, 36, "dark: all 4 right; pale: fewer", TARGET)
    _words(ax, -34, 22.5, f"learned, of {starts}:", MUTED)
    ax.set(xlim=(-0.5, len(rates) - 0.5), ylim=(starts + 0.5, 0.5), xlabel="learning rate α", ylabel="start")
    ax.set_xticks(range(len(rates)), [f"{rate:g}".lstrip("0") for rate in rates], size=9.5)
    ax.set_yticks([1, *range(8, starts + 1, 8)])
    ax.grid(False)
    everywhere = np.full((len(rates), starts), 4)
    bar = {"solid_capstyle": "butt", "solid_joinstyle": "miter"}
    ax.plot(*bars(everywhere)["learned"].T, color=WRONG, linewidth=5.4, **bar)
    return {
        "right": moving_line(ax, RIGHT, 4.6, **bar),
        "learned": moving_line(ax, LEARNED, 5.4, **bar),
        "chosen": moving_line(ax, POSITION, 2.6, clip_on=False, solid_joinstyle="miter"),
        # as wide as the map: each column has three characters
        "counts": moving_text(ax, 0.49, 1.008, ha="center", va="bottom", family="DejaVu Sans Mono", size=9.97),
    }


def _answers(ax):
    _words(ax, 0, 27, "What it answers", INK, 12.5)
    _words(ax, 0, 10, "◆ target 1", TARGET)
    _words(ax, 74, 10, "○ target 0", INK)
    ax.set(xticks=[0, 1], yticks=[0, 1])
    ax.set_xlabel("input x₁", labelpad=-4)
    ax.set_ylabel("input x₂", labelpad=-4)
    ax.grid(False)
    image = ax.imshow([[[0, 0, 0, 0]]], extent=SQUARE * 2, origin="lower", interpolation="nearest")
    beneath = {"transform": ax.transData, "ha": "center", "size": 10}
    outputs = {f"output {x1}{x2}": moving_text(ax, x1, x2 - 0.08, **beneath) for x1, x2 in np.ndindex(2, 2)}
    return {"answers": image, **outputs, "ones": _diamonds(ax), "zeros": _rings(ax)}


def _cube(ax):
    _words(ax, 0, 34, "Does a plane part them?", INK, 12.5)
    _words(ax, 0, 17, "green: answer above ½", TARGET)
    _words(ax, 0, 3, "wrong: empty ◇, filled ○", INK)
    ax.set_axis_off()
    for edge, behind in zip(in_cube(EDGES), BEHIND, strict=True):
        ax.plot(*edge.T, color="#aab2c0", linewidth=1.2, linestyle=DOTTED if behind else "-")
    sides = {"h₁": ((0, 0, 0), (1, 0, 0)), "h₂": ((1, 0, 0), (1, 1, 0)), "h₃": ((0, 0, 0), (0, 0, 1))}
    clear = {"h₁": (-9, -11), "h₂": (15, -4), "h₃": (-15, 3)}  # points, of a mark in the corner
    for name, ends in sides.items():
        for text, at, size in [("0", ends[0], 10), (name, np.mean(ends, axis=0), 11), ("1", ends[1], 10)]:
            beside = {"textcoords": "offset points", "ha": "center", "va": "center"}
            ax.annotate(text, in_cube(at), clear[name], color=MUTED, size=size, **beside)
    ax.set_aspect("equal")
    return {
        "above half, front": moving_segments(ax, TARGET, 2.2),
        "above half, behind": moving_segments(ax, TARGET, 2.2, linestyle=DOTTED),
        "mesh": moving_segments(ax, COST, 0.9, alpha=0.45),
        "plane": moving_segments(ax, COST, 2),
        "empty zeros": _rings(ax, PAPER),
        "filled zeros": _rings(ax, ABOVE_HALF[0]),
        "filled ones": _diamonds(ax),
        "empty ones": _diamonds(ax, PAPER, TARGET),
    }


def _net(ax):
    _words(ax, 25, 20, "Weights and their slopes", INK, 12.5)
    across, up = ax.get_position().size * ax.figure.get_size_inches() / UNIT
    ax.set(xlim=(-0.32, across - 0.32), ylim=(1.42 - up, 1.42))
    ax.set_axis_off()
    for names, centres in zip((("x₁", "x₂"), ("h₁", "h₂", "h₃"), ("a",)), places(SIZES), strict=True):
        color = INPUT if names[0] == "x₁" else COST
        ax.scatter(*centres.T, s=(144 * RADIUS) ** 2, facecolor=PAPER, edgecolor=color, linewidth=1.8, zorder=1)
        for name, at in zip(names, centres, strict=True):
            ax.text(*at, name, ha="center", va="center", color=color, weight="bold", zorder=2)
    notes = ["weight: thick = large, dashed = −", "bar: |∂C/∂w|, from 10⁻⁵ to 1", "number: mean |δ| of the unit"]
    for row, (text, color) in enumerate(zip(notes, (WEIGHT, SLOPE, ERROR), strict=True)):
        _words(ax, 25, -167 - 15 * row, text, color)
    artists = {}
    for sign, dashes in [("positive", "-"), ("negative", (0, (2, 1)))]:
        for name, width in THICKNESS.items():
            artists[f"{sign} {name}"] = moving_segments(ax, WEIGHT, width, linestyle=dashes)
    numbers = {"h₁": (1, 1.31), "h₂": (1.1, -0.34), "h₃": (1, -1.34), "a": (2.12, -0.34)}  # clear of the wires
    note = {"color": ERROR, "size": 10, "ha": "center", "transform": ax.transData}
    return artists | {
        "slopes": moving_segments(ax, SLOPE, 3.2),
        **{f"δ {name}": moving_text(ax, *at, va="center", **note) for name, at in numbers.items()},
    }


def _cost(ax, epochs, levels):
    _words(ax, 0, 27, "The cost, and where it waits", INK, 12.5)
    _words(ax, 0, 10, "this start", COST)
    _words(ax, 62, 10, "all starts", MUTED)
    epoch_axis(ax, epochs)
    ax.set_ylim(-0.03, HIGHEST)
    ax.set_yticks([0, *levels.values(), HIGHEST])
    ax.yaxis.set_major_formatter("{x:.3g}")
    ax.tick_params(axis="y", pad=9)  # room for the point at epoch 0
    beside = {"transform": ax.get_yaxis_transform(), "va": "center_baseline", "size": 10, "color": INK}
    ax.text(1.06, max(levels.values()) + 0.085, "patterns", **beside)
    for merged, level in levels.items():
        ax.axhline(level, color=INK, linewidth=1, linestyle=(0, (4, 3)))
        ax.text(1.06, level, f"{merged} merged", **beside)
    return {
        "others": moving_line(ax, "#b4bcc9", 0.7),
        "cursor": moving_segments(ax, POSITION, 1, clip_on=False),
        "run": moving_line(ax, COST, 2.4),
        "now": moving_points(ax, POSITION, 10, clip_on=False),
        "above": moving_points(ax, POSITION, 11, "^", clip_on=False),
        "height": moving_text(ax, 0.84, 1.065, va="baseline", color=POSITION, size=10, weight="bold"),
    }
