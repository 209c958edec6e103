"""Published claims about gradient descent on x⁴ − 3x³ + 2, row by row: reproduced, or corrected.

From "Beginning Tutorial: Backpropagation and Gradient Descent" and "Gradient Descent with Backpropagation".
"""

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from nnlib.curves import BOWL_WITH_DENT, QUARTIC
from nnlib.descent import descend, descend_many

X = sp.Symbol("x")
f, slope, curvature = QUARTIC.value, QUARTIC.slope, QUARTIC.curvature


def published(start, rate):
    """The published loop: stop after a step of at most 1e-5."""
    return descend(slope, start, rate, tolerance=1e-5, stop_on="step")


first, second = 4 - 0.001 * slope(4), 3.888 - 0.001 * slope(3.888)
NUMBERS = {
    "A03 the minimum is at 9/4": (sp.solve(sp.diff(f(X), X), X)[1], sp.Rational(9, 4)),
    "A04 slope at 4": (slope(4), 112),
    "A05 slope at -1": (slope(-1), -13),
    "A08 a full step from 4": (4 - slope(4), -108),
    "A08 distance after it": (9 / 4 - (4 - slope(4)), 110.25),
    "A09 one step by hand": (first, 3.888),
    "A10 slope at 3.888, exactly": (slope(Fraction(3888, 1000)), Fraction(193444524, 1953125)),
    "A11 two steps by hand": (second, 3.788956403712),
    "A12 the script at 0.001": (published(4, 0.001).final, 2.2504829146882432),
    "A12 its steps": (published(4, 0.001).steps, 350),
    "A13 the script at 0.01, all digits": (published(4, 0.01).final, 2.2500325268933734),
    "A13 its steps": (published(4, 0.01).steps, 42),
    "A13 contraction": (1 - 0.01 * curvature(9 / 4), 0.7975),
    "A14 height of the minimum": (f(sp.Rational(9, 4)), sp.Rational(-1675, 256)),
    "A14 curvature there": (curvature(sp.Rational(9, 4)), sp.Rational(81, 4)),
    "A15 from -1 it stops short of 0": (round(published(-1, 0.01).final, 7), -0.0105057),
    "A15 its steps": (published(-1, 0.01).steps, 1021),
    "A16 -4 lands on 0": (-4 - 0.01 * slope(-4), 0),
    "A16 25/4 lands on 0": (Fraction(25, 4) - Fraction(1, 100) * slope(Fraction(25, 4)), 0),
    "A21 the older example, from 6": (published(6, 0.01).final, 2.2499646074278457),
    "A21 its steps": (published(6, 0.01).steps, 70),
    "A23 slope at -2": (slope(-2), -68),
    "table 2: 1/28 lands on 0": (4 - Fraction(1, 28) * slope(4), 0),
    "table 2: local bound": (sp.Rational(2) / curvature(sp.Rational(9, 4)), sp.Rational(8, 81)),
}


@pytest.mark.parametrize("row", NUMBERS)
def test_numbers(row):
    ours, stated = NUMBERS[row]
    assert ours == pytest.approx(stated, rel=1e-15, abs=1e-15) if isinstance(ours, float) else ours == stated


def test_a01_slope_and_curvature_are_the_derivatives():
    assert sp.expand(slope(X) - sp.diff(f(X), X)) == 0 == sp.expand(4 * X**3 - 9 * X**2 - slope(X))
    assert sp.expand(curvature(X) - sp.diff(f(X), X, 2)) == 0


def test_a02_the_start_lies_above_the_published_picture():
    assert f(-2) == 42 and f(4) == 66 > 50


def test_a06_the_sign_of_the_slope_says_which_way():
    left, right = np.linspace(-3, -0.01, 100), np.linspace(0.01, 2.24, 100)
    assert (slope(left) < 0).all() and (slope(right) < 0).all() and (slope(np.linspace(2.26, 5, 100)) > 0).all()


def test_a07_wrong_the_new_x_is_not_proportional_to_x_minus_slope():
    ratios = [first / (4 - slope(4)), second / (first - slope(first))]
    assert ratios == pytest.approx([-0.0360, -0.0398], abs=5e-5)
    assert (first - 4) / slope(4) == pytest.approx((second - first) / slope(first), rel=1e-12)


def test_a15_wrong_a_short_step_does_not_mean_the_bottom():
    path = published(-1, 0.01)
    assert path.outcome == "stalled" and slope(path.final) == pytest.approx(-1e-3, rel=0.02)
    assert curvature(path.final) == pytest.approx(0.19, abs=0.005)  # so curvature alone would call it a minimum
    assert published(4, 1e-7).final == pytest.approx(3.897, abs=5e-4) and published(4, 1e-7).outcome == "stalled"


def test_a16_wrong_a_third_of_random_starts_stall():
    # below this edge the first step is too short to count; near 0 it is 9 α x², and so √(1e-5 / 0.09) = 0.01054
    assert 0.01 * abs(slope(0.01056)) < 1e-5 < 0.01 * abs(slope(0.01057))
    starts = np.random.default_rng(0).uniform(-2, 4, 50_000)
    walks = descend_many(slope, starts, 0.01, tolerance=1e-3)
    assert walks.share("stalled") + walks.share("converged") == 1
    exact = (2 + 0.010565) / 6
    assert abs(walks.share("stalled") - exact) < 4 * np.sqrt(exact * (1 - exact) / starts.size)


def test_a18_wrong_the_nearer_minimum_is_not_always_found():
    deep = descend(BOWL_WITH_DENT.slope, 0.95, 0.002, tolerance=1e-9).final
    assert deep == pytest.approx(0.99988, abs=1e-5) and BOWL_WITH_DENT.value(deep) == pytest.approx(-1.950, abs=5e-4)
    path = descend(BOWL_WITH_DENT.slope, 0.8, 0.002, tolerance=1e-4, max_steps=200_000)
    assert abs(0.8 - deep) < 0.8 - 0 and path.final == pytest.approx(0, abs=2e-3) and path.outcome == "converged"


# Table 2: x₀ = 4. The published borders were found by a scan with steps of 1e-5.
REGIMES = [
    (0.0001, 2.254902, 2401, "converged"),
    (0.001, 2.250483, 350, "converged"),
    (0.003, 2.250151, 132, "converged"),
    (0.01, 2.2500325, 42, "converged"),
    (0.02, 2.249988, 23, "converged"),
    (0.03, 2.249997, 23, "converged"),
    (0.05, 2.25000001, 16, "converged"),
    (0.055, 2.2500004, 8, "converged"),
    (0.04, -0.00525, 514, "stalled"),
    (0.057, -0.0044, 433, "stalled"),
    (0.058, None, None, "diverged"),
    (0.1, None, None, "diverged"),
    (1.0, None, None, "diverged"),
]


@pytest.mark.parametrize("rate, final, steps, outcome", REGIMES, ids=lambda value: str(value))
def test_table_2_learning_rates_from_4(rate, final, steps, outcome):
    path = published(4, rate)
    assert path.outcome == outcome
    if final is not None:
        digits = len(str(final).split(".")[1])
        assert path.final == pytest.approx(final, abs=0.51 * 10**-digits) and path.steps == steps
    else:
        assert path.steps <= 10


BORDERS = [
    (0.0357, "converged"), (0.0358, "stalled"), (0.0483, "stalled"), (0.04834, "converged"),
    (0.0568, "converged"), (0.05685, "stalled"), (0.0572, "stalled"), (0.05725, "converged"),
    (0.0574, "converged"), (0.0576, "diverged"), (0.0987, "diverged"),
]  # fmt: skip


@pytest.mark.parametrize("rate, outcome", BORDERS)
def test_table_2_borders_from_4(rate, outcome):
    # a walk that lands just right of 0 does get away, if it is not stopped too soon
    assert descend(slope, 4, rate, tolerance=1e-8, max_steps=200_000).outcome == outcome


STARTS = {
    "converged": [0.0106, 1, 6.24, 7.5, 7.8, -4.5, -5, -6],
    "stalled": [0.0105, -1, -4, 6.25, 6.3, 6.5, 7, 7.9],
    "diverged": [8, 9, -7, -10],
}


@pytest.mark.parametrize("outcome", STARTS)
def test_table_2_starts_at_one_hundredth(outcome):
    assert {start: published(start, 0.01).outcome for start in STARTS[outcome]} == dict.fromkeys(
        STARTS[outcome], outcome
    )


@pytest.mark.parametrize("rate, period", [(0.098, 1), (0.11, 2), (0.125, 4), (0.1282, 8)])
def test_table_2_cycles_from_2_3(rate, period):
    x = descend(slope, 2.3, rate, tolerance=0, max_steps=20_000).x[-64:]
    np.testing.assert_allclose(x[period:], x[:-period], atol=1e-6)
    if period > 1:
        assert np.abs(x[period // 2 :] - x[: -(period // 2)]).min() > 1e-3
