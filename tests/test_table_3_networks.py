"""How often the nets on XOR and on the half adder learn their tables, from 2 000 random starts; and where they stick.

The networks are those of "Gradient Descent with Backpropagation" (2-3-1 on XOR) and of the post on the general
backpropagation algorithm (2-2-2-2 on the half adder); the shares are the course's own measurement. The starts are one
draw for each, from the seeds 0 to 1999, and it gives every number of the table to its last digit. A success is a run
whose rounded answers equal the targets. A draw of other starts would differ by up to 2 points.
"""

import functools
import random

import numpy as np
import pytest

from nnlib.backprop import backward
from nnlib.costs import CROSS_ENTROPY, HALF_MSE, MSE, cost_of
from nnlib.data import half_adder, xor
from nnlib.network import Layer, Network, forward, stack_runs
from nnlib.published_networks import largest_error
from nnlib.training import train

XOR, ADDER = xor(), half_adder()
DATA = {"XOR": XOR, "half adder": ADDER}
PRINTED = np.array([0.01205117, 0.9825991, 0.98941642, 0.02203315])  # the published answers
SUMMED = 4  # a slope summed over the four examples is 4 times their mean


def xor_start(seed):
    """The published lines: a matrix for each layer, with the bias as its last row."""
    randn = np.random.RandomState(seed).randn
    theta1 = 0.5 * np.sqrt(6 / (2 + 3)) * randn(3, 3)
    theta2 = 0.5 * np.sqrt(6 / (3 + 1)) * randn(4, 1)
    return Network([Layer(theta[:-1], theta[-1]) for theta in (theta1, theta2)])


def adder_start(seed):
    """2 random() − 1 for every weight of every layer, and then for every bias."""
    draw = random.Random(seed).random
    W = [[[2 * draw() - 1 for _ in range(2)] for _ in range(2)] for _ in range(3)]
    b = [[2 * draw() - 1 for _ in range(2)] for _ in range(3)]
    return Network([Layer(*layer) for layer in zip(W, b, strict=True)])


@functools.cache
def starts(name, number):
    return stack_runs([{"XOR": xor_start, "half adder": adder_start}[name](seed) for seed in range(number)])


# success in percent; for XOR also the median of the largest error, and the percent that are as close as the print
TABLE = {
    ("XOR", CROSS_ENTROPY, 0.01): {10_000: (0.55, ".517", 0)},
    ("XOR", CROSS_ENTROPY, 0.03): {10_000: (29.0, ".519", 0)},
    ("XOR", CROSS_ENTROPY, 0.1): {
        0: (0, ".652", 0),
        1000: (0.55, ".517", 0),
        5000: (76.2, ".157", 0),
        10_000: (96.9, ".0240", 42.0),
        20_000: (99.2, ".0082", 98.45),
        40_000: (99.35, ".0034", 99.35),
    },
    ("XOR", CROSS_ENTROPY, 0.3): {10_000: (99.4, ".00485", None)},
    ("XOR", CROSS_ENTROPY, 0.1 * SUMMED): {10_000: (99.4, ".0034", 99.4), 20_000: (99.5, ".0016", 99.45)},
    ("XOR", CROSS_ENTROPY, 1): {10_000: (99.45, ".00127", 99.4)},
    ("XOR", CROSS_ENTROPY, 3): {10_000: (99.35, ".00041", None)},
    ("XOR", CROSS_ENTROPY, 10): {10_000: (93.35, ".00013", 93.35)},
    ("XOR", MSE, 0.1): {10_000: (77.0, ".191", 0)},
    ("XOR", HALF_MSE, 0.1): {10_000: (16.6, ".527", 0)},
    ("XOR", HALF_MSE, 1): {10_000: (99.55, ".0299", 0)},
    ("half adder", HALF_MSE, 0.5): {
        1000: (0,), 2000: (0.4,), 3000: (7.4,), 4000: (22.9,), 5000: (42.0,), 6000: (55.0,), 10_000: (74.0,),
        20_000: (80.05,), 40_000: (81.5,), 60_000: (82.2,),
    },
    ("half adder", HALF_MSE, 0.5 * SUMMED): {5000: (80.0,), 10_000: (81.5,), 20_000: (82.85,)},
}  # fmt: skip


@functools.cache
def trained(name, cost, rate, number, last):
    """The run of a row of the table, up to the epoch `last`: a `History` with the networks."""
    epochs = [epoch for epoch in TABLE[name, cost, rate] if last is None or epoch <= last]
    recorded = dict(epochs=epochs[-1], record_at=epochs, record_weights=True)
    return train(starts(name, number), DATA[name], cost, learning_rate=rate, **recorded)


def errors(name, cost, rate, epoch, number=2000, last=None):
    """The largest error of each run at that epoch."""
    history = trained(name, cost, rate, number, last)
    return largest_error(history.snapshots[history.epochs.tolist().index(epoch)], DATA[name])


def row_id(value):
    return str(getattr(value, "name", value))


def test_starts():
    assert cost_of(adder_start(0), ADDER.X, ADDER.y, HALF_MSE) == pytest.approx(0.36998, abs=5e-6)  # row G11
    W = np.concatenate([layer.W.reshape(-1, 2000) for layer in starts("XOR", 2000).layers])
    np.testing.assert_allclose(W[:6].std(), 0.5477, rtol=0.02)  # row E15; 12 000 and 6 000 numbers
    np.testing.assert_allclose(W[6:].std(), 0.6124, rtol=0.02)


@pytest.mark.slow
@pytest.mark.parametrize("name, cost, rate", TABLE, ids=row_id)
def test_table(name, cost, rate):
    for epoch, (percent, *more) in TABLE[name, cost, rate].items():
        error = errors(name, cost, rate, epoch)
        assert 100 * (error < 0.5).mean() == pytest.approx(percent, abs=0.06), epoch
        if more:
            median, close = more
            assert f"{np.median(error):.{len(median) - 1}f}" == f"0{median}", epoch
            assert close is None or 100 * (error <= PRINTED[3]).mean() == pytest.approx(close, abs=0.06), epoch


FAST = [
    ("XOR", CROSS_ENTROPY, 0.1, 10_000),
    ("XOR", CROSS_ENTROPY, 1, 10_000),
    ("XOR", CROSS_ENTROPY, 10, 10_000),
    ("XOR", HALF_MSE, 0.1, 10_000),
    ("XOR", HALF_MSE, 1, 10_000),
    ("half adder", HALF_MSE, 0.5, 10_000),
    ("half adder", HALF_MSE, 0.5 * SUMMED, 10_000),
]


@pytest.mark.parametrize("name, cost, rate, last", FAST, ids=row_id)
def test_table_with_500_starts(name, cost, rate, last):
    for epoch in trained(name, cost, rate, 500, last).epochs:
        share = TABLE[name, cost, rate][epoch][0] / 100
        measured = (errors(name, cost, rate, epoch, 500, last) < 0.5).mean()
        assert abs(measured - share) <= 3 * np.sqrt(share * (1 - share) / 500), epoch  # 99.7 % of draws


def groupings(examples):
    """Every way to split the examples into groups."""
    if not examples:
        yield []
        return
    first, *others = examples
    for rest in groupings(others):
        yield [[first], *rest]
        for k, group in enumerate(rest):
            yield [*rest[:k], [first, *group], *rest[k + 1 :]]


def height(y, groups, cost):
    """The lowest cost of answers that are the same within each group: they are the means of its targets."""
    answers = np.empty(y.shape)
    for group in groups:
        answers[group] = y[group].mean(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        surprise = -np.nan_to_num(y * np.log(answers)) - np.nan_to_num((1 - y) * np.log(1 - answers))
    return (surprise if cost is CROSS_ENTROPY else (answers - y) ** 2 / 2).sum() / len(y)


def heights(y, cost):
    return np.unique([round(height(y, groups, cost), 12) for groups in groupings(range(4))])


def entropy(p):
    return -p * np.log(p) - (1 - p) * np.log(1 - p)


def test_plateau_heights_by_hand():
    """With p the share of ones in a group of n examples that get one answer, the group adds n times the entropy of p
    to the cross-entropy, and n p (1 − p) to the sum of squares; then comes 1/m, or 1/(2m)."""
    assert len(list(groupings(range(4)))) == 15
    by_hand = [0, 2 * entropy(1 / 2) / 4, 3 * entropy(2 / 3) / 4, 4 * entropy(1 / 2) / 4]
    np.testing.assert_allclose(heights(XOR.y, CROSS_ENTROPY), by_hand, atol=1e-11)
    np.testing.assert_allclose(by_hand[1:], [np.log(2) / 2, 0.4774, np.log(2)], atol=5e-5)
    # 00 = 0, 01 = 1, 10 = 2, 11 = 3, and (sum, carry) as targets
    assert height(ADDER.y, [[0, 1, 2, 3]], HALF_MSE) == pytest.approx((4 * 1 / 4 + 4 * 3 / 16) / 8) == 7 / 32
    assert (
        height(ADDER.y, [[0, 1, 2], [3]], HALF_MSE) == pytest.approx(3 * (2 / 3 * 1 / 3) / 8) == pytest.approx(1 / 12)
    )
    for groups in ([[0, 1], [2], [3]], [[0, 2], [1], [3]]):
        assert height(ADDER.y, groups, HALF_MSE) == pytest.approx(2 * 1 / 4 / 8) == 1 / 16
    for groups in ([[1, 3], [0], [2]], [[2, 3], [0], [1]]):  # here both bits are blurred
        assert height(ADDER.y, groups, HALF_MSE) == pytest.approx(2 * (2 * 1 / 4) / 8) == 1 / 8
    np.testing.assert_allclose(heights(ADDER.y, HALF_MSE)[:4], [0, 1 / 16, 1 / 12, 1 / 8], atol=1e-11)


@pytest.mark.parametrize("data, cost, expected", [(XOR, CROSS_ENTROPY, np.log(2)), (ADDER, HALF_MSE, 7 / 32)])
def test_the_best_constant_has_no_slope_at_all(data, cost, expected):
    mean = data.y.mean(axis=0)
    network = Network([Layer(np.zeros((2, 2)), [0, 0]), Layer(np.zeros((2, len(mean))), np.log(mean / (1 - mean)))])
    assert cost_of(network, data.X, data.y, cost) == pytest.approx(expected, rel=1e-14)
    for layer in backward(network, forward(network, data.X), data.y, cost).layers:
        assert np.abs(layer.W).max() < 1e-16 and np.abs(layer.b).max() < 1e-16


def stuck(name, cost, rate, number=2000, last=None):
    """The answers (4, outputs, R) and the costs of the runs that have not learned, after the last epoch."""
    history = trained(name, cost, rate, number, last)
    failed = largest_error(history.network, DATA[name]) >= 0.5
    return forward(history.network, DATA[name].X).a[-1][..., failed], history.cost[-1][failed]


def check_xor_plateaus(answers, costs, tolerance):
    pair, three = (np.abs(costs - by_hand) < 0.003 for by_hand in (np.log(2) / 2, 0.4774))
    assert (pair | three).all()
    a = answers[:, 0]
    # 11 shares its answer with 01 or with 10, one half; or with both, two thirds; 00 is always answered right
    assert (np.abs(a[3, pair] - 1 / 2) < tolerance).all() and (a[0] < tolerance).all()
    partner = np.sort(a[1:3, pair], axis=0)
    assert (np.abs(partner[0] - 1 / 2) < tolerance).all() and (partner[1] > 1 - tolerance).all()
    assert (np.abs(a[1:, three] - 2 / 3) < tolerance).all()
    return pair.sum(), three.sum()


def test_xor_sticks_at_heights_known_beforehand():
    pair, three = check_xor_plateaus(*stuck("XOR", CROSS_ENTROPY, 10, 500, 10_000), 0.02)
    assert pair > 10 and three > 2


@pytest.mark.slow
def test_xor_plateaus_of_2000_starts():
    assert check_xor_plateaus(*stuck("XOR", CROSS_ENTROPY, 10), 0.02) == (94, 39)
    assert check_xor_plateaus(*stuck("XOR", CROSS_ENTROPY, 1), 0.02) == (11, 0)
    assert check_xor_plateaus(*stuck("XOR", CROSS_ENTROPY, 0.1), 0.05) == (13, 0)


def check_adder_plateaus(answers, costs, tolerance):
    """The number of runs near 1/12, near 1/16, and near 1/8."""
    near = [np.abs(costs - by_hand) < 0.003 for by_hand in (1 / 12, 1 / 16, 1 / 8)]
    assert np.any(near, axis=0).all()
    (total, carry), (three, pair, _) = answers.transpose(1, 0, 2), near
    assert (np.abs(total[:3, three] - 2 / 3) < tolerance).all() and (total[3, three] < tolerance).all()
    assert (np.abs(total[0, pair] - 1 / 2) < tolerance).all() and (total[3, pair] < tolerance).all()
    partner = np.sort(total[1:3, pair], axis=0)  # 00 shares its answer with 01 or with 10
    assert (np.abs(partner[0] - 1 / 2) < tolerance).all() and (partner[1] > 1 - tolerance).all()
    right = three | pair
    assert (carry[:3, right] < tolerance).all() and (carry[3, right] > 1 - tolerance).all()
    return tuple(int(each.sum()) for each in near)


def test_half_adder_sticks_at_heights_known_beforehand():
    three, pair, other = check_adder_plateaus(*stuck("half adder", HALF_MSE, 0.5 * SUMMED, 500, 10_000), 0.1)
    assert three > 5 * pair > 5 * other


@pytest.mark.slow
def test_half_adder_plateaus_of_2000_starts():
    history = trained("half adder", HALF_MSE, 0.5, 2000, None)
    counts = {}
    for epoch in (20_000, 40_000, 60_000):
        network = history.snapshots[history.epochs.tolist().index(epoch)]
        failed = largest_error(network, ADDER) >= 0.5
        costs = cost_of(network, ADDER.X, ADDER.y, HALF_MSE)[failed]
        counts[epoch] = check_adder_plateaus(forward(network, ADDER.X).a[-1][..., failed], costs, 0.15)
    assert counts == {20_000: (372, 26, 1), 40_000: (339, 30, 1), 60_000: (322, 34, 0)}
