"""Writing computed fragments, and what is derived from a fragment's bubbles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, select

from curation.workspace.doing import GAP
from curation.workspace.tables import bubbles, fragments


@dataclass(frozen=True)
class Summary:
    """What the table view sorts and filters by. ``start``: microseconds since 1970; ``persona_share``: per cent;
    ``tokens``: about as many as its row has, 0 without one."""

    start: int | None
    turns: int
    persona_share: int
    first_words: str
    signals: tuple[str, ...]
    tokens: int = 0

    def columns(self) -> dict[str, object]:
        """As columns of the fragments table."""
        marks = "".join(f"|{kind}" for kind in self.signals) + "|" if self.signals else ""
        return {
            "start": self.start,
            "turns": self.turns,
            "persona_share": self.persona_share,
            "first_words": self.first_words,
            "signals": marks,
            "tokens": self.tokens,
        }


def clear_untouched(connection: Connection, chat_id: int) -> None:
    """Remove the computed fragments of a chat that nobody worked on."""
    untouched = select(fragments.c.id).where(fragments.c.chat_id == chat_id, fragments.c.touched == 0)
    connection.execute(bubbles.delete().where(bubbles.c.fragment_id.in_(untouched)))
    connection.execute(fragments.delete().where(fragments.c.chat_id == chat_id, fragments.c.touched == 0))


class Numbers(NamedTuple):
    """The ids of the next new fragment and the next new bubble."""

    fragment: int
    bubble: int


def next_numbers(connection: Connection) -> Numbers:
    """Ids that no row has had yet."""
    last = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0) + 1"
    fragment, bubble = (connection.exec_driver_sql(last, (name,)).scalar_one() for name in ("fragments", "bubbles"))
    return Numbers(int(fragment), int(bubble))


def add_fragments(
    connection: Connection, chat_id: int, found: Iterable[tuple[int, Sequence[int]]], first: Numbers | None = None
) -> Numbers:
    """Add computed fragments: (place, message row ids in order); returns the numbers behind theirs.

    They are numbered on from ``first`` (default: new numbers). Their version is more than a fragment of that id ever
    had, since an edit moves it on by one at most.
    """
    shown = list(found)
    fragment, bubble = first or next_numbers(connection)
    version = int(connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM edits").scalar_one())
    bubble_rows = [(fragment + i, (j + 1) * GAP, m) for i, (_, ids) in enumerate(shown) for j, m in enumerate(ids)]
    if shown:
        connection.exec_driver_sql(
            "INSERT INTO fragments (id, chat_id, place, version) VALUES (?, ?, ?, ?)",
            [(fragment + i, chat_id, place, version) for i, (place, _) in enumerate(shown)],
        )
    if bubble_rows:
        connection.exec_driver_sql(
            "INSERT INTO bubbles (id, fragment_id, pos, message_id) VALUES (?, ?, ?, ?)",
            [(bubble + n, *row) for n, row in enumerate(bubble_rows)],
        )
    return Numbers(fragment + len(shown), bubble + len(bubble_rows))


def write_summaries(connection: Connection, summaries: Mapping[int, Summary]) -> None:
    """Store what was derived for each fragment."""
    rows = [(*s.columns().values(), i) for i, s in summaries.items()]
    if rows:
        connection.exec_driver_sql(
            "UPDATE fragments SET start = ?, turns = ?, persona_share = ?, first_words = ?, signals = ?, "
            "tokens = ?, analysed = 0 WHERE id = ?",
            rows,
        )
