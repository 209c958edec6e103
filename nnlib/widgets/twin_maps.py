"""The explorer of notebook 04: one start on two surfaces, and thirteen powers of ten of time."""

import functools

import numpy as np

from nnlib.costs import CROSS_ENTROPY, MSE
from nnlib.data import not_gate
from nnlib.functions import sigmoid
from nnlib.landscape import cost_and_slopes, flow, flow_path, landscape
from nnlib.plots.scenes import Frame
from nnlib.plots.twin_maps import twin_maps_scene
from nnlib.widgets.explorer import Explorer, Slider
from nnlib.widgets.words import grouped, power_of_ten, short

STARTS = tuple(range(-14, 15))
EXPONENTS = tuple(k / 4 for k in range(53))  # time runs from 1 to 10¹³, four positions to a power of ten
GRID = np.linspace(-15, 15, 157)
COSTS = {"left": MSE, "right": CROSS_ENTROPY}
NAMES = {"left": "Squared error (MSE)", "right": "Cross-entropy"}
DATA = not_gate()


def twin_maps():
    """The explorer. Controls: w and b at the start, and the time, from 1 to 10¹³, each position 1.8 times the last."""
    return Explorer("twin maps", controls(), twin_maps_frame, _scene)


def controls():
    """The sliders that both explorers of this start and this time have."""
    return [
        Slider("weight", "weight at the start", STARTS, 8, short),
        Slider("bias", "bias at the start", STARTS, 4, short),
        Slider("exponent", "time = α × epochs", EXPONENTS, 3.0, format_time, steps=True),
    ]


def format_time(exponent):
    """Ten to that power, in words: 1, 178, 5 623, 10⁶, 5.6·10⁶."""
    time = 10**exponent
    if time < 10_000:
        return f"{time:.3g}" if time < 1000 else grouped(round(time))
    digits = 10 ** (exponent % 1)
    power = power_of_ten(int(exponent // 1))
    return power if exponent == int(exponent) else f"{digits:.1f}·{power}"


def twin_maps_frame(weight, bias, exponent):
    """What the maps show after a time of 10^exponent, with both balls started at (weight, bias)."""
    artists, caption = {}, f"From w = {short(weight)}, b = {short(bias)}, after a time of {format_time(exponent)}. "
    for side, cost in COSTS.items():
        trail, ball, learned = rolled(side, weight, bias, exponent)
        w, b = ball
        C, *slopes = map(float, cost_and_slopes(w, b, DATA, cost))
        a = sigmoid(w * DATA.X + b).ravel()
        outside = max(abs(w), abs(b)) > GRID[-1]
        nothing = np.full((1, 2), np.nan)
        artists |= {
            f"{side} trail": trail,
            f"{side} start": trail[:1],
            f"{side} ball": nothing if outside else ball[np.newaxis],
            f"{side} edge": np.clip(left_at(trail), -14.3, 14.3) if outside else nothing,  # the whole cross is seen
            f"{side} readout": f"C = {short(C)}\nsteepness {short(np.hypot(*slopes))}\n"
            f"answer to 0: {a[0]:.3f},  to 1: {a[1]:.3f}{',  learned' if learned else ''}",
        }
        caption += (
            f"{NAMES[side]}: the cost is {short(C)} and the ball is {'off the map, ' if outside else ''}at "
            f"w = {short(w, 2)}, b = {short(b, 2)}; the steepness there is "
            f"{short(np.hypot(*slopes))}{', and the task is learned' if learned else ''}. "
        )
    alt = (
        "Two maps of weight and bias with arrows that point downhill. On the left, for the squared error, two wide "
        "flat regions; on the right, for the cross-entropy, a slope everywhere. On each a ball has left the same start "
        f"({short(weight)}, {short(bias)}) and rolled for a time of {format_time(exponent)}."
    )
    return Frame(artists, caption.strip().replace(" = ", "\u00a0=\u00a0"), alt)  # no line breaks at them


def rolled(side, weight, bias, exponent):
    """A ball's trail (t, 2), its place (2,) and whether it has learned the task, after a time of 10^exponent."""
    here = np.s_[..., STARTS.index(bias), STARTS.index(weight)]
    positions, (way, times) = _flows(side)
    ball = positions[here][EXPONENTS.index(exponent)]
    trail = np.where(times[here][:, None] <= 10**exponent, way[here], ball)  # up to the ball, and then waiting
    return trail, ball, bool(ball[1] > 0 > ball.sum())  # the answer to 0 is above one half, that to 1 below


def left_at(trail):
    """The last place of a trail (t, 2) that is still on the map, (1, 2)."""
    return trail[np.abs(trail).max(axis=1) <= GRID[-1]][-1:]


@functools.lru_cache(maxsize=2)
def _flows(side):
    """(w, b) from all starts of the sliders, at all times (times, 2, biases, weights); and the ways there."""
    w, b = np.meshgrid(STARTS, STARTS)
    way, times = flow_path(w, b, DATA, COSTS[side], strides=600, stride=0.1)  # far enough to leave the map
    return flow(w, b, DATA, COSTS[side], 10.0 ** np.array(EXPONENTS), stride=0.1), (way[::3], times[::3])


def _scene(dpi, narrow=False):
    for side in COSTS:  # all that is slow, before the first slider moves
        _flows(side)
    shapes = [landscape(GRID, GRID, DATA, cost) for cost in COSTS.values()]
    levels = np.linspace(0.025, 0.975, 20), np.linspace(0, 15, 21)
    return twin_maps_scene(shapes, levels, list(NAMES.values()), dpi, narrow)
