"""Handwritten digits, mini-batches of 32: a 64-32-10 net of sigmoids."""

import numpy as np

from benchmarks.measure import FULL, available, compare
from benchmarks.report import digits as written
from benchmarks.report import ratio, remarks, table
from nnlib.costs import CROSS_ENTROPY
from nnlib.data import Dataset
from nnlib.network import random_network
from nnlib.training import train

BATCH, RATE, LEARNED, EPOCHS = 32, 0.5, 1500, 30  # examples in a step, learning rate, examples to learn from, epochs
SIZES = (64, 32, 10)
TORCH, SCIKIT = "torch, `nn.Module`", "scikit-learn"


def _rng():
    return np.random.default_rng(1)


def _orders(epochs):
    """The order of the examples in each epoch: that of `train`, so that all take the same steps."""
    seed = int(_rng().integers(2**63))
    return [np.random.default_rng((seed, epoch)).permutation(LEARNED) for epoch in range(epochs)]


def with_nnlib(X, Y, network):
    """`train`, by mini-batches."""
    data = Dataset("digits", X, Y)

    def work(epochs):
        options = {"learning_rate": RATE, "batch_size": BATCH, "rng": _rng(), "epochs": epochs, "record_at": ()}
        layers = train(network, data, CROSS_ENTROPY, **options).network.layers
        return [array for layer in layers for array in (layer.W, layer.b)]

    return work


def with_scikit_learn(X, Y, network):
    """`MLPClassifier`. For a table of labels its output is a sigmoid for each; `partial_fit` is one epoch."""
    from sklearn.neural_network import MLPClassifier

    options = {"solver": "sgd", "momentum": 0, "alpha": 0, "learning_rate": "constant", "learning_rate_init": RATE}

    def work(epochs):
        machine = MLPClassifier(SIZES[1:-1], activation="logistic", batch_size=BATCH, shuffle=False, **options)
        machine.partial_fit(X[:BATCH], Y[:BATCH], classes=np.arange(SIZES[-1]))  # makes its arrays
        for layer, W, b in zip(network.layers, machine.coefs_, machine.intercepts_, strict=True):
            W[...], b[...] = layer.W, layer.b
        for order in _orders(epochs):
            machine.partial_fit(X[order], Y[order])
        return [array for pair in zip(machine.coefs_, machine.intercepts_, strict=True) for array in pair]

    return work


def with_torch(X, Y, network):
    """`nn.Sequential` and `optim.SGD`."""
    import torch

    torch.set_num_threads(1)
    inputs, targets = torch.from_numpy(X), torch.from_numpy(Y)

    def work(epochs):
        linear = [torch.nn.Linear(*sizes, dtype=torch.float64) for sizes in zip(SIZES, SIZES[1:], strict=False)]
        with torch.no_grad():
            for module, layer in zip(linear, network.layers, strict=True):
                module.weight.copy_(torch.from_numpy(layer.W.T.copy()))
                module.bias.copy_(torch.from_numpy(layer.b.copy()))
        module = torch.nn.Sequential(linear[0], torch.nn.Sigmoid(), linear[1])
        cost_of = torch.nn.BCEWithLogitsLoss(reduction="sum")
        optimizer = torch.optim.SGD(module.parameters(), lr=RATE)
        for order in _orders(epochs):
            for rows in torch.from_numpy(order).split(BATCH):
                optimizer.zero_grad()
                (cost_of(module(inputs[rows]), targets[rows]) / len(rows)).backward()
                optimizer.step()
        return [array.detach().numpy() for each in linear for array in (each.weight.T, each.bias)]

    return work


def measure(effort):
    """Seconds an epoch, and the share of unseen digits that each gets right in the end. Needs scikit-learn's digits."""
    made, left_out = available({"": ("sklearn", dict)})
    if left_out:
        return {"times": {}, "left_out": {"all of it": left_out[""]}}
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    mixed = np.random.default_rng(0).permutation(len(images))  # the last ones are harder than the rest
    images, labels = images[mixed] / 16, labels[mixed]
    targets = np.eye(SIZES[-1])[labels]
    network = random_network(SIZES, np.random.default_rng(0))
    arguments = images[:LEARNED], targets[:LEARNED], network
    made, left_out = available(
        {
            "nnlib": ("numpy", lambda: with_nnlib(*arguments)),
            SCIKIT: ("sklearn", lambda: with_scikit_learn(*arguments)),
            TORCH: ("torch", lambda: with_torch(*arguments)),
        }
    )
    results = compare(made, effort, checked=2, left_out=left_out)
    epochs = EPOCHS if effort == FULL else 1
    right = {name: _right(made[name](epochs), images[LEARNED:], labels[LEARNED:]) for name in results["times"]}
    return {**results, "right": right}


def _right(arrays, images, labels):
    hidden = 1 / (1 + np.exp(-(images @ arrays[0] + arrays[1])))
    return round(float(np.mean((hidden @ arrays[2] + arrays[3]).argmax(axis=1) == labels)), 4)


def goals(results):
    """None was set."""
    return []


def section(results):
    """Words and table."""
    if not results["times"]:
        return f"## Handwritten digits\n\n{remarks(results)}"
    right = "; ".join(f"{name} {100 * share:.1f} %" for name, share in results["right"].items())
    faster = [f"{written(ratio(results, name), 2)} × {name}" for name in (SCIKIT, TORCH) if name in results["times"]]
    return f"""## Handwritten digits

{written(LEARNED)} of scikit-learn's digits, 8 × 8 pixels; a {"-".join(map(str, SIZES))} net; steps of {BATCH} \
examples, in the same order for all. After {EPOCHS} epochs they get the same share of the others right: {right}. \
Here the products are large enough for arithmetic to count, and the ratios are smaller: {", ".join(faster)}.

{table(results, "ms", "an epoch")}
{remarks(results)}"""
