"""Speed, as ratios that are measured in one run: `make bench` writes BENCHMARKS.md.

`__main__` runs the parts one after the other, each in a process of its own, and writes what they measured to
`results.json`. A part (`one_net`, `fresh`, `sweep`, …) has three functions: `measure` takes the times, `goals` holds
them against what was promised, `section` tells them in words and tables. `measure` and `report` are what the parts
share; `peers` trains one net in many ways. Nothing here is imported by nnlib.
"""
