"""Trains the networks and weights of ``aligner.model.gaps`` on pairs with known gaps.

The networks learn the label of every word (cross entropy, Adam). What they find in a pair is weighed by a logistic
regression that also learns to doubt a changed pair more than the same pair unchanged.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aligner.model.changed_pairs import UNKNOWN, Changed, Kind, changed, read
from aligner.model.gaps import FEATURES, LAYERS, REACH, SIDES, Network, Text, features, of_pair, packed
from aligner.model.lexical import LexicalModel
from aligner.model.tables import Arrays
from aligner.model.ties import Ties, ties
from aligner.model.units import Floats, Ints

SEED = 7
# Shorter texts say too little, longer ones are rare; pairs that have less in common are no renderings.
FEWEST, MOST = 4, 100
LIKENESS = 0.0
HIDDEN = 24
ROUNDS, BATCH, RATE = 6, 192, 4e-3
# What a changed pair counts in the regression, by kind: what translators do most counts most.
WEIGHTS: dict[Kind, float] = {"whole": 1.0, "left out": 2.0, "source cut": 0.4, "put in": 0.4, "exchanged": 1.0}
# How much more the order of a pair and its changed form counts than their distance from the border.
ORDER = 2.0
PENALTY = 1e-3
TOGETHER = 64


@dataclass(frozen=True, slots=True)
class Sample:
    """The features and labels of the words of a pair, by side."""

    rows: tuple[Floats, Floats]
    labels: tuple[Ints, Ints]
    kind: Kind


def samples(pairs: Sequence[tuple[str, str]], model: LexicalModel) -> Iterator[tuple[Sample, Sample]]:
    """Pairs of one source as they are and changed, as seen by a model that was not trained on them."""
    texts = [(read(ar), read(fr)) for ar, fr in pairs]
    texts = [pair for pair in texts if all(FEWEST <= len(text.words) <= MOST for text in pair)]
    kept = [(pair, tied) for pair, tied in zip(texts, _ties(texts, model), strict=True) if tied.likeness > LIKENESS]
    if not kept:
        return
    whole, tied = [pair for pair, _ in kept], [t for _, t in kept]
    ratio = float(np.exp(np.median([np.log(len(tgt.text) / len(src.text)) for src, tgt in whole])))
    rng = random.Random(SEED)  # noqa: S311 (chance that can be repeated is what is wanted)
    made = [both for pair in changed(whole, tied, rng) for both in pair]
    found = _ties([(one.src, one.tgt) for one in made], model)
    drawn = [_sample(one, t, ratio) for one, t in zip(made, found, strict=True)]
    yield from zip(drawn[::2], drawn[1::2], strict=True)


def _sample(one: Changed, tied: Ties, ratio: float) -> Sample:
    rows = features(one.src, one.tgt, tied, ratio)
    return Sample(rows, (one.src_labels, one.tgt_labels), one.kind)


def _ties(texts: Sequence[tuple[Text, Text]], model: LexicalModel) -> list[Ties]:
    return [
        tied
        for first in range(0, len(texts), TOGETHER)
        for tied in ties(model, [(src.words, tgt.words) for src, tgt in texts[first : first + TOGETHER]])
    ]


def train(given: Sequence[tuple[Sample, Sample]]) -> Arrays:
    """The arrays of :class:`aligner.model.gaps.Gaps`; the same samples give the same ones."""
    arrays: Arrays = {}
    chances = []
    every = [sample for pair in given for sample in pair]
    for side, name in enumerate(SIDES):
        network = _network([(sample.rows[side], sample.labels[side]) for sample in every])
        arrays |= {f"{name}.{layer}": getattr(network, layer) for layer in LAYERS}
        chances.append(network.chances([sample.rows[side] for sample in every]))
    signs = np.array([of_pair(sample.rows, both) for sample, *both in zip(every, *chances, strict=True)], np.float64)
    arrays["doubt"] = _weights(signs, [changed.kind for _, changed in given])
    return arrays


def _network(texts: Sequence[tuple[Floats, Ints]]) -> Network:
    import torch
    from torch.nn import functional

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    window = 2 * REACH + 1
    layers = [
        torch.nn.Linear(inputs, outputs)
        for inputs, outputs in ((window * FEATURES, HIDDEN), (window * HIDDEN, HIDDEN), (HIDDEN, 3))
    ]

    def scores(rows: Any, mask: Any) -> Any:
        for layer in layers[:-1]:
            padded = functional.pad(rows, (0, 0, REACH, REACH))
            near = torch.cat([padded[k : k + len(rows)] for k in range(window)], dim=1)
            rows = torch.relu(layer(near)) * mask
        return layers[-1](rows)

    parameters = [parameter for layer in layers for parameter in layer.parameters()]
    optimiser = torch.optim.Adam(parameters, lr=RATE)
    steps = ROUNDS * -(-len(texts) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    order = np.random.default_rng(SEED)
    for _ in range(ROUNDS):
        shuffled = order.permutation(len(texts))
        for first in range(0, len(texts), BATCH):
            some = [texts[i] for i in shuffled[first : first + BATCH]]
            rows, mask = packed([rows for rows, _ in some])
            labels = np.full(len(rows), UNKNOWN)
            labels[mask[:, 0] > 0] = np.concatenate([labels for _, labels in some])
            loss = functional.cross_entropy(
                scores(torch.from_numpy(rows), torch.from_numpy(mask)),
                torch.from_numpy(labels),
                ignore_index=UNKNOWN,
            )
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    torch.set_num_threads(threads)
    # Rounded, so that other processors' last digits make no other model.
    return Network(
        *(
            np.vstack([layer.weight.detach().numpy().T, layer.bias.detach().numpy()]).round(3).astype(np.float32)
            for layer in layers
        )
    )


def _weights(signs: NDArray[np.float64], kinds: Sequence[Kind]) -> Floats:
    """The weights of a pair's signs, the last one added: whole and changed pairs take turns in ``signs``."""
    from scipy.optimize import minimize
    from scipy.special import expit

    middle, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-6
    rows = (signs - middle) / spread
    weight = np.array([WEIGHTS[kind] for kind in kinds])
    weight /= weight.sum()
    steps = 2 * (rows[1::2] - rows[::2])

    def cost(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        doubt = rows @ weights[:-1] + weights[-1]
        total = PENALTY * float(weights[:-1] @ weights[:-1])
        slope = np.append(2 * PENALTY * weights[:-1], 0.0)
        for part, sign in ((slice(0, None, 2), 1), (slice(1, None, 2), -1)):
            total += float(weight @ np.logaddexp(0, sign * doubt[part]))
            push = sign * weight * expit(sign * doubt[part])
            slope += np.append(rows[part].T @ push, push.sum())
        apart = steps @ weights[:-1]
        total += ORDER * float(weight @ np.logaddexp(0, -apart))
        slope[:-1] -= ORDER * steps.T @ (weight * expit(-apart))
        return total, slope

    found = minimize(cost, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B").x
    plain = found[:-1] / spread
    return np.asarray(np.append(plain, found[-1] - plain @ middle).round(4), np.float32)
