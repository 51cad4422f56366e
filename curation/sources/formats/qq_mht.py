"""QQ's own export as MHT: a page with all messages, and behind it the pictures, which are not read.

Layout: ``From: <Save by Tencent MsgMgr>``, parts between ``--boundary``; the page is one table with a row for each day
(``日期: 2024-05-01``) and each message: ``<td><div><div>name(number)</div>H:MM:SS</div><div>content</div></td>``. QQ
shows the name of its owner in green. Such files reach 50 GB, so rows are read one by one and the pictures not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import groupby, islice

import orjson

from curation.errors import N_
from curation.sources import qq
from curation.sources.files import File
from curation.sources.head import Head
from curation.sources.source import Chunk, Source

NAME = "qq_mht"
TITLE = N_("QQ chat (MHT exported by QQ itself)")
SENTENCES = {"row_too_long": N_("a row without end")}

LONGEST_ROW = 4 << 20
"""Characters; a longer row is set aside."""

_TAIL = 300
"""Characters kept of such a row: the page may end among them."""

_BLOCK = 5000
_HEADERS = re.compile(r"\s{0,20}(?:From: ?<Save by Tencent MsgMgr>|Subject: ?Tencent IM Message)")
_OWNERS_GREEN = "#42b475"
_BOUNDARY = re.compile(r'boundary="([^"\r\n]{1,200})"')
_DAY = re.compile(r"日期:\s?(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_CATEGORY = re.compile(r"消息分组:([^<]{1,200})")
_OBJECT = re.compile(r"消息对象:([^<]{1,200})")
_ROW = re.compile(
    r"<td[^<>]*>\s?<div(?P<style>[^<>]*)>\s?<div[^<>]*>(?P<name>[^<>]*)</div>"
    r"(?P<clock>[^<>]{5,20})</div>\s?<div[^<>]*>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br[^<>]*>|</div>\s?<div[^<>]*>|</p>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_IMAGE = re.compile(r"<img", re.IGNORECASE)


def sniff(head: Head) -> float:
    """The headers QQ's exporter puts first."""
    return 0.98 if _HEADERS.match(head.text) else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record a message."""
    for path in source.paths:
        messages = _messages(source, path)
        while block := list(islice(messages, _BLOCK)):
            for chat, some in groupby(block, lambda message: message.chat):
                yield _chunk(chat, list(some))


@dataclass(frozen=True)
class _Message:
    category: str
    chat: str
    local: str
    who: qq.Person
    text: str
    images: int


def _messages(source: Source, path: File) -> Iterator[_Message]:
    category, chat, day = "", source.chat, ""
    for row in _rows(source, path):
        if found := _ROW.search(row):
            source.report.records += 1
            who = qq.person(unescape(found["name"]).replace("\u00a0", " "))
            if _OWNERS_GREEN in found["style"].lower() and not who.is_system:
                source.suggested = who.sender_id
            inside = row[found.end() :]
            inside = inside[: inside.rfind("</td>")].removesuffix("</div>") if "</td>" in inside else inside
            clock = qq.clock(unescape(found["clock"]))
            yield _Message(category, chat, f"{day} {clock}", who, _words(inside), len(_IMAGE.findall(inside)))
        elif dated := _DAY.search(row):
            day = f"{dated[1]}-{int(dated[2]):02}-{int(dated[3]):02}"
        elif sorted_into := _CATEGORY.search(row):
            category = unescape(sorted_into[1])
        elif named := _OBJECT.search(row):
            chat = unescape(named[1]).replace("\u00a0", " ").strip() or chat


def _words(inside: str) -> str:
    """The text of a content: line breaks kept, tags gone."""
    return unescape(_TAG.sub("", _BREAK.sub("\n", inside))).replace("\u00a0", " ").removesuffix("\n")


def _rows(source: Source, path: File) -> Iterator[str]:
    """The rows of the page's table. Behind the page the file is left, whatever its length."""
    rest, boundary, started, too_long = "", "", False, False
    for text in source.texts(path):
        rest += text
        if not boundary and (found := _BOUNDARY.search(rest, 0, 10_000)):
            boundary = f"\n--{found[1]}"
        end = _end_of_page(rest, boundary, started)
        *rows, rest = (rest if end < 0 else rest[:end]).split("</tr>")
        started = started or bool(rows)
        yield from rows[1:] if too_long else rows
        too_long = too_long and not rows
        if end >= 0:
            break
        if len(rest) > LONGEST_ROW:
            if not too_long:
                source.report.records += 1
                source.refuse("row_too_long")
            rest, too_long = rest[-_TAIL:], True
    if not too_long:
        yield rest


def _end_of_page(text: str, boundary: str, started: bool) -> int:
    """Where the page or its part of the file ends; -1: farther on. The boundary also stands before the first row."""
    start = 0 if started else text.find("<tr")
    ends = [text.find(mark, start) for mark in ("</html>", boundary) if mark] if start >= 0 else []
    return min((end for end in ends if end >= 0), default=-1)


def _chunk(chat: str, block: list[_Message]) -> Chunk:
    told = [qq.content(message.who, message.text, message.images) for message in block]
    return Chunk(
        kind=[kind for kind, _, _, _ in told],
        text=[text for _, text, _, _ in told],
        extra=[orjson.dumps(extra).decode() if extra else None for _, _, _, extra in told],
        sender_id=[message.who.sender_id for message in block],
        sender=[message.who.name for message in block],
        local=[message.local for message in block],
        chat=chat,
        is_group=qq.is_group(block[0].category),
    )
