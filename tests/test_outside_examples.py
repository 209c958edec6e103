"""Worked examples from texts that are no source of the course, run through nnlib: their printed digits come out.

From Andrew Trask, "A Neural Network in 11 lines of Python (Part 1)": sigmoids without biases, half the squared error,
slopes added up over four examples at a rate of 1, which is 4 for the mean. The third input is always 1.
"""

import numpy as np

from nnlib.costs import HALF_MSE
from nnlib.data import Dataset
from nnlib.network import Layer, Network, forward
from nnlib.training import train

X = [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]


def weights(*shapes):
    """As that text draws them."""
    old = np.random.RandomState(1)
    return [2 * old.random_sample(shape) - 1 for shape in shapes]


def test_two_layer_net():
    data = Dataset("first column", X, [[0], [0], [1], [1]])
    network = Network([Layer(*weights((3, 1)))])
    trained = train(
        network, data, HALF_MSE, learning_rate=4, epochs=9_999
    ).network  # it prints what it answered before the last step
    printed = [0.00966449, 0.00786506, 0.99358898, 0.99211957]
    np.testing.assert_allclose(forward(trained, data.X).a[-1].ravel(), printed, atol=1e-8)


def test_three_layer_net_over_sixty_thousand_epochs():
    data = Dataset("XOR with a one", X, [[0], [1], [1], [0]])
    network = Network([Layer(W) for W in weights((3, 4), (4, 1))])
    history = train(network, data, HALF_MSE, learning_rate=4, epochs=60_000, record_every=10_000, record_weights=True)
    errors = [np.abs(forward(each, data.X).a[-1] - data.y).mean() for each in history.snapshots]
    printed = [0.496410031903, 0.00858452565325, 0.00578945986251, 0.00462917677677, 0.00395876528027, 0.00351012256786]
    np.testing.assert_allclose(errors[:6], printed, rtol=1e-9)
