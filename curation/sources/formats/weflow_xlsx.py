"""WeFlow workbook: one chat with times, kinds and names; who the owner is in private chats.

Layout: three rows about the chat, then the names of the columns, ``序号,时间,发送者身份,消息类型,内容``; in full with
``发送者昵称,发送者微信ID,发送者备注`` and perhaps ``群昵称`` in between. ``发送者身份`` is ``我`` for the owner. The words are
those of WeFlow's JSON, the time is by the computer's clock.
"""

from __future__ import annotations

from collections.abc import Iterator

from curation.errors import N_, RuwoError
from curation.sources import weflow
from curation.sources.columns import apart, other_than, strings
from curation.sources.head import Head
from curation.sources.source import OWNER, Chunk, Source, other_id

NAME = "weflow_xlsx"
TITLE = N_("WeFlow workbook")

_NEEDED = {"时间", "发送者身份", "消息类型", "内容"}
_TOOL = "导出工具,WeFlow,"
_NAMES = ("发送者备注", "群昵称", "发送者昵称")
_ME = "我"
_TOP = 8
"""Rows among which the names of the columns are looked for."""


def sniff(head: Head) -> float:
    """It says so in its third row."""
    top = head.text.split("\n", _TOP)[:_TOP]
    return 0.97 if any(line.startswith(_TOOL) for line in top) and any(map(is_header, map(_fields, top))) else 0.0


def _fields(line: str) -> list[str]:
    return line.rstrip("\r").split(",")


def is_header(row: list[str]) -> bool:
    """The names of WeFlow's columns, with others or without."""
    return set(row) >= _NEEDED


def parse(source: Source) -> Iterator[Chunk]:
    """One record a row below the names of the columns."""
    for path in source.paths:
        table = source.table(path)
        table.widths = set(range(1, 40))  # rows as long as what stands in them
        columns: list[str] = []
        for rows in table.blocks():
            if not columns:
                at = next((n for n, row in enumerate(rows[:_TOP]) if is_header(row)), None)
                if at is None:
                    raise RuwoError("format_unknown", file=path.name)
                source.report.records -= at + 1
                columns, rows = rows[at], rows[at + 1 :]
            yield chunk([dict(zip(columns, row, strict=False)) for row in rows], source)


def chunk(rows: list[dict[str, str]], source: Source) -> Chunk:
    """Rows by the names of their columns as messages."""
    items = [{"type": row.get("消息类型", ""), "content": row.get("内容", "")} for row in rows]
    kinds = [weflow.kind_of(item) or "other" for item in items]
    return Chunk(
        **apart(strings(items, "content"), other_than(kinds, "text"), lambda at: weflow.content(kinds[at], items[at])),
        sender_id=[_sender(row, source) for row in rows],
        sender=[_name(row) for row in rows],
        local=[row.get("时间", "") for row in rows],
    )


def _sender(row: dict[str, str], source: Source) -> str:
    if row.get("发送者身份") == _ME:
        source.owner = OWNER
        return OWNER
    return other_id(row.get("发送者微信ID") or _name(row))


def _name(row: dict[str, str]) -> str:
    return next(filter(None, map(row.get, _NAMES)), row.get("发送者身份", ""))
