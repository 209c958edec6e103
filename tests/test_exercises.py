"""The checkers of exercises: right answers, named mistakes, and whatever else a reader may hand in."""

import importlib
import pkgutil

import pytest

import nnlib.exercises
from nnlib.exercises.checking import NOT_ATTEMPTED, UNCHANGED, Exercise

MODULES = [
    importlib.import_module(f"nnlib.exercises.{module.name}")
    for module in pkgutil.iter_modules(nnlib.exercises.__path__)
]
EXERCISES = {
    f"{module.__name__.rsplit('.', 1)[1]}.{name}": value
    for module in MODULES
    for name, value in vars(module).items()
    if isinstance(value, Exercise)
}


@pytest.mark.parametrize("name", EXERCISES)
def test_reference_is_accepted_and_each_mistake_is_told_by_its_words(name):
    exercise = EXERCISES[name]
    assert exercise.verdict(exercise.reference) == f"Solved. {exercise.solved}"
    for mistake in exercise.mistakes:
        whole = isinstance(exercise.reference, dict)  # there a mistake names some entries, and the rest are right
        answer = {**exercise.reference, **mistake.answer} if whole else mistake.answer
        assert exercise.verdict(answer) == f"Not yet. {mistake.words}"
    if exercise.stub:
        assert exercise.verdict(exercise.stub) == UNCHANGED


@pytest.mark.parametrize("name", EXERCISES)
def test_untouched_and_strange_answers_are_answered_in_words(name):
    exercise = EXERCISES[name]
    assert exercise.verdict(...) == exercise.verdict(None) == NOT_ATTEMPTED
    for strange in ("text", [1, 2], {}, object(), float("nan"), 12345.678, 10**400, lambda: 1 / 0):
        assert exercise.verdict(strange).startswith("Not yet. ")


def test_unknown_wrong_answer_gets_its_first_difference():
    verdict = EXERCISES["gradient_descent.slope_of_cubic"].verdict(lambda x: 17.0)
    assert verdict == "Not yet. For x = 2 your function gives 17. It should be 6."


def test_function_that_returns_nothing():
    assert "returned nothing" in EXERCISES["gradient_descent.slope_of_cubic"].verdict(lambda x: None)


def test_error_in_the_readers_code_is_shown_with_its_line():
    def broken(x):
        return 1 / 0

    assert "ZeroDivisionError in line" in EXERCISES["gradient_descent.slope_of_cubic"].verdict(broken)


@pytest.mark.parametrize("answer", [2.73, "2.73", [2.73], 2.7300000001])
def test_equivalent_forms(answer):
    assert EXERCISES["gradient_descent.next_position"].verdict(answer).startswith("Solved")


def test_check_prints(capsys):
    EXERCISES["gradient_descent.stopped_walk"].check(" C ")
    assert capsys.readouterr().out.startswith("Solved.")
