"""The explorers that stand in the notebooks, which of their positions are recorded, and the files that play them."""

import ast
import base64
import concurrent.futures
import hashlib
import importlib
import io
import json
import multiprocessing
import pathlib
import shutil

from recording import moments, record, unpacked

from nnlib.plots import scenes
from nnlib.widgets.explorer import LIVE_DPI, STILL_DPI

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent

# Where all positions together would be too much for a page: of each control every how many positions are recorded, and
# which others, because the text asks for them. First, last and start always are.
THINNED = {
    "outcome_strip": {
        "start": (5, (-1.0, 0.05)),
        "rate": (2, (1 / 28, 0.0501, 0.0541, 0.0584)),
        "step": (6, (1, 2, 3, 4, 5, 6, 7, 8, 10)),
    },
    "one_weight": {"start": (2, (-0.5, 0.5)), "epoch": (2, ())},
    "two_slopes": {"weight": (2, (3,)), "bias": (2, ()), "epoch": (3, ())},
    "twin_surfaces": {"weight": (2, ()), "bias": (2, ())},
    "twin_maps": {"weight": (2, ()), "bias": (2, ())},
    "scrubber": {"start": (4, (30, 34)), "epoch": (2, (100, 1_250, 1_500, 1_750, 9_999))},
}
# drawn anew for a narrow screen, where a cut between panels would not do
NARROW = {"outcome_strip", "tangent_explorer", "twin_maps"}
# of an artist with many points or pixels: every how many are recorded
COARSER = {"scrubber": {"answers": 2}, "one_weight": {"unit": 2, "curve": 2}, "two_slopes": {"unit": 2}}


def standing_in(notebook):
    """The explorers that a notebook shows, in order: (cell id, name of the factory, its module)."""
    imported, found = {}, []
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code" or cell["source"].startswith("%"):
            continue
        for statement in ast.parse(cell["source"]).body:
            if isinstance(statement, ast.ImportFrom):
                imported |= {alias.name: statement.module for alias in statement.names}
            match statement:
                case ast.Expr(ast.Call(ast.Attribute(ast.Call(ast.Name(name), []), "show"), [])):
                    found.append((cell["id"], name, imported[name]))
    return found


def positions(name, controls):
    """For each control of the explorer by keyword, those of its values that are recorded."""
    return {
        control.keyword: _kept(control, *THINNED.get(name, {}).get(control.keyword, (1, ()))) for control in controls
    }


def _kept(control, every, others):
    last, start = len(control.values) - 1, control.values.index(control.start)
    near = {min(range(last + 1), key=lambda k: abs(control.values[k] - other)) for other in others}
    kept = near | {0, last} | {k for k in range(last + 1) if (k - start) % every == 0}
    return [control.values[k] for k in sorted(kept)]


def made(name, module):
    """The files that show and play an explorer, by the end of their names, as bytes; and what a page says of it."""
    explorer = getattr(importlib.import_module(module), name)()
    grid, frame = positions(name, explorer.definition), explorer.frame(**explorer.start)
    frames, files, sizes, letters = moments(explorer, grid), {}, [], {}
    for end, look in [("", {}), ("-narrow", {"narrow": True})][: 1 + (name in NARROW)]:
        scene = explorer.new_scene(STILL_DPI, **look)
        data = record(explorer, grid, COARSER.get(name), frames, explorer.new_scene(LIVE_DPI, **look))
        packed = base64.b64encode(data).decode()
        files[f"{end}.js"] = f'(window.nnlibRecordings ??= {{}})["{name}{end}"] = "{packed}";\n'.encode()
        files[f"{end}.png"] = scenes.small(scene.background)
        files[f"{end}-still.png"] = scenes.small(scene.render(frame))
        sizes.append(unpacked(data)["size"])
        for font, more in _letters(data).items():
            letters[font] = letters.get(font, "") + more
    words = {"title": explorer.title, "caption": frame.caption, "alt": frame.alt, "sizes": sizes, "letters": letters}
    return {**files, ".json": json.dumps(words, ensure_ascii=False).encode()}


def _letters(data):
    """The letters that a recording writes into its picture, by family and weight of their font."""
    letters = {}
    for part in unpacked(data)["artists"]:
        if part["kind"] == "text":
            font = f"{part['family']}, {'bold' if part['bold'] else 'normal'}"
            letters[font] = "".join(sorted({*letters.get(font, ""), *"".join(part["table"])}))
    return letters


def write(explorers, folder, cache, processes=None):
    """Make the files of explorers, name -> module, in a folder; what was made from the same source is in `cache`.

    processes: at most so many at once; None for one on each core. Returns name -> what a page says of it: title,
    caption, alt, and the sizes (width, height) of its pictures: the second, if there is one, is for a narrow screen.
    """
    shown = [
        path
        for path in sorted((ROOT / "nnlib").rglob("*"))
        if path.suffix in (".py", ".mplstyle") and path.parent.name != "exercises"
    ]
    sources = [*shown, HERE / "explorers.py", HERE / "recording.py"]
    state = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    kept = cache / state
    missing = {name: module for name, module in explorers.items() if not (kept / f"{name}.json").exists()}
    for old in cache.glob("*") if missing else ():
        if old != kept:
            shutil.rmtree(old)
    kept.mkdir(parents=True, exist_ok=True)
    # a process for each: matplotlib draws on one core
    with concurrent.futures.ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        slow_first = sorted(missing, key=lambda name: name not in THINNED)
        for name, files in zip(slow_first, pool.map(made, slow_first, map(missing.get, slow_first)), strict=True):
            for end, data in files.items():  # .json last: it says that all are there
                (kept / f"{name}{end}").write_bytes(data)
    folder.mkdir(parents=True, exist_ok=True)
    words = {}
    for name in explorers:
        for path in [*kept.glob(f"{name}*.js"), *kept.glob(f"{name}*.png")]:
            shutil.copy(path, folder)
        words[name] = json.loads((kept / f"{name}.json").read_text(encoding="utf-8"))
    fonts = {}
    for each in words.values():
        for font, letters in each["letters"].items():
            fonts[font] = fonts.get(font, "") + letters
    (folder / "font.css").write_text("".join(_font(font, letters) for font, letters in sorted(fonts.items())), "utf-8")
    return words


def _font(name, letters):
    """A rule of a style sheet with a font of the pictures, cut down to these letters. name: its family, its weight."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from matplotlib.font_manager import FontProperties, findfont

    family, weight = name.split(", ")
    font = TTFont(findfont(FontProperties(family=family, weight=weight)), recalcTimestamp=False)
    tables = [*subset.Options().drop_tables, "FFTM"]  # a table of its editor
    cutter = subset.Subsetter(subset.Options(drop_tables=tables))
    cutter.populate(text=letters)
    cutter.subset(font)
    font.flavor, file = "woff", io.BytesIO()
    font.save(file)
    data = base64.b64encode(file.getvalue()).decode()
    source = f"url(data:font/woff;base64,{data}) format('woff')"
    return f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: {source}; }}\n'
