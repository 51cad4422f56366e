"""Judging a few fragments blind to know about all of them: how many are defective, how many private values were missed.

What a judgement is still worth: :mod:`.standing`; what a few say about all: :mod:`.bounds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, RowMapping

from curation import dataset
from curation.flow.advice import exposure, standing
from curation.flow.advice.standing import Standing
from curation.flow.cutting import training
from curation.flow.guarding import identity
from curation.flow.guarding.redaction import Redactor
from curation.workspace import Workspace, journal, queries, samples, tables
from curation.workspace.samples import Frame, Purpose

ROUND = 60
"""Fragments drawn at a time: some five minutes, and none of 60 means at most 4.9 %."""

RECHECKED = 0.03
"""Share of the old decisions that come back blind."""

REST, LATER = 8 * 3600, 40
"""Seconds, or decisions, until a decision is old enough to have been forgotten."""


@dataclass(frozen=True)
class Card:
    """One fragment to judge, with nothing that tells what was decided. ``talk``: (side, text as it would leave)."""

    sample: int
    fragment: int
    talk: Sequence[tuple[str, str]]
    at: int
    of: int


@dataclass(frozen=True)
class Rate:
    """What the judgements say about the fragments there are now. Bounds are shares in [0, 1], with 95 % confidence; 1
    while nothing is judged and where there is nothing."""

    judged: int
    defects: int
    missed: int
    """Judged; whatever became of them since."""
    left: int
    """Of the judged, those that have been decided anew, changed or hidden since."""
    newer: int
    """Fragments that came or changed since the sample was drawn; the bounds take all of them for bad."""
    ahead: int
    """How many the next sitting would ask about."""
    population: int
    most_defects: float
    most_missed: float


class Bad(NamedTuple):
    """A fragment that a judgement was against and that stands as it was judged."""

    fragment: int
    defect: bool
    missed: bool


class Differing(NamedTuple):
    """A fragment that was kept or dropped (``was``) and the second time the other (``verdict``)."""

    sample: int
    fragment: int
    was: str
    verdict: str


def draw(workspace: Workspace, purpose: Purpose, size: int = ROUND, *, fresh: bool = False) -> int:
    """Draw more fragments into the round at hand, or begin another one; returns how many there were to draw.

    Where much has changed another one begins by itself, and what was judged and still holds is not asked again.
    ``fresh`` begins one that forgets all judgements.
    """
    with workspace.write() as connection:
        if purpose == "recheck":
            return samples.draw(connection, purpose, 1, _to_recheck(connection), size)
        now = None if fresh else Standing.of(connection, purpose)
        if now is None or now.drifted():
            return _begin(connection, purpose, now, size)
        waiting = {row["fragment_id"] for row in now.waiting()}
        return samples.draw(connection, purpose, now.frame.round, set(now.rest()) - waiting, size)


def _begin(connection: Connection, purpose: Purpose, before: Standing | None, size: int) -> int:
    carried = before.carried() if before else []
    here = samples.members(connection, purpose)
    number = samples.last_round(connection, purpose) + 1
    frame = Frame(number, here, tuple(row["id"] for row in carried), exposure.now(connection))
    samples.begin(connection, purpose, frame)
    return samples.draw(connection, purpose, number, set(here) - {row["fragment_id"] for row in carried}, size)


def ready(workspace: Workspace, purpose: Purpose, *, fresh: bool = False) -> None:
    """See to it that there is something to judge: go on with what waits unless too much has changed."""
    with workspace.read() as connection:
        now = None if purpose == "recheck" else Standing.of(connection, purpose)
        waiting = len(_waiting(connection, purpose, now))
    if purpose == "recheck":
        draw(workspace, purpose, max(due(workspace) - waiting, 0))
    elif fresh or not waiting or (now and now.drifted()):
        draw(workspace, purpose, fresh=fresh)


def card(workspace: Workspace, purpose: Purpose) -> Card | None:
    """The next fragment to judge; None when all that were drawn are judged. What has changed since is passed over."""
    with workspace.read() as connection:
        now = None if purpose == "recheck" else Standing.of(connection, purpose)
        waiting = _waiting(connection, purpose, now)
        if not waiting:
            return None
        judged = len(now.judged()) if now else samples.tally(connection, purpose).judged
        row = waiting[0]
        talk = _talk(connection, row["fragment_id"])
        return Card(row["id"], row["fragment_id"], talk, judged + 1, judged + len(waiting))


def _waiting(connection: Connection, purpose: Purpose, now: Standing | None) -> list[RowMapping]:
    if now is not None:
        return now.waiting()
    if purpose != "recheck":
        return []
    decided = samples.standing(samples.decided(connection))
    return _unjudged(samples.of_round(connection, purpose, None), decided)


def _unjudged(rows: Sequence[RowMapping], decided: Mapping[int, str]) -> list[RowMapping]:
    return [row for row in rows if row["verdict"] is None and decided.get(row["fragment_id"]) == row["was"]]


def _talk(connection: Connection, fragment: int) -> list[tuple[str, str]]:
    (prepared,) = training.prepare(connection, [fragment], Redactor.of(connection))
    planned = dataset.plan(prepared.fragment, context_in=identity.persona(connection).context_in)
    shown = planned.trained or range(len(prepared.fragment.bubbles))
    talk = [("context", text) for text in [prepared.fragment.context] if text]
    return talk + [(prepared.fragment.bubbles[i].side, prepared.fragment.bubbles[i].text) for i in shown]


def judge(workspace: Workspace, sample: int, verdict: str, *, missed: bool = False, reviewer: str = "") -> None:
    """Note a judgement (an edit): ``sound`` or ``defect``, of a recheck ``kept`` or ``dropped``.

    Raises ``edit_stale`` when the sample is not there any more.
    """
    with workspace.write() as connection:
        draft = journal.Draft(connection, "judge", reviewer)
        draft.update(tables.samples, sample, verdict=verdict, missed=int(missed))
        draft.finish()


def take_back(workspace: Workspace, purpose: Purpose, reviewer: str = "") -> None:
    """Forget the newest judgement of this round, so that its fragment comes once more. Nothing without one."""
    with workspace.write() as connection:
        frame = None if purpose == "recheck" else samples.frame(connection, purpose)
        rows = samples.of_round(connection, purpose, frame.round if frame else None)
        judged = [row["id"] for row in rows if row["verdict"] is not None]  # in the order in which they were drawn
        if not judged:
            return
        draft = journal.Draft(connection, "judge", reviewer)
        draft.update(tables.samples, judged[-1], verdict=None, missed=0)
        draft.finish()


def rate(workspace: Workspace, purpose: Purpose) -> Rate:
    """What the judgements of kept or of unreviewed fragments say."""
    with workspace.read() as connection:
        now = Standing.of(connection, purpose)
        if now is None:
            here = len(samples.members(connection, purpose))
            return Rate(0, 0, 0, 0, 0, min(ROUND, here), here, 1.0, 1.0)
    known = [row for row in now.settled() if row["id"] in now.frame.known]
    judged, waiting = [*now.judged(), *known], len(now.waiting())
    free = len(now.here) - len(now.carried()) if now.drifted() else len(now.rest())
    return Rate(
        len(judged),
        standing.defects(judged),
        standing.missed(judged),
        len(judged) - len(now.settled()),
        now.newer(),
        waiting if waiting and not now.drifted() else min(ROUND, free),
        len(now.here),
        now.most_defects(),
        now.most_missed(),
    )


def agreement(workspace: Workspace) -> tuple[int, int]:
    """Of the decisions that were made once more, how many came out the same; and how many those are."""
    with workspace.read() as connection:
        counted = samples.tally(connection, "recheck")
    return counted.judged - counted.defects, counted.judged


def defective(workspace: Workspace, purpose: Purpose) -> list[Bad]:
    """Fragments that were judged with a defect or a missed value and stand as they stood."""
    with workspace.read() as connection:
        now = Standing.of(connection, purpose)
    rows = sorted(now.settled(), key=lambda row: row["id"]) if now else []
    bad = [Bad(row["fragment_id"], row["verdict"] == "defect", row["missed"] > 0) for row in rows]
    return [one for one in bad if one.defect or one.missed]


def due(workspace: Workspace) -> int:
    """How many old decisions should come back for a second look now, those that wait included.

    Only what a person decided one by one comes back, when it is old enough.
    """
    with workspace.read() as connection:
        decided, rows = samples.decided(connection), samples.of_round(connection, "recheck", None)
    old = samples.standing(decided, rest=REST, later=LATER)
    left = len(_unasked(rows, old)) + len(_unjudged(rows, samples.standing(decided)))
    judged = sum(row["verdict"] is not None for row in rows)
    return min(max(int(RECHECKED * len(old)) - judged, 0), left)


def differing(workspace: Workspace) -> list[Differing]:
    """Decisions that came out otherwise the second time and stand as they were."""
    with workspace.read() as connection:
        rows = samples.of_round(connection, "recheck", None)
        other = [row for row in rows if row["verdict"] not in (None, row["was"])]
        found = queries.fragments_by_id(connection, [row["fragment_id"] for row in other])
    now = {row["id"]: row["status"] for row in found if not row["hidden"]}
    return [
        Differing(row["id"], row["fragment_id"], row["was"], row["verdict"])
        for row in other
        if now.get(row["fragment_id"]) == row["was"]
    ]


def _to_recheck(connection: Connection) -> dict[int, str]:
    old = samples.standing(samples.decided(connection), rest=REST, later=LATER)
    return _unasked(samples.of_round(connection, "recheck", None), old)


def _unasked(rows: Sequence[RowMapping], old: Mapping[int, str]) -> dict[int, str]:
    """Nobody is asked twice about the same fragment."""
    asked = {row["fragment_id"] for row in rows}
    return {fragment: status for fragment, status in old.items() if fragment not in asked}
