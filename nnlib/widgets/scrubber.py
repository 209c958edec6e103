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
from nnlib.widgets.words import grouped, short

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
        **{f"output {x1:g}{x2:g}": f"{a:.3f}" for (x1, x2), a in zip(DATA.X, outputs, strict=True)},
        "ones": DATA.X[ONES],
        "zeros": DATA.X[~ONES],
        **scene.half_cube(network.layers[1].W[:, 0], network.layers[1].b[0]),
        "hidden ones": scene.in_cube(trace.a[1][ONES]),
        "hidden zeros": scene.in_cube(trace.a[1][~ONES]),
        **scene.weights_on_wires(_one_row(network.layers)),
        "slopes": scene.bars_beside_wires(_one_row(slopes)),
        **{f"δ {unit}": f"{size:.4f}" for unit, size in zip(("h₁", "h₂", "h₃", "a"), delta, strict=True)},
        "others": _lines(costs),
        "cursor": np.array([[[epoch, 0], [epoch, scene.HIGHEST]]], float),
        "run": np.column_stack([EPOCHS, costs[:, row]]),
        "now": np.where(C <= scene.HIGHEST, place, np.nan),
        "above": np.where(C > scene.HIGHEST, place, np.nan),
    }
    learned = right[at] == 4
    answered = ", ".join(f"{a:.3f}" for a in outputs)
    verdict = "this is XOR" if learned[column, row] else f"rounded, {right[at, column, row]} of 4 are right"
    caption = (
        f"α = {short(rate)}, start {start}, epoch {grouped(epoch)}: the cost is {short(C)}{_plateau(C)}. "
        f"The answers to 00, 01, 10 and 11 are {answered}: {verdict}. "
        f"At this α and epoch {learned[column].sum()} of the {len(STARTS)} starts have learned it."
    )
    alt = (
        f"A map of {len(STARTS)} starts by {len(RATES)} learning rates; {learned.sum()} of its cells are full. "
        f"The net's answers over the square of inputs. The cube of its three hidden activations, where a plane "
        f"{'parts' if learned[column, row] else 'does not part'} the patterns with target 1 from those with target 0. "
        "The net with its weights and slopes. The costs of all starts at this learning rate over the epochs."
    )
    return Frame(artists, caption, alt)


def _plateau(C):
    """What a cost close to a plateau, or above all of them, says about the answers."""
    for merged, level in LEVELS.items():
        if abs(C - level) < 0.005:
            return f", about the {level:.3f} that is best with {merged} patterns merged"
    return f", above the {LEVELS[4]:.3f} of answering ½ to everything" if C > LEVELS[4] else ""


def _one_row(layers):
    """Their W, all in one row."""
    return np.concatenate([layer.W.ravel() for layer in layers])


def _lines(costs):
    """The costs (n, starts) over every second epoch as one line with gaps, (starts (n / 2 + 1), 2)."""
    x = np.tile([*EPOCHS[::2], np.nan], costs.shape[1])
    return np.column_stack([x, np.vstack([costs[::2], np.full(costs.shape[1], np.nan)]).T.ravel()])


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
