"""The browser tests where Chromium is found, and lines for the summary."""

import pytest
from hypothesis import settings
from support import CHROMIUM

settings.register_profile("course", database=None)  # nothing is written into the checkout
settings.load_profile("course")

LINES = pytest.StashKey()


def pytest_configure(config):
    config.stash[LINES] = []


def pytest_collection_modifyitems(items):
    if CHROMIUM is None:
        for item in items:
            if "browser" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture
def say(request):
    """Print a line in the summary at the end of the run."""
    return request.config.stash[LINES].append


def pytest_terminal_summary(terminalreporter, config):
    if CHROMIUM is None:
        terminalreporter.write_line(
            "Browser tests: not run, no Chromium found (Debian: apt-get install chromium; or set CHROMIUM to its path)."
        )
    for line in config.stash[LINES]:
        terminalreporter.write_line(line)
