"""The form that every explorer has: controls, a pure function to a `Frame`, and a scene.

From one definition it runs live, leaves a still where no kernel runs, and is tested without a browser. Its
controls have positions and its frames are plain arrays, so that it can be recorded over the grid of positions.
"""

import asyncio
import contextlib
import itertools
import numbers
import pathlib
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import anywidget
import ipywidgets
import traitlets

from nnlib._checks import as_callable, as_sequence, as_text, got
from nnlib.plots import scenes

STILL_DPI = 200
LIVE_DPI = 100
PLAY_SECONDS = 0.2


@dataclass(frozen=True)
class Slider:
    """A control with positions. `values` are what the function gets; `format` says one in words.

    keyword: the name of the function's parameter. start: the value that Reset returns to.
    steps=True makes it the time of a recorded walk: it gets buttons for back, step and play.
    """

    keyword: str
    label: str
    values: tuple
    start: object
    format: Callable = str
    steps: bool = False


@dataclass(frozen=True)
class Toggle:
    """A control that is on or off. cleared_by: the keyword of a control that switches it off when it is moved."""

    keyword: str
    label: str
    start: bool = False
    cleared_by: str = ""
    values: tuple = (False, True)
    format: Callable = str


class Explorer(ipywidgets.VBox):
    """Controls beside a picture that follows them.

    title: what it is called. controls: `Slider`s and `Toggle`s. frame: a pure function, called with every
    control's keyword, that returns a `Frame`. scene: a function of the dots per inch that returns a `Scene`; with
    `narrow=True`, if it knows that, one for a narrow screen.
    Afterwards `definition` holds the controls, `scene` is the one in view, and `new_scene(dpi)` makes another.

    Raises TypeError or ValueError naming the parameter, as if a control's start is not among its values.
    """

    def __init__(self, title, controls, frame, scene):
        as_text(title, "title")
        controls = as_sequence(controls, "controls", "a sequence of Slider and Toggle")
        for control in controls:
            if not isinstance(control, (Slider, Toggle)):
                raise TypeError(f"each of controls must be a Slider or a Toggle; got {got(control)}")
            values = as_sequence(control.values, f"values of {control.keyword!r}", "a sequence of positions")
            if len(values) < 2:
                raise ValueError(f"values of {control.keyword!r} must be two positions at least; got {len(values)}")
            _position(control, control.start, f"start of {control.keyword!r}")
        as_callable(frame, "frame")
        as_callable(scene, "scene")
        self.title, self.definition, self.frame, self.new_scene = title, tuple(controls), frame, scene
        self.scene = scene(LIVE_DPI)
        self._widgets = {control.keyword: _widget(control) for control in controls}
        self._words = _Words(names={c.keyword: c.label for c in controls}, title=title)
        self._words.spoken = {c.keyword: [c.format(v) for v in c.values] for c in controls if isinstance(c, Slider)}
        self._background, self._moving = _image(scenes.whole(self.scene.background)), _image(b"")
        self._moving.add_class("nnlib-moving")
        stack = ipywidgets.Box([self._background, self._moving])
        stack.add_class("nnlib-picture")
        self.reset_button = ipywidgets.Button(description="Reset", icon="refresh", tooltip="Back to the start")
        self.reset_button.on_click(lambda _: self.reset())
        self._held = False
        self._playing = None  # the task that plays, while it does
        super().__init__([*self._control_rows(), stack, self._words])
        self.add_class("nnlib-explorer")
        for control in controls:
            if isinstance(control, Toggle) and control.cleared_by:
                self._widgets[control.cleared_by].observe(partial(self._clear, control.keyword), names="value")
        for widget in self._widgets.values():
            widget.observe(self._show, names="value")
        self._show()

    @property
    def values(self):
        """Where the controls stand: keyword -> value."""
        return {keyword: widget.value for keyword, widget in self._widgets.items()}

    @values.setter
    def values(self, values):
        """Move several controls at once and draw once.

        Raises TypeError or ValueError, and moves none, if one is not a control's, or not one of its values.
        """
        if not isinstance(values, Mapping):
            raise TypeError(f"values must be a dictionary, keyword -> value; got {got(values)}")
        known = {control.keyword: control for control in self.definition}
        for keyword in values:
            if keyword not in known:
                raise ValueError(f"values must be of the controls {', '.join(known)}; got one of {got(keyword)}")
        values = {keyword: _position(known[keyword], value, keyword) for keyword, value in values.items()}
        with self._drawing_once():
            for keyword, value in values.items():
                self._widgets[keyword].value = value
        self._show()

    @contextlib.contextmanager
    def _drawing_once(self):
        self._held = True
        try:
            yield
        finally:
            self._held = False

    @property
    def start(self):
        """Where the controls stand at first, and after Reset."""
        return {control.keyword: control.start for control in self.definition}

    @property
    def caption(self):
        """What the picture says now, in words and numbers."""
        return self._words.caption

    @property
    def picture(self):
        """What moves in the picture now, as PNG bytes: transparent where the background is seen."""
        return self._moving.value

    def reset(self):
        """Return every control to its start."""
        if self._playing is not None:
            self._playing.cancel()
        self.values = self.start

    def corners(self):
        """Every combination of the controls' first and last values, and the start."""
        ends = [(c.values[0], c.values[-1]) for c in self.definition]
        keywords = [c.keyword for c in self.definition]
        yield self.start
        for corner in itertools.product(*ends):
            yield dict(zip(keywords, corner, strict=True))

    def still(self):
        """The start as PNG bytes, with its caption in the picture: what a page with no kernel shows."""
        frame = self.frame(**self.start)
        return scenes.still(self.new_scene(STILL_DPI).render(frame), frame.caption, STILL_DPI)

    def show(self):
        """Display the explorer, then print what its starting picture says."""
        from IPython.display import display

        display(self)
        print(textwrap.fill(f"Before anything is moved: {self.frame(**self.start).caption}", 96))

    def _repr_mimebundle_(self, **options):
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        picture = self.still()
        data = {**data, "image/png": picture, "text/plain": f"<explorer: {self.title}>"}
        return data, {**metadata, "image/png": {"width": 960, "alt": self.frame(**self.start).alt}}

    def _clear(self, keyword, _):
        if not self._held:
            with self._drawing_once():
                self._widgets[keyword].value = False

    def _show(self, _=None):
        if self._held:
            return
        frame = self.frame(**self.values)
        self._moving.value = scenes.live(scenes.over(self.scene.render(frame), self.scene.background))
        with self._words.hold_sync():  # one message for both
            self._words.caption, self._words.alt = frame.caption, frame.alt

    def _control_rows(self):
        buttons = []
        for control in self.definition:
            widget = self._widgets[control.keyword]
            yield widget
            if isinstance(control, Slider) and control.steps:
                buttons += self._step_buttons(widget, len(control.values))
        yield ipywidgets.HBox([*buttons, self.reset_button])

    def _step_buttons(self, slider, positions):
        def move(by):
            slider.index = min(max(slider.index + by, 0), positions - 1)

        back = ipywidgets.Button(description="Back", icon="step-backward", tooltip="One step back")
        step = ipywidgets.Button(description="Step", icon="step-forward", tooltip="One step on")
        back.on_click(lambda _: move(-1))
        step.on_click(lambda _: move(1))
        play = ipywidgets.Button(description="Play", icon="play", tooltip="Walk on by itself, or pause")
        play.on_click(lambda _: self._play_or_pause(play, slider, positions - 1))
        return [back, step, play]

    def _play_or_pause(self, button, slider, last):
        # the kernel keeps the time: a timer in the page could tick once more after Reset
        if self._playing is not None:
            self._playing.cancel()
        else:
            button.description, button.icon = "Pause", "pause"
            self._playing = asyncio.ensure_future(self._walk_on(slider, last))
            self._playing.add_done_callback(lambda task: self._stopped(task, button))

    async def _walk_on(self, slider, last):
        if slider.index == last:
            slider.index = 0
        while slider.index < last:
            await asyncio.sleep(PLAY_SECONDS)
            before = self.picture, self.caption
            slider.index += 1
            if (self.picture, self.caption) == before:  # the walk has ended
                break

    def _stopped(self, task, button):
        button.description, button.icon = "Play", "play"
        self._playing = None
        if not task.cancelled():
            task.result()  # raises what was raised while it played, which nobody would hear of otherwise


class _Words(anywidget.AnyWidget):
    """The caption under the picture, and what a screen reader says of every control and of the picture."""

    _esm = pathlib.Path(__file__).parent / "words.js"
    _css = pathlib.Path(__file__).parent / "words.css"
    title = traitlets.Unicode().tag(sync=True)
    caption = traitlets.Unicode().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    names = traitlets.Dict().tag(sync=True)
    spoken = traitlets.Dict().tag(sync=True)


def _position(control, value, name):
    """The one of a control's values that is equal to `value`."""
    is_number = isinstance(value, numbers.Real) and not isinstance(value, bool)
    for known in control.values:
        if (is_number and type(known) in (int, float) or type(value) is type(known)) and value == known:
            return known
    ends = f"from {control.format(control.values[0])} to {control.format(control.values[-1])}"
    raise ValueError(f"{name} must be one of its values, {ends}; got {got(value)}")


def _image(picture):
    """An image as wide as the page, and no wider than it is."""
    image = ipywidgets.Image(format="png", value=picture)
    image.layout.width, image.layout.max_width, image.layout.object_fit = "100%", "960px", "contain"
    return image


def _widget(control):
    """The ipywidget of a control; its class lets the page find it by keyword."""
    if isinstance(control, Toggle):
        widget = ipywidgets.Checkbox(value=control.start, description=control.label, indent=False)
    else:
        widget = ipywidgets.SelectionSlider(
            options=[(control.format(value), value) for value in control.values],
            value=control.start,
            description=control.label,
            continuous_update=True,
        )
        widget.style.description_width = "150px"
    widget.layout.width = "100%"
    widget.layout.max_width = "760px"
    widget.add_class(f"nnlib-control-{control.keyword}")
    return widget
