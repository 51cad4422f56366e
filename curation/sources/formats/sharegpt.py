"""ShareGPT, JSON or JSON Lines: conversations as LLaMA-Factory reads them; Ruwo's own exports reopen through it.

Layout: ``{"conversations": [{"from", "value"}, …], "system", "tools"}``; ``from`` is ``human`` or ``gpt`` in turn, the
first may be ``system``. Tools are not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from curation.errors import N_
from curation.sources import curated
from curation.sources.curated import SYSTEM, Fields, Turn
from curation.sources.head import Head
from curation.sources.source import Chunk, Source

NAME = "sharegpt"
TITLE = N_("ShareGPT (curated conversations)")

_MARKS = {"conversations.item.from", "conversations.item.value"}


def sniff(head: Head) -> float:
    """Both fields inside a conversation."""
    paths = curated.paths(head)
    return 0.97 if paths >= _MARKS else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record a turn."""
    return curated.listed(source, _turns, Fields(["conversations"], "from", "value", "system"))


def _turns(element: object) -> Sequence[Turn | None] | None:
    found = element.get("conversations") if isinstance(element, dict) else None
    if not isinstance(element, dict) or not isinstance(found, list):
        return None
    turns = [(one.get("from"), one.get("value")) if isinstance(one, dict) else None for one in found]
    return [(SYSTEM, element["system"]), *turns] if element.get("system") else turns
