"""Stretches of the log as the signals read them: which fragments are looked at together, and their bubbles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from sqlalchemy import Connection, RowMapping

from curation import signals
from curation.flow.cutting import fragmenting
from curation.privacy.values import HARM
from curation.workspace import marks, queries

BATCH = 500
"""Fragments looked at together."""

AROUND = 1
"""Fragments before and after the wanted ones that are looked at with them: as far as any signal looks."""

HARMFUL = [entity for entity, harm in HARM.items() if harm == "high"]


def around(order: Sequence[tuple[int, int]], waiting: set[int]) -> Iterator[tuple[list[int], list[int]]]:
    """(fragments to look at, those of them that are wanted): in batches, or around each when they are few."""
    for _, group in groupby(order, key=lambda one: one[0]):
        ids = [i for _, i in group]
        places = {at for at, i in enumerate(ids) if i in waiting}
        wanted = sorted({at + step for at in places for step in (-1, 0, 1)} & set(range(len(ids))))
        for run in _runs(wanted):
            yield ids[max(run[0] - AROUND, 0) : run[-1] + AROUND + 1], [ids[at] for at in run]


def _runs(places: Sequence[int]) -> Iterator[list[int]]:
    """Places that lie close together, at most a batch at a time."""
    run: list[int] = []
    for at in places:
        if run and (at - run[-1] > 2 * AROUND or len(run) >= BATCH):
            yield run
            run = []
        run.append(at)
    if run:
        yield run


def read(connection: Connection, ids: Sequence[int]) -> Iterator[signals.Fragment]:
    """Fragments as the analysis sees them, in the order of ``ids``."""
    rows = {row["id"]: row for row in queries.fragments_by_id(connection, ids)}
    shown = queries.bubbles_of(connection, ids)
    uses = fragmenting.uses(connection)
    undecided = {row["fragment"]: row for row in marks.undecided(connection, HARMFUL, ids)}
    quoted = _quoted(connection, rows.values(), shown)
    for i in ids:
        if i in rows:
            bubbles = [
                signals.Bubble(
                    b["id"], fragmenting.line_of(b, uses), b["sender_id"] or "", _seconds(b), b["message_id"],
                    quoted.get(b["message_id"]),
                )
                for b in shown.get(i, ())
                if not b["removed"]
            ]  # fmt: skip
            open_values = undecided.get(i, {"values": 0, "harmful": 0})
            open_ones = open_values["values"], open_values["harmful"]
            yield signals.Fragment(i, rows[i]["chat_id"], bubbles, *open_ones, rows[i]["tokens"])


def _seconds(row: RowMapping) -> float | None:
    exact = row["time"] is not None and row["time_precision"] in ("s", "min")
    return row["time"] / 1e6 if exact else None


def _quoted(
    connection: Connection, fragments: Iterable[RowMapping], shown: Mapping[int, Sequence[RowMapping]]
) -> dict[int, int]:
    found: dict[int, int] = {}
    for chat in {row["chat_id"] for row in fragments}:
        quoting = [b["message_id"] for rows in shown.values() for b in rows if b["quote"] is not None]
        found |= marks.quoted(connection, chat, quoting) if quoting else {}
    return found
