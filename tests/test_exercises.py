"""The checkers of exercises: right answers, named mistakes, and whatever else a reader may hand in."""

import importlib
import pkgutil
import re

import numpy as np
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
    for strange in ("text", [1, 2], {}, object(), float("nan"), 12345.678, 10**400, np.eye(9), lambda: 1 / 0):
        assert exercise.verdict(strange).startswith("Not yet. ")


def test_unknown_wrong_answer_gets_its_first_difference():
    verdict = EXERCISES["gradient_descent.slope_of_cubic"].verdict(lambda x: 17.0)
    assert verdict == "Not yet. For x = 2 your function gives 17. It should be 6."


def shifted(value):
    return tuple(map(shifted, value)) if isinstance(value, tuple) else value + 0.1


@pytest.mark.parametrize("name", [name for name, exercise in EXERCISES.items() if exercise.inputs])
def test_first_difference_is_short_and_holds_two_different_numbers(name):
    exercise = EXERCISES[name]
    verdict = exercise.verdict(lambda *args: shifted(exercise.reference(*args)))
    found = re.match(r"Not yet\. For .+ your function gives (\S+)( .+)?\. It should be (\S+)\.$", verdict)
    assert found and found[1] != found[3] and "array" not in verdict and len(verdict) < 200


SLOPES = EXERCISES["every_path.eight_slopes"]
STEP = EXERCISES["xor.one_epoch"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda one, two: (one[0], two), " ∂C/∂W[1] has the shape (2,), it should be (2, 2). Right: ∂C/∂W[2]."),
        (lambda one, two: (one + 1, two[:1]), " ∂C/∂W[2] has the shape (1, 2), it should be (2, 2)."),
        (lambda one, two: (one, two, 1), " your function gives 3 parts, it should give 2 parts: ∂C/∂W[1], ∂C/∂W[2]."),
        (lambda one, two: 5, " your function gives 5, it should give 2 parts: ∂C/∂W[1], ∂C/∂W[2]."),
        (lambda one, two: (one, None), "nothing for ∂C/∂W[2]. It should be an array of shape (2, 2). Right: ∂C/∂W[1]."),
        (lambda one, two: (one, 2 * two), " Right: ∂C/∂W[1]. Wherever it differs, it is twice what it should be."),
    ],
)
def test_wrong_part_is_named(change, words):
    assert SLOPES.verdict(lambda *args: change(*SLOPES.reference(*args))).endswith(words)


def test_first_wrong_entry_is_told_with_both_values():
    exercise = Exercise(
        reference=lambda x: (x, (x + 1, x + 2)), solved="", inputs=((np.eye(2),),), asked="1", parts=("A", "B", "C")
    )

    def answer(x):
        x[1, 0] = -1e-5
        return x, (x + 1, 0)

    assert exercise.verdict(answer) == (
        "Not yet. For 1 your function gives 0 for C. It should be an array of shape (2, 2)."
    )
    assert exercise.verdict(lambda x: (x, (x + [[1, 1], [1 - 1e-5, 1]], x + 2))) == (
        "Not yet. For 1 your function gives 0.99999 in entry [1, 0] of B. It should be 1. Right: A, C."
    )
    assert "gives 3 parts as part 2, it should give 2 parts." in exercise.verdict(lambda x: (x, (x, x, x)))


TABLES = tuple((np.arange(2.0 * m).reshape(m, 2),) for m in (4, 5))


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (lambda X: -1, "−1 times what it should be."),
        (lambda X: 2, "twice what it should be."),
        (lambda X: 0.5, "half of what it should be."),
        (len, "as many times too large as there are examples."),
        (lambda X: 1 / len(X), "as many times too small as there are examples."),
    ],
)
def test_telling_factor_is_told(factor, words):
    exercise = Exercise(reference=lambda X: (X, X.sum(axis=0)), solved="", inputs=TABLES, asked="{0}")
    verdict = exercise.verdict(lambda X: (X * factor(X), X.sum(axis=0) * factor(X)))
    assert verdict.startswith("Not yet. For an array of shape (4, 2) your function gives ")
    assert verdict.endswith(f" Wherever it differs, it is {words}")


@pytest.mark.parametrize("factor", [lambda X: 4, lambda X: 3, lambda X: X])
def test_other_factors_are_not(factor):
    exercise = Exercise(reference=lambda X: X + 1, solved="", inputs=TABLES, asked="{0}")
    assert "Wherever" not in exercise.verdict(lambda X: factor(X) * (X + 1))


def test_numbers_that_differ_late_are_told_apart():
    exercise = Exercise(reference=lambda x: x, solved="", inputs=((1.0,),), tolerance=1e-12)
    assert exercise.verdict(lambda x: x + 1e-8) == "Not yet. For x = 1 your function gives 1.00000001. It should be 1."


def test_row_for_a_column_is_a_wrong_shape_and_a_flat_list_is_not():
    exercise = Exercise(reference=lambda x: x, solved="", inputs=((np.ones((3, 1)),),), asked="x = {0}")
    assert exercise.verdict(np.ravel) == "Solved. "
    assert exercise.verdict(np.transpose).startswith(
        "Not yet. For x = [1, 1, 1] the result has the shape (1, 3), it should be (3, 1)."
    )


def in_place(X, y, W1, b1, W2, b2, alpha):
    new = STEP.reference(X, y, W1, b1, W2, b2, alpha)
    for array, value in zip((W1, b1, W2, b2), new, strict=True):
        array[:] = value
    X[:] = y[:] = 0
    return W1, b1, W2, b2


def test_answers_may_work_in_place_and_come_as_a_list_a_dictionary_or_an_iterator():
    forms = (
        list,
        lambda new: reversed(new[::-1]),
        lambda new: dict(zip(STEP.parts, new, strict=True)),
        lambda new: dict(zip(STEP.parts[::-1], new[::-1], strict=True)),
    )
    assert STEP.verdict(in_place) == STEP.verdict(in_place) == f"Solved. {STEP.solved}"
    for form in forms:
        assert STEP.verdict(lambda *args, form=form: form(in_place(*args))).startswith("Solved")


@pytest.mark.parametrize("answer", ["b", "B.", "(b)", "b) from the same input", "b: from the same input, all of it"])
def test_one_letter(answer):
    assert EXERCISES["every_path.equal_slopes"].verdict(answer).startswith("Solved")


@pytest.mark.parametrize("answer", ["a and b", "b and c", "b, c", "bc", "from the same input", ""])
def test_more_or_less_than_one_letter(answer):
    assert EXERCISES["every_path.equal_slopes"].verdict(answer) == "Not yet. Give one letter."


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"dC/db[2]": (3)}, '"dC/db[2]": (3) is the number 3 to Python; write (3,).'),
        ({"dC/db[2]": 7}, '"dC/db[2]" is not 7.'),
        ({"z[1]": (7, 7)}, '"z[1]" is not (7, 7).'),
        ({"z[1]": ...}, '"z[1]" is still missing.'),
        ({"z[1]": "(10, 6)"}, '"z[1]" is not "(10, 6)". Write it without quotes.'),
    ],
)
def test_wrong_entry_of_a_dictionary(entry, words):
    exercise = EXERCISES["every_path.shapes"]
    assert exercise.verdict({**exercise.reference, **entry}) == f"Not yet. {words}"


def test_shapes_that_do_not_fit_get_a_hint():
    delta = EXERCISES["xor.hidden_delta"]
    verdict = delta.verdict(lambda delta2, W2, a1: (W2 @ delta2) * a1 * (1 - a1))
    assert "in a product A @ B the shape of A ends in 1, that of B begins with 4. Two shapes do not fit" in verdict
    verdict = delta.verdict(lambda delta2, W2, a1: a1 * a1.T)
    assert "shapes (4,3) (3,4). Two shapes do not fit: print the .shape of both." in verdict


@pytest.mark.parametrize("answer", [1 / 12, 0.0833, 0.083])
def test_rounded_height_is_accepted(answer):
    assert EXERCISES["any_network.carry_plateau"].verdict(answer).startswith("Solved")


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
