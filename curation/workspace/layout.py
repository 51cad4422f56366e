"""Writing computed fragments, and what is derived from a fragment's bubbles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from curation.workspace.edits import GAP
from curation.workspace.tables import bubbles, fragments


@dataclass(frozen=True)
class Summary:
    """What the table view sorts and filters by. ``start``: microseconds since 1970; ``persona_share``: per cent."""

    start: int | None
    turns: int
    persona_share: int
    first_words: str
    signals: tuple[str, ...]

    def columns(self) -> dict[str, object]:
        """As columns of the fragments table."""
        marks = "".join(f"|{kind}" for kind in self.signals) + "|" if self.signals else ""
        return {
            "start": self.start,
            "turns": self.turns,
            "persona_share": self.persona_share,
            "first_words": self.first_words,
            "signals": marks,
        }


def clear_untouched(connection: Connection, chat_id: int) -> None:
    """Remove the computed fragments of a chat that nobody worked on."""
    untouched = select(fragments.c.id).where(fragments.c.chat_id == chat_id, fragments.c.touched == 0)
    connection.execute(bubbles.delete().where(bubbles.c.fragment_id.in_(untouched)))
    connection.execute(fragments.delete().where(fragments.c.chat_id == chat_id, fragments.c.touched == 0))


def add_fragments(connection: Connection, chat_id: int, found: Iterable[tuple[int, Sequence[int]]]) -> int:
    """Add computed fragments: (place, message row ids in order); they get consecutive ids, the first is returned."""
    shown = list(found)
    last = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'fragments'), 0)"
    first = int(connection.exec_driver_sql(last).scalar_one()) + 1
    if shown:
        connection.exec_driver_sql(
            "INSERT INTO fragments (id, chat_id, place) VALUES (?, ?, ?)",
            [(first + i, chat_id, place) for i, (place, _) in enumerate(shown)],
        )
        connection.exec_driver_sql(
            "INSERT INTO bubbles (fragment_id, pos, message_id) VALUES (?, ?, ?)",
            [(first + i, (j + 1) * GAP, m) for i, (_, ids) in enumerate(shown) for j, m in enumerate(ids)],
        )
    return first


def write_summaries(connection: Connection, summaries: Mapping[int, Summary]) -> None:
    """Store what was derived for each fragment."""
    rows = [(*s.columns().values(), i) for i, s in summaries.items()]
    if rows:
        connection.exec_driver_sql(
            "UPDATE fragments SET start = ?, turns = ?, persona_share = ?, first_words = ?, signals = ? WHERE id = ?",
            rows,
        )
