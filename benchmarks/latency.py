"""From a key press to the new picture on screen: every explorer in JupyterLab in Chromium. Run: make latency

Beside them, in the same run: a slider whose callback only sends a picture that is ready, which is what the way to the
kernel and back costs; and `interact` drawing a new figure, which is how most notebooks do it. Medians and 95th
percentiles of some presses, as milliseconds and as ratios. The milliseconds belong to one machine; leave it alone
while it measures. Writes the table to benchmarks/latency.md.
"""

import importlib.metadata
import pathlib
import platform
import statistics
import sys
import tempfile

import nbformat

ROOT = pathlib.Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests")]

import reader  # noqa: E402
from support import explorers  # noqa: E402

PRESSES = 30
TABLE = pathlib.Path(__file__).with_name("latency.md")
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


def main():
    """Measure, print the table, and write it."""
    if reader.CHROMIUM is None:
        sys.exit("make latency: no Chromium found (Debian: apt-get install chromium; or set CHROMIUM to its path)")
    with reader.jupyterlab() as lab, reader.chromium() as browser:
        times = {"a picture that is ready": _bare(lab, browser, READY)}
        for path in sorted(reader.NOTEBOOKS.glob("*.ipynb")):
            notebook = reader.Notebook(lab, browser, path)
            notebook.run()
            for title in explorers(path):
                explorer = notebook.explorer(title)
                slider = explorer.sliders[len(explorer.sliders) // 2]
                times[f"{path.stem[:2]} {title}"] = reader.latencies(notebook, explorer.root, slider, PRESSES)
            notebook.close()
        times["`interact`, a new figure"] = _bare(lab, browser, INTERACT)
    ready = statistics.median(times["a picture that is ready"])
    rows = [_row(name, sorted(each), ready) for name, each in times.items()]
    versions = [f"{name} {importlib.metadata.version(name)}" for name in ("jupyterlab", "ipykernel", "matplotlib")]
    head = (
        f"# From a key press to the picture, in milliseconds\n\nMedian and 95th percentile of {PRESSES} key presses, "
        f"Python {platform.python_version()}, {', '.join(versions)}, Chromium {browser.version}, headless, "
        f"{platform.machine()}. Made by `make latency`.\n\n| | median | 95th percentile | median, to a ready picture |"
        "\n|---|---:|---:|---:|\n"
    )
    TABLE.write_text(head + "".join(rows), encoding="utf-8")
    print(TABLE.read_text(encoding="utf-8"), end="")


def _row(name, times, ready):
    median = statistics.median(times)
    return f"| {name} | {median:.0f} | {times[round(0.95 * len(times)) - 1]:.0f} | {median / ready:.1f} × |\n"


def _bare(lab, browser, source):
    """The times of a notebook with this one cell, which shows a slider and a picture."""
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "bare.ipynb")
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)], metadata=kernel), path)
        notebook = reader.Notebook(lab, browser, path)
    notebook.run()
    output = notebook.page.locator(".jp-OutputArea").first
    output.locator("img").wait_for()
    times = reader.latencies(notebook, output, output.get_by_role("slider"), PRESSES)
    notebook.close()
    return times


if __name__ == "__main__":
    main()
