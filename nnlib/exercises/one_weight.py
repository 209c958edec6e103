"""The exercises of notebook 02."""

import numpy as np

from nnlib.exercises.checking import Exercise, Explanation, Mistake, Point
from nnlib.functions import sigmoid, sigmoid_slope

BY_GEAR = "The slope, gear by gear"
FROM_PRINT = "A slope from print"

where_it_ends = Exercise(
    title="Predict where the published slope ends",
    kind="predict",
    difficulty="medium",
    minutes=2,
    task="Where does the published slope take w?",
    see=FROM_PRINT,
    reference="c",
    solved="Now run the next cell, and see what the answers are like at such a place.",
    mistakes=(
        Mistake(
            "the same outcome expected",
            "a",
            "Tempting, for that is how it went with the five inputs. But there all shares pulled the same way. "
            "Without its x, the share of −1 pulls against the other.",
        ),
        Mistake(
            "one share taken for the sum",
            "b",
            "Tempting, for the share of −1 does pull w to the right now. But there are two: at w = 5 they are −0.007 "
            "and 0.144, so w goes to the left at first.",
        ),
        Mistake(
            "another place with slope 0",
            "d",
            "Tempting, and at w = 0 the two shares do cancel. But the walk comes from 5. "
            "The share of −1 grows on the way: is there a place where they cancel before?",
        ),
    ),
)

chain_by_hand = Exercise(
    title="Two machines",
    kind="work out",
    difficulty="easy",
    minutes=3,
    task="How far does p move for each unit that z moves, at z = 3?",
    see="Two machines in a row",
    reference=150,
    solved="q = 5 there. p changes 3·5² = 75 times as fast as q, and q changes 2 times as fast as z: 75 · 2 = 150.",
    mistakes=(
        Mistake("one gear left out", 75, "75 is dp/dq. But q itself moves 2 times as fast as z."),
        Mistake("one gear left out", 2, "That is dq/dz. And how far does p move for each unit that q moves?"),
        Mistake(
            "slope at z", 54, "You took 3 · 3² for the slope of q³. But p is fed with q, and q is 5 there: 3 · 5²."
        ),
        Mistake(
            "slope at z and one gear left out",
            27,
            "p is fed with q, and q is 5 there: the slope of q³ is 3 · 5². And q moves 2 times as fast as z.",
        ),
        Mistake(
            "ratios added",
            77,
            "75 and 2 are right, but they multiply: the second machine stretches what the first has stretched.",
        ),
        Mistake("ratios divided", 37.5, "75 and 2 are right. Both stretch the nudge, so multiply."),
        Mistake("power not in front", 50, "The power goes down by one, and it also comes down in front: q³ gives 3q²."),
        Mistake("power not lowered", 750, "The power comes down in front, and then it goes down by one: q³ gives 3q²."),
        Mistake("height for slope", 125, "That is p itself. You want to know how fast it changes when z is nudged."),
        Mistake("height for slope", 375, "75 is right. But 5 is q itself; how fast it changes with z is 2."),
        Mistake("power lowered by two", 30, "The power goes down by one, from 3 to 2: q³ gives 3q², not 3q."),
        Mistake("position for slope", 225, "75 is right. But 3 is z itself; how fast q changes with z is 2."),
        Mistake("x left in a straight line's slope", 450, "2z − 1 is a straight line, and its slope is 2 everywhere."),
        Mistake(
            "constant dropped too early",
            216,
            "The −1 has slope 0, but it has a say in where you stand: q is 2 · 3 − 1 = 5, not 6.",
        ),
        Mistake(
            "nudge too long",
            218,
            "You moved z from 3 all the way to 4, and the slope changes on the way. The ratio is that of a tiny nudge.",
        ),
    ),
    tolerance=1e-3,
)


def _slope(
    error=lambda z, a, y: a - y,
    middle=lambda z, a: a * (1 - a),
    last=lambda w, X: X,
    total=np.mean,
):
    """The slope of half-MSE as a function of (w, X, y), from three gears and the mean; each may be a mistaken one."""

    def slope(w, X, y):
        z = w * X
        a = sigmoid(z)
        return total(error(z, a, y) * middle(z, a) * last(w, X))

    return slope


def _times(factor, slope):
    return lambda w, X, y: factor * slope(w, X, y)


def _mistaken_gears(form):
    """What goes wrong with the gears, and with the mean; `form` makes an answer of a slope of half-MSE."""

    def mistake(name, words, see="", **steps):
        return Mistake(name, form(_slope(**steps)), words, see)

    return (
        mistake(
            "no x",
            "You went as far as z, and not on to w. One more gear: dz/dw = x, for each example its own.",
            last=lambda w, X: 1,
        ),
        mistake("x twice", "dz/dw is x, once: z = w · x.", last=lambda w, X: X**2),
        mistake(
            "w in place of x",
            "You nudged the input: that gives dz/dx = w. Nudge w, and z moves by x times as much.",
            last=lambda w, X: w,
        ),
        mistake("g′ forgotten", "dC/da has to be multiplied by da/dz, which is a(1 − a).", middle=lambda z, a: 1),
        mistake(
            "1 − a forgotten",
            "da/dz is a · (1 − a). With a alone it would be steepest where the sigmoid is flat.",
            middle=lambda z, a: a,
        ),
        mistake(
            "another function's slope",
            "1 − a² belongs to tanh, which squashes too. The sigmoid has a(1 − a).",
            middle=lambda z, a: 1 - a**2,
        ),
        mistake(
            "sigmoid left out",
            "You used z as the answer, and its slope. The answer is a = g(z), and da/dz = a(1 − a).",
            see="The smallest network",
            error=lambda z, a, y: z - y,
            middle=lambda z, a: 1,
        ),
        mistake(
            "power not lowered",
            "The error is still squared. The slope of a square has the error itself in it.",
            error=lambda z, a, y: (a - y) ** 2,
        ),
        mistake(
            "target left out",
            "The error is a − y. Where all targets are 0 nobody would notice, but here they are not.",
            error=lambda z, a, y: a,
        ),
        mistake(
            "sign of the error lost",
            "You took the length of a − y. Too low has to pull the other way than too high.",
            error=lambda z, a, y: abs(a - y),
        ),
        mistake(
            "flat list beside a column",
            "a is a column (m, 1), and y a flat list (m,): a − y then is a table (m, m), each answer less each target.",
            error=lambda z, a, y: a - y.ravel(),
        ),
        mistake("1/m twice", "np.mean divides by m already.", total=lambda shares: np.mean(shares) / len(shares)),
        mistake(
            "fixed number of examples",
            "You divided by 5. The check also has other numbers of examples: divide by m, which is len(X).",
            total=lambda shares: np.sum(shares) / 5,
        ),
        mistake(
            "last example only",
            "Each pass through your loop overwrites what was there. Shares add up: use +=.",
            total=lambda shares: shares[-1, 0] / len(shares),
        ),
        mistake(
            "product of the means",
            "Each error has met every x, or their mean. Multiply the three gears example by example and average last.",
            last=lambda w, X: np.mean(X),
        ),
    )


_X = np.array([[-1.0], [0.2], [0.5], [2.0]])
_Y = np.array([[1.0], [0.0], [1.0], [0.0]])
_FIVE = np.array([[0.1], [0.25], [0.5], [0.75], [1.0]])


def _doubled(slope):
    return _times(2, slope)


slope_of_mse = Exercise(
    title="The slope of the full MSE",
    kind="write",
    difficulty="medium",
    minutes=6,
    task="Write the slope of C = (1/m) Σ (a − y)², the mean squared error without the half.",
    see=BY_GEAR,
    reference=_doubled(_slope()),
    solved="Error × slope × x, the mean of it, and the 2 that the ½ of half-MSE would have cancelled.",
    mistakes=(
        Mistake(
            "factor ½",
            _slope(),
            "That is the slope of half-MSE. Without the ½ in front there is nothing to cancel the 2 of the square.",
        ),
        Mistake(
            "1/m forgotten",
            _doubled(_slope(total=np.sum)),
            "You summed over the examples. MSE is a mean, so its slope is a mean too.",
        ),
        Mistake(
            "flipped sign",
            _times(-2, _slope()),
            "The error is a − y. With y − a you would walk uphill.",
        ),
        Mistake(
            "g′ at a",
            _doubled(_slope(middle=lambda z, a: sigmoid_slope(a))),
            "You took the sigmoid's slope at the answer. It is g′(z), which is a(1 − a): squash once, not twice.",
        ),
        *_mistaken_gears(_doubled),
        Mistake(
            "z in place of a",
            _doubled(_slope(middle=lambda z, a: z * (1 - z))),
            "You took z(1 − z) for the slope of the sigmoid. It is a(1 − a), where a is what comes out of it.",
        ),
        Mistake(
            "brackets forgotten",
            lambda w, X, y: (
                2 * np.mean(sigmoid(w * X) - y * _slope(error=lambda z, a, y: 1, total=np.asarray)(w, X, y))
            ),
            "a - y * … multiplies first and subtracts last: write (a - y) * … for it.",
        ),
        Mistake(
            "one example's shares",
            _doubled(_slope(total=np.asarray)),
            "You return a number for each example. The slope is their mean: one number.",
        ),
        Mistake(
            "first example only",
            _doubled(_slope(total=lambda shares: shares[0, 0])),
            "Your loop returns in its first pass: `return` belongs behind it.",
        ),
        Mistake(
            "the notebook's five examples",
            lambda w, X, y: 2 * _slope()(w, _FIVE, 0 * _FIVE),
            "Your function looks at w only. It is handed X and y: hand them on, as in slope(w, X, y).",
        ),
        Mistake(
            "whole-number division",
            lambda w, X, y: 2 * _slope(total=np.sum)(w, X, y) // len(X),
            "`//` cuts off what is behind the point. For a fraction Python needs `/`.",
        ),
        Mistake(
            "cost for slope",
            lambda w, X, y: np.mean((sigmoid(w * X) - y) ** 2),
            "That is the MSE itself. You want to know how fast it changes with w.",
            see="How wrong is it?",
        ),
        Mistake(
            "cost for slope",
            lambda w, X, y: np.mean((sigmoid(w * X) - y) ** 2) / 2,
            "That is half-MSE itself. You want to know how fast MSE, without the half, changes with w.",
            see="How wrong is it?",
        ),
        Mistake(
            "1/m and the 2 forgotten",
            _slope(total=np.sum),
            "MSE is a mean over the examples, and its square brings down a factor.",
            see=FROM_PRINT,
        ),
        Mistake(
            "the published slope",
            _slope(last=lambda w, X: 1, total=np.sum),
            "No x, no 1/m, and no 2. Ask each factor where it comes from.",
            see=FROM_PRINT,
        ),
    ),
    inputs=(
        (1.5, _X, _Y),
        (-0.7, _X, _Y),
        (3.0, np.array([[0.1], [0.25], [1.0]]), np.zeros((3, 1))),
        (0.8, np.array([[0.5]]), np.array([[0.0]])),
        (-0.6, np.array([[-3.0]]), np.array([[1.0]])),
    ),
    case="w = {0:g} and the columns X = {1}, y = {2}",
)


def _descent(slope=None, rate=lambda alpha: -alpha, only=None):
    """A walk of a number of epochs, or of `only` so many; `rate` is what the slope is multiplied by."""
    slope = slope or _slope()

    def descent(w, X, y, alpha, epochs):
        for _ in range(only or epochs):
            w = w + rate(alpha) * slope(w, X, y)
        return w

    return descent


def _one_after_another(w, X, y, alpha, epochs):
    """A walk that moves the weight after each example."""
    for _ in range(epochs):
        for k in range(len(X)):
            w = w - alpha * _slope()(w, X[k : k + 1], y[k : k + 1]) / len(X)
    return w


def _with_the_first_answers(w, X, y, alpha, epochs):
    """A walk whose answers are worked out once, before the loop."""
    return w - epochs * alpha * _slope()(w, X, y)


def _at_a(z, a):
    return sigmoid_slope(a)


repaired_descent = Exercise(
    title="Repair a training loop",
    kind="mend",
    difficulty="medium",
    minutes=6,
    task="Use measured slopes to find them, and repair both.",
    see=BY_GEAR,
    reference=_descent(),
    solved="The slope of the sigmoid is taken at z, and the cost is a mean, so its slope is one too.",
    mistakes=(
        Mistake(
            "1/m forgotten",
            _descent(_slope(total=np.sum)),
            "The sigmoid's slope is right now. But half-MSE is a mean over the examples, and this still adds them up: "
            "it walks with a learning rate that is m times too large.",
        ),
        Mistake(
            "g′ at a",
            _descent(_slope(middle=_at_a)),
            "The mean is right now. But `sigmoid_slope` is still handed the answer a, and there it is never below "
            "0.19. It wants z.",
        ),
        Mistake(
            "factor ½",
            _descent(_times(0.5, _slope())),
            "The ½ of half-MSE has gone already: it has cancelled the 2 of the square. Divide by m, not by 2m.",
        ),
        Mistake("factor 2", _descent(_times(2, _slope())), "Those are the steps of MSE. Half-MSE has no 2 left."),
        Mistake("uphill step", _descent(rate=lambda alpha: alpha), "The step goes against the slope, with a minus."),
        Mistake(
            "uphill step",
            _descent(_slope(middle=_at_a, total=np.sum), rate=lambda alpha: alpha),
            "The sign was right as it stood. Look at what `sigmoid_slope` is handed, and at the sum.",
        ),
        Mistake(
            "learning rate twice",
            _descent(rate=lambda alpha: -(alpha**2)),
            "The step is −α times the slope, with α in it once.",
            see="Train it",
        ),
        Mistake(
            "learning rate forgotten",
            _descent(rate=lambda alpha: -1),
            "The step is −α times the slope.",
            see="Train it",
        ),
        *_mistaken_gears(_descent),
        Mistake(
            "one example's shares",
            _descent(_slope(total=np.asarray)),
            "There is no mean now, so w turns into a column: a weight for each example.",
        ),
        Mistake(
            "one step only",
            _descent(only=1),
            "It is after its first epoch when it returns: `return` belongs behind the loop, not in it.",
            see="Train it",
        ),
        Mistake(
            "weights already updated",
            _one_after_another,
            "You move w after each example, so the next one sees another w. Take the mean first, and then one step.",
            see="Train it",
        ),
        Mistake(
            "stale activation",
            _with_the_first_answers,
            "z and a are worked out once, before the loop. They change with w, so each epoch needs them anew.",
            see="Train it",
        ),
    ),
    stub=_descent(_slope(middle=_at_a, total=np.sum)),
    inputs=(
        (5.0, _FIVE, np.zeros((5, 1)), 0.5, 300),
        (1.0, _X, _Y, 0.3, 40),
        (2.0, np.array([[-0.8]]), np.array([[1.0]]), 0.4, 30),
        (-0.5, np.array([[1.5]]), np.array([[0.0]]), 0.6, 20),
    ),
    case="a start at w = {0:g}, with X = {1}, y = {2}, α = {3:g} and {4} epochs",
)

ratio_of_x = Exercise(
    title="Name the mistake",
    kind="find the bug",
    difficulty="medium",
    minutes=4,
    task="What is wrong with the coded slope?",
    see=FROM_PRINT,
    reference="b",
    solved="Each coded share is x times what it should be.",
    mistakes=(
        Mistake(
            "no x",
            "a",
            "Tempting, for that was it in the tutorial, and here too the ratio depends on x. But there it was large "
            "where x is small: 1/x gives 10, 4, 2, 1.33, 1.",
        ),
        Mistake(
            "1/m forgotten",
            "c",
            "Tempting, for it is easily forgotten. But it makes every entry too large by one and the same factor, "
            "and these are all different.",
        ),
        Mistake(
            "flipped sign",
            "d",
            "Tempting, for it is the most common of all. But then every ratio would be −1, and these are positive.",
        ),
        Mistake(
            "g′ at a",
            "e",
            "Tempting, for such a ratio differs from example to example too. But g′(a) is at least 0.19 and g′(z) "
            "at most 0.25: it could never be as small as 0.1.",
            see=BY_GEAR,
        ),
    ),
)

_CODED = -(sigmoid(2.5) ** 2) * sigmoid(-2.5) * 0.5  # what line f gives at w = 5, x = 0.5, y = 0
_OF_FIVE = float(_slope()(5.0, _FIVE, 0 * _FIVE))

wrong_line = Exercise(
    title="A derivation with y − a",
    kind="find the bug",
    difficulty="medium",
    minutes=6,
    task="Which is the first line that is wrong?",
    see=BY_GEAR,
    reference={"ratio": -1, "line": "c"},
    solved="u = y − a goes down by just as much as a goes up, so du/da = −1. Descent with line f would walk uphill.",
    mistakes=(
        Mistake(
            "sign of the ratio lost",
            {"ratio": 1},
            "Print both numbers: line f gives one below 0, and nudging gives one above.",
        ),
        Mistake(
            "MSE for half-MSE",
            {"ratio": -0.5},
            "You nudged the square without its ½. Measure the cost of line a.",
            see="How wrong is it?",
        ),
        Mistake(
            "upside down",
            {"ratio": -2},
            "The ratio is line f / measured. And what you nudged was the square without its ½.",
            see=FROM_PRINT,
        ),
        Mistake(
            "one example against five",
            {"ratio": _CODED / _OF_FIVE},
            "`cost` takes all five examples if you hand it only w. Line f is for one: nudge ½(y − a)² with x = 0.5.",
        ),
        Mistake(
            "slope for ratio",
            {"ratio": _CODED},
            "That is what line f gives. Divide it by the slope that you measure.",
            see=FROM_PRINT,
        ),
        Mistake(
            "slope for ratio",
            {"ratio": -_CODED},
            "That is the measured slope. Divide what line f gives by it.",
            see=FROM_PRINT,
        ),
        Mistake(
            "difference for ratio",
            {"ratio": 2 * _CODED},
            "You subtracted the measured slope from what line f gives. Divide.",
            see=FROM_PRINT,
        ),
        Mistake(
            "difference for ratio",
            {"ratio": -2 * _CODED},
            "You subtracted what line f gives from the measured slope. Divide it by the measured one.",
            see=FROM_PRINT,
        ),
        Mistake(
            "the square suspected",
            {"line": "a"},
            "Tempting, for this course writes a − y. But a square does not mind: (y − a)² and (a − y)² are equal.",
            see="How wrong is it?",
        ),
        Mistake(
            "factor 2",
            {"line": "b"},
            "Tempting, for a square brings down a 2. It has cancelled the ½: nudge u in ½u², and you measure u.",
        ),
        Mistake(
            "the sigmoid's slope suspected",
            {"line": "d"},
            "Tempting, for it looks least like where it came from. But you have measured it, and SymPy has proved it.",
        ),
        Mistake(
            "the x suspected",
            {"line": "e"},
            "Tempting, after what the tutorial did. But here it is in its place: z = w · x, so dz/dw = x.",
        ),
        Mistake(
            "the last line for the first",
            {"line": "f"},
            "It is wrong, as the ratio shows. But it only multiplies what the lines above hand to it. Measure those.",
        ),
    ),
    tolerance=1e-3,
)

always_one = Exercise(
    title="Answer everything with 1",
    kind="predict",
    difficulty="easy",
    minutes=3,
    task="What does descent do?",
    see="Train it",
    reference="b",
    solved="Every error a − 1 is negative, so every slope is, and w rises. The slope gets smaller but never 0.",
    mistakes=(
        Mistake(
            "the same outcome expected",
            "a",
            "Tempting, for the inputs and the start are as they were. But each answer lies below its target now: "
            "the error a − y has changed its sign.",
        ),
        Mistake(
            "0 taken for a place of rest",
            "c",
            "Tempting, for 0 lies in the middle. But there every answer is 0.5, and the targets are 1: "
            "there is an error, and so a slope.",
        ),
        Mistake(
            "nearly right taken for right",
            "d",
            "Tempting, for the answer to 1 is 0.9933. But the answer to 0.1 is only 0.62 at w = 5: "
            "there is still an error, and so a slope.",
        ),
    ),
)

hillside = Explanation(
    title="Explain the walk that settles on a hillside",
    difficulty="medium",
    minutes=5,
    task="Explain the picture “It settles on a hillside” to somebody who has not read this notebook.",
    see=FROM_PRINT,
    solved="The walk believes the slope that it is told. Only measuring shows that it was told a wrong one.",
    statements=(
        Mistake(
            "a stop taken for a minimum",
            "The walk has found the lowest cost that one weight can reach on these two examples.",
            "The dot lies at 0.448, and the curve goes down to nearly 0 on the left. The right slope gets there.",
        ),
        Point(
            "The curve is the cost at each weight. It rises all the way, so left of the dot it goes on down.",
            "Begin with what is drawn: across is w, upwards is the MSE, and nothing in it looks like a bottom.",
        ),
        Point(
            "The dashed line is what the code says at the dot: slope 0. Each step is α times that, so w stays.",
            "This is why the walk ends there. The two shares cancel, because one of them has lost its x.",
        ),
        Mistake(
            "learning rate blamed",
            "The steps have become too short there. A larger α would have carried the walk on down.",
            "α times 0 is 0, for every α. What is wrong is the slope, and not the length of the step.",
        ),
        Point(
            "The other line is measured, and it lies along the curve. So the slope in the code is wrong.",
            "Without the measured line nobody can tell which is wrong, the slope or the way of walking.",
        ),
    ),
)
