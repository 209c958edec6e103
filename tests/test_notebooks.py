"""The notebooks as files: executed, small, linked, clean; and their exercises and solutions."""

import importlib
import json
import math
import os
import re
import string
import subprocess
import sys
from copy import deepcopy

import nbformat
import pytest
from refresh import executed, refresh
from student import SOLUTION, without_solutions
from support import NOTEBOOKS, PAGES, ROOT

from nnlib.exercises.checking import NOT_ATTEMPTED, UNCHANGED, Explanation, exercises_of

README = (ROOT / "README.md").read_text(encoding="utf-8")
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
every_page = pytest.mark.parametrize("path", NOTEBOOKS + PAGES, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook):
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def text_of(cell):
    """What a code cell printed."""
    return "".join(output.get("text", "") for output in cell.outputs)


def test_there_are_notebooks():
    assert [path.stem[:2] for path in NOTEBOOKS] == [f"{number:02}" for number in range(len(NOTEBOOKS))] != []


@every_page
def test_is_valid_and_executed_from_top_to_bottom(path):
    notebook = read(path)
    nbformat.validate(notebook)
    cells = code(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not [output for cell in cells for output in cell.outputs if output.output_type == "error"]
    assert any(cell.outputs for cell in cells)


@every_page
def test_metadata_is_the_kernel_and_nothing_else(path):
    notebook = read(path)
    assert set(notebook.metadata) == {"kernelspec"} and notebook.metadata.kernelspec.name == "python3"
    assert all(set(cell.metadata) <= {"tags"} for cell in notebook.cells)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"[a-z][a-z0-9-]*", name) for name in ids)


@every_page
def test_cells_are_short_and_prose_stands_between_them(path):
    notebook = read(path)
    for cell in code(notebook):
        assert len(cell.source.splitlines()) <= 15, cell.id
        assert max(map(len, cell.source.splitlines())) <= 92, cell.id
    kinds = "".join("c" if cell.cell_type == "code" else "m" for cell in notebook.cells)
    assert "ccc" not in kinds and kinds.startswith("m") and kinds.endswith("m")


@every_notebook
def test_opening_and_closing(path):
    first, text = read(path).cells[0].source, prose(read(path))
    assert first.startswith(f"# {path.stem[:2]} · ")
    for part in ("**What you will do**", "**What you need.**", "**How long.**"):
        assert part in first
    minutes = re.search(r"About (\d+) minutes", first)[1]
    assert re.search(rf"\({re.escape(f'notebooks/{path.name}')}\) \| .+ \| {minutes} \|\n", README)
    assert "## What we built" in text and "## Next" in text
    in_map = re.findall(rf"(?m)^\| \[?{path.stem[:2]} .+ \| (\d+) \|$", prose(read(NOTEBOOKS[0])))
    assert in_map == [minutes]  # the map in notebook 00 says the same


@every_page
def test_links_lead_somewhere(path):
    text = prose(read(path))
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if not target.startswith("http"):
            assert (path.parent / target.split("#")[0]).exists(), target


@every_notebook
def test_links_lead_to_the_neighbours(path):
    neighbours = [NOTEBOOKS[k].name for k in _neighbours(NOTEBOOKS.index(path))]
    for name in neighbours:
        assert f"]({name})" in read(path).cells[0].source


def _neighbours(number):
    return [k for k in (number - 1, number + 1) if 0 <= k < len(NOTEBOOKS)]


@every_page
def test_is_no_larger_than_a_page_may_be(path):
    assert len(path.read_text(encoding="utf-8")) < 3_000_000


@every_page
def test_cells_are_self_contained(path):
    for cell in code(read(path)):
        for word in ("input(", "interact("):
            assert word not in cell.source, cell.id
        assert not cell.source.rstrip().endswith(";")
        # no repr of a NumPy number: it differs between versions
        assert "np.float64(" not in text_of(cell)


@every_page
def test_every_explorer_has_a_still_and_words(path):
    for cell in code(read(path)):
        if "().show()" in cell.source:
            picture = next(output for output in cell.outputs if "image/png" in output.get("data", {}))
            assert picture.data["text/plain"].startswith("<explorer: ")
            assert text_of(cell).startswith("Before anything is moved: ")


@every_page
def test_every_picture_has_a_description(path):
    for cell in code(read(path)):
        assert "plt.show(" not in cell.source, "show(...) of nnlib.plots.figures keeps a description"
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                assert 40 < len(output.metadata["image/png"]["alt"]) <= 1000, cell.id


def exercises(notebook):
    """(exercise cell, solution code) for each exercise: a tagged cell, and the fold in the Markdown cell after it."""
    for cell, after in zip(notebook.cells, notebook.cells[1:], strict=False):
        if "exercise" in cell.metadata.get("tags", []):
            yield cell, re.search(r"```python\n(.*?)```", SOLUTION.search(after.source)[1], re.DOTALL)[1]


def declared(path):
    """The exercises of a notebook by name, as its module in nnlib declares them."""
    module = importlib.import_module(f"nnlib.exercises.{path.stem[3:]}")
    return exercises_of(module)


def headings(cells):
    return re.findall(r"^#{2,3} (.+)$", "\n".join(c.source for c in cells if c.cell_type == "markdown"), re.MULTILINE)


with_exercises = pytest.mark.parametrize("path", NOTEBOOKS[1:], ids=lambda path: path.stem)


@with_exercises
def test_exercises_stand_in_the_notebook_as_they_are_declared(path):
    notebook, tasks = read(path), declared(path)
    cells = [cell for cell, _ in exercises(notebook)]
    assert len(cells) == len(tasks)
    for number, (cell, (name, task)) in enumerate(zip(cells, tasks.items(), strict=True), 1):
        assert (
            " ".join(text_of(cell).split()) in (NOT_ATTEMPTED, UNCHANGED) and f"exercises.{name}.check(" in cell.source
        )
        above = notebook.cells[notebook.cells.index(cell) - 1].source
        minutes = f"{task.minutes} minute{'s' * (task.minutes != 1)}"
        heading = f"### Exercise {number} · {task.title} ({task.kind}, {task.difficulty}, {minutes})\n"
        assert above.startswith(heading) and task.task in above
        assert "<details><summary>Hint</summary>" in above
        if isinstance(task.reference, str) and not isinstance(task, Explanation):
            letters = re.findall(r"^- ([a-z])[:.] ", above, re.MULTILINE)
            assert letters == list(string.ascii_lowercase[: len(letters)]) and len(letters) >= 3
            assert sorted([task.reference, *(mistake.answer for mistake in task.mistakes)]) == letters


@with_exercises
def test_mistakes_lead_back_to_a_heading_above(path):
    notebook = read(path)
    for name, task in declared(path).items():
        cell = next(cell for cell, _ in exercises(notebook) if f"exercises.{name}.check(" in cell.source)
        above = headings(notebook.cells[: notebook.cells.index(cell) - 1])
        for see in {task.see, *(mistake.see for mistake in task.mistakes)} - {""}:
            earlier = re.fullmatch(r"(.+) \(notebook (\d\d)\)", see)
            place = headings(read(NOTEBOOKS[int(earlier[2])]).cells) if earlier else above
            assert not earlier or earlier[2] < path.stem[:2]
            assert (earlier[1] if earlier else see) in place, (name, see)


@with_exercises
def test_minutes_add_up_and_progress_is_the_last_cell(path):
    notebook, tasks = read(path), declared(path)
    total = 5 * math.ceil(sum(task.minutes for task in tasks.values()) / 5)
    assert f", and {total} more for the exercises." in notebook.cells[0].source
    assert code(notebook)[-1].source.endswith("\nprogress(exercises)")
    assert text_of(code(notebook)[-1]).startswith(f"Attempted: 0 of {len(tasks)}. Solved: 0.\n")


@with_exercises
def test_student_copy_is_the_same_without_its_solutions(path):
    notebook = read(path)
    copy, count = without_solutions(notebook)
    nbformat.validate(copy)
    assert count == len(declared(path))
    assert code(copy) == code(notebook)  # so it runs, and says the same
    assert "olution" not in prose(copy)
    for _, solution in exercises(notebook):
        assert solution.strip() not in prose(copy)
    kept = [line for cell in copy.cells for line in cell.source.splitlines()]
    folds = SOLUTION.sub("", prose(notebook))
    assert [line for line in prose(copy).splitlines() if line] == [line for line in folds.splitlines() if line]
    assert sum(line == "<details><summary>Hint</summary>" for line in kept) == count
    assert "ccc" not in "".join(cell.cell_type[0] for cell in copy.cells)
    assert all(cell.source for cell in copy.cells) and prose(read(path)) == prose(notebook)


@with_exercises
def test_solutions_are_accepted_by_the_checks(path, tmp_path):
    """The notebook with each solution put in place of its stub, executed."""
    from nbclient import NotebookClient

    notebook = read(path)
    solved = {cell.id: solution for cell, solution in exercises(notebook)}
    for cell in notebook.cells:
        if cell.id in solved:
            imports = [line for line in cell.source.splitlines() if line.startswith(("from ", "import "))]
            check = [line for line in cell.source.splitlines() if ".check(" in line]
            cell.source = "\n".join([*imports, solved[cell.id], *check])
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    for cell in notebook.cells:
        if cell.id in solved:
            assert text_of(cell).startswith("Solved. "), cell.id
    assert list(tmp_path.iterdir()) == []  # nothing is written beside a notebook


first_notebook_or_all_if_slow = pytest.mark.parametrize(
    "path",
    [NOTEBOOKS[0], *(pytest.param(path, marks=pytest.mark.slow) for path in NOTEBOOKS[1:] + PAGES)],
    ids=lambda p: p.stem,
)


@first_notebook_or_all_if_slow
def test_refreshing_elsewhere_gives_the_same_bytes(path, tmp_path):
    """Twice: in a folder, and in another one, in the C locale without UTF-8, with other numbers of threads."""
    folder = "a lecture ü" if sys.getfilesystemencoding() == "utf-8" else "a lecture"
    here, elsewhere = tmp_path / path.name, tmp_path / folder / path.name
    elsewhere.parent.mkdir()
    for copy in (here, elsewhere):
        copy.write_bytes(path.read_bytes())
    refresh(here)
    threads = dict.fromkeys(["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"], "3" if os.cpu_count() > 2 else "2")
    c_locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, ROOT / "tools" / "refresh.py", elsewhere.relative_to(tmp_path)]
    subprocess.run(command, cwd=tmp_path, env={**os.environ, **threads, **c_locale}, check=True)
    assert elsewhere.read_bytes() == here.read_bytes()


@first_notebook_or_all_if_slow
def test_running_all_cells_again_gives_the_same_outputs(path, tmp_path):
    notebook = read(path)
    again = deepcopy(notebook.cells)
    for cell in again:
        cell.id += "-again"
    length, notebook.cells = len(again), notebook.cells + again
    cells = executed(notebook, tmp_path).cells
    for cell in cells:
        for output in cell.get("outputs", []):
            output.pop("execution_count", None)  # rises, whatever is shown
    for first, second in zip(cells[:length], cells[length:], strict=True):
        assert second.get("outputs") == first.get("outputs"), first.id
    assert list(tmp_path.iterdir()) == []  # nothing is written beside a notebook


def test_numbers_in_exercises_and_captions_are_computed():
    """Numbers that stand in the words of checks and folds, held against the maths."""
    from nnlib.curves import QUARTIC
    from nnlib.descent import descend

    walk = descend(QUARTIC.slope, 4, 1e-7, tolerance=1e-5, stop_on="step")
    words = json.dumps([cell.source for cell in read(NOTEBOOKS[1]).cells], ensure_ascii=False)
    assert walk.steps == 9777 and f"{walk.final:.3f}" == "3.897" and f"{walk.slope:.0f}" == "100"
    from nnlib.curves import BOWL_WITH_DENT as bowl

    assert bowl.slope(0.80545) > 0 > bowl.slope(0.80555) and "0.8055" in words  # the hilltop, to four digits
    from nnlib.widgets.outcome_strip import RATES

    assert [f"{rate:.3g}" for rate in RATES if 0.05 < rate < 0.06] == ["0.0501", "0.0541", "0.0584"]
    assert "3.897" in words
