"""A command in a place that gives nothing: python tools/sealed.py -m pytest ...

The arguments are those of this Python. They run in a read-only copy of the checkout, in a folder with spaces in its
name; with no network but the loopback interface; as an ordinary user; with a HOME that nobody can write; in the C
locale, without Python's UTF-8 mode. Linux only: the rest of the machine is left alone by namespaces.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parent.parent
NOT_COPIED = shutil.ignore_patterns(".git", ".venv*", "__pycache__", ".ipynb_checkpoints", "student", "site", "build")
# as root of a network of its own, then as user 1000 of nothing
NO_NETWORK = ["unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
AS_ORDINARY_USER = ["unshare", "-U", "--map-user=1000", "--map-group=1000"]
LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def close(folder):
    """Take the right to write from everything in a folder."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(path.stat().st_mode & ~0o222)


def reopen(folder):
    """Give it back to whoever owns the folder, so that it can be removed."""
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir():
            path.chmod(path.stat().st_mode | 0o200)


def environment(copy, home):
    """The environment variables in there."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "JUPYTER", "MPL", "LC_"))}
    return {**kept, **LOCALE, "HOME": str(home), "PYTHONPATH": str(copy)}


def run(arguments):
    """The exit status of this Python with those arguments, in a place that gives nothing."""
    with tempfile.TemporaryDirectory(prefix="a sealed copy ") as folder:
        copy, home = pathlib.Path(folder, "checkout"), pathlib.Path(folder, "home")
        shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
        home.mkdir()
        close(copy), close(home)
        try:
            command = [*NO_NETWORK, *AS_ORDINARY_USER, sys.executable, *arguments]
            return subprocess.run(command, cwd=copy, env=environment(copy, home), check=False).returncode
        finally:
            reopen(copy)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
