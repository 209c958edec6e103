"""What the figures and explorers of notebook 05 show: every number in its place, and no two in the same."""

import itertools
import re

import numpy as np
import pytest

from nnlib.backprop import backward
from nnlib.costs import HALF_MSE
from nnlib.functions import sigmoid
from nnlib.network import forward, normal, random_network
from nnlib.plots import explosion as explosion_plot
from nnlib.plots import palette
from nnlib.plots.network import fan_out, letters, network_diagram, places, significant, wires
from nnlib.widgets import every_path, explosion

NETS = [  # and the height of a figure
    ((2, 2, 2), 4.4, {}),
    ((2, 3, 1), 5, {}),
    ((2, 2, 2, 2), 4.4, {}),
    ((3, 4, 2), 6.5, {}),
    ((2, 2, 2), 5, {"y": [0.3, 0.8], "named": ((1, 1, 2),)}),
    ((2, 3, 1), 5, {"y": [1], "named": ((1, 2, 2), (2, 1, 1))}),
]


def figure(height=4.4):
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # older matplotlibs warn of newer packages beneath them
        from matplotlib import style
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        with style.context("nnlib.tutorial"):
            fig = Figure(figsize=(9.6, height), dpi=125)  # 1 200 pixels across
            FigureCanvasAgg(fig)
            return fig, fig.subplots()


def net(sizes, bias=True, seed=4):
    rng = np.random.default_rng(seed)
    network = random_network(sizes, rng, draw=normal(1.3), draw_bias=normal(0.5), bias=bias)
    X, y = rng.uniform(size=(3, sizes[0])), rng.uniform(size=(3, sizes[-1]))
    trace = forward(network, X)
    return network, trace, backward(network, trace, y, HALF_MSE)


def test_units_stand_in_columns_first_one_on_top():
    centres = places((2, 3, 1))
    assert [each.tolist() for each in centres] == [
        [[0, 0.5], [0, -0.5]],
        [[1, 1], [1, 0], [1, -1]],
        [[2, 0]],
    ]


@pytest.mark.parametrize("radius", [0.15, (0.1, 0.3)], ids=str)
def test_wires_point_from_centre_to_centre_and_stop_at_the_circles(radius):
    sizes = (2, 3, 1)
    centres, segments = places(sizes), wires(sizes, radius)
    assert [each.shape for each in segments] == [(2, 3, 2, 2), (3, 1, 2, 2)]
    for l, lines in enumerate(segments):
        for i, j in np.ndindex(lines.shape[:2]):
            (start, end), a, b = lines[i, j], centres[l][i], centres[l + 1][j]
            np.testing.assert_allclose(np.linalg.norm((start - a) / radius), 1)
            np.testing.assert_allclose(np.linalg.norm((end - b) / radius), 1)
            for point in (start, end):
                along = (point - a) @ (b - a) / ((b - a) @ (b - a))
                np.testing.assert_allclose(point, a + along * (b - a), atol=1e-12)
                assert 0 < along < 1


def test_names_of_the_layers():
    assert letters(1) == ("x", "a") and letters(2) == ("x", "h", "a") and letters(3) == ("x", "h[1]", "h[2]", "a")


def test_diagram_shows_every_number_once_where_it_belongs():
    network, trace, gradients = net((2, 3, 1))
    _, ax = figure()
    network_diagram(ax, network, trace, gradients, example=1)
    shown = [(text.get_text(), text.get_color()) for text in ax.texts]
    for l, (layer, slopes) in enumerate(zip(network.layers, gradients.layers, strict=True), start=1):
        for number in layer.W.ravel():
            assert (significant(number), palette.WEIGHT) in shown
        for number in slopes.W.ravel():
            assert (significant(number, 2), palette.SLOPE) in shown
        for j, b in enumerate(layer.b):
            name = f"h{'₁₂₃'[j]}" if l == 1 else "a"
            assert (f"{name}\n{significant(trace.a[l][1, j])}", palette.COST) in shown
            assert (f"b = {significant(b)}", palette.WEIGHT) in shown
            assert (f"δ = {significant(slopes.delta[1, j], 2)}", palette.ERROR) in shown
    assert (f"x₂\n{significant(trace.a[0][1, 1])}", palette.INPUT) in shown
    assert len(shown) == 2 * 9 + 6 + 2 * 4 + 2  # two for a wire, one in a unit, two under it, and a key
    assert not any("-" in text for text, _ in shown)


def test_diagram_without_numbers_has_only_names_and_weights():
    network, _, _ = net((2, 2, 2), bias=False)
    _, ax = figure()
    network_diagram(ax, network, names=("x", "a[1]", "a[2]"))
    key, *texts = [text.get_text() for text in ax.texts]
    assert key == "above a wire: its weight"
    assert texts[8:] == ["x₁", "x₂", "a[1]₁", "a[1]₂", "a[2]₁", "a[2]₂"]
    assert texts[:8] == [significant(w) for layer in network.layers for w in layer.W.ravel()]


@pytest.mark.parametrize("sizes", [(2, 2, 2), (2, 2, 1)], ids=str)
def test_diagram_with_targets_ends_in_the_cost(sizes):
    network, trace, _ = net(sizes)
    y = np.linspace(0.25, 0.75, sizes[-1])
    fig, ax = figure()
    network_diagram(ax, network, trace, example=2, y=y, cost=0.3526)
    texts = {text.get_text(): text for text in ax.texts}
    cost = texts["C\n0.353"]
    assert cost.get_position() == (3, 0)
    for j, place in enumerate(places(sizes)[-1]):
        target = texts[f"target y{'₁₂'[j] if len(y) > 1 else ''} = {y[j]}"]
        assert target.get_color() == palette.TARGET and tuple(target.xy) == tuple(place)
        assert sum(np.allclose(line.get_xydata(), [place, (3, 0)]) for line in ax.lines) == 1
    assert len(ax.lines) == sum(layer.W.size for layer in network.layers) + len(y)
    _, bare = figure()
    network_diagram(bare, network, y=y)
    assert "C" in [text.get_text() for text in bare.texts]  # without a value


def test_named_weights_are_written_with_their_names():
    network, _, _ = net((2, 3, 1))
    _, ax = figure()
    network_diagram(ax, network, named=((1, 2, 3), (2, 1, 1)))
    texts = [text.get_text() for text in ax.texts if "=" in text.get_text() and text.get_color() == palette.WEIGHT]
    named = [text for text in texts if not text.startswith("b")]
    W1, W2 = (layer.W for layer in network.layers)
    assert named == [f"W[1]₂₃ = {significant(W1[1, 2])}", f"W[2]₁₁ = {significant(W2[0, 0])}"]


def test_what_does_not_fit_the_network_is_refused():
    network, trace, _ = net((2, 3, 1))
    _, ax = figure()
    for named in [((1, 3, 1),), ((0, 1, 1),), ((1, 0, 1),), ((2, 1),)]:
        with pytest.raises(ValueError, match=r"named must hold weights .* sizes \(2, 3, 1\)"):
            network_diagram(ax, network, named=named)
    for y in (0.5, [0.5, 1], [[0.5]]):
        with pytest.raises(ValueError, match=r"y must have shape \(1,\)"):
            network_diagram(ax, network, trace, y=y)


@pytest.mark.parametrize("sizes, numbers", [((2, 2, 2), False), ((2, 2, 2), True), ((2, 3, 1), True)], ids=str)
def test_diagram_fills_the_height_of_its_axes(sizes, numbers):
    network, trace, gradients = net(sizes, bias=numbers)
    fig, ax = figure(5)
    network_diagram(ax, network, trace, gradients if numbers else None)
    fig.canvas.draw()
    up = ax.transData.transform(np.concatenate(places(sizes)))[:, 1] / fig.dpi * 72
    above, below, height = ax.bbox.y1 / fig.dpi * 72 - up.max(), up.min(), 5 * 72
    assert 26 < above < 45 and 26 < below < (90 if numbers else 65)  # points; a unit's radius is 26
    assert up.max() - up.min() > 0.6 * height


def corners(text, renderer):
    """The corners (4, 2) of a text in pixels, turned about its anchor as the text is."""
    angle = np.radians(text.get_rotation())
    text.set_rotation(0)
    box, anchor = text.get_window_extent(renderer), text.get_transform().transform(text.get_position())
    flat = np.array([[box.x0, box.y0], [box.x1, box.y0], [box.x1, box.y1], [box.x0, box.y1]]) - anchor
    c, s = np.cos(angle), np.sin(angle)
    return anchor + flat @ np.array([[c, s], [-s, c]])


def overlap(one, other):
    """How deep two convex quadrangles lie in each other; negative if they are apart."""
    depths = []
    for shape in (one, other):
        for edge in np.roll(shape, -1, axis=0) - shape:
            across = np.array([-edge[1], edge[0]]) / np.hypot(*edge)
            p, q = one @ across, other @ across
            depths.append(min(p.max(), q.max()) - max(p.min(), q.min()))
    return min(depths)


@pytest.mark.parametrize("sizes, height, more", NETS, ids=str)
@pytest.mark.parametrize("seed", range(3))
def test_no_two_numbers_of_a_diagram_collide(sizes, height, more, seed):
    fig, ax = figure(height)
    network_diagram(ax, *net(sizes, seed=seed), **more)
    fig.canvas.draw()
    renderer = fig.canvas.get_renderer()
    boxes = [corners(text, renderer) for text in ax.texts]
    for one, other in itertools.combinations(range(len(boxes)), 2):
        # a box has some room around its letters, and older versions of matplotlib give it more
        assert overlap(boxes[one], boxes[other]) < 2, (ax.texts[one].get_text(), ax.texts[other].get_text())
    circles = [ax.transData.transform(place) for each in ax.collections for place in each.get_offsets()]
    for text, box in zip(ax.texts, boxes, strict=True):
        if text.get_zorder() == 2:  # on a wire
            apart = [np.linalg.norm(box - circle, axis=1).min() for circle in circles]
            assert min(apart) > 26 * fig.dpi / 72, text.get_text()
    everything = np.concatenate(boxes)
    assert (everything >= 0).all() and (everything <= fig.bbox.size).all()


def test_overlap_is_seen():
    square = np.array([[0, 0], [2, 0], [2, 2], [0, 2.0]])
    assert overlap(square, square + 1.5) == pytest.approx(0.5) and overlap(square, square + [3, 0]) == -1


def test_numbers_are_written_out():
    assert [significant(x) for x in (0.5, -1 / 3, 1234.6, 0, -0.0)] == ["0.5", "−0.333", "1230", "0", "0"]
    assert significant(-7.31e-5, 2) == "−0.000073"  # no powers of ten


def test_what_arrives_on_two_paths_is_laid_end_to_end():
    _, ax = figure()
    names, moves = ("x", "p", "q", "C"), ("moves by 0.01", "by 0.03", "by 0.02", "by 0.03")
    fan_out(ax, names, moves, ("× 3", "× 2", "× 2", "× −1.5"), (0.06, -0.03))
    texts = [text.get_text() for text in ax.texts]
    assert {*names, *moves, "× 3", "× −1.5", "through p\n0.06", "through q\n−0.03", "together\n0.03"} <= set(texts)
    upper, lower, together = ([bar.get_x(), bar.get_x() + bar.get_width()] for bar in ax.patches)
    assert upper[1] == lower[0] and together[0] == upper[0] and together[1] == lower[1]
    lengths = [end - start for start, end in (upper, lower, together)]
    np.testing.assert_allclose(np.array(lengths) / lengths[0], [1, -0.5, 0.5])
    edges = np.array([[bar.get_y() + bar.get_height(), bar.get_y()] for bar in ax.patches])  # upper, lower
    guides = [line.get_ydata() for line in ax.lines if line.get_linewidth() == 1]
    np.testing.assert_allclose(guides, [[edges[i, 1], edges[j, 0]] for i, j in [(0, 2), (0, 1), (1, 2)]])
    paths = [line for line in ax.lines if 3 < line.get_linewidth() < 4]
    assert len({line.get_linestyle() for line in paths}) == len({line.get_color() for line in paths}) == 2


def number(text):
    return float(text.replace("−", "-"))


def cost(W1, W2):
    a = sigmoid(sigmoid(every_path.X @ W1) @ W2)
    return np.sum((a - every_path.Y) ** 2) / 2


@pytest.mark.parametrize("weight", every_path.WEIGHTS, ids=str)
@pytest.mark.parametrize("nudge", [-0.5, 0.1])
def test_path_explorer_tells_the_truth(weight, nudge):
    l, i, j = weight
    W = [layer.W.copy() for layer in every_path.NETWORK.layers]
    before = cost(*W)
    W[l - 1][i - 1, j - 1] += nudge
    change = cost(*W) - before
    frame = every_path.every_path_frame(weight, nudge, False)
    slope = number(re.search(r"slope (\S+)\. Path", frame.caption)[1])
    assert number(frame.artists["measurement"]) == pytest.approx(change, abs=6e-6)
    assert number(frame.artists["prediction"]) == pytest.approx(slope * nudge, abs=6e-5)
    bars = [frame.artists[name][0, 1, 0] for name in ("predicted", "measured")]
    assert bars == pytest.approx([slope * nudge, change], abs=6e-5)
    # what is printed adds up, and multiplies, to what is printed
    assert frame.artists["product"].count("=") == (2 if l == 1 else 1)
    arriving = frame.artists["product"].split("\n")[0].removeprefix("= ").replace("− ", "+ −").split(" + ")
    assert sum(map(number, arriving)) == pytest.approx(slope, abs=1e-9)
    assert len(arriving) == frame.caption.count("along") == (2 if l == 1 else 1)
    folded = every_path.every_path_frame(weight, nudge, True).artists["product"]
    one, other = folded.split("\n")[0].split(" = ")[-1].split(" · ")
    assert other.startswith("(−") or not other.startswith("−")  # no two signs beside each other
    assert number(one) * number(other.strip("()")) == pytest.approx(slope, abs=6e-5)
    assert f"{every_path._name(weight)} → a[{l}]" in frame.caption
    # each lit route is its own, and begins where the weight ends
    lit = [~np.isnan(frame.artists[f"{name} route"]).all(axis=(1, 2)) for name in ("first", "second")]
    assert [list(each) for each in lit] == ([[True, True]] * 2 if l == 1 else [[False, j == 1], [False, j == 2]])


def test_bars_have_one_scale_and_are_seen_at_every_position():
    nudge = next(ax for ax in every_path.every_path().scene.canvas.figure.axes if "nudged" in ax.get_title("left"))
    left, right = nudge.get_xlim()
    pixels = nudge.bbox.width / (right - left)
    for weight, by in itertools.product(every_path.WEIGHTS, every_path.NUDGES):
        frame = every_path.every_path_frame(weight, by, False)
        ends = [frame.artists[name][0, 1, 0] for name in ("predicted", "measured")]
        assert left < min(ends) and max(ends) < right and min(map(abs, ends)) * pixels > 4


def test_reusing_delta_leaves_16_of_40_squares_and_takes_the_place_of_the_paths():
    for reuse, squares in [(False, 40), (True, 16)]:
        frame = every_path.every_path_frame((1, 1, 1), 0.1, reuse)
        assert np.isfinite(frame.artists["done"]).all(axis=1).sum() == squares
        assert str(squares) in frame.artists["count"] and f"{squares} multiplications" in frame.caption
        assert np.isnan(frame.artists["cover"]).all() == (not reuse)
        assert bool(frame.artists["deltas"]) == reuse == (not frame.artists["factors 1"])
        assert np.isnan(frame.artists["delta cover"]).all() == reuse  # the δ at the units are seen
        assert np.isnan([frame.artists["first route"], frame.artists["second route"]]).all() == reuse
        assert np.isnan(frame.artists["back"]).all() == (not reuse)
        assert frame.artists["title"].startswith("δ at each unit" if reuse else "Every path")


def test_delta_comes_back_over_the_wires_of_its_unit():
    lines = wires((2, 2, 2, 1), every_path.RADIUS)
    for l, i, j in every_path.WEIGHTS:
        back = every_path.every_path_frame((l, i, j), 0.1, True).artists["back"]
        np.testing.assert_array_equal(back, lines[1][j - 1] if l == 1 else np.full((2, 2, 2), np.nan))


def test_nudged_weight_is_written_on_its_own_wire():
    frame = every_path.every_path_frame((2, 1, 2), -0.5, False)
    assert [frame.artists[f"weight {k}"] for k in range(1, 9)] == ["", "", "", "", "", "−1.7\u2009−\u20090.5", "", ""]


def test_nudged_weight_covers_no_circle():
    scene = every_path.every_path().scene
    figure = scene.canvas.figure
    centres = figure.axes[0].transData.transform(np.concatenate(places((2, 2, 2, 1))))
    for (k, weight), nudge in itertools.product(enumerate(every_path.WEIGHTS, start=1), every_path.NUDGES):
        scene.render(every_path.every_path_frame(weight, nudge, False))
        box = scene.artists[f"weight {k}"].get_bbox_patch()
        outline = box.get_path().interpolated(20).transformed(box.get_transform()).vertices
        assert np.linalg.norm(outline[:, None] - centres, axis=2).min() > 26 * figure.dpi / 72, (weight, nudge)


def test_explosion_tells_the_truth():
    explorer = explosion.explosion()
    start, end = explosion.explosion_frame(2, 2), explosion.explosion_frame(**explorer.start)
    plain = [start.artists[f"number {k}"] for k in range(1, 6)]
    assert plain == ["12", "40", "128", "16", "8"]
    large = [end.artists[f"number {k}"].replace("\u202f", "") for k in range(1, 6)]
    assert large == ["111111111100", "2197530864200", "2000000", "2000", "1000"]
    assert "111\u00a0billion paths" in end.caption and "2.2\u00a0trillion multiplications path by path" in end.caption
    back = "2\u202f000 for the walk back with δ, 2.0 times as many as the one forward pass before it (1\u202f000)."
    assert back in end.caption and end.artists["weights"] == "1\u202f000 weights"
    assert "1 weight and 1 path to" in explosion.explosion_frame(1, 1).caption
    np.testing.assert_allclose(end.artists["bar 4"][0, 1, 0], np.log10(2000))


@pytest.mark.parametrize("units, layers", [(1, 1), (2, 2), (3, 5), (10, 10)])
def test_explosion_draws_every_wire_and_unit(units, layers):
    frame = explosion.explosion_frame(units, layers)
    drawn = [np.isfinite(frame.artists[name]).reshape(len(frame.artists[name]), -1).all(axis=1).sum()
             for name in ("wires", "to C", "inputs", "units")]  # fmt: skip
    assert drawn == [units**2 * layers, units, units, units * layers]
    right = explosion_plot.LARGEST / 2  # there C stands
    units_at = np.concatenate([frame.artists["inputs"], frame.artists["units"], [[right, 0]]])
    ends = np.concatenate([frame.artists["wires"], frame.artists["to C"]]).reshape(-1, 2)
    across, up = np.abs(units_at[~np.isnan(units_at[:, 0])]).T
    assert up.max() <= (explosion_plot.LARGEST - 1) / 2 and across.max() == right
    assert up.max() >= 3 or units == 1  # it is never tiny
    np.testing.assert_allclose(np.nanmean(units_at[:-1, 1]), 0, atol=1e-12)
    np.testing.assert_allclose(frame.artists["inputs"][:units, 0], -right)
    gaps = np.linalg.norm(ends[~np.isnan(ends[:, 0]), None] - units_at[None, ~np.isnan(units_at[:, 0])], axis=2)
    np.testing.assert_allclose(gaps.min(axis=1), 0.2, atol=1e-12)  # each wire ends at a unit
