"""The exercises of notebook 06."""

from functools import partial

import numpy as np

from nnlib.data import xor
from nnlib.exercises.checking import Exercise, Explanation, Mistake, Point
from nnlib.functions import sigmoid, sigmoid_slope
from nnlib.network import random_network
from nnlib.published_networks import published_draw

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


def _half_mse(a, y, *, slope=_own_slope):
    return (a - y) * slope(a)


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
            "weights that do not exist",
            "a",
            "Tempting, for more epochs have helped so far. But no weights at all give 0, 1, 1, 0, as the two sums "
            "show. Looking longer does not find them.",
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
    see="A table that one unit cannot learn",
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


def _delta_mistakes(answer):
    """Those of any δ; `answer` takes the own slope of the units as a keyword."""

    def changed(change):
        return lambda *args: change(answer(*args))

    return (
        Mistake(
            "g′ at a",
            partial(answer, slope=sigmoid_slope),
            "The activations have been through the sigmoid already. For a sigmoid g′(z) is a(1 − a), without another "
            "g.",
        ),
        Mistake(
            "factor 1 − a forgotten",
            partial(answer, slope=lambda a: a),
            "The slope of a sigmoid is a(1 − a). You multiplied by a alone.",
        ),
        Mistake(
            "factor a forgotten",
            partial(answer, slope=lambda a: 1 - a),
            "The slope of a sigmoid is a(1 − a). You multiplied by 1 − a alone.",
        ),
        Mistake(
            "another function's slope",
            partial(answer, slope=lambda a: 1 - a**2),
            "1 − a² is the slope of tanh. The units here are sigmoids: a(1 − a).",
        ),
        Mistake(
            "flipped sign",
            changed(np.negative),
            "The error is a − y, and a(1 − a) is never negative. The minus comes in once, in the step.",
        ),
        Mistake(
            "1/m twice",
            changed(lambda delta: delta / len(delta)),
            "δ belongs to one example. The slopes of the weights are means, and divide by m themselves. With yours "
            "they would do it a second time.",
            see="Backward, three times",
        ),
        Mistake(
            "fixed number of examples",
            changed(lambda delta: delta / 4),
            "4 is the number of patterns of XOR. δ belongs to one example: do not divide at all.",
            see="Backward, three times",
        ),
        *(
            Mistake(
                "examples merged too early",
                changed(partial(merge, axis=0)),
                "Each example has its own δ: one row for each. Adding up or averaging comes later, in the slopes.",
                see="Backward, three times",
            )
            for merge in (np.mean, np.sum)
        ),
    )


hidden_delta = Exercise(
    title="δ of the hidden layer",
    kind="write",
    difficulty="medium",
    minutes=5,
    task="Write, without looking back, a function that takes δ of the answers (m, 1), W2 (3, 1) and the hidden "
    "activations a1 (m, 3), for m examples, and gives δ of the hidden units.",
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
        *_delta_mistakes(_hidden_delta),
        Mistake(
            "brackets forgotten",
            lambda delta2, W2, a1: delta2 @ W2.T * a1 * 1 - a1,
            "Python multiplies before it takes away. Put 1 − a1 in brackets.",
        ),
        Mistake(
            "transposed table",
            lambda *args: _hidden_delta(*args).T,
            "The numbers are right and lie on their side: examples are rows, hidden units are columns.",
        ),
        Mistake(
            "slopes of the weights for δ",
            lambda delta2, W2, a1: a1.T @ delta2,
            "That is a[1]ᵀ δ[2], the slopes of W[2] before they are divided by m. The question is what goes back over "
            "W[2].",
        ),
        Mistake(
            "weights left out",
            lambda delta2, W2, a1: delta2 * a1 * (1 - a1),
            "Each wire multiplies by its weight, backward as forward. Send δ through W2 first.",
        ),
        Mistake(
            "δ left out",
            lambda delta2, W2, a1: W2.T * a1 * (1 - a1),
            "You sent back the weights alone. What comes back over a wire is δ of the answer times the weight: "
            "delta2 @ W2.T.",
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
    slope=_own_slope,
    drop=_without_first,
    count=len,
):
    """The slopes of both matrices, with a row for the bias; each keyword is a step that a mistake replaces."""
    A0 = ones[0](X)
    A1 = ones[1](sigmoid(A0 @ theta1))
    delta2 = output(sigmoid(A1 @ theta2), y)
    delta1 = drop((delta2 @ theta2.T) * slope(A1))
    return A0.T @ delta1 / count(X), A1.T @ delta2 / count(X)


def _other_line(name, words, see="", **steps):
    """A right line changed: with the wrong one mended, and with it left as it was."""
    return (
        Mistake(name, partial(_theta_slopes, **steps), f"{words} What is dropped is right now.", see),
        Mistake(
            name, partial(_theta_slopes, drop=_without_last, **steps), f"{words} The line to mend is another one.", see
        ),
    )


ones_first = Exercise(
    title="Hidden unit 1 never learns",
    kind="find the bug",
    difficulty="medium",
    minutes=4,
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
            "column before you multiply by A0. (A slice changes nothing by itself: write delta1 = delta1[…].)",
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
                "Leave the ones where they are, and see that what is dropped is their column, the first.",
            )
            for ones in ((_bias_last, _bias_last), (_bias_first, _bias_last), (_bias_last, _bias_first))
            for drop in (_without_first, _without_last)
        ),
        Mistake(
            "bias left out",
            lambda *args: tuple(slopes[1:] for slopes in _theta_slopes(*args)),
            "The biases have slopes too, in the first rows. Only what would go back *through* a bias is dropped.",
        ),
        *_other_line("flipped sign", "δ of the answer was right as it stood: a − y.", output=lambda a, y: y - a),
        *_other_line(
            "1/m forgotten",
            "The cost is a mean over the examples: both products are divided by len(X).",
            count=lambda X: 1,
        ),
        *_other_line(
            "g′ forgotten",
            "The hidden units' own slope, A1 * (1 − A1), has gone from the way back.",
            slope=np.ones_like,
        ),
        *_other_line(
            "g′ at a",
            "A1 has been through the sigmoid already: the own slope is A1 * (1 − A1).",
            slope=sigmoid_slope,
        ),
        *_other_line(
            "g′ left in",
            "δ of the answer was right as it stood: with the cross-entropy the factor a(1 − a) cancels.",
            see="Which cost was that?",
            output=_half_mse,
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


def _last(products):
    return products[-1]


_ONLY_LAST = (
    "Only the last example is in it. Does `=` overwrite (or `=+`, which is `=` and a plus), or does your `+=` stand "
    "after the loop?"
)

loop_to_mend = Exercise(
    title="Mend the loop over the patterns",
    kind="mend",
    difficulty="medium",
    minutes=4,
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
            "product for quotient",
            partial(_loop, collect=lambda products: products.sum(axis=0) * len(products)),
            "You multiplied the sum by the number of examples. The mean is the sum divided by it.",
        ),
        *(
            Mistake(
                f"{what} counted for examples",
                partial(_loop, collect=lambda products, count=count: products.sum(axis=0) / count),
                f"You divided by {count}, the number of {what}: {lengths}. The examples are the rows of X.",
            )
            for count, what, lengths in (
                (2, "inputs", "len(W1), len(total) and len(x_k) are 2"),
                (3, "hidden units", "len(a1), len(b1) and len(delta1) are 3"),
                (6, "weights", "W1.size and total.size are 6"),
            )
        ),
        Mistake(
            "division by 2m",
            partial(_loop, collect=lambda products: products.mean(axis=0) / 2),
            "You divided by 2m, or by X.size, which is 2m here. The cross-entropy is a mean, without a ½ in front: "
            "divide by m, which is len(X).",
        ),
        *(
            Mistake(
                "mean over the weights",
                partial(_loop, collect=lambda products, pick=pick: pick(products).mean()),
                "One number is left, the mean over the six weights. The mean over the examples has the shape of W1: "
                "the sum, divided by len(X).",
            )
            for pick in (sum, _last)
        ),
        Mistake(
            "1/m twice",
            partial(_loop, collect=lambda products: products.mean(axis=0) / len(products)),
            "Both lines are mended, and one of them too well: divide inside the loop or after it, not in both places.",
        ),
        Mistake(
            "division inside the loop",
            partial(_loop, collect=_divided_in_the_loop),
            "In each round the whole total is divided, and with it what came before. Add up first, and divide once, "
            "after the loop.",
        ),
        Mistake(
            "last example only",
            partial(_loop, collect=lambda products: _last(products) / len(products)),
            f"The division is right. {_ONLY_LAST}",
        ),
        Mistake(
            "last example only",
            partial(_loop, collect=lambda products: _last(products) / 4),
            f"{_ONLY_LAST} And 4 is right for XOR alone: divide by len(X).",
        ),
        Mistake(
            "first example only",
            partial(_loop, collect=lambda products: products[0] / len(products)),
            "Only the first example is in it. Does the return stand inside the loop, which ends there at once?",
        ),
        Mistake(
            "first example only",
            partial(_loop, collect=lambda products: products[0]),
            "Only the first example is in it, and nothing is divided. Does the return stand inside the loop?",
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
    ),
    stub=partial(_loop, collect=_last),
    # a second table, which does not end in (1, 1)
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
    solved="p = ¾: three patterns cost −ln ¾ each, one costs −ln ¼, and the mean is 0.5623.",
    mistakes=(
        Mistake(
            "p of XOR", np.log(2), "ln 2 belongs to p = ½, the mean of XOR's targets. Those of OR are 0, 1, 1 and 1."
        ),
        Mistake(
            "height of three merged",
            -(2 * np.log(2 / 3) + np.log(1 / 3)) / 4,
            "0.477 is the height with three patterns merged, and the fourth right. Here all four are merged.",
        ),
        Mistake(
            "p of three merged",
            -(3 * np.log(2 / 3) + np.log(1 / 3)) / 4,
            "You took p = ⅔, the mean of 1, 1 and 0. The four targets of OR are 0, 1, 1 and 1: p is ¾.",
        ),
        Mistake(
            "1/m forgotten",
            -(3 * np.log(3 / 4) + np.log(1 / 4)),
            "You added up the four surprises. The cost is their mean: divide their sum by 4.",
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
        *(
            Mistake(
                "one pattern of each kind",
                -(np.log(3 / 4) + np.log(1 / 4)) / count,
                "You took −ln ¾ and −ln ¼ once each. Three patterns have the target 1, so −ln ¾ comes three times.",
            )
            for count in (1, 2, 4)
        ),
        Mistake(
            "ln 0",
            np.inf,
            "With p = 1 the pattern (0, 0) is answered wrongly with full certainty, and costs without end. "
            "The net comes to rest at the mean of the targets.",
        ),
        Mistake("flipped sign", (3 * np.log(3 / 4) + np.log(1 / 4)) / 4, "A surprise is −ln: the cost is positive."),
        Mistake(
            "flipped sign",
            3 * np.log(3 / 4) + np.log(1 / 4),
            "A surprise is −ln: the cost is positive. And it is the mean: divide the sum by 4.",
        ),
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
        Mistake(
            "¾, which is no cost",
            3 / 4,
            "¾ is p, the best single answer. What does it cost, against 0, 1, 1 and 1?",
        ),
        Mistake(
            "9/16, which is no cost",
            9 / 16,
            "That is ¾ · ¾, and only by chance so close to the right number. ¾ is p, the best single answer: a target "
            "of 1 costs −ln ¾, and not ¾.",
        ),
        Mistake(
            "division by 3",
            -(3 * np.log(3 / 4) + np.log(1 / 4)) / 3,
            "Three patterns have the target 1, but the cost is the mean over all four.",
        ),
        Mistake(
            "¼, which is no cost",
            1 / 4,
            "¼ is 1 − p, and p = ¾ is the best single answer. What does it cost, against 0, 1, 1 and 1?",
        ),
        Mistake(
            "½, which is no cost",
            1 / 2,
            "½ is the mean of the targets of XOR. The four targets of OR are 0, 1, 1 and 1: p is ¾. What does it cost?",
        ),
        Mistake("another cost", 3 / 32, "3/32 is half the mean squared error. The cross-entropy is a mean of −ln."),
        Mistake("another cost", 3 / 16, "3/16 is the mean squared error. The cross-entropy is a mean of −ln."),
    ),
    tolerance=5e-5,
)


def _slopes(X, y, W1, b1, W2, b2, *, bias=_mean, weight=lambda A, delta: A.T @ delta / len(delta), **steps):
    a1, delta1, delta2 = _deltas(X, y, W1, b1, W2, b2, **steps)
    return weight(X, delta1), bias(delta1), weight(a1, delta2), bias(delta2)


_START = random_network((2, 3, 1), np.random.default_rng(4), draw=published_draw, draw_bias=published_draw)
_SLOPES_ABOVE = _slopes(_DATA.X, _DATA.y, *(array for layer in _START.layers for array in (layer.W, layer.b)))


def _step(X, y, W1, b1, W2, b2, alpha, *, scale=lambda m, alpha: 1, slopes=_slopes, **steps):
    pairs = zip((W1, b1, W2, b2), slopes(X, y, W1, b1, W2, b2, **steps), strict=True)
    return tuple(p - scale(len(X), alpha) * alpha * slope for p, slope in pairs)


def _exchanged(arrays):
    """b1 and W2 in each other's place."""
    return tuple(arrays[k] for k in (0, 2, 1, 3))


def _W2_before_delta1(X, y, W1, b1, W2, b2, alpha):
    """The answer's weights step first, and δ goes back through the new ones."""
    W2_new = _step(X, y, W1, b1, W2, b2, alpha)[2]
    W1_new, b1_new, _, b2_new = _step(X, y, W1, b1, W2, b2, alpha, back=W2_new)
    return W1_new, b1_new, W2_new, b2_new


def _in_turn(*groups):
    """The arrays of a group step together, and the slopes for the next group are worked out where these have led."""

    def step(X, y, *parameters):
        *arrays, alpha = parameters
        for group in groups:
            new = _step(X, y, *arrays, alpha)
            arrays = [new[k] if k in group else array for k, array in enumerate(arrays)]
        return tuple(arrays)

    return step


def _each_example(X, y, *parameters):
    *arrays, alpha = parameters
    for k in range(len(X)):
        arrays = _step(X[[k]], y[[k]], *arrays, alpha)
    return arrays


one_epoch = Exercise(
    title="One epoch of the 2-3-1 net",
    kind="write",
    difficulty="easy",
    minutes=3,
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
            "The slopes of W1 and W2 are means over the examples, as those of the biases: divide the products by m.",
            see="Backward, three times",
        ),
        Mistake(
            "bias not averaged",
            partial(_step, bias=lambda delta: delta.sum(axis=0)),
            "The slope of a bias is the mean of its δ over the examples, not the sum.",
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
            "The step is as many times too short as there are examples: the slopes have been divided by their number "
            "already.",
            see="Backward, three times",
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
            "fixed learning rate",
            partial(_step, scale=lambda m, alpha: 0.1 / alpha),
            "Your steps have 0.1 in place of α. The function is handed α as `alpha`.",
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
            "On the way back the hidden units' own slope a(1 − a) is missing.",
            see="Backward, three times",
        ),
        Mistake(
            "no step",
            partial(_step, scale=lambda m, alpha: 0),
            "Nothing has moved: W1 − α s1 must be returned, or given a name.",
        ),
        Mistake(
            "numbers from above",
            partial(_step, slopes=lambda *args: _SLOPES_ABOVE),
            "These four slopes belong to the net that the notebook started with. Call `slopes` inside your function, "
            "with the arrays that it is given.",
        ),
        *(
            Mistake("weights already updated", answer, "Take all four slopes first, then step.")
            for answer in (
                _W2_before_delta1,
                _in_turn((0, 1), (2, 3)),
                _in_turn((2, 3), (0, 1)),
                _in_turn((0,), (1,), (2,), (3,)),
                _in_turn((3,), (2,), (1,), (0,)),
                _in_turn((2,), (3,), (0,), (1,)),
            )
        ),
        Mistake(
            "one step per example",
            _each_example,
            "Each example had a step of its own here, from where the one before had led. The exercise wants one step, "
            "along the mean of the slopes.",
        ),
        Mistake("bias left out", _in_turn((0, 2)), "b1 and b2 have stayed where they were. They have slopes too."),
        Mistake(
            "first layer left out", _in_turn((2, 3)), "W1 and b1 have stayed where they were. They have slopes too."
        ),
        Mistake(
            "order of what is returned",
            lambda *args: _exchanged(_step(*args)),
            "The four new arrays should come as W1, b1, W2, b2: yours come with W2 before b1.",
        ),
        Mistake(
            "order of the slopes",
            partial(_step, slopes=lambda *args: _exchanged(_slopes(*args))),
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
            "You gave the four slopes. The question is where a step leads: the old array minus α times its slope.",
        ),
        Mistake(
            "step for position",
            lambda *args: tuple(args[-1] * slope for slope in _slopes(*args[:-1])),
            "You gave the four steps. Take each away from the array that it belongs to.",
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

squared_error_delta = Exercise(
    title="δ for half the squared error",
    kind="write",
    difficulty="easy",
    minutes=3,
    task="Write δ of the answer for half the mean squared error, from the answers a2 and the targets y, both (m, 1).",
    see="Which cost was that?",
    reference=_half_mse,
    solved="The error times the answer's own slope. That factor is the only difference between the two costs on the "
    "way back.",
    mistakes=(
        Mistake(
            "cross-entropy's δ",
            _error,
            "a − y is how fast this cost moves when *a* moves (and it is also the δ of the cross-entropy). δ asks "
            "about z: the answer's own slope a(1 − a) is missing.",
        ),
        *_delta_mistakes(_half_mse),
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
        *(
            Mistake(
                "brackets forgotten",
                answer,
                "Python multiplies before it takes away. Put a2 − y in brackets, and 1 − a2 as well.",
            )
            for answer in (
                lambda a2, y: a2 - y * a2 * (1 - a2),
                lambda a2, y: (a2 - y) * a2 * 1 - a2,
                lambda a2, y: a2 - y * a2 * 1 - a2,
            )
        ),
        Mistake(
            "flat list beside a column",
            lambda a2, y: _half_mse(a2, y.ravel()),
            "(m, 1) against (m,) broadcasts to (m, m): every answer meets every target. Leave a2 and y columns.",
        ),
        Mistake(
            "division by g′",
            lambda a2, y: (a2 - y) / _own_slope(a2),
            "That is (a − y)/(a(1 − a)): a division where the chain rule multiplies, or how fast the *cross-entropy* "
            "moves with a. The cost here is ½(a − y)².",
        ),
        Mistake("error left out", lambda a2, y: _own_slope(a2), "a(1 − a) is one of two factors. The other is a − y."),
        Mistake(
            "power not lowered",
            lambda a2, y: (a2 - y) * _half_mse(a2, y) / 2,
            "You multiplied the cost by the answer's slope. It is the *slope* of ½(a − y)² that belongs there: a − y.",
        ),
        *(
            Mistake(
                "cost for slope",
                lambda a2, y, mean=mean: mean((a2 - y) ** 2) / 2,
                "You gave the cost. δ says how fast the cost of each example moves when its z moves.",
            )
            for mean in (np.asarray, np.mean)
        ),
    ),
    inputs=tuple((_uniform(m, 1), _RNG.integers(2, size=(m, 1)).astype(float)) for m in (4, 5)),
    case=_examples,
)

what_follows = Exercise(
    title="What may be claimed?",
    kind="work out",
    difficulty="easy",
    minutes=1,
    task="What follows?",
    see="Thousands of trainings",
    reference="c",
    solved="Another start, or another α, and it may be the other way round.",
    mistakes=(
        Mistake(
            "one run taken for all",
            "a",
            "Tempting, for that is what the text wants you to read. But from one start, at one learning rate? In this "
            "notebook one α had to be held against another from 500 starts.",
        ),
        Mistake(
            "one start taken for all",
            "b",
            "Tempting, for it keeps to the learning rate that was tried. But even this needs many starts: one run may "
            "be lucky.",
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
        Point(
            "Each curve is one training from a start of its own: across are the epochs, from 0 on and then "
            "in powers of ten, and up is the cost.",
            "Without the axes nobody can read it. Each step from one power of ten to the next takes ten times as long "
            "as the one before.",
        ),
        Point(
            "A dashed line is the cost of a net that gives some patterns one and the same answer, the mean of their "
            "targets, and has the others right.",
            "Say where the three lines come from. They were worked out by hand, before any net was trained.",
        ),
        Mistake(
            "a plateau taken for the end",
            "A curve that has run flat has come to its end: it does not fall any more.",
            "Nearly all run flat near 0.693 for a while, and then fall. The two at 0.347 stay flat to the edge of the "
            "picture, and what comes after it nobody has seen. Flat means small slopes, or ones that cancel.",
        ),
        Point(
            "Nearly all wait at 0.693, where all four answers are about ½, and fall to nearly 0 later. Two, drawn "
            "bold, end at 0.347: there two patterns with different targets still get one answer.",
            "This is what there is to see: one height where nearly all wait, and another where two of the 120 end.",
        ),
        Mistake(
            "starts taken for learning rates",
            "The curves that end high up have a worse learning rate than the others.",
            "α is 1 for every curve. They differ in nothing but the random start.",
        ),
    ),
)
