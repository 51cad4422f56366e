"""Deciding everything that a filter matches at once: first what it would do, then one edit with one undo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from curation.errors import RuwoError
from curation.flow.sweeping import samples
from curation.flow.sweeping.samples import Sample
from curation.flow.workbench import pace
from curation.workspace import Workspace, edits, ops, queries, queues
from curation.workspace.filters import Filter
from curation.workspace.tables import fragments

SAMPLES = 6
"""Fragments shown of those that would change, spread evenly over them."""


@dataclass(frozen=True)
class Preview:
    """What a bulk decision would do, as things stand at edit ``seen``."""

    status: ops.Status
    count: int
    """Fragments that would change."""
    was: Mapping[str, int]
    """Those by the status they have now."""
    already: int
    """Matched, but decided that way before."""
    samples: Sequence[Sample]
    size: tuple[pace.Size, pace.Size]
    """The data set before and after."""
    seen: int


def preview(workspace: Workspace, chosen: Filter, status: ops.Status) -> Preview:
    """Count and sample what would happen; changes nothing."""
    with workspace.read() as connection:
        query = select(fragments.c.id, fragments.c.status, fragments.c.tokens)
        rows = connection.execute(query.where(*chosen.where())).all()
        changing = [row for row in rows if row.status != status]
        before = pace.size(connection)
        trains = [row for row in changing if row.tokens]
        sign = {row.id: int(status == "kept") - int(row.status == "kept") for row in trains}
        after = pace.Size(
            before.rows + sum(sign.values()), before.tokens + sum(sign[row.id] * row.tokens for row in trains)
        )
        shown = [row.id for row in changing[:: max(1, len(changing) // SAMPLES)]][:SAMPLES]
        return Preview(
            status,
            len(changing),
            Counter(row.status for row in changing),
            len(rows) - len(changing),
            samples.of(connection, shown, chosen),
            (before, after),
            queries.last_edit(connection),
        )


def apply(workspace: Workspace, chosen: Filter, previewed: Preview, reviewer: str = "") -> int:
    """Do what was previewed, as one edit; returns how many fragments changed.

    Raises ``bulk_stale`` when anything was edited since the preview.
    """
    with workspace.write() as connection:
        if queries.last_edit(connection) != previewed.seen:
            raise RuwoError("bulk_stale")
        ids = queues.ids(connection, chosen)
        edits.set_status_of_many(connection, ids, previewed.status, reviewer)
    return previewed.count
