"""The explorer of notebook 05: how the work for all slopes grows with the net, path by path and with δ."""

from nnlib.plots.explosion import LARGEST, bar, explosion_scene, grown
from nnlib.plots.scenes import Frame
from nnlib.symbolic import count_work
from nnlib.widgets.explorer import Explorer, Slider
from nnlib.widgets.words import count, grouped

RANGE = tuple(range(1, LARGEST + 1))


def explosion():
    """The explorer. Controls: units in each layer, and weight layers."""
    controls = [
        Slider("units", "units per layer", RANGE, LARGEST, str),
        Slider("layers", "weight layers", RANGE, LARGEST, str),
    ]
    return Explorer("explosion", controls, explosion_frame, explosion_scene)


def explosion_frame(units, layers):
    """What the explorer shows for so many weight layers between layers of so many units."""
    sizes = (units,) * (layers + 1)
    work = count_work(sizes)
    weights = _counted(work.parameters, "weight")
    artists = {**grown(sizes), "weights": weights}
    numbers = [work.paths, work.path_by_path, work.nudging, work.with_delta, work.forward]
    for row, number in enumerate(numbers):
        artists |= {f"bar {row + 1}": bar(number, row), f"number {row + 1}": grouped(number)}
    caption = (
        f"{count(layers, 'weight layer')}, {count(units, 'unit')} in each layer: {weights} and "
        f"{_counted(work.paths, 'path')} to the cost. All slopes take {_words(work.path_by_path)} multiplications path "
        f"by path, {_words(work.nudging)} by nudging ({_words(2 * work.parameters)} forward passes), and "
        f"{_words(work.with_delta)} for the walk back with δ, {work.with_delta / work.forward:.1f} times as many as "
        f"the one forward pass before it ({_words(work.forward)})."
    )
    alt = (
        f"A net of {count(layers + 1, 'layer')} with {count(units, 'unit')} each, all its wires, and the cost C behind "
        "it. Beside it five bars on a scale of powers of ten: paths, and multiplications path by path, by nudging, "
        "of the walk back with δ, and forward."
    )
    return Frame(artists, caption, alt)


def _words(number):
    """Exact below a million, from there on two digits and a word: 2.2 trillion."""
    for size, word in [(10**12, "trillion"), (10**9, "billion"), (10**6, "million")]:
        if number >= size:
            return f"{number / size:.{1 if number < 10 * size else 0}f}\u00a0{word}"  # no line breaks there
    return grouped(number)


def _counted(number, thing):
    """`count` for numbers that may be large."""
    return f"{_words(number)} {thing}{'' if number == 1 else 's'}"
