"""Wrong input gets an error that names the parameter, the rule and what it got. Rows are named by what is wrong."""

import warnings

import numpy as np
import pytest

from nnlib.backprop import backward
from nnlib.costs import CROSS_ENTROPY, HALF_MSE, cost_of, cross_entropy, half_mse
from nnlib.data import Dataset, xor
from nnlib.descent import descend, descend_many
from nnlib.functions import sigmoid
from nnlib.gradcheck import compare, numerical_gradient, numerical_gradients
from nnlib.network import Layer, Network, forward, normal, random_network, select_run, stack_runs
from nnlib.training import train


def rng():
    return np.random.default_rng(0)


NET = random_network((2, 3, 1), rng())
BATCH = random_network((2, 3, 1), rng(), runs=3)
TANH_OUT = random_network((2, 1), rng(), output="tanh")
XOR = xor()
TRACE = forward(NET, XOR.X)


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
    "A30 np.matrix": (lambda: Layer(matrix()), TypeError, "W .* np.matrix"),
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
    "C12 width 0": (lambda: random_network((2, 0, 1), rng()), ValueError, r"sizes\[1\] .* at least 1; got 0"),
    "C12 width 2.5": (lambda: random_network((2, 2.5, 1), rng()), ValueError, r"sizes\[1\]"),
    "C13 one width": (lambda: random_network([2], rng()), ValueError, "at least an input and an output"),
    "C13 no layers": (lambda: Network([]), ValueError, "at least one Layer"),
    "C13 one layer without a list": (lambda: Network(Layer([[1.0]])), TypeError, r"Network\(\[layer\]\)"),
    "C14 unknown activation": (lambda: Layer([[1.0]], [0.0], "logistic"), ValueError, "sigmoid, tanh, relu"),
    "C15 seed for a generator": (lambda: random_network((2, 1), 0), TypeError, r"rng must be a numpy.random.Generator"),
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
    "std negative": (lambda: normal(-1), ValueError, "std"),
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_is_refused_in_words(row):
    call, error, words = ROWS[row]
    with pytest.raises(error, match=words):
        call()


def test_a14_a_label_of_one_half_is_legal():
    assert cross_entropy([[0.0]], [[0.5]]) == pytest.approx(np.log(2))


ACCEPTED = {
    "A4 very large X": lambda X: X * 1e300,
    "A18 integers": lambda X: X.astype(int),
    "A18 booleans": lambda X: X.astype(bool),
    "A20 float32": lambda X: X.astype(np.float32),
    "A21 bytes": lambda X: X.astype(np.uint8),
    "A22 lists": lambda X: X.tolist(),
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
