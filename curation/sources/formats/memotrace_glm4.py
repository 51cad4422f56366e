"""MemoTrace (留痕) training JSON in the GLM4 layout: as the ChatGLM one, with ``messages`` for ``conversations``.

Layout: a list of ``{"messages": [{"role", "content"}, …]}``, indented by four. Other programs write such lists too, so
only the indentation together with that single key makes it certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from curation.errors import N_
from curation.sources.formats import memotrace_training
from curation.sources.head import Head
from curation.sources.source import Chunk, Source

NAME = "memotrace_glm4"
TITLE = N_("MemoTrace training JSON (GLM4)")
PRIORITY = 60

_MARKS = {"item.messages.item.role", "item.messages.item.content"}
_OWN = re.compile(r'\[\r?\n {4}\{\r?\n {8}"messages": \[\r?\n {12}\{\r?\n {16}"role": ')


def sniff(head: Head) -> float:
    """Both fields inside a list; sure when the list is printed as the exporter prints it."""
    if not head.json_paths >= _MARKS:
        return 0.0
    return 0.95 if _OWN.match(head.text) else 0.5


def parse(source: Source) -> Iterator[Chunk]:
    """As :mod:`curation.sources.formats.memotrace_training`."""
    return memotrace_training.conversations(source, lambda elements: [_renamed(element) for element in elements])


def _renamed(element: Any) -> Any:
    if isinstance(element, dict) and "messages" in element:
        return {"conversations": element["messages"]}
    return None
