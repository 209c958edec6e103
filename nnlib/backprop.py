"""The chain rule, walked from the output back."""

from dataclasses import dataclass

import numpy as np

from nnlib._checks import as_instance
from nnlib.costs import as_targets
from nnlib.network import Network, Trace


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

    Raises TypeError or ValueError if y does not fit, or if the trace has other widths or runs than the network.
    Source: Rumelhart, Hinton and Williams, 1986, in the row convention of notebook 00.
    """
    as_instance(network, "network", Network)
    as_instance(trace, "trace", Trace)
    widths = tuple(a.shape[1] for a in trace.a)
    runs = trace.a[-1].shape[2] if trace.a[-1].ndim == 3 else None
    if (widths, runs) != (network.sizes, network.runs):
        ours, theirs = f"sizes {network.sizes} and runs {network.runs}", f"sizes {widths} and runs {runs}"
        raise ValueError(f"trace must come from this network, of {ours}; got one of {theirs}")
    y = as_targets(y, network, cost, len(trace.a[0]))
    with np.errstate(over="ignore"):
        slopes = backward_arrays(network.layers, trace.z, trace.a, y, cost)
    return Gradients(tuple(LayerGradient(*each) for each in slopes))


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
