"""Exchanges that a boundary cuts: the question in one fragment, the answer in the next."""

from __future__ import annotations

import math
from collections.abc import Iterator

from curation.errors import N_
from curation.signals.known import Known
from curation.signals.line import Because, Kind, Repair, Signal
from curation.signals.log import Fragment, Turn

KINDS = {
    "cut_exchange": Kind(
        N_("cut in the middle"),
        N_("The fragment ends before the persona answers, and the next one begins with the answer."),
        harm=0.6,
        graded=True,
        threshold=0.3,
    ),
    "cut_burst": Kind(
        N_("cut in mid-sentence"),
        N_("Somebody writes on within a minute, and that stands in the next fragment."),
        harm=0.3,
    ),
}

PRIOR = 1.5
LATEST = 12 * 3600.0
"""Seconds after which the next fragment is no answer any more."""
PER_HOUR = -0.4
"""What every hour in between adds to the log odds."""
BURST = 60.0
"""Seconds within which the same sender writes on."""
SCREEN = 14
"""Turns that still fit a screen."""


def judge(known: Known, number: int) -> Iterator[Signal]:
    """One signal where the persona's answer stands in the next fragment, told in both of the fragments."""
    for first, step in ((number, 1), (number, -1)):
        other = known.log.neighbour(number, step)
        if other is None:
            continue
        before, after = (first, other) if step == 1 else (other, first)
        if step == 1:
            yield from _burst(known, before, after)
        yield from _told(known, before, after, here=number)


def _burst(known: Known, before: int, after: int) -> Iterator[Signal]:
    """The last bubble and the first of the next fragment are of one sender and one minute."""
    one, two = known.log.fragments[before].bubbles, known.log.fragments[after].bubbles
    if not one or not two or one[-1].line.side != two[0].line.side or one[-1].sender != two[0].sender:
        return
    ended, went_on = one[-1].time, two[0].time
    if ended is None or went_on is None or not 0 <= went_on - ended <= BURST:
        return
    yield Signal(
        "cut_burst",
        0.6,
        N_("{seconds} seconds later the same person writes on, in the next fragment."),
        {"seconds": round(went_on - ended)},
        at=len(one) - 1,
        repair=Repair(N_("merge with the next fragment"), ({"kind": "merge", "with": "next"},)),
    )


def _told(known: Known, before: int, after: int, *, here: int) -> Iterator[Signal]:
    ends, begins = known.log.turns[before], known.log.turns[after]
    if before not in known.fits.borders:
        return
    one, two = known.log.fragments[before], known.log.fragments[after]
    wait = _wait(one, ends[-1], two, begins[0])
    if wait is not None and wait > LATEST:
        return
    odds = PRIOR - known.fits.borders[before] + (PER_HOUR * wait / 3600 if wait is not None else 0.0)
    because = [Because(N_("{minutes} minutes lie between them"), {"minutes": round(wait / 60)})] if wait else []
    ending = here == before
    yield Signal(
        "cut_exchange",
        1 / (1 + math.exp(-odds)),
        N_("The answer stands in the next fragment.")
        if ending
        else N_("It begins with an answer to the fragment before."),
        because=tuple(because),
        at=ends[-1].bubbles[-1] if ending else begins[0].bubbles[0],
        repair=_repair(one, ends, two, begins, ending=ending),
    )


def _wait(one: Fragment, last: Turn, two: Fragment, first: Turn) -> float | None:
    asked, answered = one.bubbles[last.bubbles[-1]].time, two.bubbles[first.bubbles[0]].time
    return None if asked is None or answered is None else max(0.0, answered - asked)


def _repair(one: Fragment, ends: list[Turn], two: Fragment, begins: list[Turn], *, ending: bool) -> Repair | None:
    """Merge the two; when that would be too long, show the question with its answer."""
    if len(ends) + len(begins) <= SCREEN:
        op = {"kind": "merge", "with": "next" if ending else "previous"}
        return Repair(N_("merge with the next fragment") if ending else N_("merge with the fragment before"), (op,))
    asked = [one.bubbles[i].message for i in ends[-1].bubbles]
    if None in asked:
        return None
    start = two.bubbles[begins[0].bubbles[0]].id
    ops = tuple({"kind": "pull", "fragment": two.id, "message": message, "before": start} for message in asked)
    return Repair(N_("show the question together with its answer"), ops)
