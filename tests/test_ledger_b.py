"""Published claims about the net of one weight, row by row: reproduced in their own convention, or corrected.

From "Beginning Tutorial: Backpropagation and Gradient Descent" and "Gradient Descent with Backpropagation".
"""

import numpy as np
import pytest
import sympy as sp

from nnlib.backprop import backward
from nnlib.costs import HALF_MSE, MSE, cost_of
from nnlib.data import Dataset, always_zero
from nnlib.functions import sigmoid, sigmoid_slope
from nnlib.gradcheck import numerical_gradient
from nnlib.network import Layer, Network, forward
from nnlib.training import train

DATA = always_zero()
ALL_ONES = Dataset("always one", DATA.X, np.ones((5, 1)))
BOTH_SIGNS = Dataset("inputs of both signs", [[-1.0], [0.2]], [[1.0], [0.0]])


def net(w):
    return Network([Layer([[w]])])


def cost(w, cost=HALF_MSE, data=DATA):
    return cost_of(net(w), data.X, data.y, cost)


def gradient(w, cost=HALF_MSE, data=DATA):
    return backward(net(w), forward(net(w), data.X), data.y, cost).layers[0].W.item()


def published_gradient(w, data=DATA):
    """Σ (h − y) h (1 − h): no factor x, and no 1/m."""
    h = sigmoid(w * data.X)
    return np.sum((h - data.y) * h * (1 - h))


def published_run(w, epochs=2000, data=DATA):
    for _ in range(epochs):
        w = w - 0.5 * published_gradient(w, data)
    return w


def correct_run(w, cost, data=DATA, epochs=2000, rate=0.5):
    return train(net(w), data, cost, learning_rate=rate, epochs=epochs).network.layers[0].W.item()


NUMBERS = {
    "B04 sigmoid(0)": (sigmoid(0.0), 0.5, 1e-16),
    "B09 h(0.1) at w = 0.3, printed 0.51": (sigmoid(0.03), 0.507499, 1e-6),
    "B10 h(0.25) at w = 0.3, printed 0.52": (sigmoid(0.075), 0.518741, 1e-6),
    "B11 first two examples, a quarter each, printed 0.133": (
        cost(0.3, data=Dataset("two", DATA.X[:2], DATA.y[:2])), 0.131662, 1e-6),
    "B11 the same from rounded outputs": ((0.51**2 + 0.52**2) / 4, 0.132625, 1e-12),
    "B11 all five": (cost(0.3), 0.145462, 1e-6),
    "B13 largest slope of the sigmoid": (sigmoid_slope(0.0), 0.25, 1e-16),
    "B16 measured at w = 5": (numerical_gradient(cost, 5.0), 0.0207426, 1e-7),
    "B16 printed formula at w = 5": (published_gradient(5.0) / 5, 0.0748315, 1e-7),
    "B17 true slope of the MSE at w = 5": (gradient(5.0, MSE), 0.0414853, 1e-7),
    "B17 published slope at w = 5": (published_gradient(5.0), 0.3741575, 1e-7),
    "B18 cost before": (cost(5.0, MSE), 0.757384221746, 5e-13),
    "B18 half of it": (cost(5.0), 0.378692110873, 5e-13),
    "B19 final weight, published update": (published_run(5.0), -24.3428836037, 5e-11),
    "B20 final cost, published update": (cost(published_run(5.0), MSE), 0.00130014553005, 5e-15),
    "B22 final weight, MSE": (correct_run(5.0, MSE), -8.6431935797, 5e-11),
    "B22 final cost, MSE": (cost(correct_run(5.0, MSE), MSE), 0.0197451525949, 5e-14),
    "B22 final weight, half-MSE": (correct_run(5.0, HALF_MSE), -6.4626242447, 5e-11),
    "B22 final cost, half-MSE": (cost(correct_run(5.0, HALF_MSE)), 0.0147219330091, 5e-14),
    "B22 sum with x, as five times the rate": (correct_run(5.0, HALF_MSE, rate=2.5), -12.2645325775, 5e-11),
    "B26 all ones, published": (published_run(5.0, data=ALL_ONES), 24.518988, 5e-7),
    "B26 all ones, MSE": (correct_run(5.0, MSE, ALL_ONES), 9.552948, 5e-7),
    "B26 all ones, half-MSE": (correct_run(5.0, HALF_MSE, ALL_ONES), 7.844992, 5e-7),
    "B26 the mirror, from -5": (correct_run(-5.0, MSE, ALL_ONES), 8.6431936, 5e-8),
}  # fmt: skip


@pytest.mark.parametrize("row", NUMBERS)
def test_numbers(row):
    ours, stated, within = NUMBERS[row]
    assert abs(ours - stated) <= within


def test_b12_b13_slope_of_the_sigmoid():
    z = sp.Symbol("z")
    g = 1 / (1 + sp.exp(-z))
    assert sp.simplify(sp.diff(g, z) - g * (1 - g)) == 0
    assert sp.simplify(sp.diff(g, z) - sp.exp(z) / (sp.exp(z) + 1) ** 2) == 0


def test_b15_wrong_the_factor_x_is_missing():
    w, x = sp.symbols("w x")
    h = 1 / (1 + sp.exp(-w * x))
    assert sp.simplify(sp.diff(h, w) - x * h * (1 - h)) == 0


@pytest.mark.parametrize("w, ratio", [(5, 9.02), (0, 4.81), (-5, 15.4), (-10, 21.9), (-20, 24.9)])
def test_b17_wrong_the_ratio_to_the_true_slope_varies(w, ratio):
    assert published_gradient(float(w)) / gradient(float(w), MSE) == pytest.approx(ratio, rel=4e-3)


def test_b17_wrong_with_inputs_of_both_signs_it_settles_in_the_wrong_place():
    w = published_run(5.0, 20_000, BOTH_SIGNS)
    assert w == pytest.approx(1.1756, abs=5e-5) and cost(w, MSE, BOTH_SIGNS) == pytest.approx(0.448, abs=5e-4)
    np.testing.assert_allclose(sigmoid(w * BOTH_SIGNS.X).ravel(), [0.24, 0.56], atol=5e-3)
    assert abs(gradient(w, MSE, BOTH_SIGNS)) > 0.01  # the cost still has a slope there


@pytest.mark.parametrize("update, epochs", [("published", (19, 179)), (MSE, (118, 2899)), (HALF_MSE, (236, 5800))])
def test_b22_first_epochs_at_or_below_0_and_minus_10(update, epochs):
    w, first = 5.0, {}
    for epoch in range(6000):
        for border in (0, -10):
            if w <= border:
                first.setdefault(border, epoch)
        w -= 0.5 * (published_gradient(w) if update == "published" else gradient(w, update))
    assert (first[0], first[-10]) == epochs


def test_b21_published_outputs():
    outputs = sigmoid(published_run(5.0) * DATA.X).ravel()
    np.testing.assert_allclose(outputs, [0.080595, 0.002270, 5.2e-6, 1.2e-8, 2.7e-11], rtol=2e-2)
