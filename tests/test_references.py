"""The references of the exercises, held against the maths floor or against a nudge: they are answers, not opinions."""

import numpy as np
import pytest
from support import NOTEBOOKS
from test_notebooks import code, read

from nnlib.backprop import backward
from nnlib.costs import CROSS_ENTROPY, HALF_MSE, cross_entropy
from nnlib.data import Dataset
from nnlib.exercises import a_bias, any_network, cost_surfaces, every_path, gradient_descent, one_weight, xor
from nnlib.functions import SIGMOID, sigmoid
from nnlib.gradcheck import numerical_gradient
from nnlib.landscape import cost_and_slopes
from nnlib.network import Layer, Network, forward


def backpropagated(X, y, params, cost):
    network = Network(tuple(Layer(W, b, SIGMOID) for W, b in params))
    return backward(network, forward(network, X), y, cost).layers


def measured(f, x):
    return numerical_gradient(f, np.asarray(x, float))


def agree(given, wanted):
    np.testing.assert_allclose(np.asarray(given, float), wanted, rtol=1e-6, atol=1e-8)


def test_cubic():
    for (x,) in gradient_descent.slope_of_cubic.inputs:
        agree(gradient_descent.slope_of_cubic.reference(x), measured(lambda x: x**3 - 6 * x + 5, x))


def test_one_weight():
    for w, X, y in one_weight.slope_of_mse.inputs:
        agree(
            one_weight.slope_of_mse.reference(w, X, y),
            measured(lambda w, X=X, y=y: np.mean((sigmoid(w * X) - y) ** 2), w),
        )


def test_weight_and_bias():
    for w, b, X, y in a_bias.both_slopes.inputs:
        agree(a_bias.both_slopes.reference(w, b, X, y), cost_and_slopes(w, b, Dataset("d", X, y), HALF_MSE)[1:])
    for weights, X, y in a_bias.published_slopes.inputs:
        slopes = cost_and_slopes(*weights.ravel(), Dataset("d", X, y), HALF_MSE)[1:]
        agree(a_bias.published_slopes.reference(weights, X, y).ravel(), slopes)
    for w, b, X, y, alpha in a_bias.repaired_step.inputs:
        slopes = cost_and_slopes(w, b, Dataset("d", X, y), HALF_MSE)[1:]
        agree(a_bias.repaired_step.reference(w, b, X, y, alpha), np.array([w, b]) - alpha * np.array(slopes))


def test_weighted_cross_entropy():
    for w, b, X, y in cost_surfaces.cross_entropy_slopes.inputs:

        def cost(p, X=X, y=y):
            a = sigmoid(p[0] * X + p[1])
            return -np.mean(3 * y * np.log(a) + (1 - y) * np.log(1 - a))

        agree(cost_surfaces.cross_entropy_slopes.reference(w, b, X, y), measured(cost, [w, b]))


def test_stable_cost():
    for z, y in cost_surfaces.stable_cost.inputs:
        agree(cost_surfaces.stable_cost.reference(z, y), cross_entropy([[z]], [[y]]))


def test_net_of_two_layers_without_biases():
    for x, y, W1, W2 in every_path.eight_slopes.inputs:
        layers = backpropagated(x[None], y[None], [(W1, np.zeros(2)), (W2, np.zeros(2))], HALF_MSE)
        for given, layer in zip(every_path.eight_slopes.reference(x, y, W1, W2), layers, strict=True):
            agree(given, layer.W)


@pytest.mark.parametrize("exercise", [every_path.wires, xor.hidden_delta])
def test_delta_of_a_hidden_layer(exercise):
    for delta2, W2, a1 in exercise.inputs:
        agree(exercise.reference(delta2, W2, a1), (delta2 @ W2.T) * SIGMOID.slope(None, a1))


def test_delta_of_the_answer():
    for a2, y in xor.squared_error_delta.inputs:
        z2 = np.log(a2 / (1 - a2))
        slopes = measured(lambda z, y=y: 0.5 * np.sum((sigmoid(z) - y) ** 2), z2)
        agree(xor.squared_error_delta.reference(a2, y), slopes)


def test_two_layers_of_xor():
    for X, y, W1, b1, W2, b2 in xor.loop_to_mend.inputs:
        first, _ = backpropagated(X, y, [(W1, b1), (W2, b2)], CROSS_ENTROPY)
        agree(xor.loop_to_mend.reference(X, y, W1, b1, W2, b2), first.W)
    for X, y, W1, b1, W2, b2, alpha in xor.one_epoch.inputs:
        layers = backpropagated(X, y, [(W1, b1), (W2, b2)], CROSS_ENTROPY)
        slopes = [array for layer in layers for array in (layer.W, layer.b)]
        new = xor.one_epoch.reference(X, y, W1, b1, W2, b2, alpha)
        for given, old, slope in zip(new, (W1, b1, W2, b2), slopes, strict=True):
            agree(given, old - alpha * slope)


def test_ones_in_front():
    for X, y, theta1, theta2 in xor.ones_first.inputs:
        layers = backpropagated(X, y, [(theta[1:], theta[0]) for theta in (theta1, theta2)], CROSS_ENTROPY)
        for given, layer in zip(xor.ones_first.reference(X, y, theta1, theta2), layers, strict=True):
            agree(given, np.vstack([layer.b, layer.W]))


def test_any_depth():
    for X, y, params in any_network.any_depth.inputs:
        layers = backpropagated(X, y, params, CROSS_ENTROPY)
        for (slope_W, slope_b), layer in zip(any_network.any_depth.reference(X, y, params), layers, strict=True):
            agree(slope_W, layer.W)
            agree(slope_b, layer.b)
    for X, y, params, alpha in any_network.mended_step.inputs:
        layers = backpropagated(X, y, params, HALF_MSE)
        new = any_network.mended_step.reference(X, y, params, alpha)
        for (new_W, new_b), (W, b), layer in zip(new, params, layers, strict=True):
            agree(new_W, W - alpha * layer.W)
            agree(new_b, b - alpha * layer.b)


def test_numbers_from_above_are_those_of_notebook_06():
    """The exercise of one epoch knows the slopes that the notebook has left in dW1, db1, dW2 and db2."""
    start = "(2, 3, 1), np.random.default_rng(4), draw=published_draw, draw_bias=published_draw"
    assert any(start in cell.source for cell in code(read(NOTEBOOKS[6])))
