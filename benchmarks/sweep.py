"""512 and 4 096 runs of the 2-3-1 net on XOR, side by side and in other ways."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np

from benchmarks import in_c
from benchmarks.measure import FULL, available, compare
from benchmarks.report import Goal, digits, ratio, remarks, table
from nnlib.costs import CROSS_ENTROPY
from nnlib.data import xor
from nnlib.network import Layer, Network, normal, random_network
from nnlib.training import train

X, Y = xor().X, xor().y
RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0)

# Each competitor takes the start (W1, b1, W2, b2), shaped as a `Network` holds them, with the runs on the last axis; a
# learning rate for each run; and the number of epochs. It returns the trained arrays. The cost is the cross-entropy.


def one_call(start, rates, epochs):
    """`train`, on all runs side by side; the only one here that also records the cost, of every 100th epoch."""
    W1, b1, W2, b2 = start
    networks = Network([Layer(W1, b1), Layer(W2, b2)])
    history = train(networks, xor(), CROSS_ENTROPY, learning_rate=rates, epochs=epochs)
    return tuple(array for layer in history.network.layers for array in (layer.W, layer.b))


def one_at_a_time(start, rates, epochs):
    """One net after the other."""
    trained = [
        plain(tuple(array[..., run] for array in start), rate, epochs) for run, rate in enumerate(rates.tolist())
    ]
    return tuple(np.stack(arrays, axis=-1) for arrays in zip(*trained, strict=True))


def plain(start, rate, epochs):
    """One net with `@`, as the course writes it."""
    W1, b1, W2, b2 = start
    for _ in range(epochs):
        a1 = _sigmoid(X @ W1 + b1)
        a2 = _sigmoid(a1 @ W2 + b2)
        delta2 = (a2 - Y) / len(X)
        delta1 = (delta2 @ W2.T) * a1 * (1 - a1)
        W2 = W2 - rate * (a1.T @ delta2)
        b2 = b2 - rate * delta2.sum(axis=0)
        W1 = W1 - rate * (X.T @ delta1)
        b1 = b1 - rate * delta1.sum(axis=0)
    return W1, b1, W2, b2


def _sigmoid(z):
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


def in_processes(pool):
    """`one_at_a_time` in a pool of two processes, half of the runs in each."""

    def run(start, rates, epochs):
        halves = zip(*(np.array_split(array, 2, axis=-1) for array in start), strict=True)
        trained = pool.map(one_at_a_time, halves, np.array_split(rates, 2), [epochs] * 2)
        return tuple(np.concatenate(arrays, axis=-1) for arrays in zip(*trained, strict=True))

    return run


def with_jax(axis):
    """vmap over the runs, which lie on that axis, and fori_loop over the epochs, compiled; the slopes written out."""
    import jax

    jax.config.update("jax_enable_x64", True)

    def epoch(parameters, rate):
        W1, b1, W2, b2 = parameters
        a1 = jax.nn.sigmoid(X @ W1 + b1)
        a2 = jax.nn.sigmoid(a1 @ W2 + b2)
        delta2 = (a2 - Y) / len(X)
        delta1 = (delta2 @ W2.T) * a1 * (1 - a1)
        slopes = X.T @ delta1, delta1.sum(axis=0), a1.T @ delta2, delta2.sum(axis=0)
        return tuple(p - rate * slope for p, slope in zip(parameters, slopes, strict=True))

    every_run = jax.vmap(epoch, in_axes=(axis, 0), out_axes=axis)
    loop = jax.jit(lambda start, rates, epochs: jax.lax.fori_loop(0, epochs, lambda _, p: every_run(p, rates), start))

    def run(start, rates, epochs):
        trained = loop(tuple(np.moveaxis(array, -1, axis) for array in start), rates, epochs)
        return tuple(np.moveaxis(np.asarray(array), axis, -1) for array in trained)

    return run


def with_torch_bmm():
    """Batched matrix products with the slopes written out, in place where that is natural."""
    torch = _torch()

    def run(start, rates, epochs):
        W1, b1, W2, b2 = _torch_batch(start)
        steps = torch.from_numpy(-rates / len(X)).reshape(-1, 1, 1)
        inputs, targets = (torch.from_numpy(each.copy()).expand(len(rates), -1, -1) for each in (X, Y))
        for _ in range(epochs):
            a1 = torch.baddbmm(b1, inputs, W1).sigmoid_()
            step2 = torch.baddbmm(b2, a1, W2).sigmoid_().sub_(targets).mul_(steps)
            step1 = torch.bmm(step2, W2.mT).mul_(a1).mul_(1 - a1)
            W2.baddbmm_(a1.mT, step2)
            b2 += step2.sum(dim=1, keepdim=True)
            W1.baddbmm_(inputs.mT, step1)
            b1 += step1.sum(dim=1, keepdim=True)
        return _from_torch_batch(W1, b1, W2, b2)

    return run


def with_torch_grad():
    """torch.func, vmap of grad."""
    torch = _torch()

    inputs, targets = torch.from_numpy(X.copy()), torch.from_numpy(Y.copy())

    def cost(parameters):
        W1, b1, W2, b2 = parameters
        z2 = torch.sigmoid(inputs @ W1 + b1) @ W2 + b2
        return torch.nn.functional.binary_cross_entropy_with_logits(z2, targets)

    slopes_of_all = torch.func.vmap(torch.func.grad(cost))

    def run(start, rates, epochs):
        parameters, steps = _torch_batch(start), torch.from_numpy(rates).reshape(-1, 1, 1)
        for _ in range(epochs):
            slopes = slopes_of_all(parameters)
            parameters = tuple(p - steps * slope for p, slope in zip(parameters, slopes, strict=True))
        return _from_torch_batch(*parameters)

    return run


def _torch():
    import torch

    torch.set_num_threads(1)
    return torch


def _torch_batch(start):
    """The arrays as tensors with the runs first: (R, 2, 3), (R, 1, 3), (R, 3, 1), (R, 1, 1)."""
    W1, b1, W2, b2 = (_torch().from_numpy(np.moveaxis(array, -1, 0).copy()) for array in start)
    return W1, b1.unsqueeze(1), W2, b2.unsqueeze(1)


def _from_torch_batch(W1, b1, W2, b2):
    return tuple(np.moveaxis(tensor.numpy(), 0, -1) for tensor in (W1, b1.squeeze(1), W2, b2.squeeze(1)))


def with_c():
    """A loop over the runs inside the loop over the epochs, for the vector unit."""

    def run(start, rates, epochs):
        flat = np.concatenate([array.reshape(-1, len(rates)) for array in start])
        W1, b1, W2, b2 = np.split(in_c.sweep(flat, rates, epochs), [6, 9, 12])
        return W1.reshape(2, 3, -1), b1, W2.reshape(3, 1, -1), b2

    return run


def drawn(runs):
    """(start, rates): every rate with the same starts, Gaussian weights and biases."""
    starts = random_network((2, 3, 1), np.random.default_rng(0), draw_bias=normal(0.5), runs=runs // len(RATES))
    arrays = (array for layer in starts.layers for array in (layer.W, layer.b))
    return tuple(np.tile(array, len(RATES)) for array in arrays), np.repeat(RATES, runs // len(RATES))


JAX, JAX_LAST = "jax, `vmap` and `fori_loop`", "jax, runs on the last axis"
BMM, VMAP = "torch, `bmm`, slopes by hand", "torch, `vmap` of `grad`"
ALONE, POOL, C = "one net at a time, `@`", "the same, a pool of two processes", "C, -O3, SIMD"
PROMISED = {
    "512": {ALONE: 120, POOL: 60, VMAP: 10, JAX: 0.8, JAX_LAST: 0.8, BMM: 0.8, C: 0.25},
    "4096": {JAX: 1, JAX_LAST: 1, BMM: 1},
}
FUSED = "jax joins a whole epoch into a few loops that write nothing to memory; numpy writes each of its results."
WHY = {
    JAX: FUSED,
    JAX_LAST: FUSED,
    C: "C keeps a few runs in the cache for all epochs, and each number in a register; numpy writes each result.",
}


def measure(effort):
    """Seconds for a run and an epoch, of 512 and of 4 096 runs."""
    made, left_out = available(
        {
            JAX: ("jax", partial(with_jax, 0)),
            JAX_LAST: ("jax", partial(with_jax, -1)),
            BMM: ("torch", with_torch_bmm),
            VMAP: ("torch", with_torch_grad),
        }
    )
    if in_c.COMPILER:
        made[C] = with_c()
    else:
        left_out[C] = "there is no compiler"
    checked = 200 if effort == FULL else 10
    fast = {"nnlib": one_call, **made}
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        slow = {ALONE: one_at_a_time, POOL: in_processes(pool)}
        few = _compare(fast | slow, 512, effort, checked, left_out)
    return {"512": few, "4096": _compare(fast, 4096, effort, checked, left_out)}


def _compare(competitors, runs, effort, checked, left_out):
    start, rates = drawn(runs)
    works = {name: partial(train_with, start, rates) for name, train_with in competitors.items()}
    return compare(works, effort, checked=checked, per=runs, left_out=left_out)


def goals(results, sizes=("512", "4096")):
    """Against one net at a time, a pool, torch, jax and C."""
    work = {"512": "a sweep of 512 runs", "4096": "a sweep of 4 096 runs"}
    return [
        Goal(work[size], name, bound, ratio(results[size], name), why=WHY.get(name, ""))
        for size in sizes
        for name, bound in PROMISED[size].items()
    ]


def section(results):
    """Words and tables."""
    few, many = results["512"], results["4096"]
    return f"""## A sweep

Eight learning rates, each with the same 64 or 512 starts: 512 or 4 096 trainings of the 2-3-1 net in one call of \
`train`. The runs lie on the last axis of every array, so each numpy call does the work of all of them. Only nnlib \
also records the costs, of every 100th epoch. All end with the same weights.

With 512 runs a run takes 1/{digits(ratio(few, ALONE), 2)} of the time that it takes alone. A pool of two processes \
takes {digits(ratio(few, POOL), 2)} times as long as one call. So the notebooks train thousands of nets while you \
wait.

### 512 runs

{table(few, "ns", "a run and epoch", goals(results, ["512"]))}
{remarks(few, goals(results, ["512"]))}
### 4 096 runs

{table(many, "ns", "a run and epoch", goals(results, ["4096"]))}
{remarks(many, goals(results, ["4096"]))}"""
