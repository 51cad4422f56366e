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
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

import orjson

from curation.errors import N_, RuwoError
from curation.sources import csvfile, wechat
from curation.sources.head import Head
from curation.sources.source import OWNER, Chunk, Source, other_id
from curation.sources.wechat import Content, filled, plain

NAME = "memotrace_csv_v2"
TITLE = N_("MemoTrace CSV (version 1 and 2)")

TABLE = ["localId", "TalkerId", "Type", "SubType", "IsSender", "CreateTime", "Status", "StrContent", "StrTime"]
COLUMNS = [*TABLE, "Remark", "NickName", "Sender"]
_WIDTHS = {9, 10, 11, 12, 13}
_ME = "我"
_PAT = 4
"""SubType of a grey line (10000) that tells of a pat."""

_ATTRIBUTE = re.compile(r'(?<![A-Za-z0-9_])([A-Za-z][A-Za-z0-9_]*+)\s?=\s?"([^"<>]*)"')
_LONGEST = 20_000
"""Characters of XML looked at."""


class Row(NamedTuple):
    """What a row says, in whichever way it is laid out."""

    talker: str
    type: int
    subtype: int
    mine: bool
    second: str
    content: str
    local: str
    id: str
    remark: str
    nickname: str
    sender: str


def sniff(head: Head) -> float:
    """The names of the table's columns."""
    return 0.99 if head.first_line.replace('"', "").split(",")[:9] == TABLE else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """Rows in blocks, those of one chat together; a row that is no row of the table is set aside."""
    source.owner = OWNER
    chats = _Chats()
    for path in source.paths:
        table = source.table(path)
        if table.columns[:9] != TABLE:
            raise RuwoError("format_unknown", file=path.name)
        table.widths |= _WIDTHS
        for rows in table.blocks(csvfile.MANY):
            yield from _chunks(list(_sound(rows, source)), chats, source)


def _sound(rows: list[list[str]], source: Source) -> Iterator[tuple[int, Row]]:
    """The rows with a type, each with how many records ago it was read."""
    for at, fields in enumerate(rows):
        ago = len(rows) - at - 1
        if row := _row(fields):
            yield ago, row
        else:
            source.report.put_aside("record_invalid")
            source.complain("record_invalid", ago)


def _row(fields: list[str]) -> Row | None:
    _, talker, type_, subtype, mine, second, _, content, local, *rest = fields
    if (kind := number(type_)) is None or (more := number(subtype)) is None:
        return None
    has_id = bool(rest) and rest[0].isdecimal() and len(rest[0]) >= 15
    remark, nickname, sender = (*rest[has_id:], "", "", "")[:3]
    message_id = rest[0] if has_id else ""
    return Row(talker, kind, more, mine == "1", second, content, local, message_id, remark, nickname, sender)


# --- which chat a row is of


@dataclass
class _Chats:
    """Names of the chats, found out as their first rows come. Empty: the chat the file is named after."""

    of_all: bool | None = None
    names: dict[str, str] = field(default_factory=dict)
    people: dict[str, set[str]] = field(default_factory=dict)

    def divide(self, rows: list[tuple[int, Row]]) -> dict[str, list[tuple[int, Row]]]:
        """Name of the chat -> its rows."""
        if self.of_all is None:
            self.of_all = any(row.sender == (_ME if row.mine else row.nickname) != "" for _, row in rows)
        if not self.of_all:
            self._meet(rows)
        found: dict[str, list[tuple[int, Row]]] = {}
        for one in rows:
            found.setdefault(self._name(one[1]), []).append(one)
        return found

    def _name(self, row: Row) -> str:
        return row.remark or row.nickname or row.talker if self.of_all else self.names[row.talker]

    def _meet(self, rows: list[tuple[int, Row]]) -> None:
        """Find a name for each number of a talker that is new; one chat may have several, one for each database."""
        people: dict[str, dict[str, str]] = {}
        for _, row in rows:
            met = people.setdefault(row.talker, {})
            if not row.mine and row.sender:
                met.setdefault(row.sender, row.remark or row.nickname)
        for talker, met in people.items():
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


def _chunks(rows: list[tuple[int, Row]], chats: _Chats, source: Source) -> Iterator[Chunk]:
    for chat, some in chats.divide(rows).items() if rows else ():
        yield _chunk(chat, some, bool(chats.of_all), source)


def _chunk(chat: str, rows: list[tuple[int, Row]], of_all: bool, source: Source) -> Chunk:
    told = [content(row.type, row.subtype, row.content, ago, source) for ago, row in rows]
    people = [_person(row, of_all, source) for _, row in rows]
    dated = all(row.second.isdecimal() for _, row in rows)
    return Chunk(
        kind=[kind for kind, _, _, _ in told],
        text=[text for _, text, _, _ in told],
        quote=[quote for _, _, quote, _ in told],
        extra=[orjson.dumps(extra).decode() if extra else None for _, _, _, extra in told],
        sender_id=[sender_id for sender_id, _ in people],
        sender=[name for _, name in people],
        ids=[row.id for _, row in rows],
        epoch=[row.second for _, row in rows] if dated else None,
        local=None if dated else [row.local for _, row in rows],
        chat=chat,
    )


def _person(row: Row, of_all: bool, source: Source) -> tuple[str, str]:
    """(sender_id, name)."""
    name = row.remark or row.nickname
    if of_all and row.sender != row.nickname:
        name = row.sender
    if row.mine:
        return OWNER, name
    sender_id = other_id(row.sender or name or row.talker)
    if not of_all and row.nickname:
        source.aliases.setdefault(sender_id, set()).add(row.nickname)
    return sender_id, name


def number(text: str) -> int | None:
    """A type or subtype as a number; None when it is none."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def content(type_: int, subtype: int, text: str, ago: int, source: Source) -> Content:
    """Kind and words of a row of WeChat's table, which was read ``ago`` records before the last."""
    kind = wechat.kind_of(subtype << 32 | 49 if type_ == 49 else type_)
    if kind is None:
        source.complain("kind_unknown", ago)
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
