"""Judging a few fragments blind to know about all of them: how many are defective, how many private values were missed.

Bounds are exact for a random sample (Clopper and Pearson, Biometrika 26, 1934): none of 300 means at most 1 % with 95 %
confidence.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from curation import dataset
from curation.flow.cutting import training
from curation.flow.guarding import identity
from curation.flow.guarding.redaction import Redactor
from curation.workspace import Workspace, journal, queues, samples, tables
from curation.workspace.samples import Purpose

ROUND = 60
"""Fragments drawn at a time: some five minutes, and none of 60 means at most 4.9 %."""

CONFIDENCE = 0.95

RECHECKED = 0.03
"""Share of the old decisions that come back blind."""


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
    """What a round says about everything it was drawn from. Bounds are shares in [0, 1]; 1 while nothing is judged."""

    drawn: int
    judged: int
    defects: int
    missed: int
    population: int
    most_defects: float
    most_missed: float


def draw(workspace: Workspace, purpose: Purpose, size: int = ROUND, *, fresh: bool = False) -> int:
    """Draw more fragments into the round at hand, or begin a fresh one; returns how many there were to draw."""
    with workspace.write() as connection:
        return samples.draw(connection, purpose, size, fresh=fresh)


def card(workspace: Workspace, purpose: Purpose) -> Card | None:
    """The next fragment to judge; None when all that were drawn are judged."""
    with workspace.read() as connection:
        row = samples.next_one(connection, purpose)
        if row is None:
            return None
        counted = samples.tally(connection, purpose)
        (prepared,) = training.prepare(connection, [row["fragment_id"]], Redactor.of(connection))
        planned = dataset.plan(prepared.fragment, context_in=identity.persona(connection).context_in)
        shown = planned.trained or range(len(prepared.fragment.bubbles))
        talk: list[tuple[str, str]] = [("context", text) for text in [prepared.fragment.context] if text]
        talk += [(prepared.fragment.bubbles[i].side, prepared.fragment.bubbles[i].text) for i in shown]
        return Card(row["id"], row["fragment_id"], talk, counted.judged + 1, counted.drawn)


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
        newest = samples.newest_judged(connection, purpose)
        if newest is None:
            return
        draft = journal.Draft(connection, "judge", reviewer)
        draft.update(tables.samples, newest, verdict=None, missed=0)
        draft.finish()


def rate(workspace: Workspace, purpose: Purpose) -> Rate:
    """What the latest round says."""
    with workspace.read() as connection:
        counted = samples.tally(connection, purpose)
        population = samples.population(connection, purpose)
    return Rate(
        counted.drawn,
        counted.judged,
        counted.defects,
        counted.missed,
        population,
        upper(counted.defects, counted.judged, population),
        upper(counted.missed, counted.judged, population),
    )


def defective(workspace: Workspace, purpose: Purpose) -> list[int]:
    """Fragments that were judged with a defect or a missed value and stand as they stood."""
    with workspace.read() as connection:
        return [row["fragment_id"] for row in samples.defective(connection, purpose)]


def due(workspace: Workspace) -> int:
    """How many old decisions should come back for a second look now, those that wait included."""
    with workspace.read() as connection:
        counts = queues.counts(connection)
        counted = samples.tally(connection, "recheck")
    return max(int(RECHECKED * (counts["kept"] + counts["dropped"])) - counted.judged, 0)


def upper(hits: int, judged: int, population: int) -> float:
    """The most that the true share may be with 95 % confidence (one-sided, Clopper-Pearson).

    The share for which ``hits`` or fewer of ``judged`` would come up in 5 of 100 samples. When the whole population
    was judged, the share itself.

    >>> round(upper(0, 300, 10_000), 4), round(upper(3, 60, 10_000), 3), upper(1, 4, 4)
    (0.0099, 0.124, 0.25)
    """
    if not judged:
        return 1.0
    if judged >= population:
        return hits / judged
    if hits >= judged:
        return 1.0
    low, high = hits / judged, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(hits, judged, middle) > 1 - CONFIDENCE else (low, middle)
    return high


def _at_most(hits: int, judged: int, share: float) -> float:
    """Probability of ``hits`` or fewer of ``judged`` at this share."""
    odds = math.log(share), math.log1p(-share)
    return math.fsum(
        math.exp(math.log(math.comb(judged, k)) + k * odds[0] + (judged - k) * odds[1]) for k in range(hits + 1)
    )
