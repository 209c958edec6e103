"""The exercises of notebook 05."""

import numpy as np

from nnlib.exercises.checking import Exercise, Explanation, Mistake, Point
from nnlib.functions import sigmoid, sigmoid_slope

_WAYS = "One input, two ways"
_PATHS = "Two units in each layer: several paths"
_DELTA = "The shared part gets a name: δ"
_MATRICES = "All at once: two lines for a layer"
_BIAS = "The bias comes back"
_PRINT = "Wrong in print, and what it does"


def _where(entry, *told, see=""):
    """Mistakes in one entry of a dictionary: (name, answer, words) each."""
    return tuple(Mistake(name, {entry: answer}, words, see) for name, answer, words in told)


ten_layers = Exercise(
    title="Predict the explosion",
    kind="predict",
    difficulty="easy",
    minutes=1,
    task="How many paths has the whole net, to the nearest power of ten?",
    see="The explosion, and the collapse",
    reference=1e11,
    solved="100 weights with 10⁹ paths each make 10¹¹, and the later layers add a ninth of that. Now see the table.",
    mistakes=(
        Mistake(
            "one weight for the whole net",
            1e9,
            "Tempting, for nine tens make 10⁹. But so many paths has one weight of the first layer, and that layer "
            "has 100 weights.",
        ),
        Mistake(
            "own layer counted as a choice",
            1e10,
            "Tempting, for there are ten layers of ten. But a weight leads into one unit of its own layer, and only "
            "the nine later ones leave a choice. Then count the weights: the first layer has 100.",
        ),
        Mistake(
            "all weights like those of the first layer",
            1e12,
            "Tempting, for 1 000 weights times 10⁹ is 10¹². But only 100 of them stand in the first layer. In each "
            "later layer a weight has ten times fewer paths.",
        ),
        Mistake(
            "last layer without a choice",
            1e8,
            "Tempting, if you think of one output. But all ten outputs are in the cost, so the last layer is a choice "
            "too. And then count the weights of the first layer: 100.",
        ),
        Mistake(
            "weights counted",
            1e3,
            "Tempting, for there are 1 000 weights. But only those of the last layer have a single path each.",
        ),
        Mistake(
            "choices added",
            1e2,
            "Tempting, for nine layers of ten units are 90 units, about 100. But in each layer every way splits into "
            "ten: the choices multiply.",
        ),
        Mistake(
            "wires that do not join",
            1e20,
            "Tempting, for each of the ten layers has 100 wires. But a wire has to begin where the one before it "
            "ended, so there are 10 to choose from and not 100.",
        ),
        Mistake("exponent alone", 11, "That is only the exponent. Write the number, such as 10**6 for a million."),
        *(
            Mistake("^ for a power", value, "In Python `^` compares bits. A power is written with two stars: 10**6.")
            for value in (10 ^ 11, 10 ^ 10)
        ),
    ),
    tolerance=0.2,
)

two_wires = Exercise(
    title="Two wires",
    kind="work out",
    difficulty="easy",
    minutes=3,
    task="What is df/dx at x = 3?",
    see=_WAYS,
    reference=16,
    solved="6 arrive through u and 10 through v. What arrives by two ways is added.",
    mistakes=(
        Mistake("one wire's factor left out", 11, "v arrives at f doubled, so the way through v brings 5 · 2, not 5."),
        Mistake("one path only", 6, "6 comes through u. x also feeds v, and what arrives there is added."),
        Mistake("one path only", 10, "10 comes through v. x also feeds u, and what arrives there is added."),
        *(
            Mistake("paths multiplied", value, "Along a path you multiply, over the paths you add.")
            for value in (60, 30)
        ),
        Mistake("power not in front", 13, "The slope of x² is 2x, which is 6 at x = 3. You took x itself."),
        Mistake("power not lowered", 28, "x² gives 2x, which is 6 at x = 3. You took 2x², which is 18."),
        Mistake("height for slope", 39, "39 is f itself at x = 3. Asked is how much it moves when x moves."),
        Mistake("height for slope", 14, "9 is u itself at x = 3; its slope is 2x = 6. And through v comes 2 · 5 = 10."),
        Mistake("height for slope", 19, "9 is u itself at x = 3. Its slope is 2x = 6."),
        Mistake("height for slope", 21, "15 is v itself at x = 3. Its slope is 5, and it arrives at f doubled."),
        Mistake(
            "x left in a straight line's slope",
            36,
            "Through v you have 30, which is 2v itself. The slope of 5x is 5 everywhere: through v comes 2 · 5 = 10.",
        ),
        Mistake("paths averaged", 8, "6 and 10 both arrive in full, so they are added. Nothing is divided by 2."),
        Mistake(
            "one wire's factor on both ways", 22, "The 2 stands on the wire from v to f. What comes through u is 6."
        ),
        Mistake(
            "one wire's factor on both ways",
            32,
            "The 2 stands on the wire from v to f alone, and it is in the 10 already.",
        ),
        Mistake("one wire's factor twice", 26, "Through v comes 2 · 5 = 10, not 20."),
        Mistake(
            "x lost from the slope of x²",
            12,
            "The slope of x² is 2x, which is 6 at x = 3 and not 2. Then add what comes through v, 2 · 5.",
        ),
    ),
    tolerance=1e-3,
)

hidden_delta = Exercise(
    title="The δ of a hidden unit, by hand",
    kind="work out",
    difficulty="medium",
    minutes=5,
    task="What is the δ of the hidden unit?",
    see=_DELTA,
    reference=-0.1,
    solved="What comes back is 0.2 − 0.6 = −0.4, and the unit's own slope 0.25 makes −0.1 of it.",
    mistakes=(
        Mistake("g′ forgotten", -0.4, "Every path goes through the unit itself: multiply by a(1 − a) = 0.25."),
        Mistake("a in place of g′", -0.2, "You multiplied by 0.5. The unit's own slope is a(1 − a), which is 0.25."),
        Mistake("flipped sign", 0.1, "0.2 comes back over the weight 2, −0.6 over −3. The sum is negative."),
        Mistake("flipped sign", 0.4, "0.2 − 0.6 is −0.4. And the unit's own slope a(1 − a) = 0.25 is missing."),
        Mistake(
            "minus sign of a weight lost",
            0.2,
            "The second wire brings 0.2 · (−3) = −0.6. What the two wires bring is added, and then multiplied by 0.25.",
        ),
        Mistake(
            "minus sign of a weight lost",
            0.8,
            "The second wire brings 0.2 · (−3) = −0.6. And the unit's own slope a(1 − a) = 0.25 is missing.",
        ),
        Mistake(
            "one path only",
            -0.6,
            "−0.6 comes back over the second wire. Add what the first brings, and multiply by a(1 − a).",
        ),
        Mistake("one path only", -0.15, "You took the second wire. The unit feeds both outputs: add both."),
        Mistake("one path only", 0.05, "You took the first wire. The unit feeds both outputs: add both."),
        *(
            Mistake(
                "weights left out",
                value,
                "Each δ goes back over its own wire, times the weight of that wire: 0.1 · 2 and 0.2 · (−3).",
            )
            for value in (0.3, 0.075)
        ),
        *(
            Mistake(
                "sums before products",
                value,
                "Each δ goes back over its own wire, times the weight of that wire. Then add the two.",
            )
            for value in (-0.3, -0.075)
        ),
        *(
            Mistake("δ left out", value, "You added the weights. Each is multiplied by the δ at its end first.")
            for value in (-0.25, -1)
        ),
        *(
            Mistake("paths multiplied", value, "Along a path you multiply, over the two paths you add.")
            for value in (-0.03, -0.12)
        ),
        Mistake("g′ twice", -0.025, "The unit's own slope a(1 − a) = 0.25 comes in once, after the two are added."),
        Mistake("g′ once for both", 0.05 - 0.6, "Only 0.2 got the factor 0.25. Add first: it belongs to the sum."),
        Mistake("own slope alone", 0.25, "0.25 is a(1 − a). It multiplies what comes back over the two wires."),
        Mistake(
            "minus sign of a weight lost",
            0.15,
            "The second wire brings 0.2 · (−3) = −0.6. Add what the first brings, and multiply the sum by 0.25.",
        ),
        Mistake("division by g′", -1.6, "Multiply by the unit's own slope: −0.4 · 0.25."),
        Mistake("paths averaged", -0.05, "What comes back over the two wires is added, and nothing is halved."),
        Mistake("wires crossed", 0.025, "δ = 0.1 belongs to the wire with weight 2, δ = 0.2 to the one with −3."),
        Mistake("g′ at a", -0.4 * sigmoid_slope(0.5), "g′ is taken at z, and there it is a(1 − a) = 0.25.", see=_PRINT),
    ),
    tolerance=5e-4,
)


def _forward(x, W1, W2):
    a1 = sigmoid(x @ W1)
    return a1, sigmoid(a1 @ W2)


def _logit(a):
    return np.log(a / (1 - a))


def _slope_of_z(a):
    """z (1 − z), which is nothing at all."""
    return _logit(a) * (1 - _logit(a))


def _slopes(
    x, y, W1, W2, *, error=lambda a, y: a - y, out=lambda a: a * (1 - a), hidden=lambda a: a * (1 - a), back=np.dot
):
    """(∂C/∂W[1], ∂C/∂W[2]) of one example; each keyword is a step that a mistake replaces."""
    a1, a2 = _forward(x, W1, W2)
    delta2 = error(a2, y) * out(a2)
    delta1 = back(W2, delta2) * hidden(a1)
    return np.outer(x, delta1), np.outer(a1, delta2)


def _mistaken(**steps):
    return lambda x, y, W1, W2: _slopes(x, y, W1, W2, **steps)


def _changed(change):
    return lambda x, y, W1, W2: change(x, *_forward(x, W1, W2), *_slopes(x, y, W1, W2))


_RNG = np.random.default_rng(8)
_EXAMPLES = tuple(
    (_RNG.normal(size=2), _RNG.uniform(size=2), _RNG.normal(size=(2, 2)), _RNG.normal(size=(2, 2))) for _ in range(3)
)
_FROM_I_TO_J = "Entry [i, j] belongs to the wire from unit i to unit j."

eight_slopes = Exercise(
    title="All eight slopes of a 2-2-2 net",
    kind="write",
    difficulty="medium",
    minutes=8,
    task="Write a function that takes x and y, both of shape (2,), and W1 and W2, both (2, 2), and returns the pair "
    "∂C/∂W[1], ∂C/∂W[2] for C = ½ Σ (a[2] − y)².",
    see=_DELTA,
    reference=_slopes,
    solved="Eight slopes from sixteen multiplications beside the g′, and no path was followed twice.",
    inputs=_EXAMPLES,
    case="x = {0}",
    parts=("∂C/∂W[1]", "∂C/∂W[2]"),
    mistakes=(
        Mistake(
            "flipped sign",
            _mistaken(error=lambda a, y: y - a),
            "The derivative of ½(a − y)² is a − y, not y − a. With your slopes descent would climb.",
            see=_PRINT,
        ),
        Mistake(
            "cross-entropy's δ",
            _mistaken(out=np.ones_like),
            "g′(z) of the outputs is missing. δ = a − y belongs to the cross-entropy; half-MSE has g′(z) as well.",
        ),
        Mistake(
            "cross-entropy's δ",
            lambda *case: (_slopes(*case)[0], _slopes(*case, out=np.ones_like)[1]),
            "The slopes of W[1] are right. In those of W[2] the g′(z) of the outputs is missing: they are made with "
            "the same δ[2] that went back.",
        ),
        Mistake(
            "g′ forgotten",
            _mistaken(hidden=np.ones_like),
            "The slopes of W[2] are right. In those of W[1] the hidden units' own g′(z) is missing.",
        ),
        Mistake(
            "g′ forgotten",
            _mistaken(out=np.ones_like, hidden=np.ones_like),
            "It is missing twice: that of the outputs in both tables, that of the hidden units in those of W[1].",
        ),
        Mistake(
            "error sent back in place of δ",
            lambda *case: (_slopes(*case, out=np.ones_like)[0], _slopes(*case)[1]),
            "The slopes of W[2] are right. But what goes back is δ[2], with its g′(z), and not a − y alone.",
        ),
        Mistake(
            "g′ at a",
            _mistaken(out=sigmoid_slope, hidden=sigmoid_slope),
            "It belongs at z, or write it as a(1 − a).",
            see=_PRINT,
        ),
        Mistake(
            "g′ at a",
            _mistaken(out=sigmoid_slope),
            "That is so for the outputs. It belongs at z, or write it as a(1 − a).",
            see=_PRINT,
        ),
        Mistake(
            "g′ at a",
            _mistaken(hidden=sigmoid_slope),
            "That is so for the hidden units. It belongs at z, or write it as a(1 − a).",
            see=_PRINT,
        ),
        *(
            Mistake("z (1 − z)", _mistaken(**steps), f"{where}. g′(z) is a(1 − a): the formula wants a, not z.")
            for where, steps in {
                "You wrote it in both layers": {"out": _slope_of_z, "hidden": _slope_of_z},
                "You wrote it for the outputs": {"out": _slope_of_z},
                "You wrote it for the hidden units": {"hidden": _slope_of_z},
            }.items()
        ),
        Mistake(
            "g′ of another layer",
            _changed(lambda x, a1, a2, W1, W2: (W1 * a2 * (1 - a2) / (a1 * (1 - a1)), W2)),
            "The slopes of W[2] are right. But the hidden units got the outputs' slope: theirs is a[1](1 − a[1]).",
        ),
        Mistake(
            "cost for slope",
            _mistaken(error=lambda a, y: (a - y) ** 2 / 2),
            "You began with the costs ½(a − y)². δ begins with their slope in a, which is a − y.",
        ),
        Mistake("target left out", _mistaken(error=lambda a, y: a), "δ of an output begins with a − y, not with a."),
        Mistake(
            "error left out",
            _mistaken(error=lambda a, y: 1.0),
            "You have the slopes of the answers, not of the cost. The first factor of each path is a − y.",
        ),
        Mistake(
            "missing transpose",
            _mistaken(back=lambda W, delta: delta @ W),
            "The slopes of W[2] are right. On the way back δ went through W2 as it is: δ[1]₁ needs "
            "W[2]₁₁ and W[2]₁₂, the wires that lead out of hidden unit 1. The square shape hid it.",
            see=_MATRICES,
        ),
        Mistake(
            "weights of another layer",
            lambda x, y, W1, W2: _slopes(x, y, W1, W2, back=lambda W, delta: W1 @ delta),
            "The slopes of W[2] are right. But δ[2] went back through W1: the wires to the outputs are those of W2.",
        ),
        Mistake(
            "weights left out",
            _mistaken(back=lambda W, delta: delta),
            "The slopes of W[2] are right. But δ[2] went back as it was: each wire multiplies by its own weight.",
        ),
        Mistake(
            "weights left out",
            _mistaken(back=lambda W, delta: delta.sum()),
            "The slopes of W[2] are right. But you only added the two δ: each wire multiplies by its own weight first.",
        ),
        *(
            Mistake(
                "weights read from j to i",
                answer,
                "Going forward you took W1 @ x. In this course W1[i, j] leads from unit i to unit j: x @ W1, and the "
                "same in the next layer.",
                see=_PATHS,
            )
            for answer in (
                lambda x, y, W1, W2: _slopes(x, y, W1.T, W2.T),
                lambda x, y, W1, W2: _slopes(x, y, W1.T, W2.T, back=lambda W, delta: delta @ W),
                lambda x, y, W1, W2: tuple(table.T for table in _slopes(x, y, W1.T, W2.T)),
            )
        ),
        Mistake(
            "last route only",
            _mistaken(back=lambda W, delta: W[:, -1] * delta[-1]),
            "Only output 2 sends something back. Each hidden unit feeds both: add, do not overwrite.",
        ),
        Mistake(
            "one path only",
            _mistaken(back=lambda W, delta: W[:, 0] * delta[0]),
            "Only output 1 sends something back. Each hidden unit feeds both outputs: add both.",
        ),
        Mistake(
            "paths averaged",
            _mistaken(back=lambda W, delta: W @ delta / 2),
            "The slopes of W[2] are right. What comes back from the two outputs is added, and nothing is halved.",
        ),
        Mistake(
            "sums before products",
            _mistaken(back=lambda W, delta: W.sum(axis=1) * delta.sum()),
            "You added the δ, and the weights. But each δ goes back over its own wire: multiply first, then add.",
        ),
        Mistake(
            "transposed gradient", _changed(lambda x, a1, a2, W1, W2: (W1.T, W2.T)), f"Both tables are. {_FROM_I_TO_J}"
        ),
        Mistake(
            "transposed gradient",
            _changed(lambda x, a1, a2, W1, W2: (W1.T, W2)),
            f"The slopes of W[2] are right, those of W[1] lie on their side. {_FROM_I_TO_J}",
        ),
        Mistake(
            "transposed gradient",
            _changed(lambda x, a1, a2, W1, W2: (W1, W2.T)),
            f"The slopes of W[1] are right, those of W[2] lie on their side. {_FROM_I_TO_J}",
        ),
        Mistake(
            "paired in place of all products",
            _changed(lambda x, a1, a2, W1, W2: (np.diag(W1), np.diag(W2))),
            "`*` takes the first with the first and the second with the second. Each weight needs its own product, "
            "four for each table: np.outer.",
        ),
        Mistake(
            "one sum for a whole table",
            _changed(lambda x, a1, a2, W1, W2: (np.trace(W1), np.trace(W2))),
            "`@` of two flat lists adds the products up to one number. Each weight needs its own product: np.outer.",
        ),
        Mistake(
            "δ for slopes",
            _changed(lambda x, a1, a2, W1, W2: (W1[0] / x[0], W2[0] / a1[0])),
            "You returned δ[1] and δ[2]. A slope takes one more factor, what its weight is fed with: np.outer.",
        ),
        Mistake(
            "one table only",
            _changed(lambda x, a1, a2, W1, W2: W1),
            "The slopes of W[1] are right. Those of W[2] are missing: return both tables.",
        ),
        Mistake(
            "one table only",
            _changed(lambda x, a1, a2, W1, W2: W2),
            "The slopes of W[2] are right. Those of W[1] are missing: return both tables, W[1] first.",
        ),
        Mistake(
            "tables swapped",
            _changed(lambda x, a1, a2, W1, W2: (W2, W1)),
            "Both are right, but ∂C/∂W[1] comes first.",
        ),
        Mistake(
            "no x",
            _changed(lambda x, a1, a2, W1, W2: (W1 / x[:, None], W2)),
            "It is missing in the slopes of W[1]: the nudge of a weight reaches z multiplied by its input.",
        ),
        Mistake(
            "no x",
            _changed(lambda x, a1, a2, W1, W2: (W1 / x[:, None], W2 / a1[:, None])),
            "In both tables the last factor is missing: what the weight is fed with, x for W[1] and a[1] for W[2].",
        ),
        Mistake(
            "no x",
            _changed(lambda x, a1, a2, W1, W2: (W1, W2 / a1[:, None])),
            "What x is to W[1], a[1] is to W[2]. This factor is missing: it is what these weights are fed with.",
        ),
        Mistake(
            "x in every layer",
            _changed(lambda x, a1, a2, W1, W2: (W1, W2 / a1[:, None] * x[:, None])),
            "The slopes of W[1] are right. But W[2] is not fed with x: its last factor is a[1].",
        ),
        Mistake(
            "stale activation",
            _changed(lambda x, a1, a2, W1, W2: (W1, W2 / a1[:, None] * a2[:, None])),
            "The slopes of W[2] have a[2] as their last factor. A weight is fed with the layer before it: a[1].",
        ),
        Mistake(
            "stale activation",
            _changed(lambda x, a1, a2, W1, W2: (W1 / x[:, None] * a1[:, None], W2)),
            "The slopes of W[1] have a[1] as their last factor. A weight is fed with the layer before it: x.",
        ),
        Mistake(
            "stale activation",
            _changed(lambda x, a1, a2, W1, W2: (W1 / x[:, None] * a1[:, None], W2 / a1[:, None] * a2[:, None])),
            "In both tables the last factor is what the layer says. It is what the layer is fed with: x, and a[1].",
        ),
        Mistake(
            "z in place of a",
            _changed(lambda x, a1, a2, W1, W2: (W1, W2 / a1[:, None] * _logit(a1)[:, None])),
            "The slopes of W[2] have z[1] as their last factor. These weights are fed with a[1] = g(z[1]).",
        ),
        Mistake(
            "factor 2",
            _changed(lambda x, a1, a2, W1, W2: (2 * W1, 2 * W2)),
            "Every slope is twice too large: the ½ of the cost cancels the 2 of the square.",
        ),
        Mistake(
            "factor ½",
            _changed(lambda x, a1, a2, W1, W2: (W1 / 2, W2 / 2)),
            "Every slope is half as large as it should be. The ½ of the cost has gone into a − y already, and the "
            "cost adds up over the outputs: it is not their mean.",
        ),
    ),
)

_ROWS = "Examples are rows: one row for each of the 10, one column for each unit."

shapes = Exercise(
    title="The shapes of a 4-6-3 net",
    kind="work out",
    difficulty="medium",
    minutes=5,
    task="Fill in the shapes as NumPy writes them, such as `(7, 3)` or `(3,)`.",
    see=_MATRICES,
    reference={
        "z[1]": (10, 6),
        "delta[2]": (10, 3),
        "W[2].T": (3, 6),
        "delta[1]": (10, 6),
        "dC/dW[1]": (4, 6),
        "dC/db[2]": (3,),
    },
    solved="δ as z, slopes as their weights, and the transpose is what makes (10, 3) @ (3, 6) fit.",
    mistakes=(
        *_where(
            "z[1]",
            ("examples as columns", (6, 10), _ROWS),
            ("layer before", (10, 4), "z[1] belongs to layer 1, which has 6 units. 4 is the number of inputs."),
            ("layer after", (10, 3), "(10, 3) is z[2]. Layer 1 has 6 units."),
            ("weights for z", (4, 6), "(4, 6) is W[1] itself. z[1] = X @ W[1] + b[1] has a row for each example."),
            ("one example only", (6,), "z[1] has a row for each of the 10."),
        ),
        *_where(
            "delta[2]",
            ("examples as columns", (3, 10), f"δ[2] has the shape of z[2]. {_ROWS}"),
            ("layer before", (10, 6), "(10, 6) is δ[1]. δ[2] has the shape of z[2], and layer 2 has 3 units."),
            ("weights for δ", (6, 3), "(6, 3) is W[2]. δ[2] has the shape of z[2]: one row for each example."),
            ("one example only", (3,), "There is one δ for each of the 10 examples and each output."),
        ),
        *_where(
            "W[2].T",
            (
                "missing transpose",
                (6, 3),
                "(6, 3) is W[2] itself, from 6 units to 3. Its transpose has rows and columns swapped.",
            ),
            ("weights of another layer", (6, 4), "(6, 4) is the transpose of W[1]. W[2] leads from 6 units to 3."),
            ("weights of another layer", (4, 6), "(4, 6) is W[1]. W[2] leads from 6 units to 3: turn that round."),
        ),
        *_where(
            "delta[1]",
            ("examples as columns", (6, 10), f"δ[1] has the shape of z[1]. {_ROWS}"),
            ("layer before", (10, 4), "δ[1] has the shape of z[1]: layer 1 has 6 units, 4 is the number of inputs."),
            ("layer after", (10, 3), "(10, 3) is δ[2]. δ[1] has the shape of z[1], and the hidden layer has 6 units."),
            ("weights for δ", (6, 3), "(6, 3) is W[2]. δ[1] has the shape of z[1]: one row for each example."),
            ("weights for δ", (4, 6), "(4, 6) is W[1]. δ[1] has the shape of z[1]: one row for each example."),
            ("one example only", (6,), "There is one δ for each of the 10 examples and each hidden unit."),
        ),
        *_where(
            "dC/dW[1]",
            ("transposed gradient", (6, 4), "The slope of W[1] has the shape of W[1]: from 4 inputs to 6 units."),
            ("weights of another layer", (6, 3), "(6, 3) is W[2]. W[1] leads from 4 inputs to 6 units."),
            (
                "examples left in",
                (10, 6),
                "(10, 6) is δ[1]. The product with Xᵀ sums the 10 examples away, and the shape of W[1] is left.",
            ),
            (
                "examples left in",
                (10, 4),
                "(10, 4) is X. In the product Xᵀ δ[1] the 10 examples are summed away, and the shape of W[1] is left.",
            ),
        ),
        *_where(
            "dC/db[2]",
            (
                "examples left in",
                (10, 3),
                "(10, 3) is δ[2]. The slope of b[2] is its mean over the examples: the shape of b[2].",
            ),
            ("layer before", (6,), "b[2] is added in layer 2, which has 3 units."),
            (
                "mean over the units",
                (10,),
                "The mean is over the 10 examples. One number for each unit is left, as in b[2].",
            ),
            ("weights for bias", (6, 3), "(6, 3) is W[2]. A bias belongs to a unit, not to a wire: one for each of 3."),
            ("row for a flat list", (1, 3), "Nearly: b[2] is a flat list of 3 numbers, and its slope is too."),
            ("column for a flat list", (3, 1), "Nearly: b[2] is a flat list of 3 numbers, and its slope is too."),
            see=_BIAS,
        ),
    ),
)

paths = Exercise(
    title="The paths of a 3-4-2-3 net",
    kind="work out",
    difficulty="medium",
    minutes=4,
    task="How many paths lead from one single weight of W[1] to the cost?",
    see="The explosion, and the collapse",
    reference={"from one weight of W[1]": 6, "in the whole net": 102},
    solved="6 from one weight of W[1], and 12 · 6 + 8 · 3 + 6 · 1 = 102 in all.",
    mistakes=(
        *_where(
            "from one weight of W[1]",
            ("choices added", 5, "For each of the 2 units of layer 2 there are 3 outputs: the choices multiply."),
            (
                "own layer counted as a choice",
                24,
                "The weight leads into one unit of layer 1, not into all four of them.",
            ),
            (
                "inputs counted as a choice",
                18,
                "The weight begins at one input. From there the way only leads forward.",
            ),
            ("one layer left out", 2, "One of 2 units in layer 2 is chosen. Then there is one of 3 outputs to choose."),
            (
                "one layer left out",
                3,
                "One of 3 outputs is chosen. But before it the path goes through one of the 2 units of layer 2.",
            ),
            ("one path only", 1, "The unit that it leads into has a wire to each of the 2 units of layer 2."),
            ("weights counted", 12, "W[1] has 12 weights. Asked is how many paths one of them has."),
            ("all weights for one", 72, "Those are the paths of all 12 weights of W[1]. Asked are those of one."),
            see=_PATHS,
        ),
        *_where(
            "in the whole net",
            ("first weight layer only", 72, "72 is right for W[1]. The weights of W[2] and W[3] have paths as well."),
            ("first layer left out", 30, "24 + 6 are the paths of W[2] and W[3]. Those of W[1] are missing."),
            ("last layer left out", 96, "72 + 24: the weights of W[3] are missing. They have one path each."),
            ("weights counted", 26, "26 is the number of weights. Those of W[1] and W[2] have several paths each."),
            (
                "all weights like those of the first layer",
                156,
                "That is 26 · 6. But from a weight of W[2] there are three paths, from one of W[3] one.",
            ),
            (
                "last weights with a choice",
                114,
                "A weight of W[3] leads into one output, so it has one path, not three.",
            ),
            ("choices added", 90, "You gave each weight of W[1] 2 + 3 paths. The choices multiply: 2 · 3."),
            (
                "one weight of each layer",
                10,
                "6 + 3 + 1: multiply each by the number of weights in the layer, then add.",
            ),
        ),
    ),
)

equal_slopes = Exercise(
    title="What is equal?",
    kind="work out",
    difficulty="medium",
    minutes=4,
    task="Which of these pairs of slopes are equal in the first step?",
    see="Equal weights stay equal",
    reference="b",
    solved="Equal hidden units have equal a and equal δ. What differs is the input, or the output's target.",
    mistakes=(
        Mistake(
            "no x",
            "a",
            "Tempting, for both lead into the same unit and share its δ. But each is xᵢ times that δ, and x = (1, 2): "
            "the second is twice the first.",
            see=_DELTA,
        ),
        Mistake(
            "target left out",
            "c",
            "Tempting, for both come from the same unit, and the two outputs say the same. But their targets are 0 "
            "and 1, so their δ differ.",
            see=_DELTA,
        ),
        Mistake(
            "equal weights for equal slopes",
            "d",
            "Tempting, for one text says it, and all weights are alike. But the slopes for the two inputs differ by "
            "a factor 2, as the inputs do.",
        ),
    ),
)


def _sent_back(delta2, W2, a1, *, routes=lambda each: each.sum(axis=2), slope=lambda a: a * (1 - a)):
    """δ[1] of all examples; `routes` takes what comes back over each wire, (examples, hidden units, outputs)."""
    return routes(delta2[:, None, :] * W2) * slope(a1)


def _sent(**steps):
    return lambda delta2, W2, a1: _sent_back(delta2, W2, a1, **steps)


def _sent_with_slope_in_the_loop(delta2, W2, a1):
    delta1 = np.zeros(a1.shape)
    for j in range(W2.shape[1]):
        delta1 = (delta1 + delta2[:, [j]] * W2[:, j]) * a1 * (1 - a1)
    return delta1


def _sent_with_slope_at_the_end(delta2, W2, a1):
    delta1 = delta2 @ W2.T
    delta1[-1, -1] *= a1[-1, -1] * (1 - a1[-1, -1])
    return delta1


def _first_wire(delta2, W2, a1):
    delta1 = np.zeros(a1.shape)
    delta1[0, 0] = delta2[0, 0] * W2[0, 0] * a1[0, 0] * (1 - a1[0, 0])
    return delta1


_BACK_RNG = np.random.default_rng(3)
_BACK_CASES = tuple(
    (
        _BACK_RNG.normal(scale=0.3, size=(m, outputs)).round(2),
        _BACK_RNG.normal(scale=2, size=(units, outputs)).round(1),
        _BACK_RNG.uniform(0.1, 0.9, size=(m, units)).round(1),
    )
    for m, units, outputs in ((1, 2, 2), (1, 2, 3), (4, 3, 2), (3, 3, 3), (5, 2, 1))
)


def _net(delta2, W2, a1):
    counts = zip((*W2.shape, len(a1)), ("hidden unit", "output", "example"), strict=True)
    return "{}, {} and {}".format(*(f"{count} {thing}{'s' * (count != 1)}" for count, thing in counts))


wires = Exercise(
    title="A loop over the wires",
    kind="find the bug",
    difficulty="medium",
    minutes=5,
    task="Find what is wrong, and mend it.",
    see=_MATRICES,
    reference=_sent_back,
    solved="What comes back over the wires is added first. Then the unit's own slope multiplies the sum, once.",
    inputs=_BACK_CASES,
    case=_net,
    stub=_sent(routes=lambda each: each[:, :, -1]),
    mistakes=(
        Mistake(
            "g′ once for each wire",
            _sent_with_slope_in_the_loop,
            "You mended the overwriting: that is half of it. But now the second line runs once for each output, and "
            "multiplies again what had its g′ already. It belongs behind the loop.",
        ),
        Mistake(
            "g′ for the last unit only",
            _sent_with_slope_at_the_end,
            "Behind the loop k and i stand still, at the last unit of the last example. There multiply the whole "
            "array, by a1 * (1 - a1).",
        ),
        Mistake(
            "last route only",
            _sent(routes=lambda each: each[:, :, -1], slope=np.ones_like),
            "The second output still overwrites what came from the first. And now the unit's own slope is gone too.",
        ),
        Mistake(
            "one step only",
            _first_wire,
            "`return` stands in the loop, and ends it after the first wire. It belongs behind the loop.",
        ),
        Mistake(
            "g′ forgotten",
            _sent(slope=np.ones_like),
            "What comes back is added now. The unit's own slope a(1 − a) has to multiply the sum.",
            see=_DELTA,
        ),
        Mistake(
            "g′ at a", _sent(slope=sigmoid_slope), "a1 is g(z1) already: the slope at z is a1 * (1 - a1).", see=_PRINT
        ),
        Mistake(
            "a in place of g′", _sent(slope=lambda a: a), "The unit's own slope is a(1 − a), not a alone.", see=_DELTA
        ),
        Mistake("g′ twice", _sent(slope=lambda a: (a * (1 - a)) ** 2), "Each path goes through the unit once."),
        Mistake(
            "one path only",
            _sent(routes=lambda each: each[:, :, 0]),
            "Only the first output sends something back. What comes back from all of them is added.",
        ),
        Mistake(
            "paths averaged",
            _sent(routes=lambda each: each.mean(axis=2)),
            "What comes back over the wires is added, and not divided by their number.",
        ),
        Mistake(
            "paths multiplied",
            _sent(routes=lambda each: each.prod(axis=2)),
            "Along a path you multiply. What comes back over several wires is added.",
            see=_WAYS,
        ),
        Mistake(
            "paths multiplied",
            lambda delta2, W2, a1: 0 * a1,
            "All is 0: a product that begins at 0 stays there. Over the wires of a unit you add, with `+=`.",
            see=_WAYS,
        ),
        Mistake(
            "flipped sign",
            _sent(routes=lambda each: -each.sum(axis=2)),
            "What comes back is added, `+=`. You took it away.",
        ),
        Mistake(
            "sums before products",
            lambda delta2, W2, a1: delta2.sum(axis=1)[:, None] * W2.sum(axis=1) * a1 * (1 - a1),
            "You added the δ, and the weights. But each δ goes back over its own wire: multiply first, then add.",
        ),
        Mistake(
            "weights left out",
            lambda delta2, W2, a1: delta2.sum(axis=1)[:, None] * a1 * (1 - a1),
            "Each wire multiplies the δ at its end by its own weight.",
        ),
        Mistake(
            "1/m in δ",
            lambda *case: _sent_back(*case) / len(case[2]),
            "You divided by the number of examples. Row k of δ belongs to example k alone; 1/m comes in the slopes.",
        ),
        Mistake(
            "examples summed away",
            lambda *case: _sent_back(*case).sum(axis=0),
            "δ[1] has a row for each example, as z[1] has. They are summed in the slopes, and not before.",
        ),
        Mistake(
            "examples summed away",
            lambda *case: _sent_back(*case).mean(axis=0),
            "You took the mean over the examples, which is the slope of b[1]. δ[1] itself has a row for each example.",
            see=_BIAS,
        ),
    ),
)

two_ways = Explanation(
    title="Explain the picture with the two ways",
    difficulty="medium",
    minutes=5,
    task="Explain the picture “Multiply along each way; what arrives is added” to somebody who has not read this "
    "notebook.",
    see=_WAYS,
    solved="A hidden unit that feeds two outputs is the same picture once more.",
    statements=(
        Mistake(
            "nudge shared out",
            "The nudge of x splits at the fork: one half of it goes through u, the other half through v.",
            "Tempting, if you think of water in pipes. But both ways get the whole of it: "
            "u moves 3 · 0.01 = 0.03 and v moves 4 · 0.01 = 0.04.",
        ),
        Point(
            "The number on a wire says how many times as much its end moves as its beginning; along a way these "
            "numbers are multiplied.",
            "Without it nobody sees why 0.12 and 0.24 arrive: they are 0.01 · 3 · 4 and 0.01 · 4 · 6.",
        ),
        Point(
            "While the nudge goes one way, the other station is held: × 4 on the wire from u to f is v, and × 6 on "
            "the wire from v to f is u.",
            "Say where × 4 and × 6 come from: f = u · v, so how much f moves with one of them depends on the other.",
        ),
        Mistake(
            "height for slope",
            "The wire from x to v has × 4 because v is 4 there.",
            "It is an accident that v = x² and its slope 2x are both 4 at x = 2. At x = 3 they are 9 and 6, and the "
            "wire has the 6.",
        ),
        Point(
            "What arrives at f by the two ways is added: laid end to end, the two bars are as long as the third.",
            "This is what the bars are there for: 0.12 + 0.24 = 0.36, and so the slope is 12 + 24 = 36.",
        ),
    ),
)
