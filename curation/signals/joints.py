"""Bubbles that the exporter may have glued together with a comma: not the person's own punctuation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from curation.errors import N_
from curation.signals.line import Kind, Line, Signal

KINDS = {
    "unsure_joint": Kind(
        N_("bubbles joined by the exporter"), N_("MemoTrace may have joined several bubbles with a comma."), harm=0.1
    )
}


def scan(lines: Sequence[Line]) -> Iterator[Signal]:
    """One signal when a persona bubble holds joints nobody can be sure of."""
    count = sum(line.unsure and line.side == "persona" and line.use == "speech" for line in lines)
    if count:
        yield Signal(
            "unsure_joint",
            0.1,
            N_("{count} bubbles may be several, joined by a comma during export."),
            {"count": count},
        )
