"""Small networks letter by letter: every path from a weight to the cost, every factor on it, and how many there are.

Everything here is numbered from 1, as in print: W[1] leads into the first hidden layer, W[1]₁₂ goes from unit 1 to
unit 2, and layer 0 is the input. The cost is half-MSE, for one example.
"""

import itertools
import math
from dataclasses import dataclass

from nnlib._checks import as_count, as_flag, as_floats, as_instance, as_sequence, got
from nnlib.network import Network, as_sizes, forward

MOST_PATHS = 100_000  # listed by `chain_paths`: it takes some seconds
MOST_WEIGHTS = 1000  # written out by `symbolic_cost`

_BELOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True)
class Factor:
    """One factor of the chain rule: ∂C/∂a[2]₁, its formula a[2]₁ − y₁, and its value as a float."""

    symbol: str
    formula: str
    value: float


@dataclass(frozen=True)
class Path:
    """One path from a weight or a bias to the cost.

    units: the (layer, unit) that it passes, in forward order; the path of a weight begins at the unit it comes from.
    factors: the `Factor`s in the order of print, from C back to the weight.
    """

    units: tuple
    factors: tuple

    @property
    def value(self):
        """The product of the factors: what arrives at C along this path, for each unit that the weight moves."""
        return math.prod(factor.value for factor in self.factors)

    @property
    def route(self):
        """W[1]₁₂ → a[1]₂ → a[2]₁ → C: a nudge enters at the weight and passes the units behind it."""
        return " → ".join([*(factor.symbol.split("/∂")[1] for factor in self.factors[::-2]), "C"])


def subscript(*numbers):
    """₁₂ for 1 and 2; numbers of two digits are kept apart by a comma."""
    numbers = [as_count(number, "each of numbers") for number in numbers]
    if not numbers:
        raise ValueError("numbers must hold at least one; got none")
    return ("," if max(numbers) > 9 else "").join(map(str, numbers)).translate(_BELOW)


def unit_name(layer, unit):
    """x₁ for a unit of layer 0, a[1]₁ for one of layer 1."""
    layer, below = as_count(layer, "layer"), subscript(as_count(unit, "unit"))
    return f"a[{layer}]{below}" if layer else f"x{below}"


def chain_paths(network, x, y, weight):
    """Every path from one weight, or one bias, to the cost of one example: a tuple of `Path`.

    Their values add up to ∂C/∂w, which `backprop.backward` gives for this example.

    x: (n_0,), one example. y: (n_L,), its targets. weight: (l, i, j) for W[l], from unit i to unit j, or (l, j)
    for the bias of unit j of layer l, all counted from 1.

    Raises TypeError or ValueError naming the parameter; ValueError for a batch of runs.
    """
    as_instance(network, "network", Network)
    if network.runs is not None:
        raise ValueError(f"network must be a single network; got {network.runs} runs: use select_run")
    sizes = network.sizes
    x, y = _as_example(x, y, sizes)
    l, *start, into = _as_weight(weight, network)
    paths = math.prod(sizes[l + 1 :])
    if paths > MOST_PATHS:
        raise ValueError(f"network must be small: at most {MOST_PATHS} paths are listed; got one with {paths:g}")
    trace = forward(network, x[None])
    ways_on = itertools.product(*(range(1, width + 1) for width in sizes[l + 1 :]))
    return tuple(_path(network, trace, y, start, tuple(enumerate((into, *way), start=l))) for way in ways_on)


def _as_example(x, y, sizes):
    """x (n_0,) and y (n_L,) of one example, checked."""
    x, y = as_floats(x, "x", ndim=1), as_floats(y, "y", ndim=1)
    if (len(x), len(y)) != (sizes[0], sizes[-1]):
        raise ValueError(f"x and y must be ({sizes[0]},) and ({sizes[-1]},), one example; got {x.shape} and {y.shape}")
    return x, y


def _path(network, trace, y, start, units):
    """The path through units; start is [i] for the weight from unit i to the first of them, [] for its bias."""
    (l, into), (_, out) = units[0], units[-1]
    answer = unit_name(*units[-1])
    factors = [Factor(f"∂C/∂{answer}", f"{answer} − y{subscript(out)}", float(trace.a[-1][0, out - 1] - y[out - 1]))]
    for (before, i), (layer, j) in reversed([*itertools.pairwise(units)]):
        W = float(network.layers[layer - 1].W[i - 1, j - 1])
        factors.append(_through_unit(network, trace, layer, j))
        factors.append(Factor(f"∂{_z(layer, j)}/∂{unit_name(before, i)}", f"W[{layer}]{subscript(i, j)}", W))
    factors.append(_through_unit(network, trace, l, into))
    if not start:
        return Path(units, (*factors, Factor(f"∂{_z(l, into)}/∂b[{l}]{subscript(into)}", "1", 1.0)))
    origin = (l - 1, *start)
    weight, value = f"W[{l}]{subscript(*start, into)}", float(trace.a[l - 1][0, start[0] - 1])
    return Path((origin, *units), (*factors, Factor(f"∂{_z(l, into)}/∂{weight}", unit_name(*origin), value)))


def _through_unit(network, trace, layer, unit):
    """The factor from a unit's a back to its z."""
    z, a = trace.z[layer][0, unit - 1], trace.a[layer][0, unit - 1]
    slope = network.layers[layer - 1].activation.slope(z, a)
    return Factor(f"∂{unit_name(layer, unit)}/∂{_z(layer, unit)}", f"g′({_z(layer, unit)})", float(slope))


def _z(layer, unit):
    return f"z[{layer}]{subscript(unit)}"


@dataclass(frozen=True)
class Work:
    """How much there is to do for all the slopes of a net without biases, for one example.

    parameters, paths, factors: how many weights, paths from all of them to C, and factors on all of these paths.
    symbols, formulas: how many of the factors are different when written as ∂a/∂b, and when worked out.
    Multiplications, not counting those inside of g and g′:
    path_by_path: each product on its own. with_delta: by backpropagation. forward: one forward pass.
    nudging: two forward passes for each weight.
    """

    parameters: int
    paths: int
    factors: int
    symbols: int
    formulas: int
    path_by_path: int
    with_delta: int
    forward: int
    nudging: int


def count_work(sizes):
    """The `Work` of a net of these widths, input first: (2, 2, 2). Exact, and nothing is enumerated.

    A weight into layer l has one path for each choice of one unit in every later layer, and each of these paths has
    3 + 2 (L − l) factors. Backpropagation multiplies n_L times for δ[L], once for each weight for its slope, and
    once for each weight and each unit for every δ before.

    Raises TypeError or ValueError if sizes are not at least two whole numbers of at least 1.
    """
    sizes = as_sizes(sizes)
    last = len(sizes) - 1
    weights = [n_in * n_out for n_in, n_out in itertools.pairwise(sizes)]
    forward, through, units = sum(weights), sum(weights[1:]), sum(sizes[1:])
    paths = [weights[l - 1] * math.prod(sizes[l + 1 :]) for l in range(1, last + 1)]
    factors = sum(number * (3 + 2 * (last - l)) for l, number in enumerate(paths, start=1))
    shared = sizes[-1] + units + through  # the factors a − y, g′ and W: both ways of writing them have as many
    return Work(
        parameters=forward,
        paths=sum(paths),
        factors=factors,
        symbols=shared + forward,
        formulas=shared + sum(sizes[:-1]),
        path_by_path=factors - sum(paths),
        with_delta=units + through + forward,
        forward=forward,
        nudging=2 * forward * forward,
    )


@dataclass(frozen=True)
class SymbolicNet:
    """A net of sigmoid units in SymPy.

    cost: the half-MSE of one example, an expression in the symbols of x and y (tuples) and of W and b (a matrix or
    a tuple for each weight layer; b is None without biases). In code W[0][0, 1] is the symbol W[1]₁₂.
    """

    cost: object
    x: tuple
    y: tuple
    W: tuple
    b: tuple | None

    def numbers(self, network, x, y):
        """The values of all symbols in a network and an example x (n_0,), y (n_L,): a dictionary for `subs`.

        Raises TypeError or ValueError naming the parameter, or if the network has other sizes or other biases.
        """
        as_instance(network, "network", Network)
        biases = {layer.b is not None for layer in network.layers}
        sizes = (len(self.x), *(W.shape[1] for W in self.W))
        if (network.sizes, network.runs, biases) != (sizes, None, {self.b is not None}):
            kind = f"a single one of sizes {sizes}, with{'out' if self.b is None else ''} biases"
            raise ValueError(f"network must be {kind}, as the symbols are; got another")
        x, y = _as_example(x, y, sizes)
        pairs = [*zip(self.x, x, strict=True), *zip(self.y, y, strict=True)]
        for l, layer in enumerate(network.layers):
            pairs += zip(self.W[l], layer.W.ravel(), strict=True)
            if self.b is not None:
                pairs += zip(self.b[l], layer.b, strict=True)
        return {symbol: float(value) for symbol, value in pairs}


def symbolic_cost(sizes, bias=False):
    """The cost of a net of sigmoid units, written out in SymPy: a `SymbolicNet`, to be held against `chain_paths`.

    sizes: the widths, input first: (2, 2, 2). `sympy.diff(net.cost, net.W[0][0, 1])` is ∂C/∂W[1]₁₂.
    Raises TypeError or ValueError if sizes are not at least two whole numbers of at least 1.
    """
    import sympy as sp

    sizes, bias = as_sizes(sizes), as_flag(bias, "bias")
    weights = sum(n_in * n_out for n_in, n_out in itertools.pairwise(sizes))
    if weights > MOST_WEIGHTS:
        raise ValueError(f"sizes must be small: at most {MOST_WEIGHTS} weights are written out; got {weights:g}")

    def named(letter, count):
        return tuple(sp.Symbol(f"{letter}{subscript(j)}", real=True) for j in range(1, count + 1))

    a = x = named("x", sizes[0])
    y = named("y", sizes[-1])
    W, b = [], []
    for l, (n_in, n_out) in enumerate(itertools.pairwise(sizes), start=1):
        rows = [[sp.Symbol(f"W[{l}]{subscript(i + 1, j + 1)}", real=True) for j in range(n_out)] for i in range(n_in)]
        W.append(sp.Matrix(rows))
        b.append(named(f"b[{l}]", n_out) if bias else (0,) * n_out)
        z = sp.Matrix([a]) * W[-1] + sp.Matrix([b[-1]])
        a = [1 / (1 + sp.exp(-z_j)) for z_j in z]
    cost = sum((a_j - y_j) ** 2 for a_j, y_j in zip(a, y, strict=True)) / 2
    return SymbolicNet(cost, x, y, tuple(W), tuple(b) if bias else None)


def _as_weight(weight, network):
    """(l, i, j) or (l, j), checked against the network."""
    rule = "(l, i, j) for a weight or (l, j) for a bias"
    weight = [as_count(number, "each of weight") for number in as_sequence(weight, "weight", rule)]
    sizes, l = network.sizes, weight[0] if weight else 0
    ends = (sizes[l - 1], sizes[l])[3 - len(weight) :] if 1 <= l < len(sizes) and len(weight) in (2, 3) else ()
    if not ends or not all(1 <= unit <= width for unit, width in zip(weight[1:], ends, strict=True)):
        raise ValueError(f"weight must be {rule}, counted from 1, in a net of sizes {sizes}; got {got(weight)}")
    if len(weight) == 2 and network.layers[l - 1].b is None:
        raise ValueError(f"weight must be in the network, and layer {l} has no bias; got {tuple(weight)}")
    return weight
