"""Which chats a source holds and who speaks in them, counted while the tables go by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from curation.sources.source import Source

NOBODY = frozenset({"system", "recall", "pat"})
"""Kinds of grey lines: whose name stands beside them says nothing about who takes part."""

_SAMPLES = 3
_SHORT = 40
"""Characters of a sample text."""


@dataclass(frozen=True)
class Sender:
    """Somebody who speaks in a chat.

    ``is_owner``: True or False where the file truly tells whose export it is, else None. ``suggested``: most likely
    the persona, to be confirmed. ``samples``: up to three short texts. ``aliases``: other names the file gives.
    """

    sender_id: str
    name: str
    count: int
    is_owner: bool | None
    samples: tuple[str, ...] = ()
    suggested: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chat:
    """One conversation of a source; ``first`` and ``last`` in UTC, None without times; most talkative sender first.

    ``name``: what people call it: the key, or the name that the account has which the key is.
    """

    key: str
    name: str
    is_group: bool
    count: int
    first: datetime | None
    last: datetime | None
    senders: tuple[Sender, ...]


@dataclass
class _Tally:
    count: int = 0
    first: datetime | None = None
    last: datetime | None = None
    names: dict[str, Counter[str]] = field(default_factory=dict)
    samples: dict[str, list[str]] = field(default_factory=dict)


class Overview:
    """Counts per chat; :meth:`chats` is complete when the pass is."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._tallies: dict[str, _Tally] = {}

    def meet(self, chat: str) -> None:
        """Know of a chat, in the order in which they stand in the file."""
        self._tallies.setdefault(chat, _Tally())

    def add(self, chat: str, table: pa.Table) -> None:
        """Count the messages of a table, all of one chat."""
        self.meet(chat)
        tally = self._tallies[chat]
        tally.count += len(table)
        _span(tally, table["time"])
        for sender_id, name, count in _speakers(table):
            tally.names.setdefault(sender_id, Counter())[name] += count
        _sample(tally, table)

    def chats(self) -> list[Chat]:
        """The chats met so far, in the file's order."""
        return [self._chat(key, tally) for key, tally in self._tallies.items()]

    def _chat(self, key: str, tally: _Tally) -> Chat:
        is_group = self._source.groups.get(key, len(tally.names) > 2)
        owner = self._source.owner if self._source.owner_in_groups or not is_group else None
        senders = [self._sender(one, names, tally, owner) for one, names in tally.names.items()]
        senders.sort(key=lambda sender: -sender.count)
        name = next((one.name for one in senders if one.sender_id == key and one.name and not is_group), "")
        name = name or self._source.called.get(key, key)
        return Chat(key, name, is_group, tally.count, tally.first, tally.last, tuple(senders))

    def _sender(self, sender_id: str, names: Counter[str], tally: _Tally, owner: str | None) -> Sender:
        name = names.most_common(1)[0][0]
        others = (set(names) | self._source.aliases.get(sender_id, set())) - {name, ""}
        return Sender(
            sender_id,
            name,
            names.total(),
            None if owner is None else sender_id == owner,
            tuple(tally.samples.get(sender_id, ())),
            sender_id == (owner or self._source.suggested),
            tuple(sorted(others)),
        )


def _span(tally: _Tally, times: pa.ChunkedArray) -> None:
    bounds = pc.min_max(times).as_py()
    if bounds["min"] is not None:
        tally.first = min(filter(None, (tally.first, bounds["min"])))
        tally.last = max(filter(None, (tally.last, bounds["max"])))


def _speakers(table: pa.Table) -> Iterator[tuple[str, str, int]]:
    """(sender_id, name, messages) of those who really speak."""
    keys = ["sender_id", "sender", "kind"]
    counted = table.select(keys).group_by(keys, use_threads=False).aggregate([([], "count_all")])
    for row in counted.to_pylist():
        if row["kind"] not in NOBODY:
            yield row["sender_id"], row["sender"], row["count_all"]


def _sample(tally: _Tally, table: pa.Table) -> None:
    """Fill up the samples of those who have too few, from the first rows of the table."""
    lacking = {
        one: tally.samples.setdefault(one, []) for one in tally.names if len(tally.samples.get(one, ())) < _SAMPLES
    }
    if not lacking:
        return
    few = table.slice(0, 500).select(["sender_id", "kind", "text"]).to_pydict()
    for sender_id, kind, text in zip(few["sender_id"], few["kind"], few["text"], strict=True):
        samples = lacking.get(sender_id)
        if samples is not None and len(samples) < _SAMPLES and _telling(kind, text) and text not in samples:
            samples.append(text)


def _telling(kind: str, text: str) -> bool:
    return kind == "text" and 2 <= len(text) <= _SHORT
