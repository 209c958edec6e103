"""The tangent explorer of notebooks 00 and 01: a slope measured by nudging, and the slope it comes close to."""

import numpy as np

from nnlib.curves import QUARTIC
from nnlib.plots.scenes import Frame, line_piece
from nnlib.plots.tangent import tangent_scene
from nnlib.widgets.explorer import Explorer, Slider
from nnlib.widgets.words import fixed, short

PLACES = tuple(round(-2 + 0.1 * k, 1) for k in range(55))  # −2 … 3.4: there the longest nudge is still in the picture
NUDGES = (1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.001)
SPAN, HEIGHTS = (-2.15, 4.55), (-25, 128)  # what the picture shows of x and of f(x)


def tangent_explorer():
    """The explorer. Controls: the place x, and the nudge."""
    controls = [
        Slider("place", "place x", PLACES, 3.0, lambda x: fixed(x, 1)),
        Slider("nudge", "nudge", NUDGES, 1.0, "{:g}".format),
    ]
    return Explorer("tangent explorer", controls, tangent_frame, _scene)


def tangent_frame(place, nudge):
    """What the explorer shows at a place, for a nudge to the right of it."""
    y, y_nudged = QUARTIC.value(place), QUARTIC.value(place + nudge)
    measured, slope = (y_nudged - y) / nudge, QUARTIC.slope(place)
    direction = "left" if slope > 0 else "right" if slope < 0 else None
    downhill = f"downhill is to the {direction}" if direction else "flat: neither way is downhill"
    line = line_piece(place, y, measured, length=2.6, steep=30)
    if place + nudge > line[1, 0]:
        line[1] = place + nudge, y_nudged  # long enough to meet the nudged point
    rise, before, after = _rise(y_nudged - y, nudge), short(y), short(y_nudged)
    if before == after:
        after = f"just {'above' if y_nudged > y else 'below'} {before}"
    artists = {
        "tangent": line_piece(place, y, slope, length=2.6, steep=30),
        "line": line,
        "nudge": np.array([[[place, y], [place + nudge, y]], [[place + nudge, y], [place + nudge, y_nudged]]]),
        "nudged": np.array([[place + nudge, y_nudged]]),
        "here": np.array([[place, y]]),
        "readout": f"x = {short(place)}:  f goes from {before} to {after}\n"
        f"dashed line:  rise {rise} / run {nudge:g} = slope {short(measured)}\n"
        f"tangent:  slope {short(slope)}, {downhill}",
    }
    caption = (
        f"At x = {short(place)}, a nudge of {nudge:g} changes f by {rise}: "
        f"slope {short(measured)} by nudging. The tangent has slope {short(slope)}: {downhill}."
    )
    alt = (
        f"The curve x⁴ − 3x³ + 2 with its tangent at {short(place)}, and a line through that point and the nudged one."
    )
    return Frame(artists, caption, alt)


def _rise(rise, run):
    """The rise with so many digits that, divided by the run, it gives the slope as `short` writes it."""
    if abs(rise / run) < 0.001:
        return short(rise)
    return short(rise, 4 + len(f"{run:g}".partition(".")[2]))


def _scene(dpi, narrow=False):
    x = np.linspace(*SPAN, 400)
    return tangent_scene(x, QUARTIC.value(x), HEIGHTS, dpi, narrow)
