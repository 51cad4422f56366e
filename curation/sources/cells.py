"""Cells of a workbook's sheet -> texts, row by row, in bounded memory.

A cell is a text of its own, the number of a shared one, a number or a date (a number with a date's style). The XML is
read by expat as it comes; a document type, which no workbook has and only an attack needs, ends the reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Protocol
from xml.parsers import expat

from curation.sources.plainrows import Cell, Plain

BLOCK = 1 << 18
MAX_COLUMNS = 16_384
"""Of the format itself."""

LONGEST_ROW = 16 << 20
"""Characters of a row, and of a shared text; a cell has at most 32,767."""

_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Numbers of formats that every program knows (ECMA-376, 18.8.30): dates and times, also East Asian ones."""

_QUIET = re.compile(r'"[^"]*"|\\.|\[[^\[\]]*\]')
"""In a format: literal text, an escape, a colour or a language."""

_ESCAPE = re.compile(r"_x(005[Ff]|00[01][0-9A-Fa-f])_")
"""How a character that XML cannot hold is written, and an underscore that would look like that."""

_DAY_0 = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - a cell has no zone


class Stream(Protocol):
    """What XML is read from."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""


class Unsafe(ValueError):
    """More than any workbook holds."""


Start = Callable[[str, dict[str, str]], None]


def parsed(stream: Stream, start: Start, end: Callable[[str], None], data: Callable[[str], None]) -> Iterator[None]:
    """Feed the handlers, with names that may have a prefix; stops after each block. Raises ValueError."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = _refuse
    try:
        while block := stream.read(BLOCK):
            parser.Parse(block)
            yield
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ValueError(error.code) from None
    yield


def _refuse(*_: object) -> None:
    raise Unsafe


def local(name: str) -> str:
    """The name without its prefix."""
    return name.rpartition(":")[2]


class Texts:
    """The texts in ``t`` and ``v`` elements, without the readings of Asian words (``rPh``) that stand among them."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._open = self._aside = False
        self._length = 0

    def begin(self) -> None:
        """Forget what was read."""
        self.parts = []

    def begin_row(self) -> None:
        """Start to count the characters anew."""
        self._length = 0

    def start(self, name: str) -> None:
        """An element begins."""
        if name == "t" or name == "v":
            self._open = not self._aside
        elif name == "rPh":
            self._aside = True
        elif ":" in name:
            self.start(local(name))

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "t" or name == "v":
            self._open = False
        elif name == "rPh":
            self._aside = False
        elif ":" in name:
            self.end(local(name))

    def data(self, text: str) -> None:
        """Characters."""
        if self._open:
            self._length += len(text)
            if self._length > LONGEST_ROW:
                raise Unsafe
            self.parts.append(text)

    @property
    def text(self) -> str:
        """What was read, with its escaped characters."""
        return _unescaped("".join(self.parts))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text) if "_x00" in text else text


def shared(stream: Stream, most: int) -> list[str]:
    """The shared texts. Raises ValueError, also when there are more than ``most`` characters or texts."""
    found: list[str] = []
    texts = Texts()
    left = most

    def end(name: str) -> None:
        nonlocal left
        texts.end(name)
        if name == "si" or local(name) == "si":
            found.append(texts.text)
            left -= 1 + len(found[-1])
            texts.begin()
            texts.begin_row()
            if left < 0:
                raise Unsafe

    for _ in parsed(stream, lambda name, attributes: texts.start(name), end, texts.data):
        pass
    return found


class Styles:
    """Which styles (``s`` of a cell) show a date."""

    def __init__(self) -> None:
        self.dates: set[str] = set()
        self._formats: set[str] = {str(number) for number in _BUILT_IN_DATES}
        self._inside, self._count = False, 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element of styles.xml."""
        name = local(name)
        if name == "numFmt" and set(_QUIET.sub("", attributes.get("formatCode", "")).lower()) & set("ymdhs"):
            self._formats.add(attributes.get("numFmtId", ""))
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            if attributes.get("numFmtId") in self._formats:
                self.dates.add(str(self._count))
            self._count += 1

    def end(self, name: str) -> None:
        """The end of one."""
        self._inside = self._inside and local(name) != "cellXfs"


def rows(stream: Stream, words: Sequence[str], dates: set[str], from_1904: bool = False) -> Iterator[list[str]]:
    """The rows of a sheet that hold anything, without the empty cells behind the last. Raises ValueError."""
    sheet = _Sheet(words, dates, from_1904)
    plain = Plain(stream)
    for found in plain.rows():
        if row := sheet.row(found):
            yield row
    for _ in parsed(plain, sheet.start, sheet.end, sheet.data):
        yield from sheet.rows
        sheet.rows = []


class _Sheet:
    """What expat tells of a sheet. Its methods are called a dozen times a row, so they call few others."""

    def __init__(self, words: Sequence[str], dates: set[str], from_1904: bool) -> None:
        self.rows: list[list[str]] = []
        self._words, self._dates, self._from_1904 = words, dates, from_1904
        self._row: list[str] = []
        self._cell: dict[str, str] = {}
        self._parts: list[str] = []
        self._open = self._aside = False
        self._length = 0

    def row(self, found: list[Cell]) -> list[str]:
        """The row with these cells."""
        self._row = []
        for column, style, type_, inline, value in found:
            if not (text := inline or value):
                continue
            if type_ == "inlineStr" and "_x00" not in text and column and _number_of(column) == len(self._row):
                self._row.append(text)
            else:
                self._add(column, style, type_, text)
        return self._row

    def _add(self, column: str, style: str, type_: str, text: str) -> None:
        if value := self._value(style, type_, text):
            row = self._row
            place = _number_of(column) if column else len(row)
            if place > len(row):
                row += [""] * (place - len(row))
            row[place:] = [value]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._cell, self._parts = attributes, []
        elif name == "t" or name == "v":
            self._open = not self._aside
        elif name == "row":
            self._row, self._length = [], 0
        elif name == "rPh":
            self._aside = True
        elif ":" in name:
            self.start(local(name), attributes)

    def data(self, text: str) -> None:
        if self._open:
            self._length += len(text)
            if self._length > LONGEST_ROW:
                raise Unsafe
            self._parts.append(text)

    def end(self, name: str) -> None:
        if name == "t" or name == "v":
            self._open = False
        elif name == "c":
            if self._parts:
                cell = self._cell
                self._add(
                    cell.get("r", "").rstrip("0123456789"), cell.get("s", ""), cell.get("t", ""), "".join(self._parts)
                )
        elif name == "row":
            if self._row:
                self.rows.append(self._row)
        elif name == "rPh":
            self._aside = False
        elif ":" in name:
            self.end(local(name))

    def _value(self, style: str, type_: str, text: str) -> str:
        if type_ == "s":
            return self._words[int(text)] if text.isdecimal() and int(text) < len(self._words) else ""
        if type_ in {"inlineStr", "str", "b"}:
            return _unescaped(text)
        if type_ == "e":
            return ""
        text = _unescaped(text)
        return _moment(text, self._from_1904) if style in self._dates else _number(text)


@lru_cache(maxsize=1024)
def _number_of(letters: str) -> int:
    """``B`` -> 1."""
    if len(letters) > 3 or not letters.isascii() or not letters.isupper():
        raise ValueError
    found = 0
    for letter in letters:
        found = 26 * found + ord(letter) - 64
    if found > MAX_COLUMNS:
        raise ValueError
    return found - 1


def _number(text: str) -> str:
    """As it stands, a whole one without its exponent."""
    if "E" not in text and "." not in text:
        return text
    try:
        value = float(text)
    except ValueError:
        return text
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else text


def _moment(text: str, from_1904: bool) -> str:
    """Days since the beginning -> ``2024-05-01 16:00:00``; what is no such number stays."""
    try:
        seconds = round(float(text) * 86_400)
        return str(_DAY_0[from_1904] + timedelta(seconds=seconds))
    except (ValueError, OverflowError):
        return text
