"""From a key press to the new picture on screen: every explorer in JupyterLab in Chromium.

Beside them, in the same run: a slider whose callback only sends a picture that is ready, which is what the way to the
kernel and back costs; and `interact` drawing a new figure, which is how most notebooks do it.
"""

import pathlib
import statistics
import sys
import tempfile

from benchmarks.measure import FULL
from benchmarks.report import Goal, digits, remarks

ROOT = pathlib.Path(__file__).parent.parent
PRESSES = 30
MEDIAN, LATE = 65, 100  # milliseconds that were promised: the median, and the 95th percentile
FLOOR, ANEW = "a picture that is ready", "`interact`, a new figure"
READY = """import io
import ipywidgets
import numpy as np
from PIL import Image

def picture(shade):
    file = io.BytesIO()
    Image.fromarray(np.full((470, 960, 3), shade, np.uint8)).save(file, "WEBP", lossless=True)
    return file.getvalue()

pictures = [picture(shade) for shade in range(100, 160)]
slider, image = ipywidgets.IntSlider(0, 0, 59), ipywidgets.Image(format="webp", value=pictures[0])
slider.observe(lambda change: setattr(image, "value", pictures[change.new]), names="value")
ipywidgets.VBox([slider, image])"""
INTERACT = """import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import interact
x = np.linspace(-2, 4.4, 400)

@interact(place=(0, 59))
def draw(place=0):
    plt.figure(figsize=(9.6, 4.4))
    plt.plot(x, x**4 - 3 * x**3 + 2)
    plt.plot(x[6 * place], x[6 * place] ** 4 - 3 * x[6 * place] ** 3 + 2, "o")
    plt.show()"""


def measure(effort):
    """Milliseconds of some key presses on a slider of every explorer."""
    sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests")]
    import reader
    from support import NOTEBOOKS, explorers

    if reader.CHROMIUM is None:
        reason = "no Chromium was found; on Debian: apt-get install chromium, or set CHROMIUM to its path"
        return {"times": {}, "left_out": {"all of it": reason}}
    presses, paths = (PRESSES, NOTEBOOKS) if effort == FULL else (3, NOTEBOOKS[:1])
    with reader.jupyterlab() as lab, reader.chromium() as browser:
        times = {FLOOR: _bare(lab, browser, READY, presses)}
        for path in paths:
            notebook = reader.Notebook(lab, browser, path)
            notebook.run()
            for title in explorers(path):
                explorer = notebook.explorer(title)
                slider = explorer.sliders[len(explorer.sliders) // 2]
                times[f"{path.stem[:2]} {title}"] = reader.latencies(notebook, explorer.root, slider, presses)
            notebook.close()
        times[ANEW] = _bare(lab, browser, INTERACT, presses)
        chromium = browser.version
    times = {name: [round(each, 1) for each in milliseconds] for name, milliseconds in times.items()}
    return {"times": times, "presses": presses, "chromium": chromium, "left_out": {}}


def percentile_95(times):
    """The smallest time that at least 95 % of them do not exceed."""
    return sorted(times)[-(-95 * len(times) // 100) - 1]


def _of_explorers(results):
    return {name: times for name, times in results["times"].items() if name not in (FLOOR, ANEW)}


def goals(results):
    """The slowest explorer's median and 95th percentile."""
    explorers, work = _of_explorers(results), "a slider to its picture, in the browser"
    medians = [statistics.median(times) for times in explorers.values()]
    late = [percentile_95(times) for times in explorers.values()]
    why = late_why = ""
    if explorers:
        floor = statistics.median(results["times"][FLOOR])
        why = (
            f"{sum(median <= MEDIAN for median in medians)} of {len(medians)} explorers hold the median. "
            f"With nothing to compute or draw a press takes {digits(floor, 2)} ms already, "
            f"for the messages to the kernel and back and for the page; the slowest explorer adds "
            f"{digits(max(medians) - floor, 2)} ms, to compute its frame, draw it and pack it."
        )
        late_why = (
            f"{sum(each <= LATE for each in late)} of {len(late)} explorers hold it; "
            f"a picture that is ready takes {digits(percentile_95(results['times'][FLOOR]), 2)} ms."
        )
    return [
        Goal(work, "the slowest explorer, median", MEDIAN, max(medians, default=None), True, "ms", why),
        Goal(work, "the slowest explorer, 95th percentile", LATE, max(late, default=None), True, "ms", late_why),
    ]


def section(results):
    """Words and table."""
    if not results["times"]:
        return f"## From a key press to the picture\n\n{remarks(results)}"
    ready = statistics.median(results["times"][FLOOR])
    rows = []
    for name, times in results["times"].items():
        median, late = statistics.median(times), percentile_95(times)
        held = "met" if median <= MEDIAN and late <= LATE else "**missed**"
        verdict = held if name in _of_explorers(results) else ""
        rows.append(f"| {name} | {median:.0f} | {late:.0f} | {median / ready:.1f} × | {verdict} |\n")
    return f"""## From a key press to the picture

{results["presses"]} key presses on a slider of every explorer, in JupyterLab in Chromium {results["chromium"]}, \
without a window: from the press to the new picture on the screen. The first row is a slider that only sends a \
picture that is ready, which is what the way to the kernel and back costs. The last is `interact` with a new figure, \
as most notebooks do it. The goal is a median of at most {MEDIAN} ms and a 95th percentile of at most {LATE} ms. \
That nothing queues while a slider is dragged is held by a test in the browser.

| | median, ms | 95th percentile | median, to a ready picture | goal |
|---|---:|---:|---:|---|
{"".join(rows)}
{remarks(results, goals(results))}"""


def _bare(lab, browser, source, presses):
    """The times of a notebook with this one cell, which shows a slider and a picture."""
    import nbformat
    import reader

    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "bare.ipynb")
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)], metadata=kernel), path)
        notebook = reader.Notebook(lab, browser, path)
    notebook.run()
    output = notebook.page.locator(".jp-OutputArea").first
    output.locator("img").wait_for()
    times = reader.latencies(notebook, output, output.get_by_role("slider"), presses)
    notebook.close()
    return times
