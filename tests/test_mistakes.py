"""The catalogue of mistakes: the right steps are backpropagation itself, and every mistake has the symptom it tells."""

import itertools
import warnings

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nnlib.backprop import backward
from nnlib.costs import CROSS_ENTROPY, HALF_MSE, MSE, cost_of
from nnlib.data import half_adder
from nnlib.functions import ACTIVATIONS, SIGMOID
from nnlib.gradcheck import compare, numerical_gradients
from nnlib.mistakes import GROUPS, LEARNING_RATE, MISTAKES, RIGHT, Mistake, _pass, _walk, applicable, mistaken_backward
from nnlib.network import Layer, Network, forward, normal, random_network
from nnlib.plots import xray as scene
from nnlib.widgets import xray

COSTS = (HALF_MSE, MSE, CROSS_ENTROPY)
NAMES = [mistake.name for mistake in MISTAKES]


def drawn(sizes, seed=0, hidden="sigmoid", output="sigmoid", m=5, **options):
    """A random network with biases, and m random examples: (network, trace, X, y)."""
    rng = np.random.default_rng(seed)
    network = random_network(sizes, rng, hidden=hidden, output=output, draw_bias=normal(0.5), **options)
    X, y = rng.normal(size=(m, sizes[0])), rng.uniform(size=(m, sizes[-1]))
    return network, forward(network, X), X, y


@st.composite
def networks(draw):
    """Networks of every kind, none near the corner of a ReLU: (network, trace, X, y, cost)."""
    cost = draw(st.sampled_from(COSTS))
    hidden, output = (draw(st.sampled_from(sorted(ACTIVATIONS))) for _ in range(2))
    network, trace, X, y = drawn(
        draw(st.lists(st.integers(1, 8), min_size=2, max_size=6)),
        draw(st.integers(0, 2**32 - 1)),
        hidden,
        "sigmoid" if cost is CROSS_ENTROPY else output,
        draw(st.integers(1, 5)),
        bias=draw(st.booleans()),
    )
    for z, layer in zip(trace.z[1:], network.layers, strict=True):
        assume(layer.activation.name != "relu" or np.abs(z).min() > 1e-3)
    return network, trace, X, y, cost


def beyond_doubt(one, other):
    return (one is not None and np.abs(one - other).max() > 1e-7) and not np.allclose(one, other, 1e-4, 0)


@settings(max_examples=120, deadline=None)
@given(networks())
def test_right_steps_are_backward_to_the_last_bit(case):
    network, trace, X, y, cost = case
    p, right = _pass(network, trace, y, cost)
    for ours, theirs in zip(_walk(p, RIGHT, (1, 2, 3)).layers, right.layers, strict=True):
        for name in ("W", "b", "delta"):
            np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name))


@settings(max_examples=250, deadline=None)
@given(networks(), st.data())
def test_right_gradient_agrees_and_every_mistake_is_caught_named_and_located(case, data):
    network, trace, X, y, cost = case
    right, measured = backward(network, trace, y, cost), numerical_gradients(network, X, y, cost)
    assert compare(right, measured).agrees
    found = applicable(network, trace, y, cost)
    assume(found)
    mistake, layers, coded = data.draw(st.sampled_from(found))
    last = layers[-1]
    ours, theirs = coded.layers[last - 1], right.layers[last - 1]
    assume(beyond_doubt(ours.W, theirs.W) or beyond_doubt(ours.b, theirs.b))
    report = compare(coded, measured)
    assert not report.agrees and report.layer == last
    where = f"layer{'s' * (len(layers) > 1)} {', '.join(map(str, layers))}"
    assert f"{mistake.name}, in {where}" in report.looks_like


def test_catalogue_is_whole():
    assert len(set(NAMES)) == len(NAMES)
    for mistake in MISTAKES:
        assert mistake.coded != mistake.right and mistake.steps != RIGHT
        assert mistake.sentence[0].isalnum() and mistake.sentence.endswith(".")
        assert xray._wrapped(mistake.sentence).count("\n") < 2  # there is no room for more in the X-ray
    found = set()
    for cost in COSTS:
        network, trace, X, y = drawn((3, 3, 3, 3))
        found |= {mistake.name for mistake, layers, gradients in applicable(network, trace, y, cost)}
    assert found == set(NAMES)
    assert tuple(group for group, _ in itertools.groupby(mistake.group for mistake in MISTAKES)) == GROUPS


def test_groups_are_told_by_the_steps():
    for mistake in MISTAKES:
        steps, group = mistake.steps, GROUPS.index(mistake.group)
        if steps.output is not RIGHT.output:
            assert group in (0, 3)
        elif steps.back is not RIGHT.back or steps.slope is not RIGHT.slope:
            assert group == 2
        else:
            assert group in (0, 1)


def test_a_mistake_of_ones_own():
    network, trace, X, y = drawn((2, 3, 1))
    mine = Mistake("mine", "", "", "", "", MISTAKES[0].steps)
    theirs = mistaken_backward(network, trace, y, HALF_MSE, "flipped sign")
    for one, other in zip(mistaken_backward(network, trace, y, HALF_MSE, mine).layers, theirs.layers, strict=True):
        np.testing.assert_array_equal(one.W, other.W)


def test_what_cannot_stand_is_refused():
    network, trace, X, y = drawn((2, 3, 1))
    for mistake, layer, message in [
        ("no such thing", None, "mistake must be the name of one of MISTAKES, such as 'no x', .*; got 'no such thing'"),
        ("missing transpose", None, "mistake must be one that changes something .*; got 'missing transpose'"),
        ("g′ left in", None, "changes something"),  # the cost is no cross-entropy
        ("g′ forgotten", 2, r"layer must be one where 'g′ forgotten' changes something, of \(1,\); got 2"),
        ("no x", 3, r"of \(1, 2\); got 3"),
        ("no x", 0, "layer must be a whole number of at least 1; got 0"),
    ]:
        with pytest.raises(ValueError, match=message):
            mistaken_backward(network, trace, y, HALF_MSE, mistake, layer)
    with pytest.raises(TypeError, match="mistake must be a Mistake; got 3"):
        mistaken_backward(network, trace, y, HALF_MSE, 3)
    batch = random_network((2, 1), np.random.default_rng(0), runs=2)
    with pytest.raises(ValueError, match="network must be a single network; got 2 runs"):
        applicable(batch, forward(batch, X), y, HALF_MSE)


def ratios(name, layer=None, sizes=(3, 3, 3, 3), cost=HALF_MSE):
    """coded / right in each layer, [(W, b), …], and the wrong gradients."""
    network, trace, X, y = drawn(sizes)
    wrong, right = mistaken_backward(network, trace, y, cost, name, layer), backward(network, trace, y, cost)
    return [(w.W / r.W, w.b / r.b) for w, r in zip(wrong.layers, right.layers, strict=True)], wrong


@pytest.mark.parametrize(
    ("name", "of_W", "of_b"),
    [
        ("flipped sign", -1, -1),
        ("factor 2", 2, 2),
        ("factor ½", 0.5, 0.5),
        ("1/m forgotten", 5, 5),
        ("1/m twice", 1 / 5, 1 / 5),
        ("bias not averaged", 1, 5),
        ("bias left out", 1, 0),
    ],
)
def test_constant_ratios(name, of_W, of_b):
    for W, b in ratios(name)[0]:
        np.testing.assert_allclose(W, of_W, rtol=1e-12)
        np.testing.assert_allclose(b, of_b, rtol=1e-12)


@pytest.mark.parametrize("name", ["no x", "stale activation", "z in place of a", "transposed gradient"])
def test_mistakes_in_the_line_of_dW_stay_in_W_and_in_their_layer(name):
    found, wrong = ratios(name, 2)
    for l, (W, b) in enumerate(found, start=1):
        np.testing.assert_array_equal(b, 1)
        assert (W == 1).all() == (l != 2)
    if name == "no x":
        np.testing.assert_allclose(wrong.layers[1].W, [wrong.layers[1].b] * 3, rtol=1e-12)
        assert (np.ptp(found[1][0], axis=0) > 0.1).all()  # varies from row to row
    if name == "transposed gradient":
        W = backward(*drawn((3, 3, 3, 3))[:2], drawn((3, 3, 3, 3))[3], HALF_MSE).layers[1].W
        np.testing.assert_allclose(wrong.layers[1].W, W.T, rtol=1e-12)
        np.testing.assert_allclose(found[1][0] * found[1][0].T, 1, rtol=1e-12)  # [i, j] · [j, i], and the diagonal


@pytest.mark.parametrize(
    "name",
    ["last route only", "missing transpose", "neighbour's δ", "weights already updated", "g′ forgotten", "g′ at a"]
    + ["z (1 − z)"],
)
def test_mistakes_in_delta_reach_every_layer_before(name):
    third, second, first = ratios(name, 2)[0][::-1]
    assert (third[0] == 1).all() and (third[1] == 1).all()
    for W, b in (second, first):
        assert np.ptp(W) > 1e-6 and not np.isclose(W, 1).all() and not np.isclose(b, 1).all()


@pytest.mark.parametrize("cost", COSTS)
def test_mistakes_at_the_output_reach_every_layer(cost):
    name = "g′ left in" if cost is CROSS_ENTROPY else "cross-entropy's δ"
    for W, b in ratios(name, cost=cost)[0]:
        assert np.ptp(W) > 1e-6 and not np.isclose(W, 1).any() and not np.isclose(b, 1).any()


def test_last_example_only_is_the_gradient_of_that_example():
    network, trace, X, y = drawn((3, 2))
    wrong = mistaken_backward(network, trace, y, HALF_MSE, "last example only").layers[0]
    alone = backward(network, forward(network, X[-1:]), y[-1:], HALF_MSE).layers[0]
    np.testing.assert_allclose(wrong.W, alone.W / 5, rtol=1e-12)
    np.testing.assert_allclose(wrong.b, alone.b / 5, rtol=1e-12)


def test_last_route_only_forgets_all_other_routes():
    network, trace, X, y = drawn((2, 3, 2))
    wrong = mistaken_backward(network, trace, y, HALF_MSE, "last route only")
    cut = network.layers[1].W.copy()
    cut[:, 0] = 0
    slope = trace.a[1] * (1 - trace.a[1])
    np.testing.assert_allclose(wrong.layers[0].delta, wrong.layers[1].delta @ cut.T * slope, rtol=1e-12)


def test_updated_weights_are_those_after_a_step():
    network, trace, X, y = drawn((2, 3, 2))
    right = backward(network, trace, y, HALF_MSE)
    updated = network.layers[1].W - LEARNING_RATE * right.layers[1].W
    wrong = mistaken_backward(network, trace, y, HALF_MSE, "weights already updated")
    expected = right.layers[1].delta @ updated.T * trace.a[1] * (1 - trace.a[1])
    np.testing.assert_allclose(wrong.layers[0].delta, expected, rtol=1e-12)


def test_forgotten_slopes_of_a_sigmoid_are_factors_of_four_and_more():
    for seed in range(20):
        network, trace, X, y = drawn((2, 2, 2, 1), seed, m=1)
        wrong = mistaken_backward(network, trace, y, HALF_MSE, "g′ forgotten")
        right = backward(network, trace, y, HALF_MSE)
        first, second, third = (w.b / r.b for w, r in zip(wrong.layers, right.layers, strict=True))
        assert (third == 1).all() and (second >= 4).all() and abs(first).max() >= 4


@pytest.mark.parametrize(
    ("name", "cost", "least", "most"),
    [
        ("g′ forgotten", HALF_MSE, 4, 6),
        ("cross-entropy's δ", HALF_MSE, 4, 6),
        ("g′ left in", CROSS_ENTROPY, 1 / 6, 1 / 4),
    ],
)
def test_a_forgotten_slope_is_often_but_not_always_a_factor_near_four(name, cost, least, most):
    found = []
    for seed in range(200):
        network, trace, X, y = drawn((3, 4, 3, 2), seed)
        l = 2 if name == "g′ forgotten" else 3
        wrong, right = mistaken_backward(network, trace, y, cost, name, l), backward(network, trace, y, cost)
        found += [(w.W / r.W).ravel() for w, r in zip(wrong.layers[:l], right.layers[:l], strict=True)]
    found = np.concatenate(found)
    assert 0.6 < np.mean((found >= least) & (found <= most)) < 0.95
    assert (found < 0).any()


def descended(network, data, name, epochs=500, rate=0.5):
    """The network after so many steps along the mistaken slopes; None: the right ones."""
    for _ in range(epochs):
        trace = forward(network, data.X)
        asked = (network, trace, data.y, HALF_MSE)
        slopes = mistaken_backward(*asked, name) if name else backward(*asked)
        network = Network(
            [
                Layer(layer.W - rate * slope.W, layer.b - rate * slope.b, layer.activation)
                for layer, slope in zip(network.layers, slopes.layers, strict=True)
            ]
        )
    return network


def test_y_minus_a_climbs():
    """Row F14: with y − a the gradient is minus the measured one, and 500 steps raise the cost."""
    data, network = half_adder(), drawn((2, 2, 2))[0]
    costs = [cost_of(n, data.X, data.y, HALF_MSE) for n in (network, descended(network, data, "flipped sign"))]
    assert costs[1] > costs[0] > cost_of(descended(network, data, None), data.X, data.y, HALF_MSE)


def test_slope_taken_at_a():
    """Row F15: at z = 2 a sigmoid's slope is 0.10499; taken at a it is 0.20716."""
    z = np.array([[2.0]])
    a = SIGMOID.value(z)
    assert SIGMOID.slope(z, a) == pytest.approx(0.10499, abs=5e-6)
    assert SIGMOID.slope(a, SIGMOID.value(a)) == pytest.approx(0.20716, abs=5e-6)
    unit = Network([Layer([[2.0]])])
    trace = forward(unit, [[1.0]])
    wrong = mistaken_backward(unit, trace, [[0.0]], HALF_MSE, "g′ at a").layers[0].W
    right = backward(unit, trace, [[0.0]], HALF_MSE).layers[0].W
    np.testing.assert_allclose(wrong / right, 0.20716 / 0.10499, rtol=1e-4)


def test_layer_that_never_learns():
    """Row F28: as printed the loop sets all gradients but that of the first weights."""
    data, network = half_adder(), drawn((2, 2, 2, 2))[0]
    after = descended(network, data, "first layer left out", epochs=3)
    moved = [(new.W != old.W).all() for new, old in zip(after.layers, network.layers, strict=True)]
    assert moved == [False, True, True]
    np.testing.assert_array_equal(after.layers[0].W, network.layers[0].W)


def test_delta_of_the_bias():
    """Rows E11 and E12: with a column of ones the bias's δ is exactly 0; it is the last, and not the one to keep."""
    network, trace, X, y = drawn((2, 3, 1))
    right = backward(network, trace, y, HALF_MSE)
    a = np.column_stack([trace.a[1], np.ones(5)])
    theta = np.vstack([network.layers[1].W, network.layers[1].b])
    delta = right.layers[1].delta @ theta.T * a * (1 - a)
    assert (delta[:, -1] == 0).all()
    np.testing.assert_allclose(delta[:, :-1], right.layers[0].delta, rtol=1e-12)
    wrong = mistaken_backward(network, trace, y, HALF_MSE, "neighbour's δ").layers[0]
    np.testing.assert_allclose(wrong.delta, delta[:, 1:], rtol=1e-12)
    np.testing.assert_allclose(wrong.W[:, :-1], right.layers[0].W[:, 1:], rtol=1e-12)
    assert (wrong.W[:, -1] == 0).all() and wrong.b[-1] == 0
    ratios = np.vstack([wrong.W, wrong.b]) / np.vstack([right.layers[0].W, right.layers[0].b])
    assert not np.isclose(ratios[:, :-1], 1).any() and np.ptp(ratios[:, :-1]) > 0.1


def frame(**values):
    start = {"sizes": (2, 2, 2, 2), "mistake": "missing transpose", "where": 2, "quiz": 0, "reveal": False}
    return xray.xray_frame(**{**start, **values})


def places():
    for sizes in xray.NETWORKS:
        for name, known in xray._xrays(sizes).items():
            for place in known:
                if name != xray.NONE:
                    yield sizes, name, place


def test_xray_points_at_the_wrong_line():
    """The two sentences that it reads off the ratios are right for every network, mistake and place."""
    for sizes, name, place in places():
        steps = xray.BY_NAME[name].steps
        stands = [l for l in xray._xrays(sizes)[name] if l != xray.EVERY]
        l = max(stands) if place == xray.EVERY else place
        shown = frame(sizes=sizes, mistake=name, where=place)
        kind, look = shown.artists["reading"].split("\n")
        assert f"{kind} {look}" in shown.caption and len(shown.caption) < 400
        assert f"starts in layer {l}." in shown.caption
        assert "starts here" in shown.artists[f"layer {l}"]
        of_delta = steps.output is not RIGHT.output or steps.back is not RIGHT.back or steps.slope is not RIGHT.slope
        for letter, changed in [
            ("δ", of_delta),
            ("dW", steps.weight is not RIGHT.weight),
            ("db", steps.bias is not RIGHT.bias),
        ]:
            assert not changed or f"{letter}[{l}]" in look or f"{letter} in every" in look or "dW and db" in look, look
        assert ("always" in kind) == (name in NAMES[:8]), (name, kind)


def test_xray_shows_the_ratios():
    shown = frame()
    network = random_network((2, 2, 2, 2), np.random.default_rng(5), draw_bias=normal(1))
    data = half_adder()
    wrong = mistaken_backward(network, forward(network, data.X), data.y, HALF_MSE, "missing transpose", 2)
    measured = numerical_gradients(network, data.X, data.y, HALF_MSE)
    for i in range(2):
        lines = shown.artists[f"layer {i + 1}"].replace("−", "-").split("\n")[2:5]
        ratios = np.vstack([wrong.layers[i].W / measured.layers[i].W, wrong.layers[i].b / measured.layers[i].b])
        for line, row in zip(lines, ratios, strict=True):
            np.testing.assert_allclose([float(word) for word in line.replace("b", "").split()], row, rtol=0.01)
    assert shown.artists["layer 3"].split() == ["W[3]", "b"]  # agrees: empty cells
    assert np.isfinite(shown.artists["agrees"][:, 0, 0]).sum() == 6
    assert "differ: 6 of 6 in layer 1, 6 of 6 in layer 2. On the way back it starts in layer 2." in shown.caption
    said = (
        "Layer 1: 2.03, 1.38; 3.77, 0.63; −1.82, 14.0. Layer 2: 0.54, 1.97; 0.51, 1.88; 0.64, 2.36. Layer 3: all agree."
    )
    assert said in shown.alt
    assert "0.92, −0.14; 2.02, −0.18; agrees, agrees." in frame(mistake="no x", where=1).alt


def test_xray_says_where_a_mistake_stands_and_where_it_cannot():
    for values, status in [
        ({"where": 3}, "Not in layer 3: missing transpose can only be in layers 1 or 2"),
        ({"where": xray.EVERY}, "Mistake: missing transpose, in layers 1 and 2"),
        ({"mistake": "no x", "where": xray.EVERY}, "Mistake: no x, in layers 1, 2 and 3"),
        ({"mistake": "first layer left out", "where": xray.EVERY}, "Mistake: first layer left out, in layer 1"),
        ({"mistake": "first layer left out"}, "Not in layer 2: first layer left out can only be in layer 1"),
        ({"sizes": (2, 3, 1)}, "Not in this net: missing transpose does not fit, or changes nothing"),
        ({"mistake": xray.NONE}, "No mistake"),
    ]:
        shown = frame(**values)
        assert shown.artists["status"] == status and f"{status}." in shown.caption
        assert ("The ratio is 1 everywhere. The coded" in shown.caption) == status.startswith("No")


def test_xray_asks_for_a_prediction_only_where_there_is_something_to_predict():
    hidden, told = frame(quiz=1), frame(quiz=1, reveal=True)
    assert hidden.artists["reading"] == f"{xray.ASK}\n{xray.PREDICT}"
    assert xray.PREDICT in hidden.caption and xray.PREDICT not in told.caption
    assert told.artists["reading"] == "Where it differs, the ratio is always 4: m, a sum for a mean.\n" + (
        f"W and b differ: look at the line of δ[3], or at dW and db in every layer.\n{xray.COMPARE}"
    )


def test_xray_keeps_its_secret_until_it_is_revealed():
    for sizes in xray.NETWORKS:
        quizzes = xray._quizzes(sizes)
        assert len(dict(quizzes)) == xray.QUIZZES
        for quiz, (name, place) in enumerate(quizzes, start=1):
            hidden = frame(sizes=sizes, mistake=xray.NONE, quiz=quiz)
            assert name not in hidden.caption and xray.BY_NAME[name].coded not in hidden.caption
            assert np.isnan(hidden.artists["mark"]).all() and "starts in" not in hidden.caption + hidden.alt
            assert not any("starts here" in hidden.artists[f"layer {l}"] for l in (1, 2, 3))
            wrong = frame(sizes=sizes, mistake=xray.NONE, quiz=quiz, reveal=True)
            assert f"Quiz {quiz}: {name}, in" in wrong.caption and "Not your guess: no mistake" in wrong.caption
            assert "starts in layer" in wrong.alt and np.isfinite(wrong.artists["mark"]).all()
            right = frame(sizes=sizes, mistake=name, where=place, quiz=quiz, reveal=True)
            assert "Your guess is right" in right.caption and xray.BY_NAME[name].sentence in right.caption
            assert xray.COMPARE not in right.artists["reading"]
            told = xray.BY_NAME[name]
            assert f"coded: {told.coded}; right: {told.right}" in right.caption


def test_a_guess_is_judged_by_its_numbers_and_by_its_name():
    known = xray._xrays((2, 2, 2, 2))
    every = xray.EVERY
    for truth, guess, verdict in [
        (("no x", 3), ("no x", 3), "Your guess is right"),
        (("no x", 3), ("no x", every), "Right mistake, wrong place"),
        (("no x", 3), ("g′ at a", 3), "Not your guess"),
        (("first layer left out", 1), ("first layer left out", every), "Your guess is right"),
        (("flipped sign", every), ("flipped sign", 3), "Your guess is right"),
        (("flipped sign", every), ("flipped sign", 2), "Right mistake, wrong place"),
    ]:
        is_right, status = xray._verdict(known, truth, guess, 1)
        assert status.endswith(f"\n{verdict}: {xray._named(*guess)}") and is_right == ("is right" in verdict)


def test_with_the_quiz_off_the_table_is_that_of_the_guess():
    quizzed, off = frame(mistake="no x", where=1, quiz=2, reveal=True), frame(mistake="no x", where=1)
    assert xray.COMPARE in quizzed.caption
    assert off.artists["layer 1"] != quizzed.artists["layer 1"] and "Mistake: no x, in layer 1" in off.caption


def test_every_network_has_quizzes_of_its_own_and_the_first_ones_rise():
    quizzes = {sizes: xray._quizzes(sizes) for sizes in xray.NETWORKS}
    for one, other in itertools.combinations(quizzes.values(), 2):
        assert sum(a == b for a, b in zip(one, other, strict=True)) < 4
    small = quizzes[2, 2, 2, 2]
    assert small[:4] == [("1/m forgotten", 0), ("no x", 3), ("g′ at a", 0), ("missing transpose", 1)]
    assert ("missing transpose", 0) not in small  # where the controls stand at first


def test_equal_numbers_have_equal_shades():
    for sizes, name, place in places():
        seen = xray._xrays(sizes)[name][place]
        drawn_cells, shades = xray.cells(seen.ratios), {}
        for cell, word in enumerate(word for table in seen.words for word in table.flat):
            found = {shade for shade in scene.SHADES if not np.isnan(drawn_cells[shade][cell]).any()}
            assert len(found) == 1 and shades.setdefault(word.lstrip("−"), found) == found, (sizes, name, place, word)


def test_sentences_break_at_no_index():
    for mistake in MISTAKES:
        lines = xray._wrapped(mistake.sentence).split("\n")
        assert " ".join(lines) == mistake.sentence
        assert not any(line.endswith(("[i,", "[j,", "layer", "row to", "near")) for line in lines)


def test_lines_of_code_name_all_that_is_wrong():
    """A mistake in W and in b shows both lines."""
    for mistake in MISTAKES:
        both = mistake.steps.weight is not RIGHT.weight and mistake.steps.bias is not RIGHT.bias
        if both and mistake.name != "first layer left out":  # its line is the loop
            assert "db[l]" in mistake.coded and "dW[l]" in mistake.coded
            assert "db[l]" in mistake.right and "dW[l]" in mistake.right


def test_numbers_of_a_table_stand_beneath_each_other():
    words = np.array([["2.03", "−1"], ["−12.5", "4"], ["215", "≈1.0"], ["", "0/0"]])
    assert scene.table(1, words, True).split("\n") == [
        "   W[1]",
        "    2.03   −1",
        "   −12.5    4",
        "     215   ≈1.0",
        "b           0/0",
        "   starts here",
    ]


def test_xray_of_zeros():
    from nnlib.backprop import Gradients, LayerGradient

    def gradients(W, b):
        return Gradients((LayerGradient(np.array([W]), np.array(b), None),))

    seen = xray._xray(gradients([0.0, 1.0, -1.0], [0.0, 2.0, 2e6]), gradients([0.0, 0.0, 0.0], [3.0, 2.0, 20.0]))
    assert seen.words[0].tolist() == [["0/0", "∞", "−∞"], ["0", "", "10⁵"]]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn_cells = xray.cells(seen.ratios)
    count = {name: int((~np.isnan(each[:, 0, 0])).sum()) for name, each in drawn_cells.items()}
    assert count == {"agrees": 2, "near": 0, "far": 0, "farthest": 4, "sign": 1}
    assert "ratio varies" in xray.reading(seen.ratios, 4)[0]


def test_ratios_are_short():
    written = {
        -1.000002: "−1",
        2: "2",
        0.5: "0.50",
        -0.0: "0",
        0.004: "≈0.0",
        -0.004: "≈0.0",
        1.004: "≈1.0",
        0.5449: "0.54",
        -10.00006: "−10.0",
        13.96: "14.0",
        -21.94: "−21.9",
        99.97: "100",
        -6645.4: "−6645",
        9999.7: "10⁴",
        -3e6: "−10⁶",
        np.inf: "∞",
    }
    for ratio, word in written.items():
        assert xray._ratio(ratio) == word
