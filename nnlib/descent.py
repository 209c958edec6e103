"""Going downhill, on any function."""

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib._checks import (
    as_callable,
    as_choice,
    as_count,
    as_floats,
    as_functions,
    as_instance,
    as_number,
    as_sequence,
    got,
    place,
)

CONVERGED = "converged"  # the slope has vanished, and its sign changes from − to + around here: a minimum
STALLED = "stalled"  # it has stopped, but there is no such change nearby
DIVERGED = "diverged"  # the numbers have left the range of floats
STEP_LIMIT = "step limit"  # still walking
OUTCOMES = (CONVERGED, STALLED, DIVERGED, STEP_LIMIT)


@dataclass(frozen=True)
class Rule:
    """How a slope becomes a step.

    `init(parameter)` gives the rule's state for one array, or None.
    `step(state, slope, learning_rate)` gives (what to add to the parameter, the next state); it changes neither.
    Both work entry by entry: training hands over all parameters of a network as one array, with runs on its last axis.
    Both are module-level functions, or partials of such, so that a rule can be sent to another process.
    Raises TypeError if they are no functions.
    """

    name: str
    init: Callable
    step: Callable

    def __post_init__(self):
        as_functions(self, "init", "step")


def one_step(rule, state, slope, learning_rate):
    """What to add to the parameter, of the shape of its slope, and the rule's next state."""
    made = rule.step(state, slope, learning_rate)
    if type(made) is not tuple or len(made) != 2:
        raise TypeError(f"rule must have a step that gives (what to add, the next state); got {got(made)}")
    if type(made[0]) is not type(slope) or getattr(made[0], "shape", ()) != getattr(slope, "shape", ()):
        change = as_floats(made[0], "what the step of rule adds", finite=False)
        if change.shape != np.shape(slope):
            raise ValueError(f"rule must have a step of the shape of the slope, {np.shape(slope)}; got {change.shape}")
    return made


def _no_state(parameter):
    return None


def _plain_step(state, slope, learning_rate):
    return -learning_rate * slope, state


PLAIN = Rule("plain", _no_state, _plain_step)


def momentum(beta=0.9):
    """The rule whose step keeps a share `beta` of the step before it: v ← βv − α · slope, x ← x + v.

    beta: at least 0, below 1. Raises TypeError or ValueError if it is not. Source: Polyak, 1964.
    """
    beta = as_number(beta, "beta", at_least=0)
    if beta >= 1:
        raise ValueError(f"beta must be below 1, or no step is ever forgotten; got {beta}")
    return Rule(f"momentum {beta:g}", _zero, functools.partial(_momentum_step, beta))


def _zero(parameter):
    return 0 * parameter


def _momentum_step(beta, velocity, slope, learning_rate):
    velocity = beta * velocity - learning_rate * slope
    return velocity, velocity


@dataclass(frozen=True, eq=False)
class Path:
    """Where a descent went.

    x: every position, start first: (steps + 1,), or (steps + 1, n) from a start of n numbers.
    slope: the slope at the last position. outcome: one of `OUTCOMES`.
    """

    x: np.ndarray
    slope: object
    outcome: str

    @property
    def steps(self):
        """The number of steps taken."""
        return len(self.x) - 1

    @property
    def final(self):
        """The last position: a float, or an array of n numbers."""
        return self.x[-1] if self.x.ndim > 1 else float(self.x[-1])


@dataclass(frozen=True, eq=False)
class Outcomes:
    """Where many descents ended; three arrays of one shape.

    x: the last position. outcome: an index into `OUTCOMES`. steps: the steps taken.
    """

    x: np.ndarray
    outcome: np.ndarray
    steps: np.ndarray

    def share(self, outcome):
        """The fraction of descents that ended so, from 0 to 1."""
        return float(np.mean(self.outcome == OUTCOMES.index(as_choice(outcome, "outcome", OUTCOMES))))


def descend(
    slope, start, learning_rate, *, tolerance=1e-6, max_steps=10_000, stop_on="slope", curvature=None, rule=PLAIN
):
    """Walk downhill: x ← x − α f'(x), from `start`, until one of the four outcomes.

    slope: f'(x) -> number; for a start of n numbers, the gradient of n numbers.
    stop_on: "slope" stops where |f'| ≤ tolerance (the length of the gradient, for n numbers). "step" stops
        after a step no longer than tolerance: the common rule, which a small learning rate fools.
    curvature: f''(x), if known; otherwise it is measured by nudging the slope.

    A walk of one number has converged where f' goes from − to + within twice the Newton step |f'/f''|, and f'' is
    not negative. That step must be at most max(1, |x|): a longer one means that f'' has all but vanished too. Under
    "step", where nothing was asked of the slope, it must be at most 1 % of that. So a minimum without curvature,
    such as that of x⁴, counts as stalled unless it is hit exactly.
    A walk of n numbers has converged where the gradient is that short, which says no more than that.
    Reaching `max_steps` or diverging is an outcome, neither an error nor a warning. Returns a `Path`,
    which holds finite positions only.

    Raises TypeError or ValueError naming the parameter, or if the slope at the start is no finite number.
    """
    as_callable(slope, "slope")
    x = as_floats(start, "start")
    if x.ndim > 1 or x.size == 0:
        raise ValueError(f"start must be one number or a flat list of n numbers; got shape {x.shape}")
    rate = as_number(learning_rate, "learning_rate", at_least=0)
    tolerance, max_steps = _limits(tolerance, max_steps, curvature)
    as_choice(stop_on, "stop_on", ("slope", "step"))
    as_instance(rule, "rule", Rule)
    scalar = x.ndim == 0
    x = float(x) if scalar else x.copy()
    size = abs if scalar else np.linalg.norm

    def slope_at(x):
        s = slope(x if scalar else x.copy())
        if scalar and type(s) is float:  # the usual case, and many times faster than the checks below
            return s
        s = _same_shape(s, "slope", x)
        return float(s) if scalar else s.copy()  # a slope may hand out one array again and again

    def finite(x):
        return math.isfinite(x) if scalar else bool(np.isfinite(x).all())

    def verdict():
        return _verdict(slope_at, curvature, x, s, near=0.01 if stop_on == "step" else 1) if scalar else CONVERGED

    with np.errstate(all="ignore"):  # overflow is an outcome here
        try:
            s = slope_at(x)
        except OverflowError:
            s = math.nan
        if not finite(s):
            raise ValueError(f"slope must be a finite number at the start; got {place(s)} at x = {place(x)}")
        state = rule.init(x)
        positions = [x]
        while True:
            if stop_on == "slope" and size(s) <= tolerance:
                outcome = verdict()
                break
            if len(positions) > max_steps:
                outcome = STEP_LIMIT
                break
            try:
                change, state = one_step(rule, state, s, rate)
                x_next = x + change
                s_next = slope_at(x_next) if finite(x_next) else x_next
            except OverflowError:  # Python's own floats raise where NumPy's become inf
                outcome = DIVERGED
                break
            if not finite(s_next):
                outcome = DIVERGED
                break
            x, s = x_next, s_next
            positions.append(x)
            if stop_on == "step" and size(change) <= tolerance:
                outcome = verdict()
                break
    return Path(np.array(positions), s, outcome)


def descend_many(slope, starts, learning_rates, *, tolerance=1e-6, max_steps=10_000, curvature=None):
    """`descend` from many starts of one number each, side by side, stopping on the slope.

    slope: f'(x) for an array x, entry by entry. starts and learning_rates are broadcast against each other:
    (A, 1) beside (B,) gives A × B descents. Returns `Outcomes` of that shape. A start where the slope is no
    finite number has diverged after 0 steps.

    Raises TypeError or ValueError naming the parameter.
    """
    as_callable(slope, "slope")
    starts, rates = as_floats(starts, "starts"), as_floats(learning_rates, "learning_rates")
    if (rates < 0).any():
        raise ValueError(f"learning_rates must be at least 0; got {rates.min()}")
    tolerance, max_steps = _limits(tolerance, max_steps, curvature)
    try:
        starts, rates = np.broadcast_arrays(starts, rates)
    except ValueError:
        raise ValueError(f"starts {starts.shape} and learning_rates {rates.shape} must broadcast") from None
    if starts.size == 0:
        raise ValueError("starts and learning_rates must hold at least one number each; got none")
    x, rates = starts.flatten(), rates.flatten()
    ended = np.full(x.shape, OUTCOMES.index(STEP_LIMIT))
    steps = np.full(x.shape, max_steps)
    walking = np.arange(x.size)

    def slope_at(x):
        return _same_shape(slope(x.copy()), "slope", x)

    with np.errstate(all="ignore"):
        s = slope_at(x)
        for step in range(max_steps + 1):
            gone, arrived = ~np.isfinite(s), np.abs(s) <= tolerance
            if gone.any():
                here = walking[gone]
                ended[here], steps[here] = OUTCOMES.index(DIVERGED), max(step - 1, 0)
            if arrived.any():
                here = walking[arrived]
                minimum = _around_minimum(slope_at, curvature, x[here], s[arrived], near=1)
                ended[here] = np.where(minimum, OUTCOMES.index(CONVERGED), OUTCOMES.index(STALLED))
                steps[here] = step
            on = ~(gone | arrived)
            walking, s = walking[on], s[on]
            if step == max_steps or walking.size == 0:
                break
            x_next = x[walking] - rates[walking] * s
            s = np.where(np.isfinite(x_next), slope_at(x_next), np.nan)
            x[walking] = np.where(np.isfinite(s), x_next, x[walking])  # the last finite position stays
    return Outcomes(x.reshape(starts.shape), ended.reshape(starts.shape), steps.reshape(starts.shape))


def positions_at(slope, starts, learning_rates, steps):
    """Where many descents are after so many steps each; they do not stop, and where one diverges it is no number.

    slope: takes positions of the shape of `starts` and gives as many slopes. starts: an array of any shape.
    learning_rates: broadcast against it. steps: (S,) whole numbers, rising. Returns (S, …) positions.
    Raises TypeError or ValueError naming the parameter.
    """
    as_callable(slope, "slope")
    x, rates = as_floats(starts, "starts"), as_floats(learning_rates, "learning_rates")
    if (rates < 0).any():
        raise ValueError(f"learning_rates must be at least 0; got {rates.min()}")
    steps = [as_count(step, "each of steps") for step in as_sequence(steps, "steps", "whole numbers, rising")]
    if not steps or steps != sorted(set(steps)):
        raise ValueError(f"steps must rise, and hold at least one; got {got(steps)}")
    try:
        x = np.broadcast_to(x, np.broadcast_shapes(x.shape, rates.shape)).copy()
    except ValueError:
        raise ValueError(f"starts {x.shape} and learning_rates {rates.shape} must broadcast") from None
    visited = []
    with np.errstate(all="ignore"):
        for step in range(steps[-1] + 1):
            if step == steps[len(visited)]:
                visited.append(x)
            if step < steps[-1]:
                x = x - rates * _same_shape(slope(x.copy()), "slope", x)
    return np.array(visited)


def _limits(tolerance, max_steps, curvature):
    if curvature is not None:
        as_callable(curvature, "curvature")
    return as_number(tolerance, "tolerance", at_least=0), as_count(max_steps, "max_steps")


def _same_shape(value, name, x):
    """What `slope` or `curvature` returned, as floats of the shape of x."""
    value = as_floats(value, f"what {name} returns", finite=False)
    if value.shape != np.shape(x):
        raise ValueError(f"{name} must return the shape of x, {np.shape(x)}; got {value.shape}")
    return value


def _verdict(slope, curvature, x, s, near):
    try:
        return CONVERGED if _around_minimum(slope, curvature, x, s, near) else STALLED
    except (ArithmeticError, ValueError):  # f' need not exist beside the last point; then no change was seen
        return STALLED


def _around_minimum(slope, curvature, x, s, near):
    """Whether f' goes from − to + within twice the Newton step of x: the test that curvature alone would fail.

    At −0.0105 on x⁴ − 3x³ + 2 the curvature is +0.19, yet the slope is negative on both sides of 0.
    """
    scale = np.maximum(1, np.abs(x))
    if curvature is not None:
        bend = _same_shape(curvature(x), "curvature", x)
    else:
        h = 1e-5 * scale
        bend = (slope(x + h) - slope(x - h)) / (2 * h)
    newton = np.where(bend > 0, np.abs(s) / np.where(bend > 0, bend, 1), 0.0)
    reach = np.maximum(2 * newton, 1e-8 * scale)
    return (bend >= 0) & (newton <= near * scale) & (slope(x - reach) < 0) & (slope(x + reach) > 0)
