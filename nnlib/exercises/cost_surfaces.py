"""The exercises of notebook 04."""

import numpy as np

from nnlib.exercises.a_bias import usual_mistakes
from nnlib.exercises.checking import Exercise, Mistake
from nnlib.functions import sigmoid

surprise_by_hand = Exercise(
    reference=-np.log(0.2),
    solved="For the target 0 the unit gave a chance of 1 − 0.8 = 0.2, and −ln 0.2 is 1.61.",
    mistakes=(
        Mistake(-np.log(0.8), "That is the surprise if the target were 1. For the target 0 look at 1 − a."),
        Mistake(np.log(0.2), "The sign: the logarithm of a number below 1 is negative, and a surprise is minus that."),
        Mistake(-np.log10(0.2), "That is the logarithm to base 10. In this course ln has the base e: np.log."),
        Mistake(-np.log2(0.2), "That is the logarithm to base 2. In this course ln has the base e: np.log."),
        Mistake(0.64, "That is the squared error. The cross-entropy takes the logarithm instead."),
        Mistake(0.32, "That is half the squared error. The cross-entropy takes the logarithm instead."),
        Mistake(1.6, "Nearly: two digits after the point, please."),
        Mistake(0.8, "That is the error a − y. It is the slope in z; the cost is −ln(1 − a)."),
        Mistake(-np.log(0.2) / 2, "There is no half in the cross-entropy: the surprise itself is the cost."),
    ),
    tolerance=3e-3,
)

_X = np.array([[-1.0], [0.5], [2.0]])
_Y = np.array([[1.0], [0.0], [1.0]])
_CASES = ((0.7, -0.4, _X, _Y), (-2.0, 1.0, _X, _Y), (12.0, 5.0, np.array([[0.0], [1.0]]), np.array([[1.0], [0.0]])))


def _error(w, b, X, y):
    return sigmoid(w * X + b) - y


def _slopes(w, b, X, y):
    error = _error(w, b, X, y)
    return np.mean(error * X), np.mean(error)


def _with_sigmoid_slope(w, b, X, y):
    a = sigmoid(w * X + b)
    d = _error(w, b, X, y) * a * (1 - a)
    return np.mean(d * X), np.mean(d)


def _divided_only(w, b, X, y):
    a = sigmoid(w * X + b)
    slope = (a - y) / (a * (1 - a))
    return np.mean(slope * X), np.mean(slope)


cross_entropy_slopes = Exercise(
    reference=_slopes,
    solved="Error × x and error × 1, the mean of each: the slope of the sigmoid has cancelled.",
    mistakes=(
        *usual_mistakes(_slopes),
        Mistake(
            _with_sigmoid_slope,
            "Those are the slopes of half-MSE. With the cross-entropy the factor a(1 − a) has cancelled: δ is a − y.",
        ),
        Mistake(
            _divided_only,
            "That is dC/da. It still has to be multiplied by da/dz = a(1 − a), which cancels what is below the line.",
        ),
        Mistake(
            lambda w, b, X, y: tuple(s / 2 for s in _slopes(w, b, X, y)),
            "There is no half in the cross-entropy: nothing is squared that it could cancel.",
        ),
        Mistake(
            lambda w, b, X, y: (_error(w, b, X, y) * X, _error(w, b, X, y)),
            "You return a number for each example. The slope is their mean.",
        ),
        Mistake(
            lambda w, b, X, y: tuple(2 * s for s in _slopes(w, b, X, y)),
            "Twice too large. The 2 belongs to the square; here nothing is squared.",
        ),
    ),
    inputs=_CASES,
    asked="w = {0:g}, b = {1:g} and the columns X = {2}, y = {3}",
)


def _stable(z, y):
    return np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))


def _from_probability(z, y):
    a = sigmoid(z)
    return -np.log(a) if y == 1 else -np.log(1 - a)


def _clipped(bound):
    def cost(z, y):
        a = np.clip(sigmoid(z), bound, 1 - bound)
        return -np.log(a) if y == 1 else -np.log(1 - a)

    return cost


stable_cost = Exercise(
    reference=_stable,
    solved="It is computed from z: no exponential of a large number, and no logarithm of 0.",
    mistakes=(
        *(
            Mistake(
                _clipped(bound),
                "You clipped a. The infinity is gone, and so is the truth: at z = 40 with the target 0 the cost is 40, "
                "and its slope is 1. Behind a clip it is flat.",
            )
            for bound in (1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6)
        ),
        Mistake(
            lambda z, y: np.log(1 + np.exp(z)) - y * z,
            "Right on paper, and right for small z. But e^z itself overflows from z = 710 on.",
        ),
        Mistake(
            lambda z, y: np.maximum(z, 0) - y * z + np.log1p(np.exp(-z)),
            "Right for positive z. But far below 0 e^−z overflows: it has to be e^−|z|, and max(z, 0) in front.",
        ),
        Mistake(
            lambda z, y: z - y * z + np.log1p(np.exp(-np.abs(z))),
            "Nearly: the first part is max(z, 0). For a negative z it must be 0, or the cost gets negative.",
        ),
        Mistake(
            lambda z, y: -np.log(sigmoid(z)) if y == 1 else -np.log(sigmoid(-z)),
            "Good: sigmoid(−z) is 1 − a with all its digits. But at −800 the sigmoid itself is 0, and ln 0 is back.",
        ),
        Mistake(
            lambda z, y: np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))),
            "The target is not in it: that is the cost for y = 0. Subtract y·z.",
        ),
    ),
    stub=_from_probability,
    inputs=(
        (0.5, 1),
        (2.0, 0),
        (20.0, 0),
        (26.0, 0),
        (29.0, 0),
        (33.0, 0),
        (-28.0, 1),
        (-800.0, 0),
        (40.0, 0),
        (-800.0, 1),
        (800.0, 0),
    ),
    asked="z = {0:g} and the target {1:g}",
    tolerance=1e-9,
)

no_progress = Exercise(
    reference="c",
    solved="A small slope is only a small slope. At a minimum it would be exactly 0, and no direction would lead down.",
    mistakes=(
        Mistake("a", "It may be one, but nothing here shows it: the cost would have to rise on every side."),
        Mistake(
            "b", "You cannot know that from the flatness. The plains of NOT are flat at ½, and the valley is at 0."
        ),
        Mistake("d", "It may have thrown the walk onto this plain earlier. But a flat cost does not tell you so."),
    ),
)

wait = Exercise(
    reference=np.exp(32) / 4,
    solved="e³²/4, which is 4 times the square of e¹⁶/4: from two million to twenty million million.",
    mistakes=(
        Mistake(2 * np.exp(16) / 4, "That is twice as long. But w stands in the exponent: e^2w becomes e^4w."),
        Mistake(np.exp(32), "The quarter is missing: the law is e^2w/4."),
        Mistake(np.exp(32) / 4 / 0.05, "Those are epochs at α = 0.05. The time was asked for, which is α × epochs."),
        Mistake(4 * np.exp(16) / 4, "That is four times as long, as for a square. But w stands in an exponent."),
        Mistake((np.exp(16) / 4) ** 2, "Nearly. You squared the quarter too: e³²/16. The law has e³²/4."),
        Mistake(np.exp(16) / 4, "That is the wait from w = 8. The law is e^2w/4, and w is 16 now."),
        Mistake(
            np.exp(18) / 4, "That would be w = 9: you doubled the 2 from 1 to 2, or added 2. The exponent is 2·16."
        ),
    ),
    tolerance=0.05,
)
