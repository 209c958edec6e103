"""Run a reader's function so that whatever it does comes back as plain values, or as words."""

import contextlib
import copy
import dis
import inspect
import itertools
import linecache
import re
import signal
import sys
import threading
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

SECONDS = 5  # for all inputs together; the slowest solution of the course takes a hundredth of this
LARGEST = 10_000  # numbers in an answer
PRINTED = 2_000  # characters that are shown of what the reader's code prints


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

    It works on copies. Raises Stopped if it raises, or if its Python code is not done after `SECONDS`. A call that
    never comes back from compiled code, such as sum(range(10**12)), is not stopped.
    """
    values, changed, arguments = [], {}, inputs[0]
    try:
        # an infinite result is told in words, not as a warning
        with _printing_little(), _time_limit(SECONDS), np.errstate(all="ignore"):
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


def value_of(answer):
    """A reader's answer that is no function, as a plain value. Raises Stopped as `results` does."""
    return results(lambda: answer, ((),))[0][0]


def is_running():
    """Whether a reader's function is being run at this moment."""
    return bool(_LIMITS)


def plain(value, depth=5):
    """A reader's value as numbers, float64 arrays, text and lists of these, which run no code of their own."""
    kind = type(value)  # not isinstance, which asks the value itself for its class
    if value is None or value is ... or kind in (str, int, float, bool):
        return value
    if inspect.iscoroutine(value):
        value.close()
        return Thing("a coroutine: write def, not async def")
    if issubclass(kind, Iterator):
        value = list(itertools.islice(value, LARGEST + 1))
        kind = list
    if issubclass(kind, np.ndarray | list | tuple) and (value.size if kind is np.ndarray else len(value)) > LARGEST:
        return Thing(f"a list of more than {LARGEST:,} numbers".replace(",", " "))
    if issubclass(kind, np.ndarray) and value.dtype == object and value.ndim:
        value, kind = list(value), list
    if depth and issubclass(kind, Mapping):
        return {str(key): plain(entry, depth - 1) for key, entry in value.items()}
    if depth and issubclass(kind, tuple | list):
        return (tuple if issubclass(kind, tuple) else list)(plain(entry, depth - 1) for entry in value)
    if callable(value):
        return Thing("a function")
    return _number(value, kind)


def _number(value, kind):
    """An array or a number, or a Thing if the value is neither."""
    if str(kind.__module__).startswith("sympy") and getattr(value, "free_symbols", None):
        return Thing("a SymPy formula, whose letters are no numbers yet")
    try:
        if np.iscomplexobj(value):
            return Thing("a complex number")
        array = np.array(value, dtype=np.float64)
    except Exception:  # an object may do anything when it is asked for a number
        return Thing(f"an object of type {kind.__name__}")
    return array if array.ndim else array.item()


class _TimeUp(BaseException):
    """No Exception, so that `except Exception` in the reader's code does not catch it."""


_LIMITS = []  # the time limit at work, if there is one


@contextlib.contextmanager
def _time_limit(seconds):
    """Raise _TimeUp in the block after so many seconds, where the platform has such a timer (Windows has none)."""
    has_timer = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if _LIMITS or not has_timer:  # an outer limit holds for the inner block too
        yield
        return

    def stop(signum, frame):
        if _LIMITS:
            # a bare `except:` swallows the first; then the next line, which stands in that `except`, raises again
            _raise_at_next_line(frame)
            raise _TimeUp

    handler, trace = signal.signal(signal.SIGALRM, stop), sys.gettrace()
    _LIMITS.append(seconds)
    timer = signal.setitimer(signal.ITIMER_REAL, seconds, 0.1)
    try:
        try:
            yield
        finally:
            _LIMITS.clear()
    finally:
        _LIMITS.clear()
        signal.setitimer(signal.ITIMER_REAL, *timer)
        signal.signal(signal.SIGALRM, handler or signal.SIG_DFL)
        sys.settrace(trace)


def _raise_at_next_line(frame):
    def at_line(frame, event, argument):
        if event == "line" and _LIMITS:
            raise _TimeUp
        return at_line

    sys.settrace(lambda *_: None)
    while frame and frame.f_code.co_filename != __file__:
        frame.f_trace = at_line
        frame = frame.f_back


class _Little:
    """A stream that passes on the first characters of what is written to it."""

    def __init__(self, stream):
        self._stream, self._left = stream, PRINTED

    def write(self, text):
        """Pass on what there is room for."""
        if self._left > 0:
            self._stream.write(text[: self._left])
            if len(text) > self._left:
                self._stream.write("\n… (your code prints more than this)\n")
        self._left -= len(text)
        return len(text)

    def __getattr__(self, name):
        return getattr(self._stream, name)


@contextlib.contextmanager
def _printing_little():
    if type(sys.stdout) is _Little:
        yield
        return
    with contextlib.redirect_stdout(_Little(sys.stdout)):
        yield


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
        return type(one) is type(other) and len(one) == len(other) and all(map(_equal, one, other))
    try:
        return np.array_equal(one, other)
    except Exception:  # something of the reader's has taken its place
        return False


def read_from_notebook(function):
    """The names of numbers, arrays and the like that a reader's function takes from outside, not from its arguments."""
    names = [step.argval for step in _steps(function) if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")]
    return [name for name in dict.fromkeys(names) if _is_value(function.__globals__.get(name))]


def unused_arguments(function):
    """The names of the arguments that a reader's function makes no use of."""
    used = set()
    for step in _steps(function):
        if "STORE_FAST" != step.opname and "CONST" not in step.opname:  # newer opcodes store and load in one
            used.update(step.argval if isinstance(step.argval, tuple) else [step.argval])
    code = function.__code__ if _is_readers(function) else None
    return [name for name in code.co_varnames[: code.co_argcount] if name not in used] if code else []


def _steps(function):
    """The instructions of a reader's function, and of the lambdas and comprehensions in it."""
    codes = [function.__code__] if _is_readers(function) else []
    for code in codes:
        for step in dis.get_instructions(code):
            if inspect.iscode(step.argval):
                codes.append(step.argval)
            yield step


def _is_readers(function):
    """Whether it is a plain function, written in the notebook and not in nnlib."""
    return type(function) is types.FunctionType and not str(function.__module__).startswith("nnlib.")


def _is_value(value):
    """Whether it is a number, an array or a list, or a network, a data set and the like of nnlib."""
    kind = type(value)
    return issubclass(kind, int | float | np.generic | np.ndarray | list | tuple | dict) or (
        str(kind.__module__).startswith("nnlib.")
    )


def _told(error, function, count):
    """An exception of the reader's code in words: where, what, and what to do about it."""
    try:
        said = str(error).strip().rstrip(".")[:300]
    except Exception:  # its own words may fail
        said = ""
    words = said
    if sizes := re.search(r"matmul.*\(size (\d+) is different from (\d+)\)", said):
        words = f"in a product A @ B the shape of A ends in {sizes[2]}, that of B begins with {sizes[1]}"
    what = f"{type(error).__name__}{f': {words}' if words else ''}"
    where = _where(error, function)
    hint = next((hint for kind, text, hint in _HINTS if isinstance(error, kind) and re.search(text, said)), "")
    if isinstance(error, TypeError) and not where and "argument" in said:
        hint = f"The check calls your function with {count} value{'s' * (count != 1)}: keep its first line as it was."
    return f"Your code stopped{where} with {what}.{hint and ' '}{hint}"


def _where(error, function):
    """The line of the reader's function in which an exception was raised."""
    own = function.__code__.co_filename if _is_readers(function) else None
    lines, trace = [], error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == own:
            lines.append(trace.tb_lineno)
        trace = trace.tb_next
    if not lines:
        return ""
    source = linecache.getline(own, lines[-1]).strip()
    return f" in line {lines[-1]}{f', `{source}`,' if 0 < len(source) <= 80 else ''}"


_HINTS = (
    (TypeError, "ellipsis", "Three dots are left in your code: put your answer in their place."),
    (UnboundLocalError, "", "A name is read before the function has given it a value."),
    (NameError, "", "Look at the spelling, or run the cells above first. Or is it a letter of the text alone?"),
    (TypeError, "argument", "Look at what the function that you call takes, and in which order."),
    (TypeError, r"for \^|bitwise_xor", "Python writes powers with **."),
    (TypeError, "indices must be integers", "An index is a whole number: `//` divides without a rest."),
    (IndexError, "only integers", "An index is a whole number: `//` divides without a rest."),
    (
        TypeError,
        "function|method",
        "A function stands where a value belongs. Are brackets missing, or the arguments in another order?",
    ),
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
    (ValueError, "to unpack", "There are more or fewer values than names before the `=`: print what is unpacked."),
    (AttributeError, "^module", "There is no such name in it: look at the spelling."),
    (AttributeError, "", "The value is of another kind than you expect: print its type."),
    (IndexError, "", "Counting begins at 0, so the last of n entries is n − 1. Or are two indices swapped?"),
    (KeyError, "", "The dictionary has no such key: print its keys."),
    (ZeroDivisionError, "", "What stands below the line is 0 here."),
    (OverflowError, "", "A number got too large for a float. Does something run away, or stand in an exponent?"),
    (MemoryError, "", "The array would be enormous: print the shapes that go into it."),
    (RecursionError, "", "The function calls itself without end."),
    (SystemExit, "", "Leave a function with return."),
)
