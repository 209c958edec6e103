"""Training the 2-3-1 net on XOR: 512 runs (8 learning rates × 64 starts) and 4 096 in one call of `train`, and one run
alone, against the same in plain numpy, jax and torch. Run: make bench

All must give the same weights before anything is timed. They take turns, with one thread each. Ratios of medians from
one run carry over to other machines, the times themselves do not. Where jax or torch is not installed it is left out.
"""

import os

# NPROC is what jax asks how many threads to start
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NPROC"):
    os.environ[name] = "1"

import importlib.util  # noqa: E402
import multiprocessing  # noqa: E402
import statistics  # noqa: E402
import time  # noqa: E402
import warnings  # noqa: E402
from concurrent.futures import ProcessPoolExecutor  # noqa: E402
from functools import partial  # noqa: E402

import numpy as np  # noqa: E402

from nnlib.costs import CROSS_ENTROPY  # noqa: E402
from nnlib.data import xor  # noqa: E402
from nnlib.network import Layer, Network, normal, random_network  # noqa: E402
from nnlib.training import train  # noqa: E402

X, Y = xor().X, xor().y
RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0)
CHECKED = 200  # epochs after which the weights must agree
SECONDS = 0.5  # for one measurement: so many epochs are taken
ROUNDS = 7

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


def published(start, rate, epochs):
    """One net, example by example, with `np.matrix`, in the manner of that program; biases lie under the weights."""
    theta1, theta2 = (np.matrix(np.vstack(each)) for each in (start[:2], start[2:]))
    inputs, targets = np.matrix(np.column_stack([X, np.ones(len(X))])), np.matrix(Y)
    for _ in range(epochs):
        gradient1, gradient2 = np.matrix(np.zeros((3, 3))), np.matrix(np.zeros((4, 1)))
        for k in range(len(X)):
            a1 = inputs[k]
            z2 = np.matrix(a1.dot(theta1))
            a2 = np.matrix(np.concatenate((1 / (1 + np.exp(-z2)), np.ones((1, 1))), axis=1))
            z3 = np.matrix(a2.dot(theta2))
            delta3 = np.matrix(1 / (1 + np.exp(-z3)) - targets[k])
            delta2 = np.matrix(np.multiply(theta2.dot(delta3), np.multiply(a2, 1 - a2).T))
            gradient1 += np.matrix(delta2[0:3].dot(a1)).T
            gradient2 += np.matrix(delta3.dot(a2)).T
        theta1 = theta1 - rate * (1 / len(X)) * gradient1
        theta2 = theta2 - rate * (1 / len(X)) * gradient2
    theta1, theta2 = np.asarray(theta1), np.asarray(theta2)
    return theta1[:2], theta1[2], theta2[:3], theta2[3]


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


def compare(title, start, rates, competitors):
    """Check that all train the first one's weights, then time them in turns and print each beside the first."""
    runs, expected, epochs = np.size(rates), None, {}
    for name, train_with in competitors.items():
        train_with(start, rates, 1)  # whatever is to be compiled or started
        began = time.perf_counter()
        trained = train_with(start, rates, CHECKED)
        epochs[name] = max(1, round(SECONDS / (time.perf_counter() - began) * CHECKED))
        expected = expected or trained
        for array, ours in zip(trained, expected, strict=True):
            np.testing.assert_allclose(array, ours, rtol=0, atol=1e-12, err_msg=name)
    times = {name: [] for name in competitors}
    for _ in range(ROUNDS):
        for name, train_with in competitors.items():
            began = time.perf_counter()
            train_with(start, rates, epochs[name])
            times[name].append(1e9 * (time.perf_counter() - began) / epochs[name] / runs)
    print(f"{title}, ns per run and epoch: the median (fastest to slowest), both beside nnlib's")
    ours = next(iter(times.values()))
    for name, each in times.items():
        middle, fastest = statistics.median(each), min(each)
        ratios = f"× {middle / statistics.median(ours):.2f} and {fastest / min(ours):.2f}"
        print(f"  {name:30} {middle:8.0f} ({fastest:.0f} to {max(each):.0f})".ljust(64) + ratios)


def drawn(runs):
    """(start, rates): every rate with the same starts, Gaussian weights and biases."""
    starts = random_network((2, 3, 1), np.random.default_rng(0), draw_bias=normal(0.5), runs=runs // len(RATES))
    arrays = (array for layer in starts.layers for array in (layer.W, layer.b))
    return tuple(np.tile(array, len(RATES)) for array in arrays), np.repeat(RATES, runs // len(RATES))


def installed_peers():
    """Those of jax and torch that are installed, by name; says which one is not."""
    peers = {}
    for package, name, made in (
        ("jax", "jax, runs on the first axis", partial(with_jax, 0)),
        ("jax", "jax, runs on the last axis", partial(with_jax, -1)),
        ("torch", "torch, bmm by hand", with_torch_bmm),
        ("torch", "torch, vmap of grad", with_torch_grad),
    ):
        if importlib.util.find_spec(package):
            peers[name] = made()
        else:
            print(f"{name}: left out, {package} is not installed")
    return peers


def main():
    """512 runs, 4 096 runs, and one net alone."""
    warnings.simplefilter("ignore", PendingDeprecationWarning)  # np.matrix
    fast = {"nnlib": one_call, **installed_peers()}
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        slow = {"one net at a time, @": one_at_a_time, "the same in two processes": in_processes(pool)}
        compare("512 runs", *drawn(512), fast | slow)
    compare("4 096 runs", *drawn(4096), fast)
    start, _ = drawn(len(RATES))
    alone = {"nnlib": one_call, "@": plain, "example by example, np.matrix": published}
    compare("one net", tuple(array[..., 0] for array in start), 0.1, alone)


if __name__ == "__main__":
    main()
