"""MemoTrace (留痕) v3 HTML page: the complete log as one JSON array in a script, ``const chatMessages = [ … ];``.

The objects are those of ``{remark}.html.json``, with every text HTML-escaped unless it begins with ``http`` or stands
in a list. The page carries 400 KB of style and script in front of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from curation.errors import N_, RuwoError
from curation.sources import files, jsonfile
from curation.sources.formats import memotrace_html_json
from curation.sources.head import Head
from curation.sources.report import Report
from curation.sources.source import OWNER, Chunk, Source

NAME = "memotrace_html"
TITLE = N_("MemoTrace HTML page")

MARK = "const chatMessages ="
"""What stands in front of the messages, in the pages of v2 too."""

_ARRAY = re.compile(r'const chatMessages =[\[\s]*+(?:\]|\{\s*"|\Z)')
_STYLES = (".chat-music-audio", ".transfer-box", ".item.item-center", ".displayname")
_BRACKET = re.compile(r'\\.|["\[\]]', re.DOTALL)


def sniff(head: Head) -> float:
    """The array of JSON objects; or, as that comes late, a page with the styles of all its bubbles."""
    if head.text.lstrip()[:1] != "<":
        return 0.0
    if MARK in head.text:
        return 0.97 if _ARRAY.search(head.text) else 0.0
    return 0.8 if all(style in head.text for style in _STYLES) else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """As :mod:`curation.sources.formats.memotrace_html_json`."""
    source.owner = OWNER
    for path in source.paths:
        report = Report()  # of the array alone; it is plain UTF-8 whatever the page is
        array = (piece.encode() for piece in _array(script(source.texts(path))))
        if files.size(path) <= jsonfile.WHOLE:
            data = b"".join(array)
            if not data:
                raise RuwoError("format_unknown", file=path.name)
            blocks = iter([jsonfile.whole([data], report, path.name)])
        else:
            blocks = jsonfile.streamed(array, report, path.name)
        for elements in blocks:
            items = [_unescaped(element) for element in elements]
            yield from memotrace_html_json.chunks(items, source)
        source.report.surrogates += report.surrogates


def script(texts: Iterator[str]) -> Iterator[str]:
    """The text behind :data:`MARK`."""
    held = ""
    for text in texts:
        _, found, rest = (held + text).partition(MARK)
        if found:
            yield rest
            yield from texts
            return
        held = (held + text)[-len(MARK) :]


def _array(texts: Iterator[str]) -> Iterator[str]:
    """The text up to the bracket that closes its first one."""
    depth, inside, held = 0, False, ""
    for text in texts:
        text = held + text
        held = "\\" if (len(text) - len(text.rstrip("\\"))) % 2 else ""
        text = text.removesuffix(held) if held else text
        for found in _BRACKET.finditer(text):
            if found[0] == '"':
                inside = not inside
            elif not inside and len(found[0]) == 1:
                depth += 1 if found[0] == "[" else -1
                if depth <= 0:
                    yield text[: found.end()]
                    return
        yield text


def _unescaped(element: object) -> object:
    return {name: _plain(value) for name, value in element.items()} if isinstance(element, dict) else element


def _plain(value: Any) -> Any:
    return unescape(value) if isinstance(value, str) and "&" in value and not value.startswith("http") else value
