"""JSON files whose top level is an object, where jsonslices.py cannot read them: some of its values, and the elements
of its one long list in blocks.

A file up to :data:`jsonfile.WHOLE` is parsed at once; of a larger one the values are gathered in a first reading
(nothing else is kept), the list is streamed in a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import ijson

from curation.errors import RuwoError
from curation.sources import jsonfile
from curation.sources.files import BLOCK
from curation.sources.report import Report

Values = dict[str, Any]


def whole(
    blocks: Iterable[bytes], key: str, names: Sequence[str], report: Report, file: str
) -> tuple[Values, list[object]]:
    """The values called ``names``, as far as there are any, and the elements of the list called ``key``.

    Raises as :func:`jsonfile.value`.
    """
    found = jsonfile.value(blocks, report, file)
    if not isinstance(found, dict):
        return {}, []
    elements = found.get(key)
    return {name: found[name] for name in names if name in found}, elements if isinstance(elements, list) else []


def values(blocks: Iterable[bytes], names: Sequence[str], file: str) -> Values:
    """The top-level values called ``names``, without keeping anything else. Raises as :func:`jsonfile.value`."""
    stream = jsonfile.Stream(blocks, Report(), file)
    found: Values = {}
    try:
        events = ijson.parse(stream, use_float=True, buf_size=BLOCK)
        for prefix, event, value in events:
            if event == "map_key" and not prefix and value in names:
                _, first, scalar = next(events)
                found[value] = built(first, scalar, events)
                if len(found) == len(names):
                    break
    except (ijson.JSONError, ValueError, OverflowError):
        raise RuwoError("json_broken", file=file, offset=stream.offset) from None
    return found


def built(event: str, value: object, events: Iterator[tuple[str, str, Any]]) -> object:
    """The value that begins with this event and goes on with the next ones."""
    builder = ijson.ObjectBuilder()
    depth = 0
    while True:
        builder.event(event, value)
        depth += (event in {"start_map", "start_array"}) - (event in {"end_map", "end_array"})
        if not depth:
            return builder.value
        _, event, value = next(events)
