"""Which messages of a newer export are those we have: two sequences aligned without comparing each with each.

Every round pairs what only one message can mean: the exporter's id, words at a time, a whole conversation, words
between their neighbours. From each pair the match grows to the neighbours on both sides, which finds the 哈哈 that a
chat is full of. All rounds sort or walk once, so that time grows with the messages (n log n), whatever they say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from curation.workspace.sketch import MISSING, NONE, Log, Mask, Numbers, mixed

T = TypeVar("T", bound=np.generic)

SECOND = 1_000_000
MINUTE = 60 * SECOND
QUARTER = 15 * MINUTE
"""All zones differ by multiples of it."""

_ENOUGH = 20
"""Phrases that tell whether two clocks agree; fewer may have been said twice by chance."""


@dataclass(frozen=True)
class Match:
    """``old_of``: for each newer message the index of the same one in the old log, or NONE.

    ``shift``: microseconds by which the newer export's clock is ahead (another zone); None when times tell nothing.
    """

    old_of: Numbers
    shift: int | None


def votes(old: Log, new: Log) -> Counter[tuple[int, int]]:
    """(sender in the old log, sender in the new one) -> phrases said once in each, by these two."""
    i, j = _once(old.said, new.said, old.telling, new.telling)
    return Counter(zip(old.sender[i].tolist(), new.sender[j].tolist(), strict=True))


def match(old: Log, new: Log, check: Callable[[], None] = lambda: None) -> Match:
    """Find the old message of each newer one. Senders must have the same numbers in both.

    ``check`` is called every now and then; what it raises ends the search.
    """
    if not (len(old) and len(new)):
        return Match(np.full(len(new), NONE, dtype=np.int64), None)
    shift = _shift(old, new)
    moved = replace(new, time=_moved(new.time, shift)) if shift else new
    pairs = _Pairs(old, moved, clocks=shift is not None)
    for look in pairs.rounds():
        check()
        look()
        if not pairs.open:
            break
    return Match(pairs.old_of, shift)


_WINDOWS = ((-1, 0, 1), (-2, -1, 0), (0, 1, 2), (-1, 0), (0, 1), (0,))
"""What must be unique in both, by offsets: a message with what stands beside it, down to the message alone."""


class _Pairs:
    """What is matched so far."""

    def __init__(self, old: Log, new: Log, *, clocks: bool) -> None:
        self.old, self.new, self.clocks = old, new, clocks
        self.old_of: Numbers = np.full(len(new), NONE, dtype=np.int64)
        self.new_of: Numbers = np.full(len(old), NONE, dtype=np.int64)
        grouped = bool((old.group != NONE).any() and (new.group != NONE).any())
        self._starts = (old.starts, new.starts) if grouped else None

    @property
    def open(self) -> bool:
        """Some of both are left."""
        return bool((self.old_of == NONE).any() and (self.new_of == NONE).any())

    @cached_property
    def _words(self) -> tuple[Numbers, Numbers]:
        return self.old.words, self.new.words

    def rounds(self) -> list[Callable[[], None]]:
        """What is looked for, in this order."""
        rounds = [self.by_ids, self.by_time if self.clocks else self.as_part, self.by_groups, self.grow]
        for window in _WINDOWS:
            rounds += [partial(self.by_neighbours, window), self.grow]
        return [*rounds, partial(self.grow, alike=True)]

    def by_ids(self) -> None:
        """The exporter's ids, where the content agrees: some count anew in every export."""
        for i, j in _parts(self.old.name, self.new.name, ~self.old.counted, ~self.new.counted):
            same = self.old.said[i] == self.new.said[j]
            self._add(i, j, same & (self.old.sender[i] == self.new.sender[j]))

    def by_time(self) -> None:
        """The same words at the same time; those that were said several times in their order."""
        old, new = self.old, self.new
        known = [(log.time != MISSING) & (log.units(np.arange(len(log))) <= MINUTE) for log in (old, new)]
        unit = max(int(log.units(mask).max(initial=SECOND)) for log, mask in zip((old, new), known, strict=True))
        clock = [mixed(words, log.time // unit) for words, log in zip(self._words, (old, new), strict=True)]
        free = known[0] & (self.new_of == NONE), known[1] & (self.old_of == NONE)
        self._add(*_in_order(clock[0], clock[1], *free))

    def by_groups(self) -> None:
        """Whole conversations that are the same, wherever in the file they stand."""
        if self._starts is None:
            return
        first = [np.flatnonzero(starts) for starts in self._starts]
        size = [np.diff(starts, append=len(words)) for starts, words in zip(first, self._words, strict=True)]
        whole = [_totals(words, at) for words, at in zip(self._words, first, strict=True)]
        a, b = _in_order(
            mixed(whole[0], size[0]),
            mixed(whole[1], size[1]),
            np.maximum.reduceat(self.new_of, first[0]) == NONE,
            np.maximum.reduceat(self.old_of, first[1]) == NONE,
        )
        i, j = spread(first[0][a], size[0][a]), spread(first[1][b], size[1][b])
        self._add(i, j)

    def by_neighbours(self, window: Sequence[int]) -> None:
        """Messages that are unique with what stands beside them; short windows need a telling phrase."""
        keys = [mixed(*(_beside(words, at) for at in window)) for words in self._words]
        telling = [np.logical_or.reduce([_beside(log.telling, at) for at in window]) for log in (self.old, self.new)]
        if len(window) > 2:
            telling = [np.ones(len(mask), dtype=bool) for mask in telling]
        self._add(*_once(keys[0], keys[1], telling[0], telling[1]))

    def grow(self, *, alike: bool = False) -> None:
        """Go on from each pair to its neighbours, while they are the same (``alike``: or nothing speaks against it)."""
        same = self._alike if alike else self._same
        for step in (1, -1):
            for j in np.flatnonzero(self.old_of == NONE)[::step].tolist():
                if 0 <= j - step < len(self.new) and (beside := int(self.old_of[j - step])) != NONE:
                    i = beside + step
                    if 0 <= i < len(self.old) and self.new_of[i] == NONE and self._joined(i, j, step) and same(i, j):
                        self.old_of[j], self.new_of[i] = i, j

    def as_part(self) -> None:
        """Without times, most of all: one log is just the beginning or the end of the other."""
        size = min(len(self.old), len(self.new))
        for i, j in ((0, 0), (len(self.old) - size, len(self.new) - size)):
            at = np.arange(size)
            if (self._words[0][i + at] == self._words[1][j + at]).all():
                self._add(i + at, j + at)
                return

    def _joined(self, i: int, j: int, step: int) -> bool:
        """No conversation of the file ends on one side only between these and the pair before them."""
        if self._starts is None:
            return True
        back = int(step < 0)
        return bool(self._starts[0][i + back] == self._starts[1][j + back])

    def _same(self, i: int, j: int) -> bool:
        return bool(self._words[0][i] == self._words[1][j]) and self._near(i, j)

    def _alike(self, i: int, j: int) -> bool:
        """Of one sender, and two pictures, or of the same second: exporters write the same message differently."""
        if self._same(i, j):
            return True
        if self.old.sender[i] != self.new.sender[j] or not self._near(i, j):
            return False
        exact = self.clocks and all(
            int(log.units(np.array([k]))[0]) <= SECOND for log, k in ((self.old, i), (self.new, j))
        )
        exact = exact and MISSING not in (int(self.old.time[i]), int(self.new.time[j]))
        return exact or not (self.old.typed(i) or self.new.typed(j))

    def _near(self, i: int, j: int) -> bool:
        return not self.clocks or bool(_agree(self.old, self.new, np.array([i]), np.array([j]))[0])

    def _add(self, i: Numbers, j: Numbers, sure: Mask | None = None) -> None:
        """Pair what is free on both sides and not at different times."""
        good = (self.new_of[i] == NONE) & (self.old_of[j] == NONE)
        if sure is not None:
            good &= sure
        if self.clocks:
            good &= _agree(self.old, self.new, i, j)
        self.old_of[j[good]], self.new_of[i[good]] = i[good], j[good]


def _shift(old: Log, new: Log) -> int | None:
    """How far the newer clock is ahead, in quarters of an hour, by phrases said once in each; None: clocks disagree."""
    if not (old.timed and new.timed):
        return None
    known = old.telling & (old.time != MISSING), new.telling & (new.time != MISSING)
    i, j = next(_parts(old.words, new.words, *known))  # of millions a part will do
    if not len(i):
        return 0
    ahead = new.time[j] - old.time[i]
    shift = round(float(np.median(ahead)) / QUARTER) * QUARTER
    agree = float((np.abs(ahead - shift) <= np.maximum(old.units(i), new.units(j))).mean())
    if agree >= 0.8:
        return shift
    return None if len(i) >= _ENOUGH else 0


def _moved(time: Numbers, shift: int) -> Numbers:
    return np.where(time == MISSING, MISSING, time - shift)


def _agree(old: Log, new: Log, i: Numbers, j: Numbers) -> Mask:
    """The times are the same as far as they are exact, or one of them is not known."""
    a, b = old.time[i], new.time[j]
    unknown = (a == MISSING) | (b == MISSING)
    apart = np.abs(np.where(unknown, 0, a) - np.where(unknown, 0, b))
    near: Mask = apart <= np.maximum(old.units(i), new.units(j))
    return near


def _once(a: Numbers, b: Numbers, of_a: Mask, of_b: Mask) -> tuple[Numbers, Numbers]:
    """Indexes of values that stand once in each, where both masks allow it."""
    i, j = (np.concatenate(some) for some in zip(*_parts(a, b, of_a, of_b), strict=True))
    return i, j


def _parts(a: Numbers, b: Numbers, of_a: Mask, of_b: Mask) -> Iterator[tuple[Numbers, Numbers]]:
    """The same in parts that are all alike: sorting a part needs little memory."""
    parts = 1 + max(len(a), len(b)) // _PART
    for part in range(parts):
        one, i = _singles(a, part, parts)
        other, j = _singles(b, part, parts)
        _, x, y = np.intersect1d(one, other, assume_unique=True, return_indices=True)
        i, j = i[x], j[y]
        good = of_a[i] & of_b[j]
        yield i[good], j[good]


_PART = 250_000
"""Values sorted at once."""


def _singles(values: Numbers, part: int, parts: int) -> tuple[Numbers, Numbers]:
    """Values that stand once, ascending, and where; equal values fall into the same of several parts."""
    at = np.flatnonzero(values % parts == part) if parts > 1 else np.arange(len(values))
    at = at[np.argsort(values[at])]
    ranked = values[at]
    new = np.ones(len(ranked) + 1, dtype=bool)
    new[1:-1] = ranked[1:] != ranked[:-1]
    single = new[:-1] & new[1:]
    return ranked[single], at[single]


def _in_order(a: Numbers, b: Numbers, of_a: Mask, of_b: Mask) -> tuple[Numbers, Numbers]:
    """Equal values paired in their order: the first with the first, the second with the second."""
    i, j = np.flatnonzero(of_a), np.flatnonzero(of_b)
    x, y = _once(_counted(a[i]), _counted(b[j]), np.ones(len(i), dtype=bool), np.ones(len(j), dtype=bool))
    return i[x], j[y]


def _counted(values: Numbers) -> Numbers:
    """Each value with how often it stood before."""
    order = np.argsort(values, kind="stable")
    ranked = values[order]
    place = np.arange(len(values))
    first = np.concatenate([[True], ranked[1:] != ranked[:-1]]) if len(values) else np.zeros(0, dtype=bool)
    out = np.empty(len(values), dtype=np.int64)
    out[order] = place - np.maximum.accumulate(np.where(first, place, 0))
    return mixed(values, out)


def _totals(words: Numbers, first: Numbers) -> Numbers:
    """A hash for each run of words that starts at ``first``."""
    within = np.arange(len(words)) - np.repeat(first, np.diff(first, append=len(words)))
    return np.add.reduceat(mixed(words, within), first)


def spread(first: Numbers, size: Numbers) -> Numbers:
    """All indexes of runs, by where each begins and how long it is."""
    ends = np.cumsum(size)
    return np.arange(int(size.sum())) + np.repeat(first - ends + size, size)


def _beside(values: NDArray[T], at: int) -> NDArray[T]:
    """The value ``at`` places further on; nothing beyond the ends."""
    out = np.zeros_like(values)
    if at < 0:
        out[-at:] = values[:at]
    else:
        out[: len(values) - at] = values[at:]
    return out
