"""The exercises of notebook 05."""

import numpy as np

from nnlib.exercises.checking import Exercise, Mistake
from nnlib.functions import sigmoid, sigmoid_slope

two_wires = Exercise(
    reference=16,
    solved="6 arrive through u and 10 through v. What arrives by two ways is added.",
    mistakes=(
        Mistake(11, "The factor 2 of the wire from v to f is missing: v arrives at f doubled."),
        Mistake(6, "That is the path through u alone. x also feeds v, and what arrives there is added."),
        Mistake(10, "That is the path through v alone. x also feeds u, and what arrives there is added."),
        Mistake(60, "You multiplied the two paths. Along a path you multiply, over the paths you add."),
        Mistake(13, "The slope of x² is 2x, which is 6 at x = 3. You took x itself."),
        Mistake(39, "That is f itself at x = 3. Asked is how much it moves when x moves."),
        Mistake(8, "The two contributions are not averaged. Both arrive in full, and are added."),
        Mistake(22, "The factor 2 stands on the wire from v to f alone. What comes through u is 6, not 12."),
        Mistake(26, "The factor 2 is in the path through v twice: 2 · 5 = 10, not 20."),
        Mistake(12, "The slope of x² is 2x, which is 6 at x = 3 and not 2. Then add what comes through v, 2 · 5."),
        Mistake(14, "9 + 5 is u itself and the slope of v. Through u comes 2x = 6, through v 2 · 5 = 10."),
        Mistake(19, "9 is u itself at x = 3. Its slope is 2x = 6."),
    ),
    tolerance=1e-3,
)

hidden_delta = Exercise(
    reference=-0.1,
    solved="What comes back is 0.2 − 0.6 = −0.4, and the unit's own slope 0.25 makes −0.1 of it.",
    mistakes=(
        Mistake(-0.4, "The unit's own slope is missing: g′(z) = a(1 − a) = 0.25. Every path goes through the unit."),
        Mistake(-0.2, "You multiplied by a. The unit's own slope is a(1 − a), which is 0.25."),
        Mistake(0.1, "δ = 0.1 comes back over the weight 2, δ = 0.2 over −3. The sum 0.2 − 0.6 is negative."),
        Mistake(
            0.2, "The second wire brings 0.2 · (−3) = −0.6, with its minus sign. Both wires count, then times 0.25."
        ),
        Mistake(
            -0.6, "That comes back over the second wire alone. Add what the first brings, and multiply by a(1 − a)."
        ),
        Mistake(0.4, "0.2 − 0.6 is −0.4, with its minus sign. And the unit's own slope a(1 − a) = 0.25 is missing."),
        Mistake(0.8, "The weight −3 keeps its minus sign: 0.2 − 0.6. And the unit's own slope 0.25 is missing."),
        Mistake(-0.15, "That is the second wire alone. The unit feeds both outputs: add what comes back over each."),
        Mistake(0.05, "That is the first wire alone. The unit feeds both outputs: add what comes back over each."),
        *(
            Mistake(value, "You added the two δ first. Each δ goes back over its own wire, times that wire's weight.")
            for value in (0.3, 0.075, -0.3, -0.075)
        ),
        Mistake(-0.25, "You added the weights, without the δ. Each weight is multiplied by the δ at its end."),
        Mistake(-0.03, "You multiplied the two wires. Along a wire you multiply, over the wires you add."),
        Mistake(-0.025, "The unit's own slope a(1 − a) = 0.25 is in it twice."),
        Mistake(-1.6, "You divided by the unit's own slope. Multiply by it: −0.4 · 0.25."),
        Mistake(-0.05, "You halved it. What comes back over the two wires is added, not averaged."),
        Mistake(0.025, "You crossed the wires: δ = 0.1 belongs to the wire with weight 2, δ = 0.2 to the one with −3."),
        Mistake(-0.4 * sigmoid_slope(0.5), "That is g′(a). g′ is taken at z, and is a(1 − a) = 0.25 there."),
    ),
    tolerance=1e-6,
)


def _forward(x, W1, W2):
    a1 = sigmoid(x @ W1)
    return a1, sigmoid(a1 @ W2)


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

eight_slopes = Exercise(
    reference=_slopes,
    solved="Eight slopes from sixteen multiplications beside the g′, and no path was followed twice.",
    inputs=_EXAMPLES,
    asked="x = {0}",
    parts=("∂C/∂W[1]", "∂C/∂W[2]"),
    mistakes=(
        Mistake(
            _mistaken(error=lambda a, y: y - a),
            "Every slope has the wrong sign: the derivative of ½(a − y)² is a − y, not y − a. Descent would climb.",
        ),
        Mistake(
            _mistaken(out=np.ones_like),
            "g′(z) of the outputs is missing. δ = a − y belongs to the cross-entropy; half-MSE has g′(z) as well.",
        ),
        Mistake(
            _mistaken(hidden=np.ones_like),
            "The slopes of W[2] are right. In those of W[1] the hidden units' own g′(z) is missing.",
        ),
        Mistake(
            _mistaken(out=np.ones_like, hidden=np.ones_like),
            "g′(z) is missing twice: that of the outputs in both tables, that of the hidden units in those of W[1].",
        ),
        Mistake(
            lambda *case: (_slopes(*case, out=np.ones_like)[0], _slopes(*case)[1]),
            "The slopes of W[2] are right. But you sent a − y back: what goes back is δ[2], with its g′(z).",
        ),
        Mistake(
            _mistaken(out=sigmoid_slope, hidden=sigmoid_slope),
            "You took g′ at a. It belongs at z, or write it as a(1 − a).",
        ),
        Mistake(
            _mistaken(out=sigmoid_slope),
            "For the outputs you took g′ at a. It belongs at z, or write it as a(1 − a).",
        ),
        Mistake(
            _mistaken(hidden=sigmoid_slope),
            "For the hidden units you took g′ at a. It belongs at z, or write it as a(1 − a).",
        ),
        Mistake(
            _mistaken(back=lambda W, delta: delta @ W),
            "The slopes of W[2] are right. On the way back δ went through W2 without the transpose: δ[1]₁ needs "
            "W[2]₁₁ and W[2]₁₂, the wires that lead out of hidden unit 1. The square shape hid it.",
        ),
        Mistake(
            _mistaken(error=lambda a, y: y - a, back=lambda W, delta: delta @ W),
            "Two things. The sign: the derivative of ½(a − y)² is a − y. And on the way back W2 needs its transpose.",
        ),
        Mistake(
            _mistaken(back=lambda W, delta: delta),
            "The slopes of W[2] are right. But δ went back without the weights: each wire multiplies by its own.",
        ),
        Mistake(
            _mistaken(back=lambda W, delta: W[:, -1] * delta[-1]),
            "Only the last output sends something back. Each hidden unit feeds both: add, do not overwrite.",
        ),
        Mistake(
            _mistaken(back=lambda W, delta: W[:, 0] * delta[0]),
            "Only output 1 sends something back. Each hidden unit feeds both outputs: add both.",
        ),
        Mistake(
            _mistaken(back=lambda W, delta: W.sum(axis=1) * delta.sum()),
            "You added the δ first and the weights first. Each δ goes back over its own wire: multiply, then add.",
        ),
        Mistake(
            _changed(lambda x, a1, a2, W1, W2: (W1.T, W2.T)),
            "Both tables are transposed: entry [i, j] belongs to the wire from unit i to unit j.",
        ),
        Mistake(
            _changed(lambda x, a1, a2, W1, W2: (W1.T, W2)),
            "The slopes of W[2] are right. Those of W[1] are transposed: entry [i, j] belongs to the wire from i to j.",
        ),
        Mistake(
            _changed(lambda x, a1, a2, W1, W2: (W1, W2.T)),
            "The slopes of W[1] are right. Those of W[2] are transposed: entry [i, j] belongs to the wire from i to j.",
        ),
        Mistake(
            _changed(lambda x, a1, a2, W1, W2: (-W1.T, -W2.T)),
            "Two things. The sign: δ starts from a − y. And both tables are transposed: entry [i, j] is from i to j.",
        ),
        Mistake(
            _changed(lambda x, a1, a2, W1, W2: (np.diag(W1), np.diag(W2))),
            "`*` pairs the first with the first and the second with the second. Each weight needs its own product, "
            "four for each table: np.outer.",
        ),
        Mistake(
            _changed(lambda x, a1, a2, W1, W2: (np.trace(W1), np.trace(W2))),
            "`@` of two flat lists adds the products up to one number. Each weight needs its own product: np.outer.",
        ),
        Mistake(
            _changed(lambda x, a1, a2, W1, W2: W1),
            "The slopes of W[1] are right. Those of W[2] are missing: return both tables.",
        ),
        Mistake(
            _changed(lambda x, a1, a2, W1, W2: W2),
            "The slopes of W[2] are right. Those of W[1] are missing: return both tables, W[1] first.",
        ),
        Mistake(
            _changed(lambda x, a1, a2, W1, W2: (W2, W1)),
            "The two tables are right and stand in the wrong order: ∂C/∂W[1] comes first.",
        ),
        Mistake(
            _changed(lambda x, a1, a2, W1, W2: (W1 / x[:, None], W2)),
            "The factor x is missing in the slopes of W[1]: the nudge of a weight reaches z multiplied by its input.",
        ),
        Mistake(
            _changed(lambda x, a1, a2, W1, W2: (W1 / x[:, None], W2 / a1[:, None])),
            "In both tables the last factor is missing: what the weight is fed with, x for W[1] and a[1] for W[2].",
        ),
        Mistake(
            _changed(lambda x, a1, a2, W1, W2: (W1, W2 / a1[:, None])),
            "The factor a[1] is missing in the slopes of W[2]: it is what these weights are fed with.",
        ),
        Mistake(
            _changed(lambda x, a1, a2, W1, W2: (W1, W2 / a1[:, None] * a2[:, None])),
            "The slopes of W[2] have a[2] as their last factor. A weight is fed with the layer before it: a[1].",
        ),
        Mistake(
            _changed(lambda x, a1, a2, W1, W2: (2 * W1, 2 * W2)),
            "Every slope is twice too large: the ½ of the cost cancels the 2 of the square.",
        ),
        Mistake(
            _changed(lambda x, a1, a2, W1, W2: (W1 / 2, W2 / 2)),
            "Every slope is half as large as it should be: the cost adds up over the outputs, it is not their mean.",
        ),
    ),
)

shapes = Exercise(
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
        Mistake(
            {"z[1]": (6, 10)},
            "Examples are rows: z[1] has one row for each of the 10 examples, one column for each unit.",
        ),
        Mistake({"z[1]": (10, 4)}, "z[1] belongs to layer 1, which has 6 units. 4 is the number of inputs."),
        Mistake({"z[1]": (4, 6)}, "That is W[1] itself. z[1] = X @ W[1] + b[1] has a row for each example."),
        Mistake({"z[1]": (10, 3)}, "That is z[2]. Layer 1 has 6 units."),
        Mistake({"z[1]": (6,)}, "That would be one example alone. z[1] has a row for each of the 10."),
        Mistake({"delta[2]": (3,)}, "There is one δ for each example and each output: (10, 3)."),
        Mistake({"delta[2]": (3, 10)}, "Examples are rows in δ too: it has the shape of z."),
        Mistake({"delta[2]": (10, 6)}, "That is δ[1]. δ[2] has the shape of z[2], and layer 2 has 3 units."),
        Mistake({"delta[2]": (6, 3)}, "That is W[2]. δ[2] has the shape of z[2]: one row for each example."),
        Mistake(
            {"W[2].T": (6, 3)}, "That is W[2] itself, from 6 units to 3. Its transpose has rows and columns swapped."
        ),
        Mistake({"delta[1]": (10, 3)}, "δ[1] has the shape of z[1]: the hidden layer has 6 units."),
        Mistake({"delta[1]": (10, 4)}, "δ[1] has the shape of z[1]: layer 1 has 6 units, 4 is the number of inputs."),
        Mistake({"delta[1]": (6, 3)}, "That is W[2]. δ[1] has the shape of z[1]: one row for each example."),
        Mistake({"delta[1]": (6, 10)}, "Examples are rows in δ too: it has the shape of z."),
        Mistake({"delta[1]": (6,)}, "There is one δ for each example and each unit: it has the shape of z[1]."),
        Mistake({"dC/dW[1]": (6, 4)}, "The slope of W[1] has the shape of W[1]: from 4 inputs to 6 units."),
        Mistake({"dC/dW[1]": (6, 3)}, "That is the shape of W[2]. W[1] leads from 4 inputs to 6 units."),
        Mistake(
            {"dC/dW[1]": (10, 6)}, "That is δ[1]. The product with Xᵀ sums the ten examples away: the shape of W[1]."
        ),
        Mistake(
            {"dC/db[2]": (10, 3)}, "That is δ[2]. The slope of b[2] is its mean over the examples: the shape of b[2]."
        ),
        Mistake({"dC/db[2]": (6,)}, "b[2] is added in layer 2, which has 3 units."),
        Mistake(
            {"dC/db[2]": (10,)}, "The mean takes the 10 examples away: one number for each unit is left, as in b[2]."
        ),
        Mistake({"dC/db[2]": (1, 3)}, "Nearly: b[2] is a flat list of 3 numbers, and its slope is too."),
    ),
)

paths = Exercise(
    reference={"from one weight of W[1]": 4, "in the whole net": 68},
    solved="4 from one weight of W[1], and 12 · 4 + 8 · 2 + 4 · 1 = 68 in all.",
    mistakes=(
        Mistake(
            {"from one weight of W[1]": 16}, "The weight leads into one unit of layer 1, not into all four of them."
        ),
        Mistake(
            {"from one weight of W[1]": 2}, "There are two later layers of two units: choose one in each, 2 · 2 ways."
        ),
        Mistake({"from one weight of W[1]": 8}, "Two layers are left to choose in, not three: layer 1 is fixed."),
        Mistake(
            {"from one weight of W[1]": 3}, "Count choices, not layers: one of 2 units in layer 2, one of 2 in layer 3."
        ),
        Mistake(
            {"from one weight of W[1]": 12},
            "That is how many weights W[1] has. Asked is how many paths one of them has.",
        ),
        Mistake(
            {"from one weight of W[1]": 48}, "Those are the paths of all 12 weights of W[1]. Asked are those of one."
        ),
        Mistake(
            {"in the whole net": 48}, "48 is right for W[1] alone. The weights of W[2] and W[3] have paths as well."
        ),
        Mistake(
            {"in the whole net": 24}, "24 is the number of weights. Those of the first two layers have several paths."
        ),
        Mistake({"in the whole net": 96}, "Not every weight has four paths: from W[2] there are two, from W[3] one."),
        Mistake(
            {"in the whole net": 80},
            "48 from W[1], but then: two paths from each of the 8 weights of W[2], one from each of W[3].",
        ),
        Mistake({"in the whole net": 64}, "48 + 16: the weights of W[3] are missing. They have one path each."),
        Mistake({"in the whole net": 28}, "Too few: the 12 weights of W[1] alone have 4 paths each."),
        Mistake({"in the whole net": 20}, "16 + 4 are the paths of W[2] and W[3]. Those of W[1] are missing."),
    ),
)

equal_slopes = Exercise(
    reference="b",
    solved="Equal hidden units have equal a and equal δ. What differs is the input, or the output's target.",
    mistakes=(
        Mistake("a", "These two are xᵢ times the same δ, and x = (1, 2): the second is twice the first."),
        Mistake("c", "These two have the same a, but the outputs have different targets, 0 and 1, so their δ differ."),
        Mistake(
            "d", "That is what one text says. The slopes for the two inputs differ by a factor 2, as the inputs do."
        ),
    ),
)
