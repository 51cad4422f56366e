"""A chat as the review left it, redacted: who says what, in which order, as it may leave."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, RowMapping

from curation import fragments, frames
from curation.dataset.chatlab import Entry, Person, Talk
from curation.flow.guarding.redaction import Redacted, Redactor
from curation.workspace import findings, logs, queries

Found = Mapping[int, Sequence[RowMapping]]
"""Anchor -> its findings."""


@dataclass
class Retold:
    """One chat. ``excepted``: values left in on purpose, once for each place; ``touched``: texts something was
    replaced in."""

    connection: Connection
    chat: RowMapping
    number: int
    redactor: Redactor
    excepted: list[int] = field(default_factory=list)
    touched: list[Redacted] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._people = self._named()
        self._persona = self._people[self.chat["persona"]].id
        self.entries = self._answered(list(self._said()))

    def talk(self, platform: str) -> Talk:
        """The chat and those who speak in it; a talk of two is called after the other one."""
        speaking = {entry.sender for entry in self.entries}
        people = [person for person in self._people.values() if person.id in speaking]
        others = [person.name for person in people if person.id != self._persona]
        group = bool(self.chat["is_group"])
        name = others[0] if len(others) == 1 and not group else f"chat {self.number}"
        return Talk(name, people, self._persona, group, platform, int(time.time()))

    def _named(self) -> dict[str, Person]:
        """sender_id -> the person by a number and the name that may leave."""
        rows = sorted(queries.senders_of(self.connection, self.chat["id"]), key=lambda row: str(row["sender_id"]))
        known = findings.of_anchors(self.connection, "name", [self.chat["id"]]).get(self.chat["id"], [])
        found = {}
        for number, row in enumerate(rows, start=1):
            name = self._kept(self.redactor.redact(" ".join(row["name"].split()), known))
            found[row["sender_id"]] = Person(f"p{number}", name if len(name) > 1 else f"p{number}")
        found.setdefault(self.chat["persona"], Person("p0", "p0"))
        return found

    def _kept(self, part: Redacted) -> str:
        self.excepted += part.excepted
        if part.values:
            self.touched.append(part)
        return part.text

    def _said(self) -> Iterator[tuple[int | None, Entry]]:
        """(message, entry) of every bubble; an added one has no message, and the time of the one before it."""
        ids, micros, exact = logs.reviewed(self.connection, self.chat["id"]), None, "s"
        for at in range(0, len(ids), queries.CHUNK):
            chunk = ids[at : at + queries.CHUNK]
            found = queries.bubbles_of(self.connection, chunk)
            rows = [row for one in chunk for row in found.get(one, []) if not row["removed"]]
            texts = self._texts(rows)
            for row, text in zip(rows, texts, strict=True):
                micros, exact = (row["time"], row["time_precision"]) if row["message_id"] else (micros, exact)
                second = None if micros is None else micros // 1_000_000
                yield row["message_id"], Entry(self._sender(row), row["kind"], text, "", second, precision=exact)

    def _sender(self, row: RowMapping) -> str:
        if row["sender_id"] in self._people:
            return self._people[row["sender_id"]].id
        others = [person.id for person in self._people.values() if person.id != self._persona]
        return self._persona if row["side"] == fragments.PERSONA or not others else others[0]

    def _texts(self, rows: Sequence[RowMapping]) -> list[str]:
        sent = findings.of_anchors(self.connection, "message", [row["message_id"] for row in rows if row["message_id"]])
        typed = findings.of_anchors(self.connection, "bubble", [row["id"] for row in rows if row["typed"] is not None])
        return [self._text(row, sent, typed) for row in rows]

    def _text(self, row: RowMapping, sent: Found, typed: Found) -> str:
        """The words of what was said, redacted; nothing of all else."""
        if row["kind"] not in frames.SPEECH:
            return ""
        if row["typed"] is not None:
            return self._kept(self.redactor.redact(row["typed"], typed.get(row["id"], [])))
        return self._kept(self.redactor.redact(row["original"], sent.get(row["message_id"], [])))

    def _answered(self, said: Sequence[tuple[int | None, Entry]]) -> list[Entry]:
        """The entries with ids of our own, which the answers among them name."""
        ids = {message: str(n) for n, (message, _) in enumerate(said, start=1) if message is not None}
        answers = logs.replies(self.connection, self.chat["id"])
        return [
            replace(entry, id=str(n), reply_to=ids.get(answers.get(message, 0)) if message else None)
            for n, (message, entry) in enumerate(said, start=1)
        ]
