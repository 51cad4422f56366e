"""The journal as a person reads it: who did what when, from what to what; and the way back to any point of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from curation.errors import N_, RuwoError
from curation.flow.words import EDITS
from curation.flow.workbench import changed, review
from curation.workspace import Workspace, history, journal, ops, queries, travel
from curation.workspace.travel import Way

Translate = Callable[[str], str]


@dataclass(frozen=True)
class Entry:
    """One edit in words. ``undone``: taken back since; ``gone``: and it cannot be redone any more.

    ``scope``: how much it changed; ``fragments``: how many of them it touched, ``fragment`` being the first, or
    ``about`` the private value it is of. ``before`` and ``after``: of an edit of many bubbles, the first one's.
    """

    id: int
    when: str
    who: str
    what: str
    scope: str
    fragments: int
    fragment: int | None
    about: str
    before: str
    after: str
    undone: bool
    gone: bool


def page(workspace: Workspace, translate: Translate, *, before: int | None = None, limit: int = 30) -> Sequence[Entry]:
    """Edits, the newest first; ``before``: only older ones than this."""
    with workspace.read() as connection:
        rows = history.page(connection, before=before, limit=limit)
        told = _Told(connection, [row["id"] for row in rows], translate)
        return [told.entry(row) for row in rows]


def entry(workspace: Workspace, edit: int, translate: Translate) -> Entry | None:
    """One edit."""
    with workspace.read() as connection:
        row = history.by_id(connection, edit)
        return _Told(connection, [edit], translate).entry(row) if row else None


@dataclass(frozen=True)
class Part:
    """One change of an edit that has many: a fragment, and what it or a bubble of it was and became."""

    fragment: int
    before: str
    after: str


def parts(workspace: Workspace, translate: Translate, edit: int, limit: int) -> Sequence[Part]:
    """The first changes of an edit, as far as they are of a fragment and say something."""
    with workspace.read() as connection:
        changes = history.changes_of(connection, edit, limit)
        look = changed.Changed(connection, [changes], translate)
        found = [(look.fragment(change), change, look.images(change)) for change in changes]
    decided = {n: changed.decision(change, translate) for n, (_, change, _) in enumerate(found)}
    return [
        Part(fragment, *(decided[n] or images))
        for n, (fragment, _, images) in enumerate(found)
        if fragment and any(decided[n] or images)
    ]


def way(workspace: Workspace, edit: int) -> Way | None:
    """What would be undone or redone to stand where things stood right after this edit; None: it cannot be reached."""
    with workspace.read() as connection:
        return travel.way(connection, edit)


def ahead(workspace: Workspace) -> int:
    """How many edits could be redone: something new gives them up."""
    with workspace.read() as connection:
        return travel.ahead(connection)


def go(workspace: Workspace, way: Way, reviewer: str = "") -> int:
    """Undo or redo that many edits, the nearest first; returns how many it were.

    Raises ``bulk_stale`` when anything was done since the way was looked for.
    """
    with workspace.read() as connection:
        if queries.last_edit(connection) != way.seen:
            raise RuwoError("bulk_stale")
    steps = [*[ops.Undo()] * way.undo, *[ops.Redo()] * way.redo]
    return len(steps) - len(review.apply(workspace, "", steps, reviewer).problems)


def reviewers(workspace: Workspace) -> list[str]:
    """Names that stand in the journal, the newest first."""
    with workspace.read() as connection:
        return history.reviewers(connection)


def is_signed(workspace: Workspace) -> bool:
    """Whether anybody has said a name."""
    with workspace.read() as connection:
        return history.is_signed(connection)


def export(workspace: Workspace) -> Iterator[bytes]:
    """The whole journal as JSON lines. It holds private text: every version of every edited bubble."""
    with workspace.read() as connection:
        yield from history.lines(connection)


class _Told:
    """What the edits of a page changed, looked up at once."""

    def __init__(self, connection: Connection, edits: list[int], translate: Translate) -> None:
        self._connection, self._t = connection, translate
        self._changes = history.first_changes(connection, edits)
        self._look = changed.Changed(connection, self._changes.values(), translate)
        self._rows = history.rows_touched(connection, edits)
        self._fragments = history.fragments_touched(connection, edits)
        self._decisions = history.decisions(connection, edits)

    def entry(self, row: Mapping[Any, Any]) -> Entry:
        edit, look = row["id"], self._look
        changes, fragments = self._changes[edit], self._fragments.get(edit, 0)
        images = [changed.decided(self._decisions[edit], self._t), *map(look.images, changes)]
        before, after = next(filter(any, images), ("", ""))
        return Entry(
            edit,
            datetime.fromtimestamp(row["at"] / 1e6).astimezone().strftime("%Y-%m-%d %H:%M"),
            row["reviewer"],
            self._label(row),
            changed.scope(self._rows[edit], fragments, self._t),
            fragments,
            next(filter(None, map(look.fragment, changes)), None),
            next(filter(None, map(look.value, changes)), ""),
            before,
            after,
            row["undone"] is not None,
            bool(row["abandoned"]),
        )

    def _label(self, row: Mapping[Any, Any]) -> str:
        kind = journal.kind_of(self._connection, row["inverts"]) if row["inverts"] else row["kind"]
        label = self._t(EDITS.get(kind, "")) or kind
        if not row["inverts"]:
            return label
        return self._t(_UNDO if row["kind"] == "undo" else _REDO).format(what=label)


_UNDO, _REDO = N_("undo: {what}"), N_("redo: {what}")
