"""What a person has been shown of the journal: an undo or a redo goes for nothing else unasked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection

from curation.errors import RuwoError
from curation.workspace import journal, ops


@dataclass(frozen=True)
class Known:
    """``own``: edits that a session made; ``until``: up to this one they were there when its page was drawn whole."""

    own: Collection[int] = ()
    until: int = 0


class Last(NamedTuple):
    """The newest journal entry of an edit: itself, or its undo or redo. ``kind``: the edit's own."""

    id: int
    reviewer: str
    kind: str


def last(connection: Connection, edit: int) -> Last:
    """Who had the last word about this edit."""
    return Last(*connection.exec_driver_sql(_LAST, (edit,)).one())


_LAST = """
SELECT it.id, it.reviewer, edits.kind FROM edits
JOIN edits AS it ON it.id >= edits.id AND coalesce(it.inverts, it.id) = edits.id
WHERE edits.id = ? ORDER BY it.id DESC LIMIT 1
"""


def check_known(connection: Connection, op: Any, reviewer: str, known: Known, made: Collection[int]) -> None:
    """Let pass what is no journey, and an undo or redo of what the person knows.

    That is what the button named (``told``), what the session did, also just now (``made``), and of what was there
    before it all that nobody else has signed. Raises RuwoError ``undo_unseen`` or ``redo_unseen`` with the journal's
    entry as ``edit``.
    """
    if not isinstance(op, ops.Undo | ops.Redo) or op.told is None:
        return
    target = (journal.undoable if op.kind == "undo" else journal.redoable)(connection)
    if target is None:
        return
    by = last(connection, target)
    mine = by.id in known.own or by.id in made
    old = by.id <= known.until and by.reviewer in ("", reviewer)
    if not (mine or old or by.id == op.told):
        raise RuwoError(f"{op.kind}_unseen", edit=by.id)
