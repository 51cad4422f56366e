"""A chat as numbers, 80 bytes a message: what is needed to find the messages of one export in another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from curation.frames import KINDS

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

    ident: Numbers
    """Hash of the exporter's id; 0: it has none."""
    name: Numbers
    """Hash of the id a message goes by, also where that is only its place in the file."""
    said: Numbers
    """Hash of the words as every exporter writes them; 0: it has none."""
    telling: Mask
    """Its words are long enough to be hardly said twice."""
    typed: Mask
    """Its words were typed: two of these with other words are two messages."""
    sender: Numbers
    kind: Numbers
    time: Numbers
    """Microseconds since 1970, or MISSING."""
    unit: Numbers
    """How exact the time is, microseconds."""
    group: Numbers
    """The file's own grouping, or NONE."""

    def __len__(self) -> int:
        return len(self.said)

    def part(self, chosen: Mask | Numbers) -> Log:
        """Some of its messages."""
        return Log(*(getattr(self, column.name)[chosen] for column in fields(self)))

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
        self._parts: list[tuple[Numbers, ...]] = []
        self._phrases: list[tuple[Numbers, ...]] = []

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
        said = [text.split(_JOINT) for text in words]
        flat = [phrase for phrases in said for phrase in phrases]
        self._phrases.append(
            (
                _numbers(hash(one) if one else 0 for one in flat),
                _numbers(len(one) >= _TELLING for one in flat),
                _numbers(map(len, said)),
            )
        )
        who = ["" if kind in NOBODY else sender for sender, kind in zip(senders, kinds, strict=True)]
        self._parts.append(
            (
                _numbers(0 if _COUNTED.search(one) else hash(one) for one in ids),
                _numbers(hash(one) for one in ids),
                _numbers(hash(one) if one else 0 for one in words),
                _numbers(len(one) >= _TELLING for one in words),
                _numbers(kind in TYPED for kind in kinds),
                _numbers(self.senders.setdefault(one, len(self.senders)) for one in who),
                _numbers(_KIND[kind] for kind in kinds),
                _numbers(MISSING if one is None else one for one in times),
                _numbers(UNITS[one] for one in precisions),
                _numbers(NONE if one is None else one for one in groups),
            )
        )

    def log(self) -> Log:
        """All that was added."""
        parts = self._parts or [tuple(_numbers(()) for _ in range(10))]
        joined = [np.concatenate(column) for column in zip(*parts, strict=True)]
        self._parts = [tuple(joined)]
        ident, name, said, telling, typed, *rest = joined
        return Log(ident, name, said, telling.astype(bool), typed.astype(bool), *rest)

    def phrases(self, log: Log) -> tuple[Log, Numbers]:
        """Its ``log`` with an element for each phrase between ``，``, and the message that each belongs to."""
        words, telling, counts = (np.concatenate(column) for column in zip(*self._phrases, strict=True))
        row = np.repeat(np.arange(len(log)), counts)
        apart = log.part(row)
        return replace(apart, said=words, telling=telling.astype(bool), ident=np.zeros_like(words)), row


def mixed(*columns: Numbers) -> Numbers:
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


def _numbers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, dtype=np.int64)
