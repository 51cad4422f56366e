"""Fragments and long texts that stand in the log more than once. Short ones (哈哈, 嗯) are style and never count."""

from __future__ import annotations

from collections.abc import Iterator

from curation.errors import N_
from curation.signals import copies
from curation.signals.known import Known
from curation.signals.line import Kind, Repair, Signal

KINDS = {
    "duplicate": Kind(
        N_("copy of another fragment"),
        N_("The same talk stands further up. What is there twice is learned twice."),
        harm=0.6,
        graded=True,
        threshold=0.6,
        bulk=True,
    ),
    "repeated_text": Kind(
        N_("text sent many times"), N_("A long text stands in the log three times and more, word for word."), harm=0.3
    ),
}


def judge(known: Known, number: int) -> Iterator[Signal]:
    """A signal for the whole fragment, and one for a text in it."""
    fragment = known.log.fragments[number]
    near = known.facts.near.get(fragment.id)
    if near:
        yield Signal(
            "duplicate",
            near.share,
            N_("{percent} % of it stands in a fragment further up."),
            {"percent": round(100 * near.share)},
            repair=Repair(N_("drop the fragment"), ({"kind": "status", "status": "dropped"},)),
        )
    often = [
        (known.facts.repeated.get(copies.key(line.text), 0), -at)
        for at, line in enumerate(known.log.lines(number))
        if copies.is_long(line)
    ]
    count, at = max(often, default=(0, 0))
    if count:
        yield Signal("repeated_text", 0.6, N_("This text stands in the log {count} times."), {"count": count}, at=-at)
