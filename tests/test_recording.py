"""What a recording of an explorer says is what the explorer shows, to a quarter of a pixel."""

import numpy as np
import pytest
from recording import NOTHING, QUARTER, WIDTH, _cut, record, shown, unpacked

from nnlib.widgets.every_path import every_path
from nnlib.widgets.explosion import explosion
from nnlib.widgets.tangent import tangent_explorer
from nnlib.widgets.twin_maps import twin_maps

# positions: every so many of a control's values, and its start
MADE = {
    "tangent explorer": (tangent_explorer, 1),
    "explosion": (explosion, 1),
    "every path": (every_path, 1),
    "twin maps": (twin_maps, 9),
}


@pytest.fixture(scope="module", params=MADE)
def recorded(request):
    """(explorer, the positions that were recorded, what was unpacked)."""
    factory, every = MADE[request.param]
    explorer = factory()
    positions = {}
    for control in explorer.definition:
        start = control.values.index(control.start)
        positions[control.keyword] = [value for k, value in enumerate(control.values) if (k - start) % every == 0]
    return explorer, positions, unpacked(record(explorer, positions))


def somewhere(positions, count):
    """Places on the grid: (the index of each control's position, the values)."""
    rng = np.random.default_rng(0)
    for _ in range(count):
        at = [int(rng.integers(len(values))) for values in positions.values()]
        yield at, {keyword: values[k] for (keyword, values), k in zip(positions.items(), at, strict=True)}


def hold_against_the_live_one(explorer, positions, recording, coarser=None, scene=None):
    """Texts are equal, places to an eighth of a pixel, colours to half a step of 255, at 60 random places."""
    width = explorer.scene.canvas.get_width_height()[0]
    scene = scene or explorer.scene
    height = scene.canvas.get_width_height()[1]
    for at, values in somewhere(positions, 60):
        frame = explorer.frame(**values)
        assert shown(recording["caption"], at) == frame.caption and shown(recording["alt"], at) == frame.alt
        for part in recording["artists"]:
            live, stored = frame.artists[part["name"]], shown(part, at)
            step = (coarser or {}).get(part["name"], 1)
            if isinstance(live, str):
                assert stored == live
            elif part["kind"] == "image":
                colours = np.array(part["colours"])[stored].reshape(part["rows"], part["columns"], 4)
                live = np.nan_to_num(live[::step, ::step])
                live = live if scene.artists[part["name"]].origin == "upper" else live[::-1]
                np.testing.assert_allclose(colours / 255, live, rtol=0, atol=0.5 / 255 + 1e-6)
            else:
                kept = [*range(0, len(live), step), *([] if (len(live) - 1) % step == 0 else [len(live) - 1])]
                places = scene.artists[part["name"]].get_transform().transform(np.reshape(live[kept], (-1, 2)))
                places = (places * [1, -1] + [0, height]) * WIDTH / width
                nothing = np.isnan(places).any(axis=1)
                stored = stored.reshape(-1, 2)
                np.testing.assert_array_equal((stored == NOTHING).all(axis=1), nothing)
                here, there = stored[~nothing] / QUARTER, places[~nothing]
                np.testing.assert_allclose(here, there, rtol=0, atol=0.5 / QUARTER + 1e-9)


def test_places_and_texts_are_those_of_the_live_frame(recorded):
    hold_against_the_live_one(*recorded)


def test_controls_have_their_names_words_and_start(recorded):
    explorer, positions, recording = recorded
    for control, stored in zip(explorer.definition, recording["controls"], strict=True):
        values = positions[control.keyword]
        assert stored["label"] == control.label and values[stored["start"]] == control.start
        if "words" in stored:
            assert stored["words"] == [control.format(value) for value in values]


def test_what_does_not_depend_on_a_control_is_stored_once(recorded):
    explorer, positions, recording = recorded
    first = {keyword: values[0] for keyword, values in positions.items()}
    for part in recording["artists"]:
        for k, (keyword, values) in enumerate(positions.items()):
            if k not in part["controls"]:
                frames = [explorer.frame(**{**first, keyword: value}) for value in values]
                shows = [frame.artists[part["name"]] for frame in frames]
                assert all(np.array_equal(each, shows[0], equal_nan=not isinstance(each, str)) for each in shows)


def test_panels_cover_the_picture_and_cut_no_axes(recorded):
    explorer, _, recording = recorded
    width, height = recording["size"]
    panels = recording["panels"]
    covered = np.zeros((height, width), int)
    for left, top, right, bottom in panels:
        covered[top:bottom, left:right] += 1
    assert (covered == 1).all()
    scale = width / explorer.scene.canvas.get_width_height()[0]
    for axes in explorer.scene.canvas.figure.axes:
        box = axes.get_window_extent()
        x0, x1, y0, y1 = scale * box.x0, scale * box.x1, height - scale * box.y1, height - scale * box.y0
        assert [left <= x0 and x1 <= right and top <= y0 and y1 <= bottom for left, top, right, bottom in panels].count(
            True
        ) == 1


def test_gaps_are_cut_rows_first():
    boxes = [(0, 0, 4, 4), (6, 0, 9, 5), (0, 7, 9, 9)]
    assert _cut(boxes, (0, 0, 10, 10)) == [(0, 0, 5, 6), (5, 0, 10, 6), (0, 6, 10, 10)]
    assert _cut([(0, 0, 4, 9), (5, 0, 9, 4), (5, 6, 9, 9)], (0, 0, 10, 10)) == [
        (0, 0, 4.5, 10),
        (4.5, 0, 10, 5),
        (4.5, 5, 10, 10),
    ]
    assert _cut([(0, 0, 6, 6), (5, 5, 9, 9)], (0, 0, 10, 10)) == [(0, 0, 10, 10)]
