"""PyWxDump JSON: a list of objects with the fields of its CSV; see :mod:`curation.sources.pywxdump`."""

from __future__ import annotations

from collections.abc import Iterator

from curation.errors import N_
from curation.sources import pywxdump
from curation.sources.head import Head
from curation.sources.pywxdump import FIELDS, Names, Row
from curation.sources.source import OWNER, Chunk, Source

NAME = "pywxdump_json"
TITLE = N_("PyWxDump JSON")

_MARKS = {"item.MsgSvrID", "item.type_name", "item.is_sender", "item.CreateTime"}
_BLOCK = 5000


def sniff(head: Head) -> float:
    """Four fields no other export has together."""
    return 0.99 if head.json_paths >= _MARKS else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record an object; what is none, or has no kind or no text, is set aside."""
    source.owner = OWNER
    for path in source.paths:
        known = pywxdump.names(source, path)
        for elements in source.elements(path):
            for at in range(0, len(elements), _BLOCK):
                yield from _chunks(elements[at : at + _BLOCK], source, known)


def _chunks(elements: list[object], source: Source, known: Names) -> Iterator[Chunk]:
    source.report.records += len(elements)
    rows = [_row(element, source, len(elements) - at - 1) for at, element in enumerate(elements)]
    yield from pywxdump.chunks(rows, source, known)


def _row(element: object, source: Source, ago: int) -> Row | None:
    if reason := _fault(element):
        source.report.put_aside(reason)
        source.complain(reason, ago)
        return None
    assert isinstance(element, dict)
    return Row(*(_string(element.get(name)) for name in FIELDS))


def _fault(element: object) -> str:
    """Why there is no message in this element; empty when there is one."""
    if not isinstance(element, dict):
        return "record_invalid"
    if "type_name" not in element or "msg" not in element:
        return "record_incomplete"
    return "" if isinstance(element["msg"], str) else "content_not_text"


def _string(value: object) -> str:
    if isinstance(value, str):
        return value
    return str(int(value)) if isinstance(value, int) and abs(value) < 2**64 else ""
