"""wx-dump-4j: the rows of WeChat's own table as a workbook, one chat.

Layout: ``消息Id,聊天人Id,类型,子类型,是否发送者,创建时间,消息内容``; type and subtype are WeChat's numbers, the time
``YYYY-MM-DD HH:MM:SS`` in the computer's zone, the content raw: XML for all that is no text.
"""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from curation.errors import N_, RuwoError
from curation.sources.formats.memotrace_csv_v2 import content, number
from curation.sources.head import Head
from curation.sources.source import OWNER, Chunk, Source, other_id

NAME = "wx_dump_4j"
TITLE = N_("wx-dump-4j workbook")

COLUMNS = ["消息Id", "聊天人Id", "类型", "子类型", "是否发送者", "创建时间", "消息内容"]


def sniff(head: Head) -> float:
    """The header is unmistakable."""
    return 0.99 if head.first_line.replace('"', "").split(",") == COLUMNS else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """Rows in blocks; a row without a number for its type is set aside."""
    source.owner = OWNER
    for path in source.paths:
        table = source.table(path)
        if table.columns != COLUMNS:
            raise RuwoError("format_unknown", file=path.name)
        for rows in table.blocks():
            yield _chunk(rows, table.numbers, source)


def _chunk(rows: list[list[str]], numbers: list[int], source: Source) -> Chunk:
    told = []
    kept = []
    places = []
    for place, row in zip(numbers, rows, strict=True):
        type_, subtype = number(row[2]), number(row[3])
        if type_ is None or subtype is None:
            source.report.put_aside("record_invalid")
            source.problem(place, "record_invalid")
            continue
        kept.append(row)
        places.append(place)
        told.append(content(type_, subtype, row[6], place, source))
    return Chunk(
        kind=[kind for kind, _, _, _ in told],
        text=[text for _, text, _, _ in told],
        quote=[quote for _, _, quote, _ in told],
        extra=[orjson.dumps(extra).decode() if extra else None for _, _, _, extra in told],
        sender_id=[OWNER if row[4] == "1" else other_id(row[1]) for row in kept],
        sender=["" if row[4] == "1" else row[1] for row in kept],
        ids=[row[0] if row[0].isdecimal() else "" for row in kept],
        local=[row[5] for row in kept],
        numbers=places,
    )
