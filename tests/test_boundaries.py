"""Imports point one way, and importing the maths loads no drawing and no widgets."""

import ast
import pathlib
import subprocess
import sys

import pytest

PACKAGE = pathlib.Path(__file__).parent.parent / "nnlib"
FLOORS = {"widgets": 2, "plots": 1}
HEAVY = {"matplotlib", "ipywidgets", "anywidget", "sympy", "PIL", "IPython"}
MATHS = sorted(path.stem for path in PACKAGE.glob("*.py") if path.stem != "__init__")


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def floor(module):
    parts = module.split(".")
    return FLOORS.get(parts[1], 0) if len(parts) > 1 else 0


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_only_point_down(path):
    own = FLOORS.get(path.relative_to(PACKAGE).parts[0], 0)
    for module in imported(path):
        if module.split(".")[0] == "nnlib":
            assert floor(module) <= own, f"{path.name} imports {module}"
        if own < 2:
            assert module.split(".")[0] not in {"ipywidgets", "anywidget"}


def run(code, warnings="error"):
    return subprocess.run([sys.executable, "-W", warnings, "-c", code], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("module", ["nnlib", *(f"nnlib.{name}" for name in MATHS)])
def test_maths_loads_nothing_heavy(module):
    code = f"import sys, {module}; print(*sorted({HEAVY!r} & sys.modules.keys()))"
    done = run(code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_importing_the_widgets_loads_no_pyplot():
    done = run("import sys, nnlib.widgets.outcome_strip; assert 'matplotlib.pyplot' not in sys.modules")
    assert done.returncode == 0, done.stderr


def test_importing_changes_no_settings_and_no_random_state():
    done = run(
        "import numpy as np, matplotlib as mpl\n"
        "before = dict(mpl.rcParams), np.random.get_state()[1].tolist()\n"
        "import nnlib.widgets.outcome_strip, nnlib.training\n"
        "assert before == (dict(mpl.rcParams), np.random.get_state()[1].tolist())\n",
        warnings="default",  # older matplotlibs warn of newer packages beneath them
    )
    assert done.returncode == 0, done.stderr
