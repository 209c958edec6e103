"""Make the site: python website/pages.py site

Every page is a file of the repository as it is committed; notebooks are not executed. Explorers are recorded, which
takes a minute or two the first time, and are kept in build/ for as long as nnlib does not change.
"""

import argparse
import base64
import html
import importlib.metadata
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import explorers
import numpy as np
from PIL import Image

from nnlib.plots import scenes

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent
CACHE = ROOT / "build" / "explorers"  # recordings are kept here
COURSE = sorted((ROOT / "notebooks").glob("*.ipynb"))
BESIDE = [
    ROOT / name
    for name in (
        "docs/mistakes_in_print.ipynb",
        "CONTRIBUTING.md",
        "docs/maintaining.md",
        "BENCHMARKS.md",
        "CHANGELOG.md",
    )
]
LINKED = [ROOT / name for name in ("LICENSE", "LICENSE-TEXT", "CITATION.cff")]
PICTURE = re.compile(r"^!\[[^\n]*\]\(docs/[^)]+\)$", re.MULTILINE)  # the moving picture of the README
MOVING = "outcome_strip"  # what stands in its place
READING = """*You are reading the notebook. To run its cells, check your exercises, and put every slider to every \
position, see [Start](../index.md#Start).*

<noscript>Without JavaScript formulas are shown as they are written, and explorers as pictures.</noscript>"""
ONLY_THERE = re.compile(r"<!-- not on the site -->.*?<!-- /not on the site -->\n+", re.DOTALL)
NOT_PROSE = re.compile(r"(````.*?````|```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$\n]*\$)", re.DOTALL)


def tied(text):
    """The same text with numbers such as 20 000 and 3 × that no line break parts."""
    parts = NOT_PROSE.split(text)
    parts[::2] = [re.sub(r"(?<=\d) (?=\d{3}(?!\d)|×)", "\u202f", part) for part in parts[::2]]
    return "".join(parts)


def figure(name, words, up):
    """An explorer on a page: its picture and its words, of which player.js makes one that moves."""
    alt, caption = html.escape(words["alt"]), html.escape(words["caption"])
    (wide, narrow) = [*words["sizes"], None][:2]
    still = f"{up}_static/explorers/{name}{{}}-still.png"
    size = 'width="{}" height="{}"'
    shown = f'<img class="dark-light" src="{still.format("")}" {size.format(*wide)} alt="{alt}">'
    if narrow:
        other = f'srcset="{still.format("-narrow")}" {size.format(*narrow)}'
        shown = f'<picture><source media="(max-width: 600px)" {other}>{shown}</picture>'
    data = f'data-explorer="{name}"' + " data-narrow" * bool(narrow)
    return f'<figure class="nnlib-player" {data}>\n{shown}\n<figcaption>{caption}</figcaption>\n</figure>\n'


def page(notebook, words):
    """A notebook as the site shows it: explorers that play, pictures that are described. words: of each explorer."""
    shown = {cell_id: name for cell_id, name, _ in explorers.standing_in(notebook)}
    notebook["cells"].insert(1, {"cell_type": "markdown", "id": "on-the-site", "metadata": {}, "source": READING})
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = tied(cell["source"])
        if cell["id"] in shown:
            name = shown[cell["id"]]
            data = {"text/html": figure(name, words[name], "../")}
            cell["outputs"] = [{"output_type": "display_data", "data": data, "metadata": {}}]
        for output in cell.get("outputs", []):
            look = output.get("metadata", {}).get("image/png")
            if look:
                output["data"]["image/png"] = _lighter(output["data"]["image/png"])
                cell["metadata"]["mystnb"] = {"image": {"alt": look["alt"], "classes": "nnlib-figure dark-light"}}
    return notebook


def _lighter(picture):
    """A picture in base64, in 256 colours: a third of the bytes."""
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGBA"))
    return base64.b64encode(scenes.small(pixels)).decode()


def anchor(heading):
    """What a link to a heading ends in, as JupyterLab has it."""
    return heading.replace(" ", "-")


def home(words):
    """The README with the explorer itself in place of its moving picture, and the table of all pages."""
    readme = tied(ONLY_THERE.sub("", (ROOT / "README.md").read_text("utf-8")))
    if repository := os.environ.get("REPOSITORY_URL"):
        readme = readme.replace("a copy of this repository", f"a copy of [this repository]({repository})", 1)
    text, count = PICTURE.subn(lambda _: figure(MOVING, words[MOVING], ""), readme)
    if count != 1:
        raise ValueError(f"README.md must show one picture of docs/ on a line of its own; got {count}")
    parts = {"The course": COURSE, "Beside it": BESIDE}
    for caption, paths in parts.items():
        names = "\n".join(str(path.relative_to(ROOT).with_suffix("")) for path in paths)
        text += f"\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{names}\n```\n"
    return text


def read(path):
    """A notebook, the source of each cell as one string."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def build(site, cache, processes=None):
    """Make the site in the folder `site`, which is replaced. cache, processes: as `explorers.write` takes them."""
    notebooks = {path: read(path) for path in [*COURSE, *BESIDE] if path.suffix == ".ipynb"}
    standing = {name: module for notebook in notebooks.values() for _, name, module in explorers.standing_in(notebook)}
    with tempfile.TemporaryDirectory() as folder:
        source, new = pathlib.Path(folder, "source"), pathlib.Path(folder, "site")
        words = explorers.write(standing, pathlib.Path(folder, "explorers"), cache, processes)
        _put(source / "index.md", home(words))
        for path in [*COURSE, *BESIDE]:
            text = json.dumps(page(notebooks[path], words)) if path in notebooks else tied(path.read_text("utf-8"))
            _put(source / path.relative_to(ROOT), text)
        for path in LINKED:
            shutil.copy(path, source)
        command = ["sphinx", "-q", "-W", "--keep-going", "-d", f"{folder}/trees", "-c", HERE, source, new]
        subprocess.run([sys.executable, "-m", *command], check=True, cwd=HERE)  # where conf.py finds `anchor`
        shutil.copytree(pathlib.Path(folder, "explorers"), new / "_static" / "explorers")
        shutil.copy(_mathjax(), new / "_static" / "mathjax.js")
        # the theme's icons come as a font too; the same as a script would be most of a page
        (new / "_static" / "scripts" / "fontawesome.js").write_text("", encoding="utf-8")
        (new / ".nojekyll").touch()  # GitHub would leave out folders that begin with _
        if site.exists():
            shutil.rmtree(site)
        shutil.copytree(new, site)


def _put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _mathjax():
    """The whole of MathJax in one file: glyphs as SVG, no fonts to load."""
    package = importlib.metadata.distribution("sphinx-mathjax-offline")
    return package.locate_file("sphinx-mathjax-offline/static/mathjax/tex-svg.js")


def main():
    """Make the site in the folder that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=pathlib.Path)
    site = parser.parse_args().site
    if site.exists() and any(site.iterdir()) and not (site / ".nojekyll").exists():
        parser.error(f"site must be a new folder, or one that holds the site; got {site}, with other files in it")
    build(site, CACHE)
    print(f"made {site}/index.html, which needs no server")


if __name__ == "__main__":
    main()
