"""The explorer of notebook 03: a weight and a bias, both slopes, and the published update that mixes them up."""

import functools

import numpy as np

from nnlib.costs import MSE
from nnlib.data import not_gate
from nnlib.descent import positions_at
from nnlib.functions import sigmoid
from nnlib.landscape import cost_and_slopes, landscape
from nnlib.plots.scenes import Frame, arrow
from nnlib.plots.two_slopes import HEAD, two_slopes_scene
from nnlib.published import summed_outer_product
from nnlib.widgets.explorer import Explorer, Slider, Toggle
from nnlib.widgets.words import count, fixed, short

STARTS = tuple(range(-12, 13))
RATES = (0.05, 0.5, 5.0)
EPOCHS = (0, 1, 2, 5, 10, 20, 50, 100, 200, 300, 500, 700, *range(1000, 12_001, 500))
GRID = np.linspace(-16, 16, 161)  # the right slopes never lead out of it
INPUTS = np.linspace(-0.35, 1.35, 101)
LONGEST = 3.2  # the longer of the two arrows, in units of the map
DATA = not_gate()


def two_slopes():
    """The explorer. Controls: w and b at the start, α, epochs; one toggle: the published update."""
    controls = [
        Slider("weight", "weight at the start", STARTS, 0, short),
        Slider("bias", "bias at the start", STARTS, 6, short),
        Slider("rate", "learning rate α", RATES, 0.05, short),
        Slider("epoch", "epochs", EPOCHS, 0, "{}".format, steps=True),
        Toggle("published", "The published update: one slope for both"),
    ]
    return Explorer("two slopes", controls, two_slopes_frame, _scene)


def two_slopes_frame(weight, bias, rate, epoch, published):
    """What the explorer shows after so many epochs from (weight, bias) at learning rate `rate`."""
    at = np.s_[: EPOCHS.index(epoch) + 1, :, STARTS.index(bias), STARTS.index(weight), RATES.index(rate)]
    visited = _runs(published)[at]
    w, b = map(float, visited[-1])
    C, *true = map(float, cost_and_slopes(w, b, DATA, MSE))
    used = map(float, summed_outer_product(w, b, DATA.X, DATA.y)) if published else true
    rounding = 1e-12 * abs(true[0])  # what may be left where the two examples cancel
    true, used = ([0.0 if abs(slope) < rounding else slope for slope in slopes] for slopes in (true, used))
    longer = max(map(abs, used))
    down = -np.array(used) / longer * LONGEST if longer > 0 else np.zeros(2)
    a = sigmoid(w * DATA.X + b).ravel()
    x, y = DATA.X.ravel(), DATA.y.ravel()
    answers, targets = np.column_stack([x, a]), np.column_stack([x, y])

    trail = np.full((len(EPOCHS), 2), np.nan)
    trail[: len(visited)] = visited
    gone = max(abs(w), abs(b)) > GRID[-1]  # to the right, always
    on_map = np.nan if gone else 1
    line = np.array([[[GRID[0], GRID[0] - weight + bias], [GRID[-1], GRID[-1] - weight + bias]]], float)
    w_next, b_next = w - rate * used[0], b - rate * used[1]
    following = f"w = {short(w_next, 4)}, b = {short(b_next, 4)}"
    if (fixed(w, 4), fixed(b, 4)) == (fixed(w_next, 4), fixed(b_next, 4)):
        following = "the same in four decimals"
    of_w, of_b = ("used for w", "used for b") if published else ("∂C/∂w", "∂C/∂b")
    measured = f"   (right: {short(true[0])} and {short(true[1])})" if published else ""
    artists = {
        "line": line if published else np.full((1, 2, 2), np.nan),
        "trail": trail,
        "step": on_map * arrow((w, b), (w + down[0], b + down[1]), HEAD),
        "arrow w": on_map * arrow((w, b), (w + down[0], b), HEAD),
        "arrow b": on_map * arrow((w, b), (w, b + down[1]), HEAD),
        "here": on_map * np.array([[w, b]]),
        "gone": f"off the map, at w = {short(w, 1)} ▶" if gone else "",
        "readout": f"w = {short(w, 2)},  b = {short(b, 2)},  C = {short(C)}\n"
        f"{of_w}: {short(used[0])},  {of_b}: {short(used[1])}{measured}\n"
        f"next:  {following}",
        "unit": np.column_stack([INPUTS, sigmoid(w * INPUTS + b)]),
        "errors": np.stack([targets, answers], axis=1),
        "targets": targets,
        "answers": answers,
    }
    learned = bool((np.abs(a - y) < 0.5).all())
    caption = (
        f"From w = {short(weight)}, b = {short(bias)} at α = {rate:g}, after {count(epoch, 'epoch')}: "
        f"w = {short(w, 4)}, b = {short(b, 4)}, cost {short(C)}. Answers: {a[0]:.2f} at x = 0 and {a[1]:.2f} at x = 1"
        f"{'; rounded, they are the targets' if learned else '; rounded, not yet the targets'}. "
    )
    if published:
        caption += f"Both moved by {short(w - weight)}: w − b is still {short(w - b, 3)}, the dashed line."
    else:
        caption += f"The slopes are {short(true[0])} in w and {short(true[1])} in b."
    caption += f" The next step leads to {following}."
    way = f"a path from ({short(weight)}, {short(bias)}) to" if epoch else "a dot at"
    alt = (
        f"A map of the cost over weight and bias, with {way} ({short(w, 2)}, {short(b, 2)})"
        f"{', on a dashed line of slope 1' if published else ''}; "
        f"{'that is off the map' if gone else 'arrows against both slopes'}. "
        "Beside it the sigmoid, its answers at 0 and 1, and the targets 1 and 0."
    )
    return Frame(artists, caption, alt)


@functools.lru_cache(maxsize=2)
def _runs(published):
    """(w, b) after EPOCHS for all positions of the sliders: (epochs, 2, biases, weights, rates)."""
    w, b, rates = np.meshgrid(STARTS, STARTS, RATES, indexing="xy")

    def slope(p):
        if published:
            return np.stack(summed_outer_product(*p, DATA.X, DATA.y))
        return np.stack(cost_and_slopes(*p, DATA, MSE)[1:])

    return positions_at(slope, np.stack([w, b]).astype(float), rates, EPOCHS)


def _scene(dpi):
    _runs(False), _runs(True)  # all that is slow, before the first slider moves
    shape = landscape(GRID, GRID, DATA, MSE)
    return two_slopes_scene(shape, np.linspace(0.025, 0.975, 20), INPUTS, dpi)
