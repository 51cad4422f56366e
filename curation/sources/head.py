"""The first 64 KiB of a file: what a format looks at to tell whether the file is its own."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import ijson

from curation.sources import csvfile
from curation.sources.depth import DepthGuard
from curation.sources.encoding import Decoding
from curation.sources.report import Report

_EVENTS = 200
"""JSON events looked at: some ten records."""


@dataclass(frozen=True)
class Head:
    """``data``: the first bytes of the file called ``name``."""

    name: str
    data: bytes

    @cached_property
    def text(self) -> str:
        """The bytes as text, without byte order mark."""
        return Decoding(Report()).feed(self.data)

    @cached_property
    def first_line(self) -> str:
        """The first line, without its end."""
        return self.text.partition("\n")[0].rstrip("\r")

    @cached_property
    def columns(self) -> list[str]:
        """The fields of the first line of a table, without quotation marks."""
        return [name.strip() for name in self.first_line.replace('"', "").split(csvfile.separator(self.first_line))]

    @cached_property
    def json_paths(self) -> frozenset[str]:
        """Where scalar values stand in JSON, as ``item.conversations.item.role``; empty when this is no JSON.

        Raises RuwoError ``json_too_deep``.
        """
        return frozenset(path for path, event, _ in self._events if event in {"string", "number", "boolean", "null"})

    @cached_property
    def is_json(self) -> bool:
        """It begins as an object or a list of objects or lists does, whatever comes later."""
        return any(event in {"map_key", "start_map", "start_array"} for _, event, _ in self._events[1:2])

    @cached_property
    def is_empty_list(self) -> bool:
        """It is ``[]`` and nothing else."""
        return "".join(self.text.split()) == "[]"

    @cached_property
    def _events(self) -> list[tuple[str, str, object]]:
        found: list[tuple[str, str, object]] = []
        if self.text.lstrip()[:1] in {"[", "{"}:
            stream = _Guarded(self.text.encode(), self.name)
            try:
                found.extend(islice(ijson.parse(stream, buf_size=4096), _EVENTS))
            except (ijson.JSONError, ValueError, OverflowError):  # the head ends somewhere; what came before it counts
                return found
        return found


class _Guarded:
    """Bytes for ijson to read, checked for depth as far as it reads."""

    def __init__(self, data: bytes, name: str) -> None:
        self._stream = io.BytesIO(data)
        self._guard = DepthGuard(name)

    def read(self, size: int = -1) -> bytes:
        """The next ``size`` bytes. Raises RuwoError ``json_too_deep``."""
        return self._guard.check(self._stream.read(size))
