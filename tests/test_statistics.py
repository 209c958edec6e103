"""The interval of a share."""

from statistics import NormalDist

import numpy as np
import pytest

from nnlib.statistics import NORMAL_95, wilson


@pytest.mark.parametrize(
    ("successes", "runs", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_published_values(successes, runs, low, high):
    """Newcombe, 1998, "Two-sided confidence intervals for the single proportion", the score method."""
    np.testing.assert_allclose(wilson(successes, runs), (low, high), atol=5e-5)


def test_95_percent_are_within_it():
    assert NormalDist().inv_cdf(0.975) == pytest.approx(NORMAL_95, rel=1e-15)


def test_ends_are_the_shares_that_are_just_compatible():
    successes = np.arange(1, 100)
    for end in wilson(successes, 100):
        np.testing.assert_allclose(np.abs(successes / 100 - end), NORMAL_95 * np.sqrt(end * (1 - end) / 100))


def test_interval_is_inside_zero_and_one_and_mirrors():
    successes = np.arange(65)
    low, high = wilson(successes, 64)
    assert low[0] == 0 and high[-1] == 1 and (low < high).all() and (low >= 0).all() and (high <= 1).all()
    np.testing.assert_allclose(low, 1 - high[::-1], atol=1e-12)


def test_no_rounding_leaves_zero_and_one():
    """Without the limit a third of these would: 11 of 11 gives 1 + 2e-16, and 0 of 21 gives −1e-17."""
    for runs in range(1, 100):
        assert wilson(0, runs)[0] >= 0 and wilson(runs, runs)[1] <= 1


@pytest.mark.parametrize("bad", [-1, 11, 2.5, [1, 11]])
def test_successes_that_cannot_be_are_refused(bad):
    with pytest.raises(ValueError, match="successes must be whole numbers from 0 to runs, 10"):
        wilson(bad, 10)


def test_no_runs_are_refused():
    with pytest.raises(ValueError, match="runs must be a whole number of at least 1"):
        wilson(0, 0)
