"""The exercises of notebook 07."""

import functools

import numpy as np

from nnlib.exercises.checking import Exercise, Mistake
from nnlib.functions import sigmoid, sigmoid_slope

_RNG = np.random.default_rng(7)


def _network(*sizes):
    return [(_RNG.normal(size=(n, k)), _RNG.normal(size=k)) for n, k in zip(sizes, sizes[1:], strict=False)]


ways_to_delta = Exercise(
    reference={"path by path": 6, "with delta[2]": 3},
    solved="Six paths, or three wires if δ[2] is known. In a deeper net the first explodes, the second does not.",
    mistakes=(
        Mistake({"path by path": 5}, "The choices multiply: 3 units of layer 2, and for each of them 2 of layer 3."),
        Mistake({"path by path": 30}, "Only one unit of layer 1 is asked for: 3 · 2 ways, not 5 · 3 · 2."),
        *(Mistake({"path by path": count}, "Count the paths, not the multiplications.") for count in (12, 24)),
        *(Mistake({"path by path": k}, "Each of the 3 units of layer 2 leads on to 2 outputs.") for k in (2, 3)),
        Mistake(
            {"with delta[2]": 5}, "5 is the width of layer 1 itself. One unit of it has a wire to each unit of layer 2."
        ),
        Mistake({"with delta[2]": 2}, "δ[2] has 3 entries, one for each unit of layer 2. The outputs are behind it."),
        Mistake(
            {"with delta[2]": 6}, "With δ[2] known nobody looks at layer 3 any more: one term for each wire to layer 2."
        ),
    ),
)


def _forward(X, params):
    a = [X]
    for W, b in params:
        a.append(sigmoid(a[-1] @ W + b))
    return a


def _gradients(
    X,
    y,
    params,
    *,
    output=lambda a, y: a - y,
    slope=lambda a: a * (1 - a),
    back=lambda delta, W, slope_W: delta @ W.T,
    change=lambda V, c, m, L: (V, c),
):
    """Slopes (V, c) of (W, b), layer by layer; each keyword is a step that a mistake replaces, `change` the last."""
    a, slopes = _forward(X, params), []
    delta = output(a[-1], y)
    for l in range(len(params), 0, -1):
        slopes.insert(0, (a[l - 1].T @ delta / len(X), delta.mean(axis=0)))
        if l > 1:
            delta = back(delta, params[l - 1][0], slopes[0][0]) * slope(a[l - 1])
    return tuple(change(V, c, len(X), len(params)) for V, c in slopes)


def _half_mse(a, y):
    return (a - y) * a * (1 - a)


def _step(X, y, params, alpha, **steps):
    slopes = _gradients(X, y, params, **{"output": _half_mse, **steps})
    return tuple((W - alpha * V, b - alpha * c) for (W, b), (V, c) in zip(params, slopes, strict=True))


def _usual_mistakes(answer):
    """What goes wrong with the slopes, or with the step along them, and with the list they are returned in."""
    return (
        *(Mistake(functools.partial(answer, change=change), words) for change, words in _CHANGED_SLOPES),
        *(Mistake(lambda *args, change=change: change(answer(*args)), words) for change, words in _CHANGED_LISTS),
        Mistake(
            functools.partial(answer, slope=np.ones_like),
            "The last layer is right. On the way back the hidden units' own slope a(1 − a) is missing.",
        ),
        Mistake(
            functools.partial(answer, slope=sigmoid_slope),
            "The last layer is right. On the way back you took g′ at a; it is taken at z, and is a(1 − a) there.",
        ),
    )


_CHANGED_SLOPES = (
    (lambda V, c, m, L: (V * m, c * m), "You summed over the examples: 1/m is missing, in W and in b."),
    (lambda V, c, m, L: (V * m, c), "b is right. The slopes of W are sums over the examples: 1/m is missing there."),
    (lambda V, c, m, L: (V, c * m), "W is right. The slopes of b are sums over the examples: 1/m is missing there."),
    (
        lambda V, c, m, L: (V * m / L, c * m / L),
        "len(params) is the number of layers. Divide by that of examples, len(X).",
    ),
    (lambda V, c, m, L: (2 * V, 2 * c), "Every slope is twice too large: δ of the answer has no factor 2."),
    (
        lambda V, c, m, L: (V / 2, c / 2),
        "Every slope is half as large as it should be: δ of the answer has no factor ½.",
    ),
    (lambda V, c, m, L: (V, 0 * c), "W is right. But b has a slope too: the mean of δ over the examples."),
    (lambda V, c, m, L: (V, 0 * c + V.sum(axis=0)), "W is right. The slope of b is the mean of δ, not the sum of W's."),
)
_CHANGED_LISTS = (
    (lambda pairs: pairs[::-1], "The numbers are right and stand in the backward order: the first layer comes first."),
    (lambda pairs: tuple((b, W) for W, b in pairs), "The numbers are right, but in each pair W comes before b."),
    (lambda pairs: tuple(W for W, b in pairs), "W is right, but b is missing: give a pair (W, b) for each layer."),
    (lambda pairs: sum(pairs, ()), "The numbers are right, but they belong in pairs: one (W, b) for each layer."),
)


def _asked(X, y, params, *alpha):
    sizes = "-".join(str(len(b)) for _, b in params)
    return f"a {X.shape[1]}-{sizes} net with {len(X)} examples" + "".join(f" and α = {value:g}" for value in alpha)


any_depth = Exercise(
    reference=_gradients,
    solved="Any depth, any widths. Only δ of the answer knows which cost it is.",
    # unequal widths, and square ones, where a missing transpose runs
    inputs=(
        (_RNG.normal(size=(4, 3)), _RNG.uniform(size=(4, 2)), _network(3, 4, 4, 2)),
        (_RNG.normal(size=(5, 2)), _RNG.uniform(size=(5, 1)), _network(2, 1)),
    ),
    asked=_asked,
    parts=("∂C/∂W[1]", "∂C/∂b[1]", "∂C/∂W[2]", "∂C/∂b[2]", "∂C/∂W[3]", "∂C/∂b[3]"),
    mistakes=(
        *_usual_mistakes(_gradients),
        Mistake(
            functools.partial(_gradients, output=_half_mse),
            "That is the gradient of half-MSE. For the cross-entropy the factor a(1 − a) of the answer cancels.",
        ),
        Mistake(
            functools.partial(_gradients, output=lambda a, y: y - a),
            "Every slope has the wrong sign: δ of the answer is a − y.",
        ),
        Mistake(
            functools.partial(_gradients, back=lambda delta, W, V: delta @ (W if W.shape[0] == W.shape[1] else W.T)),
            "Where W is square, the transpose is missing: δ goes back through W.T.",
        ),
        Mistake(
            lambda *args: _gradients(*args)[1:],
            "The slopes of the first layer are left out: range stops before its end, so it has to end at 0.",
        ),
    ),
)

read_a_ratio = Exercise(
    reference="c",
    solved="4 is 1 / ¼, and ¼ is the largest slope of a sigmoid. One ratio for each hidden unit: its g′(z) is missing.",
    mistakes=(
        Mistake(
            "a",
            "x is no factor in the slopes of b[1]: without it they would agree. And the rows of W[1] would differ.",
        ),
        Mistake("b", "A missing 1/m is the constant 10, the number of examples, in every column alike."),
        Mistake("d", "W[2] is not square here: without the transpose the program would stop with an error of shapes."),
    ),
)

trusted_check = Exercise(
    reference="c",
    solved="A good measurement, and a net that leaves a mistake nothing to hide behind.",
    mistakes=(
        Mistake("a", "At ε = 10⁻¹² almost all digits of the difference are lost, and one side adds its own error."),
        Mistake(
            "b", "The measurement is good. But with square matrices a missing transpose runs and may go unnoticed."
        ),
        Mistake("d", "At ε = 0.1 the cost bends: a difference of 10⁻³ may be a wrong gradient or a bad measurement."),
    ),
)

carry_plateau = Exercise(
    reference=1 / 12,
    solved="It answers ⅓, and ⅔ divided by 8 is 1/12.",
    mistakes=(
        Mistake(
            3 / 32, "That is the height where all four patterns are merged. Here (0, 0) is right and costs nothing."
        ),
        Mistake(1 / 6, "That is the squared error. Half of it: divide by 2m."),
        Mistake(2 / 3, "That is the sum of the squared errors. Divide by 2m = 8."),
        Mistake(1 / 9, "You divided by 6. The three merged patterns cost something, but the mean is over all four."),
        Mistake(
            2 / 9, "You took the mean over the three merged patterns. It is over all four, and half the squared error."
        ),
        Mistake(1 / 3, "That is the answer itself. What does it cost, against 0, 0 and 1?"),
        Mistake(7 / 32, "That is the height of both outputs, with all four patterns merged."),
        Mistake(0.08, "Nearly: three digits after the point, please."),
        Mistake(
            -(2 * np.log(2 / 3) + np.log(1 / 3)) / 4, "That is the cross-entropy. Asked is half the squared error."
        ),
    ),
    tolerance=5e-4,
)

mended_step = Exercise(
    reference=_step,
    solved="δ goes back through the weights of the forward pass. All slopes belong to one place.",
    inputs=tuple(
        (_RNG.normal(size=(5, 3)), _RNG.uniform(size=(5, 2)), _network(3, 4, 2), alpha) for alpha in (2.0, 0.5)
    ),
    asked=_asked,
    parts=("W[1]", "b[1]", "W[2]", "b[2]"),
    mistakes=(
        *_usual_mistakes(_step),
        Mistake(
            lambda *args: _step(*args, back=lambda delta, W, V: delta @ (W - args[-1] * V).T),
            "δ still goes back through weights that have taken their step. Use the ones of the forward pass.",
        ),
        Mistake(
            lambda X, y, params, alpha: _step(X, y, params, -alpha),
            "Now it climbs: the step is minus α times the slope.",
        ),
        Mistake(
            lambda *args: (args[2][0], *_step(*args)[1:]),
            "The first layer has not moved: range stops before its end, so it has to end at 0.",
        ),
        Mistake(
            lambda X, y, params, alpha: _gradients(X, y, params, output=_half_mse),
            "These are the slopes. Asked is the step: the new weights and biases.",
        ),
        Mistake(
            functools.partial(_step, output=lambda a, y: a - y),
            "A step, but for the cross-entropy: with half-MSE δ of the answer has the factor a(1 − a).",
        ),
    ),
)
