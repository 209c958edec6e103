"""The exercises of notebook 02."""

import numpy as np

from nnlib.exercises.checking import Exercise, Mistake
from nnlib.functions import sigmoid, sigmoid_slope

chain_by_hand = Exercise(
    reference=54,
    solved="q = 3 there. p changes 3·3² = 27 times as fast as q, and q changes 2 times as fast as z: 27 · 2 = 54.",
    mistakes=(
        Mistake(27, "That is dp/dq, the slope of the outer function alone. q itself moves 2 times as fast as z."),
        Mistake(24, "You took the slope of p at z = 2. But p is fed with q, and q is 3 there: 3·3², not 3·2²."),
        Mistake(12, "You took the slope of p at z = 2, and left out the slope of q. p is fed with q = 3."),
        Mistake(29, "You added the two ratios. They multiply: the second stretches what the first has stretched."),
        Mistake(2, "That is dq/dz, the slope of the inner function alone."),
        Mistake(18, "The power 3 has to come down in front: the slope of q³ is 3q²."),
    ),
    tolerance=1e-3,
)

_X = np.array([[-1.0], [0.2], [0.5], [2.0]])
_Y = np.array([[1.0], [0.0], [1.0], [0.0]])
_NUDGED = ((1.5, _X, _Y), (-0.7, _X, _Y), (3.0, np.array([[0.1], [0.25], [1.0]]), np.zeros((3, 1))))


def _d(w, X, y):
    a = sigmoid(w * X)
    return (a - y) * a * (1 - a)


def _slope_of_mse(w, X, y):
    return 2 * np.mean(_d(w, X, y) * X)


slope_of_mse = Exercise(
    reference=_slope_of_mse,
    solved="Error × slope × x, the mean of it, and the 2 that the ½ of half-MSE would have cancelled.",
    mistakes=(
        Mistake(
            lambda w, X, y: 2 * np.mean(_d(w, X, y)),
            "The factor x is missing: you differentiated in z, not in w. One more gear: dz/dw = x.",
        ),
        Mistake(
            lambda w, X, y: np.mean(_d(w, X, y) * X),
            "That is the slope of half-MSE. Without the ½ in front there is nothing to cancel the 2 of the square.",
        ),
        Mistake(
            lambda w, X, y: 2 * np.sum(_d(w, X, y) * X),
            "You summed over the examples. MSE is a mean, so its slope is a mean too: 1/m is missing.",
        ),
        Mistake(
            lambda w, X, y: np.sum(_d(w, X, y) * X),
            "Two factors are missing: MSE is a mean (1/m), and the square brings a 2.",
        ),
        Mistake(
            lambda w, X, y: np.sum(_d(w, X, y)),
            "That is the published slope: no x, no 1/m, and no 2. Ask each factor where it comes from.",
        ),
        Mistake(
            lambda w, X, y: -_slope_of_mse(w, X, y),
            "The sign is turned round: the error is a − y. With y − a you would walk uphill.",
        ),
        Mistake(
            lambda w, X, y: 2 * np.mean((sigmoid(w * X) - y) * X),
            "The slope of the sigmoid, a(1 − a), is missing: dC/da has to be multiplied by da/dz.",
        ),
        Mistake(
            lambda w, X, y: 2 * np.mean((sigmoid(w * X) - y) * sigmoid_slope(sigmoid(w * X)) * X),
            "You took the sigmoid's slope at a. It is g′(z): sigmoid_slope(z), which is the same as a * (1 - a).",
        ),
        Mistake(
            lambda w, X, y: 2 * np.sum(_d(w, X, y) * X) / 5,
            "You divided by 5. The check also has other numbers of examples: divide by m, which is len(X).",
        ),
        Mistake(
            lambda w, X, y: 2 * _d(w, X, y) * X,
            "You return one share for each example. The slope is their mean: one number.",
        ),
        Mistake(
            lambda w, X, y: _slope_of_mse(w, X, 0 * y),
            "The target is missing: the error is a − y, and not all targets are 0 here.",
        ),
        Mistake(
            lambda w, X, y: np.mean((sigmoid(w * X) - y) ** 2),
            "That is the cost itself. The slope says how fast it changes with w.",
        ),
    ),
    inputs=_NUDGED,
    asked="w = {0:g} and the columns X = {1}, y = {2}",
)


def _descent(sigmoids_slope, average, factor=1.0, power=1, only_first=False):
    def descent(w, X, y, alpha, epochs):
        for _ in range(1 if only_first else epochs):
            z = w * X
            a = sigmoid(z)
            w = w - factor * alpha * average((a - y) * sigmoids_slope(z, a) * X**power)
        return w

    return descent


def _at_z(z, a):
    return sigmoid_slope(z)


def _at_a(z, a):
    return sigmoid_slope(a)


_DESCENTS = (
    (5.0, np.array([[0.1], [0.25], [0.5], [0.75], [1.0]]), np.zeros((5, 1)), 0.5, 300),
    (1.0, _X, _Y, 0.3, 40),
)
repaired_descent = Exercise(
    reference=_descent(_at_z, np.mean),
    solved="The slope of the sigmoid is taken at z, and the cost is a mean, so its slope is one too.",
    mistakes=(
        Mistake(
            _descent(_at_z, np.sum),
            "The sigmoid's slope is right now. But half-MSE is a mean over the examples, and this still adds them up: "
            "it walks with a learning rate that is m times too large.",
        ),
        Mistake(
            _descent(_at_a, np.mean),
            "The mean is right now. But the sigmoid's slope is still taken at a, where it is never below 0.19: "
            "g′ belongs to z.",
        ),
        Mistake(_descent(_at_z, np.mean, factor=2), "Those are the steps of MSE, twice as long as those of half-MSE."),
        Mistake(_descent(_at_z, np.mean, factor=-1), "It walks uphill: the step goes against the slope, with a minus."),
        Mistake(_descent(_at_z, lambda shares: np.sum(shares) / 5), "You divided by 5. Divide by m, which is len(X)."),
        Mistake(_descent(_at_z, np.mean, power=0), "The factor X has got lost: dz/dw = x."),
        Mistake(_descent(_at_z, np.mean, only_first=True), "It stops after one epoch: the return is inside the loop."),
    ),
    stub=_descent(_at_a, np.sum),
    inputs=_DESCENTS,
    asked="a start at w = {0:g}, with X = {1}, y = {2}, α = {3:g} and {4} epochs",
)

ratio_of_x = Exercise(
    reference="b",
    solved="Each coded share is x times what it should be. The factor x is in it twice.",
    mistakes=(
        Mistake("a", "Without x the ratio would be 1/x: 10, 4, 2, 1.33, 1. Here it is x itself."),
        Mistake("c", "A forgotten 1/m makes every entry too large by one and the same factor. These ratios differ."),
        Mistake("d", "A turned sign makes every ratio −1. These are all positive, and they differ."),
    ),
)

always_one = Exercise(
    reference="b",
    solved="Every error a − 1 is negative, so every slope is, and w rises. The slope gets smaller but never 0.",
    mistakes=(
        Mistake("a", "The targets are 1 now, and each answer lies below its target: the error a − y has changed sign."),
        Mistake("c", "At w = 0 every answer is 0.5, halfway between 0 and 1. The targets are 1: why go there?"),
        Mistake("d", "The answer to 0.1 is only 0.62 at w = 5. There is still an error, and so a slope."),
    ),
)
