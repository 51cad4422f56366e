"""The last look at finished files: no value that must not leave stands in any of them.

Searched are the decoded strings, keys and file names included. Allowed are occurrences that a person left in on
purpose, as often as that, and what our own files say whatever the data is (a value may be a word of the README).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from curation.flow.guarding.redaction import Redactor

Value = tuple[str, str]
"""Entity and sample."""

_OURS = frozenset({"conversations", "from", "value", "system", "tools"})
"""Keys of a row; they stand in every data file, whatever the values are."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
"""A hash holds a short value (Ed, a code of four digits) by chance every few exports."""


@dataclass(frozen=True)
class Leak:
    """A value stands in a finished file ``count`` times more than it may. ``value`` is for the page, masked there."""

    file: str
    entity: str
    value: str
    count: int


def texts(name: str, content: str) -> list[str]:
    """The strings of a JSON or JSON Lines file; the lines of any other, and of one that only has such a name."""
    try:
        return (
            list(_strings(name.lower(), content)) if name.lower().endswith((".json", ".jsonl")) else content.split("\n")
        )
    except (ValueError, RecursionError):
        return content.split("\n")


def leaks(
    files: Mapping[str, bytes], redactor: Redactor, left_in: Mapping[Value, int], blank: Mapping[str, bytes]
) -> Iterator[Leak]:
    """``left_in``: value -> how often it stands in the rows by exception. ``blank``: the files without any data."""
    for name, content in files.items():
        ours = _hits(name, blank[name], redactor) if name in blank else Counter[Value]()
        for value, count in _hits(name, content, redactor).items():
            if (more := count - ours[value] - left_in.get(value, 0)) > 0:
                yield Leak(name, *value, more)


def _hits(name: str, content: bytes, redactor: Redactor) -> Counter[Value]:
    hits: Counter[Value] = Counter()
    for text, times in Counter([name, *_strings(name, content.decode("utf-8"))]).items():
        for hit in redactor.leaks_in(text):
            hits[hit] += times
    return hits


def _strings(name: str, text: str) -> Iterator[str]:
    if name.endswith(".json"):
        yield from _leaves(json.loads(text))
    elif name.endswith(".jsonl"):
        for line in filter(None, text.split("\n")):  # not splitlines: a text may hold line ends of Unicode
            yield from _leaves(json.loads(line))
    else:
        yield text


def _leaves(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        if not _DIGEST.fullmatch(node):
            yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            if key not in _OURS:
                yield str(key)
            if key != "from" or value not in ("human", "gpt"):
                yield from _leaves(value)
    elif isinstance(node, list):
        for value in node:
            yield from _leaves(value)
