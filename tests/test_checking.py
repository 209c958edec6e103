"""The machinery behind the checks: what it says to whatever a reader may hand in, and what it keeps."""

import functools
import inspect
import itertools
import re
import signal
import sys
import threading
import time
import types

import numpy as np
import pytest
import sympy
from test_exercises import EXERCISES, EXPLANATIONS, MODULES, SAID, TASKS, Hostile, told

from nnlib.data import xor
from nnlib.exercises import checking, running
from nnlib.exercises.checking import NOT_ATTEMPTED, Exercise, Mistake, progress

SLOPE = EXERCISES["gradient_descent.slope_of_cubic"]


def never():
    while True:
        pass


@pytest.mark.parametrize("answer", [2.73, "2.73", [2.73], 2.7300000001, sympy.Rational(273, 100)])
def test_equivalent_forms(answer):
    assert EXERCISES["gradient_descent.next_position"].verdict(answer).solved


STEP = EXERCISES["xor.one_epoch"]


def in_place(X, y, W1, b1, W2, b2, alpha):
    new = STEP.reference(X, y, W1, b1, W2, b2, alpha)
    for array, value in zip((W1, b1, W2, b2), new, strict=True):
        array[:] = value
    X[:] = y[:] = 0
    return W1, b1, W2, b2


def test_answers_may_come_as_a_list_a_dictionary_or_an_iterator():
    forms = (
        list,
        lambda new: reversed(new[::-1]),
        lambda new: (array for array in new),
        lambda new: np.array([*new, None], dtype=object)[:-1],
        lambda new: dict(zip(STEP.parts, new, strict=True)),
        lambda new: dict(zip(STEP.parts[::-1], new[::-1], strict=True)),
    )
    for form in forms:
        assert STEP.verdict(lambda *args, form=form: form(STEP.reference(*args))).solved


@pytest.mark.parametrize(
    "answer",
    ["b", "B.", "(b)", "line b", "b, because it is", "b) from the same input", "b: from the same input, all of it"],
)
def test_one_letter(answer):
    assert EXERCISES["every_path.equal_slopes"].verdict(answer).solved


@pytest.mark.parametrize("answer", ["a and b", "b and c", "b, c", "bc", "from the same input", "", "z"])
def test_more_or_less_than_one_letter(answer):
    assert told(EXERCISES["every_path.equal_slopes"], answer) == "Not yet. Give one letter of the list: a, b, c, d."


@pytest.mark.parametrize("answer", [1 / 24, 0.0417, 0.042])
def test_rounded_height_is_accepted(answer):
    assert EXERCISES["any_network.or_plateau"].verdict(answer).solved


def test_unknown_wrong_answer_gets_its_first_difference():
    assert told(SLOPE, lambda x: 17.0 + 0 * x) == (
        "Not yet. For x = 2 your function gives 17. It should be 6.\nLook again: A formula for the slope"
    )


def test_mistake_with_a_telling_factor_besides_is_two_mistakes():
    both = PLAIN(
        reference=lambda w, X: w * np.mean(X + 1),
        mistakes=(Mistake("one forgotten", lambda w, X: w * np.mean(X), "Add 1 to X."),),
        inputs=COLUMNS,
        case="w = {0:g}",
    )
    for factor, words in ((-1, "−1 times"), (2, "twice"), (0.5, "half of")):
        verdict = both.verdict(lambda w, X, factor=factor: factor * w * np.mean(X))
        assert verdict.mistake == "one forgotten"
        assert verdict.words.splitlines()[0] == (
            f"Not yet: one forgotten. Add 1 to X. And besides, it is {words} what this mistake alone would give."
        )
    assert not both.verdict(lambda w, X: 3 * w * np.mean(X)).mistake
    # of a single number, twice one formula may well be another formula
    assert not SLOPE.verdict(lambda x: 2 * (3 * x**2)).mistake


SLOPES = EXERCISES["every_path.eight_slopes"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda one, two: (one[0], two), " ∂C/∂W[1] has the shape (2,), it should be (2, 2). ∂C/∂W[2] is right."),
        (lambda one, two: (one + 1, two[:1]), " ∂C/∂W[2] has the shape (1, 2), it should be (2, 2)."),
        (lambda one, two: (one, two, 1), " your function gives 3 parts, it should give 2 parts: ∂C/∂W[1], ∂C/∂W[2]."),
        (lambda one, two: 5, " your function gives 5, it should give 2 parts: ∂C/∂W[1], ∂C/∂W[2]."),
        (
            lambda one, two: (one, None),
            "nothing for ∂C/∂W[2]. It should be an array of shape (2, 2). ∂C/∂W[1] is right.",
        ),
        (lambda one, two: (one, 7 * two), " ∂C/∂W[1] is right."),
    ],
)
def test_wrong_part_is_named(change, words):
    reference = SLOPES.reference
    assert told(SLOPES, lambda *args: change(*reference(*args))).splitlines()[0].endswith(words)


PLAIN = functools.partial(
    Exercise, title="T", kind="write", difficulty="easy", minutes=1, task="t", see="S", solved="Yes."
)


def test_first_wrong_entry_is_told_with_both_values():
    exercise = PLAIN(
        reference=lambda x: (x, (x + 1, x + 2)), inputs=((np.eye(2),),), case="1", parts=("A", "B", "C"), tolerance=1e-6
    )

    def answer(x):
        x[1, 0] = -1e-5
        return x, (x + 1, 0)

    assert told(exercise, answer).startswith(
        "Not yet. For 1 your function gives 0 for C. It should be an array of shape (2, 2)."
    )
    assert told(exercise, lambda x: (x, (x + [[1, 1], [1 - 1e-5, 1]], x + 2))).startswith(
        "Not yet. For 1 your function gives 0.99999 in entry [1, 0] of B. It should be 1. A, C are right."
    )
    assert "gives 3 parts as part 2, it should give 2 parts." in told(exercise, lambda x: (x, (x, x, x)))


A_TABLE = np.ones((4, 4))
A_DATASET = xor()
TABLES = tuple((np.arange(2.0 * m).reshape(m, 2),) for m in (4, 5))


COLUMNS = tuple((1.5, np.array([[x]])) for x in (3.0, -0.4)) + ((0.5, np.array([[1.0], [3.0]])),)


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
    exercise = PLAIN(reference=lambda X: (X, X.sum(axis=0)), inputs=TABLES, case="{0}")
    verdict = told(exercise, lambda X: (X * factor(X), X.sum(axis=0) * factor(X)))
    assert verdict.startswith("Not yet. For an array of shape (4, 2) your function gives ")
    assert f" Wherever it differs, it is {words}" in verdict


def test_factor_x_is_told_where_there_is_a_single_x():
    exercise = PLAIN(reference=lambda w, X: w * np.mean(X + 1), inputs=COLUMNS, case="w = {0:g}")
    words = "Where there is a single x, it is {} what it should be."
    assert words.format("x times") in told(exercise, lambda w, X: w * np.mean((X + 1) * X))
    assert words.format("1/x times") in told(exercise, lambda w, X: w * np.mean((X + 1) / X))
    assert "Wherever" not in told(exercise, lambda w, X: w * np.mean((X + 1) * 3))  # the first x, by chance


@pytest.mark.parametrize("factor", [lambda X: 4, lambda X: 3, lambda X: X])
def test_other_factors_are_not(factor):
    exercise = PLAIN(reference=lambda X: X + 1, inputs=TABLES, case="{0}")
    assert "Wherever" not in told(exercise, lambda X: factor(X) * (X + 1))


def test_numbers_that_differ_late_are_told_apart():
    exercise = PLAIN(reference=lambda x: x, inputs=((1.0,),), tolerance=1e-12)
    assert told(exercise, lambda x: x + 1e-8).startswith(
        "Not yet. For x = 1 your function gives 1.00000001. It should be 1."
    )


def test_row_or_flat_list_for_a_column_is_a_wrong_shape():
    exercise = PLAIN(reference=lambda x: x, inputs=((np.ones((3, 1)),),), case="x = {0}")
    for other in (np.ravel, np.transpose):
        assert not exercise.verdict(other).solved
    assert told(exercise, np.transpose).startswith(
        "Not yet. For x = [1, 1, 1] the result has the shape (1, 3), it should be (3, 1)."
    )


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"dC/db[2]": (3)}, '"dC/db[2]": (3) is the number 3 to Python; write (3,).'),
        ({"dC/db[2]": 7}, '"dC/db[2]" is not 7.'),
        ({"z[1]": (7, 7)}, '"z[1]" is not (7, 7).'),
        ({"z[1]": ...}, '"z[1]" is still missing.'),
        ({"z[1]": None}, '"z[1]" is still missing.'),
        ({"z[1]": 7, "delta[1]": 8, "dC/db[2]": 9}, '"z[1]" is not 7. Look also at: delta[1], dC/db[2].'),
        ({"z[1]": "(10, 6)"}, '"z[1]" is not a text: write it as Python would, without quotes.'),
        ({"z[1]": np.zeros((10, 6))}, '"z[1]" is written in round brackets, such as (7, 3).'),
        ({"z[1]": Hostile()}, '"z[1]" is written in round brackets, such as (7, 3).'),
    ],
)
def test_wrong_entry_of_a_dictionary(entry, words):
    exercise = EXERCISES["every_path.shapes"]
    assert told(exercise, {**exercise.reference, **entry}).startswith(f"Not yet. {words}")


def test_named_mistake_in_a_dictionary_tells_what_else_is_wrong():
    exercise = EXERCISES["every_path.shapes"]
    mistake = exercise.mistakes[0]
    others = [key for key in exercise.reference if key not in mistake.answer]
    verdict = exercise.verdict({**exercise.reference, **mistake.answer, others[0]: 99})
    assert verdict.mistake == mistake.name and f"{mistake.words} Look also at: {others[0]}.\n" in verdict.words


HAND = PLAIN(reference=1 / 12, mistakes=(Mistake("not halved", 1 / 6, "Divide by 2m."),), tolerance=1e-4)


@pytest.mark.parametrize("answer", [0.08, 0.083])
def test_right_number_with_too_few_digits(answer):
    assert told(HAND, answer) == "Not yet. Right as far as it goes: give more digits."


@pytest.mark.parametrize("answer", [0.166, 0.167, 0.1667, 1 / 6])
def test_mistake_is_known_by_its_rounded_number(answer):
    assert HAND.verdict(answer).mistake == "not halved"


@pytest.mark.parametrize("answer", [0.1, 0.2, 0.17, 0.15, 0.09, 0.084, -0.08, 0, 1, 8])
def test_other_numbers_are_no_rounding(answer):
    verdict = HAND.verdict(answer)
    assert not verdict.mistake and "is not" in verdict.words


def test_number_that_is_nearly_a_cut_one_is_none():
    assert told(EXERCISES["gradient_descent.next_position"], 2.72).startswith("Not yet. The answer is not 2.72.")


def test_decimal_comma_and_two_numbers_for_one():
    half = PLAIN(reference=0.562, tolerance=1e-4)
    assert "is one number. Python writes it with a point: 0.562." in told(half, (0, 562))
    assert "is one number, and this is (14, 10)." in told(half, (14, 10))
    assert "is one number, and this is (0, a number too large for a float)." in told(half, (0, 10**5000))
    assert "is one number, and this is (0.05, 0.033)." in told(HAND, (0.05, 0.033))


@pytest.mark.parametrize("digits", [2, 3, 4])
def test_rounded_result_of_a_function(digits):
    def answer(*arguments):
        return [np.round(part, digits) for part in STEP.reference(*arguments)]

    assert told(STEP, answer) == "Not yet. Right, but rounded: leave the rounding out."


def test_names_of_the_notebook_in_a_function_are_told():
    words = told(STEP, lambda X, y, W1, b1, W2, b2, alpha: (A_TABLE, b1, W2, b2))
    assert "Your function reads A_TABLE from the notebook. Is it meant to?" in words
    words = told(STEP, lambda X, y, W1, b1, W2, b2, alpha: X @ A_TABLE)
    assert "Two shapes do not fit" in words and "reads A_TABLE from the notebook" in words
    words = told(STEP, lambda X, y, W1, b1, W2, b2, alpha: (W1 + 1, b1, W2, b2))
    assert "from the notebook" not in words and "It does not use X, y, alpha." in words
    words = told(STEP, lambda X, y, W1, b1, W2, b2, alpha: [p - alpha * X.sum() for p in (W1, b1, W2, b2)])
    assert "from the notebook" not in words and "It does not use y." in words
    assert "reads A_DATASET from the notebook" in told(STEP, lambda *args: A_DATASET.X)


def test_argument_that_a_wrong_answer_changes_is_told():
    def in_place(X, y, W1, b1, W2, b2, alpha):
        W1 -= X.mean() + y.mean() + alpha
        return W1, b1, W2, b2

    assert "It changes W1, which it was given." in told(STEP, in_place)


def test_letter_for_an_entry_of_a_dictionary():
    exercise = PLAIN(reference={"line": "c"})
    assert told(exercise, {"line": "z"}).startswith('Not yet. "line" is not "z".')
    assert told(exercise, {"line": "3"}).startswith('Not yet. "line" is one letter, in quotes.')
    assert exercise.verdict({"line": "c, for it is wrong"}).solved


def test_formula_with_letters_is_no_number():
    assert "gives a SymPy formula, whose letters are no numbers yet" in told(
        SLOPE, lambda x: 3 * sympy.Symbol("x") ** 2 - 6
    )


def test_dictionary_without_an_entry():
    exercise = EXERCISES["every_path.shapes"]
    assert told(exercise, dict(list(exercise.reference.items())[1:])) == (
        "Not yet. The entry 'z[1]' has gone from the dictionary."
    )


def test_code_that_raises_is_shown_with_its_line_and_a_hint():
    def broken(x):
        y = 2 * x
        return y / 0

    line = inspect.getsourcelines(broken)[1] + 2
    with pytest.raises(ZeroDivisionError) as error:  # its words differ between versions of Python
        broken(1.0)
    assert told(SLOPE, broken) == (
        f"Not yet. Your code stopped in line {line}, `return y / 0`, with ZeroDivisionError: "
        f"{error.value}. What stands below the line is 0 here. That was for x = 2."
    )


def raising(error):
    def function(x):
        raise error

    return function


@pytest.mark.parametrize(
    ("function", "hint"),
    [
        (lambda x: 3 * x**2 - ..., "Three dots are left in your code: put your answer in their place."),
        (lambda x: undefined_name, "Or is it a letter of the text alone?"),  # noqa: F821
        (lambda: 1, "The check calls your function with 1 value: keep its first line as it was."),
        (lambda x, y: 1, "The check calls your function with 1 value: keep its first line as it was."),
        (lambda x: function_of_itself(x, x), "Look at what the function that you call takes, and in which order."),
        (lambda x: x ^ 2, "Python writes powers with **."),
        (lambda x: np.ones(2) * np.ones(2).transpose, "Are brackets missing, or the arguments in another order?"),
        (lambda x: x + None, "None is what a function gives that has no line with return."),
        (lambda x: x(3), "Brackets right behind a value call it: is a * missing?"),
        (lambda x: __import__("math").exp(np.ones(3)), "For a whole array use np.exp and the like, not math."),
        (lambda x: [1, 2] * x, "A list or a tuple cannot be used like an array: take its arrays one by one."),
        (lambda x: np.ones((2, 3)) @ np.ones((2, 3)), "Two shapes do not fit: print the .shape of both."),
        (lambda x: np.ones((2, 3)) + np.ones((3, 2)), "Two shapes do not fit: print the .shape of both."),
        (lambda x: np.array([np.ones(2), np.ones(3)]), "Arrays of unequal shapes make no array: return a tuple."),
        (lambda x: 1 if np.ones(3) else 2, "and `if` needs a single one."),
        (lambda x: x.nothing, "The value is of another kind than you expect: print its type."),
        (lambda x: [1][1], "Counting begins at 0, so the last of n entries is n − 1. Or are two indices swapped?"),
        (lambda x: {}["x"], "The dictionary has no such key: print its keys."),
        (lambda x: __import__("math").exp(1000), "Does something run away, or stand in an exponent?"),
        (raising(MemoryError()), "The array would be enormous: print the shapes that go into it."),
        (lambda x: function_of_itself(x), "The function calls itself without end."),
        (raising(SystemExit()), "Leave a function with return."),
        (raising(StopIteration("x")), "with StopIteration: x."),
        (raising(BaseException()), "with BaseException."),
        (raising(GeneratorExit()), "with GeneratorExit."),
    ],
)
def test_exception_gets_a_hint(function, hint):
    verdict = SLOPE.verdict(function)
    assert verdict.words.startswith("Not yet. Your code stopped") and verdict.words.endswith(
        f"{hint} That was for x = 2."
    )
    assert verdict.attempted and not verdict.solved


def function_of_itself(x):
    return function_of_itself(x)


def test_shapes_of_a_product_are_told_in_words():
    delta = EXERCISES["xor.hidden_delta"]
    words = told(delta, lambda delta2, W2, a1: (W2 @ delta2) * a1 * (1 - a1))
    assert "in a product A @ B the shape of A ends in 1, that of B begins with 4. Two shapes do not fit" in words


def test_reader_who_interrupts_is_obeyed():
    with pytest.raises(KeyboardInterrupt):
        SLOPE.verdict(raising(KeyboardInterrupt()))


in_main_thread = pytest.mark.skipif(
    not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread(),
    reason="no timer that can stop a function here",
)


def sleeping(x):
    time.sleep(60)


def stubborn(x):
    while True:
        try:
            never()
        except Exception:
            pass


def more_stubborn(x):
    while True:
        try:
            time.sleep(0.01)
        except:  # noqa: E722
            pass


@in_main_thread
@pytest.mark.parametrize("function", [lambda x: never(), sleeping, stubborn, more_stubborn])
def test_code_that_does_not_end_is_stopped(function, monkeypatch):
    monkeypatch.setattr(running, "SECONDS", 0.2)
    before, trace = signal.getsignal(signal.SIGALRM), sys.gettrace()
    assert told(SLOPE, function).startswith("Not yet. Your code was still running after 0.2 seconds.")
    assert signal.getsignal(signal.SIGALRM) is before and signal.getitimer(signal.ITIMER_REAL)[0] == 0
    assert sys.gettrace() is trace and not running.is_running()


@in_main_thread
def test_timer_of_somebody_else_goes_on():
    before = signal.signal(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, 50)
    assert SLOPE.verdict(SLOPE.reference).solved and 40 < signal.getitimer(signal.ITIMER_REAL)[0] <= 50
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@in_main_thread
def test_check_inside_the_function_that_it_checks(monkeypatch, nothing_checked, capsys):
    monkeypatch.setattr(running, "SECONDS", 0.5)

    def answer(x):
        SLOPE.check(answer)

    assert "the line with .check stands inside the function: move it out" in told(SLOPE, answer)
    assert capsys.readouterr().out == ""

    def looks(x):
        HAND.verdict(1)
        never()

    assert "still running" in told(SLOPE, looks)


@in_main_thread
def test_answer_that_never_says_what_it_is_worth_is_stopped(monkeypatch):
    monkeypatch.setattr(running, "SECONDS", 0.2)

    class Slow:
        def __array__(self, *args, **kwargs):
            never()

    assert "still running" in told(SLOPE, lambda x: Slow())
    assert "still running" in told(EXERCISES["gradient_descent.next_position"], Slow())


def test_print_flood_is_cut(monkeypatch, capsys):
    def chatty(x):
        for k in range(10_000):
            print(k)
        return SLOPE.reference(x)

    assert SLOPE.verdict(chatty).solved
    printed = capsys.readouterr().out
    assert printed.startswith("0\n1\n2\n") and printed.endswith("… (your code prints more than this)\n")
    assert len(printed) < 1.1 * running.PRINTED
    print("as before")
    assert capsys.readouterr().out == "as before\n"


class Unspeakable(Exception):
    def __str__(self):
        raise RuntimeError


class NoClass:
    @property
    def __class__(self):
        raise RuntimeError

    def __call__(self, *arguments):
        return self


class Nowhere:
    pass


Nowhere.__module__ = None
NOWHERE = Nowhere()


def test_more_hostile_functions():
    # in a loop, for pytest itself cannot hold some of them as parameters
    for function in (
        raising(Unspeakable()),
        NoClass(),
        lambda x: NOWHERE,
        lambda x: (NOWHERE, 1)[0],
        lambda x: NoClass(),
    ):
        assert told(SLOPE, function).startswith("Not yet. ")
    assert told(HAND, NoClass()).startswith("Not yet. ")


def test_function_that_breaks_numpy_is_told_and_the_right_answer_is_still_right(monkeypatch):
    exercise, sound = EXERCISES["one_weight.slope_of_mse"], np.exp
    fresh = PLAIN(reference=exercise.reference, inputs=exercise.inputs, case="w = {0:g}")

    def breaking(w, X, y):
        np.exp = lambda z: 1 / 0
        return 1.0

    try:
        assert told(fresh, breaking).startswith("Not yet. For w = ")
    finally:
        np.exp = sound
    assert fresh.verdict(exercise.reference).solved


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1j, "a complex number"),
        ("6.0", "a text"),
        (np.array([6 + 1j]), "a complex number"),
        (np.broadcast_to(1.0, 2 * 10**8), "a list of more than 10 000 numbers"),
        ([0.0] * 10**6, "a list of more than 10 000 numbers"),
        ((..., ...), "three dots"),
    ],
)
def test_values_that_are_no_answer(value, words):
    assert words in told(SLOPE, lambda x: value) or words == "three dots"
    if words == "three dots":
        assert told(SLOPE, lambda x: value) == NOT_ATTEMPTED


def test_async_function_is_told():
    async def slope(x):
        return 3 * x**2 - 6

    assert "a coroutine: write def, not async def" in told(SLOPE, slope)


def test_none_for_one_input_only_names_it():
    assert told(SLOPE, lambda x: 3 * x**2 - 6 if x > 0 else None).endswith("That was for x = −1.")


def test_long_words_of_an_exception_are_cut():
    assert len(told(SLOPE, raising(ValueError("x" * 10**6)))) < 500


@pytest.mark.parametrize("form", [np.float64, lambda value: np.array([value]), np.float32])
def test_rounded_number_of_numpy_is_a_number(form):
    assert told(HAND, form(0.08)).startswith("Not yet. ") and "list" not in told(HAND, form(0.08))
    assert told(HAND, np.float64(0.08)) == "Not yet. Right as far as it goes: give more digits."


def test_what_is_printed_is_wrapped(nothing_checked, capsys):
    SLOPE.check(lambda x: 1 / (x - x))
    EXPLANATIONS["gradient_descent.forks"].check(SAID)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 88 and len(lines) > 8
    listed = [line for line in lines if re.match(r"[a-z]\. ", line)]
    assert len(listed) == len(EXPLANATIONS["gradient_descent.forks"].statements)
    assert any(line.startswith("   ") for line in lines)


def test_check_without_an_answer_is_not_attempted(nothing_checked, capsys):
    HAND.check()
    EXPLANATIONS["gradient_descent.forks"].check()
    assert capsys.readouterr().out == 2 * f"{NOT_ATTEMPTED}\n"
    assert len(NOT_ATTEMPTED) <= 88


def test_iterator_without_an_end_is_cut():
    assert "a list of more than 10 000 numbers" in told(SLOPE, lambda x: itertools.cycle([1]))


def test_check_works_in_another_thread():
    verdicts = []
    thread = threading.Thread(target=lambda: verdicts.append(SLOPE.verdict(SLOPE.reference)))
    thread.start()
    thread.join()
    assert verdicts[0].solved


def test_function_that_changes_its_arguments_is_told_so_and_changes_nothing_else():
    verdict = STEP.verdict(in_place)
    assert verdict == STEP.verdict(in_place) and verdict.solved
    assert verdict.words == (
        f"Solved. {STEP.solved} But it changes X, y, W1, b1, W2, b2: whoever calls it may still need that."
    )
    assert STEP.verdict(STEP.reference).words == f"Solved. {STEP.solved}"


def test_list_that_grows_is_a_changed_argument():
    depth = EXERCISES["any_network.any_depth"]

    def growing(X, y, params):
        answer = depth.reference(X, y, params)
        params.append(params[0])
        return answer

    assert "But it changes params: whoever" in told(depth, growing)


def test_function_that_returns_nothing():
    assert told(SLOPE, lambda x: None).startswith("Not yet. Your function returned None. Is a line with return")


def test_number_for_a_function_and_the_other_way_round():
    assert told(SLOPE, 3) == ("Not yet. The answer is a function: hand its name to the check, without calling it.")
    assert told(EXERCISES["gradient_descent.next_position"], lambda: 1).startswith(
        "Not yet. The answer is a value, and this is a function."
    )


@pytest.fixture
def nothing_checked(monkeypatch):
    monkeypatch.setattr(checking, "_VERDICTS", {})


def test_progress_counts_what_this_kernel_has_checked(nothing_checked, capsys):
    exercises = types.ModuleType("some of notebook 01")
    for name in ("next_position", "slope_of_cubic", "repaired_walk", "forks"):
        setattr(exercises, name, TASKS[f"gradient_descent.{name}"])
    progress(exercises)
    first = capsys.readouterr().out
    assert first.startswith("Attempted: 0 of 4. Solved: 0.\n 1  not attempted  One step by hand\n")
    assert "met" not in first
    exercises.next_position.check(...)
    exercises.slope_of_cubic.check(lambda x: 3 * x**2)
    exercises.slope_of_cubic.check(exercises.slope_of_cubic.reference)
    exercises.slope_of_cubic.check(lambda x: 7)  # what is solved stays solved
    exercises.repaired_walk.check(exercises.repaired_walk.stub)
    exercises.forks.check(SAID, ...)
    capsys.readouterr()
    progress(exercises)
    assert capsys.readouterr().out.splitlines() == [
        "Attempted: 2 of 4. Solved: 1.",
        " 1  not attempted  One step by hand",
        " 2  solved         A slope by rule",
        " 3  not attempted  Repair a walk",
        " 4  attempted      Explain the picture with the forks",
        "Mistakes that you have met:",
        "    straight line left out",
    ]


def test_checking_writes_nothing(nothing_checked, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    opened = []
    sys.addaudithook(lambda event, args: opened.append(args) if event == "open" and watching else None)
    watching = True
    for answer in (SLOPE.reference, lambda x: 7, lambda x: 1 / 0):
        SLOPE.check(answer)
    progress(MODULES[0])
    watching = False
    assert [args for args in opened if not str(args[1]).startswith("r")] == [] == list(tmp_path.iterdir())


def test_check_prints(nothing_checked, capsys):
    EXERCISES["gradient_descent.stopped_walk"].check(" D ")
    assert capsys.readouterr().out.startswith("Solved.")


IN_A_KERNEL = """
from nnlib.exercises import gradient_descent as exercises, running

running.SECONDS = 0.2

def looping(x):
    while True:
        x = x + 1

exercises.slope_of_cubic.check(looping)

def broken(x):
    y = 3 * x
    return y @ x

exercises.slope_of_cubic.check(broken)
"""


def test_check_in_a_kernel_stops_a_loop_and_finds_the_line(tmp_path):
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(IN_A_KERNEL.strip())])
    NotebookClient(
        notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    words = " ".join(notebook.cells[0].outputs[0].text.split())
    assert words.startswith(
        "Not yet. Your code was still running after 0.2 seconds. Is there a loop that does not end? "
        "That was for x = 2. Not yet. Your code stopped in line 13, `return y @ x`, with "
    )
