"""OpenAI messages, JSON or JSON Lines: conversations as most trainers and services take them.

Layout: ``{"messages": [{"role", "content"}, …]}``; the role ``system`` (or ``developer``), ``user`` or ``assistant``,
the content a text or a list of parts. JSON Lines with ``conversations`` for ``messages`` (ChatGLM) are read too. A list
of such objects may also come from MemoTrace; how it is printed tells, see memotrace_glm4.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from curation.errors import N_
from curation.sources import curated
from curation.sources.curated import Fields, Turn
from curation.sources.head import Head
from curation.sources.source import Chunk, Source

NAME = "openai_messages"
TITLE = N_("OpenAI messages (curated conversations)")
PRIORITY = 55

_KEYS = ("messages", "conversations")


def sniff(head: Head) -> float:
    """A role and a content inside a list of messages."""
    keys = ("messages",) if any(path.startswith("item.") for path in head.json_paths) else _KEYS
    return 0.9 if any(_has(curated.paths(head), key) for key in keys) else 0.0


def _has(paths: set[str], key: str) -> bool:
    contents = {f"{key}.item.content", f"{key}.item.content.item.text"}
    return f"{key}.item.role" in paths and bool(paths & contents)


def parse(source: Source) -> Iterator[Chunk]:
    """One record a turn."""
    return curated.listed(source, _turns, Fields(_KEYS, "role", "content"))


def _turns(element: object) -> Sequence[Turn | None] | None:
    if not isinstance(element, dict):
        return None
    found = next((element[key] for key in _KEYS if isinstance(element.get(key), list)), None)
    if found is None:
        return None
    return [(one.get("role"), _words(one.get("content"))) if isinstance(one, dict) else None for one in found]


def _words(content: object) -> object:
    """The text of a content, also of one in parts; pictures and the like stay out."""
    if not isinstance(content, list):
        return content
    texts = [part["text"] for part in content if isinstance(part, dict) and isinstance(part.get("text"), str)]
    return "\n".join(texts) if texts else content
