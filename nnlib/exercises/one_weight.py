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
        Mistake("slope at z", 54, "p is fed with q, and q is 5 there: the slope of q³ is 3 · 5², not 3 · 3²."),
        Mistake("q left out of account", 27, "p is fed with q, and q is 5 there. Then dp/dq = 3 · 5², times dq/dz."),
        Mistake(
            "ratios added",
            77,
            "75 and 2 are right, but they multiply: the second machine stretches what the first has stretched.",
        ),
        Mistake("power not in front", 50, "The power goes down by one, and it also comes down in front: q³ gives 3q²."),
        Mistake("power not lowered", 750, "The power comes down in front, and then it goes down by one: q³ gives 3q²."),
        Mistake("height for slope", 125, "That is p itself. The question is how fast it changes when z is nudged."),
        Mistake(
            "height for slope", 250, "125 · 2. But 125 is p itself, and how far p moves for each unit of q is 3q², 75."
        ),
        Mistake("wrong slope for q³", 30, "q³ gives 3q², not 3q. (2q · 3 belongs to the machines further up.)"),
        Mistake("slope of q² for that of q³", 20, "20 is 2q · 2. But 2q belongs to q², and p is q³: that gives 3q²."),
        Mistake(
            "3q² missing",
            6,
            "6 is 3 · 2. But dp/dq is 3q², and q is 5 there. (If 6 is 2z: dq/dz is 2, for 2z − 1 is a straight line.)",
        ),
        *(
            Mistake("3q² missing", number, f"dp/dq is 3q², and q is 5 there. Then multiply by how fast q moves.{more}")
            for number, more in (
                (10, " (If 10 is your q: that is the q of the text, 3z + 1. Here q = 2z − 1.)"),
                (15, ""),
                (25, ""),
            )
        ),
        Mistake("wrong slope for q", 225, "75 is right. But q = 2z − 1 moves 2 times as fast as z, not 3 times."),
        Mistake("z left in", 450, "75 is right. But dq/dz is 2, not 2z: 2z − 1 is a straight line."),
        Mistake(
            "the machines of the text", 60, "That is for q = 3z + 1 and p = q², at z = 3. Here q = 2z − 1 and p = q³."
        ),
        *(
            Mistake(
                "the machines of the text",
                3 * 10**2 * factor,
                f"{300 * factor} is 3 · 10² · {factor}, and 10 is the q of the text, 3z + 1. Here q = 2z − 1.",
            )
            for factor in (2, 3)
        ),
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


def _doubled(slope):
    return _times(2, slope)


def _at_a(z, a):
    return sigmoid_slope(a)


def _of_answers(formula):
    """Twice the mean of a formula of the answers a, the inputs and the targets."""
    return lambda w, X, y: 2 * np.mean(formula(sigmoid(w * X), X, y))


_X = np.array([[-1.0], [0.2], [0.5], [2.0]])
_Y = np.array([[1.0], [0.0], [1.0], [0.0]])
_FIVE = np.array([[0.1], [0.25], [0.5], [0.75], [1.0]])


def _mistaken_gears(form):
    """What goes wrong with the gears and the mean in both; `form` makes an answer of a slope of half-MSE."""

    def mistake(name, words, **steps):
        return Mistake(name, form(_slope(**steps)), words)

    return (
        mistake(
            "no x",
            "You went as far as z, and not on to w. One more gear: dz/dw = x, for each example its own.",
            last=lambda w, X: 1,
        ),
        mistake("g′ forgotten", "dC/da has to be multiplied by da/dz, which is a(1 − a).", middle=lambda z, a: 1),
        mistake(
            "factor 1 − a forgotten",
            "da/dz is a · (1 − a). With a alone it would be steepest where the sigmoid is flat.",
            middle=lambda z, a: a,
        ),
        mistake(
            "1/m twice",
            "You divided by m twice; np.mean is one of the two.",
            total=lambda shares: np.mean(shares) / len(shares),
        ),
        mistake(
            "fixed number of examples",
            "You divided by 5. The check also has other numbers of examples: divide by m, which is len(X).",
            total=lambda shares: np.sum(shares) / 5,
        ),
        mistake(
            "no mean taken",
            "There is a number for each example now. The slope is their mean: one number.",
            total=np.asarray,
        ),
        mistake(
            "shares not added",
            "You divided by m, but there is still a number for each example: add them, with np.sum.",
            total=lambda shares: shares / len(shares),
        ),
        Mistake(
            "the notebook's five examples",
            form(lambda w, X, y: _slope()(w, _FIVE, 0 * _FIVE)),
            "This slope looks at w only. Your function is handed X and y: hand them on, as in slope(w, X, y).",
            see="How wrong is it?",
        ),
    )


_BRACKETS = "Python multiplies first and subtracts last. Both differences need brackets: (a - y) and (1 - a)."

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
            "½ twice",
            _times(1 / 2, _slope()),
            "You divided by 2m. This C has no ½, and the square brings down a 2: it is 2/m in front.",
        ),
        Mistake(
            "1/m forgotten",
            _doubled(_slope(total=np.sum)),
            "You summed over the examples. MSE is a mean, so its slope is a mean too.",
        ),
        Mistake(
            "flipped sign",
            _times(-2, _slope()),
            "All of it has the wrong sign. The error is a − y, the sigmoid's slope a(1 − a), and there is no minus "
            "in front.",
        ),
        Mistake(
            "g′ at a",
            _doubled(_slope(middle=_at_a)),
            "You took the sigmoid's slope at the answer. It is g′(z), which is a(1 − a): squash once, not twice.",
        ),
        *_mistaken_gears(_doubled),
        Mistake("x twice", _doubled(_slope(last=lambda w, X: X**2)), "dz/dw is x, once: z = w · x."),
        Mistake(
            "w in place of x",
            _doubled(_slope(last=lambda w, X: w)),
            "w is dz/dx. The question is dz/dw: nudge w, and z moves by x times as much.",
        ),
        Mistake(
            "one gear only",
            _doubled(_slope(middle=lambda z, a: 1, last=lambda w, X: 1)),
            "2(a − y) is dC/da. Two more gears follow: da/dz = a(1 − a), and dz/dw = x.",
        ),
        Mistake(
            "factor a forgotten",
            _doubled(_slope(middle=lambda z, a: 1 - a)),
            "da/dz is a · (1 − a). With 1 − a alone it would be steepest where the sigmoid is flat.",
        ),
        Mistake(
            "z in place of a",
            _doubled(_slope(middle=lambda z, a: z * (1 - z))),
            "You took z(1 − z) for the slope of the sigmoid. It is a(1 − a), where a is what comes out of it.",
        ),
        Mistake(
            "sigmoid left out",
            _doubled(_slope(error=lambda z, a, y: z - y, middle=lambda z, a: 1)),
            "You took z for the answer. The answer is a = g(z), and da/dz = a(1 − a).",
            see="The smallest network",
        ),
        Mistake(
            "x left out of z",
            lambda w, X, y: 2 * np.mean((sigmoid(w) - y) * sigmoid_slope(w) * X),
            "You squashed w. What the sigmoid gets is z = w · x: a = g(w * X).",
            see="The smallest network",
        ),
        Mistake(
            "power not lowered",
            _doubled(_slope(error=lambda z, a, y: (a - y) ** 2)),
            "(a − y)² gives 2(a − y): the square goes.",
        ),
        Mistake(
            "target left out",
            _doubled(_slope(error=lambda z, a, y: a)),
            "The error is a − y. Where all targets are 0 nobody would notice, but here they are not.",
        ),
        Mistake("brackets forgotten", _of_answers(lambda a, X, y: a - y * a * (1 - a) * X), _BRACKETS),
        Mistake("brackets forgotten", _of_answers(lambda a, X, y: (a - y) * a * 1 - a * X), _BRACKETS),
        *(
            Mistake(
                "flat list beside a column",
                _doubled(slope),
                "a and y are not both columns (m, 1). Then a − y is a table (m, m), each answer less each target.",
            )
            for total in (np.mean, lambda shares: np.sum(shares) / len(shares))
            for slope in (
                _slope(error=lambda z, a, y: a - y.ravel(), total=total),
                _slope(error=lambda z, a, y: a.ravel() - y, middle=lambda z, a: (a * (1 - a)).ravel(), total=total),
            )
        ),
        *(
            Mistake(
                "errors beside other examples' x",
                _doubled(_slope(last=lambda w, X, gather=gather: gather(X))),
                "Each error is multiplied by every x, or by their sum or mean. Keep X a column, multiply row by row, "
                "and take one mean at the end.",
            )
            for gather in (np.mean, np.sum)
        ),
        Mistake(
            "product of the means",
            _of_answers(lambda a, X, y: np.mean(a - y) * np.mean(a * (1 - a)) * np.mean(X)),
            "The mean of the products is another number. Multiply row by row first, and take one mean at the end.",
        ),
        *(
            Mistake(
                name, _doubled(_slope(total=lambda shares, k=k, divisor=divisor: shares[k, 0] / divisor(shares))), words
            )
            for divisor in (len, lambda shares: 1)
            for name, k, words in (
                ("last example only", -1, "Does each pass of a loop overwrite what was there? Shares add up: use +=."),
                ("first example only", 0, "Does a loop return in its first pass? `return` belongs after the loop."),
            )
        ),
        Mistake(
            "nothing added up",
            lambda w, X, y: 0,
            "Your function gives 0 every time. If it has a loop, does it add with +=, and before anything is rounded?",
        ),
        Mistake(
            "cost for slope",
            lambda w, X, y: np.mean((sigmoid(w * X) - y) ** 2),
            "That is the MSE itself. The question is how fast it changes with w.",
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
        (-2.0, _X, _Y),
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


def _one_after_another(divisor):
    """A walk that moves the weight after each example, by its share divided by a function of X."""

    def descent(w, X, y, alpha, epochs):
        for _ in range(epochs):
            for k in range(len(X)):
                w = w - alpha * _slope()(w, X[k : k + 1], y[k : k + 1]) / divisor(X)
        return w

    return descent


def _with_the_first_answers(w, X, y, alpha, epochs):
    """A walk whose answers are worked out once, before the loop."""
    return w - epochs * alpha * _slope()(w, X, y)


_ONE_BY_ONE = "You move w after each example, so the next one sees another w. Take the mean first, and then one step."

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
        Mistake(
            "uphill step",
            _descent(rate=lambda alpha: alpha),
            "You walk against the slope only if it is w − α · … and the error is a − y. One of the two is "
            "turned round.",
        ),
        Mistake(
            "uphill step",
            _descent(_slope(middle=_at_a, total=np.sum), rate=lambda alpha: alpha),
            "The sign was right as it stood. Put it back, and measure with one example first.",
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
        Mistake(
            "fixed learning rate",
            _descent(rate=lambda alpha: -0.5),
            "Your steps have 0.5 in place of α. The function is handed α as `alpha`.",
            see="Train it",
        ),
        Mistake(
            "no step",
            _descent(rate=lambda alpha: 0),
            "You return the w that was handed in. In each epoch it has to become w − α · slope.",
            see="Train it",
        ),
        *_mistaken_gears(_descent),
        Mistake(
            "power not lowered",
            _descent(_slope(error=lambda z, a, y: (a - y) ** 2)),
            "You square the error in the step. The slope of ½(a − y)² is a − y: the square goes.",
        ),
        Mistake(
            "the published slope",
            _descent(_slope(last=lambda w, X: 1, total=np.sum)),
            "No x and no 1/m. Ask each factor where it comes from.",
            see=FROM_PRINT,
        ),
        Mistake(
            "one step only",
            _descent(only=1),
            "This is w after one epoch. Either `return` stands inside the loop, or each pass starts again from the "
            "first w.",
            see="Train it",
        ),
        Mistake(
            "one step per example",
            _one_after_another(lambda X: 1),
            _ONE_BY_ONE,
            see="Train it",
        ),
        Mistake(
            "one step per example",
            _one_after_another(len),
            _ONE_BY_ONE,
            see="Train it",
        ),
        Mistake(
            "answers not renewed",
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
            "Tempting, for it is easily forgotten. But it would make every entry 5 times too large, and these are "
            "all different.",
        ),
        Mistake(
            "flipped sign",
            "d",
            "Tempting, for a sign is quickly lost. But then every ratio would be −1, and these are positive.",
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

_ONE = ". Line f is for one: nudge ½(y − a)² with x = 0.25."
_CODED = -sigmoid(1.25) * sigmoid_slope(1.25) * 0.25  # what line f gives at w = 5, x = 0.25, y = 0
_ONE_X = "x is 0.25 here, and one of your two numbers lacks it. Line f ends in x, and it is w that is nudged, not z."
_OF_FIVE = float(_slope()(5.0, _FIVE, 0 * _FIVE))
_OF_FIRST = float(_slope()(5.0, _FIVE[:1], np.zeros((1, 1))))

wrong_line = Exercise(
    title="A derivation with y − a",
    kind="find the bug",
    difficulty="medium",
    minutes=8,
    task="Which is the first line that is wrong?",
    see=BY_GEAR,
    reference={"ratio": -1, "line": "c"},
    solved="u = y − a goes down by just as much as a goes up, so du/da = −1. Descent with line f would walk uphill.",
    mistakes=(
        Mistake(
            "sign of the ratio lost",
            {"ratio": 1},
            "Print both numbers: line f gives one below 0, and nudging gives one above.",
            see=FROM_PRINT,
        ),
        Mistake(
            "MSE for half-MSE",
            {"ratio": -0.5},
            "The cost of line a has a ½, and line f has none left. Is it so in your two numbers?",
            see="How wrong is it?",
        ),
        Mistake("no x", {"ratio": -4}, _ONE_X),
        Mistake("no x", {"ratio": -1 / 4}, _ONE_X),
        *(
            Mistake("one example against five", {"ratio": _CODED / measured}, f"{words} takes all five examples{_ONE}")
            for words, measured in (
                ("If you hand it only w, `cost`", _OF_FIVE),
                ("If you hand it only w, `mse`", 2 * _OF_FIVE),
            )
        ),
        Mistake(
            "divided by all five",
            {"ratio": -5},
            "Your measured slope is a fifth of what it should be. Line f is for one example, with the cost ½(y − a)².",
        ),
        Mistake(
            "divided by all five",
            {"ratio": -2.5},
            "You measured the slope of (y − a)²/5, as was done for the tutorial's slope. Here measure ½(y − a)².",
        ),
        Mistake(
            "another example",
            {"ratio": _CODED / _OF_FIRST},
            "Your measured slope is that of x = 0.1, which is `X[:1]`. Line f is for x = 0.25, which is `X[1:2]`.",
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
            "the square suspected",
            {"line": "a"},
            "Tempting, for this course writes a − y. But a square does not mind: (y − a)² and (a − y)² are equal.",
            see="How wrong is it?",
        ),
        Mistake(
            "the slope of the square suspected",
            {"line": "b"},
            "Tempting, for a minus or a 2 seems to be missing. But b asks only for ½u²: nudge u, and you measure u.",
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
            see=FROM_PRINT,
        ),
        Mistake(
            "the last line for the first",
            {"line": "f"},
            "It is wrong, as the ratio shows. But it only multiplies what the lines above hand to it. Measure those.",
        ),
    ),
    tolerance=6.5e-3,  # −0.994, from rounded factors, is enough
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
            "w = 0 taken for the goal",
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
        Point(
            "The curve is the cost at each weight. It rises all the way, so left of the dot it goes on down.",
            "Begin with what is drawn: across is w, upwards is the MSE, and nothing in it looks like a bottom.",
        ),
        Mistake(
            "a stop taken for a minimum",
            "The walk has found the lowest cost that one weight can reach on these two examples.",
            "The dot lies at 0.448, and the curve goes down to nearly 0 on the left. The right slope gets there.",
        ),
        Point(
            "The dashed line is what the code says at the dot: slope 0. Each step is α times that, so w stays.",
            "This is why the walk ends there: it can only go by the slope that it is told.",
        ),
        Mistake(
            "learning rate blamed",
            "At the dot the steps have become too short. With a larger α they would go on from there.",
            "At the dot the code says slope 0, and α times 0 is 0 for every α. What is wrong is the slope.",
        ),
        Point(
            "The code leaves out x, so the share of −1 pulls the wrong way. At the dot the two shares cancel.",
            "This is why the code says 0 where the ground is steep. Both shares have lost their x. For −1 that turned "
            "the sign round.",
        ),
        Point(
            "The other line is measured, and it lies along the curve. So the slope in the code is wrong.",
            "Without the measured line nobody can tell which is wrong, the slope or the way of walking.",
        ),
    ),
)
