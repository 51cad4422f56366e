"""A chat as numbers, 32 bytes a message (40 with groups): enough to find the messages of one export in another."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curation.frames import KINDS, PRECISIONS

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]

NONE = -1
MISSING = int(np.iinfo(np.int64).min)
"""A time that is not known."""

UNITS = {"s": 1_000_000, "min": 60_000_000, "day": 86_400_000_000, "none": 1_000_000}
"""Precision -> microseconds."""

TYPED = frozenset({"text", "quote"})
NOBODY = frozenset({"system", "recall", "pat"})
"""Kinds of grey lines: exporters give them different senders, or none."""

_TELLING = 6
"""Characters from which on a phrase is hardly said twice."""

_DRESS = re.compile(r"[\s\[\]【】]+")
"""What one exporter writes around a word and another does not."""

_JOINT = "，"
"""What an exporter puts between bubbles that it joins; people type it too."""

_COUNTED = re.compile(r"#\d+(@\d+)?\Z")
"""The end of an id that is only the place in one file."""


@dataclass(frozen=True)
class Log:
    """One export of a chat, an element a message, in its order."""

    name: Numbers
    """Hash of the id a message goes by, also where that is only its place in the file."""
    counted: Mask
    """Its id is only its place: the exporter gave it none."""
    said: Numbers
    """Hash of the words as every exporter writes them; 0: it has none."""
    telling: Mask
    """Its words are long enough to be hardly said twice."""
    sender: NDArray[np.int32]
    kind: NDArray[np.int8]
    """Index in KINDS."""
    time: Numbers
    """Microseconds since 1970, or MISSING."""
    exact: NDArray[np.int8]
    """Index in PRECISIONS."""
    group: Numbers
    """The file's own grouping, or NONE."""

    def __len__(self) -> int:
        return len(self.said)

    def part(self, chosen: Mask | Numbers) -> Log:
        """Some of its messages."""
        return Log(*(getattr(self, column.name)[chosen] for column in fields(self)))

    def units(self, at: Mask | Numbers) -> Numbers:
        """How exact times are, microseconds."""
        return _UNITS[self.exact[at]]

    def typed(self, at: int) -> bool:
        """Its words were typed: two of these with other words are two messages."""
        return KINDS[self.kind[at]] in TYPED

    @property
    def words(self) -> Numbers:
        """Who said what."""
        return mixed(self.said, self.sender)

    @property
    def timed(self) -> bool:
        """Most messages have a time."""
        return bool(len(self)) and float((self.time != MISSING).mean()) > 0.5

    @property
    def starts(self) -> Mask:
        """The first message of each of the file's groups."""
        first: Mask = np.diff(self.group, prepend=self.group[:1] - 1) != 0
        return first


class Sketch:
    """Takes a chat in pieces and gives its :class:`Log`. ``senders``: sender_id -> its number in the log.

    ``joins``: its exporter has joined bubbles, so that one message may be several of another export.
    """

    def __init__(self) -> None:
        self.senders: dict[str, int] = {"": 0}
        self.joins = False
        self._columns = [array(code) for code in _CODES.values()]
        self._groups = array("q")
        self._joined = [array(code) for code in "qiqb"]

    def add(
        self,
        ids: Sequence[str],
        senders: Sequence[str],
        kinds: Sequence[str],
        texts: Sequence[str],
        times: Sequence[int | None],
        precisions: Sequence[str],
        groups: Sequence[int | None],
    ) -> None:
        """Add messages, column by column."""
        words = [_DRESS.sub("", text) for text in texts]
        who = ["" if kind in NOBODY else sender for sender, kind in zip(senders, kinds, strict=True)]
        columns: tuple[Iterable[int], ...] = (
            map(hash, ids),
            (_COUNTED.search(one) is not None for one in ids),
            *_phrases(words),
            (self.senders.setdefault(one, len(self.senders)) for one in who),
            (_KIND[kind] for kind in kinds),
            (MISSING if one is None else one for one in times),
            (_PRECISION[one] for one in precisions),
        )
        size = len(self)
        for held, column in zip(self._columns, columns, strict=True):
            held.extend(column)
        if self._groups or any(one is not None for one in groups):
            self._groups.extend([NONE] * (size - len(self._groups)))
            self._groups.extend(NONE if one is None else one for one in groups)
        self._split(words, size)

    def __len__(self) -> int:
        return len(self._columns[0])

    def _split(self, words: Sequence[str], first: int) -> None:
        """Remember the phrases of messages that have several."""
        parts = [(at, text.split(_JOINT)) for at, text in enumerate(words, start=first) if _JOINT in text]
        rows, several = (at for at, _ in parts), (len(phrases) for _, phrases in parts)
        flat = [phrase for _, phrases in parts for phrase in phrases]
        for held, column in zip(self._joined, (rows, several, *_phrases(flat)), strict=True):
            held.extend(column)

    def log(self) -> Log:
        """All that was added; nothing can be added any more."""
        columns = {name: np.asarray(held) for name, held in zip(_CODES, self._columns, strict=True)}
        columns |= {name: columns[name].view(np.bool_) for name in ("counted", "telling")}
        alone = np.broadcast_to(np.int64(NONE), len(self))  # takes no memory
        return Log(**columns, group=np.asarray(self._groups) if self._groups else alone)

    def phrases(self, log: Log) -> tuple[Log, Numbers]:
        """Its ``log`` with an element for each phrase between ``，``, and the message that each belongs to."""
        rows, several, words, telling = map(np.asarray, self._joined)
        counts = np.ones(len(log), dtype=np.int64)
        counts[rows] = several
        row = np.repeat(np.arange(len(log)), counts)
        apart = replace(log.part(row), counted=np.ones(len(row), dtype=bool))
        split = counts[row] > 1
        apart.said[split], apart.telling[split] = words, telling.view(np.bool_)
        return apart, row


_CODES = {
    "name": "q", "counted": "b", "said": "q", "telling": "b", "sender": "i", "kind": "b", "time": "q", "exact": "b",
}  # fmt: skip
"""How the columns of a :class:`Log` are held while they grow: an array grows in place, and numpy takes it as it is."""


def _phrases(texts: Sequence[str]) -> tuple[Iterable[int], Iterable[int]]:
    """Of each text its hash, 0 where it is empty, and whether it is telling."""
    return (hash(one) if one else 0 for one in texts), (len(one) >= _TELLING for one in texts)


def mixed(*columns: NDArray[np.integer[Any]]) -> Numbers:
    """One 64-bit hash a row of some columns of numbers."""
    with np.errstate(over="ignore"):
        out = np.zeros(len(columns[0]), dtype=np.uint64)
        for column in columns:  # the constants of splitmix64
            out = (out ^ column.astype(np.uint64)) + np.uint64(0x9E3779B97F4A7C15)
            out = (out ^ (out >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            out = (out ^ (out >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            out ^= out >> np.uint64(31)
    return out.view(np.int64)


_KIND = {kind: number for number, kind in enumerate(KINDS)}
_PRECISION = {name: number for number, name in enumerate(PRECISIONS)}
_UNITS = np.array([UNITS[name] for name in PRECISIONS], dtype=np.int64)
