"""Measure, and write BENCHMARKS.md. Run: make bench

`python -m benchmarks` takes names of parts, where not all are wanted. `--quick` only shows that everything runs: it
measures next to nothing, prints what it would write, and changes no file. `--page` measures nothing, and writes the
page again from `results.json`: for a change to its words.
"""

import argparse
import importlib
import importlib.metadata
import json
import multiprocessing
import os
import pathlib
import platform
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor

from benchmarks import in_c, measure, report

ROOT = pathlib.Path(__file__).parent.parent
RESULTS, PAGE = ROOT / "benchmarks" / "results.json", ROOT / "BENCHMARKS.md"
PARTS = (
    "one_net", "fresh", "sweep", "half_adder", "digits", "descent", "cost_surface", "drawing", "notebooks", "latency",
    "on_a_page",
)  # fmt: skip
PACKAGES = (
    "numpy", "torch", "jax", "scikit-learn", "autograd", "micrograd", "matplotlib", "nbval", "ipykernel", "jupyterlab",
)  # fmt: skip


def main():
    """The command."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure, and write BENCHMARKS.md.")
    arguments.add_argument("part", nargs="*", help=f"some of: {', '.join(PARTS)}; all of them unless told")
    arguments.add_argument("--quick", action="store_true", help="only see that everything runs; writes nothing")
    arguments.add_argument("--page", action="store_true", help="measure nothing, write the page again")
    chosen = arguments.parse_args()
    if unknown := set(chosen.part) - set(PARTS):
        arguments.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    effort = measure.QUICK if chosen.quick else measure.FULL
    os.environ |= measure.ONE_THREAD
    stored = {} if chosen.quick or not RESULTS.exists() else json.loads(RESULTS.read_text(encoding="utf-8"))
    for name in () if chosen.page else chosen.part or PARTS:
        print(f"make bench: {name}", file=sys.stderr, flush=True)
        # a process of its own: no threads, memory or settings of another part's packages
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
            measured = process.submit(_part(name).measure, effort).result()
        if measured.get("times") == {} and name in stored:  # no Chromium, say: what another machine measured stays
            print(f"make bench: {name} was not measured: {'; '.join(measured['left_out'].values())}", file=sys.stderr)
            continue
        stored[name] = {"machine": machine(), "versions": versions(), "results": measured}
        if not chosen.quick:
            RESULTS.write_text(packed(stored), encoding="utf-8")
    if not chosen.quick:
        PAGE.write_text(page(stored), encoding="utf-8")
    print(page(stored), end="")


def _part(name):
    return importlib.import_module(f"benchmarks.{name}")


def page(stored):
    """BENCHMARKS.md, from what was measured."""
    names = [name for name in PARTS if name in stored]
    goals = [goal for name in names for goal in _part(name).goals(stored[name]["results"])]
    first = stored[names[0]]
    sections = "\n".join(_section(name, stored[name], first) for name in names)
    return f"""# Speed

Made by `make bench`. Only the ratios carry over to another machine; the times do not.

Whoever is compared does the same work, with one thread, from the same start. Nobody is timed before all have given \
the same numbers. Then they take turns, in rounds ({_rounds(stored)} unless a table says otherwise). A cell holds \
the median and, in brackets, the quartiles. A ratio is taken within each round, so that what slows the machine for a \
while slows both. It says how many times nnlib's time the other one takes: above 1, nnlib is faster.

{first["machine"]}. {first["versions"]}.

{_promises(goals)}{sections}"""


def _rounds(stored):
    usual = [
        report.rounds(part["results"]) for name, part in stored.items() if name in ("one_net", "digits", "descent")
    ]
    return usual[0] if usual else measure.FULL.rounds


def _promises(goals):
    if not goals:
        return ""
    return f"## What was promised\n\n{tally(goals)}\n\n{report.summary(goals)}\n"


def tally(goals):
    """How many goals were met, in words."""
    met, open_ = sum(goal.met is True for goal in goals), sum(goal.met is None for goal in goals)
    unmeasured = f" {open_} could not be measured." if open_ else ""
    if met == len(goals):
        return f"All {met} goals are met."
    verb = "is" if met == 1 else "are"
    return f"{met} of {len(goals)} goals {verb} met. What is missed is explained under its table.{unmeasured}"


def _section(name, part, first):
    text = _part(name).section(part["results"]).rstrip() + "\n"
    own = [part[key] for key in ("machine", "versions") if part[key] != first[key]]
    return text + (f"\nMeasured in another run. {'. '.join(own)}.\n" if own else "")


def packed(stored):
    """JSON with each list of numbers on one line, so that a diff shows whole rows."""
    lines = json.dumps(stored, indent=1, ensure_ascii=False, allow_nan=False).splitlines()
    text, inside = [], False
    for line in lines:
        text.append(line.strip() if inside else line)
        inside = line.endswith("[") or (inside and not line.strip().startswith("]"))
        text.append("" if inside else "\n")
    return "".join(text)


def machine():
    """Processor, cores, system."""
    processor = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            models = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
        processor = models[0] if models else processor
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        system = platform.platform(terse=True)
    return f"{processor}, {os.cpu_count()} cores, {system}, {platform.machine()}"


def versions():
    """Python, packages and compiler, those that are there."""
    found = [f"Python {platform.python_version()}"]
    for package in PACKAGES:
        try:
            found.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    if in_c.COMPILER:
        version = subprocess.run([in_c.COMPILER, "-dumpfullversion"], capture_output=True, text=True).stdout.strip()
        found.append(f"{pathlib.Path(in_c.COMPILER).name} {version}".strip())
    return ", ".join(found)


if __name__ == "__main__":
    main()
