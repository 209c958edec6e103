"""Numbers that stand in prose, folds and tasks of notebooks 01 to 06, and that no cell prints: computed here."""

import re

import numpy as np
import pytest
from support import NOTEBOOKS, PAGES
from test_ledger_e import CLOSE, MAJORITY, XOR, draw, genetic, guesses_that_do, middle, passes_until_close, starts
from test_notebooks import prose, read, text_of

from nnlib.costs import CROSS_ENTROPY, HALF_MSE, MSE
from nnlib.curves import QUARTIC
from nnlib.data import always_zero, both_signs, half_adder, not_gate
from nnlib.descent import positions_at
from nnlib.exercises.xor import ones_first
from nnlib.functions import Activation, sigmoid, sigmoid_slope
from nnlib.landscape import cost_and_slopes, flow, flow_path
from nnlib.network import Layer, Network, forward, normal, random_network, select_run
from nnlib.published import forgotten_x, summed_outer_product
from nnlib.published_networks import published_draw
from nnlib.statistics import wilson
from nnlib.symbolic import count_work
from nnlib.training import train
from nnlib.widgets.scrubber import DATA as SCRUBBED
from nnlib.widgets.scrubber import EPOCHS, RATES, STARTS, trainings

DESCENT, ONE_WEIGHT, A_BIAS, SURFACES = (prose(read(path)) for path in NOTEBOOKS[1:5])
PATHS, XOR_TEXT = (prose(read(path)) for path in NOTEBOOKS[5:7])
NOT = not_gate()
START = (-0.1493589543925, 7.1044421298425)


def says(text, *words):
    for each in words:
        assert each in text


def test_no_step_from_the_left_jumps_over_the_flat_stretch():
    """Between −2 and 0, at α = 0.01: a step is a part of the way to 0 that gets smaller the closer it is."""
    starts = np.linspace(-2, 0, 1000, endpoint=False)
    parts = -0.01 * QUARTIC.slope(starts) / -starts
    assert QUARTIC.slope(-2) == -68 and parts[0] == pytest.approx(0.34)
    assert (np.diff(parts) < 0).all() and (parts > 0).all()
    says(DESCENT, "the slope is −68, the first step is 0.68, about a third of the way to 0")


def test_one_weight():
    data, pair = always_zero(), both_signs()
    a = sigmoid(5 * data.X)
    assert np.mean(a) == pytest.approx(0.8588, abs=5e-5)  # every target is 0, so the error is the answer
    assert np.mean(a * a * (1 - a)) == pytest.approx(0.0748, abs=5e-5)
    assert cost_and_slopes(5, None, data, HALF_MSE)[1] == pytest.approx(0.0207, abs=5e-5)
    says(ONE_WEIGHT, "0.8588", "0.0748", "0.0207")
    # the explorer: α = 0.5, half-MSE, inputs of both signs, 2 000 epochs
    right = positions_at(lambda w: cost_and_slopes(w, None, pair, HALF_MSE)[1], 5.0, 0.5, [2000])[0]
    assert right == pytest.approx(-6.78, abs=5e-3)
    without_x = positions_at(
        lambda w: forgotten_x(w, pair.X, pair.y) / 2, np.array([0.5, 5.0, 0.0, -0.5]), 0.5, [2000]
    )[0]
    np.testing.assert_allclose(without_x[:3], [1.1756, 1.1756, 0], atol=5e-5)
    assert without_x[3] < -5
    says(ONE_WEIGHT, "−6.78", "1.1756", "w = 0")
    five = positions_at(lambda w: forgotten_x(w, data.X, data.y) / 5, 5.0, 0.5, [2000])[0]
    assert five == pytest.approx(-14.52, abs=5e-3)
    says(ONE_WEIGHT, "−14.52")
    ones = positions_at(
        lambda w: np.mean((sigmoid(w * data.X) - 1) * sigmoid_slope(w * data.X) * data.X), 5.0, 0.5, [2000]
    )[0]
    assert ones == pytest.approx(7.84, abs=5e-3)
    says(ONE_WEIGHT, "w is 7.84")


def test_a_bias():
    slope_w, slope_b = cost_and_slopes(12, 12, NOT, MSE)[1:]
    assert slope_w == pytest.approx(3.8e-11, rel=0.02) and abs(slope_b) < slope_w
    says(A_BIAS, "4 · 10⁻¹¹")
    for published, learned in [(True, False), (False, True)]:  # from (3, 0), as in the explorer

        def slopes(p, published=published):
            return np.stack(summed_outer_product(*p, NOT.X, NOT.y) if published else cost_and_slopes(*p, NOT, MSE)[1:])

        w, b = positions_at(slopes, np.array([3.0, 0.0]), 0.05, [12_000])[0]
        assert bool(b > 0 > w + b) is learned
    right = positions_at(lambda p: np.stack(cost_and_slopes(*p, NOT, MSE)[1:]), np.array(START), 0.05, [9000, 12_000])
    np.testing.assert_allclose(right[1] - START, [-4.81, -4.57], atol=5e-3)
    assert cost_and_slopes(*right[0], NOT, MSE)[0] == pytest.approx(0.494, abs=5e-4)
    says(A_BIAS, "−4.81 and −4.57", "from 0.499 to 0.494", "0.00598")


def test_a_bias_the_walk_rests_beside_the_lowest_place_of_its_line():
    D = START[0] - START[1]
    b = np.linspace(1, 4, 30_001)
    on_line = cost_and_slopes(b + D, b, NOT, MSE)[0]
    rest = cost_and_slopes(2 * D / 3, -D / 3, NOT, MSE)[0]
    assert on_line.min() < rest - 1e-4 and rest == pytest.approx(0.00669, abs=5e-6)
    says(A_BIAS, "never gets below 0.00669", "not the lowest place")


def arrival(w, b, cost):
    """The time at which both answers are first right."""
    times = np.geomspace(1, 1e13, 20_000)
    w_then, b_then = flow(w, b, NOT, cost, times).T
    return times[np.argmax((b_then > 0) & (w_then + b_then < 0))]


def test_cost_surfaces():
    assert np.hypot(*cost_and_slopes(*START, NOT, MSE)[1:]) == pytest.approx(0.0013, abs=5e-5)
    says(SURFACES, "a steepness of 0.0013")
    way, _ = flow_path(8, 1, NOT, MSE, strides=420)
    assert sigmoid(way[0, 1]) == pytest.approx(0.73, abs=5e-3)
    assert sigmoid(way[:, 1].max()) == pytest.approx(0.999, abs=5e-4)
    says(SURFACES, "from 0.73 to 0.999")
    assert arrival(8, 4, CROSS_ENTROPY) == pytest.approx(23, abs=0.5)
    assert 1e6 < arrival(8, 4, MSE) < 1e7
    assert arrival(4, 4, MSE) == pytest.approx(2200, rel=0.01)
    assert arrival(12, 4, MSE) == pytest.approx(6.6e9, rel=0.01)
    assert arrival(12, -6, MSE) == pytest.approx(200_000, rel=0.05)
    assert arrival(0, -12, MSE) == pytest.approx(160_000, rel=0.05)
    says(SURFACES, "about 200 000", "about 160 000")
    assert 10**1.25 < arrival(14, 14, CROSS_ENTROPY) < 10**1.5
    assert 1e12 < arrival(14, 14, MSE) < 1.2e12
    says(SURFACES, "a time of 23", "between 10⁶ and 10⁷", "2 200", "6.6 thousand million", "31.6", "10¹²", "3 162")
    assert np.exp(16) / 4 == pytest.approx(2.2e6, rel=0.02) and np.exp(8) / 4 == pytest.approx(745, abs=0.5)
    assert arrival(12, 1, MSE) / arrival(8, 1, MSE) == pytest.approx(3000, rel=0.02)
    years = np.exp(32) / 4 / 0.05 / 1e6 / (365.25 * 24 * 3600)
    assert years == pytest.approx(12.5, abs=0.05)
    says(SURFACES, "factor of about 3 000", "twelve and a half years")


def test_every_path():
    def work(units, layers):
        return count_work((units,) * (layers + 1))

    assert [work(4, 2).paths, work(2, 4).paths, work(8, 2).paths, work(2, 8).paths] == [80, 60, 576, 1020]
    assert (work(1, 10).path_by_path, work(1, 10).with_delta) == (110, 29)
    ten = work(10, 10)
    assert (ten.paths, ten.with_delta, ten.forward, ten.nudging) == (111_111_111_100, 2000, 1000, 2_000_000)
    says(PATHS, "80 paths against 60", "1 020 against 576", "110 multiplications", "29 for the walk back with δ")
    says(PATHS, "111 111 111 100", "2 000", "1 000", "two million")


def test_slope_at_a_seldom_learns_the_half_adder():
    wrong = Activation("sigmoid with its slope at a", sigmoid, lambda z, a: sigmoid_slope(a))
    right = random_network((2, 2, 2), np.random.default_rng(1), draw=normal(1), runs=200)
    coded = Network([Layer(layer.W, layer.b, wrong) for layer in right.layers])
    shares = [
        np.mean(train(network, half_adder(), HALF_MSE, learning_rate=0.5, epochs=20_000).cost[-1] < 0.03)
        for network in (right, coded)
    ]
    np.testing.assert_allclose(shares, [0.78, 0.07], atol=0.006)
    says(PATHS, "78 % of the nets", "7 % with g′(a)")
    intervals = [[round(100 * bound) for bound in wilson(round(200 * share), 200)] for share in shares]
    assert intervals == [[72, 83], [4, 11]]
    says(PATHS, "from 72 to 83, and from 4 to 11")


def test_xor():
    history, _ = trainings()

    def answers(rate, start, epoch):
        run, k = RATES.index(rate) * len(STARTS) + start - 1, EPOCHS.index(epoch)
        trace = forward(select_run(history.snapshots[k], run), SCRUBBED.X)
        return history.cost[k, run], trace.a[2].ravel(), trace.a[1]

    # task 1: waits until after epoch 1 000, then falls within a few hundred
    assert answers(1, 1, 1000)[0] == pytest.approx(np.log(2), abs=2e-3) and answers(1, 1, 2000)[0] < 0.03
    # task 2: two patterns with different targets in one place, and both answered with one half
    _, a, hidden = answers(1, 34, 10_000)
    np.testing.assert_allclose(a[2:], 0.5, atol=5e-3)
    assert np.abs(hidden[2] - hidden[3]).max() < 0.02
    # task 3: all hidden units at 0, and four equal answers that turn over in each epoch
    for epoch, answer in [(9999, 0.999), (10_000, 0.001)]:
        _, a, hidden = answers(30, 30, epoch)
        np.testing.assert_allclose(a, answer, atol=5e-4)
        assert hidden.max() < 1e-3
    says(XOR_TEXT, "after epoch 1 000", "0.999 to 0.001")


def fold_of_passes():
    """The rows of the table in notebook 06: what is counted -> median, bounds of it, runs."""
    rows = re.findall(r"^\| (.+) \| ([\d ]+) \| ([\d ]+) to ([\d ]+) \| ([\d ]+) \|$", XOR_TEXT, re.MULTILINE)
    return {name: [int(number.replace(" ", "")) for number in row] for name, *row in rows}


def test_xor_passes_are_those_of_the_page():
    """One table, which a cell of "Mistakes in print" makes: the same numbers in the same order."""
    (page,) = (read(path) for path in PAGES if path.stem == "mistakes_in_print")
    printed = "".join(text_of(cell) for cell in page.cells if cell.id.startswith("way-better-evidence"))
    made = re.findall(r"(\d+)  \[ *(\d+), *(\d+)\] +(\d+) runs", printed)
    assert [list(map(int, row)) for row in made] == list(fold_of_passes().values()) and len(made) == 9


@pytest.mark.parametrize("rate, every, limit", [(1, 10, 1200), (10, 2, 300)])
def test_xor_passes_of_descent(rate, every, limit):
    low, high = middle(passes_until_close(starts("XOR", 200), XOR, rate, CLOSE, every, limit))  # other starts
    assert low - 3 * every <= fold_of_passes()[f"descent, α = {rate}"][0] <= high + 3 * every


@pytest.mark.parametrize("scale", [20, 100])
def test_xor_passes_of_guessing(scale):
    hits = guesses_that_do(scale, 1_000_000)  # other guesses; the stated median is one of a sample too
    median, low, high, _ = fold_of_passes()[f"… standard deviation {scale}"]
    ours = np.log(2) * 1_000_000 / hits
    assert abs(median - ours) <= np.hypot(1.96 * ours / np.sqrt(hits), (high - low) / 2)


@pytest.mark.slow
def test_xor_passes_at_full_size():
    low, high = middle(passes_until_close(starts("XOR", 500), XOR, 0.1, CLOSE, 100, 12_000))
    fold = fold_of_passes()
    assert low <= fold["descent, α = 0.1"][0] <= high
    hits = guesses_that_do(10, 10_000_000)
    assert fold["… standard deviation 10"][1] <= np.log(2) * 10_000_000 / hits <= fold["… standard deviation 10"][2]
    descent = passes_until_close(draw((5, 23, 1), 200, 0), MAJORITY, 1, 0.4999, 1, 100)
    assert middle(descent)[0] <= 72 <= middle(descent)[1]
    best = min(
        np.median(genetic((5, 23, 1), MAJORITY, 0.4999, runs=20, step=step, parents=parents))
        for step, parents in [(0.1, 3), (0.3, 3), (0.3, 10), (1, 3), (1, 10)]
    )
    assert best == pytest.approx(480, rel=0.25)
    says(XOR_TEXT, "72 passes", "needs 480", "400 000 random nets", "not found in a million")


def test_xor_exercises():
    # exercise 4: hidden unit 1 is given the bias unit's δ, and its slopes are exactly 0, the others not
    for arguments in ones_first.inputs:
        one, two = ones_first.stub(*arguments)
        assert not one[:, 0].any() and one[:, 1:].all() and two.all()
    says(XOR_TEXT, "its column holds nothing but 0")
    # exercise 10: where the 120 runs of the picture wait, and which patterns the two that end at 0.347 merge
    draws = {"draw": published_draw, "draw_bias": published_draw}
    shown = random_network((2, 3, 1), np.random.default_rng(1), runs=120, **draws)
    history = train(shown, SCRUBBED, CROSS_ENTROPY, learning_rate=1, epochs=10_000, record_at=[20, 10_000])
    assert np.sum(np.abs(history.cost[0] - np.log(2)) < 0.01) == 119
    (stuck,) = np.nonzero(history.cost[1] > 0.002)
    np.testing.assert_allclose(history.cost[1, stuck], [0.347, 0.347], atol=5e-4)
    answers = forward(history.network, SCRUBBED.X).a[2][:, 0, stuck].T
    merged = np.abs(answers - 0.5) < 0.001
    np.testing.assert_array_equal(merged, [[False, False, True, True], [False, True, False, True]])  # 10, 11; 01, 11
    np.testing.assert_allclose(answers[~merged], [0, 1, 0, 1], atol=0.001)
    says(XOR_TEXT, "Two end at 0.347, with two patterns still merged")


def test_one_weight_in_the_words_of_its_checks():
    from nnlib.exercises import one_weight as exercises

    def words(exercise, answer):
        return next(mistake.words for mistake in exercise.mistakes if mistake.answer == answer)

    pair = both_signs()
    a = sigmoid(5 * pair.X)
    np.testing.assert_allclose(((a - pair.y) * a * (1 - a)).ravel(), [-0.007, 0.144], atol=5e-4)
    says(words(exercises.where_it_ends, "b"), "−0.007 and 0.144")
    assert sigmoid(5 * 0.1) == pytest.approx(0.62, abs=5e-3) and sigmoid(5) == pytest.approx(0.9933, abs=5e-5)
    says(words(exercises.always_one, "d"), "the answer to 1 is 0.9933", "the answer to 0.1 is only 0.62 at w = 5")
    assert sigmoid_slope(np.linspace(0, 1, 101)).min() >= 0.19 and sigmoid_slope(0) == 0.25
    says(words(exercises.ratio_of_x, "e"), "at least 0.19", "at most 0.25")
    says(words(exercises.repaired_descent, exercises.repaired_descent.mistakes[1].answer), "never below 0.19")
    says(exercises.hillside.mistakes[0].words, "at 0.448")
    stuck = positions_at(lambda w: forgotten_x(w, pair.X, pair.y), 5.0, 0.5, [20_000])[0]
    assert cost_and_slopes(stuck, None, pair, MSE)[0] == pytest.approx(0.448, abs=5e-4)
    coded = -sigmoid(1.25) * sigmoid_slope(1.25) * 0.25
    assert coded == pytest.approx(-0.033639, abs=5e-7)
    says(ONE_WEIGHT, "Line f gives −0.033639")


def test_exercises_of_a_bias_and_cost_surfaces():
    from nnlib.exercises import a_bias, cost_surfaces

    def words(task):
        return " ".join([task.solved, *(mistake.words for mistake in task.mistakes)])

    def published(p):
        return np.stack(summed_outer_product(*p, NOT.X, NOT.y))

    end = positions_at(published, np.array([3.0, 0.0]), 0.05, [12_000])[0]
    costs = [float(cost_and_slopes(*p, NOT, MSE)[0]) for p in [(3.0, 0.0), end]]
    assert costs == pytest.approx([0.58, 0.50], abs=5e-3)
    says(words(a_bias.one_line), "from 0.58 to about 0.50")
    ratio = cost_and_slopes(8.0, 1.0, NOT, MSE)[1] / cost_and_slopes(12.0, 1.0, NOT, MSE)[1]
    assert ratio == pytest.approx(55, abs=0.5) and np.exp(8) == pytest.approx(3000, rel=0.01)
    says(words(cost_surfaces.wait_from_further_out), "about 55 times smaller")
    says(words(cost_surfaces.wait), "about 3 000 times the wait")
