"""How the persona writes: which two-character grams, and how long its bubbles are. Gathered in one pass over the log.

A text's grams have a mean surprisal under the persona's own counts; ``z`` says how many standard errors it lies above
that of the persona's other fragments, of which a sample is kept. Lengths are compared on a logarithmic scale.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curation.signals.line import Line
from curation.signals.log import Fragment
from curation.signals.topic import characters

BUCKETS = 1 << 15
SAMPLE = 1_000
"""Fragments that are kept to know what is usual."""

ENOUGH = 5_000
"""Grams of the persona below which nothing is said about its style."""

FEW = 12
"""Grams of a fragment below which nothing is said about it."""


def own_words(line: Line) -> bool:
    """A bubble the persona typed: no transcript, no description of a sticker, no joint of the exporter's."""
    return line.side == "persona" and line.use == "speech" and line.kind in ("text", "quote") and not line.unsure


@dataclass(frozen=True)
class Profile:
    """``surprise``: of each gram; ``mean`` and ``deviation`` of it among the persona's grams; of log lengths too."""

    surprise: NDArray[np.float32]
    mean: float
    deviation: float
    length: float
    spread: float

    def distance(self, fragment: Fragment) -> float:
        """Standard errors by which the persona's words in it lie off; 0 where there are too few of them."""
        found = grams(fragment)
        if len(found) < FEW:
            return 0.0
        return (float(self.surprise[found].mean()) - self.mean) / (self.deviation / math.sqrt(len(found)))

    def too_long(self, text: str) -> float:
        """Standard deviations by which a bubble is longer than usual."""
        return (math.log1p(len(text)) - self.length) / self.spread


class Portrait:
    """What is gathered."""

    def __init__(self) -> None:
        self._counts = np.zeros(BUCKETS, np.int64)
        self._lengths = np.zeros(3)
        self._sample: list[NDArray[np.int64]] = []
        self._seen = 0
        self._rng = random.Random(0)

    def add(self, fragments: Sequence[Fragment]) -> None:
        """Look at the next fragments."""
        for fragment in fragments:
            found = grams(fragment)
            if not len(found):
                continue
            np.add.at(self._counts, found, 1)
            for size in (math.log1p(len(b.line.text)) for b in fragment.bubbles if own_words(b.line)):
                self._lengths += (1, size, size * size)
            self._keep(found)

    def _keep(self, found: NDArray[np.int64]) -> None:
        """A fair sample of all fragments, however many come."""
        self._seen += 1
        if len(self._sample) < SAMPLE:
            self._sample.append(found)
        elif (place := self._rng.randrange(self._seen)) < SAMPLE:
            self._sample[place] = found

    def profile(self) -> Profile | None:
        """None while there is too little of the persona."""
        total = int(self._counts.sum())
        if total < ENOUGH:
            return None
        surprise = -np.log((self._counts + 0.5) / (total + 0.5 * BUCKETS))
        sample = [found for found in self._sample if len(found) >= FEW]
        sizes = np.array([len(found) for found in sample])
        means = np.array([surprise[found].mean() for found in sample])
        mean = float((means * sizes).sum() / sizes.sum())
        deviation = float(np.sqrt(((means - mean) ** 2 * sizes).mean()))
        count, once, twice = self._lengths.tolist()
        spread = math.sqrt(max(twice / count - (once / count) ** 2, 0.01))
        return Profile(surprise.astype(np.float32), mean, max(deviation, 1e-3), once / count, spread)


def grams(fragment: Fragment) -> NDArray[np.int64]:
    """Buckets of the two-character grams of what the persona typed."""
    codes, _ = characters.flatten([bubble.line.text for bubble in fragment.bubbles if own_words(bubble.line)])
    wide = codes.astype(np.int64)
    return (wide[:-1] * 31 + wide[1:]) * 0x9E3779B1 % BUCKETS
