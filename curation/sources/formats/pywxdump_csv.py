"""PyWxDump CSV, and the CSV that WeClone reads and WeFlow writes for it; see :mod:`curation.sources.pywxdump`.

Layout: ``id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime``, a file for every 5,000 messages of a
chat; WeClone adds ``is_forward``, WeFlow leaves ``room_name`` out, the first versions wrote ``content``. Names
stand in ``users.json`` beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from curation.errors import N_, RuwoError
from curation.sources import pywxdump
from curation.sources.head import Head
from curation.sources.pywxdump import CONTENT, FIELDS, Columns
from curation.sources.source import OWNER, Chunk, Source

NAME = "pywxdump_csv"
TITLE = N_("PyWxDump or WeClone CSV")

_NEEDED = {"type_name", "is_sender", "talker", "CreateTime"}
_MSG, _SRC = FIELDS.index("msg"), FIELDS.index("src")


def sniff(head: Head) -> float:
    """Names of columns no other export has together."""
    return 0.99 if _readable(head.columns) else 0.0


def _readable(columns: Iterable[str]) -> bool:
    names = set(columns)
    return names >= _NEEDED and not names.isdisjoint({"msg", CONTENT})


def parse(source: Source) -> Iterator[Chunk]:
    """Rows in blocks; a row of the wrong width is set aside."""
    source.owner = OWNER
    for path in source.paths:
        table = source.table(path, "")
        if not _readable(table.columns):
            raise RuwoError("format_unknown", file=path.name)
        places = [table.columns.index(name) if name in table.columns else -1 for name in FIELDS]
        folded = table.columns.index(CONTENT) if "msg" not in table.columns else -1
        known = pywxdump.names(source, path)
        for found in table.by_columns():
            missing = [""] * len(found[0])
            columns = [found[at] if at >= 0 else missing for at in places]
            if folded >= 0:
                columns[_MSG], columns[_SRC] = pywxdump.unfolded(found[folded])
            yield from pywxdump.chunks(Columns._make([*columns, table.numbers]), source, known)
