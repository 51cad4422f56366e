"""CSV files: rows in blocks; broken rows set aside, and the rows a stray quote has swallowed brought back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain, islice, tee, zip_longest

from curation.sources.report import Report

LONGEST_FIELD = 16 << 20
"""Characters; only ever raised from the csv module's own limit, which is global."""

LONGEST_RECORD = 2000
"""Lines a record may span when a block is read with care: what a stray quote can swallow at most."""


MANY = 100_000
"""Rows in columns where a file may hold hundreds of chats: each of them shall get more than a few of the rows."""

CHARACTERS = 32 << 20
"""Characters after which columns are long enough, however few rows they hold."""


_SEPARATORS = ",;\t"
"""Excel writes the second where people write decimals with a comma, the third as "Unicode text"."""


def separator(line: str) -> str:
    """What stands between the names of the columns in a file's first line."""
    return max(_SEPARATORS, key=line.count)


def lines(texts: Iterable[str]) -> Iterator[str]:
    """The texts as lines with their ends, split as ``open(newline="")`` does."""
    return chain.from_iterable(io.StringIO(text, newline="") for text in _whole_lines(texts))


def _whole_lines(texts: Iterable[str]) -> Iterator[str]:
    """The same text, cut behind line ends only."""
    rest: list[str] = []
    for text in texts:
        if cut := text.rfind("\n") + 1:
            yield "".join(rest) + text[:cut]
            rest = [text[cut:]]
        else:
            rest.append(text)
    yield "".join(rest)


class Table:
    """The rows of one CSV file. ``columns`` are the names in its first row; every row given out has as many fields.

    Without a ``header`` they are 1, 2, … ``widths``: how many fields a good row may have, for exporters whose rows do
    not fit their own first one. An empty ``separator`` is told by the first line. ``numbers``: which record of the
    source each of the rows is that were given out last.
    """

    def __init__(
        self, texts: Iterable[str], report: Report, file: str, separator: str = ",", header: bool = True
    ) -> None:
        csv.field_size_limit(max(csv.field_size_limit(), LONGEST_FIELD))
        self._characters = 0
        self._lines = lines(self._counted(texts))
        self._report = report
        self._file = file
        self._separator = separator or self._told()
        self._before, self._line = report.records, 1
        first = self._first_row(header)
        self.columns = [name.strip() for name in first] if header else [str(n) for n in range(1, len(first) + 1)]
        self.widths = {len(self.columns)}
        self.numbers: list[int] = []

    def _told(self) -> str:
        first = next(self._lines, "")
        self._lines = chain([first] if first else [], self._lines)
        return separator(first)

    def _first_row(self, header: bool) -> list[str]:
        first, kept = tee(islice(self._lines, LONGEST_RECORD))
        reader = csv.reader(first, delimiter=self._separator)
        try:
            return next(reader, [])
        except csv.Error:
            return []
        finally:
            if header:
                self._line += reader.line_num
            else:
                self._lines = chain(islice(kept, reader.line_num), self._lines)

    def blocks(self, size: int = 5000) -> Iterator[list[list[str]]]:
        """Rows as lists of fields, about ``size`` at a time. Counts each as a record of the report."""
        while (rows := self._take(size)) is not None:
            if rows:
                yield rows

    def _counted(self, texts: Iterable[str]) -> Iterator[str]:
        for text in texts:
            self._characters += len(text)
            yield text

    def by_columns(self, size: int = MANY) -> Iterator[list[list[str]]]:
        """The same column by column, each as long as about ``size`` rows; empty fields where a row is short of them."""
        found: list[list[str]] = []
        numbers: list[int] = []
        widest = max(self.widths)
        for rows in self.blocks():
            numbers += self.numbers
            if len(set(map(len, rows))) > 1:
                rows = [row + [""] * (widest - len(row)) for row in rows]
            found = found or [[] for _ in range(widest)]
            for column, values in zip_longest(found, zip(*rows, strict=True), fillvalue=[""] * len(rows)):
                column.extend(values)
            if len(found[0]) >= size or self._characters >= CHARACTERS:
                self.numbers = numbers
                yield found
                found, numbers, self._characters = [], [], 0
        if found:
            self.numbers = numbers
            yield found

    def _take(self, size: int) -> list[list[str]] | None:
        """The good rows of the next block, perhaps none; None at the end of the file."""
        limit = max(20 * size, 2 * LONGEST_RECORD)
        lines, kept = tee(islice(self._lines, limit))
        reader = csv.reader(lines, delimiter=self._separator)
        rows: list[list[str]] = []
        self.numbers = []
        try:
            rows.extend(islice(reader, size))
            clean = set(map(len, rows)) <= self.widths and reader.line_num < limit
        except csv.Error:
            clean = False
        if not reader.line_num:
            return None
        if not clean:
            return list(self._with_care(list(islice(kept, reader.line_num)), cut=reader.line_num == limit))
        self.numbers = list(range(self._report.records + 1, self._report.records + len(rows) + 1))
        self._report.records += len(rows)
        self._line += reader.line_num
        return rows

    def _with_care(self, kept: list[str], cut: bool) -> Iterator[list[str]]:
        """The rows of these lines, each tried alone: after a broken one the next line is tried as a new row.

        ``cut``: the lines stop in the middle of the file, so the last record may go on; it waits for the next block.
        """
        at = broken_until = 0
        while at < len(kept):
            row, end = _row_at(kept, at, self._separator)
            if row is not None and len(row) in self.widths:
                self._report.records += 1
                self.numbers.append(self._report.records)
                yield row
            elif cut and at and end == len(kept):
                self._lines = chain(kept[at:], self._lines)
                self._line += at
                return
            elif row != []:
                end, broken_until = at + 1, self._broken(row, at, end, broken_until)
            at = end
        self._line += at

    def _broken(self, row: list[str] | None, at: int, end: int, broken_until: int) -> int:
        """Set the record at line ``at`` aside, unless a part of the broken one before; how far that one reaches."""
        if at < broken_until:
            return broken_until
        self._report.records += 1
        reason = "field_too_long" if row is None else "columns_wrong"
        self._report.put_aside(reason)
        self._report.problem(self._file, self._report.records - self._before, reason, self._line + at)
        return end


def _row_at(kept: list[str], at: int, separator: str) -> tuple[list[str] | None, int]:
    """The row that starts at line ``at`` (None: a field without end) and the line behind it."""
    reader = csv.reader(map(kept.__getitem__, range(at, min(at + LONGEST_RECORD, len(kept)))), delimiter=separator)
    try:
        return next(reader), at + reader.line_num
    except csv.Error:
        return None, at + max(reader.line_num, 1)
