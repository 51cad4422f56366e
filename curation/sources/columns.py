"""Messages column by column: to ask a block of records at once takes a fraction of asking each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import compress
from typing import Any

import orjson

from curation.sources.source import Source
from curation.sources.wechat import Content

Item = dict[str, Any]

_WORDY = frozenset({"text", "quote"})
"""Kinds that are nothing without words."""


def sound(
    elements: Sequence[Any], kind_of: Callable[[Item], str | None], fault: Callable[[Item], str], source: Source
) -> tuple[list[Item], list[str]]:
    """The messages among the elements, each of which is a record, and the kind of each: ``other`` where nobody has
    met it.

    ``fault`` is asked why there is no message (empty: there is one) where there is no kind, or no ``content`` that is
    a text although the kind needs one.
    """
    count = len(elements)
    source.report.records += count
    kinds = [kind_of(one) if isinstance(one, dict) else None for one in elements]
    items, known = list(elements), [kind or "other" for kind in kinds]
    doubtful = [
        at
        for at, (one, kind) in enumerate(zip(elements, kinds, strict=True))
        if kind is None or (kind in _WORDY and not isinstance(one.get("content"), str))
    ]
    good = [True] * count
    for at in doubtful:
        reason = fault(elements[at]) if isinstance(elements[at], dict) else "record_invalid"
        if reason:
            good[at] = False
            source.report.put_aside(reason)
        source.complain(reason or "kind_unknown", count - at - 1)
    return (items, known) if all(good) else (list(compress(items, good)), list(compress(known, good)))


def strings(records: Sequence[Mapping[str, Any]], name: str) -> list[str]:
    """The texts of a field (a number as text); empty where there is none."""
    found = [record.get(name) for record in records]
    types = set(map(type, found))
    if types == {str}:
        return found  # type: ignore[return-value]
    if types <= {str, type(None)}:
        return [value or "" for value in found]
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
