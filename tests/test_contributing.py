"""The examples in CONTRIBUTING.md pass the tests of what they are examples of.

Its explorer does so in the tests of all explorers, which take it from the page.
"""

import os
import re
import shutil
import sys
import types

import nbformat
import pytest
import test_boundaries
import test_exercises
import test_notebooks
import test_project
import test_wrong_answers
from nbformat import v4
from refresh import refresh
from sealed import reopen
from support import ROOT, example

from nnlib.exercises.checking import exercises_of

MORE = re.compile(r"and \d+ more for the exercises\.")


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A copy of the package and of what is read, which the tests and their kernels take for the course."""
    for name in ("nnlib", "notebooks", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name, copy_function=shutil.copyfile)
    reopen(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(test_notebooks, "NOTEBOOKS", sorted(tmp_path.glob("notebooks/*.ipynb")))
    return tmp_path


def cells(text):
    """The cells of an example: before each stands %%, its kind, its id, and its tag if it has one."""
    new = {"markdown": v4.new_markdown_cell, "code": v4.new_code_cell}
    opened = re.findall(r"^%% (\w+) (\S+) ?(\S*)\n(.*?)(?=^%% |\Z)", text, re.DOTALL | re.MULTILINE)
    return [
        new[kind](source.strip(), id=name, metadata={"tags": [tag]} if tag else {})
        for kind, name, tag, source in opened
    ]


def declare(course, monkeypatch, name, source):
    """Give the course a module of exercises with that source. Returns them by name."""
    (course / "nnlib" / "exercises" / f"{name}.py").write_text(source, encoding="utf-8")  # for the kernels
    module = types.ModuleType(f"nnlib.exercises.{name}")
    exec(source, vars(module))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return exercises_of(module)


def parametrized(module, wanted):
    """The tests of a module with a mark `parametrize` that is wanted."""
    tests = [test for name, test in vars(module).items() if name.startswith("test_")]
    return [test for test in tests if any(map(wanted, getattr(test, "pytestmark", ())))]


def passes(path, folder):
    """Store the notebook as it is committed, and run the tests of every notebook on it."""
    refresh(path)
    marks = [getattr(test_notebooks, name).mark for name in ("every_notebook", "every_page", "with_exercises")]
    tests = parametrized(test_notebooks, marks.__contains__)
    assert len(tests) >= 14
    for test in tests:
        folder.mkdir()  # each has an empty one
        test(path, **{"tmp_path": folder} if "tmp_path" in test.__code__.co_varnames else {})
        folder.rmdir()


def test_the_notebook_is_refreshed_and_passes_the_tests_of_every_notebook(course, monkeypatch):
    """With the exercise as its only one."""
    section, (whole, row, last) = example("A notebook")
    _, (declaration, exercise) = example("An exercise")
    title, *middle, built = cells(whole)
    title.source = title.source.replace("About 5 minutes.", re.search(r'"(About 5 minutes, .+?\.)"', section)[1])
    task, answer, solution = cells(exercise)
    task.source = re.sub(r"Exercise \d+", "Exercise 1", task.source)
    answer.source = re.search(r"`(from nnlib\.exercises import .+?)`", section)[1] + "\n\n" + answer.source
    heading = next(cell.source for cell in middle if cell.source.startswith("## ")).splitlines()[0]
    source = re.sub('see=".+"', f'see="{heading[3:]}"', declaration)
    declare(course, monkeypatch, re.search(r"`nnlib/exercises/(\w+)\.py`", section)[1], source)

    path = course / re.search(r"\((notebooks/\S+)\)", row)[1]
    notebook = v4.new_notebook(cells=[title, *middle, task, answer, solution, *cells(last), built])
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    neighbour = test_notebooks.NOTEBOOKS[0]
    here = re.compile(r"(\| \[01 [^\n]+ \| )\d+ \|")  # its row in the map of notebook 00
    neighbour.write_text(here.sub(r"\g<1>5 |", neighbour.read_text(encoding="utf-8")), encoding="utf-8")
    monkeypatch.setattr(test_notebooks, "NOTEBOOKS", [neighbour, path])
    monkeypatch.setattr(test_notebooks, "README", row)
    passes(path, course / "empty")


def test_the_modules_of_the_explorer_pass_the_tests_of_every_module(tmp_path, monkeypatch):
    section, sources = example("An explorer")
    names = re.findall(r"goes into `(nnlib/\w+/\w+\.py)`", section)
    monkeypatch.setattr(test_boundaries, "PACKAGE", tmp_path / "nnlib")
    monkeypatch.setattr(test_project, "ROOT", tmp_path)
    for name, source in zip(names, sources[:2], strict=True):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(source, encoding="utf-8")
        assert max(map(len, source.splitlines())) <= 120
        test_boundaries.test_imports_only_point_down(path)
    test_project.test_every_module_opens_with_a_sentence_and_every_public_name_has_a_docstring()


@pytest.fixture
def grown(course, monkeypatch):
    """The notebook that the exercise was added to as the page says, its exercises, and the name of the new one."""
    section, (declaration, exercise) = example("An exercise")
    name, after = re.search(r"`nnlib/exercises/(\w+)\.py`, before `(\w+)`", section).groups()
    source = (course / "nnlib" / "exercises" / f"{name}.py").read_text(encoding="utf-8")
    assert f"\n{after} = " in source
    tasks = declare(course, monkeypatch, name, source.replace(f"\n{after} = ", f"\n{declaration}\n{after} = "))

    (path,) = course.glob(f"notebooks/??_{name}.ipynb")
    notebook, new = nbformat.read(path, as_version=4), cells(exercise)
    new_name = re.search(r"exercises\.(\w+)\.check\(", new[1].source)[1]
    number = f"### Exercise {list(tasks).index(new_name) + 1} "
    assert new[0].source.startswith(number), f"in CONTRIBUTING.md it is now {number}"
    at = [cell.source.startswith(number) for cell in notebook.cells].index(True)
    for cell in notebook.cells[at:]:
        cell.source = re.sub(r"^### Exercise (\d+)", lambda n: f"### Exercise {int(n[1]) + 1}", cell.source)
    notebook.cells[at:at] = new
    notebook.cells[0].source = MORE.sub(MORE.search(section)[0], notebook.cells[0].source)
    # of the code what belongs to exercises, for the rest takes long
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "markdown" or "exercises" in cell.source]
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    return path, tasks, new_name


def test_the_notebook_with_the_exercise_in_it_passes_the_tests_of_every_notebook(grown, course):
    passes(grown[0], course / "empty")


def test_the_exercise_passes_the_tests_of_every_exercise(grown, monkeypatch):
    _, tasks, name = grown
    known = {mistake.name for task in test_exercises.TASKS.values() for mistake in task.mistakes}
    assert {mistake.name for mistake in tasks[name].mistakes} <= known  # the same mistake has the same name
    tables = [test_exercises.TASKS, test_exercises.EXERCISES, test_exercises.FUNCTIONS]
    for table in tables:
        monkeypatch.setitem(table, f"the page.{name}", tasks[name])
    tests = parametrized(test_exercises, lambda mark: any(mark.args[1] is table for table in tables))
    assert len(tests) >= 5
    for test in tests:
        test(f"the page.{name}")
    test_exercises.test_declarations_are_whole()
    for test in parametrized(test_wrong_answers, lambda mark: mark.args[0] == "task"):
        test(tasks[name])
