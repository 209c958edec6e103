"""A recorded explorer on a page with no kernel: the controls move the picture, and the words are the live ones."""

import base64
import io

import numpy as np
import pytest
from PIL import Image
from recording import record
from support import ROOT

from nnlib.plots import scenes
from nnlib.widgets.twin_maps import twin_maps

pytestmark = pytest.mark.browser
EVERY = 9  # of the positions


@pytest.fixture(scope="module")
def played(browser, tmp_path_factory):
    """(page, explorer, positions, what went wrong), the page being a file on this machine."""
    explorer, positions = twin_maps(), {}
    for control in explorer.definition:
        start = control.values.index(control.start)
        positions[control.keyword] = [v for k, v in enumerate(control.values) if (k - start) % EVERY == 0]
    folder, static = tmp_path_factory.mktemp("page"), ROOT / "website" / "_static"
    data = base64.b64encode(record(explorer, positions)).decode()
    (folder / "recording.js").write_text(f'window.nnlibRecordings = {{"twin-maps": "{data}"}};', encoding="utf-8")
    (folder / "background.png").write_bytes(scenes.whole(explorer._scene.background))
    (folder / "page.html").write_text(
        f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>page</title>
<link rel="stylesheet" href="{(static / "player.css").as_uri()}">
<figure class="nnlib-player" data-explorer="twin-maps">
<img class="nnlib-background" src="background.png" alt=""></figure>
<script src="recording.js"></script><script src="{(static / "player.js").as_uri()}"></script>""",
        encoding="utf-8",
    )
    page, wrong = browser.new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: request.url.startswith(("file:", "data:", "blob:")) or wrong.append(request.url))
    page.goto((folder / "page.html").as_uri())
    page.wait_for_selector(".nnlib-caption")
    yield page, explorer, positions, wrong
    page.close()


def picture(page):
    return page.evaluate("() => document.querySelector('canvas').toDataURL()")


def test_every_slider_goes_to_both_ends_and_says_what_the_explorer_says(played):
    page, explorer, positions, wrong = played
    sliders = page.get_by_role("slider")
    assert sliders.count() == len(positions)
    start = picture(page)
    for k, (control, values) in enumerate(zip(explorer.definition, positions.values(), strict=True)):
        seen = set()
        for key, value in (("End", values[-1]), ("Home", values[0])):
            sliders.nth(k).press(key)
            frame = explorer.frame(**{**explorer.start, control.keyword: value})
            assert page.locator(".nnlib-caption").inner_text() == frame.caption
            assert page.get_by_role("img", name=frame.alt).count() == 1
            assert sliders.nth(k).get_attribute("aria-valuetext") == control.format(value)
            seen.add(picture(page))
        page.get_by_role("button", name="Reset").click()
        assert picture(page) == start and len(seen | {start}) >= 2, control.label
    assert wrong == []


def test_a_curve_stands_where_the_live_one_does(played):
    """Almost every pixel that the live picture draws dark is drawn on the page too, a pixel aside."""
    page, explorer, _, _ = played
    data = base64.b64decode(picture(page).split(",")[1])
    drawn = np.asarray(Image.open(io.BytesIO(data)))[::2, ::2, 3] > 128
    live = explorer._scene.render(explorer.frame(**explorer.start))
    ours = (live != explorer._scene.background).any(axis=-1) & (live[..., :3].mean(axis=-1) < 140)
    texts_below = np.arange(len(ours)) < 0.82 * len(ours)  # letters have a font of their own
    near = np.zeros_like(drawn)
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            near |= np.roll(drawn, (down, right), axis=(0, 1))
    ours &= texts_below[:, None]
    assert ours.sum() > 200 and near[ours].mean() > 0.97


def test_back_step_and_play(played):
    page, explorer, positions, wrong = played
    caption = page.locator(".nnlib-caption")
    page.get_by_role("button", name="Reset").click()
    first = caption.inner_text()
    page.get_by_role("button", name="Step").click()
    assert caption.inner_text() != first
    page.get_by_role("button", name="Back").click()
    assert caption.inner_text() == first
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Play").wait_for()  # it has stopped by itself, at the end of the walk or before it
    last = page.get_by_role("slider").nth(2)
    assert caption.inner_text() != first and int(last.input_value()) > positions["exponent"].index(
        explorer.start["exponent"]
    )
    assert wrong == []
