"""One 2-3-1 net on XOR, in many ways."""

from benchmarks import in_c, peers
from benchmarks.measure import available, compare
from benchmarks.report import Goal, digits, ratio, remarks, table

PUBLISHED = "published, example by example"
PROMISED = {PUBLISHED: 10, "scikit-learn": 2, "torch, `nn.Module`": 5, "micrograd": 9}
WHY = "At this size nearly all time goes into calls: about twenty of numpy in an epoch, however small the arrays."


def measure(effort):
    """Seconds an epoch, of every one."""
    ours = {"nnlib": ("numpy", peers.nnlib), "nnlib, every cost": ("numpy", peers.nnlib_every_cost)}
    competitors, left_out = available({**ours, **peers.PEERS, **peers.BY_HAND})
    if in_c.COMPILER:
        competitors["C, -O3"] = peers.c()
    else:
        left_out["C, -O3"] = "there is no compiler"
    return compare(competitors, effort, checked=200, step=peers.EVERY, left_out=left_out)


def goals(results):
    """Against the published loop, scikit-learn, torch and micrograd."""
    return [
        Goal("one XOR net, an epoch", name, bound, ratio(results, name), why=WHY) for name, bound in PROMISED.items()
    ]


def section(results):
    """Words and table."""
    compiled, floats = ratio(results, "jax, compiled"), ratio(results, "Python floats")
    loop = f" jax compiles the whole loop, and takes 1/{digits(1 / compiled, 2)} of it." if compiled else ""
    every = 100 * (ratio(results, "nnlib, every cost") - 1)
    return f"""## One net

A 2-3-1 net learns XOR from one start: cross-entropy, every example in every step, the cost of every {peers.EVERY}th \
epoch recorded. All end with the same weights and costs. `@` is the code of the notebooks; `out=` is written for \
this net and no other; `train` takes any network, any rule and any cost, and can be interrupted. Recording the cost \
of every epoch adds {every:.0f} %.

On a net of 13 numbers arrays do not pay: plain Python floats, a line for each unit, take {digits(floats, 2)} times \
our time.{loop} Where it matters, the course does not train one net but many at once: see the sweep.

{table(results, "µs", "an epoch", goals(results))}
{remarks(results, goals(results))}"""
