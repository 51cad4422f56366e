"""A long JSON list in slices of some hundred kilobytes, each parsed by itself: quicker and smaller than the whole.

A slice begins behind an element and is cut before one that starts as the first element of the list does. As JSON is
read from left to right, a slice that parses as the inside of a list can only have been cut between two elements; one
that does not is cut elsewhere. What cannot be cut or is no plain UTF-8 JSON is left to :mod:`jsonfile`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, cast

import orjson

from curation.errors import RuwoError
from curation.sources import jsonfile
from curation.sources.report import Report

SLICE = 512 << 10
"""Bytes: what they spell fits the memory nearest to the processor."""

LONGEST = 4 << 20
"""Bytes without an end of an element after which a list counts as one that cannot be cut."""

_TRIES = 8
"""Places at which a slice is cut before that counts as impossible."""

_ELEMENTS, _WAYS = 100, 3
"""Elements that are looked at for what stands between them, and how many ways of writing it are tried."""

_LIST = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[")
_FIRST_KEY = re.compile(rb'\s*\{\s*("[^"\\]*")')


class Slices:
    """The elements of a list, as long as they are plain JSON.

    ``opening``: the file up to and with the bracket of the list; ``key``: what the list is called in the object that
    the file is, empty where the list is the file; ``before``: what else stands in the opening. ``blocks``: what comes
    behind it.
    """

    def __init__(
        self, opening: bytes, key: str, before: dict[str, Any], blocks: Iterator[bytes], report: Report
    ) -> None:
        self.key, self.before = key, before
        self.tail: dict[str, Any] = {}
        self._opening, self._blocks, self._report = opening, blocks, report
        self._held = b""
        self._given, self._ascii = 0, True
        self._separators: list[bytes] = []

    def everything(self) -> Iterator[bytes]:
        """The file's bytes instead of its elements."""
        return chain([self._opening], self._blocks)

    def elements(self, small: bool, file: str) -> Iterator[list[object]]:
        """All elements. ``small``: the rest of the file may be parsed at once where it cannot be cut.

        Afterwards ``tail`` holds what stands behind the list. Raises as :func:`jsonfile.value`.
        """
        for block in self._blocks:
            self._held += block
            if found := self._slice():
                yield found
            elif len(self._held) > LONGEST:
                break
        else:
            if (last := self._last()) is not None:
                yield last
                return
        yield from self._slowly(small, file)

    def _slice(self) -> list[object] | None:
        """The elements that are held, but the last ones."""
        for separator in self._known_separators():
            end, step = len(self._held), 1024
            for _ in range(_TRIES):
                if (end := self._held.rfind(separator, 0, max(end, 0))) < 0:
                    break
                if (found := self._parsed(end + 1)) is not None:
                    self._pass(end + separator.index(b"{"))
                    return found
                end, step = end - step, 8 * step
        return None

    def _known_separators(self) -> list[bytes]:
        """What stands between elements that begin with the same key: spaces may differ from those inside elements."""
        if not self._separators and (first := _FIRST_KEY.match(self._held)):
            pattern = re.compile(rb"\}\s*,\s*\{\s*" + re.escape(first[1]))
            met = dict.fromkeys(one[0] for one in islice(pattern.finditer(self._held), _ELEMENTS))
            self._separators = list(met)[:_WAYS]
        return self._separators

    def _parsed(self, end: int) -> list[object] | None:
        try:
            found: list[object] = orjson.loads(b"[" + self._held[:end] + b"]")
        except orjson.JSONDecodeError:
            return None
        return found

    def _pass(self, count: int) -> None:
        """Forget this much of what is held."""
        self._report.encoding = "utf-8-sig" if self._opening.startswith(codecs.BOM_UTF8) else "utf-8"
        self._ascii = self._ascii and self._held[:count].isascii()
        self._held = self._held[count:]
        self._given += count

    def _last(self) -> list[object] | None:
        """The elements that are held, when the file is over; None: they are broken."""
        try:
            found = orjson.loads(self._opening.removeprefix(codecs.BOM_UTF8) + self._held)
        except orjson.JSONDecodeError:
            return None
        if self.key:
            self.tail = found
            found = found[self.key]
        self._pass(len(self._held))
        return found if isinstance(found, list) else None

    def _slowly(self, small: bool, file: str) -> Iterator[list[object]]:
        """What is left of the elements, whatever is wrong with the bytes."""
        marked = self._opening.startswith(codecs.BOM_UTF8)
        mark = b"" if marked or self._ascii else codecs.BOM_UTF8  # so that the rest is known to be UTF-8 too
        blocks = chain([mark + self._opening, self._held], self._blocks)
        self._held = b""
        try:
            if small:
                found: Any = jsonfile.value(blocks, self._report, file)
                if self.key:
                    self.tail = found
                    found = found.get(self.key)
                yield found if isinstance(found, list) else []
            else:
                place = f"{self.key}.item" if self.key else "item"
                yield from jsonfile.streamed(blocks, self._report, file, place=place)
        except RuwoError as error:
            if error.code != "json_broken":
                raise
            offset = cast(int, error.params["offset"]) + self._given
            raise RuwoError("json_broken", file=file, offset=offset) from None
        if mark:
            self._report.encoding = "utf-8"


def of_list(blocks: Iterator[bytes], report: Report) -> tuple[Slices | None, Iterator[bytes]]:
    """The slices of a file that is a list; None of any other, which the blocks give from its start on."""
    first = next(blocks, b"")
    if not (found := _LIST.match(first)):
        return None, chain([first], blocks)
    return Slices(first[: found.end()], "", {}, chain([first[found.end() :]], blocks), report), iter(())


def of_object(blocks: Iterator[bytes], keys: Sequence[str], report: Report) -> tuple[Slices | None, Iterator[bytes]]:
    """The slices of the first list called one of the ``keys`` in the object that the file is.

    None of a file that is no object with such a list, which the blocks give from its start on.
    """
    pattern = re.compile(rb'"(' + b"|".join(re.escape(key.encode()) for key in keys) + rb')"\s*:\s*\[')
    held, start, tries = b"", 0, 0
    for block in blocks:
        held += block
        for found in pattern.finditer(held, start):
            key, start, tries = found[1].decode(), found.end(), tries + 1
            before = _before(held[:start])
            if before is not None and next(reversed(before), "") == key:
                del before[key]
                return Slices(held[:start], key, before, chain([held[start:]], blocks), report), iter(())
        if len(held) > LONGEST or tries >= _TRIES:
            break
    return None, chain([held], blocks)


def _before(opening: bytes) -> dict[str, Any] | None:
    """What stands before a list in the object that ends with its bracket; None where that is not the file."""
    try:
        found = orjson.loads(opening.removeprefix(codecs.BOM_UTF8) + b"]}")
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None


def names_in(blocks: Iterable[bytes], names: Sequence[str]) -> bool:
    """Whether one of the names stands in quotes anywhere in the blocks."""
    quoted = [f'"{name}"'.encode() for name in names]
    end = b""
    for block in blocks:
        held = end + block
        if any(name in held for name in quoted):
            return True
        end = held[-max(map(len, quoted), default=1) :]
    return False
