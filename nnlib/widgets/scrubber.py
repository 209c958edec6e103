"""The epoch scrubber of notebook 06: 512 trainings on XOR, and what is inside each of them at every epoch."""

import functools

import numpy as np

from nnlib.backprop import backward
from nnlib.costs import CROSS_ENTROPY
from nnlib.data import xor
from nnlib.network import forward, random_network, select_run, stack_runs
from nnlib.plots import scrubber as scene
from nnlib.plots.scenes import Frame
from nnlib.training import train
from nnlib.widgets.explorer import Explorer, Slider
from nnlib.widgets.words import grouped, power_of_ten, short

RATES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
STARTS = tuple(range(1, 65))
EPOCHS = (
    *(0, 1, 2, 5, 10, 15, 20, 30, 50, 70, 100, 150, 200, 250, 300, 400, 500, 600, 700, 850, 1000, 1250, 1500, 1750),
    *(2000, 2500, 3000, 3500, 4000, 5000, 6000, 7000, 8000, 9000, 9999, 10_000),  # two in a row: some hop to and fro
)
# The least cost of a net that answers so many of the four patterns alike. Its best answer to them is the mean of
# their targets; as a share p of them has target 1, the cost is k/4 · −[p ln p + (1 − p) ln(1 − p)], p = ½, ⅔, ½.
LEVELS = {4: np.log(2), 3: 0.75 * np.log(3) - 0.5 * np.log(2), 2: 0.5 * np.log(2)}
DATA = xor()
ONES = DATA.y[:, 0] == 1
GRID = (np.arange(112) + 0.5) / 112 * np.ptp(scene.SQUARE) + scene.SQUARE[0]  # two pixels of the live picture each
INPUTS = np.stack(np.meshgrid(GRID, GRID), axis=-1).reshape(-1, 2)


def scrubber():
    """The explorer. Controls: α, the number of the start, and the epoch."""
    controls = [
        Slider("rate", "learning rate α", RATES, 1.0, short),
        Slider("start", "start", STARTS, 1, str),
        Slider("epoch", "epoch", EPOCHS, 10_000, grouped, steps=True),
    ]
    return Explorer("epoch scrubber", controls, scrubber_frame, _scene)


def scrubber_frame(rate, start, epoch):
    """What the scrubber shows of the training from that start at that learning rate, at that epoch."""
    history, right = trainings()
    at, column, row = EPOCHS.index(epoch), RATES.index(rate), start - 1
    network = select_run(history.snapshots[at], column * len(STARTS) + row)
    trace = forward(network, DATA.X)
    slopes = backward(network, trace, DATA.y, CROSS_ENTROPY).layers
    outputs = trace.a[-1].ravel()
    costs = history.cost.reshape(len(EPOCHS), len(RATES), len(STARTS))[:, column]
    C = float(costs[at, row])
    delta = np.concatenate([np.abs(layer.delta).mean(axis=0) for layer in slopes])
    place = np.array([[epoch, min(C, scene.HIGHEST)]], float)
    artists = {
        **scene.bars(right[at]),
        "chosen": scene.frame_around(column, start),
        "counts": "".join(f"{count:^3}" for count in (right[at] == 4).sum(axis=1)),
        "answers": scene.shades(forward(network, INPUTS).a[-1].reshape(len(GRID), len(GRID))),
        **{f"output {x1:g}{x2:g}": _answer(a) for (x1, x2), a in zip(DATA.X, outputs, strict=True)},
        "ones": DATA.X[ONES],
        "zeros": DATA.X[~ONES],
        **scene.half_cube(network.layers[1].W[:, 0], network.layers[1].b[0]),
        **scene.marks_in_cube(trace.a[1], ONES, outputs > 0.5),
        **scene.weights_on_wires(_one_row(network.layers)),
        "slopes": scene.bars_beside_wires(_one_row(slopes)),
        **{f"δ {unit}": _size(each) for unit, each in zip(("h₁", "h₂", "h₃", "a"), delta, strict=True)},
        "others": _lines(costs),
        "cursor": np.array([[[epoch, 0], [epoch, scene.HIGHEST]]], float),
        "run": np.column_stack([EPOCHS, costs[:, row]]),
        "now": np.where(C <= scene.HIGHEST, place, np.nan),
        "above": np.where(C > scene.HIGHEST, place, np.nan),
        "height": f"▲ at {C:.3g}" if C > scene.HIGHEST else "",
    }
    learned = right[at] == 4
    answered = ", ".join(map(_answer, outputs))
    verdict = "this is XOR" if learned[column, row] else f"{right[at, column, row]} of 4 are right"
    if np.abs(outputs - DATA.y[:, 0]).max() > 0.4:
        verdict = f"rounded, {verdict}"
    caption = (
        f"α = {short(rate)}, start {start}, epoch {grouped(epoch)}: the cost is {short(C)}{_plateau(C, outputs)}. "
        f"The answers to 00, 01, 10 and 11 are {answered}: {verdict}. "
        f"At this α and epoch {learned[column].sum()} of the {len(STARTS)} starts have learned it."
    )
    if np.isnan(artists["plane"]).all():
        cut = f"no plane crosses the cube: the answer is {'above' if outputs[0] > 0.5 else 'below'} ½ everywhere"
    else:
        cut = f"a plane {'parts' if learned[column, row] else 'does not part'} target 1 from target 0"
    alt = (
        f"A map of {len(STARTS)} starts by {len(RATES)} learning rates; {learned.sum()} of its cells are dark. "
        f"The net's answers over the square of inputs. The cube of its three hidden activations, with "
        f"{_places(trace.a[1])}; {cut}. The net with its weights and slopes. The costs of all starts at this learning "
        f"rate over the epochs; this one stands at {short(C)}{', above the picture' if C > scene.HIGHEST else ''}."
    )
    return Frame(artists, caption, alt)


def _plateau(C, outputs):
    """What a cost close to a plateau, or above all of them, says about the answers.

    Any run passes these costs on its way down, so the answers have to be those of the plateau too.
    """
    targets = DATA.y[:, 0]
    errors = np.abs(outputs - targets)
    off = errors > 0.1
    merged = int(off.sum())
    if merged in LEVELS and abs(C - LEVELS[merged]) < 0.005 and errors.max() >= 0.5:
        if np.ptp(outputs[off]) < 0.12 and abs(outputs[off].mean() - targets[off].mean()) < 0.06:
            return f", about the {LEVELS[merged]:.3f} that is best with {merged} patterns merged"
    return f", above the {LEVELS[4]:.3f} of answering ½ to everything" if C > LEVELS[4] else ""


def _answer(a):
    """Three decimals; four where three would not say on which side of ½ it is."""
    return f"{a:.3f}" if f"{a:.3f}" != "0.500" else f"{a:.4f}"


def _size(delta):
    """Four decimals, and below 0.001 two digits and a power of ten."""
    if delta >= 0.001 or delta == 0:
        return f"{delta:.4f}"
    digits, power = f"{delta:.1e}".split("e")
    return f"{digits}·{power_of_ten(int(power))}"


def _places(hidden):
    """Where the patterns lie, hidden (4, 3): those that lie together are named together."""
    together = {}
    for (x1, x2), a in zip(DATA.X, hidden, strict=True):
        together.setdefault(", ".join(f"{each:.1f}" for each in a), []).append(f"({x1:g}, {x2:g})")
    return "; ".join(f"{_listed(patterns)} at ({place})" for place, patterns in together.items())


def _listed(names):
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _one_row(layers):
    """Their W, all in one row."""
    return np.concatenate([layer.W.ravel() for layer in layers])


def _lines(costs):
    """The costs (n, starts) over the epochs as one line with gaps, (starts (n + 1), 2)."""
    x = np.tile([*EPOCHS, np.nan], costs.shape[1])
    return np.column_stack([x, np.vstack([costs, np.full(costs.shape[1], np.nan)]).T.ravel()])


@functools.lru_cache(maxsize=1)
def trainings():
    """All trainings: a `History` of 512 runs, and how many patterns are right when rounded, (epochs, rates, starts).

    The first 64 runs are those at the first learning rate, and the next begin from the same 64 starts.
    """
    starts = random_network(scene.SIZES, np.random.default_rng(0), runs=len(STARTS))
    networks = stack_runs([select_run(starts, run) for _ in RATES for run in range(len(STARTS))])
    rates = np.repeat(RATES, len(STARTS))
    record = {"epochs": EPOCHS[-1], "record_at": EPOCHS, "record_weights": True}
    history = train(networks, DATA, CROSS_ENTROPY, learning_rate=rates, **record)
    outputs = np.stack([forward(network, DATA.X).a[-1] for network in history.snapshots])
    right = (np.round(outputs) == DATA.y[..., None]).sum(axis=(1, 2))
    return history, right.reshape(len(EPOCHS), len(RATES), len(STARTS))


def _scene(dpi):
    trainings()  # all that is slow, before the first slider moves
    return scene.scrubber_scene(RATES, len(STARTS), EPOCHS[-1], LEVELS, dpi)
