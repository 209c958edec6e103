"""Thousands of runs in one call: chunks, executors, mini-batches, what is recorded, and interrupts in the middle."""

import dataclasses
import pickle
import signal
import sys
import threading
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor

import numpy as np
import pytest

from nnlib import training
from nnlib.backprop import backward
from nnlib.costs import CROSS_ENTROPY, HALF_MSE, MSE, cost_of
from nnlib.data import Dataset, half_adder, xor
from nnlib.descent import PLAIN, momentum
from nnlib.network import Network, forward, normal, random_network, select_run, unchecked_layer
from nnlib.training import train


def xor_networks(runs, seed=0, **options):
    return random_network((2, 3, 1), np.random.default_rng(seed), draw_bias=normal(0.5), runs=runs, **options)


def same_bits(one, other):
    np.testing.assert_array_equal(one.epochs, other.epochs)
    np.testing.assert_array_equal(one.cost, other.cost)
    for a, b in zip(one.network.layers, other.network.layers, strict=True):
        np.testing.assert_array_equal(a.W, b.W)
        np.testing.assert_array_equal(a.b, b.b)


class Here(Executor):
    """An executor that runs what it is given at once, after a trip through pickle."""

    def __init__(self):
        self.tasks = 0

    def submit(self, function, *arguments):
        self.tasks += 1
        future = Future()
        function, arguments = pickle.loads(pickle.dumps((function, arguments)))
        future.set_result(pickle.loads(pickle.dumps(function(*arguments))))
        return future


@pytest.mark.parametrize("cost", [HALF_MSE, MSE, CROSS_ENTROPY], ids=lambda cost: cost.name)
@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu", "softplus", "identity"])
@pytest.mark.parametrize(
    "sizes, bias",
    [((2, 3, 1), True), ((2, 4, 3, 2), True), ((2, 2, 2, 2), True), ((2, 3, 1), False), ((2, 1), True)],
)
@pytest.mark.parametrize("runs", [None, 5])
def test_the_loop_is_forward_and_backward_as_the_course_writes_them(cost, hidden, sizes, bias, runs):
    data = half_adder() if sizes[-1] == 2 else xor()
    network = random_network(sizes, np.random.default_rng(1), hidden=hidden, bias=bias, draw=normal(1), runs=runs)
    expected = network
    for _ in range(3):
        slopes = backward(expected, forward(expected, data.X), data.y, cost).layers
        expected = Network(
            [
                unchecked_layer(p.W - 0.3 * g.W, None if p.b is None else p.b - 0.3 * g.b, p.activation)
                for p, g in zip(expected.layers, slopes, strict=True)
            ]
        )
    trained = train(network, data, cost, learning_rate=0.3, epochs=3).network
    for one, other in zip(trained.layers, expected.layers, strict=True):
        np.testing.assert_allclose(one.W, other.W, rtol=1e-12, atol=1e-14)
        assert (one.b is None) == (other.b is None)
        if bias:
            np.testing.assert_allclose(one.b, other.b, rtol=1e-12, atol=1e-14)


def test_chunks_change_nothing_but_the_last_digit(monkeypatch):
    networks, rates = xor_networks(23), np.linspace(0.1, 1, 23)
    whole = train(networks, xor(), CROSS_ENTROPY, learning_rate=rates, epochs=300)
    monkeypatch.setattr(training, "CHUNK", 5)
    chunked = train(networks, xor(), CROSS_ENTROPY, learning_rate=rates, epochs=300)
    assert chunked.cost.shape == whole.cost.shape == (4, 23)
    np.testing.assert_allclose(chunked.cost, whole.cost, rtol=0, atol=1e-12)


@pytest.mark.parametrize("batch_size", [None, 3])
def test_looks_at_the_clock_change_no_bit(monkeypatch, batch_size):
    """Many parts of the way are one way: a rule keeps its state, every epoch its batches, and each is recorded once."""
    options = {"learning_rate": 0.5, "epochs": 50, "rule": momentum(0.8), "record_every": 7, "batch_size": batch_size}

    def history():
        rng = None if batch_size is None else np.random.default_rng(0)
        return train(xor_networks(4), xor(), CROSS_ENTROPY, record_weights=True, rng=rng, **options)

    whole = history()
    monkeypatch.setattr(training, "PART", 5)
    same_bits(history(), whole)
    assert whole.epochs.tolist() == [0, 7, 14, 21, 28, 35, 42, 49, 50] and len(whole.snapshots) == 9


def test_memory_is_bounded(monkeypatch):
    seen, original = [], training._buffers.Buffers
    monkeypatch.setattr(training._buffers, "Buffers", lambda *args: seen.append(args[2]) or original(*args))
    train(xor_networks(5000), xor(), CROSS_ENTROPY, learning_rate=1, epochs=1)
    assert seen == [(2048,), (2048,), (904,)]
    rng, seen[:] = np.random.default_rng(0), []
    large = Dataset("large", rng.normal(size=(2000, 8)), rng.uniform(size=(2000, 1)))
    train(random_network((8, 64, 1), rng, runs=20), large, HALF_MSE, learning_rate=1, epochs=1)
    assert max(runs for (runs,) in seen) * 2000 * 64 <= 2**20, "large runs go in smaller chunks"


def test_weights_that_are_not_asked_for_are_not_kept(monkeypatch):
    kept, original = [], training._history
    monkeypatch.setattr(
        training, "_history", lambda walks, *args, **words: kept.extend(walks) or original(walks, *args, **words)
    )
    train(xor_networks(5), xor(), CROSS_ENTROPY, learning_rate=1, epochs=20, record_every=1)
    assert [weights for _, _, weights in kept[0].recorded] == [None] * 21


def test_the_same_bits_from_any_executor(monkeypatch):
    monkeypatch.setattr(training, "CHUNK", 16)
    networks, rates = xor_networks(50), np.linspace(0.1, 1, 50)
    options = {"learning_rate": rates, "epochs": 2500, "record_every": 400, "rule": momentum(0.5)}
    alone = train(networks, xor(), CROSS_ENTROPY, **options)
    here = Here()
    same_bits(train(networks, xor(), CROSS_ENTROPY, executor=here, **options), alone)
    assert here.tasks == 4 * 3, "four chunks, three parts"


def test_the_same_bits_from_a_pool_of_processes(monkeypatch):
    monkeypatch.setattr(training, "CHUNK", 16)
    networks = xor_networks(40)
    alone = train(networks, xor(), HALF_MSE, learning_rate=1, epochs=500)
    with ProcessPoolExecutor(2, mp_context=_spawn()) as pool:
        same_bits(train(networks, xor(), HALF_MSE, learning_rate=1, epochs=500, executor=pool), alone)


@pytest.mark.filterwarnings("ignore:Couldn't detect a suitable IP address")  # where there is no network
def test_the_same_bits_from_a_dask_cluster(monkeypatch, tmp_path):
    import distributed

    monkeypatch.setattr(training, "CHUNK", 16)
    networks = xor_networks(40)
    alone = train(networks, xor(), HALF_MSE, learning_rate=1, epochs=500)
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None, local_directory=str(tmp_path)
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        same_bits(train(networks, xor(), HALF_MSE, learning_rate=1, epochs=500, executor=client.get_executor()), alone)


def _spawn():
    import multiprocessing

    return multiprocessing.get_context("spawn")  # as on Windows and macOS: nothing is inherited


def test_record_at_and_the_end():
    network = xor_networks(None)
    history = train(network, xor(), CROSS_ENTROPY, learning_rate=1, epochs=3000, record_at=(0, 1, 10, 1000, 2500))
    assert history.epochs.tolist() == [0, 1, 10, 1000, 2500, 3000]
    every = train(network, xor(), CROSS_ENTROPY, learning_rate=1, epochs=3000, record_every=1)
    np.testing.assert_array_equal(history.cost, every.cost[history.epochs])
    assert train(network, xor(), CROSS_ENTROPY, learning_rate=1, epochs=7, record_at=[3]).epochs.tolist() == [3, 7]
    assert train(network, xor(), CROSS_ENTROPY, learning_rate=1, epochs=7, record_at=[]).epochs.tolist() == [7]


@pytest.mark.parametrize("runs", [None, 3])
def test_snapshots_are_the_networks_of_their_epochs(runs):
    networks = xor_networks(runs)
    history = train(networks, xor(), CROSS_ENTROPY, learning_rate=1, epochs=20, record_every=10, record_weights=True)
    assert len(history.snapshots) == 3
    for epoch, snapshot, cost in zip(history.epochs, history.snapshots, history.cost, strict=True):
        shorter = train(networks, xor(), CROSS_ENTROPY, learning_rate=1, epochs=int(epoch))
        np.testing.assert_array_equal(snapshot.layers[0].W, shorter.network.layers[0].W)
        np.testing.assert_allclose(cost_of(snapshot, xor().X, xor().y, CROSS_ENTROPY), cost, rtol=1e-14)
    assert train(networks, xor(), CROSS_ENTROPY, learning_rate=1, epochs=2).snapshots is None


def test_a_rule_may_carry_state():
    """Momentum on a network, beside the two lines of its definition."""
    network, data, velocity = xor_networks(None), xor(), None
    expected = network
    for _ in range(5):
        g = backward(expected, forward(expected, data.X), data.y, CROSS_ENTROPY).layers
        slopes = [array for layer in g for array in (layer.W, layer.b)]
        velocity = [0.9 * v - 0.5 * s for v, s in zip(velocity or [0] * 4, slopes, strict=True)]
        expected = Network(
            [
                unchecked_layer(p.W + velocity[2 * k], p.b + velocity[2 * k + 1], p.activation)
                for k, p in enumerate(expected.layers)
            ]
        )
    trained = train(network, data, CROSS_ENTROPY, learning_rate=0.5, epochs=5, rule=momentum(0.9)).network
    for one, other in zip(trained.layers, expected.layers, strict=True):
        np.testing.assert_allclose(one.W, other.W, rtol=1e-13)
    same_bits(
        train(network, data, CROSS_ENTROPY, learning_rate=0.5, epochs=50, rule=momentum(0)),
        train(network, data, CROSS_ENTROPY, learning_rate=0.5, epochs=50),
    )


def test_mini_batches_step_through_every_example_once():
    network = random_network((2, 1), np.random.default_rng(0), output="identity", bias=False)
    X = np.array([[1, 0], [0, 1], [0, 0], [1, 1], [2, 1.0]])
    data = Dataset("five", X, X @ [[1.0], [2.0]])
    seen = []

    def watching(state, slope, rate):
        seen.append(slope)
        return PLAIN.step(state, slope, rate)

    rule = dataclasses.replace(PLAIN, step=watching)
    options = {"epochs": 80, "batch_size": 2, "learning_rate": 0.1}
    history = train(network, data, HALF_MSE, rule=rule, rng=np.random.default_rng(3), record_every=1, **options)
    assert len(seen) == 80 * 3, "two whole batches and one of a single example"
    assert history.cost[-1] < 1e-3 * history.cost[0]
    np.testing.assert_allclose(history.network.layers[0].W.ravel(), [1, 2], atol=0.05)
    again = train(network, data, HALF_MSE, rng=np.random.default_rng(3), record_every=1, **options)
    np.testing.assert_array_equal(again.cost, history.cost)
    other = train(network, data, HALF_MSE, rng=np.random.default_rng(4), record_every=1, **options)
    assert (other.cost != history.cost).any()


def test_each_epoch_draws_every_example_once_in_an_order_of_its_own():
    """Five inputs of which each example has one, and weights of 0: a slope is −1/(examples in the batch) or 0."""
    network = random_network((5, 1), np.random.default_rng(0), output="identity", bias=False, draw=normal(0))
    seen = []
    rule = dataclasses.replace(PLAIN, step=lambda state, slope, rate: seen.append(slope) or (0 * slope, state))
    options = {"learning_rate": 1, "epochs": 20, "batch_size": 2, "rng": np.random.default_rng(0)}
    train(network, Dataset("one each", np.eye(5), np.ones((5, 1))), HALF_MSE, rule=rule, **options)
    assert len(seen) == 60
    batches = [tuple(np.flatnonzero(slope)) for slope in seen]
    for slope, batch in zip(seen, batches, strict=True):
        np.testing.assert_allclose(slope[list(batch)], -1 / len(batch), rtol=1e-15)
    orders = {tuple(batches[k : k + 3]) for k in range(0, 60, 3)}
    assert all(sorted(sum(order, ())) == [0, 1, 2, 3, 4] and len(order[0]) == 2 for order in orders)
    assert len(orders) > 10


def test_a_batch_of_all_examples_is_no_batch():
    options = {"learning_rate": 1, "epochs": 30}
    whole = train(xor_networks(3), xor(), HALF_MSE, **options)
    same_bits(train(xor_networks(3), xor(), HALF_MSE, batch_size=4, rng=np.random.default_rng(0), **options), whole)


def test_mini_batches_are_the_same_for_every_run_and_chunk(monkeypatch):
    networks = xor_networks(6)
    monkeypatch.setattr(training, "CHUNK", 4)
    together = train(networks, xor(), HALF_MSE, learning_rate=1, epochs=30, batch_size=3, rng=np.random.default_rng(5))
    for run in (0, 5):
        alone = train(
            select_run(networks, run), xor(), HALF_MSE, learning_rate=1, epochs=30, batch_size=3,
            rng=np.random.default_rng(5),
        )  # fmt: skip
        np.testing.assert_allclose(together.cost[:, run], alone.cost, rtol=0, atol=1e-13)


def interrupting_rule(after):
    calls = []

    def step(*args):
        calls.append(1)
        if len(calls) == after:
            raise KeyboardInterrupt
        return PLAIN.step(*args)

    return dataclasses.replace(PLAIN, step=step)


def test_interrupted_chunks_go_back_to_their_last_common_epoch(monkeypatch):
    monkeypatch.setattr(training, "CHUNK", 4)
    monkeypatch.setattr(training, "PART", 10)
    networks = xor_networks(8)  # two chunks, parts of ten epochs: the call number 35 is in the second chunk
    rule = interrupting_rule(after=35)
    history = train(networks, xor(), CROSS_ENTROPY, learning_rate=1, epochs=100, rule=rule, record_weights=True)
    assert history.interrupted and history.epochs.tolist() == [0, 10]
    expected = train(networks, xor(), CROSS_ENTROPY, learning_rate=1, epochs=10)
    np.testing.assert_allclose(history.cost[-1], expected.cost[-1], rtol=1e-13)
    np.testing.assert_array_equal(history.snapshots[-1].layers[0].W, history.network.layers[0].W)


def test_interrupted_in_a_batch_goes_back_to_a_whole_epoch():
    options = {"learning_rate": 1, "batch_size": 2}
    rule = interrupting_rule(after=6)  # the second step of the third epoch
    history = train(xor_networks(None), xor(), HALF_MSE, epochs=9, rule=rule, rng=np.random.default_rng(1), **options)
    expected = train(xor_networks(None), xor(), HALF_MSE, epochs=2, rng=np.random.default_rng(1), **options)
    assert history.interrupted and history.epochs.tolist() == [0, 2]
    np.testing.assert_array_equal(history.network.layers[0].W, expected.network.layers[0].W)


def test_a_real_interrupt_leaves_a_network_that_fits_its_cost():
    """The signal that Ctrl-C and the notebook's stop button send, at an arbitrary moment."""
    main = threading.main_thread().ident
    # a job that a script has put into the background is born with this signal ignored
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    timer = threading.Timer(0.2, lambda: signal.pthread_kill(main, signal.SIGINT))
    timer.start()
    try:
        history = train(xor_networks(64), xor(), CROSS_ENTROPY, learning_rate=1, epochs=10**7)
    finally:
        signal.signal(signal.SIGINT, before)
    assert history.interrupted and 0 < history.epochs[-1] < 10**7
    assert (np.diff(history.epochs) > 0).all()
    again = cost_of(history.network, xor().X, xor().y, CROSS_ENTROPY)
    np.testing.assert_allclose(history.cost[-1], again, rtol=1e-12)


def test_a_progress_bar_only_where_the_wait_is_long(monkeypatch, capsys):
    import tqdm

    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    made = []
    monkeypatch.setattr(tqdm, "tqdm", lambda **options: made.append(options) or _Bar())
    train(xor_networks(None), xor(), CROSS_ENTROPY, learning_rate=1, epochs=3000)
    assert not made
    clock = iter(range(0, 10_000))  # every look at the clock is a second later
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    train(xor_networks(None), xor(), CROSS_ENTROPY, learning_rate=1, epochs=10_000)
    assert len(made) == 1 and made[0]["total"] == 10_000
    assert made[0]["file"] is sys.stdout, "on stderr it would look like an error"
    assert _Bar.shown[-1] == 10_000 and _Bar.closed == 1


class _Bar:
    shown, closed = [], 0

    def __init__(self):
        self.n = 0

    def update(self, by):
        self.n += by
        _Bar.shown.append(self.n)

    def close(self):
        _Bar.closed += 1


@pytest.mark.parametrize(
    "options, words",
    [
        ({"record_at": (5, 3)}, "record_at must rise"),
        ({"record_at": (3, 3)}, "record_at must rise"),
        ({"record_at": (0, 11)}, "record_at must rise, and end at 10"),
        ({"record_at": 5}, "record_at must be epochs"),
        ({"record_at": (0, 2.5)}, "each of record_at must be a whole number"),
        ({"record_every": 0}, "record_every must be a whole number of at least 1"),
        ({"batch_size": 0, "rng": np.random.default_rng(0)}, "batch_size must be a whole number of at least 1"),
        ({"batch_size": 5, "rng": np.random.default_rng(0)}, "batch_size must be at most the number of examples, 4"),
        ({"batch_size": 2}, "rng must be a numpy.random.Generator"),
        ({"batch_size": 2, "rng": 0}, "rng must be a numpy.random.Generator"),
        ({"rng": np.random.default_rng(0)}, "rng must be left out"),
        ({"executor": 4}, "executor must be an Executor"),
        ({"rule": "momentum"}, "rule must be a Rule"),
        ({"learning_rate": [1, 1]}, "learning_rate must be one number"),
    ],
)
def test_wrong_options_are_refused(options, words):
    with pytest.raises((TypeError, ValueError), match=words):
        train(xor_networks(None), xor(), CROSS_ENTROPY, **{"learning_rate": 1, "epochs": 10, **options})


@pytest.mark.parametrize("beta", [-0.1, 1, 1.5, float("nan"), "0.9", None, True])
def test_momentum_refuses(beta):
    with pytest.raises((TypeError, ValueError), match="beta must be"):
        momentum(beta)
