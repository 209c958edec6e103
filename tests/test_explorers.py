"""Every explorer without a browser: every corner, reset, the still, the frames."""

import asyncio
import itertools
import re
import sys
import types
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image
from support import example
from traitlets import TraitError

from nnlib.descent import OUTCOMES, descend
from nnlib.widgets import (
    every_path,
    explosion,
    one_weight,
    scrubber,
    tangent,
    twin_maps,
    twin_surfaces,
    two_slopes,
    xray,
)
from nnlib.widgets import outcome_strip as strip
from nnlib.widgets.explorer import Explorer, Slider
from nnlib.widgets.words import fixed, short

FACTORIES = {
    "outcome strip": strip.outcome_strip,
    "tangent explorer": tangent.tangent_explorer,
    "one weight": one_weight.one_weight,
    "two slopes": two_slopes.two_slopes,
    "twin maps": twin_maps.twin_maps,
    "rolling balls": twin_surfaces.twin_surfaces,
    "gradient X-ray": xray.gradient_xray,
    "every path": every_path.every_path,
    "explosion": explosion.explosion,
    "epoch scrubber": scrubber.scrubber,
}


def in_contributing():
    """The row of FACTORIES in CONTRIBUTING.md, and its two modules made of what the page holds."""
    section, (*sources, row) = example("An explorer")
    names = re.findall(r"goes into `(nnlib/\w+/\w+)\.py`", section)
    modules = {}
    for name, source in zip(names, sources, strict=True):
        module = types.ModuleType(name.replace("/", "."))
        sys.modules[module.__name__] = module  # the second imports from the first
        exec(source, vars(module))
        modules[module.__name__.rpartition(".")[2]] = module
    return eval(f"{{{row.strip()}}}", modules)


EVERY = {**FACTORIES, **in_contributing()}


@pytest.fixture(scope="module", params=EVERY)
def explorer(request):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # ipywidgets' own
        return EVERY[request.param]()


def positions(explorer):
    """The corners, and two hundred positions at random."""
    yield from explorer.corners()
    rng = np.random.default_rng(0)
    for _ in range(200):
        yield {c.keyword: c.values[rng.integers(len(c.values))] for c in explorer.definition}


def test_frames_have_fixed_names_and_shapes(explorer):
    first = explorer.frame(**explorer.start)
    for values in positions(explorer):
        with warnings.catch_warnings(), np.errstate(all="raise", under="ignore"):
            warnings.simplefilter("error")
            frame = explorer.frame(**values)
        assert list(frame.artists) == list(first.artists)
        for name, shown in frame.artists.items():
            assert type(shown) is type(first.artists[name]), name
            if isinstance(shown, np.ndarray):
                assert shown.shape == first.artists[name].shape and not np.isinf(shown).any(), name
        for text in (frame.caption, frame.alt):
            assert text and "nan" not in text and "inf" not in text.split() and "$" not in text


def test_frame_is_a_pure_function(explorer):
    for values in itertools.islice(positions(explorer), 30):
        one, other = explorer.frame(**values), explorer.frame(**values)
        assert one.caption == other.caption
        for name, shown in one.artists.items():
            np.testing.assert_array_equal(shown, other.artists[name])


def test_every_corner_draws_and_reset_gives_the_first_bytes(explorer):
    explorer.reset()
    picture, caption = explorer.picture, explorer.caption
    seen = set()
    for values in explorer.corners():
        explorer.values = values
        assert explorer.values == values
        seen.add(explorer.picture)
    assert len(seen) > 2
    explorer.reset()
    assert explorer.values == explorer.start
    assert (explorer.picture, explorer.caption) == (picture, caption)


def test_every_control_changes_the_picture_and_the_words(explorer):
    for control in explorer.definition:
        explorer.reset()
        before = explorer.picture
        other = control.values[-1] if control.start != control.values[-1] else control.values[0]
        explorer.values = {control.keyword: other}
        assert explorer.picture != before, control.keyword
    explorer.reset()


def test_each_control_has_a_name_and_speaks_its_value(explorer):
    words = explorer.children[-1]
    for control in explorer.definition:
        assert words.names[control.keyword]
        if isinstance(control, Slider):
            spoken = words.spoken[control.keyword]
            assert len(spoken) == len(control.values) == len(set(spoken)), "each position has words of its own"


def test_still_has_the_picture_and_words_beneath(explorer):
    data, metadata = explorer._repr_mimebundle_()
    assert data["text/plain"] == f"<explorer: {explorer.title}>"
    assert "application/vnd.jupyter.widget-view+json" in data
    live, still = (Image.open(_file(png)) for png in (explorer.picture, data["image/png"]))
    assert still.width == 2 * live.width and still.height > 2 * live.height
    assert metadata["image/png"]["width"] == live.width
    assert len(data["image/png"]) < 400_000


def test_live_picture_is_the_rendered_one_to_the_pixel(explorer):
    explorer.reset()
    rendered = explorer.scene.render(explorer.frame(**explorer.start))
    layers = [Image.open(_file(image.value)).convert("RGBA") for image in (explorer._background, explorer._moving)]
    np.testing.assert_array_equal(np.asarray(Image.alpha_composite(*layers)), rendered)


def _file(png):
    import io

    return io.BytesIO(png)


def test_rendering_leaves_nothing_behind(explorer):
    """A frame drawn after many others is the same picture as drawn first."""
    fresh = explorer.new_scene(100)
    values = list(itertools.islice(positions(explorer), 25))
    used = explorer.new_scene(100)
    for each in values:
        used.render(explorer.frame(**each))
    last = explorer.frame(**values[7])
    np.testing.assert_array_equal(used.render(last), fresh.render(last))


def test_wrong_names_in_a_frame_are_refused(explorer):
    from nnlib.plots.scenes import Frame

    with pytest.raises(ValueError, match="frame must name"):
        explorer.scene.render(Frame({"stranger": "x"}, "", ""))


ODD = {
    "NaN": float("nan"), "infinity": float("inf"), "outside": 1e9, "below": -1e9, "between": 0.123456, "None": None,
    "a text": "a", "a list": [1], "an array": np.ones(2), "an object": object(), "a class": int,
}  # fmt: skip


def odd_values(control):
    """What is no position of a control."""
    yield from ((name, value) for name, value in ODD.items() if not isinstance(value, str) or value != control.start)
    yield "True" if isinstance(control, Slider) else "1", True if isinstance(control, Slider) else 1


def test_d3_d4_odd_values_from_code_are_refused_and_nothing_moves(explorer):
    explorer.reset()
    before = explorer.picture, explorer.caption
    first = explorer.definition[0]
    other = next(value for value in first.values if value != first.start)
    for control in explorer.definition:
        for name, value in odd_values(control):
            with pytest.raises(ValueError, match=f"{control.keyword} must be one of its values, from .*; got") as told:
                explorer.values = {first.keyword: other, control.keyword: value}
            assert len(str(told.value)) <= 200 and " at 0x" not in str(told.value), name
    for wrong in (None, 3, "start", [1]):
        with pytest.raises(TypeError, match="values must be a dictionary"):
            explorer.values = wrong
    with pytest.raises(ValueError, match="values must be of the controls .*; got one of 'stranger'"):
        explorer.values = {first.keyword: other, "stranger": 1}
    assert explorer.values == explorer.start and (explorer.picture, explorer.caption) == before


def test_d3_odd_values_of_the_widgets_themselves_are_refused(explorer):
    """A slider has positions, so that neither NaN nor a number outside can get in, from the page or from code."""
    explorer.reset()
    for control in explorer.definition:
        widget = explorer._widgets[control.keyword]
        for name in ODD.keys() - {"None"}:  # which is ipywidgets' word for nothing chosen
            with pytest.raises((TraitError, ValueError)):
                widget.value = ODD[name]
        for index in (-1, len(control.values), 2.5, None, "1") if isinstance(control, Slider) else ():
            with pytest.raises(TraitError):  # this is how the page moves it
                widget.index = index
        assert widget.value == control.start


def test_d4_the_start_is_a_position_and_is_where_the_widget_stands(explorer):
    explorer.reset()
    for control in explorer.definition:
        assert explorer._widgets[control.keyword].value == control.start
        assert control.start in control.values


def test_d5_d6_positions_rise_and_none_is_there_twice(explorer):
    for control in explorer.definition:
        assert len(control.values) == len(set(control.values)) >= 2, control.keyword
        if all(isinstance(value, (int, float)) for value in control.values):
            ways = [value for value in control.values if value != strip.END or control.values[-1] != strip.END]
            assert ways in (sorted(ways), sorted(ways, reverse=True)), control.keyword


def test_d5_d6_controls_that_cannot_be_are_refused():
    def made(*controls, title="x", frame=print, scene=print):
        return Explorer(title, controls, frame, scene)

    for call, words in [
        (lambda: made(Slider("rate", "rate", (), 3)), "values of 'rate' must be two positions"),
        (lambda: made(Slider("rate", "rate", (3,), 3)), "values of 'rate' must be two positions"),
        (lambda: made(Slider("rate", "rate", 3, 3)), "values of 'rate' must be a sequence"),
        (lambda: made("rate"), "each of controls must be a Slider or a Toggle; got 'rate'"),
        (lambda: Explorer("x", None, print, print), "controls must be a sequence"),
        (lambda: made(title=3), "title must be a text"),
        (lambda: made(frame=None), "frame must be a function"),
        (lambda: made(scene=3), "scene must be a function"),
    ]:
        with pytest.raises((TypeError, ValueError), match=words):
            call()


def test_d7_a_whole_number_in_another_form_is_that_position():
    explorer = explosion.explosion()
    explorer.values = {"units": 3.0, "layers": np.int64(2)}
    assert explorer.values == {"units": 3, "layers": 2}
    with pytest.raises(ValueError, match="units must be one of its values, from 1 to 10; got 2.5"):
        explorer.values = {"units": 2.5}


def test_d8_no_rate_is_said_to_be_0(explorer):
    """A logarithmic slider cannot reach 0; its lowest position says what it is."""
    for control in explorer.definition:
        if control.keyword == "rate":
            assert min(control.values) > 0
            assert not any(re.fullmatch(r"[0.]+", control.format(value)) for value in control.values)


def test_d12_a_frame_of_nothing_is_the_background(explorer):
    frame = explorer.frame(**explorer.start)
    empty = {name: "" if isinstance(shown, str) else shown * np.nan for name, shown in frame.artists.items()}
    pixels = explorer.scene.render(type(frame)(empty, "", ""))
    np.testing.assert_array_equal(pixels, explorer.scene.background)


def test_d13_pictures_open_no_figures(explorer):
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    for values in itertools.islice(positions(explorer), 25):
        explorer.values = values
    explorer.reset()
    assert plt.get_fignums() == before


def test_every_walk_stands_at_its_ends_and_plays_again_from_the_last(explorer, monkeypatch):
    monkeypatch.setattr("nnlib.widgets.explorer.PLAY_SECONDS", 0.0001)
    walked = [control for control in explorer.definition if isinstance(control, Slider) and control.steps]
    if not walked:
        return
    (control,) = walked
    back, step, play = explorer.children[-3].children[:3]
    explorer.values = {control.keyword: control.values[0]}
    back.click()
    assert explorer.values[control.keyword] == control.values[0]
    explorer.values = {control.keyword: control.values[-1]}
    step.click()
    assert explorer.values[control.keyword] == control.values[-1]

    async def played():
        seen = []
        explorer._widgets[control.keyword].observe(lambda change: seen.append(change.new), names="value")
        play.click()
        for _ in range(3):
            await asyncio.sleep(0.02)
        explorer.reset()  # while it plays
        await asyncio.sleep(0.02)
        return seen

    with ThreadPoolExecutor(1) as thread:
        seen = thread.submit(asyncio.run, played()).result(60)
    assert seen[0] == control.values[0]
    assert explorer.values == explorer.start and play.description == "Play"
    explorer._widgets[control.keyword].unobserve_all("value")
    explorer._widgets[control.keyword].observe(explorer._show, names="value")


def test_start_outside_the_values_is_refused():
    with pytest.raises(ValueError, match="start of 'rate'"):
        Explorer("x", [Slider("rate", "rate", (1, 2), 3)], lambda rate: None, lambda dpi: None)


def test_step_buttons_stop_at_both_ends():
    explorer = strip.outcome_strip()
    row = explorer.children[-3]
    back, step = row.children[:2]
    for _ in range(5):
        back.click()
    assert explorer.values["step"] == 0
    step.click()
    assert explorer.values["step"] == 1
    explorer.values = {"step": strip.END}
    step.click()
    assert explorer.values["step"] == strip.END


def test_play_walks_to_the_end_of_the_walk_and_reset_stops_it(monkeypatch):
    monkeypatch.setattr("nnlib.widgets.explorer.PLAY_SECONDS", 0.001)
    explorer = strip.outcome_strip()
    play, reset = explorer.children[-3].children[2:]

    async def drive():
        play.click()
        await asyncio.sleep(0)
        assert play.description == "Pause"
        while play.description == "Pause":
            await asyncio.sleep(0.01)
        ended = explorer.values["step"]
        play.click()
        await asyncio.sleep(0)
        play.click()  # pause
        await asyncio.sleep(0.05)
        assert play.description == "Play" and explorer.values["step"] == ended
        explorer.values = {"step": 0}
        play.click()
        await asyncio.sleep(0.02)
        reset.click()
        await asyncio.sleep(0.05)
        return ended

    # in a thread of its own: the browser tests keep an event loop running in this one
    with ThreadPoolExecutor(1) as thread:
        ended = thread.submit(asyncio.run, drive()).result(30)
    assert ended == 42 and explorer.values == explorer.start  # 41 steps, and one more to see that nothing moves


def test_play_does_not_stop_where_the_picture_waits_for_a_while(monkeypatch):
    """From the valley a ball does not move for the first steps of time, and the words do."""
    monkeypatch.setattr("nnlib.widgets.explorer.PLAY_SECONDS", 0.001)
    explorer = twin_maps.twin_maps()
    explorer.values = {"weight": -12, "bias": 6, "exponent": 0.0}
    play = next(button for button in explorer.children[-3].children if button.description == "Play")

    async def drive():
        play.click()
        await asyncio.sleep(0)
        while play.description == "Pause":
            await asyncio.sleep(0.01)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, drive()).result(60)
    assert explorer.values["exponent"] == twin_maps.EXPONENTS[-1]


def test_moving_the_quiz_hides_the_answer_again():
    explorer = xray.gradient_xray()
    explorer.values = {"quiz": 3, "reveal": True}
    assert explorer.values["reveal"], "both moved at once"
    explorer._widgets["quiz"].value = 4
    assert not explorer.values["reveal"] and "Your guess" in explorer.caption


def test_outcome_strip_tells_the_truth():
    """The map, the walk and the words agree with `descend` at random positions."""
    starts, rates, outcome = strip._map()
    rng = np.random.default_rng(1)
    for _ in range(60):
        i, j = rng.integers(len(rates)), rng.integers(len(starts))
        path = descend(strip.QUARTIC.slope, starts[j], rates[i], **strip.WALK)
        assert OUTCOMES[outcome[i, j]] == path.outcome
    frame = strip.outcome_frame(4.0, 0.01, 2, False)
    assert "after 2 steps the walk is at x = 2.671" in frame.caption and "reaches the minimum 9/4" in frame.caption
    assert "stalls" in strip.outcome_frame(-1.0, 0.01, strip.END, False).caption
    assert "stalls" in strip.outcome_frame(4.0, 1 / 28, strip.END, False).caption
    assert "runs away" in strip.outcome_frame(4.0, strip.RATES[-1], 0, False).caption


def test_numbers_in_words():
    assert [short(x) for x in (-0.0, -2.5, 0.0007, -12_345.6)] == ["0", "−2.5", "7·10⁻⁴", "−1.23·10⁴"]
    assert [short(x, 2) for x in (-0.0012, 0.0004, -0.126)] == ["0", "0", "−0.13"]  # rounded, as was asked for
    assert [fixed(x, 2) for x in (-2, -0.001, 0.5)] == ["−2.00", "0.00", "0.50"]


@pytest.mark.parametrize("factory", [strip.outcome_strip, tangent.tangent_explorer, one_weight.one_weight])
def test_sliders_write_a_true_minus(factory):
    for control in factory().definition:
        assert not any("-" in control.format(value) for value in control.values)


def test_outcome_strip_calculates_with_what_it_prints():
    assert "4 − 1/28 × 112 ≈ 0" in strip.outcome_frame(4.0, 1 / 28, 0, False).artists["readout"]
    assert "f′(x) = 0\n" in strip.outcome_frame(4.0, 1 / 28, 1, False).artists["readout"]  # not −0
    assert "From x₀ = −2.00" in strip.outcome_frame(-2.0, 0.01, 0, False).caption
    assert "none of these within 2\u202f000 steps" in strip.outcome_frame(-1.0, 0.001, 2, True).caption
    assert "After 2\u202f000 steps it is still walking" in strip.outcome_frame(-1.0, 0.001, 2, False).caption


def test_a_walk_that_leaves_the_picture_is_seen_to_leave():
    left = strip.outcome_frame(4.0, strip.RATES[-1], 1, False).artists
    assert left["gone left"] == "◀ x = −15.2" and left["gone right"] == ""
    assert left["hops"][0, :, 0].tolist() == [4.0, strip.SPAN[0]] and np.isnan(left["here"]).all()
    assert np.isnan(left["walk"][1:]).all()  # a dot at the side would say that it stands there
    end = strip.outcome_frame(-2.0, strip.RATES[-3], strip.END, False).artists
    assert end["gone right"].endswith("▶") and end["readout"].endswith("too large to calculate with.")
    # at every start and after every step, what is drawn of the walk is inside the picture
    for start, rate in itertools.product(strip.STARTS[::8], strip.RATES[::6]):
        drawn = strip.outcome_frame(start, rate, 3, False).artists
        for name in ("hops", "walk", "here", "step"):
            x, y = np.moveaxis(drawn[name].reshape(-1, 2), 1, 0)
            assert not ((x < strip.SPAN[0]) | (x > strip.SPAN[1])).any(), name
            assert not ((y < strip.HEIGHTS[0]) | (y > strip.HEIGHTS[1])).any(), name


def test_outcome_strip_keeps_its_secret():
    hidden = strip.outcome_frame(4.0, 0.01, 2, True)
    assert "reaches" not in hidden.caption and "Predict" in hidden.caption
    assert not np.isnan(hidden.artists["cover"]).any()
    shown = strip.outcome_frame(4.0, 0.01, strip.END, True)
    assert "reaches the minimum" in shown.caption and np.isnan(shown.artists["cover"]).all()


def test_tangent_explorer_tells_the_truth():
    caption = tangent.tangent_frame(4.0, 0.001).caption
    assert "slope 112.06 by nudging" in caption and "The tangent has slope 112: downhill is to the left." in caption
    assert "flat: neither way" in tangent.tangent_frame(0.0, 0.1).caption
    readout = tangent.tangent_frame(0.0, 0.001).artists["readout"]
    assert "from 2 to just below 2\n" in readout and "tangent:  slope 0," in readout


@pytest.mark.parametrize("place", tangent.PLACES)
def test_rise_over_run_is_the_slope_that_is_printed(place):
    for nudge in tangent.NUDGES:
        artists = tangent.tangent_frame(place, nudge).artists
        rise, run, slope = re.search(r"rise (\S+) / run (\S+) = slope (\S+)\n", artists["readout"]).groups()
        assert _number(rise) / _number(run) == pytest.approx(_number(slope), rel=0.005 if "·" in slope else 0, abs=6e-5)
        for x, y in [*artists["here"], *artists["nudged"]]:  # both are in the picture
            assert tangent.SPAN[0] < x < tangent.SPAN[1] and tangent.HEIGHTS[0] < y < tangent.HEIGHTS[1]


def _number(words):
    """What a number in words is: −2.5, 3·10⁻⁹."""
    plain = words.translate(str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789"))
    return float(plain.replace("·10", "e"))


def test_one_weight_tells_the_truth():
    start = one_weight.one_weight_frame(5.0, 0.5, 0, False, False).caption
    assert "cost 0.3787 (MSE 0.7574)" in start and "slope of the cost, 0.0207" in start
    assert "w = −6.4626" in one_weight.one_weight_frame(5.0, 0.5, 2000, False, False).caption  # ledger B22
    stuck = one_weight.one_weight_frame(5.0, 0.5, 2000, True, True).caption
    assert "w = 1.1756" in stuck and "MSE 0.4479" in stuck and "stands still, on a slope" in stuck  # B17
    climbing = one_weight.one_weight_frame(0.5, 0.5, 0, True, True)
    assert "this step climbs" in climbing.caption
    # the bars end where their products say
    frame = one_weight.one_weight_frame(5.0, 0.5, 0, False, False)
    np.testing.assert_allclose(np.mean(frame.artists["bars"][:, 1, 0]), 0.0207426, atol=1e-7)
    # always three decimals; and no axis where there is no example
    far = one_weight.one_weight_frame(-10.0, 10.0, 1, False, True).artists
    assert far["share 1"] == "x = −1:  0.000 × 0.000 × (−1) = 0.000" and far["share 3"] == ""
    np.testing.assert_array_equal(np.isnan(far["zeros"]), np.isnan(far["bars"]))


def test_one_weight_stays_in_its_panel():
    for forget, signs in itertools.product((False, True), repeat=2):
        runs = one_weight._runs(forget, signs)
        assert one_weight.WEIGHTS[0] < runs.min() and runs.max() < one_weight.WEIGHTS[-1]


def test_two_slopes_tell_the_truth():
    frame = two_slopes.two_slopes_frame(0, 6, 0.05, 12_000, True)
    w, b = frame.artists["here"][0]
    assert w - b == pytest.approx(-6, abs=1e-9) and "Both moved by" in frame.caption
    stuck = two_slopes.two_slopes_frame(3, 0, 0.05, 12_000, True).caption
    assert "not yet the targets" in stuck
    assert "they are the targets" in two_slopes.two_slopes_frame(3, 0, 0.05, 12_000, False).caption
    assert "0.50 at x = 1; rounded, not yet" in two_slopes.two_slopes_frame(-12, 12, 0.05, 0, False).caption
    resting = two_slopes.two_slopes_frame(10, -5, 0.5, 200, True)  # the two examples cancel: only rounding is left
    assert "used for w: 0,  used for b: 0 " in resting.artists["readout"] and np.isnan(resting.artists["step"]).all()
    # epoch by epoch it is what plain descent gives
    w, b = 3.0, 0.0
    for _ in range(50):
        C, of_w, of_b = two_slopes.cost_and_slopes(w, b, two_slopes.DATA, two_slopes.MSE)
        w, b = w - 0.5 * of_w, b - 0.5 * of_b
    np.testing.assert_allclose(two_slopes.two_slopes_frame(3, 0, 0.5, 50, False).artists["here"], [[w, b]], atol=1e-12)


def test_two_slopes_say_where_the_next_step_leads():
    def following(*values):
        return two_slopes.two_slopes_frame(*values, False).artists["readout"].splitlines()[2]

    assert following(0, -6, 0.05, 0) == "next:  w = 0, b = −5.9999"
    assert following(12, 12, 5.0, 0) == "next:  the same in four decimals"
    assert "with a dot at (0, 6);" in two_slopes.two_slopes_frame(0, 6, 0.05, 0, False).alt


def test_two_slopes_say_when_the_dot_has_left_the_map():
    side = two_slopes.GRID[-1]
    assert np.abs(two_slopes._runs(False)).max() < side
    w, b = np.moveaxis(two_slopes._runs(True), 1, 0)
    assert w.min() > -side and np.abs(b).max() < side and w.max() > side  # to the right only, as the words say
    frame = two_slopes.two_slopes_frame(12, -3, 5.0, 12_000, True)
    assert frame.artists["gone"] == "off the map, at w = 20.8 ▶" and np.isnan(frame.artists["here"]).all()


def test_twin_maps_tell_the_truth():
    """The ball of the squared error waits as long as the law of the plateau says, the other one does not."""

    def first_learned(side, weight, bias):
        return next(e for e in twin_maps.EXPONENTS if twin_maps.rolled(side, weight, bias, e)[2])

    for weight, bias in [(8, 4), (12, 4), (14, 14), (10, 0)]:
        law = np.log10(np.exp(2 * weight) / 4 + np.exp(weight + bias) / 2)
        assert law < first_learned("left", weight, bias) + 0.02 and first_learned("left", weight, bias) < law + 0.27
        assert first_learned("right", weight, bias) <= 1.75
    assert twin_maps.format_time(0.25) == "1.78" and twin_maps.format_time(6.75) == "5.6·10⁶"
    assert twin_maps.format_time(3.0) == "1\u202f000" and twin_maps.format_time(13.0) == "10¹³"
    readout = twin_maps.twin_maps_frame(8, 4, 3.0).artists["left readout"]
    assert "answer to 0: 0.986,  to 1: 1.000" in readout  # rounded: it is never 1


@pytest.mark.parametrize("place", [(14, -14, 6.25), (-14, 14, 1.5), (12, -12, 5.0)], ids=str)
def test_cross_stands_where_the_ball_has_left_the_map(place):
    trail, ball, _ = twin_maps.rolled("left", *place)
    inside = np.abs(trail).max(axis=1) <= 15
    assert np.abs(ball).max() > 15
    last = trail[inside][-1]
    assert np.abs(last).max() > 14.7  # the trail has places 0.3 apart
    for explore, name in [(twin_maps.twin_maps_frame, "maps"), (twin_surfaces.twin_surfaces_frame, "surfaces")]:
        frame = explore(*place)
        assert np.isnan(frame.artists["left ball"]).all(), name
        w, b = (f"{number:.2f}".rstrip("0").rstrip(".").replace("-", "−") for number in ball)
        assert f"is off the map, at w\u00a0=\u00a0{w}, b\u00a0=\u00a0{b}" in frame.caption, name
    np.testing.assert_allclose(twin_maps.twin_maps_frame(*place).artists["left edge"], [last], atol=0.71)
    artists = frame.artists  # of the surfaces
    np.testing.assert_array_equal(artists["left edge"][0], artists["left trail"][inside][-1])
    np.testing.assert_array_equal(artists["left start"][0], artists["left trail"][0])


def test_a_few_balls_wait_beyond_the_edge_of_the_plain_and_come_back():
    def comes_back(start):
        off = [np.abs(twin_maps.rolled("left", *start, e)[1]).max() > 15 for e in twin_maps.EXPONENTS]
        return any(before and not after for before, after in itertools.pairwise(off))

    back = [start for start in itertools.product(twin_maps.STARTS, repeat=2) if comes_back(start)]
    assert len(back) == 18 and {(12, -12), (14, -10)} <= set(back)
    assert all(weight > 0 > bias for weight, bias in back)  # at the lower right


@pytest.mark.parametrize(
    "place, words",
    [
        ((8, 4, 3.0), "sunk from 0.5002 to 0.5001"),
        ((0, -12, 4.75), "hardly sunk from 0.5, by 3.24·10⁻⁶"),
        ((-14, -14, 0.0), "hardly sunk from 0.5, by less than 10⁻¹²"),
    ],
    ids=str,
)
def test_a_ball_that_has_hardly_sunk_is_not_said_to_have_sunk(place, words):
    assert f"Squared error (MSE): the ball has {words}; it is" in twin_surfaces.twin_surfaces_frame(*place).caption


def test_camera_sees_points_where_the_scene_draws_them():
    from mpl_toolkits.mplot3d import proj3d

    from nnlib.plots import twin_surfaces as scene

    drawn = twin_surfaces.twin_surfaces().scene.canvas.figure.axes
    for ax, top in zip(drawn, twin_surfaces.TOPS.values(), strict=True):
        box = (*twin_surfaces.BOX, top)
        points = np.random.default_rng(0).uniform([-15, -15, 0], [15, 15, top], (20, 3))
        x, y, _ = proj3d.proj_transform(*points.T, ax.get_proj())
        np.testing.assert_allclose(scene.seen_from(points, *box), np.column_stack([x, y]), atol=1e-12)
