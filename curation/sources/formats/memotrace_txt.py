"""MemoTrace (留痕) TXT of v2 and v3: a stamp and a name, below it the content, then an empty line.

Layout: ``YYYY-MM-DD HH:MM:SS name`` in the exporting computer's zone; v3 leaves the name out for grey lines, v2 writes
the grey line itself in its place and nothing below. A content may hold empty lines. Nothing tells who the owner is.
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
from curation.sources.wechat import Content

NAME = "memotrace_txt"
TITLE = N_("MemoTrace TXT")

Block = tuple[str, str, str]
"""Time, name, content."""

_HEADER = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?: ([^\r\n]*))?(?:\r?\n|\Z)")
_LATER = re.compile(r"\n\r?\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ([^\r\n]*)")
_OTHER = re.compile(r"'.*'|.*(?:\(\d{5,11}\)|<[^<>@]+@[^<>]+>)")
"""A name as WeFlow (in quotes) and QQ (with a number or address) write it."""


def sniff(head: Head) -> float:
    """The first line that is not empty is a stamp, with a name or with a text below."""
    found = _HEADER.match(head.text.lstrip("\r\n"))
    if not found:
        return 0.0
    if _OTHER.fullmatch(found[2] or ""):
        return 0.92 if any(name and not _OTHER.fullmatch(name) for name in _LATER.findall(head.text)) else 0.0
    return 0.8 if found[2] or head.text.count("\n") else 0.3


def parse(source: Source) -> Iterator[Chunk]:
    """One record a stamp; what stands before the first one is set aside."""
    for path in source.paths:
        blocks = _blocks(csvfile.lines(source.texts(path)), source)
        while some := list(islice(blocks, 5000)):
            yield _chunk(some)


def _blocks(lines: Iterator[str], source: Source) -> Iterator[Block]:
    header: re.Match[str] | None = None
    body: list[str] = []
    for line in lines:
        if (not body[-1].strip("\r\n") if body else header is None) and (found := _HEADER.fullmatch(line)):
            yield from _finished(header, body, source)
            header, body = found, []
        else:
            body.append(line)
    yield from _finished(header, body, source)


def _finished(header: re.Match[str] | None, body: list[str], source: Source) -> Iterator[Block]:
    """The block, without the empty line that ends it."""
    text = "".join(body)
    if header is None and not text.strip():
        return
    source.report.records += 1
    if header is None:
        source.refuse("record_invalid")
        return
    yield header[1], header[2] or "", placeholders.newlines(text, source.report).removesuffix("\n\n")


def _chunk(blocks: list[Block]) -> Chunk:
    told = [_content(name, text) for _, name, text in blocks]
    names = [name if _is_said(name, text) else "" for _, name, text in blocks]
    return Chunk(
        kind=[kind for kind, _, _, _ in told],
        text=[text for _, text, _, _ in told],
        quote=[quote for _, _, quote, _ in told],
        extra=[orjson.dumps(extra).decode() if extra else None for _, _, _, extra in told],
        sender_id=[other_id(name) for name in names],
        sender=names,
        local=[time for time, _, _ in blocks],
    )


def _is_said(name: str, text: str) -> bool:
    """A block with only one of name and content is a grey line: v2 has no content, v3 no name."""
    return bool(name and text.strip("\r\n"))


def _content(name: str, text: str) -> Content:
    return placeholders.content(text) if _is_said(name, text) else wechat.system(name or text)
