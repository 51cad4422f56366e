"""The review page's two directions: ops of the canvas into the journal, fragments out as the canvas draws them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping

from curation import dataset, signals
from curation.errors import SENTENCES
from curation.flow import (
    background,
    fragmenting,
    hiding,
    hints,
    keeping,
    marking,
    scanning,
    signalling,
    trained,
    training,
)
from curation.flow.masking import current, masked
from curation.flow.redaction import Redactor
from curation.flow.words import EDITS, ENTITIES, KINDS
from curation.privacy.values import mask
from curation.uses import SPEECH
from curation.workspace import Workspace, edits, findings, hides, journal, ops, queries, search, tables

Translate = Callable[[str], str]

_REPAIRS = {**dataset.REPAIRS, **dataset.SKIPS}


def apply(workspace: Workspace, client: str, queue: Iterable[Any], reviewer: str = "") -> edits.Applied:
    """Apply a client's queue of ops, then scan what was typed and refresh what is derived, in one transaction."""
    marked: set[int] = set()

    def each(op: ops.Op, draft: journal.Draft) -> None:
        if isinstance(op, ops.Mark):
            marking.check(op, draft)
            marked.add(op.fragment)
        if isinstance(op, ops.Undo | ops.Redo):
            fragmenting.recut_again(draft, redo=isinstance(op, ops.Redo))
            hiding.again(draft)
            signalling.again(draft)

    def after(connection: Connection, touched: set[int], bubbles: set[int]) -> None:
        settle(connection, touched, bubbles)
        marking.show(connection, marked)

    applied = edits.apply_edits(workspace, client, queue, reviewer=reviewer, each=each, after=after)
    if marked:
        background.start_scan(workspace)
    return applied


def settle(connection: Connection, touched: set[int], bubbles: set[int]) -> None:
    """Derive anew what hangs on these fragments and bubbles: findings in typed texts, signals, what is hidden."""
    present = [row["id"] for row in queries.fragments_by_id(connection, sorted(touched))]
    scanning.scan_typed(connection, sorted(bubbles), present)
    fragmenting.refresh(connection, present)
    hides.apply(connection, tables.fragments.c.id.in_(present))


def mark(workspace: Workspace, ids: Sequence[int], status: ops.Status, reviewer: str = "") -> int:
    """Give many fragments one status as a single edit; returns how many there were."""
    with workspace.write() as connection:
        edits.set_status_of_many(connection, ids, status, reviewer)
    return len(ids)


def undo(workspace: Workspace) -> None:
    """Take the newest edit back, whichever page it came from; does nothing when there is none."""
    apply(workspace, "", [ops.Undo()])


def redo(workspace: Workspace) -> None:
    """Bring back what was taken back last; does nothing when there is none."""
    apply(workspace, "", [ops.Redo()])


def journal_ends(workspace: Workspace, translate: Translate) -> tuple[str, str]:
    """What undo would take back and redo would bring back, in words; empty where there is nothing."""
    with workspace.read() as connection:
        undo, redo = journal.undoable(connection), journal.redoable(connection)
        kinds = [EDITS.get(journal.kind_of(connection, edit), "") for edit in (undo, redo)]
    first, second = [translate(kind) if kind else "" for kind in kinds]
    return first, second


@dataclass
class View:
    """What the person has opened: fragment -> how many source messages before and after it; values shown or masked."""

    around: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    reveal: bool = False
    focus: int | None = None
    after: bool = False
    """Show what each fragment trains instead of its bubbles."""
    text: str = ""
    """What is searched for: where it stands is marked."""


def page(connection: Connection, ids: Sequence[int], view: View, translate: Translate) -> dict[str, Any]:
    """Fragments as the canvas draws them (its data contract stands in pages/widgets/canvas.py), without labels."""
    shown = Shown(connection, view, translate)
    undo, redo = journal.undoable(connection), journal.redoable(connection)
    return {
        "fragments": shown.fragments(ids),
        "can_undo": undo is not None,
        "can_redo": redo is not None,
        "undo_label": translate(EDITS.get(journal.kind_of(connection, undo), "")) if undo else "",
        "redo_label": translate(EDITS.get(journal.kind_of(connection, redo), "")) if redo else "",
        "focus": view.focus,
        "reveal": view.reveal,
        "after": view.after,
    }


def draw(workspace: Workspace, ids: Sequence[int], view: View, translate: Translate) -> dict[str, Any]:
    """:func:`page` as things stand now, built anew only where something was written; nobody may change what it gives.

    Fragments beside which others show, or the values of the whole workspace, are built in any case.
    """
    once = ids if view.after else [i for i, opened in view.around.items() if any(opened)]
    kept = keeping.Page(workspace, ids, (translate, view.reveal, view.text), once)
    with workspace.read() as connection:
        found = page(connection, kept.missing, view, translate)
    return found | {"fragments": kept.filled(found["fragments"])}


def problems(applied: edits.Applied, translate: Translate) -> list[dict[str, Any]]:
    """Refused ops in words."""
    return [{"seq": p.seq, "fragment": p.fragment, "text": translate(SENTENCES[p.code])} for p in applied.problems]


class Shown:
    """Builds the canvas data of one page with a handful of queries."""

    def __init__(self, connection: Connection, view: View, translate: Translate) -> None:
        self._connection = connection
        self._view = view
        self._t = translate
        self._redactor = Redactor.without_values(connection)
        self._zones = {chat["id"]: ZoneInfo(chat["zone"]) for chat in queries.all_chats(connection)}
        self._uses = fragmenting.uses(connection)
        self._context_in = queries.setting(connection, "persona", {}).get("context_in", "turn")

    def fragments(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        rows = queries.fragments_by_id(self._connection, ids)
        self._bubbles = queries.bubbles_of(self._connection, [row["id"] for row in rows])
        everything = [b for found in self._bubbles.values() for b in found]
        self._in_messages = findings.of_anchors(
            self._connection, "message", [b["message_id"] for b in everything if b["message_id"]]
        )
        self._in_quotes = findings.of_anchors(
            self._connection, "quote", [b["message_id"] for b in everything if b["quote"]]
        )
        self._in_bubbles = findings.of_anchors(self._connection, "bubble", [b["id"] for b in everything if b["typed"]])
        self._held_out = queries.held_out_fragments(self._connection, ids)
        self._hints = hints.of(self._connection, [row["id"] for row in rows if row["analysed"]], self._t)
        self._trained = trained.rows(self._connection, ids) if self._view.after else {}
        return [self._fragment(row) for row in rows]

    def _fragment(self, row: RowMapping) -> dict[str, Any]:
        rows = self._bubbles.get(row["id"], [])
        lines = [fragmenting.line_of(b, self._uses) for b in rows]
        before, after = self._around(row)
        planned = training.plan(rows, lines, row["context"], self._context_in)
        zone = self._zones[row["chat_id"]]
        return {
            "id": row["id"],
            "version": row["version"],
            "status": row["status"],
            "note": row["note"],
            "reason": row["reason"],
            "row": self._trained.get(row["id"], []),
            "context": row["context"],
            "chat": row["chat"],
            "date": _clock(row["start"], zone, DAY_AND_TIME),
            "turns": row["turns"],
            "held_out": row["id"] in self._held_out,
            "signals": self._signals(row, [line for line, b in zip(lines, rows, strict=True) if not b["removed"]]),
            "repairs": [{"kind": kind, "text": self._t(_REPAIRS[kind])} for kind in planned.repairs],
            "bubbles": [
                _filled(self._bubble(b, line, zone, planned.cuts.get(b["id"], "")))
                for b, line in zip(rows, lines, strict=True)
            ],
            "before": [self._source(m, zone) for m in before],
            "after": [self._source(m, zone) for m in after],
            "more_before": len(before) == self._open(row["id"])[0] > 0,
            "more_after": len(after) == self._open(row["id"])[1] > 0,
        }

    def _open(self, fragment: int) -> tuple[int, int]:
        return self._view.around.get(fragment, (0, 0))

    def _around(self, row: RowMapping) -> tuple[list[RowMapping], list[RowMapping]]:
        wanted = self._open(row["id"])
        if not any(wanted):
            return [], []
        before, after = queries.around(self._connection, row["id"], *wanted)
        here = [*before, *after]
        self._in_messages.update(findings.of_anchors(self._connection, "message", [m["id"] for m in here]))
        self._in_quotes.update(findings.of_anchors(self._connection, "quote", [m["id"] for m in here if m["quote"]]))
        return before, after

    def _signals(self, row: RowMapping, lines: Sequence[signals.Line]) -> list[dict[str, Any]]:
        return self._hints.get(row["id"], []) if row["analysed"] else hints.quick(lines, self._connection, self._t)

    def _bubble(self, b: RowMapping, line: signals.Line, zone: ZoneInfo, cut: str) -> dict[str, Any]:
        typed = b["typed"] is not None
        text = b["typed"] if typed else b["original"]
        found = self._in_bubbles.get(b["id"], []) if typed else self._in_messages.get(b["message_id"], [])
        return {
            "id": b["id"],
            "message": b["message_id"],
            "side": b["side"],
            "use": line.use,
            "kind": b["kind"],
            "label": self._t(KINDS.get(b["kind"], "")),
            "text": text,
            "original": b["original"] if typed and b["message_id"] is not None else None,
            "quote": self._quote(b["quote"], b["message_id"]),
            "sender": b["sender"] or "",
            "time": _clock(b["time"], zone, TIME),
            "removed": bool(b["removed"]),
            "added": b["message_id"] is None,
            "pulled": bool(b["pulled"]),
            "cut": cut,
            "transcript": line.kind == "voice" and line.use == SPEECH,
            "unsure": [i for i, c in enumerate(text) if c == "，"] if line.unsure else [],
            "findings": self._findings(text, found) if found else [],
            "hits": search.spans(text, self._view.text) if self._view.text else [],
        }

    def _source(self, m: RowMapping, zone: ZoneInfo) -> dict[str, Any]:
        line = fragmenting.line_of(_as_bubble(m), self._uses)
        return {
            "message": m["id"],
            "side": m["side"],
            "use": line.use,
            "kind": m["kind"],
            "label": self._t(KINDS.get(m["kind"], "")),
            "text": m["text"],
            "quote": self._quote(m["quote"], m["id"]),
            "sender": m["sender"] or "",
            "time": _clock(m["time"], zone, TIME),
            "date": _clock(m["time"], zone, DAY),
            "fragment": m["fragment"],
            "fragment_status": m["status"] or "",
            "findings": self._findings(m["text"], self._in_messages.get(m["id"], [])),
        }

    def _quote(self, quote: str | None, message: int) -> str | None:
        if not quote or self._view.reveal:
            return quote or None
        return masked(quote, self._in_quotes.get(message, []))

    def _findings(self, text: str, found: Sequence[RowMapping]) -> list[dict[str, Any]]:
        return [
            {
                "id": f["id"],
                "start": f["start"],
                "end": f["end"],
                "entity": f["entity"],
                "label": self._t(ENTITIES[f["entity"]]),
                "decision": self._decision(f),
                "surrogate": f["surrogate"],
                "masked": mask(f["entity"], text[f["start"] : f["end"]]),
            }
            for f in current(text, found)
        ]

    def _decision(self, f: RowMapping) -> str:
        if f["exception"]:
            return "exception"
        return "reject" if f["decision"] == "undecided" and self._redactor.is_exempt(f) else str(f["decision"])


def _as_bubble(m: RowMapping) -> Any:
    return {"typed": None, "original": m["text"], "side": m["side"], "kind": m["kind"], "extra": m["extra"]}


def _filled(bubble: dict[str, Any]) -> dict[str, Any]:
    """Without the empty fields: most fields of most bubbles are empty, and a page of them travels at every click."""
    return {name: value for name, value in bubble.items() if value or name == "text"}


DAY_AND_TIME, DAY, TIME = slice(16), slice(10), slice(11, 16)
"""Parts of ``2024-05-01 16:00+08:00``."""


def _clock(micros: int | None, zone: ZoneInfo, part: slice) -> str:
    return "" if micros is None else datetime.fromtimestamp(micros // 1_000_000, zone).isoformat(" ", "minutes")[part]
