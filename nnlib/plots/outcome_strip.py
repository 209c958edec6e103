"""The scene of the outcome strip: a walk down a curve, above the map of where every walk ends."""

from nnlib.plots import curves
from nnlib.plots.palette import COST, INK, MUTED, PAPER, POSITION, SLOPE
from nnlib.plots.scenes import Scene, halo, moving_line, moving_points, moving_segments, moving_text

SHOWN_STEPS = 60  # how many steps of a walk are drawn one by one
SPAN, HEIGHTS = (-2.1, 4.1), (-14, 78)  # what the picture shows of x and of f(x): the curve leaves at its corner


def outcome_strip_scene(curve_x, curve_y, minimum, starts, rates, outcomes, names, labels, dpi, narrow=False):
    """Build the scene.

    curve_x, curve_y: (n,), the curve. minimum: its (x, y). starts: (A,). rates: (B,). outcomes: (B, A), indices
    into `names`. labels: (start, rate, text) to write on the map. narrow: half as wide, for a phone. Returns a
    `Scene` whose frames hold walk (SHOWN_STEPS + 1, 2), hops (SHOWN_STEPS, 2, 2), tangent (2, 2), step (1, 2, 2),
    here (1, 2), stem (1, 2, 2), cross (2, 2, 2), chosen (1, 2), cover (1, 1, 4); and as strings gone left,
    gone right, readout, question above, question below.
    """
    from matplotlib import style
    from matplotlib.figure import Figure

    with style.context("nnlib.tutorial"):
        figure = Figure(figsize=(4.2 if narrow else 9.6, 6.9), dpi=dpi)
        top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=[1.35, 1])

        curves.curve(top, curve_x, curve_y)
        curves.minimum(top, *minimum, "9/4", offset=(-4, 10))
        top.set(xlabel="", ylim=HEIGHTS)
        walk = "The walk: tangent, next step, steps so far"
        every = "The map: how the walk ends from every start, at every learning rate"
        if narrow:
            walk, every = (
                "The walk: tangent,\nnext step, steps so far",
                "The map: how walks end,\nby start and learning rate",
            )
            top.tick_params(labelbottom=True)  # on a phone the two stand apart
        top.set_title(walk, pad=44)  # over the readout
        curves.outcome_map(bottom, starts, rates, outcomes, names)
        bottom.set(yscale="log", ylabel="learning rate α", xlabel="starting point x₀", ylim=(rates[0], rates[-1]))
        bottom.set_title(every)
        ticks = [0.001, 0.003, 0.01, 0.03, 0.1]
        bottom.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
        bottom.minorticks_off()
        bottom.tick_params(axis="x", pad=9)  # the dot of the smallest rate stands above the labels
        for start, rate, text in labels:
            bottom.text(
                start, rate, text, color=INK, ha="center", va="center", weight="bold", size=9 if narrow else 10,
                bbox={"boxstyle": "round,pad=0.25", "facecolor": PAPER, "edgecolor": "none", "alpha": 0.8},
            )  # fmt: skip

        whole = {"clip_on": False, "in_layout": False}  # not cut in half where it stands at the edge
        gone = {"va": "bottom", "color": POSITION, "weight": "bold", "size": 9 if narrow else 11}
        question = {"ha": "center", "va": "center", "size": 8 if narrow else 13, "weight": "bold", "color": COST}
        artists = {
            "stem": moving_segments(top, MUTED, 1.2, linestyle=(0, (2, 3))),
            "tangent": moving_line(top, SLOPE, 2.4),
            "hops": moving_segments(top, POSITION, 1.2, alpha=0.7),
            "walk": moving_points(top, POSITION, 4, markeredgewidth=0),
            "step": moving_segments(top, POSITION, 4),
            "here": moving_points(top, POSITION, 9, **whole),
            "gone left": moving_text(top, 0.01, 0.03, **gone),
            "gone right": moving_text(top, 0.99, 0.03, ha="right", **gone),
            "readout": moving_text(top, -0.15 if narrow else 0, 1.02, va="bottom", size=9.5 if narrow else 10.5),
            "cover": bottom.imshow(
                [[[0, 0, 0, 0]]], extent=(0, 1, 0, 1), transform=bottom.transAxes, aspect="auto", zorder=6
            ),
            "question above": moving_text(bottom, 0.5, 0.8, **question),
            "question below": moving_text(bottom, 0.5, 0.2, **question),
            "cross": moving_segments(bottom, INK, 2.5, path_effects=halo(4.5)),
            "chosen": moving_points(bottom, POSITION, 11, markeredgewidth=2, **whole),
        }
        bottom.set(xlim=(starts[0], starts[-1]), ylim=(rates[0], rates[-1]))  # imshow has moved them
        figure.align_ylabels()
        return Scene(figure, artists)
