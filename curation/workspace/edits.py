"""Applying a queue of ops: idempotent, in one transaction, each op one edit of the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection, and_, func, select, tuple_
from sqlalchemy.dialects.sqlite import insert

from curation.errors import RuwoError
from curation.workspace import journal, ops, queries
from curation.workspace.journal import Draft
from curation.workspace.rules import find
from curation.workspace.store import Workspace
from curation.workspace.tables import acks, bubbles, findings, fragments, messages, private_values, rules, signals

GAP = 1024
"""Distance of neighbouring positions, so that a bubble fits between two others without renumbering."""


@dataclass(frozen=True)
class Problem:
    """An op that was refused: nothing of it was done."""

    seq: int
    fragment: int
    code: str


@dataclass
class Applied:
    """What came of a queue: the last sequence number dealt with, refusals, the rows to look at again.

    ``changed``: those of the fragments whose bubbles or context are not what they were.
    """

    ack: int = 0
    problems: list[Problem] = field(default_factory=list)
    fragments: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    bubbles: set[int] = field(default_factory=set)
    elsewhere: bool = False
    """Something else than fragments and their bubbles was changed."""


After = Callable[[Connection, set[int], set[int]], None]
"""Called inside the transaction with the changed fragments and bubbles, to refresh what is derived from them."""


Each = Callable[[Any, Draft], None]
"""Called inside the transaction with an op and the edit it became, before the next op is looked at."""


def apply_edits(
    workspace: Workspace,
    client: str,
    queue: Iterable[Any],
    *,
    reviewer: str = "",
    each: Each | None = None,
    after: After | None = None,
) -> Applied:
    """Apply the ops of ``queue`` (decoded JSON or ops) that this client has not sent before, by their numbers.

    A refused op (stale version, impossible now) changes nothing, is reported, and does not hold up the others.
    An op that is none is refused as well; it counts as dealt with if its number can be read.
    """
    sent = sorted(((ops.parse(raw), ops.number(raw)) for raw in queue), key=lambda one: one[1])
    applied = Applied()
    with workspace.write(lambda: None if applied.elsewhere else applied.fragments) as connection:
        applied.ack = _acknowledged(connection, client)
        for op, seq in sent:
            if seq and seq <= applied.ack:
                continue
            applied.ack = max(applied.ack, seq)
            _try(connection, op, seq, reviewer, applied, each)
        _acknowledge(connection, client, applied.ack)
        if after:
            after(connection, applied.changed, applied.bubbles)
    return applied


def _try(connection: Connection, op: Any, seq: int, reviewer: str, applied: Applied, each: Each | None) -> None:
    connection.exec_driver_sql("SAVEPOINT op")
    try:
        if op is None:
            raise RuwoError("edit_impossible")
        draft = perform(connection, op, reviewer)
        if each:
            each(op, draft)
        applied.fragments |= draft.fragments
        applied.changed |= draft.changed
        applied.elsewhere |= draft.elsewhere
        applied.bubbles |= draft.bubbles
    except RuwoError as error:
        connection.exec_driver_sql("ROLLBACK TO op")
        applied.problems.append(Problem(seq, op.fragment if op else 0, error.code))
    connection.exec_driver_sql("RELEASE op")


def perform(connection: Connection, op: Any, reviewer: str = "") -> Draft:
    """Do one op inside the caller's transaction. Raises RuwoError ``edit_stale`` or ``edit_impossible``."""
    if isinstance(op, ops.Undo):
        return journal.undo(connection, reviewer)
    if isinstance(op, ops.Redo):
        return journal.redo(connection, reviewer)
    _check_version(connection, op)
    draft = Draft(connection, op.kind, reviewer)
    _DO[type(op)](draft, op)
    draft.fragments.add(op.fragment)
    present = select(fragments.c.id).where(fragments.c.id.in_(draft.fragments)).order_by(fragments.c.id)
    draft.update_many(fragments, connection.execute(present).scalars().all(), touched=1)
    draft.finish()
    return draft


def set_status_of_many(connection: Connection, ids: Sequence[int], status: ops.Status, reviewer: str = "") -> Draft:
    """One bulk mark: one edit, one undo."""
    draft = Draft(connection, "bulk_status", reviewer)
    draft.update_many(fragments, ids, status=status, touched=1)
    draft.finish()
    return draft


def _status(draft: Draft, op: ops.SetStatus) -> None:
    values: dict[str, Any] = {"status": op.status, "reason": op.reason}
    if op.note is not None:
        values["note"] = op.note
    for seen in op.also:
        _check_version(draft.connection, seen)
    draft.update_many(fragments, [op.fragment, *(seen.fragment for seen in op.also)], **values)


def _edit(draft: Draft, op: ops.EditBubble) -> None:
    row = _bubble(draft.connection, op.fragment, op.bubble)
    if not op.text.strip():
        raise RuwoError("edit_empty")
    original = _message_text(draft.connection, row["message_id"])
    draft.update(bubbles, op.bubble, text=None if op.text == original else op.text)


def _revert(draft: Draft, op: ops.Revert) -> None:
    if _bubble(draft.connection, op.fragment, op.bubble)["message_id"] is None:
        raise RuwoError("edit_impossible")
    draft.update(bubbles, op.bubble, text=None)


def _split(draft: Draft, op: ops.Split) -> None:
    at = _bubble(draft.connection, op.fragment, op.bubble)["pos"]
    rows = _rows(draft.connection, op.fragment)
    second = [r["id"] for r in rows if r["pos"] >= at]
    if len(second) == len(rows):
        raise RuwoError("split_at_start")
    old = draft.connection.execute(select(fragments).where(fragments.c.id == op.fragment)).mappings().one()
    place = max(_first_seq(draft.connection, second) or old["place"], old["place"])
    new = draft.insert(fragments, chat_id=old["chat_id"], place=place, status=old["status"], touched=1)
    draft.update_many(bubbles, second, fragment_id=new)


def _merge(draft: Draft, op: ops.Merge) -> None:
    connection = draft.connection
    mine = connection.execute(select(fragments).where(fragments.c.id == op.fragment)).mappings().one()
    other = _neighbour(connection, mine, op.where)
    if other is None:
        raise RuwoError("merge_no_neighbour")
    rows, own = _rows(connection, other["id"]), _rows(connection, op.fragment)
    if op.where == "next":
        base = (own[-1]["pos"] if own else 0) + GAP
    else:
        base = (own[0]["pos"] if own else 0) - GAP * len(rows)
    for i, row in enumerate(rows):
        draft.update(bubbles, row["id"], fragment_id=op.fragment, pos=base + i * GAP)
    pair = (mine, other) if op.where == "next" else (other, mine)
    joined = {c: "\n".join(p[c] for p in pair if p[c]) for c in ("context", "note")}
    draft.update(fragments, op.fragment, place=min(mine["place"], other["place"]), **joined)
    draft.delete(fragments, other["id"])


def _remove(draft: Draft, op: ops.Remove | ops.Unremove) -> None:
    if not {row["id"] for row in _rows(draft.connection, op.fragment)}.issuperset(op.bubbles):
        raise RuwoError("edit_stale")
    draft.update_many(bubbles, op.bubbles, removed=int(isinstance(op, ops.Remove)))


def _move(draft: Draft, op: ops.Move) -> None:
    moving = set(op.bubbles)
    chosen = [r["id"] for r in _rows(draft.connection, op.fragment) if r["id"] in moving]
    if len(chosen) != len(moving) or op.before in moving:
        raise RuwoError("edit_impossible")
    for bubble, pos in zip(chosen, _room(draft, op.fragment, op.before, len(chosen), moving), strict=True):
        draft.update(bubbles, bubble, pos=pos)


def _add(draft: Draft, op: ops.Add) -> None:
    if not op.text.strip():
        raise RuwoError("edit_empty")
    (pos,) = _room(draft, op.fragment, op.before, 1)
    new = draft.insert(bubbles, fragment_id=op.fragment, pos=pos, side=op.side, text=op.text)
    draft.bubbles.add(new)


def _context(draft: Draft, op: ops.Context) -> None:
    draft.update(fragments, op.fragment, context=op.text.strip())


def _pull(draft: Draft, op: ops.Pull) -> None:
    connection = draft.connection
    _same_chat(connection, op)
    (pos,) = _room(draft, op.fragment, op.before, 1)
    shown = connection.execute(select(bubbles).where(bubbles.c.message_id == op.message)).mappings().first()
    if shown is None:
        draft.insert(bubbles, fragment_id=op.fragment, pos=pos, message_id=op.message, pulled=1)
        return
    draft.update(bubbles, shown["id"], fragment_id=op.fragment, pos=pos, removed=0, pulled=1)
    left = shown["fragment_id"]
    if left != op.fragment and not _rows(connection, left):
        draft.delete(fragments, left)


def _decide(draft: Draft, op: ops.Decide) -> None:
    found = draft.connection.execute(select(findings).where(findings.c.id == op.finding)).mappings().first()
    if found is None:
        raise RuwoError("edit_stale")
    draft.update(findings, op.finding, exception=int(op.decision == "exception"))
    if op.decision != "exception":
        draft.update(private_values, found["value_id"], decision=op.decision)


def _repair(draft: Draft, op: ops.Repair) -> None:
    """The stored ops of a signal, in their order; one that is of another fragment names it."""
    query = select(signals.c.repair).where(signals.c.id == op.signal, signals.c.fragment_id == op.fragment)
    stored = draft.connection.execute(query).scalar()
    if stored is None:
        raise RuwoError("edit_stale")
    for raw in orjson.loads(stored):
        part = ops.part({"fragment": op.fragment, **raw})
        if part is None or type(part) not in _DO:
            raise RuwoError("edit_impossible")
        _DO[type(part)](draft, part)
        draft.fragments.add(part.fragment)


def _mark(draft: Draft, op: ops.Mark) -> None:
    row = _bubble(draft.connection, op.fragment, op.bubble)
    text = row["text"] if row["text"] is not None else _message_text(draft.connection, row["message_id"]) or ""
    word = text[op.start : op.end].strip()
    if not word or op.end > len(text):
        raise RuwoError("edit_stale")
    if find(draft.connection, "word", op.entity, word) is not None:
        raise RuwoError("rule_there")
    draft.insert(rules, kind="word", entity=op.entity, pattern=word)


_DO: dict[type, Callable[[Draft, Any], None]] = {
    ops.SetStatus: _status,
    ops.EditBubble: _edit,
    ops.Revert: _revert,
    ops.Split: _split,
    ops.Merge: _merge,
    ops.Remove: _remove,
    ops.Unremove: _remove,
    ops.Move: _move,
    ops.Add: _add,
    ops.Context: _context,
    ops.Pull: _pull,
    ops.Decide: _decide,
    ops.Repair: _repair,
    ops.Mark: _mark,
}


def _check_version(connection: Connection, op: ops.Op | ops.Seen) -> None:
    seen = connection.execute(select(fragments.c.version).where(fragments.c.id == op.fragment)).scalar()
    if seen != op.version:
        raise RuwoError("edit_stale")


def _bubble(connection: Connection, fragment: int, bubble: int) -> Any:
    where = and_(bubbles.c.id == bubble, bubbles.c.fragment_id == fragment)
    row = connection.execute(select(bubbles).where(where)).mappings().first()
    if row is None:
        raise RuwoError("edit_stale")
    return row


def _rows(connection: Connection, fragment: int) -> Sequence[Any]:
    query = select(bubbles).where(bubbles.c.fragment_id == fragment).order_by(bubbles.c.pos, bubbles.c.id)
    return connection.execute(query).mappings().all()


def _room(draft: Draft, fragment: int, before: int | None, count: int, moving: set[int] | None = None) -> list[int]:
    """``count`` free positions before a bubble (or at the end); renumbers the fragment when there is no room."""
    for attempt in range(2):
        rows = [r for r in _rows(draft.connection, fragment) if r["id"] not in (moving or ())]
        index = next((i for i, r in enumerate(rows) if r["id"] == before), None if before is not None else len(rows))
        if index is None:
            raise RuwoError("edit_stale")
        low = rows[index - 1]["pos"] if index else (rows[0]["pos"] - GAP * (count + 1) if rows else 0)
        high = rows[index]["pos"] if index < len(rows) else low + GAP * (count + 1)
        if high - low > count:
            step = (high - low) // (count + 1)
            return [low + step * (i + 1) for i in range(count)]
        for i, row in enumerate(rows if not attempt else ()):
            draft.update(bubbles, row["id"], pos=(i + 1) * GAP * (count + 1))
    raise AssertionError("renumbering makes room")


def _neighbour(connection: Connection, mine: Any, where: str) -> Any:
    key = tuple_(fragments.c.place, fragments.c.id)
    here = tuple_(mine["place"], mine["id"])
    query = select(fragments).where(fragments.c.chat_id == mine["chat_id"], fragments.c.hidden == 0)
    if where == "next":
        query = query.where(key > here).order_by(fragments.c.place, fragments.c.id)
    else:
        query = query.where(key < here).order_by(fragments.c.place.desc(), fragments.c.id.desc())
    return connection.execute(query.limit(1)).mappings().first()


def _first_seq(connection: Connection, ids: Sequence[int]) -> int | None:
    """Of what stands where it was sent; a message that was pulled in says nothing about the fragment's place."""
    query = select(func.min(messages.c.seq)).join(bubbles, bubbles.c.message_id == messages.c.id)
    return connection.execute(query.where(bubbles.c.id.in_(ids), bubbles.c.pulled == 0)).scalar()


def _message_text(connection: Connection, message: int | None) -> str | None:
    query = select(queries.SHOWN).select_from(messages).outerjoin(*queries.NAMED)
    return connection.execute(query.where(messages.c.id == message)).scalar()


def _same_chat(connection: Connection, op: ops.Pull) -> None:
    chat = select(fragments.c.chat_id).where(fragments.c.id == op.fragment).scalar_subquery()
    where = and_(messages.c.id == op.message, messages.c.chat_id == chat)
    if connection.execute(select(messages.c.id).where(where)).first() is None:
        raise RuwoError("edit_impossible")


def _acknowledged(connection: Connection, client: str) -> int:
    return int(connection.execute(select(acks.c.seq).where(acks.c.client == client)).scalar() or 0)


def _acknowledge(connection: Connection, client: str, seq: int) -> None:
    statement = insert(acks).values(client=client, seq=seq)
    connection.execute(statement.on_conflict_do_update(index_elements=["client"], set_={"seq": seq}))
