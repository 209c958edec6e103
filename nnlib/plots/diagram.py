"""Networks as circles and wires."""

from nnlib.plots._takes import finite_line, takes, texts
from nnlib.plots.palette import INK, MUTED, PAPER, POSITION, WEIGHT


def diagram(ax, units, wires):
    """Draw units as circles and wires as arrows between them.

    units: name -> (x, y, text, colour, note): the place of its centre, what stands in the circle and beneath it.
    wires: (from, to, text), by the units' names; the text stands at the middle of the arrow.
    """
    for start, end, text in wires:
        (x0, y0), (x1, y1) = units[start][:2], units[end][:2]
        ax.annotate(
            "", (x1, y1), (x0, y0),
            arrowprops={"arrowstyle": "-|>", "color": WEIGHT, "lw": 1.8, "shrinkA": 26, "shrinkB": 26},
        )  # fmt: skip
        if text:
            above = 9 if y0 >= y1 else -9
            ax.annotate(
                text, ((x0 + x1) / 2, (y0 + y1) / 2), (0, above), textcoords="offset points", color=WEIGHT,
                weight="bold", ha="center", va="bottom" if above > 0 else "top",
            )  # fmt: skip
    for x, y, text, color, note in units.values():
        ax.scatter([x], [y], s=1700, facecolor=PAPER, edgecolor=color, linewidth=2, zorder=3)
        ax.text(x, y, text, ha="center", va="center", color=color, weight="bold", size=13, zorder=4)
        ax.annotate(note, (x, y), (0, -34), textcoords="offset points", ha="center", va="center", color=color)
    across, up = [unit[0] for unit in units.values()], [unit[1] for unit in units.values()]
    ax.set(xlim=(min(across) - 0.5, max(across) + 0.5), ylim=(min(up) - 0.6, max(up) + 0.35))
    ax.set_axis_off()


@takes(lengths=finite_line, labels=texts, factors=texts)
def stretch(ax, lengths, labels, factors):
    """Bars under each other, each as long as a nudge has become, with the factor that stretched it between them.

    lengths: (n,). labels: n texts. factors: n − 1 texts.
    """
    if (len(labels), len(factors)) != (len(lengths), len(lengths) - 1):
        told = f"{len(labels)} and {len(factors)}"
        raise ValueError(f"labels and factors must be as many as the {len(lengths)} lengths, and one fewer; got {told}")
    for row, (length, text) in enumerate(zip(lengths, labels, strict=True)):
        ax.barh(-row, length, height=0.42, color=POSITION, left=0)
        ax.annotate(text, (length, -row), (8, 0), textcoords="offset points", va="center", color=INK)
    for row, text in enumerate(factors):
        end = lengths[row + 1]
        ax.plot([0, 0], [-row - 0.21, -row - 0.79], color=MUTED, linewidth=1)
        ax.plot([lengths[row], end], [-row - 0.21, -row - 0.79], color=MUTED, linewidth=1, linestyle=(0, (2, 2)))
        middle = (lengths[row] + end) / 2
        ax.annotate(
            text, (middle, -row - 0.5), (12, 8), textcoords="offset points", va="center", color=WEIGHT, weight="bold"
        )
    ax.set(ylim=(-len(lengths) + 0.5, 0.6), xlim=(0, max(lengths) * 1.5))
    ax.set_axis_off()
