"""A real JupyterLab in a real Chromium, and one page for all tests of a notebook."""

import pytest
import reader
from support import NOTEBOOKS, explorers

PATHS = {path.stem: path for path in NOTEBOOKS}


@pytest.fixture(scope="session")
def lab():
    with reader.jupyterlab() as lab:
        yield lab


@pytest.fixture(scope="session")
def browser():
    with reader.chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def open_notebook(lab, browser):
    """A function that opens the notebook at a path on a page of its own."""
    return lambda path: reader.Notebook(lab, browser, path)


@pytest.fixture(scope="session")
def desk(open_notebook):
    """A function that opens the notebook of that name, or gives it if it lies open; there is one at a time."""
    on_it = {}

    def lay(name):
        if name not in on_it:
            clear()
            on_it[name] = open_notebook(PATHS[name])
        return on_it[name]

    def clear():
        while on_it:
            on_it.popitem()[1].close()

    yield lay
    clear()


@pytest.fixture
def notebook(request, desk):
    """A notebook that is open; its tests share the page, so it must be left as it was found."""
    return desk(request.param)


@pytest.fixture
def explorer(notebook, request):
    """An explorer of the notebook, which has run; at its start before and after."""
    notebook.run()
    explorer = notebook.explorer(request.param)
    yield explorer
    explorer.reset()


def pytest_generate_tests(metafunc):
    """Each test of a notebook for every notebook, and each test of an explorer for every explorer."""
    if "explorer" in metafunc.fixturenames:
        pairs = [(name, title) for name, path in PATHS.items() for title in explorers(path)]
        ids = [f"{name[:2]}-{title.replace(' ', '_')}" for name, title in pairs]
        metafunc.parametrize("notebook, explorer", pairs, indirect=True, ids=ids)
    elif "notebook" in metafunc.fixturenames:
        metafunc.parametrize("notebook", PATHS, indirect=True)


def pytest_collection_modifyitems(items):
    """All tests of one notebook after each other, so that it is opened once."""
    places = [place for place, item in enumerate(items) if "notebook" in getattr(item, "fixturenames", ())]
    in_order = sorted((items[place] for place in places), key=lambda item: item.callspec.params["notebook"])
    for place, item in zip(places, in_order, strict=True):
        items[place] = item
