"""How many fragments there are of each sort: all counted once, then only where something was written.

They are counted in parts of neighbouring ids: the part that a click touches takes a third of a millisecond, a hundred
thousand fragments seventy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Connection, and_, bindparam, exists, func, or_, select

from curation.workspace.filters import MARKED, TOUCHED_UP
from curation.workspace.queues import STATUSES
from curation.workspace.store import Workspace
from curation.workspace.tables import bubbles, fragments

PART = 512
"""Ids in a part."""

_SHOWN = fragments.c.hidden == 0
_WORKED_ON = exists().where(bubbles.c.fragment_id == fragments.c.id, TOUCHED_UP)
_CHANGED = or_(fragments.c.context != "", fragments.c.reshaped != 0, _WORKED_ON)
_TRAINED = and_(fragments.c.status == "kept", _SHOWN, fragments.c.tokens > 0)
_SORTS: dict[str, ColumnElement[bool]] = {
    **{status: and_(fragments.c.status == status, _SHOWN) for status in STATUSES},
    "marked": and_(fragments.c.status == "pending", _SHOWN, MARKED),
    "changed": and_(_SHOWN, _CHANGED),
    "hidden": fragments.c.hidden != 0,
    "rows": _TRAINED,
}
_COUNTS = [func.count().filter(sort).label(name) for name, sort in _SORTS.items()]
_TOKENS = func.coalesce(func.sum(fragments.c.tokens).filter(_TRAINED), 0).label("tokens")
_COUNTED = select(*_COUNTS, _TOKENS, fragments.c.id.op("/")(bindparam("size")).label("part")).group_by("part")

_COUNTED_PART = _COUNTED.where(fragments.c.id.between(bindparam("low"), bindparam("high")))

_NAMES = (*_SORTS, "tokens")

Parts = Mapping[int, Counter[str]]


@dataclass(frozen=True)
class _Held:
    stamp: int
    parts: Parts
    total: Counter[str]


_held: WeakKeyDictionary[Workspace, _Held] = WeakKeyDictionary()


def of(workspace: Workspace) -> Counter[str]:
    """Fragments that are not hidden by status; ``marked``: pending ones with a signal; ``changed``: those with other
    words or in another shape than was proposed; ``hidden`` ones, which count only there; ``rows`` and ``tokens`` of
    the data set as it stands.
    """
    held, stamp = _held.get(workspace), workspace.stamps.last
    touched = workspace.stamps.since(held.stamp) if held else None
    with workspace.read() as connection:
        if held is None or touched is None:
            found = _Held(stamp, parts := _count(connection), _sum(parts.values()))
        else:
            found = _again(connection, held, stamp, {i // PART for i in touched})
    _held[workspace] = found
    return found.total.copy()


def _again(connection: Connection, held: _Held, stamp: int, parts: set[int]) -> _Held:
    fresh = {part: found for i in parts for part, found in _count(connection, i).items()}
    total = held.total.copy()
    total.update(_sum(fresh.values()))
    total.subtract(_sum(held.parts[i] for i in parts if i in held.parts))
    rest = {i: counts for i, counts in held.parts.items() if i not in parts}
    return _Held(stamp, rest | fresh, total)


def _count(connection: Connection, part: int | None = None) -> dict[int, Counter[str]]:
    sizes = {"size": PART} if part is None else {"size": PART, "low": part * PART, "high": part * PART + PART - 1}
    rows = connection.execute(_COUNTED if part is None else _COUNTED_PART, sizes).mappings()
    return {row["part"]: Counter({name: row[name] for name in _NAMES}) for row in rows}


def _sum(counted: Iterable[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter(dict.fromkeys(_NAMES, 0))
    for counts in counted:
        total.update(counts)
    return total
