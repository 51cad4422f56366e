"""The journal as a person reads it: who did what when, from what to what; and the way back to any point of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping

from curation.errors import N_
from curation.flow.words import EDITS, STATUSES
from curation.flow.workbench import review
from curation.workspace import Workspace, history, journal, ops, queries

Translate = Callable[[str], str]

_SHOWN = 200
"""Characters of a text that the panel shows."""

_DECISIONS = {
    "undecided": N_("undecided"),
    "accept": N_("replace"),
    "reject": N_("not private"),
}


@dataclass(frozen=True)
class Entry:
    """One edit in words. ``undone``: taken back since; ``way_back``: an undo or redo itself."""

    id: int
    when: str
    who: str
    what: str
    count: int
    fragment: int | None
    before: str
    after: str
    undone: bool
    way_back: bool


def page(workspace: Workspace, translate: Translate, *, before: int | None = None, limit: int = 30) -> Sequence[Entry]:
    """Edits, the newest first; ``before``: only older ones than this."""
    with workspace.read() as connection:
        rows = history.page(connection, before=before, limit=limit)
        changes = history.first_changes(connection, [row["id"] for row in rows])
        shown_by = _bubbles(connection, changes.values())
        return [_entry(connection, row, changes[row["id"]], shown_by, translate) for row in rows]


def way_back(workspace: Workspace, edit: int) -> int:
    """How many edits would be undone to stand where things stood right after this one."""
    with workspace.read() as connection:
        return history.live_after(connection, edit)


def back_to(workspace: Workspace, edit: int, reviewer: str = "") -> int:
    """Undo everything after this edit, the newest first; returns how many. Every one of them can be redone."""
    steps = way_back(workspace, edit)
    applied = review.apply(workspace, "", [ops.Undo() for _ in range(steps)], reviewer)
    return steps - len(applied.problems)


def reviewers(workspace: Workspace) -> list[str]:
    """Names that stand in the journal, the newest first."""
    with workspace.read() as connection:
        return history.reviewers(connection)


def export(workspace: Workspace) -> Iterator[bytes]:
    """The whole journal as JSON lines. It holds private text: every version of every edited bubble."""
    with workspace.read() as connection:
        yield from history.lines(connection)


def _entry(
    connection: Connection,
    row: Mapping[Any, Any],
    changes: Sequence[Mapping[str, Any]],
    shown_by: Mapping[int, RowMapping],
    translate: Translate,
) -> Entry:
    kind = journal.kind_of(connection, row["inverts"]) if row["inverts"] else row["kind"]
    label = translate(EDITS.get(kind, "")) or kind
    if row["inverts"]:
        label = translate(_UNDO if row["kind"] == "undo" else _REDO).format(what=label)
    before, after = next(filter(any, (_images(change, shown_by, translate) for change in changes)), ("", ""))
    return Entry(
        row["id"],
        datetime.fromtimestamp(row["at"] / 1e6).astimezone().strftime("%Y-%m-%d %H:%M"),
        row["reviewer"],
        label,
        row["count"],
        next(filter(None, (_fragment(change, shown_by) for change in changes)), None),
        before,
        after,
        row["undone"] is not None,
        row["inverts"] is not None,
    )


_UNDO, _REDO = N_("undone: {what}"), N_("redone: {what}")


def _images(change: Mapping[str, Any], shown_by: Mapping[int, RowMapping], translate: Translate) -> tuple[str, str]:
    """What it was and what it became, where one column says it."""
    images = (change["before"] or {}, change["after"] or {})
    names = {name for image in images for name in image}
    if "status" in names:
        return _pair(images, lambda image: translate(STATUSES.get(image.get("status", ""), "")))
    if change["table"] == "bubbles" and "text" in names:
        row = shown_by.get(change["row"]["id"])
        original = row["original"] or "" if row else ""
        return _pair(images, lambda image: _short(image.get("text") or (original if image else "")))
    if "context" in names:
        return _pair(images, lambda image: _short(image.get("context", "")))
    if "decision" in names:
        return _pair(images, lambda image: translate(_DECISIONS.get(image.get("decision", ""), "")))
    return "", ""


def _pair(images: tuple[Any, Any], show: Callable[[Any], str]) -> tuple[str, str]:
    return show(images[0]), show(images[1])


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _fragment(change: Mapping[str, Any], shown_by: Mapping[int, RowMapping]) -> int | None:
    if change["table"] == "fragments":
        return int(change["row"]["id"])
    row = shown_by.get(change["row"].get("id")) if change["table"] == "bubbles" else None
    images = [image for image in (change["after"], row, change["before"]) if image and "fragment_id" in image]
    return int(images[0]["fragment_id"]) if images else None


def _bubbles(connection: Connection, found: Iterable[Sequence[Mapping[str, Any]]]) -> dict[int, RowMapping]:
    """The bubbles that changes name, as they are now: the message's own text stands in no image."""
    ids = {c["row"]["id"] for changes in found for c in changes if c["table"] == "bubbles"}
    return {row["id"]: row for row in queries.bubbles_by_id(connection, ids)}
