"""BENCHMARKS.md is what was measured, and the helpers of the benchmarks count right. Nothing is timed here."""

import json
import re
import statistics

import numpy as np
import pytest
from support import NOTEBOOKS, ROOT, explorers

from benchmarks import measure, report
from benchmarks.__main__ import PAGE, PARTS, RESULTS, packed, page, tally
from benchmarks.latency import percentile_95
from benchmarks.report import Goal, digits, quartiles, ratio, ratios, spread

STORED = json.loads(RESULTS.read_text(encoding="utf-8"))
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_page_is_what_was_measured():
    assert TEXT == page(STORED), "make bench writes both; make bench PARTS=--page writes the page again"
    assert RESULTS.read_text(encoding="utf-8") == packed(STORED)


def test_every_part_was_measured():
    assert set(STORED) == set(PARTS)
    for title in ("One net", "From import to answer", "A sweep", "The notebooks", "From a key press to the picture"):
        assert re.search(rf"^## {title}$", TEXT, re.MULTILINE), title


@pytest.mark.parametrize(
    "work, against, asked",
    [
        ("one XOR net, an epoch", "published, example by example", "≥ 10 ×"),
        ("one XOR net, an epoch", "scikit-learn", "≥ 2 ×"),
        ("one XOR net, an epoch", "torch, `nn.Module`", "≥ 5 ×"),
        ("one XOR net, an epoch", "micrograd", "≥ 9 ×"),
        ("import to answer, new process", "scikit-learn", "≥ 1 ×"),
        ("a sweep of 512 runs", "one net at a time, `@`", "≥ 120 ×"),
        ("a sweep of 512 runs", "torch, `vmap` of `grad`", "≥ 10 ×"),
        ("a sweep of 512 runs", "the same, a pool of two processes", "≥ 60 ×"),
        ("a sweep of 512 runs", "jax, `vmap` and `fori_loop`", "≥ 0.8 ×"),
        ("a sweep of 512 runs", "torch, `bmm`, slopes by hand", "≥ 0.8 ×"),
        ("a sweep of 512 runs", "C, -O3, SIMD", "≥ 0.25 ×"),
        ("a sweep of 4 096 runs", "jax, `vmap` and `fori_loop`", "≥ 1 ×"),
        ("a sweep of 4 096 runs", "torch, `bmm`, slopes by hand", "≥ 1 ×"),
        ("the cost surface, a point, by nnlib", "published, point by point", "≥ 500 ×"),
        ("every notebook through `pytest --nbval`", "all, in two processes", "≤ 90 s"),
        ("a slider to its picture, in the browser", "the slowest explorer, median", "≤ 65 ms"),
        ("a slider to its picture, in the browser", "the slowest explorer, 95th percentile", "≤ 100 ms"),
    ],
)
def test_every_goal_has_its_row(work, against, asked):
    row = re.search(
        rf"^\| {re.escape(work)} \| {re.escape(against)} \| {asked} \| (.*) \| (.*) \|$", TEXT, re.MULTILINE
    )
    if row[2] != "not measured":  # its package was not there
        bound, measured = float(re.search(r"[\d.]+", asked)[0]), float(re.sub(r"[^\d.]", "", row[1]))
        met = measured <= bound if asked.startswith("≤") else measured >= bound
        assert row[2] == ("met" if met else "**missed**")


def test_a_missed_goal_is_explained():
    for line in TEXT.splitlines():
        if line.startswith("- Missed"):
            assert re.fullmatch(r"- Missed, .*: [\d. ]+ \S+ instead of [≥≤] [\d.]+ \S+\. \S.*\.", line), line
    assert TEXT.count("- Missed") == TEXT.partition("\n## One net")[0].count("**missed**")


def test_latency_has_a_row_for_every_explorer():
    for path in NOTEBOOKS:
        for title in explorers(path):
            assert re.search(rf"^\| {path.stem[:2]} {title} \| \d+ \| \d+ \| \d", TEXT, re.MULTILINE), title


def test_every_notebook_is_timed():
    assert {path.stem for path in NOTEBOOKS} < STORED["notebooks"]["results"]["times"].keys()


def test_no_place_on_a_machine_is_named():
    for text in (TEXT, RESULTS.read_text(encoding="utf-8")):
        assert not re.search(r"/(home|root|tmp|usr|opt|var|Users)\b|site-packages|[A-Z]:\\", text)


def test_quartiles_and_ratios():
    assert quartiles([4, 1, 3, 2, 5]) == (2, 3, 4)
    assert quartiles([7.0]) == (7, 7, 7)
    assert quartiles([1, 2]) == (1.25, 1.5, 1.75)
    values = np.random.default_rng(0).random(11)
    np.testing.assert_allclose(quartiles(list(values)), np.quantile(values, [0.25, 0.5, 0.75]))
    assert ratios([2, 9, 4], [1, 3, 8]) == [2, 3, 0.5]
    results = {"times": {"nnlib": [1, 3, 8], "slow": [2, 9, 4]}}
    assert ratio(results, "slow") == 2 and ratio(results, "absent") is None
    assert ratio(results, "slow") != statistics.median([2, 9, 4]) / statistics.median([1, 3, 8])


@pytest.mark.parametrize(
    "number, text",
    [
        (0.012345, "0.0123"), (0.5, "0.500"), (1, "1"), (1.234, "1.23"), (9.996, "10"), (12.34, "12.3"), (99.96, "100"),
        (123.4, "123"), (1234.5, "1 230"), (98765.4, "98 800"), (999_999, "1 000 000"), (0, "0"), (30, "30"),
    ],
)  # fmt: skip
def test_three_digits(number, text):
    assert digits(number) == text


def test_spread_is_the_median_with_the_quartiles():
    assert spread([4, 1, 3, 2, 5]) == "3 (2 to 4)"


def test_goals():
    assert Goal("", "", 10, 10).met and not Goal("", "", 10, 9.99).met and Goal("", "", 10, None).met is None
    assert Goal("", "", 90, 90, at_most=True, unit="s").met and not Goal("", "", 90, 91, at_most=True).met
    assert Goal("", "", 0.25, 1).asked == "≥ 0.25 ×" and Goal("", "", 90, 1, True, "s").asked == "≤ 90 s"
    assert report.why(Goal("w", "a", 10, 9, why="So.")) == "Missed, a: 9 × instead of ≥ 10 ×. So."
    met, missed, unknown = Goal("", "", 1, 2), Goal("", "", 1, 0.5), Goal("", "", 1, None)
    assert tally([met, met]) == "All 2 goals are met."
    assert tally([met, missed, unknown]).startswith("1 of 3 goals is met.")


def test_a_table():
    results = {"times": {"nnlib": [1e-6, 1e-6], "other": [2e-6, 2e-6]}, "left_out": {"absent": "it is not installed"}}
    lines = report.table(results, "µs", "an epoch", [Goal("w", "other", 3, 2)]).splitlines()
    assert lines[0] == "| | µs an epoch | times nnlib's | goal |"
    assert lines[3] == "| other | 2 (2 to 2) | 2 (2 to 2) | ≥ 3 ×: **missed** |"
    assert report.remarks(results) == "- Left out: absent (it is not installed).\n"


def test_95th_percentile():
    assert percentile_95(list(range(1, 21))) == 19 and percentile_95([3]) == 3 and percentile_95([2, 1]) == 2


def test_who_differs_or_fails_is_left_out_and_the_others_take_turns():
    turns = []

    def work(name, answer):
        def call(n):
            turns.append((name, n))
            return [np.array(answer)]

        return call

    def fails(n):
        raise OSError("no")

    competitors = {
        "first": work("first", [1.0, 2]), "same": work("same", [1.0, 2 + 1e-13]), "wrong": work("wrong", [1.0, 2.1]),
        "no number": work("no number", [np.nan, 2]), "fails": fails,
    }  # fmt: skip
    effort = measure.Effort(rounds=2, seconds=0)
    results = measure.compare(competitors, effort, checked=3, step=3, per=2, left_out={"absent": "why"})
    assert list(results["times"]) == ["first", "same"] and all(len(each) == 2 for each in results["times"].values())
    assert results["left_out"].keys() == {"absent", "wrong", "no number", "fails"}
    assert "differs by 1e-01" in results["left_out"]["wrong"] and "OSError" in results["left_out"]["fails"]
    assert 0 < results["difference"] < 1e-12
    assert [name for name, _ in turns[-6:]] == ["first", "same"] * 3 and {n for _, n in turns} == {3}


def test_a_package_that_is_not_installed_is_left_out():
    made, left_out = measure.available({"here": ("numpy", lambda: 1), "away": ("no_such_package", None)})
    assert made == {"here": 1} and left_out == {"away": "no_such_package is not installed"}


def test_the_pins_of_the_peers_are_exact():
    import tomllib

    extra = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert all(re.match(r"[\w-]+==[\d.]+(;|$)", requirement) for requirement in extra["bench"])
