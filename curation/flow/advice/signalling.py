"""Signals of a whole workspace: found in the background, stored, counted, put into words.

A fragment is analysed when it is new and again after each change of its words; its neighbours too, since an exchange
may be cut between them. What only the whole log tells is gathered once a process and kept.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import orjson
from sqlalchemy import Connection, RowMapping

from curation import signals
from curation.flow.advice import opinions, stretches, thresholds
from curation.flow.advice.thresholds import Choice
from curation.jobs import Job
from curation.signals import undecided, worth
from curation.workspace import Workspace, journal, marks, nearby

MANY = 200
"""Changed fragments from which on the whole log is gone through in order, and not around each of them."""

ALL = "all"
"""The step of a job that goes through the whole log."""

_facts: dict[Path, signals.Facts] = {}
_one_at_a_time = threading.Lock()


def analyse(workspace: Workspace, job: Job[Any] | None = None) -> int:
    """Analyse what waits for it; returns how many fragments that were.

    Each batch is committed, so a stopped analysis goes on where it was. A fragment that is edited meanwhile waits on.
    """
    with _one_at_a_time:
        stamp, touched = workspace.stamps.last, _touched(workspace)
        with workspace.read() as connection:
            waiting = set(marks.waiting(connection) if touched is None else nearby.waiting(connection, touched))
            few = len(waiting) <= MANY
            if job:
                job.step = "" if few else ALL
            order = nearby.order(connection, waiting, stretches.AROUND + 1) if few else marks.order(connection)
        if waiting and (workspace.path not in _facts or not few):
            _facts[workspace.path] = gather(workspace, job, patient=few)
        looks = list(stretches.around(order, waiting))
        done = 0
        for n, (stretch, wanted) in enumerate(looks, start=1):
            done += _analyse(workspace, stretch, wanted, _facts[workspace.path])
            if job:
                job.fraction = 0.3 + 0.7 * n / len(looks)
                job.check()
        if waiting or touched:  # the last one may have been stopped before it swept
            _sweep(workspace, touched)
        _looked[workspace] = stamp
        if job:
            job.step = ""
        return done


_looked: WeakKeyDictionary[Workspace, int] = WeakKeyDictionary()
"""The stamp up to which nothing waits."""


def _touched(workspace: Workspace) -> set[int] | None:
    """The fragments that may have changed since the last analysis; None: all."""
    return workspace.stamps.since(_looked[workspace]) if workspace in _looked else None


def _sweep(workspace: Workspace, touched: set[int] | None) -> None:
    """Remove the signals of fragments that are gone, which shows in no other."""
    with workspace.write(lambda: ()) as connection:
        if touched is None:
            marks.sweep(connection)
        else:
            nearby.sweep(connection, touched)


FLOOR = 0.02
"""Scores below it are not kept: no threshold would be set so low."""

PAUSE = 0.8
"""Seconds without a further edit before what was edited is analysed."""

_awake: dict[Path, threading.Event] = {}


def wake(workspace: Workspace) -> None:
    """Tell :func:`follow` that there is something new."""
    _awake.setdefault(workspace.path, threading.Event()).set()


def follow(workspace: Workspace, job: Job[Any]) -> int:
    """Analyse until nothing waits and nobody has called :func:`wake` for :data:`PAUSE` seconds."""
    done, news = 0, _awake.setdefault(workspace.path, threading.Event())
    while news.wait(PAUSE):
        news.clear()
        while news.wait(PAUSE):
            news.clear()
            job.check()
        done += analyse(workspace, job)
    return done


LONG = 20_000
"""Fragments of a log that takes seconds to gather."""

REST, PATIENCE = 3.0, 600.0
"""Seconds without an action after which such a log is gathered further, and how long to wait for them at most."""

_worked: dict[Path, float] = {}
"""When somebody did something last."""


def at_work(workspace: Workspace) -> None:
    """Tell :func:`gather` that somebody acts, and expects an answer at once."""
    _worked[workspace.path] = time.monotonic()


def _rest(workspace: Workspace, job: Job[Any] | None, until: float) -> None:
    """Wait until nobody is at work."""
    while time.monotonic() < min(_worked.get(workspace.path, -REST) + REST, until):
        time.sleep(0.1)
        if job:
            job.check()


def gather(workspace: Workspace, job: Job[Any] | None = None, *, patient: bool = False) -> signals.Facts:
    """What only the whole log tells. ``patient``: of a long one, only while nobody is at work."""
    with workspace.read() as connection:
        ids = [i for _, i in marks.order(connection)]
        gathering = signals.Gathering(signals.Settings(cutoff=thresholds.cutoff(connection)))
    until = time.monotonic() + (PATIENCE if patient and len(ids) >= LONG else 0)
    for i in range(0, len(ids), stretches.BATCH):
        _rest(workspace, job, until)
        with workspace.read() as connection:
            gathering.add(list(stretches.read(connection, ids[i : i + stretches.BATCH])))
        if job:
            job.fraction = 0.3 * i / len(ids)
            job.check()
    return gathering.facts()


def forget(workspace: Workspace) -> None:
    """Let go of what was gathered."""
    _facts.pop(workspace.path, None)
    _awake.pop(workspace.path, None)
    _worked.pop(workspace.path, None)


def _analyse(workspace: Workspace, stretch: Sequence[int], wanted: Sequence[int], facts: signals.Facts) -> int:
    with workspace.read() as connection:
        versions = marks.versions(connection, wanted)
        fragments = list(stretches.read(connection, stretch))
        chosen = thresholds.choices(connection)
        held = opinions.standing(connection, [one for one in fragments if one.id in versions])
    found = signals.analyse(fragments, facts, versions)
    rows = [*(_mark(one) for one in found if one.signal.score >= FLOOR), *held]
    with workspace.write(lambda: versions) as connection:
        return len(marks.write(connection, versions, rows, states(rows, versions, chosen)))


def _mark(found: signals.Found) -> marks.Mark:
    signal = found.signal
    reason: dict[str, Any] = {"text": signal.reason, "params": dict(signal.params)}
    if signal.because:
        reason["because"] = [[one.text, dict(one.params)] for one in signal.because]
    if signal.repair:
        reason |= {"repair": signal.repair.words, "ask": signal.repair.ask, "where": signal.repair.where}
    ops = orjson.dumps([dict(op) for op in signal.repair.ops]).decode() if signal.repair else None
    score = round(1000 * min(max(signal.score, 0.0), 1.0))
    return marks.Mark(found.fragment, found.bubble, signal.kind, score, orjson.dumps(reason).decode(), ops)


def states(
    rows: Iterable[marks.Mark | RowMapping], wanted: Iterable[int], chosen: Mapping[str, Choice]
) -> dict[int, marks.State]:
    """What each fragment carries with these signals: what is on counts for its rank, what is high enough is shown."""
    own: dict[int, list[worth.Weighed]] = {i: [] for i in wanted}
    for row in rows:
        fragment, kind, score, repair, bubble = _parts(row)
        if fragment in own and kind in chosen and chosen[kind].on:
            own[fragment].append(worth.Weighed(kind, score / 1000, repair is not None, bubble))
    return {
        i: marks.State(
            marks.bars(thresholds.shown([(one.kind, one.score) for one in found], chosen)),
            worth.rank(found, signals.kinds()),
        )
        for i, found in own.items()
    }


def _parts(row: marks.Mark | RowMapping) -> tuple[int, str, int, str | None, int | None]:
    if isinstance(row, marks.Mark):
        return row.fragment, row.kind, row.score, row.repair, row.bubble
    return row["fragment_id"], row["kind"], row["score"], row["repair"], row["bubble_id"]


UNDECIDED = "undecided"


def recount(workspace: Workspace) -> int:
    """Bring the signal of undecided private values in step with the decisions; returns how many fragments changed."""
    with workspace.write() as connection:
        now = {row["fragment"]: row for row in marks.undecided(connection, stretches.HARMFUL)}
        fresh = {i: mark for i, row in now.items() for mark in _undecided(i, row["values"], row["harmful"])}
        held = marks.of_kind(connection, UNDECIDED)
        moved = [i for i in fresh | held if i not in fresh or held.get(i) != (fresh[i].score, fresh[i].reason)]
        changed = marks.analysed(connection, moved)
        marks.replace_kind(connection, UNDECIDED, changed, [fresh[i] for i in changed if i in fresh])
        _mark_again(connection, changed)
        return len(changed)


def _undecided(fragment: int, values: int, harmful: int) -> Iterator[marks.Mark]:
    for signal in undecided.told(values, harmful):
        yield _mark(signals.Found(fragment, None, signal))


@dataclass(frozen=True)
class Row:
    """A kind of signal in the settings. ``count``: fragments that reach the threshold, also while it is off."""

    kind: str
    label: str
    about: str
    on: bool
    threshold: float
    count: int
    graded: bool
    """There is more and less of it, so that a threshold means something."""


def kinds(workspace: Workspace, translate: Callable[[str], str]) -> list[Row]:
    """All kinds in words, those first that spoil most: how many there are of them times the harm of one."""
    known = signals.kinds()
    with workspace.read() as connection:
        chosen = thresholds.choices(connection)
        counts = {name: marks.count(connection, name, _thousandths(chosen[name].threshold)) for name in known}
    worst = sorted(known, key=lambda name: (-counts[name] * known[name].harm, -known[name].harm))
    return [
        Row(
            name,
            translate(known[name].label),
            translate(known[name].about),
            *chosen[name],
            counts[name],
            known[name].graded,
        )
        for name in worst
    ]


def count(workspace: Workspace, kind: str, threshold: float) -> int:
    """How many fragments a threshold would show."""
    with workspace.read() as connection:
        return marks.count(connection, kind, _thousandths(threshold))


def set_threshold(workspace: Workspace, kind: str, threshold: float, reviewer: str = "") -> None:
    """Show a kind of signal from this score on (journaled)."""
    _choose(workspace, kind, reviewer, threshold=min(max(threshold, 0.0), 1.0))


def switch(workspace: Workspace, kind: str, on: bool, reviewer: str = "") -> None:
    """Show a kind of signal, or leave it out of everything (journaled)."""
    _choose(workspace, kind, reviewer, on=on)


def _choose(workspace: Workspace, kind: str, reviewer: str, **changed: object) -> None:
    with workspace.write() as connection:
        draft = journal.Draft(connection, "settings", reviewer)
        thresholds.change(draft, kind, **changed)
        draft.finish()
        _mark_again(connection, marks.carrying(connection, kind))


def refresh(connection: Connection, wanted: Iterable[int]) -> None:
    """Show these fragments' signals as they stand in the store now."""
    _mark_again(connection, wanted)


def again(draft: journal.Draft) -> None:
    """After an undo or redo: if it was of a choice of signals, show what is chosen now."""
    kinds = thresholds.changed_by(draft)
    _mark_again(draft.connection, {i for kind in kinds for i in marks.carrying(draft.connection, kind)})


def _mark_again(connection: Connection, wanted: Iterable[int]) -> None:
    """Derive what these fragments carry from their signals once more."""
    chosen, ids = thresholds.choices(connection), sorted(wanted)
    for i in range(0, len(ids), stretches.BATCH):
        batch = ids[i : i + stretches.BATCH]
        rows = [row for own in marks.of_fragments(connection, batch).values() for row in own]
        marks.set_states(connection, states(rows, batch, chosen))


def _thousandths(score: float) -> int:
    return round(1000 * score)
