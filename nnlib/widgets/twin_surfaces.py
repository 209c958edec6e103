"""The rolling balls of notebook 04: the twin maps as surfaces, seen from one fixed place."""

import numpy as np

from nnlib.landscape import cost_and_slopes, landscape
from nnlib.plots.scenes import Frame
from nnlib.plots.twin_surfaces import seen_from, twin_surfaces_scene
from nnlib.widgets.explorer import Explorer
from nnlib.widgets.twin_maps import COSTS, DATA, EXPONENTS, GRID, NAMES, controls, format_time, left_at, rolled
from nnlib.widgets.words import short

TOPS = {"left": 1.0, "right": 15.0}
BOX = float(GRID[0]), float(GRID[-1])
COARSE = np.linspace(*BOX, 61)


def twin_surfaces():
    """The explorer. Controls: w and b at the start, and the time, as in `twin_maps`."""
    return Explorer("rolling balls", controls(), twin_surfaces_frame, _scene)


def twin_surfaces_frame(weight, bias, exponent):
    """What the surfaces show after a time of 10^exponent, with both balls started at (weight, bias)."""
    artists, caption = {}, f"From w = {short(weight)}, b = {short(bias)}, after a time of {format_time(exponent)}. "
    for side in COSTS:
        trail, ball, learned = rolled(side, weight, bias, exponent)
        path = np.vstack([trail, left_at(trail), ball])
        outside = np.abs(path).max(axis=1) > BOX[1]
        height = _height(side, *path.T)
        points = np.column_stack([path, height])
        seen = np.where(outside[:, None], np.nan, seen_from(points, *BOX, TOPS[side]))
        artists |= {
            f"{side} trail": seen[:-2],
            f"{side} start": seen[:1],
            f"{side} ball": seen[-1:],
            f"{side} edge": seen[-2:-1] if outside[-1] else np.full((1, 2), np.nan),
            f"{side} readout": f"C = {short(height[-1])}{',  learned' if learned else ''}"
            f"{',  off the map' if outside[-1] else ''}",
        }
        caption += f"{NAMES[side]}: the ball has {_sunk(height[0], height[-1])}; it is "
        caption += f"{'off the map, ' if outside[-1] else ''}at w = {short(ball[0], 2)}, b = {short(ball[1], 2)}"
        caption += ", and the task is learned. " if learned else ". "
    alt = (
        "Two surfaces over weight and bias. On the left, for the squared error, a valley, a summit and two plains; "
        "on the right, for the cross-entropy, a slope that falls to the valley from everywhere. On each a ball has "
        f"rolled from ({short(weight)}, {short(bias)}) for a time of {format_time(exponent)}."
    )
    return Frame(artists, caption.strip().replace(" = ", "\u00a0=\u00a0"), alt)  # no line breaks at them


def _sunk(before, after):
    """How far a ball has sunk, in words; where both heights are the same when rounded, by how much."""
    if short(before) != short(after):
        return f"sunk from {short(before)} to {short(after)}"
    down = before - after
    # of a smaller difference than this only noise is left in floats
    return f"hardly sunk from {short(before)}, by {short(down) if down > 1e-12 else 'less than 10⁻¹²'}"


def _height(side, w, b):
    return cost_and_slopes(w, b, DATA, COSTS[side])[0]


def _scene(dpi):
    for side in COSTS:  # all that is slow, before the first slider moves
        rolled(side, 0, 0, EXPONENTS[0])
    shapes = [landscape(COARSE, COARSE, DATA, cost) for cost in COSTS.values()]
    titles = [f"{NAMES[side]}: cost, 0 to {top:g}" for side, top in TOPS.items()]
    return twin_surfaces_scene(shapes, list(TOPS.values()), titles, dpi)
