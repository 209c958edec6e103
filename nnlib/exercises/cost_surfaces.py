"""The exercises of notebook 04."""

import numpy as np

from nnlib.exercises.a_bias import CASES, on_not, slopes_of, usual_mistakes
from nnlib.exercises.checking import Exercise, Explanation, Mistake, Point
from nnlib.functions import sigmoid, sigmoid_slope, softplus

wait_from_further_out = Exercise(
    title="Predict the wait",
    kind="predict",
    difficulty="medium",
    minutes=1,
    task="How long is the wait from w = 12?",
    see="Every unit at once",
    reference="d",
    solved="Each step outwards multiplies the wait. Run the next cell, and see by how much.",
    mistakes=(
        Mistake(
            "distance taken for time",
            "a",
            "Tempting, for 12 is half as much again as 8. That would be right at one and the same speed. But further "
            "out it is flatter, and each step is shorter.",
        ),
        Mistake(
            "flatness underrated",
            "b",
            "Tempting, for it counts both: the way is longer, and the steps are shorter. But far out the sigmoid gets "
            "2.7 times as flat with each 1 that z grows, and so the map of steepness needs powers of ten.",
        ),
        Mistake(
            "flatness at the start only",
            "c",
            "Tempting, for at 12 the slope in w is about 55 times smaller than at 8. But a walk does not "
            "stay at its start: this one goes where it is flatter still.",
        ),
    ),
)

surprise_by_hand = Exercise(
    title="A surprise",
    kind="work out",
    difficulty="easy",
    minutes=2,
    task="What is its cross-entropy for this example?",
    see="A cost from surprise",
    reference=-np.log(0.2),
    solved="For the target 0 the unit gave a chance of 1 − 0.8 = 0.2, and −ln 0.2 is 1.61.",
    mistakes=(
        Mistake("the other target", -np.log(0.8), "−ln a belongs to the target 1. For the target 0 look at 1 − a."),
        Mistake(
            "the other target",
            np.log(0.8),
            "ln a belongs to the target 1, with a minus. For the target 0 look at 1 − a.",
        ),
        Mistake(
            "flipped sign", np.log(0.2), "The logarithm of a number below 1 is negative, and a surprise is minus that."
        ),
        *(
            Mistake("another logarithm", -log(0.2), f"You took it to base {base}. ln has the base e: np.log in NumPy.")
            for log, base in ((np.log10, 10), (np.log2, 2))
        ),
        Mistake("both parts kept", -np.log(0.8) - np.log(0.2), "y = 0 switches the part with ln a off."),
        Mistake(
            "answer in place of the target",
            -0.8 * np.log(0.8) - 0.2 * np.log(0.2),
            "In front of the logarithms stand y and 1 − y, which are 0 and 1. You put a and 1 − a there.",
        ),
        Mistake(
            "answer taken for z",
            softplus(0.8),
            "0.8 is the answer a, and squashed already. ln(1 + e^z) would need z.",
        ),
        *(
            Mistake("squared error for cross-entropy", given, f"That is {what}. Here the cost is a logarithm.")
            for given, what in ((0.64, "(0.8 − 0)², the squared error"), (0.32, "half of (0.8 − 0)²"))
        ),
        Mistake(
            "slope for cost", 0.8, "0.8 is a, and also the slope in z, a − y. The question is the cost, −ln(1 − a)."
        ),
        Mistake(
            "slope for cost",
            5,
            "5 is 1/(1 − a), the slope in a. The question is the cost itself, how high it is and not how steep.",
        ),
        Mistake("factor ½", -np.log(0.2) / 2, "The ½ belongs to half a squared error. A surprise has none."),
        Mistake("chance for surprise", 0.2, "0.2 is the chance that the truth was given. Its surprise is −ln of it."),
    ),
    tolerance=3.6e-4,  # 1.61 is enough
)


def _error(z, y):
    return sigmoid(z) - y


def _weighted(z, y):
    """δ of the cost in which the surprise at a target of 1 counts three times."""
    return (1 + 2 * y) * _error(z, y)


def _weighted_cost(w, b, X, y):
    z = w * X + b
    return np.mean(3 * y * softplus(-z) + (1 - y) * softplus(z))


cross_entropy_slopes = Exercise(
    title="The slopes of a weighted cross-entropy",
    kind="write",
    difficulty="medium",
    minutes=7,
    task="Write both slopes of this cost, for columns X and y of any length: first that of w, then that of b.",
    see="A cost from surprise",
    reference=slopes_of(_weighted),
    solved="a(1 − a) cancels in both parts: what is left is 3(a − 1) where the target is 1, and a where it is 0.",
    mistakes=(
        *usual_mistakes(_weighted, " (notebook 03)"),
        Mistake(
            "3 left out",
            slopes_of(_error),
            "Those are the slopes of the plain cross-entropy. A factor of the cost is a factor of its slope: the 3 "
            "stays, where the target is 1.",
        ),
        Mistake(
            "3 for both targets",
            slopes_of(lambda z, y: 3 * _error(z, y)),
            "The 3 stands in front of y ln a alone. That part counts only where the target is 1.",
        ),
        Mistake(
            "3 for the other target",
            slopes_of(lambda z, y: (3 - 2 * y) * _error(z, y)),
            "The 3 went to the examples with the target 0. It stands in front of y ln a, which counts where y is 1.",
        ),
        Mistake(
            "3 for the target instead of the error",
            slopes_of(lambda z, y: sigmoid(z) - 3 * y),
            "a − 3y is a − 3 where the target is 1. The slope there is 3(a − 1). Take each target by itself.",
        ),
        Mistake(
            "g′ left in",
            slopes_of(lambda z, y: _weighted(z, y) * sigmoid_slope(z)),
            "a(1 − a) cancels: dC/da has a or 1 − a below the line, and da/dz = a(1 − a) takes it away.",
        ),
        Mistake(
            "squared error for cross-entropy",
            slopes_of(lambda z, y: _error(z, y) * sigmoid_slope(z)),
            "Those are the slopes of half-MSE, (a − y) a(1 − a): there is no 3, and a(1 − a) has not cancelled.",
        ),
        Mistake(
            "1 − a at the target 0",
            slopes_of(lambda z, y: 3 * y * (sigmoid(z) - 1) + (1 - y) * sigmoid(-z)),
            "At the target 0 you have 1 − a. There dC/da is 1/(1 − a). Multiply it by a(1 − a): what is left?",
        ),
        Mistake(
            "z in place of a",
            slopes_of(lambda z, y: (1 + 2 * y) * (z - y)),
            "The unit answers a = g(z). Where the slope has an a, you have put z.",
        ),
        Mistake(
            "3 in one slope only",
            lambda *case: (slopes_of(_weighted)(*case)[0], slopes_of(_error)(*case)[1]),
            "The 3 belongs to an example, not to a knob. Both slopes have the same δ in them.",
        ),
        Mistake(
            "slope in a for slope in z",
            slopes_of(lambda z, y: _weighted(z, y) / sigmoid_slope(z)),
            "−3y/a + (1 − y)/(1 − a) is dC/da. One gear is missing, da/dz = a(1 − a).",
        ),
        Mistake(
            "inner gear left out",
            slopes_of(lambda z, y: -3 * y * sigmoid(-z) - (1 - y) * sigmoid(z)),
            "The part for the target 0 has the wrong sign: the slope of ln(1 − a) is −1/(1 − a), and a minus stands "
            "in front of it.",
        ),
        *(
            Mistake(
                "one target only",
                slopes_of(delta),
                "One of the two parts is right. But your slope is 0 at every example with the other target.",
            )
            for delta in (lambda z, y: y * _weighted(z, y), lambda z, y: (1 - y) * _weighted(z, y))
        ),
        Mistake(
            "the notebook's two examples",
            on_not(slopes_of(_error)),
            "Whatever X and y your function is handed, it works with those of NOT, and without the 3. "
            "(`cross_entropy_slopes` from above does so too.)",
        ),
        Mistake(
            "cost for slope",
            _weighted_cost,
            "You return C itself. How fast does it change with w, and with b?",
        ),
    ),
    inputs=CASES,
    case="w = {0:g}, b = {1:g} and the columns X = {2}, y = {3}",
    parts=("∂C/∂w", "∂C/∂b"),
)


def _stable(z, y):
    return np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))


def _from_answer(z, y, guard=lambda chance: chance):
    """The surprise from a rounded a; `guard` is what is done to the chance before its logarithm."""
    a = sigmoid(z)
    return -np.log(guard(a if y == 1 else 1 - a))


def _held(cost, most):
    return lambda z, y: cost(np.clip(z, -most, most), y)


_TINY = (1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7)
_STANDS_STILL = (
    "The infinity is gone, and so is the truth: at z = 40 with the target 0 the cost is 40, and its slope is 1. "
    "Where your tiny number takes over, the cost stands still."
)

stable_cost = Exercise(
    title="Repair a cost",
    kind="mend",
    difficulty="easy",
    minutes=2,
    task="Repair it, so that it is right at z = 800 and at z = −800 too.",
    see="A trap: ln 0",
    reference=_stable,
    solved="From −800 to 800 nothing is infinite any more, and the cost of a wrong answer goes on growing.",
    mistakes=(
        *(
            Mistake(
                "clipped probability",
                lambda z, y, tiny=tiny: _from_answer(z, y, lambda chance: np.maximum(chance, tiny)),
                _STANDS_STILL,
            )
            for tiny in _TINY
        ),
        *(
            Mistake(
                "a tiny number against ln 0",
                lambda z, y, tiny=tiny: _from_answer(z, y, lambda chance: chance + tiny),
                _STANDS_STILL,
            )
            for tiny in _TINY
        ),
        *(
            Mistake(
                "clipped z",
                _held(cost, most),
                f"You hold z back at {most}: beyond it the cost stands still. At z = 800 with the target 0 it is 800.",
            )
            for cost, most in ((_from_answer, 30), (_stable, 500), (_stable, 700))
        ),
        Mistake(
            "ln 0",
            lambda z, y: -(y * np.log(sigmoid(z)) + (1 - y) * np.log(1 - sigmoid(z))),
            "One line for both targets, but still made from a, which is rounded to 0 or 1 far out. "
            "Worse, 0 · ln 0 is not 0 to NumPy but nan.",
        ),
        *(
            Mistake(
                "far ends mended only",
                lambda z, y, most=most: (_stable if abs(z) > most else _from_answer)(z, y),
                "At 40 and at 800 it is right now. But a loses its digits before that: at z = 30 with the target 0 "
                "only four are right. Compute it from z there too.",
            )
            for most in (30, 36)
        ),
        Mistake(
            "one target mended only",
            lambda z, y: _from_answer(z, y) if y == 1 else _stable(z, y),
            "With the target 0 it is right now, for every z. With the target 1 and z = −800 it is infinite: a is "
            "rounded to 0 there, and e⁸⁰⁰ is too large for a float.",
        ),
        Mistake(
            "infinity further out",
            lambda z, y: -np.log(sigmoid(z)) if y == 1 else -np.log(sigmoid(-z)),
            "Good: at z = 40 all digits are there. But at 800 an exponential is too large for a float, or the sigmoid "
            "of −800, made of it, is 0 and goes into a logarithm.",
        ),
        *(
            Mistake(
                "overflow of an exponential",
                cost,
                "Right on paper. But at 800 or at −800 an exponential is too large for a float. Use max(z, 0) and "
                "e^−|z|: that is never above 1.",
            )
            for cost in (lambda z, y: np.log(1 + np.exp(z)) - y * z, lambda z, y: z - y * z + np.log1p(np.exp(-z)))
        ),
        *(
            Mistake(
                "wrong sign in the exponent",
                lambda z, y, exponent=exponent: np.maximum(z, 0) - y * z + np.log1p(np.exp(exponent(z))),
                "The exponent has to be −|z|, for a positive and for a negative z. Then e^−|z| is never above 1.",
            )
            for exponent in (np.negative, np.abs)
        ),
        Mistake(
            "z in place of max(z, 0)",
            lambda z, y: z - y * z + np.log1p(np.exp(-np.abs(z))),
            "For a negative z the first part must be 0, or the cost gets negative. (np.max(z, 0) is z. The larger of "
            "two numbers is np.maximum(z, 0).)",
        ),
        Mistake(
            "min for max",
            lambda z, y: np.minimum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z))),
            "np.minimum(z, 0) is 0 for a positive z, where the cost of the target 0 grows like z.",
        ),
        Mistake(
            "|z| in place of max(z, 0)",
            lambda z, y: _stable(z, y) + np.maximum(-z, 0),
            "|z| stands in the exponent alone. For a negative z the first part must be 0.",
        ),
        Mistake(
            "last part left out",
            lambda z, y: np.maximum(z, 0) - y * z,
            "Far out that is enough. Near z = 0 the part ln(1 + e^−|z|) counts: at z = 0 the cost is ln 2, not 0.",
        ),
        Mistake(
            "1 + left out",
            lambda z, y: np.maximum(z, 0) - y * z + np.log(np.exp(-np.abs(z))),
            "ln(e^−|z|) is only −|z|. The last part is ln(1 + e^−|z|), or np.log1p(np.exp(−|z|)).",
        ),
        Mistake(
            "1 + twice",
            lambda z, y: np.maximum(z, 0) - y * z + np.log1p(1 + np.exp(-np.abs(z))),
            "np.log1p(x) is ln(1 + x) already: hand it e^−|z| alone.",
        ),
        Mistake(
            "target left out", lambda z, y: _stable(z, 0), "That is the cost for y = 0, whatever y is. Subtract y·z."
        ),
        Mistake(
            "targets exchanged",
            lambda z, y: _stable(z, 1 - y),
            "That is the cost of the other target. max(z, 0) + ln(1 + e^−|z|) belongs to y = 0; for y = 1 subtract z.",
        ),
        Mistake(
            "targets exchanged",
            lambda z, y: _from_answer(z, 1 - y),
            "That is the cost of the other target, and it is still made from a, which is rounded to 0 or 1 far out.",
        ),
        Mistake(
            "y z added",
            lambda z, y: _stable(z, -y),
            "For the target 1 the cost is that of the target 0 less z: it must get smaller as z grows.",
        ),
        Mistake(
            "flipped sign", lambda z, y: -_stable(z, y), "A surprise is never negative: turn all three parts round."
        ),
        Mistake(
            "squared error for cross-entropy",
            lambda z, y: _error(z, y) ** 2,
            "(a − y)² has no infinity, but far out it is flat. Keep the logarithm.",
        ),
    ),
    stub=_from_answer,
    inputs=(
        *((z, y) for z in (0.5, -2.0, 40.0, 800.0, -800.0) for y in (0, 1)),
        *((z, 0) for z in (18.0, 30.0, 36.0)),  # a clipped chance and one with a tiny number added differ there
    ),
    case="z = {0:g} and the target {1:g}",
    tolerance=3e-5,  # a made from z = 30 is off by more, and ways to write one clip by less
)

no_progress = Exercise(
    title="No progress",
    kind="work out",
    difficulty="easy",
    minutes=2,
    task="What do you know about the place where it is?",
    see="Are the plains local minima?",
    reference="b",
    solved="A small slope is only a small slope. At a minimum it would be exactly 0, and no direction would lead down.",
    mistakes=(
        Mistake(
            "a plateau taken for a minimum",
            "a",
            "Tempting, for what does not move looks caught. But in a minimum the cost rises on every side, and nothing "
            "that was measured here says so.",
        ),
        Mistake(
            "a plateau taken for the bottom",
            "c",
            "Tempting, for nothing gets better any more. But the plains of NOT at ½ are flat too; its valley is at 0.",
        ),
        Mistake(
            "learning rate suspected",
            "d",
            "Tempting, for too large a rate may have thrown the walk onto this plain. But nothing that "
            "was measured here says how it got there.",
        ),
    ),
)

_WAIT = np.exp(2 * 8) / 4

wait = Exercise(
    title="How long?",
    kind="work out",
    difficulty="easy",
    minutes=1,
    task="Predict the wait from w = 16, b = 0.",
    see="How long is the wait?",
    reference=np.exp(2 * 16) / 4,
    solved="e³²/4, which is 4 times the square of e¹⁶/4: from two million to twenty million million.",
    mistakes=(
        Mistake(
            "distance taken for time",
            2 * _WAIT,
            "The wait has doubled, as at one and the same speed. But w stands in the exponent of e^2w.",
        ),
        Mistake(
            "power for exponential",
            4 * _WAIT,
            "That is e¹⁶: 4 times the wait from w = 8, or e^w with w = 16. In e^2w/4 the exponent is 2 · 16.",
        ),
        Mistake(
            "the wait from w = 8",
            _WAIT,
            "e¹⁶/4 belongs to w = 8. The law is e^2w/4, and from w = 16 the exponent is 2 · 16.",
        ),
        Mistake(
            "the wait from w = 12",
            np.exp(24) / 4,
            "e²⁴/4 belongs to w = 12: about 3 000 times the wait from 8. From 12 to 16 it grows like that once more.",
        ),
        Mistake("doubled twice", np.exp(64) / 4, "w = 16 is twice 8 already. The law is e^2w/4, and 2w is 32."),
        Mistake("quarter in the exponent", np.exp(2 * 16 / 4), "The law is e^2w, and a quarter of that: (e³²)/4."),
        Mistake("quarter left out", np.exp(32), "The law is e^2w/4: the wait is a quarter of e³²."),
        Mistake("factor 4 left out", _WAIT**2, "e³²/16 is the square of e¹⁶/4. The law says e³²/4, 4 times that."),
        Mistake(
            "factor 4 the wrong way",
            _WAIT**2 / 4,
            "That is a quarter of the square of 2.2 million, e³²/64. The law says e³²/4, 4 times the square.",
        ),
        Mistake("learning rate twice", np.exp(32) / 4 * 0.05, "You multiplied by α = 0.05. It is in the time already."),
        Mistake("epochs for time", np.exp(32) / 4 / 0.05, "You divided by α = 0.05. The time is α × epochs already."),
    ),
    tolerance=0.05,
)

two_maps = Explanation(
    title="Explain the two maps of steepness",
    difficulty="medium",
    minutes=5,
    task="Explain the two maps “Squared error: steepness” and “Cross-entropy: steepness” to somebody who has not read "
    "this notebook.",
    see="The second landscape",
    solved="The same units and the same task: where a walk waits depends on the cost that you choose.",
    statements=(
        Mistake(
            "steepness taken for height",
            "On the left the pale regions are the units with the lowest cost.",
            "Tempting, for on the map of the height pale is low. But here pale is flat, and two of the flat regions "
            "lie at ½, one even at 1.",
            see="Every unit at once",
        ),
        Point(
            "Each point is a unit, and its shade says how steep the cost is there, in powers of ten.",
            "Without it everybody takes the shade for the height of the cost.",
        ),
        Point(
            "On the left it is flat wherever the unit is sure of both answers, right or wrong: a(1 − a) is nearly 0.",
            "This is the reason for the pale regions: the slope of the sigmoid is a factor of the slope of the cost.",
        ),
        Mistake(
            "a plateau taken for a minimum",
            "The pale regions on the left are local minima, and a walk in them is caught.",
            "Tempting, for a walk hardly moves there. But the slope in w is positive everywhere: there is always a way "
            "down, to the left.",
            see="Are the plains local minima?",
        ),
        Point(
            "On the right it is flat only where both answers are right: the slope in z is now the bare error.",
            "Say what has become of the plains, and why: the factor a(1 − a) has cancelled.",
        ),
    ),
)
