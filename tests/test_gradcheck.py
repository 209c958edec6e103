"""Measuring slopes: accuracy, and that nothing is changed on the way."""

import numpy as np
import pytest

from nnlib.costs import HALF_MSE
from nnlib.data import half_adder
from nnlib.gradcheck import numerical_gradient, numerical_gradients
from nnlib.network import random_network


def test_known_slopes():
    assert numerical_gradient(lambda x: x**4 - 3 * x**3 + 2, 4) == pytest.approx(112, rel=1e-8)
    measured = numerical_gradient(lambda x: 2 * x[0] ** 2 + x[1] ** 3, [3, 2])
    np.testing.assert_allclose(measured, [12, 12], rtol=1e-8)
    assert numerical_gradient(np.sum, np.zeros((2, 3))).shape == (2, 3)


def test_the_point_is_not_changed_even_if_f_raises_or_meddles():
    x = np.array([1.0, 2.0])

    def meddling(x):
        x[:] = 0
        return 1.0

    def raising(x):
        raise RuntimeError("mine")

    numerical_gradient(meddling, x)
    with pytest.raises(RuntimeError, match="mine"):
        numerical_gradient(raising, x)
    assert x.tolist() == [1.0, 2.0]


def test_network_without_bias_has_no_bias_slope():
    network = random_network((2, 2), np.random.default_rng(0), bias=False)
    assert numerical_gradients(network, half_adder().X, half_adder().y, HALF_MSE).layers[0].b is None
