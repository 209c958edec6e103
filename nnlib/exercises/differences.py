"""Whether two answers are the same, and in which words they differ.

An answer here is plain: a number, a text, an array, or a tuple or list of these. The wanted one has tuples for parts.
"""

import decimal
import re

import numpy as np

from nnlib.exercises.running import Thing


def same(given, wanted, tolerance):
    """Whether `given` agrees with `wanted`: each number to within `tolerance`, relative to it or absolute."""
    if isinstance(wanted, str):
        return letter(given) == wanted
    if isinstance(wanted, tuple):
        return not misfit(given, wanted) and all(same(*leaf, tolerance) for leaf in leaves(given, wanted))
    if not _fits(given, wanted):
        return False
    wanted = np.asarray(wanted, dtype=np.float64)
    given = _array(given).reshape(wanted.shape)
    with np.errstate(invalid="ignore"):  # infinity less infinity
        near = np.isfinite(wanted) & (abs(given - wanted) <= tolerance * np.maximum(1, abs(wanted)))
    equal = (given == wanted) | (np.isnan(given) & np.isnan(wanted))  # 0 · ln 0 is a mistake that gives NaN
    return bool((near | equal).all())


def letter(answer):
    """The letter of "b", "b." and "b: as it stands in the list"; None if there is not exactly one."""
    match = isinstance(answer, str) and re.fullmatch(
        r"\W*(?:line |answer )?([a-z])(\W*|[.:)].*|[,;] ?[a-z]{2}.*)", answer.lower(), re.DOTALL
    )
    return match[1] if match else None


def leaves(given, wanted):
    """The arrays of two nested tuples side by side."""
    if not isinstance(wanted, tuple):
        return [(given, wanted)]
    return [leaf for pair in zip(given, wanted, strict=True) for leaf in leaves(*pair)]


def misfit(given, wanted, parts=(), where=""):
    """In words, where a nested tuple has a wrong number of parts; nothing if each has what it should."""
    if not isinstance(wanted, tuple):
        return ""
    if not _listed(given) or len(given) != len(wanted):
        has = _count(given) if isinstance(given, tuple | list) else short(given)
        names = f": {', '.join(parts)}" if len(parts) == len(wanted) else ""
        return f"{has}{where}, it should give {_count(wanted)}{names}"
    pairs = enumerate(zip(given, wanted, strict=True), 1)
    return next((words for k, pair in pairs if (words := misfit(*pair, where=f" as part {k}"))), "")


def wrong_value(given, wanted, name):
    """What is wrong with a number, a choice or an entry of a dictionary."""
    if given is ... or given is None:
        return f"{name} is still missing."
    if isinstance(wanted, str):
        return f"{name} is one letter, in quotes." if letter(given) is None else f'{name} is not "{letter(given)}".'
    if isinstance(given, tuple | list) and np.ndim(wanted) == 0:
        pair = isinstance(given, tuple) and len(given) == 2 and all(type(n) is int and abs(n) < 1e9 for n in given)
        if pair and any(rounded(float(f"{given[0]}.{abs(given[1])}"), wanted)):
            return f"{name} is one number. Python writes it with a point: {given[0]}.{given[1]}."
        return f"{name} is one number, and this is {short(given)}."
    if isinstance(given, np.ndarray | Thing) and isinstance(wanted, tuple):
        return f"{name} is written in round brackets, such as (7, 3)."
    if isinstance(given, int) and wanted == (given,):
        return f"{name}: ({given}) is the number {given} to Python; write ({given},)."
    if isinstance(given, str):
        return f"{name} is not a text: write it as Python would, without quotes."
    if isinstance(given, Thing):
        return f"{name} is a value, and this is {short(given)}."
    return f"{name} is not {short(given)}."


def wrong_part(given, wanted, tolerance, parts=()):
    """What is wrong with what a function gave, as a clause: the kind, the shape, or the first wrong entry.

    parts: what the arrays of a tuple are called.
    """
    pairs = leaves(given, wanted)
    names = parts or [f"part {n + 1}" * (len(pairs) > 1) for n in range(len(pairs))]
    named = [(name, *pair) for name, pair in zip(names, pairs, strict=False)]  # a net may have fewer layers
    wrong = [leaf for leaf in named if not same(*leaf[1:], tolerance)]
    first = min(wrong, key=lambda leaf: _fits(*leaf[1:]))  # a wrong shape is told before a wrong number
    return _wrong_array(*first, tolerance)


def right_parts(given, wanted, tolerance, parts):
    """The parts that are right wherever they occur, of what a function gave for several inputs."""
    if any(misfit(*pair) for pair in zip(given, wanted, strict=True)):
        return []
    right = {}
    for pair in zip(given, wanted, strict=True):
        for name, leaf in zip(parts, leaves(*pair), strict=False):
            right[name] = right.get(name, True) and same(*leaf, tolerance)
    return [name for name, fits in right.items() if fits]


def common_factor(trials, tolerance):
    """The factor that all wrong numbers have in common, in a sentence, or nothing.

    trials: (arguments by name, given, wanted) for each input.
    """
    if any(misfit(given, wanted) for _, given, wanted in trials):
        return ""
    for words, factor in _FACTORS.items():
        numbers = [factor(arguments) for arguments, *_ in trials]
        told = [(n, *leaf) for n, (_, *pair) in zip(numbers, trials, strict=True) for leaf in leaves(*pair)]
        wrong = [(n, g, w) for n, g, w in told if n and not same(g, w, tolerance)]
        # one x or one m alone may be a coincidence
        varied = words in _ALWAYS or len({n for n, _, _ in wrong}) > 1
        if wrong and varied and all(same(g, n * np.asarray(w), tolerance) for n, g, w in wrong):
            return f"{'Where there is a single x' if None in numbers else 'Wherever it differs'}, it is {words}."
    return ""


def constant_factor(given, wanted, tolerance):
    """The constant by which every number is multiplied, in words, or nothing."""
    for words, number in _CONSTANTS.items():
        multiplied = [_each(lambda w, n=number: n * np.asarray(w), values) for values in wanted]
        if all(same(*pair, tolerance) for pair in zip(given, multiplied, strict=True)):
            return words
    return ""


def rounded(given, wanted):
    """The digits and the decimal places to which `given` is `wanted` rounded or cut; (0, 0) if it is neither."""
    if type(given) is not float or np.ndim(wanted) or not np.isfinite([given, wanted]).all():
        return 0, 0
    shown, exact = (decimal.Decimal(repr(float(number))).normalize() for number in (given, wanted))
    _, digits, exponent = shown.as_tuple()
    ways = decimal.ROUND_HALF_UP, decimal.ROUND_DOWN
    context = decimal.Context(prec=700)  # enough for any float, written out
    fits = exponent < 0 and shown in [exact.quantize(shown, way, context) for way in ways]
    return (len(digits), -exponent) if fits else (0, 0)


def rounded_off(wanted, digits):
    """Every number of nested tuples, rounded to so many places after the point."""
    return _each(lambda w: np.round(w, digits), wanted)


def short(value, digits=6):
    """A value in a few words or numbers."""
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 40 else "this text"
    if isinstance(value, Thing):
        return value.words
    if value is None or value is ...:
        return "nothing" if value is None else "three dots"
    if isinstance(value, dict):
        return f"a dictionary with {len(value)} entries"
    if _listed(value):
        if len(value) > 6 or getattr(value, "ndim", 1) > 1:
            return (
                f"an array of shape {value.shape}"
                if isinstance(value, np.ndarray)
                else f"a list of {len(value)} values"
            )
        comma = "," if len(value) == 1 and isinstance(value, tuple) else ""
        return f"({', '.join(map(short, value))}{comma})"
    try:
        return f"{float(value) + 0:.{digits}g}".replace("-", "−")  # + 0: no −0
    except OverflowError:
        return "a number too large for a float"


def _each(function, value):
    """A nested tuple with `function` of each of its arrays."""
    return tuple(_each(function, part) for part in value) if isinstance(value, tuple) else function(value)


def _number_of_examples(arguments):
    """The rows of the table X, or of another first array."""
    tables = [value for value in arguments.values() if isinstance(value, np.ndarray)]
    table = arguments.get("X", tables[0] if tables else None)
    return len(table) if np.ndim(table) == 2 else None


def _single_x(arguments):
    """The input x, where there is only one: x itself, or the table X of one example with one input."""
    x = np.asarray(arguments.get("X", arguments.get("x", ())))
    return x.item() if x.size == 1 else None


def _inverse(number):
    return 1 / number if number else None


_CONSTANTS = {"−1 times": -1, "twice": 2, "half of": 1 / 2}
_ALWAYS = {f"{words} what it should be": lambda arguments, n=n: n for words, n in _CONSTANTS.items()}
# functions of the arguments; they give None where the factor has no meaning
_FACTORS = _ALWAYS | {
    "as many times too large as there are examples": _number_of_examples,
    "as many times too small as there are examples": lambda arguments: _inverse(_number_of_examples(arguments)),
    "x times what it should be": _single_x,
    "1/x times what it should be": lambda arguments: _inverse(_single_x(arguments)),
}


def _array(value):
    """An array of numbers, or None if the value is nothing of that kind."""
    try:
        return None if value is None else np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        return None


def _fits(given, wanted):
    """Whether a shape is right; of a single number, any."""
    given, wanted = _array(given), np.asarray(wanted)
    return given is not None and (given.shape == wanted.shape or given.size == wanted.size == 1)


def _wrong_array(name, given, wanted, tolerance):
    """What is wrong with the array `name`."""
    fits, wanted, array = _fits(given, wanted), np.asarray(wanted, dtype=np.float64), _array(given)
    if array is None or not fits and array.ndim == 0:
        return f"your function gives {short(given)}{name and f' for {name}'}. It should be {short(wanted)}"
    if not fits:
        return f"{name or 'the result'} has the shape {array.shape}, it should be {wanted.shape or 'one number'}"
    given = array.reshape(wanted.shape)
    at = next(index for index in np.ndindex(wanted.shape) if not same(given[index], wanted[index], tolerance))
    where = (f" in entry {list(at)}" if at else "") + (f" {'of' if at else 'for'} {name}" if name else "")
    for digits in (6, 9, 17):  # as many as it takes to tell them apart
        g, w = (short(value[at], digits) for value in (given, wanted))
        if g != w:
            break
    return f"your function gives {g}{where}. It should be {w}"


def _count(values):
    return f"{len(values)} part{'s' * (len(values) != 1)}"


def _listed(value):
    return isinstance(value, tuple | list) or getattr(value, "ndim", 0) > 0
