"""Figures of notebook 01: a curve, its tangents, and walks down it."""

import numpy as np

from nnlib.plots._takes import align, color, finite, finite_line, line, number, pair, table, takes, words
from nnlib.plots.palette import COST, INK, MUTED, OUTCOME_FILLS, PAPER, POSITION, SLOPE, TARGET

_CLEAR = {"boxstyle": "round,pad=0.2", "facecolor": PAPER, "edgecolor": "none"}  # words over lines stay readable


@takes(x=finite_line, y=line, label=words)
def curve(ax, x, y, label="f(x)"):
    """Draw the heights y over the positions x, both (n,), and name the axes."""
    ax.plot(x, y, color=COST, label=label)
    ax.set(xlabel="x", ylabel=label, xlim=(x[0], x[-1]))


@takes(x=number, y=number, text=words, offset=pair, color=color, align=align)
def point(ax, x, y, text=None, offset=(8, 8), color=POSITION, align="left"):
    """Mark one point and write beside it; `offset` in points."""
    ax.plot([x], [y], "o", color=color, markersize=9, markeredgecolor=PAPER, zorder=5)
    if text:
        ax.annotate(text, (x, y), offset, textcoords="offset points", color=color, ha=align, weight="bold")


@takes(x=number, y=number, slope=number, reach=number, color=color)
def tangent(ax, x, y, slope, reach=0.6, color=SLOPE, **style):
    """Draw the line of that slope through (x, y), `reach` to either side."""
    ax.plot([x - reach, x + reach], [y - slope * reach, y + slope * reach], color=color, zorder=3, **style)


@takes(x=line, y=line)
def walk(ax, x, y):
    """Draw a walk over the positions x at heights y, both (n,): arrows from each to the next."""
    for k in range(len(x) - 1):
        ax.annotate(
            "",
            (x[k + 1], y[k + 1]),
            (x[k], y[k]),
            arrowprops={"arrowstyle": "-|>", "color": POSITION, "lw": 1.6, "shrinkA": 3, "shrinkB": 3},
        )
    ax.plot(x, y, "o", color=POSITION, markersize=6, markeredgecolor=PAPER, zorder=5)


@takes(x=line, y=line, slope=line)
def directions(ax, x, y, slope):
    """From each stand (x, y), all (n,), an arrow along x against the sign of the slope there."""
    for at, height, s in zip(x, y, slope, strict=True):
        end = (at - 0.34 * np.sign(s), height)
        ax.annotate("", end, (at, height), arrowprops={"arrowstyle": "-|>", "color": SLOPE, "lw": 2})
    ax.plot(x, y, "o", color=POSITION, markersize=6, markeredgecolor=PAPER, zorder=5)


def outcome_map(ax, x, y, outcome, names):
    """Colour and hatch a grid by outcome.

    x: (A,) across. y: (B,) up. outcome: (B, A), indices into `names`, which are keys of `palette.OUTCOME_FILLS`.
    """
    from matplotlib.colors import ListedColormap

    fills = [OUTCOME_FILLS[name][0] for name in names]
    ax.pcolormesh(
        x, y, outcome, cmap=ListedColormap(fills), vmin=-0.5, vmax=len(names) - 0.5, rasterized=True, shading="nearest"
    )
    for index, name in enumerate(names):
        hatch, here = OUTCOME_FILLS[name][1], outcome == index
        if hatch and here.any():
            drawn = ax.contourf(x, y, here, levels=[0.5, 1.5], colors="none", hatches=[hatch])
            drawn.set_edgecolor("#ffffff66" if name == "diverged" else "#1d243355")
            drawn.set_linewidth(0)
    ax.grid(False)


@takes(rates=finite_line, visited=table)
def orbits(ax, rates, visited):
    """Draw where walks end up living: for each learning rate (A,), the positions visited (A, n)."""
    if len(visited) != len(rates):
        raise ValueError(f"visited must have a row for each of {len(rates)} rates; got shape {visited.shape}")
    style = {"color": POSITION, "markersize": 2, "markeredgewidth": 0, "alpha": 0.5}  # places visited often are dark
    ax.plot(np.repeat(rates, visited.shape[1]), visited.ravel(), ".", **style)
    ax.set(xlabel="learning rate α", ylabel="positions visited", xlim=(rates[0], rates[-1]))
    ax.grid(False)


@takes(x=number, y=number, text=words, offset=pair, align=align)
def minimum(ax, x, y, text, offset=(0, -20), align="center"):
    """Mark the minimum."""
    ax.plot([x], [y], "D", color=TARGET, markersize=8, markeredgecolor=PAPER, zorder=4)
    ax.annotate(text, (x, y), offset, textcoords="offset points", color=TARGET, ha=align, weight="bold")


@takes(x=number, y=number, text=words)
def note(ax, x, y, text, **style):
    """Write on the figure itself, at data coordinates."""
    ax.text(x, y, text, **{"color": INK, **style})


@takes(x=number, y=number, text=words)
def guide(ax, x=None, y=None, text=None):
    """A quiet dashed reference line at x or at y, with its name at the end."""
    style = {"color": MUTED, "linestyle": (0, (4, 3)), "linewidth": 1.2, "zorder": 1}
    if x is not None:
        ax.axvline(x, **style)
        if text:
            ax.annotate(
                text,
                (x, 1),
                (4, -4),
                xycoords=("data", "axes fraction"),
                textcoords="offset points",
                va="top",
                color=MUTED,
            )
    if y is not None:
        ax.axhline(y, **style)
        if text:
            ax.annotate(
                text,
                (1, y),
                (-4, 4),
                xycoords=("axes fraction", "data"),
                textcoords="offset points",
                ha="right",
                color=MUTED,
            )


@takes(start=pair, end=pair, text=words, color=color)
def arrow(ax, start, end, text, color=SLOPE):
    """An arrow from start to end, with its name at the tip."""
    ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": color, "lw": 2.4})
    ax.annotate(text, end, (0, -16), textcoords="offset points", color=color, ha="center", weight="bold", bbox=_CLEAR)


@takes(start=pair, end=pair, text=words)
def guide_line(ax, start, end, text):
    """A quiet dashed line from start to end, named at its middle."""
    ax.plot(*zip(start, end, strict=True), color=MUTED, linestyle=(0, (4, 3)), linewidth=1.4)
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    ax.annotate(text, middle, (-30, 14), textcoords="offset points", color=MUTED, ha="center", bbox=_CLEAR)


@takes(rates=finite_line, cost=line, learned=finite)
def endings(ax, rates, cost, learned):
    """Draw one dot for each training: its learning rate (R,) across, its last cost (R,) up, both on log scales.

    A line at the cost `learned` parts those that have learned their task from the others.
    """
    spread = np.exp(0.12 * np.sin(np.arange(len(rates)) * 2.4))  # dots of one rate side by side
    ax.loglog(rates * spread, np.maximum(cost, 1e-7), "o", color=POSITION, markersize=4, alpha=0.55, markeredgewidth=0)
    guide(ax, y=learned)
    ax.annotate("learned ↓", (0.005, learned), (0, -13), xycoords=("axes fraction", "data"),
                textcoords="offset points", color=TARGET, weight="bold")  # fmt: skip
    labels = sorted(set(rates))
    ax.set(xlabel="learning rate α", ylabel="cost at the end (how wrong)")
    ax.set_xticks(labels, [f"{rate:g}" for rate in labels])
    ax.minorticks_off()
