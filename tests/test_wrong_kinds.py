"""Every public function that takes values from a reader, with every wrong kind of value in every parameter.

The functions are found, not listed: one that is new fails `test_every_public_function_is_in_the_table` until it has a
row of right arguments, or a reason to have none.
"""

import dataclasses
import fractions
import importlib
import inspect
import itertools
import pathlib
import re
import warnings

import numpy as np
import pytest

from nnlib import (
    backprop,
    costs,
    curves,
    descent,
    functions,
    gradcheck,
    landscape,
    mistakes,
    network,
    published,
    published_networks,
    statistics,
    symbolic,
    training,
)
from nnlib.costs import HALF_MSE
from nnlib.data import Dataset, not_gate, xor
from nnlib.descent import PLAIN
from nnlib.network import Layer, Network, forward, random_network

PACKAGE = pathlib.Path(training.__file__).parent
MATHS = [importlib.import_module(f"nnlib.{path.stem}") for path in sorted(PACKAGE.glob("[!_]*.py"))]


class Trouble(Exception):
    """What a reader's own function raises."""


class Sparse:
    """As scipy's sparse matrices are: it has toarray and no __array__."""

    def toarray(self):
        return np.eye(2)


class Hostile:
    """Its own conversion raises, as that of a torch tensor that requires its gradient."""

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("no")


def trouble(*_, **__):
    raise Trouble


def matrix():
    with warnings.catch_warnings(action="ignore"):  # numpy itself advises against it
        return np.asmatrix([[1.0, 2.0]])


def endless_list():
    inside = [1.0]
    inside.append(inside)
    return inside


# name -> a function of a right value that gives a wrong one
WRONG = {
    "None": lambda right: None,
    "a text": lambda right: "a",
    "digits": lambda right: "1",
    "bytes": lambda right: b"1",
    "an object": lambda right: object(),
    "complex": lambda right: 1j,
    "complex with nothing imaginary": lambda right: np.array(right, complex) if numeric(right) else 1 + 0j,
    "a dictionary": lambda right: {"a": 1},
    "a set": lambda right: {1, 2},
    "an endless iterator": lambda right: itertools.count(),
    "a class": lambda right: Trouble,
    "a module": lambda right: np,
    "dots": lambda right: ...,
    "a function that raises": lambda right: trouble,
    "np.matrix": lambda right: matrix(),
    "a masked array": lambda right: np.ma.masked_array(np.array(right, float) if numeric(right) else [1.0], mask=True),
    "sparse": lambda right: Sparse(),
    "a hostile array": lambda right: Hostile(),
    "an array of objects": lambda right: np.array([None, object()]),
    "dates": lambda right: np.array(["2020-01-01"], "datetime64[D]"),
    "records": lambda right: np.zeros(2, [("a", float)]),
    "ragged": lambda right: [[1.0, 2.0], [3.0]],
    "a list in itself": lambda right: endless_list(),
    "NaN": lambda right: np.nan,
    "NaN inside": lambda right: spoilt(right, np.nan),
    "infinity": lambda right: np.inf,
    "infinity inside": lambda right: spoilt(right, -np.inf),
    "a number beyond floats": lambda right: 10**400,
    "a number of ten thousand digits": lambda right: 10**10_000,
    "a whole number beyond 64 bits": lambda right: 2**70,
    "negative": lambda right: -1,
    "a half": lambda right: 2.5,
    "a bool": lambda right: True,
    "a fraction": lambda right: fractions.Fraction(5, 2),
    "an empty list": lambda right: [],
    "no rows": lambda right: np.ones((0, 2)),
    "one number": lambda right: np.float64(0.5),
    "a flat list": lambda right: [0.25, 0.5, 0.75],
    "three axes": lambda right: np.ones((2, 2, 2)),
    "four axes": lambda right: np.ones((1, 2, 1, 2)),
    "a very large array": lambda right: np.full((300, 300), np.nan),
    "a very long list": lambda right: [0.5] * 1000,
}


def numeric(value):
    return isinstance(value, (int, float, np.ndarray)) or isinstance(value, list) and numeric(value[0])


def spoilt(right, number):
    """The right value with one number in it that is not."""
    if not numeric(right):
        return [number]
    array = np.array(right, float)
    array.flat[-1] = number
    return array


# what a parameter takes: the names of those of WRONG that are right there
SIGNS = {"negative", "a half", "a fraction", "a whole number beyond 64 bits"}
NOT_FINITE = {"NaN", "NaN inside", "infinity", "infinity inside", "a very large array"}
SHAPES = {"an empty list", "no rows", "one number", "a flat list", "three axes", "four axes", "a very long list"}
NOTHING = set()
MANY = {"a flat list", "a very long list", "three axes", "four axes"}  # whatever the shape, if there is a number in it
ANY = SIGNS | NOT_FINITE | SHAPES | {"a bool"}
NUMBERS = SIGNS | {"a bool", "one number"}  # and what else has the right shape
NUMBER = {"a half", "a fraction", "a whole number beyond 64 bits", "one number"}
ALIKE = ANY - SHAPES - {"a very large array"} | {"one number"}  # of the shape of another argument
FUNCTION = {"a class", "a function that raises"}  # they are called, and raise what they raise
OPTIONAL = {"None"}
FLAT = {"a flat list", "a very long list"}

NET = random_network((2, 3, 1), np.random.default_rng(0), draw_bias=network.normal(1))
BATCH = random_network((2, 3, 1), np.random.default_rng(0), runs=3)
TABLE = xor()
X, Y = np.array(TABLE.X), np.array(TABLE.y)
UNIT = not_gate()
TRACE = forward(NET, X)
MEASURED = gradcheck.numerical_gradients(NET, X, Y, HALF_MSE)
STEADY = {"starts": 1.0, "learning_rates": 0.1}
POSITIVE = {"a half", "a fraction", "one number", "a whole number beyond 64 bits"}


def doubled(x):
    return 2 * x


def rng():
    return np.random.default_rng(0)


# function -> parameter -> (what it takes, a right value). A parameter may also be given as a function that makes it.
TABLE_OF = {
    functions.sigmoid: {"z": (ANY, [0.5, -1.0])},
    functions.sigmoid_slope: {"z": (ANY, [0.5, -1.0])},
    functions.softplus: {"z": (ANY, [0.5, -1.0])},
    functions.Activation: {
        "name": ({"a text", "digits"}, "cube"),
        "value": (FUNCTION, doubled),
        "slope": (FUNCTION, lambda z, a: 0 * z + 2),
    },
    curves.Curve: {
        "name": ({"a text", "digits"}, "parabola"),
        "value": (FUNCTION, lambda x: x**2),
        "slope": (FUNCTION, doubled),
        "curvature": (FUNCTION, lambda x: 2),
    },
    Layer: {
        "W": (NOTHING, np.ones((2, 3))),
        "b": (OPTIONAL | {"a flat list"}, np.ones(3)),
        "activation": (NOTHING, "tanh"),
    },
    Network: {"layers": (NOTHING, NET.layers)},
    network.forward: {"network": (NOTHING, NET), "X": (NOTHING, X)},
    network.random_network: {
        "sizes": (NOTHING, (2, 3, 1)),
        "rng": (NOTHING, rng),
        "hidden": (NOTHING, "tanh"),
        "output": (NOTHING, "tanh"),
        "draw": (OPTIONAL | FUNCTION, network.glorot),
        "draw_bias": (OPTIONAL | FUNCTION, network.glorot),
        "bias": ({"a bool"}, True),
        "runs": (OPTIONAL, 2),
    },
    network.normal: {"std": (POSITIVE, 1.0)},
    network.uniform: {"limit": (POSITIVE, 1.0)},
    network.select_run: {"network": (NOTHING, BATCH), "run": (NOTHING, 1)},
    network.stack_runs: {"networks": (NOTHING, [NET, NET])},
    costs.half_mse: {"a": (NOTHING, Y / 2), "y": (NOTHING, Y)},
    costs.mse: {"a": (NOTHING, Y / 2), "y": (NOTHING, Y)},
    costs.cross_entropy: {"z": (NOTHING, Y / 2), "y": (NOTHING, Y)},
    costs.cost_of: {"network": (NOTHING, NET), "X": (NOTHING, X), "y": (NOTHING, Y), "cost": (NOTHING, HALF_MSE)},
    costs.Cost: {
        "name": ({"a text", "digits"}, "mine"),
        "value": (FUNCTION, HALF_MSE.value),
        "delta": (FUNCTION, HALF_MSE.delta),
        "labels": ({"a bool"}, False),
    },
    backprop.backward: {
        "network": (NOTHING, NET),
        "trace": (NOTHING, TRACE),
        "y": (NOTHING, Y),
        "cost": (NOTHING, HALF_MSE),
    },
    descent.Rule: {
        "name": ({"a text", "digits"}, "mine"),
        "init": (FUNCTION, PLAIN.init),
        "step": (FUNCTION, PLAIN.step),
    },
    descent.momentum: {"beta": ({"one number"}, 0.5)},
    descent.Outcomes.share: {
        "self": (ANY, descent.descend_many(doubled, **STEADY)),
        "outcome": (NOTHING, "converged"),
    },
    descent.descend: {
        "slope": (FUNCTION, doubled),
        "start": (NUMBER | {"negative", "a bool", "a flat list", "a very long list"}, 1.0),
        "learning_rate": (NUMBER, 0.1),
        "tolerance": (NUMBER, 1e-6),
        "max_steps": (NOTHING, 100),
        "stop_on": (NOTHING, "slope"),
        "curvature": (OPTIONAL | FUNCTION, lambda x: 2.0),
        "rule": (NOTHING, PLAIN),
    },
    descent.descend_many: {
        "slope": (FUNCTION, doubled),
        "starts": (NUMBERS | MANY, 1.0),
        "learning_rates": (NUMBERS - {"negative"} | MANY, 0.1),
        "tolerance": (NUMBER, 1e-6),
        "max_steps": (NOTHING, 100),
        "curvature": (OPTIONAL | FUNCTION, lambda x: 0 * x + 2.0),
    },
    descent.positions_at: {
        "slope": (FUNCTION, doubled),
        "starts": (NUMBERS | SHAPES, 1.0),
        "learning_rates": (NUMBERS - {"negative"} | SHAPES, 0.1),
        "steps": (NOTHING, [0, 1, 5]),
    },
    training.train: {
        "network": (NOTHING, NET),
        "data": (NOTHING, TABLE),
        "cost": (NOTHING, HALF_MSE),
        "learning_rate": (NUMBER, 0.1),
        "epochs": (NOTHING, 3),
        "rule": (NOTHING, PLAIN),
        "record_every": (NOTHING, 2),
        "record_at": (OPTIONAL | {"an empty list"}, [0, 1]),
        "record_weights": ({"a bool"}, True),
        "batch_size": (NOTHING, 2),
        "rng": (NOTHING, rng),
        "executor": (OPTIONAL, None),
    },
    gradcheck.numerical_gradient: {
        "f": (FUNCTION, lambda x: np.sum(np.square(x))),
        "x": ((NUMBERS | SHAPES) - {"a whole number beyond 64 bits"}, 1.0),
        "eps": (NUMBER, 1e-5),
    },
    gradcheck.numerical_gradients: {
        "network": (NOTHING, NET),
        "X": (NOTHING, X),
        "y": (NOTHING, Y),
        "cost": (NOTHING, HALF_MSE),
        "eps": (NUMBER, 1e-5),
    },
    gradcheck.compare: {
        "coded": (ALIKE, 1.0),
        "measured": (ALIKE, 1.0),
        "relative": (NUMBER, 1e-6),
        "absolute": (NUMBER, 1e-10),
    },
    gradcheck.beyond: {
        "coded": (ALIKE, 1.0),
        "measured": (ALIKE, 1.0),
        "relative": (NUMBER, 1e-6),
        "absolute": (NUMBER, 1e-10),
    },
    mistakes.mistaken_backward: {
        "network": (NOTHING, NET),
        "trace": (NOTHING, TRACE),
        "y": (NOTHING, Y),
        "cost": (NOTHING, HALF_MSE),
        "mistake": (NOTHING, "no x"),
        "layer": (OPTIONAL, 1),
    },
    mistakes.applicable: {
        "network": (NOTHING, NET),
        "trace": (NOTHING, TRACE),
        "y": (NOTHING, Y),
        "cost": (NOTHING, HALF_MSE),
    },
    symbolic.subscript: {"numbers": (NOTHING, 1)},
    symbolic.unit_name: {"layer": (NOTHING, 1), "unit": (NOTHING, 1)},
    symbolic.chain_paths: {
        "network": (NOTHING, NET),
        "x": (NOTHING, X[1]),
        "y": (NOTHING, Y[1]),
        "weight": (NOTHING, (1, 2, 3)),
    },
    symbolic.count_work: {"sizes": (NOTHING, (2, 3, 1))},
    symbolic.symbolic_cost: {"sizes": (NOTHING, (2, 1)), "bias": ({"a bool"}, True)},
    symbolic.SymbolicNet.numbers: {
        "self": (ANY, symbolic.symbolic_cost((2, 3, 1), bias=True)),
        "network": (NOTHING, NET),
        "x": (NOTHING, X[1]),
        "y": (NOTHING, Y[1]),
    },
    statistics.wilson: {"successes": ({"a bool", *SHAPES} - {"one number", *FLAT}, 3), "runs": (NOTHING, 10)},
    Dataset: {"name": ({"a text", "digits"}, "mine"), "X": (NOTHING, X), "y": (NOTHING, Y)},
    landscape.units: {"w": (NUMBERS | SHAPES, 1.0), "b": (OPTIONAL | NUMBERS | SHAPES, 1.0)},
    landscape.cost_and_slopes: {
        "w": (NUMBERS | SHAPES, 1.0),
        "b": (OPTIONAL | NUMBERS | SHAPES, 1.0),
        "data": (NOTHING, UNIT),
        "cost": (NOTHING, HALF_MSE),
    },
    landscape.landscape: {
        "w": ({"an empty list", *FLAT}, [1.0, 2.0]),
        "b": ({"an empty list", *FLAT}, [1.0, 2.0]),
        "data": (NOTHING, UNIT),
        "cost": (NOTHING, HALF_MSE),
    },
    landscape.flow: {
        "w": (NUMBERS | SHAPES, 1.0),
        "b": (NUMBERS | SHAPES, 1.0),
        "data": (NOTHING, UNIT),
        "cost": (NOTHING, HALF_MSE),
        "times": ({"a flat list"}, [0.0, 1.0]),
        "stride": (POSITIVE, 0.05),
        "max_strides": (NOTHING, 5000),
    },
    landscape.flow_path: {
        "w": (NUMBERS | SHAPES, 1.0),
        "b": (NUMBERS | SHAPES, 1.0),
        "data": (NOTHING, UNIT),
        "cost": (NOTHING, HALF_MSE),
        "strides": (NOTHING, 3),
        "stride": (POSITIVE, 0.05),
    },
    published.forgotten_x: {"w": (ANY, 1.0), "X": (NOTHING, UNIT.X), "y": (NOTHING, UNIT.y)},
    published.summed_outer_product: {
        "w": (ANY, 1.0),
        "b": (ANY, 1.0),
        "X": (NOTHING, UNIT.X),
        "y": (NOTHING, UNIT.y),
    },
    published.half_repaired: {"w": (ANY, 1.0), "b": (ANY, 1.0), "X": (NOTHING, UNIT.X), "y": (NOTHING, UNIT.y)},
    published_networks.largest_error: {"network": (NOTHING, NET), "data": (NOTHING, TABLE)},
    published_networks.random_search: {
        "sizes": (NOTHING, (2, 3, 1)),
        "data": (NOTHING, TABLE),
        "rng": (NOTHING, rng),
        "scale": (POSITIVE, 1.0),
        "close": (POSITIVE, 0.4),
        "tries": (NOTHING, 10),
    },
    published_networks.genetic_search: {
        "sizes": (NOTHING, (2, 3, 1)),
        "data": (NOTHING, TABLE),
        "rng": (NOTHING, rng),
        "step": (POSITIVE, 1.0),
        "close": (POSITIVE, 0.9),
        "parents": (NOTHING, 10),
        "tries": (NOTHING, 120),
    },
}  # fmt: skip

CHECKED = "the package's own, on arrays that are already checked"
DRAW = "a draw: random_network calls it, with widths that are checked, and checks what it returns"
WRITTEN = "what a mistake is written with, by contributors"
RESULT = "a result: the package makes it, a reader takes it apart"
NO_ROW = {
    network.unchecked_layer: CHECKED,
    network.forward_arrays: CHECKED,
    network.forward_finite: CHECKED,
    network.is_finite: CHECKED,
    network.as_examples: CHECKED,
    network.as_sizes: CHECKED,
    network.as_generator: CHECKED,
    costs.as_targets: CHECKED,
    descent.one_step: CHECKED,
    backprop.backward_arrays: CHECKED,
    network.glorot: DRAW,
    published_networks.published_draw: DRAW,
    **dict.fromkeys([network.Trace, backprop.LayerGradient, backprop.Gradients, descent.Path], RESULT),
    **dict.fromkeys([descent.Outcomes, training.History, gradcheck.MeasuredGradients, gradcheck.Report], RESULT),
    **dict.fromkeys([landscape.Landscape, symbolic.Factor, symbolic.Path, symbolic.Work, symbolic.SymbolicNet], RESULT),
    **dict.fromkeys([mistakes.Pass, mistakes.Pass.W, mistakes.Pass.g, mistakes.Steps, mistakes.Mistake], WRITTEN),
}  # fmt: skip


def public(module):
    """The functions, the classes and their methods of a module that take an argument."""
    for name, thing in vars(module).items():
        if name.startswith("_") or getattr(thing, "__module__", None) != module.__name__:
            continue
        if inspect.isclass(thing):
            methods = [each for each in vars(thing).items() if inspect.isfunction(each[1]) and each[0][0] != "_"]
            yield from (method for _, method in methods if len(inspect.signature(method).parameters) > 1)
        if callable(thing) and inspect.signature(thing).parameters:
            yield thing


FOUND = [thing for module in MATHS for thing in public(module)]


def test_every_public_function_is_in_the_table():
    assert [thing.__qualname__ for thing in FOUND if thing not in TABLE_OF and thing not in NO_ROW] == []
    for thing, row in TABLE_OF.items():
        assert list(inspect.signature(thing).parameters) == list(row), thing.__qualname__
    assert not TABLE_OF.keys() & NO_ROW.keys()
    assert set(TABLE_OF) | set(NO_ROW) <= set(FOUND)


def called(thing, arguments):
    """The result of a call; a parameter that is written *so is given by position, and a fresh rng each time."""
    fresh = {name: value() if value is rng else value for name, value in arguments.items()}
    kinds = inspect.signature(thing).parameters
    if any(kind.kind == kind.VAR_POSITIONAL for kind in kinds.values()):
        return thing(*fresh.values())
    return thing(**fresh)


def numbers_in(result):
    """All float arrays in a result."""
    if isinstance(result, np.ndarray) and result.dtype.kind == "f":
        yield result
    elif isinstance(result, float):
        yield np.array(result)
    elif dataclasses.is_dataclass(result):
        for field in dataclasses.fields(result):
            yield from numbers_in(getattr(result, field.name))
    elif isinstance(result, (tuple, list)):
        for each in result:
            yield from numbers_in(each)


def complaint(thing, name, wrong, takes, arguments):
    """What is wrong with the answer to a wrong value; nothing if it is refused in words, or taken where it is right."""
    value = WRONG[wrong](arguments[name])
    try:
        result = called(thing, {**arguments, name: value})
    except (TypeError, ValueError) as error:
        words = str(error)
        if wrong in takes and (wrong not in FUNCTION):
            return f"refused: {words}"
        if not re.search(rf"\b{name}\b", words):
            return f"does not name it: {type(error).__name__}: {words}"
        if len(words) > 200 or "\n" in words or " at 0x" in words:
            return f"is no sentence: {words}"
    except Trouble:
        if "a class" not in takes:
            return "calls it"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    else:
        if wrong not in takes:
            return f"takes it, and gives a {type(result).__name__}"
        if wrong not in NOT_FINITE and any(np.isnan(each).any() for each in numbers_in(result)):
            return "gives NaN"
    return ""


@pytest.mark.parametrize("thing", TABLE_OF, ids=lambda thing: f"{thing.__module__[6:]}.{thing.__qualname__}")
def test_wrong_kinds_are_refused_in_words(thing):
    arguments = {name: right for name, (_, right) in TABLE_OF[thing].items()}
    called(thing, arguments)  # the right ones are right
    complaints = {}
    for name, (takes, _) in TABLE_OF[thing].items():
        for wrong in WRONG if name != "self" else ():
            if words := complaint(thing, name, wrong, takes, arguments):
                complaints[name, wrong] = words
    assert complaints == {}


# other ways to call the same functions: with runs side by side, without a bias, with whole gradients
RUNS_TRACE = forward(BATCH, X)
MORE = [
    (network.forward, {"network": (NOTHING, BATCH), "X": (NOTHING, X)}),
    (costs.half_mse, {"a": (NOTHING, np.ones((4, 1, 3))), "y": (NOTHING, Y)}),
    (costs.cross_entropy, {"z": (NOTHING, np.ones((4, 1, 3))), "y": (NOTHING, Y)}),
    (backprop.backward, {**TABLE_OF[backprop.backward], "network": (NOTHING, BATCH), "trace": (NOTHING, RUNS_TRACE)}),
    (Layer, {**TABLE_OF[Layer], "W": (NOTHING, np.ones((2, 3, 4))), "b": (OPTIONAL, np.ones((3, 4)))}),
    (descent.descend, {**TABLE_OF[descent.descend], "start": (TABLE_OF[descent.descend]["start"][0], [1.0, 2.0])}),
    (training.train, {
        **TABLE_OF[training.train], "network": (NOTHING, BATCH), "learning_rate": (NUMBER | {"a flat list"}, [1, 2, 3]),
    }),
    (training.train, {
        **TABLE_OF[training.train], "record_at": (OPTIONAL | {"an empty list"}, None),
        "batch_size": (NOTHING, 1), "executor": (OPTIONAL, None),
    }),
    (gradcheck.compare, {
        "coded": (NOTHING, [(layer.W, layer.b) for layer in MEASURED.layers]), "measured": (NOTHING, MEASURED),
        "relative": (NUMBER, 1e-6), "absolute": (NUMBER, 1e-10),
    }),
    (landscape.cost_and_slopes, {**TABLE_OF[landscape.cost_and_slopes], "b": (OPTIONAL | NUMBERS | SHAPES, None)}),
    (symbolic.chain_paths, {**TABLE_OF[symbolic.chain_paths], "weight": (NOTHING, (2, 1))}),
]  # fmt: skip


@pytest.mark.parametrize("case", MORE, ids=lambda case: case[0].__qualname__)
def test_wrong_kinds_are_refused_in_words_however_it_is_called(case):
    thing, row = case
    arguments = {name: right for name, (_, right) in row.items()}
    called(thing, arguments)
    complaints = {}
    for name, (takes, _) in row.items():
        for wrong in WRONG:
            if words := complaint(thing, name, wrong, takes, arguments):
                complaints[name, wrong] = words
    assert complaints == {}
