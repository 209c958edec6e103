"""No public function changes what it is given, whatever becomes of the call; and no result shares memory with it."""

import dataclasses

import numpy as np
import pytest
from test_wrong_kinds import NET, TABLE_OF, Trouble, called, numeric, rng, trouble

from nnlib.network import Layer, Network


def writable(value):
    """A value made of arrays that could be written into."""
    if isinstance(value, Network):
        return value  # its arrays are read-only
    if numeric(value):
        return np.array(value, float) if np.ndim(value) else value
    if isinstance(value, (list, tuple)) and value and all(numeric(each) for each in value):
        return list(value)
    return value


def arrays_in(value):
    """All arrays in a value, however deep, with the path to each."""
    if isinstance(value, np.ndarray):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from arrays_in(getattr(value, field.name))
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from arrays_in(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from arrays_in(each)


TAKING_ARRAYS = [
    thing for thing, row in TABLE_OF.items() if any([*arrays_in(writable(right))] for _, right in row.values())
]


def right_arguments(thing):
    return {name: writable(right) for name, (_, right) in TABLE_OF[thing].items()}


def bytes_of(arguments):
    return [array.tobytes() for value in arguments.values() for array in arrays_in(value)]


@pytest.mark.parametrize("thing", TAKING_ARRAYS, ids=lambda thing: thing.__qualname__)
def test_arguments_are_as_they_were(thing):
    arguments = right_arguments(thing)
    before = bytes_of(arguments)
    called(thing, arguments)
    assert bytes_of(arguments) == before
    for name, (takes, _) in TABLE_OF[thing].items():  # and if the call raises half-way
        if name != "self":
            with pytest.raises((TypeError, ValueError, Trouble)):
                called(thing, {**arguments, name: trouble if "a function that raises" in takes else object()})
            assert bytes_of(arguments) == before, name


@pytest.mark.parametrize("thing", TAKING_ARRAYS, ids=lambda thing: thing.__qualname__)
def test_results_share_nothing_with_arguments_nor_with_a_second_result(thing):
    arguments = right_arguments(thing)
    given = [array for value in arguments.values() for array in arrays_in(value) if array.flags.writeable]
    one, other = called(thing, arguments), called(thing, arguments)
    for result, others in ((one, [*given, *arrays_in(other)]), (other, given)):
        for array in arrays_in(result):
            for theirs in others:
                if array.flags.writeable or theirs.flags.writeable:
                    assert not np.shares_memory(array, theirs)


@pytest.mark.parametrize("thing", TAKING_ARRAYS, ids=lambda thing: thing.__qualname__)
def test_read_only_arguments_will_do(thing):
    arguments = right_arguments(thing)
    for value in arguments.values():
        for array in arrays_in(value):
            array.flags.writeable = False
    called(thing, arguments)


def test_arrays_of_one_result_share_nothing():
    for thing in TAKING_ARRAYS:
        arrays = [array for array in arrays_in(called(thing, right_arguments(thing))) if array.flags.writeable]
        for k, one in enumerate(arrays):
            assert not any(np.shares_memory(one, other) for other in arrays[:k]), thing.__qualname__


def test_a_layer_cannot_be_written_into():
    W = np.ones((2, 3))
    layer = Layer(W)
    W[0, 0] = 7
    assert layer.W[0, 0] == 1
    for array in arrays_in(NET):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_the_random_state_of_the_caller_moves_only_by_what_was_drawn():
    one, other = rng(), rng()
    with pytest.raises(ValueError, match="sizes"):
        called(next(thing for thing in TABLE_OF if thing.__name__ == "random_network"), {"sizes": (2, 0), "rng": one})
    assert one.bit_generator.state == other.bit_generator.state
