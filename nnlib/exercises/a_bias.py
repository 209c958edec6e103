"""The exercises of notebook 03."""

import numpy as np

from nnlib.exercises.checking import Exercise, Explanation, Mistake, Point
from nnlib.functions import sigmoid, sigmoid_slope

which_knob = Exercise(
    title="Predict which knob moves more",
    kind="predict",
    difficulty="easy",
    minutes=1,
    task="Which of its two knobs will have moved more at the end?",
    see="Two slopes",
    reference="c",
    solved="Now run the next cell. Below the map you can read why it is so.",
    mistakes=(
        Mistake(
            "the more useful knob moves more",
            "a",
            "Tempting, for only the weight can tell the inputs apart. But a step does not know what is useful: "
            "it is α times the slope, and the slopes in w and b differ by the factor x alone.",
        ),
        Mistake(
            "an example that is right pulls too",
            "b",
            "Tempting, for the slope in b adds up both examples, and at x = 0 the weight hears nothing. But there "
            "the answer is right from the start, so that example hardly pulls at all.",
        ),
        Mistake(
            "small slopes add up to nothing",
            "d",
            "Tempting, for the unit is sure of both answers, and there the sigmoid is flat. But small is not 0: "
            "12 000 steps add up, and the slopes grow on the way.",
        ),
    ),
)

partials_by_hand = Exercise(
    title="One held, one moved",
    kind="work out",
    difficulty="easy",
    minutes=3,
    task="What are its two slopes at x = 4, y = 5?",
    see="One slider moves, the other is held",
    reference={"in x": 40, "in y": 19},
    solved="With y held at 5, f is 5x² + 15, with slope 10x = 40. With x held at 4, f is 16y + 3y = 19y.",
    mistakes=(
        Mistake("partials swapped", {"in x": 19, "in y": 40}, "The numbers are right. The slope in x holds y still."),
        Mistake("slopes added up", {"in x": 59, "in y": 59}, "Each slider has a slope of its own: 40 and 19."),
        Mistake("slopes added up", {"in x": 59}, "59 is 40 + 19. Each slider has a slope of its own."),
        Mistake("slopes added up", {"in y": 59}, "59 is 40 + 19. Each slider has a slope of its own."),
        Mistake("held slider left out", {"in x": 8}, "With y held at 5, x²y is 5x². The 5 stays: 5 · 2x, not 2x."),
        Mistake(
            "constant with a slope",
            {"in x": 43},
            "There is no x in 3y. With y held it is the number 15, which has the slope 0.",
        ),
        Mistake("constant with a slope", {"in x": 55}, "With y held, 3y is the number 15, and its slope is 0, not 15."),
        Mistake("power not lowered", {"in x": 160}, "x² gives 2x. You kept the square beside the 2."),
        Mistake("power not lowered", {"in x": 80}, "80 is 5x² itself at x = 4. Its slope is 5 · 2x."),
        Mistake("x lost from the slope of x²", {"in x": 10}, "It is 2x, which is 8 at x = 4, and not 2."),
        Mistake("power not in front", {"in x": 20}, "x² gives 2x: the 2 comes down in front. You took x."),
        Mistake("held slider moved", {"in x": 56}, "2xy + x² is what comes out if y moves too. It stays at 5."),
        Mistake("height for slope", {"in x": 95}, "95 is f(4, 5) itself. How much does it change when x moves?"),
        Mistake("height for slope", {"in y": 95}, "95 is f(4, 5) itself. How much does it change when y moves?"),
        Mistake("term left out", {"in y": 16}, "The term 3y moves too when y moves: it adds 3 to the slope in y."),
        Mistake(
            "held factor taken for a constant",
            {"in y": 3},
            "In x²y only x is held. With x = 4 it is 16y, which moves 16 times as much as y.",
        ),
        Mistake("held slider moved", {"in y": 11}, "You took the slope of x² as well, 2x = 8. x is held: x² is 16."),
        Mistake("square forgotten", {"in y": 7}, "With x held at 4, x²y is 16y, and not 4y."),
        Mistake("y left in a straight line's slope", {"in y": 31}, "3y is a straight line: its slope is 3, not 3 · 5."),
        Mistake(
            "y left in a straight line's slope", {"in y": 83}, "16y is a straight line: its slope is 16, not 16 · 5."
        ),
    ),
    tolerance=1e-3,
)

crossing = Exercise(
    title="Where is the answer one half?",
    kind="work out",
    difficulty="easy",
    minutes=2,
    task="At which input x is its answer exactly one half?",
    see="A second knob",
    reference=0.25,
    solved="The answer is ½ where z = 0: −8x + 2 = 0, so x = 2/8.",
    mistakes=(
        Mistake("flipped sign", -0.25, "wx + b = 0 gives x = −b/w, and with w = −8 the two minus signs cancel."),
        Mistake("upside down", 4, "From −8x = −2 you divide by 8, not by 2."),
        Mistake("upside down", -4, "That is w/b. From wx + b = 0, bring b over and divide by w."),
        Mistake("z set to one half", 0.1875, "−8x + 2 = ½ makes z one half. The answer is g(z), and g is ½ at z = 0."),
        Mistake("z set to one", 0.125, "−8x + 2 = 1 makes z one. The answer is g(z), and g is ½ at z = 0."),
        Mistake("answer for input", 0.5, "One half is what comes out. Which x has to go in?"),
        Mistake("answer for input", sigmoid(2), "0.88 is the answer at x = 0. Which x makes the answer ½?"),
        Mistake("z for input", 2, "That is b, which is z at x = 0. You want the x at which z is 0."),
        Mistake("z for input", -6, "That is −8 + 2, which is z at x = 1. You want the x at which z is 0."),
        Mistake("input 0 for z = 0", 0, "At x = 0, z is 2, and the answer is 0.88. You want the x at which z is 0."),
        Mistake("weight subtracted", 10, "The 8 multiplies x. To get rid of it, divide; you have added it to 2."),
    ),
    tolerance=1e-3,
)


def _column(*values):
    return np.array(values)[:, None]


CASES = (
    (0.7, -0.4, _column(-1.0, 0.5, 2.0), _column(1.0, 0.0, 1.0)),
    (1.0, 2.0, _column(0.0, 1.0), _column(1.0, 0.0)),
    (-2.0, 1.0, _column(-1.5, 0.4, 1.2, 3.0), _column(0.0, 0.0, 1.0, 0.0)),
    (0.8, -0.3, _column(2.0), _column(0.0)),
    (-1.1, 0.6, _column(-0.5), _column(1.0)),
)


def slopes_of(delta):
    """(∂C/∂w, ∂C/∂b) as a function of (w, b, X, y), for a cost whose slope in z is `delta(z, y)` for each example."""

    def slopes(w, b, X, y):
        d = delta(w * X + b, y)
        return np.mean(d * X), np.mean(d)

    return slopes


def usual_mistakes(delta, notebook=""):
    """What goes wrong with `slopes_of(delta)`, whatever the cost; `notebook` is put behind the headings of this one."""
    slopes = slopes_of(delta)

    def shares(pair):
        return lambda w, b, X, y: pair(X, delta(w * X + b, y))

    def flat_answers(w, b, X, y):
        d = delta((w * X + b).ravel(), y)
        return np.mean(d * X), np.mean(d)

    return (
        Mistake("partials swapped", lambda *case: slopes(*case)[::-1], "The x belongs to the slope in w, the first."),
        Mistake(
            "no x",
            lambda *case: (slopes(*case)[1],) * 2,
            "Both are the slope of the bias. The slope in w has one more gear, dz/dw = x.",
        ),
        Mistake(
            "x in the slope of the bias",
            lambda *case: (slopes(*case)[0],) * 2,
            "Both are the slope of the weight. A nudge of b moves z by just as much: dz/db = 1.",
        ),
        Mistake(
            "1/m forgotten",
            shares(lambda X, d: (np.sum(d * X), np.sum(d))),
            "You summed over the examples. The cost is their mean, and so is each slope.",
        ),
        Mistake(
            "1/m forgotten",
            shares(lambda X, d: (np.sum(d * X), np.mean(d))),
            "The slope in b is right. That in w is still a sum over the examples; take its mean.",
        ),
        Mistake(
            "bias not averaged",
            shares(lambda X, d: (np.mean(d * X), np.sum(d))),
            "The slope in w is right. That in b is still a sum over the examples.",
        ),
        Mistake(
            "1/m twice",
            shares(lambda X, d: (np.mean(d * X) / len(X), np.mean(d) / len(X))),
            "A mean has the 1/m in it already. You divided by m once more.",
        ),
        Mistake(
            "fixed number of examples",
            shares(lambda X, d: (np.sum(d * X) / 2, np.sum(d) / 2)),
            "You divided by 2. That is right for NOT. Here there may be more examples, or one alone: use the mean.",
        ),
        Mistake(
            "flipped sign", lambda *case: tuple(-s for s in slopes(*case)), "Both are turned round: the error is a − y."
        ),
        Mistake(
            "one example's shares",
            shares(lambda X, d: (d * X, d)),
            "You return a number for each example. The slope is their mean.",
        ),
        Mistake(
            "last example only",
            shares(lambda X, d: (d[-1] * X[-1], d[-1])),
            "Each example has overwritten the one before. Add them up with +=, and divide by m.",
        ),
        Mistake(
            "first example only",
            shares(lambda X, d: (d[0] * X[0], d[0])),
            "It is over after one turn of the loop: `return` belongs behind the loop, not in it.",
        ),
        Mistake(
            "sign of the error lost",
            slopes_of(lambda z, y: abs(delta(z, y))),
            "You took the length of a − y. An answer that is too low has to pull the other way than one too high.",
        ),
        Mistake(
            "x twice",
            shares(lambda X, d: (np.mean(d * X**2), np.mean(d))),
            "The last gear dz/dw is x, once. The slope in b is right.",
        ),
        Mistake(
            "w in place of x",
            lambda w, b, X, y: (w * slopes(w, b, X, y)[1], slopes(w, b, X, y)[1]),
            "Nudge w by 1, and w · x moves by x: the last gear of the slope in w is dz/dw = x.",
        ),
        Mistake(
            "bias times the weight",
            lambda w, b, X, y: slopes(w, w * b, X, y),
            "You took w · (x + b). z is w · x + b: only the input is multiplied.",
            see=f"A second knob{notebook}",
        ),
        Mistake(
            "bias left out",
            lambda w, b, X, y: slopes(w, 0, X, y),
            "The answers are those of a unit without b: z is w * X + b.",
            see=f"A second knob{notebook}",
        ),
        Mistake(
            "target left out",
            lambda w, b, X, y: slopes(w, b, X, 0 * y),
            "The error is a − y. You took a, which is right only where the target is 0.",
        ),
        Mistake(
            "summed outer product",
            shares(lambda X, d: (np.mean(X * d.T), np.mean(d))),
            "A column times a row, or times a flat list, is a square: every x times every d. Its mean has lost which d "
            "belongs to which x.",
            see=f"The published program{notebook}",
        ),
        Mistake(
            "flat list beside a column",
            lambda w, b, X, y: slopes(w, b, X, y.ravel()),
            "Your y is flat, and a is a column. NumPy makes a − y a square: every target from every answer.",
            see=f"The shape of everything, once{notebook}",
        ),
        Mistake(
            "flat list beside a column",
            flat_answers,
            "Your a is flat, and y is a column. NumPy makes a − y a square: every target from every answer.",
            see=f"The shape of everything, once{notebook}",
        ),
    )


def _error(z, y):
    return sigmoid(z) - y


def _delta(z, y):
    return _error(z, y) * sigmoid_slope(z)


_slopes = slopes_of(_delta)


def _half_mse(w, b, X, y):
    return np.mean(_error(w * X + b, y) ** 2) / 2


both_slopes = Exercise(
    title="Both slopes of half-MSE",
    kind="write",
    difficulty="medium",
    minutes=6,
    task="Write both slopes of C = 1/(2m) Σ (a − y)² for a unit with a weight and a bias, as a pair: "
    "first that of w, then that of b.",
    see="Two slopes",
    reference=_slopes,
    solved="They share error × slope of the sigmoid. For w it is multiplied by x, for b by 1.",
    mistakes=(
        *usual_mistakes(_delta),
        Mistake(
            "factor 2",
            slopes_of(lambda z, y: 2 * _delta(z, y)),
            "Those are the slopes of MSE. The half in half-MSE cancels the 2 of the square.",
        ),
        Mistake(
            "factor ½",
            slopes_of(lambda z, y: _delta(z, y) / 2),
            "The half of half-MSE is used up: it has cancelled the 2 of the square.",
        ),
        Mistake("g′ forgotten", slopes_of(_error), "The error has to be multiplied by the sigmoid's slope, a(1 − a)."),
        Mistake(
            "g′ at a",
            slopes_of(lambda z, y: _error(z, y) * sigmoid_slope(sigmoid(z))),
            "You put a into the sigmoid once more. Its slope at z is a(1 − a), with no g around a.",
            see="The slope, gear by gear (notebook 02)",
        ),
        Mistake(
            "z (1 − z)",
            slopes_of(lambda z, y: _error(z, y) * z * (1 - z)),
            "The slope of the sigmoid is made of its answer: a(1 − a), with a = g(z).",
            see="The slope, gear by gear (notebook 02)",
        ),
        Mistake(
            "z in place of a",
            slopes_of(lambda z, y: (z - y) * sigmoid_slope(z)),
            "The error is what the unit answers minus the target, and it answers a = g(z).",
        ),
        Mistake(
            "power not lowered",
            slopes_of(lambda z, y: _error(z, y) * _delta(z, y)),
            "The slope of ½(a − y)² is a − y: no square is left.",
        ),
        Mistake("cost for slope", _half_mse, "You return C itself. How fast does it change with w, and with b?"),
    ),
    inputs=CASES,
    case="w = {0:g}, b = {1:g} and the columns X = {2}, y = {3}",
    parts=("∂C/∂w", "∂C/∂b"),
)

shapes = Exercise(
    title="A shape worksheet for one unit",
    kind="work out",
    difficulty="medium",
    minutes=4,
    task="Fill in the other shapes, in the way NumPy writes them, such as `(7, 3)` or `(3,)`.",
    see="The shape of everything, once",
    reference={"z": (7, 1), "a": (7, 1), "y": (7, 1), "d": (7, 1), "slope of W": (3, 1), "slope of b": (1,)},
    solved="One row for each example, one column for each unit; and each slope has the shape of what it belongs to.",
    mistakes=(
        Mistake(
            "flat list beside a column",
            {"y": (7,)},
            "Beside the column a, (7, 1), a flat y broadcasts to (7, 7). Keep y a column.",
        ),
        *(
            Mistake("row for a column", {name: (1, 7)}, f"The 7 examples are the rows, as in X: {name} has 7 of them.")
            for name in "zayd"
        ),
        *(
            Mistake("column lost", {name: (7,)}, f"One unit is still a column: {name} is (7, 1), a table and no list.")
            for name in "zad"
        ),
        *(
            Mistake(
                "an answer for each input",
                {name: (7, 3)},
                "The 3 inputs are added up in X @ W: (7, 3) @ (3, 1) is (7, 1), one number for each example.",
            )
            for name in "zayd"
        ),
        *(
            Mistake(
                "examples added up",
                {name: (3, 1)},
                "X @ W has as many rows as X: (7, 3) @ (3, 1) is (7, 1). Only the slopes add up the examples.",
            )
            for name in "zayd"
        ),
        Mistake(
            "transposed gradient",
            {"slope of W": (1, 3)},
            "X.T @ d is (3, 7) @ (7, 1), which has W's own shape. d.T @ X would be (1, 3).",
        ),
        Mistake("examples left in", {"slope of W": (7, 1)}, "The slope of W sums over them: no 7 is left in it."),
        Mistake("shape of X", {"slope of W": (7, 3)}, "A slope has the shape of that for which it is taken: of W."),
        Mistake("column lost", {"slope of W": (3,)}, "X.T @ d is (3, 7) @ (7, 1): the one unit keeps its column."),
        Mistake(
            "a slope for each example",
            {"slope of b": (7, 1)},
            "d has a row for each. The slope of b adds these rows up.",
        ),
        Mistake("a slope for each example", {"slope of b": (7,)}, "The slope of b adds up the 7 rows of d."),
        Mistake(
            "a bias for each input", {"slope of b": (3, 1)}, "(3, 1) is W. A bias belongs to a unit, not an input."
        ),
        Mistake(
            "a bias for each input", {"slope of b": (3,)}, "b has one number for each unit, and there is one unit."
        ),
        Mistake(
            "axis kept",
            {"slope of b": (1, 1)},
            "Adding up the rows takes their axis away: what remains is b's own shape.",
        ),
        Mistake(
            "everything added up",
            {"slope of b": ()},
            "d.sum() gives one bare number. d.sum(axis=0) keeps one for each unit.",
        ),
    ),
)


def _step_along(slopes):
    """One step of descent as a function of (w, b, X, y, alpha)."""

    def step(w, b, X, y, alpha):
        slope_w, slope_b = slopes(w, b, X, y)
        return w - alpha * slope_w, b - alpha * slope_b

    return step


_step = _step_along(_slopes)


def _shares(w, b, X, y):
    d = _delta(w * X + b, y)
    return d * X, d


def _w_then_b(w, b, X, y, alpha):
    w = _step(w, b, X, y, alpha)[0]
    return w, _step(w, b, X, y, alpha)[1]


def _b_then_w(w, b, X, y, alpha):
    b = _step(w, b, X, y, alpha)[1]
    return _step(w, b, X, y, alpha)[0], b


repaired_step = Exercise(
    title="What is wrong with this step?",
    kind="mend",
    difficulty="medium",
    minutes=5,
    task="Repair it, so that it is one step of gradient descent.",
    see="One slider moves, the other is held",
    reference=_step,
    solved="Both slopes are taken at the old place, and only then do both knobs move.",
    mistakes=(
        Mistake(
            "weights already updated",
            _b_then_w,
            "Now b moves first, and w gets a slope from the new b. Take both slopes before any step.",
        ),
        Mistake(
            "partials swapped",
            _step_along(lambda *case: _slopes(*case)[::-1]),
            "Both slopes are from the old place now, but w got the slope of b, and b that of w.",
            see="Two slopes",
        ),
        Mistake(
            "uphill step",
            lambda w, b, X, y, alpha: _step(w, b, X, y, -alpha),
            "Both slopes are from the old place now, but they are added: a step down needs a minus.",
        ),
        Mistake(
            "order of what is returned",
            lambda *case: _step(*case)[::-1],
            "Both new values are right, but w comes first.",
        ),
        Mistake(
            "slope for position",
            lambda w, b, X, y, alpha: _slopes(w, b, X, y),
            "You return the two slopes. Return where w and b are after the step.",
        ),
        Mistake(
            "step for position",
            lambda w, b, X, y, alpha: tuple(-alpha * slope for slope in _slopes(w, b, X, y)),
            "You return how far both knobs move. Add it to where they were.",
        ),
        Mistake(
            "learning rate twice",
            lambda w, b, X, y, alpha: _step(w, b, X, y, alpha**2),
            "Both slopes are from the old place now, but α is in each step two times.",
        ),
        Mistake(
            "learning rate forgotten",
            lambda w, b, X, y, alpha: _step(w, b, X, y, 1),
            "Both slopes are from the old place now. How far to go is α times each of them.",
        ),
        Mistake(
            "bias left out",
            lambda w, b, X, y, alpha: (_step(w, b, X, y, alpha)[0], b),
            "Only w has moved. b needs its own step, and its slope from the old w.",
        ),
        Mistake(
            "weight left out",
            lambda w, b, X, y, alpha: (w, _step(w, b, X, y, alpha)[1]),
            "Only b has moved. w needs its step too, with its slope from the old place.",
        ),
        Mistake(
            "factor 2",
            lambda w, b, X, y, alpha: _step(w, b, X, y, 2 * alpha),
            "Those are the steps of MSE, twice as long. With half-MSE the ½ cancels the 2.",
            see="Two slopes",
        ),
        Mistake(
            "factor ½",
            lambda w, b, X, y, alpha: _step(w, b, X, y, alpha / 2),
            "Both slopes are from the old place now, but only half as long. The ½ of half-MSE has cancelled the 2.",
            see="Two slopes",
        ),
        Mistake(
            "one example's shares",
            lambda w, b, X, y, alpha: tuple(v - alpha * d for v, d in zip((w, b), _shares(w, b, X, y), strict=True)),
            "You make a step for each example. There is one step, along the mean of the slopes.",
            see="Two slopes",
        ),
        Mistake(
            "1/m forgotten",
            lambda w, b, X, y, alpha: _step(w, b, X, y, alpha * len(X)),
            "You sum over the examples. Half-MSE is a mean.",
            see="Two slopes",
        ),
        Mistake(
            "g′ forgotten",
            _step_along(slopes_of(_error)),
            "Both slopes are from the old place now, but a(1 − a) has gone from them.",
            see="Two slopes",
        ),
        Mistake(
            "no x",
            _step_along(lambda *case: (_slopes(*case)[1],) * 2),
            "Both knobs move by the same amount now. The slope in w has one more gear, dz/dw = x.",
            see="Two slopes",
        ),
        Mistake(
            "x in the slope of the bias",
            _step_along(lambda *case: (_slopes(*case)[0],) * 2),
            "Both knobs move by the same amount now. A nudge of b moves z by just as much: dz/db = 1.",
            see="Two slopes",
        ),
    ),
    stub=_w_then_b,
    inputs=tuple((*case, alpha) for case, alpha in zip(CASES, (3.0, 0.5, 4.0, 1.5, 0.7), strict=True)),
    case="a step from w = {0:g}, b = {1:g} at α = {4:g}",
    parts=("w", "b"),
)


def _with_ones(collect, delta=_delta, columns=lambda X, ones: (X, ones)):
    """The slope in both weights as a function of (weights, X, y); `collect(X_ones, d)` makes it of the errors."""

    def slope(weights, X, y):
        X_ones = np.column_stack(columns(X, np.ones(len(X))))
        return collect(X_ones, delta(X_ones @ weights, y))

    return slope


def _product(X_ones, d):
    return X_ones.T @ d / len(X_ones)


def _entries(of_weight, of_bias):
    """The two entries one after the other, each as `entry(x, d)`, summed and divided by m."""
    return lambda X_ones, d: np.array([[np.sum(entry(X_ones[:, :1], d))] for entry in (of_weight, of_bias)]) / len(d)


def _d_alone(x, d):
    return d


def _square(x, d):
    return x * d.T


published_slopes = Exercise(
    title="Repair the published slopes",
    kind="find the bug",
    difficulty="medium",
    minutes=6,
    task="Find both mistakes, and repair them for any number of examples.",
    see="The published program",
    reference=_with_ones(_product),
    solved="X_ones.T @ d has one row for each weight: Σ x·d, and Σ 1·d, which is Σ d. No entry can lose its place.",
    mistakes=(
        Mistake(
            "summed outer product",
            _with_ones(_entries(_square, _d_alone)),
            "Each entry is in its place now. But X * d.T is still a square, with the sum (Σ x) · (Σ d).",
        ),
        Mistake(
            "summed outer product",
            _with_ones(_entries(_square, _square)),
            "Both entries are (Σ x) · (Σ d), divided by m: every x times every d.",
        ),
        Mistake(
            "summed outer product",
            _with_ones(lambda X_ones, d: np.mean(X_ones[:, None] * d, axis=(0, 1))[:, None]),
            "A flat column of X_ones times the column d is a square, so its mean is that of x times that of d. "
            "For the ones this makes no difference, for the x it does.",
        ),
        Mistake(
            "summed outer product",
            _with_ones(lambda X_ones, d: np.sum(X_ones[:, None] * d, axis=(0, 1))[:, None] / len(d)),
            "A flat column of X_ones times the column d is a square: every x times every d, and each d m times "
            "in the entry of the bias.",
        ),
        Mistake(
            "partials swapped",
            _with_ones(_entries(_d_alone, lambda x, d: x * d)),
            "The square has gone. But the first entry belongs to the weight, and Σ d is the slope of the bias.",
        ),
        Mistake(
            "position for slope",
            lambda weights, X, y: weights - _with_ones(_product)(weights, X, y),
            "You have made a whole step, weights minus slope. Return the slope alone.",
        ),
        Mistake(
            "ones-column at the wrong end",
            _with_ones(_product, columns=lambda X, ones: (ones, X)),
            "`weights` holds the weight and then the bias, so the x come first in X_ones, and then the ones.",
            see="The column of ones",
        ),
        Mistake(
            "flat list beside a column",
            lambda weights, X, y: _with_ones(_product)(weights, X, y.ravel()),
            "Your y is flat, and a is a column. NumPy makes a − y a square: every target from every answer.",
            see="The shape of everything, once",
        ),
        Mistake(
            "flat list beside a column",
            lambda weights, X, y: _with_ones(_product)(weights.ravel(), X, y),
            "Your a is flat, and y is a column. NumPy makes a − y a square: every target from every answer.",
            see="The shape of everything, once",
        ),
        Mistake(
            "1/m forgotten",
            _with_ones(lambda X_ones, d: X_ones.T @ d),
            "You have the sums over the examples. Half-MSE is their mean.",
            see="Two slopes",
        ),
        Mistake(
            "1/m twice",
            _with_ones(lambda X_ones, d: _product(X_ones, d) / len(d)),
            "You divided by m once more than needed: the product adds up, and one division makes the mean.",
            see="Two slopes",
        ),
        Mistake(
            "fixed number of examples",
            _with_ones(lambda X_ones, d: X_ones.T @ d / 2),
            "You divided by 2. That is m on NOT; in general m is len(X).",
            see="Two slopes",
        ),
        Mistake(
            "factor 2",
            _with_ones(lambda X_ones, d: 2 * _product(X_ones, d)),
            "Those are the slopes of MSE. In half-MSE the ½ cancels the 2 of the square.",
            see="Two slopes",
        ),
        Mistake(
            "factor ½",
            _with_ones(lambda X_ones, d: _product(X_ones, d) / 2),
            "You divided by 2m. The ½ of half-MSE is used up: it has cancelled the 2 of the square.",
            see="Two slopes",
        ),
        Mistake(
            "flipped sign",
            _with_ones(lambda X_ones, d: -_product(X_ones, d)),
            "The product is right, but turned round: the error is a − y.",
            see="Two slopes",
        ),
        Mistake(
            "g′ forgotten",
            _with_ones(_product, delta=_error),
            "The product is right, but d has lost the sigmoid's slope, a(1 − a).",
            see="Two slopes",
        ),
        Mistake(
            "no x",
            _with_ones(_entries(_d_alone, _d_alone)),
            "Both entries are Σ d/m, the slope of the bias. In that of the weight each d is multiplied by its x.",
            see="Two slopes",
        ),
        Mistake(
            "x in the slope of the bias",
            _with_ones(_entries(lambda x, d: x * d, lambda x, d: x * d)),
            "Both entries are Σ x·d/m, the slope of the weight. For the bias each d is multiplied by 1.",
            see="Two slopes",
        ),
        Mistake(
            "transposed gradient",
            _with_ones(lambda X_ones, d: d.T @ X_ones / len(d)),
            "You return a row (1, 2), and `weights` is a column (2, 1). A slope has the shape of what it belongs to.",
            see="The shape of everything, once",
        ),
        Mistake(
            "bias left out",
            _with_ones(lambda X_ones, d: X_ones[:, :1].T @ d / len(d)),
            "You return the slope of the weight alone. X_ones in place of X gives both.",
            see="The column of ones",
        ),
        Mistake(
            "one example's shares",
            _with_ones(lambda X_ones, d: X_ones * d),
            "You return a row for each example. The slope is their mean: X_ones.T @ d adds the rows up.",
            see="The shape of everything, once",
        ),
        Mistake(
            "axis left out",
            _with_ones(lambda X_ones, d: np.sum(X_ones * d) / len(d)),
            "np.sum alone adds the two columns too, and leaves one number. With axis=0 it goes over the examples.",
            see="The shape of everything, once",
        ),
        Mistake(
            "axis left out",
            _with_ones(lambda X_ones, d: np.mean(X_ones * d)),
            "np.mean alone mixes the two columns, and leaves one number. With axis=0 it goes over the examples.",
            see="The shape of everything, once",
        ),
    ),
    stub=_with_ones(_entries(_d_alone, _square)),
    inputs=tuple((_column(w, b), X, y) for w, b, X, y in CASES),
    case="weights = {0}, X = {1}, y = {2}",
)

one_line = Explanation(
    title="Explain the line of the published walk",
    difficulty="medium",
    minutes=5,
    task="Explain the picture “The published walk can only move along one line” to somebody who has not read this "
    "notebook.",
    see="The line it cannot leave",
    solved="A mistake in a slope, and you can see it as a line that a walk cannot leave.",
    statements=(
        Mistake(
            "up the page taken for uphill",
            "From (3, 0) the published walk goes uphill: it climbs the page, away from the low part.",
            "Height is the shade, and up the page the bias grows. That walk does sink, from 0.58 to about 0.50.",
        ),
        Point(
            "Each point of the map is a unit, with its weight and its bias, and its shade is the cost.",
            "Without it nobody knows what is walking there, and where down is.",
        ),
        Point(
            "The published program moves both knobs by the same amount in each step, so w − b stays what it was.",
            "This is the reason for the line: its slope is 1 because both knobs take equal steps.",
        ),
        Mistake(
            "rest taken for the lowest place",
            "At least the published walk finds the place with the lowest cost on its line.",
            "Tempting, for what else would it look for there? But one of its two slopes is wrong. So it comes to rest "
            "a little beside that place, at a cost of 0.00669.",
        ),
        Point(
            "Whether it can learn is decided at the start: the line from (3, 0) does not touch the low part.",
            "Say why one published walk arrives and the other does not, though both have 12 000 epochs.",
        ),
    ),
)
