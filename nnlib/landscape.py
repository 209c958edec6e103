"""The cost as a landscape: over a plane of weights and biases, and the way that water would take down it.

All of it is for one sigmoid unit with one input, a = sigmoid(w x + b): two numbers, so that it can be drawn. A grid
of them is a batch of networks, one for each point, so the cost and its slopes are those of `costs` and `backprop`.
"""

from dataclasses import dataclass

import numpy as np

from nnlib._checks import as_count, as_floats, as_instance, as_number, got
from nnlib.backprop import backward_arrays
from nnlib.costs import Cost, as_targets
from nnlib.data import Dataset
from nnlib.functions import SIGMOID
from nnlib.network import Network, as_examples, forward_arrays, unchecked_layer

CHUNK = 8192  # units at a time: as many as stay in a processor's cache


def units(w, b=None):
    """A `Network` of one input and one sigmoid unit for each entry of w and b, as runs side by side.

    w, b: numbers or arrays that broadcast; b=None leaves the bias out. The runs are in the order of `.ravel()`.
    Raises TypeError or ValueError if they are not finite numbers or do not broadcast.
    """
    return _units(*_same_shape(w, b))


def cost_and_slopes(w, b, data, cost):
    """C, ∂C/∂w and ∂C/∂b of one unit at every (w, b): three arrays of the shape that w and b broadcast to.

    b=None leaves the bias out, and ∂C/∂b is then None. data: X (m, 1), y (m, 1). cost: a `Cost`.
    Raises TypeError or ValueError naming the parameter.
    """
    as_instance(data, "data", Dataset)
    as_instance(cost, "cost", Cost)
    w, b = _same_shape(w, b)
    network = _units(w, b)
    X = as_examples(data.X, network)
    y = as_targets(data.y, network, cost, len(X))
    W, bias = network.layers[0].W, network.layers[0].b
    C, slope_w, slope_b = np.empty((3, w.size))
    with np.errstate(over="ignore"):
        for start in range(0, w.size, CHUNK):
            some = slice(start, start + CHUNK)
            layer = unchecked_layer(W[..., some], None if b is None else bias[..., some], SIGMOID)
            C[some], (slope_w[some], of_b) = _cost_and_slopes([layer], X, y, cost)
            if b is not None:
                slope_b[some] = of_b
    return C.reshape(w.shape), slope_w.reshape(w.shape), None if b is None else slope_b.reshape(w.shape)


@dataclass(frozen=True, eq=False)
class Landscape:
    """The cost over a grid. w: (A,) across. b: (B,) up. cost, slope_w, slope_b: (B, A)."""

    w: np.ndarray
    b: np.ndarray
    cost: np.ndarray
    slope_w: np.ndarray
    slope_b: np.ndarray

    @property
    def steepness(self):
        """The length of the gradient, (B, A)."""
        return np.hypot(self.slope_w, self.slope_b)


def landscape(w, b, data, cost):
    """The `Landscape` of one unit over the grid of the weights w (A,) and the biases b (B,): one batched expression.

    Raises TypeError or ValueError as `cost_and_slopes`, or if w or b is not a flat list.
    """
    w, b = as_floats(w, "w", ndim=1).copy(), as_floats(b, "b", ndim=1).copy()
    return Landscape(w, b, *cost_and_slopes(w[None, :], b[:, None], data, cost))


def flow(w, b, data, cost, times, *, stride=0.05, max_strides=5000):
    """Where (w, b) is at each of the `times`, if descent takes steps too small to matter: dw/dt = −∂C/∂w, and so b.

    Time is learning rate × epochs. On a plateau a step of fixed time would take for ever; steps of equal *length* do
    not care: the way is followed in strides of `stride`, and the time that each takes is 1/|gradient| per unit
    of length (fourth-order Runge–Kutta in both). Where the cost has a minimum at a finite place, as it has for targets
    other than 0 and 1, the way ends within a stride of it.

    w, b: numbers or arrays that broadcast, the starts. times: (T,), at least 0, rising. Returns (T, 2, …) with
    w at index 0 and b at 1. A start where the gradient is exactly 0, or too small to divide by, stays where it is.
    Raises TypeError or ValueError naming the parameter; ValueError if `max_strides` did not reach the last time.
    """
    times = as_floats(times, "times", ndim=1)
    if times.size == 0 or times[0] < 0 or (np.diff(times) <= 0).any():
        raise ValueError(f"times must rise from at least 0; got {got(times.tolist())}")
    max_strides = as_count(max_strides, "max_strides", at_least=1)
    shape, strides = _strides(w, b, data, cost, stride)
    p, t, v = next(strides)
    at, reached = np.empty((len(times), *p.shape)), np.zeros(t.size, dtype=int)  # how many of the times lie behind
    for _, (p_next, t_next, v_next) in zip(range(max_strides), strides, strict=False):
        passing = np.searchsorted(times, t_next)
        while (crossed := reached < passing).any():
            k = reached[crossed]
            ends = (each[..., crossed] for each in (p, p_next, t, t_next, v, v_next))
            at[k, :, np.nonzero(crossed)[0]] = _between(times[k], *ends).T
            reached[crossed] += 1
        p, t, v = p_next, t_next, v_next
        if (reached == len(times)).all():
            return at.reshape(len(times), 2, *shape)
    raise ValueError(f"max_strides must be larger than {max_strides} to reach time {times[-1]:g}; got to {t.min():g}")


def flow_path(w, b, data, cost, *, strides, stride=0.05):
    """The ways that `flow` follows: positions (strides + 1, 2, …), and the time (strides + 1, …) at each.

    The rest is as in `flow`. Raises TypeError or ValueError naming the parameter.
    """
    strides = as_count(strides, "strides", at_least=1)
    shape, ways = _strides(w, b, data, cost, stride)
    p, t, _ = zip(*(each for _, each in zip(range(strides + 1), ways, strict=False)), strict=True)
    return np.array(p).reshape(strides + 1, 2, *shape), np.array(t).reshape(strides + 1, *shape)


def _strides(w, b, data, cost, stride):
    """The shape of the starts, and an endless iterator over (positions (2, R), times (R,), speeds (2, R))."""
    as_instance(data, "data", Dataset)
    as_instance(cost, "cost", Cost)
    stride = as_number(stride, "stride", above=0)
    w, b = _same_shape(w, b)
    if b is None:
        raise TypeError("b must be numbers; got None")
    network = _units(w, b)
    X = as_examples(data.X, network)
    y = as_targets(data.y, network, cost, len(X))

    def way_and_slowness(p):
        layers = [unchecked_layer(p[:1][None], p[1:], SIGMOID)]
        slopes = np.stack(_cost_and_slopes(layers, X, y, cost)[1])
        steep = np.hypot(*slopes)
        moves = steep > 1e-290
        return -slopes / np.where(moves, steep, np.inf), np.where(moves, 1 / np.where(moves, steep, 1), np.inf)

    def walk():
        p, t = np.stack([w.ravel(), b.ravel()]), np.zeros(w.size)
        while True:
            way1, slow1 = way_and_slowness(p)
            yield p, t, way1 / slow1
            way2, slow2 = way_and_slowness(p + stride / 2 * way1)
            way3, slow3 = way_and_slowness(p + stride / 2 * way2)
            way4, slow4 = way_and_slowness(p + stride * way3)
            p = p + stride / 6 * (way1 + 2 * way2 + 2 * way3 + way4)
            t = t + stride / 6 * (slow1 + 2 * slow2 + 2 * slow3 + slow4)

    return w.shape, walk()


def _between(time, p, p_next, t, t_next, v, v_next):
    """The place at `time` between two known ones: the cubic with both places and both speeds (Hermite)."""
    since = time - t
    s = since / (t_next - t)
    onward = s * s * (3 - 2 * s)
    return p + onward * (p_next - p) + since * ((1 - s) ** 2 * v + (s * s - s) * v_next)


def _same_shape(w, b):
    w = as_floats(w, "w")
    if b is None:
        return w, None
    b = as_floats(b, "b")
    try:
        return np.broadcast_arrays(w, b)
    except ValueError:
        raise ValueError(f"w {w.shape} and b {b.shape} must broadcast") from None


def _units(w, b):
    W = np.array(w, copy=True).reshape(1, 1, -1)
    return Network([unchecked_layer(W, None if b is None else np.array(b, copy=True).reshape(1, -1), SIGMOID)])


def _cost_and_slopes(layers, X, y, cost):
    """C (R,), and the slopes (∂C/∂w, ∂C/∂b), each (R,), of R units side by side."""
    z, a = forward_arrays(layers, X)
    ((W, b, _),) = backward_arrays(layers, z, a, y, cost)
    return cost.value(z[-1], a[-1], y), (W[0, 0], None if b is None else b[0])
