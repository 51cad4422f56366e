"""A whole chat as a ChatLab file (standard 0.0.2), JSON or JSON Lines: what other programs read, and Ruwo again.

Every message also carries ``ruwo``, an object that other readers pass over: its being there says that ``content`` holds
the words alone, without placeholders; in it stand the quoted text, what else the export told, and that a time is exact
only to the minute or the day.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

TYPES = {
    "text": 0, "image": 1, "voice": 2, "video": 3, "file": 4, "sticker": 5, "link": 7, "location": 8, "red_packet": 20,
    "transfer": 21, "pat": 22, "call": 23, "quote": 25, "forward": 26, "card": 27, "system": 80, "recall": 81,
    "other": 99,
}  # fmt: skip
"""Kind -> the standard's number."""

_SPOKEN = frozenset({"text", "quote"})
"""Kinds whose content is a text, be it empty."""


@dataclass(frozen=True)
class Person:
    """Somebody who speaks."""

    id: str
    name: str
    aliases: Sequence[str] = ()


@dataclass(frozen=True)
class Talk:
    """The chat. ``owner``: id of the person whose export it is."""

    name: str
    people: Sequence[Person]
    owner: str
    is_group: bool = False
    platform: str = "unknown"
    at: int = 0
    """When it is written, in seconds since 1970."""


@dataclass(frozen=True)
class Entry:
    """A message. ``second``: since 1970, None when nobody knows; ``precision``: how exact that is, one of
    frames.PRECISIONS; ``group``: the file's own grouping; ``extra``: what else the export told.
    """

    sender: str
    kind: str
    text: str
    id: str
    second: int | None = None
    reply_to: str | None = None
    quote: str | None = None
    group: int | None = None
    extra: Mapping[str, Any] | None = None
    precision: str = "s"


def write(talk: Talk, entries: Iterable[Entry], stream: BinaryIO) -> None:
    """One JSON object, a message a line. UTF-8."""
    head = _head(talk) | {"members": [_member(person) for person in talk.people]}
    stream.write(_dumped(head)[:-1] + b',"messages":[')
    separator = b"\n"
    for message in _messages(talk, entries):
        stream.write(separator + _dumped(message))
        separator = b",\n"
    stream.write(b"\n]}\n")


def write_lines(talk: Talk, entries: Iterable[Entry], stream: BinaryIO) -> None:
    """JSON Lines: a header, the members, the messages. UTF-8. Several chats may follow each other in one file."""
    stream.write(_dumped({"_type": "header", **_head(talk)}) + b"\n")
    stream.writelines(_dumped({"_type": "member", **_member(person)}) + b"\n" for person in talk.people)
    stream.writelines(_dumped({"_type": "message", **message}) + b"\n" for message in _messages(talk, entries))


def _head(talk: Talk) -> dict[str, Any]:
    about = {"version": "0.0.2", "exportedAt": talk.at, "generator": "Ruwo"}
    kind = "group" if talk.is_group else "private"
    return {"chatlab": about, "meta": _filled(name=talk.name, platform=talk.platform, type=kind, ownerId=talk.owner)}


def _member(person: Person) -> dict[str, Any]:
    return {"platformId": person.id, "accountName": person.name} | _filled(aliases=list(person.aliases))


def _messages(talk: Talk, entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    names = {person.id: person.name for person in talk.people}
    for entry in entries:
        yield {
            "sender": entry.sender,
            "accountName": names.get(entry.sender, ""),
            "timestamp": entry.second,
            "type": TYPES[entry.kind],
            "content": entry.text if entry.text or entry.kind in _SPOKEN else None,
            "platformMessageId": entry.id,
            **_filled(replyToMessageId=entry.reply_to),
            "ruwo": _filled(quote=entry.quote, extra=entry.extra, precision=_inexact(entry)) | _group(entry.group),
        }


def _inexact(entry: Entry) -> str:
    """The precision of a time that is not exact to the second; ``none`` is told by its being missing."""
    return "" if entry.second is None or entry.precision == "s" else entry.precision


def _group(number: int | None) -> dict[str, int]:
    return {} if number is None else {"group": number}


def _filled(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _dumped(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
