"""The copies for a class: what is taken out, and what is refused."""

import nbformat
import pytest
from student import main, without_solutions
from support import NOTEBOOKS, ROOT


def notebook(*sources):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(source) for source in sources])


def test_fold_is_taken_out_and_what_stands_beside_it_stays():
    copy, count = without_solutions(
        notebook(
            "Task\n\n<details><summary>Hint</summary>\n\nthink\n</details>",
            "<details><summary>Solution</summary>\n\n42\n</details>",
            "<details><summary>Solution</summary>\n\n42\n</details>\n\nAnd now run it:",
        )
    )
    assert count == 2 and [cell.source for cell in copy.cells] == [
        "Task\n\n<details><summary>Hint</summary>\n\nthink\n</details>",
        "And now run it:",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "<details><summary>Solution</summary>a <details>b</details>\nSECRET\n</details>",
        "<details>\n<summary>Solution</summary>\nSECRET\n</details>",
        "<details><summary>Solution 2</summary>\nSECRET\n</details>",
    ],
)
def test_solution_that_might_be_left_is_refused(source):
    with pytest.raises(ValueError, match="must hold its solution in one fold"):
        without_solutions(notebook(source))


def test_empty_code_cells_stay():
    given = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("")])
    assert len(without_solutions(given)[0].cells) == 1


def test_copies_are_written_and_the_notebooks_stay_as_they_are(tmp_path, capsys):
    before = [path.read_bytes() for path in NOTEBOOKS]
    main([str(tmp_path / "class"), *map(str, NOTEBOOKS)])
    assert [path.read_bytes() for path in NOTEBOOKS] == before
    assert sorted(path.name for path in (tmp_path / "class").iterdir()) == [path.name for path in NOTEBOOKS]
    count = sum(path.read_text(encoding="utf-8").count("<summary>Solution</summary>") for path in NOTEBOOKS)
    assert f"{len(NOTEBOOKS)} notebooks without their {count} solutions" in capsys.readouterr().out and count > 0
    for path in (tmp_path / "class").iterdir():
        assert "<summary>Solution" not in path.read_text(encoding="utf-8")


def test_folder_of_the_notebooks_is_refused(capsys):
    with pytest.raises(SystemExit):
        main([str(ROOT / "notebooks"), *map(str, NOTEBOOKS)])
    assert "folder must be another one" in capsys.readouterr().err
