"""Networks of any size as circles and wires, with the numbers that are in them."""

import numpy as np

from nnlib._checks import as_count, as_sequence, got
from nnlib.plots._takes import a_network, a_trace, count, finite, numbers_in, some_gradients, takes, texts
from nnlib.plots.palette import COST, ERROR, INK, INPUT, MUTED, PAPER, POSITION, SLOPE, TARGET, WEIGHT
from nnlib.symbolic import subscript

UNIT = 52  # a unit's diameter in points


def places(sizes):
    """The centres of the units of a net with these widths: a tuple of arrays (n_l, 2), one for each layer.

    Layer l stands at x = l. Its units are 1 apart and centred on y = 0, the first on top.
    """
    return tuple(
        np.column_stack([np.full(width, float(l)), (width - 1) / 2 - np.arange(width)]) for l, width in enumerate(sizes)
    )


def wires(sizes, radius=0.15):
    """The wires between the `places` of a net: a tuple of arrays (n_in, n_out, 2, 2), one for each weight layer.

    Entry [i, j] is the segment from unit i to unit j. Both ends stop at circles of this radius, in units of the
    axes: a number, or a pair (across, up) where a unit of x and one of y have different lengths.
    """
    centres = places(sizes)
    return tuple(_between(a[:, None], b[None], radius) for a, b in zip(centres, centres[1:], strict=False))


def _between(start, end, radius):
    """Segments (..., 2, 2) between centres start and end (..., 2), without what lies inside of the circles."""
    start, end = np.broadcast_arrays(start, end)
    way = end - start
    inside = way / np.linalg.norm(way / radius, axis=-1, keepdims=True)
    return np.stack([start + inside, end - inside], axis=-2)


def letters(layers):
    """What the units of each layer are called where nothing else is agreed: x, h and a; x, h[1], h[2] and a."""
    hidden = ["h"] if layers == 2 else [f"h[{l}]" for l in range(1, layers)]
    return ("x", *hidden, "a")


def significant(value, digits=3):
    """So many significant digits and no more than needed, never in powers of ten, with a true minus sign."""
    return np.format_float_positional(value + 0.0, digits, unique=False, fractional=False, trim="-").replace("-", "−")


@takes(
    network=a_network, trace=a_trace, gradients=some_gradients, example=count, names=texts, y=numbers_in, cost=finite
)
def network_diagram(ax, network, trace=None, gradients=None, example=0, names=None, y=None, cost=None, named=()):
    """Draw a small network with its weights on its wires and its biases under its units; it fills the axes.

    trace: from `forward`: the activations of its row number `example` stand in the circles.
    gradients: from `backward`: ∂C/∂W stands below each wire, and δ of that example under each unit.
    names: L + 1 letters for the units of each layer, such as ("x", "a[1]", "a[2]"); `letters` unless told.
    y: (n_L,), the targets of that example: they stand beside the outputs, and behind these C. cost: its value.
    named: weights (l, i, j), counted from 1, that are written with their names: W[1]₁₂ = 0.3.
    A unit that is alone in its layer has no index.

    Each number stands where its wire is furthest from the others: set the size of the figure before.

    Raises TypeError or ValueError naming the parameter, as if y is not one target for each output.
    """
    sizes = network.sizes
    fits = trace is None or tuple(a.shape for a in trace.a) == tuple((len(trace.a[0]), width) for width in sizes)
    if not fits or trace is not None and example >= len(trace.a[0]):
        raise ValueError(f"trace must come from this network, of sizes {sizes}, and have a row number {example}")
    if gradients is not None and [layer.W.shape for layer in gradients.layers] != [p.W.shape for p in network.layers]:
        raise ValueError(f"gradients must come from this network, of sizes {sizes}; got those of another")
    if names is not None and len(names) != len(sizes):
        raise ValueError(f"names must be {len(sizes)}, one for each layer of units; got {len(names)}")
    named = as_sequence(named, "named", "weights (l, i, j)")
    named = [as_sequence(weight, "each of named", "a weight (l, i, j)") for weight in named]
    named = [tuple(as_count(number, "each of named") for number in weight) for weight in named]
    texts = {
        (l, i + 1, j + 1): significant(w)
        for l, layer in enumerate(network.layers, start=1)
        for (i, j), w in np.ndenumerate(layer.W)
    }
    if not texts.keys() >= set(named):
        raise ValueError(f"named must hold weights (l, i, j) of a net of sizes {sizes}; got {got(named)}")
    if y is not None and np.shape(y) != sizes[-1:]:
        raise ValueError(f"y must have shape {sizes[-1:]}, a target for each output; got {np.shape(y)}")
    texts |= {(l, i, j): f"W[{l}]{subscript(i, j)} = {texts[l, i, j]}" for l, i, j in named}
    widths = sizes if y is None else (*sizes, 1)
    centres, names = places(widths), names or letters(len(network.layers))
    key = [("above a wire: its weight", WEIGHT)]
    if gradients is not None:
        key += [("below a wire: ∂C/∂w", SLOPE)]
    rows = any(layer.b is not None for layer in network.layers) + (gradients is not None)
    _fill(ax, widths, max(len(key), rows))
    _lines(ax, key, (0, 0), (0, 14 * len(key) + 2), xycoords="axes fraction")
    for l in range(len(network.layers)):
        on_wires = [text for weight, text in texts.items() if weight[0] == l + 1]
        slopes = [""] * len(on_wires) if gradients is None else [significant(w, 2) for w in gradients.layers[l].W.flat]
        _wires_with_numbers(ax, centres[l], centres[l + 1], on_wires, slopes, rows)
    if y is not None:
        _cost_behind(ax, centres, y, cost)
    for l, centre in enumerate(centres[: len(sizes)]):
        for j, place in enumerate(centre):
            text = names[l] + _index(j, centre)
            if trace is not None:
                text += f"\n{significant(trace.a[l][example, j])}"
            unit(ax, place, text, COST if l else INPUT)
            notes = []
            if l and network.layers[l - 1].b is not None:
                notes.append((f"b = {significant(network.layers[l - 1].b[j])}", WEIGHT))
            if l and gradients is not None:
                notes.append((f"δ = {significant(gradients.layers[l - 1].delta[example, j], 2)}", ERROR))
            _lines(ax, notes, place, (0, -UNIT / 2 - 4), ha="center")


def _index(j, layer):
    """₁ for the first unit of several in a layer, nothing for a unit that is alone."""
    return subscript(j + 1) if len(layer) > 1 else ""


def _fill(ax, widths, rows):
    """Limits in which a net of these widths fills the height, with so many rows of text under its lowest units."""
    reach = (max(widths) - 1) / 2
    above, below = UNIT / 2 + 6, UNIT / 2 + 8 + 14 * rows  # points
    point = max(2 * reach, 1) / (ax.bbox.height * 72 / ax.figure.dpi - above - below)
    ax.set(xlim=(-0.3, len(widths) - 0.7), ylim=(-reach - below * point, reach + above * point))
    ax.set_axis_off()


def _cost_behind(ax, centres, y, cost):
    """C in the last place, the wires to it, and the targets y (n_L,) beside the outputs, off the wires."""
    outputs, (behind,) = centres[-2:]
    for j, (place, target) in enumerate(zip(outputs, y, strict=True)):
        ax.plot(*np.transpose([place, behind]), color=MUTED, linewidth=1.3, zorder=1)
        beside = (UNIT / 2 + 2, 18 if place[1] >= 0 else -6)
        _lines(ax, [(f"target y{_index(j, outputs)} = {significant(target)}", TARGET)], place, beside)
    unit(ax, behind, "C" if cost is None else f"C\n{significant(cost)}", INK)


def fan_out(ax, names, moves, factors, arrivals):
    """One quantity that reaches another along two paths, and what arrives: two bars end to end, and their sum.

    names, moves: what stands in the circles and beneath them: the start, the upper and the lower station, the end.
    factors: on the wires, from the start up and down, then from the upper and the lower station to the end.
    arrivals: (2,), how far the end moves through the upper and through the lower station.
    """
    start, upper, lower, end = np.array([[0, 0], [1.3, 0.6], [1.3, -0.6], [2.6, 0]])
    paths = [[(start, upper), (upper, end)], [(start, lower), (lower, end)]]
    styles = [{"color": POSITION, "linestyle": "-"}, {"color": SLOPE, "linestyle": (0, (2.2, 1.2))}]
    ax.set(xlim=(-0.35, 5.2), ylim=(-1.15, 1))
    ax.set_axis_off()
    for k, path in enumerate(paths):
        for segment, factor in zip(path, factors[k::2], strict=True):
            ax.plot(*np.transpose(segment), linewidth=3.2, zorder=1, **styles[k])
            on_wire(ax, np.array(segment), 0.5, factor, gap=5, color=styles[k]["color"])
    for place, name, move in zip([start, upper, lower, end], names, moves, strict=True):
        unit(ax, place, name, INPUT if place is start else COST)
        _lines(ax, [(move, INK)], place, (0, -UNIT / 2 - 5), ha="center")
    total = sum(arrivals)
    ends = np.array([[0, arrivals[0]], [arrivals[0], total], [0, total]])
    across = 3.9 + (ends - ends.min()) * 1.1 / np.ptp(ends)
    thick = 0.13
    for row, (bar, amount) in enumerate(zip(across, [*arrivals, total], strict=True)):
        y, color = 0.55 - 0.55 * row, (POSITION, SLOPE, INK)[row]
        ax.barh(y, bar[1] - bar[0], thick, left=bar[0], color=color)
        text = f"{(f'through {names[1]}', f'through {names[2]}', 'together')[row]}\n{significant(amount)}"
        ax.text(3.75, y, text, color=color, weight="bold", size=10, ha="right", va="center")
    for x, rows in [(across[0, 0], (0.55, -0.55)), (across[0, 1], (0.55, 0)), (across[1, 1], (0, -0.55))]:
        between = np.array(rows) + [-thick / 2, thick / 2]  # from the edge of one bar to that of the other
        ax.plot([x, x], between, color=MUTED, linewidth=1, linestyle=(0, (2, 2)), zorder=0)
    ax.text(3.9, 0.85, "arriving at " + names[-1], color=INK, weight="bold", size=10)


def unit(ax, place, text, color):
    """A circle at a place (2,), in a unit's size, with a text in it."""
    ax.scatter(*place, s=UNIT**2, facecolor=PAPER, edgecolor=color, linewidth=2, zorder=3)
    ax.text(*place, text, ha="center", va="center", color=color, weight="bold", size=10.5, zorder=4)


def on_wire(ax, segment, fraction, text, side=1, gap=1.5, **style):
    """A text along a wire (2, 2), at a fraction of its length: above it (side 1) or below it (−1), `gap` points off."""
    from matplotlib.patheffects import withStroke
    from matplotlib.transforms import offset_copy

    across, up = np.diff(ax.transData.transform(segment), axis=0)[0]
    normal = np.array([-up, across]) / np.hypot(across, up)
    (dx, dy), (x, y) = segment[1] - segment[0], segment[0] + fraction * (segment[1] - segment[0])
    style = {"path_effects": [withStroke(linewidth=3, foreground=PAPER)], "size": 10, **style}
    return ax.text(
        x, y, text, weight="bold", ha="center", va="bottom" if side > 0 else "top", zorder=2,
        transform=offset_copy(ax.transData, ax.figure, *(gap * side * normal), units="points"),
        rotation=np.degrees(np.arctan2(dy, dx)), rotation_mode="anchor", transform_rotates_text=True, **style,
    )  # fmt: skip


def _lines(ax, lines, place, offset, **style):
    """Lines of different colours, (text, colour) each, under each other at an offset in points from a place."""
    for row, (text, color) in enumerate(lines):
        ax.annotate(
            text, place, (offset[0], offset[1] - 14 * row), textcoords="offset points", va="top", color=color,
            weight="bold", size=10, zorder=4, **style,
        )  # fmt: skip


def _wires_with_numbers(ax, start, end, weights, slopes, rows):
    """The wires of one layer: its weights above them, its slopes below, texts both.

    rows: how many notes stand under each unit.
    """
    segments = np.stack(np.broadcast_arrays(start[:, None], end[None]), axis=-2).reshape(-1, 2, 2)
    lengths = [max(map(len, pair)) for pair in zip(weights, slopes, strict=True)]
    points = ax.transData.transform(np.concatenate([segments.reshape(-1, 2), start, end])) * 72 / ax.figure.dpi
    under = points[2 * len(segments) :] - [0, UNIT / 2 + 4 + 7 * rows]
    fractions = _clear_places(points[: 2 * len(segments)].reshape(-1, 2, 2), 3.5 * np.array(lengths), under)
    for segment, fraction, weight, slope in zip(segments, fractions, weights, slopes, strict=True):
        ax.plot(*segment.T, color=MUTED, linewidth=1.3, zorder=1)
        on_wire(ax, segment, fraction, weight, color=WEIGHT)
        if slope:
            on_wire(ax, segment, fraction, slope, side=-1, color=SLOPE)


def _clear_places(segments, halves, taken):
    """For each of n segments (n, 2, 2) the fraction of its length where a text is furthest from the other segments.

    halves: (n,), half the length of each text. taken: (k, 2), centres of other texts. All in points.
    """
    chosen, middles = np.empty(len(segments)), np.full((len(segments), 2), np.inf)
    for k, (start, end) in [*enumerate(segments)] * 3:  # in later rounds the first ones make room for the last
        length = np.linalg.norm(end - start)
        first = min((UNIT / 2 + 4 + halves[k]) / length, 0.5)  # outside of the circles
        fractions = np.linspace(first, 1 - first, 25)
        points = start + fractions[:, None] * (end - start)
        side = max(halves[k] - 21, 0) * (end - start) / length  # a number counts as a point, a longer text does not
        others = np.delete(segments, k, axis=0)
        wires = [_distance(points + share * side, *other) for other in others for share in (-1, -0.5, 0, 0.5, 1)]
        texts = [*taken, *np.delete(middles, k, axis=0)]
        texts = [np.linalg.norm(points - text, axis=1) / 1.5 for text in texts]  # they are wide
        room = np.min([*wires, *texts, np.full(len(points), 36.0)], axis=0)
        best = np.argmax(room - 6 * np.abs(fractions - 0.5))  # in the middle, other things being equal
        chosen[k], middles[k] = fractions[best], points[best]
    return chosen


def _distance(points, start, end):
    """From each of n points (n, 2) to a segment."""
    way = end - start
    along = np.clip((points - start) @ way / (way @ way), 0, 1)
    return np.linalg.norm(points - start - along[:, None] * way, axis=1)
