"""Bytes of an unknown encoding -> text, piece by piece, in one pass.

Order: byte order mark (UTF-8, UTF-16), UTF-8, GB18030, UTF-8 with replacement. Nothing is decided while the bytes are
plain ASCII, so the first piece with anything else decides for the file, and no byte is read twice.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator

from curation.sources.report import Report

REPLACEMENT = "\ufffd"

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def texts(blocks: Iterable[bytes], report: Report) -> Iterator[str]:
    """The blocks as text; NUL removed, broken bytes replaced, both counted in ``report``."""
    decoding = Decoding(report)
    for block in blocks:
        yield decoding.feed(block)
    yield decoding.feed(b"", final=True)


class Decoding:
    """The decoding of one file. ``report.encoding`` names what was found: ``utf-8-sig`` is UTF-8 with a mark."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._decoder: codecs.IncrementalDecoder | None = None
        self._name = "utf-8"
        self._started = False

    def feed(self, block: bytes, final: bool = False) -> str:
        """The text of the next block; what a character is still missing waits for the block after."""
        if not self._started:
            block = self._start(block)
        if self._decoder is None:
            if block.isascii():
                return self._without_nul(block.decode("ascii"))
            self._use(_choose(block, final))
        return self._without_nul(self._decode(block, final))

    def _start(self, block: bytes) -> bytes:
        """Look for a byte order mark."""
        self._started = True
        for mark, name in _MARKS:
            if block.startswith(mark):
                self._use(name)
                self._report.encoding = "utf-8-sig" if name == "utf-8" else name
                return block[len(mark) :]
        self._report.encoding = self._report.encoding or "utf-8"
        return block

    def _use(self, name: str) -> None:
        self._decoder = codecs.getincrementaldecoder(name)()
        self._name = name
        self._report.encoding = name
        if name == "gb18030":
            self._report.note("encoding_guessed")

    def _decode(self, block: bytes, final: bool) -> str:
        assert self._decoder is not None
        before = self._decoder.getstate()
        try:
            return self._decoder.decode(block, final)
        except UnicodeDecodeError:
            return self._replace(before[0] + block, final)

    def _replace(self, data: bytes, final: bool) -> str:
        assert self._decoder is not None
        text, broken, waiting = _lenient(self._name, data, final)
        self._decoder.reset()
        self._decoder.decode(waiting)
        self._report.bad_bytes += broken
        return text

    def _without_nul(self, text: str) -> str:
        if "\0" in text:
            self._report.nul += text.count("\0")
            text = text.replace("\0", "")
        return text


def _choose(block: bytes, final: bool) -> str:
    """``utf-8`` or ``gb18030``: fewer broken places win, and a few of them among much UTF-8 are damage, not GB18030."""
    text, broken, _ = _lenient("utf-8", block, final)
    read = len(text) - len(text.encode("ascii", "ignore")) - broken
    if not broken or read >= 4 * broken:
        return "utf-8"
    return "gb18030" if _lenient("gb18030", block, final)[1] < broken else "utf-8"


def _lenient(name: str, data: bytes, final: bool) -> tuple[str, int, bytes]:
    """The text of ``data``, how many places were broken, and the bytes that wait for the next block."""
    decoder = codecs.getincrementaldecoder(name)("replace")
    text = decoder.decode(data, final)
    waiting = decoder.getstate()[0]
    genuine = data[: len(data) - len(waiting)].count(REPLACEMENT.encode(name))
    return text, max(text.count(REPLACEMENT) - genuine, 0), waiting
