"""Descent in one dimension: what kind of number the start is."""

import numpy as np

from benchmarks.measure import compare
from benchmarks.report import digits, ratio, remarks, table
from nnlib.descent import descend

START, RATE = 4.0, 1e-6  # so slow that it never arrives
FLOAT, SCALAR, ARRAY = "a loop, a Python float", "the same, `np.float64`", "the same, an array of one number"


def slope(x):
    """f'(x) of f = x⁴ − 3x³ + 2."""
    return 4 * x**3 - 9 * x**2


def walked(start):
    """(steps) -> the last position of a plain loop from this start."""

    def walk(steps):
        x = start
        for _ in range(steps):
            x = x - RATE * slope(x)
        return [np.ravel(x)]

    return walk


def descended(steps):
    """The same by `descend`, which keeps every position and looks at every slope."""
    return [np.ravel(descend(slope, START, RATE, tolerance=0, max_steps=steps).final)]


def measure(effort):
    """Seconds a step."""
    works = {FLOAT: walked(START), SCALAR: walked(np.float64(START)), ARRAY: walked(np.array([START]))}
    return compare({"nnlib": descended, **works}, effort, checked=1000)


def goals(results):
    """None was set."""
    return []


def section(results):
    """Words and table."""
    return f"""## Descent in one dimension

Steps down x⁴ − 3x³ + 2. The same loop takes {digits(ratio(results, SCALAR, FLOAT), 2)} times as long from an \
`np.float64`, and {digits(ratio(results, ARRAY, FLOAT), 2)} times from an array of one number: so `descend` makes \
the start a Python float. It also keeps every position, asks whether the walk has arrived or diverged, and takes any \
rule.

{table(results, "ns", "a step")}
{remarks(results)}"""
