"""Wrong and extreme input, row by row of a list of what trusted libraries do with it: A data, B functions and slopes,
C settings and training, D sliders and figures.

Wrong input gets an error that names the parameter, the rule and what it got; the rest has a result that is stated here.
Every row of the list is tested, here or where `ELSEWHERE` says, or `NOT_APPLICABLE` says why not. Each public function
is tried with every wrong kind of value in `test_wrong_kinds.py`, and with random shapes in `test_extremes.py`.
"""

import copy
import dataclasses
import math
import os
import pathlib
import pickle
import re
import subprocess
import sys
import warnings

import numpy as np
import pandas
import pytest

from nnlib.backprop import backward
from nnlib.costs import CROSS_ENTROPY, HALF_MSE, cost_of, cross_entropy, half_mse
from nnlib.curves import QUARTIC
from nnlib.data import Dataset, xor
from nnlib.descent import CONVERGED, DIVERGED, PLAIN, STEP_LIMIT, Rule, descend, descend_many, momentum
from nnlib.functions import ACTIVATIONS, Activation, sigmoid, sigmoid_slope, softplus
from nnlib.gradcheck import compare, numerical_gradient, numerical_gradients
from nnlib.network import Layer, Network, forward, normal, random_network, select_run, stack_runs
from nnlib.symbolic import chain_paths, symbolic_cost
from nnlib.training import train

ELSEWHERE = {
    "B4": "test_costs.py: test_cross_entropy_keeps_its_digits_where_the_formula_fails",
    "B6": "test_costs.py: test_cross_entropy_keeps_its_digits_where_the_formula_fails",
    "B16": "test_gradcheck.py: test_the_point_is_not_changed_even_if_f_raises_or_meddles",
    "C16": "test_training.py: test_equal_hidden_units_stay_equal",
    "C23": "test_training.py: test_row_order_does_not_matter",
    "D1": "test_explorers.py: test_frames_have_fixed_names_and_shapes",
    "D3": "test_explorers.py: test_d3_odd_values_of_the_widgets_themselves_are_refused",
    "D4": "test_explorers.py: test_d3_d4_odd_values_from_code_are_refused_and_nothing_moves",
    "D5": "test_explorers.py: test_d5_d6_controls_that_cannot_be_are_refused",
    "D6": "test_explorers.py: test_d5_d6_positions_rise_and_none_is_there_twice",
    "D7": "test_explorers.py: test_d7_a_whole_number_in_another_form_is_that_position",
    "D8": "test_explorers.py: test_d8_no_rate_is_said_to_be_0",
    "D9": "browser/test_in_lab.py: test_the_last_position_of_a_fast_drag_wins_and_nothing_queues",
    "D12": "test_explorers.py: test_d12_a_frame_of_nothing_is_the_background",
    "D13": "test_explorers.py: test_d13_pictures_open_no_figures",
}
NOT_APPLICABLE = {
    "A16": "there is no classifier that guesses its classes from y; a target may be any number",
    "C20": "there is no fit: a network is a value, and forward works from the first moment",
    "C21": "there is no fit: train returns a new network, and a second call goes on from the one that it is given",
    "D2": "there is no interact; a frame that raises in a callback is heard by the browser tests",
}


def rng():
    return np.random.default_rng(0)


NET = random_network((2, 3, 1), rng())
BATCH = random_network((2, 3, 1), rng(), runs=3)
TANH_OUT = random_network((2, 1), rng(), output="tanh")
XOR = xor()
TRACE = forward(NET, XOR.X)
MEASURED = numerical_gradients(NET, XOR.X, XOR.y, HALF_MSE)


class Sparse:
    """As scipy's sparse matrices are: it has toarray and no __array__."""

    def toarray(self):
        return XOR.X


class Frame:
    """As a table of pandas: an index of its own, and __array__."""

    def __init__(self, values):
        self.values, self.index = np.asarray(values), [7, 3, 5, 1][: len(values)]

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype)

    def __len__(self):
        return len(self.values)

    def __getitem__(self, key):
        raise KeyError(key)


def matrix():
    with warnings.catch_warnings(action="ignore"):  # numpy itself advises against it
        return np.asmatrix([[1.0]])


def trained(network=NET, data=XOR, cost=HALF_MSE, **options):
    return train(network, data, cost, **{"learning_rate": 0.1, "epochs": 1, **options})


def down(slope=lambda x: 2 * x, start=1.0, rate=0.1, **options):
    return descend(slope, start, rate, **options)


ROWS = {
    "A1 NaN in X": (lambda: forward(NET, [[0, np.nan]]), ValueError, "X must be finite .* NaN"),
    "A2 infinity in X": (lambda: forward(NET, [[0, np.inf]]), ValueError, "X must be finite .* infinity"),
    "A3 NaN in y": (lambda: cost_of(NET, XOR.X, [[np.nan]] * 4, HALF_MSE), ValueError, "y must be finite"),
    "A6 rows differ in number": (lambda: Dataset("d", np.ones((4, 2)), np.ones((3, 1))), ValueError, "4 and 3"),
    "A6 y too short": (lambda: cost_of(NET, XOR.X, XOR.y[:3], HALF_MSE), ValueError, r"y must have shape \(4, 1\)"),
    "A7 flat X": (lambda: forward(NET, [0, 1]), ValueError, r"X must have 2 axes.*reshape\(-1, 1\)"),
    "A8 X of three axes": (lambda: forward(NET, np.ones((2, 2, 2))), ValueError, r"got shape \(2, 2, 2\)"),
    "A9 no rows": (lambda: forward(NET, np.ones((0, 2))), ValueError, "at least 1"),
    "A9 empty data": (lambda: Dataset("d", np.ones((0, 2)), np.ones((0, 1))), ValueError, "at least one row"),
    "A10 no columns": (lambda: forward(NET, np.ones((4, 0))), ValueError, r"\(m, 2\).* got \(4, 0\)"),
    "A10 data without columns": (lambda: Dataset("d", np.ones((2, 0)), np.ones((2, 1))), ValueError, "one column"),
    "A11 wrong width": (lambda: forward(NET, np.ones((4, 3))), ValueError, r"\(m, 2\).* got \(4, 3\)"),
    "A12 flat y": (lambda: Dataset("d", np.ones((4, 2)), np.ones(4)), ValueError, r"y must have 2 axes.*reshape"),
    "A12 flat y beside a column": (lambda: half_mse(np.ones((4, 1)), np.ones(4)), ValueError, "y must have 2 axes"),
    "A13 label 2": (lambda: cross_entropy([[0.0]], [[2]]), ValueError, r"labels in \[0, 1\].* got 2"),
    "A13 label -1": (lambda: trained(data=Dataset("d", [[0, 1]], [[-1]]), cost=CROSS_ENTROPY), ValueError, "got -1"),
    "A23 ragged": (lambda: sigmoid([[1, 2], [3]]), ValueError, "z must be a rectangular array"),
    "A24 strings": (lambda: sigmoid(["a"]), TypeError, "z must be real numbers"),
    "A24 digits as strings": (lambda: sigmoid("1"), TypeError, "z must be real numbers"),
    "A25 complex": (lambda: sigmoid(1j), TypeError, "z must be real numbers"),
    "A26 None": (lambda: forward(NET, None), TypeError, "X must be numbers; got None"),
    "A29 masked array": (lambda: forward(NET, np.ma.array([[0.0, 1]], mask=[[0, 1]])), TypeError, "X .* mask"),
    "A28 NA as pandas hands it out": (lambda: forward(NET, np.array([[None, 1]])), TypeError, "X must be real numbers"),
    "A30 np.matrix": (lambda: Layer(matrix()), TypeError, "W .* np.matrix"),
    "A34 sparse": (lambda: forward(NET, Sparse()), TypeError, r"X must be a dense array; .* X.toarray\(\)"),
    "B8 f is no function": (lambda: numerical_gradient(3, 1.0), TypeError, "f must be a function; got 3"),
    "B8 slope is no function": (lambda: descend(2, 1.0, 0.1), TypeError, "slope must be a function"),
    "B9 f returns an array": (lambda: numerical_gradient(lambda x: [x, x], 1.0), ValueError, "f must return one"),
    "B9 f returns None": (lambda: numerical_gradient(lambda x: None, 1.0), TypeError, r"f\(x\) must be numbers"),
    "B9 slope returns an array": (lambda: down(lambda x: [x]), ValueError, "slope must return the shape"),
    "B10 f returns NaN": (lambda: numerical_gradient(lambda x: np.nan, 1.0), ValueError, "finite number.* at x ="),
    "B10 NaN slope at the start": (lambda: down(lambda x: np.nan), ValueError, "at the start; got nan at x = 1.0"),
    "B11 shapes to compare": (lambda: compare(np.ones(3), np.ones((3, 1))), ValueError, r"\(3,\) and \(3, 1\)"),
    "B12 eps 0": (lambda: numerical_gradient(abs, 1.0, eps=0), ValueError, "eps must be .* above 0"),
    "B12 eps negative": (lambda: numerical_gradient(abs, 1.0, eps=-1e-5), ValueError, "eps"),
    "B9 f returns a text": (lambda: numerical_gradient(lambda x: "1", 1.0), TypeError, r"f\(x\) must be real numbers"),
    "B9 f returns one number in a list": (
        lambda: numerical_gradient(lambda x: [x], 1.0), ValueError, r"f must return one number; got shape \(1,\)"),
    "B11 a gradient of the wrong shape": (
        lambda: compare([(np.ones((3, 2)), np.ones(3)), (np.ones((3, 1)), np.ones(1))], MEASURED),
        ValueError, r"one shape for W\[1\]; got \(3, 2\) and \(2, 3\)"),
    "B12 eps NaN": (lambda: numerical_gradient(abs, 1.0, eps=np.nan), ValueError, "eps must be a finite number"),
    "C2 negative rate": (lambda: trained(learning_rate=-1), ValueError, "learning_rate must be finite and at least 0"),
    "C2 negative rate, descent": (lambda: down(rate=-1), ValueError, "learning_rate must be .* of at least 0; got -1"),
    "C3 rate NaN": (lambda: trained(learning_rate=np.nan), ValueError, "learning_rate"),
    "C3 rate infinite": (lambda: down(rate=np.inf), ValueError, "learning_rate"),
    "C4 rate a string": (lambda: trained(learning_rate="0.1"), TypeError, "learning_rate"),
    "C4 rate a bool": (lambda: down(rate=True), TypeError, "learning_rate must be a number; got True"),
    "C8 epochs -1": (lambda: trained(epochs=-1), ValueError, "epochs must be a whole number of at least 0; got -1"),
    "C8 epochs 2.5": (lambda: trained(epochs=2.5), ValueError, "epochs must be a whole number; got 2.5"),
    "C8 epochs a string": (lambda: trained(epochs="10"), TypeError, "epochs"),
    "C8 record_every 0": (lambda: trained(record_every=0), ValueError, "record_every .* at least 1"),
    "C8 max_steps -1": (lambda: down(max_steps=-1), ValueError, "max_steps"),
    "C8 epochs beyond 64 bits": (lambda: trained(epochs=10**30), ValueError, "epochs must be a whole number below 2⁶³"),
    "C12 width -1": (lambda: random_network((2, -1, 1), rng()), ValueError, r"sizes\[1\] .* at least 1; got -1"),
    "C12 more weights than a computer has room for": (
        lambda: random_network((10**6, 10**6), rng()), ValueError, "sizes and runs must make at most"),
    "C12 width 0": (lambda: random_network((2, 0, 1), rng()), ValueError, r"sizes\[1\] .* at least 1; got 0"),
    "C12 width 2.5": (lambda: random_network((2, 2.5, 1), rng()), ValueError, r"sizes\[1\]"),
    "C13 no widths": (lambda: random_network([], rng()), ValueError, "at least an input and an output"),
    "C13 one width": (lambda: random_network([2], rng()), ValueError, "at least an input and an output"),
    "C13 no layers": (lambda: Network([]), ValueError, "at least one Layer"),
    "C13 one layer without a list": (lambda: Network(Layer([[1.0]])), TypeError, r"Network\(\[layer\]\)"),
    "C14 unknown activation": (lambda: Layer([[1.0]], [0.0], "logistic"), ValueError, "sigmoid, tanh, relu"),
    "C15 seed for a generator": (lambda: random_network((2, 1), 0), TypeError, r"rng must be a numpy.random.Generator"),
    "C15 no generator": (lambda: random_network((2, 1), None), TypeError, "rng must be a numpy.random.Generator"),
    "C15 old random state": (lambda: random_network((2, 1), np.random.RandomState(0)), TypeError, "rng"),
    "C17 layers that do not fit": (
        lambda: Network([Layer(np.ones((2, 3))), Layer(np.ones((4, 1)))]), ValueError, r"W\[2\] of shape \(4, 1\)"),
    "C17 bias of the wrong shape": (
        lambda: Layer(np.ones((2, 3)), np.ones((3, 1))), ValueError, r"b must have shape \(3,\)"),
    "C17 NaN weight": (lambda: Layer([[np.nan]]), ValueError, "W must be finite"),
    "rates for too few runs": (lambda: trained(BATCH, learning_rate=[1, 2]), ValueError, "each of 3 runs"),
    "rates for a single net": (lambda: trained(learning_rate=[1, 2]), ValueError, "learning_rate"),
    "cross-entropy behind tanh": (
        lambda: cost_of(TANH_OUT, XOR.X, XOR.y, CROSS_ENTROPY), ValueError, "sigmoid output; got 'tanh'"),
    "cost is no Cost": (lambda: cost_of(NET, XOR.X, XOR.y, "mse"), TypeError, "cost must be a Cost"),
    "data is no Dataset": (lambda: trained(data=(XOR.X, XOR.y)), TypeError, "data must be a Dataset"),
    "a trace of another net": (lambda: backward(BATCH, TRACE, XOR.y, HALF_MSE), ValueError, "trace must come from"),
    "stop_on no string": (lambda: down(stop_on=1), TypeError, "stop_on must be one of"),
    "C14 activation a number": (lambda: Layer([[1.0]], [0.0], 3), TypeError, "activation must be an Activation"),
    "stop_on misspelt": (lambda: down(stop_on="steps"), ValueError, "'slope', 'step'"),
    "start of two axes": (lambda: down(start=[[1.0]]), ValueError, "start"),
    "start NaN": (lambda: down(start=np.nan), ValueError, "start must be finite"),
    "shapes that do not broadcast": (lambda: descend_many(lambda x: x, [1, 2], [1, 2, 3]), ValueError, "broadcast"),
    "negative among rates": (lambda: descend_many(lambda x: x, [1], [0.1, -1]), ValueError, "learning_rates"),
    "run out of range": (lambda: select_run(BATCH, 3), ValueError, "run must be below"),
    "networks of two kinds": (lambda: stack_runs([NET, TANH_OUT]), ValueError, "networks must be"),
    "nudging a batch": (lambda: numerical_gradients(BATCH, XOR.X, XOR.y, HALF_MSE), ValueError, "select_run"),
    "many: slope returns a number": (lambda: descend_many(lambda x: 2.0, [1, 2], 0.1), ValueError, "slope must return"),
    "many: slope returns a string": (lambda: descend_many(lambda x: "x", [1, 2], 0.1), TypeError, "what slope returns"),
    "curvature returns an array": (
        lambda: descend_many(lambda x: x, [0.0], 0.1, curvature=lambda x: [1, 1]), ValueError, "curvature must return"),
    "no starts": (lambda: descend_many(lambda x: x, [], 0.1), ValueError, "starts and learning_rates must hold"),
    "overflow at the start": (lambda: descend(lambda x: x**4, 1e200, 0.1), ValueError, "at the start"),
    "huge whole number": (lambda: sigmoid(10**400), ValueError, "z must be numbers that fit"),
    "eps lost beside x": (lambda: numerical_gradient(lambda x: x, 1e12), ValueError, "eps must be large enough"),
    "draw of another shape": (
        lambda: random_network((2, 3), rng(), draw=lambda r, i, o, s: np.ones((o, i))), ValueError, "draw must return"),
    "sizes a set": (lambda: random_network({2, 1}, rng()), TypeError, "sizes must be a sequence"),
    "layers None": (lambda: Network(None), TypeError, "layers must be a sequence"),
    "rates of bools": (lambda: trained(BATCH, learning_rate=[True] * 3), TypeError, "learning_rate"),
    "a trace of too few layers": (
        lambda: backward(NET, dataclasses.replace(TRACE, z=TRACE.z[:2], a=TRACE.a[:2]), XOR.y, HALF_MSE),
        ValueError, "trace must come from this network"),
    "a trace with a flat row": (
        lambda: backward(NET, dataclasses.replace(TRACE, z=(None, TRACE.z[1], TRACE.z[2].ravel())), XOR.y, HALF_MSE),
        ValueError, "trace must come from this network"),
    "an activation that flattens": (
        lambda: Layer([[1.0]], None, Activation("flat", np.ravel, lambda z, a: z)), ValueError, "activation must keep"),
    "a slope that is one number": (
        lambda: Layer([[1.0]], None, Activation("line", np.copy, lambda z, a: 1)), ValueError, "activation must keep"),
    "a rule without a state": (
        lambda: trained(rule=Rule("r", np.copy, lambda state, slope, rate: -slope)), TypeError, "rule must have"),
    "a rule with another shape": (
        lambda: trained(rule=Rule("r", np.copy, lambda state, slope, rate: (0.0, None))), ValueError, "rule must have"),
    "more paths than can be listed": (
        lambda: chain_paths(random_network((10,) * 9, rng()), [0] * 10, [0] * 10, (1, 1, 1)),
        ValueError, "network must be small"),
    "more letters than can be written": (lambda: symbolic_cost((100, 100)), ValueError, "sizes must be small"),
    "std negative": (lambda: normal(-1), ValueError, "std"),
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_is_refused_in_words(row):
    call, error, words = ROWS[row]
    with pytest.raises(error, match=words) as refused:
        call()
    assert len(str(refused.value)) <= 200 and "\n" not in str(refused.value) and " at 0x" not in str(refused.value)


def test_every_row_is_here_or_elsewhere_or_not_applicable():
    here = {row.split()[0] for row in [*ROWS, *ACCEPTED]}
    here |= {name.split("_")[1].upper() for name in globals() if re.match(r"test_[abcd]\d+_", name)}
    wanted = {
        f"{letter}{k}" for letter, last in (("A", 34), ("B", 16), ("C", 24), ("D", 9)) for k in range(1, last + 1)
    }
    wanted |= {"D12", "D13"}
    assert not wanted - here - ELSEWHERE.keys() - NOT_APPLICABLE.keys()
    assert not NOT_APPLICABLE.keys() & (here | ELSEWHERE.keys())
    for row, place in ELSEWHERE.items():
        file, name = place.split(": ")
        assert f"def {name}(" in (pathlib.Path(__file__).parent / file).read_text(encoding="utf-8"), row


def test_a14_a_label_of_one_half_is_legal():
    assert cross_entropy([[0.0]], [[0.5]]) == pytest.approx(np.log(2))


ACCEPTED = {
    "A4 very large X": lambda X: X * 1e300,
    "A18 integers": lambda X: X.astype(int),
    "A18 booleans": lambda X: X.astype(bool),
    "A20 float32": lambda X: X.astype(np.float32),
    "A21 bytes": lambda X: X.astype(np.uint8),
    "A22 lists": lambda X: X.tolist(),
    "A19 whole numbers beyond 64 bits": lambda X: np.array(X * 2, object) * 10**20,
    "A22 nested tuples": lambda X: tuple(map(tuple, X)),
    "A20 float16": lambda X: X.astype(np.float16),
    "A27 a table with an index": Frame,
    "A31 read-only": lambda X: X,
    "A32 Fortran order": np.asfortranarray,
    "A32 strided": lambda X: np.repeat(X, 2, axis=0)[::2],
    "A32 turned twice": lambda X: X[::-1].copy()[::-1],
}


@pytest.mark.parametrize("row", ACCEPTED)
def test_is_the_same_as_float64(row):
    given = ACCEPTED[row](XOR.X)
    output = forward(NET, given).a[-1]
    assert output.dtype == np.float64 and np.isfinite(output).all()
    np.testing.assert_array_equal(output, forward(NET, np.array(given, dtype=float)).a[-1])


def test_a5_numbers_near_the_largest_float():
    """The output is at an end of the sigmoid; the squared error of a linear unit is infinite, and training says so."""
    huge = np.full((4, 2), np.finfo(float).max)
    assert np.isin(forward(Network([Layer([[1.0], [-1.0]])]), huge).a[-1], [0, 0.5, 1]).all()
    line = Network([Layer([[1.0], [0.0]], None, "identity")])
    assert cost_of(line, huge, XOR.y, HALF_MSE) == np.inf
    history = train(line, Dataset("huge", huge, XOR.y), HALF_MSE, learning_rate=1, epochs=3)
    assert history.diverged and not np.isfinite(history.cost[-1])


def test_a15_a_target_beyond_one_is_legal_for_a_squared_error():
    assert half_mse([[0.4]], [[2.4]]) == pytest.approx(2.0)


def test_a17_all_targets_equal():
    data = Dataset("ones", XOR.X, np.ones((4, 1)))
    cost = trained(data=data, cost=CROSS_ENTROPY, learning_rate=1, epochs=500).cost
    assert cost[-1] < 0.01 < cost[0]


@pytest.mark.parametrize("start", [4, np.int64(4), np.float32(4), np.array(4), "list"], ids=repr)
def test_a19_a_start_that_is_a_whole_number(start):
    if start == "list":
        path = descend(lambda x: 2 * x, [4], 0.1, max_steps=20)
        np.testing.assert_array_equal(path.x[:, 0], descend(lambda x: 2 * x, 4.0, 0.1, max_steps=20).x)
    else:
        np.testing.assert_array_equal(down(start=start).x, down(start=4.0).x)


def test_a19_weights_that_are_whole_numbers_learn_as_floats_do():
    whole, floats = Network([Layer([[1], [2]], [0])]), Network([Layer([[1.0], [2.0]], [0.0])])
    one, other = (trained(network, epochs=5, learning_rate=1).network.layers[0] for network in (whole, floats))
    np.testing.assert_array_equal(one.W, other.W)
    assert one.W.dtype == np.float64 and not (one.W == np.round(one.W)).all()


@pytest.mark.parametrize("kind", ["stand-in", "pandas"])
def test_a27_tables_are_taken_by_their_values(kind):
    X, y = Frame(XOR.X), Frame(XOR.y)
    if kind == "pandas":
        X, y = (pandas.DataFrame(table, index=[7, 3, 5, 1]) for table in (XOR.X, XOR.y))
    assert cost_of(NET, X, y, HALF_MSE) == cost_of(NET, XOR.X, XOR.y, HALF_MSE)
    assert type(forward(NET, X).a[-1]) is np.ndarray
    np.testing.assert_array_equal(Dataset("table", X, y).X, XOR.X)


def test_a28_pandas_na_is_refused():
    with pytest.raises((TypeError, ValueError), match="X must be"):
        forward(NET, pandas.DataFrame([[pandas.NA, 1]]))


def test_a29_a_masked_array_is_never_half_masked():
    for nothing_masked in (np.ma.array(XOR.X), np.ma.array(XOR.X, mask=XOR.X == 0)):
        with pytest.raises(TypeError, match="mask would be lost"):
            Dataset("masked", nothing_masked, XOR.y)


def test_a32_results_do_not_depend_on_the_order_in_memory():
    for given in (np.asfortranarray(XOR.X), XOR.X[::-1].copy()[::-1], np.repeat(XOR.X, 3, axis=1)[:, ::3]):
        history = trained(data=Dataset("d", given, XOR.y), epochs=10, learning_rate=1)
        np.testing.assert_array_equal(history.cost, trained(epochs=10, learning_rate=1).cost)


def test_a33_what_the_caller_had_is_as_it_was():
    X, y, W, b = XOR.X.copy(), XOR.y.copy(), np.ones((2, 1)), np.zeros(1)
    before = [array.tobytes() for array in (X, y, W, b)]
    network, data = Network([Layer(W, b)]), Dataset("d", X, y)
    history = trained(network, data, epochs=20, learning_rate=1, record_every=5, record_weights=True)
    assert [array.tobytes() for array in (X, y, W, b)] == before
    X += 1  # and what the caller does later changes neither data nor network
    W += 1
    np.testing.assert_array_equal(data.X, XOR.X)
    assert (network.layers[0].W == 1).all()
    weights = [snapshot.layers[0].W for snapshot in history.snapshots] + [history.network.layers[0].W]
    assert not any(np.shares_memory(one, other) for k, one in enumerate(weights) for other in weights[:k])


@pytest.mark.parametrize(
    "z, value", [(1000, 1), (-1000, 0), (710, 1), (np.inf, 1), (-np.inf, 0), (0, 0.5), (-0.0, 0.5)]
)
def test_b1_sigmoid_at_its_ends(z, value):
    with np.errstate(over="raise", divide="raise", invalid="raise", under="ignore"):
        assert sigmoid(z) == value
        assert not np.isnan(sigmoid_slope(z)) and softplus(z) >= 0


@pytest.mark.parametrize("z", [-709.78, -710, -744, -745, -746])
def test_b2_sigmoid_where_it_is_denormal_or_0(z):
    assert 0 <= sigmoid(z) <= 1e-300


@pytest.mark.parametrize("function", [sigmoid, sigmoid_slope, softplus])
def test_b3_nan_stays_nan(function):
    assert np.isnan(function(np.nan)) and np.isnan(function([0, np.nan])).tolist() == [False, True]


def test_b5_the_logarithm_of_0_is_never_taken():
    assert cross_entropy([[1000.0], [-1000.0]], [[1], [0]]) == 0
    assert cross_entropy([[-1000.0]], [[1]]) == 1000
    assert math.isfinite(cross_entropy([[1e300], [-1e300]], [[0.5], [0.5]]))


@pytest.mark.parametrize("function", [sigmoid, sigmoid_slope, softplus, *(a.value for a in ACTIVATIONS.values())])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (0, 4), (1, 2, 3)])
def test_b7_the_shape_is_kept(function, shape):
    result = function(np.full(shape, 0.5))
    assert np.shape(result) == shape and result.dtype == np.float64


def test_b13_a_gradient_check_is_made_in_float64():
    weights = np.float32([0.1, 0.2])
    seen = []
    slopes = numerical_gradient(lambda w: seen.append(w.dtype) or float(w @ w), weights)
    np.testing.assert_allclose(slopes, 2 * weights.astype(float), rtol=1e-9)
    assert set(seen) == {np.dtype(np.float64)}


def test_b14_two_zeros_agree():
    report = compare(np.zeros((2, 2)), np.zeros((2, 2)))
    assert report.agrees and math.isnan(report.ratio) and "agree" in str(report)


def test_b15_a_wrong_gradient_is_told_with_both_numbers_and_the_place():
    coded = [(layer.W.copy(), layer.b.copy()) for layer in backward(NET, TRACE, XOR.y, HALF_MSE).layers]
    coded[0][0][1, 2] += 0.25
    report = compare(coded, MEASURED)
    assert (report.agrees, report.layer, report.name, report.index) == (False, 1, "W", (1, 2))
    assert "W[1][1, 2] coded" in str(report) and "measured" in str(report)


def test_c1_rate_0_moves_nothing_and_ends():
    path = descend(QUARTIC.slope, 4.0, 0)
    assert path.outcome == STEP_LIMIT and (path.x == 4).all()
    assert descend(QUARTIC.slope, 4.0, 0, stop_on="step").steps == 1  # a step of no length
    history = trained(learning_rate=0, epochs=50)
    np.testing.assert_array_equal(history.network.layers[0].W, NET.layers[0].W)


@pytest.mark.parametrize("rate", [1e6, 1000.0, 1e300])
def test_c5_a_rate_that_is_far_too_large_is_finite_or_flagged(rate):
    history = trained(learning_rate=rate, epochs=100, cost=CROSS_ENTROPY)
    finite = all(np.isfinite(layer.W).all() for layer in history.network.layers)
    assert finite and np.isfinite(history.cost).all() or history.diverged


def test_c6_a_rate_above_the_bound_diverges_as_it_should():
    path = descend(lambda x: 2 * x, 10.0, 1.1, max_steps=10, tolerance=0)
    assert path.final == pytest.approx(61.917364) and path.outcome == STEP_LIMIT


@pytest.mark.parametrize("kind", [float, np.float64, int, lambda x: np.array([x])])
def test_c7_divergence_is_one_outcome_for_every_kind_of_number(kind):
    path = descend(QUARTIC.slope, kind(6), 0.1)
    assert path.outcome == DIVERGED and np.isfinite(path.x).all() and np.isfinite(path.slope).all()


def test_c8_no_epochs_and_no_steps_give_the_start():
    history = trained(epochs=0)
    assert history.epochs.tolist() == [0] and history.cost.shape == (1,)
    assert descend(QUARTIC.slope, 4.0, 0.1, max_steps=0).x.tolist() == [4.0]


def test_c8_a_thousand_million_million_epochs_begin_at_once_and_can_be_stopped():
    def stopped(state, slope, rate):
        if state == 5:
            raise KeyboardInterrupt
        return -rate * slope, state + 1

    rule = Rule("stopped", lambda parameter: 0, stopped)
    history = trained(epochs=10**15, record_every=1, rule=rule)
    assert history.interrupted and history.epochs.tolist() == [0, 1, 2, 3, 4, 5]


def test_c9_the_step_limit_is_an_outcome_and_the_result_is_usable():
    path = descend(QUARTIC.slope, 4.0, 1e-5, max_steps=7)
    assert path.outcome == STEP_LIMIT and path.steps == 7 and path.final < 4
    assert descend(QUARTIC.slope, path.final, 0.01).outcome == CONVERGED


def test_c10_a_function_without_a_lowest_point_ends():
    assert descend(lambda x: -3 * x**2, 1.0, 0.1).outcome == DIVERGED
    assert descend(lambda x: -1.0, 1.0, 0.1, max_steps=100).outcome == STEP_LIMIT
    assert descend_many(lambda x: -3 * x**2, [1.0, 2.0], 0.1).share(DIVERGED) == 1


def test_c11_a_start_where_the_slope_is_0_takes_no_step():
    path = descend(QUARTIC.slope, 0.0, 0.1)
    assert (path.steps, path.outcome) == (0, "stalled")


def test_c15_the_same_seed_gives_the_same_bits_and_no_other_state_moves():
    before = np.random.get_state()[1].tolist()  # noqa: NPY002
    one, other = (trained(random_network((2, 3, 1), rng()), epochs=20, batch_size=2, rng=rng()) for _ in range(2))
    for a, b in zip(one.network.layers, other.network.layers, strict=True):
        assert a.W.tobytes() == b.W.tobytes() and a.b.tobytes() == b.b.tobytes()
    assert before == np.random.get_state()[1].tolist()  # noqa: NPY002


def test_c18_an_interrupt_in_the_first_epoch_leaves_the_start():
    def stopped(state, slope, rate):
        raise KeyboardInterrupt

    history = trained(epochs=100, rule=dataclasses.replace(PLAIN, step=stopped))
    assert history.interrupted and history.epochs.tolist() == [0] and not history.diverged
    for after, before in zip(history.network.layers, NET.layers, strict=True):
        assert after.W.tobytes() == before.W.tobytes() and after.b.tobytes() == before.b.tobytes()


def test_c19_an_exception_in_the_readers_function_comes_through_and_changes_nothing():
    class Trouble(Exception):
        pass

    def troubled(*_):
        raise Trouble

    weights = [layer.W.tobytes() for layer in NET.layers]
    for call in (
        lambda: trained(rule=dataclasses.replace(PLAIN, step=troubled)),
        lambda: down(slope=troubled),
        lambda: down(slope=lambda x: troubled() if x < 0.5 else 2 * x),
        lambda: numerical_gradient(troubled, np.ones(3)),
        lambda: random_network((2, 1), rng(), draw=troubled),
        lambda: descend_many(troubled, [1.0], 0.1),
    ):
        with pytest.raises(Trouble):
            call()
    assert [layer.W.tobytes() for layer in NET.layers] == weights


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
def test_c22_copies_are_the_same(way):
    for network in (NET, BATCH):
        np.testing.assert_array_equal(forward(way(network), XOR.X).a[-1], forward(network, XOR.X).a[-1])
    history = trained(epochs=3, rule=way(momentum(0.5)), data=way(XOR), cost=way(CROSS_ENTROPY))
    np.testing.assert_array_equal(way(history).cost, history.cost)


def test_c24_one_thread_or_many():
    """BLAS adds in another order with other threads, so the last digits may differ, and only these."""
    code = (
        "import numpy as np; from nnlib.network import *; from nnlib.costs import *\n"
        "rng = np.random.default_rng(0); net = random_network((300, 200, 1), rng, draw=normal(0.1))\n"
        "print(repr(float(cost_of(net, rng.normal(size=(500, 300)), rng.uniform(size=(500, 1)), HALF_MSE))))"
    )
    results = []
    for threads in ("1", "8"):
        env = {**os.environ, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
        results.append(float(done.stdout))
    np.testing.assert_allclose(*results, rtol=1e-9)
