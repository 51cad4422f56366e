"""WhatsApp's own export of one chat: a text with a stamp before each message, alone or in a zip as ``_chat.txt``.

Layout: Android ``date, time - name: text`` (to the minute), iOS ``[date, time] name: text`` (to the second), the date
in the phone's order and separators; Chinese without comma and with the period first, ``2024/1/15 下午3:20``. A line
without stamp continues the message before it; a stamp without ``name: `` is a notice. The file does not say whose phone
it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import orjson

from curation.errors import N_
from curation.sources import csvfile, files, whatsapp
from curation.sources.clock import PERIODS, hour_of
from curation.sources.dayorder import Order, Parts
from curation.sources.files import File
from curation.sources.head import Head
from curation.sources.source import Chunk, Source, other_id
from curation.sources.wechat import Content
from curation.sources.whatsapp import INVISIBLE, SPACES

NAME = "whatsapp"
TITLE = N_("WhatsApp chat (.txt or .zip)")
PRIORITY = 70
SENTENCES = {
    "before_first_message": N_("text before the first message"),
    "day_month_unknown": N_(
        "In this file nothing shows whether the day or the month comes first, so its messages have no times."
    ),
}

_S = f"[{SPACES}]"
_PERIOD = "|".join(re.escape(word).replace("\\ ", _S) for word in PERIODS)
_STAMP = (
    rf"(?P<a>\d{{1,4}})(?P<sep>[./-]){_S}?(?P<b>\d{{1,2}})(?P=sep){_S}?(?P<c>\d{{1,4}})\.?"
    rf"(?:(?P<comma>[,،])|{_S}(?:à|às|a las|um|kl\.?|om|klo)(?={_S}))?{_S}?[{INVISIBLE}]?"
    rf"(?:(?P<before>{_PERIOD}){_S}?)?(?P<hour>\d{{1,2}})(?:[:.]|{_S}?h{_S}?)(?P<minute>\d\d)(?:[:.](?P<second>\d\d))?"
    rf"(?:{_S}?(?P<after>{_PERIOD}))?\.?[{INVISIBLE}]?"
)
_STYLES = (
    re.compile(rf"[{INVISIBLE}]*\[{_STAMP}\]{_S}?", re.IGNORECASE),
    re.compile(rf"[{INVISIBLE}]*{_STAMP}{_S}[-–]{_S}", re.IGNORECASE),
)
_NAMED = re.compile(rf"(?P<name>[^:\n]{{1,100}}):(?:{_S}|(?=[\r\n]|\Z))")
_TITLES = re.compile(
    r"WhatsApp[ _](?:Chat|聊天|對話|对话|チャット|대화)(?: with|[ _]mit|[ _]-)?[ _](?:-[ _])?(?P<a>.+)|"
    r"(?:Chat (?:de )?WhatsApp con|Conversa d?n?o WhatsApp com|Discussion WhatsApp avec|Чат WhatsApp с) (?P<b>.+)|"
    r"[与與](?P<c>.+?)的 ?WhatsApp ?(?:聊天|對話|对话|聊天记录|聊天記錄)|(?P<d>.+?)(?:님과의|との) ?WhatsApp.*"
)
_BLOCK = 5000
_FIRST_LINES = 50


def sniff(head: Head) -> float:
    """Two of the first fifty lines have a stamp of one style, one of them a name behind it; surely if the first has.

    Elsewhere they may be quoted in another file's messages.
    """
    lines = head.text.lstrip().splitlines()[:_FIRST_LINES]
    for style in _STYLES:
        found = [(line, stamp) for line in lines if (stamp := style.match(line))]
        if len(found) > 1 and any(_NAMED.match(line, stamp.end()) for line, stamp in found):
            return 0.95 if style.match(lines[0]) else 0.5
    return 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record a message; whatever stands before the first is set aside."""
    for path in source.paths:
        yield from _File(source, path).chunks()


@dataclass
class _Message:
    """A stamped line and the lines that continue it."""

    stamp: re.Match[str]
    lines: list[str]


class _File:
    """One chat."""

    def __init__(self, source: Source, path: File) -> None:
        self._source = source
        self._path = path
        self._chat = chat_name(files.chat_name(path))
        self._style, self._order = _look(source, path)
        if self._order is None:
            source.report.note("day_month_unknown")
        self._names: set[str] = set()

    def chunks(self) -> Iterator[Chunk]:
        """The messages in blocks."""
        messages = self._messages()
        while block := list(islice(messages, _BLOCK)):
            yield self._chunk(block)
        others = self._names - {self._chat}
        if len(self._names) == 2 and len(others) == 1:
            self._source.suggested = other_id(others.pop())

    def _messages(self) -> Iterator[_Message]:
        message: _Message | None = None
        for line in csvfile.lines(self._source.texts(self._path)):
            if stamp := self._style.match(line):
                if message:
                    yield message
                self._source.report.records += 1
                message = _Message(stamp, [line[stamp.end() :]])
            elif message:
                message.lines.append(line)
            elif whatsapp.bare(line.strip()):
                self._source.report.records += 1
                self._source.refuse("before_first_message")
        if message:
            yield message

    def _chunk(self, block: list[_Message]) -> Chunk:
        told = [_told("".join(message.lines)) for message in block]
        names = [name for name, _ in told]
        if len(self._names) < 3:
            self._names.update(name for name, (kind, *_) in told if kind != "system")
        return Chunk(
            kind=[found[0] for _, found in told],
            text=[found[1] for _, found in told],
            extra=[orjson.dumps(found[3]).decode() if found[3] else None for _, found in told],
            sender_id=[other_id(name) if name else "" for name in names],
            sender=names,
            local=[_local(message.stamp, self._order) for message in block] if self._order else None,
            chat=self._chat,
        )


def _told(text: str) -> tuple[str, Content]:
    """(name, content); a notice has no name."""
    text = text.removesuffix("\n").removesuffix("\r")
    named = _NAMED.match(text)
    if not named or not whatsapp.is_name(whatsapp.bare(named["name"])):
        return "", ("system", whatsapp.bare(text), None, {})
    return whatsapp.bare(named["name"]).replace("\u202f", " "), whatsapp.content(text[named.end() :])


def chat_name(name: str) -> str:
    """``与小满的 WhatsApp 聊天`` -> ``小满``."""
    found = _TITLES.fullmatch(name)
    return next(filter(None, found.groups())).strip() if found else name


# --- times


def _look(source: Source, path: File) -> tuple[re.Pattern[str], Order | None]:
    """The file's style, and its order of day and month: both are decided once, by as many lines as that takes.

    Where a comma follows the date, phones write a year of two digits last.
    """
    lines = csvfile.lines(Source([path]).texts(path))
    for line in lines:
        for style in _STYLES:
            if first := style.match(line):
                western = bool(first["comma"]) and len(first["a"]) < 4
                return style, source.day_order(_parts(first, lines, style), year_last=western)
    return _STYLES[0], None


def _parts(first: re.Match[str], lines: Iterable[str], style: re.Pattern[str]) -> Iterator[Parts]:
    yield Parts(first["a"], first["b"], first["c"], first["sep"])
    for line in lines:
        if found := style.match(line):
            yield Parts(found["a"], found["b"], found["c"], found["sep"])


def _local(stamp: re.Match[str], order: Order) -> str:
    """``2024-01-15 15:20`` with the seconds if there are any; empty when there is no such time."""
    hour, minute, second = int(stamp["hour"]), int(stamp["minute"]), stamp["second"]
    hour = hour_of(hour, (stamp["before"] or stamp["after"] or "").casefold())
    day = order.day(stamp["a"], stamp["b"], stamp["c"])
    if day is None or hour > 23 or minute > 59:
        return ""
    return f"{day} {hour:02}:{minute:02}" + (f":{int(second):02}" if second else "")
