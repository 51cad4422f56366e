"""Fragments as the canvas draws them, with a handful of queries a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping

from curation import dataset, frames, signals
from curation.flow.advice import hints
from curation.flow.cutting import fragmenting, training
from curation.flow.guarding.masking import current, masked
from curation.flow.guarding.redaction import Redactor
from curation.flow.words import ENTITIES, KINDS
from curation.flow.workbench import times, trained
from curation.privacy.values import mask
from curation.uses import SPEECH, Uses
from curation.workspace import findings, queries, search

Translate = Callable[[str], str]

_REPAIRS = {**dataset.REPAIRS, **dataset.SKIPS}


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


@dataclass(frozen=True)
class Standing:
    """What holds for every fragment, whatever becomes of one."""

    redactor: Redactor
    zones: Mapping[int, ZoneInfo]
    uses: Uses
    context_in: str

    @classmethod
    def of(cls, connection: Connection) -> Standing:
        """As things stand now."""
        zones = {chat["id"]: ZoneInfo(chat["zone"]) for chat in queries.all_chats(connection)}
        context_in = queries.setting(connection, "persona", {}).get("context_in", "turn")
        return cls(Redactor.without_values(connection), zones, fragmenting.uses(connection), context_in)


class Shown:
    """Builds the canvas data of one page with a handful of queries."""

    def __init__(self, connection: Connection, view: View, translate: Translate, standing: Standing) -> None:
        self._connection = connection
        self._view = view
        self._t = translate
        self._redactor = standing.redactor
        self._zones = standing.zones
        self._uses = standing.uses
        self._context_in = standing.context_in

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
        self._hints = hints.of(self._connection, [row["id"] for row in rows], self._t)
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
            "date": times.shown(row["start"], zone, times.DAY_AND_TIME),
            "turns": row["turns"],
            "held_out": row["id"] in self._held_out,
            "signals": self._signals(row, [line for line, b in zip(lines, rows, strict=True) if not b["removed"]]),
            "repairs": [{"kind": kind, "text": self._t(_REPAIRS[kind])} for kind in planned.repairs],
            "bubbles": [
                _filled(self._bubble(b, line, zone, planned.cuts.get(b["id"], ""), when))
                for b, line, when in zip(rows, lines, times.above(rows, zone), strict=True)
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
        """Where the analysis has to look again, what it said before stays until then."""
        known = self._hints.get(row["id"], [])
        if row["analysed"]:
            return known
        here = {b["id"] for b in self._bubbles.get(row["id"], []) if not b["removed"]}
        unseen = {b["id"] for b in self._bubbles.get(row["id"], []) if b["kind"] in frames.HOLES and b["typed"] is None}
        return [*hints.quick(lines, self._connection, self._t), *hints.lasting(known, here, unseen)]

    def _bubble(self, b: RowMapping, line: signals.Line, zone: ZoneInfo, cut: str, when: str) -> dict[str, Any]:
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
            "time": times.clock(b, zone),
            "when": when,
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
            "time": times.clock(m, zone),
            "date": times.shown(m["time"], zone, times.DAY),
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
