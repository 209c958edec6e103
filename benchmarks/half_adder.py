"""The half adder on a 2-2-2-2 net, against a class that goes example by example."""

import numpy as np

from benchmarks.measure import compare
from benchmarks.report import digits, ratio, remarks, table
from nnlib.costs import HALF_MSE
from nnlib.data import half_adder
from nnlib.network import random_network, uniform
from nnlib.training import train

DATA, RATE = half_adder(), 0.5
NETWORK = random_network((2, 2, 2, 2), np.random.default_rng(0), draw=uniform(1), draw_bias=uniform(1))
CLASS = "published, a class, example by example"


class ExampleByExample:
    """A net in the manner of the published class: lists of arrays, row vectors, gradients added up."""

    def __init__(self, weights, biases):
        self.weights, self.biases = list(weights), list(biases)

    def outputs(self, x):
        """The activations of every layer, the input first."""
        layers = [x]
        for W, b in zip(self.weights, self.biases, strict=True):
            layers.append(1 / (1 + np.exp(-(np.dot(layers[-1], W) + b))))
        return layers

    def gradients(self, x, target):
        """The slopes of one example's cost in all weights and all biases."""
        layers = self.outputs(x)
        delta = (layers[-1] - target) * layers[-1] * (1 - layers[-1])
        of_weights, of_biases = [np.outer(layers[-2], delta)], [delta]
        for l in range(len(self.weights) - 1, 0, -1):
            delta = np.dot(delta, self.weights[l].T) * layers[l] * (1 - layers[l])
            of_weights.insert(0, np.outer(layers[l - 1], delta))
            of_biases.insert(0, delta)
        return of_weights, of_biases

    def step(self, inputs, targets, rate):
        """One epoch."""
        sum_W, sum_b = [np.zeros_like(W) for W in self.weights], [np.zeros_like(b) for b in self.biases]
        for x, target in zip(inputs, targets, strict=True):
            of_weights, of_biases = self.gradients(x, target)
            sum_W = [total + each for total, each in zip(sum_W, of_weights, strict=True)]
            sum_b = [total + each for total, each in zip(sum_b, of_biases, strict=True)]
        share = rate / len(inputs)
        self.weights = [W - share * total for W, total in zip(self.weights, sum_W, strict=True)]
        self.biases = [b - share * total for b, total in zip(self.biases, sum_b, strict=True)]


def with_nnlib(epochs):
    """The trained weights and biases."""
    layers = train(NETWORK, DATA, HALF_MSE, learning_rate=RATE, epochs=epochs).network.layers
    return [layer.W for layer in layers] + [layer.b for layer in layers]


def with_class(epochs):
    """The same by the class."""
    net = ExampleByExample([layer.W for layer in NETWORK.layers], [layer.b for layer in NETWORK.layers])
    for _ in range(epochs):
        net.step(DATA.X, DATA.y, RATE)
    return net.weights + net.biases


def measure(effort):
    """Seconds an epoch."""
    return compare({"nnlib": with_nnlib, CLASS: with_class}, effort, checked=100)


def goals(results):
    """None was set."""
    return []


def section(results):
    """Words and table."""
    return f"""## The half adder

A 2-2-2-2 net, squared error, as the published class trains it: example by example, with lists of gradients that are \
added up. The class is written anew here, in that manner. Taking all four examples in each product is \
{digits(ratio(results, CLASS), 2)} times as fast.

{table(results, "µs", "an epoch")}
{remarks(results)}"""
