"""JSON Lines: one JSON text a line, in blocks; a broken line costs no more than itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice

import orjson

from curation.sources import csvfile
from curation.sources.jsonfile import mend_escapes
from curation.sources.report import Report

COMMENT = "#"
"""Lines that begin so hold no value."""


def blocks(texts: Iterable[str], report: Report, size: int = 5000) -> Iterator[list[object]]:
    """The values, ``size`` at a time; None for a line that is no JSON. Empty lines and comments are passed over."""
    stripped = (line.strip() for line in csvfile.lines(texts))
    values = (value(line, report) for line in stripped if line and not line.startswith(COMMENT))
    while block := list(islice(values, size)):
        yield block


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
