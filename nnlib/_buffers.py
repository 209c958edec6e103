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
        self.activations = [layer.activation for layer in layers]
        self.sigmoid = [activation == SIGMOID for activation in self.activations]
        self.parts, stop = [], 0  # for each layer: where its weights are, their shape, where its biases are
        for layer in layers:
            n_in, n_out = layer.W.shape[:2]
            start, middle = stop, stop + n_in * n_out
            stop = middle if layer.b is None else middle + n_out
            self.parts.append((slice(start, middle), (n_in, n_out), slice(middle, stop)))

    def flat(self, layers):
        """The parameters of such layers as one array, a copy."""
        arrays = [array for layer in layers for array in (layer.W, layer.b) if array is not None]
        return np.concatenate([array.reshape(-1, *self.tail) for array in arrays])

    def views(self, flat):
        """For each layer its weights, (n_in, n_out, …), and biases, (n_out, …), or none of them, (0, …): views."""
        tail = flat.shape[1:]
        return [(flat[W].reshape(shape + tail), flat[b]) for W, shape, b in self.parts]

    def network(self, flat):
        """The parameters as a network, which holds copies."""
        layers = zip(self.views(flat), self.activations, strict=True)
        return Network([unchecked_layer(W.copy(), b.copy() if len(b) else None, g) for (W, b), g in layers])


class Buffers:
    """The arrays that a forward and a backward pass write, for so many examples and as many runs as `tail` says."""

    def __init__(self, layout, X, tail):
        self.layout = layout
        weights, _, biases = layout.parts[0]
        self.first = slice(0, biases.stop)
        self.X = X if weights.stop == biases.stop else np.column_stack([X, np.ones((len(X), 1))])
        shapes = [(len(X), n_out, *tail) for _, (_, n_out), _ in layout.parts]
        self.a, self.delta = ([np.empty(shape) for shape in shapes] for _ in range(2))
        # a hidden sigmoid's z is not needed once there is a, and a takes its place
        self.z = [a if sigmoid else np.empty_like(a) for a, sigmoid in zip(self.a, layout.sigmoid, strict=True)]
        self.z[-1] = np.empty(shapes[-1])
        self.gradient = np.empty((layout.parts[-1][-1].stop, *tail))
        self.slope_views = layout.views(self.gradient)

    def forward(self, parameters):
        """(z, a) of the last layer, each (m, n_L) or (m, n_L, R); the next call overwrites them."""
        self.views = self.layout.views(parameters)
        for l, (W, b) in enumerate(self.views):
            z, a = self.z[l], self.a[l]
            if l == 0:
                np.dot(self.X, self._first(parameters), out=_flat(z))
            else:
                _weighted_sum(self.a[l - 1], W, z)
                if len(b):
                    z += b
            if self.layout.sigmoid[l]:
                sigmoid_into(z, a)
            else:
                a[...] = self.layout.activations[l].value(z)
        return z, a

    def slopes(self, y, cost):
        """The gradient at the parameters of the last `forward`, laid out as they are: (P,) or (P, R), a new array.

        Once for each forward pass: hidden activations are overwritten on the way.
        """
        sigmoid, activations = self.layout.sigmoid, self.layout.activations
        delta = cost.delta(self.z[-1], self.a[-1], y, activations[-1])
        for l in range(len(self.views) - 1, 0, -1):
            a, (slope_W, slope_b) = self.a[l - 1], self.slope_views[l]
            _summed_outer(a, delta, slope_W)
            if len(slope_b):
                np.add.reduce(delta, axis=0, out=slope_b)
            delta = _back_through(delta, self.views[l][0], self.delta[l - 1])
            if sigmoid[l - 1]:
                delta *= a
                delta *= np.subtract(1, a, out=a)  # a has been used
            else:
                delta *= activations[l - 1].slope(self.z[l - 1], a)
        np.dot(self.X.T, _flat(delta), out=self._first(self.gradient))
        return self.gradient * (1 / len(self.X))  # dividing every entry takes longer

    def _first(self, flat):
        """The first layer's weights, the biases under them, for all runs together: (n_0 + 1, n_1 · R), a view."""
        return flat[self.first].reshape(self.X.shape[1], -1)


def _flat(array):
    """Units and runs as one axis: (n, n_out) as it is, (n, n_out, R) as (n, n_out · R)."""
    return array.reshape(len(array), -1)


# np.dot is @ in half the time at this size; runs on the trailing axis are many times faster than small products


def _weighted_sum(a, W, out):
    return np.dot(a, W, out=out) if W.ndim == 2 else np.einsum("mir,ijr->mjr", a, W, out=out)


def _summed_outer(a, delta, out):
    return np.dot(a.T, delta, out=out) if delta.ndim == 2 else np.einsum("mir,mjr->ijr", a, delta, out=out)


def _back_through(delta, W, out):
    return np.dot(delta, W.T, out=out) if W.ndim == 2 else np.einsum("mjr,ijr->mir", delta, W, out=out)
