"""Figures of one unit: what it answers to each input, and how far that is from the targets."""

from nnlib._checks import got
from nnlib.plots._takes import a_dataset, align, color, line, pair, takes, whole, words
from nnlib.plots.palette import COST, ERROR, INK, PAPER, POSITION, TARGET


@takes(x=line, a=line, text=words, at=whole, offset=pair, align=align, color=color)
def answers(ax, x, a, text=None, at=-1, offset=(6, 0), align="left", color=COST, **style):
    """The answers a over the inputs x, both (n,), named beside their point number `at`."""
    if not -len(x) <= at < len(x):
        raise ValueError(f"at must be the number of one of {len(x)} points; got {got(at)}")
    ax.plot(x, a, color=color, **style)
    if text:
        ax.annotate(
            text.replace("-", "−"),
            (x[at], a[at]),
            offset,
            textcoords="offset points",
            color=color,
            va="center",
            ha=align,
            weight="bold",
        )
    ax.set(xlabel="input x", ylabel="answer a", ylim=(-0.06, 1.06))


@takes(x=line, a=line, y=line)
def errors(ax, x, a, y):
    """Each answer a, its target y, and the error between them: all (m,)."""
    ax.vlines(x, y, a, color=ERROR, linewidth=3, zorder=3, label="error")
    ax.plot(x, y, "D", color=TARGET, markeredgecolor=PAPER, markersize=8, zorder=5, label="target")
    ax.plot(x, a, "o", color=POSITION, markeredgecolor=PAPER, markersize=9, zorder=5, label="answer")


@takes(data=a_dataset)
def patterns(ax, data):
    """The examples of a `Dataset` with two inputs and one target of 0 or 1, as points that say their target."""
    if (data.X.shape[1], data.y.shape[1]) != (2, 1):
        raise ValueError(f"data must have two inputs and one target; got {data.X.shape[1]} and {data.y.shape[1]}")
    for (x1, x2), (y,) in zip(data.X, data.y, strict=True):
        marker, color = ("D", TARGET) if y else ("o", INK)
        ax.plot(x1, x2, marker, color=color, markerfacecolor=color if y else PAPER, markersize=15, markeredgewidth=2)
        ax.annotate(f"{y:.0f}", (x1, x2), (15, 9), textcoords="offset points", color=color, weight="bold", size=13)
    ax.set(xlim=(-0.3, 1.4), ylim=(-0.3, 1.4), xticks=[0, 1], yticks=[0, 1], xlabel="x₁", ylabel="x₂", aspect="equal")
