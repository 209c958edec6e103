"""Scenes: a background that is drawn once, and a few named artists that move over it.

A `Frame` is what moves, as plain arrays and strings; a `Scene` is what draws it. Of this pair an explorer
is made live and as a still. The frames alone say everything that moves, so they are what a recording needs.
"""

import io
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nnlib.plots.palette import INK, PAPER


@dataclass(frozen=True, eq=False)
class Frame:
    """What the moving artists of a scene show.

    artists: name -> a float array, or a string. By kind of artist: line and points (n, 2), segments (n, 2, 2),
    image (rows, columns, 4) in [0, 1], text a string. Shapes never change; NaN is not drawn.
    caption: what the picture says, in words and numbers. alt: what it shows, for someone who cannot see it.
    """

    artists: Mapping
    caption: str
    alt: str


class Scene:
    """A figure's background, and its moving artists by name in drawing order.

    figure: a matplotlib `Figure`, drawn on by nobody else. artists: name -> Line2D (a line, or points),
    LineCollection (segments), AxesImage or Text.
    """

    def __init__(self, figure, artists):
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        self.artists = dict(artists)
        self.canvas = FigureCanvasAgg(figure)
        for artist in self.artists.values():
            artist.set_animated(True)  # left out of the background
        self.canvas.draw()
        figure.set_layout_engine("none")
        self._background = self.canvas.copy_from_bbox(figure.bbox)

    def render(self, frame):
        """The picture of a frame: (height, width, 4), uint8.

        Raises ValueError if the frame's names are not the scene's.
        """
        if frame.artists.keys() != self.artists.keys():
            wrong = sorted(frame.artists.keys() ^ self.artists.keys())
            raise ValueError(f"frame must name the scene's artists; not in both: {wrong}")
        self.canvas.restore_region(self._background)
        for name, artist in self.artists.items():
            shown = frame.artists[name]
            if not isinstance(shown, str) and np.isnan(shown).all():
                continue  # nothing to draw, and an empty image is slow to draw
            _SETTERS[type(artist).__name__](artist, shown)
            artist.axes.draw_artist(artist)
        return np.array(self.canvas.buffer_rgba())


def moving_line(ax, color, width, **style):
    """An artist for a frame's (n, 2): a line through n points."""
    return ax.plot([], [], color=color, linewidth=width, **style)[0]


def moving_points(ax, color, size, marker="o", edge=PAPER, **style):
    """An artist for a frame's (n, 2): n points."""
    style = {"markeredgecolor": edge, "markeredgewidth": 1.4, **style}
    return ax.plot([], [], marker, color=color, markersize=size, **style)[0]


def moving_segments(ax, color, width, **style):
    """An artist for a frame's (n, 2, 2): n separate segments."""
    from matplotlib.collections import LineCollection

    return ax.add_collection(LineCollection([], colors=color, linewidths=width, **style), autolim=False)


def moving_text(ax, x, y, **style):
    """An artist for a frame's string; x and y are fractions of the axes."""
    return ax.text(x, y, "", **{"transform": ax.transAxes, "va": "top", "color": INK, "linespacing": 1.5, **style})


def arrow(start, end, head):
    """An arrow as segments, (3, 2, 2): the shaft, and both sides of a head that is `head` long in data units.

    An arrow of no length is not drawn: NaN.
    """
    start, end = np.asarray(start, float), np.asarray(end, float)
    length = np.hypot(*(end - start))
    if not length > 0:
        return np.full((3, 2, 2), np.nan)
    along = (end - start) / length * min(head, length)
    across = np.array([-along[1], along[0]]) * 0.6
    return np.array([[start, end], [end - along + across, end], [end - along - across, end]])


def line_piece(x, y, slope, *, length, steep):
    """Both ends, (2, 2), of a line of that slope centred on (x, y), which looks about as long at every slope.

    length: how long it is where it is flat, in units of x. steep: the slope that looks like 45°.
    """
    reach = length / 2 / np.hypot(1, slope / steep)
    return np.array([[x - reach, y - slope * reach], [x + reach, y + slope * reach]])


def live(pixels):
    """Pixels (height, width, 4), uint8, as WebP bytes: no pixel is changed, and it takes two thirds of a PNG's time."""
    return _encode(pixels, "WEBP", lossless=True, quality=0, method=0)


def still(pixels, caption, dpi):
    """The PNG of a picture with its caption written beneath: for a page where no kernel runs.

    pixels: (height, width, 4), uint8, drawn at `dpi`. A palette of 256 colours keeps it small.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    width = pixels.shape[1] / dpi
    lines = textwrap.wrap(caption, int(width * 12.2))
    strip = Figure(figsize=(width, 0.22 * len(lines) + 0.2), dpi=dpi, facecolor="white")
    strip.text(0.014, 0.98, "\n".join(lines), va="top", fontsize=11, color=INK, linespacing=1.35)
    canvas = FigureCanvasAgg(strip)
    canvas.draw()
    written = np.array(canvas.buffer_rgba())
    return _encode(np.concatenate([pixels, written[:, : pixels.shape[1]]]), "PNG", optimize=True, colours=256)


def _encode(pixels, kind, colours=None, **options):
    from PIL import Image

    image = Image.fromarray(pixels).convert("RGB")
    if colours:
        image = image.quantize(colours, dither=Image.Dither.NONE)
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _set_points(line, points):
    line.set_data(points[:, 0], points[:, 1])


def _set_segments(collection, segments):
    collection.set_segments(segments)


def _set_image(image, pixels):
    image.set_data(np.nan_to_num(pixels))  # NaN: a transparent pixel


def _set_text(text, value):
    text.set_text(value)


_SETTERS = {"Line2D": _set_points, "LineCollection": _set_segments, "AxesImage": _set_image, "Text": _set_text}
