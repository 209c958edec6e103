"""Turn what a caller handed in into plain float64, or say in one sentence what is wrong with it.

Every message names the parameter, the rule, and what was got. `TypeError` is the wrong kind of
object, `ValueError` the wrong value or shape.
"""

import math
import numbers
import operator
import reprlib
from collections.abc import Iterable, Sized

import numpy as np

LONGEST = 40  # characters of a value in a message
MOST = 2**63 - 1  # the largest count: a 64-bit whole number


def got(value):
    """What was handed in, in a few words: a short value as it is, an array by its shape, anything else by its kind."""
    kind = type(value).__name__[:LONGEST]
    if value is None:
        return "None"
    if isinstance(value, np.ndarray) and (value.ndim or value.dtype.kind not in "biufc"):
        return f"an array of shape {value.shape} and dtype {value.dtype.name}"
    if isinstance(value, (numbers.Number, np.ndarray, np.generic, str, bytes)):
        value = value.item() if isinstance(value, (np.ndarray, np.generic)) else value
        if isinstance(value, int) and value.bit_length() > 2**10:  # Python refuses to write very many digits
            return f"a whole number of more than {value.bit_length() * 3 // 10} digits"
        return f"{reprlib.repr(value)} ({kind})"
    if isinstance(value, type):
        return f"the class {value.__name__[:LONGEST]}"
    if type(value) in (list, tuple):
        simple = all(
            type(x) in (str, float, bool, type(None)) or type(x) is int and abs(x) < MOST for x in value[:LONGEST]
        )
        words = repr(value) if simple and len(value) < LONGEST else ""
        return f"{words} ({kind})" if 0 < len(words) <= LONGEST else f"{_a(kind)} of length {len(value)}"
    return _a(kind)


def _a(kind):
    return f"{'an' if kind[:1] in set('aeiouAEIO') else 'a'} {kind}"


def place(x):
    """A position in a few words: a number, some numbers, or the shape of many."""
    x = np.asarray(x)
    return f"{x.tolist()}" if x.size <= 3 else got(x)


def as_floats(value, name, *, finite=True, ndim=None):
    """`value` as a float64 array (not a copy where it already is one).

    Lists, tuples, integers, booleans, float32 and pandas objects are converted. `finite=False` lets
    NaN and infinity through; `ndim` is the exact number of axes asked for.
    """
    if value is None:
        raise TypeError(f"{name} must be numbers; got None")
    if isinstance(value, np.matrix):
        raise TypeError(f"{name} must be an array; got np.matrix, where * means matmul: use np.asarray({name})")
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(f"{name} must be a plain array; got a masked array, whose mask would be lost")
    if hasattr(value, "toarray") and not hasattr(value, "__array__"):
        raise TypeError(f"{name} must be a dense array; got {type(value).__name__}: use {name}.toarray()")
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} must be a rectangular array; got rows of different lengths") from error
    except Exception as error:  # whatever the value's own __array__ raises
        raise TypeError(
            f"{name} must be numbers; got {got(value)}, which is no array: {type(error).__name__}"
        ) from error
    if array.dtype.kind == "O" and all(isinstance(x, numbers.Real) for x in array.flat):
        try:
            array = array.astype(np.float64)  # fractions, and whole numbers beyond 64 bits
        except OverflowError:
            raise ValueError(f"{name} must be numbers that fit into a float; got {got(value)}") from None
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must be real numbers; got {got(value)}")
    array = array.astype(np.float64, copy=False)
    if finite and not np.isfinite(array).all():
        kind = "NaN" if np.isnan(array).any() else "infinity"
        first = tuple(np.argwhere(~np.isfinite(array))[0].tolist())
        raise ValueError(f"{name} must be finite numbers; got {kind}{f' at {list(first)}' if first else ''}")
    if ndim is not None and array.ndim != ndim:
        hint = f": use {name}.reshape(-1, 1) for one column" if (ndim, array.ndim) == (2, 1) else ""
        raise ValueError(f"{name} must have {ndim} axes; got shape {array.shape}{hint}")
    return array


def as_number(value, name, *, above=None, at_least=None):
    """`value` as a Python float, finite; `above` and `at_least` are the open and the closed lower bound."""
    array = _no_bool(value, name, "a number")
    if array.ndim:
        raise TypeError(f"{name} must be one number; got {got(value)}")
    number = float(array)
    rule = f" above {above}" if above is not None else f" of at least {at_least}" if at_least is not None else ""
    too_low = (above is not None and not number > above) or (at_least is not None and not number >= at_least)
    if not math.isfinite(number) or too_low:
        raise ValueError(f"{name} must be a finite number{rule}; got {got(value)}")
    return number


def as_rate(value, name="learning_rate"):
    """A learning rate: a float of at least 0, or a 1-D array of them, one for each run."""
    array = _no_bool(value, name, "a number, or one number for each run")
    if array.ndim > 1:
        raise ValueError(f"{name} must be a number or one number for each run; got shape {array.shape}")
    if not (np.isfinite(array).all() and (array >= 0).all()):
        raise ValueError(f"{name} must be finite and at least 0; got {got(value)}")
    return float(array) if array.ndim == 0 else array


def as_count(value, name, *, at_least=0):
    """`value` as an int; 100.0 and 1e4 are whole numbers too, 2.5 and True are not."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (numbers.Real, np.ndarray)):
        raise TypeError(f"{name} must be a whole number; got {got(value)}")
    try:
        count = int(value) if isinstance(value, (float, np.floating)) and value == int(value) else operator.index(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} must be a whole number; got {got(value)}") from None
    if not at_least <= count <= MOST:
        rule = f"of at least {at_least}" if count < at_least else "below 2⁶³"
        raise ValueError(f"{name} must be a whole number {rule}; got {got(value)}")
    return count


def as_callable(value, name):
    """`value` itself, if it can be called."""
    if not callable(value):
        raise TypeError(f"{name} must be a function; got {got(value)}")
    return value


def as_functions(thing, *names):
    """Check that the dataclass `thing` has a text for its name, and functions under the other names."""
    as_text(thing.name, "name")
    for name in names:
        as_callable(getattr(thing, name), name)


def as_text(value, name):
    """`value` itself, if it is a string."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a text; got {got(value)}")
    return value


def as_flag(value, name):
    """`value` as a bool, if it is one: what is merely empty or not empty is neither."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be True or False; got {got(value)}")
    return bool(value)


def as_choice(value, name, choices):
    """`value` itself, if it is one of `choices`, all strings."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be one of {', '.join(map(repr, choices))}; got {got(value)}")
    if value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, choices))}; got {got(value)}")
    return value


def as_instance(value, name, kind):
    """`value` itself, if it is a `kind`."""
    if not isinstance(value, kind):
        raise TypeError(f"{name} must be {_a(kind.__name__)}; got {got(value)}")
    return value


def as_sequence(value, name, rule):
    """`value` as a list, if it is a sequence: it has a length, so it has an end."""
    unordered = isinstance(value, (str, bytes, set, frozenset, dict))
    if unordered or not (isinstance(value, Sized) and isinstance(value, Iterable)) or getattr(value, "ndim", 1) != 1:
        raise TypeError(f"{name} must be {rule}; got {got(value)}")
    return list(value)


def _no_bool(value, name, rule):
    entries = value if isinstance(value, (list, tuple)) else [value]
    if any(isinstance(x, bool) or getattr(x, "dtype", None) == np.bool_ for x in entries):
        raise TypeError(f"{name} must be {rule}; got {got(value)}")
    return as_floats(value, name, finite=False)
