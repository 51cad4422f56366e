"""MemoTrace (留痕) v3 Markdown: headings for year, month and day, then ``**HH:MM:SS name**: text``.

Names and typed texts have a backslash before every sign of Markdown, so ``[图片]`` without one is the exporter's own.
Only what stands before a quote is not escaped. Grey lines are ``> YYYY-MM-DD HH:MM:SS text``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import orjson

from curation.errors import N_
from curation.sources import csvfile, placeholders, wechat
from curation.sources.head import Head
from curation.sources.source import Chunk, Source, other_id
from curation.sources.wechat import Content, filled

NAME = "memotrace_markdown"
TITLE = N_("MemoTrace Markdown")

Block = tuple[str, str, str]
"""Time, name (empty for a grey line), content."""

_DAY = re.compile(r"#### (\d{4}-\d\d-\d\d)\s*")
_HEADING = re.compile(r"#{2,3} \d{4}(?:-\d\d)?\s*")
_SAID = re.compile(r"\*\*(\d\d:\d\d:\d\d) ((?:[^*\\\n]|\\.)*+)\*\*: ?")
_GREY = re.compile(r"> (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) ")
_BEGIN = re.compile(r"## \d{4}\s+### \d{4}-\d\d\s+#### \d{4}-\d\d-\d\d\s")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|])")
_IMAGE = re.compile(r"!\[图片\]\(([^\n]*)\)")
_STICKER = re.compile(r"\[表情包\]\[([^\n]*)\]")
_LINK = re.compile(r"\[((?:[^\\\[\]]|\\.){0,2000})\]\((\S*)\)")
_APPLET = re.compile(r"【小程序】: ([^\n：]*)：\[([^\n]*)\]\((\S*)\)")


def sniff(head: Head) -> float:
    """The three headings at the top."""
    return 0.97 if _BEGIN.match(head.text.lstrip()) else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record a stamp; lines before the first one are set aside as one."""
    for path in source.paths:
        blocks = _blocks(csvfile.lines(source.texts(path)), source)
        while some := list(islice(blocks, 5000)):
            yield _chunk(some)


def _blocks(lines: Iterator[str], source: Source) -> Iterator[Block]:
    day, time, name, body = "", None, "", [""]
    below_heading = False
    for line in lines:
        below, below_heading = below_heading, False
        gap = not body[-1].strip("\r\n")
        found = (_SAID.match(line) or _GREY.match(line)) if gap else None
        if found is None and gap and (heading := _DAY.fullmatch(line) or _HEADING.fullmatch(line)):
            day = heading[1] if heading.lastindex else day
            below_heading = True
        elif found is None:
            if not below or line.strip("\r\n"):  # the empty line below a heading is the heading's
                body.append(line)
        else:
            yield from _finished(time, name, body, source)
            grey = found.re is _GREY
            time, name = (found[1], "") if grey else (f"{day} {found[1]}", _plain(found[2]) or "?")
            body = [line[found.end() :]]
    yield from _finished(time, name, body, source)


def _finished(time: str | None, name: str, body: list[str], source: Source) -> Iterator[Block]:
    """The block, without the empty line that ends it."""
    text = "".join(body)
    if time is None and not text.strip():
        return
    source.report.records += 1
    if time is None:
        source.refuse("record_invalid")
        return
    yield time, name, placeholders.newlines(text, source.report).removesuffix("\n\n")


def _chunk(blocks: list[Block]) -> Chunk:
    told = [_content(text) if name else wechat.system(text) for _, name, text in blocks]
    return Chunk(
        kind=[kind for kind, _, _, _ in told],
        text=[text for _, text, _, _ in told],
        quote=[quote for _, _, quote, _ in told],
        extra=[orjson.dumps(extra).decode() if extra else None for _, _, _, extra in told],
        sender_id=[other_id(name) for _, name, _ in blocks],
        sender=[name for _, name, _ in blocks],
        local=[time for time, _, _ in blocks],
    )


def _plain(text: str) -> str:
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def _content(text: str) -> Content:
    typed, mark, quoted = text.partition(" \n> ")
    if mark:
        words = _plain(quoted)
        return "quote", wechat.plain(typed), placeholders.content(words)[1] or wechat.plain(words) or None, {}
    if text.startswith("【小程序】") and (applet := _APPLET.fullmatch(text)):
        return "card", applet[2], None, filled(app=applet[1], url=applet[3])
    if text.startswith("【"):
        return placeholders.content(text)
    return _media(text) or ("text", _plain(text), None, {})


def _media(text: str) -> Content | None:
    if found := _IMAGE.fullmatch(text):
        return "image", "", None, filled(path=found[1])
    if found := _STICKER.fullmatch(text):
        return "sticker", "" if found[1] == "None" else found[1], None, {}
    if text.startswith("[语音]"):
        words = text.removeprefix("[语音]").strip()
        return "voice", "" if words == "None" else words, None, {}
    if text.strip() in {"[文件]", "[视频]"}:
        return ("file" if "文" in text else "video"), "", None, {}
    at = 0 if text.startswith("[") else text.find(" [") + 1
    if (at or text.startswith("[")) and (found := _LINK.match(text, at)):
        return "link", _plain(found[1]), None, filled(url=found[2], app=text[found.end() :].strip())
    return None
