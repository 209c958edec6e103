"""Training: one run equals the same run in a batch, nothing of the caller's is changed, interrupts are clean."""

import dataclasses

import numpy as np
import pytest

from nnlib import training
from nnlib.costs import CROSS_ENTROPY, HALF_MSE, MSE, cost_of
from nnlib.data import Dataset, half_adder, xor
from nnlib.descent import PLAIN, Rule
from nnlib.network import Layer, Network, forward, normal, random_network, select_run, stack_runs
from nnlib.training import History, train


@pytest.mark.parametrize("cost", [HALF_MSE, MSE, CROSS_ENTROPY], ids=lambda cost: cost.name)
@pytest.mark.parametrize("runs", [1, 4, 5, 512])  # 1, m, m + 1 and many, for m = 4 examples
def test_one_run_equals_the_same_run_in_a_batch(runs, cost):
    networks = random_network((2, 3, 1), np.random.default_rng(runs), draw_bias=normal(0.5), runs=runs)
    rates = np.resize([0.1, 0.5, 1.0], runs)
    together = train(networks, xor(), cost, learning_rate=rates, epochs=1000)
    assert together.cost.shape == (11, runs)
    for run in {0, runs // 2, runs - 1}:
        alone = train(select_run(networks, run), xor(), cost, learning_rate=rates[run], epochs=1000)
        assert np.abs(alone.cost - together.cost[:, run]).max() <= 1e-12
        for one, many in zip(alone.network.layers, select_run(together.network, run).layers, strict=True):
            assert np.abs(one.W - many.W).max() <= 1e-12 and np.abs(one.b - many.b).max() <= 1e-12


def test_one_epoch_is_the_printed_formula():
    """The loop of the course, in plain numpy as a reader writes it, beside `train`."""
    data, network = half_adder(), random_network((2, 3, 2), np.random.default_rng(5), draw_bias=normal(1))
    (W1, b1), (W2, b2) = ((layer.W, layer.b) for layer in network.layers)
    a1 = 1 / (1 + np.exp(-(data.X @ W1 + b1)))
    a2 = 1 / (1 + np.exp(-(a1 @ W2 + b2)))
    delta2 = (a2 - data.y) * a2 * (1 - a2)
    delta1 = (delta2 @ W2.T) * a1 * (1 - a1)
    trained = train(network, data, HALF_MSE, learning_rate=0.5, epochs=1).network
    np.testing.assert_allclose(trained.layers[0].W, W1 - 0.5 * data.X.T @ delta1 / 4, rtol=1e-13)
    np.testing.assert_allclose(trained.layers[0].b, b1 - 0.5 * delta1.mean(axis=0), rtol=1e-13)
    np.testing.assert_allclose(trained.layers[1].W, W2 - 0.5 * a1.T @ delta2 / 4, rtol=1e-13)
    np.testing.assert_allclose(trained.layers[1].b, b2 - 0.5 * delta2.mean(axis=0), rtol=1e-13)


def test_recording():
    network = random_network((2, 3, 1), np.random.default_rng(0))
    history = train(network, xor(), CROSS_ENTROPY, learning_rate=1, epochs=25, record_every=10)
    assert history.epochs.tolist() == [0, 10, 20, 25]
    assert history.cost[0] == cost_of(network, xor().X, xor().y, CROSS_ENTROPY)
    assert history.cost[-1] == cost_of(history.network, xor().X, xor().y, CROSS_ENTROPY)
    nothing = train(network, xor(), CROSS_ENTROPY, learning_rate=1, epochs=0)
    assert nothing.epochs.tolist() == [0]


def test_rate_zero_changes_nothing():
    network = random_network((2, 3, 1), np.random.default_rng(0))
    trained = train(network, xor(), HALF_MSE, learning_rate=0, epochs=50).network
    for before, after in zip(network.layers, trained.layers, strict=True):
        np.testing.assert_array_equal(before.W, after.W)


def test_nothing_of_the_callers_is_changed():
    rng = np.random.default_rng(0)
    X, y, W = rng.normal(size=(4, 2)), rng.uniform(size=(4, 1)), rng.normal(size=(2, 1))
    before = X.copy(), y.copy(), W.copy()
    from nnlib.network import Layer, Network

    network, data = Network([Layer(W, [0.0])]), Dataset("mine", X, y)
    train(network, data, HALF_MSE, learning_rate=1, epochs=10)
    for now, then in zip((X, y, W), before, strict=True):
        np.testing.assert_array_equal(now, then)
    W[:] = 7
    assert network.layers[0].W[0, 0] == before[2][0, 0]


def test_row_order_does_not_matter():
    network, data = random_network((2, 3, 1), np.random.default_rng(2)), xor()
    turned = Dataset("turned", data.X[::-1], data.y[::-1])
    one = train(network, data, CROSS_ENTROPY, learning_rate=1, epochs=500)
    other = train(network, turned, CROSS_ENTROPY, learning_rate=1, epochs=500)
    assert np.abs(one.cost - other.cost).max() <= 1e-12


def test_equal_hidden_units_stay_equal():
    network = random_network(
        (2, 3, 1), np.random.default_rng(0), draw=lambda rng, n_in, n_out, shape: np.full(shape, 0.3)
    )
    W = train(network, xor(), CROSS_ENTROPY, learning_rate=1, epochs=300).network.layers[0].W
    np.testing.assert_array_equal(W[:, 0], W[:, 1])


def test_a_diverged_run_says_so_and_leaves_the_others_alone():
    networks = random_network((1, 1), np.random.default_rng(0), hidden="identity", output="identity", runs=3)
    data = Dataset("line", [[1.0], [2.0], [3.0]], [[2.0], [4.0], [6.0]])
    history = train(networks, data, HALF_MSE, learning_rate=[0.01, 1e6, 0.05], epochs=500)
    assert history.diverged.tolist() == [False, True, False]
    assert history.cost[-1][0] < 0.05 and history.cost[-1][2] < 0.05


def test_an_infinite_cost_is_diverged_too():
    network = random_network((1, 1), np.random.default_rng(0), runs=4)
    history = History(network, np.array([0, 1]), np.array([[np.inf] * 4, [1.0, np.inf, np.nan, 0.0]]))
    assert history.diverged.tolist() == [False, True, True, False]


def test_infinite_weights_are_diverged_behind_a_cost_that_is_a_number():
    """A step of 10³⁴⁸: the weight is infinite, the sigmoid at its end, the cost 0; the other run takes no such step."""
    network = Network([Layer(np.zeros((1, 1, 2)))])
    history = train(network, Dataset("far", [[1e200]], [[0.0]]), MSE, learning_rate=[1e150, 1e-250], epochs=1)
    assert np.isfinite(history.cost).all() and np.isinf(history.network.layers[0].W).tolist() == [[[True, False]]]
    assert history.diverged.tolist() == [True, False]


@pytest.mark.parametrize("batch_size", [None, 2])
def test_a_rule_may_keep_the_slopes_it_was_given(batch_size):
    """Each step goes along the slopes of the step before: they must still be what they were."""
    network, kept = random_network((2, 3, 1), np.random.default_rng(0), draw_bias=normal(1)), []

    def step(before, slope, rate):
        kept.append((slope, slope.copy()))
        return -rate * before, slope

    rng = None if batch_size is None else np.random.default_rng(0)
    rule = Rule("late", np.zeros_like, step)
    train(network, xor(), HALF_MSE, learning_rate=1, epochs=5, rule=rule, batch_size=batch_size, rng=rng)
    for now, then in kept:
        np.testing.assert_array_equal(now, then)
    assert len(kept) >= 5 and not np.array_equal(kept[0][1], kept[-1][1])


def test_interrupt_returns_the_last_whole_epoch():
    network, calls = random_network((2, 3, 1), np.random.default_rng(0)), []

    def interrupting(*args):
        calls.append(args)
        if len(calls) == 8:  # in the eighth epoch
            raise KeyboardInterrupt
        return PLAIN.step(*args)

    rule = dataclasses.replace(PLAIN, step=interrupting)
    history = train(network, xor(), CROSS_ENTROPY, learning_rate=1, epochs=100, rule=rule, record_every=10)
    expected = train(network, xor(), CROSS_ENTROPY, learning_rate=1, epochs=7)
    assert history.interrupted and history.epochs.tolist() == [0, 7]
    assert history.cost[-1] == expected.cost[-1]
    for one, other in zip(history.network.layers, expected.network.layers, strict=True):
        np.testing.assert_array_equal(one.W, other.W)


def test_same_generator_seed_same_bits():
    def run():
        networks = random_network((2, 3, 1), np.random.default_rng(9), runs=7)
        return train(networks, xor(), CROSS_ENTROPY, learning_rate=1, epochs=200).cost

    np.random.seed(1)  # noqa: NPY002  the global state must not matter
    first = run()
    np.random.seed(2)  # noqa: NPY002
    np.testing.assert_array_equal(first, run())


def test_stack_is_the_reverse_of_select():
    networks = random_network((2, 3, 1), np.random.default_rng(0), draw_bias=normal(1), runs=3)
    again = stack_runs([select_run(networks, run) for run in range(3)])
    np.testing.assert_array_equal(again.layers[0].W, networks.layers[0].W)
    np.testing.assert_array_equal(forward(again, xor().X).a[-1], forward(networks, xor().X).a[-1])


def test_module_has_no_einsum_for_a_single_network():
    """A single network is trained with plain matrix products, so that comparisons against it are fair."""
    network = random_network((2, 3, 1), np.random.default_rng(0))
    original, np.einsum = np.einsum, None
    try:
        training.train(network, xor(), CROSS_ENTROPY, learning_rate=1, epochs=2)
    finally:
        np.einsum = original


@pytest.mark.parametrize("start, before, after", [((0.6, 0.9), 0.82, 0.09), ((2.0, 2.0), 0.98, 0.20)])
def test_a_single_unit_from_another_book(start, before, after):
    """Nielsen, "Neural Networks and Deep Learning", chapter 3: input 1, target 0, α = 0.15, 300 epochs, (y − a)²/2."""
    unit = Network([Layer([[start[0]]], [start[1]])])
    one = Dataset("one to zero", [[1.0]], [[0.0]])
    trained = train(unit, one, HALF_MSE, learning_rate=0.15, epochs=300).network
    outputs = [forward(net, one.X).a[-1].item() for net in (unit, trained)]
    np.testing.assert_allclose(outputs, [before, after], atol=5e-3)
