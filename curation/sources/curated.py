"""Curated data: conversations of two sides and a system text, as trainers read them; our own exports among them.

A conversation has a number (``group``), a turn is a record, a bubble is a message: turns are taken apart by
:mod:`curation.bubbles`, which puts them together again without a difference, whoever wrote the file. A line
``（背景：…）`` above the first turn, or ``背景：…`` below the system text, is context and no speech.

``assistant`` is only suggested as the persona.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from curation import bubbles
from curation.errors import RuwoError
from curation.sources import files
from curation.sources.files import File
from curation.sources.head import Head
from curation.sources.source import Chunk, Source

USER, ASSISTANT, SYSTEM = "user", "assistant", "system"

ROLES = {
    "human": USER, "user": USER, "gpt": ASSISTANT, "assistant": ASSISTANT, "chatgpt": ASSISTANT, "system": SYSTEM,
    "developer": SYSTEM,
}  # fmt: skip
"""The word in the file -> side. Tools are neither."""

_BACKGROUND = re.compile(r"（背景：(.+)）", re.DOTALL)
_BELOW = "\n背景："

Turn = tuple[object, object]
"""Role and text, as the file has them."""

Unfold = Callable[[object], Sequence[Turn | None] | None]
"""A conversation -> its turns; None: it is none, or a turn is none."""


@dataclass
class _Rows:
    """Messages in parallel columns; ``records``: turns they come from."""

    kinds: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    records: int = 0

    def add(self, kind: str, texts: list[str], sender: str, group: int) -> None:
        """Messages more, of one sender."""
        self.kinds += [kind] * len(texts)
        self.texts += texts
        self.senders += [sender] * len(texts)
        self.groups += [group] * len(texts)

    def chunk(self) -> Chunk:
        """All of them."""
        return Chunk(
            kind=self.kinds,
            text=self.texts,
            sender_id=self.senders,
            group=pa.array(self.groups, pa.int64()),
            records=self.records,
        )


def listed(source: Source, unfold: Unfold) -> Iterator[Chunk]:
    """The conversations of JSON files, be they one list or a value a line."""
    group = 0
    for path in source.paths:
        for elements in _elements(path, source):
            _check_choices(elements, path)
            yield talks(map(unfold, elements), source, group)
            group += len(elements)


def _elements(path: File, source: Source) -> Iterator[list[object]]:
    head = Head(path.name, files.head(path))
    spread = head.first_line.strip() in {"", "{"}  # one value over several lines
    return source.elements(path) if spread or head.text.lstrip()[:1] == "[" else source.json_lines(path)


def _check_choices(elements: Iterable[object], path: File) -> None:
    """Raise RuwoError ``dpo_file`` when there are two answers to choose from."""
    for element in elements:
        if isinstance(element, dict) and (
            {"chosen", "rejected"} <= element.keys() or _is_choice(element.get("output"))
        ):
            raise RuwoError("dpo_file", file=path.name)


def _is_choice(output: object) -> bool:
    return isinstance(output, list) and len(output) > 1 and all(isinstance(one, str) for one in output)


def talks(conversations: Iterable[Sequence[Turn | None] | None], source: Source, group: int) -> Chunk:
    """The conversations as one chunk, numbered from ``group``."""
    source.suggested = ASSISTANT
    rows = _Rows()
    for number, turns in enumerate(conversations, group):
        if turns is None:
            source.report.records += 1
            source.refuse("record_invalid")
        else:
            _talk(turns, rows, number, source)
    return rows.chunk()


def _talk(turns: Sequence[Turn | None], rows: _Rows, group: int, source: Source) -> None:
    previous = ""
    for turn in turns:
        source.report.records += 1
        if turn is None or (fault := _fault(*turn)):
            source.refuse("record_invalid" if turn is None else fault)
            continue
        side, text = ROLES[str(turn[0])], str(turn[1])
        if side == SYSTEM:
            _system(text, rows, group, source)
            continue
        if side == previous:
            source.complain("role_repeated")
        _spoken(side, text, rows, group, source, first=not previous)
        previous = side


def _fault(role: object, text: object) -> str:
    """Why this turn gives no message; empty when it does."""
    if not isinstance(role, str) or role not in ROLES:
        return "role_unknown"
    if not isinstance(text, str):
        return "record_incomplete" if text is None else "content_not_text"
    return "" if text.strip() else "text_empty"


def _system(text: str, rows: _Rows, group: int, source: Source) -> None:
    base, below, context = text.rpartition(_BELOW)
    if below and context.strip():
        rows.add("system", [context], USER, group)
    source.system_texts[base if below else text] += 1
    source.report.put_aside("system_text")


def _spoken(side: str, text: str, rows: _Rows, group: int, source: Source, first: bool) -> None:
    if "\r\n" in text:
        source.report.crlf += text.count("\r\n")
        text = text.replace("\r\n", "\n")
    parts = bubbles.decode(text)
    if first and side == USER and (found := _BACKGROUND.fullmatch(parts[0])):
        rows.add("system", [found[1]], USER, group)
        parts = parts[1:]
    rows.add("text", parts, side, group)
    rows.records += 1
