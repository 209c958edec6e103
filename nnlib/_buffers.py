"""Forward and backward in arrays that are kept: the inner loop of training.

The arithmetic is that of `network.forward` and `backprop.backward`, and a test holds them equal. What makes it faster:
results are written into arrays that are kept, and the first layer, whose inputs are the same for every run, is one
ordinary matrix product for all runs together. There a column of ones behind the inputs takes the biases along.
"""

import numpy as np

from nnlib.functions import SIGMOID
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

    @staticmethod
    def views(flat, parts):
        """For each of these parts its weights, (n_in, n_out, …), and biases, (n_out, …), or (0, …) without: views."""
        tail = flat.shape[1:]
        return [(flat[W].reshape(shape + tail), flat[b]) for W, shape, b in parts]

    def network(self, flat):
        """The parameters as a network, which holds copies."""
        layers = zip(self.views(flat, self.parts), self.activations, strict=True)
        return Network([unchecked_layer(W.copy(), b.copy() if len(b) else None, g) for (W, b), g in layers])


class Buffers:
    """The arrays that a forward and a backward pass write, for so many examples and as many runs as `tail` says.

    Layers are numbered from 0. What can be prepared is: on small networks calls cost more than arithmetic.
    """

    def __init__(self, layout, X, tail):
        self.layout = layout
        weights, _, biases = layout.parts[0]
        self.first, self.later = slice(0, biases.stop), layout.parts[1:]
        X = X if weights.stop == biases.stop else np.column_stack([X, np.ones((len(X), 1))])
        shapes = [(len(X), n_out, *tail) for _, (_, n_out), _ in layout.parts]
        self.a, self.delta = ([np.empty(shape) for shape in shapes] for _ in range(2))
        # the z of a hidden sigmoid is wanted for e^-z alone: the first layer gives −z, and a takes the place of z
        self.in_place = [*layout.sigmoid[:-1], False]
        self.z = [a if here else np.empty_like(a) for a, here in zip(self.a, self.in_place, strict=True)]
        self.X, self.signed_X, self.rows, self.share = X, -X if self.in_place[0] else X, X.shape[1], 1 / len(X)
        self.gradient = np.empty((layout.parts[-1][-1].stop, *tail))
        self.first_z, self.first_slopes = _flat(self.z[0]), self.gradient[self.first].reshape(self.rows, -1)
        self.later_slopes = layout.views(self.gradient, self.later)
        self.y = self.y_of_each_run = None

    def forward(self, parameters):
        """(z, a) of the last layer, each (m, n_L) or (m, n_L, R); the next call overwrites them."""
        np.dot(self.signed_X, parameters[self.first].reshape(self.rows, -1), out=self.first_z)
        if self.in_place[0]:
            _sigmoid_of_minus(self.a[0])
        else:
            self._activate(0)
        self.views = self.layout.views(parameters, self.later)
        for l, (W, b) in enumerate(self.views, start=1):
            _weighted_sum(self.a[l - 1], W, self.z[l])
            if len(b):
                self.z[l] += b
            self._activate(l)
        return self.z[-1], self.a[-1]

    def _activate(self, l):
        if self.layout.sigmoid[l]:
            np.negative(self.z[l], out=self.a[l])
            _sigmoid_of_minus(self.a[l])
        else:
            self.a[l][...] = self.layout.activations[l].value(self.z[l])

    def slopes(self, y, cost):
        """The gradient at the parameters of the last `forward`, laid out as they are: (P,) or (P, R), a new array.

        Once for each forward pass: hidden activations are overwritten on the way.
        """
        if y is not self.y:  # arrays of one shape are subtracted in half the time
            self.y, self.y_of_each_run = y, np.full_like(self.a[-1], y)
        activations = self.layout.activations
        delta = cost.delta(self.z[-1], self.a[-1], self.y_of_each_run, activations[-1])
        for l in range(len(self.later) - 1, -1, -1):
            a, (W, _), (slope_W, slope_b) = self.a[l], self.views[l], self.later_slopes[l]
            _summed_outer(a, delta, slope_W)
            if len(slope_b):
                np.add.reduce(delta, axis=0, out=slope_b)
            delta = _back_through(delta, W, self.delta[l])
            if self.in_place[l]:
                delta *= a
                delta *= np.subtract(1, a, out=a)
            else:
                delta *= activations[l].slope(self.z[l], a)
        np.dot(self.X.T, _flat(delta), out=self.first_slopes)
        return self.gradient * self.share


def _sigmoid_of_minus(z):
    """−z becomes 1 / (1 + e^-z), in place. Below z = −709 e^-z overflows, which the caller has silenced: a is 0."""
    np.exp(z, out=z)
    z += 1
    np.reciprocal(z, out=z)


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
