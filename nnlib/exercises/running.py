"""Run a reader's function so that whatever it does comes back as plain values, or as words."""

import contextlib
import copy
import inspect
import itertools
import linecache
import re
import signal
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

SECONDS = 5  # for all inputs together; the slowest solution of the course takes a hundredth of this


class Stopped(Exception):
    """The reader's code gave no answer; the message says why."""


@dataclass(frozen=True)
class Thing:
    """Stands for a value that is no number, no text and no list of these: what to call it."""

    words: str


def results(function, inputs):
    """What `function` gives for each tuple of `inputs`, as plain values, and the name of an argument that it changed.

    It works on copies. Raises Stopped if it raises, or is not done after `SECONDS`.
    """
    values, changed = [], ""
    try:
        with _time_limit(SECONDS), np.errstate(all="ignore"):  # an infinite result is told in words, not as a warning
            for arguments in inputs:
                copies = copy.deepcopy(arguments)
                values.append(plain(function(*copies)))
                changed = changed or _changed(function, arguments, copies)
    except KeyboardInterrupt:  # the reader has stopped it by hand
        raise
    except _TimeUp:
        raise Stopped(
            f"Your code was still running after {SECONDS} seconds. Is there a loop that does not end?"
        ) from None
    except BaseException as error:  # any exception at all, SystemExit too, is the reader's to see in words
        raise Stopped(_told(error, function, len(inputs[0]))) from None
    return values, changed


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
    """The name of the first argument that is no longer what it was, or nothing."""
    k = next((k for k, pair in enumerate(zip(arguments, copies, strict=True)) if not _equal(*pair)), None)
    if k is None:
        return ""
    try:
        return list(inspect.signature(function).parameters)[k]
    except (TypeError, ValueError, IndexError):
        return f"number {k + 1}"


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
    return f"Your code stopped{_where(error, function)} with {what}.{_hint(error, count)}"


def _where(error, function):
    """The line of the reader's function in which an exception was raised."""
    own = getattr(getattr(function, "__code__", None), "co_filename", None)
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
    (NameError, "", "Look at the spelling, or run the cells above first."),
    (TypeError, "argument", "The check calls your function with {count} of them: keep its first line as it was."),
    (TypeError, "NoneType", "None is what a function gives that has no line with return."),
    (TypeError, "not callable", "Brackets right behind a value call it: is a * missing?"),
    (
        TypeError,
        "converted to Python scalars|only (length|size)",
        "For a whole array use np.exp and the like, not math.",
    ),
    (TypeError, "list|tuple|sequence", "A list is no array: np.array(…) makes it one."),
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


def _hint(error, count):
    for kind, pattern, hint in _HINTS:
        if isinstance(error, kind) and re.search(pattern, str(error)):
            return f" {hint.format(count=count)}"
    return ""
