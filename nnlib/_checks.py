"""Turn what a caller handed in into plain float64, or say in one sentence what is wrong with it.

Every message names the parameter, the rule, and what was got. `TypeError` is the wrong kind of
object, `ValueError` the wrong value or shape.
"""

import math
import numbers
import operator
import reprlib

import numpy as np


def _got(value):
    if isinstance(value, np.ndarray) and value.size > 6:
        return f"an array of shape {value.shape} and dtype {value.dtype}"
    return f"{reprlib.repr(value)} ({type(value).__name__})"


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
    if array.dtype.kind == "O" and all(isinstance(x, numbers.Real) for x in array.flat):
        try:
            array = array.astype(np.float64)  # fractions, and whole numbers beyond 64 bits
        except OverflowError:
            raise ValueError(f"{name} must be numbers that fit into a float; got {_got(value)}") from None
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must be real numbers; got {_got(value)} of dtype {array.dtype}")
    array = array.astype(np.float64, copy=False)
    if finite and not np.isfinite(array).all():
        kind = "NaN" if np.isnan(array).any() else "infinity"
        raise ValueError(f"{name} must be finite numbers; got {kind} in {_got(value)}")
    if ndim is not None and array.ndim != ndim:
        hint = f": use {name}.reshape(-1, 1) for one column" if (ndim, array.ndim) == (2, 1) else ""
        raise ValueError(f"{name} must have {ndim} axes; got shape {array.shape}{hint}")
    return array


def as_number(value, name, *, above=None, at_least=None):
    """`value` as a Python float, finite; `above` and `at_least` are the open and the closed lower bound."""
    array = _no_bool(value, name, "a number")
    if array.ndim:
        raise TypeError(f"{name} must be one number; got {_got(value)}")
    number = float(array)
    rule = f" above {above}" if above is not None else f" of at least {at_least}" if at_least is not None else ""
    too_low = (above is not None and not number > above) or (at_least is not None and not number >= at_least)
    if not math.isfinite(number) or too_low:
        raise ValueError(f"{name} must be a finite number{rule}; got {_got(value)}")
    return number


def as_rate(value, name="learning_rate"):
    """A learning rate: a float of at least 0, or a 1-D array of them, one for each run."""
    array = _no_bool(value, name, "a number, or one number for each run")
    if array.ndim > 1:
        raise ValueError(f"{name} must be a number or one number for each run; got shape {array.shape}")
    if not (np.isfinite(array).all() and (array >= 0).all()):
        raise ValueError(f"{name} must be finite and at least 0; got {_got(value)}")
    return float(array) if array.ndim == 0 else array


def as_count(value, name, *, at_least=0):
    """`value` as an int; 100.0 and 1e4 are whole numbers too, 2.5 and True are not."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (numbers.Real, np.ndarray)):
        raise TypeError(f"{name} must be a whole number; got {_got(value)}")
    try:
        count = int(value) if isinstance(value, (float, np.floating)) and value == int(value) else operator.index(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} must be a whole number; got {_got(value)}") from None
    if count < at_least:
        raise ValueError(f"{name} must be a whole number of at least {at_least}; got {_got(value)}")
    return count


def as_callable(value, name):
    """`value` itself, if it can be called."""
    if not callable(value):
        raise TypeError(f"{name} must be a function; got {_got(value)}")
    return value


def as_choice(value, name, choices):
    """`value` itself, if it is one of `choices`, all strings."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be one of {', '.join(map(repr, choices))}; got {_got(value)}")
    if value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, choices))}; got {_got(value)}")
    return value


def as_instance(value, name, kind):
    """`value` itself, if it is a `kind`."""
    if not isinstance(value, kind):
        raise TypeError(f"{name} must be a {kind.__name__}; got {_got(value)}")
    return value


def as_sequence(value, name, rule):
    """`value` as a list, if it is a sequence."""
    if isinstance(value, (str, bytes, set, dict)) or not hasattr(value, "__iter__") or getattr(value, "ndim", 1) != 1:
        raise TypeError(f"{name} must be {rule}; got {_got(value)}")
    return list(value)


def _no_bool(value, name, rule):
    entries = value if isinstance(value, (list, tuple)) else [value]
    if any(isinstance(x, bool) or getattr(x, "dtype", None) == np.bool_ for x in entries):
        raise TypeError(f"{name} must be {rule}; got {_got(value)}")
    return as_floats(value, name, finite=False)
