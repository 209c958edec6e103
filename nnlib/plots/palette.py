"""One colour, one meaning, in every figure.

All are dark enough for text on white. Not all are apart for every kind of colour vision (ERROR and TARGET are alike
without green cones), so marks on one picture also differ in shape, dashes, width or filling, or carry a text.
"""

INK = "#1d2433"  # text
MUTED = "#4a5363"  # quiet text, reference lines
PAPER = "#ffffff"

COST = "#34456b"  # the height that descent lowers: f(x), the cost C
SLOPE = "#b3420a"  # a slope: tangent, derivative, gradient
POSITION = "#0a5fb4"  # where a walk is, and its steps
TARGET = "#00704f"  # where it should be: the minimum, the target y
ERROR = "#a81e5b"  # how wrong: a − y, δ
WEIGHT = "#6b4aa8"  # a weight or a bias
INPUT = "#0b7285"  # what goes in: x

# (fill, hatch) for each outcome of a descent, in the order of `descent.OUTCOMES`
OUTCOME_FILLS = {
    "converged": ("#cfe8dc", None),
    "stalled": ("#f3c56b", "///"),
    "diverged": ("#8e4a6e", "xxx"),
    "step limit": ("#dfe3ea", "..."),
}
