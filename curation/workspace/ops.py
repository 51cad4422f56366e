"""What a person can do to a fragment, as plain data. The canvas sends these; the command line and tests make them."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

Id = Annotated[int, Field(ge=0, lt=2**63)]
"""What SQLite can hold."""

Ids = Annotated[list[Id], Field(min_length=1, max_length=10_000)]
"""Far more bubbles than any fragment has."""

Typed = Annotated[str, AfterValidator(lambda text: re.sub(r"[\ud800-\udfff]", "\ufffd", text))]
"""What a person typed; half a surrogate pair cannot be stored."""

Status = Literal["pending", "kept", "dropped", "later"]
Decision = Literal["undecided", "accept", "reject", "exception"]


class Op(BaseModel):
    """One thing done. ``seq`` counts from 1 within a client (0: an op that nobody sends twice); ``version`` is the
    fragment's as the client saw it."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)
    seq: Id = 0
    fragment: Id = 0
    version: Id = 0


class Seen(BaseModel):
    """A fragment as the client saw it."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)
    fragment: Id
    version: Id


class SetStatus(Op):
    """``reason``: why it is dropped, a short key; ``also``: other fragments that get the same, in the same edit."""

    kind: Literal["status"] = "status"
    status: Status
    note: Typed | None = None
    reason: Annotated[str, Field(max_length=40)] = ""
    also: Annotated[list[Seen], Field(max_length=200)] = []


class EditBubble(Op):
    kind: Literal["edit"] = "edit"
    bubble: Id
    text: Typed


class Revert(Op):
    """Back to the message's own text."""

    kind: Literal["revert"] = "revert"
    bubble: Id


class Split(Op):
    """A new fragment starts at this bubble."""

    kind: Literal["split"] = "split"
    bubble: Id


class Merge(Op):
    """Take the neighbour of the same chat in; this fragment's id stays."""

    model_config = ConfigDict(populate_by_name=True)
    kind: Literal["merge"] = "merge"
    where: Literal["next", "previous"] = Field(alias="with")


class Remove(Op):
    kind: Literal["remove"] = "remove"
    bubbles: Ids


class Unremove(Op):
    kind: Literal["unremove"] = "unremove"
    bubbles: Ids


class Move(Op):
    """Put bubbles before another one; None is the end."""

    kind: Literal["move"] = "move"
    bubbles: Ids
    before: Id | None = None


class Add(Op):
    kind: Literal["add"] = "add"
    side: Literal["persona", "human"]
    text: Typed
    before: Id | None = None


class Context(Op):
    kind: Literal["context"] = "context"
    text: Typed


class Pull(Op):
    """Show a source message in this fragment; if another fragment shows it, it leaves that one."""

    kind: Literal["pull"] = "pull"
    message: Id
    before: Id | None = None


class Decide(Op):
    """Decide a finding; accept, reject and undecided are of its value everywhere, exception is of this place."""

    kind: Literal["finding"] = "finding"
    finding: Id
    decision: Decision


class Repair(Op):
    """Do what a signal proposes."""

    kind: Literal["repair"] = "repair"
    signal: Id


class Mark(Op):
    """Call a part of a bubble's text private, everywhere it stands. Offsets count code points."""

    kind: Literal["mark"] = "mark"
    bubble: Id
    start: Id
    end: Id
    entity: Annotated[str, Field(max_length=40)]


class Undo(Op):
    """``told``: the journal's entry that the person read of before; None: whatever it is."""

    kind: Literal["undo"] = "undo"
    told: Id | None = None


class Redo(Op):
    """``told``: as of an undo."""

    kind: Literal["redo"] = "redo"
    told: Id | None = None


AnyOp = Annotated[
    SetStatus
    | EditBubble
    | Revert
    | Split
    | Merge
    | Remove
    | Unremove
    | Move
    | Add
    | Context
    | Pull
    | Decide
    | Repair
    | Mark
    | Undo
    | Redo,
    Field(discriminator="kind"),
]
_ADAPTER: TypeAdapter[AnyOp] = TypeAdapter(AnyOp)


def parse(raw: Any) -> Op | None:
    """An op, also from decoded JSON, or None when it is none (a broken client must not stop the queue)."""
    if isinstance(raw, Op):
        return raw
    try:
        op = _ADAPTER.validate_python(raw)
    except ValidationError:
        return None
    return op if op.seq else None


def part(raw: Any) -> Op | None:
    """An op of a stored repair, which has neither number nor version, or None."""
    try:
        return _ADAPTER.validate_python(raw)
    except ValidationError:
        return None


def number(raw: Any) -> int:
    """The ``seq`` of an op or of decoded JSON; 0 when there is none that could be."""
    seq = raw.seq if isinstance(raw, Op) else raw.get("seq") if isinstance(raw, dict) else 0
    return seq if type(seq) is int and 0 < seq < 2**63 else 0
