"""The explorer of notebook 02: one weight, with its answers, its cost and each example's share of the slope."""

import functools

import numpy as np

from nnlib.costs import HALF_MSE, MSE
from nnlib.data import always_zero, both_signs
from nnlib.descent import positions_at
from nnlib.functions import sigmoid, sigmoid_slope
from nnlib.gradcheck import numerical_gradient
from nnlib.landscape import cost_and_slopes
from nnlib.plots.one_weight import EXAMPLES, bars, one_weight_scene
from nnlib.plots.scenes import Frame, line_piece
from nnlib.published import forgotten_x
from nnlib.widgets.explorer import Explorer, Slider, Toggle
from nnlib.widgets.words import count, fixed, in_product, short

STARTS = tuple(0.5 * k for k in range(-20, 21))
RATES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
EPOCHS = (*range(11), 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 1500, 2000)
WEIGHTS = np.linspace(-34, 12, 220)  # no walk of the sliders gets further
INPUTS = np.linspace(-1.1, 1.1, 121)


def one_weight():
    """The explorer. Controls: w at the start, α, epochs; two toggles: forget the x, inputs of both signs."""
    controls = [
        Slider("start", "weight at the start", STARTS, 5.0, short),
        Slider("rate", "learning rate α", RATES, 0.5, "{:g}".format),
        Slider("epoch", "epochs", EPOCHS, 0, "{}".format, steps=True),
        Toggle("forget", "Forget the x"),
        Toggle("signs", "Inputs of both signs"),
    ]
    return Explorer("one weight", controls, one_weight_frame, _scene)


def one_weight_frame(start, rate, epoch, forget, signs):
    """What the explorer shows after so many epochs of descent from `start` at learning rate `rate`."""
    data = both_signs() if signs else always_zero()
    x, y = data.X.ravel(), data.y.ravel()
    visited = _runs(forget, signs)[: EPOCHS.index(epoch) + 1, STARTS.index(start), RATES.index(rate)]
    w = float(visited[-1])
    C, slope = float(_cost(w, data)), numerical_gradient(lambda v: _cost(v, data), w)
    used = float(_slope(np.float64(w), forget, data))
    if abs(used) < 1e-9:  # rounding: the walk has settled
        used = 0.0
    a = sigmoid(w * x)
    last = np.ones_like(x) if forget else x
    shares = (a - y) * sigmoid_slope(w * x) * last

    def rows(points):
        full = np.full((EXAMPLES, *points.shape[1:]), np.nan)
        full[: len(points)] = points
        return full

    trail = np.full((len(EPOCHS), 2), np.nan)
    trail[: len(visited)] = np.column_stack([visited, _cost(visited, data)])
    answers, targets = np.column_stack([x, a]), np.column_stack([x, y])
    names = [f"share {row + 1}" for row in range(EXAMPLES)]
    products = dict.fromkeys(names, "")
    for name, error, bend, v, share in zip(names, a - y, sigmoid_slope(w * x), x, shares, strict=False):
        times_x = "" if forget else f" × {in_product(short(v))}"
        products[name] = (
            f"x = {short(v)}:  {in_product(fixed(error, 3))} × {fixed(bend, 3)}{times_x} = {fixed(share, 3)}"
        )
    wrong = forget and abs(used - slope) > 1e-9
    verdict = f"without x: {short(used)}\nmeasured: {short(slope)}" if forget else f"slope {short(slope)}"
    following = f"next w = {short(w - rate * used)}"
    zeros, lengths = bars(shares)
    here = line_piece(w, C, used, length=9, steep=0.08)
    artists = {
        "unit": np.column_stack([INPUTS, sigmoid(w * INPUTS)]),
        "errors": rows(np.stack([targets, answers], axis=1)),
        "targets": rows(targets),
        "answers": rows(answers),
        "curve": np.column_stack([WEIGHTS, _cost(WEIGHTS, data)]),
        "trail": trail,
        "tangent": here[np.newaxis],
        "here": np.array([[w, C]]),
        "zeros": zeros,
        "bars": lengths,
        "readout": f"w = {short(w)}\nC = {short(C)}\n{verdict}\n{following}",
        "factors": "error × slope of g" if forget else "error × slope of g × x",
        **products,
    }
    kind = "inputs of both signs" if signs else "five inputs, all to be answered with 0"
    caption = f"With {kind}, from {short(start)} at α = {rate:g}, after {count(epoch, 'epoch')}: w = {short(w)}, "
    caption += f"cost {short(C)} (MSE {short(float(cost_and_slopes(w, None, data, MSE)[0]))}). "
    if wrong:
        caption += f"The slope without the factor x is {short(used)}; measured by nudging it is {short(slope)}."
        if used == 0:
            caption += " So the walk stands still, on a slope."
        elif used * slope < 0:
            caption += " They point opposite ways: this step climbs."
    else:
        caption += f"The mean of the shares is the slope of the cost, {short(slope)}."
    caption += f" The next step leads to w = {short(w - rate * used)}."
    alt = (
        f"Three panels. The sigmoid through {len(x)} answers, for the weight {short(w)}. The cost over the weight, "
        f"with {'a line of the slope that descent uses, which cuts the curve' if wrong else 'the tangent'}. "
        f"A bar for each example's error times slope{'' if forget else ' times input'}."
    )
    return Frame(artists, caption, alt)


def _slope(w, forget, data):
    """The slope that descent uses, with 1/m: the true one of half-MSE, or the same without the factor x."""
    if forget:
        return forgotten_x(w, data.X, data.y) / len(data.X)
    return cost_and_slopes(w, None, data, HALF_MSE)[1]


def _cost(w, data):
    return cost_and_slopes(w, None, data, HALF_MSE)[0]


@functools.lru_cache(maxsize=4)
def _runs(forget, signs):
    """The weights (epochs, starts, rates) of all runs that the sliders can ask for, trained side by side."""
    data = both_signs() if signs else always_zero()
    starts = np.repeat(np.array(STARTS)[:, None], len(RATES), axis=1)
    return positions_at(lambda w: _slope(w, forget, data), starts, np.array(RATES), EPOCHS)


def _scene(dpi):
    for forget in (False, True):  # all that is slow, before the first slider moves
        for signs in (False, True):
            _runs(forget, signs)
    return one_weight_scene(WEIGHTS, (-0.02, 0.62), INPUTS, dpi)
