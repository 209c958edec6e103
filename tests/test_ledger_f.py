"""Published claims about a derivation of backpropagation on 1-1-1 and 2-2-2 nets, row by row: reproduced or corrected.

From Jeremy Jordan, "Neural networks: training with backpropagation". It has no biases, numbers the input as layer 1,
and writes Θ with rows for the units it leads to: Θ^(l) there is W[l].T here. No weights are printed there, so they are
our own. Rows whose only fault is a lost character are tested in their repaired form; F29, F30, F40, F41 and F43 state
nothing that can be computed, and F38 and F39 are names (θ for the entries of Θ, and half-MSE for "mean squared error").
"""

import itertools
import math

import numpy as np
import pytest
import sympy as sp
from test_table_3_networks import errors

from nnlib.backprop import backward
from nnlib.costs import HALF_MSE, cost_of, half_mse
from nnlib.data import Dataset, half_adder
from nnlib.functions import sigmoid, sigmoid_slope
from nnlib.gradcheck import numerical_gradient, numerical_gradients
from nnlib.network import Layer, Network, forward, normal, random_network, uniform
from nnlib.training import train

THETA1, THETA2 = np.array([[0.4, -0.7], [0.9, 0.2]]), np.array([[-0.5, 1.1], [0.3, 0.8]])
DATA = Dataset("ours", [[0.6, -1.2], [1.5, 0.4], [-0.3, 0.8]], [[0.9, 0.2], [0.1, 0.6], [0.7, 0.3]])
ONE = Dataset("ours, one example", DATA.X[:1], DATA.y[:1])
NET = Network([Layer(THETA1.T), Layer(THETA2.T)])


def measured(data=DATA, net=NET):
    """∂J/∂Θ for each layer, by nudging."""
    return [layer.W.T for layer in numerical_gradients(net, data.X, data.y, HALF_MSE).layers]


# of the first example: x, y, the a^(2) and a^(3) of print, f'(z) of both, and the two δ
X, Y = DATA.X[0], DATA.y[0]
A2, A3 = (a[0] for a in forward(NET, ONE.X).a[1:])
SLOPE2, SLOPE3 = (sigmoid_slope(z[0]) for z in forward(NET, ONE.X).z[1:])
DELTA3 = (A3 - Y) * SLOPE3
DELTA2 = DELTA3 @ THETA2 * SLOPE2


def cosine(a, b):
    a, b = (np.concatenate([each.ravel() for each in pair]) for pair in (a, b))
    return a @ b / np.linalg.norm(a) / np.linalg.norm(b)


def test_f01_f02_f03_f04_f05_one_unit_in_each_layer():
    """J = ½ (y − a)²: three factors for θ^(2), five for θ^(1), 2 parameters and 8 terms."""
    x, y, theta1, theta2, z, a = sp.symbols("x y theta1 theta2 z a")
    f = 1 / (1 + sp.exp(-z))
    slope = sp.diff(f, z)
    z2 = theta1 * x
    a2 = f.subs(z, z2)
    z3 = theta2 * a2
    a3 = f.subs(z, z3)
    J = (y - a3) ** 2 / 2
    shared = [sp.diff((y - a) ** 2 / 2, a).subs(a, a3), slope.subs(z, z3)]
    for_theta2 = [*shared, a2]
    for_theta1 = [*shared, theta2, slope.subs(z, z2), x]
    assert sp.simplify(sp.diff(J, theta2) - sp.prod(for_theta2)) == 0
    assert sp.simplify(sp.diff(J, theta1) - sp.prod(for_theta1)) == 0
    assert len(for_theta2) + len(for_theta1) == 8


def paths(sizes):
    """Every way from a weight of a net of these widths to the cost: its factors in letters, counted by hand as it were.

    Each factor is (symbol, formula): ∂C/∂a, ∂a/∂z and then, for each layer on the way back, ∂z/∂a and ∂a/∂z; at the
    end ∂z/∂θ, which is an activation.
    """
    last = len(sizes) - 1
    for l in range(1, last + 1):
        for units in itertools.product(*map(range, sizes[l:])):  # the units it passes, from layer l to the last
            way = list(enumerate(units, start=l))
            for i in range(sizes[l - 1]):
                factors = [(("C", way[-1]), ("error", way[-1]))]
                for before, after in zip(way[:-1], way[1:], strict=True):
                    factors += [(("z", after, "a", before),) * 2]
                factors += [(("a", unit, "z"), ("f'", unit)) for unit in way]
                yield [*factors, (("z", way[0], "theta", i), ("a", (l - 1, i)))]


def test_f06_8_parameters_and_52_terms():
    found = list(paths((2, 2, 2)))
    factors = [factor for path in found for factor in path]
    assert sum(layer.W.size for layer in NET.layers) == 8 and len(found) == 12
    assert len(factors) == 4 * 3 + 4 * (5 + 5) == 52
    assert len({symbol for symbol, _ in factors}) == 18 and len({formula for _, formula in factors}) == 14
    assert sum(len(path) - 1 for path in found) == 40  # multiplications, path by path
    # with the δ kept: 2 for δ^(3), 4 for its weights, 4 + 2 for δ^(2), 4 for its weights
    assert (2 + 4) + (4 + 2 + 4) == 16


def test_f05_f06_the_explosion_at_ten_layers_of_ten():
    assert len(list(paths((3, 2, 4, 2)))) == 4 * 2 + 2 * 4 * 2 + 3 * 2 * 4 * 2
    ways = [100 * 10**k for k in range(10)]
    assert sum(ways) == 111_111_111_100
    multiplications = sum(number * (2 + 2 * k) for k, number in enumerate(ways))
    assert multiplications == pytest.approx(2.2e12, rel=0.01)
    with_delta = 10 + 10 * 100 + 9 * (100 + 10)
    assert (with_delta, 10 * 100) == (2000, 1000)  # beside a forward pass


def test_f07_f18_to_neuron_2_from_neuron_1():
    nudge = np.array([[0, 0], [1e-3, 0]])  # θ_21
    moved = A2 @ (THETA2 + nudge).T - A2 @ THETA2.T
    np.testing.assert_allclose(moved, [0, 1e-3 * A2[0]], atol=1e-15)  # F18: ∂z/∂θ is the activation before


def test_f08_wrong_f09_the_cost_has_the_last_layer_and_both_sums():
    a = forward(NET, DATA.X).a
    assert cost_of(NET, DATA.X, DATA.y, HALF_MSE) == pytest.approx(((DATA.y - a[2]) ** 2).sum() / (2 * 3))
    assert cost_of(NET, DATA.X, DATA.y, HALF_MSE) != pytest.approx(((DATA.y - a[1]) ** 2).sum() / (2 * 3), rel=0.1)
    per_example = [((y - a3) ** 2).sum() / 2 for y, a3 in zip(DATA.y, a[2], strict=True)]
    assert half_mse(a[2], DATA.y) == pytest.approx(np.mean(per_example))


@pytest.mark.parametrize("j, k", [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_f10_f11_f12_f13_f19_f20_f21_f23_f26_all_eight_partials(j, k):
    slope1, slope2 = measured(ONE)
    assert slope2[j, k] == pytest.approx((A3[j] - Y[j]) * SLOPE3[j] * A2[k], abs=1e-10)
    blue, orange = ((A3[i] - Y[i]) * SLOPE3[i] * THETA2[i, j] * SLOPE2[j] * X[k] for i in range(2))
    assert slope1[j, k] == pytest.approx(blue + orange, abs=1e-10)
    assert abs(blue) > 1e-4 < abs(orange)  # neither path alone is the slope
    assert slope2[j, k] == pytest.approx(DELTA3[j] * A2[k], abs=1e-10)
    assert DELTA2[j] == pytest.approx(SLOPE2[j] * sum(DELTA3[i] * THETA2[i, j] for i in range(2)), rel=1e-13)
    assert slope1[j, k] == pytest.approx(DELTA2[j] * X[k], abs=1e-10)
    assert np.outer(DELTA3, A2)[j, k] == pytest.approx(slope2[j, k], abs=1e-10)


def printed_slopes(theta1, theta2, sign):
    """Both slopes by the printed method, examples in rows; sign −1 is the printed delta, (y − a)."""
    a2 = sigmoid(DATA.X @ theta1.T)
    a3 = sigmoid(a2 @ theta2.T)
    delta3 = sign * (a3 - DATA.y) * a3 * (1 - a3) / 3
    delta2 = delta3 @ theta2 * a2 * (1 - a2)
    return delta2.T @ DATA.X, delta3.T @ a2


def test_f14_wrong_with_y_minus_a_the_cost_rises():
    for sign, direction in [(1, 1), (-1, -1)]:
        assert cosine(printed_slopes(THETA1, THETA2, sign), measured()) == pytest.approx(direction, abs=1e-9)
    costs = {}
    for sign in (1, -1):
        theta = [THETA1, THETA2]
        costs[sign] = []
        for _ in range(501):
            net = Network([Layer(each.T) for each in theta])
            costs[sign].append(cost_of(net, DATA.X, DATA.y, HALF_MSE))
            theta = [each - 0.5 * slope for each, slope in zip(theta, printed_slopes(*theta, sign), strict=True)]
    assert (np.diff(costs[1]) < 0).all() and (np.diff(costs[-1]) > 0).all()
    assert costs[1][-1] < 0.8 * costs[1][0] and costs[-1][-1] > 2 * costs[-1][0]


def test_f15_wrong_the_slope_of_f_is_taken_at_z():
    a = sigmoid(2.0)
    assert sigmoid_slope(2.0) == pytest.approx(0.10499, abs=5e-6) == a * (1 - a)
    assert sigmoid_slope(a) == pytest.approx(0.20716, abs=5e-6)
    at_a = (A3 - Y) * sigmoid_slope(A3)
    wrong = [np.outer(at_a @ THETA2 * sigmoid_slope(A2), X), np.outer(at_a, A2)]
    assert cosine(wrong, measured(ONE)) < 0.9999
    assert max(np.abs(w - right).max() for w, right in zip(wrong, measured(ONE), strict=True)) > 1e-3


def test_f16_wrong_the_slopes_of_two_output_units_are_two_numbers():
    assert abs(SLOPE3[0] - SLOPE3[1]) > 0.005


def test_f17_wrong_units_of_one_layer_may_have_different_activations():
    """Convenient, not necessary: the products are the same, and each column takes its own f and f'."""

    def answers(theta1, theta2):
        z2 = DATA.X @ theta1.T
        a2 = np.column_stack([sigmoid(z2[:, 0]), np.tanh(z2[:, 1])])
        return z2, a2, sigmoid(a2 @ theta2.T)

    z2, a2, a3 = answers(THETA1, THETA2)
    delta3 = (a3 - DATA.y) * a3 * (1 - a3) / 3
    slope2 = np.column_stack([sigmoid_slope(z2[:, 0]), 1 - np.tanh(z2[:, 1]) ** 2])
    delta2 = delta3 @ THETA2 * slope2
    np.testing.assert_allclose(
        delta2.T @ DATA.X, numerical_gradient(lambda t: half_mse(answers(t, THETA2)[2], DATA.y), THETA1), atol=1e-10
    )
    np.testing.assert_allclose(
        delta3.T @ a2, numerical_gradient(lambda t: half_mse(answers(THETA1, t)[2], DATA.y), THETA2), atol=1e-10
    )


def test_f22_wrong_scaled_by_one_over_m():
    rows = [slice(k, k + 1) for k in range(3)]
    total = sum(backward(NET, forward(NET, DATA.X[k]), DATA.y[k], HALF_MSE).layers[1].W.T for k in rows)
    np.testing.assert_allclose(total / 3, measured()[1], atol=1e-10)
    assert np.abs(total * 3 - measured()[1]).max() > 0.01


def test_f24_f25_wrong_f27_rows_or_columns_but_not_both():
    """F24 is right for δ in rows, where δ Θ is what Θ.T δ is in columns; F25 has δ^(3) in both ways on one page."""
    row, column = DELTA3[None, :], DELTA3[:, None]
    np.testing.assert_allclose((row @ THETA2).T, THETA2.T @ column, rtol=1e-15)
    assert np.abs((THETA2 @ column).ravel() - DELTA3 @ THETA2).max() > 0.01
    uneven = random_network((2, 3, 4), np.random.default_rng(0), bias=False)
    assert uneven.layers[1].W.T.shape == (4, 3)
    with pytest.raises(ValueError):
        uneven.layers[1].W.T @ np.ones((4, 1))  # δ^(l+1) as a column does not even fit where the widths differ
    delta3 = backward(NET, forward(NET, DATA.X), DATA.y, HALF_MSE).layers[1].delta  # F27: the product sums the batch
    np.testing.assert_allclose(delta3.T @ forward(NET, DATA.X).a[1] / 3, measured()[1], atol=1e-10)


def fed_parameters(last, product):
    """Which Θ get a slope, where a visit to layer l gives that of Θ^(product(l)), from the last layer down to layer 2.

    The slope of Θ^(l) is (δ^(l+1))ᵀ a^(l). The last layer has its own step.
    """
    return [last - 1, *(product(l) for l in range(last - 1, 1, -1))]


def test_f28_wrong_the_first_parameters_never_get_a_slope():
    assert fed_parameters(4, lambda l: l) == [3, 3, 2]  # as printed
    assert fed_parameters(4, lambda l: l - 1) == [3, 2, 1]
    net = random_network((2, 3, 4, 2), np.random.default_rng(1), bias=False)
    layers = [layer.W.T for layer in net.layers]  # Θ^(1), Θ^(2), Θ^(3)
    trace = forward(net, DATA.X)
    a = dict(enumerate(trace.a, start=1))
    delta = dict(enumerate((each.delta for each in backward(net, trace, DATA.y, HALF_MSE).layers), start=2))
    slopes = dict(enumerate(measured(net=net), start=1))
    for l in (2, 3):  # the parameters that feed layer l are Θ^(l−1)
        np.testing.assert_allclose(delta[l].T @ a[l - 1] / 3, slopes[l - 1], atol=1e-10)
        printed = delta[l + 1].T @ a[l] / 3
        assert printed.shape == layers[l - 1].shape != layers[l - 2].shape
        np.testing.assert_allclose(printed, slopes[l], atol=1e-10)
    assert np.abs(slopes[1]).max() > 1e-4  # so the first ones do have a slope to be missed


def test_f31_wrong_a_linear_combination_and_then_the_slope():
    combination = DELTA3 @ THETA2
    np.testing.assert_allclose(np.outer(combination * SLOPE2, X), measured(ONE)[0], atol=1e-10)
    assert np.abs(np.outer(combination, X) - measured(ONE)[0]).max() > 0.01
    # with the weights and z held, the way back is linear in δ
    other = np.array([0.3, -0.2])
    np.testing.assert_allclose(
        (2 * DELTA3 - 3 * other) @ THETA2 * SLOPE2, 2 * DELTA2 - 3 * (other @ THETA2 * SLOPE2), rtol=1e-12
    )


@pytest.mark.parametrize("value", [0.3, 0.0])
def test_f32_equal_weights_stay_equal(value):
    """On the half adder, where two equal hidden units are as one: 00, 01 and 10 share an answer, at a cost of 1/12."""
    draw = uniform(0.1)
    noise = random_network((2, 2, 2), np.random.default_rng(0), draw=draw, draw_bias=draw, runs=100)
    equal = Network([Layer(np.full((2, 2), value), np.full(2, value))] * 2)
    broken = Network([Layer(value + layer.W, value + layer.b) for layer in noise.layers])
    learned = {}
    for name, net in (("equal", equal), ("broken", broken)):
        learned[name] = train(net, half_adder(), HALF_MSE, learning_rate=2, epochs=5000, record_every=5000)
    first, second = learned["equal"].network.layers
    np.testing.assert_array_equal(first.W[:, 0], first.W[:, 1])  # to the last bit, after 5 000 epochs
    np.testing.assert_array_equal(second.W[0], second.W[1])
    assert learned["equal"].cost[-1] > 1 / 12
    assert np.median(learned["broken"].cost[-1]) < 0.001
    first = learned["broken"].network.layers[0]
    both = np.concatenate([first.W, first.b[None]])
    assert (np.abs(both[:, 0] - both[:, 1]).max(axis=0) > 1).mean() > 0.9


def test_f33_wrong_identical_across_hidden_units_only():
    net = Network([Layer(np.full((2, 2), 0.3)), Layer(np.full((2, 2), 0.3))])
    for first, second in (
        measured(net=net),
        [layer.W.T for layer in backward(net, forward(net, DATA.X), DATA.y, HALF_MSE).layers],
    ):
        np.testing.assert_allclose(first[0], first[1], atol=1e-10)  # the same for both hidden units
        np.testing.assert_allclose(second[:, 0], second[:, 1], atol=1e-10)
        assert abs(first[0, 0] - first[0, 1]) > 1e-3  # but each input has its own
        assert abs(second[0, 0] - second[1, 0]) > 1e-2  # and each output


def test_f34_init_lies_in_minus_eps_to_eps():
    W = random_network((20, 50), np.random.default_rng(0), draw=uniform(0.12)).layers[0].W
    assert -0.12 <= W.min() < -0.11 and 0.11 < W.max() <= 0.12


def test_f35_minus_the_slope_goes_down():
    gradients = measured()

    def moved(sign):
        pairs = zip((THETA1, THETA2), gradients, strict=True)
        return cost_of(Network([Layer((t + sign * 0.1 * g).T) for t, g in pairs]), DATA.X, DATA.y, HALF_MSE)

    assert moved(-1) < cost_of(NET, DATA.X, DATA.y, HALF_MSE) < moved(1)


def test_f36_an_epoch_is_one_step_for_the_full_batch_only():
    """One step with the mean is not the three steps of the examples one by one."""
    whole = train(NET, DATA, HALF_MSE, learning_rate=0.5, epochs=1).network
    np.testing.assert_allclose(whole.layers[0].W.T, THETA1 - 0.5 * measured()[0], atol=1e-10)
    net = NET
    for k in range(3):
        one = Dataset("one", DATA.X[k : k + 1], DATA.y[k : k + 1])
        net = train(net, one, HALF_MSE, learning_rate=0.5, epochs=1).network
    assert np.abs(net.layers[0].W - whole.layers[0].W).max() > 1e-3


def test_f37_wrong_an_optimum_is_not_guaranteed():
    """About a fifth of the starts on the half adder stall: 500 of them, and 20 000 epochs' worth of way."""
    stalled = (errors("half adder", HALF_MSE, 2.0, 5000, 500, 10_000) >= 0.5).mean()
    assert stalled == pytest.approx(0.2, abs=3 * math.sqrt(0.2 * 0.8 / 500))


def test_f42_the_slope_of_a_bias_is_the_delta():
    net = random_network((2, 3, 2), np.random.default_rng(0), draw_bias=normal(1))
    coded = backward(net, forward(net, DATA.X), DATA.y, HALF_MSE).layers
    for ours, nudged in zip(coded, numerical_gradients(net, DATA.X, DATA.y, HALF_MSE).layers, strict=True):
        np.testing.assert_allclose(ours.delta.mean(axis=0), nudged.b, atol=1e-10)
