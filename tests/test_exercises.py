"""Every exercise of the course: the right answer in any form, each named mistake, and answers that are neither."""

import fractions
import importlib
import itertools
import pkgutil
import re

import numpy as np
import pytest
import sympy
from support import ROOT

import nnlib.exercises
from nnlib.exercises import differences, running
from nnlib.exercises.checking import (
    DIFFICULTIES,
    KINDS,
    NOT_ATTEMPTED,
    UNCHANGED,
    Exercise,
    Explanation,
    Mistake,
    Point,
    exercises_of,
)

MODULES = [
    importlib.import_module(f"nnlib.exercises.{module.name}")
    for module in pkgutil.iter_modules(nnlib.exercises.__path__)
]


TASKS = {
    f"{module.__name__.rsplit('.', 1)[1]}.{name}": value
    for module in MODULES
    for name, value in exercises_of(module).items()
}


EXERCISES = {name: task for name, task in TASKS.items() if isinstance(task, Exercise)}


FUNCTIONS = {name: task for name, task in EXERCISES.items() if task.inputs}


EXPLANATIONS = {name: task for name, task in TASKS.items() if isinstance(task, Explanation)}


# what the course promises to know by name, whatever the exercises are
PROMISED = """
no x · g′ forgotten · g′ at a · flipped sign · uphill step · 1/m forgotten · factor 2 · factor ½
cross-entropy's δ · g′ left in · missing transpose · transposed gradient · bias left out · bias δ propagated
ones-column at the wrong end · partials swapped · summed outer product · last route only · last example only
weights already updated · learning rate twice · learning rate forgotten · stale activation · z in place of a · ln 0
clipped probability · whole-number division · flat list beside a column · first layer left out
"""


def told(exercise, *answer):
    return exercise.verdict(*answer).words


def answer_of(exercise, mistake):
    """The whole answer with a mistake in it: in a dictionary it names some entries, and the rest are right."""
    return {**exercise.reference, **mistake.answer} if isinstance(exercise.reference, dict) else mistake.answer


@pytest.mark.parametrize("name", EXERCISES)
def test_reference_is_accepted_and_each_mistake_is_rejected_by_its_name(name):
    exercise = EXERCISES[name]
    assert exercise.verdict(exercise.reference).solved
    assert told(exercise, exercise.reference) == f"Solved. {exercise.solved}"
    for mistake in exercise.mistakes:
        verdict = exercise.verdict(answer_of(exercise, mistake))
        assert (verdict.solved, verdict.attempted, verdict.mistake) == (False, True, mistake.name)
        assert verdict.words.startswith(f"Not yet: {mistake.name}. {mistake.words}")
        assert verdict.words.endswith(f"\nLook again: {mistake.see or exercise.see}")
    if exercise.stub is not None:
        assert told(exercise, exercise.stub) == UNCHANGED and not exercise.verdict(exercise.stub).attempted


def test_mistakes_that_the_course_promises_have_a_name():
    names = {mistake.name for task in TASKS.values() for mistake in task.mistakes}
    assert set(re.split(r" · |\n", PROMISED.strip())) <= names and len(names) >= 40


def test_readme_counts_them_and_shows_a_verdict_word_for_word():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    mistakes = [mistake for task in TASKS.values() for mistake in task.mistakes]
    assert f"{len(TASKS)} exercises" in readme and f"{len({m.name for m in mistakes})} mistakes by name" in readme
    assert running.SECONDS == 5 and "stopped after five seconds" in readme
    shown = re.search(r"```text\n(Not yet: .+?)```", readme, re.DOTALL)[1].strip()
    task = TASKS["one_weight.slope_of_mse"]
    assert shown in {task.verdict(mistake.answer).words for mistake in task.mistakes}


def test_declarations_are_whole():
    assert len({task.title for task in TASKS.values()}) == len(TASKS)
    for name, task in TASKS.items():
        assert task.kind in KINDS and task.difficulty in DIFFICULTIES and 1 <= task.minutes <= 20, name
        assert task.mistakes, name
        for arguments in task.inputs if name in FUNCTIONS else ():
            leaves = len(differences.leaves(task.reference(*arguments), task.reference(*arguments)))
            assert leaves == 1 or leaves <= len(task.parts), name
        for mistake in task.mistakes:
            assert mistake.name and not re.search(r"[.!?:]$", mistake.name) and len(mistake.name) <= 45, mistake.name
            assert re.search(r"[.?]\)?$", mistake.words) and len(mistake.words) <= 330, mistake.words


@pytest.mark.parametrize("module", [module for module in MODULES if exercises_of(module)], ids=lambda m: m.__name__)
def test_each_notebook_has_exercises_of_several_kinds(module):
    kinds = [task.kind for task in exercises_of(module).values()]
    assert len(kinds) >= 4 and {"predict", "explain"} < set(kinds)


@pytest.mark.parametrize("name", TASKS)
def test_untouched_and_strange_answers_are_answered_in_words(name):
    task = TASKS[name]
    assert told(task, ...) == told(task, None) == NOT_ATTEMPTED
    for strange in (*STRANGE, (k for k in [1])):
        assert told(task, strange).startswith("Not yet")


class Hostile:
    """An object whose every method that a check might call raises."""

    def __getattr__(self, name):
        raise RuntimeError(name)

    __float__ = __array__ = __eq__ = __len__ = __iter__ = __getitem__ = __repr__ = __str__ = __bool__ = (
        lambda self, *args, **kwargs: 1 / 0
    )
    __hash__ = None


class HostileFunction(Hostile):
    """The same, and it can be called."""

    def __call__(self, *arguments):
        return Hostile()


STRANGE = (
    "text",
    "",
    [1, 2],
    {},
    object(),
    Hostile(),
    HostileFunction(),
    [Hostile()],
    float("nan"),
    float("inf"),
    12345.678,
    10**400,
    1j,
    np.eye(9),
    np.array(["a"]),
    np.array([None, "b"]),
    [[1], [2, 3]],
    b"bytes",
    {1, 2},
    itertools.count(),
    lambda: 1 / 0,
    Exception,
    np,
    True,
)


def in_float32(value):
    if isinstance(value, list | tuple):
        return type(value)(map(in_float32, value))
    return np.float32(value) if isinstance(value, float) or getattr(value, "dtype", None) == np.float64 else value


@pytest.mark.parametrize("name", FUNCTIONS)
def test_answer_in_float32_is_accepted(name):
    exercise = FUNCTIONS[name]
    assert exercise.verdict(lambda *arguments: in_float32(exercise.reference(*in_float32(arguments)))).solved


OVER_EXAMPLES = {  # where X and y stand among the arguments
    "one_weight.slope_of_mse": (1, 2),
    "a_bias.both_slopes": (2, 3),
    "cost_surfaces.cross_entropy_slopes": (2, 3),
    "xor.loop_to_mend": (0, 1),
    "xor.one_epoch": (0, 1),
    "any_network.any_depth": (0, 1),
    "any_network.mended_step": (0, 1),
}


@pytest.mark.parametrize("name", OVER_EXAMPLES)
def test_sum_in_another_order_is_accepted(name):
    def backwards(*arguments):
        turned = [value[::-1] if k in OVER_EXAMPLES[name] else value for k, value in enumerate(arguments)]
        return FUNCTIONS[name].reference(*turned)

    assert FUNCTIONS[name].verdict(backwards).solved


def as_lists(value):
    return [as_lists(part) for part in value] if isinstance(value, tuple | list) else np.asarray(value).tolist()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_answer_as_lists_is_accepted(name):
    exercise = FUNCTIONS[name]
    assert exercise.verdict(lambda *arguments: as_lists(exercise.reference(*arguments))).solved


NUMBERS = {name: task for name, task in EXERCISES.items() if isinstance(task.reference, int | float)}


@pytest.mark.parametrize("name", NUMBERS)
def test_number_in_any_form_is_accepted(name):
    number = float(NUMBERS[name].reference)
    exact = fractions.Fraction(number)
    for form in (number, [number], np.array([[number]]), np.float64(number), str(number), exact, sympy.Float(number)):
        assert NUMBERS[name].verdict(form).solved, form


def nudged(value, rng, size):
    """A nested tuple with one number of one array moved by `size`, relative to it or absolute."""
    if isinstance(value, tuple | list):
        k = rng.integers(len(value))
        return tuple(nudged(part, rng, size) if j == k else part for j, part in enumerate(value))
    value = np.array(value, dtype=float)
    at = tuple(rng.integers(n) for n in value.shape)
    value[at] += size * max(1, abs(value[at])) * rng.choice([-1, 1])
    return value


@pytest.mark.parametrize("name", FUNCTIONS)
def test_random_wrong_answers_are_rejected_with_two_different_numbers(name):
    exercise, rng, met = FUNCTIONS[name], np.random.default_rng(1), 0
    for _ in range(20):
        size = exercise.tolerance * 10 ** rng.uniform(0.3, 4)
        verdict = exercise.verdict(lambda *args, size=size: nudged(exercise.reference(*args), rng, size))
        if verdict.mistake or "but rounded" in verdict.words:  # it may have met one by chance
            met += 1
            continue
        found = re.match(
            r"Not yet\. For .+ your function gives (\S+)( .+)?\. It should be (\S+?)\.[ \n]", verdict.words
        )
        assert not verdict.solved and found and found[1] != found[3] and "array" not in verdict.words
        assert len(verdict.words) < 400 and verdict.words.endswith(f"\nLook again: {exercise.see}")
    assert met <= 2


@pytest.mark.parametrize("name", NUMBERS)
def test_random_wrong_numbers_are_rejected(name):
    exercise, rng = NUMBERS[name], np.random.default_rng(2)
    for size in exercise.tolerance * 10 ** rng.uniform(0.1, 5, 50):
        assert not exercise.verdict(float(nudged(exercise.reference, rng, size))).solved


SAID = "A few words about what it shows."


@pytest.mark.parametrize("name", EXPLANATIONS)
def test_explanation_is_compared_with_a_list(name):
    task = EXPLANATIONS[name]
    assert told(task, ..., "ab") == NOT_ATTEMPTED
    for too_short in ("", "No idea.", 5, Hostile(), ["a"] * 9):
        assert told(task, too_short).startswith("Not yet. Write a sentence or two")
    listed = task.verdict(SAID, ...)
    assert listed.attempted and not listed.solved and len(listed.words.splitlines()) == 1 + len(task.statements)
    for form in (task.reference, " and ".join(task.reference).upper(), list(task.reference)):
        assert task.verdict(SAID, form).solved
    letters = "abcdefgh"[: len(task.statements)]
    for letter, statement in zip(letters, task.statements, strict=True):
        if isinstance(statement, Mistake):
            verdict = task.verdict(SAID, task.reference + letter)
            assert verdict.mistake == statement.name and statement.words in verdict.words
        else:
            words = told(task, SAID, task.reference.replace(letter, ""))
            assert words.startswith(f"Not yet: {letter} is left out. {statement.words}")
    assert told(task, SAID, "z").startswith('Not yet. There is no "z" in the list: give letters from a to ')
    assert told(task, SAID, "none").startswith("Not yet: ") and " is left out. " in told(task, SAID, "none")
    assert "The picture does not say " in told(task, SAID, "all")
    assert told(task, SAID, 5) == 'Not yet. Put the letters in quotes, such as "ab".'
    assert sum(isinstance(statement, Point) for statement in task.statements) >= 2 <= len(task.mistakes)
