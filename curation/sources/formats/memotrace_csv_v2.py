"""MemoTrace (留痕) v1 and v2 CSV: the rows of WeChat's own table, one chat (``{remark}_utf8.csv``) or all of them
(``messages.csv``).

Layout: nine columns of the table, ``localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime``, then
``Remark,NickName,Sender``. Rows do not always fit that header: early versions left the last three out, and some put the
message's id (``MsgSvrID``) in front of them. In a file of one chat those three are the sender's and ``Sender`` is an
account; in the file of all chats they are the chat's, and ``Sender`` is a name, ``我`` for the owner. ``StrContent``
is XML for all that is no text, and empty for what WeChat keeps elsewhere (quotes, links, files).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import compress
from typing import NamedTuple

from curation.errors import N_, RuwoError
from curation.sources import wechat
from curation.sources.columns import apart, divided, numbered, other_than
from curation.sources.head import Head
from curation.sources.source import OWNER, Chunk, Source, other_id
from curation.sources.wechat import Content, filled, plain

NAME = "memotrace_csv_v2"
TITLE = N_("MemoTrace CSV (version 1 and 2)")

TABLE = ["localId", "TalkerId", "Type", "SubType", "IsSender", "CreateTime", "Status", "StrContent", "StrTime"]
COLUMNS = [*TABLE, "Remark", "NickName", "Sender"]
_WIDTHS = {9, 10, 11, 12, 13}
_TYPES = (2, 3)
"""Where type and subtype stand."""

_ME = "我"
_ID = 15
"""Digits of a message's id at least."""

_TEXT = "1"
_PAT = 4
"""SubType of a grey line (10000) that tells of a pat."""

_ATTRIBUTE = re.compile(r'(?<![A-Za-z0-9_])([A-Za-z][A-Za-z0-9_]*+)\s?=\s?"([^"<>]*)"')
_LONGEST = 20_000
"""Characters of XML looked at."""


Columns = list[list[str]]


class Person(NamedTuple):
    """What a row says about its chat and its sender; ``mine``: ``1`` or not."""

    talker: str
    mine: str
    remark: str
    nickname: str
    sender: str


class Rows(NamedTuple):
    """What rows say, column by column. ``person``: which of the people it is of; ``number``: which record of the
    source."""

    person: Sequence[int]
    type: Sequence[str]
    subtype: Sequence[str]
    second: Sequence[str]
    content: Sequence[str]
    local: Sequence[str]
    id: Sequence[str]
    number: Sequence[int]


def sniff(head: Head) -> float:
    """The names of the table's columns."""
    return 0.99 if head.columns[:9] == TABLE else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """Rows in blocks, those of one chat together; a row that is no row of the table is set aside."""
    source.owner = OWNER
    chats = _Chats()
    for path in source.paths:
        table = source.table(path, "")
        if table.columns[:9] != TABLE:
            raise RuwoError("format_unknown", file=path.name)
        table.widths |= _WIDTHS
        for columns in table.by_columns():
            numbers, sound = _sound(columns, table.numbers, source)
            if numbers:
                yield from _chunks(*_rows(sound, numbers), chats, source)


def _sound(columns: Columns, numbers: list[int], source: Source) -> tuple[list[int], Columns]:
    """The rows with a type, and which record each is."""
    unsound = {one for at in _TYPES for one in set(columns[at]) if number(one) is None}
    if not unsound:
        return numbers, columns
    good = [unsound.isdisjoint(pair) for pair in zip(*(columns[at] for at in _TYPES), strict=True)]
    for place, sound in zip(numbers, good, strict=True):
        if not sound:
            source.report.put_aside("record_invalid")
            source.problem(place, "record_invalid")
    return list(compress(numbers, good)), [list(compress(column, good)) for column in columns]


def _rows(columns: Columns, numbers: list[int]) -> tuple[Rows, list[Person]]:
    _, talker, type_, subtype, mine, second, _, content, local, *rest = columns[: max(_WIDTHS)]
    if ids := {one for one in set(rest[0]) if one.isdecimal() and len(one) >= _ID}:
        ends = (end if end[0] in ids else ("", *end[:-1]) for end in zip(*rest, strict=True))
        rest = list(map(list, zip(*ends, strict=True)))
    else:
        rest = [[""] * len(talker), *rest[:-1]]
    people, codes = numbered(zip(talker, mine, *rest[1:], strict=True))
    return Rows(codes, type_, subtype, second, content, local, rest[0], numbers), list(map(Person._make, people))


# --- which chat a row is of


@dataclass
class _Chats:
    """Names of the chats, found out as their first rows come. Empty: the chat the file is named after."""

    of_all: bool | None = None
    names: dict[str, str] = field(default_factory=dict)
    people: dict[str, set[str]] = field(default_factory=dict)

    def names_of(self, people: Collection[Person]) -> dict[Person, str]:
        """The chat of each, who are told in the order in which they came."""
        if self.of_all is None:
            self.of_all = any(one.sender == (_ME if one.mine == "1" else one.nickname) != "" for one in people)
        if self.of_all:
            return {one: one.remark or one.nickname or one.talker for one in people}
        self._meet(people)
        return {one: self.names[one.talker] for one in people}

    def _meet(self, people: Collection[Person]) -> None:
        """Find a name for each number of a talker that is new; one chat may have several, one for each database."""
        others: dict[str, dict[str, str]] = {}
        for one in people:
            met = others.setdefault(one.talker, {})
            if one.mine != "1" and one.sender:
                met.setdefault(one.sender, one.remark or one.nickname)
        for talker, met in others.items():
            if talker not in self.names:
                self.names[talker] = (
                    self._old(set(met)) or (next(iter(met.values())) if len(met) == 1 else "") or talker
                )
            self.people.setdefault(self.names[talker], set()).update(met)
        if len(set(self.names.values())) == 1:
            self.names = dict.fromkeys(self.names, "")
            self.people = {"": set().union(*self.people.values())}

    def _old(self, met: set[str]) -> str | None:
        """The chat that has somebody of these in it."""
        return next((name for name, others in self.people.items() if met & others), None)


# --- messages


def _chunks(rows: Rows, people: list[Person], chats: _Chats, source: Source) -> Iterator[Chunk]:
    found = chats.names_of(people)
    names = [found[person] for person in people]
    for chat, some in divided([names[one] for one in rows.person], *rows):
        yield _chunk(chat, Rows._make(some), people, bool(chats.of_all), source)


def _chunk(chat: str, rows: Rows, persons: list[Person], of_all: bool, source: Source) -> Chunk:
    people = {one: _person(persons[one], of_all, source) for one in set(rows.person)}
    dated = all(map(str.isdecimal, rows.second))
    return Chunk(
        **apart(rows.content, other_than(rows.type, _TEXT), lambda at: _content(rows, at, source)),
        sender_id=[people[one][0] for one in rows.person],
        sender=[people[one][1] for one in rows.person],
        ids=rows.id,
        epoch=rows.second if dated else None,
        local=None if dated else rows.local,
        chat=chat,
        numbers=rows.number,
    )


def _person(row: Person, of_all: bool, source: Source) -> tuple[str, str]:
    """(sender_id, name)."""
    name = row.remark or row.nickname
    if of_all and row.sender != row.nickname:
        name = row.sender
    if row.mine == "1":
        return OWNER, name
    sender_id = other_id(row.sender or name or row.talker)
    if not of_all and row.nickname:
        source.aliases.setdefault(sender_id, set()).add(row.nickname)
    return sender_id, name


def _content(rows: Rows, at: int, source: Source) -> Content:
    return content(int(rows.type[at]), int(rows.subtype[at]), rows.content[at], rows.number[at], source)


def number(text: str) -> int | None:
    """A type or subtype as a number; None when it is none."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def content(type_: int, subtype: int, text: str, record: int, source: Source) -> Content:
    """Kind and words of a row of WeChat's table, which is this record of the source."""
    kind = wechat.kind_of(subtype << 32 | 49 if type_ == 49 else type_)
    if kind is None:
        source.problem(record, "kind_unknown")
        return "other", "", None, {}
    if kind == "text":
        return kind, text, None, {}
    if kind == "system":
        told = wechat.system(text)
        return ("pat", *told[1:]) if subtype == _PAT else told
    said = dict(_ATTRIBUTE.findall(text[:_LONGEST])) if "<" in text else {}
    return _media(kind, {name.lower(): unescape(value) for name, value in said.items()}, text)


def _media(kind: str, said: dict[str, str], raw: str) -> Content:
    """``said``: the attributes of the XML."""
    match kind:
        case "sticker":
            return kind, "", None, filled(url=said.get("cdnurl"), md5=said.get("md5"))
        case "voice":
            return kind, "", None, filled(duration=_figure(said, "voicelength", 1000))
        case "video":
            return kind, "", None, filled(duration=_figure(said, "playlength"))
        case "location":
            where = filled(x=_figure(said, "x"), y=_figure(said, "y"), label=said.get("label"))
            return kind, said.get("poiname", "") or said.get("label", ""), None, where
        case "card":
            return kind, said.get("nickname", ""), None, {}
        case "image" | "forward":
            return kind, "", None, {}
    return kind, plain(raw), None, filled(duration=wechat.seconds(raw) if kind == "call" else None)


def _figure(said: dict[str, str], name: str, scale: int = 1) -> float | None:
    """A number that says something."""
    try:
        found = float(said.get(name, "0")[:20]) / scale
    except ValueError:
        return None
    return (int(found) if found.is_integer() else found) if 0 < abs(found) < 2**53 else None
