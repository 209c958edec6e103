"""Hold a reader's answer against the reference, and against the mistakes that readers make."""

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

NOT_ATTEMPTED = "Not attempted yet: put your answer where the three dots are, and run the cell again."
UNCHANGED = "Not attempted yet: the cell still does what it did. Change it, and run it again."


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that has a reason, and the sentence that explains it.

    answer: what the mistake gives, of the same kind as the reference; of a dictionary, the entries it is known by.
    """

    answer: object
    words: str


@dataclass(frozen=True)
class Exercise:
    """What is asked: the right answer, the words for it, and the mistakes that are known by name.

    reference: a number, an array, a choice (a string), a dictionary of these, or a function; then `inputs` are the
        arguments it is tried on.
    asked: how to say an entry of `inputs`, as a format string.
    stub: what the untouched cell gives, where it is code to mend and not three dots.
    tolerance: numbers agree if they differ by at most this much, relative to the reference or absolute.
    """

    reference: object
    solved: str
    mistakes: tuple = ()
    inputs: tuple = ()
    tolerance: float = 1e-6
    stub: object = None
    asked: str = "x = {0:g}"

    def check(self, answer):
        """Print one of: not attempted, solved, the mistake by its words, or the first difference."""
        print(self.verdict(answer))

    def verdict(self, answer):
        """The words that `check` prints. Never raises, whatever the answer is or does."""
        if answer is ... or answer is None:
            return NOT_ATTEMPTED
        try:
            given = self._values(answer, answer_is_whole=True)
        except _WrongKind as error:
            return f"Not yet. {error}"
        except Exception as error:  # the reader's own code: any exception at all is theirs to see, in words
            return f"Not yet. Your code stopped with {type(error).__name__}{_line(error)}: {error}{_hint(error)}"
        if all(value is ... for value in given):
            return NOT_ATTEMPTED
        if any(value is None for value in given):
            return "Not yet. Your function returned nothing: it needs a line with return."
        wanted = self._values(self.reference)
        if self._same(given, wanted):
            return f"Solved. {self.solved}"
        if self.stub is not None and self._same(given, self._values(self.stub)):
            return UNCHANGED
        for mistake in self.mistakes:
            if self._same(given, self._values(mistake.answer)):
                return f"Not yet. {mistake.words}"
        return f"Not yet. {self._first_difference(given, wanted)}"

    def _values(self, answer, answer_is_whole=False):
        if isinstance(self.reference, Mapping):
            if not isinstance(answer, Mapping):
                raise _WrongKind("The answer is a dictionary: fill in its values, and keep its keys.")
            missing = [key for key in self.reference if key not in answer]
            if missing and answer_is_whole:
                raise _WrongKind(f"The entry {missing[0]!r} has gone from the dictionary.")
            return [answer.get(key, ...) for key in self.reference]
        if not isinstance(self.reference, Callable):
            if isinstance(self.reference, str) and not isinstance(answer, str):
                raise _WrongKind('Put the letter in quotes, such as "c".')
            return [answer]
        if not callable(answer):
            raise _WrongKind("The answer is a function: hand over its name, without calling it.")
        with np.errstate(all="ignore"):  # an infinite answer is told in words, not as a warning
            # copies: an answer that works in place must not change what the next one is tried on
            return [answer(*copy.deepcopy(arguments)) for arguments in self.inputs]

    def _same(self, given, wanted):
        # a mistake in a dictionary names only the entries that it is known by
        return all(w is ... or _close(g, w, self.tolerance) for g, w in zip(given, wanted, strict=True))

    def _first_difference(self, given, wanted):
        if isinstance(self.reference, str):
            return f"{given[0]!r} is not it."
        for k, (g, w) in enumerate(zip(given, wanted, strict=True)):
            if not _close(g, w, self.tolerance):
                if isinstance(self.reference, Mapping):
                    key = list(self.reference)[k]
                    return f"{key} is still missing." if g is ... else f"{key} is not {_short(g)}."
                if not self.inputs:
                    quoted = isinstance(g, str) and not isinstance(w, str)
                    return f"{_short(g)} is not it{': give a number, without quotes' if quoted else ''}."
                asked = self.asked.format(*(_column(value) for value in self.inputs[k]))
                where, g, w = _first_entry(g, w, self.tolerance)
                return f"For {asked} your function gives {_short(g)}{where}. It should be {_short(w)}."


class _WrongKind(Exception):
    """The answer is no number, function or dictionary where one was asked for; the message says so."""


def _close(given, wanted, tolerance):
    if isinstance(wanted, str):  # "b", "b." and "b: as it stands in the list"
        return isinstance(given, str) and re.match(rf"\W*{wanted}\b", given.lower()) is not None
    if isinstance(wanted, tuple):
        if not isinstance(given, tuple | list | np.ndarray) or len(given) != len(wanted):
            return False
        return all(_close(g, w, tolerance) for g, w in zip(given, wanted, strict=True))
    try:
        given = np.asarray(given, dtype=np.float64).squeeze()
    except (TypeError, ValueError, OverflowError):
        return False
    wanted = np.asarray(wanted, dtype=np.float64).squeeze()
    if given.shape != wanted.shape:
        return False
    with np.errstate(invalid="ignore"):  # infinity less infinity
        near = np.isfinite(wanted) & (abs(given - wanted) <= tolerance * np.maximum(1, abs(wanted)))
    return bool((near | (given == wanted)).all())


def _first_entry(given, wanted, tolerance):
    """Where in a tuple or an array the first difference is, in words, and both values there."""
    if isinstance(wanted, tuple) and isinstance(given, tuple | list) and len(given) == len(wanted):
        k = next(k for k, pair in enumerate(zip(given, wanted, strict=True)) if not _close(*pair, tolerance))
        where, given, wanted = _first_entry(given[k], wanted[k], tolerance)
        return f"{where} of its part {k + 1}", given, wanted
    if isinstance(wanted, np.ndarray) and wanted.ndim and isinstance(given, np.ndarray):
        if given.shape != wanted.shape:
            return ", a shape", given.shape, wanted.shape
        at = next(index for index in np.ndindex(wanted.shape) if not _close(given[index], wanted[index], tolerance))
        return f" in entry {list(at)}", given[at], wanted[at]
    return "", given, wanted


def _hint(error):
    unfitting = isinstance(error, ValueError) and re.search("matmul|not aligned|broadcast", str(error))
    return " Two shapes do not fit: print the .shape of both." if unfitting else ""


def _line(error):
    """Where in the reader's own code an exception was raised."""
    frames = []
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename != __file__:
            frames.append(trace.tb_lineno)
        trace = trace.tb_next
    return f" in line {frames[0]} of the cell" if frames else ""


def _short(value):
    try:
        if isinstance(value, tuple | list | np.ndarray) and np.shape(value) != ():
            comma = "," if len(value) == 1 and isinstance(value, tuple) else ""
            return f"({', '.join(map(_short, value))}{comma})" if len(value) <= 6 else f"{len(value)} rows"
        if isinstance(value, str):
            return repr(value)[:60]
        return f"{float(value):.6g}"
    except (TypeError, ValueError, OverflowError):
        return "a function" if callable(value) else repr(value)[:60]


def _column(value):
    """An input as words: a column as its numbers."""
    return f"[{', '.join(map(_short, value.ravel()))}]" if isinstance(value, np.ndarray) else value
