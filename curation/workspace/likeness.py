"""Whether two logs are of the same chat, and who in the one is who in the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from curation.workspace.matching import spread, votes
from curation.workspace.sketch import MISSING, Log, Mask, Numbers

DAY = 24 * 3_600 * 1_000_000
_SHARE = 0.3
"""Of the phrases of the smaller log, within the time of both, how many the other must hold too. Two exports of one
chat share nearly all of them, two chats of one person a few phrases that everybody uses."""

_PHRASES = 5
"""That many telling phrases in both say that it is one chat, also when its file was given another name."""

_SURE = 3
"""Phrases that say who somebody is."""

Names = Mapping[str, Collection[str]]
"""sender_id -> the names of somebody."""


class Index:
    """The telling phrases of many logs: which of them hold phrases of another one."""

    def __init__(self, logs: Sequence[Log]) -> None:
        phrases = [np.unique(log.said[log.telling]) for log in logs]
        owners = np.repeat(np.arange(len(logs)), [len(some) for some in phrases])
        order = np.argsort(every := np.concatenate([*phrases, np.zeros(0, dtype=np.int64)]), kind="stable")
        self._phrases, self._owners, self._size = every[order], owners[order], len(logs)

    def near(self, log: Log) -> list[int]:
        """The logs that share enough phrases with this one to be looked at, most of them first."""
        wanted = np.unique(log.said[log.telling])
        first = np.searchsorted(self._phrases, wanted)
        hits = np.bincount(
            self._owners[spread(first, np.searchsorted(self._phrases, wanted, side="right") - first)],
            minlength=self._size,
        )
        return [int(i) for i in np.argsort(-hits, kind="stable") if hits[i] >= _PHRASES]


def same_chat(old: Log, new: Log, *, named: bool, people: bool) -> bool:
    """Two exports of one chat, by what both say. ``named``: it has the same name or key; ``people``: the same people.

    A continuation that shares nothing with what was before is only known by its name and people, and by its times.
    """
    both = [_within_both(old, new, margin) for margin in (0, DAY)]
    telling = [(a & old.telling, b & new.telling) for a, b in both]
    if any(_share(old.said[a], new.said[b], _PHRASES) >= _SHARE for a, b in telling):
        return True
    if (named or people) and any(_share(old.said[a], new.said[b], 1) >= _SHARE for a, b in both):
        return True
    return named and people and old.timed and new.timed and not all(mask.any() for mask in both[0])


def same_people(old: Names, new: Names) -> bool:
    """More than half of the fewer people have a name in both."""
    known = {name for names in old.values() for name in names if name}
    shared = sum(1 for names in new.values() if known.intersection(names))
    return shared > 0.5 * max(1, min(len(old), len(new)))


def who_is_who(
    old: Log, new: Log, senders: tuple[Mapping[str, int], Mapping[str, int]], names: tuple[Names, Names]
) -> dict[str, str]:
    """sender_id in the newer export -> sender_id we have, of everybody who is known again.

    By what they say in both, else by id, else by name; where one is left on both sides, these two are the same. A new
    person whose id is somebody else's here gets another.
    """
    mine, theirs = ({number: one for one, number in some.items() if one} for some in senders)
    counted = votes(old, new)
    found = {one: other for number, one in theirs.items() if (other := _voted(counted, number, mine))}
    for one in theirs.values():
        other = one if one in senders[0] else _named(names, one)
        if one not in found and other and other not in found.values():
            found[one] = other
    mine_left = set(mine.values()) - set(found.values())
    left = set(theirs.values()) - set(found)
    if len(mine_left) == len(left) == 1 and len(mine) <= 2:
        found[left.pop()] = mine_left.pop()
    return found | {one: f"{one}#" for one in left & set(mine.values())}


def _voted(counted: Counter[tuple[int, int]], number: int, mine: Mapping[int, str]) -> str:
    mine_of = Counter({i: count for (i, j), count in counted.items() if j == number and i in mine})
    best = mine_of.most_common(1)
    return mine[best[0][0]] if best and best[0][1] >= max(_SURE, 0.8 * mine_of.total()) else ""


def _named(names: tuple[Names, Names], one: str) -> str:
    wanted = {name for name in names[1].get(one, ()) if name}
    same = [other for other, known in names[0].items() if wanted.intersection(known)]
    return same[0] if len(same) == 1 else ""


def _share(a: Numbers, b: Numbers, least: int) -> float:
    a, b = np.unique(a[a != 0]), np.unique(b[b != 0])
    if not (len(a) and len(b)):
        return 0.0
    both = int((a[np.minimum(np.searchsorted(a, b), len(a) - 1)] == b).sum())
    return both / min(len(a), len(b)) if both >= least else 0.0


def _within_both(old: Log, new: Log, margin: int) -> tuple[Mask, Mask]:
    """Which lie within the time that both cover; ``margin`` microseconds more on each side, for other zones."""
    if not (old.timed and new.timed):
        return np.ones(len(old), dtype=bool), np.ones(len(new), dtype=bool)
    known = [log.time[log.time != MISSING] for log in (old, new)]
    low = max(int(time.min()) for time in known) - margin
    high = min(int(time.max()) for time in known) + margin
    a, b = ((log.time >= low) & (log.time <= high) for log in (old, new))
    return a, b
