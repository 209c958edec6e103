"""Measuring slopes, and nothing is changed on the way. Comparing: where it differs, by how much, and by what name."""

import warnings

import numpy as np
import pytest

from nnlib.backprop import Gradients, backward
from nnlib.costs import CROSS_ENTROPY, HALF_MSE, MSE
from nnlib.data import half_adder
from nnlib.gradcheck import compare, numerical_gradient, numerical_gradients
from nnlib.mistakes import mistaken_backward
from nnlib.network import forward, normal, random_network, select_run, uniform
from nnlib.plots.u_curve import u_curve
from nnlib.training import train

DATA = half_adder()
NETWORK = random_network((2, 2, 2, 2), np.random.default_rng(0), draw=uniform(1), draw_bias=uniform(1))
TRACE = forward(NETWORK, DATA.X)
RIGHT = backward(NETWORK, TRACE, DATA.y, HALF_MSE)
MEASURED = numerical_gradients(NETWORK, DATA.X, DATA.y, HALF_MSE)


def pairs(gradients):
    return [(layer.W.copy(), layer.b.copy()) for layer in gradients.layers]


def test_known_slopes():
    assert numerical_gradient(lambda x: x**4 - 3 * x**3 + 2, 4) == pytest.approx(112, rel=1e-8)
    measured = numerical_gradient(lambda x: 2 * x[0] ** 2 + x[1] ** 3, [3, 2])
    np.testing.assert_allclose(measured, [12, 12], rtol=1e-8)
    assert numerical_gradient(np.sum, np.zeros((2, 3))).shape == (2, 3)


def test_the_point_is_not_changed_even_if_f_raises_or_meddles():
    x = np.array([1.0, 2.0])

    def meddling(x):
        x[:] = 0
        return 1.0

    def raising(x):
        raise RuntimeError("mine")

    numerical_gradient(meddling, x)
    with pytest.raises(RuntimeError, match="mine"):
        numerical_gradient(raising, x)
    assert x.tolist() == [1.0, 2.0]


def test_network_without_bias_has_no_bias_slope():
    network = random_network((2, 2), np.random.default_rng(0), bias=False)
    assert numerical_gradients(network, DATA.X, DATA.y, HALF_MSE).layers[0].b is None


def test_right_gradient_agrees():
    for coded in (RIGHT, pairs(RIGHT), tuple(pairs(RIGHT))):
        report = compare(coded, MEASURED)
        assert report.agrees and report.looks_like == ()
        assert str(report).startswith(f"agree; the pair that agrees worst: {report.name}[{report.layer}][")
        assert ", measured " in str(report)
    assert str(compare([1.0, 2.0], [1.0, 2.0])) == "agree; the pair that agrees worst: coded 1, measured 1"
    assert str(compare(0.5, 0.5)) == "agree: coded 0.5, measured 0.5"


def right_ones():
    """Right gradients and what was measured, for nets of many kinds: new ones, and half adders after training."""
    rng = np.random.default_rng(0)
    for k in range(150):
        sizes = rng.integers(1, 9, 2 + k % 5)  # one to five layers
        cost, draw = (HALF_MSE, MSE, CROSS_ENTROPY)[k % 3], (uniform(1), normal(1))[k % 2]
        output = "sigmoid" if cost is CROSS_ENTROPY else ("sigmoid", "tanh", "identity")[k % 4 % 3]
        hidden = ("sigmoid", "tanh")[k // 2 % 2]
        network = random_network(sizes, rng, hidden=hidden, output=output, draw=draw, draw_bias=draw)
        X, y = rng.normal(size=(1 + k % 7, sizes[0])), rng.uniform(size=(1 + k % 7, sizes[-1]))
        yield network, X, y, cost
    for cost in (HALF_MSE, MSE, CROSS_ENTROPY):
        starts = random_network((2, 4, 3, 2), rng, draw=uniform(1), draw_bias=uniform(1), runs=10)
        trained = train(starts, DATA, cost, learning_rate=0.5, epochs=2000).network
        for run in range(10):
            yield select_run(trained, run), DATA.X, DATA.y, cost


def test_bound_is_the_noise_of_the_measurement():
    """Every right gradient agrees. With a tenth of the absolute part some would not; and a wrong sign is seen."""
    refused = 0
    for network, X, y, cost in right_ones():
        coded = backward(network, forward(network, X), y, cost)
        measured = numerical_gradients(network, X, y, cost)
        assert compare(coded, measured).agrees
        refused += not compare(coded, measured, absolute=1e-11).agrees
    assert refused > 3
    assert not compare(-4e-10, 4e-10).agrees
    assert compare(4e-11, -4e-11).agrees  # this is no more than noise


def test_noise_grows_with_the_cost():
    rng = np.random.default_rng(0)
    refused = 0
    for _ in range(20):
        network = random_network((3, 6, 6, 4), rng, output="identity", draw=normal(1), draw_bias=normal(1))
        X, y = rng.normal(size=(6, 3)), 100 * rng.normal(size=(6, 4))
        coded, measured = backward(network, forward(network, X), y, MSE), numerical_gradients(network, X, y, MSE)
        assert compare(coded, measured).agrees
        refused += not compare(coded, Gradients(measured.layers)).agrees  # it does not say of which cost
    assert refused > 3


def test_report_says_where_and_what():
    report = compare(mistaken_backward(NETWORK, TRACE, DATA.y, HALF_MSE, "missing transpose", 2), MEASURED)
    assert (report.agrees, report.layer, report.looks_like) == (False, 2, ("missing transpose, in layer 2",))
    layer = report.layer - 1
    assert report.measured == getattr(MEASURED.layers[layer], report.name)[report.index]
    assert report.ratio == report.coded / report.measured
    first, second = str(report).split("\n")
    assert f"differ, first in layer 2 on the way back: {report.name}[2][" in first and "coded / measured = " in first
    assert second == "looks like: missing transpose, in layer 2"
    everywhere = compare(mistaken_backward(NETWORK, TRACE, DATA.y, HALF_MSE, "no x"), MEASURED)
    assert everywhere.looks_like == ("no x, in layers 1, 2, 3",)


def test_reported_entry_is_the_worst_of_its_layer():
    coded = pairs(RIGHT)
    coded[0][0][1, 1] += 5  # worse, but further back
    coded[1][0][0, 1] += 1
    coded[1][1][0] -= 2
    report = compare(coded, MEASURED)
    assert (report.layer, report.name, report.index) == (2, "b", (0,)) and report.looks_like == ()
    assert report.coded == coded[1][1][0]


def test_mistake_is_named_though_the_code_rounds_in_another_way():
    rng = np.random.default_rng(0)
    wrong = mistaken_backward(NETWORK, TRACE, DATA.y, HALF_MSE, "g′ at a")
    for noise, names in [(1e-13, ("g′ at a, in layers 1, 2, 3",)), (1e-5, ())]:  # and not if it is only much like it
        coded = [(W * (1 + noise * rng.normal(size=W.shape)), b) for W, b in pairs(wrong)]
        assert compare(coded, MEASURED).looks_like == names


@pytest.mark.parametrize(
    ("ratio", "names"),
    [
        (-1, ("a constant ratio, −1",)),
        (2, ("a constant ratio, 2",)),
        (0.5, ("a constant ratio, ½",)),
        (4, ("1/m forgotten, in layer 2",)),  # a name is better than a ratio
        (3, ()),
    ],
)
def test_constant_ratio_of_one_layer(ratio, names):
    coded = pairs(RIGHT)
    coded[1] = tuple(ratio * slopes for slopes in coded[1])
    report = compare(coded, MEASURED)
    assert (report.layer, report.looks_like) == (2, names)
    assert report.ratio == pytest.approx(ratio, rel=1e-6)


def test_number_of_examples_is_a_telling_ratio():
    coded = pairs(RIGHT)
    coded[0][0][:] *= 4  # W alone, so no mistake of the catalogue
    coded[2][0][:] *= 4
    assert compare(coded, MEASURED).looks_like == ("a constant ratio, m = 4",)
    plain = Gradients(MEASURED.layers)  # does not say of which network
    assert compare(coded, plain).looks_like == ()
    assert compare([(2 * W, 2 * b) for W, b in pairs(RIGHT)], plain).looks_like == ("a constant ratio, 2",)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_disagrees(bad):
    coded = pairs(RIGHT)
    coded[1][0][0, 1] = bad
    report = compare(coded, MEASURED)
    assert (report.agrees, report.layer, report.name, report.index) == (False, 2, "W", (0, 1))
    assert report.looks_like == () and "W[2][0, 1]" in str(report)


def test_bound_is_a_millionth_of_the_larger_number():
    assert compare(1 + 0.9e-6, 1.0).agrees and not compare(1 + 1.1e-6, 1.0).agrees
    for one, other in [(1.0, 0.6), (0.6, 1.0), (-1.0, -0.6)]:
        assert compare(one, other, relative=0.41, absolute=0).agrees  # of the larger, whichever it is
        assert not compare(one, other, relative=0.39, absolute=0).agrees


def test_measured_zero_has_no_ratio():
    report = compare([1.0], [0.0])
    assert report.ratio == np.inf and "/" not in str(report)
    assert np.isnan(compare(0.0, 0.0).ratio)
    assert "coded 0, measured −2, coded / measured = 0" in str(compare(0.0, -2.0))


def test_network_without_biases():
    network = random_network((2, 3, 2), np.random.default_rng(1), bias=False)
    measured = numerical_gradients(network, DATA.X, DATA.y, HALF_MSE)
    right = backward(network, forward(network, DATA.X), DATA.y, HALF_MSE)
    assert compare(right, measured).agrees
    assert compare([(layer.W, None) for layer in right.layers], measured).agrees


@pytest.mark.parametrize(
    ("coded", "kind", "message"),
    [
        (pairs(RIGHT)[:2], ValueError, r"only one of them has W\[3\], b\[3\]"),
        ([(W, None) for W, b in pairs(RIGHT)], ValueError, r"only one of them has b\[1\], b\[2\], b\[3\]"),
        ([(W[:1], b) for W, b in pairs(RIGHT)], ValueError, r"one shape for W\[1\]; got \(1, 2\) and \(2, 2\)"),
        (
            [W for W, b in pairs(RIGHT)],
            TypeError,
            r"coded must be Gradients or .* \(dW, db\).* got ndarray for layer 1",
        ),
        (3, TypeError, "coded must be Gradients or"),
        ([("a", None)] * 3, TypeError, r"coded W\[1\] must be real numbers"),
    ],
)
def test_gradients_that_do_not_fit(coded, kind, message):
    with pytest.raises(kind, match=message):
        compare(coded, MEASURED)


def test_bound_depends_on_eps():
    """Row G18: all differences are below 1e-10 at eps = 1e-5; at 1e-4 correct code fails as often as not."""

    def passing(eps):
        passed = 0
        for seed in range(100):
            network = random_network((2, 2, 2, 2), np.random.default_rng(seed), draw=uniform(1), draw_bias=uniform(1))
            coded = backward(network, forward(network, DATA.X), DATA.y, HALF_MSE)
            measured = numerical_gradients(network, DATA.X, DATA.y, HALF_MSE, eps)
            passed += compare(coded, measured, relative=0, absolute=1e-10).agrees
        return passed

    assert passing(1e-5) == 100 and passing(1e-3) == 0
    assert 25 < passing(1e-4) < 65


def test_u_curve_draws_the_numbers_it_is_given():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # older matplotlibs warn of newer packages beneath them
        from matplotlib.figure import Figure

        ax = Figure().subplots()
    eps = np.logspace(-8, 0, 9)
    u_curve(ax, eps, eps, np.where(eps < 1, eps**2, 0), chosen=1e-5)
    one_sided, central, guide = ax.lines
    np.testing.assert_array_equal(one_sided.get_xydata(), np.column_stack([eps, eps]))
    np.testing.assert_array_equal(central.get_ydata()[:-1], eps[:-1] ** 2)
    assert central.get_ydata()[-1] == 1e-17  # 0 has no place on a log scale
    assert one_sided.get_linestyle() != central.get_linestyle() and guide.get_xdata()[0] == 1e-5
    assert ax.get_xscale() == ax.get_yscale() == "log"
    words = {text.get_text(): text.xy for text in ax.texts}
    assert words["one side"] == (1, 1) and words["both sides"] == (1, 1e-17) and r"ε = $\mathdefault{10^{-5}}$" in words
    assert ax.get_xlabel() == "nudge ε"
