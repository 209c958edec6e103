"""The notebooks for a class, without solutions: python tools/student.py FOLDER notebooks/*.ipynb

Taken out is each fold called "Solution", and a Markdown cell of which nothing is left. All else stays as it is.
"""

import argparse
import pathlib
import re

import nbformat

SOLUTION = re.compile(r"<details><summary>Solution</summary>(.*?)</details>", re.DOTALL)


def without_solutions(notebook):
    """A copy of the notebook without its solutions, and how many there were.

    Raises ValueError if a solution may be left: by a fold in a fold, or one that is called nearly so.
    """
    copy, count = nbformat.from_dict(notebook), 0
    for cell in copy.cells:
        if cell.cell_type == "markdown":
            rest, found = SOLUTION.subn("", cell.source)
            if re.search(r"<summary>\s*Solution", rest) or rest.count("<details") != rest.count("</details>"):
                raise ValueError(f"cell {cell.id!r} must hold its solution in one fold, <details><summary>Solution")
            if found:
                cell.source, count = rest.strip("\n"), count + found
    copy.cells = [cell for cell in copy.cells if cell.source or cell.cell_type != "markdown"]
    return copy, count


def main(arguments=None):
    """Write the copies. Exits with a message if the folder is the one that the notebooks are in."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("notebooks", nargs="+", type=pathlib.Path)
    options = parser.parse_args(arguments)
    if options.folder.resolve() in [path.resolve().parent for path in options.notebooks]:
        parser.error(f"folder must be another one than that of the notebooks; got {options.folder}")
    copies = {path.name: without_solutions(nbformat.read(path, as_version=4)) for path in options.notebooks}
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, (notebook, _) in copies.items():
        (options.folder / name).write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    count = sum(found for _, found in copies.values())
    print(f"{len(copies)} notebooks without their {count} solutions: {options.folder}")


if __name__ == "__main__":
    main()
