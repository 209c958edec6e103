"""Gradient descent on a network's cost, for one run or thousands side by side."""

from dataclasses import dataclass

import numpy as np

from nnlib._checks import as_count, as_instance, as_rate
from nnlib.backprop import backward_arrays
from nnlib.costs import as_targets
from nnlib.data import Dataset
from nnlib.descent import PLAIN, Rule
from nnlib.network import Network, as_examples, forward_arrays, unchecked_layer


@dataclass(frozen=True, eq=False)
class History:
    """What training leaves behind.

    network: the trained network, of as many runs as it began with.
    epochs: (n,) the epochs at which the cost was recorded, 0 first and the last one last.
    cost: (n,) for one network, (n, R) for R runs. NaN or infinity where a run has diverged.
    interrupted: True if the reader stopped it; everything then belongs to the last whole epoch.
    """

    network: Network
    epochs: np.ndarray
    cost: np.ndarray
    interrupted: bool = False

    @property
    def diverged(self):
        """Whether the last cost is no finite number: a bool, or one for each run."""
        return ~np.isfinite(self.cost[-1])


def train(network, data, cost, *, learning_rate, epochs, rule=PLAIN, record_every=100):
    """Full-batch gradient descent: forward, backward, step, `epochs` times.

    network: one, or R runs side by side. data: a `Dataset`. cost: a `Cost`.
    learning_rate: at least 0; one number, or one for each run. The costs are means over the examples: for a text
    that sums over them, multiply its rate by their number. record_every: epochs between recorded costs.
    The network handed in is not changed. Returns a `History`.

    Raises TypeError or ValueError naming the parameter, before the first epoch.
    """
    as_instance(network, "network", Network)
    as_instance(data, "data", Dataset)
    X = as_examples(data.X, network)
    y = as_targets(data.y, network, cost, len(X))
    rate = as_rate(learning_rate)
    if np.ndim(rate) and rate.shape != (network.runs,):
        runs = "" if network.runs is None else f", or one for each of {network.runs} runs"
        raise ValueError(f"learning_rate must be one number{runs}; got shape {rate.shape}")
    epochs = as_count(epochs, "epochs")
    record_every = as_count(record_every, "record_every", at_least=1)
    as_instance(rule, "rule", Rule)

    layers = network.layers
    states = [(rule.init(p.W), None if p.b is None else rule.init(p.b)) for p in layers]
    recorded, costs, interrupted, epoch = [], [], False, 0
    with np.errstate(all="ignore"):  # a run that diverges says so in its cost
        try:
            while True:
                z, a = forward_arrays(layers, X)
                if epoch % record_every == 0 or epoch == epochs:
                    costs.append(cost.value(z[-1], a[-1], y))
                    recorded.append(epoch)
                if epoch == epochs:
                    break
                slopes = backward_arrays(layers, z, a, y, cost)
                # every layer's step is worked out before any is taken
                stepped = [_step(rule, *each, rate) for each in zip(layers, states, slopes, strict=True)]
                layers, states = (list(each) for each in zip(*stepped, strict=True))
                epoch += 1
        except KeyboardInterrupt:
            interrupted = True
            del costs[len(recorded) :]
            if not recorded or recorded[-1] != epoch:
                z, a = forward_arrays(layers, X)
                costs.append(cost.value(z[-1], a[-1], y))
                recorded.append(epoch)
    return History(Network(layers), np.array(recorded), np.array(costs), interrupted)


def _step(rule, layer, state, slopes, rate):
    """One layer and its state after one step of the rule."""
    change, state_W = rule.step(state[0], slopes[0], rate)
    if layer.b is None:
        return unchecked_layer(layer.W + change, None, layer.activation), (state_W, None)
    change_b, state_b = rule.step(state[1], slopes[1], rate)
    return unchecked_layer(layer.W + change, layer.b + change_b, layer.activation), (state_W, state_b)
