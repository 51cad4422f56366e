"""Findings and the values they stand for. A finding holds as long as the text it was found in (``text_hash``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, func, or_, select

from curation.workspace.imports import content_hash
from curation.workspace.queries import in_chunks
from curation.workspace.tables import findings, messages, private_values
from curation.workspace.values import RULED, counts

Row = RowMapping


@dataclass(frozen=True)
class Found:
    """A finding to be stored. ``normal`` is the key of its value; offsets are code points of the anchor's text.

    ``rule``: the id of the person's rule that found it, if one did.
    """

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
    rule: int | None = None


def text_hash(text: str) -> int:
    """What ties a finding to the text it was found in."""
    return content_hash(text)


def store(connection: Connection, found: Iterable[Found], surrogate: Callable[[str, int], str]) -> int:
    """Add findings that are not there yet; a new value gets ``surrogate(entity, number)``. Returns how many came.

    What a rule found is stored beside what another rule found at the same place: either may be taken back.
    """
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
        if (*where, None) not in there and (*where, f.rule) not in there:
            there.add((*where, f.rule))
            fresh.append((*where, known[key], f.score, f.recognizer, f.rule))
    if fresh:
        connection.exec_driver_sql(
            'INSERT INTO findings (anchor, anchor_id, text_hash, start, "end", value_id, score, recognizer, rule) '
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            fresh,
        )
    return len(fresh)


def store_new_spans(connection: Connection, found: Iterable[Found], surrogate: Callable[[str, int], str]) -> int:
    """Like :func:`store`, but only what overlaps no finding of the recognizers that is there for the same text."""
    rows = list(found)
    taken: dict[tuple[str, int, int], list[tuple[int, int]]] = defaultdict(list)
    for anchor, key, text, start, end, rule in _there(connection, rows):
        if rule is None:
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
        .where(findings.c.anchor == "message", private_values.c.entity == "PERSON", counts)
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
    .where(counts)
    .order_by(findings.c.anchor_id, findings.c.start, findings.c.end.desc())
)


def of_anchors(connection: Connection, anchor: str, ids: Iterable[int]) -> dict[int, list[Row]]:
    """Anchor id -> its findings with value, surrogate and decision, by position (of every text it ever had)."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in _once_a_place(in_chunks(connection, _anchored(anchor), findings.c.anchor_id, ids)):
        found[row["anchor_id"]].append(row)
    return found


@cache
def _anchored(anchor: str) -> Select[Any]:
    return _FINDING.where(findings.c.anchor == anchor)


def of_value(connection: Connection, value: int, limit: int = 50) -> list[Row]:
    """Where a value was found."""
    query = _FINDING.where(findings.c.value_id == value).limit(limit)
    return list(_once_a_place(connection.execute(query).mappings()))


def _once_a_place(rows: Iterable[Row]) -> Iterator[Row]:
    """Several rules may have found the same."""
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        place = (row["anchor"], row["anchor_id"], row["text_hash"], row["start"], row["end"])
        if place not in seen:
            seen.add(place)
            yield row


def all_values(connection: Connection) -> list[Row]:
    """Every value that counts, with its columns and ``ruled`` (a person's rule found it), by id."""
    query = select(private_values, RULED).join(findings).where(counts).group_by(private_values.c.id)
    return list(connection.execute(query.order_by(private_values.c.id)).mappings())


def person_keys(connection: Connection) -> list[str]:
    """The keys of all values that are names."""
    query = select(private_values.c.normal).where(private_values.c.entity == "PERSON")
    return list(connection.execute(query).scalars())


def last(connection: Connection) -> int:
    """A number that changes when something is found."""
    return int(connection.execute(select(func.coalesce(func.max(findings.c.id), 0))).scalar_one())


def rename(connection: Connection, surrogates: Mapping[int, str]) -> None:
    """Give values other surrogates, outside the journal."""
    rows = [(surrogate, key) for key, surrogate in surrogates.items()]
    connection.exec_driver_sql("UPDATE private_values SET surrogate = ? WHERE id = ?", rows)


def open_values(connection: Connection, entity: str, keys: Sequence[str]) -> list[int]:
    """Ids of those of these values that a person rejected, or that the recognizers found and nobody decided."""
    ours = select(findings.c.id).where(findings.c.value_id == private_values.c.id, findings.c.rule.is_(None)).exists()
    undecided = and_(private_values.c.decision == "undecided", ours)
    query = select(private_values.c.id).where(
        private_values.c.entity == entity, or_(private_values.c.decision == "reject", undecided)
    )
    return [row["id"] for row in in_chunks(connection, query, private_values.c.normal, keys)]


def _value_ids(connection: Connection, keys: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    rows = in_chunks(connection, _KEYS, private_values.c.normal, {normal for _, normal in keys})
    return {(r["entity"], r["normal"]): r["id"] for r in rows}


_KEYS = select(private_values.c.id, private_values.c.entity, private_values.c.normal)


def _add_value(connection: Connection, found: Found, surrogate: str) -> int:
    row = {"entity": found.entity, "normal": found.normal, "sample": found.sample, "surrogate": surrogate}
    result = connection.execute(private_values.insert().values(row).returning(private_values.c.id))
    return int(result.scalar_one())


def _there(connection: Connection, rows: Sequence[Found]) -> set[tuple[str, int, int, int, int, int | None]]:
    """What is stored of the anchors of these rows: the place, and the rule that found it."""
    found = in_chunks(connection, _WHERE, findings.c.anchor_id, {f.anchor_id for f in rows})
    return {(r["anchor"], r["anchor_id"], r["text_hash"], r["start"], r["end"], r["rule"]) for r in found}


_WHERE = select(*(findings.c[name] for name in ("anchor", "anchor_id", "text_hash", "start", "end", "rule")))
