"""How the published XOR network starts, and the two searches that gradient descent is held against.

Neither search knows a slope. Both are counted in forward passes over all the examples, so that they can be held
against descent, where one epoch costs about three: one pass forward, and about two for the way back.

Source: Brandon Brown, "Beginning Tutorial: Backpropagation and Gradient Descent", 2015.
The start is theirs. The searches are named there and not shown (a later post has a genetic algorithm of its own), so
these are the course's, as plain as can be.
"""

import math

import numpy as np

from nnlib._checks import as_count, as_instance, as_number
from nnlib.costs import HALF_MSE, as_targets, cross_entropy
from nnlib.data import Dataset
from nnlib.network import Layer, Network, forward, normal, random_network

CHUNK = 4096  # guesses at a time
POPULATION = 60


def published_draw(rng, n_in, n_out, shape):
    """Normal with standard deviation ½ sqrt(6 / (n_in + n_out)): `draw` and `draw_bias` for `random_network`.

    In print a bias is the last row of its matrix of weights and is drawn with it; n_in does not count it.
    """
    return 0.5 * np.sqrt(6 / (n_in + n_out)) * rng.standard_normal(shape)


def largest_error(network, data):
    """The largest |a − y| over all examples and outputs: a float, or (R,) for R runs.

    For targets of 0 and 1 the rounded answers are all right where it is below ½.
    Raises TypeError or ValueError if data does not fit the network.
    """
    as_instance(data, "data", Dataset)
    a = forward(network, data.X).a[-1]
    return np.abs(a - as_targets(data.y, network, HALF_MSE, len(data.X))).max(axis=(0, 1))


def random_search(sizes, data, rng, *, scale, close, tries):
    """Guess networks, every weight and bias normal with standard deviation `scale`; tell which guesses will do.

    A guess will do if all its answers are within `close` of their targets. Returns the numbers of these guesses,
    rising, the first guess being number 1: an int array, empty if there is none among `tries`.
    Raises TypeError or ValueError naming the parameter.
    """
    draw = normal(as_number(scale, "scale", above=0))
    close, tries = as_number(close, "close", above=0), as_count(tries, "tries", at_least=1)
    found = []
    for before in range(0, tries, CHUNK):
        guesses = random_network(sizes, rng, draw=draw, draw_bias=draw, runs=min(CHUNK, tries - before))
        found.append(before + 1 + np.flatnonzero(largest_error(guesses, data) <= close))
    return np.concatenate(found)


def genetic_search(sizes, data, rng, *, step, close, parents=10, tries=20_000):
    """How many networks a plain genetic algorithm tries until all answers of one are within `close` of their targets.

    There are 60 networks in a generation, N(0, 1) at first. The ones of lowest cross-entropy, `parents` in number,
    have 60 children: each weight and bias comes from one of two of them, by a coin, and is nudged by N(0, step). The
    best network goes on as it is. Returns a multiple of 60, or infinity if `tries` were not enough.
    Raises TypeError or ValueError naming the parameter.
    """
    step, close = as_number(step, "step", above=0), as_number(close, "close", above=0)
    parents, tries = as_count(parents, "parents", at_least=1), as_count(tries, "tries", at_least=1)
    if parents > POPULATION:
        raise ValueError(f"parents must be at most {POPULATION}, the whole generation; got {parents}")
    network = random_network(sizes, rng, draw=normal(1), draw_bias=normal(1), runs=POPULATION)
    for tried in range(POPULATION, tries + 1, POPULATION):
        if largest_error(network, data).min() <= close:
            return tried
        best = np.argsort(cross_entropy(forward(network, data.X).z[-1], data.y))[:parents]
        pairs = rng.choice(best, (2, POPULATION))
        network = Network(
            [Layer(*(_children(p, best[0], *pairs, step, rng) for p in (layer.W, layer.b))) for layer in network.layers]
        )
    return math.inf


def _children(p, best, mothers, fathers, step, rng):
    """The next generation of one array of parameters, whose last axis is the population."""
    mixed = np.where(rng.random(p.shape) < 0.5, p[..., mothers], p[..., fathers])
    mixed += step * rng.standard_normal(p.shape)
    mixed[..., 0] = p[..., best]
    return mixed
