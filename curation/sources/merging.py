"""Short chunks of one chat -> longer ones: to build a table takes half a millisecond, however few rows it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import chain
from typing import Any

import pyarrow as pa

from curation.sources.source import Chunk, Source

ENOUGH = 4000
"""Rows of a chat that are held back no longer."""

ROWS = 100_000
"""Rows held back of all chats together."""

BYTES = 32 << 20
"""Bytes of the files in which they may stand."""

_STRINGS = ("text", "kind", "sender_id", "sender", "quote", "reply_to", "extra")
_OTHERS = tuple(one.name for one in fields(Chunk) if one.name not in {"chat", "is_group", "records", *_STRINGS})


def merged(chunks: Iterable[Chunk], source: Source, meet: Callable[[str], None]) -> Iterator[Chunk]:
    """The same messages: each chat's in their order. ``meet`` is told each chunk's chat as it comes."""
    held: dict[str, _Held] = {}
    rows, since = 0, source.consumed
    for chunk in chunks:
        chunk = _complete(chunk, source)
        meet(chunk.chat)
        if chunk.chat in held and not held[chunk.chat].takes(chunk):
            rows -= held[chunk.chat].rows
            yield held.pop(chunk.chat).chunk()
        since = since if held else source.consumed
        some = held.setdefault(chunk.chat, _Held())
        some.add(chunk)
        rows += len(chunk.text)
        if some.rows >= ENOUGH:
            rows -= some.rows
            yield held.pop(chunk.chat).chunk()
        elif rows >= ROWS or source.consumed - since >= BYTES:
            yield from (one.chunk() for one in held.values())
            held, rows = {}, 0
    yield from (one.chunk() for one in held.values())


def _complete(chunk: Chunk, source: Source) -> Chunk:
    """The chunk with what can only be told while its records are those read last."""
    count = len(chunk.text)
    dated = chunk.epoch is not None or chunk.local is not None
    numbers = source.numbers(count) if dated and chunk.numbers is None else chunk.numbers
    source.refused.clear()
    return replace(
        chunk,
        chat=(chunk.chat or source.chat).replace("\0", ""),
        records=count if chunk.records is None else chunk.records,
        numbers=numbers,
    )


@dataclass
class _Held:
    """Chunks of one chat that go together."""

    chunks: list[Chunk] = field(default_factory=list)
    rows: int = 0

    def add(self, chunk: Chunk) -> None:
        """Hold this one as well."""
        self.chunks.append(chunk)
        self.rows += len(chunk.text)

    def takes(self, chunk: Chunk) -> bool:
        """Whether a chunk has the same columns."""
        first = self.chunks[0]
        return first.is_group == chunk.is_group and all(
            type(getattr(first, name)) is type(getattr(chunk, name)) for name in _OTHERS
        )

    def chunk(self) -> Chunk:
        """All of them as one."""
        first = self.chunks[0]
        if len(self.chunks) == 1:
            return first
        columns = {name: _joined([_strings(one, name) for one in self.chunks]) for name in _STRINGS}
        columns |= {name: _joined([getattr(one, name) for one in self.chunks]) for name in _OTHERS}
        return replace(first, **columns, records=sum(one.records or 0 for one in self.chunks))


def _strings(chunk: Chunk, name: str) -> Any:
    """A column; what holds for all of the messages as a text (or nothing) for each."""
    values = getattr(chunk, name)
    return [values] * len(chunk.text) if values is None or isinstance(values, str) else values


def _joined(parts: Sequence[Any]) -> Any:
    if parts[0] is None:
        return None
    if any(isinstance(one, pa.Array) for one in parts):
        return pa.concat_arrays(
            [one if isinstance(one, pa.Array) else pa.array(one, pa.large_string()) for one in parts]
        )
    return list(chain.from_iterable(parts))
