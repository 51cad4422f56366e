"""Words in common: the share of a turn's one- and two-character grams that the turns before it also had."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from curation.signals.topic import characters
from curation.signals.topic.characters import Codes
from curation.signals.topic.turns import Turns

BUCKETS = 1 << 18
"""Grams are known by a hash of 18 bits."""

BACKGROUND = 5_000.0
"""How many of the log's own turns the shipped document frequencies weigh as much as."""

_FAR = 4
"""Stands for: not in the three turns before."""

_BLOCK = 32_768

_FEW = 16_384
"""Grams up to which sorting them is less work than a count for each bucket."""


def overlaps(
    turns: Turns, background: NDArray[np.float32], *, log: bool = True
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """``lex1`` and ``lex3``: idf-weighted share of each turn's grams seen in the turn, and the three turns, before.

    ``background``: bucket -> share of turns that hold a gram of it. ``log``: the turns are one log, and what is
    frequent in it weighs less; else only the background tells what is frequent.
    """
    count = len(turns)
    parts = [_distances(turns, low, min(low + _BLOCK, count)) for low in range(0, count, _BLOCK)]
    idf = _idf([gram for _, gram, _ in parts], count if log else 0, background)
    found = np.zeros((2, count), np.float32)
    for low, (turn, gram, far) in zip(range(0, count, _BLOCK), parts, strict=True):
        size, weight = min(_BLOCK, count - low), idf[gram]
        whole = np.maximum(np.bincount(turn, weight, size), 1e-9)
        for row, reach in enumerate((1, 3)):
            found[row, low : low + size] = np.bincount(turn, weight * (far <= reach), size) / whole
    return found[0], found[1]


def grams(codes: Codes, starts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every gram of letters as (turn, bucket), repeated ones included; a word of an alphabet is one gram."""
    alphabetic = characters.alphabetic()[codes]
    letter = characters.letters()[codes] & ~alphabetic
    turn = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    one: NDArray[np.uint32] = codes.astype(np.uint32)
    both = letter[:-1] & letter[1:]
    two = (one[:-1] << np.uint32(16) | one[1:])[both]
    first, words = _words(one, alphabetic)
    buckets = np.concatenate([_bucket(one[letter]), _bucket(two), _bucket(words)])
    return np.concatenate([turn[letter], turn[:-1][both], turn[first]]), buckets


def _words(codes: NDArray[np.uint32], alphabetic: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Where each word begins, and a hash of its letters."""
    first, end = characters.runs(alphabetic)
    if not len(first):
        return first, np.zeros(0, np.uint32)
    own = codes[alphabetic]
    begins = np.cumsum(end - first) - (end - first)
    place = (np.arange(len(own)) - np.repeat(begins, end - first)).astype(np.uint32)
    mixed = (own + place * np.uint32(0x9E3779B1)) * np.uint32(0x85EBCA6B)
    return first, np.add.reduceat(mixed ^ (mixed >> np.uint32(15)), begins, dtype=np.uint32)


def _bucket(values: NDArray[np.uint32]) -> NDArray[np.int64]:
    return ((values * np.uint32(2_654_435_761)) >> np.uint32(14)).astype(np.int64)


def _distances(turns: Turns, low: int, high: int) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int8]]:
    """Of turns low..high, each gram once: turn (from low), bucket, and how many turns ago it was last seen."""
    begin = max(low - 3, 0)
    starts = turns.starts[begin : high + 1]
    turn, gram = grams(turns.codes[starts[0] : starts[-1]], starts - starts[0])
    span = high - begin
    keys = np.unique(gram * span + turn)
    gram, turn = keys // span, keys % span
    far = np.full(len(keys), _FAR, np.int8)
    again = np.flatnonzero(gram[1:] == gram[:-1]) + 1
    before = turn[again - 1] + begin >= turns.chat[turn[again] + begin]
    far[again] = np.where(before, np.minimum(turn[again] - turn[again - 1], _FAR), _FAR)
    own = turn >= low - begin
    return (turn[own] - (low - begin)).astype(np.int32), gram[own].astype(np.int32), far[own]


def _idf(parts: list[NDArray[np.int32]], count: int, background: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bucket -> idf, where a part holds it: after an edit these are a few hundred of a quarter of a million.

    ``count``: turns of the log; 0 if the parts do not count.
    """
    there, times = _counted(parts)
    seen = background[there].astype(np.float64) * BACKGROUND + (times if count else 0)
    idf = np.zeros(BUCKETS, np.float32)
    idf[there] = np.log((BACKGROUND + count + 1) / (seen + 0.5))
    return idf


def _counted(parts: list[NDArray[np.int32]]) -> tuple[NDArray[np.integer], NDArray[np.int64]]:
    """The buckets that a part holds, and how often."""
    if sum(map(len, parts)) < _FEW:
        found, times = np.unique(np.concatenate([*parts, np.zeros(0, np.int32)]), return_counts=True)
        return found, times
    held = sum((np.bincount(part, minlength=BUCKETS) for part in parts), np.zeros(BUCKETS, np.int64))
    there = np.flatnonzero(held)
    return there, held[there]
