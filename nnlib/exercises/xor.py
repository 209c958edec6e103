"""The exercises of notebook 06."""

from functools import partial

import numpy as np

from nnlib.data import xor
from nnlib.exercises.checking import Exercise, Explanation, Mistake, Point
from nnlib.functions import sigmoid, sigmoid_slope

_RNG = np.random.default_rng(6)
_DATA = xor()


def _normal(*shape):
    return _RNG.normal(size=shape)


def _uniform(*shape):
    return _RNG.uniform(size=shape)


def _weights():
    return [_normal(*shape) for shape in [(2, 3), (3,), (3, 1), (1,)]]


def _examples(table, *others):
    return f"{len(table)} examples"


def _own_slope(a):
    return a * (1 - a)


def _error(a, y):
    return a - y


def _half_mse(a, y):
    return (a - y) * a * (1 - a)


def _mean(delta):
    return delta.mean(axis=0)


one_unit = Exercise(
    title="Predict the four answers of one unit",
    kind="predict",
    difficulty="easy",
    minutes=1,
    task="What will the four answers be?",
    see="A table that one unit cannot learn",
    reference="d",
    solved="Now run the next cell, and see how many of the 500 starts end there.",
    mistakes=(
        Mistake(
            "an answer that does not exist",
            "a",
            "Tempting, for more epochs have helped so far. But the two sums are equal with any weights at all. "
            "What does not exist is not found, however long you look.",
        ),
        Mistake(
            "right answers counted, not their cost",
            "b",
            "Tempting, for a line can get three of the four right. But descent lowers the cost, and it does not count "
            "right answers. The surer the unit is of the three, the more the fourth costs.",
        ),
        Mistake(
            "many starts taken for many ends",
            "c",
            "Tempting, for on a curve with two valleys the start decides. But with the cross-entropy the cost of one "
            "unit bends upwards everywhere: there is one lowest place for all starts.",
            see="The second landscape (notebook 04)",
        ),
    ),
)

two_hidden_units = Exercise(
    title="The answer unit by hand",
    kind="work out",
    difficulty="easy",
    minutes=4,
    task="Which weights and bias of the answer do it?",
    see="A hidden layer",
    reference="b",
    solved="z of the answer is −10, 10, 10, −10 for the four patterns: yes to the first unit, and no to the second.",
    mistakes=(
        Mistake(
            "both hidden units in favour",
            "a",
            "Tempting, for both units have to do with ones. But then (1, 1) makes z = 20 + 20 − 10 = 30, and the "
            "answer is 1. The second unit has to count against.",
        ),
        Mistake(
            "bias of the wrong sign",
            "c",
            "The weights are right, which makes this one tempting. But for (0, 0) both units say 0, so z is the bias "
            "alone. At 10 the answer would be 1.",
        ),
        Mistake(
            "hidden units exchanged",
            "d",
            "Tempting, for it holds a 20, a −20 and the right bias. But (0, 1) makes z = −20 − 10 = −30, and the "
            "answer is 0. Which unit should speak in favour?",
        ),
    ),
)


def _hidden_delta(delta2, W2, a1, *, slope=_own_slope):
    return (delta2 @ W2.T) * slope(a1)


hidden_delta = Exercise(
    title="δ of the hidden layer",
    kind="write",
    difficulty="medium",
    minutes=5,
    task="Write a function that takes δ of the answers (m, 1), W2 (3, 1) and the hidden activations a1 (m, 3), for m "
    "examples, and gives δ of the hidden units.",
    see="Backward, three times",
    reference=_hidden_delta,
    solved="Through the transposed weights, then times each unit's own slope: one row for each example.",
    mistakes=(
        Mistake(
            "g′ forgotten",
            partial(_hidden_delta, slope=np.ones_like),
            "δ has come back through the weights. Now each hidden unit's own slope is missing: a(1 − a), entry by "
            "entry.",
        ),
        Mistake(
            "g′ at a",
            partial(_hidden_delta, slope=sigmoid_slope),
            "a1 has been through the sigmoid already. For a sigmoid g′(z) is a(1 − a), without another g.",
        ),
        Mistake(
            "factor 1 − a forgotten",
            partial(_hidden_delta, slope=lambda a: a),
            "The slope of a sigmoid is a(1 − a). You multiplied by a alone.",
        ),
        Mistake(
            "factor a forgotten",
            partial(_hidden_delta, slope=lambda a: 1 - a),
            "The slope of a sigmoid is a(1 − a). You multiplied by 1 − a alone.",
        ),
        Mistake(
            "another function's slope",
            partial(_hidden_delta, slope=lambda a: 1 - a**2),
            "1 − a² is the slope of tanh. The hidden units here are sigmoids: a(1 − a).",
        ),
        Mistake(
            "g′ twice",
            partial(_hidden_delta, slope=lambda a: _own_slope(a) ** 2),
            "a(1 − a) is in it two times. It is the slope of one unit, and δ goes through that unit once.",
        ),
        Mistake(
            "transposed table",
            lambda *args: _hidden_delta(*args).T,
            "The numbers are right and lie on their side: examples are rows, hidden units are columns.",
        ),
        Mistake(
            "flipped sign",
            lambda *args: -_hidden_delta(*args),
            "δ goes back as it is, and a(1 − a) is never negative. The minus comes in once, in the step.",
        ),
        Mistake(
            "1/m twice",
            lambda delta2, W2, a1: _hidden_delta(delta2, W2, a1) / len(a1),
            "δ belongs to one example. The slopes of the weights are means, and divide by m themselves. With yours "
            "they would do it a second time.",
        ),
        Mistake(
            "slopes of the weights for δ",
            lambda delta2, W2, a1: a1.T @ delta2,
            "That is a[1]ᵀ δ[2], the slopes of W[2] before they are divided by m. Asked is what goes back over W[2].",
        ),
        Mistake(
            "weights left out",
            lambda delta2, W2, a1: delta2 * a1 * (1 - a1),
            "Each wire multiplies by its weight, backward as forward. Send δ through W2 first.",
        ),
        Mistake(
            "division by g′",
            lambda delta2, W2, a1: (delta2 @ W2.T) / (a1 * (1 - a1)),
            "You divided by a(1 − a). The chain rule multiplies by it.",
        ),
        Mistake(
            "mean too early",
            lambda *args: _hidden_delta(*args).mean(axis=0),
            "Each example has its own δ: one row for each. The mean over the examples comes later, in the slopes.",
        ),
        Mistake(
            "one δ for all examples",
            lambda delta2, W2, a1: _hidden_delta(delta2.mean(axis=0, keepdims=True), W2, a1),
            "You took the mean of δ before you sent it back, and each example has its own. The mean comes last, in the "
            "slopes.",
        ),
    ),
    inputs=tuple((_normal(m, 1), _normal(3, 1), _uniform(m, 3)) for m in (4, 5)),
    case=_examples,
)


def _bias_first(table):
    return np.hstack([np.ones((len(table), 1)), table])


def _bias_last(table):
    return np.hstack([table, np.ones((len(table), 1))])


def _without_first(delta):
    return delta[:, 1:]


def _without_last(delta):
    return delta[:, :-1]


def _theta_slopes(
    X,
    y,
    theta1,
    theta2,
    *,
    ones=(_bias_first, _bias_first),
    output=_error,
    back=lambda delta, theta: delta @ theta.T,
    slope=_own_slope,
    drop=_without_first,
    change=lambda one, two, m: (one, two),
):
    """The slopes of both matrices, with a row for the bias; each keyword is a step that a mistake replaces."""
    A0 = ones[0](X)
    A1 = ones[1](sigmoid(A0 @ theta1))
    delta2 = output(sigmoid(A1 @ theta2), y)
    delta1 = drop(back(delta2, theta2) * slope(A1))
    return change(A0.T @ delta1 / len(X), A1.T @ delta2 / len(X), len(X))


def _neighbour(weights, units):
    """δ comes back over some rows of theta2, and is multiplied by the own slopes of other units."""

    def answer(X, y, theta1, theta2):
        A1 = _bias_first(sigmoid(_bias_first(X) @ theta1))
        delta2 = sigmoid(A1 @ theta2) - y
        delta1 = (delta2 @ weights(theta2.T)) * _own_slope(units(A1))
        return _bias_first(X).T @ delta1 / len(X), A1.T @ delta2 / len(X)

    return answer


_MOVED_ONES = (
    ((_bias_last, _bias_last), _without_last),
    ((_bias_first, _bias_last), _without_last),
    ((_bias_last, _bias_first), _without_first),
    ((_bias_last, _bias_last), _without_first),
)

ones_first = Exercise(
    title="The column of ones comes first",
    kind="find the bug",
    difficulty="medium",
    minutes=6,
    task="One line is wrong: find it, and mend it.",
    see="Backward, three times",
    reference=_theta_slopes,
    solved="The ones come first, so the bias unit is column 0, and its δ is the first. Without it each hidden unit has "
    "its own δ again.",
    mistakes=(
        Mistake(
            "bias δ propagated",
            partial(_theta_slopes, drop=lambda delta: delta),
            "Four δ went on into layer 1, and one of them is the bias unit's. No wire leads into that unit: drop its "
            "column before you multiply by A0.",
        ),
        Mistake(
            "bias and a hidden unit dropped",
            partial(_theta_slopes, drop=lambda delta: delta[:, 1:-1]),
            "The first column had to go. The last one belongs to a hidden unit, and has to stay.",
        ),
        *(
            Mistake(
                "ones-column at the wrong end",
                partial(_theta_slopes, ones=ones, drop=drop),
                "You moved the ones to the end of A0 or A1. But the biases are still the first rows of θ[1] and θ[2]. "
                "Leave the ones where they are, and look at what is dropped.",
            )
            for ones, drop in _MOVED_ONES
        ),
        Mistake(
            "neighbour's δ",
            _neighbour(_without_last, _without_first),
            "The own slopes are those of the hidden units now. But δ comes back over the first three rows of θ[2], and "
            "row 0 is the bias: each unit gets what belongs to the one before it.",
        ),
        Mistake(
            "neighbour's δ",
            _neighbour(_without_first, _without_last),
            "δ comes back over the right wires now. But it is multiplied by the first three columns of A1, and "
            "column 0 is the bias unit: each unit is given the slope of the one before it.",
        ),
        Mistake(
            "bias left out",
            partial(_theta_slopes, change=lambda one, two, m: (one[1:], two[1:])),
            "What goes back is right now. But the biases have slopes too, in the first rows. Only what would go back "
            "*through* a bias is dropped.",
        ),
        Mistake(
            "g′ forgotten",
            partial(_theta_slopes, slope=np.ones_like),
            "The right column is dropped now. But the hidden units' own slope, A1 * (1 − A1), has gone.",
        ),
        Mistake(
            "g′ at a",
            partial(_theta_slopes, slope=sigmoid_slope),
            "The right column is dropped now. But A1 has been through the sigmoid already: the own slope is "
            "A1 * (1 − A1).",
        ),
        Mistake(
            "g′ left in",
            partial(_theta_slopes, output=_half_mse),
            "The right column is dropped now. But δ of the answer was right as it stood: with the cross-entropy the "
            "factor a(1 − a) cancels.",
            see="Which cost was that?",
        ),
        Mistake(
            "g′ left in",
            partial(_theta_slopes, output=_half_mse, drop=_without_last),
            "With the cross-entropy the factor a(1 − a) of the answer cancels, so δ was right as it stood. The slopes "
            "of θ[2] were right too. Look further back.",
            see="Which cost was that?",
        ),
        Mistake(
            "flipped sign",
            partial(_theta_slopes, output=lambda a, y: y - a),
            "The right column is dropped now. But δ of the answer is a − y, as it stood.",
        ),
        Mistake(
            "1/m forgotten",
            partial(_theta_slopes, change=lambda one, two, m: (m * one, m * two)),
            "The right column is dropped now. But the cost is a mean over the examples: both products are divided by "
            "len(X).",
        ),
        Mistake(
            "transposed gradient",
            partial(_theta_slopes, change=lambda one, two, m: (one.T, two)),
            "The numbers are right now, and those of θ[1] lie on their side. The shape does not show it, for θ[1] is "
            "square: A0.T comes first.",
        ),
    ),
    stub=partial(_theta_slopes, drop=_without_last),
    inputs=tuple(
        (X, y, _normal(3, 3), _normal(4, 1)) for X, y in [(_DATA.X, _DATA.y), (_normal(5, 2), _uniform(5, 1))]
    ),
    case=_examples,
    parts=("∂C/∂θ[1]", "∂C/∂θ[2]"),
)


def _deltas(X, y, W1, b1, W2, b2, *, output=_error, slope=_own_slope, back=None):
    """a[1], δ[1] and δ[2]; each keyword is a step that a mistake replaces."""
    a1 = sigmoid(X @ W1 + b1)
    delta2 = output(sigmoid(a1 @ W2 + b2), y)
    return a1, (delta2 @ (W2 if back is None else back).T) * slope(a1), delta2


def _loop(X, y, W1, b1, W2, b2, *, collect=_mean, **steps):
    _, delta1, _ = _deltas(X, y, W1, b1, W2, b2, **steps)
    return collect(X[:, :, None] * delta1[:, None, :])  # x δ[1] of each example


def _divided_in_the_loop(products):
    total = 0
    for product in products:
        total = (total + product) / len(products)
    return total


loop_to_mend = Exercise(
    title="Mend the loop over the patterns",
    kind="mend",
    difficulty="medium",
    minutes=6,
    task="Two lines are wrong.",
    see="Backward, three times",
    reference=_loop,
    solved="Add up over the examples with +=, and divide by their number.",
    mistakes=(
        Mistake(
            "1/m forgotten",
            partial(_loop, collect=lambda products: products.sum(axis=0)),
            "One of the two is mended. The cost is a mean over the examples, so its slope is divided by their number.",
        ),
        Mistake(
            "fixed number of examples",
            partial(_loop, collect=lambda products: products.sum(axis=0) / 4),
            "4 is right for XOR alone. Divide by the number of examples that the function is given: len(X).",
        ),
        Mistake(
            "inputs counted for examples",
            partial(_loop, collect=lambda products: products.sum(axis=0) / 2),
            "You divided by 2, which is the number of inputs: len(W1), len(total) and len(x_k) are 2. The examples "
            "are the rows of X.",
        ),
        Mistake(
            "hidden units counted for examples",
            partial(_loop, collect=lambda products: products.sum(axis=0) / 3),
            "You divided by 3, which is the number of hidden units: len(a1), len(b1) and len(delta1) are 3. The "
            "examples are the rows of X.",
        ),
        Mistake(
            "factor ½",
            partial(_loop, collect=lambda products: products.mean(axis=0) / 2),
            "You divided by 2m, or by X.size, which is 2m here. The cross-entropy is a mean, without a ½ in front: "
            "divide by m, which is len(X).",
        ),
        Mistake(
            "entries counted for examples",
            partial(_loop, collect=lambda products: products.sum(axis=0) / 6),
            "You divided by 6, the number of weights in W1. The cost is a mean over the examples, which are the rows "
            "of X.",
        ),
        Mistake(
            "1/m twice",
            partial(_loop, collect=lambda products: products.mean(axis=0) / len(products)),
            "Both lines are mended, and one of them too well: divide in the loop or behind it, not in both places.",
        ),
        Mistake(
            "division inside the loop",
            partial(_loop, collect=_divided_in_the_loop),
            "In each round the whole total is divided, and with it what came before. Add up first, and divide once, "
            "behind the loop.",
        ),
        Mistake(
            "last example only",
            partial(_loop, collect=lambda products: products[-1] / len(products)),
            "One of the two is mended. `total =` still overwrites what the examples before have brought.",
        ),
        Mistake(
            "first example only",
            partial(_loop, collect=lambda products: products[0] / len(products)),
            "The return stands inside of the loop, which ends there in its first round. Move it back by four spaces.",
        ),
        Mistake(
            "first example only",
            partial(_loop, collect=lambda products: products[0]),
            "The return stands inside of the loop, and the division by the number of examples is missing.",
        ),
        Mistake(
            "flipped sign",
            partial(_loop, output=lambda a, y: y - a),
            "Both lines are mended, but all is turned round: δ of the answer is a − y, and what it brings is added.",
        ),
        Mistake(
            "g′ forgotten",
            partial(_loop, slope=np.ones_like),
            "Both lines are mended, but the hidden units' own slope a(1 − a) has gone.",
        ),
        Mistake(
            "g′ left in",
            partial(_loop, output=_half_mse),
            "Both lines are mended, but δ of the answer was right as it stood: with the cross-entropy its factor "
            "a(1 − a) cancels.",
            see="Which cost was that?",
        ),
        Mistake(
            "transposed gradient",
            partial(_loop, collect=lambda products: products.mean(axis=0).T),
            "The numbers are right and lie on their side: the slopes have the shape of W1, with x first in np.outer.",
        ),
    ),
    stub=partial(_loop, collect=lambda products: products[-1]),
    # the last example is not (1, 1) alone, so that overwriting shows
    inputs=((_DATA.X, _DATA.y, *_weights()), (_normal(5, 2), _uniform(5, 1), *_weights())),
    case=_examples,
)

or_plateau = Exercise(
    title="The height of a plateau of OR",
    kind="work out",
    difficulty="medium",
    minutes=5,
    task="What is its cross-entropy, the mean over the four?",
    see="Read the height of a plateau",
    reference=-(3 * np.log(3 / 4) + np.log(1 / 4)) / 4,
    solved="p = ¾: three patterns cost −ln ¾ each, one costs −ln ¼, and the mean is 0.562.",
    mistakes=(
        Mistake("XOR's height", np.log(2), "ln 2 belongs to p = ½. Here three of the four targets are 1: p is ¾."),
        Mistake(
            "XOR's height",
            -(2 * np.log(2 / 3) + np.log(1 / 3)) / 4,
            "0.477 is the height with three patterns merged, and the fourth right. Here all four are merged.",
        ),
        Mistake(
            "XOR's answer",
            -(3 * np.log(2 / 3) + np.log(1 / 3)) / 4,
            "You took p = ⅔, the mean of 1, 1 and 0. The four targets of OR are 0, 1, 1 and 1: p is ¾.",
        ),
        Mistake(
            "1/m forgotten",
            -(3 * np.log(3 / 4) + np.log(1 / 4)),
            "You added up the four surprises. The cost is their mean.",
        ),
        Mistake(
            "target 0 left out",
            -np.log(3 / 4),
            "−ln ¾ is the surprise at a target of 1. One of the four patterns has the target 0, and costs −ln ¼.",
        ),
        Mistake(
            "target 0 left out",
            -3 * np.log(3 / 4) / 4,
            "Those are the three patterns with target 1. The fourth costs something too: −ln ¼.",
        ),
        Mistake(
            "targets 1 left out",
            -np.log(1 / 4),
            "−ln ¼ is the surprise at the one target of 0. The cost is the mean over all four patterns.",
        ),
        Mistake(
            "targets 1 left out",
            -np.log(1 / 4) / 4,
            "0.347 is one surprise, −ln ¼, divided by 4 (and XOR's height with two merged). The three patterns with "
            "target 1 are not free: each costs −ln ¾.",
        ),
        Mistake(
            "p and 1 − p exchanged",
            -(np.log(3 / 4) + 3 * np.log(1 / 4)) / 4,
            "−ln ¾ is what a target of 1 costs, and there are three of these.",
        ),
        Mistake(
            "logarithm of the mean",
            -np.log((3 * 3 / 4 + 1 / 4) / 4),
            "You took the mean of the probabilities, and then one logarithm. Take the logarithms first, and their "
            "mean after it.",
        ),
        Mistake(
            "ln 0",
            np.inf,
            "With p = 1 the pattern (0, 0) is answered wrongly with full certainty, and costs without end. "
            "The net comes to rest at the mean of the targets.",
        ),
        Mistake("flipped sign", (3 * np.log(3 / 4) + np.log(1 / 4)) / 4, "A surprise is −ln: the cost is positive."),
        Mistake(
            "another logarithm",
            -(3 * np.log10(3 / 4) + np.log10(1 / 4)) / 4,
            "That is to base 10. The logarithm here is the natural one: `np.log`.",
        ),
        Mistake(
            "another logarithm",
            -(3 * np.log2(3 / 4) + np.log2(1 / 4)) / 4,
            "That is to base 2. The logarithm here is the natural one: `np.log`.",
        ),
        Mistake(
            "factor ½",
            -(3 * np.log(3 / 4) + np.log(1 / 4)) / 8,
            "There is no ½ in the cross-entropy. It belongs to half the mean squared error.",
        ),
        Mistake("too few digits", 0.56, "The number is right as far as it goes. Three digits after the point, please."),
        Mistake("too few digits", 0.6, "The number is right as far as it goes. Three digits after the point, please."),
        Mistake(
            "answer for cost",
            3 / 4,
            "¾ is p, the best single answer (or nearly the sum divided by 3, where it should be 4). What does p cost, "
            "against 0, 1, 1 and 1?",
        ),
        Mistake(
            "answer for cost",
            1 / 4,
            "¼ is 1 − p, and p = ¾ is the best single answer. What does it cost, against 0, 1, 1 and 1?",
        ),
        Mistake(
            "XOR's answer",
            1 / 2,
            "½ is the mean of the targets of XOR, and no cost yet. The four targets of OR are 0, 1, 1 and 1: p is ¾.",
        ),
        Mistake("another cost", 3 / 32, "3/32 is half the mean squared error. The cross-entropy is a mean of −ln."),
        Mistake("another cost", 3 / 16, "3/16 is the mean squared error. The cross-entropy is a mean of −ln."),
    ),
    tolerance=1e-3,
)


def _slopes(X, y, W1, b1, W2, b2, *, bias=_mean, weight=lambda A, delta: A.T @ delta / len(delta), **steps):
    a1, delta1, delta2 = _deltas(X, y, W1, b1, W2, b2, **steps)
    return weight(X, delta1), bias(delta1), weight(a1, delta2), bias(delta2)


def _step(X, y, W1, b1, W2, b2, alpha, *, scale=lambda m, alpha: 1, **steps):
    slopes = _slopes(X, y, W1, b1, W2, b2, **steps)
    return tuple(p - scale(len(X), alpha) * alpha * slope for p, slope in zip((W1, b1, W2, b2), slopes, strict=True))


def _one_after_the_other(X, y, W1, b1, W2, b2, alpha):
    """The answer's weights step first, and δ goes back through the new ones."""
    W2_new = _step(X, y, W1, b1, W2, b2, alpha)[2]
    W1_new, b1_new, _, b2_new = _step(X, y, W1, b1, W2, b2, alpha, back=W2_new)
    return W1_new, b1_new, W2_new, b2_new


def _each_anew(X, y, W1, b1, W2, b2, alpha):
    """Four calls, each with what the calls before have changed."""
    parameters = [W1, b1, W2, b2]
    for k in range(4):
        parameters[k] = _step(X, y, *parameters, alpha)[k]
    return tuple(parameters)


def _each_example(X, y, W1, b1, W2, b2, alpha):
    parameters = W1, b1, W2, b2
    for k in range(len(X)):
        parameters = _step(X[k : k + 1], y[k : k + 1], *parameters, alpha)
    return parameters


def _of_one(k, shorter=False):
    """A step along the slopes of one example."""

    def step(X, y, W1, b1, W2, b2, alpha):
        return _step(X[[k]], y[[k]], W1, b1, W2, b2, alpha / len(X) if shorter else alpha)

    return step


def _some_stay(*moved):
    """Only the arrays with these numbers step."""

    def step(*args):
        new = _step(*args)
        return tuple(new[k] if k in moved else args[2 + k] for k in range(4))

    return step


def _unpacked(X, y, W1, b1, W2, b2, alpha):
    """The four slopes, taken for those of W1, W2, b1, b2."""
    s1, s2, t1, t2 = _slopes(X, y, W1, b1, W2, b2)
    return W1 - alpha * s1, b1 - alpha * t1, W2 - alpha * s2, b2 - alpha * t2


one_epoch = Exercise(
    title="One epoch of the 2-3-1 net",
    kind="write",
    difficulty="medium",
    minutes=6,
    task="Write one step of descent for the 2-3-1 net with the cross-entropy: it takes X, y, the four arrays and α, "
    "and gives the four new arrays.",
    see="Train it",
    reference=_step,
    solved="All slopes from one place, then one step for each array.",
    mistakes=(
        Mistake(
            "uphill step",
            partial(_step, scale=lambda m, alpha: -1),
            "You went along the slope. Downhill is against it: the old array minus α times its slope.",
        ),
        Mistake(
            "1/m forgotten",
            partial(_step, scale=lambda m, alpha: m),
            "The step is as many times too long as there are examples. The slopes of a mean are means.",
            see="Backward, three times",
        ),
        Mistake(
            "1/m forgotten",
            partial(_step, weight=lambda A, delta: A.T @ delta),
            "b1 and b2 are right. The slopes of W1 and W2 are means over the examples too: divide the products by m.",
            see="Backward, three times",
        ),
        Mistake(
            "bias not averaged",
            partial(_step, bias=lambda delta: delta.sum(axis=0)),
            "W1 and W2 are right. The slope of a bias is the mean of its δ over the examples, not the sum.",
            see="Backward, three times",
        ),
        Mistake(
            "one mean for three biases",
            partial(_step, bias=lambda delta: np.full(delta.shape[1], delta.mean())),
            "The mean was taken over everything. Each hidden unit has a bias of its own, and a mean of its own: "
            "delta1.mean(axis=0).",
            see="Backward, three times",
        ),
        Mistake(
            "1/m twice",
            partial(_step, scale=lambda m, alpha: 1 / m),
            "The step is as many times too short as there are examples: `slopes` has divided by their number already.",
        ),
        Mistake(
            "fixed number of examples",
            partial(_step, scale=lambda m, alpha: m / 4),
            "4 is right for XOR alone. Divide by the number of examples that the function is given: len(X).",
        ),
        Mistake(
            "factor 2",
            partial(_step, scale=lambda m, alpha: 2),
            "The step is twice as long as it should be. With the cross-entropy δ of the answer is a − y, once.",
        ),
        Mistake(
            "factor ½",
            partial(_step, scale=lambda m, alpha: 1 / 2),
            "The step is half as long as it should be: the cross-entropy has no ½ in front.",
        ),
        Mistake(
            "learning rate twice",
            partial(_step, scale=lambda m, alpha: alpha),
            "The step is α times the slope. Yours has the factor α².",
        ),
        Mistake(
            "learning rate forgotten",
            partial(_step, scale=lambda m, alpha: 1 / alpha),
            "You took the whole slope as the step. Multiply it by α.",
        ),
        Mistake(
            "g′ left in",
            partial(_step, output=_half_mse),
            "That is a step for half the squared error. With the cross-entropy the factor a(1 − a) of the answer "
            "cancels: δ is a − y alone.",
            see="Which cost was that?",
        ),
        Mistake(
            "g′ forgotten",
            partial(_step, slope=np.ones_like),
            "W2 and b2 are right. On the way back the hidden units' own slope a(1 − a) is missing.",
            see="Backward, three times",
        ),
        Mistake(
            "g′ at a",
            partial(_step, slope=sigmoid_slope),
            "W2 and b2 are right. The own slopes on the way back are a1 * (1 − a1): "
            "a1 has been through the sigmoid already.",
            see="Backward, three times",
        ),
        Mistake(
            "weights already updated",
            _one_after_the_other,
            "W2 took its step before δ went back through it. All slopes belong to the place where you stood.",
        ),
        Mistake(
            "weights already updated",
            _each_anew,
            "Each array stepped before the next slope was worked out. Take all four slopes first, then step.",
        ),
        Mistake(
            "step after each example",
            _each_example,
            "Each example had a step of its own here, from where the one before had led. Asked is one step, along the "
            "mean of the slopes.",
        ),
        *(
            Mistake(
                "last example only",
                _of_one(-1, shorter),
                "This step knows one example alone: the others were overwritten. Add up what all of them bring.",
                see="Backward, three times",
            )
            for shorter in (False, True)
        ),
        *(
            Mistake(
                "first example only",
                _of_one(0, shorter),
                "This step knows one example alone. Does the return stand inside of a loop?",
                see="Backward, three times",
            )
            for shorter in (False, True)
        ),
        Mistake(
            "bias left out",
            _some_stay(0, 2),
            "W1 and W2 have stepped, b1 and b2 have stayed where they were. They have slopes too.",
        ),
        Mistake(
            "first layer left out",
            _some_stay(2, 3),
            "W2 and b2 have stepped, W1 and b1 have stayed where they were. They have slopes too.",
        ),
        Mistake(
            "order of what is returned",
            lambda *args: tuple(_step(*args)[k] for k in (0, 2, 1, 3)),
            "The four arrays are right. They should come as W1, b1, W2, b2.",
        ),
        Mistake(
            "order of the slopes",
            _unpacked,
            "`slopes` gives those of W1, b1, W2, b2, in this order. You took the second for W2 and the third for b1, "
            "and broadcasting made it run.",
        ),
        Mistake(
            "brackets too wide",
            lambda *args: tuple(
                args[-1] * (p - slope) for p, slope in zip(args[2:-1], _slopes(*args[:-1]), strict=True)
            ),
            "α multiplies the slope alone. In alpha * (W1 − s1) it scales the weight as well.",
        ),
        Mistake(
            "slopes for new weights",
            lambda *args: _slopes(*args[:-1]),
            "You gave the four slopes. Asked is where a step leads: the old array minus α times its slope.",
        ),
        Mistake(
            "step for position",
            lambda *args: tuple(-args[-1] * slope for slope in _slopes(*args[:-1])),
            "You gave the four steps. Add each to the array that it belongs to.",
        ),
    ),
    inputs=(
        (_DATA.X, _DATA.y, *_weights(), 0.5),
        (_DATA.X, _DATA.y, *_weights(), 2.0),
        (_normal(5, 2), _uniform(5, 1), *_weights(), 0.8),
    ),
    case=lambda X, y, W1, b1, W2, b2, alpha: f"{len(X)} examples and α = {alpha:g}",
    parts=("W1", "b1", "W2", "b2"),
)

promised_delta = Exercise(
    title="δ for the cost in the text",
    kind="write",
    difficulty="easy",
    minutes=3,
    task="Write δ of the answer for half the mean squared error, from the answers a2 and the targets y, both (m, 1).",
    see="Which cost was that?",
    reference=_half_mse,
    solved="The error times the answer's own slope. That factor is all in which the two costs differ on the way back.",
    mistakes=(
        Mistake(
            "cross-entropy's δ",
            _error,
            "a − y alone is the δ of the program. With half the squared error the answer's own slope a(1 − a) stays.",
        ),
        Mistake(
            "flipped sign",
            lambda a2, y: -_half_mse(a2, y),
            "The error is the answer minus the target, a − y, and the answer's own slope is a(1 − a).",
        ),
        Mistake(
            "factor 2",
            lambda a2, y: 2 * _half_mse(a2, y),
            "The square brings a 2, and the ½ in front of this cost takes it away.",
        ),
        Mistake(
            "factor ½",
            lambda a2, y: _half_mse(a2, y) / 2,
            "The ½ is there to cancel the 2 that comes down from the square. Neither is left.",
        ),
        Mistake(
            "1/m twice",
            lambda a2, y: _half_mse(a2, y) / len(y),
            "δ belongs to one example. The slopes of the weights are means, and divide by m themselves. With yours "
            "they would do it a second time.",
            see="Backward, three times",
        ),
        Mistake(
            "mean too early",
            lambda a2, y: _half_mse(a2, y).mean(axis=0),
            "Each example has its own δ: one row for each. The mean over the examples comes later, in the slopes.",
            see="Backward, three times",
        ),
        Mistake(
            "flat list beside a column",
            lambda a2, y: (a2 - y.ravel()) * a2 * (1 - a2),
            "(m, 1) against (m,) broadcasts to (m, m): every answer meets every target. Leave a2 and y columns.",
        ),
        Mistake(
            "g′ at a",
            lambda a2, y: (a2 - y) * sigmoid_slope(a2),
            "a2 has been through the sigmoid already. Its own slope is a(1 − a), without another g.",
        ),
        Mistake(
            "factor a forgotten",
            lambda a2, y: (a2 - y) * (1 - a2),
            "The slope of a sigmoid is a(1 − a). You multiplied by 1 − a alone.",
        ),
        Mistake(
            "factor 1 − a forgotten",
            lambda a2, y: (a2 - y) * a2,
            "The slope of a sigmoid is a(1 − a). You multiplied by a alone.",
        ),
        Mistake(
            "g′ twice",
            lambda a2, y: (a2 - y) * _own_slope(a2) ** 2,
            "a(1 − a) is in it two times. δ goes through the answer unit once.",
        ),
        Mistake(
            "division by g′",
            lambda a2, y: (a2 - y) / _own_slope(a2),
            "You divided by a(1 − a). The chain rule multiplies by it.",
        ),
        Mistake("error left out", lambda a2, y: _own_slope(a2), "a(1 − a) is one of two factors. The other is a − y."),
        Mistake(
            "target left out",
            lambda a2, y: a2 * _own_slope(a2),
            "You multiplied a by its own slope. The error is the answer minus the target.",
        ),
        Mistake(
            "power not lowered",
            lambda a2, y: (a2 - y) * _half_mse(a2, y),
            "The slope of the square has no square: from ½(a − y)² comes a − y, with its sign.",
        ),
        Mistake(
            "cost for slope",
            lambda a2, y: (a2 - y) ** 2 / 2,
            "You gave the cost of each example. δ says how fast this cost moves when z moves.",
        ),
        Mistake(
            "cost for slope",
            lambda a2, y: (a2 - y) ** 2,
            "You gave the squared error of each example. δ says how fast half of it moves when z moves.",
        ),
    ),
    inputs=tuple((_uniform(m, 1), _RNG.integers(2, size=(m, 1)).astype(float)) for m in (4, 5)),
    case=_examples,
)

what_follows = Exercise(
    title="What may be claimed?",
    kind="work out",
    difficulty="easy",
    minutes=3,
    task="What follows?",
    see="Which cost was that?",
    reference="c",
    solved="Another start, or another α, and it may be the other way round.",
    mistakes=(
        Mistake(
            "one run taken for all",
            "a",
            "Tempting, for that is what the text wants you to read. But from one start, at one learning rate? In this "
            "notebook one α had to be held against another from 500 starts.",
            see="Thousands of trainings",
        ),
        Mistake(
            "one start taken for all",
            "b",
            "Tempting, for it keeps to the learning rate that was tried. But even this needs many starts: one run may "
            "be lucky.",
            see="Thousands of trainings",
        ),
        Mistake(
            "a worse run taken for a bug",
            "d",
            "Tempting, for a wrong gradient often ends at a higher cost. But so does a right one, from a bad start. "
            "A wrong gradient shows when you nudge.",
            see="Backward, three times",
        ),
    ),
)

three_heights = Explanation(
    title="Explain the picture with the three heights",
    difficulty="medium",
    minutes=5,
    task="Explain the picture “120 trainings at α = 1, and three heights predicted by hand” to somebody who has not "
    "read this notebook.",
    see="Read the height of a plateau",
    solved="A height on the picture tells what a net does not yet tell apart, and nobody had to train one to know it.",
    statements=(
        Mistake(
            "a plateau taken for the end",
            "A curve that has run flat has come to its end: it does not fall any more.",
            "All curves run flat near 0.693 for a while, and then fall. Flat means small slopes, or ones that cancel.",
        ),
        Point(
            "Each curve is one training from a start of its own: across are the epochs, in powers of ten, and up is "
            "the cost.",
            "Without the axes nobody can read it. Each step from one power of ten to the next takes ten times as long "
            "as the one before.",
        ),
        Point(
            "A dashed line is the cost of a net that gives some patterns one and the same answer, the mean of their "
            "targets, and has the others right.",
            "Say where the three lines come from. They were worked out by hand, before any net was trained.",
        ),
        Mistake(
            "starts taken for learning rates",
            "The curves that end high up have a worse learning rate than the others.",
            "α is 1 for every curve. They differ in nothing but the random start.",
        ),
        Point(
            "Nearly all wait at 0.693, where all four answers are about ½, and fall to nearly 0 later. Two end at "
            "0.347: there two patterns with different targets still get one answer.",
            "This is what there is to see: one height where nearly all wait, and another where two of the 120 end.",
        ),
    ),
)
