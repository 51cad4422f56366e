"""Counts of fragments that are held: all counted once, then only where something was written.

They are counted in parts of neighbouring ids: the part that a click touches takes a third of a millisecond, a hundred
thousand fragments seventy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, bindparam

from curation.workspace.store import Workspace
from curation.workspace.tables import fragments

PART = 512
"""Ids in a part."""

NUMBER = fragments.c.id.op("/")(bindparam("size")).label("part")
"""Of the part in which a fragment is."""

WITHIN = fragments.c.id.between(bindparam("low"), bindparam("high"))

Key = TypeVar("Key")
Count = Callable[[Connection, int | None], dict[int, Counter[Key]]]
"""Counts by the number of their part; of all parts (None), or of one."""


def bounds(part: int | None) -> dict[str, int]:
    """What :data:`NUMBER` and, for one part, :data:`WITHIN` have to know."""
    every = {"size": PART}
    return every if part is None else every | {"low": part * PART, "high": part * PART + PART - 1}


@dataclass(frozen=True)
class _Held(Generic[Key]):
    stamp: int
    parts: Mapping[int, Counter[Key]]
    total: Counter[Key]


class InParts(Generic[Key]):
    """One way of counting, for any workspace."""

    def __init__(self, count: Count[Key]) -> None:
        self._count = count
        self._held: WeakKeyDictionary[Workspace, _Held[Key]] = WeakKeyDictionary()

    def of(self, workspace: Workspace) -> Counter[Key]:
        """All of them as things stand. What was counted once and is no more may be there with 0."""
        held, stamp = self._held.get(workspace), workspace.stamps.last
        touched = workspace.stamps.since(held.stamp) if held else None
        with workspace.read() as connection:
            if held is None or touched is None:
                found = _Held(stamp, parts := self._count(connection, None), total(parts.values()))
            else:
                found = self._again(connection, held, stamp, {i // PART for i in touched})
        self._held[workspace] = found
        return found.total.copy()

    def _again(self, connection: Connection, held: _Held[Key], stamp: int, parts: set[int]) -> _Held[Key]:
        fresh = {part: found for i in parts for part, found in self._count(connection, i).items()}
        now = held.total.copy()
        now.update(total(fresh.values()))
        now.subtract(total(held.parts[i] for i in parts if i in held.parts))
        rest = {i: counts for i, counts in held.parts.items() if i not in parts}
        return _Held(stamp, rest | fresh, now)


def total(counted: Iterable[Counter[Key]]) -> Counter[Key]:
    """All of them together."""
    found: Counter[Key] = Counter()
    for counts in counted:
        found.update(counts)
    return found
