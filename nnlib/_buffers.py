"""Forward and backward in arrays that are kept: the inner loop of training.

The arithmetic is that of `network.forward` and `backprop.backward`, and a test holds them equal. What makes it faster:
results are written into arrays that are kept, and the first layer, whose inputs are the same for every run, is one
ordinary matrix product for all runs together. There a column of ones behind the inputs takes the biases along.
"""

import numpy as np

from nnlib.functions import SIGMOID, sigmoid_into
from nnlib.network import Network, unchecked_layer


class Layout:
    """How weights and biases lie in one array, (P,) or (P, R): layer by layer, each bias row under its weights."""

    def __init__(self, layers):
        self.tail = layers[0].W.shape[2:]
        self.sizes = [layers[0].W.shape[0], *(layer.W.shape[1] for layer in layers)]
        self.biased = [layer.b is not None for layer in layers]
        self.activations = [layer.activation for layer in layers]
        self.sigmoid = [activation == SIGMOID for activation in self.activations]
        self.slices, self.shapes, start = [], [], 0
        for rows, n_out in zip(np.add(self.sizes[:-1], self.biased).tolist(), self.sizes[1:], strict=True):
            self.slices.append(slice(start, start + rows * n_out))
            self.shapes.append((rows, n_out))
            start += rows * n_out

    def flat(self, layers):
        """The parameters of such layers as one array, a copy."""
        arrays = [array for layer in layers for array in (layer.W, layer.b) if array is not None]
        return np.concatenate([array.reshape(-1, *self.tail) for array in arrays])

    def blocks(self, flat):
        """For each layer its weights with the biases under them, (n_in + 1, n_out, …): views."""
        tail = flat.shape[1:]
        return [flat[part].reshape(shape + tail) for part, shape in zip(self.slices, self.shapes, strict=True)]

    def network(self, flat):
        """The parameters as a network, which holds copies."""
        layers = []
        for l, block in enumerate(self.blocks(flat)):
            n_in = self.sizes[l]
            b = block[n_in].copy() if self.biased[l] else None
            layers.append(unchecked_layer(block[:n_in].copy(), b, self.activations[l]))
        return Network(layers)


class Buffers:
    """The arrays that a forward and a backward pass write, for so many examples and as many runs as `tail` says."""

    def __init__(self, layout, X, tail):
        self.layout = layout
        m = len(X)
        self.X = np.column_stack([X, np.ones((m, 1))]) if layout.biased[0] else X
        shapes = [(m, n, *tail) for n in layout.sizes[1:]]
        self.z, self.a, self.delta, self.spare = ([None, *map(np.empty, shapes)] for _ in range(4))
        self.gradient = np.empty((layout.slices[-1].stop, *tail))
        self.gradient_blocks = layout.blocks(self.gradient)

    def forward(self, parameters):
        """(z, a) of the last layer, each (m, n_L) or (m, n_L, R); the next call overwrites them."""
        layout = self.layout
        self.blocks = layout.blocks(parameters)
        for l, block in enumerate(self.blocks, start=1):
            z, a = self.z[l], self.a[l]
            if l == 1:
                np.dot(self.X, _flat(block), out=_flat(z))
            else:
                n_in = layout.sizes[l - 1]
                _weighted_sum(self.a[l - 1], block[:n_in], z)
                if layout.biased[l - 1]:
                    z += block[n_in]
            if layout.sigmoid[l - 1]:
                sigmoid_into(z, a)
            else:
                a[...] = layout.activations[l - 1].value(z)
        return z, a

    def slopes(self, y, cost):
        """The gradient at the parameters of the last `forward`, laid out as they are: (P,) or (P, R), a new array."""
        layout = self.layout
        delta = cost.delta(self.z[-1], self.a[-1], y, layout.activations[-1])
        for l in range(len(self.blocks), 1, -1):
            gradient, n_in = self.gradient_blocks[l - 1], layout.sizes[l - 1]
            a, slope = self.a[l - 1], self.spare[l - 1]
            _summed_outer(a, delta, gradient[:n_in])
            if layout.biased[l - 1]:
                np.add.reduce(delta, axis=0, out=gradient[n_in])
            delta = _back_through(delta, self.blocks[l - 1][:n_in], self.delta[l - 1])
            if layout.sigmoid[l - 2]:
                np.subtract(1, a, out=slope)
                slope *= a
            else:
                slope = layout.activations[l - 2].slope(self.z[l - 1], a)
            delta *= slope
        np.dot(self.X.T, _flat(delta), out=_flat(self.gradient_blocks[0]))
        return self.gradient / len(self.X)


def _flat(array):
    """Units and runs as one axis: (n, n_out) as it is, (n, n_out, R) as (n, n_out · R)."""
    return array.reshape(len(array), -1)


# np.dot is @ in half the time at this size; runs on the trailing axis are many times faster than small products


def _weighted_sum(a, W, out):
    return np.dot(a, W, out=out) if W.ndim == 2 else np.einsum("mi...,ij...->mj...", a, W, out=out)


def _summed_outer(a, delta, out):
    return np.dot(a.T, delta, out=out) if delta.ndim == 2 else np.einsum("mi...,mj...->ij...", a, delta, out=out)


def _back_through(delta, W, out):
    return np.dot(delta, W.T, out=out) if W.ndim == 2 else np.einsum("mj...,ij...->mi...", delta, W, out=out)
