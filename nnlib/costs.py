"""How wrong a network is, as one number, and the slope of that number in the last z."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib._checks import as_flag, as_floats, as_functions, as_instance
from nnlib.functions import SIGMOID
from nnlib.network import Network, as_examples, forward_finite

LARGEST = np.finfo(np.float64).max


@dataclass(frozen=True)
class Cost:
    """A cost C, a mean over m examples and a sum over outputs.

    `value(z, a, y)` takes the last layer's z and a, each (m, n_L) or (m, n_L, R), and y of as many axes;
    it gives a number, or one for each of R runs.
    `delta(z, a, y, activation)` is δ = ∂C_k/∂z for each example k, the shape of z, with 1/m left outside.
    `labels`: True where y must lie in [0, 1] and the output must be a sigmoid.
    Raises TypeError if they are no functions; TypeError or ValueError if two examples give them another shape.
    """

    name: str
    value: Callable
    delta: Callable
    labels: bool = False

    def __post_init__(self):
        as_functions(self, "value", "delta")
        as_flag(self.labels, "labels")
        z, y = np.array([[-1.0], [0.5]]), np.array([[0.0], [1.0]])
        a = SIGMOID.value(z)
        with np.errstate(all="ignore"):
            value = as_floats(self.value(z, a, y), "what value returns", finite=False)
            delta = as_floats(self.delta(z, a, y, SIGMOID), "what delta returns", finite=False)
        if value.shape or delta.shape != z.shape:
            raise ValueError(
                f"value and delta must give one number and the shape of z; got {value.shape}, {delta.shape}"
            )


def half_mse(a, y):
    """C = 1/(2m) Σ (a − y)²: m rows, summed over outputs.

    a: (m, n) or (m, n, R). y: (m, n). Returns a float, or R of them.
    Raises TypeError or ValueError if the shapes differ (a column against a flat list is the classic trap).
    """
    a, y = _pair(a, y, "a")
    with np.errstate(over="ignore"):  # an enormous error has an infinite cost
        return _half_mse(None, a, y)


def mse(a, y):
    """C = 1/m Σ (a − y)²: twice `half_mse`, with the same shapes and errors."""
    return 2 * half_mse(a, y)


def cross_entropy(z, y):
    """C = −1/m Σ [y ln a + (1 − y) ln(1 − a)] with a = sigmoid(z), computed from z.

    z: (m, n) or (m, n, R), before the sigmoid. y: (m, n), each in [0, 1]. Returns a float, or R of them.
    Per entry: max(z, 0) − y z + ln(1 + e^−|z|), which keeps every digit at |z| = 800, where ln(1 − a) is ln 0.

    Raises TypeError or ValueError for shapes that differ, or for labels outside [0, 1].
    """
    z, y = _pair(z, y, "z")
    _check_labels(y)
    with np.errstate(over="ignore"):
        return _cross_entropy(z, None, y)


def cost_of(network, X, y, cost):
    """The cost of a network on examples X (m, n_0) with targets y (m, n_L): a float, or one for each run.

    Raises TypeError or ValueError as `forward` does, or if y does not fit the cost.
    """
    as_instance(network, "network", Network)
    X, y = as_examples(X, network), as_targets(y, network, cost, len(X))
    z, a = forward_finite(network, X)
    with np.errstate(over="ignore"):
        return cost.value(z[-1], a[-1], y)


def as_targets(y, network, cost, m):
    """y checked against the network and the cost: (m, n_L), or (m, n_L, 1) beside a batch of runs."""
    as_instance(cost, "cost", Cost)
    y = as_floats(y, "y", ndim=2)
    if y.shape != (m, network.sizes[-1]):
        raise ValueError(f"y must have shape {(m, network.sizes[-1])}, one row for each row of X; got {y.shape}")
    if cost.labels:
        _check_labels(y)
        activation = network.layers[-1].activation
        if activation.name != SIGMOID.name:
            raise ValueError(f"cost '{cost.name}' must stand behind a sigmoid output; got '{activation.name}'")
    return _align(y, 2 if network.runs is None else 3)


def _align(y, ndim):
    """y with its trailing run axes: without them a − y at R runs would silently become (m, m, R)."""
    return y.reshape(y.shape + (1,) * (ndim - y.ndim))


def _pair(values, y, name):
    values, y = as_floats(values, name), as_floats(y, "y", ndim=2)
    if values.ndim not in (2, 3) or values.shape[:2] != y.shape or len(y) == 0:
        raise ValueError(
            f"{name} must have the shape of y, (m, n), or (m, n, R) for R runs; got {values.shape}, {y.shape}"
        )
    return values, _align(y, values.ndim)


def _check_labels(y):
    if ((y < 0) | (y > 1)).any():
        bad = y[(y < 0) | (y > 1)][0]
        raise ValueError(f"y must be labels in [0, 1] for the cross-entropy; got {bad:g}")


def _half_mse(z, a, y):
    return np.square(a - y).sum(axis=(0, 1)) / (2 * len(y))


def _half_mse_delta(z, a, y, activation):
    return (a - y) * activation.slope(z, a)


def _mse(z, a, y):
    return 2 * _half_mse(z, a, y)


def _mse_delta(z, a, y, activation):
    return 2 * _half_mse_delta(z, a, y, activation)


def _cross_entropy(z, a, y):
    z = np.clip(z, -LARGEST, LARGEST)  # of an infinite z, 0 · ∞ and ∞ − ∞ would be no number
    with np.errstate(under="ignore"):
        entries = (np.maximum(z, 0) - y * z) + np.log1p(np.exp(-np.abs(z)))
    return entries.sum(axis=(0, 1)) / len(y)


def _cross_entropy_delta(z, a, y, activation):
    return a - y


HALF_MSE = Cost("half-MSE", _half_mse, _half_mse_delta)
MSE = Cost("MSE", _mse, _mse_delta)
CROSS_ENTROPY = Cost("cross-entropy", _cross_entropy, _cross_entropy_delta, labels=True)
