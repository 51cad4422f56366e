"""How far the review is, how fast it goes, and what came of it so far: a batch of fifty at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from sqlalchemy import Connection, and_, func, select

from curation.workspace import Workspace, tally
from curation.workspace.tables import changes, edits, fragments

BATCH = 50
"""Decisions that make a batch: about ten minutes."""

AWAY = 180
"""Seconds without a decision after which the person was doing something else."""

_MENDING = ("edit", "split", "merge", "remove", "move", "add", "context", "pull", "repair", "replace")


@dataclass(frozen=True)
class Size:
    """A data set: conversations that can be trained, and about how many tokens their speech has."""

    rows: int
    tokens: int


@dataclass(frozen=True)
class Pace:
    """Where the review stands. ``done`` of ``total`` fragments are kept or dropped."""

    done: int
    total: int
    batch: int
    """Number of the batch at hand, from 1."""
    in_batch: int
    """Decisions of it that are made."""
    batch_size: int
    """How many it has: :data:`BATCH`, or what is left at the end."""
    lately: Mapping[str, int] = field(default_factory=dict)
    """Of the last decisions, as many as this batch has (a whole batch at its end): kept, dropped, later; mended."""
    seconds: float | None = None
    """Median time a decision takes; None until there are a few."""
    size: Size = Size(0, 0)

    @property
    def left(self) -> float | None:
        """Seconds until everything is decided at this pace."""
        return None if self.seconds is None else self.seconds * (self.total - self.done)


def state(workspace: Workspace) -> Pace:
    """As things stand."""
    counts = tally.of(workspace)
    done = counts["kept"] + counts["dropped"]
    total = done + counts["pending"] + counts["later"]
    in_batch = done % BATCH
    with workspace.read() as connection:
        recent = _recent(connection)
    return Pace(
        done,
        total,
        done // BATCH + 1,
        in_batch,
        min(BATCH, total - done + in_batch),
        _lately(recent, in_batch or BATCH),
        _seconds([at for at, kind, _ in recent if kind == "status"]),
        Size(counts["rows"], counts["tokens"]),
    )


def size(connection: Connection) -> Size:
    """The data set if everything kept were exported now, background and system text not counted."""
    trains = (fragments.c.status == "kept", fragments.c.hidden == 0, fragments.c.tokens > 0)
    row = connection.execute(select(func.count(), func.coalesce(func.sum(fragments.c.tokens), 0)).where(*trains)).one()
    return Size(int(row[0]), int(row[1]))


_Recent = Sequence[tuple[int, str, str]]
"""(microseconds, kind, status given), the newest first."""


def _recent(connection: Connection) -> _Recent:
    """The newest edits that a person made and did not take back."""
    return [(at, kind, given or "") for _, at, kind, given in connection.execute(_NEWEST)]


_FIRST = and_(changes.c.edit_id == edits.c.id, changes.c.n == 1, changes.c.tab == "fragments", edits.c.kind == "status")
_NEWEST = (
    select(edits.c.id, edits.c.at, edits.c.kind, func.json_extract(changes.c.after, "$.status"))
    .outerjoin(changes, _FIRST)
    .where(edits.c.kind.in_(("status", *_MENDING)), edits.c.undone.is_(None))
    .order_by(edits.c.id.desc())
    .limit(2 * BATCH)
)


def _lately(recent: _Recent, wanted: int) -> dict[str, int]:
    found: Counter[str] = Counter()
    decided = 0
    for _, kind, status in recent:
        if decided == wanted:
            break
        if kind != "status":
            found["mended"] += 1
        elif status:
            found[status] += 1
            decided += status in ("kept", "dropped")
    return dict(found)


def _seconds(times: Sequence[int]) -> float | None:
    gaps = [(later - earlier) / 1e6 for later, earlier in pairwise(times)]
    working = [gap for gap in gaps if gap <= AWAY]
    return median(working) if len(working) >= 5 else None
