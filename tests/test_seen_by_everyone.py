"""Every figure and every explorer as readers see them: text that stands out, and no meaning by colour alone.

Figures are taken from the notebooks, whose cells are run in this process; explorers are looked at in several positions.
"""

import itertools
import json
import warnings
from dataclasses import dataclass

import numpy as np
import pytest
from matplotlib import colors as mcolors
from support import NOTEBOOKS, PAGES, apart, contrast
from test_explorers import EVERY

POSITIONS = 5  # of each explorer
CONTRAST = 4.5  # WCAG 2, for text of this size
DISTANCE = 20  # in CIELAB, where 2 can just be told apart side by side
NEAR, BESIDE = 30, 12  # pixels from a mark to a text that belongs to it, in its own colour and in another


@pytest.fixture(scope="module", params=NOTEBOOKS + PAGES, ids=lambda path: path.stem)
def figures(request):
    """The figures of a notebook: pairs of a name and a matplotlib figure."""
    import matplotlib

    cells = json.loads(request.param.read_text(encoding="utf-8"))["cells"]
    found, patch = [], pytest.MonkeyPatch()
    with warnings.catch_warnings(), matplotlib.rc_context():
        warnings.simplefilter("ignore")
        matplotlib.use("Agg")
        import matplotlib.pyplot as plt
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        def keep(alt):
            figure = plt.gcf()
            found.append((f"{request.param.stem[:2]} {cell['id']}", figure))
            plt.close()
            FigureCanvasAgg(figure)  # a closed figure has none

        patch.setenv("TQDM_DISABLE", "1")
        patch.setattr("nnlib.plots.figures.show", keep)
        patch.setattr("nnlib.widgets.explorer.Explorer.show", lambda explorer: None)
        patch.setattr("IPython.display.display", lambda *things, **how: None)
        names = {}
        for cell in cells:
            if cell["cell_type"] == "code":
                lines = [line for line in cell["source"] if not line.startswith("%")]
                exec("".join(lines), names)
    patch.undo()
    return found


@pytest.fixture(scope="module", params=EVERY)
def scenes(request):
    """An explorer as figures: pairs of a name and a function that draws it at a position and returns the figure."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        explorer = EVERY[request.param]()
    scene = explorer.new_scene(100)

    def drawn(values):
        frame = explorer.frame(**values)
        scene.render(frame)
        for name, artist in scene.artists.items():
            shown = frame.artists[name]
            artist.set_animated(False)
            artist.set_visible(isinstance(shown, str) or not np.isnan(shown).all())
        return scene.canvas.figure

    rng = np.random.default_rng(0)
    others = [{c.keyword: c.values[rng.integers(len(c.values))] for c in explorer.definition} for _ in range(POSITIONS)]
    chosen = [explorer.start, *others]
    return [(f"{request.param} {values}", lambda values=values: drawn(values)) for values in chosen]


def test_text_on_figures_has_contrast(figures):
    assert [complaint for name, figure in figures for complaint in faint_texts(name, figure)] == []


def test_text_on_explorers_has_contrast(scenes):
    assert [complaint for name, draw in scenes for complaint in faint_texts(name, draw())] == []


def test_nothing_on_figures_is_said_by_colour_alone(figures):
    assert [complaint for name, figure in figures for complaint in alike(name, figure)] == []


def test_nothing_on_explorers_is_said_by_colour_alone(scenes):
    assert [complaint for name, draw in scenes for complaint in alike(name, draw())] == []


def texts(figure):
    """The texts that are seen."""
    from matplotlib.text import Text

    return [each for each in figure.findobj(Text) if each.get_visible() and each.get_text().strip() and _on(each)]


def _on(artist):
    return (
        artist.axes is None
        or artist.axes.get_visible()
        and (artist.axes.axison or artist in artist.axes.texts or artist in _titles(artist.axes))
    )


def _titles(axes):
    return axes.title, axes._left_title, axes._right_title


def pixels(figure):
    """(rows, columns, 3), in [0, 1]."""
    figure.canvas.draw()
    figure.set_layout_engine("none")  # nothing moves when it is drawn again
    return np.asarray(figure.canvas.buffer_rgba())[..., :3] / 255


def faint_texts(name, figure):
    """Texts of which more than a twentieth stands on a ground with too little contrast."""
    with_text = pixels(figure)
    shown = texts(figure)
    colours = {text: mcolors.to_rgba(text.get_color()) for text in shown}
    boxes = {text: text.get_window_extent() for text in shown}
    for text in shown:
        text.set_color((*colours[text][:3], 0))
    ground = pixels(figure)
    for text in shown:
        text.set_color(colours[text])
    height = len(ground)
    for text in shown:
        box = boxes[text]
        part = np.s_[max(int(height - box.y1), 0) : int(height - box.y0) + 1, max(int(box.x0), 0) : int(box.x1) + 1]
        glyphs = np.abs(with_text[part] - ground[part]).max(axis=-1) > 0.2
        if glyphs.any():
            alpha = colours[text][3] * (1 if text.get_alpha() is None else text.get_alpha())
            ink = alpha * np.array(colours[text][:3]) + (1 - alpha) * ground[part][glyphs]
            least = np.quantile(contrast(ink, ground[part][glyphs]), 0.05)
            if least < CONTRAST:
                yield f"{name}: {text.get_text()!r} has a contrast of {least:.1f}"


@dataclass(frozen=True, eq=False)
class Mark:
    """Something that is drawn: its colour, what else it looks like, and where it is, (n, 2) in pixels."""

    colour: tuple
    look: tuple
    where: np.ndarray
    what: str


def marks(axes):
    """The lines, points, segments and areas on axes that are no frame, grid or text."""
    for line in axes.lines:
        where = line.get_transform().transform(np.column_stack(line.get_data(orig=False)).astype(float))
        where = where[np.isfinite(where).all(axis=1)]
        if not line.get_visible() or not len(where):
            continue
        if line.get_linestyle() != "None" and line.get_linewidth() > 0:
            look = ("line", str(line._unscaled_dash_pattern), round(2 * np.log2(line.get_linewidth())))
            yield Mark(mcolors.to_rgba(line.get_color()), look, where, "line")
        if line.get_marker() not in ("None", None, ""):
            hollow = mcolors.to_rgb(line.get_markerfacecolor()) == (1, 1, 1)
            colour = line.get_markeredgecolor() if hollow else line.get_markerfacecolor()
            look = ("points", str(line.get_marker()), hollow, round(2 * np.log2(line.get_markersize())))
            yield Mark(mcolors.to_rgba(colour), look, where, "points")
    for collection in axes.collections:
        yield from _of_collection(collection)
    for patch in axes.patches:
        if patch.get_visible() and patch.get_facecolor()[3] > 0:
            where = patch.get_transform().transform_path(patch.get_path()).vertices
            yield Mark(patch.get_facecolor(), ("area", patch.get_hatch()), where, type(patch).__name__)


def _of_collection(collection):
    from matplotlib.collections import LineCollection, PathCollection

    if isinstance(collection, LineCollection) and collection.get_visible():
        segments = [each for each in collection.get_segments() if np.isfinite(each).all() and len(each)]
        if segments:
            dash, width = str(collection.get_linestyle()), round(2 * np.log2(collection.get_linewidth()[0]))
            where = collection.get_transform().transform(np.concatenate(segments))
            for colour in np.unique(collection.get_colors(), axis=0):
                yield Mark(tuple(colour), ("line", dash, width), where, "segments")
    if isinstance(collection, PathCollection) and collection.get_visible() and len(collection.get_offsets()):
        where = collection.get_offset_transform().transform(np.asarray(collection.get_offsets()))
        face, edge = collection.get_facecolor(), collection.get_edgecolor()
        hollow = not len(face) or tuple(face[0][:3]) == (1, 1, 1)
        colour = edge[0] if hollow else face[0]
        size = round(np.log2(collection.get_sizes()[0]))
        yield Mark(tuple(colour), ("points", str(len(collection.get_paths()[0])), hollow, size), where, "scatter")


def alike(name, figure):
    """Pairs of marks that only colour tells apart, which some eyes cannot."""
    figure.canvas.draw()
    for axes in figure.axes:
        boxes = [(text, text.get_window_extent()) for text in texts(figure) if text.axes is axes]
        seen = set()
        found = list(marks(axes))
        found = [one for k, one in enumerate(found) if not any(_covers(later, one) for later in found[k + 1 :])]
        for one, other in itertools.combinations(found, 2):
            if one.look != other.look or apart(one.colour[:3], other.colour[:3]) >= DISTANCE:
                continue
            together = one.where.shape == other.where.shape and np.allclose(one.where, other.where, atol=1)
            if (
                together
                or np.allclose(one.colour[:3], other.colour[:3])
                or (_labelled(one, boxes) and _labelled(other, boxes))
            ):
                continue
            both = [f"{each.what} {mcolors.to_hex(each.colour)}" for each in (one, other)]
            pair = f"{name}: {' and '.join(both)}, {one.look}"
            if pair not in seen:
                seen.add(pair)
                yield pair


def _covers(later, mark):
    """Whether a mark is not seen, as another of the same look lies on it."""
    same = later.look == mark.look and later.where.shape == mark.where.shape
    return same and np.allclose(later.where, mark.where, atol=0.5)


def _labelled(mark, boxes):
    """Whether a text stands at the mark: in its colour near it, or in any colour right beside it or in it."""
    for text, box in boxes:
        outside = np.maximum(np.maximum([box.x0, box.y0] - mark.where, mark.where - [box.x1, box.y1]), 0)
        distance = np.hypot(*outside.T).min()
        same = np.allclose(mcolors.to_rgb(text.get_color()), mark.colour[:3], atol=0.01)
        if distance < (NEAR if same else BESIDE):
            return True
    return False


@pytest.fixture
def ax():
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(dpi=100)
    FigureCanvasAgg(figure)
    return figure.subplots()


def test_a_faint_text_is_noticed(ax):
    ax.set(xticks=[], yticks=[])
    ax.text(0.2, 0.8, "dark on white", color="#1d2433")
    ax.text(0.2, 0.6, "pale on white", color="#9aa2b1")
    ax.axhspan(0, 0.3, color="#34456b")
    ax.set(ylim=(0, 1))
    ax.text(0.2, 0.1, "dark on dark", color="#0a5fb4")
    ax.text(0.6, 0.1, "in a box", color="#0a5fb4", bbox={"facecolor": "white"})
    complaints = str(list(faint_texts("here", ax.figure)))
    assert "pale on white" in complaints and "dark on dark" in complaints
    assert "dark on white" not in complaints and "in a box" not in complaints


@pytest.mark.parametrize(
    "other, noticed",
    [({}, True), ({"linestyle": "--"}, False), ({"linewidth": 6}, False), ({"color": "#f0c000"}, False)],
)
def test_lines_that_only_colour_tells_apart_are_noticed(ax, other, noticed):
    """ERROR and TARGET, which look alike without green cones."""
    ax.plot([0, 1], [0, 1], **{"color": "#a81e5b", "linewidth": 2})
    ax.plot([0, 1], [1, 0], **{"color": "#00704f", "linewidth": 2, **other})
    assert bool(list(alike("here", ax.figure))) == noticed


def test_lines_with_texts_of_their_own_are_told_apart(ax):
    for colour, heights, text in [("#a81e5b", [0, 1], "first"), ("#00704f", [1, 0], "second")]:
        ax.plot([0, 1], heights, color=colour)
        ax.text(1, heights[1], text, color=colour)
    assert list(alike("here", ax.figure)) == []
