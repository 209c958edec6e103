"""The exercises of notebook 01."""

import operator

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
    solved="Near 0 the slope all but vanishes, and the steps with it.",
    mistakes=(
        Mistake(
            "a level place overlooked",
            "a",
            "Tempting, for all steps lead towards it. But between −1 and 9/4 lies another place where the slope is 0.",
        ),
        Mistake(
            "one slope for the whole walk",
            "b",
            "Tempting, for 0.01 · 13 is a long first step. But each step asks for the slope anew, where it stands.",
            see="How far",
        ),
        Mistake(
            "a rolling ball",
            "d",
            "Tempting, for a ball would do so: it has speed. This walk has none, and each step is only α times the "
            "slope where it stands.",
            see="How far",
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
        *(
            Mistake("another learning rate", 3 - alpha * 27, f"That is 3 − {alpha} · 27. Here α is 0.01.")
            for alpha in (0.001, 0.1)
        ),
        Mistake("learning rate forgotten", -24, "That is a full step, x − f′(x), without the learning rate 0.01."),
        Mistake("learning rate twice", 3 - 0.01**2 * 27, "The step is α · f′(x) = 0.01 · 27, with α in it once."),
        Mistake(
            "height for slope",
            2.98,
            "You used the height f(3) = 2. The step is α times the slope f′(3).",
            see="A formula for the slope",
        ),
        Mistake(
            "x taken for the slope", 2.97, "That is 3 − 0.01 · 3. The step is α times the slope f′(3), not times 3."
        ),
        Mistake("slope for position", 27, "27 is the slope. Multiply it by α to get the step, and go against it."),
        Mistake("step for position", -0.27, "That is the step itself. The new position is where you were, 3, plus it."),
        Mistake("length for position", 0.27, "That is the length of the step. The new position is 3 minus this."),
        Mistake(
            "a step three times too long",
            3 - 0.01 * 81,
            "That is 3 − 0.81. Was your slope 81? Check both terms: 4 · 3³ = 108 and 9 · 3² = 81. Or did you take "
            "1 − α f′(3) times 3? The step is α f′(3), with no other x in it.",
        ),
        Mistake(
            "no step",
            3,
            "At 3 you have not moved, as if the slope were 0. Did you lower the powers alone? That gives 27 − 27. They "
            "also come down in front: x⁴ gives 4x³, and −3x³ gives −9x².",
            see="A formula for the slope",
        ),
        Mistake(
            "second term left out",
            3 - 0.01 * 108,
            "That is 3 − 0.01 · 108. The slope has two terms: 4 · 3³ − 9 · 3² = 108 − 81.",
            see="A formula for the slope",
        ),
        Mistake(
            "another start", 4 - 0.01 * 112, "That is one step from 4. Here you stand at 3, where the slope is 27."
        ),
        Mistake(
            "brackets forgotten",
            3 - 0.01 * 4 * 3**3 - 9 * 3**2,
            "α stands in front of the whole slope: 0.01 · (108 − 81), with brackets.",
        ),
        Mistake("two steps", 2.73 - 0.01 * (4 * 2.73**3 - 9 * 2.73**2), "That is where you are after two steps."),
    ),
    tolerance=1e-4,
)

slope_of_cubic = Exercise(
    title="A slope by rule",
    kind="write",
    difficulty="easy",
    minutes=3,
    task="Write the slope of g(x) = x³ − 6x + 5 as a Python function, by the rule and not by nudging.",
    see="A formula for the slope",
    reference=lambda x: 3 * x**2 - 6,
    solved="3x² − 6: x³ gives 3x², −6x gives −6, the constant nothing.",
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
            "square lost", lambda x: 3 * x - 6, "The power goes down by one, from 3 to 2, so x³ gives 3x². You have 3x."
        ),
        Mistake(
            "x left in a straight line's slope",
            lambda x: 3 * x**2 - 6 * x,
            "The slope of −6x is −6 everywhere: it is a straight line.",
        ),
        Mistake(
            "first term only",
            lambda x: 3 * x**2 - 6 * x + 5,
            "x³ gives 3x², and that is right. Now the other two: −6x gives −6, and the constant 5 gives 0.",
        ),
        Mistake(
            "no power lowered",
            lambda x: 3 * x**3 - 6 * x,
            "Each power comes down in front and also goes down by one: x³ gives 3x², and −6x gives −6.",
        ),
        Mistake(
            "straight line left out",
            lambda x: 3 * x**2,
            "The term −6x has a slope too: nudge x by 1, and it changes by −6.",
        ),
        *(
            Mistake(
                "constant with a slope",
                lambda x, constant=constant: 3 * x**2 - 6 + constant,
                "The constant 5 lifts the whole curve and tilts nothing: its slope is 0.",
            )
            for constant in (5, -5)
        ),
        Mistake("sign of one term", lambda x: 3 * x**2 + 6, "The term is −6x, and so its slope is −6."),
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
        *(
            Mistake(
                "one-sided nudge",
                lambda x, h=h: ((x + h) ** 3 - x**3) / h - 6,
                "That is measured by a nudge, so it is a little off. The rule gives it exactly.",
            )
            for h in (0.1, 0.01, 1e-3, 1e-4, 1e-5)
        ),
        Mistake("slope at one place", lambda x: 6.0, "That is the slope at x = 2 alone. It depends on x."),
    ),
    inputs=((2.0,), (-1.0,), (0.5,), (3.0,), (-1.5,)),
)


def _walk(step_of, stops):
    """A walk with a step that is a function of α and the slope; `stops` is asked about each, and the slope after it."""

    def walk(slope, x, alpha):
        for _ in range(10_000):
            step = step_of(alpha, slope(x))
            x = x + step
            if stops(step, slope(x)) or abs(x) > 1e6:
                break
        return x

    return walk


def _against(alpha, slope):
    return -alpha * slope


def _short(step, _):
    return abs(step) <= 1e-5


def _short_or_left(step, _):
    return step <= 1e-5


def _short_or_right(step, _):
    return -step <= 1e-5


def _any_to_the_right(step, _):
    return step >= 1e-5


repaired_walk = Exercise(
    title="Repair a walk",
    kind="mend",
    difficulty="medium",
    minutes=5,
    task="Find both places, and mend the lines of this loop.",
    see="The loop",
    reference=_walk(_against, _short),
    solved="From 4, from 1 and from −1 it now ends where it should. A step goes against the slope, and only its "
    "length counts for stopping.",
    mistakes=(
        Mistake(
            "sign in the rule for stopping",
            _walk(_against, _short_or_left),
            "It goes downhill now, but after a step to the left it stops at once, however long the step was. "
            "The rule must treat both directions alike: compare abs(step).",
        ),
        Mistake(
            "sign in the rule for stopping",
            _walk(_against, _short_or_right),
            "It goes downhill, and from 4 it arrives. But from 1, where the steps go right, it stops after one step. "
            "The rule must treat both directions alike: compare abs(step).",
        ),
        Mistake(
            "sign in the rule for stopping",
            _walk(_against, lambda step, _: step <= -1e-5),
            "It goes downhill, but it stops after one step to the left, and never after a step to the right. Compare "
            "the length of the step, abs(step), and stop where it is small.",
        ),
        Mistake(
            "uphill step",
            _walk(operator.mul, _short),
            "The walk stops by the right rule, but it goes uphill. x must change by −alpha * slope(x), with one minus "
            "sign in all. Two of them cancel.",
            see="Which way is down",
        ),
        Mistake(
            "sign of the step lost",
            _walk(lambda alpha, slope: -abs(alpha * slope), _short),
            "From 1 it walks left, uphill, to the flat place. The step needs its sign, once: is there an abs in it, "
            "or an `if` for the sign? Take abs only where it is compared.",
            see="Which way is down",
        ),
        Mistake(
            "one step only",
            _walk(_against, lambda *_: True),
            "It returns the place after a single step. What ends the loop so early: a `return` inside it, or a "
            "condition that is true for long steps? Or is there no loop?",
        ),
        Mistake(
            "a rule for stopping that is never met",
            _walk(_against, lambda *_: False),
            "From −1 it takes all 10 000 steps. Your rule for stopping is missing, or it is never met. It should stop "
            "after a step of at most 0.00001, to either side.",
        ),
        Mistake(
            "no step",
            _walk(lambda *_: 0, _short),
            "It returns the x that it was given. In each pass x has to become x + step, before the function returns.",
        ),
        Mistake(
            "learning rate forgotten",
            _walk(lambda _, slope: -slope, _short),
            "It runs away: its steps are full slopes. A step is −alpha * slope(x).",
            see="How far",
        ),
        Mistake(
            "another rule for stopping",
            _walk(_against, lambda _, slope: abs(slope) <= 1e-5),
            "From −1 it goes on too long, as if the slope were compared with 0.00001. Compare the step, which is alpha "
            "times the slope.",
        ),
        Mistake(
            "another rule for stopping",
            _walk(_against, lambda _, slope: abs(slope) <= 1e-3),
            "From −1 it stops too early. Compare the whole step, alpha times the slope, with 0.00001, and not the "
            "slope or something else.",
        ),
        *(
            Mistake(
                "uphill step",
                _walk(operator.mul, stops),
                "It still goes uphill, and its rule for stopping is not right yet. x must change by "
                "−alpha * slope(x), and the walk stops when abs(step) is small.",
                see="Which way is down",
            )
            for stops in (_short_or_right, _any_to_the_right, lambda *_: True, lambda *_: False)
        ),
    ),
    case="a walk from x = {1:g} at α = {2:g}",
    stub=_walk(operator.mul, _short_or_left),
    inputs=tuple((QUARTIC.slope, x, alpha) for x, alpha in ((4.0, 0.01), (1.0, 0.01), (3.0, 0.02), (-1.0, 0.02))),
    tolerance=1e-4,
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
            "half the border",
            0.1,
            "With 0.1 a single step lands exactly on the minimum. With a little more it lands on the other side, but "
            "still closer: what must 1 − 10α stay above? (If you divided 2 by 20: the curvature is 10.)",
        ),
        Mistake(
            "factor for curvature",
            0.4,
            "That is 2/5, with the factor in front of x². The curvature is the slope of the slope.",
            see="The loop",
        ),
        Mistake("curvature for learning rate", 10, "That is the curvature g″. The border is 2 divided by it."),
        Mistake(
            "upside down",
            5,
            "5 is far too large. If it is 10/2: turn it round. If it is the 5 of 5x²: first find the curvature.",
        ),
        Mistake(
            "whole-number division",
            0,
            "With 0 nothing would move. If you divided with `//`: it drops what comes after the point; `/` keeps it.",
        ),
        Mistake(
            "another curve's border",
            8 / 81,
            "That is the border of f, where the curvature at the bottom is 81/4. This g has a curvature of its own: "
            "find it, and divide 2 by it.",
        ),
    ),
    tolerance=1e-4,
)

stopped_walk = Exercise(
    title="What is wrong in this reasoning?",
    kind="find the bug",
    difficulty="easy",
    minutes=1,
    task="What is wrong with it?",
    see='"It stopped" does not mean "it arrived"',
    reference="d",
    solved="Around −0.0105 the slope is negative on both sides: the ground gets flat, and then goes on down.",
    mistakes=(
        Mistake(
            "a smaller slope for a proof",
            "a",
            "Tempting, for at a minimum the slope is 0. But on the flat place at 0 it is 0 too, so a walk that ends "
            "there passes any tolerance.",
        ),
        Mistake(
            "more steps for a way out",
            "b",
            "Tempting, for the ground does fall further on. But the slope shrinks faster than the distance to 0, so "
            "each step ends short of 0.",
        ),
        Mistake(
            "a jump suspected",
            "c",
            "Tempting, for a step that is too long can jump over a bottom. But here all steps go right, each shorter "
            "than the last, and the only minimum, 9/4, lies far ahead.",
        ),
    ),
)

forks = Explanation(
    title="Explain the picture with the forks",
    difficulty="medium",
    minutes=8,
    task="Explain the picture “Past 8/81 the walk no longer settles” to somebody who has not read this notebook.",
    see="What the learning rate does",
    solved="The same rule all along, and one number that turns order into chaos.",
    statements=(
        Mistake(
            "a fork taken for a second minimum",
            "Where the line forks, the curve f gets a second minimum.",
            "f is the same in every column, with one minimum. It is the walk that hops over it, from side to side.",
        ),
        Point(
            "Each column belongs to one learning rate, and its dots are places where that walk is, late in its life.",
            "Without the axes nobody can read it: across is α, not time, and the first thousand steps are not drawn.",
        ),
        Point(
            "Left of 8/81 there is one dot in each column, at 9/4: the walk has settled.",
            "Say what the single line at 2.25 is: sixty positions that all lie on the minimum.",
        ),
        Mistake(
            "α taken for time",
            "From left to right you see one walk, step after step: calm at first, then wild.",
            "Across is α. Every column is a walk of its own, from 2.3, and each is drawn after a thousand steps.",
        ),
        Mistake(
            "chance in the cloud",
            "In the cloud the positions are random.",
            "No chance is at work: the same start gives the same positions every time. They never repeat, and that is "
            "what chaos means here.",
        ),
        Point(
            "Where there are two lines, the walk hops between two places for ever.",
            "Say what two lines are: not two walks, but one that is now here and now there.",
        ),
        Point(
            "Past 8/81 a step that starts close to the bottom lands further away on the other side, so the walk cannot "
            "settle there.",
            "This is the reason for the fork: there 1 − α f″(9/4) is below −1.",
        ),
    ),
)
