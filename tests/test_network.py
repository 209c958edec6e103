"""A network is a plain value: it shares nothing with the caller, cannot be overwritten, and is drawn as it says."""

import numpy as np
import pytest

from nnlib.backprop import backward
from nnlib.costs import CROSS_ENTROPY, HALF_MSE
from nnlib.data import xor
from nnlib.functions import ACTIVATIONS
from nnlib.landscape import units
from nnlib.network import Layer, Network, forward, glorot, normal, random_network, select_run, stack_runs, uniform
from nnlib.training import train


def rng():
    return np.random.default_rng(0)


def arrays(network):
    return [array for layer in network.layers for array in (layer.W, layer.b)]


def test_a_layer_and_a_trace_keep_nothing_of_the_callers():
    W, b, X = np.ones((2, 2)), np.ones(2), np.ones((3, 2))
    layer = Layer(W, b, "identity")
    trace = forward(Network([layer]), X)
    for array in (W, b, X):
        array[:] = 7
    assert (layer.W == 1).all() and (layer.b == 1).all() and (trace.a[0] == 1).all()


def test_a_network_keeps_no_list_of_the_callers():
    layers = [Layer(np.ones((2, 2)))]
    network = Network(layers)
    layers.append(Layer(np.ones((2, 3))))
    assert network.sizes == (2, 2) and isinstance(network.layers, tuple)


def test_enormous_numbers_are_silent():
    with np.errstate(all="raise"):
        end = Network([Layer([[1e200]])])
        assert forward(end, [[1e200], [-1e200]]).a[-1].tolist() == [[1], [0]]
        line = Network([Layer([[1.0]], None, "identity")])
        slopes = backward(line, forward(line, [[1e200]]), [[0.0]], HALF_MSE).layers[0]
        assert slopes.delta == 1e200 and slopes.W == np.inf


NETWORKS = {
    "drawn": lambda batch: batch,
    "selected": lambda batch: select_run(batch, 1),
    "stacked": lambda batch: stack_runs([select_run(batch, run) for run in (2, 0)]),
    "trained": lambda batch: train(batch, xor(), CROSS_ENTROPY, learning_rate=1, epochs=1).network,
    "a snapshot": lambda batch: train(
        batch, xor(), CROSS_ENTROPY, learning_rate=1, epochs=1, record_weights=True
    ).snapshots[0],
    "units": lambda batch: units([1.0, 2.0], 3.0),
}


@pytest.mark.parametrize("row", NETWORKS)
def test_no_network_can_be_overwritten(row):
    batch = random_network((2, 3, 1), rng(), draw_bias=normal(1), runs=3)
    for array in arrays(NETWORKS[row](batch)):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 7


@pytest.mark.parametrize("runs", [3, 1])  # as many as units, where one axis might be taken for the other; and one
def test_runs_selected_and_stacked_are_their_own(runs):
    batch = random_network((2, 3, 3, 2), rng(), draw_bias=normal(1), runs=runs)
    again = stack_runs([select_run(batch, run) for run in range(runs)])
    for one, other in zip(arrays(batch), arrays(again), strict=True):
        np.testing.assert_array_equal(one, other)
    for run in range(runs):
        for one, other in zip(arrays(select_run(batch, run)), arrays(batch), strict=True):
            np.testing.assert_array_equal(one, other[..., run])
            assert one.base is None  # a run that is kept does not keep all the others


def test_runs_without_biases_have_none():
    batch = random_network((2, 2, 1), rng(), bias=False, runs=2)
    again = stack_runs([select_run(batch, run) for run in range(2)])
    for network in (select_run(batch, 1), again):
        assert [layer.b for layer in network.layers] == [None, None]
    np.testing.assert_array_equal(again.layers[0].W, batch.layers[0].W)


def test_forward_is_the_printed_formula():
    network = random_network((2, 3, 1), rng(), hidden="tanh", output="identity", draw_bias=normal(1))
    (W1, b1), (W2, b2) = ((layer.W, layer.b) for layer in network.layers)
    trace = forward(network, [[1, 2], [3, 4]])
    z1 = np.array([[1, 2], [3, 4]]) @ W1 + b1
    np.testing.assert_allclose(trace.z[1], z1, rtol=1e-14)
    np.testing.assert_allclose(trace.a[2], np.tanh(z1) @ W2 + b2, rtol=1e-14)
    assert trace.z[0] is None and trace.a[0].tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize("hidden", ACTIVATIONS)
def test_square_layers_of_a_batch_are_walked_as_each_alone(hidden):
    batch = random_network((3, 3, 3), rng(), hidden=hidden, draw_bias=normal(1), runs=3)
    X = rng().normal(size=(3, 3))
    together = forward(batch, X)
    for run in range(3):
        alone = forward(select_run(batch, run), X)
        for one, many in zip(alone.a[1:] + alone.z[1:], together.a[1:] + together.z[1:], strict=True):
            np.testing.assert_allclose(many[..., run], one, rtol=1e-12, atol=1e-14)


def test_hidden_layers_and_the_last_have_their_own_activations():
    network = random_network((1, 2, 3, 1), rng(), hidden="tanh", output="identity")
    assert [layer.activation.name for layer in network.layers] == ["tanh", "tanh", "identity"]


@pytest.mark.parametrize(
    "draw, spread, ends",
    [(glorot, np.sqrt(2 / 500), None), (normal(3), 3, None), (uniform(2), 2 / np.sqrt(3), (-2, 2))],
    ids=["glorot", "normal", "uniform"],
)
def test_draws_are_what_they_say(draw, spread, ends):
    W = random_network((200, 300), rng(), draw=draw).layers[0].W
    assert abs(W.mean()) < 0.02 * spread and W.std() == pytest.approx(spread, rel=0.01)
    if ends is not None:
        assert (W.min(), W.max()) == pytest.approx(ends, abs=1e-3) and np.abs(W).max() <= ends[1]
    many = random_network((3, 2), rng(), draw=draw, runs=50).layers[0].W
    assert np.unique(many).size == many.size  # no run is like another


def test_biases_are_zero_unless_they_are_drawn():
    assert not random_network((2, 3), rng()).layers[0].b.any()
    assert not random_network((2, 3), rng(), draw=uniform(0), draw_bias=normal(0)).layers[0].W.any()
    assert random_network((2, 3), rng(), draw_bias=normal(1)).layers[0].b.all()
    assert random_network((2, 3), rng(), bias=False).layers[0].b is None


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: Network([Layer(np.ones((2, 3, 4))), Layer(np.ones((3, 1, 5)))]), r"W\[2\] .* cannot follow"),
        (lambda: stack_runs([random_network((2, 1), rng(), bias=bias) for bias in (True, False)]), "same .* biases"),
        (lambda: stack_runs([random_network((2, 1), rng(), runs=2)] * 2), "must be single networks"),
        (lambda: stack_runs([]), "at least one Network"),
        (lambda: select_run(random_network((2, 1), rng()), 0), "run must be below"),
        (lambda: random_network((2, 1), rng(), runs=0), "runs must be a whole number of at least 1"),
        (lambda: Layer(np.ones(3)), "W must have shape"),
        (lambda: Layer(np.ones((2, 0))), "W must have shape"),
        (lambda: forward(random_network((2, 1), rng()), np.ones((0, 2))), "m at least 1"),
        (lambda: forward("net", np.ones((1, 2))), "network must be a Network"),
        (lambda: Network([np.ones((2, 1))]), "each of layers must be a Layer"),
        (lambda: random_network((2, 1), rng(), draw=3), "draw must be a function"),
        (lambda: random_network((2, 1), rng(), draw=lambda *args: "x"), "what draw returns must be real numbers"),
        (lambda: uniform(-1), "limit must be a finite number of at least 0"),
        (lambda: select_run("net", 0), "network must be a Network"),
        (lambda: select_run(random_network((2, 1), rng(), runs=2), -1), "run must be a whole number of at least 0"),
        (lambda: select_run(random_network((2, 1), rng(), runs=2), 0.5), "run must be a whole number"),
        (lambda: stack_runs(3), "networks must be a sequence of Network"),
        (lambda: stack_runs(["net"]), "each of networks must be a Network"),
        (lambda: random_network((2, 1), rng(), draw_bias=3), "draw_bias must be a function"),
    ],
)
def test_is_refused_in_words(call, words):
    with pytest.raises((TypeError, ValueError), match=words):
        call()


def test_infinity_less_infinity_is_refused_in_words():
    network = Network([Layer([[1e200, 1e200]], None, "identity"), Layer([[1.0], [-1.0]], None, "identity")])
    with pytest.raises(ValueError, match="X must be smaller numbers"):
        forward(network, [[1e200]])
