"""The examples in CONTRIBUTING.md pass the tests of what they are examples of.

Its explorer does so in the tests of all explorers, which take it from the page.
"""

import re

import nbformat
import test_boundaries
import test_notebooks
import test_project
from nbformat import v4
from refresh import refresh
from support import NOTEBOOKS, example

from nnlib.exercises.checking import Exercise, Mistake


def test_the_notebook_is_refreshed_and_passes_the_tests_of_every_notebook(tmp_path, monkeypatch):
    _, (cells, row) = example("A notebook")
    path = tmp_path / re.search(r"\(notebooks/(\S+)\)", row)[1]
    new = {"markdown": v4.new_markdown_cell, "code": v4.new_code_cell}
    opened = re.findall(r"^%% (\w+) (\S+)\n(.*?)(?=^%% |\Z)", cells, re.DOTALL | re.MULTILINE)
    notebook = v4.new_notebook(cells=[new[kind](source.strip(), id=name) for kind, name, source in opened])
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    refresh(path)
    neighbour = tmp_path / NOTEBOOKS[0].name
    here = re.compile(r"(\| \[01 [^\n]+ \| )\d+ \|")  # its row in the map of notebook 00
    neighbour.write_text(here.sub(r"\g<1>5 |", NOTEBOOKS[0].read_text(encoding="utf-8")), encoding="utf-8")
    monkeypatch.setattr(test_notebooks, "NOTEBOOKS", [neighbour, path])
    monkeypatch.setattr(test_notebooks, "README", row)
    marks = [test_notebooks.every_notebook.mark, test_notebooks.every_page.mark]
    tests = [
        test
        for name, test in vars(test_notebooks).items()
        if name.startswith("test_") and any(mark in marks for mark in getattr(test, "pytestmark", ()))
    ]
    assert len(tests) >= 9
    for test in tests:
        test(path)


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


def test_the_exercise_is_true():
    """The declaration, executed and checked as those of the course are."""
    names = {}
    exec(example("An exercise")[1][0], {"Exercise": Exercise, "Mistake": Mistake}, names)
    exercise = names["dropped_stone"]
    assert exercise.verdict(exercise.reference).solved
    assert [exercise.verdict(m.answer).mistake for m in exercise.mistakes] == [m.name for m in exercise.mistakes]
