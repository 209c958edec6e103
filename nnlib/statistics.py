"""How far a share that was counted in a number of runs can be trusted."""

import numpy as np

from nnlib._checks import as_count, as_floats

NORMAL_95 = 1.959963984540054  # 95 % of a standard normal variable lie within ± this


def wilson(successes, runs):
    """The 95 % interval of a share of success: (low, high), each in [0, 1] and of the shape of `successes`.

    successes: whole numbers, how many runs succeeded. runs: how many there were, at least 1.
    It stays inside [0, 1], and it has a width even where all of the runs succeeded, or none.

        (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n),   p = successes/runs, n = runs, z = 1.96

    Raises TypeError or ValueError naming the parameter. Source: Wilson, 1927.
    """
    runs = as_count(runs, "runs", at_least=1)
    successes = as_floats(successes, "successes")
    wrong = (successes < 0) | (successes > runs) | (successes != np.round(successes))
    if wrong.any():
        raise ValueError(f"successes must be whole numbers from 0 to runs, {runs}; got {successes[wrong][0]:g}")
    share, room = successes / runs, NORMAL_95**2 / runs
    half = NORMAL_95 * np.sqrt(share * (1 - share) / runs + room / (4 * runs))
    return tuple(np.clip((share + room / 2 + side * half) / (1 + room), 0, 1) for side in (-1, 1))
