"""QQ's own export as text: one contact, or all of them in one file.

Layout: ``消息记录（此消息记录为文本格式，不支持重新导入）``, then for each contact ``消息分组:X`` and ``消息对象:Y`` between lines
of ``=``, then ``YYYY-MM-DD H:MM:SS[ AM] name(number)`` (the clock as Windows shows it, ``下午 3:20:05`` too) and the
content below it up to an empty line and the next stamp. In a private chat there are no numbers. The group 最近联系人
lists chats a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice

import orjson

from curation.errors import N_
from curation.sources import csvfile, qq
from curation.sources.files import File
from curation.sources.head import Head
from curation.sources.source import Chunk, Source

NAME = "qq_txt"
TITLE = N_("QQ chat (text exported by QQ itself)")
SENTENCES = {
    "before_first_message": N_("text before the first message"),
    "listed_twice": N_("of a chat that the file lists a second time, under recent contacts"),
}

_FIRST = "消息记录（此消息记录为文本格式"
_RECENT = "最近联系人"
_RULE = "=" * 40
_SECTION = ("消息分组:", "消息对象:")
_STAMP = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2}) ((?:[上下]午 ?)?\d{1,2}:\d\d:\d\d(?: [AP]M)?) (\S.*)", re.IGNORECASE
)
_NUMBERED = re.compile(rf"{_STAMP.pattern}(?:\(\d{{4,12}}\)|<[^<>\s]{{3,100}}@[^<>\s]{{1,100}}>)", re.IGNORECASE)
_FIRST_LINES = 100
_BLOCK = 5000


def sniff(head: Head) -> float:
    """The notice QQ puts first; where somebody has cut that off, two messages of people with numbers."""
    if head.text.lstrip("\ufeff= \r\n").startswith(_FIRST):
        return 0.98
    lines = head.text.lstrip().splitlines()[:_FIRST_LINES]
    cut = lines[:1] and (
        _NUMBERED.fullmatch(lines[0].rstrip()) or lines[0].startswith(("消息分组:", "消息对象:", _RULE))
    )
    return 0.9 if cut and sum(bool(_NUMBERED.fullmatch(line.rstrip())) for line in lines) > 1 else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record a message; contacts are chats."""
    for path in source.paths:
        yield from _file(source, path)


@dataclass
class _Message:
    category: str
    chat: str
    day: str
    clock: str
    who: qq.Person
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The content, without the empty line that ends it."""
        return "".join(self.lines).rstrip("\r\n")


def _file(source: Source, path: File) -> Iterator[Chunk]:
    messages = _messages(source, path)
    names: dict[str, set[str]] = {}
    while block := list(islice(messages, _BLOCK)):
        for chat, some in groupby(block, lambda message: message.chat):
            made = list(some)
            met = names.setdefault(chat, set())
            if len(met) < 3:
                met.update(message.who.sender_id for message in made if not message.who.is_system)
            if len(met) == 2 and chat in met:
                source.suggested = next(iter(met - {chat}))
            yield _chunk(chat, made)


def _messages(source: Source, path: File) -> Iterator[_Message]:
    """The messages, without those of chats that come again."""
    twice = _listed_twice(Source([path]), path)
    group, chat, message, rule = "", source.chat, None, ""
    for line in csvfile.lines(source.texts(path)):
        bare = line.rstrip()
        if message and bare.startswith(_RULE) and not bare.strip("="):
            message.lines.append(rule)
            rule = line
        elif bare.startswith(_RULE) or (bare.startswith(_SECTION) and (rule or not message)):
            if message:
                yield message
            message, rule = None, ""
            kind, _, told = bare.partition(":")
            group, chat = (told if kind == "消息分组" else group), (told or chat if kind == "消息对象" else chat)
        elif stamp := _STAMP.fullmatch(bare):
            if message:
                message.lines.append(rule)
                yield message
            rule = ""
            source.report.records += 1
            day = f"{stamp[1]}-{stamp[2]:0>2}-{stamp[3]:0>2}"
            message = _Message(group, chat, day, stamp[4], qq.person(stamp[5]))
            if group == _RECENT and chat in twice:
                source.report.put_aside("listed_twice")
                message = None
        elif message:
            message.lines += [rule, line]
            rule = ""
        elif bare and not bare.lstrip("\ufeff").startswith(_FIRST) and not (group == _RECENT and chat in twice):
            source.report.records += 1
            source.refuse("before_first_message")
    if message:
        yield message


def _listed_twice(source: Source, path: File) -> set[str]:
    """Contacts that stand in a group of their own, too. Without recent contacts the rest need not be read."""
    group, elsewhere = "", set()
    for line in csvfile.lines(source.texts(path)):
        if line.startswith("消息分组:"):
            group = line.rstrip().partition(":")[2]
        elif line.startswith("消息对象:") and group != _RECENT:
            elsewhere.add(line.rstrip().partition(":")[2])
    return elsewhere


def _chunk(chat: str, block: list[_Message]) -> Chunk:
    told = [qq.content(message.who, message.text) for message in block]
    return Chunk(
        kind=[kind for kind, _, _, _ in told],
        text=[text for _, text, _, _ in told],
        extra=[orjson.dumps(extra).decode() if extra else None for _, _, _, extra in told],
        sender_id=[message.who.sender_id for message in block],
        sender=[message.who.name for message in block],
        local=[f"{message.day} {qq.clock(message.clock)}" for message in block],
        chat=chat,
        is_group=qq.is_group(block[0].category),
    )
