"""Workbooks (.xlsx): each sheet is a file of its own, and its bytes are the CSV it would be saved as.

So a format that reads a table reads it from a sheet as well, and the first row says whose it is. Read by our own code:
what libraries offer either fills the whole rectangle between a sheet's first and last cell with memory, so that two
cells end the process, or takes a minute and a half for a million messages.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Literal, cast

from curation.errors import RuwoError
from curation.sources import cells, files, zipguard
from curation.sources.files import File

MAX_NESTED = 64 << 20
"""Bytes of a workbook inside a zip: it is held in memory, as it cannot be read from front to back."""

MAX_SHARED = 200_000_000
"""Characters of the texts that cells share: some ten million short messages."""

MADE_AT_LEAST = 64 << 20
"""Characters that any sheet may have, however well it was packed."""

_BLOCK = 1000
_NEEDED = {"[Content_Types].xml", "xl/workbook.xml"}


@dataclass(frozen=True)
class Sheet:
    """A sheet as a CSV file. ``name``: the workbook's and its own, ``小满.xlsx/聊天记录``."""

    workbook: File
    title: str
    part: str

    @property
    def name(self) -> str:
        """How people call it."""
        return f"{self.workbook.name}/{self.title}"

    def open(self, mode: Literal["rb"]) -> BinaryIO:
        """Its bytes. Raises RuwoError."""
        return cast(BinaryIO, _Stream(self))


class _Stream:
    """The CSV being made. What is wrong with the workbook comes out as RuwoError."""

    def __init__(self, sheet: Sheet) -> None:
        with _opened(sheet.workbook) as archive, _clear(sheet.workbook):
            self._length = archive.getinfo(sheet.part).file_size
        self._rows = _texts(sheet)
        self._held = b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes, ``size`` of them if so many are left."""
        parts, length = [self._held], len(self._held)
        while size < 0 or length < size:
            if not (text := next(self._rows, "")):
                break
            parts.append(text.encode(errors="replace"))
            length += len(parts[-1])
        found = b"".join(parts)
        end = length if size < 0 else size
        self._held = found[end:]
        return found[:end]

    def seek(self, offset: int, whence: int) -> int:
        """About how long it is: as long as its XML. Nothing else is asked."""
        assert (offset, whence) == (0, 2)
        return self._length

    def __enter__(self) -> _Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self._rows.close()


def sheets(file: File) -> list[Sheet]:
    """The sheets in their order; none when the file is no workbook.

    Raises RuwoError ``zip_broken``, ``workbook_broken``, ``zip_locked`` or ``zip_unsafe``.
    """
    with file.open("rb") as stream:
        if stream.read(4) != b"PK\x03\x04":
            return []
    with _opened(file) as archive, _clear(file):
        if not set(archive.namelist()) >= _NEEDED:
            return []
        zipguard.refuse_bombs(file, archive.infolist())
        zipguard.readable(file, archive.infolist())
        return [Sheet(file, title, part) for title, part in _listed(archive)]


def rows(sheet: Sheet) -> Iterator[list[str]]:
    """The sheet's rows that hold anything: dates as ``2024-05-01 16:00:00``, other values as they stand.

    All have as many fields as the first, or more. Raises RuwoError.
    """
    with _opened(sheet.workbook) as archive, _clear(sheet.workbook):
        words = _shared(archive)
        with archive.open(sheet.part) as stream:
            width = 0
            for row in cells.rows(stream, words, _dates(archive), _from_1904(archive)):
                width = width or len(row)
                yield row + [""] * (width - len(row))


def _texts(sheet: Sheet) -> Generator[str]:
    """The CSV in pieces. Raises RuwoError, also when cells repeat a text more often than any chat does."""
    out, made = io.StringIO(newline=""), 0
    most = max(MADE_AT_LEAST, zipguard.MAX_RATIO * files.size(sheet.workbook))
    writer = csv.writer(out, lineterminator="\n")
    for number, row in enumerate(rows(sheet), 1):
        writer.writerow(row)
        if number % _BLOCK == 0:
            yield out.getvalue()
            made += out.tell()
            out.seek(0)
            out.truncate()
            if made > most:
                raise RuwoError("zip_unsafe", file=sheet.name)
    yield out.getvalue()


# --- parts of the workbook


@contextmanager
def _opened(file: File) -> Iterator[zipfile.ZipFile]:
    """The workbook as a zip that may be read from."""
    with file.open("rb") as stream:
        source = stream if isinstance(stream, io.BufferedReader) else io.BytesIO(_nested(file, stream))
        with zipguard.clear(file, "workbook_broken" if file.name.lower().endswith(".xlsx") else "zip_broken"):
            archive = zipfile.ZipFile(source)
        with archive:
            yield archive


def _nested(file: File, stream: BinaryIO) -> bytes:
    data = stream.read(MAX_NESTED + 1)
    if len(data) > MAX_NESTED:
        raise RuwoError("zip_unsafe", file=file.name)
    return data


@contextmanager
def _clear(file: File) -> Iterator[None]:
    """Turn everything that can be wrong with a workbook into RuwoError ``workbook_broken`` or ``zip_unsafe``."""
    with zipguard.clear(file, "workbook_broken"):
        try:
            yield
        except cells.Unsafe:
            raise RuwoError("zip_unsafe", file=file.name) from None


def _listed(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """(title, part) of the sheets."""
    targets = {one.get("Id", ""): one.get("Target", "") for one in _elements(archive, _RELATIONS, "Relationship")}
    found = []
    for sheet in _elements(archive, "xl/workbook.xml", "sheet"):
        relation = next((value for name, value in sheet.items() if name.rpartition(":")[2] == "id"), "")
        target = targets.get(relation, "")
        part = target[1:] if target.startswith("/") else f"xl/{target}"
        if part in archive.namelist() and archive.getinfo(part).file_size:
            found.append((sheet.get("name", ""), part))
    return found


_RELATIONS = "xl/_rels/workbook.xml.rels"


def _elements(archive: zipfile.ZipFile, part: str, wanted: str) -> list[dict[str, str]]:
    """The attributes of the elements of this name in a small part; none when there is no such part."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if cells.local(name) == wanted:
            found.append(attributes)

    if part in archive.namelist():
        with archive.open(part) as stream:
            for _ in cells.parsed(stream, start, lambda name: None, lambda text: None):
                if len(found) > zipguard.MAX_FILES:
                    raise cells.Unsafe
    return found


def _from_1904(archive: zipfile.ZipFile) -> bool:
    return any(one.get("date1904") in {"1", "true"} for one in _elements(archive, "xl/workbook.xml", "workbookPr"))


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if (part := "xl/sharedStrings.xml") not in archive.namelist():
        return []
    with archive.open(part) as stream:
        return cells.shared(stream, MAX_SHARED)


def _dates(archive: zipfile.ZipFile) -> set[str]:
    if (part := "xl/styles.xml") not in archive.namelist():
        return set()
    styles = cells.Styles()
    with archive.open(part) as stream:
        for _ in cells.parsed(stream, styles.start, styles.end, lambda text: None):
            pass
    return styles.dates
