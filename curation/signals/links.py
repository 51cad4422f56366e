"""Bubbles that are nothing but a link."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from curation.errors import N_
from curation.signals.line import Kind, Line, Signal

KINDS = {
    "link_only": Kind(
        N_("nothing but a link"),
        N_("All that one side says is a link; the model would learn to invent addresses."),
        harm=0.4,
    )
}

_LINK = re.compile(r"\s*(?:https?://|www\.)[!-~]+\s*", re.IGNORECASE)


def scan(lines: Sequence[Line]) -> Iterator[Signal]:
    """One signal when everything one side says is links."""
    for side, score in (("persona", 0.7), ("human", 0.5)):
        own = [i for i, line in enumerate(lines) if line.use == "speech" and line.side == side]
        if own and all(_LINK.fullmatch(lines[i].text) for i in own):
            yield Signal("link_only", score, N_("One side says nothing but a link."), at=own[0])
            return
