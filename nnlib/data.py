"""The tables of the course."""

from dataclasses import dataclass

import numpy as np

from nnlib._checks import as_floats, as_text


@dataclass(frozen=True, eq=False)
class Dataset:
    """Examples in rows: X is (m, n_0), y is (m, n_L). Both are copied and made read-only.

    Raises TypeError or ValueError if one is not a table of finite numbers, or if the rows differ in number.
    """

    name: str
    X: np.ndarray
    y: np.ndarray

    def __post_init__(self):
        as_text(self.name, "name")
        for name in ("X", "y"):
            array = as_floats(getattr(self, name), name, ndim=2).copy()
            if array.size == 0:
                raise ValueError(f"{name} must hold at least one row and one column; got shape {array.shape}")
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        if len(self.X) != len(self.y):
            raise ValueError(f"X and y must have as many rows as each other; got {len(self.X)} and {len(self.y)}")


def always_zero():
    """Five numbers, each to be answered with 0: the table of notebook 02. X (5, 1), y (5, 1)."""
    return Dataset("always zero", [[0.1], [0.25], [0.5], [0.75], [1]], [[0]] * 5)


def both_signs():
    """−1 becomes 1 and 0.2 becomes 0: two inputs of opposite signs, for notebook 02. X (2, 1), y (2, 1)."""
    return Dataset("both signs", [[-1], [0.2]], [[1], [0]])


def not_gate():
    """0 becomes 1 and 1 becomes 0. X (2, 1), y (2, 1)."""
    return Dataset("NOT", [[0], [1]], [[1], [0]])


def xor():
    """1 where the two inputs differ. X (4, 2), y (4, 1)."""
    return Dataset("XOR", _PAIRS, [[0], [1], [1], [0]])


def half_adder():
    """The sum of two bits as two bits, (sum, carry). X (4, 2), y (4, 2)."""
    return Dataset("half adder", _PAIRS, [[0, 0], [1, 0], [1, 0], [0, 1]])


_PAIRS = [[0, 0], [0, 1], [1, 0], [1, 1]]
