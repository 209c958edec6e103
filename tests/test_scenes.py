"""Moving text is written by Pillow: where matplotlib would write it, in letters that the font has."""

import warnings
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from test_explorers import EVERY, positions

from nnlib.plots import scenes
from nnlib.plots.scenes import Frame, Scene, moving_text

DPI = 100


def written(words, **style):
    """The dark pixels of a moving text, and of the same text as part of a background: (rows, columns) each."""
    seen = []
    for moves in (True, False):
        figure = Figure(figsize=(4, 2), dpi=DPI)
        ax = figure.add_axes((0, 0, 1, 1))
        ax.set_axis_off()
        text = moving_text(ax, 0.5, 0.5, **{"size": 11, **style})
        if not moves:
            text.set_text(words)
        scene = Scene(figure, {"text": text} if moves else {})
        pixels = scene.render(Frame({"text": words} if moves else {}, "", ""))
        seen.append(np.argwhere(pixels[..., :3].mean(axis=-1) < 128))
    return seen


@pytest.mark.parametrize("ha", ["left", "center", "right"])
@pytest.mark.parametrize("va", ["top", "center", "bottom", "baseline"])
@pytest.mark.parametrize("words", ["Hxp = 0.5", "Hxp = 0.5\nslope Hxp\nlx"])
@pytest.mark.parametrize("style", [{}, {"weight": "bold", "size": 14}, {"family": "monospace", "linespacing": 2}])
def test_text_stands_where_matplotlib_writes_it(words, ha, va, style):
    ours, theirs = written(words, ha=ha, va=va, **style)
    np.testing.assert_allclose(ours.min(axis=0), theirs.min(axis=0), atol=3)
    np.testing.assert_allclose(ours.max(axis=0), theirs.max(axis=0), atol=5)  # letters stand on whole pixels


def test_rotated_text_and_text_in_a_box_are_left_to_matplotlib():
    for style in ({"rotation": 30}, {"bbox": {"facecolor": "white"}}):
        ours, theirs = written("slope 2", **style)
        np.testing.assert_array_equal(ours, theirs)


def test_baselines_do_not_move_with_the_letters():
    low, high = (written(f"{letters}\nslope")[0] for letters in ("xxx", "Hgp"))
    assert low[:, 0].max() == high[:, 0].max()  # the second line ends in a p in both


@pytest.mark.parametrize("title", EVERY)
def test_every_letter_is_in_the_font(title):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # ipywidgets' own
        explorer = EVERY[title]()
    frames = [explorer.frame(**values) for values in positions(explorer)]
    for name, artist in explorer.scene.artists.items():
        if isinstance(frames[0].artists[name], str):
            letters = set("".join(frame.artists[name] for frame in frames)) - {"\n"}
            font = FT2Font(artist.get_fontproperties().get_file() or _path(artist))
            assert {letter for letter in letters if font.get_char_index(ord(letter)) == 0} == set(), name


def _path(artist):
    from matplotlib.font_manager import findfont

    return findfont(artist.get_fontproperties())


@pytest.mark.parametrize("points", [9.5, 10, 10.5, 11, 13])
@pytest.mark.parametrize("family", ["DejaVu Sans", "DejaVu Sans Mono"])
def test_words_keep_a_gap(points, family):
    """Letters on whole pixels are wider or narrower than they should be; that must not close a gap."""
    ax = Figure(figsize=(4, 2), dpi=DPI).add_axes((0, 0, 1, 1))
    text = moving_text(ax, 0.1, 0.5, size=points)
    text.set_text("next: w = 7.1888, b = 11.7344, ∂C/∂b: 1.01·10⁻⁴")
    size = points * DPI / 72
    font, large = (scenes._font(family, "normal", times * size) for times in (1, scenes.FINE))
    words = list(scenes._words(text, size, font, large, 200))
    gaps = [after[0][0] - before[0][0] - font.getlength(before[1]) for before, after in pairwise(words)]
    assert len(gaps) == 8 and min(gaps) > 0.2 * size
