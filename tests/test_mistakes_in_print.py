"""The page "Mistakes in print": each correction has its evidence, and every link, title and number on it holds."""

import re
from urllib.parse import unquote

import numpy as np
import pytest
from support import NOTEBOOKS, PAGES, ROOT
from test_notebooks import code, prose, read, text_of

from nnlib.data import always_zero, not_gate
from nnlib.functions import sigmoid
from nnlib.network import Layer, Network, forward

(PATH,) = [path for path in PAGES if path.stem == "mistakes_in_print"]
PAGE = read(PATH)
REFERENCES = next(cell.source for cell in read(NOTEBOOKS[0]).cells if cell.id == "references")


def headings(notebook):
    return re.findall(r"^#{1,3} (.+)$", prose(notebook), re.MULTILINE)


def anchor(heading):
    return heading.replace(" ", "-")


def corrections():
    """For each correction its number, and its cells from the heading to the one that says where it is shown."""
    found = []
    for cell in PAGE.cells:
        heading = re.search(r"^### (\d+)\. ", cell.source, re.MULTILINE)
        if heading:
            found.append((int(heading[1]), [cell]))
        elif found and "**Shown in**" not in found[-1][1][-1].source:
            found[-1][1].append(cell)
    return found


CORRECTIONS = corrections()
every_correction = pytest.mark.parametrize(
    "cells", [cells for _, cells in CORRECTIONS], ids=[f"{number}" for number, _ in CORRECTIONS]
)


def test_contents_list_every_heading_in_order():
    contents = next(cell.source for cell in PAGE.cells if cell.id == "contents")
    listed = re.findall(r"^- \[(.+)\]\(#(.+)\)$", contents, re.MULTILINE)
    below = headings(PAGE)[headings(PAGE).index("Texts and letters") + 1 :]
    groups = re.findall(r"^\*\*(\d\d .+)\*\*$", contents, re.MULTILINE)
    assert [title for title, _ in listed] == [heading for heading in below if heading not in groups]
    assert groups == [heading for heading in below if re.match(r"\d\d ", heading)]
    assert [number for number, _ in CORRECTIONS] == list(range(1, len(CORRECTIONS) + 1)) and len(CORRECTIONS) >= 16


def test_links_lead_to_headings_that_exist():
    by_name = {path.name: read(path) for path in NOTEBOOKS}
    links = re.findall(r"\]\(([^)]*)#([^)]+)\)", prose(PAGE))
    assert len(links) > 2 * len(CORRECTIONS)
    for target, fragment in links:
        notebook = by_name[target.removeprefix("../notebooks/")] if target else PAGE
        assert unquote(fragment) in map(anchor, headings(notebook)), fragment
        # what a browser writes otherwise in an address, JupyterLab would not find on this page
        assert target or re.fullmatch(r"[\w.,:'?-]+", fragment, re.ASCII), fragment


@every_correction
def test_a_correction_has_its_source_its_evidence_and_its_place_in_the_course(cells):
    first, *evidence, last = cells
    assert [cell.cell_type for cell in (first, last)] == ["markdown"] * 2
    assert evidence and {cell.cell_type for cell in evidence} == {"code"}
    assert first.source.count("\n**Printed in** ") == 1 == last.source.count("\n**Shown in** ")
    group = [heading for heading in headings(PAGE) if re.match(r"\d\d ", heading)]
    above = [heading for heading in headings(PAGE)[: headings(PAGE).index(_heading(first))] if heading in group][-1]
    shown = last.source.split("**Shown in** ")[1]
    assert set(re.findall(r"\.\./notebooks/(\d\d)_", shown)) == {above[:2]}
    printed = "".join(text_of(cell) for cell in evidence).rstrip("\n").splitlines()
    pictures = [output for cell in evidence for output in cell.outputs if "image/png" in output.get("data", {})]
    most = 10 if first.id == "way-better" else 5  # the one table
    assert all(cell.outputs for cell in evidence) and 1 <= len(printed) <= most and len(pictures) <= 1


def _heading(cell):
    return re.search(r"^### (.+)$", cell.source, re.MULTILINE)[1]


def test_three_pictures_at_most():
    pictures = [output for cell in code(PAGE) for output in cell.outputs if "image/png" in output.get("data", {})]
    assert 1 <= len(pictures) <= 3


TUTORIAL_SECTIONS = [  # the headings of the tutorial under which a correction may stand
    "Let's begin with Gradient Descent",
    "More Gradient Descent...",
    "Building up our model...and cost functions",
    "Cost Functions",
    "Backpropagation",
]


def test_every_text_is_named_as_in_the_references():
    """A short name in each entry; the short names stand for authors and titles as in notebook 00."""
    named = re.findall(r"\*\*Printed in\*\* (.+)$", prose(PAGE), re.MULTILINE)
    assert len(named) == len(CORRECTIONS)
    for source in named:
        section = re.fullmatch(r"the tutorial, in \*(.+?)\*\.?", source)
        assert section[1] in TUTORIAL_SECTIONS if section else source == "Jordan's text, as we have it."
    letters = next(cell.source for cell in PAGE.cells if cell.id == "letters")
    tutorial, jordan = re.findall(r"^- \*(?:The tutorial|Jordan's text)\* is (.+)$", letters, re.MULTILINE)
    for text in (tutorial, jordan):
        author_and_title = re.match(r'[A-Z][a-z]+ [A-Z][a-z]+, "[^"]+"', text)[0]
        titles_and_dates = re.findall(r'"[^"]+"|\d+ July \d+', text)
        assert all(each in REFERENCES for each in [author_and_title, *titles_and_dates]) and len(titles_and_dates) > 1
    titles = re.findall(r'"[A-Z][^"]+"', REFERENCES.split("The method itself")[0])
    assert len(titles) == 3 and all(title in letters for title in titles)


def test_what_no_whole_copy_was_read_of_is_marked():
    """Entries and rows on Jordan's text say "as we have it", which the page explains."""
    slips = next(cell.source for cell in PAGE.cells if cell.id == "smaller-slips")
    rows = re.findall(r"^\| In Jordan's text(.+?) \|", slips, re.MULTILINE)
    assert rows and all(row.startswith(", as we have it, ") for row in rows)
    assert "what *as we have it* means" in prose(PAGE)


def test_the_five_are_corrections():
    contents = next(cell.source for cell in PAGE.cells if cell.id == "contents")
    five = re.findall(r"^- \[(.+)\]\(#(.+)\): .+$", contents, re.MULTILINE)
    assert len(five) == 5 and all(anchor(title) == fragment for title, fragment in five)
    assert {title for title, _ in five} < {_heading(cells[0]) for _, cells in CORRECTIONS}


# what may stand in the prose and in no output: formulas, which are no numbers; numbers in the code of the cell; others
FORMULAS = [
    "x⁴ − 3x³ + 2", "(1/2m) Σ 2u", "(1/m) Σ u u′", "a(1 − a)", "a² (1 − a)", "1 − tanh²(z)", "2/m", "1/m",
    "h(x)(1 − h(x))", "l + 1", "2-2-2",
]  # fmt: skip
IN_CODE = {
    "short-step": ["0.00001"],
    "equal-weights": ["0.3"],
    "slope-at-a": ["2", "0", "0.8", "-0.4"],
}
OTHERS = {
    "short-step": {"0": "quoted from the text"},
    "chain-cut-short": {"0": "the targets, which always_zero gives"},
    "blamed-on-minima": {"95": "the interval; wilson draws it"},
    "way-better": {"95": "the interval; row draws it", "80": "in print", "800": "times 10, in print"},
    "one-activation": {"2": "hidden unit 2"},
    "letters": {"0": "layer 0"} | dict.fromkeys(["18", "31", "2015", "2017"], "dates, held by the references"),
    "smaller-slips": dict.fromkeys(
        ["0.001", "0.01", "0.133", "0.132", "0.51", "0.52", "1", "2", "3", "4", "5"], "held by the test of its row"
    ),
}


def numbers(text):
    """The numbers in a text, as floats; three digits after a space go on with the number before it."""
    text = re.sub(r"(?<=\d)[ _](?=\d{3}\b)", "", text.replace("−", "-"))
    return {float(number) for number in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e-?\d+)?(?!\w)", text)}


def without_digits_of_other_kinds(text):
    """A text without formulas, code, links, indices, headings, sources, and numbers of notebooks and corrections."""
    for formula in FORMULAS:
        text = text.replace(formula, "")
    text = re.sub(r"\[[^\]]*\]\([^)]*\)|`[^`]*`|\[[^\]]{1,5}\]", "", text)
    return re.sub(r"^(#+ |\*\*Printed in\*\*|\*\*\d\d ).*$|\b(?:correction|notebook) \d+", "", text, flags=re.MULTILINE)


def test_what_is_a_number():
    assert numbers("−24.3 at 12 000 and 1e-07, 3×2, x₁ and W2") == {-24.3, 12_000, 1e-7, 3, 2}
    assert not numbers(without_digits_of_other_kinds("### 4. Of\nW[1] in `x[2]`, correction 12, 2-2-2, [03](a#4)"))
    assert all(formula in prose(PAGE) for formula in FORMULAS)


@every_correction
def test_numbers_in_the_prose_are_in_the_evidence(cells):
    first, *evidence, last = cells
    said = numbers(without_digits_of_other_kinds(f"{first.source}\n\n{last.source}"))
    shown = numbers("\n".join(text_of(cell) for cell in evidence))
    coded = numbers("\n".join(cell.source for cell in evidence))
    in_code = set(map(float, IN_CODE.get(first.id, [])))
    assert in_code <= coded
    assert said - shown == in_code | set(map(float, OTHERS.get(first.id, [])))


def test_numbers_in_the_rest_of_the_prose_have_a_reason():
    entries = [cell.id for _, cells in CORRECTIONS for cell in cells]
    for cell in PAGE.cells:
        if cell.cell_type == "markdown" and cell.id not in entries:
            said = numbers(without_digits_of_other_kinds(cell.source))
            assert said == set(map(float, OTHERS.get(cell.id, []))), cell.id


def test_smaller_slips_are_held_by_tests_that_exist():
    slips = next(cell.source for cell in PAGE.cells if cell.id == "smaller-slips")
    rows = re.findall(r"^\| (?!printed|---)(.+) \| (.+) \| `(test_\w+)` \|$", slips, re.MULTILINE)
    assert len(rows) == slips.count("\n|") - 2 >= 12
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    for printed, _, name in rows:
        assert f"\ndef {name}(" in sources, name
        assert re.match(r"In (the tutorial|the revised tutorial|Jordan's text)\b", printed)


def test_b11_rounding_before_squaring():
    """With all digits the cost of the two examples is 0.132; from 0.51 and 0.52, as printed, it is 0.133."""
    answers = sigmoid(0.3 * np.array([0.1, 0.25]))
    assert list(answers.round(2)) == [0.51, 0.52]
    assert [round(np.sum(each**2) / 4, 3) for each in (answers, answers.round(2))] == [0.132, 0.133]


def test_shapes_that_comments_should_give():
    """B25: five examples, 5×1 · 1×1 = 5×1. C22: with a column of ones 2×2 · 2×1 = 2×1."""
    X, weight = always_zero().X, np.array([[0.3]])
    assert (X.shape, weight.shape, (X @ weight).shape) == ((5, 1), (1, 1), (5, 1))
    assert np.array_equal(X @ weight, forward(Network([Layer(weight)]), X).z[1])
    X = not_gate().X
    with_ones, weights = np.column_stack([X, np.ones(len(X))]), np.array([[-8.0], [4.0]])
    assert (with_ones.shape, weights.shape, (with_ones @ weights).shape) == ((2, 2), (2, 1), (2, 1))
    assert np.array_equal(with_ones @ weights, forward(Network([Layer([[-8.0]], [4.0])]), X).z[1])
