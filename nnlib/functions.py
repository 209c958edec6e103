"""The functions that a network is made of, each with its slope."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib._checks import as_floats, as_functions


@dataclass(frozen=True)
class Activation:
    """An element-wise function g and its slope g'.

    `value(z)` gives a = g(z). `slope(z, a)` gives g'(z); it is handed a as well, so that no
    exponential is taken twice. Both keep the shape of z.
    Raises TypeError if they are no functions.
    """

    name: str
    value: Callable
    slope: Callable

    def __post_init__(self):
        as_functions(self, "value", "slope")


def sigmoid(z):
    """The logistic function 1 / (1 + e^-z), the same shape as z.

    Within 2 units in the last place of the correctly rounded value for every z, and silent at both ends:
    no exponential here is ever of a positive number. NaN stays NaN.

    Raises TypeError or ValueError if z is not made of real numbers.
    Source: the two usual forms, e^z / (1 + e^z) for z < 0 and 1 / (1 + e^-z) for z >= 0, in one line.
    """
    return _sigmoid(as_floats(z, "z", finite=False))


def sigmoid_slope(z):
    """g'(z) = g(z) g(-z), the same shape as z; at most 1/4, at z = 0.

    Since g(-z) = 1 - g(z), this is g (1 - g), with no digits lost where g is near 1.

    Raises TypeError or ValueError if z is not made of real numbers.
    """
    z = as_floats(z, "z", finite=False)
    return _sigmoid(z) * _sigmoid(-z)


def softplus(z):
    """ln(1 + e^z), the same shape as z, without overflow: max(z, 0) + ln(1 + e^-|z|).

    Raises TypeError or ValueError if z is not made of real numbers.
    """
    return _softplus(as_floats(z, "z", finite=False))


def _sigmoid(z):
    with np.errstate(under="ignore"):  # e^-1000 is 0, and that is the right answer
        return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


def _softplus(z):
    with np.errstate(under="ignore"):
        return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def _sigmoid_slope_from_value(z, a):
    return a * (1 - a)  # as printed; it is 0 from z = 37 on, where `sigmoid_slope` still has digits


def _tanh_slope(z, a):
    return 1 - a * a


def _relu(z):
    return np.maximum(z, 0)


def _relu_slope(z, a):
    return np.where(z > 0, 1.0, 0.0)


def _softplus_slope(z, a):
    return _sigmoid(z)


def _identity(z):
    return +z


def _identity_slope(z, a):
    return np.ones_like(z)


SIGMOID = Activation("sigmoid", _sigmoid, _sigmoid_slope_from_value)
TANH = Activation("tanh", np.tanh, _tanh_slope)
RELU = Activation("relu", _relu, _relu_slope)  # at z = 0 there is no slope: 0 by convention
SOFTPLUS = Activation("softplus", _softplus, _softplus_slope)
IDENTITY = Activation("identity", _identity, _identity_slope)

ACTIVATIONS = {a.name: a for a in (SIGMOID, TANH, RELU, SOFTPLUS, IDENTITY)}
