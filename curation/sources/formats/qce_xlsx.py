"""qq-chat-exporter workbook: one chat with times, names and numbers; nobody is known to be the owner.

Layout: ``序号,时间,发送者,发送者QQ号,群头衔,消息类型,消息内容,是否撤回,资源数量``; older versions lack the number or the title
and say ``内容``. Words are mixed with placeholders, ``[图片:a.jpg]``, and files are noted behind them, ``[image: a.jpg]``.
Other sheets count what is in this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import orjson

from curation.errors import N_, RuwoError
from curation.sources import qce
from curation.sources.head import Head
from curation.sources.source import Chunk, Source, other_id
from curation.sources.wechat import Content, filled

NAME = "qce_xlsx"
TITLE = N_("QQ chat (workbook of qq-chat-exporter)")

_NEEDED = {"序号", "时间", "发送者", "消息类型", "是否撤回", "资源数量"}
_WORDS = {"消息内容", "内容"}
_SYSTEM = frozenset({"系统消息", "system"})
_KINDS = {"image": "image", "video": "video", "audio": "voice", "file": "file"}
_NOTE = re.compile(r" ?\[(image|video|audio|file): ?([^\[\]\n]{0,300})\]")


def sniff(head: Head) -> float:
    """Names of columns no other export has together."""
    return 0.98 if _is_header(head.first_line.replace('"', "").split(",")) else 0.0


def _is_header(columns: list[str]) -> bool:
    return set(columns) >= _NEEDED and bool(set(columns) & _WORDS)


def parse(source: Source) -> Iterator[Chunk]:
    """One record a row."""
    for path in source.paths:
        table = source.table(path)
        if not _is_header(table.columns):
            raise RuwoError("format_unknown", file=path.name)
        for rows in table.blocks():
            yield _chunk([dict(zip(table.columns, row, strict=False)) for row in rows], table.numbers)


def _chunk(rows: list[dict[str, str]], numbers: list[int]) -> Chunk:
    told = [_content(row) for row in rows]
    return Chunk(
        kind=[kind for kind, _, _, _ in told],
        text=[text for _, text, _, _ in told],
        extra=[orjson.dumps(extra).decode() if extra else None for _, _, _, extra in told],
        sender_id=[row.get("发送者QQ号") or other_id(row["发送者"]) for row in rows],
        sender=[row["发送者"] for row in rows],
        local=[row["时间"] for row in rows],
        numbers=numbers,
    )


def _content(row: dict[str, str]) -> Content:
    words = row.get("消息内容", row.get("内容", ""))
    notes = _NOTE.findall(words)
    kind, text, quote, extra = qce.content({
        "content": {"text": _NOTE.sub("", words) if notes else words},
        "recalled": row["是否撤回"] == "是",
        "system": row["消息类型"] in _SYSTEM,
    })  # fmt: skip
    if notes and kind == "text" and not text.strip():
        kind, name = _KINDS[notes[0][0]], notes[0][1].strip()
        text, extra = (name if kind == "file" else ""), filled(path="" if kind == "file" else name)
    return kind, text, quote, extra
