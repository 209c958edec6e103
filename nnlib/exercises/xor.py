"""The exercises of notebook 06."""

import numpy as np

from nnlib.data import xor
from nnlib.exercises.checking import Exercise, Mistake
from nnlib.functions import sigmoid, sigmoid_slope

_RNG = np.random.default_rng(6)
_DATA = xor()


def _weights():
    return [_RNG.normal(size=shape) for shape in [(2, 3), (3,), (3, 1), (1,)]]


def _examples(table, *others):
    return f"{len(table)} examples"


two_hidden_units = Exercise(
    reference="b",
    solved="z of the answer is −10, 10, 10, −10 for the four patterns: yes to the first unit, and no to the second.",
    mistakes=(
        Mistake(
            "a", "Then (1, 1) makes z = 20 + 20 − 10 = 30, and the answer is 1. The second unit has to count against."
        ),
        Mistake(
            "c", "Then (0, 0), where both units say 0, makes z = 10, and the answer is 1. The bias has to be negative."
        ),
        Mistake(
            "d",
            "Then (0, 1) makes z = −20 − 10 = −30, and the answer is 0. These are the two units the wrong way round.",
        ),
    ),
)


def _hidden_delta(delta2, W2, a1):
    return (delta2 @ W2.T) * a1 * (1 - a1)


hidden_delta = Exercise(
    reference=_hidden_delta,
    solved="Through the transposed weights, then times each unit's own slope: one row for each example.",
    inputs=tuple((_RNG.normal(size=(m, 1)), _RNG.normal(size=(3, 1)), _RNG.uniform(size=(m, 3))) for m in (4, 5)),
    asked=_examples,
    mistakes=(
        Mistake(
            lambda delta2, W2, a1: delta2 @ W2.T,
            "The hidden units' own slope is missing: g′(z) = a(1 − a), entry by entry.",
        ),
        Mistake(
            lambda delta2, W2, a1: (delta2 @ W2.T) * sigmoid_slope(a1),
            "You took g′ at a1. For a sigmoid g′(z) is a(1 − a): a1 is an activation already.",
        ),
        Mistake(
            lambda delta2, W2, a1: (delta2 @ W2.T) * a1,
            "The slope of a sigmoid is a(1 − a). The factor 1 − a is missing.",
        ),
        Mistake(
            lambda delta2, W2, a1: (delta2 @ W2.T) * (1 - a1),
            "The slope of a sigmoid is a(1 − a). The factor a is missing.",
        ),
        Mistake(
            lambda delta2, W2, a1: ((delta2 @ W2.T) * a1 * (1 - a1)).T,
            "The numbers are right and the table is transposed: examples are rows, hidden units are columns.",
        ),
        Mistake(
            lambda delta2, W2, a1: -(delta2 @ W2.T) * a1 * (1 - a1),
            "A sign too many: δ goes back as it is.",
        ),
        Mistake(
            lambda delta2, W2, a1: (delta2 @ W2.T) * a1 * (1 - a1) / len(a1),
            "δ belongs to one example. The 1/m comes in where the slopes of the weights are added up.",
        ),
        Mistake(
            lambda delta2, W2, a1: a1.T @ delta2,
            "That is a[1]ᵀ δ[2], the slopes of W[2] before the 1/m. Asked is what goes back through W[2].",
        ),
        Mistake(
            lambda delta2, W2, a1: np.repeat(delta2, 3, axis=1) * a1 * (1 - a1),
            "δ went back without the weights: each wire multiplies by its weight, backward as forward.",
        ),
    ),
)  # fmt: skip


def _outer_products(X, y, W1, b1, W2, b2, *, hidden=lambda a1: a1 * (1 - a1)):
    """x δ[1] for each example, (m, 2, 3)."""
    a1 = sigmoid(X @ W1 + b1)
    delta1 = ((sigmoid(a1 @ W2 + b2) - y) @ W2.T) * hidden(a1)
    return X[:, :, None] * delta1[:, None, :]


loop_to_mend = Exercise(
    reference=lambda *args: _outer_products(*args).mean(axis=0),
    solved="Add up over the examples with +=, and divide by their number.",
    stub=lambda *args: _outer_products(*args)[-1],
    # the last example is not (1, 1) alone, so that overwriting shows
    inputs=((_DATA.X, _DATA.y, *_weights()), (_RNG.normal(size=(5, 2)), _RNG.uniform(size=(5, 1)), *_weights())),
    asked=_examples,
    mistakes=(
        Mistake(
            lambda *args: _outer_products(*args).sum(axis=0),
            "One of the two is mended. The cost is a mean over the examples, so its slope is divided by their number.",
        ),
        Mistake(
            lambda *args: _outer_products(*args).sum(axis=0) / 4,
            "4 is right for XOR alone. Divide by the number of examples that the function is given: len(X).",
        ),
        Mistake(
            lambda *args: _outer_products(*args)[-1] / len(args[0]),
            "One of the two is mended. `total =` still overwrites: only the last example is left in it.",
        ),
        Mistake(
            lambda *args: _outer_products(*args)[0] / len(args[0]),
            "The return stands inside of the loop: only the first example is counted. Move it back by four spaces.",
        ),
        Mistake(
            lambda *args: _outer_products(*args)[0],
            "The return stands inside of the loop, and the division by the number of examples is missing.",
        ),
        Mistake(
            lambda *args: -_outer_products(*args).mean(axis=0),
            "The size is right and the sign is turned round: δ of the answer is a − y.",
        ),
        Mistake(
            lambda *args: _outer_products(*args, hidden=np.ones_like).mean(axis=0),
            "The two lines are mended, but the hidden units' own slope a(1 − a) has gone.",
        ),
    ),
)

or_plateau = Exercise(
    reference=-(3 * np.log(3 / 4) + np.log(1 / 4)) / 4,
    solved="p = ¾: three patterns cost −ln ¾ each, one costs −ln ¼, and the mean is 0.562.",
    mistakes=(
        Mistake(np.log(2), "That is p = ½, the answer to XOR. Here three of the four targets are 1: the best p is ¾."),
        Mistake(-(3 * np.log(3 / 4) + np.log(1 / 4)), "That is the sum. The cost is the mean over the four patterns."),
        Mistake(
            -np.log(3 / 4), "That is the surprise for a target of 1. One pattern has the target 0, and costs −ln ¼."
        ),
        Mistake(-(np.log(3 / 4) + 3 * np.log(1 / 4)) / 4, "You exchanged them: −ln ¾ is what a target of 1 costs."),
        Mistake(
            -np.log(1 / 4), "That is the surprise at the one target of 0. The cost is the mean over all four patterns."
        ),
        Mistake((3 * np.log(3 / 4) + np.log(1 / 4)) / 4, "A surprise is −ln: the cost is positive."),
        Mistake(
            -(3 * np.log10(3 / 4) + np.log10(1 / 4)) / 4,
            "The logarithm here is the natural one: `np.log`, not `log10`.",
        ),
        Mistake(0.56, "Nearly: three digits after the point, please."),
        Mistake(3 / 4, "That is p, the best single answer. What does it cost, against 0, 1, 1 and 1?"),
        Mistake(3 / 32, "That is half the squared error. Asked is the cross-entropy, the mean of −ln."),
        Mistake(3 / 16, "That is the squared error. Asked is the cross-entropy, the mean of −ln."),
    ),
    tolerance=1e-3,
)


def _slopes(X, y, W1, b1, W2, b2, *, squared=False, back=None):
    a1 = sigmoid(X @ W1 + b1)
    a2 = sigmoid(a1 @ W2 + b2)
    delta2 = (a2 - y) * (a2 * (1 - a2) if squared else 1)
    delta1 = (delta2 @ (W2 if back is None else back).T) * a1 * (1 - a1)
    return X.T @ delta1 / len(X), delta1.mean(axis=0), a1.T @ delta2 / len(X), delta2.mean(axis=0)


def _step(X, y, *rest, scale=1, **options):
    *parameters, alpha = rest
    slopes = _slopes(X, y, *parameters, **options)
    return tuple(p - scale * alpha * slope for p, slope in zip(parameters, slopes, strict=True))


def _one_after_the_other(X, y, W1, b1, W2, b2, alpha):
    """The answer's weights step first, and δ goes back through the new ones."""
    _, _, slope_W2, slope_b2 = _slopes(X, y, W1, b1, W2, b2)
    W2_new = W2 - alpha * slope_W2
    slope_W1, slope_b1, _, _ = _slopes(X, y, W1, b1, W2, b2, back=W2_new)
    return W1 - alpha * slope_W1, b1 - alpha * slope_b1, W2_new, b2 - alpha * slope_b2


def _each_anew(X, y, W1, b1, W2, b2, alpha):
    """Four calls, each with what the calls before have changed."""
    parameters = [W1, b1, W2, b2]
    for k in range(4):
        parameters[k] = parameters[k] - alpha * _slopes(X, y, *parameters)[k]
    return tuple(parameters)


def _without_biases(X, y, W1, b1, W2, b2, alpha):
    W1_new, _, W2_new, _ = _step(X, y, W1, b1, W2, b2, alpha)
    return W1_new, b1, W2_new, b2


one_epoch = Exercise(
    reference=_step,
    solved="All slopes from one place, then one step for each array.",
    inputs=((_DATA.X, _DATA.y, *_weights(), 0.5), (_DATA.X, _DATA.y, *_weights(), 2.0)),
    asked="the four patterns and α = {6:g}",
    parts=("W1", "b1", "W2", "b2"),
    mistakes=(
        Mistake(lambda *args: _step(*args, scale=-1), "You added the step. Downhill is against the slope: minus."),
        Mistake(
            lambda *args: _step(*args, scale=len(args[0])),
            "The step is four times too long: the slopes are means over the examples already.",
        ),
        Mistake(
            lambda *args: _step(*args, scale=1 / len(args[0])),
            "The step is four times too short: `slopes` has divided by the number of examples already.",
        ),
        Mistake(
            lambda *args: _step(*args, scale=2),
            "The step is twice too long: δ of the answer is a − y, without a factor 2.",
        ),
        Mistake(
            lambda *args: _step(*args, scale=1 / 2),
            "The step is half as long as it should be: the cross-entropy has no ½ in front.",
        ),
        Mistake(lambda *args: _step(*args, scale=args[-1]), "α is in the step twice."),
        Mistake(lambda *args: _step(*args, scale=1 / args[-1]), "α is missing: you took the whole slope as the step."),
        Mistake(
            lambda *args: _step(*args, squared=True),
            "That is a step for the squared error. For the cross-entropy δ of the answer is a − y alone.",
        ),
        Mistake(
            _one_after_the_other,
            "W2 took its step before δ went back through it. All slopes belong to the place where you stood.",
        ),
        Mistake(
            _each_anew,
            "Each array stepped before the next slope was worked out. Take all four slopes first, then step.",
        ),
        Mistake(
            lambda *args: tuple(_step(*args)[k] for k in (0, 2, 1, 3)),
            "The four arrays are right and stand in another order: W1, b1, W2, b2.",
        ),
        Mistake(_without_biases, "The weights have stepped, the biases have stayed where they were."),
        Mistake(
            lambda *args: _slopes(*args[:-1]),
            "These are the four slopes. A step is: parameter minus α times its slope.",
        ),
    ),
)

what_follows = Exercise(
    reference="c",
    solved="Another start, or another α, and it may be the other way round.",
    mistakes=(
        Mistake("a", "From one start and one learning rate? In this notebook XOR needed thousands of runs to be sure."),
        Mistake("b", "Even that would need many starts: one run may be lucky."),
        Mistake("d", "A wrong gradient would show in a check, not in one comparison. Both gradients may be right."),
    ),
)
