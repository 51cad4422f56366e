"""What was decided about fragments of the same kind, said beside the next one, and offered as a rule for all.

Of the same kind: the same signals and about the same length; or, without signals, the same first words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, and_, bindparam, case, func, select

from curation import signals
from curation.errors import N_
from curation.flow.words import STATUSES
from curation.workspace import Workspace, parts, queries
from curation.workspace.filters import HIDDEN, MARKED, Filter
from curation.workspace.tables import fragments

Translate = Callable[[str], str]

LEAST = 3
"""Decisions of one kind that are worth mentioning."""

RULE = 8
"""Decisions of one kind after which the rest of them is offered."""

AGREED = 0.9
"""Share of those decisions that have to be the same."""

_DECIDED = fragments.c.status.in_(("kept", "dropped"))
_LENGTH = case((fragments.c.turns <= 2, 0), (fragments.c.turns <= 6, 1), else_=2)

Key = tuple[str, Any]
"""(signals, class of length) or ("", first words)."""


@dataclass(frozen=True)
class Rule:
    """Fragments with this signal were nearly all decided the same way; ``waiting`` are not decided yet."""

    signal: str
    status: str
    decided: int
    agreed: int
    waiting: int


def beside(connection: Connection, ids: Sequence[int], translate: Translate) -> dict[int, str]:
    """Fragment that is not decided -> what was decided about others of its kind, in words."""
    rows = [row for row in queries.fragments_by_id(connection, ids) if row["status"] in ("pending", "later")]
    known = _decided(connection, rows)
    told = {}
    for row in rows:
        counts = known.get(_key(row), Counter())
        status, most = max(counts.items(), key=lambda one: one[1], default=("", 0))
        if most >= LEAST and most >= AGREED * counts.total():
            words = translate(N_("You decided {count} like this: {decision}"))
            told[row["id"]] = words.format(count=most, decision=translate(STATUSES[status]))
    return told


def rule(workspace: Workspace, passed: Sequence[str] = ()) -> Rule | None:
    """The signal whose decisions so far speak for deciding the rest alike, the one with the most waiting.

    Only signals that may be decided in bulk: others say where to look, not what to do. ``passed``: not these.
    """
    counted = _HELD.of(workspace)
    found = (_rule(kind, counted) for kind in sorted(_bulk()) if kind not in passed)
    return max(filter(None, found), key=lambda one: one.waiting, default=None)


def matching(found: Rule) -> Filter:
    """The fragments that the rule would decide."""
    return Filter(statuses=("pending",), signal=found.signal)


def label(found: Rule) -> str:
    """Name of the rule's signal (English, to be translated)."""
    return signals.labels()[found.signal]


@cache
def _bulk() -> frozenset[str]:
    return frozenset(name for name, kind in signals.kinds().items() if kind.bulk)


_STATUSES = (fragments.c.signals, fragments.c.status)
_COUNTED = select(parts.NUMBER, *_STATUSES, func.count()).where(MARKED, ~HIDDEN).group_by("part", *_STATUSES)
_COUNTED_PART = _COUNTED.where(parts.WITHIN)


def _count(connection: Connection, part: int | None = None) -> dict[int, Counter[tuple[str, str]]]:
    """(Signal that may be decided in bulk, status) of the fragments."""
    found: dict[int, Counter[tuple[str, str]]] = {}
    for number, kinds, status, n in connection.execute(_COUNTED if part is None else _COUNTED_PART, parts.bounds(part)):
        counts = found.setdefault(number, Counter())
        for kind in _bulk().intersection(kinds.split("|")):
            counts[kind, status] += int(n)
    return found


_HELD = parts.InParts(_count)


def _rule(kind: str, counts: Counter[tuple[str, str]]) -> Rule | None:
    kept, dropped, waiting = (counts[kind, status] for status in ("kept", "dropped", "pending"))
    decided, agreed = kept + dropped, max(kept, dropped)
    status = "kept" if kept > dropped else "dropped"
    clear = decided >= RULE and agreed >= AGREED * decided
    return Rule(kind, status, decided, agreed, waiting) if clear and waiting else None


def _decided(connection: Connection, rows: Sequence[Any]) -> dict[Key, Counter[str]]:
    """The decisions about fragments of the same kinds as these."""
    marks = {row["signals"] for row in rows} - {""}
    words = {row["first_words"] for row in rows if not row["signals"]} - {""}
    found: dict[Key, Counter[str]] = defaultdict(Counter)
    for mark, length, decision, n in connection.execute(_BY_MARK, {"kinds": sorted(marks)}) if marks else ():
        found[mark, length][decision] += int(n)
    for first, decision, n in connection.execute(_BY_WORDS, {"kinds": sorted(words)}) if words else ():
        found["", first][decision] += int(n)
    return found


_KINDS: BindParameter[Any] = bindparam("kinds", expanding=True)


def _by_mark() -> Select[Any]:
    where = and_(fragments.c.signals != "", fragments.c.signals.in_(_KINDS), _DECIDED)
    by = (fragments.c.signals, _LENGTH, fragments.c.status)
    return select(*by, func.count()).where(where).group_by(*by)


def _by_words() -> Select[Any]:
    where = and_(fragments.c.first_words.in_(_KINDS), fragments.c.status != "pending", _DECIDED)
    by = (fragments.c.first_words, fragments.c.status)
    return select(*by, func.count()).where(where).group_by(*by)


_BY_MARK, _BY_WORDS = _by_mark(), _by_words()


def _key(row: Any) -> Key:
    if not row["signals"]:
        return "", row["first_words"]
    return row["signals"], 0 if row["turns"] <= 2 else 1 if row["turns"] <= 6 else 2
