"""What a person can do to a fragment, as plain data. The canvas sends these; the command line and tests make them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

Status = Literal["pending", "kept", "dropped", "later"]
Decision = Literal["undecided", "accept", "reject", "exception"]


class Op(BaseModel):
    """One thing done. ``seq`` counts from 1 within a client; ``version`` is the fragment's as the client saw it."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    seq: int = 0
    fragment: int = 0
    version: int = 0


class SetStatus(Op):
    kind: Literal["status"] = "status"
    status: Status
    note: str | None = None


class EditBubble(Op):
    kind: Literal["edit"] = "edit"
    bubble: int
    text: str


class Revert(Op):
    """Back to the message's own text."""

    kind: Literal["revert"] = "revert"
    bubble: int


class Split(Op):
    """A new fragment starts at this bubble."""

    kind: Literal["split"] = "split"
    bubble: int


class Merge(Op):
    """Take the neighbour of the same chat in; this fragment's id stays."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)
    kind: Literal["merge"] = "merge"
    where: Literal["next", "previous"] = Field(alias="with")


class Remove(Op):
    kind: Literal["remove"] = "remove"
    bubbles: list[int]


class Unremove(Op):
    kind: Literal["unremove"] = "unremove"
    bubbles: list[int]


class Move(Op):
    """Put bubbles before another one; None is the end."""

    kind: Literal["move"] = "move"
    bubbles: list[int]
    before: int | None = None


class Add(Op):
    kind: Literal["add"] = "add"
    side: Literal["persona", "human"]
    text: str
    before: int | None = None


class Context(Op):
    kind: Literal["context"] = "context"
    text: str


class Pull(Op):
    """Show a source message in this fragment; if another fragment shows it, it leaves that one."""

    kind: Literal["pull"] = "pull"
    message: int
    before: int | None = None


class Decide(Op):
    """Decide a finding; accept, reject and undecided are of its value everywhere, exception is of this place."""

    kind: Literal["finding"] = "finding"
    finding: int
    decision: Decision


class Undo(Op):
    kind: Literal["undo"] = "undo"


class Redo(Op):
    kind: Literal["redo"] = "redo"


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
    | Undo
    | Redo,
    Field(discriminator="kind"),
]
_ADAPTER: TypeAdapter[AnyOp] = TypeAdapter(AnyOp)


def parse(raw: Any) -> AnyOp | None:
    """An op from decoded JSON, or None when it is none (a broken client must not stop the queue)."""
    try:
        return _ADAPTER.validate_python(raw)
    except ValidationError:
        return None
