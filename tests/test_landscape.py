"""The cost over a plane of weights and biases, and the flow down it: against plain loops and against real descent."""

import numpy as np
import pytest

from nnlib.backprop import backward
from nnlib.costs import CROSS_ENTROPY, HALF_MSE, MSE, cost_of
from nnlib.data import Dataset, always_zero, not_gate, xor
from nnlib.gradcheck import numerical_gradients
from nnlib.landscape import CHUNK, cost_and_slopes, flow, flow_path, landscape, units
from nnlib.network import Layer, Network, forward
from nnlib.training import train

NOT = not_gate()
DATA = {
    "NOT": NOT,
    "always zero": always_zero(),
    "between": Dataset("between", [[-1.0], [0.5], [2.0]], [[0.1], [0.7], [1.0]]),
}
COSTS = {cost.name: cost for cost in (MSE, HALF_MSE, CROSS_ENTROPY)}
W0, B0 = np.array([5.0, -3, 0, 2, 7]), np.array([1.0, 4, 0, -6, -3])


def plain(w, b, data, cost):
    """C, ∂C/∂w and ∂C/∂b of one network, and the last two by nudging as well."""
    network = Network([Layer([[w]], None if b is None else [b])])
    layers = backward(network, forward(network, data.X), data.y, cost), numerical_gradients(network, *table(data), cost)
    slopes = [(p.layers[0].W.item(), None if b is None else p.layers[0].b.item()) for p in layers]
    return cost_of(network, *table(data), cost), *slopes


def table(data):
    return data.X, data.y


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("data", DATA)
def test_landscape_is_every_point_alone(data, cost):
    data, cost = DATA[data], COSTS[cost]
    w, b = np.linspace(-6, 6, 7), np.linspace(-4, 5, 4)
    ours = landscape(w, b, data, cost)
    assert ours.cost.shape == ours.slope_w.shape == ours.slope_b.shape == ours.steepness.shape == (4, 7)
    np.testing.assert_array_equal(ours.w, w)
    np.testing.assert_array_equal(ours.b, b)
    for i in range(4):
        for j in range(7):
            C, coded, measured = plain(w[j], b[i], data, cost)
            slopes = ours.slope_w[i, j], ours.slope_b[i, j]
            assert ours.cost[i, j] == pytest.approx(C, rel=1e-13)
            assert slopes == pytest.approx(coded, rel=1e-12, abs=1e-17) and slopes == pytest.approx(measured, abs=1e-9)
            assert ours.steepness[i, j] == pytest.approx(np.sqrt(coded[0] ** 2 + coded[1] ** 2), rel=1e-12)


@pytest.mark.parametrize("cost", COSTS)
def test_without_a_bias(cost):
    data, cost = DATA["always zero"], COSTS[cost]
    w = np.linspace(-8, 8, 6).reshape(2, 3)
    C, slope_w, slope_b = cost_and_slopes(w, None, data, cost)
    assert slope_b is None and C.shape == slope_w.shape == (2, 3)
    for at in np.ndindex(2, 3):
        alone, coded, measured = plain(w[at], None, data, cost)
        assert C[at] == pytest.approx(alone, rel=1e-13)
        assert slope_w[at] == pytest.approx(coded[0], rel=1e-12) and slope_w[at] == pytest.approx(measured[0], abs=1e-9)


SHAPES = {
    "two numbers": ((), (), ()),
    "many w": ((3,), (), (3,)),
    "many b": ((), (2,), (2,)),
    "pairs": ((4,), (4,), (4,)),
    "a grid": ((3,), (2, 1), (2, 3)),
    "three axes": ((2, 1, 3), (4, 1), (2, 4, 3)),
    "none": ((0,), (), (0,)),
}


@pytest.mark.parametrize("row", SHAPES)
def test_shapes(row):
    shape_w, shape_b, shape = SHAPES[row]
    rng = np.random.default_rng(0)
    w, b = rng.normal(size=shape_w), rng.normal(size=shape_b)
    results = cost_and_slopes(w, b, NOT, MSE)
    way = flow(w, b, NOT, MSE, [0.5, 2])
    assert [result.shape for result in results] == [shape] * 3 and way.shape == (2, 2, *shape)
    assert units(w, b).runs == np.prod(shape, dtype=int)
    w, b = np.broadcast_arrays(w, b)
    for at in np.ndindex(*shape):
        C, slopes, _ = plain(w[at], b[at], NOT, MSE)
        assert [result[at] for result in results] == pytest.approx([C, *slopes], rel=1e-12)
        np.testing.assert_allclose(way[(..., *at)], flow(w[at], b[at], NOT, MSE, [0.5, 2]), rtol=1e-12)


def test_units_are_in_the_order_of_ravel():
    network = units([1, 2, 3], [[4], [5]])
    np.testing.assert_array_equal(network.layers[0].W, [[[1, 2, 3, 1, 2, 3]]])
    np.testing.assert_array_equal(network.layers[0].b, [[4, 4, 4, 5, 5, 5]])
    assert units([1, 2]).layers[0].b is None


@pytest.mark.parametrize("cost", COSTS)
def test_flow_is_descent_in_small_steps(cost):
    times = [1, 20, 200] if cost != "cross-entropy" else [1, 20, 60]
    way = flow(W0, B0, NOT, COSTS[cost], times, max_strides=20_000)
    for time, at in zip(times, way, strict=True):
        history = train(units(W0, B0), NOT, COSTS[cost], learning_rate=0.01, epochs=100 * time)
        layer = history.network.layers[0]
        np.testing.assert_allclose(at, [layer.W[0, 0], layer.b[0]], atol=2e-3)
    assert np.abs(way[-1] - way[-2]).max() > 0.1


def test_smaller_strides_come_nearer():
    times = [1, 20, 200]
    best = flow(W0, B0, NOT, MSE, times, stride=0.005, max_strides=20_000)
    off = [np.abs(flow(W0, B0, NOT, MSE, times, stride=stride) - best).max() for stride in (0.2, 0.1, 0.05, 0.025)]
    assert off[0] < 0.02 and all(after < before / 2 for before, after in zip(off, off[1:], strict=False))


def test_places_between_two_strides_are_of_fourth_order_too():
    """At many times, nearly all of them within a stride: half the stride, a sixteenth of the error, or nearly so."""
    times = np.linspace(0, 30, 200)
    best = flow(W0, B0, NOT, MSE, times, stride=0.005, max_strides=20_000)
    long, short = (np.abs(flow(W0, B0, NOT, MSE, times, stride=stride) - best).max() for stride in (0.2, 0.1))
    assert short < 5e-5 and short < long / 12


def test_time_is_as_good_as_the_way():
    """Fourth order in both: on the plateau of (10, 0) the time of leaving must hardly depend on the stride.

    Leaving itself takes next to none of the time, so what is compared is the sum of the times of all the strides.
    """

    def leaves(stride):
        times = np.linspace(0.245, 0.255, 401) * np.exp(20)
        w, b = flow(10, 0, NOT, MSE, times, stride=stride, max_strides=50_000).T
        return times[(w + b < 0).argmax()]

    assert leaves(0.2) == pytest.approx(leaves(0.02), rel=2e-4)


def test_one_call_for_many_times_is_many_calls():
    times = np.linspace(0, 30, 40)  # several of them within one stride
    together = flow(W0, B0, NOT, MSE, times)
    for time, at in zip(times, together, strict=True):
        np.testing.assert_allclose(at, flow(W0, B0, NOT, MSE, [time])[0], rtol=1e-12)


def test_at_time_0_it_is_at_the_start():
    np.testing.assert_array_equal(flow(W0, B0, NOT, MSE, [0, 1])[0], [W0, B0])


STILL = {  # w, b, cost, and whether the slope is exactly 0
    "both outputs are 1 to the last digit": (0, 100, MSE, True),
    "both outputs are 0 to the last digit": (0, -1000, MSE, True),
    "the answers are right to the last digit": (-2000, 1000, CROSS_ENTROPY, True),
    "the slope is too small to divide by": (0, -690, MSE, False),
    "as large as numbers go": (1e300, 1e300, MSE, True),
}


@pytest.mark.parametrize("row", STILL)
def test_where_there_is_no_slope_it_stays(row):
    w, b, cost, exactly = STILL[row]
    slopes = cost_and_slopes(w, b, NOT, cost)[1:]
    assert np.hypot(*slopes) < 1e-290 and (np.hypot(*slopes) == 0) == exactly
    np.testing.assert_array_equal(flow(w, b, NOT, cost, [0, 1, 1e300]), [[w, b]] * 3)
    beside = flow([w, 5], [b, 1], NOT, cost, [1, 10])  # one that moves is not held up
    np.testing.assert_array_equal(beside[:, :, 0], [[w, b]] * 2)
    np.testing.assert_array_equal(beside[:, :, 1], flow(5, 1, NOT, cost, [1, 10]))
    assert np.abs(beside[:, :, 1] - [5, 1]).min() > 1e-5


def test_too_few_strides():
    with pytest.raises(ValueError, match=r"max_strides must be larger than 10 to reach time 1e\+09; got to 4\.7"):
        flow(10, 0, NOT, MSE, [1e9], max_strides=10)
    assert flow(10, 0, NOT, MSE, [1e9], max_strides=1000).shape == (1, 2)


@pytest.mark.parametrize("cost", COSTS)
def test_the_inputs_are_left_as_they_were(cost):
    w, b, times = np.linspace(-3, 3, 4), np.linspace(0, 1, 4), np.array([0.0, 1, 2])
    kept = w.copy(), b.copy(), times.copy()

    def use():
        units(w, b)
        results = cost_and_slopes(w, b, NOT, COSTS[cost])
        landscape(w, b, NOT, COSTS[cost])
        return [*results, flow(w, b, NOT, COSTS[cost], times)]

    for array in use():
        array += 1  # the results are the caller's own
    assert w.flags.writeable and b.flags.writeable
    grid_of_its_own = landscape(w, b, NOT, COSTS[cost])
    assert not np.shares_memory(grid_of_its_own.w, w) and not np.shares_memory(grid_of_its_own.b, b)
    for array in (w, b, times):
        array.flags.writeable = False
    use()
    for array, before in zip((w, b, times), kept, strict=True):
        np.testing.assert_array_equal(array, before)


def over(w=1.0, b=1.0, data=NOT, cost=MSE):
    return cost_and_slopes(w, b, data, cost)


def grid(w=(1.0,), b=(1.0,), data=NOT, cost=MSE):
    return landscape(w, b, data, cost)


def down(w=1.0, b=1.0, data=NOT, cost=MSE, times=(1.0,), **options):
    return flow(w, b, data, cost, times, **options)


LABEL_2 = Dataset("label 2", [[1.0]], [[2.0]])
TWO_OUTPUTS = Dataset("two outputs", [[1.0]], [[1.0, 0.0]])

BAD = {
    "w NaN": (lambda: units(np.nan), ValueError, "w must be finite"),
    "w None": (lambda: units(None), TypeError, "w must be numbers; got None"),
    "b a string": (lambda: units(1, "1"), TypeError, "b must be real numbers"),
    "b infinite": (lambda: over(b=np.inf), ValueError, "b must be finite"),
    "shapes": (lambda: over([1, 2], [1, 2, 3]), ValueError, r"w \(2,\) and b \(3,\) must broadcast"),
    "data no Dataset": (lambda: over(data=(NOT.X, NOT.y)), TypeError, "data must be a Dataset"),
    "cost a string": (lambda: over(cost="MSE"), TypeError, "cost must be a Cost"),
    "two inputs": (lambda: over(data=xor()), ValueError, r"X must have shape \(m, 1\)"),
    "two outputs": (lambda: over(data=TWO_OUTPUTS), ValueError, r"y must have shape \(1, 1\)"),
    "label 2": (lambda: over(data=LABEL_2, cost=CROSS_ENTROPY), ValueError, r"y must be labels in \[0, 1\]"),
    "grid: w a number": (lambda: grid(1.0), ValueError, "w must have 1 axes"),
    "grid: w a table": (lambda: grid([[1.0]]), ValueError, "w must have 1 axes"),
    "grid: b a table": (lambda: grid(b=[[1.0]]), ValueError, "b must have 1 axes"),
    "grid: b None": (lambda: grid(b=None), TypeError, "b must be numbers; got None"),
    "grid: cost": (lambda: grid(cost=None), TypeError, "cost must be a Cost"),
    "flow: w NaN": (lambda: down(np.nan), ValueError, "w must be finite"),
    "flow: b None": (lambda: down(b=None), TypeError, "b must be numbers; got None"),
    "flow: shapes": (lambda: down([1, 2], [1, 2, 3]), ValueError, "w .* and b .* must broadcast"),
    "flow: data": (lambda: down(data=None), TypeError, "data must be a Dataset"),
    "flow: cost": (lambda: down(cost=None), TypeError, "cost must be a Cost"),
    "flow: two inputs": (lambda: down(data=xor()), ValueError, r"X must have shape \(m, 1\)"),
    "flow: label 2": (lambda: down(data=LABEL_2, cost=CROSS_ENTROPY), ValueError, "y must be labels"),
    "no times": (lambda: down(times=[]), ValueError, "times must"),
    "times a number": (lambda: down(times=1.0), ValueError, "times must have 1 axes"),
    "times NaN": (lambda: down(times=[np.nan]), ValueError, "times must be finite"),
    "times below 0": (lambda: down(times=[-1, 1]), ValueError, "times must rise from at least 0"),
    "times equal": (lambda: down(times=[1, 1]), ValueError, "times must rise"),
    "times falling": (lambda: down(times=[2, 1]), ValueError, "times must rise"),
    "stride 0": (lambda: down(stride=0), ValueError, "stride must be a finite number above 0"),
    "stride NaN": (lambda: down(stride=np.nan), ValueError, "stride must be a finite number"),
    "stride a bool": (lambda: down(stride=True), TypeError, "stride must be a number; got True"),
    "max_strides 0": (lambda: down(max_strides=0), ValueError, "max_strides must be a whole number of at least 1"),
    "max_strides 2.5": (lambda: down(max_strides=2.5), ValueError, "max_strides must be a whole number"),
}  # fmt: skip


@pytest.mark.parametrize("row", BAD)
def test_is_refused_in_words(row):
    call, error, words = BAD[row]
    with pytest.raises(error, match=words):
        call()


@pytest.mark.parametrize("with_bias", [True, False])
def test_more_units_than_one_chunk_are_each_what_they_are_alone(with_bias):
    w, b = np.random.default_rng(5).normal(0, 5, (2, 2 * CHUNK + 3))
    many = cost_and_slopes(w, b if with_bias else None, not_gate(), MSE)
    for k in (0, CHUNK - 1, CHUNK, 2 * CHUNK, -1):
        alone = cost_and_slopes(w[k], b[k] if with_bias else None, not_gate(), MSE)
        for one, other in zip(alone, many, strict=True):
            assert (one is None and other is None) or one == other[k]


def test_path_of_the_flow_is_where_the_flow_is():
    """At the times that `flow_path` gives, `flow` is at its places."""
    way, times = flow_path(8.0, 1.0, not_gate(), MSE, strides=40)
    assert way.shape == (41, 2) and times.shape == (41,) and times[0] == 0
    np.testing.assert_allclose(np.hypot(*np.diff(way, axis=0).T), 0.05, rtol=1e-3)  # strides of equal length
    np.testing.assert_allclose(flow(8.0, 1.0, not_gate(), MSE, times[1:]), way[1:], atol=1e-12)
    with pytest.raises(ValueError, match="strides must be a whole number of at least 1"):
        flow_path(8.0, 1.0, not_gate(), MSE, strides=0)
