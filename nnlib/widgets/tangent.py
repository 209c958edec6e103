"""The tangent explorer of notebooks 00 and 01: a slope measured by nudging, and the slope it comes close to."""

import numpy as np

from nnlib.curves import QUARTIC
from nnlib.plots.scenes import Frame, line_piece
from nnlib.plots.tangent import tangent_scene
from nnlib.widgets.explorer import Explorer, Slider
from nnlib.widgets.words import short

PLACES = tuple(round(-2 + 0.1 * k, 1) for k in range(65))  # −2 … 4.4
NUDGES = (1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.001)
HEIGHTS = (-25, 120)


def tangent_explorer():
    """The explorer. Controls: the place x, and the nudge."""
    controls = [
        Slider("place", "place x", PLACES, 3.0, "{:.1f}".format),
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
    artists = {
        "tangent": line_piece(place, y, slope, length=2.6, steep=30),
        "line": line,
        "nudge": np.array([[[place, y], [place + nudge, y]], [[place + nudge, y], [place + nudge, y_nudged]]]),
        "nudged": np.array([[place + nudge, y_nudged]]),
        "here": np.array([[place, y]]),
        "readout": f"x = {short(place)}:  f goes from {short(y)} to {short(y_nudged)}\n"
        f"dashed line:  rise {short(y_nudged - y)} / run {nudge:g} = slope {short(measured)}\n"
        f"tangent:  slope {short(slope)}, {downhill}",
    }
    caption = (
        f"At x = {short(place)}, a nudge of {nudge:g} changes f by {short(y_nudged - y)}: "
        f"slope {short(measured)} by nudging. The tangent has slope {short(slope)}: {downhill}."
    )
    alt = (
        f"The curve x⁴ − 3x³ + 2 with its tangent at {short(place)}, and a line through that point and the nudged one."
    )
    return Frame(artists, caption, alt)


def _scene(dpi):
    x = np.linspace(PLACES[0], 4.6, 400)
    return tangent_scene(x, QUARTIC.value(x), HEIGHTS, dpi)
