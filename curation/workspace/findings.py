"""Findings and the values they stand for. A finding holds as long as the text it was found in (``text_hash``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select

from curation.workspace.imports import content_hash
from curation.workspace.queries import in_chunks
from curation.workspace.tables import findings, messages, private_values

Row = RowMapping


@dataclass(frozen=True)
class Found:
    """A finding to be stored. ``normal`` is the key of its value; offsets are code points of the anchor's text."""

    anchor: str
    anchor_id: int
    text_hash: int
    start: int
    end: int
    entity: str
    normal: str
    sample: str
    score: int
    recognizer: str


def text_hash(text: str) -> int:
    """What ties a finding to the text it was found in."""
    return content_hash(text)


def store(connection: Connection, found: Iterable[Found], surrogate: Callable[[str, int], str]) -> int:
    """Add findings that are not there yet; a new value gets ``surrogate(entity, number)``. Returns how many came."""
    rows = list(found)
    known = _value_ids(connection, {(f.entity, f.normal) for f in rows})
    counted = connection.execute(select(private_values.c.entity, func.count()).group_by(private_values.c.entity))
    numbers = {entity: int(n) for entity, n in counted}
    there = _there(connection, rows)
    fresh = []
    for f in rows:
        key = (f.entity, f.normal)
        if key not in known:
            numbers[f.entity] = numbers.get(f.entity, 0) + 1
            known[key] = _add_value(connection, f, surrogate(f.entity, numbers[f.entity]))
        where = (f.anchor, f.anchor_id, f.text_hash, f.start, f.end)
        if where not in there:
            there.add(where)
            fresh.append((*where, known[key], f.score, f.recognizer))
    if fresh:
        connection.exec_driver_sql(
            'INSERT INTO findings (anchor, anchor_id, text_hash, start, "end", value_id, score, recognizer) '
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            fresh,
        )
    return len(fresh)


def store_new_spans(connection: Connection, found: Iterable[Found], surrogate: Callable[[str, int], str]) -> int:
    """Like :func:`store`, but only what overlaps no finding that is already there for the same text."""
    rows = list(found)
    taken: dict[tuple[str, int, int], list[tuple[int, int]]] = defaultdict(list)
    for anchor, key, text, start, end in _there(connection, rows):
        taken[anchor, key, text].append((start, end))
    free = [
        f
        for f in rows
        if not any(f.start < end and start < f.end for start, end in taken[f.anchor, f.anchor_id, f.text_hash])
    ]
    return store(connection, free, surrogate)


def person_spans(connection: Connection) -> list[Row]:
    """Every PERSON finding in a message with the message's text."""
    query = (
        select(findings.c.start, findings.c.end, findings.c.score, findings.c.recognizer, messages.c.text)
        .join(private_values)
        .join(messages, messages.c.id == findings.c.anchor_id)
        .where(findings.c.anchor == "message", private_values.c.entity == "PERSON")
    )
    return list(connection.execute(query).mappings())


def unscanned(connection: Connection, limit: int) -> list[Row]:
    """Messages that no scan has read yet, with what tells whether one goes on in the next."""
    columns = ("id", "chat_id", "seq", "sender_id", "time", "kind", "text", "quote")
    query = select(*(messages.c[name] for name in columns)).where(messages.c.scanned == 0)
    return list(connection.execute(query.order_by(messages.c.id).limit(limit)).mappings())


def unscanned_count(connection: Connection) -> int:
    """How many messages still wait for the scan."""
    return int(
        connection.execute(select(func.count()).select_from(messages).where(messages.c.scanned == 0)).scalar_one()
    )


def mark_scanned(connection: Connection, ids: Sequence[int]) -> None:
    """Remember that these messages were read."""
    connection.exec_driver_sql("UPDATE messages SET scanned = 1 WHERE id = ?", [(i,) for i in ids])


_FINDING: Select[Any] = (
    select(
        findings,
        private_values.c.entity,
        private_values.c.normal,
        private_values.c.sample,
        private_values.c.surrogate,
        private_values.c.decision,
    )
    .join(private_values)
    .order_by(findings.c.anchor_id, findings.c.start)
)


def of_anchors(connection: Connection, anchor: str, ids: Iterable[int]) -> dict[int, list[Row]]:
    """Anchor id -> its findings with value, surrogate and decision, by position (of every text it ever had)."""
    found: dict[int, list[Row]] = defaultdict(list)
    query = _FINDING.where(findings.c.anchor == anchor)
    for row in in_chunks(connection, query, findings.c.anchor_id, ids):
        found[row["anchor_id"]].append(row)
    return found


def of_value(connection: Connection, value: int, limit: int = 50) -> list[Row]:
    """Where a value was found."""
    return list(connection.execute(_FINDING.where(findings.c.value_id == value).limit(limit)).mappings())


def values(
    connection: Connection, *, entity: str = "", decision: str = "", limit: int = 50, offset: int = 0
) -> list[Row]:
    """Values with how often they were seen, the most frequent first within undecided, accepted, rejected."""
    seen = select(
        findings.c.value_id,
        func.count().label("seen"),
        func.max(findings.c.score).label("score"),
        func.sum(findings.c.exception).label("exceptions"),
    )
    per_value = seen.group_by(findings.c.value_id).subquery()
    query = select(private_values, per_value.c.seen, per_value.c.score, per_value.c.exceptions).join(
        per_value, per_value.c.value_id == private_values.c.id
    )
    if entity:
        query = query.where(private_values.c.entity == entity)
    if decision:
        query = query.where(private_values.c.decision == decision)
    order = (private_values.c.decision != "undecided", per_value.c.seen.desc(), private_values.c.id)
    return list(connection.execute(query.order_by(*order).limit(limit).offset(offset)).mappings())


def value_counts(connection: Connection) -> list[Row]:
    """Number of values by entity and decision."""
    query = select(private_values.c.entity, private_values.c.decision, func.count().label("count"))
    return list(connection.execute(query.group_by(private_values.c.entity, private_values.c.decision)).mappings())


def all_values(connection: Connection) -> list[Row]:
    """Every value with its decision and surrogate."""
    return list(connection.execute(select(private_values).order_by(private_values.c.id)).mappings())


def _value_ids(connection: Connection, keys: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    query = select(private_values.c.id, private_values.c.entity, private_values.c.normal)
    rows = in_chunks(connection, query, private_values.c.normal, {normal for _, normal in keys})
    return {(r["entity"], r["normal"]): r["id"] for r in rows}


def _add_value(connection: Connection, found: Found, surrogate: str) -> int:
    row = {"entity": found.entity, "normal": found.normal, "sample": found.sample, "surrogate": surrogate}
    result = connection.execute(private_values.insert().values(row).returning(private_values.c.id))
    return int(result.scalar_one())


def _there(connection: Connection, rows: Sequence[Found]) -> set[tuple[str, int, int, int, int]]:
    columns = (findings.c.anchor, findings.c.anchor_id, findings.c.text_hash, findings.c.start, findings.c.end)
    found = in_chunks(connection, select(*columns), findings.c.anchor_id, {f.anchor_id for f in rows})
    return {(r["anchor"], r["anchor_id"], r["text_hash"], r["start"], r["end"]) for r in found}
