"""The tables are what their names say."""

import numpy as np
import pytest

from nnlib.data import Dataset, always_zero, both_signs, half_adder, not_gate, xor


def test_gates_are_their_operators():
    for data in (xor(), half_adder()):
        assert data.X.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    a, b = xor().X.astype(int).T
    np.testing.assert_array_equal(xor().y, np.column_stack([a ^ b]))
    np.testing.assert_array_equal(half_adder().y, np.column_stack([a ^ b, a & b]))
    np.testing.assert_array_equal(half_adder().y @ [1, 2], a + b)  # the sum, in two digits
    np.testing.assert_array_equal(not_gate().y, 1 - not_gate().X)


def test_tables_of_notebook_02():
    assert always_zero().X.ravel().tolist() == [0.1, 0.25, 0.5, 0.75, 1] and always_zero().y.tolist() == [[0]] * 5
    assert both_signs().X.tolist() == [[-1], [0.2]] and both_signs().y.tolist() == [[1], [0]]


def test_a_table_keeps_nothing_of_the_callers():
    X, y = np.ones((3, 2)), np.ones((3, 1))
    data = Dataset("mine", X, y)
    X[:], y[:] = 7, 7  # and they can still be written
    assert (data.X == 1).all() and (data.y == 1).all()
    for array in (data.X, data.y):
        with pytest.raises(ValueError, match="read-only"):
            array[:] = 7


@pytest.mark.parametrize(
    "X, y", [((3, 2), (4, 1)), ((4, 2), (3, 1)), ((3, 0), (3, 1)), ((0, 1), (0, 1)), ((3,), (3, 1))]
)
def test_what_is_no_table_is_refused(X, y):
    with pytest.raises(ValueError, match="X (and y )?must"):
        Dataset("mine", np.ones(X), np.ones(y))
