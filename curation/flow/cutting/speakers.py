"""Who says what in a group: the name that stands before the words of everybody but the persona."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from sqlalchemy import Connection, RowMapping

from curation import fragments
from curation.flow.cutting import fragmenting
from curation.flow.guarding.redaction import Redacted, Redactor
from curation.workspace import findings, queries

COLON = "："
NOBODY = "群友{number}"
"""Stands for who has no name, or one of a single character: no search finds such a name again, so nobody could take
it out later."""


class Speakers:
    """The names told in these fragments, each redacted like any text."""

    def __init__(self, connection: Connection, chosen: Sequence[RowMapping], redactor: Redactor) -> None:
        wanted = fragmenting.uses(connection).names
        self._groups = {row["chat_id"] for row in chosen if row["is_group"]} if wanted else set()
        self._connection = connection
        self._redactor = redactor

    @cached_property
    def _names(self) -> dict[tuple[int, str], Redacted]:
        in_names = findings.of_anchors(self._connection, "name", sorted(self._groups))
        return {
            (chat, row["sender_id"]): self._name(row["name"], number, in_names.get(chat, []))
            for chat in self._groups
            for number, row in enumerate(_in_fixed_order(queries.senders_of(self._connection, chat)), start=1)
        }

    def _name(self, name: str, number: int, found: Sequence[RowMapping]) -> Redacted:
        shown = " ".join(name.split())
        return self._redactor.redact(shown, found) if len(shown) > 1 else Redacted(NOBODY.format(number=number))

    def told(self, chat: int, row: RowMapping, words: Redacted) -> Redacted:
        """The words of a bubble, after its sender's name if one is told there."""
        if chat not in self._groups or row["side"] != fragments.HUMAN or row["message_id"] is None:
            return words
        name = self._names.get((chat, row["sender_id"]), Redacted(NOBODY.format(number=0)))
        return Redacted(
            name.text + COLON + words.text,
            (*name.replaced, *words.replaced),
            (*name.excepted, *words.excepted),
            (*name.values, *words.values),
        )


def _in_fixed_order(people: Sequence[RowMapping]) -> list[RowMapping]:
    return sorted(people, key=lambda row: str(row["sender_id"]))
