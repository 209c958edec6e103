"""What the plot functions of notebooks 02 to 04 draw: the right places, and colours that keep their order in grey."""

import numpy as np
import pytest

from nnlib.costs import MSE
from nnlib.data import not_gate
from nnlib.landscape import landscape
from nnlib.plots import diagram, palette, surfaces, units


@pytest.fixture
def ax():
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # older matplotlibs warn of newer packages beneath them
        from matplotlib.figure import Figure

        return Figure().subplots()


@pytest.mark.parametrize("colours", [surfaces.cost_colours, surfaces.steepness_colours])
def test_colour_maps_survive_a_grey_print(colours):
    shades = colours()(np.linspace(0, 1, 64))[:, :3]
    grey = shades @ [0.2126, 0.7152, 0.0722]
    assert (np.diff(grey) < 0).all() and grey[0] - grey[-1] > 0.6  # from light to dark, without a step back


def test_map_has_the_units_in_their_places(ax):
    grid = np.linspace(-15, 15, 61)
    surfaces.cost_map(ax, landscape(grid, grid, not_gate(), MSE), np.linspace(0.025, 0.975, 20))
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("weight w", "bias b")
    assert ax.get_xlim() == ax.get_ylim() == (-15, 15) and ax.get_aspect() == 1
    assert ax.get_xticks()[0] == -15 < ax.get_yticks()[0]  # they would collide in the corner


def test_trail_begins_with_a_ring_and_ends_with_a_ball(ax):
    surfaces.trail(ax, np.array([1.0, 2.0, 4.0]), np.array([0.0, 1.0, 5.0]), "here")
    path, ring, ball = ax.lines
    np.testing.assert_array_equal(path.get_xydata(), [[1, 0], [2, 1], [4, 5]])
    assert ring.get_xydata().tolist() == [[1, 0]] and ring.get_markerfacecolor() == palette.PAPER
    assert ball.get_xydata().tolist() == [[4, 5]] and ax.texts[0].get_text() == "here"


def test_trails_are_told_apart_by_line_and_end_too(ax):
    surfaces.trail(ax, np.array([1.0, 2.0]), np.array([0.0, 1.0]), end="D", ls="--")
    path, ring, end = ax.lines
    assert (path.get_linestyle(), ring.get_marker(), end.get_marker()) == ("--", "o", "D")


def test_line_that_cannot_be_left(ax):
    ax.set(xlim=(-12, 12), ylim=(-12, 12))
    surfaces.line_of_slope_1(ax, -7.25, "w - b = -7.25")
    w, b = ax.lines[0].get_xydata().T
    np.testing.assert_allclose(w - b, -7.25)
    assert ax.get_xlim() == (-12, 12) and ax.texts[0].get_text() == "w − b = −7.25"  # true minus signs
    x, y = ax.texts[0].xy
    assert -12 < x < 12 and -12 < y < 12 and x - y == pytest.approx(-7.25)


def test_starts_are_told_apart_by_their_marks_too(ax):
    learned = np.array([True, False, True])
    surfaces.starts(ax, np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0]), learned)
    dots, crosses = ax.lines
    assert dots.get_marker() == "o" and dots.get_xdata().tolist() == [1, 3]
    assert crosses.get_marker() == "x" and crosses.get_xdata().tolist() == [2]


def test_arrows_point_downhill_and_are_of_one_length(ax):
    grid = np.linspace(-15, 15, 61)
    shape = landscape(grid, grid, not_gate(), MSE)
    surfaces.downhill(ax, shape, every=10)
    arrows = ax.collections[0]
    np.testing.assert_allclose(np.hypot(arrows.U, arrows.V), 1)
    assert arrows.get_zorder() > 2  # over level lines
    slope_w = shape.slope_w[5::10, 5::10]
    assert (np.sign(arrows.U.reshape(slope_w.shape)) == -np.sign(slope_w)).all()


def test_diagram_names_units_and_wires(ax):
    places = {"x": (0, 0, "x", palette.INPUT, "input"), "a": (2, 0, "a", palette.COST, "g(z)")}
    diagram.diagram(ax, places, [("x", "a", "weight w")])
    assert {text.get_text() for text in ax.texts} >= {"x", "a", "input", "g(z)", "weight w"}
    assert len(ax.collections) == 2  # a circle for each unit


def test_stretched_nudges_are_as_long_as_they_say(ax):
    diagram.stretch(ax, [1, 3, 42], ["z", "q", "p"], ["× 3", "× 14"])
    assert [bar.get_width() for bar in ax.patches] == [1, 3, 42]


def test_errors_join_answers_and_targets(ax):
    units.errors(ax, np.array([0.0, 1.0]), np.array([0.9, 0.2]), np.array([1.0, 0.0]))
    segments = ax.collections[0].get_segments()
    np.testing.assert_allclose(segments, [[[0, 1], [0, 0.9]], [[1, 0], [1, 0.2]]])
