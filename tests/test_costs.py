"""The costs: conventions, precision, and the trap of (m,) against (m, 1)."""

import math

import numpy as np
import pytest

from nnlib.costs import CROSS_ENTROPY, HALF_MSE, MSE, cost_of, cross_entropy, half_mse, mse
from nnlib.data import half_adder
from nnlib.network import Layer, Network, forward, random_network


def test_conventions_by_hand():
    a, y = [[0.5, 1.0], [0.0, 0.25]], [[0.0, 1.0], [1.0, 0.25]]
    assert half_mse(a, y) == (0.25 + 1) / (2 * 2)
    assert mse(a, y) == (0.25 + 1) / 2


def test_cross_entropy_is_the_printed_formula():
    rng = np.random.default_rng(0)
    z, y = rng.normal(0, 3, (6, 2)), rng.uniform(size=(6, 2))
    a = 1 / (1 + np.exp(-z))
    printed = -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a)) / 6
    assert cross_entropy(z, y) == pytest.approx(printed, rel=1e-12)


@pytest.mark.parametrize(
    "z, y, cost",
    [
        (800, 1, 0.0),
        (800, 0, 800.0),
        (-800, 1, 800.0),
        (-800, 0, 0.0),
        (1000, 0, 1000.0),
        (40, 1, math.exp(-40)),
        (-40, 0, math.exp(-40)),
        (800, 0.25, 600.0),
    ],
)
def test_cross_entropy_keeps_its_digits_where_the_formula_fails(z, y, cost):
    with np.errstate(all="raise"):
        assert cross_entropy([[z]], [[y]]) == pytest.approx(cost, rel=1e-15, abs=0)


@pytest.mark.parametrize("cost", [HALF_MSE, MSE, CROSS_ENTROPY], ids=lambda cost: cost.name)
def test_runs_have_a_cost_each(cost):
    data, networks = half_adder(), random_network((2, 3, 2), np.random.default_rng(1), runs=4)
    together = cost_of(networks, data.X, data.y, cost)
    z, a = forward(networks, data.X).z[-1], forward(networks, data.X).a[-1]
    assert together.shape == (4,)
    by_name = {"half-MSE": half_mse(a, data.y), "MSE": mse(a, data.y), "cross-entropy": cross_entropy(z, data.y)}
    np.testing.assert_allclose(by_name[cost.name], together, rtol=1e-15)
    for run in range(4):
        alone = {"half-MSE": half_mse, "MSE": mse}.get(cost.name)
        expected = alone(a[..., run], data.y) if alone else cross_entropy(z[..., run], data.y)
        assert together[run] == pytest.approx(expected, rel=1e-14)


def test_an_enormous_error_has_an_infinite_cost_and_no_warning():
    with np.errstate(all="raise"):
        assert half_mse([[1e200]], [[0]]) == mse([[1e200]], [[0]]) == np.inf
        line = Network([Layer([[1e200]], None, "identity")])
        assert cost_of(line, [[1.0]], [[0.0]], HALF_MSE) == np.inf


@pytest.mark.parametrize("shape", [(4, 2), (3, 1), (4,), (4, 1, 2, 2), (1, 4)])
@pytest.mark.parametrize("cost", [half_mse, mse, cross_entropy])
def test_shapes_that_would_broadcast_are_refused(cost, shape):
    with pytest.raises(ValueError, match=r"must have the shape of y, \(m, n\), or \(m, n, R\)"):
        cost(np.zeros(shape), np.zeros((4, 1)))
    with pytest.raises(ValueError, match="must have the shape of y"):
        cost(np.zeros((0, 1)), np.zeros((0, 1)))  # a mean over no examples


def test_labels_may_be_0_and_1_and_nothing_beyond():
    assert cross_entropy([[0.0], [0.0]], [[0], [1]]) == pytest.approx(math.log(2), rel=1e-15)
    for bad in (-0.001, 1.001):
        with pytest.raises(ValueError, match=rf"y must be labels in \[0, 1\] .* got {bad:g}$"):
            cross_entropy([[0.0]] * 3, [[0], [1], [bad]])


def test_wrong_input_is_named():
    network = random_network((2, 1), np.random.default_rng(0))
    with pytest.raises(TypeError, match="network must be a Network"):
        cost_of(network.layers, np.zeros((3, 2)), np.zeros((3, 1)), HALF_MSE)
    with pytest.raises(ValueError, match=r"X must have shape \(m, 2\)"):
        cost_of(network, np.zeros((3, 1)), np.zeros((3, 1)), HALF_MSE)
    for shape in [(3, 2), (2, 1), (1, 3)]:
        with pytest.raises(ValueError, match=r"y must have shape \(3, 1\), one row for each row of X"):
            cost_of(network, np.zeros((3, 2)), np.zeros(shape), HALF_MSE)


def test_flat_targets_are_refused_not_broadcast():
    network = random_network((2, 1), np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"y must have 2 axes; got shape \(3,\): use y.reshape\(-1, 1\)"):
        cost_of(network, np.zeros((3, 2)), np.zeros(3), HALF_MSE)
