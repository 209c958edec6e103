"""The notebooks for a class, without solutions: python tools/student.py FOLDER notebooks/*.ipynb

Taken out is what stands in a fold called "Solution". Tasks, hints, checks, figures and outputs stay as they are.
"""

import argparse
import pathlib
import re

import nbformat

SOLUTION = re.compile(r"<details><summary>Solution</summary>(.*?)</details>", re.DOTALL)


def without_solutions(notebook):
    """A copy of the notebook without its solutions, and how many there were."""
    copy, count = nbformat.from_dict(notebook), 0
    for cell in copy.cells:
        if cell.cell_type == "markdown":
            cell.source, found = SOLUTION.subn("", cell.source)
            cell.source, count = cell.source.strip("\n"), count + found
    copy.cells = [cell for cell in copy.cells if cell.source]
    return copy, count


def main():
    """Write the copies. Raises ValueError for a folder that holds what they were made from."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("notebooks", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    if options.folder.resolve() in [path.resolve().parent for path in options.notebooks]:
        parser.error(f"folder must be another one than that of the notebooks; got {options.folder}")
    options.folder.mkdir(parents=True, exist_ok=True)
    total = 0
    for path in options.notebooks:
        notebook, count = without_solutions(nbformat.read(path, as_version=4))
        (options.folder / path.name).write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
        total += count
    print(f"{len(options.notebooks)} notebooks without their {total} solutions are in {options.folder}")


if __name__ == "__main__":
    main()
