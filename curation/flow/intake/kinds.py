"""What becomes of each kind of message: the setting, with how many messages it decides about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, func, select

from curation.flow.counted import Counted
from curation.flow.cutting import fragmenting
from curation.frames import KINDS
from curation.jobs import Job
from curation.uses import CHOICES, Uses
from curation.workspace import Workspace, journal, queries, tables
from curation.workspace.tables import messages, stickers

Counts = dict[str, tuple[int, int]]
"""Kind -> its messages, and those of them that have no words."""


@dataclass(frozen=True)
class Kind:
    """One kind. ``silent``: its messages without words, which can never be speech."""

    kind: str
    count: int
    silent: int
    use: str
    choices: Sequence[str]


def present(workspace: Workspace) -> list[Kind]:
    """The kinds that occur, in the order in which they are always listed."""
    with workspace.read() as connection:
        uses = fragmenting.uses(connection)
        counts, named = _counts.of(workspace, connection), _named_stickers(connection)
    return [
        Kind(kind, count, silent - (named if kind == "sticker" else 0), uses.chosen(kind), CHOICES[kind])
        for kind in KINDS
        for count, silent in [counts.get(kind, (0, 0))]
        if count
    ]


def load(workspace: Workspace) -> Uses:
    """The setting."""
    with workspace.read() as connection:
        return fragmenting.uses(connection)


def save(workspace: Workspace, chosen: Uses, job: Job[Any] | None = None) -> None:
    """Journal the setting; where kinds are used otherwise than before, cut anew what nobody touched."""
    with workspace.write() as connection:
        before = fragmenting.uses(connection)
        if chosen == before:
            return
        draft = journal.Draft(connection, "uses")
        value = orjson.dumps({"kinds": dict(chosen.kinds), "names": chosen.names}).decode()
        draft.put(tables.settings, fragmenting.USES, value=value)
        if chosen.kinds == before.kinds:
            draft.finish()
        else:
            fragmenting.recut(draft, [chat["id"] for chat in queries.all_chats(connection)], job)


def _count(connection: Connection) -> Counts:
    """Everything but text is counted in an index; text is the rest."""
    other = select(messages.c.kind, func.count()).where(messages.c.kind != "text").group_by(messages.c.kind)
    found = {kind: int(count) for kind, count in connection.execute(other)}
    found["text"] = queries.message_count(connection) - sum(found.values())
    said = [kind for kind in CHOICES if kind != "text" and "speech" in CHOICES[kind]]
    wordless = (
        select(messages.c.kind, func.count())
        .where(messages.c.kind.in_(said), messages.c.kind != "text", func.trim(messages.c.text) == "")
        .group_by(messages.c.kind)
    )
    silent = {kind: int(count) for kind, count in connection.execute(wordless)}
    return {kind: (count, silent.get(kind, 0)) for kind, count in found.items()}


_counts = Counted(_count)


def _named_stickers(connection: Connection) -> int:
    query = select(func.count()).select_from(messages).join(stickers, stickers.c.key == messages.c.sticker)
    return int(connection.execute(query.where(messages.c.sticker.is_not(None))).scalar_one())
