"""The exercises of notebook 01."""

from nnlib.curves import QUARTIC
from nnlib.exercises.checking import Exercise, Explanation, Mistake, Point

where_it_stops = Exercise(
    title="Predict where it stops",
    kind="predict",
    difficulty="easy",
    minutes=1,
    task="Where does it stop?",
    see="Which way is down",
    reference="c",
    solved="Now run the next cell, and see what such a place looks like.",
    mistakes=(
        Mistake(
            "every walk arrives",
            "a",
            "Tempting, for all steps lead towards it. But between −1 and 9/4 lies another place where the slope is 0.",
        ),
        Mistake(
            "the starting slope decides",
            "b",
            "Tempting, for 0.01 · 13 is a long first step. But each step asks for the slope anew, where it stands.",
        ),
        Mistake(
            "a walk that rolls on",
            "d",
            "Tempting, if you think of a ball. A ball has speed; this walk has none, and each step is only α times "
            "the slope where it stands.",
        ),
    ),
)

next_position = Exercise(
    title="One step by hand",
    kind="work out",
    difficulty="easy",
    minutes=2,
    task="Where are you after one step of gradient descent on f?",
    see="How far",
    reference=2.73,
    solved="The slope at 3 is 4·27 − 9·9 = 27, so the step is −0.01 · 27 = −0.27.",
    mistakes=(
        Mistake(
            "uphill step",
            3.27,
            "You added α f′(x). Downhill is against the slope, so subtract it.",
            see="Which way is down",
        ),
        Mistake("learning rate forgotten", -24, "That is a full step, x − f′(x), without the learning rate 0.01."),
        Mistake("learning rate twice", 3 - 0.01**2 * 27, "The step is α · f′(x) = 0.01 · 27, with α in it once."),
        Mistake(
            "height for slope",
            2.98,
            "You used the height f(3) = 2. The step is α times the slope f′(3).",
            see="A formula for the slope",
        ),
        Mistake("slope for position", 27, "27 is the slope. Multiply it by α to get the step, and go against it."),
        Mistake("step for position", -0.27, "That is the step itself. The new position is where you were, 3, plus it."),
        Mistake("length for position", 0.27, "That is the length of the step. The new position is 3 minus this."),
        Mistake(
            "power not lowered",
            3 - 0.01 * (4 * 3**4 - 9 * 3**3),
            "You multiplied by the power but did not lower it: x⁴ gives 4x³, and 3x³ gives 9x².",
            see="A formula for the slope",
        ),
        Mistake(
            "bracket left out",
            3 - 0.01 * 4 * 3**3 - 9 * 3**2,
            "α stands in front of the whole slope: 0.01 · (108 − 81), with brackets.",
        ),
        Mistake("two steps", 2.73 - 0.01 * (4 * 2.73**3 - 9 * 2.73**2), "That is where you are after two steps."),
    ),
    tolerance=1e-3,
)

slope_of_cubic = Exercise(
    title="A slope by rule",
    kind="write",
    difficulty="easy",
    minutes=3,
    task="Write the slope of g(x) = x³ − 6x + 5 as a Python function.",
    see="A formula for the slope",
    reference=lambda x: 3 * x**2 - 6,
    solved="The power 3 comes down in front and leaves x²; the slope of −6x is −6; the constant 5 has slope 0.",
    mistakes=(
        Mistake(
            "power not lowered",
            lambda x: 3 * x**3 - 6,
            "The power comes down in front, and then the power goes down by one: x³ gives 3x².",
        ),
        Mistake(
            "power not in front",
            lambda x: x**2 - 6,
            "The power goes down by one, and it also comes down in front: x³ gives 3x².",
        ),
        Mistake(
            "x left in a straight line's slope",
            lambda x: 3 * x**2 - 6 * x,
            "The slope of −6x is −6 everywhere: it is a straight line.",
        ),
        Mistake(
            "term left out", lambda x: 3 * x**2, "The term −6x has a slope too: nudge x by 1, and it changes by −6."
        ),
        Mistake(
            "constant with a slope",
            lambda x: 3 * x**2 - 6 + 5,
            "The constant 5 lifts the whole curve and tilts nothing: its slope is 0.",
        ),
        Mistake("wrong sign", lambda x: 3 * x**2 + 6, "The term is −6x, and so its slope is −6."),
        Mistake(
            "flipped sign",
            lambda x: -(3 * x**2 - 6),
            "The sign is turned round: nudge x = 3 up a little, and g goes up.",
        ),
        Mistake(
            "height for slope",
            lambda x: x**3 - 6 * x + 5,
            "That is g itself. The slope says how fast g changes, not how high it is.",
            see="A slope, by nudging",
        ),
        Mistake("slope of the slope", lambda x: 6 * x, "That is g″: you took the slope twice.", see="The loop"),
        Mistake(
            "whole-number division",
            lambda x: 3 * x**2 // 1 - 6,
            "`//` cuts off what is behind the point. For a fraction Python needs `/`, and here you need neither.",
        ),
        Mistake("slope at one place", lambda x: 6.0, "That is the slope at x = 2 alone. It depends on x."),
    ),
    inputs=((2.0,), (-1.0,), (0.5,), (3.0,), (-1.5,)),
)


def _walk(direction, length):
    """A walk that steps in `direction` (−1 is downhill) and stops when `length(step)` is small."""

    def walk(slope, x, alpha):
        for _ in range(100_000):
            step = direction * alpha * slope(x)
            x = x + step
            if length(step) <= 1e-5 or abs(x) > 1e6:
                break
        return x

    return walk


repaired_walk = Exercise(
    title="Repair a walk",
    kind="mend",
    difficulty="medium",
    minutes=5,
    task="Find both places, and repair them.",
    see="The loop",
    reference=_walk(-1, abs),
    solved="Both lines are right now: the step goes against the slope, and its length is compared without its sign.",
    mistakes=(
        Mistake(
            "sign in the rule for stopping",
            _walk(-1, float),
            "It goes downhill now, but it still stops after one step to the left: "
            "a step of −0.3 is below 0.00001 too. Compare its length, abs(step).",
        ),
        Mistake(
            "sign in the rule for stopping",
            _walk(-1, lambda step: -step),
            "It goes downhill now, and from 4 it even arrives. But from 1 it stops after one step: "
            "the comparison still depends on the sign of the step. Compare its length, abs(step).",
        ),
        Mistake(
            "uphill step",
            _walk(+1, abs),
            "The stop is right, but the walk goes uphill: the step must be −alpha * slope(x).",
            see="Which way is down",
        ),
        Mistake(
            "one step only",
            lambda slope, x, alpha: x - alpha * slope(x),
            "It is after its first step when it returns: `return` belongs behind the loop, not in it.",
        ),
        Mistake(
            "learning rate twice",
            lambda slope, x, alpha: _walk(-1, abs)(slope, x, alpha**2),
            "α is in the step twice. So the walk is slow, and gets tired of it on the hillside.",
            see="How far",
        ),
    ),
    case="a walk from x = {1:g} at α = {2:g}",
    stub=_walk(+1, float),
    inputs=((QUARTIC.slope, 4.0, 0.01), (QUARTIC.slope, 1.0, 0.01), (QUARTIC.slope, 3.0, 0.02)),
    tolerance=1e-3,
)

largest_rate = Exercise(
    title="The largest learning rate",
    kind="work out",
    difficulty="medium",
    minutes=5,
    task="Below which learning rate does gradient descent settle there?",
    see="What the learning rate does",
    reference=0.2,
    solved="g″ = 10 everywhere, and 2/10 = 0.2. Below it every step lands closer to the minimum.",
    mistakes=(
        Mistake(
            "one step for the largest step",
            0.1,
            "1/g″ = 0.1 lands on the minimum in one step. It still settles at up to twice that.",
        ),
        Mistake(
            "factor for curvature",
            0.4,
            "That is 2/5, with the factor in front of x². The curvature is the slope of the slope: 10.",
            see="The loop",
        ),
        Mistake("curvature for learning rate", 10, "That is the curvature g″. The border is 2 divided by it."),
        Mistake("upside down", 5, "That is g″/2, upside down: more curvature asks for a smaller learning rate."),
        Mistake(
            "another curve's border",
            8 / 81,
            "That is the border of f, whose curvature at 9/4 is 81/4. This g bends less: g″ = 10.",
        ),
    ),
    tolerance=1e-3,
)

stopped_walk = Exercise(
    title="What is wrong in this reasoning?",
    kind="find the bug",
    difficulty="medium",
    minutes=3,
    task="So there must be a minimum near 3.897.",
    see='"It stopped" does not mean "it arrived"',
    reference="c",
    solved="The rule looks at the step, which is α times the slope. A tiny α makes any slope look small.",
    mistakes=(
        Mistake(
            "a stop taken for a minimum",
            "a",
            "Look at the slope where it stopped: at a minimum it would be 0, and it is about 100.",
        ),
        Mistake(
            "a stop taken for a local minimum",
            "b",
            "There is no minimum but 9/4, and the slope where it stopped is about 100, not 0.",
        ),
        Mistake(
            "overflow suspected",
            "d",
            "It did not overflow: it moved by a tenth, in 9 777 steps, each too short to see.",
        ),
    ),
)

forks = Explanation(
    title="Explain the picture with the forks",
    difficulty="medium",
    minutes=5,
    task="Explain the picture “Past 8/81 the walk no longer settles” to somebody who has not read this notebook.",
    see="What the learning rate does",
    solved="The same rule all along, and one number that turns order into chaos.",
    statements=(
        Point(
            "Each column belongs to one learning rate, and its dots are places where that walk is, late in its life.",
            "Without the axes nobody can read it: across is α, not time, and the first thousand steps are not drawn.",
        ),
        Mistake(
            "α taken for time",
            "From left to right the walk goes on, and in the end it gets lost.",
            "Across is α. Every column is a walk of its own, from 2.3, and each is drawn after a thousand steps.",
        ),
        Point(
            "Left of 8/81 there is one dot in each column, at 9/4: the walk has settled.",
            "Say what the single line at 2.25 is: sixty positions that all lie on the minimum.",
        ),
        Mistake(
            "a fork taken for a second minimum",
            "Where the line forks the curve f has a second minimum.",
            "f is the same in every column, with one minimum. It is the walk that hops over it, from side to side.",
        ),
        Point(
            "Past 8/81 a step lands on the other side of the bottom, and further away: the walk cannot settle.",
            "This is the reason for the fork: there 1 − α f″ is below −1.",
        ),
    ),
)
