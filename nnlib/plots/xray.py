"""The scene of the gradient X-ray: a table for each layer, a cell for each weight and each bias."""

import numpy as np

from nnlib.plots.palette import INK, MUTED, SLOPE
from nnlib.plots.scenes import Scene, moving_points, moving_segments, moving_text

LAYERS = 3  # in the deepest network
MOST = 3  # units in the widest layer
# a cell's shade: how many times too large or too small the slope is, at the most; None: coded and measured agree
SHADES = {"agrees": ("#edf0f4", None), "near": ("#fbdfcb", 2), "far": ("#f5b98e", 10), "farthest": ("#e88d55", np.inf)}
_NAME, _CELL = 2, 7  # characters: a row's name, and a cell
_SLOT = _NAME + MOST * _CELL + 4
_LINES = MOST + 3  # of a table: its name, its rows, the bias, and beneath it the mark where it starts
_DIGITS = {"family": "DejaVu Sans Mono", "size": 13.5, "linespacing": 1.72}
_ARROW = 2.06  # inches above the bottom


def xray_scene(dpi):
    """Build the scene. With c = LAYERS · MOST · (MOST + 1) cells its frames hold, for each of SHADES and for sign,
    segments (c, 2, 2), made by `cells`; mark (1, 2); arrow (3, 2, 2); layer 1, layer 2, layer 3, made by `table`;
    status, reading, lines and sentence."""
    from matplotlib import style
    from matplotlib.figure import Figure

    with style.context("nnlib.tutorial"):
        figure = Figure(figsize=(9.6, 5.8), dpi=dpi)
        figure.set_layout_engine("none")
        page = figure.add_axes((0, 0, 1, 1), xlim=(0, 9.6), ylim=(0, 5.8))  # in inches
        page.set_axis_off()
        page.text(0.3, 5.6, "Gradient X-ray: coded / measured", size=13, weight="bold", va="top")
        quiet = {"color": MUTED, "size": 10, "va": "top"}
        page.text(9.3, 5.58, "row: from unit i      column: to unit j      b: the bias", ha="right", **quiet)
        page.text(0.62, _ARROW - 0.07, "backward goes this way", **quiet)
        wide, high = _measure(figure)
        tables = page.inset_axes(
            (0.3, 4.33 - _LINES * high, _SLOT * LAYERS * wide, _LINES * high),
            transform=page.transData,
            xlim=(0, _SLOT * LAYERS),
            ylim=(_LINES, 0),
        )  # in characters and lines
        tables.set_axis_off()
        _key(page, 5.1)
        tall = high * 72 - 3
        colors = {name: color for name, (color, _) in SHADES.items()} | {"sign": SLOPE}
        artists = {name: moving_segments(tables, color, tall) for name, color in colors.items()}
        artists["mark"] = moving_points(tables, SLOPE, 10, "^")
        artists["arrow"] = moving_segments(page, INK, 2.2)
        for l in range(1, LAYERS + 1):
            artists[f"layer {l}"] = moving_text(tables, (l - 1) / LAYERS, 1, **_DIGITS)
        words = {"transform": page.transData, "linespacing": 1.35}
        artists |= {
            "status": moving_text(page, 0.3, 4.82, size=11.5, weight="bold", **words),
            "reading": moving_text(page, 0.3, 1.66, size=11, **words),
            "lines": moving_text(page, 0.3, 0.5, family="DejaVu Sans Mono", size=10, **words),
            "sentence": moving_text(page, 0.3, 0.95, size=10, **words),
        }
        return Scene(figure, artists)


def table(l, words, starts):
    """The text of layer l, numbered from 1, for `words` (n_in + 1, n_out) of at most 5 characters, b beneath W.

    Words are flush right; but one or two characters, a whole number in most cases, stand in the middle.
    """
    placed = [[word if len(word) > 2 else f"{word:^3} " for word in row] for row in words]
    rows = [" " * _NAME + "".join(f"{word:>{_CELL - 1}} " for word in row) for row in placed]
    rows[-1] = "b" + rows[-1][1:]
    lines = [""] * (MOST + 1 - len(words)) + [f"   W[{l}]", *rows, "   starts here" if starts else ""]
    return "\n".join(line.rstrip() for line in lines)


def cells(tables):
    """The cells behind the tables, by shade and sign, for a list of ratios (n_in + 1, n_out), NaN where they agree."""
    drawn = {name: np.full((LAYERS * MOST * (MOST + 1), 2, 2), np.nan) for name in (*SHADES, "sign")}
    # a ratio of 2 is measured, and not 2 to the last digit
    limits = [limit * (1 + 1e-5) for _, limit in list(SHADES.values())[1:]]
    at = 0
    for l, ratios in enumerate(tables):
        for (i, j), ratio in np.ndenumerate(ratios):
            x, y = l * _SLOT + _NAME + j * _CELL, _LINES - 1.5 - len(ratios) + 1 + i
            with np.errstate(divide="ignore"):
                times = np.exp(abs(np.log(abs(ratio))))
            shade = "agrees" if np.isnan(ratio) else list(SHADES)[1 + int(np.searchsorted(limits, times))]
            drawn[shade][at] = [[x + 0.1, y], [x + _CELL - 0.1, y]]
            if ratio < 0:
                drawn["sign"][at] = [[x + 0.1, y], [x + 0.4, y]]
            at += 1
    return drawn


def mark(l):
    """Where the mark under layer l stands, (1, 2); nowhere for None."""
    return np.array([[np.nan, np.nan] if l is None else [(l - 1) * _SLOT + 1.5, _LINES - 0.45]])


def arrow_ends(layers):
    """Where the arrow under so many layers starts and ends, in inches of the page."""
    return (9.3 - (LAYERS - layers) * 3, _ARROW), (0.3, _ARROW)


def _measure(figure):
    """The width of a character and the height of a line, in inches, as this figure draws them."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    renderer = FigureCanvasAgg(figure).get_renderer()

    def size(text):
        artist = figure.text(0, 0, text, **_DIGITS)
        box = artist.get_window_extent(renderer)
        artist.remove()
        return np.array([box.width, box.height]) / figure.dpi

    return (size("0" * 101) - size("0"))[0] / 100, (size("0\n" * 10 + "0") - size("0"))[1] / 10


def _key(page, y):
    """What the cells mean: examples, each with its words behind it."""
    from matplotlib.patches import Rectangle

    def cell(x, text, color, words, sign=False):
        page.add_patch(Rectangle((x, y - 0.12), 0.5, 0.24, facecolor=color))
        if sign:
            page.add_patch(Rectangle((x, y - 0.12), 0.04, 0.24, facecolor=SLOPE))
        page.text(x + 0.25, y - 0.01, text, ha="center", va="center", family="DejaVu Sans Mono", size=10)
        page.text(x + 0.57, y, words, va="center", size=10, color=MUTED)

    (agrees, _), (near, _), (far, _), (farthest, _) = SHADES.values()
    cell(0.3, "", agrees, "agrees")
    cell(1.6, "1.30", near, "by a factor up to 2")
    cell(3.7, "0.20", far, "up to 10")
    cell(5.1, "12.0", farthest, "more")
    cell(6.25, "−1", near, "opposite sign", sign=True)
