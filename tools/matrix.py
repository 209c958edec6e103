"""The suite with the oldest versions that will do, and with the newest of everything: python tools/matrix.py

An environment for each row is made in `.venv-matrix` and kept. A Python that this machine does not have is named
and left out. Rows can be chosen by words: python tools/matrix.py 3.13 oldest
"""

import pathlib
import re
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).parent.parent
FOLDER = ROOT / ".venv-matrix"
ROWS = (("3.11", "oldest"), ("3.12", "newest"), ("3.13", "newest"), ("3.14", "newest"))


def floors(lines):
    """The lowest versions that some lines of requirements ask for: name -> version, in one spelling of names."""
    found = {}
    for line in lines:
        match = re.match(r"\s*(?:- )?([A-Za-z][\w.-]*)\s*>=\s*([\d.]+)", line)
        if match and match[1] != "python":
            found[match[1].lower().replace("_", "-")] = match[2]
    return found


def oldest():
    """The lines of a constraints file: every floor of requirements.txt and of what tests need, taken exactly."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    extras = project["optional-dependencies"]
    found = floors([*lines, *extras["test"], *extras["site"]])
    return [f"{name}=={version}" for name, version in found.items()]


def interpreter(version):
    """The path of a Python of that version, on the PATH or among pyenv's; None if there is none that answers."""
    installed = sorted(pathlib.Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    for command in (f"python{version}", *map(str, reversed(installed))):
        try:
            asked = "import sys, venv, ensurepip; print(*sys.version_info[:2], sep='.'); print(sys.executable)"
            answer = subprocess.run([command, "-c", asked], capture_output=True, text=True, check=False)
        except OSError:
            continue
        found, _, path = answer.stdout.partition("\n")
        if answer.returncode == 0 and found == version:
            return path.strip()
    return None


def run(version, age, python):
    """(passed, the last line of the suite) for one row."""
    constraints = ""
    if age == "oldest":
        constraints, text = FOLDER / "oldest.txt", "\n".join(oldest()) + "\n"
        FOLDER.mkdir(exist_ok=True)
        if not constraints.exists() or constraints.read_text(encoding="utf-8") != text:
            constraints.write_text(text, encoding="utf-8")
        constraints = constraints.relative_to(ROOT)
    environment = (FOLDER / f"{version}-{age}").relative_to(ROOT)
    command = ["make", "suite", f"PYTHON={python}", f"VENV={environment}", f"CONSTRAINTS={constraints}"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8") as suite:
        line = ""
        for line in suite.stdout:
            print(line, end="", flush=True)
    return suite.returncode == 0, line.strip(" =\n")


def main(words):
    """Run the rows, print what became of each, and return how many failed."""
    rows = [row for row in ROWS if all(word in row for word in words)]
    said, failed = [], 0
    for version, age in rows:
        python = interpreter(version)
        if python is None:
            said.append(f"Python {version}, {age}: not run, this machine has none")
            continue
        print(f"Python {version}, {age} versions", flush=True)
        passed, line = run(version, age, python)
        failed += not passed
        said.append(f"Python {version}, {age}: {'passed' if passed else 'FAILED'}, {line}")
    print(*said, sep="\n")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
