"""Where the talk inside a fragment jumps to another topic."""

from __future__ import annotations

from collections.abc import Iterator

from curation.errors import N_
from curation.signals.known import Known
from curation.signals.line import Kind, Repair, Signal
from curation.signals.log import Fragment

KINDS = {
    "jump": Kind(
        N_("topic jump"),
        N_("Another topic begins inside the fragment. That is human; two talks in one fragment are not."),
        harm=0.7,
        graded=True,
        threshold=0.85,
        doubt=3.0,
    )
}

LEAST = 0.2
MOST = 3
"""Jumps of a fragment that are told, the likeliest ones."""


def judge(known: Known, number: int) -> Iterator[Signal]:
    """The likeliest jumps of one fragment. The first turn jumps from nothing."""
    log = known.log
    scores, fragment, turns = log.jumps(number), log.fragments[number], log.turns[number]
    later = [i for turn in turns[1:] for i in turn.bubbles if scores[i] >= LEAST]
    for i in sorted(later, key=lambda i: -scores[i])[:MOST]:
        yield Signal(
            "jump",
            float(scores[i]),
            N_("A new topic may begin here."),
            because=tuple(log.why(number, i)),
            at=i,
            repair=_split(fragment, i),
        )


def _split(fragment: Fragment, i: int) -> Repair | None:
    """A new fragment there, if it would begin with the other side."""
    if fragment.bubbles[i].line.side == "persona":
        return None
    return Repair(N_("split here"), ({"kind": "split", "bubble": fragment.bubbles[i].id},))
