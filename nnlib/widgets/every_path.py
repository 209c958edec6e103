"""The explorer of notebook 05: every path from one weight of a 2-2-2 net to the cost, and what reusing δ saves."""

import functools
from dataclasses import replace

import numpy as np

from nnlib.backprop import backward
from nnlib.costs import HALF_MSE, cost_of
from nnlib.network import Layer, Network, forward
from nnlib.plots.every_path import DELTA_COVER, RADIUS, SIZES, bar, cover, every_path_scene, squares
from nnlib.plots.network import wires
from nnlib.plots.scenes import Frame
from nnlib.symbolic import chain_paths, count_work, subscript, unit_name
from nnlib.widgets.explorer import Explorer, Slider, Toggle
from nnlib.widgets.words import count, fixed, in_product, short

NETWORK = Network([Layer([[0.9, 0.3], [1.1, -0.6]]), Layer([[-0.8, -1.7], [2.3, -1.6]])])
X, Y = np.array([[1.2, -1.3]]), np.array([[0.3, 0.8]])
WEIGHTS = tuple((l, i, j) for l in (1, 2) for i in (1, 2) for j in (1, 2))
NUDGES = (-1.0, -0.5, -0.2, -0.1, 0.1, 0.2, 0.5, 1.0)
TRACE = forward(NETWORK, X)
GRADIENTS = backward(NETWORK, TRACE, Y, HALF_MSE).layers
PATHS = {weight: chain_paths(NETWORK, X[0], Y[0], weight) for weight in WEIGHTS}
WORK = count_work(NETWORK.sizes)


def every_path():
    """The explorer. Controls: which weight, by how much it is nudged; one toggle: reuse δ."""
    controls = [
        Slider("weight", "which weight", WEIGHTS, WEIGHTS[0], lambda weight: f"{_name(weight)} = {_value(weight)}"),
        Slider("nudge", "nudge", NUDGES, 0.1, short),
        Toggle("reuse", "Reuse δ: work out what is shared only once"),
    ]
    return Explorer("every path", controls, every_path_frame, _scene)


def every_path_frame(weight, nudge, reuse):
    """What the explorer shows for the weight (l, i, j), counted from 1, when it is moved by `nudge`."""
    slope, before, after = _slope(weight), _cost_with(weight, 0), _cost_with(weight, nudge)
    predicted, measured = slope * nudge, after - before
    multiplications = WORK.with_delta if reuse else WORK.path_by_path
    done = squares(WORK.path_by_path)
    done[multiplications:] = np.nan
    moved = f"{_value(weight)}\u2009{'−' if nudge < 0 else '+'}\u2009{abs(nudge):g}"  # it must fit between circles
    wire, routes = _lit(weight)
    nothing = np.full((2, 2, 2), np.nan)
    title = "δ at each unit: the shared part, worked out once" if reuse else "Every path from a weight to the cost C"
    artists = {
        "title": title,
        "chosen": wire,
        "first route": nothing if reuse else routes[0],
        "second route": nothing if reuse else routes[1],
        "back": _back(weight) if reuse else nothing,
        **{f"weight {k}": moved if each == weight else "" for k, each in enumerate(WEIGHTS, start=1)},
        "delta cover": np.where(reuse, np.nan, DELTA_COVER),
        **_table(weight, reuse),
        "done": done,
        "count": f"{'with δ' if reuse else 'path by path'}: {multiplications}",
        "predicted": bar(predicted, 0),
        "measured": bar(measured, 1),
        "prediction": fixed(predicted, 5),
        "measurement": fixed(measured, 5),
    }
    paths = [f"{fixed(path.value, 4)} along {path.route}" for path in PATHS[weight]]
    number = count(len(paths), "path")
    caption = (
        f"{_name(weight)} = {_value(weight)} has {number} to the cost: {' and '.join(paths)}. "
        f"{'They add up to the' if len(paths) > 1 else 'That is the'} slope {fixed(slope, 4)}. "
    )
    if reuse:
        caption += f"With δ it is one product, {_product(weight)}. All eight slopes take {multiplications} "
        caption += f"multiplications instead of {WORK.path_by_path}. "
    else:
        caption += f"Path by path all eight slopes take {multiplications} multiplications. "
    caption += (
        f"Nudged by {short(nudge)}: predicted change of C {fixed(predicted, 5)}, measured {fixed(measured, 5)} "
        f"(C from {fixed(before, 4)} to {fixed(after, 4)})."
    )
    lit = "is lit, and so " + ("are the 2 paths that go" if len(paths) > 1 else "is the path that goes") + " on from it"
    if reuse:
        back = ", and so are the wires that δ comes back over" if weight[0] == 1 else ""
        lit = f"is lit{back}; δ stands at each unit"
    alt = (
        f"A 2-2-2 net with the cost behind it. The wire of {_name(weight)} {lit}. "
        f"Beside it {'each δ that is needed' if reuse else 'the factors of each path'}, with formulas and numbers; "
        f"beneath it {multiplications} squares for multiplications, and two bars, predicted and measured change of C."
    )
    return Frame(artists, caption.replace(" = ", "\u00a0=\u00a0"), alt)  # no line breaks at them


def _table(weight, reuse):
    """What moves in the table: the factors of each path, or each δ, in columns; and how they make the slope."""
    names = ["factors 1", "values 1", "factors 2", "values 2", "deltas", "their values"]
    texts = dict.fromkeys(names, "")
    if reuse:
        texts |= zip(names[4:], _delta_columns(weight), strict=True)
        return {"cover": cover(True, True), **texts, "product": f"= {_product(weight)}\n= {fixed(_slope(weight), 4)}"}
    outputs = [path.units[-1][1] for path in PATHS[weight]]
    for out, path in zip(outputs, PATHS[weight], strict=True):
        what, values = _columns(path.factors[2:])
        skipped = "\n" * (6 - len(path.factors))  # the product always stands in the same row
        texts |= {f"factors {out}": what, f"values {out}": f"{values}{skipped}{fixed(path.value, 4)}"}
    arrivals = " + ".join(fixed(path.value, 4) for path in PATHS[weight]).replace("+ −", "− ")
    total = f"\n= {fixed(_slope(weight), 4)}" if len(outputs) > 1 else ""
    return {"cover": cover(1 not in outputs, 2 not in outputs), **texts, "product": f"= {arrivals}{total}"}


def _columns(factors):
    """Factors as two columns of text: what they are, and their values."""
    names = [f"{factor.symbol} = {factor.formula}" for factor in factors]
    values = [fixed(factor.value, 4) for factor in factors]
    return "\n".join(names), "\n".join(values)


def _delta_columns(weight):
    """Each δ that the slope of a weight needs: formulas and values, a blank row after each."""
    l, i, j = weight
    rows = []
    for k in [j] if l == 2 else [1, 2]:
        formula = f"({unit_name(2, k)} − y{subscript(k)}) · g′(z[2]{subscript(k)})"
        rows += [(f"δ[2]{subscript(k)} = {formula}", fixed(_delta(2, k), 4)), ("", "")]
    if l == 1:
        arriving = " + ".join(f"δ[2]{subscript(k)} W[2]{subscript(j, k)}" for k in (1, 2))
        rows += [(f"δ[1]{subscript(j)} = ({arriving}) · g′(z[1]{subscript(j)})", fixed(_delta(1, j), 4))]
    return ["\n".join(column) for column in zip(*rows, strict=True)]


def _product(weight):
    """The one product that is left of a slope when δ is known."""
    l, i, j = weight
    factors = f"{short(TRACE.a[l - 1][0, i - 1])} · {in_product(fixed(_delta(l, j), 4))}"
    return f"{unit_name(l - 1, i)} · δ[{l}]{subscript(j)} = {factors}"


def _lit(weight):
    """The wire of a weight, (1, 2, 2), and both routes on from it, (2, 2, 2, 2): one wire to an output, one to C."""
    l, i, j = weight
    lines = wires(SIZES, RADIUS)
    routes = np.full((2, 2, 2, 2), np.nan)
    if l == 1:
        routes[:, 0], routes[:, 1] = lines[1][j - 1], lines[2][:, 0]
    else:
        routes[j - 1, 1] = lines[2][j - 1, 0]
    return lines[l - 1][i - 1, j - 1][None], routes


def _back(weight):
    """The wires (2, 2, 2) that δ comes back over, from the outputs to the unit that a weight of W[1] leads to."""
    l, _, j = weight
    return wires(SIZES, RADIUS)[1][j - 1] if l == 1 else np.full((2, 2, 2), np.nan)


@functools.cache
def _cost_with(weight, nudge):
    """The cost when one weight is moved and all the others are held."""
    l, i, j = weight
    W = NETWORK.layers[l - 1].W.copy()
    W[i - 1, j - 1] += nudge
    layers = list(NETWORK.layers)
    layers[l - 1] = replace(layers[l - 1], W=W)
    return float(cost_of(Network(layers), X, Y, HALF_MSE))


def _delta(l, j):
    return GRADIENTS[l - 1].delta[0, j - 1]


def _slope(weight):
    l, i, j = weight
    return float(GRADIENTS[l - 1].W[i - 1, j - 1])


def _name(weight):
    return f"W[{weight[0]}]{subscript(*weight[1:])}"


def _value(weight):
    l, i, j = weight
    return short(NETWORK.layers[l - 1].W[i - 1, j - 1])


def _scene(dpi):
    fixed = []
    for out, mark in [(1, "━━━"), (2, "╍╍╍")]:
        names, values = _columns(PATHS[2, 1, out][0].factors[:2])
        fixed.append((f"{mark} path through {unit_name(2, out)}\n{names}", f"\n{values}"))
    cost = _cost_with(WEIGHTS[0], 0)
    deltas = [layer.delta[0] for layer in GRADIENTS]
    return every_path_scene(NETWORK, TRACE, deltas, Y[0], cost, fixed, WORK.path_by_path, WORK.forward, dpi)
