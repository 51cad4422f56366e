"""The review page's two directions: ops of the canvas into the journal, fragments out as the canvas draws them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from curation.errors import N_
from curation.flow import background
from curation.flow.advice import signalling
from curation.flow.cutting import fragmenting
from curation.flow.guarding import marking, scanning
from curation.flow.sweeping import hiding
from curation.flow.words import EDITS
from curation.flow.workbench import keeping
from curation.flow.workbench.drawing import Shown, Standing, Translate, View
from curation.workspace import Workspace, edits, hides, journal, ops, queries, seeing, tables

__all__ = [
    "View", "apply", "draw", "journal_ends", "mark", "page", "redo", "settle", "undo",
]  # fmt: skip


def apply(
    workspace: Workspace, client: str, queue: Iterable[Any], reviewer: str = "", known: seeing.Known | None = None
) -> edits.Applied:
    """Apply a client's queue of ops, then scan what was typed and refresh what is derived, in one transaction.

    ``known``: what the person has been shown, for an undo or redo that says what they were told of.
    """
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
        if touched or bubbles:
            settle(connection, touched, bubbles)
        if marked:
            marking.show(connection, marked)

    shown = known or seeing.Known()
    applied = edits.apply_edits(workspace, client, queue, reviewer=reviewer, known=shown, each=each, after=after)
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
        ends = _ends(connection, translate)
    return ends["undo_label"], ends["redo_label"]


def _ends(connection: Connection, translate: Translate, reviewer: str | None = None) -> dict[str, Any]:
    """What undo and redo would do: whether there is anything, which entry of the journal it is and its words.

    ``reviewer``: the words say whose it is when it is signed with another name.
    """
    found: dict[str, Any] = {}
    for name, target in (("undo", journal.undoable(connection)), ("redo", journal.redoable(connection))):
        last = seeing.last(connection, target) if target else None
        label = translate(EDITS[last.kind]) if last and EDITS.get(last.kind) else ""
        if last and last.reviewer and reviewer not in (None, last.reviewer):
            label = translate(_WHOSE).format(what=label, who=last.reviewer)
        found |= {f"can_{name}": target is not None, f"{name}_edit": last.id if last else 0, f"{name}_label": label}
    return found


_WHOSE = N_("{what} ({who})")


def page(
    connection: Connection,
    ids: Sequence[int],
    view: View,
    translate: Translate,
    standing: Standing | None = None,
    reviewer: str | None = None,
) -> dict[str, Any]:
    """Fragments as the canvas draws them (its data contract stands in pages/widgets/canvas.py), without labels.

    ``reviewer``: who looks at them, so that it can be said what somebody else did.
    """
    shown = Shown(connection, view, translate, standing or Standing.of(connection))
    return {
        "fragments": shown.fragments(ids),
        **_ends(connection, translate, reviewer),
        "focus": view.focus,
        "reveal": view.reveal,
        "after": view.after,
    }


def draw(
    workspace: Workspace, ids: Sequence[int], view: View, translate: Translate, reviewer: str | None = None
) -> dict[str, Any]:
    """:func:`page` as things stand now, built anew only where something was written; nobody may change what it gives.

    Fragments beside which others show, or the values of the whole workspace, are built in any case.
    """
    once = ids if view.after else [i for i, opened in view.around.items() if any(opened)]
    kept = keeping.Page(workspace, ids, (translate, view.reveal, view.text), once)
    with workspace.read() as connection:
        standing = kept.standing(lambda: Standing.of(connection))
        found = page(connection, kept.missing, view, translate, standing, reviewer)
    return found | {"fragments": kept.filled(found["fragments"])}
