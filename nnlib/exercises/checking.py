"""Hold a reader's answer against the reference, and against the mistakes that readers make."""

import functools
import inspect
import re
import string
import textwrap
import types
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nnlib._checks import as_instance
from nnlib.exercises.differences import (
    common_factor,
    constant_factor,
    letter,
    misfit,
    right_parts,
    rounded,
    rounded_off,
    same,
    short,
    wrong_part,
    wrong_value,
)
from nnlib.exercises.running import Stopped, Thing, is_running, read_from_notebook, results, unused_arguments, value_of

KINDS = ("predict", "work out", "write", "mend", "find the bug", "explain")
DIFFICULTIES = ("easy", "medium", "hard")
NOT_ATTEMPTED = "Not attempted yet: put your answer where the three dots are, and run the cell again."
UNCHANGED = (
    "Not attempted yet, or what you have changed makes no difference so far: it gives what it gave at first. "
    "Where there are two mistakes, mending one of them may not show."
)


@dataclass(frozen=True, eq=False)
class Mistake:
    """A wrong answer that has a reason.

    name: what the mistake is called, without a full stop.
    answer: what it gives, of the same kind as the reference; of a dictionary, the entries it is known by.
    words: the sentence that explains it.
    see: the heading in the notebook under which to look again, if it is not that of the exercise.
    """

    name: str
    answer: object
    words: str
    see: str = ""


@dataclass(frozen=True)
class Verdict:
    """What the check of an answer comes to: the words for it, and the name of the mistake if it is known by one."""

    words: str
    attempted: bool = True
    solved: bool = False
    mistake: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class Task:
    """What every exercise has.

    title: unique in the course. kind: one of `KINDS`. difficulty: one of `DIFFICULTIES`. minutes: how long it takes.
    task: what is asked, in a sentence that stands in the notebook word for word.
    see: the heading in the notebook under which it was explained.
    solved: what is said to the right answer.
    """

    title: str
    kind: str
    difficulty: str
    minutes: int
    task: str
    see: str
    solved: str

    def check(self, answer=..., *more):
        """Print the verdict on an answer, and remember it for `progress`."""
        if is_running():
            raise RuntimeError("the line with .check stands inside the function: move it out, to the left margin")
        verdict = self.verdict(answer, *more)
        _VERDICTS.setdefault(self.title, []).append(verdict)
        print(_wrapped(verdict.words))

    def _told(self, mistake, words):
        """A mistake by its name: what is wrong, and where to look again."""
        return Verdict(f"Not yet: {mistake.name}. {words}{self._look(mistake.see)}", mistake=mistake.name)

    def _look(self, see=""):
        return f"\nLook again: {see or self.see}"


@dataclass(frozen=True, eq=False, kw_only=True)
class Exercise(Task):
    """An exercise with a right answer, and the mistakes that are known by name. Where two fit, the first is told.

    reference: a number, an array, a choice (a letter), a dictionary of these, or a function; then `inputs` are the
        arguments it is tried on, chosen so that the mistakes give different results.
    case: how to say an entry of `inputs`, as a format string or as a function of the arguments.
    parts: what the arrays are called in the tuple that a function gives; those of nested tuples one after the other.
    stub: what the untouched cell gives, where it is code to mend and not three dots.
    tolerance: numbers agree if they differ by at most this much, relative to the reference or absolute. The default
        accepts an answer computed in float32.
    """

    reference: object
    mistakes: tuple = ()
    inputs: tuple = ()
    tolerance: float = 1e-5
    stub: object = None
    case: object = "x = {0:g}"
    parts: tuple = ()

    def verdict(self, answer):
        """The `Verdict` on an answer. Never raises, whatever the answer is or does."""
        if answer is ... or answer is None:
            return Verdict(NOT_ATTEMPTED, attempted=False)
        wanted, known, stub = self._wanted, self._known, self._untouched  # before the reader's code can change anything
        try:
            given, changed = self._given(answer)
        except Stopped as stopped:
            where = f" That was for {self._case(stopped.arguments)}." if stopped.arguments else ""
            return Verdict(f"Not yet. {stopped}{where}{_read(answer)}")
        if all(map(_is_dots, given)):
            return Verdict(NOT_ATTEMPTED, attempted=False)
        if self._same(given, wanted):
            remark = f" But it changes {', '.join(changed)}: whoever calls it may still need that." if changed else ""
            return Verdict(f"Solved. {self.solved}{remark}", solved=True)
        if stub is not None and self._same(given, stub):
            return Verdict(UNCHANGED, attempted=False)
        for mistake, values in known:
            if self._same(given, values):
                return self._told(mistake, f"{mistake.words}{self._rest(given, mistake)}")
        if self._is_function:
            remark = f" It changes {', '.join(changed)}, which it was given." if changed else ""
            return self._wrong_function(given, f"{remark}{_read(answer)}{_unused(answer)}")
        return self._wrong_value(given)

    @functools.cached_property
    def _wanted(self):
        return self._values(self.reference)

    @functools.cached_property
    def _untouched(self):
        return None if self.stub is None else self._values(self.stub)

    @functools.cached_property
    def _known(self):
        return [(mistake, self._values(mistake.answer)) for mistake in self.mistakes]

    @property
    def _is_function(self):
        return callable(self.reference)

    @property
    def _letters(self):
        return sorted([self.reference, *(mistake.answer for mistake in self.mistakes)])

    def _given(self, answer):
        """The reader's answer as a list of plain values, and the names of arguments that a function changed."""
        if self._is_function:
            if not callable(answer):
                raise Stopped("The answer is a function: hand its name to the check, without calling it.")
            values, changed = results(answer, self.inputs)
            for value, arguments in zip(values, self.inputs, strict=True):
                if value is None:
                    words = "Your function returned None. Is a line with return missing, or the value behind it?"
                    raise Stopped(words, arguments)
            return [self._ordered(value) for value in values], changed
        given = value_of(answer)
        if not isinstance(self.reference, Mapping):
            if isinstance(self.reference, str) and not isinstance(given, str):
                raise Stopped("The answer is one letter, in quotes.")
            if isinstance(self.reference, str) and letter(given) not in self._letters:
                raise Stopped(f"Give one letter of the list: {', '.join(self._letters)}.")
            return [given], ()
        if not isinstance(given, Mapping):
            raise Stopped("The answer is a dictionary: fill in its values, and keep its keys.")
        if missing := [key for key in self.reference if key not in given]:
            raise Stopped(f"The entry {missing[0]!r} has gone from the dictionary.")
        return [given[key] for key in self.reference], ()

    def _values(self, answer):
        """What the reference, a mistake or the stub comes to, as a list."""
        if isinstance(self.reference, Mapping):
            return [answer.get(key, ...) for key in self.reference]
        return results(answer, self.inputs)[0] if self._is_function else [answer]

    def _ordered(self, value):
        """A dictionary as a tuple, in the order of `parts` if it has these names; text is no result."""
        if isinstance(value, str):
            return Thing("a text")
        if not isinstance(value, Mapping):
            return value
        return tuple(value[key] for key in (self.parts if set(self.parts) == set(value) else value))

    def _same(self, given, wanted):
        # a mistake in a dictionary names only the entries that it is known by
        return all(w is ... or same(g, w, self.tolerance) for g, w in zip(given, wanted, strict=True))

    def _rest(self, given, mistake=None):
        """In words, which parts of a function are right, or which further entries of a dictionary are wrong."""
        if isinstance(self.reference, Mapping):
            entries = zip(self.reference, given, self._wanted, strict=True)
            wrong = [key for key, *pair in entries if not same(*pair, self.tolerance)]
            others = [key for key in wrong if key not in mistake.answer] if mistake else wrong[1:]
            return f" Look also at: {', '.join(others)}." if others else ""
        right = right_parts(given, self._wanted, self.tolerance, self.parts)
        return f" {', '.join(right)} {'is' if len(right) == 1 else 'are'} right." if right else ""

    def _wrong_value(self, given):
        """The verdict on a number, a choice or a dictionary that is wrong in a way without a name."""
        k = next(k for k, pair in enumerate(zip(given, self._wanted, strict=True)) if not same(*pair, self.tolerance))
        if isinstance(self.reference, Mapping):
            words = wrong_value(given[k], self._wanted[k], f'"{list(self.reference)[k]}"')
            return self._unnamed(f"{words}{self._rest(given)}")
        if max(rounded(given[k], self._wanted[k])) >= 2:
            return Verdict("Not yet. Right as far as it goes: give more digits.")
        for mistake in self.mistakes:
            if rounded(given[k], mistake.answer)[0] >= 3:  # fewer digits may be a coincidence
                return self._told(mistake, mistake.words)
        return self._unnamed(wrong_value(given[k], self._wanted[k], "The answer"))

    def _wrong_function(self, given, remark):
        """The verdict on a function without a name: its first difference, and a factor if there is one that tells."""
        trials = list(zip(self.inputs, given, self._wanted, strict=True))
        for arguments, g, w in trials:
            if words := misfit(g, w, self.parts):
                return self._unnamed(f"For {self._case(arguments)} your function gives {words}.{remark}")
        if any(same(given, rounded_off(tuple(self._wanted), digits), 1e-12) for digits in range(2, 8)):
            return Verdict("Not yet. Right, but rounded: leave the rounding out.")
        arguments, *pair = next((a, g, w) for a, g, w in trials if not same(g, w, self.tolerance))
        words = f"For {self._case(arguments)} {wrong_part(*pair, self.tolerance, self.parts)}.{self._rest(given)}"
        if factor := common_factor([(self._named(a), g, w) for a, g, w in trials], self.tolerance):
            return self._unnamed(f"{words} {factor}")
        if len(self.inputs[0]) > 1:  # of a single number, one formula times −1 may well be another formula
            for mistake, values in self._known:
                if times := constant_factor(given, values, self.tolerance):
                    more = f"And besides, it is {times} what this mistake alone would give."
                    return self._told(mistake, f"{mistake.words} {more}")
        return self._unnamed(f"{words}{remark}")

    def _unnamed(self, words):
        return Verdict(f"Not yet. {words}{self._look()}")

    def _named(self, arguments):
        """The arguments by the names that the reference gives them."""
        return dict(zip(inspect.signature(self.reference).parameters, arguments, strict=False))

    def _case(self, arguments):
        words = self.case(*arguments) if callable(self.case) else self.case.format(*map(_column, arguments))
        return re.sub(r"(?<!\w)-(?=\d)", "−", words)


@dataclass(frozen=True)
class Point:
    """What a picture shows, as a reader could say it, and why an explanation is not whole without it."""

    says: str
    words: str


@dataclass(frozen=True, eq=False, kw_only=True)
class Explanation(Task):
    """A picture to explain in one's own words, and then a list to hold them against.

    statements: in the order in which they are shown, each `Point` that a good explanation makes, and each `Mistake`
        whose answer is a sentence that the picture does not say.
    """

    statements: tuple
    kind: str = "explain"

    def verdict(self, explanation, said=...):
        """The `Verdict` on an explanation (a text) and the letters of the statements that were made in it."""
        if explanation is ... or explanation is None:
            return Verdict(NOT_ATTEMPTED, attempted=False)
        try:
            explanation, said = value_of(explanation), value_of(said)
        except Stopped as stopped:
            return Verdict(f"Not yet. {stopped}")
        if not isinstance(explanation, str) or len(explanation.split()) < 5:
            return Verdict("Not yet. Write a sentence or two of your own first, in quotes.")
        lettered = dict(zip(string.ascii_lowercase, self.statements, strict=False))
        if said is ... or said is None:
            listed = "\n".join(f"{label}. {_says(statement)}" for label, statement in lettered.items())
            words = "Now compare, for yourself: nobody else reads your words. Which of these did you say?"
            return Verdict(f'{words} Hand in their letters, such as "ab".\n{listed}')
        if isinstance(said, list | tuple) and all(isinstance(label, str) for label in said):
            said = " ".join(said)
        if not isinstance(said, str):
            return Verdict('Not yet. Put the letters in quotes, such as "ab".')
        words = {"and": "", "none": "", "all": "".join(lettered)}
        labels = "".join(words.get(word, word) for word in re.findall("[a-z]+", said.lower()))
        if unknown := set(labels) - set(lettered):
            return Verdict(
                f'Not yet. There is no "{min(unknown)}" in the list: give letters from a to {max(lettered)}.'
            )
        if not labels and "none" not in said.lower():
            return Verdict(f'Not yet. Give letters from a to {max(lettered)}, such as "ab", or "none".')
        for label, statement in lettered.items():
            if label in labels and isinstance(statement, Mistake):
                return self._told(statement, f"The picture does not say {label}. {statement.words}")
        for label, statement in lettered.items():
            if label not in labels and isinstance(statement, Point):
                more = "Add it to your words, and then its letter."
                return Verdict(f"Not yet: {label} is left out. {statement.words} {more}{self._look()}")
        return Verdict(f"Solved. {self.solved}", solved=True)

    @property
    def mistakes(self):
        """The statements that the picture does not make."""
        return tuple(statement for statement in self.statements if isinstance(statement, Mistake))

    @property
    def reference(self):
        """The letters of the statements that it makes."""
        lettered = zip(string.ascii_lowercase, self.statements, strict=False)
        return "".join(label for label, statement in lettered if isinstance(statement, Point))


_VERDICTS = {}  # the verdicts of this kernel, by title; never written anywhere


def exercises_of(module):
    """The exercises that a module declares, by name and in order. Raises TypeError if it is no module."""
    as_instance(module, "module", types.ModuleType)
    return {name: value for name, value in vars(module).items() if isinstance(value, Task)}


def progress(module):
    """Print how far the reader has got with the exercises of a module, from the checks that this kernel has run."""
    tasks = list(exercises_of(module).values())
    verdicts = [_VERDICTS.get(task.title, []) for task in tasks]
    solved = [any(verdict.solved for verdict in each) for each in verdicts]
    attempted = [any(verdict.attempted for verdict in each) for each in verdicts]
    print(f"Attempted: {sum(attempted)} of {len(tasks)}. Solved: {sum(solved)}.")
    for number, task in enumerate(tasks, 1):
        state = "solved" if solved[number - 1] else "attempted" if attempted[number - 1] else "not attempted"
        print(f"{number:2}  {state:13}  {task.title}")
    if met := dict.fromkeys(v.mistake for each in verdicts for v in each if v.mistake):
        print("Mistakes that you have met:", *met, sep="\n    ")


def _read(function):
    """A word on what the reader's function takes from the notebook."""
    names = read_from_notebook(function)
    return f" Your function reads {', '.join(names)} from the notebook. Is it meant to?" if names else ""


def _unused(function):
    """A word on arguments that the reader's function leaves unused."""
    names = unused_arguments(function)
    return f" It does not use {', '.join(names)}." if names else ""


def _wrapped(words):
    """Lines of at most 88 characters: a page that is too narrow would break them within a word."""
    lines = []
    for line in words.splitlines():
        indent = "   " if re.match(r"[a-z]\. ", line) else ""  # under the text of a statement, not under its letter
        lines += textwrap.wrap(line, 88, subsequent_indent=indent)
    return "\n".join(lines)


def _is_dots(value):
    """Whether nothing but three dots stands in an answer."""
    return value is ... or isinstance(value, tuple | list) and len(value) > 0 and all(map(_is_dots, value))


def _says(statement):
    return statement.says if isinstance(statement, Point) else statement.answer


def _column(value):
    """An input as words: a short column as its numbers."""
    if not isinstance(value, np.ndarray):
        return value
    return f"[{', '.join(map(short, value.ravel()))}]" if value.size <= 6 else short(value)
