"""The slopes as they stand in print, each against its formula in plain loops, and against the true slope.

From "Beginning Tutorial: Backpropagation and Gradient Descent" and "Gradient Descent with Backpropagation".
"""

import math

import numpy as np
import pytest

from nnlib.costs import MSE
from nnlib.data import always_zero, not_gate
from nnlib.landscape import cost_and_slopes
from nnlib.published import forgotten_x, half_repaired, summed_outer_product

NOT = not_gate()
X, Y = np.array([[0.5], [-1.5], [2.0]]), np.array([[0.2], [1.0], [0.0]])
POINTS = [(0.0, 0.0), (0.7, -0.4), (-3.0, 1.25), (5.0, -2.0)]


def d(w, b, X, y):
    """(a − y) a (1 − a), one number for each example."""
    a = [1 / (1 + math.exp(-(w * x + b))) for x in X.ravel()]
    return [(a_k - y_k) * a_k * (1 - a_k) for a_k, y_k in zip(a, y.ravel(), strict=True)]


def printed_forgotten_x(w, b, X, y):
    return sum(d(w, 0, X, y))


def printed_outer_product(w, b, X, y):
    total = 0
    for x in X.ravel():
        for d_k in d(w, b, X, y):
            total += x * d_k
    return total, sum(d(w, b, X, y))


def printed_half_repaired(w, b, X, y):
    return sum(d(w, b, X, y)), sum(x * d_k for x, d_k in zip(X.ravel(), d(w, b, X, y), strict=True))


FORMULAS = {
    "forgotten_x": (lambda w, b, X, y: forgotten_x(w, X, y), printed_forgotten_x),
    "summed_outer_product": (summed_outer_product, printed_outer_product),
    "half_repaired": (half_repaired, printed_half_repaired),
}


@pytest.mark.parametrize("w, b", POINTS)
@pytest.mark.parametrize("name", FORMULAS)
def test_formula_as_printed(name, w, b):
    ours, printed = FORMULAS[name]
    for data in [(X, Y), (NOT.X, NOT.y), (X.tolist(), Y.tolist())]:
        expected = printed(w, b, *map(np.asarray, data))
        np.testing.assert_allclose(ours(w, b, *data), expected, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("name", FORMULAS)
def test_many_units_are_each_unit_alone(name):
    ours, _ = FORMULAS[name]
    w, b = np.linspace(-4, 4, 3), np.linspace(-2, 3, 5)[:, None]
    if name == "forgotten_x":
        b = np.zeros((5, 1))
        together = np.broadcast_to(ours(w, b, X, Y), (5, 3))
        assert ours(w, b, X, Y).shape == (3,)
    else:
        together = np.moveaxis(ours(w, b, X, Y), 0, -1)
        assert together.shape == (5, 3, 2)
    alone = [[ours(w[j], b[i, 0], X, Y) for j in range(3)] for i in range(5)]
    np.testing.assert_allclose(together, alone, rtol=1e-13)


def true_slopes(w, b, data):
    return [None if slope is None else slope.item() for slope in cost_and_slopes(w, b, data, MSE)[1:]]


def test_forgotten_x_is_off_by_a_ratio_that_varies():
    data = always_zero()
    ratios = [forgotten_x(w, data.X, data.y) / true_slopes(w, None, data)[0] for w in (5.0, 0.0, -20.0)]
    np.testing.assert_allclose(ratios, [9.02, 4.81, 24.9], rtol=4e-3)


def test_forgotten_x_is_right_where_every_x_is_1():
    w, ones = 0.7, np.ones((3, 1))
    a = 1 / (1 + math.exp(-w))
    assert forgotten_x(w, ones, Y) == pytest.approx(sum((a - y) * a * (1 - a) for y in Y.ravel()), rel=1e-14)


@pytest.mark.parametrize("w, b", POINTS)
def test_summed_outer_product_has_lost_the_input(w, b):
    slope_w, slope_b = summed_outer_product(w, b, NOT.X, NOT.y)
    assert slope_w == slope_b == pytest.approx(true_slopes(w, b, NOT)[1], rel=1e-12)  # of the bias, for both
    assert slope_w != pytest.approx(true_slopes(w, b, NOT)[0], rel=0.05)
    slope_w, slope_b = summed_outer_product(w, b, X, Y)
    assert slope_w == pytest.approx(X.sum() * sum(d(w, b, X, Y)), rel=1e-13, abs=1e-16)
    meant = sum(x * d_k for x, d_k in zip(X.ravel(), d(w, b, X, Y), strict=True))
    assert abs(slope_w - meant) > 1e-3


@pytest.mark.parametrize("w, b", POINTS)
def test_half_repaired_has_the_true_slopes_the_wrong_way_round(w, b):
    slope_w, slope_b = half_repaired(w, b, NOT.X, NOT.y)
    assert (slope_b, slope_w) == pytest.approx(true_slopes(w, b, NOT), rel=1e-12)
    assert slope_w != pytest.approx(slope_b, rel=0.05)


def test_the_inputs_are_left_as_they_were():
    given = [np.array([1.0, 2.0]), np.array([0.5, -0.5]), X.copy(), Y.copy()]
    kept = [array.copy() for array in given]
    for array in given:
        array.flags.writeable = False
    for ours, _ in FORMULAS.values():
        ours(*given)
    for array, before in zip(given, kept, strict=True):
        np.testing.assert_array_equal(array, before)


BAD = {
    "flat X": (lambda: forgotten_x(1, [0, 1], NOT.y), ValueError, "X must have 2 axes"),
    "flat y": (lambda: half_repaired(1, 0, NOT.X, [1, 0]), ValueError, "y must have 2 axes"),
    "two inputs": (lambda: summed_outer_product(1, 0, [[0, 1]], [[1]]), ValueError, r"X and y .*got \(1, 2\) and"),
    "two outputs": (lambda: half_repaired(1, 0, [[0]], [[1, 0]]), ValueError, r"X and y .* and \(1, 2\)"),
    "two of both": (lambda: forgotten_x(1, [[0, 1]], [[1, 0]]), ValueError, r"X and y .*\(m, 1\); got \(1, 2\)"),
    "rows differ in number": (lambda: forgotten_x(1, NOT.X, Y), ValueError, r"X and y .*\(2, 1\) and \(3, 1\)"),
    "w a string": (lambda: forgotten_x("1", NOT.X, NOT.y), TypeError, "w must be real numbers"),
    "w None": (lambda: forgotten_x(None, NOT.X, NOT.y), TypeError, "w must be numbers; got None"),
    "b None": (lambda: summed_outer_product(1, None, NOT.X, NOT.y), TypeError, "b must be numbers; got None"),
    "NaN in X": (lambda: forgotten_x(1, [[np.nan], [1]], NOT.y), ValueError, "X must be finite"),
    "NaN in y": (lambda: forgotten_x(1, NOT.X, [[np.nan], [1]]), ValueError, "y must be finite"),
}


@pytest.mark.parametrize("row", BAD)
def test_is_refused_in_words(row):
    call, error, words = BAD[row]
    with pytest.raises(error, match=words):
        call()
