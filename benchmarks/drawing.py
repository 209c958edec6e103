"""A picture of an explorer: from a scene that is kept, and from a figure that is made anew."""

import numpy as np

from benchmarks.measure import compare
from benchmarks.report import digits, ratio, remarks, table
from nnlib.curves import QUARTIC
from nnlib.plots.scenes import live, over
from nnlib.plots.tangent import tangent_scene
from nnlib.widgets.explorer import LIVE_DPI
from nnlib.widgets.tangent import HEIGHTS, PLACES, SPAN, tangent_frame

ANEW = "a new figure"


def measure(effort):
    """Seconds a picture, PNG and all, of as many places. The last one must have the same pixels."""
    kept = _scene()

    def pictures(scene_of):
        def work(n):
            for k in range(n):
                scene = scene_of()
                pixels = scene.render(tangent_frame(PLACES[k % len(PLACES)], 1.0))
                live(over(pixels, scene.background))
            return [pixels.astype(float)]

        return work

    return compare({"nnlib": pictures(lambda: kept), ANEW: pictures(_scene)}, effort, checked=3)


def _scene():
    x = np.linspace(*SPAN, 400)
    return tangent_scene(x, QUARTIC.value(x), HEIGHTS, LIVE_DPI)


def goals(results):
    """None was set; what the reader waits for is in the table of key presses."""
    return []


def section(results):
    """Words and table."""
    return f"""## A picture

What an explorer draws when a slider moves, without the way to the page. Its scene is kept: only what moves is drawn \
again. A new figure with the same pixels takes {digits(ratio(results, ANEW), 2)} times as long.

{table(results, "ms", "a picture")}
{remarks(results)}"""
