"""Chunks -> Arrow tables: ids made unique, positions counted, times read, texts cleaned, and all of it reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import compress
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from curation.sources import oldquotes, times
from curation.sources.overview import Overview
from curation.sources.seen import Seen
from curation.sources.source import Chunk, Source, Strings

Mask = NDArray[np.bool_]

_NO_ID = frozenset({"", "0", "-1", "None"})
"""What exporters write where the server gave a message no id."""


@dataclass(frozen=True)
class Built:
    """Messages of one chat, from ``records`` records: the columns of frames.MESSAGES but is_persona and is_group."""

    chat: str
    table: pa.Table
    records: int


class Builder:
    """One pass: knows how far each chat has come and which ids were met."""

    def __init__(self, source: Source, zone: ZoneInfo) -> None:
        self.overview = Overview(source)
        self._source = source
        self._report = source.report
        self._zone = zone
        self._positions: Counter[str] = Counter()
        self._built = 0
        self._seen = Seen()

    def build(self, chunk: Chunk) -> Built:
        """The chunk's messages."""
        chunk = replace(
            chunk,
            chat=chunk.chat or self._source.chat,
            records=len(chunk.text) if chunk.records is None else chunk.records,
        )
        chunk, renamed = self._without_repeats(chunk)
        assert chunk.records is not None
        if chunk.is_group is not None:
            self._source.groups[chunk.chat] = chunk.is_group
        self._report.kept += chunk.records
        self._report.messages += len(chunk.text)
        table = oldquotes.apart(self._columns(chunk, renamed))
        self._positions[chunk.chat] += len(table)
        self._built += len(table)
        self.overview.add(chunk.chat, table)
        return Built(chunk.chat, table, chunk.records)

    def _without_repeats(self, chunk: Chunk) -> tuple[Chunk, Mask | None]:
        """The chunk without messages that were there before; which of the rest need another id (None: none of them)."""
        if chunk.ids is None or not len(chunk.ids):
            return chunk, None
        words = _words(chunk.text)
        if _NO_ID.isdisjoint(chunk.ids):
            same, clash = self._seen.add(chunk.ids, words)
        else:
            real = np.array([one not in _NO_ID for one in chunk.ids], dtype=bool)
            same, clash = np.zeros(len(real), dtype=bool), ~real
            same[real], clash[real] = self._seen.add(list(compress(chunk.ids, real)), list(compress(words, real)))
        if same.any():
            self._report.merge("repeated_id", int(same.sum()))
            chunk, clash = _taken(chunk, ~same), clash[~same]
        return chunk, clash if clash.any() else None

    def _columns(self, chunk: Chunk, renamed: Mask | None) -> pa.Table:
        count = len(chunk.text)
        seq = np.arange(count, dtype=np.int64) + self._positions[chunk.chat]
        time, precision = self._times(chunk, count)
        return pa.table(
            {
                "message_id": _message_ids(chunk, seq, renamed, self._built),
                "source": times.constant(self._report.file, count),
                "chat": times.constant(chunk.chat, count),
                "seq": pa.array(seq),
                "time": time,
                "time_precision": precision,
                "sender_id": _strings(chunk.sender_id, count),
                "sender": pc.replace_substring(_strings(chunk.sender, count), "\0", ""),
                "kind": _strings(chunk.kind, count),
                "text": self._clean(_strings(chunk.text, count)),
                "quote": self._clean(_strings(chunk.quote, count)),
                "reply_to": _strings(chunk.reply_to, count),
                "group": pa.nulls(count, pa.int64()) if chunk.group is None else chunk.group,
                "extra": _strings(chunk.extra, count),
            }
        )

    def _times(self, chunk: Chunk, count: int) -> times.Times:
        if chunk.epoch is not None:
            found = times.from_epoch(chunk.epoch, chunk.exact)
        elif chunk.local is not None:
            found = times.from_local(chunk.local, self._zone)
            self._report.wall_clock += count - found[0].null_count
        else:
            return times.none(count)
        for at in np.flatnonzero(found[0].is_null()) if found[0].null_count else ():
            number = chunk.numbers[int(at)] if chunk.numbers else self._report.records - count + int(at) + 1
            self._source.problem(number, "time_unreadable")
        return found

    def _clean(self, texts: pa.Array) -> pa.Array:
        """No NUL, and each CRLF or lone CR as one LF; counted. All at once: what is left must not pair up later."""
        letters = texts.buffers()[2] if texts.null_count < len(texts) else None
        raw = letters.to_pybytes() if letters else b""  # a search in bytes is ten times as fast as one by row
        if b"\0" in raw:
            self._report.nul += pc.sum(pc.count_substring(texts, "\0")).as_py()
            texts = pc.replace_substring(texts, "\0", "")
        if b"\r" in raw:
            self._report.crlf += pc.sum(pc.count_substring_regex(texts, "\r\n?")).as_py()
            texts = pc.replace_substring_regex(texts, "\r\n?", "\n")
        return texts


def _message_ids(chunk: Chunk, seq: NDArray[np.int64], renamed: Mask | None, before: int) -> pa.Array:
    """The exporter's id; ``chat#seq`` where there is none; where another message, perhaps of another chat, has the same
    id, ``id#place`` with its place in the whole source. ``before``: how many messages of the source came before.
    """
    if chunk.ids is None:
        return _with_place(pa.scalar(chunk.chat, pa.large_string()), seq)
    if renamed is None:
        return pa.array(chunk.ids, pa.large_string())
    nameless = np.array([one in _NO_ID for one in chunk.ids], dtype=bool)
    bases = pa.array([chunk.chat if one in _NO_ID else one for one in chunk.ids], pa.large_string())
    places = np.where(nameless, seq, before + np.arange(len(seq), dtype=np.int64))
    return pc.if_else(pa.array(renamed), _with_place(bases, places), bases)


def _with_place(base: pa.Array | pa.Scalar, seq: NDArray[np.int64]) -> pa.Array:
    places = pa.array(seq).cast(pa.large_string())
    return pc.binary_join_element_wise(base, places, pa.scalar("#", pa.large_string()))


def _strings(values: Strings | str | None, count: int) -> pa.Array:
    if values is None or isinstance(values, str):
        return times.constant(values, count)
    return values if isinstance(values, pa.Array) else pa.array(values, pa.large_string())


def _words(values: Strings) -> Sequence[str]:
    found: Sequence[Any] = values.to_pylist() if isinstance(values, pa.Array) else values
    return [value or "" for value in found] if None in found else found


def _taken(chunk: Chunk, mask: Mask) -> Chunk:
    """The chunk's messages at ``mask``; as many records fewer."""
    kept = {}
    for column in fields(Chunk):
        values = getattr(chunk, column.name)
        if isinstance(values, pa.Array):
            kept[column.name] = values.filter(pa.array(mask))
        elif isinstance(values, list | tuple):
            kept[column.name] = list(compress(values, mask))
    assert chunk.records is not None
    return replace(chunk, **kept, records=chunk.records - int((~mask).sum()))
