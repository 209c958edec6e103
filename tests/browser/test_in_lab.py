"""The notebooks as their readers have them: opened in JupyterLab, run, and driven from the keyboard and with the mouse.

All tests of a notebook share one page, and come in the order in which a reader meets things: the page before anything
has run, all cells, each explorer. What goes wrong out of sight is looked at after every one of them.
"""

import io
import re

import numpy as np
import pytest
from PIL import Image
from support import contrast, explorers

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def nothing_goes_wrong_out_of_sight(notebook, lab):
    yield
    assert notebook.refused == lab.refused == []
    assert notebook.complaints == []
    assert notebook.hidden_errors == []


def descriptions(notebook):
    """What assistive technology says of each picture among the outputs of a notebook."""
    return [node["name"] for node in notebook.accessible(notebook.page.locator(".jp-Notebook"), role="image")]


def test_before_anything_runs_pictures_and_words_are_there(notebook):
    page = notebook.page
    stills = page.locator(".jp-RenderedImage img[width='960']")
    words = page.locator(".jp-OutputArea-output").filter(has_text="Before anything is moved:")
    assert stills.count() == words.count() == len(explorers(notebook.path))
    for still in stills.all():
        assert still.evaluate("async image => { await image.decode(); return image.naturalWidth; }") == 1920
    stored = [output for output in notebook.outputs if "image/png" in output.get("data", {})]
    described = descriptions(notebook)
    assert described == [output["metadata"]["image/png"]["alt"] for output in stored]
    assert all(len(text) > 40 for text in described)


def test_runs_with_no_error(notebook):
    notebook.run()
    assert notebook.output_errors == []
    assert notebook.page.get_by_text(re.compile("Error displaying widget|Failed to load model")).count() == 0
    assert all(len(text) > 40 for text in descriptions(notebook))


def test_every_control_by_keyboard_to_both_ends_and_back(explorer):
    start = picture_before, words_before = explorer.shown
    for slider in explorer.sliders:
        position, last = explorer.position(slider)
        ends = [explorer.press(slider, "Home"), explorer.press(slider, "End")]
        assert explorer.position(slider) == (last, last)
        for picture, words in [ends[0] if position else ends[1], *(ends if 0 < position < last else [])]:
            assert picture != picture_before and words != words_before
        assert explorer.move_to(slider, position) == start
        assert explorer.position(slider) == (position, last)
    for box in explorer.boxes:
        picture, words = explorer.press(box, "Space")
        assert picture != picture_before and words != words_before
        assert explorer.press(box, "Space") == start


def test_reset_from_anywhere_gives_the_first_pixels(explorer):
    start = explorer.shown
    for box in explorer.boxes:
        explorer.press(box, "Space")
    for slider in explorer.sliders:
        moved = explorer.press(slider, "PageUp", "PageUp", "ArrowLeft")
    assert moved != start
    assert explorer.reset() == start


def test_buttons_step_and_play(explorer):
    if explorer.root.get_by_role("button").count() == 1:
        pytest.skip("this explorer has no steps")
    start = explorer.shown
    back, step, play = (explorer.root.get_by_role("button", name=name) for name in ("Back", "Step", "Play"))
    slider = explorer.sliders[-1]
    position, last = explorer.position(slider)
    if position == last:
        explorer.press(back, "Enter")
        assert explorer.position(slider) == (last - 1, last)
        assert explorer.press(step, "Enter") == start
        explorer.press(slider, "Home")
        position = 0
    else:
        explorer.press(step, "Enter")
        assert explorer.position(slider) == (position + 1, last)
        assert explorer.press(back, "Enter") == start
    explorer.press(play, "Enter")
    explorer.root.get_by_role("button", name="Pause").wait_for()
    slider.page.wait_for_function(
        "([handle, p]) => handle.ariaValueNow > p + 1", arg=[slider.element_handle(), position]
    )
    assert explorer.reset() == start
    play.wait_for()
    explorer.page.wait_for_timeout(500)
    assert explorer.shown == start  # nothing ticks on after Reset


def test_the_last_position_of_a_fast_drag_wins_and_nothing_queues(explorer):
    for slider in explorer.sliders:
        late, most = explorer.drag(slider, [k / 20 for k in (*range(21), *range(20, 4, -1))])  # there, and back to 1/4
        assert late <= 4, "one picture on its way, and the last; a busy machine may have begun others; of 37 moves"
        assert most <= 2
        dragged, (position, last) = explorer.shown, explorer.position(slider)
        assert abs(position - last / 4) <= 1
        explorer.reset()
        assert explorer.move_to(slider, position) == dragged
        explorer.reset()


def test_every_control_has_a_name_and_speaks_its_value(explorer):
    def spoken(role):
        return explorer.notebook.accessible(explorer.root, role=role)

    assert spoken("group")[0]["name"] == explorer.title
    (picture,) = spoken("image")
    assert len(picture["name"]) > 40
    for slider in explorer.sliders:
        row = slider.locator("xpath=ancestor::*[contains(@class,'widget-inline-hbox')]")
        for key in ("Home", "End", "ArrowLeft"):
            explorer.press(slider, key)
            (said,) = explorer.notebook.accessible(row, role="slider")
            assert said["name"] == row.locator(".widget-label").inner_text()
            # what Chromium hands to screen readers; its own view of the tree leaves the words of sliders out
            assert slider.get_attribute("aria-valuetext") == row.locator(".widget-readout").inner_text()
    named = [node["name"] for role in ("slider", "checkbox", "button") for node in spoken(role)]
    assert all(named) and len(set(named)) == len(named)
    assert len(spoken("slider")) == len(explorer.sliders) and len(spoken("checkbox")) == len(explorer.boxes)
    aloud = explorer.root.get_by_role("status").element_handle()  # once at rest
    explorer.page.wait_for_function("([aloud, words]) => aloud.textContent === words", arg=[aloud, explorer.caption])


def seen(locator):
    """An element and a little around it, as the reader sees it: (rows, columns, 3), in [0, 1]."""
    box = locator.bounding_box()
    clip = {"x": box["x"] - 8, "y": box["y"] - 8, "width": box["width"] + 16, "height": box["height"] + 16}
    return np.asarray(Image.open(io.BytesIO(locator.page.screenshot(clip=clip))).convert("RGB")) / 255


def test_focus_is_visible(explorer):
    """Pixels as many as a line around the control change, with a contrast of 3 : 1 to what was there (WCAG 2.4.13)."""
    # one sheet of styles serves all explorers, and this one has every kind of control
    themes = ["JupyterLab Dark", "JupyterLab Light"] if explorer.title == "outcome strip" else ["JupyterLab Light"]
    for theme in themes:
        explorer.notebook.use_theme(theme)
        for control in [*explorer.sliders, *explorer.boxes, *explorer.root.get_by_role("button").all()]:
            control.scroll_into_view_if_needed()
            explorer.page.keyboard.press("Tab")
            control.evaluate("control => { control.focus(); control.blur(); }")
            before = seen(control)
            control.evaluate("control => control.focus({focusVisible: true})")
            changed = contrast(before, seen(control)) >= 3
            rows, columns = before.shape[0] - 16, before.shape[1] - 16
            assert changed.sum() >= 2 * (rows + columns), f"{theme}: {control}"
        words = explorer.root.locator(".nnlib-caption")
        text = seen(words)
        assert contrast(text, np.median(text, axis=(0, 1))).max() >= 4.5
