"""Replies to something the data set cannot show: a picture, a file, a sticker without words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from curation.errors import N_
from curation.signals.line import Line, Signal

LABELS = {"after_hole": N_("reply to something unseen")}


def scan(lines: Sequence[Line]) -> Iterator[Signal]:
    """One signal when the persona speaks right after the other side's picture, file, link and the like."""
    replies = sum(
        1
        for before, line in itertools.pairwise(lines)
        if line.use == "speech"
        and line.side == "persona"
        and before.use == "hole"
        and before.side == "human"
        and before.kind != "sticker"
    )
    if replies:
        yield Signal(
            "after_hole",
            0.4,
            N_("{count} of the persona's replies follow a picture, file or link that training does not see."),
            {"count": replies},
        )
