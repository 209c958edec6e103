"""What the other browser tests rely on: each thing that may go wrong on a page, planted, is noticed."""

import nbformat
import pytest

pytestmark = pytest.mark.browser

# each fault is in a cell of its own; the explorer raises at one position, and in a frame that Play reaches
CELLS = [
    "raise ValueError('in a cell')",
    """import urllib.request
try:
    urllib.request.urlopen('http://example.org/from-the-kernel', timeout=5)
except OSError:
    pass""",
    """from IPython.display import HTML, display
display(HTML('<img src="http://example.com/from-the-page.png" alt="">'))""",
    """import anywidget
class Broken(anywidget.AnyWidget):
    _esm = "function render() { throw new Error('in a widget'); } export default { render };"
display(Broken())""",
    """import numpy as np
from nnlib.widgets.explorer import Explorer, Slider
from nnlib.widgets.tangent import tangent_explorer, tangent_frame
def frame(place, nudge):
    if place > 3.25:
        raise ArithmeticError('in a frame')
    return tangent_frame(place, nudge)
whole = tangent_explorer()
place, nudge = whole.definition
place = Slider(place.keyword, place.label, place.values, place.start, place.format, steps=True)
Explorer("faulty", [place, nudge], frame, whole.new_scene).show()""",
]


@pytest.fixture(scope="module")
def faulty(open_notebook, lab, tmp_path_factory):
    path = tmp_path_factory.mktemp("faulty") / "faulty.ipynb"
    cells = [nbformat.v4.new_code_cell(source, metadata={"tags": ["raises-exception"]}) for source in CELLS]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)
    notebook = open_notebook(path)
    notebook.run()
    yield notebook
    notebook.close()
    lab.refused.clear()


def test_an_error_in_a_cell_is_noticed(faulty):
    assert faulty.output_errors == ["ValueError: in a cell"]


def test_requests_to_other_machines_are_refused_and_counted(faulty, lab):
    faulty.page.evaluate("() => new Promise(done => { new WebSocket('wss://example.net/socket').onerror = done; })")
    if not any("from-the-page" in address for address in faulty.refused):
        faulty.page.wait_for_event("request", lambda request: "from-the-page" in request.url)
    # a picture that does not come may be asked for again
    assert set(faulty.refused) == {"http://example.com/from-the-page.png", "wss://example.net/socket"}
    assert len(lab.refused) == 1 and lab.refused[0].startswith("GET http://example.org/from-the-kernel")


def test_an_error_of_a_widget_in_the_page_is_noticed(faulty):
    if not any("in a widget" in text for text in faulty.complaints):
        faulty.page.wait_for_event("console", lambda message: "in a widget" in message.text)
    assert any("in a widget" in text for text in faulty.complaints)


def test_an_error_in_a_callback_is_noticed(faulty):
    explorer = faulty.explorer("faulty")
    start = explorer.shown
    explorer.press(explorer.sliders[0], "ArrowRight", "ArrowRight")  # to 3.2, which is still drawn
    assert faulty.hidden_errors == []
    explorer.press(explorer.sliders[0], "ArrowRight")
    assert faulty.hidden_errors == ["in a frame"]
    assert explorer.reset() == start


def test_an_error_while_playing_is_noticed(faulty):
    explorer = faulty.explorer("faulty")
    already = len(faulty.hidden_errors)
    explorer.press(explorer.root.get_by_role("button", name="Play"), "Enter")
    explorer.root.get_by_role("button", name="Pause").wait_for()
    explorer.root.get_by_role("button", name="Play").wait_for()  # it has stopped by itself
    faulty.page.wait_for_function("already => reader.hiddenErrors.length > already", arg=already)
    assert any("in a frame" in text for text in faulty.hidden_errors[already:])
