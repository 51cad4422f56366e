"""MemoTrace (留痕) AI-TXT, ``{remark}_chat.txt``: days, names and texts, made for a language model to read.

Layout: ``********************YYYY-MM-DD********************``, then ``name:text`` where the sender changes, and bare
lines while he goes on, over the end of the day too. v3 writes an empty line before each name and every bubble on a line
of its own (a bubble's own line breaks cannot be told from that); v2 writes only texts, all bubbles of a turn on one
line with a space behind each, so a turn is one message here with ``{"joint": true}`` in ``extra``. There is no time of
day, and private values are masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import orjson

from curation.errors import N_
from curation.sources import csvfile, placeholders
from curation.sources.head import Head
from curation.sources.source import Chunk, Source, other_id

NAME = "memotrace_ai_txt"
TITLE = N_("MemoTrace text for AI (_chat.txt)")
PRIORITY = 60
SENTENCES = {
    "ai_txt_lossy": N_(
        "This text was made for an AI to read: it has days but no times, masks private values, and does not say where "
        "a message with several lines ends. For all of it, export this chat in MemoTrace (留痕) once more as HTML, and "
        "bring the file ending in “.html.json” that it writes beside the page."
    ),
}

Bubble = tuple[str, str, str, bool]
"""Day, name, text, whether v2 joined several bubbles in it."""

_DAY = re.compile(r"\*{20}(\d{4}-\d\d-\d\d)\*{20}\s*")
_NAMED = re.compile(r"([^:\r\n]{1,40}):")
_NUMBER = re.compile(r"-?\d{1,20}")
"""The type of a message that the exporter could not read; what it holds stands on the next line."""

_UNREAD = re.compile(r"\{'|<[A-Za-z?]")

_FIRST = re.compile(r"\s*\*{20}\d{4}-\d\d-\d\d\*{20}\r?\n")
_GOES_ON = re.compile(
    r"引用：|(?:标题|描述|链接|应用|发布者|坐标|名称|标签|公司|昵称|微信号|签名|性别|地区|备注)[：:]| *- \d{4}-\d\d-\d\d "
)
"""Lines that belong to the bubble above them: a quote, a field of a link or card, a line of a forwarded chat."""


def sniff(head: Head) -> float:
    """A day between stars."""
    return 0.97 if _FIRST.match(head.text) else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record a bubble (v2: a turn); lines before the first name are set aside."""
    source.report.note("ai_txt_lossy")
    for path in source.paths:
        bubbles = _bubbles(csvfile.lines(source.texts(path)), source)
        while some := list(islice(bubbles, 5000)):
            yield _chunk(some)


def _bubbles(lines: Iterator[str], source: Source) -> Iterator[Bubble]:
    reading = _Reading(source)
    for line in lines:
        yield from reading.line(line.rstrip("\r\n"))
    yield from reading.end()


class _Reading:
    """Where the reading of a file stands: day, sender, the bubble that may go on, and the empty lines below it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._v2: bool | None = None
        self._day = self._name = ""
        self._held: list[str] = []
        self._above = ""
        self._gap = 0

    def line(self, line: str) -> Iterator[Bubble]:
        """The bubble that this line ends."""
        above, self._above = self._above, line if line.strip() else ""
        if day := _DAY.fullmatch(line):
            yield from self.end()
            self._day, self._above = day[1], ""
        elif not self._above:
            self._gap += 1
        else:
            if self._v2 is None:
                self._v2 = line.endswith(" ")
            named = _NAMED.match(line) if not above or (self._v2 and above.endswith(" ")) else None
            yield from self._text(line, named)

    def _text(self, line: str, named: re.Match[str] | None) -> Iterator[Bubble]:
        if self._held and (_goes_on(self._held, line, self._gap) or (self._v2 and not named)):
            self._held += [""] * self._gap + [line]
        else:
            yield from self.end()
            self._begin(line, named)
        self._gap = 0

    def _begin(self, line: str, named: re.Match[str] | None) -> None:
        self._source.report.records += 1
        if named:
            self._name, line = named[1], line[named.end() :]
        if self._day and self._name:
            self._held = [line]
        else:
            self._source.refuse("record_invalid")

    def end(self) -> Iterator[Bubble]:
        """The bubble held."""
        if self._held:
            text = "\n".join(self._held)
            yield self._day, self._name, text.removesuffix(" ") if self._v2 else text, bool(self._v2)
        self._held, self._gap = [], 0


def _goes_on(held: list[str], line: str, gap: int) -> bool:
    if held == ["【音视频通话】"] or (held[0] == "【笔记】" and not gap):
        return True
    if len(held) == 1 and _NUMBER.fullmatch(held[0]) and _UNREAD.match(line):
        return True
    return line.startswith("引用：") or (held[0].startswith("【") and bool(_GOES_ON.match(line)))


def _chunk(bubbles: list[Bubble]) -> Chunk:
    told = [placeholders.content(text) for _, _, text, _ in bubbles]
    extras = [{"joint": True} if joint else extra for (*_, joint), (*_, extra) in zip(bubbles, told, strict=True)]
    return Chunk(
        kind=[kind for kind, _, _, _ in told],
        text=[text for _, text, _, _ in told],
        quote=[quote for _, _, quote, _ in told],
        extra=[orjson.dumps(extra).decode() if extra else None for extra in extras],
        sender_id=[other_id(name) for _, name, _, _ in bubbles],
        sender=[name for _, name, _, _ in bubbles],
        local=[day for day, _, _, _ in bubbles],
    )
