"""The scene of the path explorer: a 2-2-2 net, the paths from one weight to the cost, and what stands on them."""

import numpy as np

from nnlib.plots.network import on_wire, places, significant, unit, wires
from nnlib.plots.palette import COST, ERROR, INK, INPUT, MUTED, PAPER, POSITION, SLOPE, TARGET, WEIGHT
from nnlib.plots.scenes import Scene, moving_points, moving_segments, moving_text
from nnlib.symbolic import subscript, unit_name

SIZES = (2, 2, 2, 1)  # the cost stands where a next layer would
RADIUS = (0.235, 0.23)  # of a unit, in units of the axes
COLUMNS = ((0, "left"), (0.995, "right"))  # of the table
BLOCKS = (0.935, 0.52)  # where the factors of the first and of the second output begin
BLOCK = 0.41  # how high each is
ROW = 0.0562  # how high a row is
DELTA_COVER = np.array([[[0.6, up], [2.4, up]] for up in (0.81, -0.81)])  # where δ stands at the units


def every_path_scene(network, trace, deltas, y, cost, fixed_rows, multiplications, forward, dpi):
    """Build the scene of one example, y (2,), in a net without biases, with its trace and its cost.

    deltas: δ (2,) for each weight layer.
    fixed_rows: for each output the columns of those rows of its factors that are the same for every weight.
    multiplications, forward: how many there are at the most, and in a forward pass.

    Its frames hold chosen (1, 2, 2), first route, second route and back (2, 2, 2), done (multiplications, 2), delta
    cover (2, 2, 2), `DELTA_COVER` where δ is not shown, cover (2, 2, 2) from `cover`, predicted and measured (1, 2, 2)
    from `bar`; and strings: title, weight 1 … 8, factors and values 1 and 2 (the columns of both outputs), deltas and
    their values, product, count, prediction and measurement.
    """
    from matplotlib import style
    from matplotlib.figure import Figure

    with style.context("nnlib.tutorial"):
        figure = Figure(figsize=(9.6, 6.1), dpi=dpi, layout="none")
        net = _axes(figure, "", 0.015, 0.36, 0.57, 0.58)
        table = _axes(figure, "Multiply; add where paths meet", 0.596, 0.32, 0.394, 0.62)
        work = _axes(figure, "Multiplications for all eight slopes", 0.015, 0.03, 0.4, 0.22)
        nudge = _axes(figure, "The weight is nudged: what does the cost do?", 0.44, 0.03, 0.55, 0.22)
        net.set(xlim=(-0.25, 3.25), ylim=(-1.12, 1.06))
        nudge.set(xlim=(-0.1, 0.085))
        row = {"size": 10, "linespacing": 1.5, "va": "top"}
        for (x, align), text in zip(COLUMNS, ["what = its formula", "value"], strict=True):
            table.text(x, 0.955, text, color=MUTED, ha=align, size=10)
        for top, color, columns in zip(BLOCKS, (POSITION, SLOPE), fixed_rows, strict=True):
            for (x, align), text in zip(COLUMNS, columns, strict=True):
                table.text(x, top, text, color=color, ha=align, **row)
            table.text(0, top - 6 * ROW, "product", color=color, **row)
        table.text(0, 0.1, "slope", **{**row, "weight": "bold"})
        work.plot(*squares(multiplications).T, "s", color=PAPER, markeredgecolor=MUTED, markersize=10)
        work.plot(*(squares(forward) - [0, 0.68]).T, "s", color=MUTED, markersize=7)
        work.text(0.05 * forward + 0.02, 0.2, f"a forward pass takes {forward}", color=MUTED, size=10.5, va="center")
        nudge.plot([0, 0], [0, 0.97], color=MUTED, linewidth=1)
        nudge.text(-0.1, 0, "the scale never changes", color=MUTED, size=9.5)
        for x, align, text in [(-0.002, "right", "← C falls"), (0.002, "left", "C rises →")]:
            nudge.text(x, 0, text, color=MUTED, size=9.5, ha=align)
        number = {"size": 10.5, "weight": "bold", "va": "center"}
        for name, color, up in [("predicted: slope · nudge", INK, 0.87), ("measured: change of C", COST, 0.47)]:
            nudge.text(-0.1, up, name, color=color, **number)
        dashes = {"linestyle": (0, (2.2, 1.2)), "gapcolor": PAPER}  # the wire beneath is not seen in the gaps
        artists = {
            "title": net.set_title(""),
            "chosen": moving_segments(net, WEIGHT, 6),
            "first route": moving_segments(net, POSITION, 3.4),
            "second route": moving_segments(net, SLOPE, 3.4, **dashes),
            "back": moving_segments(net, ERROR, 3.4),
            **_net(net, network, trace, deltas, y, cost),
            "delta cover": moving_segments(net, PAPER, 15),
            "cover": moving_segments(table, PAPER, 72 * 6.1 * 0.62 * BLOCK, clip_on=False),
        }
        for k, (top, color) in enumerate(zip(BLOCKS, (POSITION, SLOPE), strict=True), start=1):
            for name, (x, align) in zip(["factors", "values"], COLUMNS, strict=True):
                artists[f"{name} {k}"] = moving_text(table, x, top - 3 * ROW, color=color, ha=align, **row)
        for name, (x, align) in zip(["deltas", "their values"], COLUMNS, strict=True):
            artists[name] = moving_text(table, x, BLOCKS[0], color=ERROR, ha=align, **row)
        artists |= {
            "product": moving_text(table, 0.17, 0.1, **{**row, "weight": "bold"}),
            "done": moving_points(work, COST, 10, "s", edge=COST),
            "count": moving_text(work, 0, 0.5, va="baseline", size=10.5, weight="bold", color=COST),
            "predicted": moving_segments(nudge, INK, 14),
            "measured": moving_segments(nudge, COST, 14),
            "prediction": nudge.text(0.002, 0.87, "", **number, color=INK),
            "measurement": nudge.text(0.002, 0.47, "", **number, color=COST),
        }
        return Scene(figure, artists)


def squares(count):
    """Where the squares that count multiplications stand, (count, 2), twenty in a row."""
    k = np.arange(count)
    return np.column_stack([0.02 + 0.05 * (k % 20), 0.88 - 0.15 * (k // 20)])


def bar(change, row):
    """A bar (1, 2, 2) for a change of C; row 0 is the upper one."""
    return np.array([[[0, 0.7 - 0.4 * row], [change, 0.7 - 0.4 * row]]])


def cover(*hidden):
    """What hides the factors of the first and of the second output, (2, 2, 2): a bool for each."""
    lines = np.array([[[-0.03, top + 0.01 - BLOCK / 2], [1, top + 0.01 - BLOCK / 2]] for top in BLOCKS])
    lines[~np.array(hidden)] = np.nan
    return lines


def _axes(figure, title, *box):
    ax = figure.add_axes(box, xlim=(0, 1), ylim=(0, 1))
    ax.set_axis_off()
    ax.set_title(title)
    return ax


def _net(ax, network, trace, deltas, y, cost):
    """The net itself, and the places for the weights on it."""
    artists = {}
    for lines in wires(SIZES, RADIUS):
        for segment in lines.reshape(-1, 2, 2):
            ax.plot(*segment.T, color=MUTED, linewidth=1.1, zorder=1)
    centres = places(SIZES)
    box = {"facecolor": PAPER, "edgecolor": WEIGHT, "boxstyle": "round,pad=0.15"}
    for l, layer in enumerate(network.layers):
        ends = np.stack(np.broadcast_arrays(centres[l][:, None], centres[l + 1][None]), axis=-2).reshape(-1, 2, 2)
        for k, fraction in enumerate([0.5, 0.34, 0.34, 0.5]):
            on_wire(ax, ends[k], fraction, significant(layer.W.ravel()[k]), gap=5, color=WEIGHT)
            fraction = 0.395 if k == 1 else fraction  # its box is wider than the number, and a circle is near
            moving = on_wire(ax, ends[k], fraction, "", gap=6, color=WEIGHT, size=9.5, bbox=box, path_effects=[])
            artists[f"weight {4 * l + k + 1}"] = moving
    for l, a in enumerate(trace.a):
        for j, value in enumerate(a[0]):
            text = f"{unit_name(l, j + 1)}\n{significant(value)}"
            unit(ax, centres[l][j], text, COST if l else INPUT)
            if l:
                (across, up), away = centres[l][j], 1 if j == 0 else -1
                note = {"ha": "center", "va": "center", "weight": "bold", "size": 10}
                delta = f"δ = {significant(deltas[l - 1][j])}"
                ax.text(across, up + 0.31 * away, delta, color=ERROR, **note)
                if l == 2:
                    target = f"target y{subscript(j + 1)} = {y[j]:g}"
                    ax.text(across, up + 0.43 * away, target, color=TARGET, **note)
    unit(ax, centres[3][0], f"C\n{significant(cost)}", INK)
    ax.text(-0.25, -1.12, "in the circles: values before the nudge", color=MUTED, size=9.5, va="bottom")
    return artists
