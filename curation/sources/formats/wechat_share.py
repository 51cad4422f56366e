"""What WeChat itself writes when several messages are chosen and shared as a text or by e-mail.

Layout: a first line ``甲 和 乙 在微信上的聊天记录如下，请查收。`` or ``微信群"…"的聊天记录如下:``, lines with a day between
dashes, then ``name  HH:MM`` (two spaces or more) and below it the content, with empty lines around it or without; some
phones write ``下午3:20``. Times are exact to the minute; nothing tells who the owner is; media are placeholders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

import orjson

from curation.errors import N_
from curation.sources import brackets, clock, csvfile
from curation.sources.head import Head
from curation.sources.source import Chunk, Source, other_id
from curation.sources.wechat import Content, filled

NAME = "wechat_share"
TITLE = N_("Chat shared from WeChat as text")

Block = tuple[str, str, str, str]
"""Chat, time, name, content."""

_PRIVATE = re.compile(r"[^\n]{0,200}在微信上的聊天[记記][录錄]如下[^\n]{0,40}")
_GROUP = re.compile(r"[^\n]{0,20}微信群[\"“”「]([^\n]{1,100}?)[\"“”」]的聊天[记記][录錄]如下[^\n]{0,40}")
_DAY = re.compile(r"\s*[—─-]{3,40}\s{0,8}(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?\s{0,8}[—─-]{3,40}\s*")
_SAID = re.compile(
    rf"(\S[^\n]{{0,100}}?)[ \u00a0]{{2,}}({'|'.join(map(re.escape, clock.PERIODS))})?"
    r"\s?(\d{1,2}):(\d\d)\s?(am|pm)?\s*",
    re.IGNORECASE,
)
_ATTACHED = re.compile(r"\[(图片|视频|文件)[：:] ?([^\[\]\n]{1,200}?)(?:\(请在附件中查看\))?\]")
_TOP = 8
"""Lines among which the first day stands."""

_KINDS = {"图片": "image", "视频": "video", "文件": "file"}


def sniff(head: Head) -> float:
    """The first line; or, perhaps under a greeting, a day between dashes and below it a name with a time."""
    lines = [line for line in head.text[:2000].splitlines() if line.strip()][:_TOP]
    if any(_PRIVATE.fullmatch(line) or _GROUP.fullmatch(line) for line in lines[:3]):
        return 0.97
    return 0.9 if any(_DAY.fullmatch(day) and _SAID.fullmatch(said) for day, said in pairwise(lines)) else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record a name with a time; what stands before the first one is set aside, but for the first line and days."""
    for path in source.paths:
        blocks = _blocks(csvfile.lines(source.texts(path)), source)
        while some := list(islice(blocks, 5000)):
            yield from _chunks(some)


def _blocks(lines: Iterator[str], source: Source) -> Iterator[Block]:
    chat = day = ""
    header: tuple[str, str] | None = None
    body: list[str] = []
    spaced = False
    for line in lines:
        bare = line.rstrip("\r\n")
        spaced = spaced or (header is not None and not body and not bare)
        above = body[-1] if body else ""
        if (not spaced or not above) and (found := _SAID.fullmatch(bare)):
            yield from _finished(chat, header, body, source)
            header, body = (f"{day} {_time(found)}".strip(), found[1]), []
        elif found := _DAY.fullmatch(bare):
            yield from _finished(chat, header, body, source)
            header, body = None, []
            day = f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}"
        elif header is None and (found := _GROUP.fullmatch(bare) or _PRIVATE.fullmatch(bare)):
            chat = found[1] if found.lastindex else ""
        else:
            body.append(bare)
    yield from _finished(chat, header, body, source)


def _time(said: re.Match[str]) -> str:
    hour = clock.hour_of(int(said[3]), (said[2] or said[5] or "").lower())
    return f"{hour:02}:{said[4]}"


def _finished(chat: str, header: tuple[str, str] | None, body: list[str], source: Source) -> Iterator[Block]:
    """The block, without the empty lines around its content."""
    text = "\n".join(body).strip("\n")
    if header is None and not text.strip():
        return
    source.report.records += 1
    if header is None:
        source.refuse("record_invalid")
        return
    yield chat, *header, text


def _chunks(blocks: list[Block]) -> Iterator[Chunk]:
    """The messages, those of one chat together."""
    chats: dict[str, list[Block]] = {}
    for block in blocks:
        chats.setdefault(block[0], []).append(block)
    for chat, some in chats.items():
        told = [_content(text) for *_, text in some]
        names = [name for _, _, name, _ in some]
        yield Chunk(
            kind=[kind for kind, _, _, _ in told],
            text=[text for _, text, _, _ in told],
            quote=[quote for _, _, quote, _ in told],
            extra=[orjson.dumps(extra).decode() if extra else None for _, _, _, extra in told],
            sender_id=list(map(other_id, names)),
            sender=names,
            local=[time for _, time, _, _ in some],
            chat=chat,
            is_group=True if chat else None,
        )


def _content(text: str) -> Content:
    if len(text) < 300 and (found := _ATTACHED.fullmatch(text)):
        kind, name = _KINDS[found[1]], found[2]
        return (kind, name, None, {}) if kind == "file" else (kind, "", None, filled(path=name))
    return brackets.guessed(text)
