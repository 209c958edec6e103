"""How long the notebooks take, executed again and compared with what is stored."""

import os
import pathlib
import subprocess
import sys
import time

from benchmarks.measure import FULL
from benchmarks.report import Goal, digits, remarks

FOLDER = pathlib.Path(__file__).parent.parent / "notebooks"
COMMAND = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env"]
ALL, BOUND = "all, in two processes", 90


def measure(effort):
    """Seconds of each notebook alone, and of all in two processes, each once. Who does not pass is named."""
    paths = sorted(FOLDER.glob("*.ipynb"))
    passes = {path.stem: [path] for path in (paths if effort == FULL else paths[:1])}
    times, left_out = {}, {}
    for name, chosen in {**passes, **({ALL: paths} if effort == FULL else {})}.items():
        side = ["--numprocesses", "2", "--dist", "loadfile"] if name == ALL else []
        began = time.perf_counter()
        run = subprocess.run(
            [*COMMAND, *side, *map(str, chosen)],
            cwd=FOLDER.parent, env={**os.environ, "TQDM_DISABLE": "1"}, capture_output=True,
        )  # fmt: skip
        if run.returncode == 0:
            times[name] = [round(time.perf_counter() - began, 1)]
        else:
            left_out[name] = "it does not pass"
    return {"times": times, "left_out": left_out}


def goals(results):
    """All of them, on two cores."""
    times = {name: seconds for name, (seconds,) in results["times"].items()}
    longest = max(times.keys() - {ALL}, key=times.get, default=None)
    why = f"The longest, {longest}, takes {digits(times[longest])} s alone." if longest else ""
    return [Goal("every notebook through `pytest --nbval`", ALL, BOUND, times.get(ALL), True, "s", why)]


def section(results):
    """Words and table."""
    (goal,) = goals(results)
    rows = [
        f"| {name} | {digits(seconds)} | {f'{goal.asked}: {goal.verdict}' if name == ALL else ''} |\n"
        for name, (seconds,) in results["times"].items()
    ]
    return f"""## The notebooks

Each notebook executed again with `pytest --nbval` and compared with what is stored, its kernel's start included. \
Once each, so without a spread.

| | s | goal |
|---|---:|---|
{"".join(rows)}
{remarks(results, [goal])}"""
