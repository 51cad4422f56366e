"""Names for stickers that came without a description: given once, told everywhere as ``[name]``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping

from curation.flow.counted import Counted
from curation.flow.cutting import fragmenting
from curation.flow.guarding import scanning
from curation.flow.guarding.masking import masked
from curation.jobs import Job
from curation.workspace import Workspace, findings, journal, stickers, tables

LONGEST = 20
"""Characters of a name: WeChat's own descriptions have one to eight."""

SAID = ("text", "quote", "voice")
"""Kinds of messages that tell what a sticker may have meant."""

_AROUND = " []【】"
_HALF = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True)
class Sticker:
    """One sticker. ``example``: sender and words of the messages around one place where it was sent, with None for
    the words of the sticker itself."""

    key: str
    name: str
    sent: int
    example: Sequence[tuple[str, str | None]]


@dataclass(frozen=True)
class Stickers:
    """A page of them, and of all how many there are and how many have a name."""

    page: Sequence[Sticker]
    count: int
    named: int


def listing(workspace: Workspace, *, size: int, page: int = 0) -> Stickers:
    """Stickers without a description, the most frequent first; private values around them are masked."""
    with workspace.read() as connection:
        every, names = _sent.of(workspace, connection), stickers.names(connection)
        shown = [
            Sticker(one.key, names.get(one.key, ""), one.count, _example(connection, one.first))
            for one in every[page * size : (page + 1) * size]
        ]
    return Stickers(shown, len(every), sum(one.key in names for one in every))


_sent = Counted(stickers.sent)


def name(workspace: Workspace, names: Mapping[str, str], job: Job[Any] | None = None) -> int:
    """Give these stickers (by key) their names, an empty one takes a name back: one edit. Returns how many changed."""
    wanted = {key: clean(one) for key, one in names.items()}
    with workspace.write() as connection:
        known = stickers.names(connection)
        changed = {key: one for key, one in wanted.items() if one != known.get(key, "")}
        if not changed:
            return 0
        draft = journal.Draft(connection, "stickers")
        for key, one in changed.items():
            if one:
                draft.put(tables.stickers, key, name=one)
            else:
                draft.delete(tables.stickers, key)
        scanning.scan_texts(connection, [("sticker", n, one) for n, one in enumerate(changed.values()) if one])
        fragmenting.recut(draft, stickers.chats_with(connection, list(changed)), job)
    return len(changed)


def clean(typed: str) -> str:
    """A name as it is kept: one line, without the brackets that it is told in."""
    return _HALF.sub("\ufffd", " ".join(typed.split())).strip(_AROUND)[:LONGEST].rstrip(_AROUND)


def _example(connection: Connection, message: int) -> list[tuple[str, str | None]]:
    """The sticker with the last words before it and the first ones after it."""
    rows = stickers.beside(connection, message)
    at = next(i for i, row in enumerate(rows) if row["id"] == message)
    said = [row for row in rows if row["kind"] in SAID and row["text"].strip()]
    before = [row for row in said if row in rows[:at]][-1:]
    after = [row for row in said if row in rows[at + 1 :]][:1]
    found = findings.of_anchors(connection, "message", [row["id"] for row in (*before, *after)])

    def told(row: RowMapping) -> tuple[str, str | None]:
        return row["sender"] or "", masked(row["text"], found.get(row["id"], []))

    return [*map(told, before), (rows[at]["sender"] or "", None), *map(told, after)]
