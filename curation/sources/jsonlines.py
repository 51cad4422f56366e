"""JSON Lines: one JSON text a line, in blocks; a broken line costs no more than itself."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator
from itertools import islice

import orjson

from curation.sources import csvfile
from curation.sources.jsonfile import mend_escapes
from curation.sources.report import Report

COMMENT = "#"
"""Lines that begin so hold no value."""


_BETWEEN = secrets.randbits(62) | 1 << 61
"""Stands between lines that are parsed together, so that no line can be taken for two or run into the next."""


def blocks(texts: Iterable[str], report: Report, size: int = 2000) -> Iterator[list[object]]:
    """The values, up to ``size`` at a time; None for a line that is no JSON. Empty lines and comments do not count."""
    lines = csvfile.lines(texts)
    while some := list(islice(lines, size)):
        stripped = list(map(str.strip, some))
        if found := _values([line for line in stripped if line and line[0] != COMMENT], report):
            yield found


def _values(lines: list[str], report: Report) -> list[object]:
    """What the lines spell: parsed together as one list, and one by one if that fails."""
    together = f",{_BETWEEN},".join(lines)
    try:
        found: list[object] = orjson.loads(f"[{together}]".encode(errors="replace"))
    except orjson.JSONDecodeError:
        found = []
    if len(found) == 2 * len(lines) - 1 and set(map(type, found[1::2])) <= {int} and set(found[1::2]) <= {_BETWEEN}:
        return found[::2]
    return [value(line, report) for line in lines]


def value(line: str, report: Report) -> object:
    """What the line spells, with halves of surrogate pairs mended; None when that is nothing."""
    try:
        return orjson.loads(line.encode(errors="replace"))
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(mend_escapes(line, report), strict=False)
    except (ValueError, RecursionError):  # also a number of thousands of digits, or a bottomless line
        return None
