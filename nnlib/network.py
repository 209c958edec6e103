"""A network as a plain value, and its forward pass."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib._checks import as_callable, as_count, as_flag, as_floats, as_instance, as_number, as_sequence, got
from nnlib.functions import ACTIVATIONS, SIGMOID, Activation

LARGEST = 2**28  # weights in a layer of `random_network`, all runs together: 2 GB


@dataclass(frozen=True, eq=False)
class Layer:
    """One weight layer: z = a @ W + b, then g.

    W: (n_in, n_out), entry [i, j] goes from unit i to unit j; or (n_in, n_out, R) for R runs side by side.
    b: (n_out,) or (n_out, R); None for a layer without bias.
    activation: an `Activation`, or the name of one.

    The arrays are copied and made read-only: a layer is a value. For another one use `dataclasses.replace`.
    Raises TypeError or ValueError if shapes do not fit, if a number is not finite or a name is not known.
    """

    W: np.ndarray
    b: np.ndarray | None = None
    activation: Activation = SIGMOID

    def __post_init__(self):
        W = as_floats(self.W, "W")
        if W.ndim not in (2, 3) or 0 in W.shape:
            raise ValueError(f"W must have shape (n_in, n_out), or (n_in, n_out, R) for R runs; got {W.shape}")
        object.__setattr__(self, "W", _frozen(W))
        if self.b is not None:
            b = as_floats(self.b, "b")
            if b.shape != W.shape[1:]:
                raise ValueError(f"b must have shape {W.shape[1:]} beside W of shape {W.shape}; got {b.shape}")
            object.__setattr__(self, "b", _frozen(b))
        object.__setattr__(self, "activation", _activation(self.activation, "activation"))


def unchecked_layer(W, b, activation):
    """A layer around arrays that are the package's own: no checks, no copies. A diverged run may hold NaN."""
    W.flags.writeable = False
    if b is not None:
        b.flags.writeable = False
    layer = object.__new__(Layer)
    for name, value in (("W", W), ("b", b), ("activation", activation)):
        object.__setattr__(layer, name, value)
    return layer


@dataclass(frozen=True, eq=False)
class Network:
    """The layers in forward order. In print the first weights are W[1]; in code they are `layers[0].W`.

    Raises TypeError or ValueError if there is no layer, or if one does not fit the one before it.
    """

    layers: tuple

    def __post_init__(self):
        if isinstance(self.layers, Layer):
            raise TypeError("layers must be a sequence of Layer; got one Layer: write Network([layer])")
        layers = as_sequence(self.layers, "layers", "a sequence of Layer")
        layers = tuple(as_instance(layer, "each of layers", Layer) for layer in layers)
        if not layers:
            raise ValueError("layers must hold at least one Layer; got none")
        for number, (before, layer) in enumerate(zip(layers, layers[1:], strict=False), start=2):
            if layer.W.shape[0] != before.W.shape[1] or layer.W.shape[2:] != before.W.shape[2:]:
                raise ValueError(
                    f"layers must fit: W[{number}] of shape {layer.W.shape} cannot follow "
                    f"W[{number - 1}] of shape {before.W.shape}"
                )
        object.__setattr__(self, "layers", layers)

    @property
    def sizes(self):
        """The widths (n_0, n_1, …, n_L): (2, 3, 1) for a 2-3-1 net."""
        return (self.layers[0].W.shape[0], *(layer.W.shape[1] for layer in self.layers))

    @property
    def runs(self):
        """The number of runs side by side; None for a single network."""
        return self.layers[0].W.shape[2] if self.layers[0].W.ndim == 3 else None


@dataclass(frozen=True, eq=False)
class Trace:
    """What a forward pass leaves behind, numbered as in print: a[0] is X, z[l] and a[l] belong to layer l.

    a: L+1 arrays (m, n_l), or (m, n_l, R) for l ≥ 1. z: the same shapes; z[0] is None, the input has no z.
    """

    z: tuple
    a: tuple


def forward(network, X):
    """Run the network on the examples in the rows of X.

    X: (m, n_0), the same examples for every run. Returns a `Trace`; its last `a` is the output.
    Raises TypeError or ValueError if X is not a finite (m, n_0) array, or so large that a sum is ∞ − ∞.
    """
    as_instance(network, "network", Network)
    return Trace(*forward_finite(network, as_examples(X, network).copy()))


def forward_finite(network, X):
    """(z, a) of checked examples. NaN comes out of it only where a network that has diverged holds NaN or infinity."""
    with np.errstate(over="ignore", invalid="ignore"):  # an enormous z is an activation at its end
        z, a = forward_arrays(network.layers, X)
    if np.isnan(a[-1]).any() and is_finite(network):
        raise ValueError("X must be smaller numbers, or the weights: the output of the network is no number (NaN)")
    return z, a


def is_finite(network):
    """Whether all weights and biases are finite: only where training has diverged they are not."""
    arrays = (array for layer in network.layers for array in (layer.W, layer.b) if array is not None)
    return all(np.isfinite(array).all() for array in arrays)


def forward_arrays(layers, X):
    """The forward pass itself, on arrays already checked: (z, a), each a tuple."""
    z, a = [None], [X]
    for layer in layers:
        z.append(_weighted_sum(a[-1], layer))
        a.append(layer.activation.value(z[-1]))
    return tuple(z), tuple(a)


def random_network(sizes, rng, *, hidden=SIGMOID, output=SIGMOID, draw=None, draw_bias=None, bias=True, runs=None):
    """A network with random weights.

    sizes: the widths, input first: (2, 3, 1). rng: a `numpy.random.Generator`.
    hidden, output: activations (or their names) of the hidden layers and of the last.
    draw: (rng, n_in, n_out, shape) -> weights of that shape; `glorot` unless told, or `normal(std)`, `uniform(limit)`.
    draw_bias: the same for biases, which are 0 unless told. bias=False leaves them out.
    runs: R draws side by side, on a trailing axis.

    Raises TypeError or ValueError naming the parameter.
    """
    sizes = as_sizes(sizes)
    as_generator(rng)
    hidden, output, bias = _activation(hidden, "hidden"), _activation(output, "output"), as_flag(bias, "bias")
    draw = glorot if draw is None else as_callable(draw, "draw")
    draw_bias = _zeros if draw_bias is None else as_callable(draw_bias, "draw_bias")
    tail = () if runs is None else (as_count(runs, "runs", at_least=1),)
    largest = max(n_in * n_out for n_in, n_out in zip(sizes, sizes[1:], strict=False)) * math.prod(tail)
    if largest > LARGEST:
        raise ValueError(f"sizes and runs must make at most {LARGEST} weights in a layer; got {largest:g}")
    layers = []
    for n_in, n_out in zip(sizes, sizes[1:], strict=False):
        W = _drawn(draw, "draw", rng, n_in, n_out, (n_in, n_out, *tail))
        b = _drawn(draw_bias, "draw_bias", rng, n_in, n_out, (n_out, *tail)) if bias else None
        layers.append(Layer(W, b, output if len(layers) == len(sizes) - 2 else hidden))
    return Network(layers)


def glorot(rng, n_in, n_out, shape):
    """Normal with standard deviation sqrt(2 / (n_in + n_out)). Source: Glorot and Bengio, 2010."""
    return np.sqrt(2 / (n_in + n_out)) * rng.standard_normal(shape)


def normal(std) -> Callable:
    """A draw of normal numbers with standard deviation `std`, whatever the widths."""
    std = as_number(std, "std", at_least=0)
    return lambda rng, n_in, n_out, shape: std * rng.standard_normal(shape)


def uniform(limit) -> Callable:
    """A draw of uniform numbers in [-limit, limit), whatever the widths."""
    limit = as_number(limit, "limit", at_least=0)
    return lambda rng, n_in, n_out, shape: rng.uniform(-limit, limit, shape)


def select_run(network, run):
    """Run number `run` of a batch, as a single network. Raises ValueError if there is no such run."""
    as_instance(network, "network", Network)
    run = as_count(run, "run")
    if network.runs is None or run >= network.runs:
        raise ValueError(f"run must be below the number of runs, {network.runs}; got {run}")
    each = ((p.W[..., run].copy(), None if p.b is None else p.b[..., run].copy(), p.activation) for p in network.layers)
    return Network([unchecked_layer(*layer) for layer in each])


def stack_runs(networks):
    """Single networks of one shape as the runs of one batch. Raises ValueError if they differ in shape."""
    networks = as_sequence(networks, "networks", "a sequence of Network")
    networks = [as_instance(network, "each of networks", Network) for network in networks]
    if not networks:
        raise ValueError("networks must hold at least one Network; got none")
    kinds = {tuple((p.W.shape, p.b is None, p.activation) for p in network.layers) for network in networks}
    if len(kinds) > 1 or networks[0].runs is not None:
        raise ValueError("networks must be single networks of the same widths, biases and activations; got others")
    return Network(
        [
            unchecked_layer(
                np.stack([p.W for p in same], axis=-1),
                None if same[0].b is None else np.stack([p.b for p in same], axis=-1),
                same[0].activation,
            )
            for same in zip(*(network.layers for network in networks), strict=True)
        ]
    )


def as_examples(X, network):
    """X checked against the input width: (m, n_0), finite, at least one row."""
    X = as_floats(X, "X", ndim=2)
    if len(X) == 0 or X.shape[1] != network.sizes[0]:
        raise ValueError(f"X must have shape (m, {network.sizes[0]}) with m at least 1; got {X.shape}")
    return X


def as_sizes(sizes):
    """Widths, input first, checked: a list of at least two whole numbers of at least 1."""
    sizes = as_sequence(sizes, "sizes", "a sequence of widths such as (2, 3, 1)")
    sizes = [as_count(size, f"sizes[{k}]", at_least=1) for k, size in enumerate(sizes)]
    if len(sizes) < 2:
        raise ValueError(f"sizes must hold at least an input and an output width; got {got(sizes)}")
    return sizes


def as_generator(rng):
    """`rng` itself, if it is a `numpy.random.Generator`."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a numpy.random.Generator, as from np.random.default_rng(0); got {got(rng)}")
    return rng


def _weighted_sum(a, layer):
    """a @ W + b, for one network or for every run of a batch."""
    if layer.W.ndim == 2:
        z = a @ layer.W
    else:  # runs on the trailing axis: many times faster than a stack of small matrix products
        z = np.einsum("mi...,ij...->mj...", a, layer.W)
    return z if layer.b is None else z + layer.b


def _activation(activation, name):
    if isinstance(activation, Activation):
        return activation if ACTIVATIONS.get(activation.name) is activation else _tried(activation, name)
    if not isinstance(activation, str):
        raise TypeError(f"{name} must be an Activation or the name of one; got {got(activation)}")
    if activation not in ACTIVATIONS:
        raise ValueError(f"{name} must be an Activation or one of {', '.join(ACTIVATIONS)}; got {got(activation)}")
    return ACTIVATIONS[activation]


def _tried(activation, name):
    """An activation of the reader's own, tried once: it must keep the shape of z."""
    z = np.array([[-1.0, 0.5]])
    with np.errstate(all="ignore"):
        a = as_floats(activation.value(z.copy()), f"what the value of {name} returns", finite=False)
        slope = as_floats(activation.slope(z.copy(), a.copy()), f"what the slope of {name} returns", finite=False)
    if not z.shape == a.shape == slope.shape:
        raise ValueError(f"{name} must keep the shape of z, {z.shape}; got {a.shape}, and of its slope {slope.shape}")
    return activation


def _frozen(array):
    array = array.copy()
    array.flags.writeable = False
    return array


def _drawn(draw, name, rng, n_in, n_out, shape):
    values = as_floats(draw(rng, n_in, n_out, shape), f"what {name} returns")
    if values.shape != shape:
        raise ValueError(f"{name} must return the shape it is asked for, {shape}; got {values.shape}")
    return values


def _zeros(rng, n_in, n_out, shape):
    return np.zeros(shape)
