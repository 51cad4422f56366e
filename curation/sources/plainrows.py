"""The rows of a workbook's sheet as long as they are written as most programs write them, without an XML parser.

XML is read from left to right: behind ``<sheetData>`` a row that matches here from its first to its last character can
mean nothing else. The first that does not match (a prefix, rich text, a comment, a formula, an odd character) and all
behind it are left to expat: the stream gives it everything but the rows that were read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

BLOCK = 1 << 18
LONGEST = 1 << 20
"""Bytes of a row; a longer one is left to expat."""

_BEGIN, _END = b"<sheetData>", b"</row>"
_ENCODING = re.compile(rb"[^>]*encoding\s*=\s*[\"']([^\"']*)")
_ODD = bytes(sorted(set(range(32)) - {9, 10}))
"""Characters that XML does not hold, and a CR, which it changes."""

_SHAPE = (
    r'<c(?: r="([A-Z]{1,3})\d+")?(?: s="(\d{1,9})")?(?: t="(\w{1,20})")?'
    r'(?:/>|>(?:<is><t(?: xml:space="preserve")?>([^<]*)</t></is>|<v>([^<]*)</v>)?</c>)'
)
_CELL = re.compile(_SHAPE)
_ROW = re.compile(rf"<row(?: [^<>&]*)?(?<!/)>(?:{re.sub(r'[(](?![?])', '(?:', _SHAPE)})*+")
_ENTITY = re.compile(r"&(amp|lt|gt|quot|apos);")
_MEANT = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}

Cell = tuple[str, str, str, str, str]
"""Letters of the column, style, type, text of its own and value, as they are written; empty where they are not."""


class Stream(Protocol):
    """What XML is read from."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""


class Plain:
    """The plain rows of a stream, which afterwards holds what is left of it."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._left = b""

    def read(self, size: int = -1, /) -> bytes:
        """What is left."""
        found, self._left = self._left, b""
        return found or self._stream.read(size)

    def rows(self) -> Iterator[list[Cell]]:
        """The cells of each row, also those without a text."""
        head = self._stream.read(BLOCK)
        opening, begun, held = head.partition(_BEGIN)
        declared = _ENCODING.match(opening)
        if not begun or b"<!" in opening or (declared and declared[1].lower() != b"utf-8"):
            self._left = head
            return
        while len(held) <= LONGEST:
            whole, end, held = held.rpartition(_END)
            text, at = _text(whole + end), 0
            for row in (text or "").split(_END.decode())[:-1]:
                if (cells := _cells(row)) is None:
                    break
                yield cells
                at += len(row) + len(_END)
            block = self._stream.read(BLOCK)
            if text is None or at < len(text):
                held = (whole + end if text is None else text[at:].encode()) + held + block
                break
            held += block
            if not block:
                break
        self._left = opening + begun + held


def _text(data: bytes) -> str | None:
    """The bytes as text; None where some of them are odd."""
    if b"]]>" in data or len(data.translate(None, _ODD)) < len(data):
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    return None if "\ufffe" in text or "\uffff" in text else text


def _cells(row: str) -> list[Cell] | None:
    """The cells of a row without its end; None where anything else is in it."""
    if not _ROW.fullmatch(row):
        return None
    found = _CELL.findall(row)
    if "&" not in row:
        return found
    if len(_ENTITY.findall(row)) < row.count("&"):
        return None
    return [(column, style, type_, _meant(inline), _meant(value)) for column, style, type_, inline, value in found]


def _meant(text: str) -> str:
    return _ENTITY.sub(lambda entity: _MEANT[entity[1]], text)
