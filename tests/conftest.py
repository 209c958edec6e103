"""The browser tests where Chromium is found, and no settings of whoever runs the tests."""

import contextlib

import pytest
from hypothesis import settings
from reader import CHROMIUM
from refresh import settings_of_nobody

settings.register_profile("course", database=None)  # nothing is written into the checkout
settings.load_profile("course")


def pytest_configure(config):
    if not hasattr(config, "workerinput"):  # the workers of xdist share those of the process that started them
        session = contextlib.ExitStack()
        session.enter_context(settings_of_nobody())
        config.add_cleanup(session.close)


def pytest_collection_modifyitems(items):
    if CHROMIUM is None:
        for item in items:
            if "browser" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


def pytest_terminal_summary(terminalreporter):
    if CHROMIUM is None:
        terminalreporter.write_line(
            "Browser tests: not run, no Chromium found (Debian: apt-get install chromium; or set CHROMIUM to its path)."
        )
