"""From a key press to the new picture on a page of the site, which has no kernel: every recorded explorer."""

import pathlib
import shutil
import statistics
import sys
import tempfile

from benchmarks.latency import percentile_95
from benchmarks.measure import FULL
from benchmarks.report import Goal, digits, remarks

ROOT = pathlib.Path(__file__).parent.parent
PRESSES = 30
LATE = 30  # milliseconds that were promised
# from the press until the frame after the picture was drawn has gone to the screen
TIMED = """async (input) => {
    const next = (kind) => new Promise((resolve) => input.addEventListener(kind, resolve, { once: true }));
    window.timed = Promise.all([next("keydown"), next("input")]).then(([press]) => new Promise((resolve) =>
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - press.timeStamp)))));
}"""


def measure(effort):
    """Milliseconds of some key presses on the slider of every recorded explorer that has the most positions."""
    sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "website")]
    import explorers
    import pages
    import reader

    if reader.CHROMIUM is None:
        reason = "no Chromium was found; on Debian: apt-get install chromium, or set CHROMIUM to its path"
        return {"times": {}, "left_out": {"all of it": reason}}
    found = {name: module for path in pages.COURSE for _, name, module in explorers.standing_in(pages.read(path))}
    presses, names = (PRESSES, list(found)) if effort == FULL else (3, list(found)[:1])
    with tempfile.TemporaryDirectory() as folder, reader.chromium() as browser:
        static = pathlib.Path(folder, "_static")
        words = explorers.write({name: found[name] for name in names}, static / "explorers", pages.CACHE)
        for kind in ("js", "css"):
            shutil.copy(pages.HERE / "_static" / f"player.{kind}", static)
        times = {}
        for name in names:
            page = pathlib.Path(folder, f"{name}.html")
            head = '<link rel="stylesheet" href="_static/player.css"><script defer src="_static/player.js"></script>'
            figure = pages.figure(name, words[name], "")
            page.write_text(f"<!doctype html><meta charset='utf-8'>{head}{figure}", encoding="utf-8")
            times[words[name]["title"]] = _presses(browser, page, presses)
        return {"times": times, "presses": presses, "chromium": browser.version, "left_out": {}}


def _presses(browser, path, presses):
    """The times of a page's longest slider, one position to and fro."""
    page = browser.new_page(viewport={"width": 1200, "height": 1000})
    page.goto(path.as_uri())
    page.locator("figure.nnlib-plays").wait_for()
    slider = max(page.get_by_role("slider").all(), key=lambda each: int(each.get_attribute("max")))
    keys, times = ("ArrowLeft", "ArrowRight"), []
    if slider.input_value() == "0":  # a key that moves nothing would be waited for in vain
        keys = keys[::-1]
    for number in range(presses):
        slider.evaluate(TIMED)
        slider.press(keys[number % 2])
        times.append(round(page.evaluate("window.timed"), 1))
        page.wait_for_timeout(50)
    page.close()
    return times


def goals(results):
    """The slowest explorer's 95th percentile."""
    late = max(map(percentile_95, results["times"].values()), default=None)
    return [Goal("a slider to its picture, on a page", "the slowest explorer, 95th percentile", LATE, late, True, "ms")]


def section(results):
    """Words and table."""
    title = "## From a key press to the picture, on a page without a kernel"
    if not results["times"]:
        return f"{title}\n\n{remarks(results)}"
    rows = [
        f"| {name} | {digits(statistics.median(times), 2)} | {digits(percentile_95(times), 2)} |\n"
        for name, times in results["times"].items()
    ]
    return f"""{title}

{results["presses"]} key presses on a slider of every explorer of the site (`make site`), in Chromium \
{results["chromium"]}, without a window: from the press until the new picture has gone to the screen, which waits for \
the next of its 60 frames a second. The goal is {LATE} ms.

| | median, ms | 95th percentile |
|---|---:|---:|
{"".join(rows)}
{remarks(results, goals(results))}"""
