"""The site in a real browser: from files, with no other host, for readers with any screen, and its explorers play."""

import base64
import contextlib
import functools
import http.server
import io
import json
import os
import re
import runpy
import threading
import urllib.parse

import numpy as np
import pages
import pytest
from bs4 import BeautifulSoup
from explorers import COARSER, NARROW, positions, standing_in
from PIL import Image
from recording import unpacked
from support import ROOT
from test_explorers import FACTORIES
from test_recording import hold_against_the_live_one, somewhere

pytestmark = pytest.mark.browser
PAGES = [
    "index.html",
    "search.html",
    *(path.relative_to(ROOT).with_suffix(".html").as_posix() for path in [*pages.COURSE, *pages.BESIDE]),
]
WHERE = {}  # explorer -> a page that it stands on
for _path in pages.COURSE:
    for _, _name, _ in standing_in(pages.read(_path)):
        WHERE[_name] = f"notebooks/{_path.stem}.html"
CANNOT_BE_PARTED = {"gradient_xray"}  # lines of text over its whole width: on a phone it scrolls in its place
every_page = pytest.mark.parametrize("name", PAGES)
every_explorer = pytest.mark.parametrize("name", WHERE)
MAKERS = {factory.__name__: factory for factory in FACTORIES.values()}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the site. Its recordings are kept in the checkout, where that can be written."""
    folder = tmp_path_factory.mktemp("site")
    cache = pages.CACHE if os.access(ROOT, os.W_OK) else folder / "explorers"
    pages.build(folder / "site", cache, processes=1)  # other tests run beside it
    return folder / "site"


@contextlib.contextmanager
def hosted(folder):
    """The address of a host that gives out the files of a folder."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class Reader:
    """A page of the site in the browser, and what it asked for and complained of."""

    def __init__(self, browser, **context):
        self.context = browser.new_context(**context)
        self.page = self.context.new_page()
        self.asked, self.wrong = [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("requestfailed", lambda request: self.wrong.append(f"failed: {request.url}"))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda said: said.type == "error" and self.wrong.append(said.text))

    def open(self, address):
        """Open a page, and wait until its formulas are set."""
        self.page.goto(address)
        self.page.wait_for_function("!window.MathJax || !MathJax.startup || MathJax.startup.promise.then(() => true)")
        return self.page


@pytest.fixture
def reader(browser):
    made = []

    def new(**context):
        made.append(Reader(browser, **context))
        return made[-1]

    yield new
    for each in made:
        each.context.close()


def to_the_end(page):
    """Scroll through the whole page, as far as it goes."""
    page.evaluate("""async () => {
        for (let y = 0; y < document.documentElement.scrollHeight; y += 600) {
            scrollTo(0, y);
            await new Promise(requestAnimationFrame);
        }
    }""")
    page.wait_for_function("""() => document.querySelectorAll('figure.nnlib-player:not(.nnlib-plays)').length === 0""")


@every_page
def test_a_page_is_whole_as_a_file_and_asks_no_other_host(site, reader, name):
    me = reader()
    page = me.open((site / name).as_uri())
    before = {address.split("?")[0] for address in me.asked}
    to_the_end(page)
    assert me.wrong == []
    assert [a for a in me.asked if not a.startswith((site.as_uri(), "data:", "blob:"))] == []
    assert page.locator("mjx-merror").count() == 0
    assert page.evaluate("[...document.images].filter((i) => !i.complete || !i.naturalWidth).map((i) => i.src)") == []
    files = [
        site / urllib.parse.unquote(address[len(site.as_uri()) + 1 :]) for address in before if address[:5] == "file:"
    ]
    heavy = sum(file.stat().st_size for file in files if file.name != "mathjax.js" and file.parent.name != "explorers")
    assert heavy < 3_000_000
    assert page.get_by_role("heading", level=1).count() == 1


@functools.cache
def soup(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@every_page
def test_links_and_anchors_lead_somewhere(site, name):
    here, elsewhere = site / name, set()
    for link in soup(here).find_all("a", href=True):
        address, _, anchor = link["href"].partition("#")
        if re.match(r"[a-z]+:", address):
            elsewhere.add(address)
            continue
        there = (here.parent / urllib.parse.unquote(address)).resolve() if address else here
        assert there.is_file(), link
        if anchor and there.suffix == ".html":
            assert soup(there).find(id=urllib.parse.unquote(anchor)), link
    known = "".join(path.read_text(encoding="utf-8") for path in [*pages.COURSE, ROOT / "README.md"])
    made_with = {"https://sphinx-book-theme.readthedocs.io/", "https://ebp.jupyterbook.org/"}
    assert {address for address in elsewhere if address not in known and address not in made_with} == set()


@every_page
def test_nothing_shuts_anyone_out(site, reader, name):
    from axe_playwright_python.sync_playwright import Axe

    for theme in ("light", "dark"):
        me = reader(color_scheme=theme, reduced_motion="reduce")
        page = me.open((site / name).as_uri())
        to_the_end(page)
        assert page.evaluate("document.documentElement.dataset.theme") == theme
        found = Axe().run(page).response["violations"]
        serious = [each for each in found if each["impact"] in ("serious", "critical")]
        assert [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in serious] == []


@every_page
def test_a_phone_scrolls_no_page_sideways(site, reader, name):
    page = reader(viewport={"width": 380, "height": 800}, has_touch=True, is_mobile=True).open((site / name).as_uri())
    to_the_end(page)
    assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [380, 380]


@pytest.fixture(scope="module")
def host(site):
    """The site's address on a host: from a file, a page may not look at what it has drawn with a picture in it."""
    with hosted(site) as address:
        yield address


@every_explorer
def test_on_a_phone_the_panels_stand_one_beneath_the_other(host, reader, recordings, name):
    """Each as wide as the screen at most, and as the live explorer draws it; nothing in it scrolls sideways."""
    me = reader(viewport={"width": 380, "height": 800}, has_touch=True, is_mobile=True, device_scale_factor=2)
    page = me.open(f"{host}/{WHERE[name]}")
    page.locator(f"figure[data-explorer={name}]").scroll_into_view_if_needed()
    figure = page.locator(f"figure.nnlib-plays[data-explorer={name}]")
    figure.wait_for()
    wide, place = figure.locator(".nnlib-scroll").evaluate("(scroll) => [scroll.scrollWidth, scroll.clientWidth]")
    assert name in CANNOT_BE_PARTED or wide == place
    explorer, values, recording = recordings(name, "-narrow" if name in NARROW else "")
    scene = explorer.new_scene(100, narrow=True) if name in NARROW else explorer.new_scene(100)
    panels = recording["panels"]
    for at, chosen in [(None, explorer.start), *somewhere(values, 1)]:
        if at:
            put(figure, explorer, at)
        drawn = Image.open(io.BytesIO(base64.b64decode(picture(figure).split(",")[1])))
        live = Image.fromarray(scene.render(explorer.frame(**chosen)))
        if len(panels) == 1:  # the background lies under the canvas
            drawn = Image.alpha_composite(Image.fromarray(scene.background).resize(drawn.size), drawn)
        top = 0
        for left, upper, right, lower in panels:
            scale = min(wide / (right - left), 1) if len(panels) > 1 else wide / (right - left)
            x = (wide - (right - left) * scale) / 2
            box = [round(2 * n) for n in (x, top, x + (right - left) * scale, top + (lower - upper) * scale)]
            shown = drawn.crop(box).convert("RGB").resize((40, 40), Image.Resampling.BOX)
            wanted = live.crop((left, upper, right, lower)).convert("RGB").resize((40, 40), Image.Resampling.BOX)
            assert np.abs(np.asarray(shown, float) - np.asarray(wanted, float)).mean() < 4, (chosen, left, upper)
            top += (lower - upper) * scale
        assert drawn.size == pytest.approx((2 * wide, 2 * top), abs=2)
    assert me.wrong == []


@pytest.mark.parametrize("name", sorted(NARROW))
def test_a_phone_that_is_turned_shows_the_other_picture(site, reader, name):
    """The controls stay where they are; the picture is the one for the new width, and back again."""
    phone, turned = {"width": 380, "height": 800}, {"width": 800, "height": 380}
    me = reader(viewport=phone, has_touch=True, is_mobile=True)
    page = me.open((site / WHERE[name]).as_uri())
    page.locator(f"figure[data-explorer={name}]").scroll_into_view_if_needed()
    figure = page.locator(f"figure.nnlib-plays[data-explorer={name}]")
    figure.get_by_role("slider").first.press("Home")
    caption, shows = figure.locator("figcaption").inner_text(), 'figure[data-explorer={}] img[src$="/{}.png"]'
    for size, file in [(turned, name), (phone, f"{name}-narrow")]:
        page.set_viewport_size(size)
        page.locator(shows.format(name, file)).wait_for(state="attached")
        assert figure.locator("figcaption").inner_text() == caption
        wide, place = figure.locator(".nnlib-scroll").evaluate("(scroll) => [scroll.scrollWidth, scroll.clientWidth]")
        assert wide == place
    assert me.wrong == []


def test_on_a_phone_what_steps_stays_in_sight_above_a_high_picture(site, reader):
    page = reader(viewport={"width": 380, "height": 800}, has_touch=True, is_mobile=True).open(
        (site / WHERE["scrubber"]).as_uri()
    )
    page.locator("figure[data-explorer=scrubber]").scroll_into_view_if_needed()
    figure = page.locator("figure.nnlib-plays[data-explorer=scrubber]")
    canvas = figure.locator("canvas")
    canvas.evaluate("(canvas) => scrollBy(0, canvas.getBoundingClientRect().bottom - 700)")  # its end is in sight
    back, low = figure.get_by_role("button", name="Back").bounding_box(), canvas.bounding_box()
    assert 40 < back["y"] < 300 and low["y"] < 0
    caption = figure.locator("figcaption").inner_text()
    page.mouse.click(back["x"] + 10, back["y"] + 10)
    assert figure.locator("figcaption").inner_text() != caption


def test_a_finger_that_scrolls_the_page_moves_no_slider(site, reader):
    page = reader(viewport={"width": 380, "height": 800}, has_touch=True, is_mobile=True).open(
        (site / "index.html").as_uri()
    )
    figure = page.locator("figure.nnlib-plays")
    figure.wait_for()
    slider, caption = figure.get_by_role("slider").nth(1), figure.locator("figcaption")
    before, words = slider.input_value(), caption.inner_text()
    slider.evaluate("""(input) => {
        input.dispatchEvent(new PointerEvent("pointerdown"));
        input.value = 0;
        input.dispatchEvent(new Event("input"));
    }""")
    assert slider.input_value() == "0" and caption.inner_text() != words
    slider.evaluate("(input) => input.dispatchEvent(new PointerEvent('pointercancel'))")
    assert slider.input_value() == before and caption.inner_text() == words


@every_explorer
def test_what_stands_below_an_explorer_does_not_jump(played):
    figure, explorer, values, me = played
    high = figure.bounding_box()["height"]
    for at, _ in somewhere(values, 5):
        put(figure, explorer, at)
        assert figure.bounding_box()["height"] == pytest.approx(high, abs=1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_begins_in_the_reader_s_own_theme(site, reader, scheme):
    """When its body begins, before anything is painted; without scripts it is light, as its code is."""
    me = reader(color_scheme=scheme)
    me.page.add_init_script("""new MutationObserver((_, observer) => {
        if (!document.body) return;
        window.begun = document.documentElement.dataset.theme;
        observer.disconnect();
    }).observe(document, { childList: true, subtree: true })""")
    assert me.open((site / "index.html").as_uri()).evaluate("window.begun") == scheme
    still = reader(color_scheme=scheme, java_script_enabled=False).page
    still.goto((site / "index.html").as_uri())
    assert still.locator("html").get_attribute("data-theme") == "light"


def test_a_table_breaks_no_words_on_a_phone(site, reader):
    """Each word of BENCHMARKS stands in one line: its box is no higher than a line."""
    page = reader(viewport={"width": 380, "height": 800}).open((site / "BENCHMARKS.html").as_uri())
    broken = page.evaluate("""() => {
        const found = [], range = document.createRange();
        for (const cell of document.querySelectorAll("td")) {
            const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) for (const word of texts.currentNode.data.matchAll(/[^\\s\u202f-]+/g)) {
                range.setStart(texts.currentNode, word.index);
                range.setEnd(texts.currentNode, word.index + word[0].length);
                if (new Set([...range.getClientRects()].map((box) => box.top)).size > 1) found.push(word[0]);
            }
        }
        return found;
    }""")
    assert [word for word in broken if len(word) < 16] == []


def test_a_site_that_knows_its_repository_leads_there(site, monkeypatch):
    words = {"outcome_strip": {"caption": "", "alt": "", "sizes": [[960, 690]]}}
    monkeypatch.delenv("REPOSITORY_URL", raising=False)
    assert "[this repository]" not in pages.home(words) and "repository_url" not in conf()["html_theme_options"]
    for address, known in [("https://github.com/someone/course", True), ("https://git.example/someone/course", False)]:
        monkeypatch.setenv("REPOSITORY_URL", address)
        assert f"Get a copy of [this repository]({address})" in pages.home(words)
        assert conf()["html_theme_options"].get("repository_url") == (address if known else None)


def conf():
    return runpy.run_path(str(pages.HERE / "conf.py"))


@every_explorer
def test_without_scripts_still_and_caption_stand(site, reader, name):
    page = reader(java_script_enabled=False).page
    page.goto((site / WHERE[name]).as_uri())
    figure = page.locator(f"figure[data-explorer={name}]")
    explorer = MAKERS[name]()
    start = explorer.frame(**explorer.start)
    figure.scroll_into_view_if_needed()
    assert figure.locator("figcaption").inner_text() == start.caption
    still = figure.get_by_role("img", name=start.alt)
    assert still.is_visible() and still.bounding_box()["height"] > 200


def test_printed_a_page_is_its_text_and_pictures(site, reader):
    page = reader().open((site / WHERE["outcome_strip"]).as_uri())
    to_the_end(page)
    page.emulate_media(media="print")
    assert page.locator("canvas").first.is_visible() and page.locator("figcaption").first.is_visible()
    for selector in (".bd-sidebar-primary", ".nnlib-buttons", ".nnlib-slider input"):
        assert not page.locator(selector).first.is_visible(), selector


def test_the_search_finds_a_word_on_a_page_that_is_a_file(site, reader):
    me = reader()
    page = me.open((site / "search.html").as_uri() + "?q=plateau")
    page.locator("#search-results a").first.wait_for()
    assert any("04_cost_surfaces" in link.get_attribute("href") for link in page.locator("#search-results a").all())
    assert me.wrong == []


def test_any_host_will_do_under_any_path(site, reader, tmp_path):
    """As it comes from a static host, three folders deep."""
    deep = tmp_path / "some" / "where" / "deep"
    deep.parent.mkdir(parents=True)
    deep.symlink_to(site, target_is_directory=True)

    with hosted(tmp_path) as address:
        here = f"{address}/some/where/deep/"
        me = reader()
        for name in ("index.html", WHERE["twin_maps"]):
            to_the_end(me.open(here + name))
        assert me.wrong == [] and [a for a in me.asked if not a.startswith((here, "data:", "blob:"))] == []


def put(figure, explorer, at):
    """The controls of a figure to these positions, in the explorer's order."""
    figure.evaluate(
        """(figure, places) => places.forEach(([label, position]) => {
            const input = [...figure.querySelectorAll("label")].find((each) => each.textContent === label).control;
            if (input.type === "checkbox") return input.checked === Boolean(position) || input.click();
            input.value = position;
            input.dispatchEvent(new Event("input"));
        })""",
        [[control.label, position] for control, position in zip(explorer.definition, at, strict=True)],
    )


@pytest.fixture(scope="module")
def recordings(site):
    """name, end of the file's name -> (explorer, positions, what a page unpacks), made when it is first asked for."""

    @functools.cache
    def one(name, end=""):
        explorer = MAKERS[name]()
        text = (site / "_static" / "explorers" / f"{name}{end}.js").read_text(encoding="utf-8")
        return explorer, positions(name, explorer.definition), unpacked(base64.b64decode(text.split('"')[3]))

    return one


def test_every_explorer_of_the_course_is_on_the_site():
    assert WHERE.keys() == MAKERS.keys()


@every_explorer
def test_a_recording_is_what_the_live_explorer_shows(site, recordings, name):
    for end, look in [("", {}), ("-narrow", {"narrow": True})][: 1 + (name in NARROW)]:
        explorer, values, recording = recordings(name, end)
        hold_against_the_live_one(explorer, values, recording, COARSER.get(name), explorer.new_scene(100, **look))
        assert (site / "_static" / "explorers" / f"{name}{end}.js").stat().st_size <= 1_500_000
        for part in recording["artists"]:
            if part["kind"] == "text":  # stands in one panel, and is drawn there alone
                x, y = part["x"], part["top"] + part["lift"] - part["size"] / 3
                here = [left < x <= right and top < y <= bottom for left, top, right, bottom in recording["panels"]]
                assert here.count(True) == 1, part["name"]
                lines = max(text.count("\n") + 1 for text in part["table"])
                first = part["top"] + part["lift"] * lines
                _, top, _, bottom = recording["panels"][here.index(True)]
                assert top <= first - 0.8 * part["size"], part["name"]
                assert first + (lines - 1) * part["apart"] + 0.2 * part["size"] <= bottom, part["name"]


@pytest.fixture
def played(site, reader, recordings, name):
    """(the figure, its explorer, its positions, the reader), playing."""
    me = reader()
    page = me.open((site / WHERE[name]).as_uri())
    figure = page.locator(f"figure[data-explorer={name}]")
    figure.scroll_into_view_if_needed()
    page.locator(f"figure.nnlib-plays[data-explorer={name}]").wait_for()
    yield figure, *recordings(name)[:2], me
    assert me.wrong == []


def picture(figure):
    return figure.locator("canvas").evaluate("(canvas) => canvas.toDataURL()")


@every_explorer
def test_every_control_goes_to_both_ends_and_back_by_keyboard(played):
    figure, explorer, values, _ = played
    start = picture(figure)
    moved = set()
    for control in explorer.definition:
        widget = figure.get_by_label(control.label, exact=True)
        slides = widget.get_attribute("type") == "range"
        ends = (
            (("End", values[control.keyword][-1]), ("Home", values[control.keyword][0]))
            if slides
            else (("Space", True),)
        )
        for key, value in ends:
            widget.press(key)
            frame = explorer.frame(**{**explorer.start, control.keyword: value})
            assert figure.locator("figcaption").inner_text() == frame.caption
            assert figure.get_by_role("img", name=frame.alt, exact=True).count() == 1
            if slides:
                assert widget.get_attribute("aria-valuetext") == control.format(value)
            moved.add(picture(figure))
        figure.get_by_role("button", name="Reset").click()
        assert picture(figure) == start
    assert len(moved - {start}) >= len(explorer.definition)


@pytest.mark.parametrize(
    "name", [name for name in WHERE if any(getattr(c, "steps", False) for c in MAKERS[name]().definition)]
)
def test_back_step_and_play(played):
    figure, explorer, values, me = played
    control = next(control for control in explorer.definition if getattr(control, "steps", False))
    slider, caption = figure.get_by_label(control.label, exact=True), figure.locator("figcaption")
    slider.press("Home")
    slider.press("ArrowRight")
    first = caption.inner_text()
    figure.get_by_role("button", name="Step").click()
    assert slider.input_value() == "2" and caption.inner_text() != first
    figure.get_by_role("button", name="Back").click()
    assert slider.input_value() == "1" and caption.inner_text() == first
    figure.get_by_role("button", name="Play").click()
    figure.get_by_role("button", name="Pause").wait_for()
    me.page.wait_for_function("(slider) => Number(slider.value) >= 3", arg=slider.element_handle())
    figure.get_by_role("button", name="Pause").click()
    figure.get_by_role("button", name="Play").wait_for()
    figure.get_by_role("button", name="Reset").click()


@every_explorer
def test_what_is_drawn_is_what_the_live_explorer_draws(played):
    """The canvas over the background, at the start and at two other places: the live picture, but for edges."""
    figure, explorer, values, _ = played
    scene = explorer.scene
    background = Image.fromarray(scene.background)
    for at, chosen in [(None, explorer.start), *somewhere(values, 2)]:
        if at:
            put(figure, explorer, at)
        drawn = Image.open(io.BytesIO(base64.b64decode(picture(figure).split(",")[1])))
        shown = Image.alpha_composite(background, drawn.resize(background.size, Image.Resampling.BOX))
        live = Image.fromarray(scene.render(explorer.frame(**chosen)))
        small = [side // 4 for side in background.size]  # letters may stand on other fractions of a pixel
        shown, live, bare = (
            np.asarray(each.convert("RGB").resize(small, Image.Resampling.BOX), float)
            for each in (shown, live, background)
        )
        assert np.abs(shown - live).mean() < 0.6 * np.abs(bare - live).mean(), chosen


def test_every_font_of_a_picture_comes_with_the_site(site, recordings):
    style = (site / "_static" / "explorers" / "font.css").read_text(encoding="utf-8")
    for name in WHERE:
        for part in recordings(name)[2]["artists"]:
            if part["kind"] == "text":
                assert f'font-family: "{part["family"]}"; font-weight: {"bold" if part["bold"] else "normal"};' in style


def test_recordings_are_kept_for_as_long_as_the_source_is_the_same(site, tmp_path, monkeypatch):
    """The second time nothing is recorded; a folder with other files in it is left alone."""
    import explorers

    module = {"tangent_explorer": "nnlib.widgets.tangent"}
    first = explorers.write(module, tmp_path / "one", tmp_path / "kept")
    monkeypatch.setattr(explorers, "made", None)
    assert explorers.write(module, tmp_path / "two", tmp_path / "kept") == first
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
    assert (
        json.loads((next((tmp_path / "kept").iterdir()) / "tangent_explorer.json").read_text("utf-8"))
        == first["tangent_explorer"]
    )
