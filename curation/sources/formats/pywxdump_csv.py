"""PyWxDump CSV, and the CSV that WeClone reads and WeFlow writes for it; see :mod:`curation.sources.pywxdump`.

Layout: ``id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime``, a file for every 5,000 messages of a
chat; WeClone adds ``is_forward``, WeFlow leaves ``room_name`` out. Names stand in ``users.json`` beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

from curation.errors import N_, RuwoError
from curation.sources import csvfile, pywxdump
from curation.sources.head import Head
from curation.sources.pywxdump import FIELDS, Row
from curation.sources.source import OWNER, Chunk, Source

NAME = "pywxdump_csv"
TITLE = N_("PyWxDump or WeClone CSV")

_NEEDED = {"type_name", "is_sender", "talker", "msg", "CreateTime"}


def sniff(head: Head) -> float:
    """Names of columns no other export has together."""
    names = {name.strip() for name in head.first_line.replace('"', "").split(",")}
    return 0.99 if _NEEDED <= names else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """Rows in blocks; a row of the wrong width is set aside."""
    source.owner = OWNER
    for path in source.paths:
        table = source.table(path)
        if not set(table.columns) >= _NEEDED:
            raise RuwoError("format_unknown", file=path.name)
        places = [table.columns.index(name) if name in table.columns else -1 for name in FIELDS]
        known = pywxdump.names(source, path)
        for rows in table.blocks(csvfile.MANY):
            yield from pywxdump.chunks([_row(fields, places) for fields in rows], source, known)


def _row(fields: list[str], places: list[int]) -> Row:
    return Row(*(fields[place] if place >= 0 else "" for place in places))
