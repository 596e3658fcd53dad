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

from aligner.model.changed_pairs import UNKNOWN, Kind, changed, read
from aligner.model.gaps import FEATURES, LAYERS, REACH, SIDES, Layout, Network, Side, Text, features, packed, signs
from aligner.model.lexical import LexicalModel
from aligner.model.tables import Arrays
from aligner.model.ties import Ties, ties
from aligner.model.units import Floats, Ints, ragged

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
    drawn = []
    for first in range(0, len(made), TOGETHER):
        some = made[first : first + TOGETHER]
        sides = Side([one.src for one in some]), Side([one.tgt for one in some])
        rows = features(*sides, found[first : first + TOGETHER], ratio)
        parts = [side.parts(each) for side, each in zip(sides, rows, strict=True)]
        for one, *both in zip(some, *parts, strict=True):
            drawn.append(Sample((both[0], both[1]), (one.src_labels, one.tgt_labels), one.kind))
    yield from zip(drawn[::2], drawn[1::2], strict=True)


def _ties(texts: Sequence[tuple[Text, Text]], model: LexicalModel) -> list[Ties]:
    return [
        tied
        for first in range(0, len(texts), TOGETHER)
        for tied in ties(model, [(src.words, tgt.words) for src, tgt in texts[first : first + TOGETHER]])
    ]


def train(given: Sequence[tuple[Sample, Sample]]) -> Arrays:
    """The arrays of :class:`aligner.model.gaps.Gaps`; the same samples give the same ones."""
    every = [sample for pair in given for sample in pair]
    layouts = [Layout([len(sample.rows[side]) for sample in every]) for side in range(2)]
    rows = [np.concatenate([sample.rows[side] for sample in every]) for side in range(2)]
    labels = [np.concatenate([sample.labels[side] for sample in every]) for side in range(2)]
    networks = [_network(*of_side) for of_side in zip(rows, labels, layouts, strict=True)]
    arrays = {
        f"{name}.{layer}": getattr(network, layer)
        for name, network in zip(SIDES, networks, strict=True)
        for layer in LAYERS
    }
    chances = [
        network.chances(of_side, layout.text) for network, of_side, layout in zip(networks, rows, layouts, strict=True)
    ]
    found = signs(layouts, rows, chances).astype(np.float64)
    return {**arrays, "doubt": _weights(found, [changed.kind for _, changed in given])}


def _network(rows: Floats, labels: Ints, layout: Layout) -> Network:
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
    sizes = np.diff(layout.first)
    steps = ROUNDS * -(-len(sizes) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    order = np.random.default_rng(SEED)
    for _ in range(ROUNDS):
        shuffled = order.permutation(len(sizes))
        for first in range(0, len(sizes), BATCH):
            some = shuffled[first : first + BATCH]
            words = ragged(layout.first[some], sizes[some])
            spaced, mask, places = packed(rows[words], np.repeat(np.arange(len(some)), sizes[some]))
            found = scores(torch.from_numpy(spaced), torch.from_numpy(mask))[torch.from_numpy(places)]
            loss = functional.cross_entropy(found, torch.from_numpy(labels[words]), ignore_index=UNKNOWN)
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


def _weights(found: NDArray[np.float64], kinds: Sequence[Kind]) -> Floats:
    """The weights of a pair's signs, the last one added: whole and changed pairs take turns in ``found``."""
    from scipy.optimize import minimize
    from scipy.special import expit

    middle, spread = found.mean(axis=0), found.std(axis=0) + 1e-6
    rows = (found - middle) / spread
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

    best = minimize(cost, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B").x
    plain = best[:-1] / spread
    return np.asarray(np.append(plain, best[-1] - plain @ middle).round(4), np.float32)
