"""Slopes as they stand in print, mistakes and all, so that a reader can measure them and see where they lead.

They are for one sigmoid unit with one input, a = sigmoid(w x + b), and the squared error. Each takes X (m, 1) and
y (m, 1); w and b are numbers, or arrays of one shape for as many units side by side, and so is what comes back. Where
w or b is not finite, that may be NaN.

Source: Brandon Brown, "Beginning Tutorial: Backpropagation and Gradient Descent", 2015.
"""

import numpy as np

from nnlib._checks import as_floats
from nnlib.functions import sigmoid


def forgotten_x(w, X, y):
    """Printed as ∂C/∂w: Σ (a − y) a (1 − a). The factor x of the chain rule is missing, and so is 1/m."""
    return _errors_times_slopes(w, 0.0, X, y)[0].sum(axis=0)


def summed_outer_product(w, b, X, y):
    """Printed as (∂C/∂w, ∂C/∂b): both come out as Σ (a − y) a (1 − a), because an outer product was summed.

    The product of a column of inputs and a row of errors is a square table. Its sum is (Σ x) (Σ d), and on NOT,
    where Σ x = 1, that is Σ d.
    """
    d, x = _errors_times_slopes(w, b, X, y)
    slope_w = (x[:, None] * d[None, :]).sum(axis=(0, 1))
    return slope_w, d.sum(axis=0)


def half_repaired(w, b, X, y):
    """The same with the product repaired and the two slopes still the wrong way round: Σ d for w, Σ x d for b."""
    d, x = _errors_times_slopes(w, b, X, y)
    return d.sum(axis=0), (x * d).sum(axis=0)


def _errors_times_slopes(w, b, X, y):
    """(a − y) a (1 − a) and x for each example, both with the examples first and then the shape of w and b."""
    w, b = as_floats(w, "w", finite=False), as_floats(b, "b", finite=False)
    try:
        w, b = np.broadcast_arrays(w, b)
    except ValueError:
        raise ValueError(f"w {w.shape} and b {b.shape} must broadcast") from None
    X, y = as_floats(X, "X", ndim=2), as_floats(y, "y", ndim=2)
    if X.shape[1] != 1 or X.shape != y.shape:
        raise ValueError(f"X and y must both have shape (m, 1); got {X.shape} and {y.shape}")
    column = (len(X),) + (1,) * w.ndim
    x, y = X.reshape(column), y.reshape(column)
    with np.errstate(over="ignore", invalid="ignore"):  # a descent by these slopes may leave the numbers
        a = sigmoid(w * x + b)
    return (a - y) * a * (1 - a), x
