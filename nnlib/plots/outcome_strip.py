"""The scene of the outcome strip: a walk down a curve, above the map of where every walk ends."""

from nnlib.plots import curves
from nnlib.plots.palette import COST, INK, MUTED, PAPER, POSITION, SLOPE
from nnlib.plots.scenes import Scene

SHOWN_STEPS = 60  # how many steps of a walk are drawn one by one
HEIGHTS = (-14, 70)


def outcome_strip_scene(curve_x, curve_y, minimum, starts, rates, outcomes, names, labels, dpi):
    """Build the scene.

    curve_x, curve_y: (n,), the curve. minimum: its (x, y). starts: (A,). rates: (B,). outcomes: (B, A), indices
    into `names`. labels: (start, rate, text) to write on the map. Returns a `Scene` whose frames hold
    walk (SHOWN_STEPS + 1, 2), hops (SHOWN_STEPS, 2, 2), tangent (2, 2), step (1, 2, 2), here (1, 2), stem (1, 2, 2),
    readout, cross (2, 2, 2), chosen (1, 2), cover (1, 1, 4), question.
    """
    from matplotlib import style
    from matplotlib.collections import LineCollection
    from matplotlib.figure import Figure

    with style.context("nnlib.tutorial"):
        figure = Figure(figsize=(9.6, 6.6), dpi=dpi)
        top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=[1.35, 1])

        curves.curve(top, curve_x, curve_y)
        curves.minimum(top, *minimum, "9/4", offset=(-4, 10))
        top.set(xlabel="", ylim=HEIGHTS, title="The walk: tangent, next step, steps so far")
        curves.outcome_map(bottom, starts, rates, outcomes, names)
        bottom.set(yscale="log", ylabel="learning rate α", xlabel="starting point x₀", ylim=(rates[0], rates[-1]))
        bottom.set_title("The map: how the walk ends from every start, at every learning rate")
        ticks = [0.001, 0.003, 0.01, 0.03, 0.1]
        bottom.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
        bottom.minorticks_off()
        for start, rate, text in labels:
            bottom.text(
                start, rate, text, color=INK, ha="center", va="center", weight="bold", size=10,
                bbox={"boxstyle": "round,pad=0.25", "facecolor": PAPER, "edgecolor": "none", "alpha": 0.8},
            )  # fmt: skip

        def lines(ax, color, width, **style):
            return ax.add_collection(LineCollection([], colors=color, linewidths=width, **style), autolim=False)

        artists = {
            "stem": lines(top, MUTED, 1.2, linestyles=[(0, (2, 3))]),
            "tangent": top.plot([], [], color=SLOPE, linewidth=2.4)[0],
            "hops": lines(top, POSITION, 1.2, alpha=0.7),
            "walk": top.plot([], [], "o", color=POSITION, markersize=5, markeredgecolor=PAPER, markeredgewidth=0.6)[0],
            "step": lines(top, POSITION, 4),
            "here": top.plot([], [], "o", color=POSITION, markersize=9, markeredgecolor=PAPER, markeredgewidth=1.4)[0],
            "readout": top.text(0.33, 0.965, "", transform=top.transAxes, va="top", color=INK, linespacing=1.5),
            "cover": bottom.imshow(
                [[[0, 0, 0, 0]]], extent=(0, 1, 0, 1), transform=bottom.transAxes, aspect="auto", zorder=6
            ),
            "question": bottom.text(
                0.5, 0.5, "", transform=bottom.transAxes, ha="center", va="center", size=13, weight="bold", color=COST
            ),
            "cross": lines(bottom, INK, 1),
            "chosen": bottom.plot([], [], "o", color=POSITION, markersize=11, markeredgecolor=PAPER, markeredgewidth=2)[
                0
            ],
        }
        bottom.set(xlim=(starts[0], starts[-1]), ylim=(rates[0], rates[-1]))  # imshow has moved them
        figure.align_ylabels()
        return Scene(figure, artists)
