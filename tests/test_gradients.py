"""Backpropagation against central differences, on random networks of every kind."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnlib.backprop import backward
from nnlib.costs import CROSS_ENTROPY, HALF_MSE, MSE, cost_of
from nnlib.functions import ACTIVATIONS
from nnlib.gradcheck import compare, numerical_gradients
from nnlib.network import Layer, Network, forward, normal, random_network, select_run

COSTS = {"half-MSE": HALF_MSE, "MSE": MSE, "cross-entropy": CROSS_ENTROPY}


def assert_gradients_agree(network, X, y, cost):
    """The bound of the course: |Δ| ≤ 1e-8 · max + 1e-9, where max is the largest slope of the layer."""
    calculated = backward(network, forward(network, X), y, cost)
    for ours, measured in zip(calculated.layers, numerical_gradients(network, X, y, cost).layers, strict=True):
        for name in ("W", "b"):
            if getattr(ours, name) is None:
                assert getattr(measured, name) is None
                continue
            one, other = getattr(ours, name), getattr(measured, name)
            assert one.shape == other.shape
            assert np.abs(one - other).max() <= 1e-8 * np.abs(other).max() + 1e-9


def far_from_kinks(network, X):
    trace = forward(network, X)
    return all(
        np.abs(z).min() > 1e-3
        for z, layer in zip(trace.z[1:], network.layers, strict=True)
        if layer.activation.name == "relu"
    )


@settings(max_examples=150, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 8), min_size=2, max_size=6),
    m=st.integers(1, 5),
    hidden=st.sampled_from(sorted(ACTIVATIONS)),
    output=st.sampled_from(sorted(ACTIVATIONS)),
    cost=st.sampled_from(sorted(COSTS)),
    bias=st.booleans(),
    seed=st.integers(0, 2**32 - 1),
)
def test_random_networks(sizes, m, hidden, output, cost, bias, seed):
    rng = np.random.default_rng(seed)
    output = "sigmoid" if cost == "cross-entropy" else output
    network = random_network(sizes, rng, hidden=hidden, output=output, draw_bias=normal(0.5), bias=bias)
    X, y = rng.normal(size=(m, sizes[0])), rng.uniform(size=(m, sizes[-1]))
    if far_from_kinks(network, X):
        assert_gradients_agree(network, X, y, COSTS[cost])


@pytest.mark.parametrize("sizes", [(2, 3, 2), (3, 3, 3, 3)])
@pytest.mark.parametrize("m, runs", [(4, 5), (3, 3), (1, 1)])
def test_batch_of_runs_has_each_runs_own_gradient(sizes, m, runs):
    """Square layers too, as many units as examples and runs, and one of each: no axis may be taken for another."""
    rng = np.random.default_rng(3)
    networks = random_network(sizes, rng, hidden="tanh", draw_bias=normal(1), runs=runs)
    X, y = rng.normal(size=(m, sizes[0])), rng.uniform(size=(m, sizes[-1]))
    together = backward(networks, forward(networks, X), y, CROSS_ENTROPY)
    for run in range(runs):
        network = select_run(networks, run)
        alone = backward(network, forward(network, X), y, CROSS_ENTROPY)
        for one, many in zip(alone.layers, together.layers, strict=True):
            np.testing.assert_allclose(many.W[..., run], one.W, rtol=1e-12, atol=1e-15)
            np.testing.assert_allclose(many.b[..., run], one.b, rtol=1e-12, atol=1e-15)
            np.testing.assert_allclose(many.delta[..., run], one.delta, rtol=1e-12, atol=1e-15)


def test_mazurs_two_two_two_net():
    """The worked example of Matt Mazur, "A Step by Step Backpropagation Example", to its printed digits.

    His cost is ½ Σ (target − out)² of one example, and his w1, w2 lead into the same unit: rows there, columns here.
    """
    network = Network(
        [Layer([[0.15, 0.25], [0.20, 0.30]], [0.35, 0.35]), Layer([[0.40, 0.50], [0.45, 0.55]], [0.60, 0.60])]
    )
    X, y = [[0.05, 0.10]], [[0.01, 0.99]]
    trace = forward(network, X)
    np.testing.assert_allclose(trace.a[1], [[0.593269992, 0.596884378]], atol=5e-10)
    np.testing.assert_allclose(trace.a[2], [[0.75136507, 0.772928465]], atol=5e-10)
    assert cost_of(network, X, y, HALF_MSE) == pytest.approx(0.298371109, abs=5e-10)
    slopes = backward(network, trace, y, HALF_MSE)
    assert slopes.layers[1].W[0, 0] == pytest.approx(0.082167041, abs=5e-10)
    assert slopes.layers[0].W[0, 0] == pytest.approx(0.000438568, abs=5e-10)
    updated = network.layers[0].W - 0.5 * slopes.layers[0].W
    np.testing.assert_allclose(updated.T.ravel(), [0.149780716, 0.19956143, 0.24975114, 0.29950229], atol=5e-9)


def test_compare_locates_the_worst_entry():
    report = compare([[1.0, 2.0], [3.0, 4.0]], [[1.0, 2.0], [6.0, 4.0]])
    assert not report.agrees and report.index == (1, 0)
    assert "coded / measured = 0.5" in str(report)
    assert compare([0.0, 0.0], [0.0, 0.0]).agrees
    assert not compare([np.nan], [1.0]).agrees
