"""A figure is shown with its description beside it, and closed."""

import matplotlib
import pytest

from nnlib.plots.figures import show


@pytest.fixture
def shown(monkeypatch):
    """What is displayed: a list of (data, metadata)."""
    matplotlib.use("Agg")
    found = []
    monkeypatch.setattr(
        "IPython.core.formatters.format_display_data",
        lambda figure: ({"image/png": figure}, {"image/png": {"width": 9}}),
    )
    monkeypatch.setattr("IPython.display.display", lambda data, metadata, raw: found.append((data, metadata)))
    return found


def test_description_is_stored_beside_the_picture(shown):
    import matplotlib.pyplot as plt

    figure, _ = plt.subplots()
    show("A line that rises.")
    assert shown == [({"image/png": figure}, {"image/png": {"width": 9, "alt": "A line that rises."}})]
    assert not plt.get_fignums()


@pytest.mark.parametrize(
    "alt, error, words",
    [(None, TypeError, "alt must be a text"), (3, TypeError, "got 3"), (" ", ValueError, "got an empty text")],
)
def test_a_figure_without_a_description_is_refused_and_stays_open(shown, alt, error, words):
    import matplotlib.pyplot as plt

    plt.subplots()
    with pytest.raises(error, match=words):
        show(alt)
    assert plt.get_fignums() and not shown
    plt.close("all")


def test_showing_nothing_is_refused(shown):
    with pytest.raises(ValueError, match="needs an open figure"):
        show("A line.")
