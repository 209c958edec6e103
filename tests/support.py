"""Where things are, what the notebooks hold, and colours as eyes have them."""

import json
import pathlib
import re

import numpy as np

ROOT = pathlib.Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))  # the course
PAGES = sorted((ROOT / "docs").glob("*.ipynb"))  # beside it: executed too, but no part of its order


def explorers(path):
    """The titles of the explorers in a notebook, in order, as its stored outputs name them."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    words = ["".join(o.get("data", {}).get("text/plain", "")) for c in cells for o in c.get("outputs", [])]
    return [text[len("<explorer: ") : -1] for text in words if text.startswith("<explorer: ")]


FENCED = r"^(?P<fence>`{3,})\w+\n(?P<code>.*?)^(?P=fence)$"  # a block of code; a longer fence may hold a shorter one


def example(heading):
    """The section of CONTRIBUTING.md under that heading, and the blocks of code in it, in order."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    # blocks are taken whole, for an example may have headings of its own
    within = rf"^## {re.escape(heading)}\n((?:{FENCED}|.)*?)(?=^## |\Z)"
    section = re.search(within, text, re.DOTALL | re.MULTILINE)[1]
    return section, [block["code"] for block in re.finditer(FENCED, section, re.DOTALL | re.MULTILINE)]


def luminance(colours):
    """The relative luminance (...,) of sRGB colours (..., 3) in [0, 1], as WCAG 2 defines it."""
    return linear(colours) @ SRGB_TO_XYZ[1]


def contrast(one, other):
    """The contrast of two colours, from 1 to 21, as WCAG 2 defines it."""
    lights = luminance(one), luminance(other)
    return (np.maximum(*lights) + 0.05) / (np.minimum(*lights) + 0.05)


# how a colour of linear RGB looks without one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1)
WITHOUT_CONES = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
SRGB_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colours):
    """Linear light (..., 3) of sRGB colours (..., 3) in [0, 1]."""
    colours = np.asarray(colours, float)
    return np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)


def cielab(light):
    """CIELAB (..., 3) of linear light (..., 3), for the white of sRGB."""
    xyz = light @ SRGB_TO_XYZ.T / [0.9505, 1, 1.089]
    x, y, z = np.moveaxis(np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116), -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def apart(one, other):
    """How far two sRGB colours are apart in CIELAB, for the eyes for which they are closest."""
    lights = linear(one), linear(other)
    seen = [lights, *(tuple(np.clip(np.array(m) @ light, 0, 1) for light in lights) for m in WITHOUT_CONES.values())]
    return min(float(np.linalg.norm(cielab(a) - cielab(b))) for a, b in seen)
