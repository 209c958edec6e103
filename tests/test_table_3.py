"""How often the net with a bias learns NOT, from 20 000 random starts: the published slopes against the true ones.

The slopes are those of "Beginning Tutorial: Backpropagation and Gradient Descent"; the shares are the course's own
measurement. The starts are one draw of (w, b) pairs, N(0, 5), and that draw gives the table to its last digit. A
success is a run whose rounded outputs equal the targets. A draw of other starts would differ by about 0.7 points.
"""

import numpy as np
import pytest

from nnlib.costs import CROSS_ENTROPY, HALF_MSE, MSE
from nnlib.data import not_gate
from nnlib.functions import sigmoid
from nnlib.landscape import cost_and_slopes, units
from nnlib.published import half_repaired, summed_outer_product
from nnlib.training import train

DATA = not_gate()
W, B = np.random.default_rng(12345).normal(0, 5, (20_000, 2)).T
CHUNK = 2000  # runs side by side


def right(w, b):
    return (np.round(sigmoid(b)) == 1) & (np.round(sigmoid(w + b)) == 0)


def follow(slopes, w, b, rate, epochs):
    for _ in range(epochs):
        slope_w, slope_b = slopes(w, b, DATA.X, DATA.y)
        w, b = w - rate * slope_w, b - rate * slope_b
    return w, b


def descend(cost, w, b, rate, epochs):
    layer = train(units(w, b), DATA, cost, learning_rate=rate, epochs=epochs, record_every=epochs).network.layers[0]
    return layer.W[0, 0], layer.b[0]


UPDATES = {
    "published": (lambda *args: follow(summed_outer_product, *args)),
    "product repaired, still the wrong way round": (lambda *args: follow(half_repaired, *args)),
    "MSE": (lambda *args: descend(MSE, *args)),
    "half-MSE": (lambda *args: descend(HALF_MSE, *args)),
    "cross-entropy": (lambda *args: descend(CROSS_ENTROPY, *args)),
    "cross-entropy, summed": (lambda w, b, rate, epochs: descend(CROSS_ENTROPY, w, b, 2 * rate, epochs)),
}


def trained(update, rate, starts):
    ends = [UPDATES[update](W[k : k + CHUNK], B[k : k + CHUNK], rate, 12_000) for k in range(0, starts, CHUNK)]
    return np.concatenate(ends, axis=1)


TABLE = {  # the share of successes in percent, and the median cost of the successes where one is stated
    ("published", 0.05): (41.1, 0.028),
    ("published", 0.5): (45.0, None),
    ("product repaired, still the wrong way round", 0.05): (7.6, None),
    ("product repaired, still the wrong way round", 0.5): (3.1, None),
    ("MSE", 0.05): (65.7, 0.0025),
    ("MSE", 0.5): (79.1, 0.00022),
    ("half-MSE", 0.05): (60.4, None),
    ("half-MSE", 0.5): (75.4, None),
    ("cross-entropy", 0.05): (100.0, None),
    ("cross-entropy", 0.5): (100.0, None),
    ("cross-entropy, summed", 0.05): (100.0, None),
    ("cross-entropy, summed", 0.5): (100.0, None),
}

# the published update: of the starts with w < b, of the others
SPLIT = {("published", 0.05): (82.5, 0.0), ("published", 0.5): (90.2, 0.0)}


def test_starts():
    assert 100 * right(W, B).mean() == pytest.approx(12.5, abs=0.06)  # right before any training
    assert 100 * (W < B).mean() == pytest.approx(49.9, abs=0.06)  # the ceiling of the published update


@pytest.mark.slow
@pytest.mark.parametrize("update, rate", TABLE)
def test_table(update, rate):
    percent, median = TABLE[update, rate]
    w, b = trained(update, rate, len(W))
    success = right(w, b)
    assert 100 * success.mean() == pytest.approx(percent, abs=0.06)
    if percent == 100:
        assert success.all()
    if median is not None:
        assert np.median(cost_and_slopes(w[success], b[success], DATA, MSE)[0]) == pytest.approx(median, rel=0.02)
    if update == "published":
        below, others = SPLIT[update, rate]
        assert 100 * success[W < B].mean() == pytest.approx(below, abs=0.06)
        assert 100 * success[W >= B].mean() == others
        assert np.abs((w - b) - (W - B)).max() <= 2.2e-11  # no step changes w − b


@pytest.mark.parametrize("update", UPDATES)
def test_table_with_2000_starts(update):
    share = TABLE[update, 0.05][0] / 100
    w, b = trained(update, 0.05, CHUNK)
    success = right(w, b)
    assert abs(success.mean() - share) <= 1.96 * np.sqrt(share * (1 - share) / CHUNK)  # 95 %; at 100 % it is all
    if update == "published":
        assert not success[W[:CHUNK] >= B[:CHUNK]].any()
        assert np.abs((w - b) - (W - B)[:CHUNK]).max() <= 2.2e-11
