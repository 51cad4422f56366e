"""What a reviewer's time settles: eight kinds of planted defects, worked in our order and in that of the file.

    python -m bench effort

3,000 fragments are made of clean threads (``bench.defects``) and imported like any chat; three quarters of the threads
were never used to set a number of the signals. Then the same with defects of other shapes (``bench.otherwise``).

A scripted reviewer sees every defect it looks at, works for three hours, and is timed by :class:`Pace`. In our order it
first decides in bulk where ten samples are all alike, then reads down the queue, and of what is wrong takes a proposed
repair where that mends the fragment, which is tried in the workspace and undone when it does not; proposals are read
one after the other, and each that is passed over is an action. At the end of a page it keeps with one key what is left
of it. In the order of the file it has none of these three, mends by hand, and presses a key for every fragment, and one
more for what was split off; what the tools save there is told beside it.
Both pay a look for every fragment that is read; who presses no key for each pays for scrolling, and for choosing what
is mended other than by the proposal that stands on its card. Neither reads again what was merged. A copy is seen in our
order only where the page says so, in the order of the file always.
"""

from __future__ import annotations

import argparse
import math
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import defects
from bench.defects import KINDS, Planted, Planter
from bench.measuring import Figure
from bench.otherwise import Otherwise
from bench.reviewing import BY_HAND, Desk, Pace, Work, droppable
from bench.topics import DATA
from curation import signals
from curation.flow.advice import signalling
from curation.flow.intake import importing
from curation.workspace import Workspace, open_workspace, queues
from tests.generators import memotrace
from tests.generators.chats import FRIEND, ME, START, Message

FRAGMENTS, EACH, SEED = 3_000, 40, 11
SHIFT = 3 * 3600.0
"""Seconds of work."""
ENOUGH = 0.9
"""Share of the defects that is to be settled."""


@dataclass
class Outcome:
    """How the shift went. ``when``: planted fragment -> (seconds, actions) at which it was settled."""

    work: Work = field(default_factory=Work)
    when: dict[int, tuple[float, int]] = field(default_factory=dict)
    lost: set[int] = field(default_factory=set)

    def until(self, wanted: Sequence[int], share: float) -> tuple[float, int] | None:
        """Seconds and actions after which this share of the wanted ones was settled; None if it never was."""
        times = sorted(self.when[n] for n in wanted if n in self.when)
        need = -(-round(1000 * share * len(wanted)) // 1000)
        return times[need - 1] if need and len(times) >= need else None


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Hours and actions until nine in ten defects are settled, what is settled of each kind, and what is lost."""
    if not DATA.is_dir():
        print(f"effort: no threads in {DATA}, so nothing is measured")
        return
    threads = defects.threads(sorted(DATA.glob("*_dev.jsonl")))
    yield from _figures("effort", Planter(threads, SEED).log(FRAGMENTS, EACH), each=True)
    yield from _figures("effort, other shapes", Otherwise(threads, SEED + 1).log(FRAGMENTS, EACH), each=False)


def _figures(name: str, log: Sequence[Planted], *, each: bool) -> Iterator[Figure]:
    planted = [n for n, one in enumerate(log) if one.defect and (one.defect != "cut" or one.wrong)]
    ours = _run(log, tools=True)
    in_time = {n for n in planted if n in ours.when and ours.when[n][0] <= SHIFT}
    yield Figure(f"{name}: defects not settled after three hours", 1 - len(in_time) / len(planted), "", goal=1 - ENOUGH)
    for kind in KINDS if each else ():
        own = [n for n in planted if log[n].defect == kind]
        yield Figure(f"{name}: not settled of {len(own)} “{kind}”", 1 - len(in_time & set(own)) / len(own), "")
    clean = sum(not one.defect for one in log)
    yield Figure(f"{name}: good fragments lost", len(ours.lost) / clean, "", goal=0.01)
    yield from _beside_file_order(name, log, planted, ours)


def _beside_file_order(name: str, log: Sequence[Planted], planted: Sequence[int], ours: Outcome) -> Iterator[Figure]:
    by_hand = _run(log, tools=False, order="time", shift=100 * SHIFT).until(planted, ENOUGH)
    with_tools = _run(log, tools=True, order="time", shift=100 * SHIFT).until(planted, ENOUGH)
    done = ours.until(planted, ENOUGH)
    if not (done and by_hand and with_tools):
        return
    until = "until nine in ten are settled"
    yield Figure(f"{name}: hours {until}", done[0] / 3600, "h", by_hand[0] / 3600, "file order")
    yield Figure(f"{name}: actions {until}", done[1], "", by_hand[1], "file order", goal=1 / 3)
    yield Figure(f"{name}: the same actions", done[1], "", with_tools[1], "file order with all tools")


def _run(log: Sequence[Planted], *, tools: bool, order: queues.Order = "gain", shift: float = SHIFT) -> Outcome:
    with tempfile.TemporaryDirectory() as name:
        workspace = open_workspace(Path(name) / "effort.ruwo", create=True)
        try:
            desk = Desk(workspace, log, bring_in(workspace, Path(name), log))
            outcome = Outcome()
            if tools:
                signalling.analyse(workspace)
                _in_bulk(desk, outcome)
            (_page_by_page if tools else _one_by_one)(desk, outcome, desk.queue(order), shift)
            return outcome
        finally:
            workspace.close()


def bring_in(workspace: Workspace, folder: Path, log: Sequence[Planted]) -> list[int]:
    """Import the log; returns the planted fragment of each message."""
    rng, at, number = random.Random(SEED), float(START), 0
    messages, owner = [], []
    for n, planted in enumerate(log):
        for first, said in zip([True, *[False] * len(planted.bubbles)], planted.bubbles, strict=False):
            pause = rng.randrange(3_600, 40_000) if first and said.gap < 1_800 else said.gap
            at += max(pause, 1)
            more = {"path": "./image/a"} if said.kind == "image" else {}
            messages.append(Message(number, ME if said.mine else FRIEND, said.text, said.kind, int(at), more=more))
            owner.append(n)
            number += 1
    path = folder / "effort.csv"
    path.write_bytes(memotrace.csv_bytes(messages))
    chat = importing.preview(path).chats[0]
    persona = next(sender.sender_id for sender in chat.senders if sender.name == ME)
    importing.import_source(workspace, importing.Plan(path, {chat.key: persona}))
    return owner


def _in_bulk(desk: Desk, outcome: Outcome) -> None:
    """Drop all that carry a kind of signal, where ten of them, drawn by lot, are all to be dropped."""
    rng = random.Random(SEED)
    for kind in (name for name, kind in signals.kinds().items() if kind.bulk):
        ids = desk.carrying(kind)
        sample = rng.sample(ids, min(len(ids), Pace.sample))
        if not sample:
            continue
        read = next((n for n, i in enumerate(sample, 1) if not droppable(desk.planted(i))), 0)
        outcome.work.spend(Pace.bulk + Pace.glance * (read or len(sample)), 3 + (read or len(sample)))
        if not read:
            desk.drop(ids)
            for i in ids:
                _note(desk, outcome, i)


def _note(desk: Desk, outcome: Outcome, fragment: int) -> None:
    number = desk.number[fragment]
    if not desk.log[number].defect:
        outcome.lost.add(number)
    outcome.when.setdefault(number, (outcome.work.seconds, outcome.work.actions))


def _one_by_one(desk: Desk, outcome: Outcome, queue: Sequence[int], shift: float) -> None:
    """By hand, with a key for each."""
    for fragment in queue:
        if outcome.work.seconds >= shift:
            return
        if not desk.is_there(fragment):
            continue
        outcome.work.spend(Pace.look, 1)
        seen = desk.defective(fragment)
        for number in seen:
            outcome.work.spend(*BY_HAND[desk.log[number].defect])
            desk.merged(number)
        keys = 1 + sum(desk.log[n].defect == "joined" for n in seen)
        outcome.work.spend(Pace.decide * keys, keys)
        _settle(outcome, seen)


def _page_by_page(desk: Desk, outcome: Outcome, queue: Sequence[int], shift: float) -> None:
    """With proposals, and what is left of a page kept at once: only then is what was mended there settled."""
    for first in range(0, len(queue), Pace.page):
        there = [i for i in queue[first : first + Pace.page] if desk.is_there(i)]
        mended = []
        for fragment in there:
            if outcome.work.seconds >= shift:
                return
            mended += _mend(desk, outcome, fragment)
        if there:
            further = math.ceil(len(there) / Pace.screen) - 1  # the first screen comes with the page
            outcome.work.spend(Pace.scroll * further + Pace.decide, further + 1)
        _settle(outcome, mended)


def _mend(desk: Desk, outcome: Outcome, fragment: int) -> list[int]:
    """Read it and put right what is wrong with it; gives what that was."""
    if not desk.is_there(fragment):  # merged with one before it on this page
        return []
    outcome.work.spend(Pace.look, 1)
    seen = [n for n in desk.defective(fragment) if desk.can_see(fragment, n)]
    for number in seen:
        if not desk.take_proposal(fragment, number, outcome.work):
            outcome.work.spend(Pace.choose, 1)
            outcome.work.spend(*BY_HAND[desk.log[number].defect])
            if droppable(desk.log[number]):
                outcome.work.spend(Pace.decide, 1)
        desk.merged(number)
    return seen


def _settle(outcome: Outcome, numbers: Sequence[int]) -> None:
    for number in numbers:
        outcome.when.setdefault(number, (outcome.work.seconds, outcome.work.actions))
