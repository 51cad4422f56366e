"""ChatML text: conversations in the marks that many models are trained with.

Layout: ``<|im_start|>role``, the text, ``<|im_end|>``. A system text, an empty line between two turns or
``<|endoftext|>`` begins a new conversation. In JSON each ``{"text"}`` is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from curation.errors import N_
from curation.sources import csvfile, curated, files
from curation.sources.curated import SYSTEM, Turn
from curation.sources.files import File
from curation.sources.head import Head
from curation.sources.source import Chunk, Source

NAME = "chatml"
TITLE = N_("ChatML (curated conversations)")

_START, _END = "<|im_start|>", "<|im_end|>"
_BREAKS = frozenset({"", "<|endoftext|>"})
_ROLE = re.compile(r"\s*([A-Za-z_]{1,20})(?: name=\S{1,100})?[ \t]*(.*)", re.DOTALL)
_BLOCK = 2000
_TEXT = re.compile(r'"text"\s*:\s*"(?:\\n|\s)*<\|im_start\|>')
_NEAR = 5000
"""Letters among which the first text begins."""

Talk = list[Turn | None]


def sniff(head: Head) -> float:
    """The mark of a turn, before anything else; in JSON, at the beginning of a text."""
    if head.text.lstrip().startswith(_START):
        return 0.97
    return 0.95 if head.is_json and _TEXT.search(head.text, 0, _NEAR) else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record a turn; text between the turns is set aside."""
    group = 0
    for path in source.paths:
        found = _talks(csvfile.lines(source.texts(path))) if not _is_json(path) else _told(source, path)
        while block := list(islice(found, _BLOCK)):
            yield curated.talks(block, source, group)
            group += len(block)


def _is_json(path: File) -> bool:
    return Head(path.name, files.head(path)).is_json


def _told(source: Source, path: File) -> Iterator[Talk]:
    """The conversations in the texts of a JSON file."""
    for elements in curated.elements(path, source):
        for element in elements:
            text = element.get("text") if isinstance(element, dict) else None
            if isinstance(text, str):
                yield from _talks(text.splitlines(keepends=True))
            else:
                yield [None]


def _talks(lines: Iterable[str]) -> Iterator[Talk]:
    talk: Talk = []
    for fresh, turn in _turns(lines):
        if talk and (fresh or (turn and turn[0] == SYSTEM)):
            yield talk
            talk = []
        talk.append(turn)
    if talk:
        yield talk


def _turns(lines: Iterable[str]) -> Iterator[tuple[bool, Turn | None]]:
    """The turns, each with whether a break stands before it; None for a line of something else between two turns."""
    inside: list[str] | None = None
    fresh = False
    for line in lines:
        line = line.rstrip("\r\n")
        if line.startswith(_START):
            if inside is not None:  # never closed
                yield fresh, _turn(inside)
                fresh = False
            inside, line = [], line.removeprefix(_START)
        if inside is not None:
            words, closed, _ = line.partition(_END)
            inside.append(words)
            if closed:
                yield fresh, _turn(inside)
                inside, fresh = None, False
        elif line.strip() in _BREAKS:
            fresh = True
        else:
            yield fresh, None
    if inside is not None:
        yield fresh, _turn(inside)


def _turn(lines: list[str]) -> Turn | None:
    """Role and text; the role may share its line with the text."""
    found = _ROLE.fullmatch(lines[0])
    return (found[1], "\n".join([*filter(None, [found[2]]), *lines[1:]])) if found else None
