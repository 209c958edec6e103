"""The scene of the two-slopes explorer: a walk over the map of weight and bias, and what the unit answers there."""

from nnlib.plots import surfaces
from nnlib.plots.palette import COST, ERROR, MUTED, PAPER, POSITION, SLOPE, TARGET
from nnlib.plots.scenes import Scene, halo, moving_line, moving_points, moving_segments, moving_text

HEAD = 0.9  # length of an arrow's head, in units of the map


def two_slopes_scene(landscape, levels, x, dpi):
    """Build the scene over a `Landscape`. x (k,): across the panel of answers.

    Its frames hold line (1, 2, 2), trail (t, 2), arrow w and arrow b (3, 2, 2), step (3, 2, 2), here (1, 2),
    unit (k, 2), errors (m, 2, 2), targets (m, 2), answers (m, 2); and as strings gone and readout.
    """
    from matplotlib import style
    from matplotlib.figure import Figure

    with style.context("nnlib.tutorial"):
        figure = Figure(figsize=(9.6, 5.8), dpi=dpi)
        figure.get_layout_engine().set(rect=(0, 0.15, 1, 0.85))  # the readout stands beneath
        plane, answers = figure.subplots(1, 2, width_ratios=[1.35, 1])
        surfaces.cost_map(plane, landscape, levels)
        plane.set_title("The unit's cost: dark is high", pad=26)
        words = {"xycoords": "axes fraction", "textcoords": "offset points", "size": 10.5, "weight": "bold"}
        plane.annotate("orange: against slopes", (0, 1), (0, 10), color=SLOPE, **words)
        plane.annotate("blue: the step", (0.53, 1), (0, 10), color=POSITION, **words)
        answers.set(xlim=(x[0], x[-1]), ylim=(-0.06, 1.06), xlabel="input x", ylabel="answer a", xticks=[0, 1])
        answers.set_title("What it answers", pad=26)
        for at, text, color in [(0, "◆ target", TARGET), (0.28, "● answer", POSITION), (0.58, "┃ error", ERROR)]:
            answers.annotate(text, (at, 1), (0, 10), color=color, **words)
        box = {"boxstyle": "round,pad=0.25", "facecolor": PAPER, "edgecolor": "none"}
        artists = {
            "line": moving_segments(plane, MUTED, 1.6, linestyle=(0, (4, 3)), path_effects=halo(4)),
            "trail": moving_line(plane, POSITION, 2.2, path_effects=halo(4.6)),
            "step": moving_segments(plane, POSITION, 6, path_effects=halo(8.4)),
            "arrow w": moving_segments(plane, SLOPE, 2.2, path_effects=halo(3.8)),
            "arrow b": moving_segments(plane, SLOPE, 2.2, path_effects=halo(3.8)),
            "here": moving_points(plane, POSITION, 11),
            "gone": moving_text(plane, 0.975, 0.965, ha="right", color=POSITION, weight="bold", size=10.5, bbox=box),
            "readout": moving_text(plane, 0, -0.15, size=10.5),
            "unit": moving_line(answers, COST, 2.2),
            "errors": moving_segments(answers, ERROR, 3),
            "targets": moving_points(answers, TARGET, 13, "D"),  # seen under an answer that is right
            "answers": moving_points(answers, POSITION, 7),
        }
        return Scene(figure, artists)
