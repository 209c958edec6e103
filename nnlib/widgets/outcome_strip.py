"""The outcome strip of notebook 01: where a walk down x⁴ − 3x³ + 2 ends, from any start, at any learning rate."""

import functools

import numpy as np

from nnlib.curves import QUARTIC
from nnlib.descent import CONVERGED, DIVERGED, OUTCOMES, STALLED, STEP_LIMIT, descend, descend_many
from nnlib.plots.outcome_strip import HEIGHTS, SHOWN_STEPS, SPAN, outcome_strip_scene
from nnlib.plots.scenes import Frame, line_piece
from nnlib.widgets.explorer import Explorer, Slider, Toggle
from nnlib.widgets.words import count, fixed, grouped, in_product, short

MINIMUM = 9 / 4
STARTS = tuple(round(-2 + 0.05 * k, 2) for k in range(121))  # −2 … 4
# thirty a decade from 0.001, and 1/28: there the first step from 4 lands on 0 exactly
RATES = tuple(sorted([*(float(f"{10 ** (-3 + k / 30):.3g}") for k in range(68)), 1 / 28]))
END = -1  # the last position of the step slider: the end of the walk
STEPS = (*range(SHOWN_STEPS + 1), END)
WALK = {"tolerance": 1e-3, "max_steps": 2000}  # the same for the walk and for the map

_ENDINGS = {
    CONVERGED: "reaches the minimum 9/4",
    STALLED: "stalls: the slope has all but vanished, and there is no minimum here",
    DIVERGED: "runs away: every step is longer than the one before, until the numbers overflow",
}
_STOPS = {
    CONVERGED: "Here the walk stops.",
    STALLED: "Here the walk stops.",
    DIVERGED: "The numbers of the next step are too large to calculate with.",
    STEP_LIMIT: "Still walking.",
}


def outcome_strip():
    """The explorer. Controls: x₀, α, the step; "predict first" hides the map and the ending."""
    controls = [
        Slider("start", "starting point x₀", STARTS, 4.0, lambda x: fixed(x, 2)),
        Slider("rate", "learning rate α", RATES, 0.01, format_rate),
        Slider("step", "steps taken", STEPS, 2, lambda k: "to the end" if k == END else str(k), steps=True),
        Toggle("predict", "Predict first: hide the map and the ending"),
    ]
    return Explorer("outcome strip", controls, outcome_frame, _scene)


def format_rate(rate):
    """A learning rate in words: 0.01, and 1/28 = 0.0357 by its name."""
    return "1/28 = 0.0357" if rate == 1 / 28 else f"{rate:.3g}"


def outcome_frame(start, rate, step, predict):
    """What the strip shows for a walk from `start` at learning rate `rate`, after `step` steps (END for all)."""
    path = _path(start, rate)
    last = path.steps if step == END else min(step, path.steps)
    x = float(path.x[last])
    slope = float(QUARTIC.slope(x))
    ended = last == path.steps
    # after the last step there is no next one: the walk has stopped, or the next position is no number
    x_next = np.nan if ended else float(path.x[last + 1])

    shown = np.full(SHOWN_STEPS + 1, np.nan)
    positions = path.x[: min(last, SHOWN_STEPS - 1) + 1]
    shown[: len(positions)] = positions
    if last >= SHOWN_STEPS:
        shown[-1] = x
    gone = (shown < SPAN[0]) | (shown > SPAN[1])
    walk = _on_curve(shown)
    hops = np.stack([walk[:-1], walk[1:]], axis=1)  # one that leaves the picture ends at its side
    hops[gone[:-1] & gone[1:]] = np.nan
    walk[gone] = np.nan
    side = "left" if x < SPAN[0] else "right" if x > SPAN[1] else None
    here = _on_curve(np.array([np.nan if side else x]))
    x_drawn, y = here[0]  # NaN outside the picture, and so is all that is drawn from it

    hidden = predict and not ended
    readout = f"step {grouped(last)}:   x = {short(x)},   f′(x) = {short(slope)}\n"
    if ended:
        readout += _STOPS[path.outcome]
    else:
        times = in_product(short(slope))
        alpha = "1/28" if rate == 1 / 28 else f"{rate:.3g}"  # rounded, it would not lead to 0
        readout += f"next:   x − α·f′(x) = {short(x, 5)} − {alpha} × {times} ≈ {short(x_next)}"
    caption = (
        f"From x₀ = {fixed(start, 2)} at α = {format_rate(rate)}, after {count(last, 'step')} the walk is at "
        f"x = {short(x)}, where the slope is {short(slope)}. "
    )
    if hidden:
        caption += (
            "Predict: does it reach 9/4, stall at 0, run away, or none of these within "
            f"{count(WALK['max_steps'], 'step')}? Then press play, or move on to the end."
        )
    else:
        caption += f"{_ending(path)}."
    alt = (
        f"Above, the curve x⁴ − 3x³ + 2 with a walk from {fixed(start, 2)}, now "
        f"{'outside the picture, ' if side else ''}at {short(x)}. Below, a map of every start and learning rate, "
        f"{'hidden until the walk has ended' if hidden else 'coloured by how the walk ends'}."
    )
    question = "Predict first. The map appears at the end of the walk." if hidden else ""
    artists = {
        "stem": np.array([[[start, HEIGHTS[0]], [start, QUARTIC.value(start)]]]),
        "tangent": line_piece(x_drawn, y, slope, length=1.8, steep=20),
        "hops": hops,
        "walk": walk,
        "step": np.array([[[x_drawn, y], [np.clip(x_next, *SPAN), y]]]),
        "here": here,
        "gone left": f"◀ x = {short(x, 1)}" if side == "left" else "",
        "gone right": f"x = {short(x, 1)} ▶" if side == "right" else "",
        "readout": readout,
        "cover": np.array([[[0.96, 0.97, 0.98, 1.0]]]) if hidden else np.full((1, 1, 4), np.nan),
        "question above": question if rate < 0.01 else "",
        "question below": question if rate >= 0.01 else "",
        "cross": np.array([[[start, RATES[0]], [start, RATES[0] * 1.35]], [[SPAN[0], rate], [SPAN[0] + 0.12, rate]]]),
        "chosen": np.array([[start, rate]]),
    }
    return Frame(artists, caption, alt)


@functools.lru_cache(maxsize=256)
def _path(start, rate):
    return descend(QUARTIC.slope, start, rate, **WALK)


@functools.lru_cache(maxsize=1)
def _map():
    starts = np.linspace(*SPAN, 330)
    rates = np.geomspace(RATES[0], RATES[-1], 200)
    return starts, rates, descend_many(QUARTIC.slope, starts, rates[:, None], **WALK).outcome


def _scene(dpi, narrow=False):
    x = np.linspace(*SPAN, 400)
    labels = [
        (2.6, 0.006, "reaches 9/4"),
        (-1.1, 0.016, "stalls at 0"),
        (3.35 if narrow else 3.62, 0.132, "runs away"),
        (-1.1, 0.0016, "still walking"),
        (1.4, 0.132, "never settles"),
    ]
    minimum = (MINIMUM, QUARTIC.value(MINIMUM))
    return outcome_strip_scene(x, QUARTIC.value(x), minimum, *_map(), OUTCOMES, labels, dpi, narrow)


def _ending(path):
    if path.outcome == STEP_LIMIT:
        return f"After {count(path.steps, 'step')} it is still walking, at x = {short(path.final)}"
    words = f"In the end it {_ENDINGS[path.outcome]}"
    if path.outcome == CONVERGED:
        return f"{words}, after {count(path.steps, 'step')}"
    if path.outcome == STALLED:
        return f"{words} (x = {short(path.final)}, after {count(path.steps, 'step')})"
    return words


def _on_curve(x):
    """The points (n, 2) of the curve at x (n,); those outside the picture are moved to its sides."""
    x = np.clip(x, *SPAN)
    return np.column_stack([x, QUARTIC.value(x)])
