"""The U-curve: how wrong a slope measured by nudging is, for every size of the nudge."""

import numpy as np

from nnlib.plots import curves
from nnlib.plots._takes import finite_line, line, positive, takes
from nnlib.plots.palette import MUTED, PAPER, SLOPE

_LEAST = 1e-17  # an error of 0 has no place on a log scale


@takes(eps=finite_line, one_side=line, both_sides=line, chosen=positive)
def u_curve(ax, eps, one_side, both_sides, chosen=None):
    """Draw relative errors over nudges, both on log scales.

    eps: (n,), increasing. one_side, both_sides: (n,), the relative errors of (f(x + eps) − f(x)) / eps and of
    (f(x + eps) − f(x − eps)) / (2 eps). chosen: an eps to mark.
    """
    for errors, text, dashes in ((one_side, "one side", (0, (4, 2))), (both_sides, "both sides", "-")):
        errors = np.maximum(errors, _LEAST)
        ax.loglog(eps, errors, color=SLOPE, linestyle=dashes)
        ax.annotate(
            text, (eps[-1], errors[-1]), (6, 0), textcoords="offset points", color=SLOPE, weight="bold", va="center",
            annotation_clip=False,
        )  # fmt: skip
    words = {"xycoords": "axes fraction", "textcoords": "offset points", "color": MUTED, "va": "top"}
    words["bbox"] = {"pad": 1, "color": PAPER}  # over the grid
    ax.annotate("← lost digits: the two costs\nare nearly the same number", (0, 0), (8, 40), **words)
    ax.annotate("the cost bends →", (1, 0), (-8, 24), ha="right", **words)
    if chosen is not None:
        digits, power = np.format_float_scientific(chosen, trim="-", exp_digits=1).split("e")
        times = "" if digits == "1" else f"{digits}·"
        curves.guide(ax, x=chosen, text=rf"ε = {times}$\mathdefault{{10^{{{power}}}}}$")
    ax.set(xlabel="nudge ε", ylabel="relative error of the slope", xlim=(eps[0], eps[-1]))
