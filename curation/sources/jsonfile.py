"""JSON files that cannot be read in slices (jsonslices.py): the elements of the top-level list in blocks, whatever is
wrong with the bytes.

A file up to :data:`WHOLE` is parsed at once by orjson; what orjson refuses (another encoding, half a surrogate pair,
NaN, raw control characters, Telegram's ``\\x1B``) is mended and tried again. A larger file is streamed by ijson behind
a depth guard.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice

import ijson
import orjson

from curation.errors import RuwoError
from curation.sources import encoding
from curation.sources.depth import DepthGuard
from curation.sources.files import BLOCK
from curation.sources.report import Report

WHOLE = 64 << 20
"""Bytes up to which a file is parsed at once."""

_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|"
    r"x([0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
"""An escape: a surrogate pair, half of one (group 1), a control character of C's (group 2), or any other."""

_WRONG = re.compile(r"\\(?:u[dD][89a-fA-F]|x)")
_LENGTHS = {"u": 6, "x": 4}
_FIRST_HALF = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}")


def whole(blocks: Iterable[bytes], report: Report, file: str) -> list[object]:
    """The elements of the list in the blocks; any other value is the one element. Raises as :func:`value`."""
    found = value(blocks, report, file)
    return found if isinstance(found, list) else [found]


def value(blocks: Iterable[bytes], report: Report, file: str) -> object:
    """What the blocks spell. Raises RuwoError ``json_broken`` or ``json_too_deep``."""
    data = b"".join(blocks)
    marked = data.startswith(codecs.BOM_UTF8)
    try:
        found: object = orjson.loads(data[3:] if marked else data)
    except orjson.JSONDecodeError:
        return _mended("".join(encoding.texts([data], report)), report, file)
    report.encoding = "utf-8-sig" if marked else "utf-8"
    return found


def _mended(text: str, report: Report, file: str) -> object:
    """The value of a text that is not plain UTF-8 JSON."""
    guard = DepthGuard(file)
    for at in range(0, len(text), BLOCK):
        guard.check(text[at : at + BLOCK].encode())
    text = mend_escapes(text, report)
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        raise RuwoError("json_broken", file=file, offset=len(text[: error.pos].encode())) from None
    except (ValueError, RecursionError):  # a number of thousands of digits; nesting near the limit of this Python
        raise RuwoError("json_broken", file=file, offset=0) from None


def mend_escapes(text: str, report: Report) -> str:
    """JSON source with each lone half of a surrogate pair as U+FFFD, counted; ``\\x1B`` as ``\\u001B``."""
    if not _WRONG.search(text):
        return text
    halves = 0

    def mend(escape: re.Match[str]) -> str:
        nonlocal halves
        if escape[2]:
            return f"\\u00{escape[2]}"
        if not escape[1]:
            return escape[0]
        halves += 1
        return "\\ufffd"

    text = _ESCAPE.sub(mend, text)
    report.surrogates += halves
    return text


def streamed(
    blocks: Iterable[bytes], report: Report, file: str, size: int = 5000, place: str = "item"
) -> Iterator[list[object]]:
    """The elements of the list (``place`` as ijson writes it), ``size`` at a time, in bounded memory.

    Raises as :func:`value`.
    """
    stream = Stream(blocks, report, file)
    try:
        elements = ijson.items(stream, place, use_float=True, buf_size=BLOCK)
        while block := list(islice(elements, size)):
            yield block
    except (ijson.JSONError, ValueError, OverflowError):
        raise RuwoError("json_broken", file=file, offset=stream.offset) from None


class Stream:
    """What ijson reads from: the blocks as UTF-8, mended, and never too deep."""

    def __init__(self, blocks: Iterable[bytes], report: Report, file: str) -> None:
        self._texts = encoding.texts(blocks, report)
        self._report = report
        self._guard = DepthGuard(file)
        self._held = ""
        self.offset = 0

    def read(self, size: int = -1) -> bytes:
        """The next piece, of any length; empty at the end."""
        if size == 0:
            return b""
        for text in self._texts:
            ready, self._held = _before_escape(self._held + text)
            if ready:
                return self._pass(ready)
        last, self._held = self._held, ""
        return self._pass(last)

    def _pass(self, text: str) -> bytes:
        block = self._guard.check(mend_escapes(text, self._report).encode())
        self.offset += len(block)
        return block


def _before_escape(text: str) -> tuple[str, str]:
    """The text up to an escape, or a pair of them, that goes on in the next piece; and the rest."""
    start = _last_escape(text, len(text))
    if start < 0:
        return text, ""
    escape = text[start:]
    unfinished = len(escape) < _LENGTHS.get(escape[1:2], 2)
    if unfinished and _FIRST_HALF.fullmatch(text, max(start - 6, 0), start) and _last_escape(text, start) == start - 6:
        start -= 6
    return (text[:start], text[start:]) if unfinished or _FIRST_HALF.fullmatch(escape) else (text, "")


def _last_escape(text: str, end: int) -> int:
    """Where the last escape before ``end`` begins, if that is no farther than six characters; else -1."""
    last = text.rfind("\\", max(end - 6, 0), end)
    slashes = last + 1 - len(text[: last + 1].rstrip("\\"))
    return last if slashes % 2 else -1
