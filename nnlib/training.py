"""Gradient descent on a network's cost, for one run or thousands side by side."""

import bisect
import itertools
import sys
import time
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np

from nnlib import _buffers
from nnlib._checks import as_count, as_flag, as_instance, as_rate, as_sequence, got
from nnlib.costs import Cost, as_targets
from nnlib.data import Dataset
from nnlib.descent import PLAIN, Rule, one_step
from nnlib.network import Network, as_examples, as_generator

CHUNK = 2048  # runs that advance together at the most
ROOM = 2**20  # numbers in one array of a chunk at the most: examples × widest layer × runs
PART = 1000  # steps between two looks at the clock
PATIENCE = 3.0  # seconds; where the wait is longer, a progress bar tells how long


@dataclass(frozen=True, eq=False)
class History:
    """What training leaves behind.

    network: the trained network, of as many runs as it began with.
    epochs: (n,) the epochs at which the cost was recorded, rising; the last one is where training ended.
    cost: (n,) for one network, (n, R) for R runs. NaN or infinity where a run has diverged.
    interrupted: True if the reader stopped it; everything then belongs to the last epoch that all runs had finished.
    snapshots: n networks, as they were at `epochs`; None unless they were asked for.
    """

    network: Network
    epochs: np.ndarray
    cost: np.ndarray
    interrupted: bool = False
    snapshots: tuple | None = None

    @property
    def diverged(self):
        """Whether the last cost, a weight or a bias is no finite number: a bool, or one for each run."""
        diverged = ~np.isfinite(self.cost[-1])
        for layer in self.network.layers:
            for array in (layer.W, layer.b):
                if array is not None:
                    units = tuple(range(array.ndim - np.ndim(diverged)))
                    diverged = diverged | ~np.isfinite(array).all(axis=units)
        return diverged


def train(
    network, data, cost, *, learning_rate, epochs, rule=PLAIN, record_every=100, record_at=None, record_weights=False,
    batch_size=None, rng=None, executor=None,
):  # fmt: skip
    """Gradient descent: forward, backward, step, for so many passes over the examples.

    network: one, or R runs side by side. data: a `Dataset`. cost: a `Cost`.
    learning_rate: at least 0; one number, or one for each run. The costs are means over the examples: for a text
    that sums over them, multiply its rate by their number.
    rule: a `Rule`. All weights and biases reach it as one array, (P,) or (P, R).
    record_every: epochs between recorded costs; or record_at: the epochs themselves, rising. The last epoch is
    recorded in any case. record_weights: keep the network of each of these epochs too.
    batch_size: examples in one step; all of them unless told. Fewer are drawn anew for every epoch by rng, a
    `numpy.random.Generator`, and they are the same for every run.
    executor: any `concurrent.futures.Executor`. Runs go to it in chunks of at most 2 048; the result has the same bits
    whoever computes them.
    The network handed in is not changed. Where the wait is longer than 3 seconds a progress bar appears.
    Returns a `History`.

    Raises TypeError or ValueError naming the parameter, before the first epoch.
    """
    as_instance(network, "network", Network)
    as_instance(data, "data", Dataset)
    X = as_examples(data.X, network)
    y = as_targets(data.y, network, cost, len(X))
    rate = as_rate(learning_rate)
    if np.ndim(rate) and rate.shape != (network.runs,):
        runs = "" if network.runs is None else f", or one for each of {network.runs} runs"
        raise ValueError(f"learning_rate must be one number{runs}; got shape {rate.shape}")
    epochs = as_count(epochs, "epochs")
    as_instance(rule, "rule", Rule)
    record_weights = as_flag(record_weights, "record_weights")
    record = _epochs_to_record(epochs, record_every, record_at)
    batch_size, seed = _batches(batch_size, rng, len(X))
    if executor is not None:
        as_instance(executor, "executor", Executor)

    layout = _buffers.Layout(network.layers)
    parameters = layout.flat(network.layers)
    job = _Job(layout, X, y, cost, rule, record, epochs, record_weights, batch_size, seed)
    walks = [_begin(job, each, parameters, rate) for each in _chunks(network, len(X))]
    part = max(1, PART * batch_size // len(X))
    progress, interrupted = _Progress(epochs), False
    try:
        for stop in itertools.chain(range(part, epochs, part), [epochs]):
            tasks = [replace(walk, stop=stop, recorded=()) for walk in walks]
            after = list(map(_advance, tasks) if executor is None else executor.map(_advance, tasks))
            interrupted = any(walk.epoch < stop for walk in after)
            if len({walk.epoch for walk in after}) > 1:
                break  # they were stopped at different epochs: the last common one is where they began this part
            # one assignment: an interrupt finds all of it done, or nothing
            walks = [replace(new, recorded=old.recorded + new.recorded) for old, new in zip(walks, after, strict=True)]
            if interrupted:
                break
            progress.show(stop)
    except KeyboardInterrupt:
        interrupted = True
    progress.close()
    return _history(walks, interrupted, single=network.runs is None)


@dataclass(frozen=True, eq=False)
class _Job:
    """What is the same for every chunk of runs, and for every part of the way.

    record: the epochs to record, rising, without the last one, which is recorded in any case.
    """

    layout: _buffers.Layout
    X: np.ndarray
    y: np.ndarray
    cost: Cost
    rule: Rule
    record: range | tuple
    last: int
    record_weights: bool
    batch_size: int
    seed: int


@dataclass(frozen=True, eq=False)
class _Walk:
    """A chunk of runs between two epochs: a plain value that can be sent to another process.

    recorded: (epoch, cost, parameters or None), one for each epoch to record that it has passed.
    """

    job: _Job
    parameters: np.ndarray
    state: object
    rate: object
    epoch: int = 0
    stop: int = 0
    recorded: tuple = ()


def _begin(job, runs, parameters, rate):
    """A walk at its start. runs: which of them, a slice."""
    parameters = parameters if parameters.ndim == 1 else np.ascontiguousarray(parameters[:, runs])
    return _Walk(job, parameters, job.rule.init(parameters.copy()), rate[runs] if np.ndim(rate) else rate)


def _advance(walk):
    """The walk at epoch `walk.stop`, or at the last whole epoch before it if the reader interrupts."""
    job, tail, recorded = walk.job, walk.parameters.shape[1:], []
    first, end = (bisect.bisect_left(job.record, epoch) for epoch in (walk.epoch, walk.stop))
    record = {*job.record[first:end], *([job.last] if walk.stop == job.last else [])}
    full_batch = job.batch_size == len(job.X)
    everything = _buffers.Buffers(job.layout, job.X, tail)
    position = (walk.epoch, walk.parameters, walk.state)  # of a whole epoch, whenever an interrupt falls
    plain, minus_rate = job.rule == PLAIN, -walk.rate

    def stepped(parameters, state, buffers, y):
        slopes = buffers.slopes(y, job.cost)
        if plain:  # the same bits in one array: with thousands of runs, getting others takes longer than the arithmetic
            slopes *= minus_rate
            slopes += parameters
            return slopes, state
        change, state = one_step(job.rule, state, slopes, walk.rate)
        return parameters + change, state

    with np.errstate(all="ignore"):  # a run that diverges says so in its cost
        try:
            while True:
                epoch, parameters, state = position
                if full_batch or epoch in record:
                    z, a = everything.forward(parameters)
                if epoch in record:
                    recorded.append((epoch, job.cost.value(z, a, job.y), parameters if job.record_weights else None))
                if epoch == walk.stop:
                    break
                if full_batch:
                    parameters, state = stepped(parameters, state, everything, job.y)
                else:
                    for rows in _shuffled(job, epoch):
                        batch = _buffers.Buffers(job.layout, job.X[rows], tail)
                        batch.forward(parameters)
                        parameters, state = stepped(parameters, state, batch, job.y[rows])
                position = (epoch + 1, parameters, state)
        except KeyboardInterrupt:
            pass
    epoch, parameters, state = position
    return replace(walk, epoch=epoch, parameters=parameters, state=state, recorded=tuple(recorded))


def _shuffled(job, epoch):
    """The rows of each batch of an epoch; they depend on the seed and the epoch alone."""
    order = np.random.default_rng((job.seed, epoch)).permutation(len(job.X))
    return [order[k : k + job.batch_size] for k in range(0, len(order), job.batch_size)]


def _history(walks, interrupted, single):
    first = walks[0]
    if interrupted and (not first.recorded or first.recorded[-1][0] < first.epoch):
        walks = [_recorded_now(walk) for walk in walks]
    columns = [zip(*walk.recorded, strict=True) for walk in walks]
    (epochs, *_), costs, weights = zip(*columns, strict=True)
    joined = (lambda arrays: arrays[0]) if single else (lambda arrays: np.concatenate(arrays, axis=-1))
    layout = first.job.layout
    network = layout.network(joined([walk.parameters for walk in walks]))
    snapshots = None
    if first.job.record_weights:
        snapshots = tuple(layout.network(joined(each)) for each in zip(*weights, strict=True))
    cost = np.array([joined(each) for each in zip(*costs, strict=True)])
    return History(network, np.array(epochs), cost, interrupted, snapshots)


def _recorded_now(walk):
    """The walk with its last epoch recorded."""
    job = walk.job
    with np.errstate(all="ignore"):
        z, a = _buffers.Buffers(job.layout, job.X, walk.parameters.shape[1:]).forward(walk.parameters)
        now = (walk.epoch, job.cost.value(z, a, job.y), walk.parameters)
    return replace(walk, recorded=(*walk.recorded, now))


def _chunks(network, m):
    """The runs, cut into slices that fit into a processor's cache; the whole of a single network."""
    if network.runs is None:
        return [slice(None)]
    size = max(1, min(CHUNK, ROOM // (m * max(network.sizes))))
    return [slice(k, min(k + size, network.runs)) for k in range(0, network.runs, size)]


def _epochs_to_record(epochs, record_every, record_at):
    """The epochs to record, rising, without the last one. A range has room for any number of them."""
    every = as_count(record_every, "record_every", at_least=1)
    if record_at is None:
        return range(0, epochs, every)
    chosen = [as_count(epoch, "each of record_at") for epoch in as_sequence(record_at, "record_at", "epochs, rising")]
    if chosen != sorted(set(chosen)) or (chosen and chosen[-1] > epochs):
        raise ValueError(f"record_at must rise, and end at {epochs} at the latest; got {got(chosen)}")
    return tuple(epoch for epoch in chosen if epoch < epochs)


def _batches(batch_size, rng, m):
    """(examples in one step, a seed for the order in which they are drawn)."""
    if batch_size is None:
        if rng is not None:
            raise ValueError("rng must be left out where all examples make one step; got one without batch_size")
        return m, 0
    batch_size = as_count(batch_size, "batch_size", at_least=1)
    if batch_size > m:
        raise ValueError(f"batch_size must be at most the number of examples, {m}; got {batch_size}")
    return batch_size, int(as_generator(rng).integers(2**63))


class _Progress:
    """A bar on the epochs, once it is clear that the wait is long."""

    def __init__(self, epochs):
        self.epochs, self.began, self.bar = epochs, time.monotonic(), None

    def show(self, done):
        """Tell that so many epochs are done."""
        if self.bar is None and (time.monotonic() - self.began) * self.epochs > PATIENCE * done:
            from tqdm import tqdm

            # a notebook shows what comes on stderr as an error, and keeps its red strip when the bar has gone
            self.bar = tqdm(total=self.epochs, unit="epoch", leave=False, file=sys.stdout)
        if self.bar is not None:
            self.bar.update(done - self.bar.n)

    def close(self):
        """Take the bar away."""
        if self.bar is not None:
            self.bar.close()
