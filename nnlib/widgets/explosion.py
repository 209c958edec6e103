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
    wires, circles = grown(sizes)
    artists = {"wires": wires, "units": circles, "weights": count(work.parameters, "weight")}
    numbers = [work.paths, work.path_by_path, work.nudging, work.with_delta, work.forward]
    for row, number in enumerate(numbers):
        artists |= {f"bar {row + 1}": bar(number, row), f"number {row + 1}": grouped(number)}
    paths = "1 path" if work.paths == 1 else f"{_words(work.paths)} paths"
    caption = (
        f"{count(layers, 'weight layer')}, {count(units, 'unit')} in each layer: {count(work.parameters, 'weight')} "
        f"and {paths} to the cost. All slopes take {_words(work.path_by_path)} multiplications path by path, "
        f"{_words(work.nudging)} by nudging ({_words(2 * work.parameters)} forward passes), and "
        f"{_words(work.with_delta)} with δ. One forward pass takes {_words(work.forward)}: "
        f"with δ it is {work.with_delta / work.forward:.1f} times as many."
    )
    alt = (
        f"A net of {count(layers + 1, 'layer')} with {count(units, 'unit')} each, and all its wires. Beside it five "
        f"bars on a scale of powers of ten: paths, and multiplications path by path, by nudging, with δ, and forward."
    )
    return Frame(artists, caption, alt)


def _words(number):
    """Exact below a million, from there on two digits and a word: 2.2 trillion."""
    for size, word in [(10**12, "trillion"), (10**9, "billion"), (10**6, "million")]:
        if number >= size:
            return f"{number / size:.{1 if number < 10 * size else 0}f} {word}"
    return f"{number:,}".replace(",", " ") if number >= 10_000 else str(number)
