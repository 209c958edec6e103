"""Numbers as captions say them."""

import math


def short(x, decimals=4):
    """A number for reading: so many decimals at the most, with a true minus sign.

    Very large and very small numbers are given in powers of ten; what is no finite number is "no number".
    """
    if not math.isfinite(x):
        return "no number"
    text = f"{x:.3g}" if abs(x) >= 10_000 or 0 < abs(x) < 0.001 else f"{x:.{decimals}f}".rstrip("0").rstrip(".")
    return text.replace("-", "−")


def count(number, thing):
    """`3 steps`, `1 step`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
