"""The files that install the course say the same thing."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tomllib

import numpy as np
import picture
import yaml
from matrix import ROWS, floors, interpreter, oldest
from PIL import Image
from sealed import LOCALE, close, environment, reopen
from support import FENCED, NOTEBOOKS, ROOT


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


REQUIRED = floors(read("requirements.txt").splitlines())
PROJECT = tomllib.loads(read("pyproject.toml"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
ASKED = {**REQUIRED, **floors([*EXTRAS["test"], *EXTRAS["site"]])}
PINS = dict(re.findall(r"^([\w.-]+)==([\w.]+)", read("constraints.txt"), re.MULTILINE))
PINS = {name.lower().replace("_", "-").replace(".", "-"): pin for name, pin in PINS.items()}


def version(text):
    return tuple(int(part) for part in re.findall(r"\d+", text))


def test_every_floor_has_a_reason():
    for line in read("requirements.txt").splitlines():
        assert line.startswith("#") or re.search(r"# \w+", line), line


def test_environment_has_the_same_floors():
    assert floors(read("environment.yml").splitlines()) == REQUIRED


def test_package_has_the_same_floors():
    own = floors(PROJECT["dependencies"])
    assert own.items() <= REQUIRED.items() and "numpy" in own


def test_constraints_are_exact_and_meet_every_floor():
    for line in read("constraints.txt").splitlines():
        assert line.startswith("#") or re.fullmatch(r"[\w.-]+==[\w.]+", line), line
    for name, floor in ASKED.items():
        assert version(PINS[name]) >= version(floor), name


def test_security_floors():
    for name, floor in {"jupyterlab": "4.6.2", "jupyter-server": "2.20.0", "nbconvert": "7.17.1"}.items():
        assert version(REQUIRED[name]) >= version(floor)


def test_python_floor_is_said_once_everywhere():
    assert PROJECT["requires-python"] == ">=3.11"
    assert "python>=3.11" in read("environment.yml") and "(3, 11)" in read("Makefile") and "3.11" in read("README.md")


def test_readme_names_every_make_target_that_a_reader_needs():
    readme, makefile = read("README.md"), read("Makefile")
    targets = "lab test site matrix sealed slow mutation bench latency refresh student check clean help"
    for target in targets.split():
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    for command in ("make lab", "make test"):
        assert command in readme
    assert "make test" in read(".ci/run")


def test_student_copies_are_never_committed():
    assert "/student/" in read(".gitignore").splitlines() and "STUDENT     ?= student\n" in read("Makefile")


def test_links_of_the_pages_lead_somewhere():
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/maintaining.md"):
        page = re.sub(FENCED, "", read(name), flags=re.DOTALL | re.MULTILINE)  # examples have their own
        for target in re.findall(r"\]\(([^)#]+)\)", page):
            assert target.startswith("http") or ((ROOT / name).parent / target).exists(), target


def test_the_version_is_the_same_everywhere():
    version = PROJECT["version"]
    assert yaml.safe_load(read("CITATION.cff"))["version"] == version
    assert (
        re.search(r"^## \[(.+?)\] - (?:unreleased|\d{4}-\d\d-\d\d)$", read("CHANGELOG.md"), re.MULTILINE)[1] == version
    )


def test_the_changelog_knows_the_last_notebook():
    assert f"**Notebooks.** 00 to {NOTEBOOKS[-1].name[:2]}: " in read("CHANGELOG.md")


def test_the_citation_says_what_the_course_says_of_itself():
    citation = yaml.safe_load(read("CITATION.cff"))
    assert citation["cff-version"] == "1.2.0" and citation["type"] == "software"
    assert {"message", "title", "authors"} <= citation.keys()  # without these it is not valid
    assert read("README.md").startswith(f"# {citation['title']}\n")
    assert citation["authors"] == PROJECT["authors"] and citation["authors"][0]["name"] in read("LICENSE")
    assert citation["license"] == [PROJECT["license"], "CC-BY-4.0"] and "(CC BY 4.0)" in read("LICENSE-TEXT")


def test_binder_takes_the_floors_the_tested_versions_and_a_python_that_is_tested():
    lines = [line for line in read(".binder/requirements.txt").splitlines() if not line.startswith("#")]
    assert lines == ["-r ../requirements.txt", "-c ../constraints.txt", "-e ."]
    assert not (ROOT / "binder").exists()  # Binder takes one of the two folders, and refuses both
    python = re.fullmatch(r"python-(3\.\d+)\n", read(".binder/runtime.txt"))[1]
    tested = yaml.safe_load(read(".github/workflows/test.yml"))["jobs"]["test"]["strategy"]["matrix"]["python"]
    assert python in tested and version(python) >= version(PROJECT["requires-python"])


def test_jupyterlab_has_the_same_settings_on_binder(tmp_path):
    environment = {**os.environ, "NB_PYTHON_PREFIX": str(tmp_path)}
    subprocess.run([ROOT / ".binder" / "postBuild"], cwd=ROOT, env=environment, check=True)
    stored = tmp_path / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    assert json.loads(stored.read_text(encoding="utf-8")) == json.loads(read("tools/lab_settings.json")) != {}


def test_the_readme_tells_the_minutes_of_every_notebook_and_the_hours_of_all():
    hours = dict(enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1))
    text, more = np.array(
        re.findall(r"^\| \d\d \| .+ \| (\d+) \+ (\d+) \|$", read("README.md"), re.MULTILINE), int
    ).sum(0)
    first = int(re.search(r"00_start_here.ipynb\) \| .+ \| (\d+) \|", read("README.md"))[1])
    said = (
        f"The {hours[len(NOTEBOOKS)]} notebooks take about {hours[round((first + text) / 60)]} hours,"
        f" and the exercises {hours[round(more / 60)]} more."
    )
    assert said in read("README.md")
    for path in NOTEBOOKS[1:]:
        first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"]
        text, more = re.search(r"About (\d+) minutes.* (\d+) more for the exercises", "".join(first)).groups()
        assert re.search(rf"^\| {path.name[:2]} \| .+ \| {text} \+ {more} \|$", read("README.md"), re.MULTILINE)


def test_the_lesson_of_the_readme_leads_to_headings_and_takes_as_long_as_it_says():
    lesson = re.search(r"\*\*In one lesson of (\d+) minutes\*\*.*?\n\n(.*?)\n\n", read("README.md"), re.DOTALL)
    assert sum(map(int, re.findall(r"\((\d+)(?: minutes)?\)\.$", lesson[2], re.MULTILINE))) == int(lesson[1])
    for name, anchor in re.findall(r"\]\((notebooks/[^)#]+)#([^)]+)\)", read("README.md")):
        cells = json.loads(read(name))["cells"]
        headings = re.findall(r"^## (.+)$", "\n".join("".join(cell["source"]) for cell in cells), re.MULTILINE)
        assert anchor in [heading.replace(" ", "-") for heading in headings], anchor


def test_the_picture_of_the_readme_moves_and_is_what_the_explorer_shows():
    with Image.open(picture.PICTURE) as stored:
        moments = list(picture.story())
        assert stored.n_frames == len(moments) and picture.PICTURE.stat().st_size < 2_000_000
        for number in (0, 20, len(moments) - 1):
            stored.seek(number)
            live = picture.shown_at(*moments[number][:3])
            apart = np.abs(np.asarray(stored.convert("RGB"), float) - np.asarray(live, float))
            assert apart.mean() < 0.5  # of 255: 256 colours stand for all


def test_every_module_opens_with_a_sentence_and_every_public_name_has_a_docstring():
    import ast

    for path in (ROOT / "nnlib").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), path
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
                nested = any(
                    node in ast.walk(f) for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) and f is not node
                )
                assert nested or ast.get_docstring(node), f"{path.name}: {node.name}"


def test_the_matrix_takes_every_floor_exactly_and_finds_this_python():
    assert dict(line.split("==") for line in oldest()) == ASKED and {"pytest", "sphinx"} <= ASKED.keys()
    here = interpreter(".".join(map(str, sys.version_info[:2])))
    assert here is None or pathlib.Path(here).exists()
    assert interpreter("2.0") is None


def test_the_readme_names_the_rows_of_the_matrix():
    newest = [version for version, age in ROWS if age == "newest"]
    said = (
        f"oldest versions that will do on Python 3.11, and with the newest on {', '.join(newest[:-1])} and {newest[-1]}"
    )
    assert [row for row in ROWS if row[1] == "oldest"] == [("3.11", "oldest")] and said in read("README.md")


def test_a_sealed_place_cannot_be_written_until_it_is_opened_again(tmp_path, monkeypatch):
    monkeypatch.setenv("MPLCONFIGDIR", "mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").touch()
    everything = [tmp_path, *tmp_path.rglob("*")]
    close(tmp_path)
    assert not any(path.stat().st_mode & 0o222 for path in everything)
    reopen(tmp_path)
    assert [bool(path.stat().st_mode & 0o200) for path in everything] == [True, True, False]
    there = environment(tmp_path, tmp_path / "home")
    assert LOCALE.items() <= there.items() and there["HOME"] == str(tmp_path / "home") and "MPLCONFIGDIR" not in there
