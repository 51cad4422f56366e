"""Replies to something the data set cannot show: a picture, a file, a sticker without words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from curation.errors import N_
from curation.signals.line import Kind, Line, Repair, Signal

KINDS = {
    "after_hole": Kind(
        N_("reply to something unseen"),
        N_("The persona answers a picture, a file or a link that training does not see."),
        harm=0.8,
    )
}


def scan(lines: Sequence[Line]) -> Iterator[Signal]:
    """One signal when the persona speaks right after the other side's picture, file, link and the like."""
    holes = [
        i
        for i, (before, line) in enumerate(itertools.pairwise(lines))
        if line.use == "speech"
        and line.side == "persona"
        and before.use == "hole"
        and before.side == "human"
        and before.kind != "sticker"
    ]
    if holes:
        yield Signal(
            "after_hole",
            0.5,
            N_("{count} of the persona's replies follow a picture, file or link that training does not see."),
            {"count": len(holes)},
            at=holes[0],
            repair=Repair(N_("describe what it shows"), ask="describe"),
        )
