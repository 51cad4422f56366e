"""Which message ids a pass has met, in 16 bytes a message: a large file has more ids than a set could hold."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.int64]


class Seen:
    """Ids with a hash of their text, as sorted runs that are merged when they grow alike (a log-structured set)."""

    def __init__(self) -> None:
        self._runs: list[tuple[Hashes, Hashes]] = []

    def add(self, ids: Sequence[str], texts: Sequence[str]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Two masks: the same id with the same text was there before; the same id with another text."""
        keys, words = _hashes(ids), _hashes(texts)
        order = np.argsort(keys)
        keys_in_order = keys[order]
        if not self._met(keys_in_order):
            self._push(keys_in_order, words[order])
            return np.zeros(len(keys), dtype=bool), np.zeros(len(keys), dtype=bool)
        order = np.argsort(keys, kind="stable")
        keys, words = keys[order], words[order]
        known, same = self._lookup(keys, words)
        again = 1 + np.flatnonzero(keys[1:] == keys[:-1])
        first = np.searchsorted(keys, keys[again])
        same[again] |= ~known[again] & (words[again] == words[first])
        known[again] = True
        self._push(keys[~known], words[~known])
        back = np.argsort(order, kind="stable")
        return (known & same)[back], (known & ~same)[back]

    def _met(self, keys: Hashes) -> bool:
        """Whether one of these, which are sorted, is known or there twice."""
        return bool((keys[1:] == keys[:-1]).any()) or any(
            (run[np.minimum(np.searchsorted(run, keys), len(run) - 1)] == keys).any() for run, _ in self._runs
        )

    def _lookup(self, keys: Hashes, words: Hashes) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which of these (sorted, so that memory is walked through in order) are in a run, and with the same text."""
        known, same = np.zeros(len(keys), dtype=bool), np.zeros(len(keys), dtype=bool)
        for run, texts in self._runs:
            at = np.minimum(np.searchsorted(run, keys), len(run) - 1)
            hit = run[at] == keys
            known |= hit
            same |= hit & (texts[at] == words)
        return known, same

    def _push(self, keys: Hashes, words: Hashes) -> None:
        while self._runs and len(self._runs[-1][0]) <= 2 * len(keys):
            run, texts = self._runs.pop()
            both = np.concatenate([run, keys])
            order = np.argsort(both, kind="stable")
            keys, words = both[order], np.concatenate([texts, words])[order]
        if len(keys):
            self._runs.append((keys, words))


def _hashes(values: Sequence[str]) -> Hashes:
    return np.fromiter(map(hash, values), dtype=np.int64, count=len(values))
