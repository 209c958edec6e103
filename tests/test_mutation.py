"""The table of breaks: each is a break, and each kind is there. `make mutation` shows that all of them are noticed."""

import ast
import collections

import pytest
from mutation import BREAKS, KINDS, LEFT_OUT, broken, distances, main, read_breaks
from support import ROOT

FLOOR = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "nnlib").glob("*.py")}


def test_every_break_is_one():
    for one in BREAKS:
        source = FLOOR[one.file]
        assert ast.dump(ast.parse(broken(source, one))) != ast.dump(ast.parse(source)), one


def test_there_are_many_of_every_kind_and_in_every_module():
    assert len(BREAKS) >= 100
    kinds = collections.Counter(one.kind for one in BREAKS)
    assert kinds.keys() == KINDS.keys() and min(kinds.values()) >= 2, kinds
    files = collections.Counter(one.file for one in BREAKS)
    assert files.keys() == FLOOR.keys() - {"__init__.py"} and min(files.values()) >= 3, files


def test_the_readme_says_how_many():
    assert f"breaks the mathematics in {len(BREAKS)} ways" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_no_two_breaks_are_alike():
    assert len({one.says for one in BREAKS}) == len({(one.file, one.old, one.new) for one in BREAKS}) == len(BREAKS)


def test_every_block_of_the_table_is_read():
    assert (ROOT / "tools" / "breaks.txt").read_text(encoding="utf-8").count("\n\n") == len(BREAKS) + 1  # the preface


@pytest.mark.parametrize("source", ["a\nc", "a\nb\na\nb", "a \nb"])
def test_lines_that_are_not_there_once_are_refused(source):
    (one,) = read_breaks("f.py, sign: it says\n a\n-b\n+c")
    assert broken("x\na\nb\nb", one) == "x\na\nc\nb"
    with pytest.raises(ValueError, match="must occur once in f.py; found [02] times"):
        broken(source, one)


def test_the_nearest_test_files_come_first():
    far = distances("costs")
    assert far["test_costs.py"] == 1 and far["test_project.py"] == float("inf")
    assert distances("_buffers")["test_training.py"] == 2  # by way of training


def test_what_is_left_out_exists():
    assert all((ROOT / "tests" / name).exists() for name in LEFT_OUT)


def test_list_breaks_nothing(capsys):
    assert main(["--list", "--only", "transpose"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert len(rows) >= 5 and all("transpose" in row for row in rows)
