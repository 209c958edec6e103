"""Every function that draws for a notebook, with every wrong kind of value: refused in words, and nothing is drawn."""

import importlib
import inspect
import pathlib
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pytest
from test_wrong_kinds import NET, TRACE, WRONG, X, Y, complaint

from nnlib.backprop import backward
from nnlib.costs import HALF_MSE
from nnlib.data import not_gate, xor
from nnlib.landscape import landscape
from nnlib.plots import curves, diagram, figures, network, success, surfaces, u_curve, units

PLOTS = pathlib.Path(curves.__file__).parent
FINITE = {"negative", "a half", "a bool", "a fraction", "a whole number beyond 64 bits", "one number"}
NUMBER = FINITE | {"NaN", "infinity", "NaN inside", "infinity inside"}  # inside of an array without axes
POSITIVE = FINITE - {"negative", "a bool"}
LINE = {"NaN inside", "infinity inside", "a flat list"}
TEXT = {"a text", "digits"}
OPTIONAL_TEXT = TEXT | {"None"}
NOTHING = set()
THREE = np.array([1.0, 2.0, 4.0])
PLAIN = landscape(np.linspace(-5, 5, 9), np.linspace(-5, 5, 9), not_gate(), HALF_MSE)
ALIGN, COLOR, OFFSET = (NOTHING, "center"), ({"digits"}, "#123456"), (NOTHING, (8, 8))
AX = (NOTHING, "ax")

TABLE_OF = {
    curves.curve: {"x": ({"a flat list"}, THREE), "y": (LINE, THREE), "label": (TEXT, "f(x)")},
    curves.point: {
        "x": (NUMBER, 1.0), "y": (NUMBER, 1.0), "text": (OPTIONAL_TEXT, "here"), "offset": OFFSET, "color": COLOR,
        "align": ALIGN,
    },
    curves.tangent: {
        "x": (NUMBER, 1.0), "y": (NUMBER, 1.0), "slope": (NUMBER, 1.0), "reach": (NUMBER, 1.0), "color": COLOR,
    },
    curves.walk: {"x": (LINE, THREE), "y": (LINE, THREE)},
    curves.directions: {"x": (LINE, THREE), "y": (LINE, THREE), "slope": (LINE, THREE)},
    curves.orbits: {"rates": ({"a flat list"}, THREE), "visited": (LINE - {"a flat list"}, np.ones((3, 4)))},
    curves.minimum: {
        "x": (NUMBER, 1.0), "y": (NUMBER, 1.0), "text": (TEXT, "here"), "offset": OFFSET, "align": ALIGN,
    },
    curves.note: {"x": (NUMBER, 1.0), "y": (NUMBER, 1.0), "text": (TEXT, "here")},
    curves.guide: {"x": (NUMBER | {"None"}, 1.0), "y": (NUMBER | {"None"}, 1.0), "text": (OPTIONAL_TEXT, "here")},
    curves.arrow: {"start": OFFSET, "end": OFFSET, "text": (TEXT, "here"), "color": COLOR},
    curves.guide_line: {"start": OFFSET, "end": OFFSET, "text": (TEXT, "here")},
    curves.endings: {"rates": ({"a flat list"}, THREE), "cost": (LINE, THREE), "learned": (FINITE, 0.1)},
    units.answers: {
        "x": (LINE, THREE), "a": (LINE, THREE), "text": (OPTIONAL_TEXT, "here"), "at": ({"negative"}, -1),
        "offset": OFFSET, "align": ALIGN, "color": COLOR,
    },
    units.errors: {"x": (LINE, THREE), "a": (LINE, THREE), "y": (LINE, THREE)},
    units.patterns: {"data": (NOTHING, xor())},
    success.success_by_rate: {
        "rates": ({"a flat list"}, THREE), "share": (LINE, THREE / 4), "low": (LINE, THREE / 5),
        "high": (LINE, THREE / 4), "runs": (NOTHING, 100),
    },
    success.plateaus: {
        "epochs": (NOTHING, THREE), "costs": (LINE - {"a flat list"}, np.ones((3, 2))),
        "levels": ({"a dictionary"}, {"half": 0.5}), "waiting": (NOTHING, np.array([True, False])),
    },
    success.epoch_axis: {"last": ({"a half", "a fraction", "a bool"}, 100)},
    u_curve.u_curve: {
        "eps": ({"a flat list"}, THREE), "one_side": (LINE, THREE), "both_sides": (LINE, THREE),
        "chosen": (POSITIVE | {"None"}, 2.0),
    },
    diagram.stretch: {
        "lengths": ({"a flat list"}, THREE), "labels": (NOTHING, ["a", "b", "c"]), "factors": (NOTHING, ["d", "e"]),
    },
    surfaces.cost_map: {"landscape": (NOTHING, PLAIN), "levels": ({"a flat list"}, THREE / 5)},
    surfaces.steepness_map: {"landscape": (NOTHING, PLAIN), "key": ({"a bool"}, False)},
    surfaces.surface: {"landscape": (NOTHING, PLAIN), "top": (POSITIVE | {"None"}, 1.0)},
    surfaces.trail: {
        "w": (LINE, THREE), "b": (LINE, THREE), "text": (OPTIONAL_TEXT, "here"), "color": COLOR, "offset": OFFSET,
        "end": (NOTHING, "o"),
    },
    surfaces.label: {
        "w": (NUMBER, 1.0), "b": (NUMBER, 1.0), "text": (TEXT, "here"), "offset": OFFSET, "color": COLOR,
        "align": ALIGN,
    },
    surfaces.line_of_slope_1: {"difference": (FINITE, 1.0), "text": (OPTIONAL_TEXT, "here")},
    surfaces.starts: {"w": (LINE, THREE), "b": (LINE, THREE), "learned": (NOTHING, np.array([True, False, True]))},
    surfaces.goal: {"w": (NUMBER, 1.0), "b": (NUMBER, 1.0), "text": (TEXT, "here"), "offset": OFFSET},
    network.network_diagram: {
        "network": (NOTHING, NET), "trace": ({"None"}, TRACE),
        "gradients": ({"None"}, backward(NET, TRACE, Y, HALF_MSE)), "example": (NOTHING, 1),
        "names": ({"None"}, ["x", "h", "a"]), "y": ({"None", "NaN inside", "infinity inside"}, Y[1]),
        "cost": (FINITE | {"None"}, 0.5), "named": ({"an empty list"}, [(1, 2, 3)]),
    },
}  # fmt: skip
SCENE = "draws for an explorer, which hands it what its own sliders have"
BY_PARTS = "takes a description by parts, which a notebook writes out: a wrong one is seen at once"
NO_ROW = {
    curves.outcome_map: SCENE,
    surfaces.level_lines: "contour's own arguments",
    surfaces.downhill: SCENE,
    surfaces.name_parameters: "takes an Axes alone",
    network.places: SCENE,
    network.wires: SCENE,
    network.letters: SCENE,
    network.significant: SCENE,
    network.unit: SCENE,
    network.on_wire: SCENE,
    network.fan_out: BY_PARTS,
    diagram.diagram: BY_PARTS,
    figures.show: "tested in test_figures.py",
}


def test_every_function_of_the_modules_that_notebooks_draw_with_is_in_the_table():
    for module in (curves, diagram, figures, network, success, surfaces, u_curve, units):
        for name, thing in vars(module).items():
            if inspect.isfunction(thing) and thing.__module__ == module.__name__ and name[0] != "_":
                if inspect.signature(thing).parameters:
                    assert thing in TABLE_OF or thing in NO_ROW, name
    for thing, row in TABLE_OF.items():
        named = [each for each in inspect.signature(thing).parameters if each not in ("ax", "style")]
        assert named == list(row), thing.__name__
    scenes = {path.stem for path in PLOTS.glob("[!_]*.py")} - {"curves", "diagram", "figures", "network", "success"}
    for stem in scenes - {"surfaces", "u_curve", "units", "palette", "scenes"}:  # all others are of one explorer each
        module = importlib.import_module(f"nnlib.plots.{stem}")
        assert any(name.endswith("_scene") for name in vars(module)), stem


@pytest.fixture
def ax():
    figure = plt.figure(figsize=(3, 2))
    yield figure.add_subplot(projection="rectilinear")
    plt.close(figure)


@pytest.mark.parametrize("thing", TABLE_OF, ids=lambda thing: thing.__name__)
def test_wrong_kinds_are_refused_in_words(ax, thing):
    if thing is surfaces.surface:
        ax = ax.figure.add_subplot(projection="3d")
    right = {"ax": ax, **{name: value for name, (_, value) in TABLE_OF[thing].items()}}
    thing(**right)
    complaints = {}
    for name, (takes, _) in {"ax": AX, **TABLE_OF[thing]}.items():
        for wrong in WRONG:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                if words := complaint(thing, name, wrong, takes, right):
                    complaints[name, wrong] = words
    assert complaints == {}


def test_nothing_is_drawn_of_what_is_refused(ax):
    with pytest.raises(ValueError, match="x and y must have one length; got 3 and 2"):
        curves.curve(ax, THREE, [1, 2])
    with pytest.raises(TypeError, match="y must be real numbers"):
        curves.curve(ax, THREE, ["a", "b", "c"])
    assert not ax.lines and not ax.get_xlabel()


def test_lists_are_as_good_as_arrays(ax):
    curves.orbits(ax, [1, 2], [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]])
    assert len(ax.lines[0].get_xdata()) == 6


def test_the_arrays_of_the_caller_are_as_they_were(ax):
    for thing, row in TABLE_OF.items():
        if thing is not surfaces.surface:
            arrays = [right for _, right in row.values() if isinstance(right, np.ndarray)]
            before = [array.tobytes() for array in arrays]
            thing(ax=ax.figure.add_subplot(), **{name: right for name, (_, right) in row.items()})
            assert [array.tobytes() for array in arrays] == before, thing.__name__


def test_d12_what_has_no_shape_is_drawn_without_a_warning(ax):
    """All NaN, a constant, nothing positive on a log axis."""
    curves.curve(ax, THREE, np.full(3, np.nan))
    curves.endings(ax, THREE, np.zeros(3), 0.1)
    u_curve.u_curve(ax, THREE, np.zeros(3), np.full(3, np.nan))
    ax.figure.canvas.draw()
    assert X.shape == (4, 2)
