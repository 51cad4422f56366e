"""Text files in which a line with time and name stands above each message: messages in blocks, in bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from curation.sources import csvfile
from curation.sources.report import Report


class Entry(NamedTuple):
    """``head``: what the line above found; ``text``: what stands below it, without the empty lines at its end."""

    head: re.Match[str]
    text: str


def blocks(
    texts: Iterable[str], head: re.Pattern[str], report: Report, behind_gap: bool = False, size: int = 5000
) -> Iterator[list[Entry]]:
    """The entries, ``size`` at a time, each counted as a record; lines above the first one are a record set aside.

    ``head`` matches a whole line. ``behind_gap``: only a line below an empty one, or the first, can be a head.
    """
    entries = _entries(texts, head, report, behind_gap)
    while block := list(islice(entries, size)):
        report.records += len(block)
        yield block


def _entries(texts: Iterable[str], head: re.Pattern[str], report: Report, behind_gap: bool) -> Iterator[Entry]:
    current: re.Match[str] | None = None
    below: list[str] = []
    gap, stray = True, False
    for line in csvfile.lines(texts):
        line = line.rstrip("\r\n")
        found = head.fullmatch(line) if gap or not behind_gap else None
        gap = not line
        if found:
            if current:
                yield Entry(current, "\n".join(below).rstrip("\n"))
            current, below = found, []
        elif current:
            below.append(line)
        elif line and not stray:
            stray = True
            report.records += 1
            report.put_aside("record_invalid")
            report.problem(report.file, 1, "record_invalid")
    if current:
        yield Entry(current, "\n".join(below).rstrip("\n"))
