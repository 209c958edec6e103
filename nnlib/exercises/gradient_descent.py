"""The exercises of notebook 01."""

from nnlib.curves import QUARTIC
from nnlib.exercises.checking import Exercise, Mistake

next_position = Exercise(
    reference=2.73,
    solved="The slope at 3 is 4·27 − 9·9 = 27, so the step is −0.01 · 27 = −0.27.",
    mistakes=(
        Mistake(3.27, "That is a step uphill: you added α f′(x). Downhill is against the slope, so subtract it."),
        Mistake(-24, "That is a full step, x − f′(x): the learning rate 0.01 is missing."),
        Mistake(2.98, "You used the height f(3) = 2. The step is α times the slope f′(3)."),
        Mistake(27, "That is the slope. Multiply it by the learning rate to get the step, and go against it."),
        Mistake(-0.27, "That is the step itself. The new position is where you were, 3, plus this step."),
        Mistake(0.27, "That is the length of the step. The new position is 3 minus this."),
    ),
    tolerance=1e-3,
)


def _slope_of_cubic(x):
    return 3 * x**2 - 6


slope_of_cubic = Exercise(
    reference=_slope_of_cubic,
    solved="The power 3 comes down in front and leaves x²; the slope of −6x is −6; the constant 5 has slope 0.",
    mistakes=(
        Mistake(
            lambda x: 3 * x**3 - 6, "The power comes down in front, and then the power goes down by one: x³ gives 3x²."
        ),
        Mistake(lambda x: x**2 - 6, "The power goes down by one, and it also comes down in front: x³ gives 3x²."),
        Mistake(lambda x: 3 * x**2 - 6 * x, "The slope of −6x is −6 everywhere: it is a straight line."),
        Mistake(lambda x: 3 * x**2, "The term −6x has a slope too: nudge x by 1 and it changes by −6."),
        Mistake(lambda x: 3 * x**2 - 6 + 5, "The constant 5 lifts the whole curve and tilts nothing: its slope is 0."),
        Mistake(lambda x: -(3 * x**2 - 6), "The sign is turned round: nudge x = 3 up a little, and g goes up."),
        Mistake(lambda x: x**3 - 6 * x + 5, "That is g itself. The slope says how fast g changes, not how high it is."),
    ),
    inputs=((2.0,), (-1.0,), (0.5,), (3.0,)),
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
    reference=_walk(-1, abs),
    solved="Both lines are right now: the step goes against the slope, and its length is compared without its sign.",
    mistakes=(
        Mistake(
            _walk(-1, lambda step: -step),
            "It goes downhill now, and from 4 it even arrives. But from 1 it stops after one step: "
            "the comparison still depends on the sign of the step. Compare its length, abs(step).",
        ),
        Mistake(
            _walk(-1, float),
            "It goes downhill now, but it still stops after one step to the left: "
            "a step of −0.3 is below 0.00001 too. Compare its length, abs(step).",
        ),
        Mistake(_walk(+1, abs), "The stop is right, but the walk goes uphill: the step must be −alpha * slope(x)."),
    ),
    asked="a walk from x = {1:g} at α = {2:g}",
    stub=_walk(+1, float),
    inputs=((QUARTIC.slope, 4.0, 0.01), (QUARTIC.slope, 1.0, 0.01), (QUARTIC.slope, 3.0, 0.02)),
    tolerance=1e-3,
)

largest_rate = Exercise(
    reference=0.2,
    solved="g″ = 10 everywhere, and 2/10 = 0.2. Below it every step lands closer to the minimum.",
    mistakes=(
        Mistake(0.1, "1/g″ = 0.1 lands on the minimum in one step. It still settles at up to twice that."),
        Mistake(0.4, "That is 2/5, with the factor in front of x². The curvature is the slope of the slope: 10."),
        Mistake(10, "That is the curvature g″. The border is 2 divided by it."),
        Mistake(5, "That is g″/2, upside down: more curvature asks for a smaller learning rate."),
        Mistake(8 / 81, "That is the bound of f, whose curvature at 9/4 is 81/4. This g bends less: g″ = 10."),
    ),
    tolerance=1e-3,
)

stopped_walk = Exercise(
    reference="c",
    solved="The rule looks at the step, which is α times the slope. A tiny α makes any slope look small.",
    mistakes=(
        Mistake("a", "Look at the slope where it stopped: at a minimum it would be 0, and it is about 100."),
        Mistake("b", "There is no minimum but 9/4, and the slope where it stopped is about 100, not 0."),
        Mistake("d", "It did not overflow: it moved by a tenth, in 9 777 steps, each too short to see."),
    ),
)
