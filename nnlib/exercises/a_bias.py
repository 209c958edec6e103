"""The exercises of notebook 03."""

import numpy as np

from nnlib.exercises.checking import Exercise, Explanation, Mistake, Point
from nnlib.functions import sigmoid, sigmoid_slope

TWO_SLOPES = "Two slopes"
SHAPES = "The shape of everything, once"

which_knob = Exercise(
    title="Predict which knob moves more",
    kind="predict",
    difficulty="easy",
    minutes=1,
    task="Which of its two knobs will have moved more at the end?",
    see=TWO_SLOPES,
    reference="a",
    solved="Now run the next cell. Below the map you can read why it is so.",
    mistakes=(
        Mistake(
            "usefulness taken for slope",
            "b",
            "Tempting, for only the weight can tell the inputs apart. But a step does not know what is useful: "
            "it is α times the slope, and the slopes in w and b differ by the factor x alone.",
        ),
        Mistake(
            "a right answer counted as a pull",
            "c",
            "Tempting, for the slope in b adds up both examples, and that in w has a 0 for x = 0. But there "
            "the answer is right from the start, so that example hardly pulls at all.",
        ),
        Mistake(
            "small slopes taken for none",
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
        Mistake(
            "held slider left out",
            {"in x": 8},
            "y is held, and not gone: with a 5 in front, a curve is five times as steep.",
        ),
        *(
            Mistake(
                "slope given to a constant", {"in x": given}, "With y held, 3y is the fixed number 15: its slope is 0."
            )
            for given in (43, 55)
        ),
        Mistake("power not lowered", {"in x": 160}, "x² gives 2x. You kept the square beside the 2."),
        Mistake("power not in front", {"in x": 20}, "x² gives 2x: the 2 comes down in front. You took x."),
        Mistake("x lost from the slope of x²", {"in x": 10}, "x² gives 2x, which is 8 at x = 4, and not 2."),
        Mistake("held slider moved", {"in x": 56}, "2xy + x² is what comes out if y moves too. y stays at 5."),
        Mistake("height for slope", {"in x": 80}, "80 is x²y itself at this place. How much does it move with x?"),
        *(
            Mistake("height for slope", {name: 95}, "95 is f(4, 5) itself. How much does it move with the slider?")
            for name in ("in x", "in y")
        ),
        Mistake("x and y exchanged", {"in y": 28}, "The question is about x = 4, y = 5. You took x = 5, y = 4."),
        *(
            Mistake("both slopes added", {name: 59}, "59 is the two slopes together. Here each slider moves by itself.")
            for name in ("in x", "in y")
        ),
        Mistake("term left out", {"in y": 16}, "The term 3y moves too when y moves: it adds 3 to the slope in y."),
        Mistake(
            "held factor taken for a constant term",
            {"in y": 3},
            "In x²y only x is held. With x = 4 it is 16y, which moves 16 times as much as y.",
        ),
        Mistake("held slider moved", {"in y": 11}, "2x + 3 has the slope of x² in it. x is held: x² is the number 16."),
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
    minutes=1,
    task="At which input x is its answer exactly one half?",
    see="A second knob",
    reference=0.25,
    solved="The answer is ½ where z = 0: −8x + 2 = 0, so x = 2/8.",
    mistakes=(
        Mistake("flipped sign", -0.25, "wx + b = 0 gives x = −b/w, and with w = −8 the two minus signs cancel."),
        *(
            Mistake("upside down", given, "From wx + b = 0 comes wx = −b. Divide it by w, which is −8.")
            for given in (4, -4)
        ),
        Mistake("z set to one half", 0.1875, "−8x + 2 = ½ makes z one half. The answer is g(z), and g is ½ at z = 0."),
        Mistake("answer for input", 0.5, "One half is what comes out. Which x has to go in?"),
        Mistake("answer for input", sigmoid(2), "0.88 is the answer at x = 0. Which x makes the answer ½?"),
        Mistake("z for input", 2, "2 is b, which is z at x = 0. At which x is z 0?"),
        Mistake("z = 0 taken for x = 0", 0, "At x = 0, z is 2, and the answer is 0.88. At which x is z 0?"),
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
_NOT = CASES[1][2:]
FLAT = "a and y are not both columns (m, 1). Then a − y is a table (m, m), each answer less each target."


def slopes_of(delta):
    """(∂C/∂w, ∂C/∂b) as a function of (w, b, X, y), for a cost whose slope in z is `delta(z, y)` for each example."""

    def slopes(w, b, X, y):
        d = delta(w * X + b, y)
        return np.mean(d * X), np.mean(d)

    return slopes


def on_not(slopes):
    """What slopes from the notebook give, which look at its two examples, whatever X and y are."""
    return lambda w, b, X, y: slopes(w, b, *_NOT)


def usual_mistakes(delta, notebook=""):
    """What goes wrong with `slopes_of(delta)`, whatever the cost; `notebook` is put after the headings of this one."""
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
            "The slope in w is still a sum over the examples. (X.T @ d adds them up, too.) Divide it by m.",
        ),
        Mistake(
            "bias not averaged",
            shares(lambda X, d: (np.mean(d * X), np.sum(d))),
            "The slope in b is still a sum over the examples. Divide it by m.",
        ),
        Mistake(
            "1/m twice",
            shares(lambda X, d: (np.mean(d * X) / len(X), np.mean(d) / len(X))),
            "You divided by m twice; np.mean is one of the two.",
        ),
        Mistake(
            "fixed number of examples",
            shares(lambda X, d: (np.sum(d * X) / 2, np.sum(d) / 2)),
            "You divided the sums by 2. Divide them by m, which is len(X): 2 on NOT, but the check also has other m.",
        ),
        Mistake(
            "flipped sign",
            lambda *case: tuple(-s for s in slopes(*case)),
            "Both have the wrong sign. Is each difference the right way round? And is there a minus in front?",
        ),
        Mistake(
            "no mean taken",
            shares(lambda X, d: (d * X, d)),
            "You return a number for each example. The slope is their mean.",
        ),
        *(
            Mistake(name, shares(lambda X, d, k=k, m=m: (d[k] * X[k] / m(X), d[k] / m(X))), words)
            for name, k, words in (
                (
                    "last example only",
                    -1,
                    "Of the other examples nothing is left. If you have a loop: shares add up, so use +=.",
                ),
                (
                    "first example only",
                    0,
                    "The other examples have no say. If you have a loop: `return` belongs after it, not inside it.",
                ),
            )
            for m in (len, lambda X: 1)
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
        *(
            Mistake(
                "summed outer product",
                shares(lambda X, d, total=total: (total(X * d.T), np.mean(d))),
                "Every x is multiplied by every d, or by their mean. Keep both columns, multiply row by row, and take "
                "one mean at the end.",
                see=f"The published program{notebook}",
            )
            for total in (np.mean, lambda square: np.sum(square) / len(square))
        ),
        *(
            Mistake("flat list beside a column", answer, FLAT, see=f"{SHAPES}{notebook}")
            for answer in (lambda w, b, X, y: slopes(w, b, X, y.ravel()), flat_answers)
        ),
    )


def _gears(error=lambda z, a, y: a - y, middle=lambda z, a: a * (1 - a), factor=1):
    """The slope of half-MSE in z as a function of (z, y), from two gears; each may be a mistaken one."""

    def delta(z, y):
        a = sigmoid(z)
        return factor * error(z, a, y) * middle(z, a)

    return delta


_delta, _error, _doubled = _gears(), _gears(middle=lambda z, a: 1), _gears(factor=2)
_slopes = slopes_of(_delta)


def _with_gears(**gears):
    return slopes_of(_gears(**gears))


def _of_answers(formula):
    """Both slopes, made of a formula of the answers and the targets."""
    return slopes_of(lambda z, y: formula(sigmoid(z), y))


def _product_of_means(w, b, X, y):
    a = sigmoid(w * X + b)
    d = np.mean(a - y) * np.mean(a * (1 - a))
    return d * np.mean(X), d


def _half_mse(w, b, X, y):
    return np.mean(_error(w * X + b, y) ** 2) / 2


_TWO_EXAMPLES = (
    "Whatever X and y your function is handed, it works with those of NOT. "
    "(`slopes` and `right` from above do so too, and theirs is the cost without the half.)"
)


def _as_published(total):
    """Both slopes as in the published program; `total` is what is made of d, and of each x with each d."""

    def slopes(w, b, X, y):
        d = _delta(w * X + b, y)
        return total(d), total(X * d.T)

    return slopes


both_slopes = Exercise(
    title="Both slopes of half-MSE",
    kind="write",
    difficulty="medium",
    minutes=5,
    task="Without looking back, write both slopes of C = 1/(2m) Σ (a − y)² for a unit with a weight and a bias, as a "
    "pair: first that of w, then that of b.",
    see=TWO_SLOPES,
    reference=_slopes,
    solved="They share error × slope of the sigmoid. For w it is multiplied by x, for b by 1.",
    mistakes=(
        *usual_mistakes(_delta),
        *(
            Mistake(
                "summed outer product",
                _as_published(total),
                f"As in the published program, the first has no x, and the second is made of every x times every d.{m}",
                see="The published program",
            )
            for total, m in (
                (np.sum, " And neither is divided by m."),
                (lambda products: np.sum(products) / len(products), ""),
                (np.mean, ""),
            )
        ),
        Mistake(
            "factor 2",
            slopes_of(_doubled),
            "Those are the slopes of MSE. The half in half-MSE cancels the 2 of the square.",
        ),
        Mistake(
            "factor ½",
            _with_gears(factor=1 / 2),
            "The half of half-MSE is used up: it has cancelled the 2 of the square.",
        ),
        *(
            Mistake("the notebook's two examples", on_not(slopes_of(delta)), _TWO_EXAMPLES)
            for delta in (_doubled, _delta)
        ),
        Mistake("g′ forgotten", slopes_of(_error), "The error has to be multiplied by the sigmoid's slope, a(1 − a)."),
        Mistake(
            "g′ at a",
            _with_gears(middle=lambda z, a: sigmoid_slope(a)),
            "You put a into the sigmoid once more. Its slope at z is a(1 − a), with no g around a.",
            see="The slope, gear by gear (notebook 02)",
        ),
        *(
            Mistake(name, _with_gears(middle=middle), "The slope of the sigmoid is a · (1 − a), with both factors.")
            for name, middle in (("factor 1 − a forgotten", lambda z, a: a), ("factor a forgotten", lambda z, a: 1 - a))
        ),
        *(
            Mistake(
                "z in place of a",
                _with_gears(**gears),
                "The unit answers a = g(z). The error is a − y, and the slope of the sigmoid a(1 − a): no z in them.",
            )
            for gears in (
                {"middle": lambda z, a: z * (1 - z)},
                {"error": lambda z, a, y: z - y},
                {"error": lambda z, a, y: z - y, "middle": lambda z, a: z * (1 - z)},
            )
        ),
        *(
            Mistake(
                "brackets forgotten",
                _of_answers(formula),
                "Python multiplies first and subtracts last. Both differences need brackets: (a - y) and (1 - a).",
            )
            for formula in (lambda a, y: a - y * a * (1 - a), lambda a, y: (a - y) * a * 1 - a)
        ),
        Mistake(
            "product of the means",
            _product_of_means,
            "The mean of the products is another number. Multiply row by row first, and take one mean at the end.",
        ),
        Mistake(
            "power not lowered",
            _with_gears(error=lambda z, a, y: (a - y) ** 2),
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
    see=SHAPES,
    reference={"z": (7, 1), "a": (7, 1), "y": (7, 1), "d": (7, 1), "slope of W": (3, 1), "slope of b": (1,)},
    solved="One row for each example, one column for each unit; and each slope has the shape of what it belongs to.",
    mistakes=(
        *(
            Mistake(
                "flat list beside a column",
                {name: (7,)},
                f"One unit is still a column, so {name} is (7, 1). A flat list beside a column is stretched to (7, 7).",
            )
            for name in "zayd"
        ),
        Mistake(
            "flat list beside a column",
            {"d": (7, 7)},
            "a and y are not both columns (7, 1). Then a − y is a square, each answer less each target.",
        ),
        *(
            Mistake(
                "a number for a shape",
                {name: 7},
                f"7 is how many examples there are. {name} has two axes, and its shape a number for each: (…, …).",
            )
            for name in "zayd"
        ),
        *(
            Mistake("the shapes of NOT", {name: (2, 1)}, "That is the table above, with 2 examples. Here there are 7.")
            for name in "zayd"
        ),
        *(
            Mistake("row for a column", {name: (1, 7)}, f"The 7 examples are the rows, as in X: {name} has 7 rows.")
            for name in "zayd"
        ),
        *(
            Mistake(
                "an answer for each input",
                {name: (7, 3)},
                f"{words} (7, 3) @ (3, 1) is (7, 1).",
            )
            for names, words in (
                ("zad", "The 3 inputs are added up in X @ W, and what is left is one number for each example:"),
                ("y", "The targets have the shape of the answers, one for each example:"),
            )
            for name in names
        ),
        Mistake(
            "transposed gradient",
            {"slope of W": (1, 3)},
            "X.T @ d is (3, 7) @ (7, 1), which has W's own shape. d.T @ X would be (1, 3).",
        ),
        Mistake(
            "a slope for each example",
            {"slope of W": (7, 1)},
            "(7, 1) is d. In X.T @ d the 7 examples are added up, and a row is left for each input.",
        ),
        Mistake("the shape of X", {"slope of W": (7, 3)}, "A slope has the shape of that for which it is taken: of W."),
        Mistake("column lost", {"slope of W": (3,)}, "X.T @ d is (3, 7) @ (7, 1): the one unit keeps its column."),
        *(
            Mistake(
                "a slope for each example",
                {"slope of b": given},
                "d has a row for each example. The slope of b adds these 7 rows up.",
            )
            for given in ((7, 1), (7,))
        ),
        *(
            Mistake(
                "a bias for each input", {"slope of b": given}, "It is W that has a number for each of the 3 inputs."
            )
            for given in ((3, 1), (3,))
        ),
        Mistake(
            "one axis too many",
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


def _step_along(slopes, rate=lambda alpha, X: alpha):
    """One step of descent as a function of (w, b, X, y, alpha)."""

    def step(w, b, X, y, alpha):
        slope_w, slope_b = slopes(w, b, X, y)
        return w - rate(alpha, X) * slope_w, b - rate(alpha, X) * slope_b

    return step


_step = _step_along(_slopes)


def _w_then_b(step=_step):
    """The step as printed: b moves along a slope that is taken after w has moved."""

    def both(w, b, X, y, alpha):
        w = step(w, b, X, y, alpha)[0]
        return w, step(w, b, X, y, alpha)[1]

    return both


def _b_then_w(w, b, X, y, alpha):
    b = _step(w, b, X, y, alpha)[1]
    return _step(w, b, X, y, alpha)[0], b


def _moves(sign):
    return lambda w, b, X, y, alpha: tuple(sign * alpha * slope for slope in _slopes(w, b, X, y))


def _uphill(alpha, X):
    return -alpha


def _twice(alpha, X):
    return 2 * alpha


def _m_times(alpha, X):
    return alpha * len(X)


repaired_step = Exercise(
    title="What is wrong with this step?",
    kind="mend",
    difficulty="medium",
    minutes=4,
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
            "uphill step",
            _step_along(_slopes, _uphill),
            "Both slopes are from the old place now. But the step goes against them only if it is w − α · … "
            "and the error is a − y.",
        ),
        Mistake(
            "partials swapped",
            _step_along(lambda *case: _slopes(*case)[::-1]),
            "Both slopes are from the old place now, but w got the slope of b, and b that of w.",
            see=TWO_SLOPES,
        ),
        Mistake(
            "slope for position",
            lambda w, b, X, y, alpha: _slopes(w, b, X, y),
            "You return the two slopes. Return where w and b are after the step.",
        ),
        Mistake(
            "learning rate forgotten",
            _step_along(_slopes, lambda alpha, X: 1),
            "Both slopes are from the old place now. How far to go is α times each of them.",
        ),
        *(
            Mistake(
                "move for position",
                _moves(sign),
                "You return α times each slope, which is how far to go. Return where w and b are after the step.",
            )
            for sign in (-1, 1)
        ),
        Mistake(
            "new w and b in the other order",
            lambda *case: _step(*case)[::-1],
            "Both numbers are what they should be. Return that of w first.",
        ),
        Mistake("no step", lambda w, b, X, y, alpha: (w, b), "You return w and b as they came. Return the new ones."),
        Mistake(
            "b not moved",
            lambda w, b, X, y, alpha: (_step(w, b, X, y, alpha)[0], b),
            "You return the b that came in. It needs its own step, along the slope at the old w.",
        ),
        Mistake(
            "w not moved",
            lambda w, b, X, y, alpha: (w, _step(w, b, X, y, alpha)[1]),
            "You return the w that came in. It needs its own step too.",
        ),
        Mistake(
            "factor 2",
            _step_along(_slopes, _twice),
            "Those are the steps of MSE, twice as long. With half-MSE the ½ cancels the 2.",
            see=TWO_SLOPES,
        ),
        Mistake("the notebook's two examples", _step_along(on_not(slopes_of(_doubled))), _TWO_EXAMPLES, TWO_SLOPES),
        Mistake(
            "1/m forgotten",
            _step_along(_slopes, _m_times),
            "You sum over the examples. Half-MSE is a mean.",
            TWO_SLOPES,
        ),
        Mistake(
            "no x",
            _step_along(lambda *case: (_slopes(*case)[1],) * 2),
            "Both knobs move by the same amount now. The slope in w has one more gear, dz/dw = x.",
            see=TWO_SLOPES,
        ),
        Mistake(
            "x in the slope of the bias",
            _step_along(lambda *case: (_slopes(*case)[0],) * 2),
            "Both knobs move by the same amount now. A nudge of b moves z by just as much: dz/db = 1.",
            see=TWO_SLOPES,
        ),
        *(
            Mistake(
                "the fault kept, and a change beside it",
                _w_then_b(step),
                "The slope of b is still taken after w has moved. What you have changed was right as it stood.",
            )
            for step in (
                *(_step_along(_slopes, rate) for rate in (_uphill, _twice, _m_times)),
                _step_along(slopes_of(_error)),
            )
        ),
    ),
    stub=_w_then_b(),
    inputs=tuple((*case, alpha) for case, alpha in zip(CASES, (3.0, 0.5, 4.0, 1.5, 0.7), strict=True)),
    case="a step from w = {0:g}, b = {1:g} at α = {4:g}",
    parts=("w", "b"),
)


def _with_ones(collect, columns=lambda X, ones: (X, ones)):
    """The slope in both weights as a function of (weights, X, y); `collect(X_ones, d)` makes it of the errors."""

    def slope(weights, X, y):
        X_ones = np.column_stack(columns(X, np.ones(len(X))))
        return collect(X_ones, _delta(X_ones @ weights, y))

    return slope


def _product(X_ones, d):
    return X_ones.T @ d / len(X_ones)


def _entries(of_weight, of_bias):
    """The two entries one after the other, each as `entry(x, d)`, summed and divided by m."""
    return lambda X_ones, d: np.array([[np.sum(entry(X_ones[:, :1], d))] for entry in (of_weight, of_bias)]) / len(d)


def _undivided(collect):
    return lambda X_ones, d: collect(X_ones, d) * len(d)


def _d_alone(x, d):
    return d


def _square(x, d):
    return x * d.T


def _x_times_d(x, d):
    return x * d


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
            "Each entry is in its place now. But the first is still (Σ x) · (Σ d), every x times every d, as X * d.T "
            "gives it.",
        ),
        Mistake(
            "summed outer product",
            _with_ones(_entries(_square, _square)),
            "Both entries are (Σ x) · (Σ d), divided by m: every x times every d.",
        ),
        *(
            Mistake(
                "summed outer product",
                _with_ones(lambda X_ones, d, m=m: np.sum(X_ones[:, None] * d, axis=(0, 1))[:, None] / m(d)),
                f"The first entry is made of every x times every d, a square{words}. X * d.T is such a square, and "
                "also a flat list such as X_ones[:, 0] times the column d.",
            )
            for m, words in (
                (lambda d: len(d) ** 2, ", of which a mean has been taken"),
                (len, ", and the second is Σ d, m times too large"),
            )
        ),
        Mistake(
            "partials swapped",
            _with_ones(_entries(_d_alone, _x_times_d)),
            "The square has gone. But the first entry belongs to the weight, and Σ d is the slope of the bias.",
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
            FLAT,
            see=SHAPES,
        ),
        Mistake(
            "1/m forgotten",
            _with_ones(lambda X_ones, d: X_ones.T @ d),
            "You have the sums over the examples. Half-MSE is their mean.",
            see=TWO_SLOPES,
        ),
        Mistake(
            "1/m twice",
            _with_ones(lambda X_ones, d: _product(X_ones, d) / len(d)),
            "You divided by m twice. A mean has one division in it already.",
            see=TWO_SLOPES,
        ),
        Mistake(
            "fixed number of examples",
            _with_ones(lambda X_ones, d: X_ones.T @ d / 2),
            "You divided the sums by 2. Divide them by m, which is len(X): 2 on NOT, but the check also has other m.",
            see=TWO_SLOPES,
        ),
        Mistake(
            "no x",
            _with_ones(_entries(_d_alone, _d_alone)),
            "Both entries are Σ d/m, the slope of the bias. In that of the weight each d is multiplied by its x.",
            see=TWO_SLOPES,
        ),
        Mistake(
            "x in the slope of the bias",
            _with_ones(_entries(_x_times_d, _x_times_d)),
            "Both entries are Σ x·d/m, the slope of the weight. For the bias each d is multiplied by 1.",
            see=TWO_SLOPES,
        ),
        Mistake(
            "transposed gradient",
            _with_ones(lambda X_ones, d: d.T @ X_ones / len(d)),
            "You return a row (1, 2), and `weights` is a column (2, 1). A slope has the shape of what it belongs to.",
            see=SHAPES,
        ),
        Mistake(
            "bias left out",
            _with_ones(lambda X_ones, d: X_ones[:, :1].T @ d / len(d)),
            "You return the slope of the weight alone. X_ones in place of X gives both.",
            see="The column of ones",
        ),
        Mistake(
            "no mean taken",
            _with_ones(lambda X_ones, d: X_ones * d),
            "You return a row for each example. The slope is their mean: X_ones.T @ d adds the rows up.",
            see=SHAPES,
        ),
        *(
            Mistake(
                "axis left out",
                _with_ones(lambda X_ones, d, count=count: np.sum(X_ones * d) / count(X_ones)),
                "np.sum or np.mean alone adds the two columns too, and leaves one number. With axis=0 it goes over the "
                "examples only.",
                see=SHAPES,
            )
            for count in (len, np.size)
        ),
        Mistake(
            "partials swapped",
            _with_ones(_undivided(_entries(_d_alone, _x_times_d))),
            "The square has gone. But the first entry belongs to the weight, and both are still sums: divide by m.",
        ),
        *(
            Mistake(
                "summed outer product",
                _with_ones(collect),
                f"Both mistakes are still there{words}. The second entry is made of every x times every d.",
            )
            for collect, words in (
                (_undivided(_entries(_d_alone, _square)), ", and 1/m has gone"),
                (_entries(_d_alone, lambda x, d: _square(x, d) / len(d)), ""),  # of np.mean
            )
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
        Mistake(
            "rest taken for the lowest place",
            "At least the published walk finds the place with the lowest cost on its line.",
            "Tempting, for what else would it look for there? But one of its two slopes is wrong. So it comes to rest "
            "a little beside that place, at a cost of 0.00669.",
        ),
        Point(
            "The published program moves both knobs by the same amount in each step, so w − b stays what it was.",
            "This is the reason for the line: its slope is 1 because both knobs take equal steps.",
        ),
        Point(
            "Whether it can learn is decided at the start: the line from (3, 0) does not touch the low part.",
            "Say why one published walk arrives and the other does not, though both have 12 000 epochs.",
        ),
    ),
)
