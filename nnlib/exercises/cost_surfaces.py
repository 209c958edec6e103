"""The exercises of notebook 04."""

import numpy as np

from nnlib.exercises.a_bias import CASES, slopes_of, usual_mistakes
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
            "Tempting, for at 12 the slope in w is smaller than at 8 by e⁴, which is about 55. But a walk does not "
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
        Mistake("another logarithm", -np.log10(0.2), "That is to base 10. In this course ln has the base e: np.log."),
        Mistake("another logarithm", -np.log2(0.2), "That is to base 2. In this course ln has the base e: np.log."),
        Mistake("both parts kept", -np.log(0.8) - np.log(0.2), "y = 0 switches the part with ln a off."),
        Mistake("half the chance each", np.log(2), "0.69 is the surprise at a chance of ½. The truth was given 0.2."),
        Mistake(
            "squared error for cross-entropy",
            0.64,
            "(0.8 − 0)² is the cost of notebook 03. Here the cost is a logarithm.",
        ),
        Mistake(
            "squared error for cross-entropy", 0.32, "Half of (0.8 − 0)² is half-MSE. Here the cost is a logarithm."
        ),
        Mistake(
            "squared error for cross-entropy",
            0.04,
            "(1 − 0.8)² is a square, and for the target 1. Here a logarithm is taken.",
        ),
        Mistake("slope for cost", 0.16, "a(1 − a) is the slope of the sigmoid. Asked for is a cost, −ln(1 − a)."),
        Mistake("rounded too far", 1.6, "Nearly: two digits after the point, please."),
        Mistake("slope for cost", 0.8, "a − y is the slope in z. The cost is −ln(1 − a)."),
        Mistake("slope for cost", 0.128, "(a − y) a(1 − a) is the δ of half-MSE. Asked for is a cost, −ln(1 − a)."),
        Mistake("slope for cost", 5, "1/(1 − a) is the slope in a. The cost is −ln(1 − a)."),
        Mistake("chance for surprise", 0.2, "0.2 is the chance that the truth was given. Its surprise is −ln of it."),
        Mistake(
            "factor ½", -np.log(0.2) / 2, "Nothing is halved in the cross-entropy: the surprise itself is the cost."
        ),
        Mistake("factor 2", -2 * np.log(0.2), "The surprise itself is the cost, once."),
    ),
    tolerance=4e-3,
)


def _error(z, y):
    return sigmoid(z) - y


def _cross_entropy(w, b, X, y):
    z = w * X + b
    return np.mean(softplus(z) - y * z)


cross_entropy_slopes = Exercise(
    title="The slopes of the cross-entropy",
    kind="write",
    difficulty="medium",
    minutes=5,
    task="Write both slopes of the cross-entropy, for columns X and y of any length: first that of w, then that of b.",
    see="A cost from surprise",
    reference=slopes_of(_error),
    solved="Error × x and error × 1, the mean of each: the slope of the sigmoid has cancelled.",
    mistakes=(
        *usual_mistakes(_error, " (notebook 03)"),
        Mistake(
            "g′ left in",
            slopes_of(lambda z, y: _error(z, y) * sigmoid_slope(z)),
            "Those are the slopes of half-MSE. With the cross-entropy the factor a(1 − a) has cancelled: δ is a − y.",
        ),
        Mistake(
            "slope in a for slope in z",
            slopes_of(lambda z, y: _error(z, y) / sigmoid_slope(z)),
            "(a − y) / (a(1 − a)) is dC/da. One gear is missing, da/dz = a(1 − a). It cancels what is below the line.",
        ),
        Mistake(
            "factor ½",
            slopes_of(lambda z, y: _error(z, y) / 2),
            "Nothing is halved in the cross-entropy: nothing is squared that a half could cancel.",
        ),
        Mistake(
            "factor 2",
            slopes_of(lambda z, y: 2 * _error(z, y)),
            "The 2 comes from a square, and nothing is squared here.",
        ),
        Mistake(
            "z in place of a",
            slopes_of(lambda z, y: z - y),
            "The error is what the unit answers minus the target, and it answers a = g(z).",
        ),
        Mistake(
            "power not lowered",
            slopes_of(lambda z, y: _error(z, y) ** 2),
            "You squared the error. δ is the bare error, a − y.",
        ),
        Mistake(
            "one target only",
            slopes_of(lambda z, y: -y * sigmoid(-z)),
            "−(1 − a) is right where the target is 1. Where it is 0 the slope is a, and you have nothing there.",
        ),
        Mistake(
            "one target only",
            slopes_of(lambda z, y: (1 - y) * sigmoid(z)),
            "a is right where the target is 0. Where it is 1 the slope is a − 1, and you have nothing there.",
        ),
        Mistake("cost for slope", _cross_entropy, "You return C itself. How fast does it change with w, and with b?"),
    ),
    inputs=(*CASES, (12.0, 5.0, np.array([[0.0], [1.0]]), np.array([[1.0], [0.0]]))),
    case="w = {0:g}, b = {1:g} and the columns X = {2}, y = {3}",
    parts=("∂C/∂w", "∂C/∂b"),
)


def _stable(z, y):
    return np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))


def _from_answer(z, y, guard=lambda p: p):
    """The surprise from a rounded a; `guard` is what is done to the chance before its logarithm."""
    a = sigmoid(z)
    return -np.log(guard(a if y == 1 else 1 - a))


def _from_clipped_answer(z, y, bound):
    a = np.clip(sigmoid(z), bound, 1 - bound)
    return -np.log(a if y == 1 else 1 - a)


_BOUNDS = (np.finfo(float).eps, *(10.0**-k for k in range(16, 1, -1)))


stable_cost = Exercise(
    title="Repair a cost",
    kind="mend",
    difficulty="medium",
    minutes=6,
    task="Repair it, so that it is right at z = 800 and at z = −800 too.",
    see="A trap: ln 0",
    reference=_stable,
    solved="It is computed from z: no exponential of a large number, and no logarithm of 0.",
    mistakes=(
        *(
            Mistake(
                "clipped probability",
                lambda z, y, bound=bound: _from_clipped_answer(z, y, bound),
                "The infinity is gone, and so is the truth: at z = 40 with the target 0 the cost is 40, and its slope "
                "is 1. Behind a clip it is flat.",
            )
            for bound in _BOUNDS
        ),
        *(
            Mistake(
                "clipped probability",
                lambda z, y, bound=bound: _from_answer(z, y, lambda p: np.maximum(p, bound)),
                "The infinity is gone, and so is the truth: at z = 40 with the target 0 the cost is 40, and its slope "
                "is 1. Behind a bound it is flat.",
            )
            for bound in (1e-16, 1e-15, 1e-14, 1e-13)  # the larger ones give what a clipped a gives
        ),
        *(
            Mistake(
                "clipped z",
                lambda z, y, cost=cost, most=most: cost(np.clip(z, -most, most), y),
                f"You hold z back at {most}: beyond it the cost stands still. At z = 800 with the target 0 it is 800.",
            )
            for cost, most in ((_from_answer, 20), (_from_answer, 30), (_stable, 100), (_stable, 500), (_stable, 700))
        ),
        *(
            Mistake(
                "a tiny number against ln 0",
                lambda z, y, tiny=tiny: _from_answer(z, y, lambda p: p + tiny),
                "The infinity is gone, and so is the truth: where the chance is far below what you add, the cost "
                "stands still. At z = 40 with the target 0 it should be 40.",
            )
            for tiny in _BOUNDS
        ),
        *(
            Mistake(
                "ceiling on the cost",
                lambda z, y, most=most: np.minimum(_from_answer(z, y), most),
                f"Where a is rounded to 0 or 1 you get {most} and not infinity. At z = 40 with the target 0 it is 40.",
            )
            for most in (100, 1000)
        ),
        Mistake(
            "ln 0",
            lambda z, y: -(y * np.log(sigmoid(z)) + (1 - y) * np.log(1 - sigmoid(z))),
            "One line for both targets, but still made from a, which is rounded to 0 or 1 far out. "
            "Worse, 0 · ln 0 is not 0 to NumPy but nan.",
        ),
        Mistake(
            "infinity further out",
            lambda z, y: -np.log(sigmoid(z)) if y == 1 else -np.log(sigmoid(-z)),
            "Good: at z = 40 all digits are there. But at 800 an exponential is too large for a float, or the sigmoid "
            "of −800, made of it, is 0 and goes into a logarithm.",
        ),
        Mistake(
            "overflow of an exponential",
            lambda z, y: np.log(1 + np.exp(z)) - y * z,
            "Right on paper, and right for small z. But from z = 710 on e^z is too large for a float.",
        ),
        Mistake(
            "overflow of an exponential",
            lambda z, y: z - y * z + np.log1p(np.exp(-z)),
            "Right on paper, and for positive z. But far below 0 e^−z is too large: use max(z, 0) and e^−|z|.",
        ),
        Mistake(
            "overflow of an exponential",
            lambda z, y: np.maximum(z, 0) - y * z + np.log1p(np.exp(-z)),
            "Right for positive z. But for a negative z it has to be e^−|z|; e^−z gets too large for a float.",
        ),
        Mistake(
            "overflow of an exponential",
            lambda z, y: np.maximum(z, 0) - y * z + np.log1p(np.exp(np.abs(z))),
            "The minus before |z| is missing: e^|z| is never below 1, and at 800 it is too large for a float.",
        ),
        Mistake(
            "z in place of max(z, 0)",
            lambda z, y: z - y * z + np.log1p(np.exp(-np.abs(z))),
            "For a negative z the first part must be 0, or the cost gets negative.",
        ),
        Mistake(
            "|z| in place of max(z, 0)",
            lambda z, y: _stable(z, y) + np.maximum(-z, 0),
            "Only in the exponent stands |z|. For a negative z the first part must be 0.",
        ),
        Mistake(
            "last part left out",
            lambda z, y: np.maximum(z, 0) - y * z,
            "Far out it is nearly right. Near z = 0 the part ln(1 + e^−|z|) counts: at z = 0 the cost is ln 2, not 0.",
        ),
        Mistake(
            "logarithm left out",
            lambda z, y: np.maximum(z, 0) - y * z + np.exp(-np.abs(z)),
            "Far out it is nearly right. But the last part is ln(1 + e^−|z|), and you have e^−|z| alone.",
        ),
        Mistake(
            "1 + left out",
            lambda z, y: np.maximum(z, 0) - y * z + np.log(np.exp(-np.abs(z))),
            "ln(e^−|z|) is only −|z|. The last part is ln(1 + e^−|z|), or np.log1p(np.exp(−|z|)).",
        ),
        Mistake(
            "1 + twice",
            lambda z, y: np.maximum(z, 0) - y * z + np.log1p(1 + np.exp(-np.abs(z))),
            "np.log1p(x) is ln(1 + x) already.",
        ),
        Mistake(
            "target left out",
            lambda z, y: np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))),
            "That is the cost for y = 0, whatever y is. Subtract y·z.",
        ),
        Mistake(
            "the other target",
            lambda z, y: _stable(z, 1 - y),
            "You subtract (1 − y)·z. max(z, 0) + ln(1 + e^−|z|) is the cost for y = 0; with y = 1 subtract z.",
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
            "It has no infinity, but it is flat. Keep the logarithm.",
        ),
        Mistake("slope for cost", _error, "a − y is the slope in z. The cost is what you had, −ln a or −ln(1 − a)."),
    ),
    stub=_from_answer,
    inputs=(
        *((z, y) for z in (0.5, -2.0, 40.0, 800.0, -800.0) for y in (0, 1)),
        *((z, 0) for z in (9.5, 12.0, 14.0, 16.0, 18.5, 21.0, 23.0, 25.5, 28.0, 30.0, 33.0)),
        (-28.0, 1),
    ),
    case="z = {0:g} and the target {1:g}",
)

no_progress = Exercise(
    title="No progress",
    kind="work out",
    difficulty="easy",
    minutes=3,
    task="What do you know about the place where it is?",
    see="Are the plains local minima?",
    reference="c",
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
            "b",
            "Tempting, for nothing gets better any more. But the plains of NOT at ½ are flat too; its valley is at 0.",
        ),
        Mistake(
            "learning rate suspected",
            "d",
            "Tempting, for too large a rate may have thrown the walk onto this plain. But a flat place is flat however "
            "one got there.",
        ),
    ),
)

wait = Exercise(
    title="How long?",
    kind="work out",
    difficulty="medium",
    minutes=3,
    task="Predict the wait from w = 16, b = 0.",
    see="How long is the wait?",
    reference=np.exp(32) / 4,
    solved="e³²/4, which is 4 times the square of e¹⁶/4: from two million to twenty million million.",
    mistakes=(
        Mistake("distance taken for time", 2 * np.exp(16) / 4, "w is doubled in the exponent: e^2w becomes e^4w."),
        Mistake(
            "power for exponential",
            np.exp(16),
            "e¹⁶ is four times as long, as for a law like w². But w is an exponent: e^2w/4.",
        ),
        Mistake("doubled twice", np.exp(64) / 4, "w = 16 is twice 8 already. The law is e^2w/4, and 2w is 32."),
        Mistake("quarter left out", np.exp(32), "The law is e^2w/4."),
        Mistake("quarter squared", (np.exp(16) / 4) ** 2, "e³²/16 is the square of e¹⁶/4. The law has e³²/4."),
        Mistake("the ½ of the other part", np.exp(32) / 2, "The ½ belongs to e^(w+b). Beside e^2w stands a quarter."),
        Mistake("epochs for time", np.exp(32) / 4 / 0.05, "You divided by α = 0.05. The time is α × epochs already."),
        Mistake("time times α", np.exp(32) / 4 * 0.05, "You multiplied by α = 0.05. The time is α × epochs already."),
        Mistake(
            "2 left out of the exponent",
            np.exp(16) / 4,
            "e¹⁶/4 is the wait from w = 8. The law is e^2w/4, and from w = 16 the exponent is 2 · 16.",
        ),
        Mistake("2 added to the exponent", np.exp(18) / 4, "e¹⁸/4 has 2 + 16. The exponent is 2 · 16."),
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
        Point(
            "Each point is a unit, and its shade says how steep the cost is there, in powers of ten.",
            "Without it everybody takes the shade for the height of the cost.",
        ),
        Mistake(
            "steepness taken for height",
            "On the left the pale regions are the units with the lowest cost.",
            "Tempting, for on the map of the height pale is low. But here pale is flat, and two of the flat regions "
            "lie at ½, one even at 1.",
            see="Every unit at once",
        ),
        Mistake(
            "a plateau taken for a minimum",
            "The pale regions on the left are local minima, and a walk in them is caught.",
            "Tempting, for a walk hardly moves there. But the slope in w is positive everywhere: there is always a way "
            "down, to the left.",
            see="Are the plains local minima?",
        ),
        Point(
            "On the left it is flat wherever the unit is sure of both answers, right or wrong: a(1 − a) is nearly 0.",
            "This is the reason for the pale regions: the slope of the sigmoid is a factor of the slope of the cost.",
        ),
        Point(
            "On the right it is flat only where both answers are right: the slope in z is now the bare error.",
            "Say what has become of the plains, and why: the factor a(1 − a) has cancelled.",
        ),
    ),
)
