"""Check what a drawing function is given before it draws: half a figure helps nobody."""

import functools
import inspect
import numbers

from nnlib._checks import as_choice, as_count, as_flag, as_floats, as_instance, as_number, as_sequence, as_text, got
from nnlib.backprop import Gradients
from nnlib.data import Dataset
from nnlib.landscape import Landscape
from nnlib.network import Network, Trace


def takes(**kinds):
    """The decorator: each parameter by its kind, one of the functions below; where None is the default it may be None.

    All that are `line` or `finite_line` must have one length. `ax` need not be named.
    Then a call raises TypeError or ValueError naming the parameter.
    """

    def decorate(draw):
        signature = inspect.signature(draw)
        known = {"ax": axes, **kinds} if "ax" in signature.parameters else kinds

        @functools.wraps(draw)
        def checked(*args, **options):
            bound = signature.bind(*args, **options)
            for name, value in bound.arguments.items():
                if name in known and not (value is None and signature.parameters[name].default is None):
                    bound.arguments[name] = known[name](value, name)
            lines = [name for name, kind in known.items() if kind in (line, finite_line, flags)]
            given = {name: bound.arguments.get(name) for name in lines}
            lengths = {name: len(each) for name, each in given.items() if each is not None}
            if len(set(lengths.values())) > 1:
                told = " and ".join(map(str, lengths.values()))
                raise ValueError(f"{' and '.join(lengths)} must have one length; got {told}")
            return draw(*bound.args, **bound.kwargs)

        return checked

    return decorate


def axes(value, name):
    """An `Axes` of matplotlib."""
    from matplotlib.axes import Axes

    return as_instance(value, name, Axes)


def instance(kind):
    """One of that class."""
    return lambda value, name: as_instance(value, name, kind)


def one_of(*choices):
    """One of these texts."""
    return lambda value, name: as_choice(value, name, choices)


def number(value, name):
    """One number; NaN is not drawn."""
    array = as_floats(value, name, finite=False)
    if array.ndim:
        raise TypeError(f"{name} must be one number; got {got(value)}")
    return float(array)


def finite(value, name):
    """One finite number, for the limits of an axis."""
    return number(as_floats(value, name), name)


def whole(value, name):
    """A whole number; a negative one counts from the end."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        raise TypeError(f"{name} must be a whole number; got {got(value)}")
    return int(value)


def _filled(value, name, ndim):
    array = as_floats(value, name, finite=False, ndim=ndim)
    if array.size == 0:
        raise ValueError(f"{name} must hold at least one number; got shape {array.shape}")
    return array


def line(value, name):
    """A flat list of at least one number; NaN is not drawn."""
    return _filled(value, name, 1)


def numbers_in(value, name):
    """Numbers of any shape; NaN is not drawn."""
    return as_floats(value, name, finite=False)


def finite_line(value, name):
    """A flat list of at least one finite number."""
    return line(as_floats(value, name), name)


def table(value, name):
    """Rows of at least one number; NaN is not drawn."""
    return _filled(value, name, 2)


def flags(value, name):
    """A flat array of bools."""
    array = line(value, name)
    if not ((array == 0) | (array == 1)).all():
        raise ValueError(f"{name} must be True or False for each; got {got(value)}")
    return array.astype(bool)


def pair(value, name):
    """Two finite numbers: a place, or an offset."""
    array = as_floats(value, name)
    if array.shape != (2,):
        raise ValueError(f"{name} must be two numbers; got {got(value)}")
    return tuple(array.tolist())


def texts(value, name):
    """A sequence of texts."""
    return [as_text(each, f"each of {name}") for each in as_sequence(value, name, "a sequence of texts")]


def color(value, name):
    """A colour that matplotlib knows."""
    from matplotlib.colors import is_color_like

    if not isinstance(value, str) or not is_color_like(value):
        raise ValueError(f"{name} must be a colour, such as those of palette; got {got(value)}")
    return value


def a_network(value, name):
    """A single `Network`."""
    if as_instance(value, name, Network).runs is not None:
        raise ValueError(f"{name} must be a single network; got {value.runs} runs: use select_run")
    return value


words, flag, count = as_text, as_flag, as_count
positive = functools.partial(as_number, above=0)
align = one_of("left", "center", "right")
a_landscape, a_dataset, a_trace, some_gradients = map(instance, (Landscape, Dataset, Trace, Gradients))


def each_flag(value, name):
    """Bools, as many as something else that is no line."""
    return flags(value, name)
