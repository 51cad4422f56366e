"""Records of a file whose layout a person has confirmed, as columns of values: one way in for tables, JSON and text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from curation.sources import csvfile, template
from curation.sources.files import File
from curation.sources.jsonpaths import Places
from curation.sources.mapping import Layout
from curation.sources.source import Source

TOP = "item"
"""The place of a list that is the whole file."""

_BLOCK = 5000


@dataclass(frozen=True)
class Block:
    """``columns``: name -> a value for each record; ``numbers``: which record of the file each is, from 1."""

    columns: dict[str, list[Any]]
    numbers: list[int]


def blocks(source: Source, path: File, layout: Layout, wanted: Sequence[str]) -> Iterator[Block]:
    """The records in blocks, with the ``wanted`` columns; each is counted, and what is no record set aside.

    A column the file lacks holds None. Raises RuwoError.
    """
    if layout.shape == "table":
        return _table(source, path, layout, wanted)
    if layout.shape == "text":
        return _text(source, path, layout, wanted)
    elements = source.json_lines(path) if layout.shape == "lines" else _listed(source, path, layout.place)
    return _objects(source, elements, wanted)


def _table(source: Source, path: File, layout: Layout, wanted: Sequence[str]) -> Iterator[Block]:
    table = source.table(path, layout.separator, layout.header)
    places = {name: table.columns.index(name) if name in table.columns else -1 for name in wanted}
    for rows in table.blocks():
        read = list(zip(*rows, strict=True))
        columns = {name: list(read[at]) if at >= 0 else [None] * len(rows) for name, at in places.items()}
        yield Block(columns, table.numbers)


def _text(source: Source, path: File, layout: Layout, wanted: Sequence[str]) -> Iterator[Block]:
    found = template.messages(csvfile.lines(source.texts(path)), layout.template)
    while some := list(islice(found, _BLOCK)):
        for one in some:
            source.report.records += 1
            if one is None:
                source.refuse("before_first_message")
        fields = [one.fields for one in some if one]
        yield Block(
            {name: [one.get(name) for one in fields] for name in wanted},
            [number for number, one in zip(_numbers(source, len(some)), some, strict=True) if one],
        )


def _listed(source: Source, path: File, place: str) -> Iterator[list[object]]:
    """The elements of the list at this place."""
    if place == TOP:
        yield from source.elements(path)
        return
    for _, values in source.places(path, Places(frozenset({place}))):
        yield values


def _objects(source: Source, elements: Iterable[list[object]], wanted: Sequence[str]) -> Iterator[Block]:
    for some in elements:
        good, numbers = [], []
        for one in some:
            source.report.records += 1
            if isinstance(one, dict):
                good.append(one)
                numbers.append(source.report.records)
            else:
                source.refuse("record_invalid")
        yield Block({name: [value(one, name) for one in good] for name in wanted}, numbers)


def value(record: object, path: str) -> object:
    """What stands at ``author.name``, or under a key that is called so; None: nothing."""
    if isinstance(record, dict) and path in record:
        return record[path]
    found: object = record
    for step in path.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return found


def words(found: object) -> str:
    """A value as text: a list joined, of an object its own text, a number as it is written."""
    if isinstance(found, str):
        return found
    if isinstance(found, bool):
        return str(found).lower()
    if isinstance(found, int | float):
        return str(found)
    if isinstance(found, list):
        return "".join(words(one) for one in found if isinstance(one, str | dict))
    if isinstance(found, dict):
        return next((one for name in ("text", "content", "name") if isinstance(one := found.get(name), str)), "")
    return ""


def _numbers(source: Source, count: int) -> list[int]:
    """The numbers of the last ``count`` records."""
    return list(range(source.report.records - count + 1, source.report.records + 1))
