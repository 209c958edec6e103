"""The scene of the one-weight explorer: the unit's answers, its cost, and what each example adds to the slope."""

import numpy as np

from nnlib.plots.palette import COST, ERROR, MUTED, PAPER, POSITION, SLOPE, TARGET
from nnlib.plots.scenes import Scene, moving_line, moving_points, moving_segments, moving_text

EXAMPLES = 5  # rows in the right-hand panel


def one_weight_scene(weights, costs, x, dpi):
    """Build the scene. weights (n,) and costs: the limits of the cost panel. x (k,): across the left-hand panel.

    Its frames hold unit (k, 2), errors (5, 2, 2), targets (5, 2), answers (5, 2), curve (n, 2), trail (t, 2),
    tangent (1, 2, 2), here (1, 2), zeros and bars (5, 2, 2), readout, factors and share 1 … share 5 (strings).
    """
    from matplotlib import style
    from matplotlib.figure import Figure

    with style.context("nnlib.tutorial"):
        figure = Figure(figsize=(9.6, 4.7), dpi=dpi)
        answers, cost, shares = figure.subplots(1, 3, width_ratios=[1, 1.08, 1.16])
        answers.set(xlim=(x[0], x[-1]), ylim=(-0.06, 1.06), xlabel="input x", ylabel="answer a")
        answers.set_title("What it answers", pad=26)
        words = {"xycoords": "axes fraction", "textcoords": "offset points", "size": 10.5}
        for x_at, text, color in [(0, "◆ target", TARGET), (0.33, "● answer", POSITION), (0.69, "┃ error", ERROR)]:
            answers.annotate(text, (x_at, 1), (0, 10), color=color, weight="bold", **words)
        cost.set(xlim=(weights[0], weights[-1]), ylim=costs, xlabel="weight w", ylabel="cost C")
        cost.set_title("Its cost", pad=26)
        cost.annotate("orange: the slope used", (0, 1), (0, 10), color=SLOPE, weight="bold", **words)
        shares.set(xlim=(-0.17, 0.17), ylim=(-EXAMPLES + 0.4, 0.6), xlabel="share of the slope")
        shares.set_title("Each example's share", pad=26)
        shares.set_yticks([])
        shares.grid(False)  # it would run through the words
        artists = {
            "unit": moving_line(answers, COST, 2.2),
            "errors": moving_segments(answers, ERROR, 3),
            "targets": moving_points(answers, TARGET, 10.5, "D"),  # seen under an answer that is right
            "answers": moving_points(answers, POSITION, 6.5),
            "curve": moving_line(cost, COST, 2.2),
            "trail": moving_points(cost, PAPER, 5, edge=POSITION, markeredgewidth=1.2),
            "tangent": moving_segments(cost, SLOPE, 2.6),
            "here": moving_points(cost, POSITION, 10),
            "zeros": moving_segments(shares, MUTED, 1),
            "bars": moving_segments(shares, SLOPE, 9),
            "readout": moving_text(cost, 0.03, 0.975, size=10),
        }
        artists["factors"] = moving_text(shares, 0, 1.075, color=SLOPE, weight="bold", size=10.5, va="top")
        for row in range(EXAMPLES):
            artists[f"share {row + 1}"] = moving_text(shares, 0.01, 0.985 - row / EXAMPLES, size=9.5)
        figure.get_layout_engine().set(w_pad=0.09)
        return Scene(figure, artists)


def bars(lengths):
    """From the axis to each length (m,), one row under the other: zeros and bars, segments (5, 2, 2) each.

    The zeros are the pieces of the axis beside the bars. Rows without a length are NaN.
    """
    zeros, bars = np.full((2, EXAMPLES, 2, 2), np.nan)
    for row, length in enumerate(lengths):
        zeros[row] = [[0, -row - 0.3], [0, -row + 0.1]]
        bars[row] = [[0, -row - 0.1], [length, -row - 0.1]]
    return zeros, bars
