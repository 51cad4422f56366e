"""ChatLab JSON Lines: one chat with times, kinds, ids and who sent what; see :mod:`curation.sources.chatlab`.

Layout, a line each: ``{"_type": "header", "chatlab", "meta"}``, then ``member`` and ``message``; ``#`` begins a
comment. A further header begins another chat.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from curation.errors import N_
from curation.sources import chatlab
from curation.sources.chatlab import Chat
from curation.sources.head import Head
from curation.sources.jsonlines import COMMENT, value
from curation.sources.report import Report
from curation.sources.source import Chunk, Source

NAME = "chatlab_jsonl"
TITLE = N_("ChatLab JSON Lines")


def sniff(head: Head) -> float:
    """The first line that is no comment says so itself."""
    lines = (line for line in head.text.split("\n") if line.strip() and not line.startswith(COMMENT))
    first = next(lines, "")
    if '"_type"' not in first:
        return 0.0
    found = value(first, Report())
    return 0.99 if isinstance(found, dict) and found.get("_type") == "header" and "chatlab" in found else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record a message line; what is neither header nor member nor message is one too, and set aside."""
    for path in source.paths:
        chat = Chat(source, None)
        for lines in source.json_lines(path):
            kinds = [line.get("_type") if isinstance(line, dict) else None for line in lines]
            if kinds.count("message") == len(kinds):
                yield chatlab.chunk(lines, chat, source)
                continue
            messages: list[object] = []
            for kind, line in zip(kinds, lines, strict=True):
                if kind == "header":
                    yield chatlab.chunk(messages, chat, source)
                    chat, messages = Chat(source, _meta(line)), []
                elif kind == "member":
                    chat.meet(line)
                else:
                    messages.append(line if kind == "message" else None)
            yield chatlab.chunk(messages, chat, source)


def _meta(line: Any) -> object:
    return line.get("meta")
