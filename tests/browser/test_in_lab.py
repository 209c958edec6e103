"""The notebooks as their readers have them: opened in JupyterLab, run, and driven from the keyboard."""

import statistics

import pytest
from support import NOTEBOOKS

pytestmark = pytest.mark.browser

EXPLORERS = {
    "00_start_here.ipynb": ["tangent explorer"],
    "01_gradient_descent.ipynb": ["tangent explorer", "outcome strip"],
    "02_one_weight.ipynb": ["one weight"],
    "03_a_bias.ipynb": ["two slopes"],
    "04_cost_surfaces.ipynb": ["rolling balls", "twin maps"],
    "05_every_path.ipynb": ["every path", "explosion"],
    "06_xor.ipynb": ["epoch scrubber"],
    "07_any_network.ipynb": ["gradient X-ray"],
}
OUTPUT_ERRORS = """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
    .filter(cell => cell.type === 'code').flatMap(cell => cell.outputs.toJSON())
    .filter(output => output.output_type === 'error').map(output => output.ename + ': ' + output.evalue)"""
# time from a key press to the next picture on screen, in milliseconds
WATCH = """image => {
    window.presses = [];
    let pressed = null;
    document.addEventListener('keydown', () => { pressed = performance.now(); }, {capture: true});
    image.addEventListener('load', () => {
        if (pressed !== null) requestAnimationFrame(() => {
            window.presses.push(performance.now() - pressed); pressed = null; }); }); }"""


class Seen:
    """One explorer on the page."""

    def __init__(self, page, title):
        self.page = page
        self.root = page.get_by_role("group", name=title, exact=True)
        self.root.scroll_into_view_if_needed()
        self.image = self.root.locator("img.widget-image")
        self.image.wait_for()
        self.pixels_now = None

    @property
    def caption(self):
        return self.root.locator(".nnlib-caption").inner_text()

    def pixels(self):
        """The picture as the page has decoded it: a digest of every pixel."""
        return self.image.evaluate(
            """async image => {
                // a newer picture may take its place while this one is decoded
                const frame = () => new Promise(requestAnimationFrame);
                while (!await image.decode().then(() => true, () => false)) await frame();
                const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
                const context = canvas.getContext('2d');
                context.drawImage(image, 0, 0);
                const data = context.getImageData(0, 0, canvas.width, canvas.height).data;
                const hash = await crypto.subtle.digest('SHA-256', data);
                return [...new Uint8Array(hash)].join(' '); }"""
        )

    def wait_for_change(self, before):
        """Wait until the picture is another than `before`, and return it."""
        for _ in range(100):
            now = self.pixels()
            if now != before:
                return now
            self.page.wait_for_timeout(50)
        raise AssertionError("the picture did not change")

    def wait_for(self, pixels):
        """Wait until the picture is this one."""
        for _ in range(100):
            if self.pixels() == pixels:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("the picture did not return to its first pixels")


@pytest.mark.parametrize("name", [path.name for path in NOTEBOOKS])
def test_runs_with_no_error_and_no_request_outside(name, open_notebook):
    page, refused, errors = open_notebook(name)
    for title in EXPLORERS.get(name, []):
        Seen(page, title)
    assert page.evaluate(OUTPUT_ERRORS) == []
    assert page.get_by_text("Error displaying widget").count() == 0
    assert refused == []
    assert errors == []


@pytest.mark.parametrize("name, title", [(name, title) for name, titles in EXPLORERS.items() for title in titles])
def test_every_control_by_keyboard_then_reset(name, title, open_notebook, say):
    page, _, _ = open_notebook(name)
    explorer = Seen(page, title)
    page.wait_for_timeout(500)
    first_pixels, first_caption = explorer.pixels(), explorer.caption
    sliders = explorer.root.get_by_role("slider").all()
    assert len(sliders) >= 2
    reset = explorer.root.get_by_role("button", name="Reset")
    for slider in sliders:
        name_spoken, value = slider.get_attribute("aria-label"), slider.get_attribute("aria-valuetext")
        assert name_spoken and value
        slider.focus()
        page.keyboard.press(
            "ArrowRight"
            if slider.get_attribute("aria-valuenow") != slider.get_attribute("aria-valuemax")
            else "ArrowLeft"
        )
        explorer.wait_for_change(first_pixels)
        page.wait_for_timeout(100)
        assert explorer.caption != first_caption, name_spoken
        assert slider.get_attribute("aria-valuetext") != value, name_spoken
        for key in ("Home", "End"):
            page.keyboard.press(key)
            page.wait_for_timeout(150)
        reset.click()
        explorer.wait_for(first_pixels)
    for box in explorer.root.get_by_role("checkbox").all():
        box.focus()
        page.keyboard.press("Space")
        page.wait_for_timeout(150)
    assert explorer.image.get_attribute("alt")
    reset.focus()
    page.keyboard.press("Enter")
    explorer.wait_for(first_pixels)
    assert explorer.caption == first_caption
    page.wait_for_timeout(800)
    assert explorer.root.get_by_role("status").text_content() == first_caption  # read aloud, once at rest

    explorer.image.evaluate(WATCH)
    sliders[1].focus()
    at_end = sliders[1].get_attribute("aria-valuenow") == sliders[1].get_attribute("aria-valuemax")
    for press in range(30):
        page.keyboard.press("ArrowLeft" if (press + at_end) % 2 else "ArrowRight")
        page.wait_for_function("count => window.presses.length >= count", arg=press + 1)
        page.wait_for_timeout(30)
    times = sorted(page.evaluate("() => window.presses"))
    say(f"{title}, key press to picture: median {statistics.median(times):.0f} ms, 95th percentile {times[28]:.0f} ms")


def test_play_walks_on_and_the_last_position_of_a_fast_drag_wins(open_notebook):
    page, _, _ = open_notebook("01_gradient_descent.ipynb")
    explorer = Seen(page, "outcome strip")
    page.wait_for_timeout(500)
    before = explorer.pixels()
    steps = explorer.root.get_by_role("slider", name="steps taken")
    start = int(float(steps.get_attribute("aria-valuenow")))
    explorer.root.get_by_role("button", name="Play").click()
    explorer.root.get_by_role("button", name="Pause").wait_for()
    explorer.wait_for_change(before)
    page.wait_for_timeout(700)
    assert int(float(steps.get_attribute("aria-valuenow"))) > start
    explorer.root.get_by_role("button", name="Reset").click()
    explorer.wait_for(before)
    explorer.root.get_by_role("button", name="Play").wait_for()
    page.wait_for_timeout(600)
    assert explorer.pixels() == before  # nothing ticks on after Reset

    rate = explorer.root.get_by_role("slider", name="learning rate")
    box = rate.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    for shift in (40, -60, 80, -100, 30, 60):
        page.mouse.move(box["x"] + 5 + shift, box["y"] + 5)
    page.mouse.up()
    page.wait_for_timeout(600)
    settled = explorer.pixels()
    assert f"α = {rate.get_attribute('aria-valuetext')}," in explorer.caption
    page.wait_for_timeout(400)
    assert explorer.pixels() == settled


@pytest.mark.parametrize("name", sorted(EXPLORERS))
def test_without_running_the_stills_and_words_are_there(name, open_notebook):
    page, _, _ = open_notebook(name, run=False)
    stills = page.locator(".jp-OutputArea-output img[width='960'], .jp-RenderedImage img[width='960']")
    stills.first.wait_for()
    assert stills.count() == len(EXPLORERS[name])
    assert page.get_by_text("Before anything is moved:").count() >= len(EXPLORERS[name])
