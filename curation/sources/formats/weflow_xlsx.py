"""WeFlow workbook: one chat with times, kinds and names; who the owner is in private chats.

Layout: three rows about the chat, then the names of the columns, ``序号,时间,发送者身份,消息类型,内容``; in full with
``发送者昵称,发送者微信ID,发送者备注`` and perhaps ``群昵称`` in between. ``发送者身份`` is ``我`` for the owner. The words are
those of WeFlow's JSON, the time is by the computer's clock. echotrace begins with the names, ``发送者`` for 发送者身份;
CipherTalk too, with ``微信ID``, ``消息内容``, ``原始类型代码`` and ``时间戳`` (epoch seconds), and nobody is ``我``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from curation.errors import N_, RuwoError
from curation.sources import weflow
from curation.sources.columns import apart, other_than, strings
from curation.sources.head import Head
from curation.sources.source import OWNER, Chunk, Source, other_id

NAME = "weflow_xlsx"
TITLE = N_("WeFlow workbook")

_NEEDED = {"时间", "消息类型"}
_ROLES, _ACCOUNTS, _CONTENTS = ("发送者身份", "发送者"), ("发送者微信ID", "微信ID"), ("内容", "消息内容")
_OF_QQ = "发送者QQ号"
_TOOL = "导出工具,WeFlow,"
_NAMES = ("发送者备注", "群昵称", "发送者昵称")
_ME = "我"
_TOP = 8
"""Rows among which the names of the columns are looked for."""


def sniff(head: Head) -> float:
    """It says so in its third row; less sure where it begins with the names of the columns."""
    top = head.text.split("\n", _TOP)[:_TOP]
    if any(line.startswith(_TOOL) for line in top) and any(map(is_header, map(_fields, top))):
        return 0.97
    return 0.9 if is_header(_fields(head.first_line)) else 0.0


def _fields(line: str) -> list[str]:
    return line.rstrip("\r").split(",")


def is_header(row: list[str]) -> bool:
    """The names of WeFlow's columns, with others or without."""
    has = set(row).intersection
    return set(row) >= _NEEDED and bool(has(_ROLES) and has(_CONTENTS)) and _OF_QQ not in row


def parse(source: Source) -> Iterator[Chunk]:
    """One record a row below the names of the columns."""
    for path in source.paths:
        table = source.table(path)
        table.widths = set(range(1, 40))  # rows as long as what stands in them
        columns = table.columns if is_header(table.columns) else []
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
    items = [_item(row) for row in rows]
    seconds = [row.get("时间戳", "") for row in rows]
    kinds = [weflow.kind_of(item) or "other" for item in items]
    return Chunk(
        **apart(strings(items, "content"), other_than(kinds, "text"), lambda at: weflow.content(kinds[at], items[at])),
        sender_id=[_sender(row, source) for row in rows],
        sender=[_name(row) for row in rows],
        epoch=seconds if all(seconds) else None,
        local=[row.get("时间", "") for row in rows],
    )


def _item(row: dict[str, str]) -> dict[str, object]:
    """The row as a message of WeFlow's JSON."""
    number = row.get("原始类型代码", "")
    told = {"localType": int(number)} if number.isdecimal() and len(number) < 19 else {}
    return {"type": row.get("消息类型", ""), "content": _first(row, _CONTENTS), **told}


def _first(row: dict[str, str], names: Iterable[str]) -> str:
    return next(filter(None, map(row.get, names)), "")


def _sender(row: dict[str, str], source: Source) -> str:
    if _first(row, _ROLES) == _ME:
        source.owner = OWNER
        return OWNER
    return other_id(_first(row, _ACCOUNTS) or _name(row))


def _name(row: dict[str, str]) -> str:
    return _first(row, (*_NAMES, *_ROLES))
