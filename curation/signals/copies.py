"""Texts and fragments that stand in the log more than once, found in one pass over it.

Fragments are compared by MinHash (Broder 1997): 64 hashes of their four-character shingles in 16 bands of 4 find pairs
that share two thirds of them 19 times in 20, and the share of equal hashes tells how much they have in common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from curation.signals.line import Line
from curation.signals.log import Fragment
from curation.signals.topic import characters

LONG, OFTEN = 15, 3
"""Characters and copies from which a text is no habit any more (measured; shorter ones are how a person talks)."""

ALIKE = 0.6
"""Share of common shingles from which two fragments are copies."""

LEAST, LEAST_EQUAL = 24, 12
"""Characters of a fragment below which it is never a near copy, and never a copy at all."""

_HASHES, _BAND, _SHINGLE = 64, 4, 4
_RNG = np.random.default_rng(20)
_FACTORS = _RNG.integers(1, 2**63, _HASHES, np.uint64) | np.uint64(1)
_OFFSETS = _RNG.integers(0, 2**63, _HASHES, np.uint64)


class Near(NamedTuple):
    """An earlier fragment that is much like this one."""

    fragment: int
    share: float


def key(text: str) -> int:
    """By which equal texts are known."""
    return hash(text.strip())


class Copies:
    """What is gathered."""

    def __init__(self) -> None:
        self._texts: Counter[int] = Counter()
        self._ids: list[int] = []
        self._sizes: list[int] = []
        self._whole: list[int] = []
        self._signatures: list[NDArray[np.uint32]] = []

    def add(self, fragments: Sequence[Fragment]) -> None:
        """Look at the next fragments."""
        for fragment in fragments:
            self._texts.update(key(bubble.line.text) for bubble in fragment.bubbles if is_long(bubble.line))
        said = [spoken(fragment) for fragment in fragments]
        self._ids += [fragment.id for fragment in fragments]
        self._sizes += [len(text) for text in said]
        self._whole += [hash(text) for text in said]
        self._signatures.append(_signatures(said))

    def repeated(self) -> dict[int, int]:
        """Key of a long text -> how often it stands in the log, where that is often."""
        return {text: count for text, count in self._texts.items() if count >= OFTEN}

    def near(self) -> dict[int, Near]:
        """Fragment -> the first fragment of the log that it is a copy of."""
        if not self._ids:
            return {}
        rows, sizes, whole = np.vstack(self._signatures), np.array(self._sizes), np.array(self._whole)
        found: dict[int, Near] = {}
        for first, copy in _pairs(rows, sizes, whole):
            share = 1.0 if whole[first] == whole[copy] else float((rows[first] == rows[copy]).mean())
            known = found.get(self._ids[copy])
            enough = sizes[[first, copy]].min() >= (LEAST_EQUAL if share == 1.0 else LEAST)
            if enough and share >= ALIKE and (known is None or share > known.share):
                found[self._ids[copy]] = Near(self._ids[first], share)
        return found


def is_long(line: Line) -> bool:
    """A text of which copies count."""
    return line.use == "speech" and len(line.text.strip()) >= LONG


def spoken(fragment: Fragment) -> str:
    """All that is said in a fragment."""
    return "\n".join(bubble.line.text.strip() for bubble in fragment.bubbles if bubble.line.use == "speech")


def _signatures(texts: Sequence[str]) -> NDArray[np.uint32]:
    """(texts, hashes): the least of each hash over the text's shingles."""
    codes, starts = characters.flatten([" ".join(text.split()) for text in texts])
    wide = codes.astype(np.uint64)
    padded = np.append(wide, np.zeros(_SHINGLE, np.uint64))
    shingles = np.zeros(len(codes), np.uint64)
    for step in range(_SHINGLE):
        shingles = (shingles << np.uint64(16)) | padded[step : step + len(codes)]
    rows = np.empty((_HASHES, len(texts)), np.uint32)
    for number, (factor, offset) in enumerate(zip(_FACTORS, _OFFSETS, strict=True)):
        mixed = ((shingles * factor + offset) >> np.uint64(32)).astype(np.uint32)
        rows[number] = np.minimum.reduceat(mixed, starts[:-1]) if len(texts) else 0
    return rows.T


def _pairs(rows: NDArray[np.uint32], sizes: NDArray[np.int64], whole: NDArray[np.int64]) -> set[tuple[int, int]]:
    """(first, copy): each fragment and the first one that shares a band with it, or all of its words."""
    worth = np.flatnonzero(sizes >= LEAST_EQUAL)
    keys = [whole[worth][:, None]] + [rows[worth, i : i + _BAND] for i in range(0, _HASHES, _BAND)]
    found: set[tuple[int, int]] = set()
    for band in keys:
        _, first, group = np.unique(band, axis=0, return_index=True, return_inverse=True)
        leads = first[group.ravel()]
        copies = np.flatnonzero(leads != np.arange(len(worth)))
        found |= set(zip(worth[leads[copies]].tolist(), worth[copies].tolist(), strict=True))
    return found
