"""The exercises of notebook 07."""

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
        Mistake({"path by path": 2}, "Each of the 3 units of layer 2 leads on to 2 outputs."),
        Mistake({"path by path": 3}, "Each of the 3 units of layer 2 leads on to 2 outputs."),
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
    back=lambda delta, W: delta @ W.T,
    fed_with=lambda a, l: a[l - 1],
    mean=True,
    mean_of_b=True,
):
    """Slopes layer by layer; each keyword is a step that a mistake replaces."""
    a, slopes, m = _forward(X, params), [], len(X)
    delta = output(a[-1], y)
    for l in range(len(params), 0, -1):
        W, b = fed_with(a, l).T @ delta, delta.sum(axis=0)
        slopes.insert(0, (W / (m if mean else 1), b / (m if mean and mean_of_b else 1)))
        if l > 1:
            delta = back(delta, params[l - 1][0]) * slope(a[l - 1])
    return slopes


def _flat(slopes):
    """The slopes as one tuple of arrays, which the checker can hold against another one."""
    return tuple(tuple(pair) for pair in slopes)


def _mistaken(**steps):
    return lambda X, y, params: _flat(_gradients(X, y, params, **steps))


any_depth = Exercise(
    reference=_mistaken(),
    solved="Any depth, any widths. Only δ of the answer knows which cost it is.",
    # unequal widths, and square ones, where a missing transpose runs
    inputs=(
        (_RNG.normal(size=(4, 3)), _RNG.uniform(size=(4, 2)), _network(3, 4, 4, 2)),
        (_RNG.normal(size=(5, 2)), _RNG.uniform(size=(5, 1)), _network(2, 1)),
    ),
    asked="X = {0}",
    mistakes=(
        Mistake(
            _mistaken(output=lambda a, y: (a - y) * a * (1 - a)),
            "That is the gradient of half-MSE. For the cross-entropy the factor a(1 − a) of the answer cancels.",
        ),
        Mistake(_mistaken(output=lambda a, y: y - a), "Every slope has the wrong sign: δ of the answer is a − y."),
        Mistake(_mistaken(mean=False), "You summed over the examples: 1/m is missing, in W and in b."),
        Mistake(_mistaken(mean_of_b=False), "The slopes of W are right. Those of b are sums: 1/m is missing there."),
        Mistake(
            _mistaken(slope=np.ones_like),
            "The last layer is right. On the way back the hidden units' own slope a(1 − a) is missing.",
        ),
        Mistake(
            _mistaken(slope=sigmoid_slope),
            "The last layer is right. On the way back you took g′ at a; it is taken at z, and is a(1 − a) there.",
        ),
        Mistake(
            _mistaken(back=lambda delta, W: delta @ (W if W.shape[0] == W.shape[1] else W.T)),
            "Where W is square, the transpose is missing: δ goes back through W.T.",
        ),
        Mistake(
            lambda X, y, params: _flat(_gradients(X, y, params)[::-1]),
            "The slopes are right and stand in the backward order: the first layer comes first.",
        ),
        Mistake(
            lambda X, y, params: tuple(
                (W, b * 0 + W.sum(axis=0)) for W, b in _gradients(X, y, params)
            ),
            "The slopes of W are right. That of b is the mean of δ, not the sum of the slopes of W.",
        ),
    ),
)  # fmt: skip

read_a_ratio = Exercise(
    reference="c",
    solved="4 is 1 / ¼, the largest slope of a sigmoid. One ratio for each hidden unit: its g′(z) is missing.",
    mistakes=(
        Mistake("a", "A missing x would give other ratios in each row, one for each input, and leave b[1] alone."),
        Mistake("b", "A missing 1/m is the constant 10, the number of examples, in every entry."),
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
    reference=3 / 32,
    solved="It answers ¼, and 12/16 divided by 8 is 3/32.",
    mistakes=(
        Mistake(3 / 16, "That is the squared error. Half of it: divide by 2m."),
        Mistake(3 / 4, "That is the sum of the squared errors. Divide by 2m = 8."),
        Mistake(7 / 32, "That is the height for both outputs. Here there is the carry alone."),
        Mistake(1 / 8, "That is the answer ½ for all. The best single answer is the mean of the targets, ¼."),
        Mistake(1 / 4, "That is the answer itself. What does it cost, against 0, 0, 0 and 1?"),
        Mistake(
            -(3 * np.log(3 / 4) + np.log(1 / 4)) / 4, "That is the cross-entropy. Asked is half the squared error."
        ),
    ),
    tolerance=1e-6,
)


def _step(X, y, params, alpha, *, updated=False, scale=1, slope=lambda a: a * (1 - a)):
    a, new, m = _forward(X, params), list(params), len(X)
    delta = (a[-1] - y) * a[-1] * (1 - a[-1])
    for l in range(len(new), 0, -1):
        W, b = params[l - 1]
        step = scale * alpha
        new[l - 1] = (W - step * a[l - 1].T @ delta / m, b - step * delta.mean(axis=0))
        if l > 1:
            delta = (delta @ (new if updated else params)[l - 1][0].T) * slope(a[l - 1])
    return _flat(new)


mended_step = Exercise(
    reference=_step,
    solved="δ goes back through the weights of the forward pass. All slopes belong to one place.",
    inputs=tuple(
        (_RNG.normal(size=(5, 3)), _RNG.uniform(size=(5, 2)), _network(3, 4, 2), alpha) for alpha in (2.0, 0.5)
    ),
    asked="X = {0}",
    mistakes=(
        Mistake(
            lambda *args: _step(*args, updated=True),
            "δ still goes back through weights that have taken their step. Use the ones of the forward pass.",
        ),
        Mistake(lambda *args: _step(*args, scale=-1), "Now it climbs: the step is minus α times the slope."),
        Mistake(
            lambda *args: _step(*args, scale=len(args[0])), "The 1/m has gone: the step is as many times too long as "
            "there are examples.",
        ),
        Mistake(
            lambda *args: _step(*args, slope=np.ones_like),
            "The weights are the right ones now. But the hidden units' own slope a(1 − a) has gone.",
        ),
        Mistake(
            lambda X, y, params, alpha: _flat(_gradients(X, y, params, output=lambda a, y: (a - y) * a * (1 - a))),
            "These are the slopes. Asked is the step: the new weights and biases.",
        ),
        Mistake(
            lambda X, y, params, alpha: _flat(
                (W - alpha * V, b - alpha * c)
                for (W, b), (V, c) in zip(params, _gradients(X, y, params), strict=True)
            ),
            "A step, but for the cross-entropy: with half-MSE δ of the answer has the factor a(1 − a).",
        ),
    ),
)  # fmt: skip
