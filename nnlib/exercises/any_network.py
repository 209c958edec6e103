"""The exercises of notebook 07."""

from functools import partial
from types import SimpleNamespace

import numpy as np

from nnlib.exercises.checking import Exercise, Explanation, Mistake, Point
from nnlib.functions import sigmoid, sigmoid_slope

_RNG = np.random.default_rng(7)
_BACK = "One layer further back"
_LOOP = "About fifteen lines for any depth"
_STUCK = "Where it gets stuck"
_CHECK = "Checking a gradient properly"
_XRAY = "The X-ray: coded divided by measured"
_BROKEN = "A broken program"
_ENTROPY = "A cost from surprise (notebook 04)"
_TWO_LINES = "All at once: two lines for a layer (notebook 05)"
_BIAS = "The bias comes back (notebook 05)"
_IN_PRINT = "Wrong in print, and what it does (notebook 05)"

missing_transpose = Exercise(
    title="Predict what a missing transpose spoils",
    kind="predict",
    difficulty="medium",
    minutes=2,
    task="Which slopes come out wrong?",
    see=_LOOP,
    reference="c",
    solved="δ[2] was there before the mistake. δ[1] comes out of it, and the slopes of W[1] and b[1] are made of δ[1].",
    mistakes=(
        Mistake(
            "W[2] blamed for itself",
            "a",
            "Tempting, for it is W[2] that was used the wrong way. But the slopes of W[2] are a[1].T @ δ[2] / m, "
            "and there is no W[2] in that.",
        ),
        Mistake(
            "bias overlooked",
            "b",
            "Tempting, for only a matrix can be transposed. But what goes wrong is δ[1], "
            "and the slopes of b[1] are its mean.",
        ),
        Mistake(
            "wrong direction of travel",
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
            "5 · 3 · 2 are the paths from the whole of layer 1. The question is about one unit of it.",
        ),
        Mistake(
            "wrong layers counted",
            {"path by path": 10},
            "Neither 5 + 3 + 2 nor 5 · 2. The unit of layer 1 is given: 3 ways lead on from it, and then 2.",
        ),
        Mistake(
            "wrong layers counted",
            {"path by path": 20},
            "4 · 5 wires lead into layer 1. Start from one unit of it: 3 ways lead on, and then 2.",
        ),
        Mistake(
            "wrong layers counted",
            {"path by path": 60},
            "4 · 5 · 3 paths lead from the inputs to layer 2. Start from one unit of layer 1, and go on to layer 3.",
        ),
        Mistake(
            "choices added",
            {"path by path": 14},
            "4 + 5 + 3 + 2 are the units of the net. Count ways: 3 from the unit, and 2 from each of these.",
        ),
        Mistake(
            "wrong choices",
            {"path by path": 8},
            "Neither 5 + 3 nor 2 · 2 · 2. One of 3 units and then one of 2: that is 3 · 2 ways.",
        ),
        Mistake(
            "wires counted",
            {"path by path": 9},
            "3 wires lead from the unit and 6 from layer 2 to layer 3. A path takes one of each: 3 · 2.",
        ),
        Mistake(
            "paths from the inputs", {"path by path": 120}, "4 · 5 · 3 · 2 starts from the inputs. Start from layer 1."
        ),
        Mistake(
            "other things counted",
            {"path by path": 12},
            "12 is 4 · 3, or six paths of two wires each. Start from the unit of layer 1, and count the paths.",
        ),
        Mistake(
            "too many factors",
            {"path by path": 24},
            "Neither the 4 inputs, which come before the unit, nor the four multiplications along a path "
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
        Mistake("one path only", {"path by path": 1}, "The unit feeds three others, and each of these feeds two."),
        Mistake(
            "width of layer 1",
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
            "δ[2] has 3 entries, one for each unit of layer 2. The outputs come after it.",
        ),
        Mistake(
            "δ[2] not used",
            {"with delta[2]": 6},
            "All that comes after layer 2 is inside δ[2] already: one term for each wire to layer 2.",
        ),
        Mistake(
            "all units of the layer",
            {"with delta[2]": 15},
            "5 · 3 terms are those of all five δ of layer 1. The question is about one of them.",
        ),
        Mistake(
            "last route only",
            {"with delta[2]": 1},
            "δ[2] is one number for each unit of layer 2, and the unit feeds all of them.",
        ),
    ),
)


def _forward(X, params):
    a = [X]
    for W, b in params:
        a.append(sigmoid(a[-1] @ W + b))
    return a


def _product(fed, delta):
    return fed.T @ delta / len(delta)


def _own_slope(a):
    return a * (1 - a)


_RIGHT = {
    "output": lambda p: p.out - p.y,
    "weight": lambda p: _product(p.fed, p.delta),
    "bias": lambda p: p.delta.mean(axis=0),
    "change": lambda p: (p.V, p.c),
    "back": lambda p: p.delta @ p.W.T,
    "slope": lambda p: _own_slope(p.fed),
}


def _gradients(X, y, params, alpha=0, *, give=tuple, **mistaken):
    """Slopes (V, c) of (W, b), layer by layer; each keyword is a step that a mistake replaces.

    A step sees m, k, L and n, the numbers of examples, inputs, layers and outputs; y and alpha; of layer l its W and δ,
    the activations `fed` to it and those that come `out` of it, and V and c as soon as they are known.
    give: what is returned for the tuple of the pairs.
    """
    step = SimpleNamespace(**{**_RIGHT, **mistaken})
    a, pairs = _forward(X, params), []
    p = SimpleNamespace(m=len(X), k=X.shape[1], L=len(params), n=y.shape[1], y=y, alpha=alpha, out=a[-1])
    p.delta = step.output(p)
    for l in range(p.L, 0, -1):
        p.l, p.W, p.fed, p.out = l, params[l - 1][0], a[l - 1], a[l]
        p.V, p.c = step.weight(p), step.bias(p)
        p.V, p.c = step.change(p)
        pairs.insert(0, (p.V, p.c))
        if l > 1:
            p.delta = step.back(p) * step.slope(p)
    return give(tuple(pairs))


def _stepped(p):
    """δ one layer back, where there is one."""
    return (p.delta @ p.W.T) * _own_slope(p.fed) if p.l > 1 else p.delta


_TOO_EARLY = {"weight": lambda p: _product(p.fed, _stepped(p)), "bias": lambda p: _stepped(p).mean(axis=0)}


def _half_mse(p):
    return (p.out - p.y) * _own_slope(p.out)


def _step(X, y, params, alpha, *, give=tuple, **mistaken):
    slopes = _gradients(X, y, params, alpha, **{"output": _half_mse, **mistaken})
    return give(tuple((W - alpha * V, b - alpha * c) for (W, b), (V, c) in zip(params, slopes, strict=True)))


def _told(answer, name, words, see="", **mistaken):
    """The mistake that `answer`, one of the two functions above, makes with these steps."""
    return Mistake(name, partial(answer, **mistaken), words, see)


_in_gradients, _in_step = partial(_told, _gradients), partial(_told, _step)

_TWICE = "The slopes were divided by m two times. `mean` divides already; if δ was divided before, take the sum."
_LAST = "Only the last example is in your slopes. If you loop over them, add up with +=; then divide by m."
_RANGE = "If you count with range: it stops before its end, so that has to be 0."
_ORDER = "The numbers are right, but not in the order of the layers: the first layer comes first."
_ONE_LAYER = (
    "You return the pair of one layer. Collect the pairs of all layers in a list, and return it after the loop."
)
_AXIS = "Without axis=0 you get one number for the whole layer. Each unit has a bias of its own."
_FED = "In the slopes of W one factor is missing: what the weight is fed with, X in layer 1 and a[l−1] in the others."
_OUTER = "For W you took the sum or the mean of a and of δ first. Multiply example by example, and then take the mean."
_REACHED = (
    "You multiplied by the slope of the layer that δ leaves. Multiply by that of the layer it reaches, "
    "a[l−1](1 − a[l−1]), after W.T."
)


def _usual_mistakes(answer):
    """What goes wrong with the slopes and with the step along them, and with the list they are returned in."""
    told = partial(_told, answer)
    means = "The cost is the mean over the examples, so its slopes are means too: divide the sums by m."
    return (
        told("1/m forgotten", means, _TWO_LINES, change=lambda p: (p.V * p.m, p.c * p.m)),
        told("1/m forgotten", means, _TWO_LINES, change=lambda p: (p.V * p.m, p.c)),
        told(
            "bias not averaged",
            "The slopes of b are sums over the examples: divide them by m.",
            _BIAS,
            change=lambda p: (p.V, p.c * p.m),
        ),
        told("1/m twice", _TWICE, _TWO_LINES, change=lambda p: (p.V / p.m, p.c / p.m)),
        told("1/m twice", _TWICE, _TWO_LINES, change=lambda p: (p.V / p.m, p.c)),
        told("1/m twice", _TWICE, _BIAS, change=lambda p: (p.V, p.c / p.m)),
        told(
            "bias left out",
            "b has a slope too, the mean of δ over the examples.",
            _BIAS,
            change=lambda p: (p.V, 0 * p.c),
        ),
        told("axis left out", _AXIS, _BIAS, bias=lambda p: p.delta.mean()),
        told("axis left out", _AXIS, _BIAS, bias=lambda p: p.delta.sum() / p.m),
        told(
            "missing transpose",
            "On the way back δ goes over the wrong wires: it needs delta @ W.T. "
            "Where W is square, delta @ W runs as well.",
            _TWO_LINES,
            back=lambda p: p.delta @ p.W,
        ),
        told(
            "weights left out",
            "On the way back δ goes through the weights: delta @ W.T, and that times a(1 − a).",
            _BACK,
            back=lambda p: p.delta,
        ),
        *(
            told(
                "g′ forgotten",
                "On the way back each hidden unit multiplies by its own slope, a(1 − a), in every layer.",
                _BACK,
                slope=slope,
            )
            for slope in (
                lambda p: 1,
                lambda p: _own_slope(p.fed) if p.l < p.L else 1,
                lambda p: _own_slope(p.fed) if p.l > 2 else 1,
            )
        ),
        told(
            "g′ of another layer",
            _REACHED,
            _BACK,
            back=lambda p: (p.delta * _own_slope(p.out)) @ p.W.T,
            slope=lambda p: 1,
        ),
        told("g′ of another layer", _REACHED, _BACK, slope=lambda p: _own_slope(p.out)),
        told(
            "g′ at a",
            "On the way back you took the slope at a. It belongs at z, and is a(1 − a) there.",
            _IN_PRINT,
            slope=lambda p: sigmoid_slope(p.fed),
        ),
        told(
            "factor 1 − a forgotten",
            "On the way back you multiplied by a. The hidden units' slope is a(1 − a).",
            _LOOP,
            slope=lambda p: p.fed,
        ),
        told(
            "factor a forgotten",
            "On the way back you multiplied by 1 − a. The hidden units' slope is a(1 − a).",
            _LOOP,
            slope=lambda p: 1 - p.fed,
        ),
        told(
            "brackets forgotten",
            "On the way back `* a * 1 - a` takes a away at the end. Write `* a * (1 - a)`.",
            _LOOP,
            back=lambda p: p.delta @ p.W.T - 1,  # times a: δ a − a
            slope=lambda p: p.fed,
        ),
        told("layers out of order", _ORDER, give=lambda pairs: pairs[::-1]),
        told("layers out of order", _ORDER, give=lambda pairs: pairs[:1] + pairs[:0:-1]),  # insert(l − 1, …)
        told(
            "W and b swapped",
            "The numbers are right, but in each pair W comes before b.",
            give=lambda pairs: tuple((b, W) for W, b in pairs),
        ),
        told(
            "one list for W and one for b",
            "The numbers are right. Return them layer by layer: a list of pairs (W, b).",
            give=lambda pairs: tuple(zip(*pairs, strict=True)),
        ),
        told(
            "bias left out",
            "What you return for W is right. Give a pair for each layer, with b as its second part.",
            give=lambda pairs: tuple(W for W, b in pairs),
        ),
        told(
            "pairs taken apart",
            "The numbers are right. Put them in pairs, one (W, b) for each layer.",
            give=lambda pairs: sum(pairs, ()),
        ),
        told("one layer alone", _ONE_LAYER, give=lambda pairs: pairs[0]),
        told("one layer alone", _ONE_LAYER, give=lambda pairs: pairs[:1]),
        told("one layer alone", _ONE_LAYER, give=lambda pairs: pairs[-1]),
        told("one layer alone", _ONE_LAYER, give=lambda pairs: pairs[-1:]),
    )


def _network(*sizes):
    return [(_RNG.normal(size=(n, k)), _RNG.normal(size=k)) for n, k in zip(sizes, sizes[1:], strict=False)]


def _examples(m, *sizes):
    return _RNG.normal(size=(m, sizes[0])), _RNG.uniform(size=(m, sizes[-1])), _network(*sizes)


def _single(x):
    """One example with one input, so that a factor x can be told from the number it makes of a slope."""
    return np.array([[x]]), _RNG.uniform(size=(1, 2)), _network(1, 2, 2)


# all W but the first are square, so that a missing transpose runs
_NETS = (_examples(7, 3, 4, 4, 4), _examples(5, 2, 1), _examples(6, 2, 3, 3), _single(1.5), _single(-0.7))


def _case(X, y, params, *alpha):
    sizes = "-".join(str(len(b)) for _, b in params)
    examples = f"{len(X)} examples" if len(X) > 1 else f"one example{f', x = {X.item():g}' if X.size == 1 else ''}"
    return f"a {X.shape[1]}-{sizes} net with {examples}" + "".join(f" and α = {value:g}" for value in alpha)


def _divided_by(name, words, count):
    """Slopes that are sums divided by a wrong number, with b or in W alone."""
    both, alone = lambda p: (p.V * p.m / count(p), p.c * p.m / count(p)), lambda p: (p.V * p.m / count(p), p.c)
    return [_in_gradients(name, f"{words} Divide by len(X).", change=change) for change in (both, alone)]


any_depth = Exercise(
    title="Backward for any depth",
    kind="write",
    difficulty="easy",
    minutes=4,
    task="Write the backward pass of a net of any depth, with sigmoid layers and the cross-entropy as its cost.",
    see=_LOOP,
    reference=_gradients,
    solved="Any depth, any widths. Only δ of the answer knows which cost it is.",
    inputs=_NETS,
    case=_case,
    parts=("∂C/∂W[1]", "∂C/∂b[1]", "∂C/∂W[2]", "∂C/∂b[2]", "∂C/∂W[3]", "∂C/∂b[3]"),
    mistakes=(
        *_usual_mistakes(_gradients),
        _in_gradients(
            "δ stepped back too early",
            "δ went a layer back before its own layer had used it: first the slopes of a layer, and then δ.",
            **_TOO_EARLY,
        ),
        *_divided_by("layers counted for examples", "len(params) is how many layers there are.", lambda p: p.L),
        *_divided_by("inputs counted for examples", "len(X[0]) is how many inputs an example has.", lambda p: p.k),
        *_divided_by(
            "fixed number of examples",
            "You divided by 4. That is right for the half adder, but X may have any number of rows.",
            lambda p: 4,
        ),
        _in_gradients(
            "mean over the outputs",
            "You divided by the number of outputs as well. The cost is a mean over the examples, "
            "but over the outputs it is a sum.",
            change=lambda p: (p.V / p.n, p.c / p.n),
        ),
        _in_gradients(
            "factor 2",
            "Every slope is twice as large as it should be: δ of the answer has no 2 in it.",
            change=lambda p: (2 * p.V, 2 * p.c),
        ),
        _in_gradients(
            "factor ½",
            "Every slope is half as large as it should be: δ of the answer has no ½ in it.",
            change=lambda p: (p.V / 2, p.c / 2),
        ),
        _in_gradients("no x", _FED, weight=lambda p: _product(np.ones_like(p.fed), p.delta)),
        _in_gradients("no x", _FED, weight=lambda p: _product(p.fed if p.l > 1 else np.ones_like(p.fed), p.delta)),
        _in_gradients(
            "stale activation",
            "W[l] is fed with a[l−1]. You took a[l], which comes out of it.",
            weight=lambda p: _product(p.out, p.delta),
        ),
        _in_gradients(
            "transposed gradient",
            "The slopes of W lie on their side. Swap the two factors: "
            "entry [i, j] belongs to the wire from unit i to unit j.",
            _TWO_LINES,
            weight=lambda p: _product(p.fed, p.delta).T,
        ),
        _in_gradients(
            "summed outer product",
            _OUTER,
            _TWO_LINES,
            weight=lambda p: np.outer(p.fed.sum(axis=0), p.delta.mean(axis=0)),
        ),
        _in_gradients(
            "summed outer product",
            _OUTER,
            _TWO_LINES,
            weight=lambda p: np.outer(p.fed.mean(axis=0), p.delta.mean(axis=0)),
        ),
        _in_gradients(
            "last example only", _LAST, _TWO_LINES, change=lambda p: (_product(p.fed[-1:], p.delta[-1:]), p.delta[-1])
        ),
        _in_gradients(
            "last example only",
            _LAST,
            _TWO_LINES,
            change=lambda p: (_product(p.fed[-1:], p.delta[-1:]) / p.m, p.delta[-1] / p.m),
        ),
        _in_gradients(
            "wrong axis",
            "For b the mean is over the examples, axis=0. With axis=1 it is over the units of the layer.",
            _BIAS,
            bias=lambda p: p.delta.mean(axis=1),
        ),
        _in_gradients(
            "last route only",
            "On the way back a unit hears from the last unit that it feeds, and from no other. "
            "Add what comes back over all its wires.",
            _BACK,
            back=lambda p: p.delta[:, -1:] @ p.W[:, -1:].T,
        ),
        _in_gradients(
            "another function's slope",
            "On the way back you multiplied by 1 − a². These are sigmoids: a(1 − a).",
            slope=lambda p: 1 - p.fed**2,
        ),
        _in_gradients(
            "g′ left in",
            "That is the gradient of half-MSE. For the cross-entropy the factor a(1 − a) of the answer cancels.",
            _ENTROPY,
            output=_half_mse,
        ),
        _in_gradients(
            "slope in a for slope in z",
            "You began with (a − y) / (a(1 − a)). Times a(1 − a) it becomes δ of the answer, a − y.",
            _ENTROPY,
            output=lambda p: (p.out - p.y) / _own_slope(p.out),
        ),
        _in_gradients(
            "second term left out",
            "You began with y(a − 1), which belongs to −y ln a alone. "
            "With −(1 − y) ln (1 − a) the slope of the cost in z is a − y.",
            _ENTROPY,
            output=lambda p: p.y * (p.out - 1),
        ),
        _in_gradients(
            "flipped sign", "Every slope is turned round: δ of the answer is a − y.", output=lambda p: p.y - p.out
        ),
        _in_gradients(
            "target left out",
            "You began with the answer alone. δ of the answer is the answer less its target, a − y.",
            _ENTROPY,
            output=lambda p: p.out,
        ),
        _in_gradients(
            "cost for slope",
            "You began with the cost itself. Begin with its slope in z, a − y.",
            _ENTROPY,
            output=lambda p: -(p.y * np.log(p.out) + (1 - p.y) * np.log(1 - p.out)),
        ),
        _in_gradients(
            "cost for slope",
            "You began with the square of the error. Begin with the slope of the cost in z, a − y.",
            _ENTROPY,
            output=lambda p: (p.out - p.y) ** 2,
        ),
        _in_gradients(
            "first layer left out", f"The pair of layer 1 is missing. {_RANGE}", give=lambda pairs: pairs[1:]
        ),
        _in_gradients(
            "first layer left out",
            f"Its slopes are still 0. {_RANGE}",
            change=lambda p: (p.V, p.c) if p.l > 1 else (0 * p.V, 0 * p.c),
        ),
        Mistake(
            "weights for slopes",
            partial(_step, alpha=1, output=_RIGHT["output"]),
            "You return W − slope and b − slope. The question is only about the slopes.",
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
    reference="a",
    solved="4 is 1 / ¼, and ¼ is the largest slope of a sigmoid. One ratio for each hidden unit: its g′(z) is missing.",
    mistakes=(
        Mistake(
            "bias overlooked",
            "b",
            "Tempting, for without x only layer 1 is wrong. But x is no factor in the slopes of b[1]: they would "
            "agree. And the ratios of W[1] would differ from row to row, not from column to column.",
        ),
        Mistake(
            "varying ratio taken for a constant",
            "c",
            "Tempting, for without 1/m both W and b are too large. But then all ratios are 10, the number of examples.",
        ),
        Mistake(
            "missing transpose suspected",
            "d",
            "Tempting, for it too shows in W[1] and b[1] and not in layer 2. But W[2] is not square here: "
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
    reference="d",
    solved="A good measurement, and a net that leaves a mistake nothing to hide behind.",
    mistakes=(
        Mistake(
            "nudge too large",
            "a",
            "Tempting, for with ε = 10⁻¹ no digits are lost. But the cost bends on the way: "
            "10⁻³ may be that, or a mistake.",
        ),
        Mistake(
            "nudge too small",
            "b",
            "Tempting, for a shorter way should give a truer slope. But at ε = 10⁻¹² almost all digits of the "
            "difference are lost: 10⁻⁵ may be that, or a mistake.",
        ),
        Mistake(
            "square matrices",
            "c",
            "Tempting, for it measures as well as d. But on a 2-2-2 net a missing transpose runs, "
            "and a transposed gradient fits.",
        ),
    ),
)

_BEST = "The best single answer to 0, 1, 1 is their mean, ⅔."
_ALL_EIGHT = (
    "The three squared errors add up to ⅔. Divide that by 2m = 16: "
    "the mean is over all eight patterns, also the five that cost nothing."
)

or_plateau = Exercise(
    title="Another height",
    kind="work out",
    difficulty="medium",
    minutes=4,
    task="At which cost is it stuck?",
    see=_STUCK,
    reference=1 / 24,
    solved="It answers ⅔, and ⅔ divided by 16 is 1/24.",
    mistakes=(
        Mistake(
            "twice the height",
            1 / 12,
            "⅔ divided by 8 leaves out the ½ of the cost, or has m = 4 from the half adder. "
            "(⅔ + ⅓ + ⅓) divided by 16 leaves out the squares.",
        ),
        Mistake(
            "four times the height",
            1 / 6,
            "⅔ divided by 4 gives that, and (⅔ + ⅓ + ⅓) divided by 8. Divide ⅔, the sum of the squares, by 2m = 16.",
        ),
        Mistake(
            "factor ½",
            1 / 48,
            "That is ⅔ divided by 32, or three times 1/9 divided by 16. The errors are 4/9, 1/9, 1/9; 2m is 16.",
        ),
        Mistake(
            "answer or sum for cost",
            2 / 3,
            "⅔ is what the net says to the three patterns, and their squared errors add up to ⅔ too. "
            "The cost is this sum divided by 2m = 16.",
        ),
        Mistake(
            "sum for mean",
            1 / 3,
            "Half the sum of the squared errors is ⅓. The mean over the eight patterns is still to be taken.",
        ),
        *(Mistake("fewer than eight patterns", height, _ALL_EIGHT) for height in (2 / 9, 5 / 9, 1 / 15)),
        Mistake(
            "fewer than eight patterns", 1 / 9, f"1/9 is the squared error of one pattern, and also ⅔ / 6. {_ALL_EIGHT}"
        ),
        Mistake("fewer than eight patterns", 4 / 9, f"4/9 is the squared error of one pattern. {_ALL_EIGHT}"),
        *(
            Mistake(
                "errors left out",
                height,
                "One squared error is 4/9 and two are 1/9 each. Add all three once, and divide the sum by 16.",
            )
            for height in (1 / 36, 5 / 144, 1 / 144)
        ),
        Mistake(
            "sum too small",
            1 / 72,
            "4/9 + 1/9 + 1/9 = ⅔, and ⅔ is divided by 16 alone. "
            "1/72 is 1/9 + 1/9 divided by 16, and also ⅔ divided by 3 and by 16.",
        ),
        Mistake("1/m twice", 1 / 192, "The 2m = 16 has the number of patterns in it already."),
        Mistake(
            "not the mean answered",
            1 / 8,
            f"An answer of 0 costs that, and so does one of 1 or ⅓ without the ½ of the cost. {_BEST}",
        ),
        Mistake("not the mean answered", 1 / 16, f"An answer of 1 costs that, and so does one of ⅓. {_BEST}"),
        Mistake("not the mean answered", 3 / 64, f"An answer of ½ to all three costs that. {_BEST}"),
        Mistake(
            "not the mean answered",
            3 / 32,
            f"An answer of ½ to all three costs that, without the ½ of the cost. {_BEST}",
        ),
        Mistake(
            "not the mean answered", 51 / 1024, f"An answer of ⅞, the mean of all eight targets, costs that. {_BEST}"
        ),
        Mistake(
            "not the mean answered",
            19 / 256,
            f"An answer of 2/8, the sum of the three targets divided by m, costs that. {_BEST}",
        ),
        *(
            Mistake(
                "another group merged",
                height,
                "With or without the ½ of the cost: that is for all eight patterns together, answered with ⅞. "
                "Here five are right, and the other three get their own mean, ⅔.",
            )
            for height in (7 / 128, 7 / 64)
        ),
        Mistake(
            "another group merged",
            1 / 32,
            "That is for two patterns with one answer, a 1 and a 0. Here three patterns share it.",
        ),
        Mistake(
            "cross-entropy for squared error",
            -(2 * np.log(2 / 3) + np.log(1 / 3)) / 8,
            "That is the mean surprise, as in notebook 06. Here the cost is half the squared error.",
        ),
    ),
    tolerance=5e-4,
)


def _through_new(p):
    return p.delta @ (p.W - p.alpha * p.V).T


def _still_faulty(step=_step, **mistaken):
    words = "The fault is still in it, and something else has been changed."
    return Mistake("weights already updated", partial(step, back=_through_new, **mistaken), words, _XRAY)


def _uphill(X, y, params, alpha, **mistaken):
    return _step(X, y, params, -alpha, **mistaken)


mended_step = Exercise(
    title="Find it and mend it",
    kind="find the bug",
    difficulty="medium",
    minutes=6,
    task="Find it, and write the step as it should be.",
    see=_BROKEN,
    reference=_step,
    solved="δ goes back through the weights of the forward pass. All slopes belong to one place.",
    inputs=tuple((*net, alpha) for net, alpha in zip(_NETS, (2.0, 0.5, 0.1, 0.5, 0.5), strict=True)),
    case=_case,
    parts=("W[1]", "b[1]", "W[2]", "b[2]", "W[3]", "b[3]"),
    mistakes=(
        _in_step(
            "weights already updated",
            "δ still goes back through a W that has taken its step. Use the one of the forward pass. "
            "(`new = params` makes no copy, and `W -= …` changes the old W itself.)",
            _XRAY,
            back=_through_new,
        ),
        _in_step(
            "δ stepped back too early",
            "δ went a layer back before its own layer had used it. Keep the order of the lines, and keep the old W.",
            _LOOP,
            **_TOO_EARLY,
        ),
        *_usual_mistakes(_step),
        Mistake(
            "uphill step",
            _uphill,
            "The step is minus α times the slope, and δ of the answer begins with a − y. One of them is turned round.",
            see=_LOOP,
        ),
        *(
            _in_step(
                "uphill step",
                "W and b both move by minus α times their slopes. One of them goes the other way.",
                _LOOP,
                change=change,
            )
            for change in (lambda p: (-p.V, p.c), lambda p: (p.V, -p.c))
        ),
        _in_step(
            "fixed learning rate",
            "You took 0.1 times the slope, whatever α it is called with. Use `alpha`.",
            change=lambda p: (0.1 * p.V / p.alpha, 0.1 * p.c / p.alpha),
        ),
        *(
            _in_step(
                "learning rate forgotten",
                "You took a full step. Multiply the slopes by α, those of W and those of b.",
                change=change,
            )
            for change in (
                lambda p: (p.V / p.alpha, p.c / p.alpha),
                lambda p: (p.V, p.c / p.alpha),
                lambda p: (p.V / p.alpha, p.c),
            )
        ),
        _in_step(
            "learning rate twice",
            "The step is α times the slope, with α in it once.",
            change=lambda p: (p.alpha * p.V, p.alpha * p.c),
        ),
        _in_step(
            "first layer left out",
            f"It has not moved. {_RANGE}",
            _LOOP,
            change=lambda p: (p.V, p.c) if p.l > 1 else (0, 0),
        ),
        _in_step(
            "last layer alone",
            "Only the last layer has moved. If `return` is inside the loop, put it after the loop.",
            change=lambda p: (p.V, p.c) if p.l == p.L else (0, 0),
        ),
        Mistake(
            "slope for position",
            partial(_gradients, output=_half_mse),
            "You return the slopes. The question is about the new weights and biases, after the step.",
        ),
        Mistake(
            "step for position",
            partial(_gradients, output=_half_mse, change=lambda p: (-p.alpha * p.V, -p.alpha * p.c)),
            "You return the change alone. The new weights are the old ones plus it.",
        ),
        _in_step("no step", "Your function returns the weights and biases as they came in.", change=lambda p: (0, 0)),
        _in_step(
            "cross-entropy's δ",
            "You began with a − y. Their cost is half-MSE, and its δ of the answer has the factor a(1 − a) as well.",
            _LOOP,
            output=_RIGHT["output"],
        ),
        _in_step(
            "factor 1 − a forgotten",
            "In δ of the answer you multiplied by a. The slope of a sigmoid is a(1 − a).",
            _LOOP,
            output=lambda p: (p.out - p.y) * p.out,
        ),
        _in_step(
            "factor a forgotten",
            "In δ of the answer you multiplied by 1 − a. The slope of a sigmoid is a(1 − a).",
            _LOOP,
            output=lambda p: (p.out - p.y) * (1 - p.out),
        ),
        _in_step(
            "brackets forgotten",
            "In δ of the answer only y is multiplied by a(1 − a). The error belongs in brackets, (a − y).",
            _LOOP,
            output=lambda p: p.out - p.y * _own_slope(p.out),
        ),
        _in_step(
            "brackets forgotten",
            "In δ of the answer `* a * 1 - a` takes a away at the end. Write `* a * (1 - a)`.",
            _LOOP,
            output=lambda p: (p.out - p.y) * p.out - p.out,
        ),
        _still_faulty(output=_RIGHT["output"]),
        _still_faulty(_uphill),
        _still_faulty(slope=lambda p: 1),
        _still_faulty(change=lambda p: (p.V * p.m, p.c * p.m)),
        _still_faulty(change=lambda p: (p.V * p.m, p.c)),
        _still_faulty(change=lambda p: (p.V, p.c * p.m)),
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
        Point(
            "Across is the nudge ε, and upwards how wrong the measured slope is.",
            "Without the axes nobody can tell what it is that rises and falls here.",
        ),
        Mistake(
            "an error taken for a cost",
            "Where a line is lowest, the weight has its best value.",
            "The weight is the same all along. What is lowest there is the error of a measurement.",
        ),
        Point(
            "On the left the two costs are so nearly equal that their difference has few good digits.",
            "This is the reason why the lines rise to the left: a float has no more than 16 digits.",
        ),
        Point(
            "On the right the cost bends over so long a way.",
            "This is the reason why the lines rise to the right: the mean slope over a long way is not the slope.",
        ),
        Mistake(
            "both ways thought to save digits",
            "Nudging both ways loses no digits, and so its line goes on falling to the left.",
            "Its line rises to the left of 10⁻⁵ too: digits are lost whichever way you nudge. "
            "It is on the right that nudging both ways helps.",
        ),
        Point(
            "Nudging both ways cancels most of the bend.",
            "This is the reason why one of the lines stays so much lower on the right.",
        ),
        Point(
            "In between there is a best nudge, about 10⁻⁵ if you nudge both ways.",
            "This is what the picture is for: it says which nudge to take.",
        ),
    ),
)
