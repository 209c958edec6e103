"""Scenes: a background that is drawn once, and a few named artists that move over it.

A `Frame` is what moves, as plain arrays and strings; a `Scene` is what draws it. Of this pair an explorer
is made live and as a still. The frames alone say everything that moves, so they are what a recording needs.
"""

import functools
import io
import re
import struct
import textwrap
import zlib
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
    """A figure's background, and its moving artists by name in drawing order; texts lie above all others.

    figure: a matplotlib `Figure`, drawn on by nobody else. artists: name -> Line2D (a line, points or
    segments), AxesImage or Text.
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
        self.background = np.array(self.canvas.buffer_rgba())  # what never moves: (height, width, 4), uint8

    def render(self, frame):
        """The picture of a frame: (height, width, 4), uint8.

        Raises ValueError if the frame's names are not the scene's.
        """
        if frame.artists.keys() != self.artists.keys():
            wrong = sorted(frame.artists.keys() ^ self.artists.keys())
            raise ValueError(f"frame must name the scene's artists; not in both: {wrong}")
        self.canvas.restore_region(self._background)
        texts = []
        for name, artist in self.artists.items():
            shown = frame.artists[name]
            if isinstance(shown, str):
                artist.set_text(shown)
                if shown:
                    texts.append(artist)
            elif not np.isnan(shown).all():  # there is something to draw, and an empty image is slow to draw
                _SETTERS[type(artist).__name__](artist, shown)
                artist.axes.draw_artist(artist)
        return _written(self.canvas, texts)


def moving_line(ax, color, width, **style):
    """An artist for a frame's (n, 2): a line through n points."""
    return ax.plot([], [], color=color, linewidth=width, **style)[0]


def moving_points(ax, color, size, marker="o", edge=PAPER, **style):
    """An artist for a frame's (n, 2): n points."""
    style = {"markeredgecolor": edge, "markeredgewidth": 1.4, **style}
    return ax.plot([], [], marker, color=color, markersize=size, **style)[0]


def moving_segments(ax, color, width, **style):
    """An artist for a frame's (n, 2, 2): n separate segments, drawn as one line with gaps."""
    style = {"solid_capstyle": "butt", "dash_capstyle": "butt", **style}
    return ax.plot([], [], color=color, linewidth=width, **style)[0]


def halo(width):
    """Path effects for a line that is seen on dark ground too: paper around it, `width` points with the line itself."""
    from matplotlib.patheffects import Normal, Stroke

    return [Stroke(linewidth=width, foreground=PAPER), Normal()]


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


def over(pixels, background):
    """What must be laid over a background to give these pixels, all (height, width, 4), uint8.

    It is transparent where they are the same: a tenth of the bytes, and on the way to the page it is bytes that count.
    """
    same = pixels.view(np.uint32) == background.view(np.uint32)
    return np.where(same, np.uint32(0), pixels.view(np.uint32)).view(np.uint8)


def live(pixels):
    """Pixels (height, width, 4), uint8, as PNG bytes, quickly.

    Written without a filter: Pillow tries five on each row, and on what is mostly transparent that doubles the time and
    saves nothing. A lossless WebP is smaller, but one in ten takes 0.1 s.
    """
    height, width, _ = pixels.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, -1)], axis=1)  # 0: no filter
    header = struct.pack(">2I5B", width, height, 8, 6, 0, 0, 0)  # 8 bits each for red, green, blue, alpha
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def whole(pixels):
    """Pixels (height, width, 4), uint8, as a small PNG."""
    return _encode(pixels)


def small(pixels):
    """Pixels (height, width, 4), uint8, as a PNG of 256 colours, for a page that has to load it."""
    return _encode(pixels, optimize=True, colours=256)


def still(pixels, caption, dpi):
    """The PNG of a picture with its caption written beneath: for a page where no kernel runs.

    pixels: (height, width, 4), uint8, drawn at `dpi`.
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
    return small(np.concatenate([pixels, written[:, : pixels.shape[1]]]))


def _encode(pixels, colours=None, **options):
    from PIL import Image

    image = Image.fromarray(pixels).convert("RGB")
    if colours:
        image = image.quantize(colours, dither=Image.Dither.NONE)
    file = io.BytesIO()
    image.save(file, "PNG", **options)
    return file.getvalue()


def _set_line(line, shown):
    if shown.ndim == 3:  # segments: a gap after each
        gaps = np.full((len(shown), 1, 2), np.nan)
        shown = np.concatenate([shown, gaps], axis=1).reshape(-1, 2)
    line.set_data(shown[:, 0], shown[:, 1])


def _set_image(image, pixels):
    image.set_data(np.nan_to_num(pixels))  # NaN: a transparent pixel


_SETTERS = {"Line2D": _set_line, "AxesImage": _set_image}


def _written(canvas, texts):
    """The pixels of a canvas, (height, width, 4), with texts written on them.

    matplotlib takes about 0.05 ms for a character, which would be most of the time that a picture takes; Pillow takes a
    twentieth of that. It writes what is level and has no box and no halo; the rest is left to matplotlib.
    """
    from PIL import Image, ImageDraw

    level = []
    for text in texts:
        if text.get_rotation() or text.get_bbox_patch() or text.get_path_effects():
            text.axes.draw_artist(text)
        else:
            level.append(text)
    image = Image.fromarray(np.array(canvas.buffer_rgba()))
    draw = ImageDraw.Draw(image)
    for text in level:
        look = text.get_fontname(), text.get_fontweight()
        pixels = text.get_fontsize() * text.figure.dpi / 72
        font, large = _font(*look, pixels), _font(*look, FINE * pixels)
        style = {"fill": _fill(text), "font": font, "anchor": "ls"}
        for place, word in _words(text, pixels, font, large, image.height):
            draw.text(place, word, **style)
    return np.asarray(image)


ASCENT = 0.76  # of its size that DejaVu, the font of the course, stands above the baseline
FINE = 16  # letters stand on whole pixels; words are placed by letters this many times as large


def _words(text, size, font, large, height):
    """Where each word of a text begins, in letters of that size, on an image of that height; and the word.

    size and height are in pixels; font has that size, and large is FINE times as large. As matplotlib lays texts out,
    but on a grid of baselines that does not move with the letters in a line.
    """
    lines = text.get_text().split("\n")
    spacing = text._linespacing if text._linespacing != "normal" else 1.2 if len(lines) > 1 else 1
    apart = spacing * size
    block, below = len(lines) * apart, (apart - size) / 2 + (1 - ASCENT) * size
    x, y = text.get_transform().transform(text.get_position())
    rise = {"top": 0, "center": block / 2, "bottom": block, "baseline": block - below}[text.get_va()]
    share = {"left": 0, "center": 0.5, "right": 1}[text.get_ha()]
    for number, line in enumerate(lines, start=1):
        left = x - share * large.getlength(line) / FINE
        end = -np.inf
        for space, word in re.findall(r"(\s*)(\S+)", line):
            # letters on whole pixels may be wider; a gap must remain
            across = max(left + large.getlength(space) / FINE, end + 0.75 * font.getlength(space))
            yield (round(across), round(height - y - rise + apart * number - below)), word
            left, end = left + large.getlength(space + word) / FINE, across + font.getlength(word)


def _fill(text):
    from matplotlib.colors import to_rgba

    return tuple(round(255 * part) for part in to_rgba(text.get_color(), text.get_alpha()))


@functools.lru_cache(maxsize=64)
def _font(family, weight, pixels):
    from matplotlib.font_manager import FontProperties, findfont
    from PIL import ImageFont

    path = findfont(FontProperties(family=family, weight=weight))
    return ImageFont.truetype(path, pixels, layout_engine=ImageFont.Layout.BASIC)
