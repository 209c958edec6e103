"""Break the maths floor in one place after another, and see whether the unit tests notice: python tools/mutation.py

Each break of `breaks.txt` is made in a copy of the course in a temporary folder; nothing is written to the checkout.
The unbroken copy is tested first, file by file. Then every break meets the same test files: those that are nearest to
the broken module, by name and by imports, come first, and among equals the quickest, for the first failure ends it.

The exit status is 1 if a break survives, or if one is no break: a module that cannot be imported proves nothing.
"""

import argparse
import ast
import collections
import concurrent.futures
import dataclasses
import os
import pathlib
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BATCH = 4  # test files in one call of pytest
KINDS = {
    "sign": "a plus for a minus, or the other way round",
    "transpose": "rows for columns",
    "factor": "a number too many or too few in a product",
    "off-by-one": "one step, index or example too many or too few",
    "boundary": "< for ≤, or the other way round",
    "wrong axis": "the right operation along another axis",
    "wrong branch": "the right code for another case",
    "stale value": "a value from before, or from the place beside",
    "in-place": "what must stay is overwritten",
    "aliasing": "two names for one array that should be two",
    "clipping": "a limit too many or too few",
    "precision": "right on paper, and digits are lost",
    "dtype": "a number of the wrong type",
    "silence": "a warning where there is none to give",
    "missing check": "wrong input gets through, or right input does not",
    "tolerance": "a bound so wide that it says nothing, or too narrow",
    "batching": "runs, batches or chunks that should be apart, or alike",
    "randomness": "other numbers than those that were to be drawn",
    "formula": "another formula, as memory has it",
    "table": "a wrong entry",
}
LEFT_OUT = {  # for every break alike
    "test_mutation.py": "reads the source that is broken",
    "test_project.py": "reads source",
    "test_boundaries.py": "reads source",
    "test_safety.py": "reads source",
    "test_benchmarks.py": "reads the page of the benchmarks",
    "test_student.py": "takes notebooks apart",
    "test_mistakes_in_print.py": "reads a page",
    "test_notebooks.py": "executes notebooks",
    "test_contributing.py": "executes notebooks",
    "test_numbers_in_folds.py": "executes notebooks",
    "test_figures.py": "executes notebooks",
    "test_seen_by_everyone.py": "executes notebooks, and draws",
    "test_explorers.py": "draws",
    "test_scenes.py": "draws",
    "test_plots.py": "draws",
    "test_recording.py": "draws",
    "test_wrong_drawings.py": "draws",
    "test_plots_network.py": "draws",
}


@dataclasses.dataclass(frozen=True)
class Break:
    """In `nnlib/<file>` the lines `old` become `new`. kind: one of `KINDS`. says: what is wrong then."""

    file: str
    kind: str
    says: str
    old: tuple
    new: tuple


def read_breaks(text):
    """The breaks that are written in a text such as `breaks.txt`, in order."""
    found = []
    for block in text.split("\n\n"):
        head, *lines = block.strip("\n").split("\n")
        match = re.fullmatch(r"(\w+\.py), ([\w -]+): (.+)", head)
        if match:
            old = tuple(line[1:] for line in lines if line[0] in " -")
            found.append(Break(*match.groups(), old, tuple(line[1:] for line in lines if line[0] in " +")))
    return tuple(found)


BREAKS = read_breaks(pathlib.Path(__file__).with_name("breaks.txt").read_text(encoding="utf-8"))


@dataclasses.dataclass(frozen=True)
class Verdict:
    """What became of a break. how: "noticed", "by the clock", "survived" or "no break". test: the first that failed."""

    how: str
    test: str = ""


def broken(source, one):
    """The source with this break in it. Raises ValueError if its lines do not occur exactly once."""
    lines, size = source.split("\n"), len(one.old)
    places = [k for k in range(len(lines)) if tuple(lines[k : k + size]) == one.old]
    if len(places) != 1:
        raise ValueError(f"lines must occur once in {one.file}; found {len(places)} times: {one.says}")
    return "\n".join([*lines[: places[0]], *one.new, *lines[places[0] + size :]])


def distances(module, root=ROOT):
    """How many imports lead from each test file to `nnlib.<module>`: test file -> a number, infinity if none do."""
    imports = {path.stem: _imported(path) for path in [*root.glob("tests/test_*.py"), *root.glob("nnlib/*.py")]}
    found, near = {module: 0}, {module}
    while near:
        near = {name for name, others in imports.items() if others & near} - found.keys()
        found |= dict.fromkeys(near, max(found.values()) + 1)
    return {path.name: found.get(path.stem, float("inf")) for path in root.glob("tests/test_*.py")}


def _imported(path):
    """The modules of the maths floor that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "nnlib":
            found |= {node.module.split(".")[1]} if "." in node.module else {alias.name for alias in node.names}
    return found


def _python(folder, *arguments, limit=None):
    """(exit status, output) of Python in a copy, whose nnlib it imports; the status is None when time is up."""
    own = {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"}
    own |= {"OPENBLAS_NUM_THREADS": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # nbval takes seconds to load
    try:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=folder, env={**os.environ, **own}, timeout=limit,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None, ""
    return done.returncode, done.stdout


def _tested(folder, files, limit=None):
    """The first test of these files that fails in a copy: (exit status, its name)."""
    status, output = _python(
        folder, "-m", "pytest", "-p", "no:cacheprovider", "-p", "_hypothesis_pytestplugin", "--hypothesis-seed=0",
        "-x", "-q", "--tb=no", "--assert=plain", *(f"tests/{name}" for name in files), limit=limit,
    )  # fmt: skip
    failed = re.search(r"^(?:FAILED|ERROR) (?:tests/)?(.+?)(?: - .*)?$", output, re.MULTILINE)
    return status, failed[1] if failed else output[-300:].strip()


def _meet(one, folder, seconds):
    """The `Verdict` of the test files, whose unbroken `seconds` are known, on one break."""
    path = folder / "nnlib" / one.file
    source = path.read_text(encoding="utf-8")
    far = distances(path.stem)
    files = sorted(seconds, key=lambda name: (name != f"test_{one.file}", far[name], seconds[name]))
    try:
        path.write_text(broken(source, one), encoding="utf-8")
        for k in range(0, len(files), BATCH):
            batch = files[k : k + BATCH]
            status, test = _tested(folder, batch, limit=60 + 5 * sum(seconds[name] for name in batch))
            if status is None:
                return Verdict("by the clock", f"in {', '.join(batch)}")
            if status != 0 and "::" not in test and _python(folder, "-c", f"import nnlib.{path.stem}")[0] != 0:
                return Verdict("no break", "the module cannot be imported")
            if status != 0:
                return Verdict("noticed", test)
        return Verdict("survived")
    finally:
        path.write_text(source, encoding="utf-8")


def main(arguments=None):
    """Test the unbroken copy, then every break, and print the report. Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--list", action="store_true", help="say what would be broken, and break nothing")
    parser.add_argument(
        "--only", metavar="WORD", default="", help="only the breaks with this word in kind, file or text"
    )
    options = parser.parse_args(arguments)
    chosen = [
        (number, one)
        for number, one in enumerate(BREAKS, start=1)
        if options.only.lower() in f"{one.kind} {one.file} {one.says}".lower()
    ]
    if options.list:
        for number, one in chosen:
            print(_row(number, one))
        return 0
    began = time.monotonic()
    workers = os.cpu_count() or 1
    with (
        tempfile.TemporaryDirectory(prefix="mutation-") as temporary,
        concurrent.futures.ThreadPoolExecutor(workers) as pool,
    ):
        folders = queue.SimpleQueue()
        for number in range(workers):
            copy = pathlib.Path(temporary).resolve() / str(number)
            shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv*", "__pycache__", "student"))
            folders.put(copy)

        def in_a_copy(work, *rest):
            folder = folders.get()
            try:
                return work(folder, *rest)
            finally:
                folders.put(folder)

        try:
            seconds = _unbroken(pool, in_a_copy)
            if seconds is None:
                return 1
            verdicts = pool.map(lambda each: in_a_copy(lambda folder: _meet(each[1], folder, seconds)), chosen)
            count = _report(chosen, verdicts)
        finally:
            pool.shutdown(cancel_futures=True)
    print(f"{count} of {len(chosen)} noticed, in {time.monotonic() - began:.0f} seconds")
    return 0 if count == len(chosen) else 1


def _unbroken(pool, in_a_copy):
    """How long each test file takes on the unbroken copy: file -> seconds. None, and words, if it does not pass."""

    def timed(folder, name):
        began = time.monotonic()
        status, test = _tested(folder, [name])
        return status, test, time.monotonic() - began

    def place(folder):
        code = "import nnlib; print(nnlib.__file__)"
        return folder, pathlib.Path(_python(folder, "-c", code)[1].strip() or ".").resolve()

    folder, imported = in_a_copy(place)
    if imported != folder / "nnlib" / "__init__.py":
        print(f"The copy does not import its own nnlib, but {imported}.")
        return None
    files = sorted(path.name for path in ROOT.glob("tests/test_*.py") if path.name not in LEFT_OUT)
    seconds = {}
    for name, (status, test, took) in zip(files, pool.map(lambda f: in_a_copy(timed, f), files), strict=True):
        seconds[name] = took
        if status != 0:
            print(f"The unbroken copy must pass; {name} does not: {test}")
            return None
    print(f"The unbroken copy passes: {len(files)} files, {sum(seconds.values()):.0f} seconds.\n", flush=True)
    return seconds


def _report(chosen, verdicts):
    """Print a line or two for each break, and the count of each kind. Returns how many were noticed."""
    kinds, noticed = collections.Counter(), collections.Counter()
    for (number, one), verdict in zip(chosen, verdicts, strict=True):
        print(_row(number, one))
        print(f"{'':<19}{verdict.how}{': ' if verdict.test else ''}{verdict.test}", flush=True)
        kinds[one.kind] += 1
        noticed[one.kind] += verdict.how in ("noticed", "by the clock")
    print()
    for kind in sorted(kinds):
        print(f"{kind:<15} {noticed[kind]:>3} of {kinds[kind]}")
    return noticed.total()


def _row(number, one):
    return f"{number:>3} {one.kind:<14} {one.file}: {one.says}"


if __name__ == "__main__":
    sys.exit(main())
