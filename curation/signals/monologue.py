"""Long runs of one side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from curation.errors import N_
from curation.signals.line import Kind, Line, Signal

KINDS = {
    "monologue": Kind(
        N_("monologue"), N_("One side sends eight bubbles and more before the other says anything."), harm=0.15
    )
}

RUN = 8
"""Bubbles in a row."""


def scan(lines: Sequence[Line]) -> Iterator[Signal]:
    """One signal for the longest run."""
    spoken = [(i, line) for i, line in enumerate(lines) if line.use == "speech"]
    runs = [list(run) for _, run in groupby(spoken, key=lambda one: one[1].side)]
    longest = max(runs, key=len, default=[])
    if len(longest) >= RUN:
        score = min(0.3 + 0.03 * (len(longest) - RUN), 0.8)
        yield Signal(
            "monologue", score, N_("{count} bubbles in a row from one side."), {"count": len(longest)}, at=longest[0][0]
        )
