"""The U-curve: how wrong a slope measured by nudging is, for every size of the nudge."""

import numpy as np

from nnlib.plots import curves
from nnlib.plots.palette import MUTED, SLOPE

_LEAST = 1e-17  # an error of 0 has no place on a log scale


def u_curve(ax, eps, one_sided, central, chosen=None):
    """Draw relative errors over nudges, both on log scales.

    eps: (n,), increasing. one_sided, central: (n,), the relative errors of (f(x + eps) − f(x)) / eps and of
    (f(x + eps) − f(x − eps)) / (2 eps). chosen: an eps to mark.
    """
    for errors, text, dashes in ((one_sided, "one-sided", (0, (4, 2))), (central, "central", "-")):
        errors = np.maximum(errors, _LEAST)
        ax.loglog(eps, errors, color=SLOPE, linestyle=dashes)
        ax.annotate(
            text, (eps[-1], errors[-1]), (6, 0), textcoords="offset points", color=SLOPE, weight="bold", va="center",
            annotation_clip=False,
        )  # fmt: skip
    words = {"xycoords": "axes fraction", "textcoords": "offset points", "color": MUTED, "va": "top"}
    ax.annotate("← rounding: the two costs\n     share ever more digits", (0, 0), (8, 40), **words)
    ax.annotate("truncation:\nthe cost bends →", (1, 0), (-8, 40), ha="right", **words)
    if chosen is not None:
        curves.guide(ax, x=chosen, text=f"eps = {np.format_float_scientific(chosen, trim='-', exp_digits=1)}")
    ax.set(xlabel="nudge eps", ylabel="relative error of the slope", xlim=(eps[0], eps[-1]))
