"""The exercises of notebook 03."""

import numpy as np

from nnlib.exercises.checking import Exercise, Mistake
from nnlib.functions import sigmoid

partials_by_hand = Exercise(
    reference={"in x": 20, "in y": 7},
    solved="With y held at 5, f is 5x² + 15, with slope 10x = 20. With x held at 2, f is 4y + 3y = 7y.",
    mistakes=(
        Mistake({"in x": 7, "in y": 20}, "The right two numbers, the wrong way round: the slope in x holds y still."),
        Mistake({"in x": 4}, "With y held at 5, x²y is 5x². The held slider is still a factor: 2x · 5, not 2x."),
        Mistake({"in y": 4}, "The term 3y moves too when y moves: it adds 3 to the slope in y."),
        Mistake({"in x": 23}, "3y holds no x. With y held it is a constant, and a constant has slope 0."),
        Mistake({"in x": 27, "in y": 27}, "You added the two slopes. Each slider has its own."),
    ),
    tolerance=1e-3,
)

crossing = Exercise(
    reference=0.25,
    solved="The answer is ½ where z = 0: −8x + 2 = 0, so x = 2/8.",
    mistakes=(
        Mistake(-0.25, "Look at the sign: wx + b = 0 gives x = −b/w, and here both minus signs cancel."),
        Mistake(4, "Upside down: from −8x = −2 you divide by 8, not by 2."),
        Mistake(-4, "That is w/b. From wx + b = 0, bring b over and divide by w."),
        Mistake(2, "That is b, which is z at x = 0. You want the x at which z is 0."),
        Mistake(0, "At x = 0 z is 2, and the answer is 0.88. You want the x at which z is 0."),
    ),
    tolerance=1e-3,
)

_X = np.array([[-1.0], [0.5], [2.0]])
_Y = np.array([[1.0], [0.0], [1.0]])
_CASES = ((0.7, -0.4, _X, _Y), (-2.0, 1.0, _X, _Y), (1.0, 2.0, np.array([[0.0], [1.0]]), np.array([[1.0], [0.0]])))


def _d(w, b, X, y):
    a = sigmoid(w * X + b)
    return (a - y) * a * (1 - a)


def _slopes(w, b, X, y):
    d = _d(w, b, X, y)
    return np.mean(d * X), np.mean(d)


def usual_mistakes(slopes):
    """What goes wrong with a pair of slopes (∂C/∂w, ∂C/∂b) of any cost that is a mean, as `slopes(w, b, X, y)`."""

    def times(factor):
        return lambda w, b, X, y: tuple(factor(len(X)) * slope for slope in slopes(w, b, X, y))

    return (
        Mistake(
            lambda *case: slopes(*case)[::-1],
            "The right two slopes, the wrong way round. The x belongs to the slope in w.",
        ),
        Mistake(
            lambda *case: (slopes(*case)[1],) * 2,
            "Both are the slope of the bias. The slope in w has one more gear, dz/dw = x.",
        ),
        Mistake(
            lambda *case: (slopes(*case)[0],) * 2,
            "Both are the slope of the weight. A nudge of b moves z by just as much: dz/db = 1, not x.",
        ),
        Mistake(times(lambda m: m), "You summed over the examples. The cost is a mean: 1/m is missing."),
        Mistake(
            times(lambda m: m / 2),
            "You divided by 2. That was m for NOT; here there may be more examples: use the mean.",
        ),
        Mistake(times(lambda m: -1), "Both signs are turned round: the error is a − y."),
    )


def _without_sigmoid_slope(w, b, X, y):
    error = sigmoid(w * X + b) - y
    return np.mean(error * X), np.mean(error)


both_slopes = Exercise(
    reference=_slopes,
    solved="They share error × slope of the sigmoid. For w it is multiplied by x, for b by 1.",
    mistakes=(
        *usual_mistakes(_slopes),
        Mistake(
            lambda w, b, X, y: tuple(2 * s for s in _slopes(w, b, X, y)),
            "Those are the slopes of MSE. The half in half-MSE cancels the 2.",
        ),
        Mistake(
            lambda w, b, X, y: (np.mean(X * _d(w, b, X, y).T), np.mean(_d(w, b, X, y))),
            "X times the transposed column is a square, and its mean has lost which x belongs to which d.",
        ),
        Mistake(_without_sigmoid_slope, "The slope of the sigmoid, a(1 − a), is missing."),
    ),
    inputs=_CASES,
    asked="w = {0:g}, b = {1:g} and the columns X = {2}, y = {3}",
)

shapes = Exercise(
    reference={"z": (7, 1), "a": (7, 1), "y": (7, 1), "d": (7, 1), "slope of W": (3, 1), "slope of b": (1,)},
    solved="One row for each example, one column for each unit; and each slope has the shape of what it belongs to.",
    mistakes=(
        Mistake({"y": (7,)}, "A flat list of 7 beside a column (7, 1) broadcasts to (7, 7). Keep y a column."),
        Mistake({"z": (3, 1)}, "X @ W has as many rows as X: (7, 3) @ (3, 1) is (7, 1)."),
        Mistake({"z": (7, 3)}, "The 3 is summed over in the product: (7, 3) @ (3, 1) is (7, 1)."),
        Mistake({"slope of W": (1, 3)}, "That is its transpose. X.T @ d is (3, 7) @ (7, 1), which has W's own shape."),
        Mistake({"slope of W": (7, 1)}, "The slope of W sums over the examples: no 7 is left in it."),
        Mistake({"slope of W": (7, 3)}, "That is the shape of X. Its slope has the shape of W, for which it is taken."),
        Mistake({"slope of W": (3,)}, "X.T @ d is (3, 7) @ (7, 1): the one unit keeps its column, as in W."),
        Mistake({"d": (7,)}, "One column for the one unit: d is a column (7, 1), as a and y are."),
        Mistake({"slope of b": (7, 1)}, "d has a row for each example. The slope of b adds these rows up."),
        Mistake({"slope of b": 1}, "(1) is just the number 1. A shape with one entry is written (1,)."),
        Mistake({"slope of b": (1, 1)}, "Adding up the rows takes their axis away: what remains is b's own shape."),
    ),
)


def _step(w, b, X, y, alpha):
    slope_w, slope_b = _slopes(w, b, X, y)
    return w - alpha * slope_w, b - alpha * slope_b


def _one_after_the_other(w, b, X, y, alpha):
    w = w - alpha * _slopes(w, b, X, y)[0]
    return w, b - alpha * _slopes(w, b, X, y)[1]


def _swapped_step(w, b, X, y, alpha):
    slope_w, slope_b = _slopes(w, b, X, y)
    return w - alpha * slope_b, b - alpha * slope_w


def _uphill_step(w, b, X, y, alpha):
    slope_w, slope_b = _slopes(w, b, X, y)
    return w + alpha * slope_w, b + alpha * slope_b


def _bias_first(w, b, X, y, alpha):
    b = b - alpha * _slopes(w, b, X, y)[1]
    return w - alpha * _slopes(w, b, X, y)[0], b


repaired_step = Exercise(
    reference=_step,
    solved="Both slopes are taken at the old place, and only then do both knobs move.",
    mistakes=(
        Mistake(_bias_first, "Now b moves first, and w gets a slope from the new b. Take both slopes before any step."),
        Mistake(_swapped_step, "Both slopes are from the old place now, but w got the slope of b, and b that of w."),
        Mistake(_uphill_step, "Both slopes are from the old place now, but the step goes uphill: it needs a minus."),
        Mistake(
            lambda *case: _step(*case)[::-1], "Both new values are right, but w must come first in what you return."
        ),
        Mistake(lambda w, b, X, y, alpha: _slopes(w, b, X, y), "Return the new w and b, not the two slopes."),
        Mistake(lambda w, b, X, y, alpha: _step(w, b, X, y, 2 * alpha), "Those are the steps of MSE, twice as long."),
        Mistake(
            lambda w, b, X, y, alpha: _step(w, b, X, y, alpha * len(X)),
            "You sum over the examples. Half-MSE is a mean.",
        ),
    ),
    stub=_one_after_the_other,
    inputs=tuple((*case, 2.0) for case in _CASES),
    asked="a step from w = {0:g}, b = {1:g}",
)
