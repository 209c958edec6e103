"""The activation functions: digits, extremes, slopes."""

import mpmath
import numpy as np
import pytest

from nnlib.functions import ACTIVATIONS, RELU, SIGMOID, sigmoid, sigmoid_slope, softplus


def ulps(value, exact):
    """How many units in the last place `value` is from the float nearest to the exact mpmath number."""
    nearest = float(exact)
    return abs(value - nearest) / np.spacing(nearest)


@pytest.mark.parametrize(
    "function, exact",
    [
        (sigmoid, lambda z: 1 / (1 + mpmath.exp(-z))),
        (softplus, lambda z: mpmath.log(1 + mpmath.exp(z))),
        (sigmoid_slope, lambda z: mpmath.exp(-z) / (1 + mpmath.exp(-z)) ** 2),
    ],
)
def test_digits(function, exact):
    z = np.concatenate([np.linspace(-700, 40, 997), np.random.default_rng(0).normal(0, 5, 1000)])
    with mpmath.workdps(400):
        worst = max(ulps(function(x), exact(mpmath.mpf(float(x)))) for x in z)
    assert worst <= (2 if function is sigmoid else 6)


def test_sigmoid_is_silent_at_the_extremes():
    with np.errstate(all="raise"):
        np.testing.assert_array_equal(sigmoid([-1000, -np.inf, 1000, np.inf]), [0, 0, 1, 1])
        assert np.isnan(sigmoid(np.nan))
        assert softplus(1000) == 1000 and softplus(-1000) == 0


def test_shape_is_kept():
    assert np.ndim(sigmoid(0.3)) == 0
    assert sigmoid([]).shape == (0,)
    assert sigmoid([[1, 2], [3, 4]]).shape == (2, 2)
    assert sigmoid(np.arange(3, dtype=np.uint8)).dtype == np.float64


@pytest.mark.parametrize(
    "function, ends",
    [(sigmoid, [0, 1]), (sigmoid_slope, [0, 0]), (softplus, [0, np.inf])],
    ids=["g", "g′", "softplus"],
)
def test_what_goes_in_and_what_comes_out(function, ends):
    with np.errstate(all="raise"):
        np.testing.assert_array_equal(function([-np.inf, np.inf, np.nan]), [*ends, np.nan])
        np.testing.assert_array_equal(function([-1000, 1000]), np.minimum(ends, 1000))
        single = np.array([0.1, -3, 7], dtype=np.float32)
        assert function(single).dtype == np.float64
        np.testing.assert_array_equal(function(single), function(single.astype(float)))
    with pytest.raises(TypeError, match="z must be real numbers"):
        function("1")


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_values_and_slopes_are_arrays_of_their_own(name):
    """A network's z and a are two things: whoever writes into one does not change the other."""
    z = np.array([[-2.0, 0, 3]])
    a = ACTIVATIONS[name].value(z)
    slope = ACTIVATIONS[name].slope(z, a)
    a[:], slope[:] = 7, 7
    assert z.tolist() == [[-2, 0, 3]] and not np.shares_memory(a, slope)


def test_relu_has_no_slope_at_its_kink():
    np.testing.assert_array_equal(RELU.slope(np.array([-1.0, 0, 1]), None), [0, 0, 1])


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_slope_against_central_differences(name):
    g = ACTIVATIONS[name]
    z = np.random.default_rng(1).normal(0, 2, 500)
    z = z[np.abs(z) > 1e-3]  # ReLU has no slope at its kink
    eps = 1e-5
    measured = (g.value(z + eps) - g.value(z - eps)) / (2 * eps)
    np.testing.assert_allclose(g.slope(z, g.value(z)), measured, rtol=1e-8, atol=1e-9)


def test_sigmoid_slope_is_at_most_a_quarter():
    z = np.linspace(-30, 30, 10_001)
    assert sigmoid_slope(z).max() == sigmoid_slope(0.0) == 0.25
    np.testing.assert_allclose(sigmoid_slope(z), SIGMOID.slope(z, SIGMOID.value(z)), atol=1e-15)
