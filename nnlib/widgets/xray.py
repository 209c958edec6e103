"""The gradient X-ray of notebook 07: what a classic mistake does to every entry of a gradient, and where it starts."""

import functools
import textwrap
from dataclasses import dataclass

import numpy as np

from nnlib.backprop import backward
from nnlib.costs import HALF_MSE
from nnlib.data import Dataset, half_adder, xor
from nnlib.gradcheck import beyond, numerical_gradients
from nnlib.mistakes import MISTAKES, applicable
from nnlib.network import forward, normal, random_network
from nnlib.plots.scenes import Frame, arrow
from nnlib.plots.xray import LAYERS, arrow_ends, cells, mark, table, xray_scene
from nnlib.widgets.explorer import Explorer, Slider, Toggle
from nnlib.widgets.words import power_of_ten, short

NETWORKS = ((2, 3, 1), (2, 2, 2, 2), (3, 3, 3, 2))
NONE = "none"
EVERY = 0  # the place of a mistake that stands in every layer where it fits
QUIZZES = 12
BY_NAME = {mistake.name: mistake for mistake in MISTAKES}


def gradient_xray():
    """The explorer. Controls: the network, the mistake and where it stands; a quiz that hides both; the answer."""
    names = [name for name in BY_NAME if any(name in _xrays(sizes) for sizes in NETWORKS)]
    controls = [
        Slider("sizes", "network", NETWORKS, (2, 2, 2, 2), _net),
        Slider("mistake", "mistake (or your guess)", (NONE, *names), "missing transpose"),
        Slider("where", "where (or your guess)", tuple(range(LAYERS + 1)), 2, _place),
        Slider("quiz", "quiz", tuple(range(QUIZZES + 1)), 0, lambda n: f"number {n}" if n else "off"),
        Toggle("reveal", "Reveal the wrong line, and what it does"),
    ]
    return Explorer("gradient X-ray", controls, xray_frame, xray_scene)


@dataclass(frozen=True, eq=False)
class Xray:
    """A coded gradient held against the measured one: a (n_in + 1, n_out) array for each layer, b beneath W.

    ratios: coded / measured; NaN where the two agree. words: what stands in the cells. coded: the numbers.
    """

    ratios: tuple
    words: tuple
    coded: tuple


def xray_frame(sizes, mistake, where, quiz, reveal):
    """What the X-ray shows of a network with this mistake; a `quiz` above 0 hides another, and this is the guess."""
    data, known = _data(sizes), _xrays(sizes)
    name, place = _quizzes(sizes)[quiz - 1] if quiz else (mistake, where)
    right = known[NONE][EVERY]
    xray = known.get(name, {}).get(place, right)
    status = _verdict(known, (name, place), (mistake, where), quiz, reveal) if quiz else _chosen(known, name, place)
    lines = sentence = ""
    if reveal and xray is right:
        sentence = "There is no wrong line to reveal."
    elif reveal:
        told = BY_NAME[name]
        lines, sentence = f"coded:  {told.coded}\nright:  {told.right}", told.sentence

    differ = [int((~np.isnan(ratios)).sum()) for ratios in xray.ratios]
    start = _start(xray.ratios)
    kind, look = reading(xray.ratios, len(data.X))
    tables = [table(l, words, l == start) for l, words in enumerate(xray.words, start=1)]
    artists = {
        **cells(xray.ratios),
        "mark": mark(start),
        "arrow": arrow(*arrow_ends(len(differ)), 0.16),
        **{f"layer {l}": tables[l - 1] if l <= len(tables) else "" for l in range(1, LAYERS + 1)},
        "status": status,
        "reading": f"{kind}\n{look}",
        "lines": lines,
        "sentence": textwrap.fill(sentence, 118),
    }
    counts = ", ".join(
        f"{n} of {ratios.size} in layer {l}" for l, (n, ratios) in enumerate(zip(differ, xray.ratios, strict=True), 1)
    )
    said = status.replace("?\n", "? ").replace("\n", ". ")
    begins = f" On the way back it starts in layer {start}." if start else ""
    caption = (
        f"{_net(sizes)} net, {data.name}, m = {len(data.X)}, half-MSE. {said}. Entries that differ: {counts}.{begins} "
        f"{kind} {look} {sentence} {lines}"
    )
    alt = (
        f"{len(differ)} tables side by side, one for each layer: the ratio coded / measured of every weight and, in "
        f"the last row, every bias. {f'A mark: it starts in layer {start}.' if start else 'No cell is shaded.'} "
        "An arrow beneath runs from the last layer to the first."
    )
    return Frame(artists, " ".join(caption.split()), alt)


def reading(ratios, m):
    """What the ratios say, in two sentences: what kind of mistake it is, and where to look.

    ratios: as in `Xray`. m: the number of examples, which is a telling ratio.
    """
    start = _start(ratios)
    if start is None:
        return "The ratio is 1 everywhere.", "The coded gradient is the measured one."
    wrong = np.concatenate([each[~np.isnan(each)] for each in ratios])
    finite = wrong[np.isfinite(wrong)]
    if len(finite) == len(wrong) and np.ptp(wrong) <= 1e-4 * abs(wrong[0]):
        telling = {-1: "a sign", 2: "a 2 too many", 0.5: "a ½ too many", m: "m, a sum for a mean",
                   1 / m: "1/m, one too many", 0: "a slope never computed"}  # fmt: skip
        meaning = next((words for value, words in telling.items() if abs(wrong[0] - value) < 1e-4), "a lost factor")
        kind = f"Where it differs, the ratio is always {_ratio(wrong[0])}: {meaning}."
    else:
        between = f", from {_ratio(finite.min())} to {_ratio(finite.max())}" if len(finite) else ""
        kind = f"The ratio varies{between}: think of x, g′ or a transpose."
    differs = [l for l, each in enumerate(ratios, start=1) if not np.isnan(each).all()]
    if all(np.isnan(ratios[l - 1][-1]).all() for l in differs):
        return kind, f"b agrees, so δ is right: look at the line of dW[{start}]."
    if all(np.isnan(ratios[l - 1][:-1]).all() for l in differs):
        return kind, f"W agrees, so δ is right: look at the line of db[{start}]."
    if start > 1 and differs == [start]:
        return kind, f"The layers before it agree, so δ is right: look at dW[{start}] and db[{start}]."
    either = {len(ratios): ", or at dW and db in every layer", 1: ", or at both dW[1] and db[1]"}.get(start, "")
    return kind, f"W and b differ: look at δ[{start}]{either}."


def _start(ratios):
    """The last layer that differs: on the way back it is the first."""
    return max((l for l, each in enumerate(ratios, start=1) if not np.isnan(each).all()), default=None)


def _chosen(known, name, place):
    if name == NONE:
        return "No mistake"
    if place in known.get(name, {}):
        return f"Mistake: {name}, in {_place(place)}"
    stands = " or ".join(str(l) for l in known.get(name, {}) if l != EVERY)
    return f"No {name} in {_place(place)}: here it can be {f'only in layer {stands}' if stands else 'in none'}"


def _verdict(known, truth, guess, quiz, reveal):
    said = f"{guess[0]}, in {_place(guess[1])}" if guess[0] != NONE else "no mistake"
    if not reveal:
        return f"Quiz {quiz}: what is wrong, and where?\nYour guess: {said}"
    guessed, hidden = known.get(guess[0], {}).get(guess[1]), known[truth[0]][truth[1]]
    same = guessed is not None and all(map(np.allclose, guessed.coded, hidden.coded))
    return f"Quiz {quiz}: {truth[0]}, in {_place(truth[1])}\nYour guess is {'right' if same else 'another'}: {said}"


@functools.lru_cache
def _data(sizes):
    if sizes == (3, 3, 3, 2):
        rng = np.random.default_rng(7)
        return Dataset("random numbers", rng.normal(size=(6, 3)), rng.uniform(size=(6, 2)))
    return xor() if sizes[-1] == 1 else half_adder()


@functools.lru_cache
def _xrays(sizes):
    """All X-rays of a network: name of the mistake -> where it stands, a layer or EVERY -> `Xray`."""
    data, network = _data(sizes), random_network(sizes, np.random.default_rng(5), draw_bias=normal(1))
    trace = forward(network, data.X)
    measured = numerical_gradients(network, data.X, data.y, HALF_MSE)
    known = {NONE: {EVERY: _xray(backward(network, trace, data.y, HALF_MSE), measured)}}
    for mistake, layers, coded in applicable(network, trace, data.y, HALF_MSE):
        places = known.setdefault(mistake.name, {})
        xray = _xray(coded, measured)
        places.setdefault(EVERY, xray)  # the first is the one in every layer where it fits
        if len(layers) == 1:
            places[layers[0]] = xray
    return known


@functools.lru_cache
def _quizzes(sizes):
    """(name, place) for each number of the quiz: different mistakes, in places of every kind."""
    known, rng = _xrays(sizes), np.random.default_rng(len(sizes))
    names = rng.permutation([name for name in known if name != NONE])[:QUIZZES]
    return [(str(name), int(rng.choice(sorted(known[name])))) for name in names]


def _xray(coded, measured):
    coded, measured = (
        tuple(np.vstack([layer.W, layer.b]) for layer in gradients.layers) for gradients in (coded, measured)
    )
    ratios, words = [], []
    for ours, theirs in zip(coded, measured, strict=True):
        zero = abs(theirs) <= 1e-9
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(zero, np.inf * ours, ours / theirs)
        ratio[beyond(ours, theirs) <= 0] = np.nan
        ratios.append(ratio)
        words.append(np.reshape([_word(*each) for each in zip(ratio.flat, zero.flat, strict=True)], ratio.shape))
    return Xray(tuple(ratios), tuple(words), coded)


def _word(ratio, zero):
    """What stands in a cell; nothing where coded and measured agree, unless both are 0."""
    if np.isnan(ratio):
        return "0/0" if zero else ""
    word = _ratio(ratio)
    return "≈1" if word == "1" else word


def _ratio(ratio):
    """A ratio in five characters at the most: three digits."""
    if np.isinf(ratio):
        return "∞" if ratio > 0 else "−∞"
    size = abs(ratio)
    if 0 < size < 0.005:
        return "≈0"
    if size >= 9999.5:
        return f"{'−' if ratio < 0 else ''}{power_of_ten(round(np.log10(size)))}"
    return short(ratio + 0.0, 2 if size < 9.995 else 1 if size < 99.95 else 0)


def _place(place):
    return "every layer" if place == EVERY else f"layer {place}"


def _net(sizes):
    return "-".join(map(str, sizes))
