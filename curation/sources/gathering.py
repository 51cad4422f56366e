"""Parts of chats that alternate -> fewer, longer tables: a short frame takes as long as one of thousands of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import pyarrow as pa

from curation.sources.building import Built

ROWS = 200_000
"""Messages held back at most, of all chats together."""

BYTES = 64 << 20
"""Memory they may take."""


def gathered(parts: Iterable[Built], size: int) -> Iterator[tuple[str, pa.Table]]:
    """Each chat's messages in their order, in tables of at least ``size`` rows, as far as the limits above let them."""
    held = _Held()
    for part in parts:
        if held.add(part) >= size:
            yield part.chat, held.take(part.chat)
        elif held.rows >= ROWS or held.bytes >= BYTES:
            yield from held.everything()
    yield from held.everything()


class _Held:
    """Tables of chats, and how much they are in all."""

    def __init__(self) -> None:
        self.rows = self.bytes = 0
        self._tables: dict[str, list[pa.Table]] = {}
        self._rows: Counter[str] = Counter()

    def add(self, part: Built) -> int:
        """Hold a part as well; returns how many rows of its chat are held now."""
        self._tables.setdefault(part.chat, []).append(part.table)
        self._rows[part.chat] += len(part.table)
        self.rows += len(part.table)
        self.bytes += part.table.nbytes
        return self._rows[part.chat]

    def take(self, chat: str) -> pa.Table:
        """The rows of a chat, which are held no longer."""
        tables = self._tables.pop(chat)
        self.rows -= self._rows.pop(chat)
        self.bytes -= sum(table.nbytes for table in tables)
        return tables[0] if len(tables) == 1 else pa.concat_tables(tables).combine_chunks()

    def everything(self) -> Iterator[tuple[str, pa.Table]]:
        """Chat after chat."""
        for chat in list(self._tables):
            yield chat, self.take(chat)
