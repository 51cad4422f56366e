"""Messages column by column: to ask a block of records at once takes a fraction of asking each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import compress
from operator import itemgetter
from typing import Any

import orjson

from curation.sources.source import Chunk, Source
from curation.sources.wechat import Content

Item = dict[str, Any]
Kinds = list[str | None]

_PLAIN = {int, str, type(None)}
_WORDY = frozenset({"text", "quote"})
"""Kinds that are nothing without words."""


def sound(
    elements: Sequence[Any],
    kind_of: Callable[[Item], str | None],
    fault: Callable[[Item], str],
    source: Source,
    by: Sequence[str] = (),
) -> tuple[list[Item], list[str]]:
    """The messages among the elements, each of which is a record, and the kind of each: ``other`` where nobody has
    met it.

    ``by``: the fields that ``kind_of`` looks at, where that is all it does. ``fault`` is asked why there is no message
    (empty: there is one) where there is no kind, or no ``content`` that is a text although the kind needs one.
    """
    count = len(elements)
    source.report.records += count
    proper = set(map(type, elements)) == {dict}
    kinds = _kinds_by(elements, kind_of, by) if proper and by else None
    kinds = kinds or [kind_of(one) if isinstance(one, dict) else None for one in elements]
    items, known = list(elements), [kind or "other" for kind in kinds]
    if proper and None not in kinds and set(map(type, values(items, "content"))) == {str}:
        return items, known
    good = [True] * count
    for at in _doubtful(elements, kinds):
        reason = fault(elements[at]) if isinstance(elements[at], dict) else "record_invalid"
        if reason:
            good[at] = False
            source.refuse(reason, count - at - 1)
        else:
            source.complain("kind_unknown", count - at - 1)
    return (items, known) if all(good) else (list(compress(items, good)), list(compress(known, good)))


def _kinds_by(items: Sequence[Item], kind_of: Callable[[Item], str | None], by: Sequence[str]) -> Kinds | None:
    """The kind of each, asked of one item for each of the values that these fields have; None: odd values."""
    columns = [values(items, name) for name in by]
    if any(not set(map(type, column)) <= _PLAIN for column in columns):  # 1, 1.0 and True would be the same key
        return None
    keys = list(zip(*columns, strict=True)) if len(columns) > 1 else columns[0]
    known = {key: kind_of(item) for key, item in dict(zip(keys, items, strict=True)).items()}
    return [known[key] for key in keys]


def _doubtful(elements: Sequence[Any], kinds: Kinds) -> list[int]:
    """The places of what has no kind, or no words although its kind needs some."""
    return [
        at
        for at, (one, kind) in enumerate(zip(elements, kinds, strict=True))
        if kind is None or (kind in _WORDY and not isinstance(one.get("content"), str))
    ]


def values(records: Sequence[Mapping[str, Any]], name: str) -> list[Any]:
    """What each record has in a field; None where it has none."""
    try:
        return list(map(itemgetter(name), records))
    except KeyError:
        return [record.get(name) for record in records]


def strings(records: Sequence[Mapping[str, Any]], name: str) -> list[str]:
    """The texts of a field (a number as text); empty where there is none."""
    found = values(records, name)
    types = set(map(type, found))
    if types == {str}:
        return found
    if types == {type(None)}:
        return [""] * len(found)
    if types == {int}:
        return list(map(str, found)) if -(2**64) < min(found) <= max(found) < 2**64 else list(map(string, found))
    if types <= {str, type(None)}:
        return [value or "" for value in found]
    return [value if isinstance(value, str) else string(value) for value in found]


def references(records: Sequence[Mapping[str, Any]], name: str) -> list[str | None]:
    """The ids in a field; None where there is none, or a 0."""
    found = strings(records, name)
    return [one if one.strip("0") else None for one in found] if any(found) else [None] * len(found)


class Met(dict[Any, Any]):
    """key -> what ``answer`` says of the parts of the key, asked once for each, in the order in which they come."""

    def __init__(self, answer: Callable[..., Any]) -> None:
        super().__init__()
        self._answer = answer

    def __missing__(self, key: tuple[Any, ...]) -> Any:
        return self.setdefault(key, self._answer(*key))


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


def numbered(keys: Iterable[Any]) -> tuple[list[Any], list[int]]:
    """The distinct keys in the order in which they come, and which of them each key is."""
    places: defaultdict[Any, int] = defaultdict()
    places.default_factory = places.__len__
    codes = list(map(places.__getitem__, keys))
    return list(places), codes


def divided(keys: Sequence[str], *columns: Sequence[Any]) -> Iterator[tuple[str, list[Sequence[Any]]]]:
    """Each key with the values of its rows, in their order."""
    if len(set(keys)) <= 1:
        yield from ((key, list(columns)) for key in keys[:1])
        return
    places: dict[str, list[int]] = {}
    for at, key in enumerate(keys):
        places.setdefault(key, []).append(at)
    for key, some in places.items():
        yield key, [_picked(column, some) for column in columns]


def _picked(column: Sequence[Any], places: list[int]) -> list[Any]:
    return list(itemgetter(*places)(column)) if len(places) > 1 else [column[places[0]]]


def parted(
    keys: Sequence[str], is_group: Callable[[int], bool | None], columns: Mapping[str, Sequence[Any]]
) -> Iterator[Chunk]:
    """The chunk with these columns, divided by the chat of each message. ``is_group`` is asked of each chat's first
    place."""
    first = dict(zip(reversed(keys), reversed(range(len(keys))), strict=True)) if len(set(keys)) > 1 else {}
    for chat, some in divided(keys, *columns.values()):
        found: dict[str, Any] = dict(zip(columns, some, strict=True))
        yield Chunk(**found, chat=chat, is_group=is_group(first.get(chat, 0)))
