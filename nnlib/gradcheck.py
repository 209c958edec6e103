"""Measure a slope by nudging, and say where a coded gradient disagrees."""

from dataclasses import dataclass, replace

import numpy as np

from nnlib._checks import as_callable, as_floats, as_instance, as_number, as_sequence, got, place
from nnlib.backprop import Gradients, LayerGradient
from nnlib.costs import Cost, as_targets, cost_of
from nnlib.mistakes import applicable
from nnlib.network import Network, as_examples, forward

RELATIVE, ABSOLUTE = 1e-6, 1e-10  # the bound of `compare`


def numerical_gradient(f, x, eps=1e-5):
    """The slope of f in every entry of x, measured: (f(x + eps) − f(x − eps)) / (2 eps), one entry at a time.

    f: takes x (a float if x is one number, an array of x's shape if not), returns one number.
    eps: the nudge, in the units of x. Returns the shape of x. x itself is never changed.

    Raises TypeError or ValueError naming the parameter; ValueError where f returns NaN or infinity, or where eps
    is so small beside x that it changes nothing.
    """
    as_callable(f, "f")
    x = as_floats(x, "x")
    eps = as_number(eps, "eps", above=0)
    if (x + eps == x - eps).any():
        raise ValueError(f"eps must be large enough to change x; got {eps:g} beside {np.abs(x).max():g}")
    if x.ndim == 0:
        x = float(x)
        return (_value(f, x + eps) - _value(f, x - eps)) / (2 * eps)
    slopes = np.empty_like(x)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += eps
        down[index] -= eps
        slopes[index] = (_value(f, up) - _value(f, down)) / (2 * eps)
    return slopes


@dataclass(frozen=True, eq=False)
class MeasuredGradients(Gradients):
    """`Gradients` that were measured, and of what, so that `compare` can name a mistake. delta is None."""

    network: Network
    X: np.ndarray
    y: np.ndarray
    cost: Cost


def numerical_gradients(network, X, y, cost, eps=1e-5):
    """The `MeasuredGradients` of a single network, by nudging every weight and bias.

    X: (m, n_0). y: (m, n_L). Two forward passes for each parameter. `compare` holds a coded gradient against them.
    Raises TypeError or ValueError naming the parameter; ValueError for a batch of runs.
    """
    as_instance(network, "network", Network)
    if network.runs is not None:
        raise ValueError(f"network must be a single network; got {network.runs} runs: use select_run")
    X = as_examples(X, network).copy()
    y = as_targets(y, network, cost, len(X)).copy()
    eps = as_number(eps, "eps", above=0)

    def measured(i, name):
        def cost_with(values):
            layers = list(network.layers)
            layers[i] = replace(layers[i], **{name: values})
            return cost_of(Network(layers), X, y, cost)

        values = getattr(network.layers[i], name)
        return None if values is None else numerical_gradient(cost_with, values, eps)

    layers = tuple(LayerGradient(measured(i, "W"), measured(i, "b"), None) for i in range(len(network.layers)))
    return MeasuredGradients(layers, network, X, y, cost)


@dataclass(frozen=True)
class Report:
    """What `compare` found: whether all entries agree; and of the entry that is furthest beyond its bound, or
    closest to it, the index and both numbers.

    Of whole gradients also where that entry is: the layer, numbered as in print from 1, and the name, "W" or "b".
    If they differ it is the last layer that does, which is where the mistake starts. looks_like: the classic
    mistakes that give the coded numbers, each a text that says in which layers.
    """

    agrees: bool
    index: tuple
    coded: float
    measured: float
    layer: int | None = None
    name: str | None = None
    looks_like: tuple = ()

    @property
    def ratio(self):
        """coded / measured; infinite where only the measured one is 0, NaN where both are."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            return float(np.divide(self.coded, self.measured))

    def __str__(self):
        entry = "" if self.layer is None else f"{self.name}[{self.layer}]{list(self.index)}"
        pair = f"{entry and f'{entry} '}coded {_written(self.coded)}, measured {_written(self.measured)}"
        if self.agrees:
            return f"agree{'; the pair that agrees worst' if self.index else ''}: {pair}"
        at = f" at index {self.index}" if self.index else ""
        if entry:
            at = f", first in layer {self.layer} on the way back"
        ratio = f", coded / measured = {_written(self.ratio, 6)}" if self.measured else ""
        names = f"\nlooks like: {'; or '.join(self.looks_like)}" if self.looks_like else ""
        return f"differ{at}: {pair}{ratio}{names}"


def compare(coded, measured, *, relative=RELATIVE, absolute=ABSOLUTE):
    """Hold a coded gradient against a measured one, entry by entry. Returns a `Report`.

    An entry agrees if |coded − measured| ≤ relative · max(|coded|, |measured|) + absolute: two zeros agree.
    absolute is the noise of the measurement. A cost of about 1 is rounded near its 16th digit, and divided by a nudge
    of 1e-5 that is some 1e-11. It grows with the cost: where the cost is above 1 and `numerical_gradients` has
    measured, the noise is absolute times the cost.

    coded, measured: one number or arrays of the same shape (nothing is broadcast); or whole gradients. Then coded is
    `Gradients` or a sequence of (dW, db), one for each layer, db None where there is no bias; and measured is what
    `numerical_gradients` returns (`Gradients` will do, but tell less: only a constant ratio gets a name).

    Raises TypeError or ValueError naming the parameter, or if the shapes differ.
    """
    relative, absolute = as_number(relative, "relative", at_least=0), as_number(absolute, "absolute", at_least=0)
    if isinstance(measured, Gradients):
        return _compare_layers(coded, measured, relative, absolute)
    if isinstance(coded, Gradients) or isinstance(coded, (list, tuple)) and any(map(_is_pair, coded)):
        raise TypeError(f"measured must be what numerical_gradients returns, as coded is whole; got {got(measured)}")
    coded, measured = as_floats(coded, "coded", finite=False), as_floats(measured, "measured", finite=False)
    if coded.shape != measured.shape or coded.size == 0:
        raise ValueError(f"coded and measured must have one shape; got {coded.shape} and {measured.shape}")
    return _worst(coded, measured, beyond(coded, measured, relative, absolute))


def beyond(coded, measured, relative=RELATIVE, absolute=ABSOLUTE):
    """By how much each entry is beyond the bound of `compare`: above 0 it differs.

    coded, measured: numbers or arrays of one shape, which is returned. Infinite where one is not finite.
    Raises TypeError or ValueError naming the parameter, or if the shapes differ.
    """
    relative, absolute = as_number(relative, "relative", at_least=0), as_number(absolute, "absolute", at_least=0)
    coded, measured = as_floats(coded, "coded", finite=False), as_floats(measured, "measured", finite=False)
    if coded.shape != measured.shape:
        raise ValueError(f"coded and measured must have one shape; got {coded.shape} and {measured.shape}")
    with np.errstate(invalid="ignore", over="ignore"):
        excess = np.abs(coded - measured) - relative * np.maximum(np.abs(coded), np.abs(measured)) - absolute
    return np.where(np.isnan(excess), np.inf, excess)


def _compare_layers(coded, measured, relative, absolute):
    if isinstance(measured, MeasuredGradients):
        absolute *= max(1, cost_of(measured.network, measured.X, measured.y, measured.cost))
    coded, reference = _arrays(coded, "coded"), _arrays(measured, "measured")
    if coded.keys() != reference.keys():
        only = ", ".join(sorted(f"{name}[{l}]" for l, name in coded.keys() ^ reference.keys()))
        raise ValueError(f"coded and measured must hold slopes for the same W and b; only one of them has {only}")
    excess = {}
    for (l, name), ours in coded.items():
        theirs = reference[l, name]
        if ours.shape != theirs.shape:
            raise ValueError(
                f"coded and measured must have one shape for {name}[{l}]; got {ours.shape} and {theirs.shape}"
            )
        excess[l, name] = beyond(ours, theirs, relative, absolute)
    start = max((l for (l, _), each in excess.items() if each.max() > 0), default=None)
    key = max((key for key in excess if start in (None, key[0])), key=lambda key: excess[key].max())
    names = () if start is None else _names(coded, measured, excess, relative, absolute)
    report = _worst(coded[key], reference[key], excess[key])
    return replace(report, layer=key[0], name=key[1], looks_like=names)


def _names(coded, measured, excess, relative, absolute):
    """The mistakes that give the coded numbers; if there is none, the constant ratio that all wrong entries have."""
    ratios = {"−1": -1, "2": 2, "½": 0.5}
    if isinstance(measured, MeasuredGradients):
        network, y, cost = measured.network, measured.y, measured.cost
        names = []
        for mistake, layers, wrong in applicable(network, forward(network, measured.X), y, cost):
            wrong = _arrays(wrong, "wrong")
            if all((beyond(coded[key], wrong[key], 1e-6, 1e-12) <= 0).all() for key in coded):
                names.append(f"{mistake.name}, in layer{'s' * (len(layers) > 1)} {', '.join(map(str, layers))}")
        if names:
            return tuple(names)
        ratios |= {f"m = {len(y)}": len(y), f"1/m = 1/{len(y)}": 1 / len(y)}
    reference = _arrays(measured, "measured")
    return tuple(
        f"a constant ratio, {name}"
        for name, ratio in ratios.items()
        if all(
            (beyond(coded[key], ratio * reference[key], relative, absolute)[excess[key] > 0] <= 0).all()
            for key in coded
        )
    )


def _is_pair(entry):
    """Whether it is a (dW, db), and no row of numbers."""
    return isinstance(entry, (list, tuple)) and any(each is None or isinstance(each, np.ndarray) for each in entry)


def _arrays(gradients, name):
    """(l, "W") and (l, "b") -> array, for each layer l, as in print from 1."""
    if isinstance(gradients, Gradients):
        gradients = [(layer.W, layer.b) for layer in gradients.layers]
    rule = "Gradients or a sequence of (dW, db), one for each layer"
    found = {}
    for l, pair in enumerate(as_sequence(gradients, name, rule), start=1):
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise TypeError(f"{name} must be {rule}; got {type(pair).__name__} for layer {l}")
        for letter, values in zip("Wb", pair, strict=True):
            if values is not None:
                found[l, letter] = as_floats(values, f"{name} {letter}[{l}]", finite=False)
    return found


def _worst(coded, measured, excess):
    """The report of the entry that is furthest beyond its bound."""
    index = tuple(int(i) for i in np.unravel_index(np.argmax(excess), excess.shape))
    return Report(bool(excess[index] <= 0), index, float(coded[index]), float(measured[index]))


def _written(number, digits=10):
    return f"{number + 0.0:.{digits}g}".replace("-", "−")  # + 0.0: no minus before a zero


def _value(f, x):
    value = as_floats(f(x), "f(x)", finite=False)
    if value.ndim:
        raise ValueError(f"f must return one number; got shape {value.shape} at x = {place(x)}")
    if not np.isfinite(value):
        raise ValueError(f"f must return a finite number; got {value} at x = {place(x)}")
    return float(value)
