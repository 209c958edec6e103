"""Every path, every factor and every count: against backpropagation, against SymPy, and against plain counting."""

import re

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from nnlib.backprop import backward
from nnlib.costs import HALF_MSE
from nnlib.network import Layer, Network, forward, normal, random_network
from nnlib.symbolic import chain_paths, count_work, subscript, symbolic_cost, unit_name

SIZES = [(1, 1), (1, 1, 1), (2, 2, 2), (2, 3, 1), (3, 1, 4, 2)]


def example(sizes, bias=True, **activations):
    """A net, and one example x (n_0,), y (n_L,)."""
    draws = {"draw": normal(1.2), "draw_bias": normal(0.7), "bias": bias}
    rng = np.random.default_rng(sum(sizes))
    network = random_network(sizes, rng, **draws, **activations)
    return network, rng.normal(size=sizes[0]), rng.normal(size=sizes[-1])


def parameters(network):
    """(number as in print, layer, index in its array) of every weight, and of every bias."""
    for l, layer in enumerate(network.layers, start=1):
        yield from (((l, i + 1, j + 1), "W", (i, j)) for i, j in np.ndindex(layer.W.shape))
        if layer.b is not None:
            yield from (((l, j + 1), "b", j) for j in range(len(layer.b)))


@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "softplus"])
def test_paths_add_up_to_backpropagation(sizes, activation):
    network, x, y = example(sizes, hidden=activation, output=activation)
    slopes = backward(network, forward(network, x[None]), y[None], HALF_MSE).layers
    for number, kind, index in parameters(network):
        added = sum(path.value for path in chain_paths(network, x, y, number))
        assert added == pytest.approx(getattr(slopes[number[0] - 1], kind)[index], rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("sizes, bias", [((1, 1, 1), False), ((2, 2, 2), False), ((2, 3, 1), True)], ids=str)
def test_sympy_agrees_with_paths_and_with_backpropagation(sizes, bias):
    network, x, y = example(sizes, bias)
    slopes = backward(network, forward(network, x[None]), y[None], HALF_MSE).layers
    letters = symbolic_cost(sizes, bias)
    values = letters.numbers(network, x, y)
    assert letters.cost.free_symbols == values.keys()
    for number, kind, index in parameters(network):
        symbol = getattr(letters, kind)[number[0] - 1][index]
        assert symbol.name == f"{kind}[{number[0]}]{subscript(*number[1:])}"
        by_sympy = float(sp.diff(letters.cost, symbol).subs(values))
        assert by_sympy == pytest.approx(sum(path.value for path in chain_paths(network, x, y, number)), rel=1e-9)
        assert by_sympy == pytest.approx(getattr(slopes[number[0] - 1], kind)[index], rel=1e-9)


def test_factors_in_the_order_of_print():
    network = Network([Layer([[0.5, -1.0], [2.0, 0.25]]), Layer([[1.5, -0.5], [0.75, 3.0]])])
    x, y = np.array([1.0, -0.4]), np.array([0.3, 0.9])
    trace = forward(network, x[None])
    path = chain_paths(network, x, y, (1, 2, 1))[1]
    assert path.units == ((0, 2), (1, 1), (2, 2)) and path.route == "W[1]₂₁ → a[1]₁ → a[2]₂ → C"
    hidden, out = trace.a[1][0, 0], trace.a[2][0, 1]
    assert [(f.symbol, f.formula) for f in path.factors] == [
        ("∂C/∂a[2]₂", "a[2]₂ − y₂"),
        ("∂a[2]₂/∂z[2]₂", "g′(z[2]₂)"),
        ("∂z[2]₂/∂a[1]₁", "W[2]₁₂"),
        ("∂a[1]₁/∂z[1]₁", "g′(z[1]₁)"),
        ("∂z[1]₁/∂W[1]₂₁", "x₂"),
    ]
    values = [out - 0.9, out * (1 - out), -0.5, hidden * (1 - hidden), -0.4]
    np.testing.assert_allclose([f.value for f in path.factors], values, rtol=1e-12)
    assert path.value == pytest.approx(np.prod(values), rel=1e-12)


def test_last_factor_of_a_later_weight_and_of_a_bias():
    network, x, y = example((2, 3, 1))
    (path,) = chain_paths(network, x, y, (2, 3, 1))
    hidden = forward(network, x[None]).a[1][0, 2]
    assert (path.factors[-1].symbol, path.factors[-1].formula) == ("∂z[2]₁/∂W[2]₃₁", "a[1]₃")
    assert path.factors[-1].value == pytest.approx(hidden, rel=1e-12)
    assert path.route == "W[2]₃₁ → a[2]₁ → C"
    (path,) = chain_paths(network, x, y, (1, 3))
    last = path.factors[-1]
    assert (path.units, path.route) == (((1, 3), (2, 1)), "b[1]₃ → a[1]₃ → a[2]₁ → C")
    assert (last.symbol, last.formula, last.value) == ("∂z[1]₃/∂b[1]₃", "1", 1)


def test_counts_of_the_small_nets_and_of_the_large_one():
    small, published, large = count_work((1, 1, 1)), count_work((2, 2, 2)), count_work((10,) * 11)
    assert (small.parameters, small.factors) == (2, 8)  # row F05
    assert (published.parameters, published.paths, published.factors) == (8, 12, 52)  # row F06
    assert (published.symbols, published.formulas) == (18, 14)
    assert (published.path_by_path, published.with_delta) == (40, 16)
    assert (large.paths, large.path_by_path) == (111_111_111_100, 2_197_530_864_200)
    assert (large.with_delta, large.forward, large.parameters) == (2000, 1000, 1000)
    assert large.nudging == 2 * 1000 * 1000  # two forward passes for each weight


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(1, 3), min_size=2, max_size=5))
def test_counts_are_those_of_plain_counting(sizes):
    network, x, y = example(tuple(sizes), bias=False)
    per_weight = [chain_paths(network, x, y, number) for number, _, _ in parameters(network)]
    paths = [path for some in per_weight for path in some]
    factors = [factor for path in paths for factor in path.factors]
    work = count_work(sizes)
    assert (work.parameters, work.paths, work.factors) == (len(per_weight), len(paths), len(factors))
    assert work.symbols == len({factor.symbol for factor in factors})
    assert work.formulas == len({factor.formula for factor in factors})
    assert work.path_by_path == sum(len(path.factors) - 1 for path in paths)
    assert len({path.units for some in per_weight for path in some}) == len(paths)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(1, 4), min_size=2, max_size=5))
def test_multiplications_counted_while_they_are_done(sizes):
    """Backpropagation and a forward pass on numbers that count how often they are multiplied."""

    class Counted:
        done = 0

        def __mul__(self, other):
            Counted.done += 1
            return Counted()

        def __add__(self, other):
            return Counted()

    def numbers(*shape):
        return np.array([Counted() for _ in range(np.prod(shape))]).reshape(shape)

    a = [numbers(1, width) for width in sizes]
    W = [numbers(n_in, n_out) for n_in, n_out in zip(sizes, sizes[1:], strict=False)]
    for l in range(len(W)):
        a[l] @ W[l]
    assert count_work(sizes).forward == Counted.done
    assert count_work(sizes).nudging == 2 * sum(w.size for w in W) * Counted.done
    Counted.done = 0
    delta = numbers(1, sizes[-1]) * numbers(1, sizes[-1])  # error times g′
    for l in reversed(range(len(W))):
        a[l].T @ delta
        if l:
            delta = (delta @ W[l].T) * numbers(1, sizes[l])
    assert count_work(sizes).with_delta == Counted.done


def test_names():
    assert unit_name(0, 2) == "x₂" and unit_name(2, 1) == "a[2]₁"
    assert subscript(1, 2) == "₁₂" and subscript(1, 12) == "₁,₁₂" != subscript(11, 2)


@pytest.mark.parametrize(
    "weight", [(), (1,), (0, 1, 1), (3, 1, 1), (1, 3, 1), (1, 1, 4), (1, 0, 1), (1, 4), (1, 1, 1, 1)]
)
def test_weight_outside_of_the_net_is_refused(weight):
    network, x, y = example((2, 3, 1))
    with pytest.raises(ValueError, match=re.escape("in a net of sizes (2, 3, 1)")):
        chain_paths(network, x, y, weight)


def test_wrong_input_is_named():
    network, x, y = example((2, 3, 1))
    with pytest.raises(TypeError, match="weight must be"):
        chain_paths(network, x, y, 3)
    with pytest.raises(ValueError, match="layer 1 has no bias"):
        chain_paths(example((2, 3, 1), bias=False)[0], x, y, (1, 2))
    with pytest.raises(ValueError, match="x and y must be"):
        chain_paths(network, y, x, (1, 1, 1))
    with pytest.raises(ValueError, match="x must have 1 axes"):
        chain_paths(network, x[None], y, (1, 1, 1))
    with pytest.raises(ValueError, match="network must be a single network"):
        chain_paths(random_network((2, 3, 1), np.random.default_rng(0), runs=3), x, y, (1, 1, 1))
    for counted in (count_work, symbolic_cost):
        with pytest.raises(ValueError, match="sizes must hold"):
            counted((2,))
        with pytest.raises(ValueError, match=re.escape("sizes[1] must be")):
            counted((2, 0, 1))
