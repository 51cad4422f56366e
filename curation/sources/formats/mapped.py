"""A file nobody knows, read as a person said (mapping.py): any table, JSON list, JSON Lines or text with messages.

So come in LINE, Discord, Slack, Signal, Instagram, iMessage and whatever an exporter invents next. A message without
text is one of a kind we cannot see; a kind that the mapping does not name is text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import cast

from curation.errors import N_, RuwoError
from curation.frames import KINDS
from curation.sources import files, records, stamps
from curation.sources.columns import numbered
from curation.sources.dayorder import Order, Parts
from curation.sources.files import File
from curation.sources.head import Head
from curation.sources.kindwords import LAST, MARKS, kind_of, stands_for
from curation.sources.mapping import Mapping
from curation.sources.records import Block
from curation.sources.source import OWNER, Chunk, Source, other_id

NAME = "mapped"
TITLE = N_("A file read with your own mapping")
PRIORITY = 99
SENTENCES = {
    "before_first_message": N_("text before the first message"),
    "record_blank": N_("a record with nothing in it"),
    "day_month_unknown": N_(
        "In this file nothing shows whether the day or the month comes first, so its messages have no times."
    ),
}

_ME = "我"
"""How exporters call the owner whose name they do not tell."""

_NAMELESS = re.compile(r"(?:\d{4}-\d\d-\d\d|message_\d+|messages?|chats?|_chat|result|conversation|\d+)", re.IGNORECASE)
"""Files in a folder that is named after the chat."""

_NUMBER = re.compile(r"[-_\d]+")

_ENDING = re.compile(r"\.(?:tsv|log|text)$", re.IGNORECASE)

_LINE = re.compile(
    r"\[LINE\] ?(?:[与與](.+?)的(?:聊天|トーク).*|(.+?)とのトーク.*|Chat (?:history )?with (.+)|(.+))", re.IGNORECASE
)
"""How LINE names its files."""

_MIDNIGHT = re.compile(r"[T ]00:00(?::00)?$")

_TOGETHER = 10

_LONGEST_REVERSED = 64 << 20
"""Bytes of a file that is held whole to be turned around."""


def sniff(head: Head) -> float:
    """Never by itself: somebody has to say how it is read."""
    return 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record a row, object or message. Raises RuwoError ``mapping_needed`` when nobody has said how."""
    mapping = source.answers.mapping
    if mapping is None:
        raise RuwoError("mapping_needed", file=source.paths[0].name)
    folders = Counter(path.parent for path in source.paths if isinstance(path, Path))
    for path in _in_order(source.paths, mapping):
        yield from _File(source, path, mapping, chat_name(path, folders)).chunks()


def chat_name(path: File, folders: Counter[Path]) -> str:
    """The chat a file is named after; of ``小满/2024-05-01.json`` and ``小满/message_1.json`` the folder.

    ``folders``: how many of the files lie in each. Files with such names that lie alone are pieces of one chat.
    """
    folder, _, _ = path.name.rpartition("/")
    name = _ENDING.sub("", files.chat_name(path)).rpartition("/")[2]
    if line := _LINE.fullmatch(name):
        return str(next(filter(None, line.groups())))
    if not _NAMELESS.fullmatch(name):
        return name
    if isinstance(path, Path) and folders[path.parent] > 1:
        folder = path.parent.name
    return folder.rpartition("/")[2].removesuffix(".zip").removesuffix(".xlsx") or _NUMBER.sub("", name) or "chat"


def _in_order(paths: Iterable[File], mapping: Mapping) -> list[File]:
    """The files of a chat by their numbers; message_1 is the newest where a file begins with the last message."""
    ordered = sorted(paths, key=lambda path: [int(part) if part.isdecimal() else part for part in _parts(path.name)])
    return ordered[::-1] if mapping.newest_first else ordered


def _parts(name: str) -> list[str]:
    """Texts and numbers by turns."""
    return re.split(r"(\d{1,9})", name)


class _File:
    """One file."""

    def __init__(self, source: Source, path: File, mapping: Mapping, chat: str) -> None:
        self._source, self._path, self._mapping, self._chat = source, path, mapping, chat
        if mapping.mine:
            source.owner = OWNER
        elif mapping.me and mapping.sender:
            source.owner = other_id(mapping.me)

    def chunks(self) -> Iterator[Chunk]:
        """The messages, in the order in which they were sent as far as the file tells."""
        found = records.blocks(self._source, self._path, self._mapping.layout, self._mapping.used)
        if self._mapping.newest_first and files.size(self._path) <= _LONGEST_REVERSED:
            found = map(_reversed, list(found)[::-1])
        if self._mapping.chat:
            found = _merged(found)
        first = list(islice(found, 1))
        times = self._times(first)
        for block in chain(first, found):
            yield from self._of_block(block, times)

    def _times(self, first: list[Block]) -> stamps.Reading:
        samples = [one for block in first for one in self._when(block) or ()]
        return stamps.Reading(samples[:500], self._order)

    def _when(self, block: Block) -> list[object] | None:
        """The times, put together where the date and the time of day stand apart; None: there are none."""
        days, clocks = block.columns.get(self._mapping.time), block.columns.get(self._mapping.clock)
        if not days or not clocks:
            return days
        return [
            f"{_MIDNIGHT.sub('', records.words(day))} {records.words(clock)}".strip()
            for day, clock in zip(days, clocks, strict=True)
        ]

    def _order(self) -> Order | None:
        found = self._source.day_order(self._dates())
        if found is None:
            self._source.report.note("day_month_unknown")
        return found

    def _dates(self) -> Iterator[Parts]:
        """The dates of the whole file, in a reading of their own."""
        source = Source([self._path], answers=self._source.answers)
        for block in records.blocks(source, self._path, self._mapping.layout, [self._mapping.time]):
            for text in block.columns[self._mapping.time]:
                found = stamps.stamp(text) if isinstance(text, str) else None
                if found and found.parts:
                    yield found.parts

    def _of_block(self, block: Block, times: stamps.Reading) -> Iterator[Chunk]:
        """A chunk for each chat in the block."""
        texts = {name: self._texts(values) for name, values in block.columns.items()}
        places = self._places(texts, len(block.numbers))
        self._source.report.put_aside("record_blank", len(block.numbers) - sum(map(len, places.values())))
        for chat, some in places.items():
            yield self._chunk(block, texts, times, chat, some)

    def _texts(self, values: list[object]) -> list[str]:
        if self._mapping.layout.shape == "json":
            return [_mended(one) for one in values]
        if set(map(type, values)) == {str}:
            return cast(list[str], values)
        return [one if isinstance(one, str) else records.words(one) for one in values]

    def _places(self, texts: dict[str, list[str]], count: int) -> dict[str, Sequence[int]]:
        """Chat -> the places of its records, without those that hold nothing."""
        good: Sequence[int] = range(count)
        said = texts[self._mapping.text]
        if not all(said):
            good = [at for at in good if said[at] or any(column[at] for column in texts.values())]
        if not self._mapping.chat:
            return {self._chat: good} if good else {}
        found: dict[str, list[int]] = {}
        chats = texts[self._mapping.chat]
        for at in good:
            found.setdefault(chats[at] or self._chat, []).append(at)
        return dict(found)

    def _chunk(
        self, block: Block, texts: dict[str, list[str]], times: stamps.Reading, chat: str, places: Sequence[int]
    ) -> Chunk:
        mapping = self._mapping

        def taken(column: str) -> list[str]:
            if not column:
                return [""] * len(places)
            every = len(places) == len(texts[column])
            return texts[column] if every else [texts[column][at] for at in places]

        said = taken(mapping.text)
        when = self._when(block)
        epoch, local = times.columns([when[at] for at in places]) if when else (None, None)
        told, codes = numbered(zip(taken(mapping.sender), taken(mapping.mine), strict=True))
        people = [self._person(name.strip(), mark, chat) for name, mark in told]
        quiet = [self._is_notice(name.strip()) for name, _ in told]
        kinds = self._kinds(taken(mapping.kind), said, [quiet[code] for code in codes] if any(quiet) else [])
        senders = [people[code][1] for code in codes]
        said, kinds = _unmarked(said, kinds, senders)
        return Chunk(
            text=said,
            kind=kinds,
            sender_id=[people[code][0] for code in codes],
            sender=senders,
            ids=taken(mapping.id) if mapping.id else None,
            epoch=epoch,
            local=local,
            chat=chat,
            numbers=block.numbers if len(places) == len(block.numbers) else [block.numbers[at] for at in places],
        )

    def _person(self, name: str, mark: str, chat: str) -> tuple[str, str]:
        """(sender_id, name)."""
        if not self._mapping.mine:
            return (other_id(name) if name or not self._is_notice(name) else ""), name
        if mark.strip() == self._mapping.me:
            return OWNER, (name if self._mapping.sender != self._mapping.chat else "") or _ME
        return other_id(name or chat), name or chat

    def _kinds(self, values: list[str], texts: list[str], quiet: list[bool]) -> list[str]:
        """By the column that names them, where it does; else by who is named (``quiet``: nobody; empty: somebody for
        each), and whether anything was said."""
        kinds = ["text" if text and not text.isspace() else "other" for text in texts]
        if quiet:
            kinds = ["system" if grey else kind for grey, kind in zip(quiet, kinds, strict=True)]
        known = {value: kind for value in set(values) if (kind := self._kind(value))}
        return [known.get(value, kind) for value, kind in zip(values, kinds, strict=True)] if known else kinds

    def _kind(self, value: str) -> str | None:
        kind = self._mapping.kinds.get(value.strip()) or kind_of(value) if value else None
        return kind if kind in KINDS else None

    def _is_notice(self, name: str) -> bool:
        """In plain text, a line for which nobody is named was written by the application."""
        return not name and bool(self._mapping.sender) and self._mapping.layout.shape == "text"


def _unmarked(texts: list[str], kinds: list[str], senders: list[str]) -> tuple[list[str], list[str]]:
    """(texts, kinds) with the kind of each whole text that is a placeholder, ``[照片]``, instead of the placeholder."""
    told = list(zip(texts, senders, strict=True))
    likely = {one for one in told if one[0][:1] in MARKS or one[0][-1:] in LAST}
    known = {one: kind for one in likely if (kind := stands_for(*one))}
    if not known:
        return texts, kinds
    found = [known.get(one, "") if kind == "text" else "" for one, kind in zip(told, kinds, strict=True)]
    return (
        [text if mark in {"", "system", "call"} else "" for text, mark in zip(texts, found, strict=True)],
        [mark or kind for mark, kind in zip(found, kinds, strict=True)],
    )


def _mended(found: object) -> str:
    """A value as text; UTF-8 that was taken for Latin-1, as Instagram and Messenger do, as it was meant."""
    text = records.words(found)
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _merged(blocks: Iterator[Block]) -> Iterator[Block]:
    """Larger blocks: where the chats of a file take turns, each of them is cut into fewer pieces."""
    while some := list(islice(blocks, _TOGETHER)):
        columns = {name: list(chain.from_iterable(one.columns[name] for one in some)) for name in some[0].columns}
        yield Block(columns, list(chain.from_iterable(one.numbers for one in some)))


def _reversed(block: Block) -> Block:
    return Block({name: values[::-1] for name, values in block.columns.items()}, block.numbers[::-1])
