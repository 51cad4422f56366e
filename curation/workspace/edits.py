"""Applying a queue of ops: idempotent, in one transaction, each op one edit of the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from curation.errors import RuwoError
from curation.workspace import journal, ops, queries
from curation.workspace.doing import DO, check_version
from curation.workspace.journal import Draft
from curation.workspace.seeing import Known, check_known
from curation.workspace.store import Workspace
from curation.workspace.tables import acks, fragments


@dataclass(frozen=True)
class Problem:
    """An op that was refused: nothing of it was done. ``edit``: the journal's entry in its way, if known."""

    seq: int
    fragment: int
    code: str
    edit: int = 0


@dataclass
class Applied:
    """What came of a queue: the last sequence number dealt with, refusals, the rows to look at again.

    ``changed``: those of the fragments whose bubbles or context are not what they were; ``made``: the edits.
    """

    ack: int = 0
    problems: list[Problem] = field(default_factory=list)
    fragments: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    bubbles: set[int] = field(default_factory=set)
    made: set[int] = field(default_factory=set)
    elsewhere: bool = False
    """Something else than fragments and their bubbles was changed."""


After = Callable[[Connection, set[int], set[int]], None]
"""Called inside the transaction with the changed fragments and bubbles, to refresh what is derived from them."""


Each = Callable[[Any, Draft], None]
"""Called inside the transaction with an op and the edit it became, before the next op is looked at."""

_NOTHING = Known()


def apply_edits(
    workspace: Workspace,
    client: str,
    queue: Iterable[Any],
    *,
    reviewer: str = "",
    known: Known = _NOTHING,
    each: Each | None = None,
    after: After | None = None,
) -> Applied:
    """Apply the ops of ``queue`` (decoded JSON or ops) that this client has not sent before, by their numbers.

    A refused op (stale version, impossible now) changes nothing, is reported, and does not hold up the others.
    An op that is none is refused as well; it counts as dealt with if its number can be read. So is an undo or redo of
    what is not ``known`` to the person who asks for it, if it says what they were told of.
    """
    sent = sorted(((ops.parse(raw), ops.number(raw)) for raw in queue), key=lambda one: one[1])
    applied = Applied()
    with workspace.write(lambda: None if applied.elsewhere else applied.fragments) as connection:
        applied.ack = _acknowledged(connection, client)
        for op, seq in sent:
            if seq and seq <= applied.ack:
                continue
            applied.ack = max(applied.ack, seq)
            _try(connection, op, seq, applied, (reviewer, known, each))
        _acknowledge(connection, client, applied.ack)
        if after:
            after(connection, applied.changed, applied.bubbles)
    return applied


def _try(connection: Connection, op: Any, seq: int, applied: Applied, how: tuple[str, Known, Each | None]) -> None:
    reviewer, known, each = how
    connection.exec_driver_sql("SAVEPOINT op")
    try:
        if op is None:
            raise RuwoError("edit_impossible")
        check_known(connection, op, reviewer, known, applied.made)
        draft = perform(connection, op, reviewer)
        if each:
            each(op, draft)
        applied.fragments |= draft.fragments
        applied.changed |= draft.changed
        applied.elsewhere |= draft.elsewhere
        applied.bubbles |= draft.bubbles
        applied.made.add(draft.edit_id)
    except RuwoError as error:
        connection.exec_driver_sql("ROLLBACK TO op")
        edit = int(str(error.params.get("edit", 0)))
        applied.problems.append(Problem(seq, op.fragment if op else 0, error.code, edit))
    connection.exec_driver_sql("RELEASE op")


def perform(connection: Connection, op: Any, reviewer: str = "") -> Draft:
    """Do one op inside the caller's transaction. Raises RuwoError ``edit_stale`` or ``edit_impossible``."""
    if isinstance(op, ops.Undo):
        return journal.undo(connection, reviewer)
    if isinstance(op, ops.Redo):
        return journal.redo(connection, reviewer)
    check_version(connection, op)
    draft = Draft(connection, op.kind, reviewer)
    DO[type(op)](draft, op)
    draft.fragments.add(op.fragment)
    present = connection.execute(_PRESENT, {"ids": sorted(draft.fragments)}).scalars().all()
    draft.update_many(fragments, present, touched=1)
    draft.finish()
    return draft


_PRESENT = select(fragments.c.id).where(fragments.c.id.in_(bindparam("ids", expanding=True))).order_by(fragments.c.id)


def set_status_of_many(connection: Connection, ids: Sequence[int], status: ops.Status, reviewer: str = "") -> Draft:
    """One bulk mark: one edit, one undo. A fragment that gets another status loses the reason of the one it had."""
    draft = Draft(connection, "bulk_status", reviewer)
    was = {row["id"]: row["status"] for row in queries.in_chunks(connection, _STATUS_OF, fragments.c.id, ids)}
    draft.update_many(fragments, [i for i in ids if was.get(i) != status], status=status, reason="", touched=1)
    draft.update_many(fragments, [i for i in ids if was.get(i) == status], touched=1)
    draft.finish()
    return draft


_STATUS_OF = select(fragments.c.id, fragments.c.status)


def _acknowledged(connection: Connection, client: str) -> int:
    return int(connection.execute(_ACKNOWLEDGED, {"client": client}).scalar() or 0)


def _acknowledge(connection: Connection, client: str, seq: int) -> None:
    connection.execute(_ACKNOWLEDGE, {"client": client, "seq": seq})


_ACKNOWLEDGED = select(acks.c.seq).where(acks.c.client == bindparam("client"))
_ADD = insert(acks)
_ACKNOWLEDGE = _ADD.on_conflict_do_update(index_elements=["client"], set_={"seq": _ADD.excluded.seq})
