"""PyWxDump JSON: a list of objects with the fields of its CSV; see :mod:`curation.sources.pywxdump`.

The first versions put ``msg`` and ``src`` into an object ``content``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from curation.errors import N_
from curation.sources import pywxdump
from curation.sources.head import Head
from curation.sources.pywxdump import CONTENT, FIELDS, Columns, Names
from curation.sources.source import OWNER, Chunk, Source

NAME = "pywxdump_json"
TITLE = N_("PyWxDump JSON")

_MARKS = {"item.MsgSvrID", "item.type_name", "item.is_sender", "item.CreateTime"}
_WORDY = ("文本", "text")
"""Types that are nothing without words."""

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
    first = source.report.records + 1
    source.report.records += len(elements)
    items: list[Any] = []
    numbers: list[int] = []
    for number, element in enumerate(elements, first):
        if reason := _fault(element):
            source.report.put_aside(reason)
            source.problem(number, reason)
        else:
            items.append(_flat(element))
            numbers.append(number)
    yield from pywxdump.chunks(Columns._make([*(_strings(items, name) for name in FIELDS), numbers]), source, known)


def _fault(element: object) -> str:
    """Why there is no message in this element; empty when there is one."""
    if not isinstance(element, dict):
        return "record_invalid"
    if "type_name" not in element or not ("msg" in element or isinstance(element.get(CONTENT), dict)):
        return "record_incomplete"
    msg = _flat(element).get("msg")
    wordless = msg is None and element["type_name"] not in _WORDY
    return "" if wordless or isinstance(msg, str) else "content_not_text"


def _flat(element: Any) -> Any:
    """The element with what its content holds."""
    folded = element.get(CONTENT)
    return element if "msg" in element or not isinstance(folded, dict) else {**element, **folded}


def _strings(items: list[Any], name: str) -> list[str]:
    """The texts of a field (true and false as 1 and 0)."""
    found = [item.get(name) for item in items]
    return [
        one if isinstance(one, str) else str(int(one)) if isinstance(one, int) and abs(one) < 2**64 else ""
        for one in found
    ]
