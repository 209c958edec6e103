"""The classic mistakes of a backward pass: each is a changed step or two, and a sentence that tells its symptom."""

import difflib
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from nnlib._checks import as_count, as_floats, as_instance, got
from nnlib.backprop import Gradients, LayerGradient, backward
from nnlib.costs import Cost

LEARNING_RATE = 0.5  # of "weights already updated", the one mistake that needs it
GROUPS = ("a constant ratio", "in W or b, while δ is right", "on the way back", "from the output on")


@dataclass(frozen=True, eq=False)
class Pass:
    """What a step of the backward pass can see. Layers are numbered as in print: z[l], a[l] and W(l), from 1."""

    layers: tuple
    z: tuple
    a: tuple
    y: np.ndarray
    cost: Cost

    @property
    def m(self):
        """The number of examples."""
        return len(self.y)

    def W(self, l):
        """W[l], of shape (n_{l-1}, n_l)."""
        return self.layers[l - 1].W

    def g(self, l):
        """The activation of layer l."""
        return self.layers[l - 1].activation


@dataclass(frozen=True)
class Steps:
    """The steps of a backward pass, each a function of a `Pass`, the layer l, and δ where there is one already.

    output(p, l): δ[L], (m, n_L).                back(p, l, delta): δ[l+1] sent back through W[l+1], (m, n_l).
    slope(p, l): g'(z[l]), (m, n_l).             weight(p, l, delta): ∂C/∂W[l].
    bias(p, l, delta): ∂C/∂b[l].                 δ[l] of a hidden layer is back · slope.

    A step that has no sense in layer l raises ValueError.
    """

    output: Callable
    back: Callable
    slope: Callable
    weight: Callable
    bias: Callable


RIGHT = Steps(
    output=lambda p, l: p.cost.delta(p.z[l], p.a[l], p.y, p.g(l)),
    back=lambda p, l, delta: delta @ p.W(l + 1).T,
    slope=lambda p, l: p.g(l).slope(p.z[l], p.a[l]),
    weight=lambda p, l, delta: p.a[l - 1].T @ delta / p.m,
    bias=lambda p, l, delta: delta.sum(axis=0) / p.m,
)


@dataclass(frozen=True)
class Mistake:
    """A mistake that has a name.

    group: one of `GROUPS`, by what its ratios coded / measured are like, and where they begin.
    coded, right: the line as it was coded and as it should be, for half-MSE unless the mistake is about another cost.
    sentence: what went wrong, and its symptom in the ratios.
    steps: `RIGHT` with what the mistake changes.
    """

    name: str
    group: str
    coded: str
    right: str
    sentence: str
    steps: Steps


def mistaken_backward(network, trace, y, cost, mistake, layer=None):
    """The `Gradients` that a backward pass with this mistake gives.

    network: a single one. trace: from `forward(network, X)`. mistake: a `Mistake`, or the name of one.
    layer: where the mistake stands, numbered as in print from 1; None: wherever it changes something. It stands in
    layer l if it is in the line of δ[l], ∂C/∂W[l] or ∂C/∂b[l]: at l, and through δ[l] in every layer before it.

    Raises TypeError or ValueError as `backward` does; for a batch of runs; if there is no such mistake or layer; or
    if the mistake does not fit there, or changes nothing.
    """
    mistake = _by_name(mistake)
    p, right = _pass(network, trace, y, cost)
    stands = _stands(p, right, mistake)
    if not stands:
        raise ValueError(f"mistake must be one that changes something in this network; got {mistake.name!r}")
    if layer is not None and as_count(layer, "layer", at_least=1) not in stands:
        raise ValueError(f"layer must be one where {mistake.name!r} changes something, of {stands}; got {layer}")
    return _walk(p, mistake.steps, stands if layer is None else (int(layer),))


def applicable(network, trace, y, cost):
    """Every mistake that changes the gradient of this network, as a list of (mistake, layers, gradients).

    layers: the tuple of layers where it stands. A mistake that can stand in several is there in all of them
    together first, then in each alone. Takes and raises what `mistaken_backward` does.
    """
    p, right = _pass(network, trace, y, cost)
    found = []
    for mistake in MISTAKES:
        stands = _stands(p, right, mistake)
        for layers in ([stands] if len(stands) > 1 else []) + [(l,) for l in stands]:
            found.append((mistake, layers, _walk(p, mistake.steps, layers)))
    return found


def _pass(network, trace, y, cost):
    right = backward(network, trace, y, cost)
    if network.runs is not None:
        raise ValueError(f"network must be a single network; got {network.runs} runs: use select_run")
    return Pass(network.layers, trace.z, trace.a, as_floats(y, "y"), cost), right


@np.errstate(over="ignore", invalid="ignore")  # a wrong slope may be enormous
def _walk(p, steps, layers):
    """The backward pass, with `steps` in these layers and the right ones in all others."""
    gradients, delta = [], None
    for l in range(len(p.layers), 0, -1):
        at = steps if l in layers else RIGHT
        delta = at.output(p, l) if l == len(p.layers) else at.back(p, l, delta) * at.slope(p, l)
        W = at.weight(p, l, delta)
        if (delta.shape, W.shape) != (p.z[l].shape, p.W(l).shape):
            raise ValueError("shapes do not fit")
        gradients.append(LayerGradient(W, None if p.layers[l - 1].b is None else at.bias(p, l, delta), delta))
    return Gradients(tuple(gradients[::-1]))


def _stands(p, right, mistake):
    """The layers where the mistake fits and, alone, changes something."""

    def changes(l):
        try:
            wrong = _walk(p, mistake.steps, (l,))
        except ValueError:  # the step's own, or a product of shapes that do not fit
            return False
        return not all(
            np.allclose(one.W, other.W, 1e-6, 1e-10) and (one.b is None or np.allclose(one.b, other.b, 1e-6, 1e-10))
            for one, other in zip(wrong.layers, right.layers, strict=True)
        )

    return tuple(l for l in range(1, len(p.layers) + 1) if changes(l))


def _by_name(mistake):
    if not isinstance(mistake, str):
        return as_instance(mistake, "mistake", Mistake)
    for known in MISTAKES:
        if known.name == mistake:
            return known
    names = [known.name for known in MISTAKES]
    alike = difflib.get_close_matches(mistake, names, 3, 0.3) or names[:3]
    raise ValueError(
        f"mistake must be the name of one of MISTAKES, such as {', '.join(map(repr, alike))}; got {got(mistake)}"
    )


def _output_with(slope):
    """The step of δ[L], with another g'."""
    return lambda p, l: p.cost.delta(p.z[l], p.a[l], p.y, replace(p.g(l), slope=lambda z, a: slope(p, l)))


def _slope_at_a(p, l):
    return p.g(l).slope(p.a[l], p.g(l).value(p.a[l]))


def _slope_of_z_for_a(p, l):
    return p.g(l).slope(p.z[l], p.z[l])


def _slope_left_in(p, l):
    _only(p.cost.labels)
    return (p.a[l] - p.y) * RIGHT.slope(p, l)


def _neighbours_sum(p, l, delta):
    _only(p.layers[l].b is not None)
    with_bias = np.vstack([p.W(l + 1), p.layers[l].b])
    return (delta @ with_bias.T)[:, 1:]


def _neighbours_slope(p, l):
    return np.column_stack([RIGHT.slope(p, l), np.zeros(p.m)])[:, 1:]  # a (1 − a) of the bias's constant 1 is 0


def _updated(p, l, delta):
    return delta @ (p.W(l + 1) - LEARNING_RATE * RIGHT.weight(p, l + 1, delta)).T


def _z_for_a(p, l, delta):
    _only(l > 1)
    return p.z[l - 1].T @ delta / p.m


def _nothing(p, l, delta):
    _only(l == 1)
    return np.zeros_like(p.W(l))


def _no_bias_slope(p, l, delta):
    return np.zeros_like(p.layers[l - 1].b)


def _only(fits):
    if not fits:
        raise ValueError("the step has no sense here")


_CONSTANT, _ASIDE, _BACK, _FROM_OUTPUT = GROUPS
_OUTPUT = "δ[L] = (a[L] − y) * g′(z[L])"
_HIDDEN = "δ[l] = (δ[l+1] @ W[l+1].T) * g′(z[l])"
_WEIGHT = "dW[l] = a[l−1].T @ δ[l] / m"
_BIAS = "db[l] = δ[l].sum(axis=0) / m"
_BOTH = "dW[l], db[l] = a[l−1].T @ δ[l] / m, δ[l].sum(axis=0) / m"

# flipped sign, g' at a, first layer left out: "Neural networks: training with backpropagation" prints them.
# cross-entropy's δ, neighbour's δ: "Gradient Descent with Backpropagation", by its text or by its code.
MISTAKES = (
    Mistake(
        "flipped sign",
        _CONSTANT,
        "δ[L] = (y − a[L]) * g′(z[L])",
        _OUTPUT,
        "The error was taken as y − a. Every ratio is −1, and descent climbs.",
        replace(RIGHT, output=lambda p, l: -RIGHT.output(p, l)),
    ),
    Mistake(
        "factor 2",
        _CONSTANT,
        "δ[L] = 2 * (a[L] − y) * g′(z[L])",
        _OUTPUT,
        "The 2 of the square came down, but the ½ of the cost was left out. Every ratio is 2.",
        replace(RIGHT, output=lambda p, l: 2 * RIGHT.output(p, l)),
    ),
    Mistake(
        "factor ½",
        _CONSTANT,
        "δ[L] = 0.5 * (a[L] − y) * g′(z[L])",
        _OUTPUT,
        "The ½ of the cost was kept, but the 2 of the square did not come down. Every ratio is ½.",
        replace(RIGHT, output=lambda p, l: RIGHT.output(p, l) / 2),
    ),
    Mistake(
        "1/m forgotten",
        _CONSTANT,
        "dW[l], db[l] = a[l−1].T @ δ[l], δ[l].sum(axis=0)",
        _BOTH,
        "The slopes of the examples were added, but the cost is their mean. W and b have the ratio m.",
        replace(
            RIGHT,
            weight=lambda p, l, delta: p.a[l - 1].T @ delta,
            bias=lambda p, l, delta: delta.sum(axis=0),
        ),
    ),
    Mistake(
        "1/m twice",
        _CONSTANT,
        "dW[l], db[l] = a[l−1].T @ δ[l] / m / m, δ[l].sum(axis=0) / m / m",
        _BOTH,
        "The mean was taken twice: dW and db were divided by m two times. W and b have the ratio 1/m.",
        replace(
            RIGHT,
            weight=lambda p, l, delta: RIGHT.weight(p, l, delta) / p.m,
            bias=lambda p, l, delta: RIGHT.bias(p, l, delta) / p.m,
        ),
    ),
    Mistake(
        "first layer left out",
        _CONSTANT,
        "for l in range(L, 1, −1)",
        "for l in range(L, 0, −1)",
        "The loop ended one layer too early. The slopes of layer 1 are 0, and it never learns.",
        replace(RIGHT, weight=_nothing, bias=lambda p, l, delta: np.zeros_like(delta[0])),
    ),
    Mistake(
        "bias not averaged",
        _ASIDE,
        "db[l] = δ[l].sum(axis=0)",
        _BIAS,
        "Only the bias lost its 1/m. W agrees, and b has the ratio m.",
        replace(RIGHT, bias=lambda p, l, delta: delta.sum(axis=0)),
    ),
    Mistake(
        "bias left out",
        _ASIDE,
        "db[l] = 0",
        _BIAS,
        "The bias got no slope, so it never learns. W agrees, and b has the ratio 0.",
        replace(RIGHT, bias=_no_bias_slope),
    ),
    Mistake(
        "no x",
        _ASIDE,
        "dW[l] = ones.T @ δ[l] / m",
        _WEIGHT,
        "The a[l−1] that the weight multiplies (x in layer 1) is missing. b agrees, and the ratio of W varies, "
        "mostly from row to row.",
        replace(RIGHT, weight=lambda p, l, delta: np.ones_like(p.a[l - 1]).T @ delta / p.m),
    ),
    Mistake(
        "stale activation",
        _ASIDE,
        "dW[l] = a[l].T @ δ[l] / m",
        _WEIGHT,
        "a[l] was used where a[l−1] belongs; it fits because W is square. b agrees, and the ratio of W varies.",
        replace(RIGHT, weight=lambda p, l, delta: p.a[l].T @ delta / p.m),
    ),
    Mistake(
        "z in place of a",
        _ASIDE,
        "dW[l] = z[l−1].T @ δ[l] / m",
        _WEIGHT,
        "z[l−1] was used where a[l−1] = g(z[l−1]) belongs. b agrees, and the ratio of W varies, often in sign too.",
        replace(RIGHT, weight=_z_for_a),
    ),
    Mistake(
        "transposed gradient",
        _ASIDE,
        "dW[l] = δ[l].T @ a[l−1] / m",
        _WEIGHT,
        "The right slopes lie on their side; it fits because W is square. b and the diagonal of W agree, and the "
        "ratios at [i, j] and [j, i] multiply to 1.",
        replace(RIGHT, weight=lambda p, l, delta: delta.T @ p.a[l - 1] / p.m),
    ),
    Mistake(
        "last example only",
        _ASIDE,
        "dW[l] = …; db[l] = …, for each example",
        "dW[l] += …; db[l] += …, for each example",
        "Each example overwrote the one before it, and only the last one counts. The ratios of W and b vary, though δ "
        "is right.",
        replace(
            RIGHT,
            weight=lambda p, l, delta: p.a[l - 1][-1:].T @ delta[-1:] / p.m,
            bias=lambda p, l, delta: delta[-1] / p.m,
        ),
    ),
    Mistake(
        "last route only",
        _BACK,
        "δ[l]_i = …, for each unit j of layer l+1",
        "δ[l]_i += …, for each unit j of layer l+1",
        "A hidden unit's δ is a sum over all the units it feeds. Here each overwrote the one before it, and only the "
        "last one counts. The ratio varies in layer l and in all before it.",
        replace(RIGHT, back=lambda p, l, delta: delta[:, -1:] @ p.W(l + 1)[:, -1:].T),
    ),
    Mistake(
        "missing transpose",
        _BACK,
        "δ[l] = (δ[l+1] @ W[l+1]) * g′(z[l])",
        _HIDDEN,
        "δ went back along the wrong wires; it fits because W[l+1] is square. The ratio varies, often in sign too, in "
        "layer l and in all before it.",
        replace(RIGHT, back=lambda p, l, delta: delta @ p.W(l + 1)),
    ),
    Mistake(
        "neighbour's δ",
        _BACK,
        "δ[l] = δ_with_bias[:, 1:]",
        "δ[l] = δ_with_bias[:, :−1]",
        "With b as the last row of W, one δ too many comes back: the bias's, which is 0 and stands last. The first was "
        "dropped instead. In layer l the ratios of the last column are 0, and all others vary.",
        replace(RIGHT, back=_neighbours_sum, slope=_neighbours_slope),
    ),
    Mistake(
        "weights already updated",
        _BACK,
        "δ[l] = (δ[l+1] @ (W[l+1] − α * dW[l+1]).T) * g′(z[l])",
        _HIDDEN,
        f"W[l+1] had taken its step, here with α = {LEARNING_RATE}, before δ went back through it. The ratio varies "
        "near 1 in layer l and in all before it: the smaller α, the nearer.",
        replace(RIGHT, back=_updated),
    ),
    Mistake(
        "g′ forgotten",
        _BACK,
        "δ[l] = δ[l+1] @ W[l+1].T",
        _HIDDEN,
        "A hidden layer's g′ is missing; a sigmoid's is at most ¼. So the ratio is often 4 or a little more, and "
        "16 or more where two are missing. Where the examples pull against each other it can be any number, even "
        "negative.",
        replace(RIGHT, slope=lambda p, l: np.ones_like(p.z[l])),
    ),
    Mistake(
        "g′ at a",
        _FROM_OUTPUT,
        "slope = g′(a[l])",
        "slope = g′(z[l])",
        "g′ was taken at a = g(z), but it belongs at z. The ratio varies in layer l and in all before it. Where z is "
        "small it is near 1, but not 1.",
        replace(RIGHT, output=_output_with(_slope_at_a), slope=_slope_at_a),
    ),
    Mistake(
        "z (1 − z)",
        _FROM_OUTPUT,
        "slope = z[l] * (1 − z[l])",
        "slope = a[l] * (1 − a[l])",
        "The sigmoid's slope a (1 − a) is written for a and was given z (tanh: 1 − z²). The ratio varies, in sign too, "
        "in layer l and in all before it.",
        replace(RIGHT, output=_output_with(_slope_of_z_for_a), slope=_slope_of_z_for_a),
    ),
    Mistake(
        "cross-entropy's δ",
        _FROM_OUTPUT,
        "δ[L] = a[L] − y",
        _OUTPUT,
        "a − y is the δ of the cross-entropy; a squared error has g′(z) as well. For a sigmoid the ratio is often 4 or "
        "a little more. Where the examples pull against each other it can be any number, even negative.",
        replace(RIGHT, output=lambda p, l: p.a[l] - p.y),
    ),
    Mistake(
        "g′ left in",
        _FROM_OUTPUT,
        _OUTPUT,
        "δ[L] = a[L] − y",
        "With the cross-entropy g′ has cancelled, but here it was multiplied in again. For a sigmoid the ratio is "
        "often ¼ or a little less. Where the examples pull against each other it can be any number, even negative.",
        replace(RIGHT, output=_slope_left_in),
    ),
)
