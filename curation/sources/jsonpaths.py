"""JSON files with chats inside chats lists: the values at chosen places, in the file's order, whatever its size.

A place is written as ijson does: ``chats.list.item.name``. A file up to :data:`jsonfile.WHOLE` is parsed at once, and
one whose long list stands right in its top-level object, of any size, in slices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

import ijson

from curation.errors import RuwoError
from curation.sources import jsonfile
from curation.sources.files import BLOCK
from curation.sources.jsonobject import built
from curation.sources.jsonslices import Slices
from curation.sources.report import Report

_TOGETHER = 5000

Found = tuple[str, list[Any]]
"""A place, and values that stand there one behind the other."""


class Places(NamedTuple):
    """Where the wanted values stand, and the objects whose beginning is told too, as (place, [])."""

    values: frozenset[str]
    openings: frozenset[str] = frozenset()

    @property
    def lists(self) -> list[str]:
        """The lists right in the top-level object whose elements are wanted."""
        names = [place.removesuffix(".item") for place in self.values if place.endswith(".item")]
        return [name for name in names if "." not in name]


def sliced(slices: Slices, places: Places, small: bool, file: str) -> Iterator[Found]:
    """(place, values) of an object with a long list. Raises as :func:`jsonfile.value`."""
    yield from _walked(slices.before, "", places)
    for elements in slices.elements(small, file):
        yield f"{slices.key}.item", elements
    for name, value in slices.tail.items():
        if name != slices.key and name not in slices.before:
            yield from _walked(value, name, places)


def whole(blocks: Iterable[bytes], places: Places, report: Report, file: str) -> Iterator[Found]:
    """(place, values) for each of the places. Raises as :func:`jsonfile.value`."""
    return _walked(jsonfile.value(blocks, report, file), "", places)


def _walked(value: object, prefix: str, places: Places) -> Iterator[Found]:
    if isinstance(value, dict) and prefix in places.openings:
        yield prefix, []
    if prefix in places.values:
        yield prefix, [value]
    elif isinstance(value, dict) and _leads(prefix, places):
        for key, inner in value.items():
            yield from _walked(inner, f"{prefix}.{key}" if prefix else key, places)
    elif isinstance(value, list) and (item := f"{prefix}.item" if prefix else "item") in places.values:
        yield item, value
    elif isinstance(value, list) and _leads(prefix, places):
        for inner in value:
            yield from _walked(inner, item, places)


def _leads(prefix: str, places: Places) -> bool:
    return not prefix or any(place.startswith(f"{prefix}.") for place in places.values)


def streamed(blocks: Iterable[bytes], places: Places, report: Report, file: str) -> Iterator[Found]:
    """As :func:`whole`, in memory bounded by the largest of the values."""
    one_by_one = enumerate(_streamed(jsonfile.Stream(blocks, report, file), places, file))
    for (place, _), some in groupby(one_by_one, lambda one: (one[1][0], one[0] // _TOGETHER)):
        yield place, [] if place in places.openings else [value for _, (_, value) in some]


def _streamed(stream: jsonfile.Stream, places: Places, file: str) -> Iterator[tuple[str, Any]]:
    """(place, value) for each value, (place, None) for each opening."""
    try:
        events = ijson.parse(stream, use_float=True, buf_size=BLOCK)
        for prefix, event, value in events:
            if event == "start_map" and prefix in places.openings:
                yield prefix, None
            elif prefix in places.values and event not in {"map_key", "end_map", "end_array"}:
                yield prefix, built(event, value, events)
    except (ijson.JSONError, ValueError, OverflowError):
        raise RuwoError("json_broken", file=file, offset=stream.offset) from None
