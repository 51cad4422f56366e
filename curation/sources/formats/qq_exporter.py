"""qq-chat-exporter's JSON, v4 and v5, in one file or in chunks: one QQ chat. The messages' own layout stands in qce.py.

Layout: ``metadata{name: "QQChatExporter V5 / …"}, chatInfo{name, type, selfUid, selfUin}, statistics, messages[]``; or
``manifest.json`` with all of that but the messages, beside ``chunks/c000001.jsonl`` … (a folder or a zip), one message
a line. A chunk alone can be read too, but does not tell whose export it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from curation.errors import N_
from curation.sources import files
from curation.sources.files import File
from curation.sources.head import Head
from curation.sources.qce import BLOCK, Talk
from curation.sources.source import Chunk, Source

NAME = "qq_exporter"
TITLE = N_("QQ chat (qq-chat-exporter)")

_LINE = {"timestamp", "sender.uid", "content.text"}


def sniff(head: Head) -> float:
    """The exporter's name, or a first line that is one of its messages."""
    if "QQChatExporter" in head.text and {"metadata.name", "chatInfo.name"} <= head.json_paths:
        return 0.98
    return 0.96 if _has_lines(head) else 0.0


def _has_lines(head: Head) -> bool:
    line = Head(head.name, head.first_line.encode())
    if not line.text.startswith("{") or not line.text.endswith("}"):
        return False
    return line.json_paths >= _LINE and bool(line.json_paths & {"id", "messageId"})


def parse(source: Source) -> Iterator[Chunk]:
    """One record a message; the chunks after what tells about the chat, wherever that stands among the files."""
    lines = [path for path in source.paths if _has_lines(Head(path.name, files.head(path)))]
    talk = Talk(source, None)
    for path in source.paths:
        if path not in lines:
            values, blocks = source.document(path, "messages", "chatInfo")
            talk = Talk(source, values.get("chatInfo"))
            yield from _chunks(talk, blocks)
            if not lines and isinstance(path, Path):
                yield from _of_lines(talk, source, sorted((path.parent / "chunks").glob("*.jsonl")))
    yield from _of_lines(talk, source, lines)


def _of_lines(talk: Talk, source: Source, paths: list[File] | list[Path]) -> Iterator[Chunk]:
    for path in paths:
        yield from _chunks(talk, source.json_lines(path))


def _chunks(talk: Talk, blocks: Iterator[list[object]]) -> Iterator[Chunk]:
    for elements in blocks:
        for at in range(0, len(elements), BLOCK):
            yield talk.chunk(elements[at : at + BLOCK])
