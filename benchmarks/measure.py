"""Times, taken in turns, of what gives the same answer."""

import importlib.util
import time
from dataclasses import dataclass

import numpy as np

# one thread each; NPROC is what jax asks how many to start
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NPROC")}


@dataclass(frozen=True)
class Effort:
    """rounds: turns that count. seconds: about how long one measurement takes."""

    rounds: int
    seconds: float


FULL = Effort(rounds=11, seconds=0.25)
QUICK = Effort(rounds=3, seconds=0.01)  # to see that everything runs; the numbers mean nothing


def available(makers):
    """(competitors, left out) of {name: (package or None, maker)}: a maker is called where its package is installed."""
    competitors, left_out = {}, {}
    for name, (package, maker) in makers.items():
        if package is None or importlib.util.find_spec(package):
            competitors[name] = maker()
        else:
            left_out[name] = f"{package} is not installed"
    return competitors, left_out


def compare(competitors, effort, *, checked, step=1, per=1, left_out=None, tolerance=1e-11):
    """Check that all give the same arrays, then time them in turns.

    competitors: {name: function}, where function(n) does n units of work, such as epochs, and returns arrays.
    checked: the units after which all must agree with the first one. step: n is always a multiple of it.
    per: by how much a time is divided to be that of one unit in the table, one number or {name: number}.
    Who differs by more than `tolerance`, or raises an exception, is left out, and the reason is kept.
    Returns {"times": {name: seconds a unit, one for each round}, "difference": the largest that was found, "left_out"}.
    """
    amounts, expected, largest, left_out = {}, None, 0.0, dict(left_out or {})
    for name, work in competitors.items():
        try:
            work(checked)  # whatever is to be compiled or started
            began = time.perf_counter()
            arrays = work(checked)
            took = time.perf_counter() - began
        except Exception as error:
            left_out[name] = f"it raised {type(error).__name__}"
            continue
        expected = arrays if expected is None else expected
        apart = difference(arrays, expected)
        if not apart <= tolerance:
            left_out[name] = f"its answer differs by {apart:.0e}"
            continue
        largest = max(largest, apart)
        amounts[name] = max(1, round(effort.seconds / took * checked / step)) * step
    calls = {name: lambda work=competitors[name], n=n: work(n) for name, n in amounts.items()}
    times = in_turns(calls, effort.rounds)
    units = {name: n * (per[name] if isinstance(per, dict) else per) for name, n in amounts.items()}
    return {
        "times": {name: [shortened(each / units[name]) for each in times[name]] for name in times},
        "difference": shortened(largest),
        "left_out": left_out,
    }


def in_turns(calls, rounds):
    """{name: seconds, one for each round} of {name: function}; one round before them does not count."""
    times = {name: [] for name in calls}
    for _ in range(1 + rounds):
        for name, call in calls.items():
            began = time.perf_counter()
            call()
            times[name].append(time.perf_counter() - began)
    return {name: each[1:] for name, each in times.items()}


def difference(arrays, others):
    """The largest difference between two sequences of arrays; NaN if there is one in either."""
    pairs = zip(arrays, others, strict=True)
    return float(max(np.max(np.abs(np.asarray(one) - np.asarray(other))) for one, other in pairs))


def shortened(number):
    """The number with four digits, which is more than was measured."""
    return float(f"{number:.4g}")
