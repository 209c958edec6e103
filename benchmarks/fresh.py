"""From nothing to the answer: a new Python process imports what it needs and trains one net."""

import pathlib
import subprocess
import sys
from functools import partial

from benchmarks import peers
from benchmarks.measure import FULL, available, difference, in_turns, shortened
from benchmarks.report import Goal, ratio, remarks, rounds, table

ROOT = pathlib.Path(__file__).parent.parent
EPOCHS = 10_000
ROUNDS = 5
MAKERS = {"nnlib": ("numpy", peers.nnlib), **peers.PEERS, **peers.BY_HAND}


def measure(effort):
    """Seconds from the start of the process to its end. Its weights must be nnlib's."""
    epochs, rounds = (EPOCHS, ROUNDS) if effort == FULL else (peers.EVERY, 1)
    makers = {name: (package, partial(str, maker.__name__)) for name, (package, maker) in MAKERS.items()}
    installed, left_out = available(makers)
    expected, calls, largest = _answer("nnlib", epochs), {}, 0.0
    for name, maker in installed.items():
        try:
            apart = difference([_answer(maker, epochs)], [expected])
        except subprocess.CalledProcessError:
            left_out[name] = "it raised an exception"
            continue
        if apart <= 1e-9:
            calls[name], largest = partial(_answer, maker, epochs), max(largest, apart)
        else:
            left_out[name] = f"its answer differs by {apart:.0e}"
    times = {name: [shortened(t) for t in each] for name, each in in_turns(calls, rounds).items()}
    return {"times": times, "difference": shortened(largest), "left_out": left_out, "epochs": epochs}


def _answer(maker, epochs):
    """The weights that a new process prints, which runs that function of `peers`."""
    command = [sys.executable, "-m", "benchmarks.peers", maker, str(epochs)]
    run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return [float(number) for number in run.stdout.split()]


def goals(results):
    """Faster than each of the packages."""
    why = "What is not the import is the loop: see the table of one net."
    return [Goal("import to answer, new process", name, 1, ratio(results, name), why=why) for name in peers.PEERS]


def section(results):
    """Words and table."""
    times = results["times"]
    faster = [name for name in peers.BY_HAND if name in times and ratio(results, name) < 1]
    quicker = f" Quicker than ours: {'; '.join(faster)}. They import less, and do nothing else." if faster else ""
    epochs = f"{results['epochs']:,}".replace(",", " ")
    return f"""## From import to answer

A new Python process imports what it needs, trains that net for {epochs} epochs, prints its weights and ends; in \
{rounds(results)} rounds. So long does a reader wait who runs a script once. A compiler must compile first, and a \
large package must be read from the disk.{quicker}

{table(results, "s", "in all", goals(results))}
{remarks(results, goals(results))}"""
