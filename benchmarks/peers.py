"""One 2-3-1 net on XOR, trained in many ways: the cross-entropy, every example in every step, plain descent.

Each function here imports what it needs and returns `train(epochs)`, which gives (the 13 numbers of the trained net,
the cost of every 100th epoch from 0 on). The numbers are in the order W1 row by row, b1, W2, b2. `python -m
benchmarks.peers torch_module 10000` trains in a fresh process and prints them.
"""

import math
import random
import sys

RATE = 0.5
EVERY = 100  # epochs between recorded costs
X = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
Y = [[0.0], [1.0], [1.0], [0.0]]
_gauss = random.Random(0).gauss
START = [_gauss(0, 1) for _ in range(13)]


def nnlib():
    """`train`, as the course uses it."""
    return _with_nnlib(record_every=EVERY)


def nnlib_every_cost():
    """`train`, with the cost of every epoch."""
    return _with_nnlib(record_every=1)


def _with_nnlib(record_every):
    import numpy as np

    from nnlib.costs import CROSS_ENTROPY
    from nnlib.data import xor
    from nnlib.network import Layer, Network
    from nnlib.training import train

    W1, b1, W2, b2 = _arrays(np)
    network, data = Network([Layer(W1, b1), Layer(W2, b2)]), xor()

    def run(epochs):
        history = train(network, data, CROSS_ENTROPY, learning_rate=RATE, epochs=epochs, record_every=record_every)
        trained = [array.ravel() for layer in history.network.layers for array in (layer.W, layer.b)]
        return np.concatenate(trained), history.cost[: -1 : EVERY // record_every]

    return run


def published():
    """Example by example, with `np.matrix`, in the manner of the published program; biases lie under the weights."""
    import warnings

    import numpy as np

    warnings.simplefilter("ignore", PendingDeprecationWarning)
    W1, b1, W2, b2 = _arrays(np)
    inputs, targets = np.matrix(np.column_stack([X, np.ones(len(X))])), np.matrix(Y)

    def train(epochs):
        theta1, theta2 = np.matrix(np.vstack([W1, b1])), np.matrix(np.vstack([W2, b2]))
        costs = []
        for epoch in range(epochs):
            gradient1, gradient2, cost = np.matrix(np.zeros((3, 3))), np.matrix(np.zeros((4, 1))), 0.0
            for k in range(len(X)):
                a1 = inputs[k]
                z2 = np.matrix(a1.dot(theta1))
                a2 = np.matrix(np.concatenate((1 / (1 + np.exp(-z2)), np.ones((1, 1))), axis=1))
                z3 = np.matrix(a2.dot(theta2))
                a3 = 1 / (1 + np.exp(-z3))
                delta3 = np.matrix(a3 - targets[k])
                delta2 = np.matrix(np.multiply(theta2.dot(delta3), np.multiply(a2, 1 - a2).T))
                gradient1 += np.matrix(delta2[0:3].dot(a1)).T
                gradient2 += np.matrix(delta3.dot(a2)).T
                if epoch % EVERY == 0:
                    cost += float((-targets[k] * np.log(a3) - (1 - targets[k]) * np.log(1 - a3))[0, 0])
            if epoch % EVERY == 0:
                costs.append(cost / len(X))
            theta1 = theta1 - RATE * (1 / len(X)) * gradient1
            theta2 = theta2 - RATE * (1 / len(X)) * gradient2
        return np.concatenate([np.asarray(theta1).ravel(), np.asarray(theta2).ravel()]), costs

    return train


def micrograd():
    """Every number a `Value`. It has no sigmoid and no logarithm: both are added here as its own operations are."""
    from micrograd.engine import Value
    from micrograd.nn import Neuron

    def operation(z, value, slope):
        out = Value(value, (z,))

        def backward():
            z.grad += slope * out.grad

        out._backward = backward
        return out

    def sigmoid(z):
        a = _sigmoid(z.data)
        return operation(z, a, a * (1 - a))

    def cross_entropy(z, y):
        return operation(z, _softplus(z.data) - y * z.data, _sigmoid(z.data) - y)

    def train(epochs):
        hidden, output, costs = [Neuron(2, nonlin=False) for _ in range(3)], Neuron(3, nonlin=False), []
        parameters = [hidden[j].w[i] for i in range(2) for j in range(3)]
        parameters += [neuron.b for neuron in hidden] + output.w + [output.b]
        for p, value in zip(parameters, START, strict=True):
            p.data = value
        for epoch in range(epochs):
            outputs = [output([sigmoid(neuron(x)) for neuron in hidden]) for x in X]
            cost = sum(cross_entropy(z, y) for z, (y,) in zip(outputs, Y, strict=True)) * (1 / len(X))
            if epoch % EVERY == 0:
                costs.append(cost.data)
            for p in parameters:
                p.grad = 0.0
            cost.backward()
            for p in parameters:
                p.data -= RATE * p.grad
        return [p.data for p in parameters], costs

    return train


def autograd():
    """The cost in its numpy, and `grad` of it."""
    import autograd as engine
    import autograd.numpy as np

    inputs, targets = np.array(X), np.array(Y)

    def cost(parameters):
        W1, b1, W2, b2 = parameters
        hidden = 1 / (1 + np.exp(-(np.dot(inputs, W1) + b1)))
        z = np.dot(hidden, W2) + b2
        return np.mean(np.logaddexp(0, z) - targets * z)

    slopes_of, value_and_slopes_of = engine.grad(cost), engine.value_and_grad(cost)

    def train(epochs):
        parameters, costs = _arrays(np), []
        for epoch in range(epochs):
            if epoch % EVERY == 0:
                value, slopes = value_and_slopes_of(parameters)
                costs.append(value)
            else:
                slopes = slopes_of(parameters)
            parameters = [p - RATE * slope for p, slope in zip(parameters, slopes, strict=True)]
        return np.concatenate([p.ravel() for p in parameters]), costs

    return train


def torch_module():
    """`nn.Sequential` and `optim.SGD`."""
    import torch

    torch.set_num_threads(1)
    inputs, targets = torch.tensor(X, dtype=torch.float64), torch.tensor(Y, dtype=torch.float64)

    def train(epochs):
        first, last = torch.nn.Linear(2, 3, dtype=torch.float64), torch.nn.Linear(3, 1, dtype=torch.float64)
        module = torch.nn.Sequential(first, torch.nn.Sigmoid(), last)
        with torch.no_grad():
            for p, start in zip((first.weight, first.bias, last.weight, last.bias), _tensors(torch), strict=True):
                p.copy_(start.T if start.ndim == 2 else start)
        cost_of, optimizer, costs = torch.nn.BCEWithLogitsLoss(), torch.optim.SGD(module.parameters(), lr=RATE), []
        for epoch in range(epochs):
            optimizer.zero_grad()
            cost = cost_of(module(inputs), targets)
            cost.backward()
            optimizer.step()
            if epoch % EVERY == 0:
                costs.append(cost.item())
        trained = (first.weight.T, first.bias, last.weight.T, last.bias)
        return torch.cat([p.detach().reshape(-1) for p in trained]).numpy(), costs

    return train


def torch_by_hand():
    """Tensors, with the slopes written out and the steps in place."""
    import torch

    torch.set_num_threads(1)
    inputs, targets = torch.tensor(X, dtype=torch.float64), torch.tensor(Y, dtype=torch.float64)

    @torch.no_grad()
    def train(epochs):
        W1, b1, W2, b2 = _tensors(torch)
        costs = []
        for epoch in range(epochs):
            a1 = torch.addmm(b1, inputs, W1).sigmoid_()
            z2 = torch.addmm(b2, a1, W2)
            if epoch % EVERY == 0:
                costs.append(torch.nn.functional.binary_cross_entropy_with_logits(z2, targets).item())
            step2 = z2.sigmoid_().sub_(targets).mul_(-RATE / len(X))
            step1 = torch.mm(step2, W2.T).mul_(a1).mul_(1 - a1)
            W2.addmm_(a1.T, step2)
            b2 += step2.sum(dim=0)
            W1.addmm_(inputs.T, step1)
            b1 += step1.sum(dim=0)
        return torch.cat([p.reshape(-1) for p in (W1, b1, W2, b2)]).numpy(), costs

    return train


def scikit_learn():
    """`MLPClassifier`, with sgd, no momentum, no penalty, all examples in one batch, and our start in place of its."""
    import warnings

    import numpy as np
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    warnings.simplefilter("ignore", ConvergenceWarning)  # it has no other way to be told to go on

    inputs, labels = np.array(X), np.array(Y).ravel()
    options = {"solver": "sgd", "momentum": 0, "alpha": 0, "learning_rate": "constant", "learning_rate_init": RATE}
    options |= {"batch_size": len(X), "shuffle": False, "tol": 0, "n_iter_no_change": 10**9, "warm_start": True}

    def train(epochs):
        machine = MLPClassifier((3,), activation="logistic", max_iter=1, **options).fit(inputs, labels)
        W1, b1, W2, b2 = _arrays(np)
        machine.coefs_, machine.intercepts_, machine.loss_curve_ = [W1, W2], [b1, b2], []
        machine.set_params(max_iter=epochs).fit(inputs, labels)
        (W1, W2), (b1, b2) = machine.coefs_, machine.intercepts_
        return np.concatenate([p.ravel() for p in (W1, b1, W2, b2)]), machine.loss_curve_[-epochs::EVERY]

    return train


def numpy_plain():
    """`@` and `+`, as the course writes it, with a sigmoid that is safe for every z."""
    import numpy as np

    inputs, targets = np.array(X), np.array(Y)

    def sigmoid(z):
        return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))

    def train(epochs):
        W1, b1, W2, b2 = _arrays(np)
        costs = []
        for epoch in range(epochs):
            a1 = sigmoid(inputs @ W1 + b1)
            z2 = a1 @ W2 + b2
            if epoch % EVERY == 0:
                costs.append(np.mean(np.logaddexp(0, z2) - targets * z2))
            delta2 = (sigmoid(z2) - targets) / len(X)
            delta1 = (delta2 @ W2.T) * a1 * (1 - a1)
            W2 = W2 - RATE * (a1.T @ delta2)
            b2 = b2 - RATE * delta2.sum(axis=0)
            W1 = W1 - RATE * (inputs.T @ delta1)
            b1 = b1 - RATE * delta1.sum(axis=0)
        return np.concatenate([p.ravel() for p in (W1, b1, W2, b2)]), costs

    return train


def numpy_out():
    """Every result written into an array that is kept, for this net and no other; biases lie under the weights."""
    import numpy as np

    inputs, targets = np.column_stack([X, np.ones(len(X))]), np.array(Y)

    def train(epochs):
        W1, b1, W2, b2 = _arrays(np)
        theta1, theta2, costs = np.vstack([W1, b1]), np.vstack([W2, b2]), []
        a1, z2, back, slope1, slope2 = np.ones((4, 4)), np.empty((4, 1)), np.empty((4, 3)), 0 * theta1, 0 * theta2
        hidden, weights2, z1 = a1[:, :3], theta2[:3].T, np.empty((4, 3))
        minus_inputs, steps_of_inputs, a1_T = -inputs, -RATE / len(X) * inputs.T, a1.T
        dot, exp, add, reciprocal, multiply, subtract = np.dot, np.exp, np.add, np.reciprocal, np.multiply, np.subtract
        for epoch in range(epochs):
            dot(minus_inputs, theta1, z1)
            exp(z1, z1)
            add(z1, 1, z1)
            reciprocal(z1, hidden)
            dot(a1, theta2, z2)
            if epoch % EVERY == 0:
                costs.append(np.mean(np.logaddexp(0, z2) - targets * z2))
            np.negative(z2, z2)
            exp(z2, z2)
            add(z2, 1, z2)
            reciprocal(z2, z2)
            subtract(z2, targets, z2)
            dot(z2, weights2, back)
            multiply(back, hidden, back)
            subtract(1, hidden, z1)
            multiply(back, z1, back)
            dot(a1_T, z2, slope2)
            multiply(slope2, -RATE / len(X), slope2)
            add(theta2, slope2, theta2)
            dot(steps_of_inputs, back, slope1)
            add(theta1, slope1, theta1)
        return np.concatenate([theta1.ravel(), theta2.ravel()]), costs

    return train


def python_floats():
    """No arrays at all: thirteen numbers, and a line for each unit."""
    exp, examples, share = math.exp, [(*x, *y) for x, y in zip(X, Y, strict=True)], RATE / len(X)

    def train(epochs):
        w11, w12, w13, w21, w22, w23, b1, b2, b3, v1, v2, v3, c = START
        costs = []
        for epoch in range(epochs):
            d11 = d12 = d13 = d21 = d22 = d23 = e1 = e2 = e3 = f1 = f2 = f3 = g = cost = 0.0
            for x1, x2, y in examples:
                a1 = 1 / (1 + exp(-(x1 * w11 + x2 * w21 + b1)))
                a2 = 1 / (1 + exp(-(x1 * w12 + x2 * w22 + b2)))
                a3 = 1 / (1 + exp(-(x1 * w13 + x2 * w23 + b3)))
                z = a1 * v1 + a2 * v2 + a3 * v3 + c
                delta = 1 / (1 + exp(-z)) - y
                f1 += a1 * delta
                f2 += a2 * delta
                f3 += a3 * delta
                g += delta
                delta1 = delta * v1 * a1 * (1 - a1)
                delta2 = delta * v2 * a2 * (1 - a2)
                delta3 = delta * v3 * a3 * (1 - a3)
                d11 += x1 * delta1
                d12 += x1 * delta2
                d13 += x1 * delta3
                d21 += x2 * delta1
                d22 += x2 * delta2
                d23 += x2 * delta3
                e1 += delta1
                e2 += delta2
                e3 += delta3
                if epoch % EVERY == 0:
                    cost += _softplus(z) - y * z
            if epoch % EVERY == 0:
                costs.append(cost / len(X))
            w11, w12, w13 = w11 - share * d11, w12 - share * d12, w13 - share * d13
            w21, w22, w23 = w21 - share * d21, w22 - share * d22, w23 - share * d23
            b1, b2, b3 = b1 - share * e1, b2 - share * e2, b3 - share * e3
            v1, v2, v3, c = v1 - share * f1, v2 - share * f2, v3 - share * f3, c - share * g
        return [w11, w12, w13, w21, w22, w23, b1, b2, b3, v1, v2, v3, c], costs

    return train


def jax():
    """Compiled: `fori_loop` over the epochs, in a `scan` that records the costs; the slopes are its own `grad`."""
    import jax as engine
    import numpy as np
    from jax import numpy as jnp

    engine.config.update("jax_enable_x64", True)
    inputs, targets = jnp.array(X), jnp.array(Y)

    def cost_of(parameters):
        W1, b1, W2, b2 = parameters
        z = engine.nn.sigmoid(inputs @ W1 + b1) @ W2 + b2
        return jnp.mean(jnp.logaddexp(0, z) - targets * z)

    def epoch(_, parameters):
        return [p - RATE * slope for p, slope in zip(parameters, engine.grad(cost_of)(parameters), strict=True)]

    def some_epochs(parameters, _):
        return engine.lax.fori_loop(0, EVERY, epoch, parameters), cost_of(parameters)

    loop = engine.jit(lambda start, blocks: engine.lax.scan(some_epochs, start, length=blocks), static_argnums=1)

    def train(epochs):
        trained, costs = loop(_arrays(np), epochs // EVERY)
        return np.concatenate([np.asarray(p).ravel() for p in trained]), np.asarray(costs)

    return train


def c():
    """Compiled by a C compiler, with -O3, for this machine."""
    from benchmarks import in_c

    return lambda epochs: in_c.one_net(START, RATE, epochs, EVERY)


def _sigmoid(z):
    return 1 / (1 + math.exp(-z))


def _softplus(z):
    return max(z, 0) + math.log1p(math.exp(-abs(z)))


def _arrays(np):
    """The start as W1 (2, 3), b1 (3,), W2 (3, 1), b2 (1,)."""
    W1, b1, W2, b2 = np.split(np.array(START), [6, 9, 12])
    return [W1.reshape(2, 3), b1, W2.reshape(3, 1), b2]


def _tensors(torch):
    W1, b1, W2, b2 = torch.tensor(START, dtype=torch.float64).split([6, 3, 3, 1])
    return [W1.reshape(2, 3), b1, W2.reshape(3, 1), b2]


# by the name that tables give them: the package that must be installed, and the function
PEERS = {
    "published, example by example": ("numpy", published),
    "micrograd": ("micrograd", micrograd),
    "autograd": ("autograd", autograd),
    "torch, `nn.Module`": ("torch", torch_module),
    "torch, slopes by hand": ("torch", torch_by_hand),
    "scikit-learn": ("sklearn", scikit_learn),
    "jax, compiled": ("jax", jax),
}
BY_HAND = {
    "numpy with `@`": ("numpy", numpy_plain),
    "numpy with `out=`": ("numpy", numpy_out),
    "Python floats": (None, python_floats),
}

if __name__ == "__main__":
    weights, _ = globals()[sys.argv[1]]()(int(sys.argv[2]))
    print(*map(float, weights))
