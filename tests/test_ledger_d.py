"""Published claims about the cost surfaces of the net with a bias on NOT, row by row: reproduced, or corrected.

From "Beginning Tutorial: Backpropagation and Gradient Descent" and "Gradient Descent with Backpropagation".
The cost is the mean of the squared errors, as in the published code, unless a row says otherwise. With u = b and
v = w + b the outputs are sigmoid(u) for the input 0 and sigmoid(v) for the input 1. Rows D16 to D18 state nothing
that can be computed.
"""

import functools
import warnings

import numpy as np
import pytest
import sympy as sp

from nnlib.backprop import backward
from nnlib.costs import CROSS_ENTROPY, HALF_MSE, MSE, cost_of, cross_entropy
from nnlib.data import Dataset, not_gate, xor
from nnlib.descent import descend_many
from nnlib.functions import sigmoid
from nnlib.gradcheck import numerical_gradient, numerical_gradients
from nnlib.landscape import cost_and_slopes, flow, landscape, units
from nnlib.network import Layer, Network, forward, random_network
from nnlib.training import train

DATA = not_gate()
EDGE = np.linspace(-15, 15, 1201)
U, V, W, B = sp.symbols("u v w b", real=True)


def s(z):
    return 1 / (1 + sp.exp(-z))


MSE_UV = ((1 - s(U)) ** 2 + s(V) ** 2) / 2
CE_WB = (sp.log(1 + sp.exp(-B)) + sp.log(1 + sp.exp(W + B))) / 2


def cost(w, b, cost=MSE):
    return cost_and_slopes(w, b, DATA, cost)[0]


def right(w, b):
    """Whether the rounded outputs equal the targets."""
    return (np.round(sigmoid(b)) == 1) & (np.round(sigmoid(w + b)) == 0)


@pytest.fixture(scope="module")
def box():
    return landscape(EDGE, EDGE, DATA, MSE)


def test_d01_cost_of_500_random_pairs_runs_from_nearly_0_to_nearly_1(box):
    low, high = box.cost.min(), box.cost.max()
    assert low <= 4.6e-7 and high >= 0.9988  # so the published draw is possible
    for seed in range(20):
        drawn = cost(*np.random.default_rng(seed).uniform(-15, 15, (2, 500)))
        assert low <= drawn.min() < 1e-4 and 0.99 < drawn.max() <= high


def test_d02_first_published_weight_belongs_to_the_input_and_the_second_is_the_bias():
    weights = np.array([0.7, -0.4])
    h = sigmoid(np.array([[0, 1], [1, 1]]) @ weights)
    np.testing.assert_allclose(h, forward(units(*weights), DATA.X).a[-1].ravel(), rtol=1e-15)
    published = np.mean((h - [1, 0]) ** 2)
    assert cost(*weights) == pytest.approx(published, rel=1e-14)
    assert cost(*weights[::-1]) != pytest.approx(published, rel=0.1)


def test_d03_wrong_lowest_colour_is_dark_blue():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # older matplotlibs warn of newer packages beneath them
        from matplotlib import colormaps
    assert colormaps["jet"](0.0) == (0, 0, 0.5, 1)


@pytest.mark.parametrize(
    "u, v, limit", [(-1, 1, 1), (1, -1, 0), (1, 1, sp.Rational(1, 2)), (-1, -1, sp.Rational(1, 2))]
)
def test_d04_peak_valley_and_two_flats(u, v, limit):
    assert sp.limit(sp.limit(MSE_UV, U, u * sp.oo), V, v * sp.oo) == limit


SHARES = {
    "D04 cost within .01 of 1/2": (lambda box: abs(box.cost - 0.5) < 0.01, 54.7),
    "D06 slope below 1e-3": (lambda box: box.steepness < 1e-3, 45.8),
    "D06 slope below 1e-4": (lambda box: box.steepness < 1e-4, 34.0),
    "D06 slope below 1e-5": (lambda box: box.steepness < 1e-5, 23.3),
}


@pytest.mark.parametrize("row", SHARES)
def test_shares_of_the_box(row, box):
    inside, percent = SHARES[row]
    assert 100 * inside(box).mean() == pytest.approx(percent, abs=0.06)


def test_d05_d07_wrong_no_minimum_anywhere_by_algebra():
    C_u, C_v = -s(U) * (1 - s(U)) ** 2, s(V) ** 2 * (1 - s(V))  # below 0, above 0: s lies between 0 and 1
    assert sp.simplify(sp.diff(MSE_UV, U) - C_u) == 0 == sp.simplify(sp.diff(MSE_UV, V) - C_v)
    p = sp.Symbol("p", positive=True)  # e^u, or e^v: any positive number
    assert sp.factor(C_u.subs(U, sp.log(p))).is_negative and sp.factor(C_v.subs(V, sp.log(p))).is_positive
    in_weights = MSE_UV.subs({U: B, V: W + B}, simultaneous=True)
    assert sp.simplify(sp.diff(in_weights, W) - C_v.subs(V, W + B)) == 0  # so no stationary point in (w, b) either


def test_d05_wrong_the_second_derivatives_do_not_mark_a_minimum():
    second = sp.hessian(MSE_UV, (U, V))
    expected = sp.diag(s(U) * (1 - s(U)) ** 2 * (3 * s(U) - 1), s(V) ** 2 * (1 - s(V)) * (2 - 3 * s(V)))
    assert sp.simplify(second - expected) == sp.zeros(2)
    for u, v in [(10, 10), (3, 8), (-10, -10), (-4, -7)]:  # the plateaus
        bends = [float(expected[k, k].subs({U: u, V: v}).evalf(30)) for k in (0, 1)]
        assert min(bends) < 0 < max(bends)


def test_d05_d07_wrong_no_minimum_on_the_grid(box):
    C, n = box.cost, len(EDGE)
    inner = C[1:-1, 1:-1]
    around = [C[1 + i : n - 1 + i, 1 + j : n - 1 + j] for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)]
    assert not (inner <= np.min(around, axis=0)).any()
    assert box.slope_w.min() > 0
    flattest = np.unravel_index(box.steepness.argmin(), C.shape)
    assert (box.w[flattest[1]], box.b[flattest[0]]) == (15, 15)
    assert box.steepness.min() == pytest.approx(9.35e-14, rel=1e-3)
    lowest = np.unravel_index(C.argmin(), C.shape)
    assert (box.w[lowest[1]], box.b[lowest[0]]) == (-15, 7.5) and C.min() == pytest.approx(3.0556e-7, rel=1e-4)


FLOW = {600: 65.9, 6000: 79.0, 1e5: 88.7, 1e8: 97.8, 1e10: 99.2, 4.7e11: 99.9, 4.9e11: 100.0}


def test_d06_flow_leaves_the_plateau_from_every_start():
    w, b = np.random.default_rng(7).normal(0, 5, (1000, 2)).T  # the draw that gives the stated shares to the digit
    shares = [100 * right(*at).mean() for at in flow(w, b, DATA, MSE, list(FLOW))]
    np.testing.assert_allclose(shares, list(FLOW.values()), atol=0.15)
    assert shares[-2] < 100 == shares[-1]  # the slowest at 4.8e11


@pytest.mark.parametrize("seed", range(2))
def test_d06_flow_from_other_draws(seed):
    w, b = np.random.default_rng(seed).normal(0, 5, (1000, 2)).T
    share = np.array([65.9, 79.0, 88.7, 97.8, 99.2]) / 100
    ours = [right(*at).mean() for at in flow(w, b, DATA, MSE, list(FLOW)[:5])]
    assert (np.abs(ours - share) <= 3 * np.sqrt(2 * share * (1 - share) / 1000)).all()  # two draws of 1000


def test_d06_the_mse_of_one_weight_can_have_two_minima():
    """That MSE can lead to local minima is right in general: three examples of our own, and a unit without a bias."""
    x, y = np.array([1, 0.1, -0.03]), np.array([0, 1, 1])
    data = Dataset("two valleys", x[:, None], y[:, None])

    def slopes(w):
        return cost_and_slopes(w, None, data, MSE)[1]

    bottoms = {-2.132: 0.1838, 11.708: 0.4668}
    for bottom, height in bottoms.items():
        assert cost_and_slopes(bottom, None, data, MSE)[0] == pytest.approx(height, abs=5e-5)
        assert slopes(bottom - 0.01) < 0 < slopes(bottom + 0.01)
        nudged = numerical_gradient(lambda w: np.mean((sigmoid(w * x) - y) ** 2), bottom - 0.5)
        assert slopes(bottom - 0.5) == pytest.approx(nudged, rel=1e-6)
    ends = descend_many(slopes, np.array([-1.0, 0, 5, 9, 15, 20]), 5, tolerance=1e-7, max_steps=100_000).x
    np.testing.assert_allclose(ends, np.repeat(list(bottoms), 3), atol=1e-3)


def law(w, b):
    """The wait on the plateau where both outputs are 1: e^{2w}/4 + e^{w+b}/2."""
    return np.exp(2 * w) / 4 + np.exp(w + b) / 2


@functools.cache
def wait(w, b, cost=MSE, about=None):
    """The time at which the outputs first round to the targets, by narrowing a range around `about`."""
    low, high = (law(w, b) if about is None else about) * np.array([0.5, 2])
    for _ in range(3):
        times = np.geomspace(low, high, 60)
        arrived = right(*np.moveaxis(flow(w, b, DATA, cost, times), 1, 0))
        assert not arrived[0] and arrived[-1]
        low, high = times[arrived.argmax() - 1], times[arrived.argmax()]
    return high


@pytest.mark.parametrize("w, b", [(10, 0), (10, 5), (10, 10), (10, 12), (14, 0), (3, 14), (-2, 15)])
def test_d06_how_long_the_plateau_holds(w, b):
    assert wait(w, b) == pytest.approx(law(w, b), rel=4e-3)


@pytest.mark.parametrize("w, b", [(14, -20), (15, -20), (-2, -15), (-8, -12)])
def test_d06_the_other_plateau_has_a_law_of_its_own(w, b):
    """Where both outputs are 0: (2π/√3) 9^(-1/3) e^{2(w-b)/3} far above w = -b/2, and e^{-b} far below it."""
    far = 2 * np.pi / np.sqrt(3) / np.cbrt(9) * np.exp(2 * (w - b) / 3) if 2 * w + b > 0 else np.exp(-b)
    assert wait(w, b, about=far) == pytest.approx(far, rel=0.03)
    assert not far / 2 < law(w, b) < far * 2


def test_d06_the_law_follows_from_the_slopes_far_out():
    C_u, C_v = sp.diff(MSE_UV, U), sp.diff(MSE_UV, V)
    assert sp.limit(C_u * sp.exp(2 * U), U, sp.oo) == -1 and sp.limit(C_v * sp.exp(V), V, sp.oo) == 1
    far_u, far_v = -sp.exp(-2 * B), sp.exp(-W - B)
    T = sp.exp(2 * W) / 4 + sp.exp(W + B) / 2
    # along the way dw/dt = -C_v and db/dt = -(C_u + C_v), and the wait that is left falls by 1 per unit of time
    assert sp.simplify(sp.diff(T, W) * -far_v + sp.diff(T, B) * -(far_u + far_v)) == -1


@pytest.mark.parametrize("w, stated", [(10, 0.2493), (14, 0.2500)])
def test_d06_wait_at_b_0_to_four_digits(w, stated):
    assert wait(w, 0) / np.exp(2 * w) == pytest.approx(stated, abs=5e-5)


def test_d06_doubling_w_squares_the_wait():
    assert 4 * wait(14, 0) == pytest.approx((4 * wait(7, 0)) ** 2, rel=0.2)  # 5 to 10: the law is still coarse at 5
    assert np.log(4 * wait(10, 0)) / np.log(4 * wait(5, 0)) == pytest.approx(2, abs=0.05)


def test_d06_half_the_cost_takes_twice_the_time():
    w, b = np.random.default_rng(1).normal(0, 5, (2, 50))
    times = np.geomspace(0.1, 1e6, 20)
    once, half = flow(w, b, DATA, MSE, times), flow(w, b, DATA, HALF_MSE, 2 * times)
    np.testing.assert_allclose(half, once, rtol=1e-12, atol=1e-12)
    assert np.abs(flow(w, b, DATA, HALF_MSE, times) - once).max() > 0.1
    assert wait(10, 5, HALF_MSE, 2 * law(10, 5)) == pytest.approx(2 * wait(10, 5), rel=1e-9)


def test_d08_repaired_formula_is_the_cross_entropy():
    w, b = 0.7, -0.4
    h, y = sigmoid(w * DATA.X + b), DATA.y
    repaired = np.mean(-y * np.log(h) - (1 - y) * np.log(1 - h))
    assert cross_entropy(w * DATA.X + b, y) == pytest.approx(repaired, rel=1e-14)
    assert float(CE_WB.subs({W: w, B: b})) == pytest.approx(repaired, rel=1e-14)


def test_d09_slope_of_the_cross_entropy_is_the_mean_error_times_x():
    w, b = 0.7, -0.4
    error = sigmoid(w * DATA.X + b) - DATA.y
    printed = (np.mean(error * DATA.X), np.mean(error))
    assert printed == pytest.approx((0.28722126, -0.01212257), abs=5e-9)
    assert [float(sp.diff(CE_WB, p).subs({W: w, B: b})) for p in (W, B)] == pytest.approx(printed, abs=1e-15)
    measured = numerical_gradients(Network([Layer([[w]], [b])]), DATA.X, DATA.y, CROSS_ENTROPY).layers[0]
    assert (measured.W.item(), measured.b.item()) == pytest.approx(printed, abs=1e-10)
    assert [slope.item() for slope in cost_and_slopes(w, b, DATA, CROSS_ENTROPY)[1:]] == pytest.approx(printed)


def naive(w, b):
    """The cross-entropy as in the published code: a sum over both examples, and no care for the ends."""
    h = 1 / (1 + np.exp(-(w * DATA.X + b)))
    return np.sum(-DATA.y * np.log(h) - (1 - DATA.y) * np.log(1 - h), axis=0)


def test_d10_published_sum_is_twice_the_mean():
    w, b = np.random.default_rng(0).uniform(-5, 5, (2, 100))
    np.testing.assert_allclose(naive(w, b), 2 * cost(w, b, CROSS_ENTROPY), rtol=1e-12)


def test_d11_highest_point_of_the_box():
    C = 2 * landscape(EDGE, EDGE, DATA, CROSS_ENTROPY).cost  # a sum, as published
    assert C.max() == pytest.approx(30, abs=1e-6) and np.unravel_index(C.argmax(), C.shape) == (1200, 1200)


def test_d12_cross_entropy_is_strictly_convex_by_algebra():
    second = sp.hessian(CE_WB, (W, B))
    h0, h1 = s(B), s(W + B)
    assert sp.simplify(second.det() - h0 * h1 * (1 - h0) * (1 - h1) / 4) == 0
    assert sp.simplify(second[0, 0] - h1 * (1 - h1) / 2) == 0  # above 0, as is the determinant: positive definite
    assert sp.simplify(sp.diff(CE_WB, W) - h1 / 2) == 0  # above 0: never stationary
    assert sp.limit(CE_WB.subs({W: -2 * U, B: U}), U, sp.oo) == 0


def test_d12_cross_entropy_is_strictly_convex_as_measured():
    w, b = np.random.default_rng(4).uniform(-5, 5, (2, 300))
    eps = 1e-5
    by_w, by_b = (
        np.subtract(
            cost_and_slopes(w + dw, b + db, DATA, CROSS_ENTROPY)[1:],
            cost_and_slopes(w - dw, b - db, DATA, CROSS_ENTROPY)[1:],
        )
        / (2 * eps)
        for dw, db in ((eps, 0), (0, eps))
    )
    h0, h1 = sigmoid(b), sigmoid(w + b)
    np.testing.assert_allclose(by_w[1], by_b[0], atol=1e-10)
    determinant = by_w[0] * by_b[1] - by_w[1] * by_b[0]
    np.testing.assert_allclose(determinant, h0 * h1 * (1 - h0) * (1 - h1) / 4, rtol=1e-4, atol=1e-10)
    assert np.linalg.eigvalsh(np.moveaxis([by_w, by_b], -1, 0)).min() > 0


def test_d13_cross_entropy_succeeds_from_nearly_every_start_within_1000_epochs():
    w, b = np.random.default_rng(12345).normal(0, 5, (20_000, 2)).T
    layer = train(units(w, b), DATA, CROSS_ENTROPY, learning_rate=0.05, epochs=1000).network.layers[0]
    assert 100 * right(layer.W[0, 0], layer.b[0]).mean() == pytest.approx(99.88, abs=0.006)


EDGES = {  # w, b, the published formula, the true sum to 9 digits
    "D14 the corner loses digits": (15, 15, 30.00102, 30.000000306),
    "D14 w + b below 36.7368": (10, 26.7367, 36.0436534, 36.7367),
    "D14 inf from w + b = 36.7369": (10, 26.7369, np.inf, 36.7369),
    "D14 b below 36.7368": (-60, 36.7367, 0.0, 7.84975806e-11),
    "D14 nan from b = 36.7369": (-60, 36.7369, np.nan, 7.85132808e-11),
    "D14 w + b above -709.7": (-719.7, 10, 4.53989e-5, 4.53988992e-5),
    "D14 nan from w + b = -709.8": (-719.8, 10, np.nan, 4.53988992e-5),
    "D14 b above -709.7": (699.7, -709.7, 709.7000454, 709.700045),
    "D14 wrong: from b = -709.8 alone it is inf": (699.8, -709.8, np.inf, 709.800045),
    "D14 nan from both at -709.8": (0, -709.8, np.nan, 709.8),
}


@pytest.mark.parametrize("row", EDGES)
def test_published_cross_entropy_at_the_edges(row):
    w, b, published, true = EDGES[row]
    with np.errstate(all="ignore"):
        assert naive(w, b) == pytest.approx(published, rel=1e-5, abs=1e-10, nan_ok=True)
    network = Network([Layer([[w]], [b])])
    assert 2 * cost_of(network, DATA.X, DATA.y, CROSS_ENTROPY) == pytest.approx(true, rel=5e-9)
    assert 2 * cross_entropy(forward(network, DATA.X).z[-1], DATA.y) == pytest.approx(true, rel=5e-9)
    assert 2 * cost(w, b, CROSS_ENTROPY) == pytest.approx(true, rel=5e-9)


def test_d14_published_cross_entropy_is_finite_in_the_box():
    w, b = np.random.default_rng(0).uniform(-15, 15, (2, 200_000))
    corners = np.array([(-15, -15), (-15, 15), (15, -15), (15, 15)], dtype=float).T
    with np.errstate(all="raise"):
        assert np.isfinite(naive(w, b)).all() and np.isfinite(naive(*corners)).all()


def test_d15_the_printed_slope_is_that_of_the_last_layer_only():
    network, data = random_network((2, 3, 1), np.random.default_rng(0)), xor()
    trace = forward(network, data.X)
    hidden, last = backward(network, trace, data.y, CROSS_ENTROPY).layers
    error = trace.a[-1] - data.y
    np.testing.assert_allclose(last.W, trace.a[1].T @ error / 4, rtol=1e-12)
    assert np.abs(hidden.W - data.X.T @ error / 4).max() > 0.01
