"""Signals as they stand in the store: written by the analysis, counted for the settings, shown by the review page.

A fragment waits for the analysis while ``analysed`` is 0, which is what deriving anything from its bubbles sets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, Select, func, select

from curation.workspace.queries import in_chunks
from curation.workspace.tables import bubbles, findings, fragments, messages, private_values, signals


class Mark(NamedTuple):
    """A row of the signals table. ``score``: thousandths; ``reason`` and ``repair``: JSON."""

    fragment: int
    bubble: int | None
    kind: str
    score: int
    reason: str
    repair: str | None


class State(NamedTuple):
    """What a fragment carries: its kinds between bars, and its place in the order of work."""

    signals: str
    rank: int


def bars(kinds: Iterable[str]) -> str:
    """Kinds as the column ``fragments.signals`` holds them."""
    joined = "|".join(kinds)
    return f"|{joined}|" if joined else ""


def write(
    connection: Connection, read: Mapping[int, int], marks: Sequence[Mark], states: Mapping[int, State]
) -> set[int]:
    """Replace the signals of the fragments that are still of the version that was ``read``; returns these."""
    fresh = {i for i, version in versions(connection, list(read)).items() if version == read[i]}
    erase(connection, fresh)
    rows = [mark for mark in marks if mark.fragment in fresh]
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO signals (fragment_id, bubble_id, kind, score, reason, repair) VALUES (?, ?, ?, ?, ?, ?)", rows
        )
    if fresh:
        connection.exec_driver_sql(
            'UPDATE fragments SET signals = ?, "rank" = ?, analysed = version + 1 WHERE id = ?',
            [(*states[i], i) for i in fresh],
        )
    return fresh


def set_states(connection: Connection, states: Mapping[int, State]) -> None:
    """Write what fragments carry, their signals staying as they are."""
    if states:
        connection.exec_driver_sql(
            'UPDATE fragments SET signals = ?, "rank" = ? WHERE id = ?', [(*state, i) for i, state in states.items()]
        )


def erase(connection: Connection, wanted: Iterable[int]) -> None:
    """Remove the signals of these fragments."""
    rows = [(i,) for i in wanted]
    if rows:
        connection.exec_driver_sql("DELETE FROM signals WHERE fragment_id = ?", rows)


def sweep(connection: Connection) -> None:
    """Remove the signals of fragments that are gone."""
    connection.execute(signals.delete().where(signals.c.fragment_id.not_in(select(fragments.c.id))))


def waiting(connection: Connection) -> list[int]:
    """Fragments that wait for the analysis, in no order."""
    return list(connection.execute(select(fragments.c.id).where(fragments.c.analysed == 0)).scalars())


def order(connection: Connection) -> list[tuple[int, int]]:
    """(chat, fragment) of all fragments, in the order of the queue."""
    query = select(fragments.c.chat_id, fragments.c.id)
    rows = connection.execute(query.order_by(fragments.c.chat_id, fragments.c.place, fragments.c.id))
    return [(chat, fragment) for chat, fragment in rows]


def versions(connection: Connection, wanted: Sequence[int]) -> dict[int, int]:
    """Fragment -> its version; vanished ones are left out."""
    return {row["id"]: row["version"] for row in in_chunks(connection, _VERSIONS, fragments.c.id, wanted)}


def states(connection: Connection, wanted: Sequence[int]) -> dict[int, str]:
    """Fragment -> the kinds it carries, between bars."""
    return {row["id"]: row["signals"] for row in in_chunks(connection, _STATES, fragments.c.id, wanted)}


_VERSIONS = select(fragments.c.id, fragments.c.version)
_STATES = select(fragments.c.id, fragments.c.signals)
_SIGNALS = select(signals)


def of_fragments(connection: Connection, wanted: Iterable[int]) -> dict[int, list[RowMapping]]:
    """Fragment -> its signals, the strongest first."""
    found: dict[int, list[RowMapping]] = defaultdict(list)
    for row in in_chunks(connection, _SIGNALS, signals.c.fragment_id, wanted):
        found[row["fragment_id"]].append(row)
    return {i: sorted(rows, key=lambda row: (-row["score"], row["id"])) for i, rows in found.items()}


def carrying(connection: Connection, kind: str) -> list[int]:
    """Fragments with a signal of this kind, however low its score."""
    return list(connection.execute(select(signals.c.fragment_id).where(signals.c.kind == kind).distinct()).scalars())


def count(connection: Connection, kind: str, least: int) -> int:
    """How many fragments have a signal of this kind with at least this score (thousandths)."""
    query = select(func.count(signals.c.fragment_id.distinct())).where(signals.c.kind == kind, signals.c.score >= least)
    return int(connection.execute(query).scalar_one())


def quoted(connection: Connection, chat: int, wanted: Iterable[int] | None = None) -> dict[int, int]:
    """Message -> the message of the chat that it quotes, where the export tells; of all or of the ``wanted`` ones."""
    answer = messages.alias()
    query = select(answer.c.id.label("id"), messages.c.id.label("quoted")).join(
        messages, (messages.c.chat_id == answer.c.chat_id) & (messages.c.export_id == answer.c.reply_to)
    )
    query = query.where(answer.c.chat_id == chat, answer.c.reply_to.is_not(None))
    rows = connection.execute(query).mappings() if wanted is None else in_chunks(connection, query, answer.c.id, wanted)
    return {row["id"]: row["quoted"] for row in rows}


def undecided(
    connection: Connection, harmful: Sequence[str], wanted: Sequence[int] | None = None
) -> Iterator[RowMapping]:
    """(fragment, values, harmful): private values in the shown messages that nobody has decided on, by fragment."""
    query = _undecided(tuple(harmful))
    if wanted is None:
        yield from connection.execute(query).mappings()
    else:
        yield from in_chunks(connection, query, bubbles.c.fragment_id, wanted)


@cache
def _undecided(harmful: tuple[str, ...]) -> Select[Any]:
    worst = private_values.c.entity.in_(harmful)
    return (
        select(
            bubbles.c.fragment_id.label("fragment"),
            func.count(private_values.c.id.distinct()).label("values"),
            func.count(private_values.c.id.distinct()).filter(worst).label("harmful"),
        )
        .join(findings, (findings.c.anchor == "message") & (findings.c.anchor_id == bubbles.c.message_id))
        .join(private_values, private_values.c.id == findings.c.value_id)
        .where(private_values.c.decision == "undecided", private_values.c.waiver == "", findings.c.rule.is_(None))
        .where(findings.c.exception == 0, bubbles.c.removed == 0)
        .group_by(bubbles.c.fragment_id)
    )


def of_kind(connection: Connection, kind: str) -> dict[int, tuple[int, str]]:
    """Fragment -> (score, reason) of its signal of this kind."""
    query = select(signals.c.fragment_id, signals.c.score, signals.c.reason).where(signals.c.kind == kind)
    return {fragment: (score, reason) for fragment, score, reason in connection.execute(query)}


def replace_kind(connection: Connection, kind: str, wanted: Iterable[int], marks: Sequence[Mark]) -> None:
    """Put these signals of one kind in the place of those the fragments have."""
    for i in wanted:
        connection.execute(signals.delete().where(signals.c.fragment_id == i, signals.c.kind == kind))
    if marks:
        connection.execute(signals.insert(), [_row(mark) for mark in marks])


def analysed(connection: Connection, wanted: Iterable[int]) -> list[int]:
    """Those of the fragments whose signals stand in the store."""
    query = select(fragments.c.id).where(fragments.c.analysed != 0)
    return [row["id"] for row in in_chunks(connection, query, fragments.c.id, wanted)]


def _row(mark: Mark) -> dict[str, object]:
    fragment, bubble, *rest = mark
    return dict(
        zip(("fragment_id", "bubble_id", "kind", "score", "reason", "repair"), (fragment, bubble, *rest), strict=True)
    )
