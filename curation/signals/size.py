"""Fragments that a trainer would cut off."""

from __future__ import annotations

from collections.abc import Iterator

from curation.errors import N_
from curation.signals.known import Known
from curation.signals.line import Kind, Repair, Signal

KINDS = {
    "too_long": Kind(
        N_("too long to train"),
        N_("A trainer cuts a row off where its limit of tokens is reached."),
        harm=0.5,
        threshold=0.5,
    )
}


def judge(known: Known, number: int) -> Iterator[Signal]:
    """One signal near the limit and beyond it; the repair splits in the middle, at a turn of the other side."""
    fragment, cutoff = known.log.fragments[number], known.facts.settings.cutoff
    if fragment.tokens < 0.8 * cutoff:
        return
    starts = [turn.bubbles[0] for turn in known.log.turns[number][1:] if turn.side == "human"]
    middle = min(starts, key=lambda i: abs(i - len(fragment.bubbles) // 2), default=None)
    ops = () if middle is None else ({"kind": "split", "bubble": fragment.bubbles[middle].id},)
    yield Signal(
        "too_long",
        0.9 if fragment.tokens >= cutoff else 0.4,
        N_("About {count} tokens; a trainer takes {limit}."),
        {"count": fragment.tokens, "limit": cutoff},
        repair=Repair(N_("split in the middle"), ops) if ops else None,
    )
