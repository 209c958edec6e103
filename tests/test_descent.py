"""Descent: the four outcomes, and that many walks are the same walks."""

import math

import numpy as np
import pytest

from nnlib.curves import BOWL_WITH_DENT, QUARTIC
from nnlib.descent import (
    CONVERGED,
    DIVERGED,
    OUTCOMES,
    STALLED,
    STEP_LIMIT,
    descend,
    descend_many,
    momentum,
    positions_at,
)
from nnlib.gradcheck import numerical_gradient


@pytest.mark.parametrize("curve", [QUARTIC, BOWL_WITH_DENT], ids=lambda curve: curve.name)
def test_curves_against_central_differences(curve):
    for x in np.random.default_rng(0).uniform(-2, 4, 200):
        assert curve.slope(x) == pytest.approx(numerical_gradient(curve.value, x), rel=1e-6, abs=1e-6)
        assert curve.curvature(x) == pytest.approx(numerical_gradient(curve.slope, x), rel=1e-6, abs=1e-5)


def cube(x):
    return x * x * x


@pytest.mark.parametrize(
    "slope, start, rate, outcome",
    [
        (lambda x: 2 * x, 1.0, 0.1, CONVERGED),
        (lambda x: 2 * x, 0.0, 0.1, CONVERGED),  # at the minimum from the first
        (lambda x: -2 * x, 0.0, 0.1, STALLED),  # on the very top of a hill
        (lambda x: -2 * x, 1e-9, 0.1, STALLED),
        (QUARTIC.slope, 9 / 4, 0.01, CONVERGED),
        (QUARTIC.slope, 0, 0.01, STALLED),
        (lambda x: 2 * x, 1.0, 1.1, DIVERGED),
        (lambda x: 2 * x, 1.0, 0, STEP_LIMIT),
        (lambda x: -3 * x**2, 0.1, 0.1, DIVERGED),  # unbounded below
        (lambda x: 0.0 * x, 3.0, 0.1, STALLED),  # flat everywhere
        (lambda x: 1e-9 * x, 0.5, 0.1, CONVERGED),
        (lambda x: 1e-11 * (x - 1e12), 1e12 + 5e4, 0.1, CONVERGED),  # far out, where a nudge of 1e-5 is none
    ],
)
def test_outcomes(slope, start, rate, outcome):
    path = descend(slope, start, rate)
    assert path.outcome == outcome
    assert np.isfinite(path.x).all() and path.x[0] == start
    many = descend_many(slope, [start], rate)
    assert OUTCOMES[many.outcome[0]] == outcome


def test_divergence_is_one_outcome_for_both_kinds_of_float():
    raising = descend(lambda x: 4 * x**3 - 9 * x**2, 6, 0.1)  # Python floats raise OverflowError
    silent = descend(lambda x: 4 * cube(x) - 9 * x * x, np.float64(6), 0.1)  # products become inf
    assert raising.outcome == silent.outcome == DIVERGED
    assert np.isfinite(raising.x).all() and np.isfinite(silent.x).all()


def test_rate_above_the_bound_is_neither_clipped_nor_an_error():
    path = descend(lambda x: 2 * x, 10.0, 1.1, max_steps=10)
    assert path.final == pytest.approx(61.917364, abs=5e-7) and path.outcome == STEP_LIMIT


def test_many_walks_are_the_same_walks():
    rng = np.random.default_rng(0)
    starts, rates = rng.uniform(-3, 5, 300), 10 ** rng.uniform(-3, -1.1, 300)  # below 8/81: chaos amplifies rounding
    settings = {"tolerance": 1e-3, "max_steps": 500}
    many = descend_many(QUARTIC.slope, starts, rates, **settings)
    for k in range(300):
        path = descend(QUARTIC.slope, starts[k], rates[k], **settings)
        assert (path.outcome, path.steps) == (OUTCOMES[many.outcome[k]], many.steps[k])
        assert path.final == pytest.approx(many.x[k], rel=1e-9) or path.outcome == DIVERGED


def test_grid_of_starts_and_rates():
    grid = descend_many(QUARTIC.slope, np.linspace(1, 3, 4), np.array([[0.01], [0.02]]))
    assert grid.x.shape == grid.outcome.shape == grid.steps.shape == (2, 4)
    assert grid.share(CONVERGED) == 1 and grid.steps.dtype.kind == grid.outcome.dtype.kind == "i"


def test_start_of_several_numbers():
    path = descend(lambda x: np.array([2, 20]) * x, [5, 1], 0.04)
    assert path.outcome == CONVERGED and path.x.shape == (path.steps + 1, 2)
    np.testing.assert_allclose(path.final, 0, atol=1e-6)
    np.testing.assert_array_equal(path.final, path.x[-1])
    one = descend(lambda x: 2 * x, 5, 0.04)
    assert type(one.final) is float and one.final == one.x[-1] and one.x.shape == (one.steps + 1,)


def test_curvature_may_be_given():
    with_curvature = descend(QUARTIC.slope, 4, 0.01, curvature=QUARTIC.curvature)
    assert with_curvature.outcome == CONVERGED == descend(QUARTIC.slope, 4, 0.01).outcome


def test_whole_number_start_is_the_same_as_a_float():
    np.testing.assert_array_equal(descend(QUARTIC.slope, 4, 0.01).x, descend(QUARTIC.slope, 4.0, 0.01).x)


def test_a_slope_of_the_tolerance_is_small_enough():
    for slope, start, tolerance in [(lambda x: x, 0.25, 0.25), (lambda x: x, 0.0, 0), (QUARTIC.slope, 9 / 4, 0)]:
        path, many = (walk(slope, start, 0.1, tolerance=tolerance) for walk in (descend, descend_many))
        assert (path.steps, path.outcome) == (many.steps, OUTCOMES[many.outcome.item()]) == (0, CONVERGED)
    assert descend(lambda x: x, 1.0, 0.5, stop_on="step", tolerance=0.25).x.tolist() == [1, 0.5, 0.25]


def test_length_of_a_gradient_is_its_length():
    """(3, 4) is 5 long, neither 4 nor 7."""
    for tolerance, steps in [(4.5, 1), (5, 0)]:
        path = descend(lambda x: x, [3.0, 4.0], 0.5, tolerance=tolerance)
        assert (path.steps, path.outcome) == (steps, CONVERGED)


def test_a_minimum_without_curvature_counts_where_it_is_hit():
    fourth = {"slope": lambda x: 4 * x**3, "curvature": lambda x: 12 * x**2}
    assert descend(start=0.0, learning_rate=0.1, **fourth).outcome == CONVERGED
    many = descend_many(starts=[0.0, 0.005], learning_rates=0.1, **fourth)
    assert [OUTCOMES[k] for k in many.outcome] == [CONVERGED, STALLED]


def test_where_only_steps_are_watched_the_minimum_must_be_near():
    """The same place, 0.5 from the minimum of x²/2: near enough for a slope of 0.5, too far for a short step."""
    assert descend(lambda x: x, 0.5, 0.1, tolerance=0.5).outcome == CONVERGED
    slow = {"stop_on": "step", "tolerance": 1e-3}
    assert descend(lambda x: x, 0.5, 1e-3, **slow).outcome == STALLED
    assert descend(lambda x: x, 0.0101, 0.1, **slow).outcome == CONVERGED
    flat = descend(lambda x: 1e-7 * x, 1.0, 1e6, stop_on="step")  # a slope below the tolerance ends nothing
    assert flat.steps > 50 and abs(flat.final) < 1e-4


def test_one_of_several_numbers_diverges_in_silence():
    path = descend(lambda x: np.array([2.0, 4.0]) * x**3, [1e-3, 6.0], 0.5)
    assert path.outcome == DIVERGED and np.isfinite(path.x).all() and np.isfinite(path.slope).all()


def test_a_minimum_is_no_further_than_the_unit_or_x_itself():
    """A bowl so wide that its slope is below the tolerance everywhere here; its minimum is at −1."""
    for start, outcome in [(-0.1, CONVERGED), (0.5, STALLED)]:
        assert descend(lambda x: 1e-7 * (x + 1), start, 0.1).outcome == outcome
        assert OUTCOMES[descend_many(lambda x: 1e-7 * (x + 1), start, 0.1).outcome.item()] == outcome


def test_what_is_not_told():
    assert descend(lambda x: -1.0, 0.0, 1e-3).steps == 10_000 == descend_many(lambda x: x - x - 1, 0.0, 1e-3).steps
    for slope, steps in [(1e-6, 0), (1.001e-6, 10_000)]:
        assert descend(lambda x, slope=slope: slope, 0.0, 0.1).steps == steps
        assert descend_many(lambda x, slope=slope: x - x + slope, 0.0, 0.1).steps == steps
    assert type(descend(lambda x: np.float32(0), 0, 0.1).slope) is float


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: descend(lambda x: x, [], 0.1), "start must be one number or a flat list"),
        (lambda: descend(lambda x: 1.0, [1.0, 2.0], 0.1), r"slope must return the shape of x, \(2,\)"),
        (lambda: descend(lambda x: x, 1.0, 0.1, rule="plain"), "rule must be a Rule"),
        (lambda: descend_many(2, 1.0, 0.1), "slope must be a function"),
        (lambda: descend_many(lambda x: x, [1, 2], [1, 2, 3]), r"starts \(2,\) and learning_rates \(3,\) must broad"),
        (lambda: descend_many(lambda x: x, 1.0, 0.1).share("arrived"), "outcome must be one of 'converged', 'stalled'"),
        (lambda: momentum(1), "beta must be below 1"),
        (lambda: momentum(-0.1), "beta must be a finite number of at least 0"),
    ],
)
def test_descent_refuses_in_words(call, words):
    with pytest.raises((TypeError, ValueError), match=words):
        call()


def test_momentum_keeps_nine_tenths_unless_told():
    """On f(x) = x: steps of −α, −α (1 + β), −α (1 + β + β²), and with β = ½ the last of them near −2α."""
    path = descend(lambda x: 1.0, 0.0, 1.0, rule=momentum(), max_steps=3)
    np.testing.assert_allclose(np.diff(path.x), [-1, -1.9, -2.71], rtol=1e-14)
    path = descend(lambda x: 1.0, 0.0, 1.0, rule=momentum(0.5), max_steps=50)
    assert path.x[-1] - path.x[-2] == pytest.approx(-2, rel=1e-12) and momentum(0.5).name == "momentum 0.5"


def test_no_steps_allowed():
    assert descend(QUARTIC.slope, 4, 0.01, max_steps=0).x.tolist() == [4.0]


def test_slope_that_works_in_place_does_no_harm():
    def doubled(x):
        x *= 2
        return x

    assert OUTCOMES[descend_many(doubled, [1.0], 0.1).outcome[0]] == CONVERGED
    assert descend(doubled, [1.0], 0.1).outcome == CONVERGED
    assert positions_at(doubled, [1.0], 0.25, [0, 1, 2]).tolist() == [[1], [0.5], [0.25]]


def test_slope_is_asked_no_more_than_it_must():
    """At finite places only, and as often as there are steps."""
    asked = []

    def slope(x):
        asked.append(x)
        return -1e300 * x

    assert descend(slope, 1.0, 1.0).outcome == DIVERGED and np.isfinite(asked).all()
    asked.clear()
    positions_at(slope, [1.0], 0.0, [0, 5])
    assert len(asked) == 5


def test_a_start_without_a_slope_has_diverged_after_no_step():
    many = descend_many(lambda x: np.where(x < -0.5, np.nan, x), [-1.0, 0.0], 0.1)
    assert [OUTCOMES[k] for k in many.outcome] == [DIVERGED, CONVERGED]
    assert many.steps.tolist() == [0, 0] and many.x.tolist() == [-1, 0]


@pytest.mark.parametrize(
    "slope, start, settings",
    [
        (lambda x: x * x * (4 * x - 9) - 1e-7, 0.0, {}),  # the curvature has vanished too: a Newton step of hundreds
        (QUARTIC.slope, 0.9, {"tolerance": 7}),  # bent the wrong way
        (lambda x: 4 * x**3, 0.005, {}),  # a minimum without curvature
        (lambda x: x * math.sqrt(x), 1.0, {"max_steps": 10**5, "tolerance": 1e-4}),  # no slope left of 0
    ],
)
def test_no_minimum_within_reach_is_stalled(slope, start, settings):
    assert descend(slope, start, 0.1, **settings).outcome == STALLED


def test_slope_of_a_diverged_path_belongs_to_its_last_position():
    path = descend(QUARTIC.slope, 4, 0.1)
    assert path.outcome == DIVERGED and path.slope == QUARTIC.slope(path.final)
    many = descend_many(QUARTIC.slope, [4, -1e150], [0.1, 0.1])  # and one that leaves at its first step
    np.testing.assert_allclose(many.x, [path.final, -1e150], rtol=1e-9)
    assert many.steps.tolist() == [path.steps, 0]


def test_positions_at_are_those_of_single_walks():
    rates = np.array([0.001, 0.01, 0.03])
    starts = np.array([[4.0], [-1.0]])
    visited = positions_at(QUARTIC.slope, starts, rates, [0, 1, 7, 40])
    assert visited.shape == (4, 2, 3)
    for i, start in enumerate(starts[:, 0]):
        for j, rate in enumerate(rates):
            path = descend(QUARTIC.slope, start, rate, tolerance=0, max_steps=40)
            np.testing.assert_allclose(visited[:, i, j], path.x[[0, 1, 7, 40]], rtol=1e-13)
    assert not np.isfinite(positions_at(QUARTIC.slope, 9.0, 1.0, [20]))  # it diverges, in silence


@pytest.mark.parametrize(
    "changed, words",
    [
        ({"slope": 3}, "slope"),
        ({"starts": "x"}, "starts"),
        ({"learning_rates": [-1.0]}, "learning_rates must be at least 0"),
        ({"learning_rates": [0.1, -1.0]}, "learning_rates must be at least 0; got -1"),
        ({"slope": lambda x: 1.0}, r"slope must return the shape of x, \(1,\)"),
        ({"steps": []}, "steps must rise"),
        ({"steps": [2, 1]}, "steps must rise"),
        ({"steps": [1.5]}, "each of steps"),
    ],
)
def test_positions_at_refuses(changed, words):
    good = {"slope": QUARTIC.slope, "starts": [4.0], "learning_rates": 0.01, "steps": [1]}
    with pytest.raises((TypeError, ValueError), match=words):
        positions_at(**{**good, **changed})
