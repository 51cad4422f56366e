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
    ),
    "media_only": Kind(
        N_("only pictures and files"),
        N_("Nobody says a word: there are only pictures, files or links."),
        harm=0.02,
        bulk=True,
    ),
}


def scan(lines: Sequence[Line]) -> Iterator[Signal]:
    """One signal when the persona speaks right after the other side's picture, file or link, or nobody speaks."""
    if any(line.use == "hole" for line in lines) and not any(line.use == "speech" for line in lines):
        yield Signal("media_only", 0.9, N_("Nobody says a word here."))
        return
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
