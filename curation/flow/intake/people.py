"""Who speaks in the chats of a file: one question about the persona for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from curation.errors import N_
from curation.sources import Chat, Sender
from curation.sources.source import OWNER

SAMPLES = 3

_NAMELESS = {
    OWNER: N_("you, who exported it"),
    "assistant": N_("assistant (the model’s side)"),
    "user": N_("user (the human side)"),
}
"""Ids that formats without names give -> words for them."""


def called(name: str, key: str, translate: Callable[[str], str]) -> str:
    """What to call a sender: by name, else by id."""
    return name if name and name != key else translate(_NAMELESS[key]) if key in _NAMELESS else key


@dataclass(frozen=True)
class Person:
    """Somebody who speaks in one or more chats. ``key``: their sender_id where they speak most.

    ``likely``: most likely the persona, as far as the file tells.
    """

    key: str
    name: str
    chats: int
    count: int
    samples: Sequence[str]
    likely: bool


def people(chats: Sequence[Chat]) -> list[Person]:
    """Everybody, the likeliest persona first: the owner, who speaks in most chats, who says most.

    The same id is the same person; so is the same name, where a chat has no such id.
    """
    met: dict[str, list[Sender]] = {}
    for chat in chats:
        for sender in chat.senders:
            met.setdefault(sender.sender_id, []).append(sender)
    merged: dict[str, list[Sender]] = {}
    by_name: dict[str, str] = {}
    for key, senders in sorted(met.items(), key=lambda one: -len(one[1])):
        home = by_name.setdefault(senders[0].name, key) if senders[0].name else key
        merged.setdefault(home, []).extend(senders)
    found = [_person(key, senders) for key, senders in merged.items()]
    return sorted(found, key=lambda one: (not one.likely, -one.chats, -one.count))


def personas(chats: Iterable[Chat], person: Person) -> dict[str, str]:
    """Chat key -> the sender_id this person has there; chats in which they do not speak are left out."""
    return {chat.key: found for chat in chats if (found := _in(chat, person))}


def _person(key: str, senders: Sequence[Sender]) -> Person:
    samples = list(dict.fromkeys(text for sender in senders for text in sender.samples))[:SAMPLES]
    likely = any(sender.is_owner or (sender.suggested and sender.is_owner is None) for sender in senders)
    return Person(key, senders[0].name, len(senders), sum(sender.count for sender in senders), samples, likely)


def _in(chat: Chat, person: Person) -> str:
    """Their sender_id in this chat: by id, else by name; empty when they do not speak there."""
    ids: Mapping[str, Sender] = {sender.sender_id: sender for sender in chat.senders}
    if person.key in ids:
        return person.key
    named = [sender.sender_id for sender in chat.senders if person.name and sender.name == person.name]
    return named[0] if named else ""
