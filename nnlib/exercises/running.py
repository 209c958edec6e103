"""Run a reader's function so that whatever it does comes back as plain values, or as words."""

import contextlib
import copy
import dis
import inspect
import itertools
import linecache
import re
import signal
import threading
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

SECONDS = 5  # for all inputs together; the slowest solution of the course takes a hundredth of this


class Stopped(Exception):
    """The reader's code gave no answer: why, and the arguments that it was given."""

    def __init__(self, words, arguments=None):
        super().__init__(words)
        self.arguments = arguments


@dataclass(frozen=True)
class Thing:
    """Stands for a value that is no number, no text and no list of these: what to call it."""

    words: str


def results(function, inputs):
    """What `function` gives for each tuple of `inputs`, as plain values, and the names of arguments that it changed.

    It works on copies. Raises Stopped if it raises, or is not done after `SECONDS`.
    """
    values, changed = [], {}
    try:
        with _time_limit(SECONDS), np.errstate(all="ignore"):  # an infinite result is told in words, not as a warning
            for arguments in inputs:
                copies = copy.deepcopy(arguments)
                values.append(plain(function(*copies)))
                changed.update(_changed(function, arguments, copies))
    except KeyboardInterrupt:  # the reader has stopped it by hand
        raise
    except _TimeUp:
        words = f"Your code was still running after {SECONDS} seconds. Is there a loop that does not end?"
        raise Stopped(words, arguments) from None
    except BaseException as error:  # any exception at all, SystemExit too, is the reader's to see in words
        raise Stopped(_told(error, function, len(arguments)), arguments) from None
    return values, list(changed)


def from_the_notebook(function):
    """The names of numbers, arrays and lists that a function reads and that are no arguments of its own."""
    if not isinstance(function, types.FunctionType):
        return []
    names, codes = {}, [function.__code__]
    for code in codes:
        for step in dis.get_instructions(code):
            if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
                names[step.argval] = function.__globals__.get(step.argval)
            elif inspect.iscode(step.argval):  # a lambda or a comprehension
                codes.append(step.argval)
    return [name for name, value in names.items() if isinstance(value, int | float | np.ndarray | list | tuple | dict)]


def plain(value, depth=5):
    """A reader's value as numbers, float64 arrays, text and lists of these, which run no code of their own."""
    if value is None or value is ... or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, Iterator):
        value = list(itertools.islice(value, 10_000))
    if isinstance(value, np.ndarray) and value.dtype == object and value.ndim:
        value = list(value)
    if depth and isinstance(value, Mapping):
        return {str(key): plain(entry, depth - 1) for key, entry in value.items()}
    if depth and isinstance(value, tuple | list):
        return (tuple if isinstance(value, tuple) else list)(plain(entry, depth - 1) for entry in value)
    if callable(value):
        return Thing("a function")
    try:
        return np.array(value, dtype=np.float64)
    except Exception:  # an object may do anything when it is asked for a number
        if type(value).__module__.startswith("sympy"):
            return Thing("a SymPy formula, which is no number")
        return Thing(f"an object of type {type(value).__name__}")


class _TimeUp(BaseException):
    """No Exception, so that `except Exception` in the reader's code does not catch it."""


@contextlib.contextmanager
def _time_limit(seconds):
    """Raise _TimeUp in the block after so many seconds, where the platform has such a timer (Windows has none)."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    running = [True]

    def stop(signum, frame):
        if running:
            raise _TimeUp

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.1)  # and again, if a bare `except:` has swallowed the first
    try:
        yield
    finally:
        running.clear()
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _changed(function, arguments, copies):
    """The names of the arguments that are no longer what they were, as the keys of a dictionary."""
    try:
        names = list(inspect.signature(function).parameters)
    except Exception:  # of a callable object, anything
        names = []
    names += [f"number {k + 1}" for k in range(len(names), len(arguments))]
    pairs = zip(names, arguments, copies, strict=False)
    return dict.fromkeys(name for name, before, after in pairs if not _equal(before, after))


def _equal(one, other):
    if isinstance(one, tuple | list):
        return len(one) == len(other) and all(map(_equal, one, other))
    return np.array_equal(one, other)


def _told(error, function, count):
    """An exception of the reader's code in words: where, what, and what to do about it."""
    words = str(error).strip().rstrip(".")
    if sizes := re.search(r"matmul.*\(size (\d+) is different from (\d+)\)", words):
        words = f"in a product A @ B the shape of A ends in {sizes[2]}, that of B begins with {sizes[1]}"
    what = f"{type(error).__name__}{f': {words}' if words else ''}"
    where = _where(error, function)
    hint = next((hint for kind, text, hint in _HINTS if isinstance(error, kind) and re.search(text, str(error))), "")
    if isinstance(error, TypeError) and not where and "argument" in words:
        hint = f"The check calls your function with {count} value{'s' * (count != 1)}: keep its first line as it was."
    return f"Your code stopped{where} with {what}.{hint and ' '}{hint}"


def _where(error, function):
    """The line of the reader's function in which an exception was raised."""
    own = function.__code__.co_filename if isinstance(function, types.FunctionType) else None
    lines, trace = [], error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == own:
            lines.append(trace.tb_lineno)
        trace = trace.tb_next
    if not lines:
        return ""
    source = linecache.getline(own, lines[-1]).strip()
    return f" in line {lines[-1]} of the cell{f', `{source}`,' if 0 < len(source) <= 80 else ''}"


_HINTS = (
    (TypeError, "ellipsis", "Three dots are left in your code: put your answer in their place."),
    (UnboundLocalError, "", "A name is read before the function has given it a value."),
    (NameError, "", "Look at the spelling, or run the cells above first. Or is it a letter of the text alone?"),
    (TypeError, "argument", "Look at what the function that you call takes, and in which order."),
    (TypeError, r"for \^", "Python writes powers with **."),
    (TypeError, "function|method", "Is a pair of brackets missing after a name?"),
    (TypeError, "NoneType", "None is what a function gives that has no line with return."),
    (TypeError, "not callable", "Brackets right behind a value call it: is a * missing?"),
    (
        TypeError,
        "converted to Python scalars|only (length|size)",
        "For a whole array use np.exp and the like, not math.",
    ),
    (TypeError, "list|tuple|sequence", "A list or a tuple cannot be used like an array: take its arrays one by one."),
    (ValueError, "matmul|A @ B|not aligned|broadcast", "Two shapes do not fit: print the .shape of both."),
    (ValueError, "inhomogeneous|setting an array element", "Arrays of unequal shapes make no array: return a tuple."),
    (ValueError, "truth value", "An array has a yes or no for each entry, and `if` needs a single one."),
    (AttributeError, "", "The value is of another kind than you expect: print its type."),
    (IndexError, "", "Counting begins at 0, so the last of n entries is n − 1. Or are two indices swapped?"),
    (KeyError, "", "The dictionary has no such key: print its keys."),
    (ZeroDivisionError, "", "What stands below the line is 0 here."),
    (OverflowError, "", "A number got too large for a float: look at what stands in the exponent."),
    (MemoryError, "", "The array would be enormous: print the shapes that go into it."),
    (RecursionError, "", "The function calls itself without end."),
    (SystemExit, "", "Leave a function with return."),
)
