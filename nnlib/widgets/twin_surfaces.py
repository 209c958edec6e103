"""The rolling balls of notebook 04: the twin maps as surfaces, seen from one fixed place."""

import numpy as np

from nnlib.landscape import cost_and_slopes, landscape
from nnlib.plots.scenes import Frame
from nnlib.plots.twin_surfaces import seen_from, towards_camera, twin_surfaces_scene
from nnlib.widgets.explorer import Explorer
from nnlib.widgets.twin_maps import COSTS, DATA, EXPONENTS, GRID, NAMES, controls, format_time, rolled
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
        path = np.vstack([trail, ball])
        outside = np.abs(path).max(axis=1) > BOX[1]
        height = _height(side, *path.T)
        points = np.column_stack([path, height])
        seen = np.where(outside[:, None], np.nan, seen_from(points, *BOX, TOPS[side]))
        behind = _hidden(side, points)[:, None]
        front, back = np.where(behind, np.nan, seen), np.where(behind, seen, np.nan)
        artists |= {
            f"{side} hidden": back[:-1],
            f"{side} trail": front[:-1],
            f"{side} ghost": back[-1:],
            f"{side} ball": front[-1:],
            f"{side} readout": f"C = {short(height[-1])}{',  learned' if learned else ''}"
            f"{',  off the map' if outside[-1] else ''}",
        }
        where = "it has left the map" if outside[-1] else f"it is at w = {short(ball[0], 2)}, b = {short(ball[1], 2)}"
        caption += f"{NAMES[side]}: the ball has sunk from {short(height[0])} to {short(height[-1])}; {where}"
        caption += ", and the task is learned. " if learned else ". "
    alt = (
        "Two surfaces over weight and bias. On the left, for the squared error, a valley, a summit and two plains; "
        "on the right, for the cross-entropy, a slope that falls to the valley from everywhere. On each a ball has "
        f"rolled from ({short(weight)}, {short(bias)}) for a time of {format_time(exponent)}."
    )
    return Frame(artists, caption.strip(), alt)


def _height(side, w, b):
    return cost_and_slopes(w, b, DATA, COSTS[side])[0]


def _hidden(side, points):
    """Whether the surface stands between each point and the camera: (n,)."""
    way = towards_camera(points, *BOX, TOPS[side], steps=60)
    above = way[..., 2] - _height(side, way[..., 0], way[..., 1])
    inside = (np.abs(way[..., :2]) <= BOX[1]).all(axis=-1)
    return (inside & (above < -0.005 * TOPS[side])).any(axis=0)


def _scene(dpi):
    for side in COSTS:  # all that is slow, before the first slider moves
        rolled(side, 0, 0, EXPONENTS[0])
    shapes = [landscape(COARSE, COARSE, DATA, cost) for cost in COSTS.values()]
    return twin_surfaces_scene(shapes, list(TOPS.values()), list(NAMES.values()), dpi)
