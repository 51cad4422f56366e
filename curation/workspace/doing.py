"""What each op does to the rows, inside the edit it becomes. Raises RuwoError where it cannot be done (now)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, and_, bindparam, func, select, tuple_

from curation.errors import RuwoError
from curation.workspace import ops, queries
from curation.workspace.journal import Draft
from curation.workspace.rules import find
from curation.workspace.tables import bubbles, findings, fragments, messages, private_values, rules, signals

GAP = 1024
"""Distance of neighbouring positions, so that a bubble fits between two others without renumbering."""


def _status(draft: Draft, op: ops.SetStatus) -> None:
    values: dict[str, Any] = {"status": op.status, "reason": op.reason}
    if op.note is not None:
        values["note"] = op.note
    for seen in op.also:
        check_version(draft.connection, seen)
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
    new = draft.insert(fragments, chat_id=old["chat_id"], place=place, status=old["status"], touched=1, reshaped=1)
    draft.update_many(bubbles, second, fragment_id=new)
    draft.update(fragments, op.fragment, reshaped=1)


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
    draft.update(fragments, op.fragment, place=min(mine["place"], other["place"]), reshaped=1, **joined)
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
    draft.update(fragments, op.fragment, reshaped=1)


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
    if not _rows(connection, left):
        draft.delete(fragments, left)
    elif left != op.fragment:
        draft.update(fragments, left, reshaped=1)


def _decide(draft: Draft, op: ops.Decide) -> None:
    found = draft.connection.execute(select(findings).where(findings.c.id == op.finding)).mappings().first()
    if found is None:
        raise RuwoError("edit_stale")
    draft.update(findings, op.finding, exception=int(op.decision == "exception"))
    if op.decision != "exception":
        draft.update(private_values, found["value_id"], decision=op.decision)


def _repair(draft: Draft, op: ops.Repair) -> None:
    """The stored ops of a signal, in their order; one that is of another fragment names it. With that the signal goes:
    it is derived, and comes back with the analysis where the repair is taken back."""
    query = select(signals.c.repair).where(signals.c.id == op.signal, signals.c.fragment_id == op.fragment)
    stored = draft.connection.execute(query).scalar()
    if stored is None:
        raise RuwoError("edit_stale")
    for raw in orjson.loads(stored):
        part = ops.part({"fragment": op.fragment, **raw})
        if part is None or type(part) not in DO:
            raise RuwoError("edit_impossible")
        DO[type(part)](draft, part)
        draft.fragments.add(part.fragment)
    draft.connection.execute(signals.delete().where(signals.c.id == op.signal))


def _mark(draft: Draft, op: ops.Mark) -> None:
    row = _bubble(draft.connection, op.fragment, op.bubble)
    text = row["text"] if row["text"] is not None else _message_text(draft.connection, row["message_id"]) or ""
    word = text[op.start : op.end].strip()
    if not word or op.end > len(text):
        raise RuwoError("edit_stale")
    if find(draft.connection, "word", op.entity, word) is not None:
        raise RuwoError("rule_there")
    draft.insert(rules, kind="word", entity=op.entity, pattern=word)


DO: dict[type, Callable[[Draft, Any], None]] = {
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
"""Kind of op -> what it does to the rows."""


def check_version(connection: Connection, op: ops.Op | ops.Seen) -> None:
    """Raise RuwoError ``edit_stale`` when the fragment is not what the sender of the op has seen."""
    seen = connection.execute(_VERSION, {"fragment": op.fragment}).scalar()
    if seen != op.version:
        raise RuwoError("edit_stale")


_VERSION = select(fragments.c.version).where(fragments.c.id == bindparam("fragment"))


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
