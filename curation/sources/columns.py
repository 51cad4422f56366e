"""Messages column by column: what a reader asks of a block of records at once takes a fraction of asking each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from curation.sources.wechat import Content


def strings(records: Sequence[Mapping[str, Any]], name: str) -> list[str]:
    """The texts of a field (a number as text); empty where there is none."""
    found = [record.get(name) for record in records]
    if set(map(type, found)) == {str}:
        return found  # type: ignore[return-value]
    return [value if isinstance(value, str) else string(value) for value in found]


def string(value: object) -> str:
    """A text, or a number as text; empty for anything else."""
    return value if isinstance(value, str) else str(value) if type(value) is int and abs(value) < 2**64 else ""


def apart(texts: Sequence[str], odd: Iterable[int], content: Callable[[int], Content]) -> dict[str, Any]:
    """``kind``, ``text``, ``quote`` and ``extra`` of a chunk: plain text, but what ``content`` says of the ``odd``
    places."""
    count = len(texts)
    kinds, words = ["text"] * count, list(texts)
    quotes: list[str | None] = [None] * count
    extras: list[str | None] = [None] * count
    for at in odd:
        kinds[at], words[at], quotes[at], extra = content(at)
        extras[at] = orjson.dumps(extra).decode() if extra else None
    return {"kind": kinds, "text": words, "quote": quotes, "extra": extras}


def other_than(values: Sequence[object], usual: object) -> list[int]:
    """The places of all values but the usual one."""
    return [at for at, value in enumerate(values) if value != usual]


def divided(keys: Sequence[str], *columns: Sequence[Any]) -> Iterator[tuple[str, list[Sequence[Any]]]]:
    """Each key with the values of its rows, in their order."""
    if len(set(keys)) <= 1:
        yield from ((key, list(columns)) for key in keys[:1])
        return
    places: dict[str, list[int]] = {}
    for at, key in enumerate(keys):
        places.setdefault(key, []).append(at)
    for key, some in places.items():
        yield key, [[column[at] for at in some] for column in columns]
