"""An explorer as data: its frames over a grid of positions, for a page that knows no mathematics.

What moves is stored as places on the picture, in quarters of a pixel, over a background that is stored once. What does
not depend on a control is stored once for all of that control's positions.
"""

import itertools
import json
import zlib

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_hex

from nnlib.plots.scenes import ASCENT
from nnlib.widgets.explorer import Slider

WIDTH = 960  # pixels that a picture is wide; all lengths below are in these
QUARTER = 4  # places on a pixel
NOTHING = 1 - 2**15  # in the place of a number: there is no point


def moments(explorer, positions):
    """The frames of an explorer over a grid, in order. positions: by keyword, the values that are recorded."""
    keywords = [control.keyword for control in explorer.definition]
    return [explorer.frame(**dict(zip(keywords, values, strict=True))) for values in _grid(explorer, positions)]


def _grid(explorer, positions):
    return itertools.product(*(positions[control.keyword] for control in explorer.definition))


def record(explorer, positions, coarser=None, frames=None, scene=None):
    """The recording of an explorer: bytes, as `unpacked` reads them.

    positions: for each control by keyword, those of its values that are recorded. coarser: for an image or a line by
    its name, of how many pixels in both directions, or points, one is kept; the first and the last point are.
    frames: the `moments` of these positions, if they are known already. scene: where they are drawn; the explorer's
    own, if None.
    """
    controls, scale = explorer.definition, WIDTH / explorer.scene.canvas.get_width_height()[0]
    scene = scene or explorer.scene
    grid = [list(positions[control.keyword]) for control in controls]
    width, height = scene.canvas.get_width_height()
    size = (round(width * scale), round(height * scale))
    frames = frames or moments(explorer, positions)
    store = _Store(tuple(map(len, grid)))
    artists = []
    for name, artist in scene.artists.items():
        shown = [frame.artists[name] for frame in frames]
        step = (coarser or {}).get(name, 1)
        kind = type(artist).__name__
        if kind == "Text":
            entry = {"kind": "text", **_text_look(artist, scale, height), **store.texts(shown)}
        elif kind == "AxesImage":
            entry = {"kind": "image", "box": _box(artist, scale, height), **store.images(shown, step, artist.origin)}
        else:
            kept = np.unique([*range(0, len(shown[0]), step), len(shown[0]) - 1])
            places = _places(artist, np.array(shown)[:, kept], scale, height)
            piece = places.shape[-2]  # points of a segment, or of the whole line
            entry = {**_line_look(artist, scale, size), "piece": piece, **store.numbers(places)}
        artists.append({"name": name, **entry})
    header = {
        "title": explorer.title,
        "size": size,
        "panels": _panels(scene, scale, explorer.frame(**explorer.start)),
        "quarter": QUARTER,
        "nothing": NOTHING,
        "controls": [_control(control, values) for control, values in zip(controls, grid, strict=True)],
        "artists": artists,
        "caption": store.texts([frame.caption for frame in frames]),
        "alt": store.texts([frame.alt for frame in frames]),
    }
    words = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    words += b" " * (-len(words) % 4)  # numbers begin at a multiple of their size
    return zlib.compress(len(words).to_bytes(4, "little") + words + store.bytes(), 9)


def _control(control, values):
    words = {"keyword": control.keyword, "label": control.label, "start": values.index(control.start)}
    if isinstance(control, Slider):
        return {
            **words,
            "words": [control.format(value) for value in values],
            "of": len(control.values),
            "steps": control.steps,
        }
    return {**words, "clearedBy": control.cleared_by}


# what is stored instead of numbers: their differences along a control, along the points, or along both
WAYS = ((), ("control",), ("points",), ("control", "points"))


def _kind(array):
    """The smallest kind of integer that holds all numbers of an array."""
    return next(kind for kind in (np.int8, np.int16, np.int32) if np.abs(array).max(initial=0) <= np.iinfo(kind).max)


def _packed(array, ways):
    """(compressed length, ways, bytes of a number, the bytes) of an array (..., k)."""
    kept = _kind(array)
    if "control" in ways:
        array = np.diff(array, axis=-2, prepend=0)
    if "points" in ways and array.shape[-1] > 2:
        array = np.concatenate([array[..., :2], array[..., 2:] - array[..., :-2]], axis=-1)  # x and y take turns
    kind = min(
        _kind(array), kept, key=lambda kind: np.dtype(kind).itemsize
    )  # what overflows will do so in the sum again
    data = array.astype(kind).tobytes()
    data += b"\0" * (-len(data) % 4)
    return len(zlib.compress(data, 6)), ways, np.dtype(kind).itemsize, data


class _Store:
    """The numbers of a recording, one array after the other, each over those controls on which it depends."""

    def __init__(self, shape):
        self.shape, self.parts, self.length = shape, [], 0

    def numbers(self, columns):
        """Integers (k,) or more axes for each cell of the grid -> where they stand."""
        array = np.asarray(columns).reshape(*self.shape, -1)
        controls = []
        for axis in range(len(self.shape)):
            first = array.take([0], axis)
            if (array == first).all():
                array = first
            else:
                controls.append(axis)
        array = array.reshape(*(self.shape[axis] for axis in controls), array.shape[-1])
        ways = [way for way in WAYS if controls or "control" not in way]
        best = min((_packed(array, way) for way in ways), key=lambda packed: packed[0])
        _, ways, kind, data = best
        place = {"at": self.length, "bytes": kind, "kept": np.dtype(_kind(array)).itemsize}
        place |= {"count": array.size, "each": array.shape[-1], "ways": ways}
        self.parts.append(data)
        self.length += len(data)
        return {**place, "controls": controls}

    def texts(self, texts):
        """A string for each cell -> where the numbers of the strings stand, and the strings."""
        table = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        return {"table": list(table), **self.numbers([table[text] for text in texts])}

    def images(self, images, step, origin):
        """Pixels (rows, columns, 4) for each cell -> where the numbers of their colours stand, and the colours.

        origin: whether the first row is the upper or the lower one, as matplotlib says it; it is stored as the upper.
        """
        pixels = np.nan_to_num(np.array([image[::step, ::step] for image in images]))
        pixels = pixels if origin == "upper" else pixels[:, ::-1]
        colours, numbers = np.unique(
            np.round(255 * pixels).astype(np.uint8).reshape(-1, 4), axis=0, return_inverse=True
        )
        if len(colours) > 127:
            raise ValueError(f"images must have at most 127 colours; got {len(colours)}")
        where = self.numbers(numbers.reshape(len(images), -1))
        return {"rows": pixels.shape[1], "columns": pixels.shape[2], "colours": colours.tolist(), **where}

    def bytes(self):
        """All of it."""
        return b"".join(self.parts)


def _places(artist, points, scale, height):
    """Points (..., 2) of an artist as places on the picture: integers of the same shape."""
    places = artist.get_transform().transform(np.reshape(points, (-1, 2))) * scale
    places[:, 1] = height * scale - places[:, 1]
    whole = np.round(QUARTER * np.nan_to_num(places, nan=0)).astype(np.int64)
    return np.where(np.isnan(places).any(axis=1, keepdims=True), NOTHING, whole).reshape(np.shape(points))


class _Looks(RendererBase):
    """Listens to an artist that is drawn: how lines, markers and texts look, in pixels of the picture."""

    def __init__(self, dpi, scale):
        super().__init__()
        self.pixel, self.scale, self.strokes, self.markers = dpi / 72 * scale, scale, [], []

    def points_to_pixels(self, points):
        return points * self.pixel

    def _stroke(self, gc):
        offset, dashes = gc.get_dashes()
        return {
            "colour": to_hex((*gc.get_rgb()[:3], gc.get_alpha() if gc.get_forced_alpha() else gc.get_rgb()[3]), True),
            "width": round(self.points_to_pixels(gc.get_linewidth()), 3),
            "dashes": [round(self.points_to_pixels(dash), 3) for dash in dashes or ()],
            "offset": round(self.points_to_pixels(offset or 0), 3),
            "cap": {"projecting": "square"}.get(gc.get_capstyle(), gc.get_capstyle()),
        }

    def draw_path(self, gc, path, transform, rgbFace=None):
        self.strokes.append(self._stroke(gc))

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        outline = marker_trans.transform_path(marker_path)
        fill = None if rgbFace is None else to_hex(rgbFace, True)
        self.markers.append({**self._stroke(gc), "fill": fill, "outline": _outline(outline, self.scale)})


def _outline(path, scale):
    """A path as the data of an SVG path, with y downwards."""
    letters = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"}
    pieces = []
    for vertices, code in path.iter_segments():
        numbers = (np.reshape(vertices, (-1, 2)) * [scale, -scale]).ravel() if code != 79 else ()
        pieces.append(letters[code] + " ".join(f"{number:.3f}" for number in numbers))
    return "".join(pieces)


def _listen(artist, scale, shown):
    """What an artist tells a renderer when it draws something."""
    looks = _Looks(artist.figure.dpi, scale)
    artist.set_animated(False)
    if isinstance(shown, str):
        artist.set_text(shown)
    else:
        artist.set_data(*shown)
    artist.draw(looks)
    artist.set_animated(True)
    return looks


def _line_look(line, scale, size):
    """How a line, points or segments look: their strokes or markers, and the box that they are cut at."""
    middle = line.axes.transData.inverted().transform(line.axes.transAxes.transform([[0.4, 0.4], [0.6, 0.6]]))
    looks = _listen(line, scale, middle.T)
    kind = (
        {"kind": "points", "markers": looks.markers} if looks.markers else {"kind": "lines", "strokes": looks.strokes}
    )
    return {**kind, "clip": _box(line.axes, scale, size[1] / scale) if line.get_clip_on() else None}


def _text_look(text, scale, height):
    """How a text looks, and where the first of n lines stands: `top` + `lift` · n, and `apart` from line to line."""
    pixels = text.get_fontsize() * text.figure.dpi / 72 * scale
    x, y = text.get_transform().transform(text.get_position()) * scale
    apart = (1.2 if text._linespacing == "normal" else text._linespacing) * pixels
    below = (apart - pixels) / 2 + (1 - ASCENT) * pixels  # as nnlib.plots.scenes lays texts out
    lift = {"top": 0, "center": -0.5, "bottom": -1, "baseline": -1}[text.get_va()] * apart
    top = height * scale - y + apart - below + (below if text.get_va() == "baseline" else 0)
    box = text.get_bbox_patch()
    return {
        "x": round(x, 2), "top": round(top, 2), "lift": round(lift, 2), "apart": round(apart, 2),
        "size": round(pixels, 2), "family": text.get_fontname(), "bold": text.get_fontweight() == "bold",
        "align": text.get_ha(), "colour": to_hex(text.get_color(), True), "turned": -text.get_rotation(),
        "box": None if box is None else _patch_look(box, text.figure.dpi / 72 * scale),
    }  # fmt: skip


def _patch_look(patch, point):
    """How the box behind a text looks."""
    edge = to_hex(patch.get_edgecolor(), True)
    return {
        "colour": to_hex(patch.get_facecolor(), True),
        "edge": edge,
        "width": round(patch.get_linewidth() * point, 3),
    }


def _panels(scene, scale, frame):
    """The picture cut between its axes, for a narrow screen: [left, top, right, bottom] in pixels, in reading order."""
    width, height = scene.canvas.get_width_height()
    scene.render(frame)  # texts take room
    moving = [artist for artist in scene.artists.values() if type(artist).__name__ != "Text"]
    for artist in moving:
        artist.set_visible(False)
    boxes = [axes.get_tightbbox() for axes in scene.canvas.figure.axes]
    for artist in moving:
        artist.set_visible(True)
    boxes = [(box.x0, height - box.y1, box.x1, height - box.y0) for box in boxes]
    return [[round(n * scale) for n in panel] for panel in _cut(boxes, (0, 0, width, height))]


def _cut(boxes, whole):
    """A rectangle cut into rows, and these into columns, and so on, wherever there is a gap between boxes."""
    for axis in (1, 0):
        groups, edges = [], [whole[axis]]
        for box in sorted(boxes, key=lambda box: box[axis]):
            end = max((each[axis + 2] for group in groups for each in group), default=None)
            if end is None or box[axis] > end:
                edges += [] if end is None else [(end + box[axis]) / 2]
                groups.append([])
            groups[-1].append(box)
        if len(groups) > 1:
            edges.append(whole[axis + 2])
            parts = [
                (*whole[:axis], low, *whole[axis + 1 : axis + 2], high, *whole[axis + 3 :])
                for low, high in itertools.pairwise(edges)
            ]
            return [panel for group, part in zip(groups, parts, strict=True) for panel in _cut(group, part)]
    return [whole]


def _box(artist, scale, height):
    """Left, top, right and bottom of an image or of the axes, in pixels of the picture."""
    box = artist.get_window_extent()
    return [round(n * scale, 3) for n in (box.x0, height - box.y1, box.x1, height - box.y0)]


def unpacked(data):
    """What `record` has packed: the header, with an array `numbers` in each part, (positions of its controls, each)."""
    data = zlib.decompress(data)
    length = int.from_bytes(data[:4], "little")
    header = json.loads(data[4 : 4 + length])
    counts = [len(control["words"]) if "words" in control else 2 for control in header["controls"]]
    for part in [*header["artists"], header["caption"], header["alt"]]:
        kept = np.dtype(f"<i{part['kept']}")
        numbers = np.frombuffer(data, f"<i{part['bytes']}", part["count"], 4 + length + part["at"]).astype(kept)
        numbers = numbers.reshape(*(counts[k] for k in part["controls"]), part["each"])
        if "points" in part["ways"] and part["each"] > 2:
            numbers = numbers.reshape(*numbers.shape[:-1], -1, 2).cumsum(axis=-2, dtype=kept).reshape(numbers.shape)
        if "control" in part["ways"]:
            numbers = numbers.cumsum(axis=-2, dtype=kept)
        part["numbers"] = numbers
    return header


def shown(part, at):
    """The numbers of a part where the controls stand at these positions; a text where it has a table."""
    numbers = part["numbers"][tuple(at[k] for k in part["controls"])]
    return part["table"][numbers[0]] if "table" in part else numbers
