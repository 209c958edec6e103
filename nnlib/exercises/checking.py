"""Hold a reader's answer against the reference, and against the mistakes that readers make."""

import copy
import re
from collections.abc import Callable, Iterator, Mapping
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
    asked: how to say an entry of `inputs`, as a format string or as a function of the arguments.
    parts: what the arrays are called in the tuple that a function gives; those of nested tuples one after the other.
    stub: what the untouched cell gives, where it is code to mend and not three dots.
    tolerance: numbers agree if they differ by at most this much, relative to the reference or absolute.
    """

    reference: object
    solved: str
    mistakes: tuple = ()
    inputs: tuple = ()
    tolerance: float = 1e-6
    stub: object = None
    asked: object = "x = {0:g}"
    parts: tuple = ()

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
            return f"Not yet. Your code stopped with {type(error).__name__}{_line(error)}: {_explained(error)}"
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
            return [self._unpacked(answer(*copy.deepcopy(arguments))) for arguments in self.inputs]

    def _unpacked(self, value):
        """What a function gave; as a tuple, if it is a dictionary or something like `reversed(…)`."""
        if isinstance(value, Mapping):
            return tuple(value[key] for key in (self.parts if set(self.parts) == set(value) else value))
        return tuple(value) if isinstance(value, Iterator) else value

    def _same(self, given, wanted):
        # a mistake in a dictionary names only the entries that it is known by
        return all(w is ... or _close(g, w, self.tolerance) for g, w in zip(given, wanted, strict=True))

    def _first_difference(self, given, wanted):
        k = next(k for k, pair in enumerate(zip(given, wanted, strict=True)) if not _close(*pair, self.tolerance))
        if isinstance(self.reference, Mapping):
            return _wrong_value(given[k], wanted[k], f'"{list(self.reference)[k]}"')
        if not isinstance(self.reference, Callable):
            return _wrong_value(given[k], wanted[k], "The answer")
        for inputs, g, w in zip(self.inputs, given, wanted, strict=True):
            if misfit := _misfit(g, w, self.parts):
                return f"For {self._words(inputs)} your function gives {misfit}."
        pairs = _leaves(given[k], wanted[k])
        names = self.parts or [f"part {n + 1}" * (len(pairs) > 1) for n in range(len(pairs))]
        leaves = [(name, *pair) for name, pair in zip(names, pairs, strict=False)]  # a net may have fewer layers
        wrong = [leaf for leaf in leaves if not _close(*leaf[1:], self.tolerance)]
        right = ", ".join(name for name, *pair in leaves if _close(*pair, self.tolerance))
        first = min(wrong, key=lambda leaf: _fits(*leaf[1:]))  # a wrong shape is told before a wrong number
        words = f"For {self._words(self.inputs[k])} {_wrong_array(*first, self.tolerance)}."
        return words + (f" Right: {right}." if right else "") + self._factor(given, wanted)

    def _words(self, inputs):
        words = self.asked(*inputs) if callable(self.asked) else self.asked.format(*map(_column, inputs))
        return re.sub(r"(?<!\w)-(?=\d)", "−", words)

    def _factor(self, given, wanted):
        """The factor that all wrong numbers have in common, in words, or nothing."""
        trials = [
            (g, w, _number_of_examples(inputs))
            for inputs, *pair in zip(self.inputs, given, wanted, strict=True)
            for g, w in _leaves(*pair)
        ]
        for words, factor in _FACTORS.items():
            if all(_close(g, w, self.tolerance) or _close(g, factor(m) * w, self.tolerance) for g, w, m in trials):
                return f" Wherever it differs, it is {words}."
        return ""


_FACTORS = {
    "−1 times what it should be": lambda m: -1,
    "twice what it should be": lambda m: 2,
    "half of what it should be": lambda m: 1 / 2,
    "as many times too large as there are examples": lambda m: m,
    "as many times too small as there are examples": lambda m: 1 / m,
}


class _WrongKind(Exception):
    """The answer is no number, function or dictionary where one was asked for; the message says so."""


def _letter(answer):
    """The letter of "b", "b." and "b: as it stands in the list"; None if there is not exactly one."""
    match = isinstance(answer, str) and re.fullmatch(r"\W*([a-z])(\W*|[.:)].*)", answer.lower(), re.DOTALL)
    return match[1] if match else None


def _array(value):
    """An array of numbers, or None if the value is nothing of that kind."""
    try:
        return None if value is None else np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        return None


def _fits(given, wanted):
    """Whether a shape is right: a flat list may stand for a row or a column, but not a row for a column."""
    given, wanted = _array(given), np.asarray(wanted)
    if given is None or given.ndim == wanted.ndim:
        return given is not None and given.shape == wanted.shape
    return given.squeeze().shape == wanted.squeeze().shape


def _close(given, wanted, tolerance):
    if isinstance(wanted, str):
        return _letter(given) == wanted
    if isinstance(wanted, tuple):
        return not _misfit(given, wanted) and all(_close(*leaf, tolerance) for leaf in _leaves(given, wanted))
    if not _fits(given, wanted):
        return False
    wanted = np.asarray(wanted, dtype=np.float64)
    given = _array(given).reshape(wanted.shape)
    with np.errstate(invalid="ignore"):  # infinity less infinity
        near = np.isfinite(wanted) & (abs(given - wanted) <= tolerance * np.maximum(1, abs(wanted)))
    return bool((near | (given == wanted)).all())


def _misfit(given, wanted, parts=(), where=""):
    """In words, where a nested tuple has a wrong number of parts; nothing if each has what it should."""
    if not isinstance(wanted, tuple):
        return ""
    if not _listed(given) or len(given) != len(wanted):
        has = _count(given) if isinstance(given, tuple | list) else _short(given)
        names = f": {', '.join(parts)}" if len(parts) == len(wanted) else ""
        return f"{has}{where}, it should give {_count(wanted)}{names}"
    pairs = enumerate(zip(given, wanted, strict=True), 1)
    return next((words for k, pair in pairs if (words := _misfit(*pair, where=f" as part {k}"))), "")


def _count(values):
    return f"{len(values)} part{'s' * (len(values) != 1)}"


def _leaves(given, wanted):
    """The arrays of two nested tuples side by side."""
    if not isinstance(wanted, tuple):
        return [(given, wanted)]
    return [leaf for pair in zip(given, wanted, strict=True) for leaf in _leaves(*pair)]


def _wrong_value(given, wanted, name):
    """What is wrong with a number, a choice or an entry of a dictionary."""
    if given is ...:
        return f"{name} is still missing."
    if isinstance(wanted, str) and _letter(given) is None:
        return "Give one letter."
    if isinstance(given, int) and wanted == (given,):
        return f"{name}: ({given}) is the number {given} to Python; write ({given},)."
    quoted = isinstance(given, str) and not isinstance(wanted, str)
    return f"{name} is not {_short(given)}.{' Write it without quotes.' if quoted else ''}"


def _wrong_array(name, given, wanted, tolerance):
    """What is wrong with the array `name` that a function gave: its kind, its shape, or its first wrong entry."""
    fits, wanted, array = _fits(given, wanted), _array(wanted), _array(given)
    if array is None or not fits and array.ndim == 0:
        return f"your function gives {_short(given)}{name and f' for {name}'}. It should be {_short(wanted)}"
    if not fits:
        return f"{name or 'the result'} has the shape {array.shape}, it should be {wanted.shape or 'one number'}"
    given = array.reshape(wanted.shape)
    at = next(index for index in np.ndindex(wanted.shape) if not _close(given[index], wanted[index], tolerance))
    where = (f" in entry {list(at)}" if at else "") + (f" {'of' if at else 'for'} {name}" if name else "")
    for digits in (6, 9, 17):  # as many as it takes to tell them apart
        g, w = (_short(value[at], digits) for value in (given, wanted))
        if g != w:
            break
    return f"your function gives {g}{where}. It should be {w}"


def _number_of_examples(inputs):
    """The rows of the first array, or 1 where it is no table."""
    first = next((value for value in inputs if isinstance(value, np.ndarray)), None)
    return len(first) if np.ndim(first) == 2 else 1


def _explained(error):
    """What an exception says, and what to do if it is about shapes."""
    words = str(error).strip().rstrip(".")
    if sizes := re.search(r"matmul.*\(size (\d+) is different from (\d+)\)", words):
        words = f"in a product A @ B the shape of A ends in {sizes[2]}, that of B begins with {sizes[1]}"
    unfitting = isinstance(error, ValueError) and re.search("matmul|A @ B|not aligned|broadcast", words)
    return f"{words}.{' Two shapes do not fit: print the .shape of both.' if unfitting else ''}"


def _line(error):
    """Where in the reader's own code an exception was raised."""
    frames = []
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename != __file__:
            frames.append(trace.tb_lineno)
        trace = trace.tb_next
    return f" in line {frames[0]} of the cell" if frames else ""


def _listed(value):
    return isinstance(value, tuple | list) or getattr(value, "ndim", 0) > 0


def _short(value, digits=6):
    """A value in a few words or numbers."""
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 40 else "this text"
    if _listed(value):
        if len(value) > 6 or getattr(value, "ndim", 1) > 1:
            return (
                f"an array of shape {value.shape}"
                if isinstance(value, np.ndarray)
                else f"a list of {len(value)} values"
            )
        comma = "," if len(value) == 1 and isinstance(value, tuple) else ""
        return f"({', '.join(map(_short, value))}{comma})"
    try:
        return f"{float(value):.{digits}g}".replace("-", "−")
    except (TypeError, ValueError, OverflowError):
        kind = type(value).__name__
        return "a function" if callable(value) else "nothing" if value is None else f"an object of type {kind}"


def _column(value):
    """An input as words: a short column as its numbers."""
    if not isinstance(value, np.ndarray):
        return value
    return f"[{', '.join(map(_short, value.ravel()))}]" if value.size <= 6 else _short(value)
