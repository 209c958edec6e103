"""Numbers as captions say them."""

import math

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def short(x, decimals=None):
    """A number for reading, with a true minus sign and no zeros at its end; what is not finite is "no number".

    Very large and very small numbers are given in powers of ten. If `decimals` are asked for, a small number is
    rounded to them instead.
    """
    if not math.isfinite(x):
        return "no number"
    if abs(x) >= 10_000 or (decimals is None and 0 < abs(x) < 0.001):
        digits, power = f"{x:.2e}".split("e")
        text = f"{digits.rstrip('0').rstrip('.')}·{power_of_ten(int(power))}"
    else:
        text = f"{x:z.{decimals or 4}f}".rstrip("0").rstrip(".")  # z: no minus before a zero
    return text.replace("-", "−")


def fixed(x, decimals):
    """A number with so many decimals exactly, a true minus sign, and no minus before a zero."""
    return f"{x:z.{decimals}f}".replace("-", "−")


def in_product(number):
    """A number, in words, as it stands in a product: in brackets if it has a minus sign."""
    return f"({number})" if number.startswith("−") else number


def power_of_ten(exponent):
    """10⁻³, for a whole number."""
    return "10" + str(exponent).translate(_RAISED)


def grouped(number):
    """111 111 111 100: a whole number with narrow spaces that no line breaks at."""
    return f"{number:,}".replace(",", "\u202f")


def count(number, thing):
    """`3 steps`, `1 step`, `2 000 steps`."""
    return f"{number} {thing}" if number == 1 else f"{grouped(number)} {thing}s"
