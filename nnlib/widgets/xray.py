"""The gradient X-ray of notebook 07: what a classic mistake does to every entry of a gradient, and where it starts."""

import functools
import textwrap
from dataclasses import dataclass

import numpy as np

from nnlib.backprop import backward
from nnlib.costs import HALF_MSE
from nnlib.data import Dataset, half_adder, xor
from nnlib.gradcheck import ABSOLUTE, beyond, numerical_gradients
from nnlib.mistakes import MISTAKES, applicable
from nnlib.network import forward, normal, random_network
from nnlib.plots.scenes import Frame, arrow
from nnlib.plots.xray import LAYERS, arrow_ends, cells, mark, table, xray_scene
from nnlib.widgets.explorer import Explorer, Slider, Toggle
from nnlib.widgets.words import power_of_ten

NETWORKS = ((2, 3, 1), (2, 2, 2, 2), (3, 3, 3, 2))
NONE = "none"
EVERY = 0  # the place of a mistake that stands in every layer where it fits
QUIZZES = 12
FIRST_QUIZZES = {  # from easy to hard, each with a symptom of its own
    (2, 2, 2, 2): (("1/m forgotten", EVERY), ("no x", 3), ("g′ at a", EVERY), ("missing transpose", 1)),
}
ASK = "Is the ratio constant? Where does it start, on the way back? Does b agree there?"
PREDICT = "Which line is wrong? Predict it, then reveal."
COMPARE = "Turn the quiz off to see the table of your guess."
TOGETHER = ("[i, j]", "[j, i]", "layer l", "row to row", "near 1")  # where no line of a sentence is broken
BY_NAME = {mistake.name: mistake for mistake in MISTAKES}


def gradient_xray():
    """The explorer. Controls: the network, the mistake and where it stands; a quiz that hides both; the answer."""
    names = [name for name in BY_NAME if any(name in _xrays(sizes) for sizes in NETWORKS)]
    controls = [
        Slider("sizes", "network", NETWORKS, (2, 2, 2, 2), _net),
        Slider("mistake", "mistake, or guess", (NONE, *names), "missing transpose"),
        Slider("where", "where, or guess", tuple(range(LAYERS + 1)), EVERY, _place),
        Slider("quiz", "quiz", tuple(range(QUIZZES + 1)), 0, lambda n: f"number {n}" if n else "off"),
        Toggle("reveal", "Reveal the wrong line, and what it does", cleared_by="quiz"),
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
    right, guess = known[NONE][EVERY], (mistake, where)
    name, place = _quizzes(sizes)[quiz - 1] if quiz else guess
    xray = known.get(name, {}).get(place, right)
    what, meaning, look = reading(xray.ratios, len(data.X))
    start, read = _start(xray.ratios), f"{what}{meaning}\n{look}"
    lines = sentence = ""
    if not quiz:
        status = _chosen(known, *guess)
    elif reveal:
        is_right, status = _verdict(known, (name, place), guess, quiz)
        read += "" if is_right else f"\n{COMPARE}"
    else:
        status = f"Quiz {quiz}: what is wrong, and where?\nYour guess: {_named(*guess)}"
        start, read = None, f"{ASK}\n{PREDICT}"
    if reveal and xray is right:
        sentence = "There is no wrong line to reveal."
    elif reveal:
        told = BY_NAME[name]
        lines, sentence = f"coded:  {told.coded}\nright:  {told.right}", told.sentence

    tables = [table(l, words, l == start) for l, words in enumerate(xray.words, start=1)]
    artists = {
        **cells(xray.ratios),
        "mark": mark(start),
        "arrow": arrow(*arrow_ends(len(tables)), 0.16),
        **{f"layer {l}": tables[l - 1] if l <= len(tables) else "" for l in range(1, LAYERS + 1)},
        "status": status,
        "reading": read,
        "lines": lines,
        "sentence": _wrapped(sentence),
    }
    differ = [f"{(~np.isnan(each)).sum()} of {each.size} in layer {l}" for l, each in _wrong(xray.ratios).items()]
    caption = [
        f"{_net(sizes)} net, {data.name}, m = {len(data.X)}, half-MSE.",
        status.replace("?\n", "? ").replace("\n", ". ") + ".",
        f"Entries that differ: {', '.join(differ)}." if differ else "",
        f"On the way back it starts in layer {start}." if start else "",
        *(read, sentence, lines.replace("\n", "; ")),
    ]
    alt = [
        f"{len(tables)} tables side by side, one for each layer: coded / measured of every weight and, in the last "
        "row, of every bias.",
        *(f"Layer {l}: {_spoken(words)}." for l, words in enumerate(xray.words, start=1)),
        f"A mark: it starts in layer {start}." if start else "",
        "An arrow beneath runs from the last layer to the first.",
    ]
    return Frame(artists, *(" ".join(" ".join(each).split()) for each in (caption, alt)))


def reading(ratios, m):
    """What the ratios say: what they are like, what that means, and where to look.

    ratios: as in `Xray`. m: the number of examples, which is a telling ratio. The first two are one sentence.
    """
    start = _start(ratios)
    if start is None:
        return "The ratio is 1 everywhere", ".", "The coded gradient is the measured one."
    wrong = np.concatenate([each[~np.isnan(each)] for each in ratios])
    finite = wrong[np.isfinite(wrong)]
    if len(finite) == len(wrong) and np.ptp(wrong) <= 1e-4 * abs(wrong[0]):
        telling = {-1: "a sign", 2: "a 2 too many", 0.5: "a ½ too many", m: "m, a sum for a mean",
                   1 / m: "1/m, one too many", 0: "a slope never computed"}  # fmt: skip
        meaning = next((words for value, words in telling.items() if abs(wrong[0] - value) < 1e-4), "a lost factor")
        kind = f"Where it differs, the ratio is always {_ratio(wrong[0])}", f": {meaning}."
    else:
        between = f", from {_ratio(finite.min())} to {_ratio(finite.max())}" if len(finite) else ""
        kind = f"The ratio varies{between}", ": something that varies is missing or was replaced."
    differs = _wrong(ratios)
    if all(np.isnan(each[-1]).all() for each in differs.values()):
        return *kind, f"b agrees, so δ is right: look at the line of dW[{start}]."
    if all(np.isnan(each[:-1]).all() for each in differs.values()):
        return *kind, f"W agrees, so δ is right: look at the line of db[{start}]."
    if start > 1 and list(differs) == [start]:
        return *kind, f"The layers before it agree, so δ is right: look at the lines of dW[{start}] and db[{start}]."
    either = {len(ratios): ", or at dW and db in every layer", 1: ", or at both dW[1] and db[1]"}.get(start, "")
    return *kind, f"W and b differ: look at the line of δ[{start}]{either}."


def _wrong(ratios):
    """The layers that differ, numbered from 1: l -> its ratios."""
    return {l: each for l, each in enumerate(ratios, start=1) if not np.isnan(each).all()}


def _start(ratios):
    """The last layer that differs: on the way back it is the first."""
    return max(_wrong(ratios), default=None)


def _chosen(known, name, place):
    if name == NONE:
        return "No mistake"
    if place in known.get(name, {}):
        return f"Mistake: {name}, {_where(known, name, place)}"
    if name not in known:
        return f"Not in this net: {name} does not fit, or changes nothing"
    return f"Not {_place(place)}: {name} can only be {_where(known, name, EVERY, 'or')}"


def _verdict(known, truth, guess, quiz):
    """Whether the guess is right, judged by its numbers, and what the picture says of it."""
    guessed, hidden = known.get(guess[0], {}).get(guess[1]), known[truth[0]][truth[1]]
    is_right = guessed is not None and all(
        (beyond(*pair) <= 0).all() for pair in zip(guessed.coded, hidden.coded, strict=True)
    )
    if is_right:
        verdict = "Your guess is right"
    else:
        verdict = "Right mistake, wrong place" if guess[0] == truth[0] else "Not your guess"
    return is_right, f"Quiz {quiz}: {truth[0]}, {_where(known, *truth)}\n{verdict}: {_named(*guess)}"


def _where(known, name, place, joined="and"):
    """The layers in words. EVERY: those where the mistake fits in this network."""
    *others, last = [str(l) for l in known[name] if l != EVERY] if place == EVERY else [str(place)]
    return f"in layers {', '.join(others)} {joined} {last}" if others else f"in layer {last}"


def _named(name, place):
    return "no mistake" if name == NONE else f"{name}, {_place(place)}"


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
    known, rng = _xrays(sizes), np.random.default_rng(sizes)
    first = FIRST_QUIZZES.get(sizes, ())
    names = rng.permutation([name for name in known if name not in (NONE, *dict(first))])
    return [*first, *((str(name), int(rng.choice(sorted(known[name])))) for name in names)][:QUIZZES]


def _xray(coded, measured):
    coded, measured = (
        tuple(np.vstack([layer.W, layer.b]) for layer in gradients.layers) for gradients in (coded, measured)
    )
    ratios, words = [], []
    for ours, theirs in zip(coded, measured, strict=True):
        zero = abs(theirs) <= ABSOLUTE
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
    return _ratio(ratio)


def _ratio(ratio):
    """A ratio in five characters at the most: a whole number, or three digits."""
    if np.isinf(ratio):
        return "∞" if ratio > 0 else "−∞"
    size, nearest = abs(ratio), round(ratio)
    if abs(ratio - nearest) < 0.005 and nearest in (0, 1) and ratio:
        return f"≈{nearest}.0"
    if size >= 9999.5:
        return f"{'−' if ratio < 0 else ''}{power_of_ten(round(np.log10(size)))}"
    if abs(ratio - nearest) < 1e-5:
        return f"{nearest}".replace("-", "−")
    return f"{ratio:.{2 if size < 9.995 else 1 if size < 99.95 else 0}f}".replace("-", "−")


def _spoken(words):
    """A table row by row, in words."""
    if not any(words.flat):
        return "all agree"
    return "; ".join(", ".join(word or "agrees" for word in row) for row in words)


def _wrapped(sentence):
    """In lines as wide as the picture."""
    for words in TOGETHER:
        sentence = sentence.replace(words, words.replace(" ", "\u00a0"))
    return textwrap.fill(sentence, 126).replace("\u00a0", " ")


def _place(place):
    return "wherever it fits" if place == EVERY else f"in layer {place}"


def _net(sizes):
    return "-".join(map(str, sizes))
