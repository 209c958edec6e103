"""The picture in the README, taken from the outcome strip: python tools/picture.py"""

import pathlib

from nnlib.widgets.outcome_strip import outcome_strip

PICTURE = pathlib.Path(__file__).parent.parent / "docs" / "outcome_strip.png"

if __name__ == "__main__":
    PICTURE.write_bytes(outcome_strip().still())
    print(f"wrote {PICTURE.parent.name}/{PICTURE.name}")
