"""Which fragments a queue shows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select, union

from curation.workspace import search
from curation.workspace.tables import bubbles, fragments, messages

MARKED = fragments.c.signals != ""
HIDDEN = fragments.c.id.in_(select(fragments.c.id).where(fragments.c.hidden != 0))
"""Through the index of the hidden ones: nearly always there are none, and no row has to be looked at."""

TOUCHED_UP = or_(bubbles.c.text.is_not(None), bubbles.c.removed != 0, bubbles.c.pulled != 0)
CHANGED = fragments.c.id.in_(
    union(
        select(bubbles.c.fragment_id).where(TOUCHED_UP),
        select(fragments.c.id).where(fragments.c.context != ""),
        select(fragments.c.id).where(fragments.c.reshaped != 0),
    )
)
"""Somebody worked on it: changed, added, removed, moved or pulled in a bubble, split, merged, wrote a background."""


@dataclass(frozen=True)
class Filter:
    """Which fragments a queue shows; an empty field does not filter."""

    statuses: tuple[str, ...] = ()
    chat: int | None = None
    signal: str = ""
    unmarked: bool = False
    """Only fragments without any signal."""
    marked: bool = False
    """Only fragments with a signal."""
    changed: bool = False
    """Only those that somebody worked on, apart from deciding them."""
    kind: str = ""
    """Only those that show a message of this kind."""
    since: int | None = None
    until: int | None = None
    """Begun at or after, and before this moment (microseconds since 1970)."""
    text: str = ""
    """Only those with a bubble in which all these words stand."""
    hidden: bool | None = False
    """Only hidden ones, only the others, or both (None)."""

    def where(self) -> list[ColumnElement[bool]]:
        """The conditions on the fragments table."""
        found: list[ColumnElement[bool]] = []
        if self.statuses:
            found.append(fragments.c.status.in_(self.statuses))
        if self.chat is not None:
            found.append(fragments.c.chat_id == self.chat)
        if self.signal:
            found.append(fragments.c.signals.contains(f"|{self.signal}|", autoescape=True))
        if self.unmarked:
            found.append(~MARKED)
        if self.marked:
            found.append(MARKED)
        if self.changed:
            found.append(CHANGED)
        if self.hidden is not None:
            found.append(HIDDEN if self.hidden else ~HIDDEN)
        return [*found, *self._of_messages()]

    def _of_messages(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.kind:
            shown = select(messages.c.id).where(messages.c.kind == self.kind)
            found.append(fragments.c.id.in_(select(bubbles.c.fragment_id).where(bubbles.c.message_id.in_(shown))))
        if self.since is not None:
            found.append(fragments.c.start >= self.since)
        if self.until is not None:
            found.append(fragments.c.start < self.until)
        if search.words(self.text):
            found.append(fragments.c.id.in_(search.fragments_with(self.text)))
        return found
