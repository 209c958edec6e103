"""The epoch scrubber and the figures of many trainings: what they show is what the trainings are."""

import itertools

import numpy as np
import pytest

from nnlib.costs import CROSS_ENTROPY, cost_of, cross_entropy
from nnlib.network import forward, random_network, select_run
from nnlib.plots import palette, success
from nnlib.plots import scrubber as scene
from nnlib.statistics import wilson
from nnlib.training import train
from nnlib.widgets import scrubber
from nnlib.widgets.words import short

RNG = np.random.default_rng(0)
PLACES = [(RNG.integers(len(scrubber.EPOCHS)), RNG.integers(8), RNG.integers(64)) for _ in range(40)]


@pytest.fixture
def ax():
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # older matplotlibs warn of newer packages beneath them
        from matplotlib.figure import Figure

        return Figure().subplots()


def network_at(at, column, row):
    return select_run(scrubber.trainings()[0].snapshots[at], column * 64 + row)


def test_every_learning_rate_has_the_same_starts():
    first = scrubber.trainings()[0].snapshots[0]
    for layer in first.layers:
        by_rate = layer.W.reshape(*layer.W.shape[:2], 8, 64)
        np.testing.assert_array_equal(by_rate, np.broadcast_to(by_rate[:, :, :1], by_rate.shape))
        assert len(np.unique(by_rate[0, 0, 0])) == 64


def test_a_run_is_what_training_it_alone_gives():
    starts = random_network((2, 3, 1), np.random.default_rng(0), runs=64)
    for column, row in [(4, 0), (6, 33), (2, 17)]:
        at = scrubber.EPOCHS.index(300)
        alone = train(
            select_run(starts, row), scrubber.DATA, CROSS_ENTROPY, learning_rate=scrubber.RATES[column], epochs=300
        )
        shown = network_at(at, column, row)
        for layer, other in zip(alone.network.layers, shown.layers, strict=True):
            np.testing.assert_allclose(layer.W, other.W, rtol=1e-9)
            np.testing.assert_allclose(layer.b, other.b, rtol=1e-9, atol=1e-12)
        run = scrubber.scrubber_frame(scrubber.RATES[column], row + 1, 300).artists["run"]
        np.testing.assert_allclose(run[at], [300, alone.cost[-1]], rtol=1e-9)


def test_shares_of_success_agree_with_two_thousand_starts():
    """Ledger E20–E23, drawn with other standard deviations: .55 / 96.9 / 99.45 / 93.35 %."""
    learned = (scrubber.trainings()[1][-1] == 4).sum(axis=1)
    for rate, share in [(0.01, 0.0055), (0.1, 0.969), (1.0, 0.9945), (10.0, 0.9335)]:
        low, high = wilson(learned[scrubber.RATES.index(rate)], 64)
        assert low < share < high


@pytest.mark.parametrize(("at", "column", "row"), PLACES)
def test_frame_says_what_the_network_does(at, column, row):
    network = network_at(at, column, row)
    a = forward(network, scrubber.DATA.X).a[-1]
    frame = scrubber.scrubber_frame(scrubber.RATES[column], row + 1, scrubber.EPOCHS[at])
    for pattern, answer in zip(("00", "01", "10", "11"), a[:, 0], strict=True):
        shown = frame.artists[f"output {pattern}"]
        assert float(shown) == pytest.approx(answer, abs=5e-4) and shown in frame.caption
    learned = np.array_equal(np.round(a), scrubber.DATA.y)
    assert ("this is XOR" in frame.caption) == learned
    assert ("rounded, this is XOR" in frame.caption) == (learned and np.abs(a - scrubber.DATA.y).max() > 0.4)
    assert ("plane parts" in frame.alt) == learned
    crosses = not np.isnan(frame.artists["plane"]).all()
    assert ("a plane " in frame.alt) == crosses
    everywhere = f"no plane crosses the cube: the answer is {'above' if a[0] > 0.5 else 'below'} ½ everywhere"
    assert (everywhere in frame.alt) == (not crosses)
    # the map: this cell's bar is as long as its share of right answers
    cell = scene.bars(np.ones((8, 64)))["right"].reshape(8, 64, 3, 2)[column, row, 0]  # where the bar begins
    bars = {name: frame.artists[name].reshape(8, 64, 3, 2)[column, row] for name in ("right", "learned")}
    shown, other = bars["learned" if learned else "right"], bars["right" if learned else "learned"]
    assert np.isnan(other).all()
    np.testing.assert_array_equal(shown[0], cell)
    assert shown[1, 0] - shown[0, 0] == pytest.approx(0.84 * (np.round(a) == scrubber.DATA.y).mean())
    # the plane has the two kinds on its two sides exactly if all is learned
    hidden = forward(network, scrubber.DATA.X).a[1]
    side = hidden @ network.layers[1].W[:, 0] + network.layers[1].b[0] > 0
    assert np.array_equal(side, scrubber.ONES) == learned
    # each mark is filled or empty by its own answer
    for name, chosen in [
        ("filled ones", scrubber.ONES & side),
        ("empty ones", scrubber.ONES & ~side),
        ("filled zeros", ~scrubber.ONES & side),
        ("empty zeros", ~scrubber.ONES & ~side),
    ]:
        marks = frame.artists[name]
        assert marks.shape == (2, 2)
        np.testing.assert_allclose(marks[~np.isnan(marks[:, 0])], scene.in_cube(hidden[chosen]), rtol=1e-12)
    C = cost_of(network, scrubber.DATA.X, scrubber.DATA.y, CROSS_ENTROPY)
    now, above = frame.artists["now"], frame.artists["above"]
    assert np.isnan(now).all() == (C > 1) and np.isnan(above).all() == (C <= 1)
    np.testing.assert_allclose((above if C > 1 else now)[0], [scrubber.EPOCHS[at], min(C, 1)])
    assert frame.artists["height"] == (f"▲ at {C:.3g}" if C > 1 else "") and f"stands at {short(C)}" in frame.alt


def test_heights_of_the_plateaus_are_the_least_costs():
    """Every group of patterns that share one answer: the best answer by trying; the others are right."""
    z = np.linspace(-4, 4, 8001)
    least = {}
    for number in range(16):
        group = np.array([bool(number >> k & 1) for k in range(4)])
        y = scrubber.DATA.y[group]
        if group.sum() >= 2 and 0 < y.mean() < 1:
            costs = [cross_entropy(np.full(y.shape, each), y) * group.sum() / 4 for each in z]
            least.setdefault(int(group.sum()), set()).add(round(min(costs), 6))
    assert least == {k: {round(float(level), 6)} for k, level in scrubber.LEVELS.items()}


def test_captions_know_the_plateaus():
    for rate in (1.0, 3.0):
        caption = scrubber.scrubber_frame(rate, 34, 10_000).caption
        assert "about the 0.347 that is best with 2 patterns merged" in caption and "63 of the 64 starts" in caption
    assert "0.477 that is best with 3 patterns merged" in scrubber.scrubber_frame(10.0, 33, 10_000).caption
    assert "0.693 that is best with 4 patterns merged" in scrubber.scrubber_frame(1.0, 1, 1000).caption
    learned = scrubber.scrubber_frame(1.0, 1, 10_000).caption
    assert "merged" not in learned and "this is XOR" in learned


def test_captions_claim_a_plateau_only_where_patterns_are_merged():
    history, right = scrubber.trainings()
    costs = history.cost.reshape(right.shape)
    outputs = np.stack([forward(network, scrubber.DATA.X).a[-1][:, 0] for network in history.snapshots])
    outputs = outputs.reshape(len(scrubber.EPOCHS), 4, 8, 64).transpose(0, 2, 3, 1)
    levels = np.array([*scrubber.LEVELS.values()])
    claimed = passing = 0
    for at in np.argwhere(np.abs(costs[..., None] - levels).min(axis=-1) < 0.005):
        a = outputs[tuple(at)]
        said = scrubber._plateau(costs[tuple(at)], a)
        if "merged" not in said:
            passing += 1
            continue
        claimed += 1
        merged = int(said.split(" patterns")[0][-1])
        worst = np.argsort(np.abs(a - scrubber.DATA.y[:, 0]))[-merged:]
        assert np.ptp(a[worst]) < 0.12 and right[tuple(at)] < 4
        assert a[worst].mean() == pytest.approx(scrubber.DATA.y[worst, 0].mean(), abs=0.06)
    assert claimed > 5000 and passing > 100
    passed = scrubber.scrubber_frame(3.0, 32, 70).caption  # 0.418, 0.747, 0.514, 0.349
    assert "the cost is 0.4814. The answers" in passed and "rounded, this is XOR" in passed
    for start in (30, 63):
        assert "merged" not in scrubber.scrubber_frame(0.03, start, 10_000).caption


def test_an_answer_near_one_half_says_its_side():
    caption = scrubber.scrubber_frame(1.0, 34, 10_000).caption
    assert "0.001, 0.999, 0.4997, 0.5004: rounded, 2 of 4 are right" in caption
    assert "0.756, 0.713, 0.4999: rounded, this is XOR" in scrubber.scrubber_frame(3.0, 30, 100).caption


def test_alt_says_where_the_patterns_lie_and_when_no_plane_is_in_the_cube():
    assert "(1, 0) and (1, 1) at (1.0, 0.0, 0.0); a plane does not" in scrubber.scrubber_frame(1.0, 34, 10_000).alt
    high, low = (scrubber.scrubber_frame(30.0, 30, epoch).alt for epoch in (9999, 10_000))
    for alt, side in [(high, "above"), (low, "below")]:
        assert "with (0, 0), (0, 1), (1, 0) and (1, 1) at (0.0, 0.0, 0.0); no plane crosses the cube" in alt
        assert f"the answer is {side} ½ everywhere" in alt and "stands at 3.7464, above the picture" in alt


def test_small_deltas_have_two_digits():
    sizes = {0.06612: "0.0661", 0.001: "0.0010", 0.00021: "2.1·10⁻⁴", 2.04e-10: "2.0·10⁻¹⁰", 0.0: "0.0000"}
    assert {size: scrubber._size(size) for size in sizes} == sizes


def test_too_long_a_step_hops_to_and_fro():
    one, next = (scrubber.scrubber_frame(30.0, 30, epoch) for epoch in (9999, 10_000))
    assert one.artists["output 00"] == "0.999" and next.artists["output 00"] == "0.001"
    assert "above the 0.693 of answering ½ to everything" in next.caption


def test_counts_stand_in_columns_of_three():
    counts = scrubber.scrubber_frame(1.0, 1, 10_000).artists["counts"]
    assert len(counts) == 24
    learned = (scrubber.trainings()[1][-1] == 4).sum(axis=1)
    assert [int(counts[k : k + 3]) for k in range(0, 24, 3)] == learned.tolist()


def test_plane_is_cut_off_at_the_cube():
    heights = np.linspace(0, 1, 5)
    drawn = 0
    for _ in range(200):
        w, c = RNG.normal(size=3) * 5, RNG.normal() * 3
        segments = scene.plane_in_cube(w, c, heights)
        for i in range(3):
            seen = ~np.isnan(segments[i, :, 0, 0])
            np.testing.assert_allclose(segments[i, seen, :, i], heights[seen, None] * [1, 1])
            ends = segments[i, seen]
            np.testing.assert_allclose(ends @ w + c, 0, atol=1e-9)
            assert (ends > -1e-9).all() and (ends < 1 + 1e-9).all()
            others = np.delete(ends, i, axis=-1)  # each end lies on a side of the square
            np.testing.assert_allclose(np.minimum(np.abs(others), np.abs(1 - others)).min(axis=-1), 0, atol=1e-9)
            drawn += seen.sum()
            # none is left out: where no segment is, the square lies on one side of the plane
            square = np.insert(np.array(list(np.ndindex(2, 2)), float), i, 0, axis=1)
            for h in heights[~seen]:
                z = (square + h * np.eye(3)[i]) @ w + c
                assert (z > -1e-9).all() or (z < 1e-9).all()
    assert drawn > 500


def test_plane_across_an_axis():
    segments = scene.plane_in_cube(np.array([0.0, 0.0, 2.0]), -1.0, [0.25])  # a₃ = ½
    assert np.isnan(segments[2]).all()
    assert {tuple(end) for end in segments[0, 0]} == {(0.25, 0, 0.5), (0.25, 1, 0.5)}
    assert {tuple(end) for end in segments[1, 0]} == {(0, 0.25, 0.5), (1, 0.25, 0.5)}


def test_edges_are_drawn_where_the_output_is_above_one_half():
    along = np.linspace(0, 1, 1001)[:, None]
    for _ in range(50):
        w, c = RNG.normal(size=3) * 5, RNG.normal() * 3
        parts = scene.edges_above(w, c)
        for edge, part in zip(scene.EDGES, parts, strict=True):
            share = np.mean((edge[0] + along * (edge[1] - edge[0])) @ w + c > 0)
            length = 0 if np.isnan(part).all() else np.linalg.norm(part[1] - part[0])
            assert length == pytest.approx(share, abs=2e-3)
    assert len(np.unique(scene.EDGES, axis=0)) == 12
    np.testing.assert_array_equal(np.linalg.norm(scene.EDGES[:, 1] - scene.EDGES[:, 0], axis=1), 1)


def test_edges_behind_are_those_of_the_corner_furthest_from_the_camera():
    towards = [np.cos(scene.AZIMUTH), np.sin(scene.AZIMUTH), np.tan(scene.ELEVATION)]
    corners = np.array(list(np.ndindex(2, 2, 2)))
    furthest = corners[np.argmin(corners @ towards)]
    assert scene.BEHIND.sum() == 3 and (scene.EDGES[scene.BEHIND] == furthest).all(axis=2).any(axis=1).all()


def test_camera_keeps_straight_lines_and_lengths():
    ends = RNG.random((2, 3))
    np.testing.assert_allclose(scene.in_cube(ends.mean(axis=0)), scene.in_cube(ends).mean(axis=0))
    across = scene.in_cube([-np.sin(scene.AZIMUTH), np.cos(scene.AZIMUTH), 0])
    np.testing.assert_allclose(across, [1, 0], atol=1e-12)


def test_each_weight_is_on_one_wire_of_its_kind():
    weights = np.array([0, -1, 1.9, 2, -5.9, 6, -60, 7, -2])
    kinds = ["positive thin", "negative thin", "positive thin", "positive medium", "negative medium"]
    kinds += ["positive thick", "negative thick", "positive thick", "negative medium"]
    drawn = scene.weights_on_wires(weights)
    for wire, kind in enumerate(kinds):
        for name, segments in drawn.items():
            if name == kind:
                np.testing.assert_array_equal(segments[wire], scene.WIRES[wire])
            else:
                assert np.isnan(segments[wire]).all()


def test_bars_of_slopes_are_on_a_scale_of_powers_of_ten():
    slopes = np.array([1, -1, 1e-5, 0, 10**-2.5, -(10**-2.5), 1e-9, 30, 0.1])
    bars, wires = scene.bars_beside_wires(slopes), scene.WIRES
    share = scene.LONGEST * np.array([1, 1, 0, 0, 0.5, 0.5, 0, 1, 0.8])
    np.testing.assert_allclose(bars[:, 1] - bars[:, 0], share[:, None] * (wires[:, 0] - wires[:, 1]))
    # all as far from their wires, in inches, and on one side
    off, way = (bars[:, 0] - wires[:, 1]) * scene.UNIT, (wires[:, 1] - wires[:, 0]) * scene.UNIT
    np.testing.assert_allclose(way[:, 0] * off[:, 1] - way[:, 1] * off[:, 0], 0.075 * np.linalg.norm(way, axis=1))


def test_no_two_bars_of_slopes_cross():
    def side(a, b, c):
        return np.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))

    longest = scene.bars_beside_wires(np.ones(9))
    for (a, b), (c, d) in itertools.combinations(longest, 2):
        assert side(a, b, c) == side(a, b, d) or side(c, d, a) == side(c, d, b)


def test_shades_change_at_one_half():
    grey = scene.shades(np.linspace(0, 1, 101)[:, None])[:, 0, :3] @ [0.2126, 0.7152, 0.0722]
    assert (np.diff(grey) <= 0).all()  # darker and darker, without a step back
    assert np.argmin(np.diff(grey)) == 49 and np.diff(grey)[49] < -0.1  # the highest step, from 0.49 to 0.5


def test_shares_stand_over_their_rates_between_their_ends(ax):
    hits = np.array([5, 20])
    success.success_by_rate(ax, [0.1, 1.0], hits / 20, *wilson(hits, 20), runs=20)
    np.testing.assert_allclose(ax.lines[0].get_xydata(), [[0.1, 25], [1, 100]])
    low, high = wilson(hits, 20)
    np.testing.assert_allclose(
        ax.collections[0].get_segments(),
        [[[x, 100 * a], [x, 100 * b]] for x, a, b in zip([0.1, 1], low, high, strict=True)],
    )
    np.testing.assert_allclose([line.get_ydata() for line in ax.lines[1:]], 100 * np.array([low, high]))
    assert [text.get_text() for text in ax.texts] == ["25 %", "100 %"] and "20 runs" in ax.get_xlabel()


def test_plateaus_stand_at_their_heights(ax):
    epochs, costs = np.array([0, 1, 10, 100]), RNG.random((4, 6))
    waiting = np.array([False, False, True, True, True, True])
    success.plateaus(ax, epochs, costs, {"two alike": 0.347, "all alike": 0.693}, waiting)
    thin, bold = ax.collections
    np.testing.assert_allclose(np.array(thin.get_segments())[:, :, 1], costs.T[~waiting])
    np.testing.assert_allclose(np.array(bold.get_segments())[:, :, 1], costs.T[waiting])
    assert len(thin.get_segments()) == 2 and bold.get_linewidth() > thin.get_linewidth()
    np.testing.assert_array_equal(bold.get_segments()[3][:, 0], epochs)
    assert [line.get_ydata()[0] for line in ax.lines] == [0.347, 0.693]
    words = [(text.get_text(), text.xy[1]) for text in ax.texts]
    assert words == [("0.347: two alike", 0.347), ("0.693: all alike", 0.693)]
    assert ax.get_ylim()[1] > 0.693 and ax.get_xlim() == (0, 100)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["0", "1", "10", "10²"]
    assert ax.lines[0].get_color() == palette.INK
    success.epoch_axis(ax, 20_000)
    ticks = [label.get_text() for label in ax.get_xticklabels()]
    assert ticks == ["0", "1", "10", "10²", "10³", "10⁴"]


def test_all_starts_of_the_learning_rate_are_behind_the_chosen_one():
    frame = scrubber.scrubber_frame(3.0, 19, 100)
    others = frame.artists["others"].reshape(64, -1, 2)
    np.testing.assert_array_equal(others[18, :-1], frame.artists["run"])  # at every epoch, like the chosen one
    assert np.isnan(others[:, -1]).all()  # a gap before the next one
    costs = scrubber.trainings()[0].cost.reshape(len(scrubber.EPOCHS), 8, 64)
    np.testing.assert_array_equal(others[:, :-1, 1], costs[:, scrubber.RATES.index(3.0)].T)
