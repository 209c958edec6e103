"""Published claims about the net with a bias on NOT, row by row: reproduced in their own convention, or corrected.

From "Beginning Tutorial: Backpropagation and Gradient Descent" and "Gradient Descent with Backpropagation".
The published weights[0] belongs to the input and weights[1] to the column of ones: here they are w and b (row C05).
"""

import numpy as np
import pytest
import sympy as sp

from nnlib.backprop import backward
from nnlib.costs import CROSS_ENTROPY, HALF_MSE, MSE, cost_of
from nnlib.data import not_gate
from nnlib.functions import sigmoid
from nnlib.gradcheck import numerical_gradients
from nnlib.network import Layer, Network, forward
from nnlib.training import train

DATA = not_gate()
# the printed starting weights are rounded; these, which round to them, give all the printed digits (row C13)
START = (-0.1493589543925, 7.1044421298425)


def net(w, b):
    return Network([Layer([[w]], [b])])


def cost(w, b, cost=MSE):
    return cost_of(net(w, b), DATA.X, DATA.y, cost)


def slopes(w, b, cost=MSE):
    layer = backward(net(w, b), forward(net(w, b), DATA.X), DATA.y, cost).layers[0]
    return layer.W.item(), layer.b.item()


def published_slope(w, b):
    """Both updates are Σ d with d = (h − y) h (1 − h): an outer product was summed (rows C09, C10)."""
    h = sigmoid(w * DATA.X + b)
    return np.sum((h - DATA.y) * h * (1 - h))


def published_run(w, b, epochs=12_000, rate=0.05):
    for _ in range(epochs):
        step = rate * published_slope(w, b)
        w, b = w - step, b - step
    return w, b


def correct_run(cost, rate):
    layer = train(net(*START), DATA, cost, learning_rate=rate, epochs=12_000).network.layers[0]
    return layer.W.item(), layer.b.item()


@pytest.fixture(scope="module")
def published():
    return published_run(*START)


def test_c03_one_weight_cannot_learn_it():
    w = np.linspace(-20, 20, 4001)
    assert sigmoid(0 * w).max() == 0.5  # the answer to 0, whatever the weight
    assert min(cost_of(Network([Layer([[v]])]), DATA.X, DATA.y, MSE) for v in w) >= 0.125


def test_c06_c07_wrong_the_printed_partials_are_those_of_the_output():
    w, b, x, y = sp.symbols("w b x y")
    g = 1 / (1 + sp.exp(-(w * x + b)))
    assert sp.simplify(sp.diff(g, b) - g * (1 - g)) == 0 == sp.simplify(sp.diff(g, w) - g * (1 - g) * x)
    c = (g - y) ** 2 / 2
    assert sp.simplify(sp.diff(c, b) - (g - y) * g * (1 - g)) == 0
    assert sp.simplify(sp.diff(c, w) - (g - y) * g * (1 - g) * x) == 0


def test_c09_wrong_the_slope_of_the_bias_is_used_for_the_weight():
    measured = numerical_gradients(net(*START), DATA.X, DATA.y, MSE).layers[0]
    assert (measured.W.item(), measured.b.item()) == pytest.approx((0.00095105, 0.00095038), abs=5e-9)
    assert slopes(*START) == pytest.approx((measured.W.item(), measured.b.item()), abs=1e-10)
    assert published_slope(*START) == pytest.approx(slopes(*START)[1], rel=1e-12)


def test_c10_wrong_the_sum_of_an_outer_product_has_lost_the_input():
    x, d = DATA.X, np.array([[0.3], [-0.7]])
    assert np.sum(x @ d.T) == pytest.approx(x.sum() * d.sum()) == pytest.approx(d.sum())
    assert np.sum(x * d) == pytest.approx(-0.7)


def test_c13_to_c16_the_published_run(published):
    assert cost(*START) == pytest.approx(0.499047925023, abs=5e-13)
    assert published == pytest.approx((-4.77235179, 2.4814493), abs=5e-9)
    assert cost(*published) == pytest.approx(0.00719841740292, abs=5e-15)
    h = sigmoid(published[0] * DATA.X + published[1]).ravel()
    np.testing.assert_allclose(h, [0.92283, 0.09188], atol=5e-6)
    moved = np.subtract(published, START)
    np.testing.assert_allclose(moved, -4.62299283, atol=5e-9)
    assert published[0] - published[1] == pytest.approx(-7.25380108, abs=5e-9)


CORRECT = [
    (MSE, 0.05, -4.96271210, 2.53334478, 0.00598235478995),
    (MSE, 0.5, -8.35031044, 4.07120677, 0.000234004979578),
    (HALF_MSE, 0.05, -0.57105876, 6.68304104, 0.497791973619),
    (HALF_MSE, 0.5, -7.55701297, 3.67328044, 0.000509828),
    (CROSS_ENTROPY, 0.05, -9.71537789, 4.65305050, 6.43683e-5),
    (CROSS_ENTROPY, 0.5, -14.22770465, 6.91092041, 7.16e-7),
]


@pytest.mark.parametrize("rule, rate, w, b, mse", CORRECT, ids=lambda value: getattr(value, "name", str(value)))
def test_c17_the_same_start_with_correct_slopes(rule, rate, w, b, mse):
    ours = correct_run(rule, rate)
    assert ours == pytest.approx((w, b), abs=2e-7)
    assert cost(*ours) == pytest.approx(mse, rel=2e-3 if mse < 1e-3 else 1e-7)


def test_c18_wrong_the_line_that_the_published_update_cannot_leave():
    difference = START[0] - START[1]
    w, b = published_run(*START, epochs=200_000, rate=0.5)
    assert w - b == pytest.approx(difference, abs=1e-9)
    assert (w, b) == pytest.approx((2 * difference / 3, -difference / 3), abs=1e-6)
    assert (w, b) == pytest.approx((-4.83586739, 2.41793369), abs=1e-6)
    assert cost(w, b) == pytest.approx(0.00669375, abs=5e-9)  # its floor
    assert abs(slopes(w, b)[0]) > 1e-3  # and the true cost still has a slope there
