"""The moving picture in the README, played by the outcome strip itself: python tools/picture.py"""

import functools
import pathlib

import numpy as np
from PIL import Image

from nnlib.widgets.outcome_strip import END, RATES, outcome_strip

PICTURE = pathlib.Path(__file__).parent.parent / "docs" / "outcome_strip.gif"
DPI = 100
QUICK, SLOW, LONG = 120, 350, 1800  # milliseconds that a picture stands
COLOURS = 256


def story():
    """(start, rate, step, milliseconds) of each picture: a walk, then larger learning rates, then another start."""
    for step in (0, 1, 2, 3, 4, 5, 6, 8, 10, 14, 20, END):
        yield 4.0, 0.01, step, LONG if step in (0, END) else SLOW
    larger = [rate for rate in RATES if 0.01 < rate < 0.07]
    for rate in larger:
        yield 4.0, rate, END, LONG if rate in (larger[-1], 1 / 28) else SLOW
    for start in np.linspace(3.5, -0.5, 9).tolist():
        yield start, 0.01, END, QUICK
    yield -1.0, 0.01, END, LONG


@functools.cache
def _explorer():
    explorer = outcome_strip()
    return explorer, explorer.new_scene(DPI), {control.keyword: control.values for control in explorer.definition}


def shown_at(start, rate, step):
    """The picture of a walk, an image."""
    explorer, scene, values = _explorer()
    start = min(values["start"], key=lambda known: abs(known - start))
    return Image.fromarray(scene.render(explorer.frame(start=start, rate=rate, step=step, predict=False))).convert(
        "RGB"
    )


def main():
    """Write the picture."""
    *moments, times = zip(*story(), strict=True)
    shown = [shown_at(*moment) for moment in zip(*moments, strict=True)]
    # colours are chosen for all pictures at once, so that what rests is stored once
    width, height = shown[0].size
    tall = Image.fromarray(np.concatenate([np.asarray(image) for image in shown]))
    tall = tall.quantize(COLOURS, dither=Image.Dither.NONE)
    shown = [tall.crop((0, height * k, width, height * (k + 1))) for k in range(len(shown))]
    shown[0].save(PICTURE, save_all=True, append_images=shown[1:], duration=times, loop=0, optimize=True)
    print(f"wrote {PICTURE.parent.name}/{PICTURE.name}")


if __name__ == "__main__":
    main()
