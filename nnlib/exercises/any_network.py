"""The exercises of notebook 07."""

from functools import partial

import numpy as np

from nnlib.exercises.checking import Exercise, Explanation, Mistake, Point
from nnlib.functions import sigmoid, sigmoid_slope

_RNG = np.random.default_rng(7)
_BACK = "One layer further back"
_LOOP = "About fifteen lines for any depth"
_STUCK = "Where it gets stuck"
_CHECK = "Checking a gradient properly"
_XRAY = "The X-ray: coded divided by measured"
_ENTROPY = "A cost from surprise (notebook 04)"
_TWO_LINES = "All at once: two lines for a layer (notebook 05)"
_BIAS = "The bias comes back (notebook 05)"

missing_transpose = Exercise(
    title="Predict what a missing transpose spoils",
    kind="predict",
    difficulty="medium",
    minutes=2,
    task="Which slopes come out wrong?",
    see=_LOOP,
    reference="c",
    solved="Now run the next code cell, and look at its last three lines.",
    mistakes=(
        Mistake(
            "the mistake sought where its matrix is",
            "a",
            "Tempting, for it is W[2] that was used the wrong way. But the slopes of W[2] are a[1].T @ δ[2] / m, "
            "and there is no W[2] in that.",
        ),
        Mistake(
            "b thought to be safe",
            "b",
            "Tempting, for only a matrix can be transposed. But what goes wrong is δ[1], "
            "and the slopes of b[1] are its mean.",
        ),
        Mistake(
            "a mistake that travels both ways",
            "d",
            "Tempting, for everything here hangs together. But δ goes from the last layer to the first: "
            "what belongs to layer 2 is done before δ goes back through W[2].",
        ),
    ),
)

ways_to_delta = Exercise(
    title="How many paths to δ?",
    kind="work out",
    difficulty="easy",
    minutes=3,
    task="In a 4-5-3-2 net, how many paths lead from one unit of layer 1 to the cost, "
    "and how many terms are added for its δ[1] if δ[2] is known?",
    see=_BACK,
    reference={"path by path": 6, "with delta[2]": 3},
    solved="Six paths, or three wires if δ[2] is known. In a deeper net the first explodes, the second does not.",
    mistakes=(
        Mistake(
            "counts swapped",
            {"path by path": 3, "with delta[2]": 6},
            "Both numbers are right, each in the other's place.",
        ),
        Mistake(
            "choices added",
            {"path by path": 5},
            "3 and 2 multiply: each of the 3 units of layer 2 leads on to both units of layer 3.",
        ),
        Mistake(
            "all units of the layer",
            {"path by path": 30},
            "5 · 3 · 2 are the paths from the whole of layer 1. One unit of it is asked for.",
        ),
        Mistake(
            "wrong layers counted",
            {"path by path": 10},
            "Neither 5 + 3 + 2 nor 5 · 2. The unit of layer 1 is given: 3 ways lead on from it, and then 2.",
        ),
        Mistake(
            "choices added",
            {"path by path": 14},
            "4 + 5 + 3 + 2 are the units of the net. Count ways: 3 from the unit, and 2 from each of these.",
        ),
        *(
            Mistake(
                "power of choices",
                {"path by path": power},
                "One of 3 units and then one of 2: that is 3 · 2 ways, and no power of 2 or 3.",
            )
            for power in (8, 9)
        ),
        Mistake(
            "paths from the inputs", {"path by path": 120}, "4 · 5 · 3 · 2 begins at the inputs. Begin at layer 1."
        ),
        Mistake("wires counted", {"path by path": 12}, "Each of the six paths has two wires. Count the paths."),
        Mistake(
            "factors that are no choice",
            {"path by path": 24},
            "Neither the 4 inputs, which lie before the unit, nor the four multiplications along a path "
            "make more paths.",
        ),
        Mistake(
            "last layer left out",
            {"path by path": 3},
            "That is how many ways lead to layer 2. From each of its units two lead on.",
        ),
        Mistake(
            "middle layer left out",
            {"path by path": 2},
            "That is how many ways lead on from one unit of layer 2. There are 3 such units to choose from.",
        ),
        Mistake(
            "wires into the layer",
            {"path by path": 15},
            "5 · 3 are all wires between layers 1 and 2. Take one unit, and go on to layer 3.",
        ),
        Mistake("a single path", {"path by path": 1}, "The unit feeds three others, and each of these feeds two."),
        Mistake(
            "own layer's width",
            {"with delta[2]": 5},
            "5 is how many units layer 1 has. One unit of it has a wire to each unit of layer 2.",
        ),
        Mistake(
            "inputs of the unit",
            {"with delta[2]": 4},
            "4 wires lead into the unit. δ comes back over those that lead out.",
        ),
        Mistake(
            "one layer too far",
            {"with delta[2]": 2},
            "δ[2] has 3 entries, one for each unit of layer 2. The outputs are behind it.",
        ),
        Mistake(
            "δ[2] not used",
            {"with delta[2]": 6},
            "All that lies behind layer 2 is inside δ[2] already: one term for each wire to layer 2.",
        ),
        Mistake(
            "all units of the layer",
            {"with delta[2]": 15},
            "5 · 3 terms are those of all five δ of layer 1. One of them is asked for.",
        ),
        Mistake(
            "last route only",
            {"with delta[2]": 1},
            "δ[2] is one number for each unit of layer 2, and the unit feeds all of them.",
        ),
    ),
)


def _forward(X, params):
    """z and a of every layer; in both the inputs stand first."""
    z, a = [X], [X]
    for W, b in params:
        z.append(a[-1] @ W + b)
        a.append(sigmoid(z[-1]))
    return z, a


def _without_bias(X, params):
    return _forward(X, [(W, 0 * b) for W, b in params])


def _product(fed, delta):
    return fed.T @ delta / len(delta)


def _gradients(
    X,
    y,
    params,
    *,
    forward=_forward,
    output=lambda a, y: a - y,
    back=lambda delta, W, b, slope_W: delta @ W.T,
    slope=lambda z, a: a * (1 - a),
    weight=lambda z, a, l, delta: _product(a[l - 1], delta),
    bias=lambda delta: delta.mean(axis=0),
    change=lambda V, c, m, L, n: (V, c),
):
    """Slopes (V, c) of (W, b), layer by layer; each keyword is a step that a mistake replaces.

    change: the last step, given the numbers of examples, layers and outputs.
    """
    (z, a), slopes = forward(X, params), []
    delta = output(a[-1], y)
    for l in range(len(params), 0, -1):
        slopes.insert(0, (weight(z, a, l, delta), bias(delta)))
        if l > 1:
            delta = back(delta, *params[l - 1], slopes[0][0]) * slope(z[l - 1], a[l - 1])
    return tuple(change(V, c, len(X), len(params), y.shape[1]) for V, c in slopes)


def _half_mse(a, y):
    return (a - y) * a * (1 - a)


def _step(X, y, params, alpha, **steps):
    slopes = _gradients(X, y, params, **{"output": _half_mse, **steps})
    return tuple((W - alpha * V, b - alpha * c) for (W, b), (V, c) in zip(params, slopes, strict=True))


def _usual_mistakes(answer):
    """What goes wrong with the slopes, or with the step along them, and with the list they are returned in."""
    return (
        *(Mistake(name, partial(answer, **steps), words, see) for name, see, words, steps in _CHANGED_STEPS),
        *(
            Mistake(name, lambda *args, change=change: change(answer(*args)), words)
            for name, words, change in _CHANGED_LISTS
        ),
    )


# name, where to look again, words, the steps that are changed
_CHANGED_STEPS = (
    (
        "1/m forgotten",
        _TWO_LINES,
        "You summed over the examples, in W and in b. The cost is their mean, so the slopes are means too.",
        {"change": lambda V, c, m, L, n: (V * m, c * m)},
    ),
    (
        "1/m forgotten",
        _TWO_LINES,
        "b is right. The slopes of W are sums over the examples: divide them by m.",
        {"change": lambda V, c, m, L, n: (V * m, c)},
    ),
    (
        "bias not averaged",
        _BIAS,
        "W is right. The slopes of b are sums over the examples: divide them by m.",
        {"change": lambda V, c, m, L, n: (V, c * m)},
    ),
    (
        "1/m twice",
        _TWO_LINES,
        "You divided by m two times, in W and in b. `mean` does it already, and after δ / m a sum is enough.",
        {"change": lambda V, c, m, L, n: (V / m, c / m)},
    ),
    (
        "1/m twice",
        _TWO_LINES,
        "b is right. The slopes of W were divided by m two times.",
        {"change": lambda V, c, m, L, n: (V / m, c)},
    ),
    (
        "1/m twice",
        _BIAS,
        "W is right. The slopes of b were divided by m two times: `mean` alone is enough.",
        {"change": lambda V, c, m, L, n: (V, c / m)},
    ),
    (
        "layers counted for examples",
        _LOOP,
        "len(params) is how many layers there are. Divide by len(X).",
        {"change": lambda V, c, m, L, n: (V * m / L, c * m / L)},
    ),
    (
        "fixed number of examples",
        _LOOP,
        "You divided by 4. That is right for the half adder, but X may have any number of rows: len(X).",
        {"change": lambda V, c, m, L, n: (V * m / 4, c * m / 4)},
    ),
    (
        "whole-number division",
        _LOOP,
        "`//` cuts off what is behind the point, in W and in b. Divide with `/`.",
        {"change": lambda V, c, m, L, n: (V // 1, c // 1)},
    ),
    (
        "whole-number division",
        _LOOP,
        "b is right. In W `//` cuts off what is behind the point. Divide with `/`.",
        {"change": lambda V, c, m, L, n: (V // 1, c)},
    ),
    (
        "mean over the outputs",
        _STUCK,
        "You divided by the number of outputs as well. The cost is a mean over the examples, "
        "but over the outputs it is a sum.",
        {"change": lambda V, c, m, L, n: (V / n, c / n)},
    ),
    (
        "factor 2",
        _LOOP,
        "Every slope is twice too large: δ of the answer has no 2 in it.",
        {"change": lambda V, c, m, L, n: (2 * V, 2 * c)},
    ),
    (
        "factor ½",
        _LOOP,
        "Every slope is half as large as it should be: δ of the answer has no ½ in it.",
        {"change": lambda V, c, m, L, n: (V / 2, c / 2)},
    ),
    (
        "bias left out",
        _BIAS,
        "W is right. But b has a slope too, the mean of δ over the examples.",
        {"change": lambda V, c, m, L, n: (V, 0 * c)},
    ),
    (
        "bias left out",
        _LOOP,
        "It is missing in your forward pass: z = a @ W + b. So every a is that of another net.",
        {"forward": _without_bias},
    ),
    (
        "slopes of W added up for b",
        _BIAS,
        "W is right. The slope of b is the mean of δ. What a bias is fed with is 1, and not the sum of the inputs.",
        {"change": lambda V, c, m, L, n: (V, V.sum(axis=0))},
    ),
    (
        "axis left out",
        _BIAS,
        "W is right. Without axis=0 the mean of δ is one number for the whole layer. Each unit has a bias of its own.",
        {"bias": lambda delta: delta.mean()},
    ),
    (
        "axis left out",
        _BIAS,
        "W is right. Without axis=0 the sum of δ is one number for the whole layer. Each unit has a bias of its own.",
        {"bias": lambda delta: delta.sum() / len(delta)},
    ),
    (
        "axis left out",
        _BIAS,
        "W is right. Without axis=0 the sum of δ is one number for the whole layer. Each unit has a bias of its own.",
        {"bias": lambda delta: delta.sum()},
    ),
    (
        "no x",
        _LOOP,
        "b is right. In the slopes of W the last factor is missing, what the weight is fed with: "
        "X in layer 1, a[l−1] in the others.",
        {"weight": lambda z, a, l, delta: _product(np.ones_like(a[l - 1]), delta)},
    ),
    (
        "no x",
        _LOOP,
        "Only W[1] is wrong. These weights are fed with X, which is a[0].",
        {"weight": lambda z, a, l, delta: _product(a[l - 1] if l > 1 else np.ones_like(a[0]), delta)},
    ),
    (
        "z in place of a",
        _LOOP,
        "b is right, and W[1] too. The later weights are fed with a[l−1] = g(z[l−1]), and you took z[l−1].",
        {"weight": lambda z, a, l, delta: _product(z[l - 1], delta)},
    ),
    (
        "transposed gradient",
        _TWO_LINES,
        "b is right. `reshape` made the slopes of W fit, but it puts them in other places. Swap the two factors.",
        {"weight": lambda z, a, l, delta: _product(delta, a[l - 1]).reshape(-1, delta.shape[1])},
    ),
    (
        "summed outer product",
        _TWO_LINES,
        "b is right. For W you added up a and δ each alone, and multiplied the sums. "
        "Multiply example by example, and then add.",
        {"weight": lambda z, a, l, delta: np.outer(a[l - 1].sum(axis=0), delta.mean(axis=0))},
    ),
    (
        "summed outer product",
        _TWO_LINES,
        "b is right. For W you multiplied the mean of a by the mean of δ. "
        "Multiply example by example, and then take the mean.",
        {"weight": lambda z, a, l, delta: np.outer(a[l - 1].mean(axis=0), delta.mean(axis=0))},
    ),
    (
        "last example only",
        _TWO_LINES,
        "Each example has overwritten the one before it. Add them up, with +=, and divide by m.",
        {"weight": lambda z, a, l, delta: _product(a[l - 1][-1:], delta[-1:]), "bias": lambda delta: delta[-1]},
    ),
    (
        "last example only",
        _TWO_LINES,
        "You do divide by m, but each example has overwritten the one before it. Add them up, with +=.",
        {
            "weight": lambda z, a, l, delta: _product(a[l - 1][-1:], delta[-1:]) / len(delta),
            "bias": lambda delta: delta[-1] / len(delta),
        },
    ),
    (
        "last route only",
        _BACK,
        "The last layer is right. On the way back a unit hears from the last unit that it feeds, and from no other. "
        "Add what comes back over all its wires.",
        {"back": lambda delta, W, b, V: delta[:, -1:] @ W[:, -1:].T},
    ),
    (
        "sums before products",
        _BACK,
        "The last layer is right. On the way back you added the δ first and the weights first. "
        "Multiply each δ by its own wire's weight, and then add.",
        {"back": lambda delta, W, b, V: np.outer(delta.sum(axis=1), W.sum(axis=1))},
    ),
    (
        "weights left out",
        _BACK,
        "The last layer is right. On the way back δ is multiplied by the weights of the wires: delta @ W.T.",
        {"back": lambda delta, W, b, V: np.outer(delta.sum(axis=1), np.ones(len(W)))},
    ),
    (
        "missing transpose",
        _TWO_LINES,
        "It shows where W is square: there δ goes back over the wrong wires. Use W.T everywhere.",
        {"back": lambda delta, W, b, V: delta @ (W if W.shape[0] == W.shape[1] else W.T)},
    ),
    (
        "missing transpose",
        _TWO_LINES,
        "`reshape` made the shape fit, but it puts the weights in other places. W.T swaps rows and columns.",
        {"back": lambda delta, W, b, V: delta @ W.reshape(W.shape[::-1])},
    ),
    (
        "neighbour's δ",
        _XRAY,
        "With b as the last row of W one δ too many comes back, and it stands last. You dropped the first.",
        {
            "back": lambda delta, W, b, V: np.column_stack([(delta @ W.T)[:, 1:], delta @ b]),
            "slope": lambda z, a: np.column_stack([(a * (1 - a))[:, 1:], np.zeros(len(a))]),
        },
    ),
    (
        "g′ forgotten",
        _BACK,
        "The last layer is right. On the way back each hidden unit multiplies by its own slope, a(1 − a).",
        {"slope": lambda z, a: np.ones_like(a)},
    ),
    (
        "g′ at a",
        "Wrong in print, and what it does (notebook 05)",
        "The last layer is right. On the way back you took the slope at a. It belongs at z, and is a(1 − a) there.",
        {"slope": lambda z, a: sigmoid_slope(a)},
    ),
    (
        "z (1 − z)",
        _LOOP,
        "The last layer is right. On the way back the hidden units' slope is a(1 − a), written with a.",
        {"slope": lambda z, a: z * (1 - z)},
    ),
    (
        "factor 1 − a forgotten",
        _LOOP,
        "The last layer is right. On the way back you multiplied by a. The hidden units' slope is a(1 − a).",
        {"slope": lambda z, a: a},
    ),
    (
        "factor a forgotten",
        _LOOP,
        "The last layer is right. On the way back you multiplied by 1 − a. The hidden units' slope is a(1 − a).",
        {"slope": lambda z, a: 1 - a},
    ),
    (
        "brackets forgotten",
        _LOOP,
        "The last layer is right. On the way back `* a * 1 - a` takes a away at the end. Write `* a * (1 - a)`.",
        {"back": lambda delta, W, b, V: delta @ W.T - 1, "slope": lambda z, a: a},  # δ a − a
    ),
    (
        "tanh's slope",
        _LOOP,
        "The last layer is right. On the way back you multiplied by 1 − a². These are sigmoids: a(1 − a).",
        {"slope": lambda z, a: 1 - a**2},
    ),
)
# name, words, what happens to the right list
_CHANGED_LISTS = (
    (
        "backward order",
        "The numbers are right, but the first layer comes first in the list.",
        lambda pairs: pairs[::-1],
    ),
    (
        "partials swapped",
        "The numbers are right, but in each pair W comes before b.",
        lambda pairs: tuple((b, W) for W, b in pairs),
    ),
    (
        "one list for W and one for b",
        "The numbers are right, but they are asked for layer by layer: a list of pairs (W, b).",
        lambda pairs: tuple(zip(*pairs, strict=True)),
    ),
    (
        "bias left out",
        "W is right. Give a pair for each layer, with b as its second part.",
        lambda pairs: tuple(W for W, b in pairs),
    ),
    (
        "pairs taken apart",
        "The numbers are right. Put them in pairs, one (W, b) for each layer.",
        lambda pairs: sum(pairs, ()),
    ),
    (
        "last layer alone",
        "What you return is right. But it is the pair of one layer: put the pairs of all layers in a list.",
        lambda pairs: pairs[-1],
    ),
    (
        "first layer alone",
        "What you return is right. But it is the pair of one layer: put the pairs of all layers in a list.",
        lambda pairs: pairs[0],
    ),
)


def _network(*sizes):
    return [(_RNG.normal(size=(n, k)), _RNG.normal(size=k)) for n, k in zip(sizes, sizes[1:], strict=False)]


def _examples(m, *sizes):
    return _RNG.normal(size=(m, sizes[0])), _RNG.uniform(size=(m, sizes[-1])), _network(*sizes)


def _single(x):
    """One example with one input, so that a factor x can be told from the number it makes of a slope."""
    return np.array([[x]]), _RNG.uniform(size=(1, 2)), _network(1, 3, 2)


def _case(X, y, params, *alpha):
    sizes = "-".join(str(len(b)) for _, b in params)
    examples = f"{len(X)} examples" if len(X) > 1 else f"one example{f', x = {X.item():g}' if X.size == 1 else ''}"
    return f"a {X.shape[1]}-{sizes} net with {examples}" + "".join(f" and α = {value:g}" for value in alpha)


def _first_layer_at_zero(X, y, params):
    (V, c), *later = _gradients(X, y, params)
    return (0 * V, 0 * c), *later


any_depth = Exercise(
    title="Backward for any depth",
    kind="write",
    difficulty="medium",
    minutes=8,
    task="Write the backward pass of a net of any depth, with sigmoid layers and the cross-entropy as its cost.",
    see=_LOOP,
    reference=_gradients,
    solved="Any depth, any widths. Only δ of the answer knows which cost it is.",
    # unequal widths, and square ones, where a missing transpose runs
    inputs=(_examples(6, 3, 4, 4, 2), _examples(5, 2, 1), _examples(3, 2, 3, 3), _single(1.5), _single(-0.7)),
    case=_case,
    parts=("∂C/∂W[1]", "∂C/∂b[1]", "∂C/∂W[2]", "∂C/∂b[2]", "∂C/∂W[3]", "∂C/∂b[3]"),
    mistakes=(
        *_usual_mistakes(_gradients),
        Mistake(
            "g′ left in",
            partial(_gradients, output=_half_mse),
            "That is the gradient of half-MSE. For the cross-entropy the factor a(1 − a) of the answer cancels.",
            see=_ENTROPY,
        ),
        Mistake(
            "slope in a for slope in z",
            partial(_gradients, output=lambda a, y: (a - y) / (a * (1 - a))),
            "You began with (a − y) / (a(1 − a)). Times a(1 − a) it becomes δ of the answer, a − y.",
            see=_ENTROPY,
        ),
        Mistake(
            "stale activation",
            partial(_gradients, weight=lambda z, a, l, delta: _product(a[l], delta)),
            "b is right. W[l] is fed with a[l−1]. You took a[l], which comes out of it.",
        ),
        Mistake(
            "transposed gradient",
            partial(_gradients, weight=lambda z, a, l, delta: _product(a[l - 1], delta).T),
            "b is right. The slopes of W lie on their side. Swap the two factors: "
            "entry [i, j] belongs to the wire from unit i to unit j.",
            see=_TWO_LINES,
        ),
        Mistake(
            "wrong axis",
            partial(_gradients, bias=lambda delta: delta.mean(axis=1)),
            "W is right. For b the mean is over the examples, axis=0. With axis=1 it is over the units of the layer.",
            see=_BIAS,
        ),
        Mistake(
            "flipped sign",
            partial(_gradients, output=lambda a, y: y - a),
            "Every slope is turned round: δ of the answer is a − y.",
        ),
        Mistake(
            "target left out",
            partial(_gradients, output=lambda a, y: a),
            "You began with the answer alone. δ of the answer is the answer less its target, a − y.",
            see=_ENTROPY,
        ),
        Mistake(
            "cost for slope",
            partial(_gradients, output=lambda a, y: -(y * np.log(a) + (1 - y) * np.log(1 - a))),
            "You began with the cost itself. Begin with its slope in z, a − y.",
            see=_ENTROPY,
        ),
        Mistake(
            "cost for slope",
            partial(_gradients, output=lambda a, y: (a - y) ** 2),
            "You began with the square of the error. Begin with the slope of the cost in z, a − y.",
            see=_ENTROPY,
        ),
        Mistake(
            "sign of the error lost",
            partial(_gradients, output=lambda a, y: abs(a - y)),
            "You began with the size of the error. Its sign says whether z should go down or up: a − y, without abs.",
            see=_ENTROPY,
        ),
        Mistake(
            "first layer left out",
            lambda *args: _gradients(*args)[1:],
            "range stops before its end, so it has to end at 0.",
        ),
        Mistake(
            "first layer left out",
            _first_layer_at_zero,
            "Its slopes are still 0. range stops before its end, so it has to end at 0.",
        ),
    ),
)


read_a_ratio = Exercise(
    title="Read a ratio",
    kind="find the bug",
    difficulty="medium",
    minutes=3,
    task="What is missing?",
    see=_XRAY,
    reference="c",
    solved="4 is 1 / ¼, and ¼ is the largest slope of a sigmoid. One ratio for each hidden unit: its g′(z) is missing.",
    mistakes=(
        Mistake(
            "b not looked at",
            "a",
            "Tempting, for without x only layer 1 is wrong. But x is no factor in the slopes of b[1]: they would "
            "agree. And the ratios of W[1] would differ from row to row, not from column to column.",
        ),
        Mistake(
            "varying ratio taken for a constant",
            "b",
            "Tempting, for without 1/m both W and b are too large. But then all ratios are 10, the number of examples.",
        ),
        Mistake(
            "missing transpose suspected",
            "d",
            "Tempting, for it too shows in W[1] and b[1] and not in layer 2. But W[2] is no square here: "
            "without its transpose the program would stop with an error of shapes.",
        ),
    ),
)

trusted_check = Exercise(
    title="Which check do you trust?",
    kind="work out",
    difficulty="medium",
    minutes=3,
    task="Who has the best reason to say that it is right?",
    see=_CHECK,
    reference="c",
    solved="A good measurement, and a net that leaves a mistake nothing to hide behind.",
    mistakes=(
        Mistake(
            "nudge too small",
            "a",
            "Tempting, for a shorter run should give a truer slope. But at ε = 10⁻¹² almost all digits of the "
            "difference are lost: 10⁻⁵ may be that, or a mistake.",
        ),
        Mistake(
            "square matrices",
            "b",
            "Tempting, for the measurement is as good as it gets. But on a 2-2-2 net a missing transpose runs, "
            "and a transposed gradient fits.",
        ),
        Mistake(
            "nudge too large",
            "d",
            "Tempting, for with ε = 10⁻¹ no digits are lost. But the cost bends on the way: "
            "10⁻³ may be that, or a mistake.",
        ),
    ),
)

carry_plateau = Exercise(
    title="Another height",
    kind="work out",
    difficulty="medium",
    minutes=4,
    task="At which cost?",
    see=_STUCK,
    reference=1 / 12,
    solved="It answers ⅓, and ⅔ divided by 8 is 1/12.",
    mistakes=(
        Mistake(
            "another group merged",
            3 / 32,
            "All four patterns together, answered with ¼, would cost that. So would an answer of ½ to three. "
            "Here (0, 0) is right, and the other three get their own mean, ⅓.",
        ),
        Mistake(
            "another group merged",
            1 / 16,
            "That is the height where two patterns share an answer, a 1 and a 0. Here it is three.",
        ),
        Mistake(
            "fourth pattern in the mean",
            11 / 128,
            "¼ is the mean of all four targets. (0, 0) is answered on its own: the mean of 0, 0, 1 is ⅓.",
        ),
        Mistake(
            "not the mean answered",
            1 / 8,
            "That is what an answer of 0 costs, or one of ⅔. The best single answer to 0, 0, 1 is their mean, ⅓.",
        ),
        Mistake(
            "not the mean answered",
            1 / 4,
            "That is what an answer of 1 costs. The best single answer to 0, 0, 1 is their mean, ⅓.",
        ),
        Mistake(
            "half or square forgotten",
            1 / 6,
            "⅔ divided by 4 leaves out the ½ of the cost; (⅓ + ⅓ + ⅔) divided by 8 leaves out the squares.",
        ),
        Mistake(
            "another group merged",
            3 / 16,
            "¼ for all four would give that without the ½ of the cost, and so would ½ for three. "
            "Here (0, 0) is right, and the other three get their own mean, ⅓.",
        ),
        Mistake("factor ½", 1 / 24, "⅔ divided by 16 has the ½ of the cost in it twice. Divide by 2m = 8."),
        Mistake("sum for mean", 2 / 3, "The squared errors add up to that. Divide by 2m = 8."),
        Mistake(
            "answer for cost",
            1 / 3,
            "⅓ is what the net says to three patterns. (Half the sum of their squared errors is ⅓ too. "
            "Then the mean over the four is still to be taken.)",
        ),
        Mistake(
            "mean over three",
            1 / 9,
            "You divided by 6. Only three patterns cost something, but the mean is over all four.",
        ),
        Mistake(
            "mean over three",
            2 / 9,
            "You divided by 3. The mean is over all four patterns, and the cost is half the squared error.",
        ),
        Mistake("one error only", 1 / 18, "That is 4/9 divided by 8. The two targets of 0 cost 1/9 each, besides."),
        Mistake("one error only", 1 / 72, "That is 1/9 divided by 8. Add 1/9 and 4/9 for the other two patterns."),
        Mistake(
            "two errors only",
            1 / 36,
            "Those are the two targets of 0. The pattern with target 1 costs 4/9, besides.",
        ),
        Mistake(
            "two errors only",
            5 / 72,
            "1/9 + 4/9, divided by 8, counts one target of 0. There are two of them.",
        ),
        Mistake("both outputs counted", 7 / 32, "All four patterns together, in both outputs, cost that."),
        Mistake(
            "error for height",
            4 / 9,
            "That is the largest of the three squared errors. Add the others, and divide by 8.",
        ),
        Mistake("1/m twice", 1 / 48, "The 2m = 8 has the number of patterns in it already."),
        Mistake("rounded too far", 0.08, "Nearly: give three digits after the point, or the fraction."),
        Mistake(
            "cross-entropy for squared error",
            -(2 * np.log(2 / 3) + np.log(1 / 3)) / 4,
            "That is the mean surprise, as in notebook 06. Asked is half the squared error.",
        ),
    ),
    tolerance=5e-4,
)


mended_step = Exercise(
    title="Find it and mend it",
    kind="find the bug",
    difficulty="hard",
    minutes=15,
    task="Find it, and write the step as it should be.",
    see=_XRAY,
    reference=_step,
    solved="δ goes back through the weights of the forward pass. All slopes belong to one place.",
    inputs=(
        (*_examples(6, 3, 4, 4, 2), 2.0),
        (*_examples(5, 2, 1), 0.5),
        (*_examples(3, 2, 3, 3), 0.1),
        (*_single(1.5), 0.5),
        (*_single(-0.7), 0.5),
    ),
    case=_case,
    parts=("W[1]", "b[1]", "W[2]", "b[2]", "W[3]", "b[3]"),
    mistakes=(
        *_usual_mistakes(_step),
        Mistake(
            "weights already updated",
            lambda *args: _step(*args, back=lambda delta, W, b, V: delta @ (W - args[-1] * V).T),
            "δ still goes back through a W that has taken its step. Use the one of the forward pass.",
        ),
        Mistake(
            "weights already updated",
            lambda *args: _step(*args, back=lambda delta, W, b, V: delta @ (W + args[-1] * V).T),
            "You turned the step round, and δ goes back through W + α · slope. Use the W of the forward pass.",
        ),
        Mistake(
            "uphill step",
            lambda X, y, params, alpha: _step(X, y, params, -alpha),
            "The step is minus α times the slope, and δ of the answer begins with a − y. One of them is turned round.",
            see=_LOOP,
        ),
        Mistake(
            "learning rate forgotten",
            lambda X, y, params, alpha: _step(X, y, params, 1),
            "That is a full step, W − slope and b − slope.",
        ),
        Mistake(
            "learning rate forgotten",
            lambda *args: _step(*args, change=lambda V, c, m, L, n: (V, c / args[-1])),
            "W is right. The step of b is a full one: multiply its slope by α too.",
        ),
        Mistake(
            "learning rate forgotten",
            lambda *args: _step(*args, change=lambda V, c, m, L, n: (V / args[-1], c)),
            "b is right. The step of W is a full one: multiply its slope by α too.",
        ),
        Mistake(
            "learning rate twice",
            lambda X, y, params, alpha: _step(X, y, params, alpha**2),
            "The step is α times the slope, with α in it once.",
        ),
        Mistake(
            "learning rate twice",
            lambda *args: _step(*args, back=lambda delta, W, b, V: args[-1] * delta @ W.T),
            "The last layer is right. On the way back you multiplied δ by α. It belongs in the step, and only there.",
        ),
        Mistake(
            "first layer left out",
            lambda *args: (args[2][0], *_step(*args)[1:]),
            "It has not moved. range stops before its end, so it has to end at 0.",
            see=_LOOP,
        ),
        Mistake(
            "slope for position",
            lambda X, y, params, alpha: _gradients(X, y, params, output=_half_mse),
            "You return the slopes. Asked are the new weights and biases, after the step.",
        ),
        Mistake(
            "step for position",
            lambda X, y, params, alpha: tuple(
                (-alpha * V, -alpha * c) for V, c in _gradients(X, y, params, output=_half_mse)
            ),
            "You return the change alone. The new weights are the old ones plus it.",
        ),
        Mistake(
            "no step",
            lambda X, y, params, alpha: tuple(params),
            "Your function returns the weights and biases as they came in.",
        ),
        Mistake(
            "cross-entropy's δ",
            partial(_step, output=lambda a, y: a - y),
            "You began with a − y. Their cost is half-MSE, and its δ of the answer has the factor a(1 − a) as well.",
            see=_LOOP,
        ),
        Mistake(
            "cross-entropy's δ",
            partial(_step, output=lambda a, y: y - a),
            "You began with y − a. The factor a(1 − a) of half-MSE is missing, and the sign is turned round.",
            see=_LOOP,
        ),
        Mistake(
            "brackets forgotten",
            partial(_step, output=lambda a, y: a - y * a * (1 - a)),
            "In δ of the answer only y is multiplied by a(1 − a). The error belongs in brackets, (a − y).",
            see=_LOOP,
        ),
        Mistake(
            "brackets forgotten",
            partial(_step, output=lambda a, y: (a - y) * a - a),
            "In δ of the answer `* a * 1 - a` takes a away at the end. Write `* a * (1 - a)`.",
            see=_LOOP,
        ),
        Mistake(
            "cost for slope",
            partial(_step, output=lambda a, y: (a - y) ** 2 * a * (1 - a)),
            "You began with the square of the error. The slope of half a square is the error itself, a − y.",
            see=_LOOP,
        ),
        Mistake(
            "g′ at a",
            partial(_step, output=lambda a, y: (a - y) * sigmoid_slope(a)),
            "In δ of the answer you took the slope at a. It belongs at z, and is a(1 − a) there.",
            see="Wrong in print, and what it does (notebook 05)",
        ),
        Mistake(
            "g′ at a",
            partial(_step, output=lambda a, y: (a - y) * sigmoid_slope(a), slope=lambda z, a: sigmoid_slope(a)),
            "You took every slope at a. It belongs at z, and is a(1 − a) there.",
            see="Wrong in print, and what it does (notebook 05)",
        ),
        Mistake(
            "target left out",
            partial(_step, output=lambda a, y: a * a * (1 - a)),
            "δ of the answer begins with the error, a − y, and not with the answer alone.",
            see=_LOOP,
        ),
    ),
)

two_nudges = Explanation(
    title="Explain the picture with the two nudges",
    difficulty="medium",
    minutes=5,
    task="Explain the picture “Too large a nudge is wrong, and too small a nudge is wrong” "
    "to somebody who has not read this notebook.",
    see=_CHECK,
    solved="Two errors pull in opposite directions, and the best nudge lies where neither is large.",
    statements=(
        Mistake(
            "an error taken for a cost",
            "Where a line is lowest, the weight has its best value.",
            "The weight is the same all along. What is lowest there is the error of a measurement.",
        ),
        Point(
            "Across is the nudge ε, and upwards how wrong the measured slope is, both in powers of ten.",
            "Without the axes nobody can read it. And only because the right slope is known can its error be drawn.",
        ),
        Point(
            "On the left the two costs are nearly equal, and most of the digits of their difference are lost.",
            "This is the reason why the lines rise to the left: a float has no more than 16 digits.",
        ),
        Mistake(
            "both ways thought to save digits",
            "Nudging both ways loses fewer digits, and so its line is the lower one for every nudge.",
            "Left of 10⁻⁸ the two lines are alike, for the digits are lost either way. "
            "It is on the right that nudging both ways helps.",
        ),
        Point(
            "On the right the cost bends over so long a way, and nudging both ways cancels most of the bend.",
            "This is the reason why the lines rise to the right, and why one of them stays so much lower there.",
        ),
    ),
)
