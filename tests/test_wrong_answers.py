"""Whatever a reader hands to a check, there is a verdict in words: no exception, no warning, and it is not solved."""

import importlib
import pathlib

import pytest
from test_wrong_kinds import WRONG

import nnlib.exercises
from nnlib.exercises.checking import Exercise, Explanation, exercises_of, progress

FOLDER = pathlib.Path(nnlib.exercises.__file__).parent
INSIDE = {"__init__", "checking", "differences", "running"}
NAMES = [path.stem for path in sorted(FOLDER.glob("*.py")) if path.stem not in INSIDE]
MODULES = [importlib.import_module(f"nnlib.exercises.{name}") for name in NAMES]
TASKS = [task for module in MODULES for task in exercises_of(module).values()]
NUMBERS = {
    "negative",
    "a half",
    "a fraction",
    "a bool",
    "one number",
    "digits",
    "a text",
}  # they may be right somewhere


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.title)
def test_every_wrong_kind_of_answer_has_a_verdict(task):
    for name, make in WRONG.items():
        answers = [(make(None),)] if isinstance(task, Exercise) else [(make(None),), ("word " * 6, make(None))]
        for answer in answers:
            verdict = task.verdict(*answer)
            assert verdict.words and (name in NUMBERS or not verdict.solved), name
            assert " at 0x" not in verdict.words, name


@pytest.mark.parametrize("task", [task for task in TASKS if isinstance(task, Exercise) and callable(task.reference)],
                         ids=lambda task: task.title)  # fmt: skip
def test_every_wrong_kind_of_result_has_a_verdict(task):
    for name, make in WRONG.items():
        verdict = task.verdict(lambda *_, make=make: make(None))
        assert verdict.words and (name in NUMBERS or not verdict.solved), name
        assert " at 0x" not in verdict.words, name


def test_there_are_both_kinds_of_task():
    assert any(isinstance(task, Explanation) for task in TASKS) and len(TASKS) > 50


@pytest.mark.parametrize("wrong", [name for name in WRONG if name != "a module"])
def test_only_a_module_has_exercises(wrong):
    with pytest.raises(TypeError, match="module must be a module; got"):
        progress(WRONG[wrong](None))
