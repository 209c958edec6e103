"""Numbers as they are read: quartiles, ratios, tables, and whether a goal was met."""

import statistics
from dataclasses import dataclass

SECONDS = {"s": 1, "ms": 1e3, "µs": 1e6, "ns": 1e9}


@dataclass(frozen=True)
class Goal:
    """What was promised for a piece of work, and what was measured.

    against: a row of its table. bound: the ratio, or the number in `unit`, that was asked for: at least, or at most.
    measured: None where the row was left out. why: said where the goal is missed.
    """

    work: str
    against: str
    bound: float
    measured: float | None
    at_most: bool = False
    unit: str = "×"
    why: str = ""

    @property
    def met(self):
        """Whether it was met; None where nothing was measured."""
        if self.measured is None:
            return None
        return self.measured <= self.bound if self.at_most else self.measured >= self.bound

    @property
    def verdict(self):
        """One word."""
        return {True: "met", False: "**missed**", None: "not measured"}[self.met]

    @property
    def asked(self):
        """The bound, as it is written."""
        return f"{'≤' if self.at_most else '≥'} {self.bound:g} {self.unit}"


def quartiles(values):
    """(lower quartile, median, upper quartile), by linear interpolation; the value itself where there is only one."""
    if len(values) == 1:
        return (values[0],) * 3
    return tuple(statistics.quantiles(values, n=4, method="inclusive"))


def ratios(theirs, ours):
    """How many times as long theirs took in each round: noise that slows a whole round cancels."""
    return [their / our for their, our in zip(theirs, ours, strict=True)]


def ratio(results, name, ours="nnlib"):
    """The median of the ratios to `ours`; None if one of the two was left out."""
    times = results["times"]
    return statistics.median(ratios(times[name], times[ours])) if name in times and ours in times else None


def rounds(results):
    """In how many rounds it was measured."""
    return len(next(iter(results["times"].values())))


def digits(number, significant=3):
    """Three digits without a power of ten, thousands apart: 0.0123, 1.23, 12.3, 1 230."""
    if number == 0:
        return "0"
    rounded = float(f"{number:.{significant - 1}e}")
    exponent = int(f"{rounded:e}".partition("e")[2])
    text = f"{rounded:,.{max(0, significant - 1 - exponent)}f}".replace(",", " ")
    return text.rstrip("0").rstrip(".") if "." in text and rounded == round(rounded) else text


def spread(values):
    """The median with the quartiles: 1.23 (1.20 to 1.31)."""
    lower, median, upper = map(digits, quartiles(values))
    return f"{median} ({lower} to {upper})"


def table(results, unit, what, goals=(), ours="nnlib"):
    """The rows of a comparison. unit: of time. what: the unit of work, such as "an epoch"."""
    times, asked = results["times"], {goal.against: f"{goal.asked}: {goal.verdict}" for goal in goals}
    lines = [
        f"| | {unit} {what} | times {ours}'s |" + " goal |" * bool(goals),
        "|---|---:|---:|" + "---|" * bool(goals),
    ]
    for name, each in times.items():
        slower = "1" if name == ours else spread(ratios(each, times[ours]))
        line = f"| {name} | {spread([SECONDS[unit] * t for t in each])} | {slower} |"
        lines.append(line + f" {asked.get(name, '')} |" * bool(goals))
    return "\n".join(lines) + "\n"


def remarks(results, goals=()):
    """What the table does not show: the largest difference, who was left out, and why goals were missed."""
    lines = []
    if "difference" in results:
        apart = f"{results['difference']:.0e}" if results["difference"] else "0"
        lines.append(f"The largest difference between any two answers was {apart}.")
    lines += [f"Left out: {name} ({reason})." for name, reason in results.get("left_out", {}).items()]
    lines += [why(goal) for goal in goals if goal.met is False]
    return "\n".join(f"- {line}" for line in lines) + "\n" if lines else ""


def why(goal):
    """A missed goal in words."""
    found = f"Missed, {goal.against}: {digits(goal.measured)} {goal.unit} instead of {goal.asked}."
    return f"{found} {goal.why or 'Why is not known yet.'}"


def summary(goals):
    """Every goal in one table."""
    rows = [
        f"| {goal.work} | {goal.against} | {goal.asked} | "
        f"{'' if goal.measured is None else f'{digits(goal.measured)} {goal.unit}'} | {goal.verdict} |"
        for goal in goals
    ]
    return "| work | against | asked for | measured | |\n|---|---|---:|---:|---|\n" + "\n".join(rows) + "\n"
