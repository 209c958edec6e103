"""Random networks, kinds of arrays and extreme numbers: what comes out is right, finite or flagged, and float64."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnlib.backprop import backward
from nnlib.costs import CROSS_ENTROPY, HALF_MSE, MSE, cost_of, cross_entropy, half_mse, mse
from nnlib.data import Dataset
from nnlib.descent import OUTCOMES, descend, descend_many
from nnlib.functions import ACTIVATIONS, sigmoid, sigmoid_slope, softplus
from nnlib.gradcheck import compare
from nnlib.landscape import cost_and_slopes
from nnlib.network import Layer, Network, forward, normal, random_network, select_run, stack_runs
from nnlib.training import train

same_everywhere = settings(derandomize=True, deadline=None, max_examples=60)
EXTREMES = (0.0, -0.0, 5e-324, -5e-324, 1e-300, 0.5, 1.0, -1.0, 37.0, 709.78, -710.0, 710.0, 745.0, -745.0, 746.0,
            800.0, 1e16, -1e100, 1e300, 1e308, -1.7976931348623157e308)  # fmt: skip
extreme = st.sampled_from(EXTREMES) | st.floats(allow_nan=False, allow_infinity=False)
moderate = st.floats(-20, 20)
COSTS = (HALF_MSE, MSE, CROSS_ENTROPY)


def array_of(numbers, *shape):
    """Arrays of a shape, of such numbers."""
    size = int(np.prod(shape))
    return st.lists(numbers, min_size=size, max_size=size).map(
        lambda values: np.reshape(np.array(values, float), shape)
    )


@st.composite
def cases(draw, numbers=moderate, hidden=tuple(ACTIVATIONS)):
    """A network of one to five layers, its runs (or none), its examples and a cost."""
    sizes = draw(st.lists(st.integers(1, 6), min_size=2, max_size=6))
    m, runs = draw(st.integers(1, 7)), draw(st.sampled_from([None, 1, 2, 3, 4]))
    cost, rng = draw(st.sampled_from(COSTS)), np.random.default_rng(draw(st.integers(0, 2**32)))
    kinds = {
        "hidden": draw(st.sampled_from(hidden)),
        "output": "sigmoid" if cost.labels else draw(st.sampled_from(hidden)),
    }
    network = random_network(sizes, rng, draw_bias=normal(1), bias=draw(st.booleans()), runs=runs, **kinds)
    X = draw(array_of(numbers, m, sizes[0]))
    y = rng.integers(0, 2, (m, sizes[-1])).astype(float)
    return network, X, y, cost


def all_arrays(trace, gradients):
    yield from trace.a
    yield from trace.z[1:]
    for layer in gradients.layers:
        yield from (array for array in (layer.W, layer.b, layer.delta) if array is not None)


@same_everywhere
@given(cases())
def test_shapes_and_kinds(case):
    network, X, y, cost = case
    trace = forward(network, X)
    gradients = backward(network, trace, y, cost)
    tail = () if network.runs is None else (network.runs,)
    for width, z, a in zip(network.sizes[1:], trace.z[1:], trace.a[1:], strict=True):
        assert z.shape == a.shape == (len(X), width, *tail)
    for layer, slopes in zip(network.layers, gradients.layers, strict=True):
        assert slopes.W.shape == layer.W.shape and slopes.delta.shape == (len(X), layer.W.shape[1], *tail)
        assert (slopes.b is None) == (layer.b is None) and (layer.b is None or slopes.b.shape == layer.b.shape)
    assert np.shape(cost_of(network, X, y, cost)) == tail
    for array in all_arrays(trace, gradients):
        assert array.dtype == np.float64 and np.isfinite(array).all()


@same_everywhere
@given(cases())
def test_each_run_is_that_run_alone(case):
    network, X, y, cost = case
    if network.runs is None:
        network = stack_runs([network, network])
    trace, costs = forward(network, X), cost_of(network, X, y, cost)
    gradients = backward(network, trace, y, cost)
    for run in range(network.runs):
        alone = select_run(network, run)
        its_trace = forward(alone, X)
        np.testing.assert_allclose(cost_of(alone, X, y, cost), costs[run], rtol=1e-9, atol=1e-300)
        np.testing.assert_allclose(its_trace.a[-1], trace.a[-1][..., run], rtol=1e-9, atol=1e-300)
        for one, many in zip(backward(alone, its_trace, y, cost).layers, gradients.layers, strict=True):
            scale = np.abs(one.W).max()  # examples may pull against each other, and leave only what was rounded
            np.testing.assert_allclose(one.W, many.W[..., run], rtol=1e-9, atol=1e-12 * max(scale, 1))


@same_everywhere
@given(cases(), st.randoms(use_true_random=False))
def test_rows_in_another_order(case, random):
    network, X, y, cost = case
    order = list(range(len(X)))
    random.shuffle(order)
    trace, other = forward(network, X), forward(network, X[order])
    np.testing.assert_allclose(other.a[-1], trace.a[-1][order], rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(cost_of(network, X[order], y[order], cost), cost_of(network, X, y, cost), rtol=1e-12)
    pairs = (backward(network, trace, y, cost), backward(network, other, y[order], cost))
    for one, two in zip(*(gradients.layers for gradients in pairs), strict=True):
        scale = max(1, np.abs(one.W).max())
        np.testing.assert_allclose(one.W / scale, two.W / scale, rtol=1e-12, atol=1e-12)


FORMS = {
    "float16": lambda X: X.astype(np.float16),
    "float32": lambda X: X.astype(np.float32),
    "big-endian": lambda X: X.astype(">f8"),
    "int8": lambda X: X.astype(np.int8),
    "int64": lambda X: X.astype(np.int64),
    "uint8": lambda X: np.abs(X).astype(np.uint8),
    "bool": lambda X: X.astype(bool),
    "list": lambda X: X.tolist(),
    "tuples": lambda X: tuple(map(tuple, X.tolist())),
    "Fortran order": np.asfortranarray,
    "negative strides": lambda X: X[::-1, ::-1].copy()[::-1, ::-1],
    "every other row": lambda X: np.repeat(X, 2, axis=0)[::2],
    "read-only": lambda X: np.frombuffer(X.tobytes()).reshape(X.shape),
    "a view of a larger array": lambda X: np.pad(X, 2)[2:-2, 2:-2],
    "objects": lambda X: X.astype(object),
}


@pytest.mark.parametrize("form", FORMS)
@settings(same_everywhere, max_examples=15)
@given(case=cases(numbers=st.integers(-5, 5)))
def test_every_form_of_the_same_numbers_is_the_same(form, case):
    network, X, y, cost = case
    given_X, given_y = FORMS[form](X), FORMS[form](y)
    X, y = np.array(given_X, dtype=float), np.array(given_y, dtype=float)
    trace, other = forward(network, given_X), forward(network, X)
    np.testing.assert_allclose(trace.a[-1], other.a[-1], rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(cost_of(network, given_X, given_y, cost), cost_of(network, X, y, cost), rtol=1e-12)
    gradients = backward(network, trace, given_y, cost)
    assert all(array.dtype == np.float64 for array in all_arrays(trace, gradients))
    layers = [Layer(FORMS[form](np.round(np.ones((2, 3)))), None)]
    np.testing.assert_array_equal(layers[0].W, np.ones((2, 3)))
    assert layers[0].W.dtype == np.float64


@same_everywhere
@given(cases(numbers=extreme, hidden=("sigmoid", "tanh")))
def test_squashed_outputs_for_every_input(case):
    """An enormous z is an activation at its end; ∞ − ∞ in a sum is refused in words, and nothing warns."""
    network, X, y, cost = case
    try:
        trace = forward(network, X)
    except ValueError as error:
        assert "X must be smaller numbers" in str(error) and np.abs(X).max() > 1e300
        return
    assert all((np.abs(a) <= 1).all() for a in trace.a[1:])
    assert not np.isnan(cost_of(network, X, y, cost)).any()
    for layer in backward(network, trace, y, cost).layers:
        assert np.isfinite(layer.delta).all()


@same_everywhere
@given(cases(numbers=extreme))
def test_any_outputs_for_every_input(case):
    """Without an end to an activation a cost or a slope may be infinite; NaN it never is."""
    network, X, y, cost = case
    try:
        trace = forward(network, X)
        C, slopes = cost_of(network, X, y, cost), backward(network, trace, y, cost).layers
    except ValueError as error:
        assert "must be smaller numbers" in str(error) or "must hold smaller numbers" in str(error)
        assert np.abs(X).max() > 1e100
        return
    assert not np.isnan(C).any() and not any(np.isnan(layer.W).any() for layer in slopes)


@same_everywhere
@given(array_of(extreme, 3, 2), st.sampled_from([np.float64, np.float32, np.float16]))
def test_sigmoid_and_softplus_identities(z, kind):
    with np.errstate(over="ignore"):
        z = z.astype(kind)
    z = z[np.isfinite(z)].astype(float)
    g = sigmoid(z)
    assert g.dtype == np.float64 and ((g >= 0) & (g <= 1)).all()
    np.testing.assert_allclose(g + sigmoid(-z), 1, rtol=1e-15)
    np.testing.assert_allclose(sigmoid_slope(z), g * sigmoid(-z), rtol=1e-15, atol=1e-320)
    assert ((sigmoid_slope(z) >= 0) & (sigmoid_slope(z) <= 0.25)).all()
    np.testing.assert_allclose(softplus(z) - softplus(-z), z, rtol=1e-15, atol=1e-15)
    assert (np.diff(sigmoid(np.sort(z))) >= -1e-15).all()  # it rises, but for the last digit


@same_everywhere
@given(array_of(extreme, 3, 1), array_of(st.floats(0, 1), 3, 1))
def test_cross_entropy_identities(z, y):
    C = cross_entropy(z, y)
    assert C >= 0 and not np.isnan(C)
    if np.abs(z).max() < 1e300:
        np.testing.assert_allclose(cross_entropy(-z, 1 - y), C, rtol=1e-12, atol=1e-12 * np.abs(z).max())
    if np.abs(z).max() < 30:
        a = sigmoid(z)
        printed = -(y * np.log(a) + (1 - y) * np.log(1 - a)).mean()
        assert C == pytest.approx(printed, rel=1e-3, abs=1e-9)


@same_everywhere
@given(array_of(extreme, 3, 2), array_of(extreme, 3, 2))
def test_squared_error_identities(a, y):
    C = half_mse(a, y)
    assert C >= 0 and mse(a, y) == 2 * C and half_mse(a, a) == 0
    assert half_mse(y, a) == C or np.isinf(C)


@same_everywhere
@given(extreme, extreme, st.sampled_from(COSTS))
def test_a_unit_anywhere_on_the_plane(w, b, cost):
    data = Dataset("two", [[-1.0], [0.5]], [[1.0], [0.0]])
    C, slope_w, slope_b = cost_and_slopes(w, b, data, cost)
    assert not np.isnan(C) and np.isfinite(slope_w) and np.isfinite(slope_b)


@same_everywhere
@given(array_of(extreme, 4), st.sampled_from([0, 1e-300, 0.1, 1.0, 1e10, 1e308]))
def test_every_walk_has_an_outcome(starts, rate):
    """On x⁴ − 3x³ + 2 from anywhere, at any rate: finite positions, one of the four outcomes, no warning."""

    def slope(x):
        return x * x * (4 * x - 9)

    many = descend_many(slope, starts, rate, max_steps=50)
    assert np.isfinite(many.x).all() and (many.steps <= 50).all()
    for start, outcome in zip(starts, many.outcome, strict=True):
        if np.isfinite(start) and abs(start) < 1e100:
            path = descend(slope, start, rate, max_steps=50)
            assert np.isfinite(path.x).all() and path.outcome == OUTCOMES[outcome]


@same_everywhere
@given(cases(), st.sampled_from([0, 1e-300, 0.1, 1e3, 1e6, 1e308]))
def test_training_is_finite_or_says_that_it_has_diverged(case, rate):
    network, X, y, cost = case
    history = train(network, Dataset("d", X, y), cost, learning_rate=rate, epochs=5, record_every=2)
    assert history.epochs.tolist() == [0, 2, 4, 5] and len(history.cost) == 4
    assert history.network.sizes == network.sizes and history.network.runs == network.runs
    finite = all(np.isfinite(layer.W).all() for layer in history.network.layers)
    assert finite or np.any(history.diverged)
    if rate == 0:
        for before, after in zip(network.layers, history.network.layers, strict=True):
            np.testing.assert_array_equal(before.W, after.W)


@same_everywhere
@given(array_of(extreme | st.sampled_from([np.nan, np.inf, -np.inf]), 4), array_of(extreme, 4))
def test_compare_never_says_agree_to_what_is_no_number(coded, measured):
    report = compare(coded, measured)
    assert report.agrees == compare(measured, coded).agrees and str(report)
    if not np.isfinite(coded).all():
        assert not report.agrees
    if np.isfinite(coded).all():
        assert compare(coded, coded).agrees


@same_everywhere
@given(st.lists(st.integers(1, 4), min_size=1, max_size=4))
def test_a_network_without_hidden_layers_or_with_many(widths):
    network = Network([Layer(np.ones((a, b))) for a, b in zip([2, *widths], [*widths, 1], strict=True)])
    assert network.sizes == (2, *widths, 1) and forward(network, [[0, 0]]).a[-1].shape == (1, 1)
