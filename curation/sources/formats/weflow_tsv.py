"""WeFlow TXT of its first versions: the columns of its workbook between tabs, a message a line.

Layout: ``序号\t时间\t发送者身份\t消息类型\t内容``, some columns more or fewer. Tabs and line breaks of a message were made
spaces; nothing is in quotes.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from curation.errors import N_
from curation.sources import csvfile
from curation.sources.formats.weflow_xlsx import chunk, is_header
from curation.sources.head import Head
from curation.sources.source import Chunk, Source

NAME = "weflow_tsv"
TITLE = N_("WeFlow TXT (first versions)")


def sniff(head: Head) -> float:
    """The names of its columns between tabs."""
    return 0.97 if is_header(_fields(head.first_line)) else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record a line; one with too few or too many columns is set aside."""
    for path in source.paths:
        lines = (line for line in csvfile.lines(source.texts(path)) if line.strip())
        columns = _fields(next(lines, ""))
        while some := list(islice(lines, 5000)):
            rows = [row for row in map(_fields, some) if _counted(len(row) == len(columns), source)]
            yield chunk([dict(zip(columns, row, strict=True)) for row in rows], source)


def _counted(sound: bool, source: Source) -> bool:
    source.report.records += 1
    if not sound:
        source.refuse("columns_wrong")
    return sound


def _fields(line: str) -> list[str]:
    return line.rstrip("\r\n").split("\t")
