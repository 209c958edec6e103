"""The exercises of notebook 05."""

from functools import partial

import numpy as np

from nnlib.exercises.checking import Exercise, Explanation, Mistake, Point
from nnlib.functions import sigmoid, sigmoid_slope

_WAYS = "One input, two ways"
_PATHS = "Two units in each layer: several paths"
_DELTA = "The shared part gets a name: δ"
_MATRICES = "All at once: two lines for a layer"
_BIAS = "The bias comes back"
_PRINT = "Wrong in print, and what it does"


def _in_entry(entry, *told, see=""):
    """Mistakes in one entry of a dictionary: (name, answer, words) each."""
    return tuple(Mistake(name, {entry: answer}, words, see) for name, answer, words in told)


ten_layers = Exercise(
    title="Predict the explosion",
    kind="predict",
    difficulty="easy",
    minutes=1,
    task="How many paths has the whole net, to the nearest power of ten?",
    see="The explosion, and the collapse",
    reference=1.05e11,  # accepts 10¹¹ and the exact 111 111 111 100, and still tells 9 · 10⁹ from 10¹⁰
    solved="100 weights with 10⁹ paths each make 10¹¹, and the later layers add about a ninth of that. "
    "Now see the table.",
    mistakes=(
        Mistake(
            "one weight for the whole net",
            1e9,
            "Tempting, because nine tens multiplied are 10⁹. But that many paths lead from one weight of the first "
            "layer, and that layer has 100 weights.",
        ),
        Mistake(
            "tens miscounted",
            1e10,
            "10¹⁰ is ten tens. Nine are the later layers; the tenth is not the weight's own layer, for it leads into "
            "one unit only. And the first layer has not ten weights but 10 · 10 = 100. (If it is 100 · 10⁸: the last "
            "layer is one of the nine.)",
        ),
        Mistake(
            "all weights like those of the first layer",
            1e12,
            "Tempting, because 1 000 weights times 10⁹ is 10¹². But only 100 of them are in the first layer. With "
            "each layer further on, a weight has ten times fewer paths. (If it is 100 · 10¹⁰: nine layers are later.)",
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
            "Tempting, because there are 1 000 weights. But only those of the last layer have a single path each. "
            "(If you wrote ^: Python writes powers with **.)",
        ),
        *(
            Mistake(
                "choices added",
                value,
                "The nine later layers have 90 units, and one layer has 100 weights. But in each layer every way "
                "splits into ten: the choices multiply.",
            )
            for value in (90, 100, 190)
        ),
        *(
            Mistake(
                "number of layers as a factor",
                value,
                "There are nine later layers, and nine layers multiply as 10 · 10 · …, not as 9 times.",
            )
            for value in (900, 9e9, 9e11)
        ),
        Mistake(
            "wires that do not join",
            1e20,
            "Tempting, because each of the ten layers has 100 wires. But a wire has to begin where the one before it "
            "ended, so there are 10 to choose from and not 100.",
        ),
        Mistake("exponent alone", 11, "That is only the exponent. Write the number, such as 10**6 for a million."),
        *(
            Mistake(
                "^ for a power",
                10 ^ power,
                "In Python `^` compares bits. A power is written with two stars: 10**6.",
            )
            for power in (8, 9, 10, 11, 12)
        ),
    ),
    tolerance=0.06,
)

_U_AND_V = "Through u comes 1 · 2x = 14, through v comes 2 · 5 = 10, and the two are added."

two_wires = Exercise(
    title="Two wires",
    kind="work out",
    difficulty="easy",
    minutes=3,
    task="What is df/dx at x = 7?",
    see=_WAYS,
    reference=24,
    solved="14 arrive through u and 10 through v. What arrives by two ways is added.",
    mistakes=(
        Mistake("factor of a wire left out", 19, "v arrives at f doubled, so the way through v brings 5 · 2, not 5."),
        Mistake("one path only", 14, "14 comes through u. x also feeds v, and what arrives there is added."),
        Mistake("one path only", 10, "10 comes through v. x also feeds u, and what arrives there is added."),
        *(
            Mistake("paths multiplied", value, "Along a path you multiply, over the paths you add: 14 and 10.")
            for value in (140, 14 * (2 + 5), 15 * (2 + 5))
        ),
        *(
            Mistake("stages added", value, "Along a path you multiply: through v comes 2 · 5, and not 2 + 5.")
            for value in (21, 22)
        ),
        Mistake(
            "one stage left out",
            16,
            "14 comes through u. If the rest of your 16 is 2, that is only how much f moves with v. "
            "v itself moves 5 times as much as x: 2 · 5.",
        ),
        Mistake("factor 2 of 2x left out", 17, "The slope of x² is 2x, which is 14 at x = 7. You took x itself."),
        Mistake("power not lowered", 108, "x² gives 2x, which is 14 at x = 7. You took 2x², which is 98."),
        Mistake(
            "x lost from the slope of x²",
            12,
            "14 comes through u, for the slope of x² is 2x. 2 · 5 comes through v. Add both, in full.",
        ),
        Mistake("height for slope", 119, "119 is f itself at x = 7. The question is how much it moves when x moves."),
        *(
            Mistake(
                "height for slope",
                value,
                f"At x = 7 the heights are u = 49 and v = 35, the slopes 14 and 5. {_U_AND_V}",
            )
            for value in (59, 54, 84, 49)
        ),
        Mistake(
            "ways multiplied, or a height for a slope",
            70,
            "If you took 14 · 5: what arrives by two ways is added. If you took 2 · 35: 35 is how high v is. "
            + _U_AND_V,
        ),
        *(
            Mistake("the 2 of one wire on both ways", value, f"The 2 stands on the wire from v to f alone. {_U_AND_V}")
            for value in (38, 48)
        ),
    ),
    tolerance=1e-3,
)

_OVER_THE_WIRES = (
    "The first wire brings 0.1 · 2 and the second 0.2 · (−3). Add the two, then multiply the sum by a(1 − a) = 0.16."
)

hidden_delta = Exercise(
    title="The δ of a hidden unit, by hand",
    kind="work out",
    difficulty="medium",
    minutes=5,
    task="What is the δ of the hidden unit?",
    see=_DELTA,
    reference=-0.064,
    solved="What comes back is 0.2 − 0.6 = −0.4, and the unit's own slope 0.16 makes −0.064 of it.",
    mistakes=(
        Mistake("g′ forgotten", -0.4, "Every path goes through the unit itself: multiply by a(1 − a) = 0.16."),
        *(
            Mistake(
                f"{wrong} in place of g′",
                value,
                "−0.4 comes back over the wires. The unit's own slope is a(1 − a) = 0.8 · 0.2 = 0.16.",
            )
            for wrong, value in {"a": -0.32, "1 − a": -0.08, "a²": -0.256}.items()
        ),
        Mistake(
            "g′ at a",
            -0.4 * sigmoid_slope(0.8),
            "You took g′ at 0.8, which is a. It is taken at z, and there it is a(1 − a) = 0.16.",
            see=_PRINT,
        ),
        *(
            Mistake(
                f"g′ on the {which} wire only",
                value,
                f"Only {share} got the factor a(1 − a). Add first, then multiply the sum: brackets.",
            )
            for which, share, value in (("second", "−0.6", 0.104), ("first", "0.2", -0.568))
        ),
        *(
            Mistake("one path only", value, f"The unit feeds both outputs. {_OVER_THE_WIRES}")
            for value in (0.032, -0.096, 0.2, -0.6)
        ),
        Mistake("flipped sign", 0.064, "0.2 comes back over the weight 2, −0.6 over −3. The sum is negative."),
        Mistake("wires crossed", 0.016, "δ = 0.1 belongs to the wire with weight 2, δ = 0.2 to the one with −3."),
        *(
            Mistake("minus sign of a weight lost", value, f"The weight of the second wire is −3. {_OVER_THE_WIRES}")
            for value in (0.128, 0.096, 0.8)
        ),
        *(
            Mistake("weights left out", value, f"Each δ goes back times the weight of its wire. {_OVER_THE_WIRES}")
            for value in (0.048, 0.3)
        ),
        *(
            Mistake("sums before products", value, f"Each δ goes back over its own wire. {_OVER_THE_WIRES}")
            for value in (-0.048, -0.3)
        ),
        Mistake("own slope alone", 0.16, "0.16 is a(1 − a). It multiplies what comes back over the two wires."),
        Mistake("flipped sign", 0.4, "0.2 − 0.6 is −0.4. And the unit's own slope a(1 − a) = 0.16 is missing."),
    ),
    tolerance=5e-4,
)


def _ones(*activations):
    return 1.0


def _slopes(
    x,
    y,
    W1,
    W2,
    *,
    first=sigmoid,
    last=sigmoid,
    error=np.subtract,
    out=lambda a: a * (1 - a),
    hidden=lambda a1, a2: a1 * (1 - a1),
    back=np.dot,
    fed=lambda x, a1, a2: (x, a1),
    table=np.outer,
):
    """(∂C/∂W[1], ∂C/∂W[2]) of one example; each keyword is a step that a mistake replaces."""
    a1 = first(x @ W1)
    a2 = last(a1 @ W2)
    delta2 = error(a2, y) * out(a2)
    delta1 = back(W2, delta2) * hidden(a1, a2)
    return tuple(table(*pair) for pair in zip(fed(x, a1, a2), (delta1, delta2), strict=True))


def _changed(change):
    """Right slopes, handed back wrongly."""
    return lambda *case: change(*_slopes(*case))


def _logit(a):
    return np.log(a / (1 - a))


def _slope_of_z(a, *_):
    """z (1 − z), which is nothing at all."""
    return _logit(a) * (1 - _logit(a))


_RNG = np.random.default_rng(8)
_TABLE_NET = (
    np.array([1.2, -1.3]),
    np.array([0.3, 0.8]),
    np.array([[0.9, 0.3], [1.1, -0.6]]),
    np.array([[-0.8, -1.7], [2.3, -1.6]]),
)
_EXAMPLES = (
    _TABLE_NET,
    *(
        tuple(draw.round(2) for draw in (_RNG.normal(size=2), _RNG.uniform(size=2), *_RNG.normal(size=(2, 2, 2))))
        for _ in range(2)
    ),
)


def _example(x, *others):
    return "the 2-2-2 net of the table above" if x[0] == _TABLE_NET[0][0] else f"x = {x.tolist()}"


eight_slopes = Exercise(
    title="All eight slopes of a 2-2-2 net",
    kind="write",
    difficulty="medium",
    minutes=12,
    task="Write a function that takes x and y, both of shape (2,), and W1 and W2, both (2, 2), and returns the pair "
    "∂C/∂W[1], ∂C/∂W[2] for C = ½ Σ (a[2] − y)².",
    see=_DELTA,
    reference=_slopes,
    solved="With δ these eight slopes take sixteen multiplications beside the g′.",
    inputs=_EXAMPLES,
    case=_example,
    parts=("∂C/∂W[1]", "∂C/∂W[2]"),
    mistakes=(
        Mistake(
            "flipped sign",
            partial(_slopes, error=lambda a, y: y - a),
            "The derivative of ½(a − y)² is a − y, not y − a. With your slopes descent would climb.",
            see=_PRINT,
        ),
        Mistake(
            "g′ forgotten",
            partial(_slopes, out=_ones),
            "g′(z) of the outputs is missing in both tables. (δ = a − y alone belongs to the cross-entropy of "
            "notebook 04.)",
        ),
        Mistake("g′ forgotten", partial(_slopes, hidden=_ones), "The hidden units' own g′(z) is missing."),
        Mistake(
            "g′ forgotten",
            partial(_slopes, out=_ones, hidden=_ones),
            "g′(z) of the outputs is missing in both tables, and g′(z) of the hidden units in ∂C/∂W[1].",
        ),
        Mistake(
            "error sent back in place of δ",
            lambda *case: (_slopes(*case, out=_ones)[0], _slopes(*case)[1]),
            "What goes back is δ[2], with its g′(z), and not a − y alone.",
        ),
        *(
            Mistake(
                "g′ at a",
                partial(_slopes, **steps),
                f"You took g′ at {a}. It is taken at {z}, or written {a}(1 − {a}).",
                see=_PRINT,
            )
            for a, z, steps in (
                ("a[2]", "z[2]", {"out": sigmoid_slope}),
                ("a", "z", {"out": sigmoid_slope, "hidden": lambda a1, a2: sigmoid_slope(a1)}),
            )
        ),
        Mistake(
            "z (1 − z)",
            partial(_slopes, out=_slope_of_z, hidden=_slope_of_z),
            "g′(z) is a(1 − a): the formula wants a, not z.",
        ),
        *(
            Mistake(
                "g′ of another layer",
                partial(_slopes, hidden=hidden),
                "δ[1] has a[2] of the outputs in it. The hidden units' own slope is a[1](1 − a[1]).",
            )
            for hidden in (lambda a1, a2: a2 * (1 - a2), lambda a1, a2: a1 * (1 - a2))
        ),
        *(
            Mistake("g left out", partial(_slopes, **steps), f"{a} is g({z}). Without the g you go on with {z}.")
            for a, z, steps in (
                ("a[1]", "z[1]", {"first": np.positive}),
                ("a[1]", "z[1]", {"first": np.positive, "hidden": _ones}),
                ("a[1]", "z[1]", {"first": np.positive, "hidden": lambda z1, a2: sigmoid_slope(z1)}),
                ("a[2]", "z[2]", {"last": np.positive}),
                ("a[2]", "z[2]", {"last": np.positive, "out": sigmoid_slope}),
            )
        ),
        *(
            Mistake(
                "weights read from j to i",
                answer,
                f"{where} you went forward with W @ what comes in. In this course W[i, j] leads from unit i to "
                "unit j: x @ W1 and a1 @ W2.",
                see=_PATHS,
            )
            for where, answer in (
                ("In layer 1", lambda x, y, W1, W2: _slopes(x, y, W1.T, W2)),
                ("In layer 2", lambda x, y, W1, W2: _slopes(x, y, W1, W2.T, back=lambda W, delta: delta @ W)),
                ("In both layers", lambda x, y, W1, W2: _slopes(x, y, W1.T, W2.T, back=lambda W, delta: delta @ W)),
                (
                    "In both layers",
                    lambda x, y, W1, W2: _slopes(x, y, W1.T, W2.T, table=lambda fed, delta: np.outer(delta, fed)),
                ),
            )
        ),
        Mistake(
            "missing transpose",
            partial(_slopes, back=lambda W, delta: delta @ W),
            "On the way back the pairs are the wrong ones: `delta2 @ W2` or `W2.T @ delta2` adds over a column of W2. "
            "δ[1]₁ needs W[2]₁₁ and W[2]₁₂, row 1: `delta2 @ W2.T`, or for flat lists `W2 @ delta2`.",
            see=_MATRICES,
        ),
        Mistake(
            "weights left out",
            partial(_slopes, back=lambda W, delta: delta),
            "δ[2] went back as it was: each wire multiplies by its own weight.",
        ),
        Mistake(
            "last route only",
            partial(_slopes, back=lambda W, delta: W[:, -1] * delta[-1]),
            "Only output 2 sends something back. Each hidden unit feeds both: add, do not overwrite.",
        ),
        Mistake(
            "products not added",
            partial(_slopes, back=np.multiply),
            "`*` keeps the products apart. What comes back to a hidden unit is their sum: `@`.",
            see=_MATRICES,
        ),
        *(
            Mistake(
                "transposed gradient",
                _changed(change),
                f"{which} on its side. Entry [i, j] belongs to the wire from unit i to unit j.",
            )
            for which, change in (
                ("∂C/∂W[1] lies", lambda one, two: (one.T, two)),
                ("∂C/∂W[2] lies", lambda one, two: (one, two.T)),
                ("Each table lies", lambda one, two: (one.T, two.T)),
            )
        ),
        Mistake(
            "pairs only",
            partial(_slopes, table=np.multiply),
            "`*` takes the first with the first and the second with the second. Each weight needs its own product, "
            "four for each table: np.outer.",
        ),
        Mistake(
            "one sum for a whole table",
            partial(_slopes, table=np.dot),
            "`@` of two flat lists adds the products up to one number. Each weight needs its own product: np.outer.",
        ),
        Mistake(
            "δ for slopes",
            partial(_slopes, table=lambda fed, delta: delta),
            "You returned δ[1] and δ[2]. A slope takes one more factor, what its weight is fed with: np.outer.",
        ),
        *(
            Mistake("one table only", _changed(change), "Return both tables, ∂C/∂W[1] first.")
            for change in (lambda one, two: one, lambda one, two: two)
        ),
        Mistake("tables swapped", _changed(lambda one, two: (two, one)), "Both are right, but ∂C/∂W[1] comes first."),
        *(
            Mistake(
                name,
                partial(_slopes, fed=lambda x, a1, a2, k=k: (x, (x, a2, _logit(a1))[k])),
                f"{last} is the last factor of ∂C/∂W[2]. It should be what these weights are fed with: a[1] = g(z[1]).",
            )
            for k, (name, last) in enumerate(
                {"x in every layer": "x", "stale activation": "a[2]", "z in place of a": "z[1]"}.items()
            )
        ),
        Mistake(
            "factor 2",
            partial(_slopes, error=lambda a, y: 2 * (a - y)),
            "Every slope is twice as large as it should be: the ½ of the cost cancels the 2 of the square.",
        ),
        Mistake(
            "factor ½",
            partial(_slopes, error=lambda a, y: (a - y) / 2),
            "Every slope is half as large as it should be. The ½ of the cost has gone into a − y already, and the "
            "cost adds up over the outputs: it is not their mean.",
        ),
    ),
)


_ROWS = "Examples are rows: one row for each of the 10, one column for each unit."
_LIKE_Z = "δ[{0}] has the shape of z[{0}]: a row for each example, and a column for each of the {1} units."
_SUMMED_AWAY = "The product Xᵀ δ[1] sums the 10 examples away, and leaves the shape of W[1]."
_TURNED = "W[2] leads from 6 units to 3: turn that round."
_LIKE_B = "b[2] is a flat list of 3 numbers, and so is its slope."

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
        *_in_entry(
            "z[1]",
            ("examples as columns", (6, 10), _ROWS),
            ("width of the layer before", (10, 4), "z[1] belongs to layer 1, which has 6 units. There are 4 inputs."),
            ("width of the layer after", (10, 3), "(10, 3) is z[2]. Layer 1 has 6 units."),
            ("shape of the weights", (4, 6), "(4, 6) is W[1] itself. z[1] = X @ W[1] + b[1]. " + _ROWS),
            ("one example only", (6,), _ROWS),
        ),
        *_in_entry(
            "delta[2]",
            ("examples as columns", (3, 10), _ROWS),
            ("width of the layer before", (10, 6), "(10, 6) is δ[1]. " + _LIKE_Z.format(2, 3)),
            ("shape of the weights", (6, 3), "(6, 3) is W[2]. " + _LIKE_Z.format(2, 3)),
            ("shape of the weights", (3, 6), "(3, 6) is W[2].T. " + _LIKE_Z.format(2, 3)),
            ("one example only", (3,), _ROWS),
        ),
        *_in_entry(
            "W[2].T",
            (
                "missing transpose",
                (6, 3),
                "(6, 3) is W[2] itself, from 6 units to 3. Its transpose has rows and columns swapped.",
            ),
            ("weights of another layer", (6, 4), "(6, 4) is the transpose of W[1]. W[2] leads from 6 units to 3."),
            ("weights of another layer", (4, 6), "(4, 6) is W[1]. " + _TURNED),
            ("hidden layer left out", (4, 3), "4 inputs and 3 outputs: no weights join these two. " + _TURNED),
            ("hidden layer left out", (3, 4), "3 outputs and 4 inputs: no weights join these two. " + _TURNED),
        ),
        *_in_entry(
            "delta[1]",
            ("examples as columns", (6, 10), _ROWS),
            ("width of the layer before", (10, 4), "(10, 4) is X. " + _LIKE_Z.format(1, 6)),
            ("width of the layer after", (10, 3), "(10, 3) is δ[2]. " + _LIKE_Z.format(1, 6)),
            ("shape of the weights", (6, 3), "(6, 3) is W[2]. " + _LIKE_Z.format(1, 6)),
            ("shape of the weights", (3, 6), "(3, 6) is W[2].T. " + _LIKE_Z.format(1, 6)),
            ("shape of the weights", (4, 6), "(4, 6) is W[1]. " + _LIKE_Z.format(1, 6)),
            ("one example only", (6,), _ROWS),
        ),
        *_in_entry(
            "dC/dW[1]",
            ("transposed gradient", (6, 4), "The slope of W[1] has the shape of W[1]: from 4 inputs to 6 units."),
            ("weights of another layer", (6, 3), "(6, 3) is W[2]. W[1] leads from 4 inputs to 6 units."),
            ("weights of another layer", (3, 6), "(3, 6) is W[2].T. W[1] leads from 4 inputs to 6 units."),
            ("hidden layer left out", (4, 3), "W[1] leads from the 4 inputs to the 6 hidden units, and no further."),
            ("examples left in", (10, 6), "(10, 6) is δ[1]. " + _SUMMED_AWAY),
            ("examples left in", (10, 4), "(10, 4) is X. " + _SUMMED_AWAY),
        ),
        *_in_entry(
            "dC/db[2]",
            ("examples left in", (10, 3), "(10, 3) is δ[2]. Its mean over the examples is the slope of b[2]."),
            ("width of the layer before", (6,), "b[2] is added in layer 2, which has 3 units."),
            ("mean over the units", (10,), "The mean is over the 10 examples. " + _LIKE_B),
            ("shape of the weights", (6, 3), "(6, 3) is W[2]. A bias belongs to a unit, not to a wire. " + _LIKE_B),
            ("row for a flat list", (1, 3), _LIKE_B),
            ("column for a flat list", (3, 1), _LIKE_B),
            see=_BIAS,
        ),
    ),
)

_FROM_ONE = (
    "The weight leads into one unit of layer 1. From there choose one of 2 units, and for each of them one of 3 "
    "outputs: the choices multiply."
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
        *_in_entry(
            "from one weight of W[1]",
            *(("choices added", value, _FROM_ONE) for value in (5, 9)),
            *(("own layer counted as a choice", value, _FROM_ONE) for value in (24, 4)),
            (
                "inputs counted as a choice",
                18,
                "The weight begins at one input. From there the way only leads forward.",
            ),
            *(("one layer left out", value, _FROM_ONE) for value in (2, 3)),
            ("one path only", 1, "The unit that the weight leads into has a wire to each of the 2 units of layer 2."),
            ("weights counted", 12, "W[1] has 12 weights. The question is how many paths lead from one of them."),
            ("all weights for one", 72, "72 paths lead from all 12 weights of W[1]. The question is about one."),
            see=_PATHS,
        ),
        *_in_entry(
            "in the whole net",
            ("first weight layer only", 72, "72 is right for W[1]. The weights of W[2] and W[3] have paths as well."),
            ("first layer left out", 30, "24 + 6 are the paths of W[2] and W[3]. Those of W[1] are missing."),
            ("middle layer left out", 78, "72 + 6 are the paths of W[1] and W[3]. Those of W[2] are missing."),
            ("last layer left out", 96, "72 + 24: the weights of W[3] are missing. They have one path each."),
            ("weights counted", 26, "26 is the number of weights. Those of W[1] and W[2] have several paths each."),
            (
                "all weights like those of the first layer",
                156,
                "That is 26 · 6. But a weight of W[2] has three paths, and one of W[3] has one.",
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
        Mistake(
            "answers swapped",
            {"from one weight of W[1]": 102, "in the whole net": 6},
            "Both numbers are right, but each stands in the place of the other.",
        ),
    ),
)

equal_slopes = Exercise(
    title="What is equal?",
    kind="work out",
    difficulty="medium",
    minutes=4,
    task="Which of these pairs of slopes are equal in the first step?",
    see="Equal units stay equal",
    reference="b",
    solved="Equal hidden units have equal a and equal δ. What differs is the input, or the output's target.",
    mistakes=(
        Mistake(
            "input left out",
            "a",
            "Tempting, because both lead into the same unit and share its δ. But each is xᵢ times that δ, and "
            "x = (1, 2): the second is twice the first.",
            see=_DELTA,
        ),
        Mistake(
            "target left out",
            "c",
            "Tempting, because both come from the same unit, and the two outputs say the same. But their targets are 0 "
            "and 1, so their δ differ.",
            see=_DELTA,
        ),
        Mistake(
            "equal weights for equal slopes",
            "d",
            "Tempting, because Jordan's text says so, and all weights are alike. But the slopes for the two inputs "
            "differ by a factor 2, as the inputs do.",
        ),
    ),
)


def _sent_back(
    delta2,
    W2,
    a1,
    *,
    step=lambda sent, share, slope: sent + share,
    end=lambda sent, a1: sent * a1 * (1 - a1),
):
    """δ[1] of all examples: `step` is what the loop does for each wire, `end` what is done after it."""
    delta1 = np.zeros(a1.shape)
    for j in range(W2.shape[1]):
        delta1 = step(delta1, delta2[:, [j]] * W2[:, j], a1 * (1 - a1))
    return end(delta1, a1)


def _as_it_is(sent, a1):
    return sent


def _overwritten(sent, share, slope):
    return share


def _last_unit_only(sent, a1):
    sent[-1, -1] *= a1[-1, -1] * (1 - a1[-1, -1])
    return sent


def _whole_array_in_the_loop(delta2, W2, a1, *, keep):
    delta1 = np.zeros(a1.shape)
    for k, i, j in np.ndindex(*a1.shape, W2.shape[1]):
        delta1[k, i] = keep * delta1[k, i] + delta2[k, j] * W2[i, j]
        delta1 *= a1 * (1 - a1)
    return delta1


def _first_wire(delta2, W2, a1, *, slope):
    delta1 = np.zeros(a1.shape)
    delta1[0, 0] = delta2[0, 0] * W2[0, 0] * slope(a1[0, 0])
    return delta1


_BACK_RNG = np.random.default_rng(3)
_BY_HAND = (np.array([[0.1, 0.2]]), np.array([[2.0, -3.0], [1.0, 4.0]]), np.array([[0.4, 0.8]]))
_BACK_CASES = (
    _BY_HAND,
    *(
        (
            _BACK_RNG.normal(scale=0.3, size=(m, outputs)).round(2),
            _BACK_RNG.normal(scale=2, size=(units, outputs)).round(1),
            _BACK_RNG.uniform(0.1, 0.9, size=(m, units)).round(1),
        )
        for m, units, outputs in ((1, 2, 3), (4, 3, 2), (3, 3, 3), (5, 2, 1))
    ),
)


def _net(delta2, W2, a1):
    if a1.size == W2.shape[1] == 2:
        return f"delta2 = {delta2.tolist()}, W2 = {W2.tolist()} and a1 = {a1.tolist()}"
    counts = zip((*W2.shape, len(a1)), ("hidden unit", "output", "example"), strict=True)
    return "{}, {} and {}".format(*(f"{count} {thing}{'s' * (count != 1)}" for count, thing in counts))


wires = Exercise(
    title="A loop over the wires",
    kind="find the bug",
    difficulty="medium",
    minutes=8,
    task="Find what is wrong, and mend it.",
    see=_MATRICES,
    reference=_sent_back,
    solved="What comes back over the wires is added, and each share has the unit's own slope in it once. "
    "In the given loop the slope did no harm yet: it went wrong only with the `+=`.",
    inputs=_BACK_CASES,
    case=_net,
    stub=partial(_sent_back, step=_overwritten),
    mistakes=(
        Mistake(
            "g′ once for each wire",
            partial(_sent_back, step=lambda sent, share, slope: (sent + share) * slope, end=_as_it_is),
            "You mended the overwriting: that is half of it. But inside the loop g′ multiplies once for each output, "
            "and so again what had its g′ already. Multiply the sum once, after the loop.",
            see=_DELTA,
        ),
        Mistake(
            "g′ once for each wire",
            partial(_sent_back, step=lambda sent, share, slope: (sent + share) * slope),
            "Inside the loop g′ multiplies what had its g′ already, and besides, every share gets one g′ more. Leave "
            "only one a1 * (1 - a1), after the loop.",
            see=_DELTA,
        ),
        Mistake(
            "g′ before the last share",
            partial(_sent_back, step=lambda sent, share, slope: sent * slope + share, end=_as_it_is),
            "g′ multiplies only what was added before, and never what the last output sends back. Add all of it "
            "first; then multiply once, after the loop.",
            see=_DELTA,
        ),
        *(
            Mistake(
                "whole array inside the loop",
                partial(_whole_array_in_the_loop, keep=keep),
                f"`delta1 *= …` inside the loop multiplies every entry at every turn. It belongs after it.{more}",
            )
            for keep, more in ((1, ""), (0, " And `=` still overwrites what came before: it should be `+=`."))
        ),
        Mistake(
            "g′ for the last unit only",
            partial(_sent_back, end=_last_unit_only),
            "After the loop k and i stand still, at the last unit of the last example. Multiply the whole array "
            "there, by a1 * (1 - a1).",
        ),
        Mistake(
            "last route only",
            partial(_sent_back, step=_overwritten, end=_last_unit_only),
            "Each output still overwrites what came from the one before: `=` should be `+=`. And after the loop k and "
            "i stand still, at the last unit: multiply the whole array there, by a1 * (1 - a1).",
        ),
        Mistake(
            "last route only",
            partial(_sent_back, step=_overwritten, end=_as_it_is),
            "Each output still overwrites what came from the one before. And g′ no longer counts: it is missing, or "
            "what it multiplies is overwritten.",
        ),
        Mistake(
            "own slope alone",
            lambda delta2, W2, a1: a1 * (1 - a1),
            "All that came back is lost: `=` puts a1 * (1 - a1) in its place. It should multiply the sum, `*=`, "
            "after the loop.",
        ),
        *(
            Mistake(
                "return inside the loop",
                partial(_first_wire, slope=slope),
                f"`return` ends the loop after the first wire. It belongs after the loop, not indented so far.{more}",
            )
            for slope, more in (
                (lambda a: a * (1 - a), ""),
                (_ones, " And a1 * (1 - a1) is missing: it multiplies the whole sum, there."),
            )
        ),
        Mistake(
            "nothing but zeros",
            lambda delta2, W2, a1: 0 * a1,
            "Either nothing is added to what np.zeros made: 0 stays 0 if it is only multiplied, with `*=`. Or the "
            "brackets of `1 - a1` have gone: `a1 * 1 - a1` is a1 less a1, which is 0.",
        ),
        *(
            Mistake(
                "brackets forgotten",
                answer,
                "Python multiplies before it takes away, so a1 itself is taken away. Put 1 - a1 in brackets.",
            )
            for answer in (
                partial(_sent_back, end=lambda sent, a1: sent * a1 * 1 - a1),
                lambda delta2, W2, a1: _sent_back(delta2, W2, a1, end=np.multiply) - W2.shape[1] * a1,
            )
        ),
        Mistake(
            "g′ forgotten",
            partial(_sent_back, end=_as_it_is),
            "What comes back is added now. The unit's own slope a(1 − a) has to multiply the sum.",
            see=_DELTA,
        ),
        Mistake(
            "g′ at a",
            partial(_sent_back, end=lambda sent, a1: sent * sigmoid_slope(a1)),
            "a1 is g(z1) already: the slope at z is a1 * (1 - a1).",
            see=_PRINT,
        ),
        *(
            Mistake(
                f"{wrong} in place of g′",
                partial(_sent_back, end=end),
                f"The unit's own slope is a(1 − a), and not {wrong}.",
                see=_DELTA,
            )
            for wrong, end in {
                "a": np.multiply,
                "1 − a": lambda sent, a1: sent * (1 - a1),
                "a²": lambda sent, a1: sent * a1**2,
            }.items()
        ),
        Mistake(
            "g′ twice",
            partial(_sent_back, end=lambda sent, a1: sent * (a1 * (1 - a1)) ** 2),
            "The sum has a1 * (1 - a1) in it twice. Each path goes through the unit once.",
        ),
    ),
)


two_ways = Explanation(
    title="Explain the picture with the two ways",
    difficulty="medium",
    minutes=8,
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
        Mistake(
            "height for slope",
            "The wire from x to v has × 4 because v is 4 there.",
            "It is an accident that v = x² and its slope 2x are both 4 at x = 2. At x = 3 they are 9 and 6, and the "
            "wire has the 6.",
        ),
        Point(
            "× 3 and × 4 on the wires from x are the slopes of u = 3x and v = x² at x = 2; × 4 and × 6 on the wires "
            "into f are the values of v and of u, each held while the other moves.",
            "Say where all four come from: 3x has the slope 3, and x² has 2x = 4; f = u · v moves v = 4 times as much "
            "as u, and u = 6 times as much as v.",
        ),
        Point(
            "What arrives at f by the two ways is added: laid end to end, the two bars are as long as the third.",
            "This is what the bars are there for: 0.12 + 0.24 = 0.36, and so the slope is 12 + 24 = 36.",
        ),
    ),
)
