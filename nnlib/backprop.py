"""The chain rule, walked from the output back."""

from dataclasses import dataclass

import numpy as np

from nnlib._checks import as_floats, as_instance
from nnlib.costs import as_targets
from nnlib.network import Network, Trace, is_finite


@dataclass(frozen=True, eq=False)
class LayerGradient:
    """What belongs to one layer: W and b hold ∂C/∂W and ∂C/∂b, in the shapes of the layer's own W and b.

    b is None where the layer has no bias. delta: (m, n_out) or (m, n_out, R), δ = ∂C_k/∂z for each example k.
    """

    W: np.ndarray
    b: np.ndarray | None
    delta: np.ndarray


@dataclass(frozen=True, eq=False)
class Gradients:
    """The slope of the cost in every parameter: `layers[i]` belongs to `network.layers[i]`."""

    layers: tuple


def backward(network, trace, y, cost):
    """All slopes of the cost by backpropagation.

    trace: from `forward(network, X)`. y: (m, n_L). cost: a `Cost`. Returns `Gradients`.

        δ[L]     = cost's own, (a − y) ∘ g'(z) for half-MSE
        δ[l]     = (δ[l+1] @ W[l+1].T) ∘ g'(z[l])
        ∂C/∂W[l] = a[l−1].T @ δ[l] / m        ∂C/∂b[l] = mean of δ[l] over the examples

    Raises TypeError or ValueError if y does not fit, if the trace has other widths or runs than the network, or if its
    numbers are so large that a slope is ∞ − ∞.
    Source: Rumelhart, Hinton and Williams, 1986, in the row convention of notebook 00.
    """
    as_instance(network, "network", Network)
    z, a = _as_trace(trace, network)
    y = as_targets(y, network, cost, len(a[0]))
    with np.errstate(over="ignore", invalid="ignore"):
        slopes = backward_arrays(network.layers, z, a, y, cost)
    if any(np.isnan(W).any() for W, _, _ in slopes) and not np.isnan(a[-1]).any() and is_finite(network):
        raise ValueError(
            "trace must hold smaller numbers: a slope has left the range of floats, and is no number (NaN)"
        )
    return Gradients(tuple(LayerGradient(*each) for each in slopes))


def _as_trace(trace, network):
    """(z, a) of a trace, if they have the shapes that this network gives; a diverged one may have given NaN."""
    as_instance(trace, "trace", Trace)
    rule = f"come from this network, of sizes {network.sizes} and runs {network.runs}"
    if not all(isinstance(each, (tuple, list)) and len(each) == len(network.sizes) for each in (trace.z, trace.a)):
        raise ValueError(f"trace must {rule}; got one of other layers")
    a, z = _as_arrays(trace.a, "a of trace"), (None, *_as_arrays(trace.z[1:], "z of trace"))
    tail = () if network.runs is None else (network.runs,)
    shapes = [(*a[0].shape[:1], network.sizes[0]), *((*a[0].shape[:1], width, *tail) for width in network.sizes[1:])]
    if [array.shape for array in a] != shapes or [array.shape for array in z[1:]] != shapes[1:]:
        raise ValueError(f"trace must {rule}; got one whose outputs have shape {a[-1].shape}")
    return z, a


def _as_arrays(arrays, name):
    """Float arrays as they are, which is what `forward` leaves; others checked."""
    mine = (type(each) is np.ndarray and each.dtype == np.float64 for each in arrays)
    return tuple(each if fits else as_floats(each, name, finite=False) for each, fits in zip(arrays, mine, strict=True))


def backward_arrays(layers, z, a, y, cost):
    """The backward pass itself, on arrays already checked: a (∂C/∂W, ∂C/∂b, δ) for each layer."""
    m = len(y)
    slopes = []
    delta = cost.delta(z[-1], a[-1], y, layers[-1].activation)
    for l in range(len(layers), 0, -1):
        layer = layers[l - 1]
        slopes.append((_summed_outer(a[l - 1], delta) / m, None if layer.b is None else delta.sum(axis=0) / m, delta))
        if l > 1:
            delta = _back_through(delta, layer.W) * layers[l - 2].activation.slope(z[l - 1], a[l - 1])
    return slopes[::-1]


def _summed_outer(a, delta):
    """a.T @ delta, for one network or for every run of a batch: the product sums over the examples."""
    return a.T @ delta if delta.ndim == 2 else np.einsum("mi...,mj...->ij...", a, delta)


def _back_through(delta, W):
    """delta @ W.T, for one network or for every run of a batch."""
    return delta @ W.T if W.ndim == 2 else np.einsum("mj...,ij...->mi...", delta, W)
