"""Figures of many trainings: how many of them learn, and where the others wait."""

import numpy as np

from nnlib._checks import as_number, as_text, got
from nnlib.plots._takes import count, each_flag, finite, finite_line, line, table, takes
from nnlib.plots.palette import COST, INK, PAPER, TARGET


@takes(rates=finite_line, share=line, low=line, high=line, runs=count)
def success_by_rate(ax, rates, share, low, high, runs):
    """The share of `runs` runs that have learned, a dot for each learning rate, with its 95 % interval.

    rates, share, low, high: (A,) each; shares from 0 to 1.
    """
    ax.vlines(rates, 100 * low, 100 * high, color=TARGET, linewidth=2)
    ax.plot(rates, 100 * share, "o", color=TARGET, markersize=4)
    for ends in (low, high):  # wider than the dot, which may be longer than its interval
        ax.plot(rates, 100 * ends, "_", color=TARGET, markersize=12, markeredgewidth=1.5)
    beside = {"textcoords": "offset points", "va": "center", "bbox": {"pad": 1, "color": PAPER}}
    for rate, percent in zip(rates, 100 * share, strict=True):
        ax.annotate(f"{percent:.4g} %", (rate, percent), (11, 0), color=INK, **beside)
    ax.set(xscale="log", xlim=(min(rates) / 2, max(rates) * 4), ylim=(-4, 104), ylabel="share that has learned (%)")
    ax.set_xlabel(f"learning rate α   ({runs} runs at each; bars: 95 % intervals)")
    ax.set_xticks(rates, [f"{rate:g}" for rate in rates])
    ax.minorticks_off()


@takes(epochs=finite_line, costs=table, waiting=each_flag)
def plateaus(ax, epochs, costs, levels, waiting):
    """The costs of many runs over the epochs, and the heights at which they may wait.

    epochs: (n,). costs: (n, R). levels: text -> the cost of a plateau; it stands beside its line with the text.
    waiting: (R,), whether a run is one that has not come down; it is drawn bold.
    """
    from matplotlib.collections import LineCollection

    if costs.shape != (len(epochs), len(waiting)):
        raise ValueError(
            f"costs must have a row for each of {len(epochs)} epochs and a column for each of the {len(waiting)} "
            f"runs of waiting; got shape {costs.shape}"
        )
    if not 1 <= epochs[-1] < 10**7:
        raise ValueError(f"epochs must end between 1 and 10⁷; got {epochs[-1]:g}")
    if not isinstance(levels, dict) or not levels:
        raise TypeError(f"levels must be a dictionary, text -> cost; got {got(levels)}")
    levels = {as_text(text, "each of levels"): as_number(level, "each of levels") for text, level in levels.items()}
    runs = costs.T
    lines = np.stack(np.broadcast_arrays(epochs, runs), axis=-1)
    ax.add_collection(LineCollection(lines[~waiting], colors=COST, linewidths=0.8, alpha=0.3))
    ax.add_collection(LineCollection(lines[waiting], colors=COST, linewidths=1.6, alpha=0.9))
    for text, level in levels.items():
        ax.axhline(level, color=INK, linewidth=1.2, linestyle=(0, (4, 3)))
        beside = {"xycoords": ax.get_yaxis_transform(), "textcoords": "offset points", "va": "center"}
        ax.annotate(f"{level:.3g}: {text}", (1, level), (9, 0), color=INK, **beside)
    highest = max(levels.values()) * 1.3
    ax.set(ylim=(-0.03 * highest, highest), ylabel="cost C")
    epoch_axis(ax, epochs[-1])


@takes(last=finite)
def epoch_axis(ax, last):
    """Epochs from 0 to `last` across: powers of ten from 1 on, and 0 before them."""
    if not 1 <= last < 10**7:
        raise ValueError(f"last must be a number of epochs from 1 to below 10⁷; got {last:g}")
    ax.set_xscale("symlog", linthresh=1, linscale=0.4)
    powers = range(int(np.log10(last)) + 1)
    labels = ["1", "10", "10²", "10³", "10⁴", "10⁵", "10⁶"]
    ax.set_xticks([0, *(10**power for power in powers)], ["0", *(labels[power] for power in powers)])
    ax.set(xlim=(0, last), xlabel="epoch")
    ax.minorticks_off()
