"""Bubbles of the workspace as the data set sees them: which ones train, which are cut, with which words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, RowMapping

from curation import dataset, fragments, frames, signals
from curation.dataset.building import repairs_of
from curation.flow.cutting import fragmenting
from curation.flow.cutting.speakers import Speakers
from curation.flow.guarding.redaction import Redacted, Redactor
from curation.uses import SPEECH
from curation.workspace import findings, queries


@dataclass(frozen=True)
class Planned:
    """What training does with a fragment: bubble id -> ``leading`` or ``trailing`` for what it leaves out."""

    cuts: dict[int, str]
    repairs: tuple[str, ...]
    """Kinds of repairs, or the one reason (of SKIPS) why the fragment gives no row at all."""


_CUTS = {"leading_persona": "leading", "trailing_human": "trailing"}


def plan(rows: Sequence[RowMapping], lines: Sequence[signals.Line], context: str, context_in: Any) -> Planned:
    """Ask the data set what it would do with these bubbles and their lines (texts need no redaction for that)."""
    spoken, joined = _spoken(rows, lines)
    texts = tuple(dataset.Bubble(row["side"], line.text) for row, line in spoken)
    planned = dataset.plan(dataset.Fragment(0, texts, context, joined), context_in=context_in)
    cuts = {row["id"]: _CUTS[use] for (row, _), use in zip(spoken, planned.uses, strict=True) if use in _CUTS}
    return Planned(cuts, (planned.skip,) if planned.skip else tuple(repairs_of(planned)))


@dataclass(frozen=True)
class Prepared:
    """A fragment ready for :func:`dataset.build`, and what was done to its texts."""

    fragment: dataset.Fragment
    parts: tuple[Redacted, ...]
    """Of each bubble, and of the context."""

    def trained(self, context_in: dataset.ContextIn) -> tuple[Redacted, ...]:
        """The parts that stand in the row."""
        planned = dataset.plan(self.fragment, context_in=context_in)
        return (*(self.parts[i] for i in planned.trained), self.parts[-1])


def prepare(connection: Connection, ids: Sequence[int], redactor: Redactor) -> Iterator[Prepared]:
    """The redacted fragments, in the order of ``ids``."""
    for i in range(0, len(ids), queries.CHUNK):
        chunk = ids[i : i + queries.CHUNK]
        found = queries.bubbles_of(connection, chunk)
        reader = _Texts(connection, found, chunk)
        rows = queries.fragments_by_id(connection, chunk)
        speakers = Speakers(connection, rows, redactor)
        for row in rows:
            yield reader.prepared(row, found.get(row["id"], []), redactor, speakers)


@dataclass(frozen=True)
class Words:
    """The redacted words of a fragment, without the names that a group's data set tells: bubble id -> text."""

    bubbles: Mapping[int, str]
    context: str


def words(connection: Connection, ids: Sequence[int], redactor: Redactor) -> dict[int, Words]:
    """What a few fragments say, as it may leave this computer."""
    found = queries.bubbles_of(connection, ids)
    reader = _Texts(connection, found, ids)
    return {
        row["id"]: reader.words(row, found.get(row["id"], []), redactor)
        for row in queries.fragments_by_id(connection, ids)
    }


class _Texts:
    """The findings a chunk of fragments needs, fetched at once."""

    def __init__(self, connection: Connection, found: dict[int, list[RowMapping]], ids: Sequence[int]) -> None:
        rows = [row for bubbles in found.values() for row in bubbles]
        self._messages = findings.of_anchors(connection, "message", [r["message_id"] for r in rows if r["message_id"]])
        self._bubbles = findings.of_anchors(connection, "bubble", [r["id"] for r in rows if r["typed"] is not None])
        self._contexts = findings.of_anchors(connection, "context", ids)
        self._uses = fragmenting.uses(connection)

    def prepared(
        self, fragment: RowMapping, rows: Sequence[RowMapping], redactor: Redactor, speakers: Speakers
    ) -> Prepared:
        spoken, joined = _spoken(rows, [fragmenting.line_of(row, self._uses) for row in rows])
        parts = [speakers.told(fragment["chat_id"], row, self._redacted(row, redactor)) for row, _ in spoken]
        context = redactor.redact(fragment["context"], self._contexts.get(fragment["id"], []))
        bubbles = tuple(dataset.Bubble(row["side"], part.text) for (row, _), part in zip(spoken, parts, strict=True))
        return Prepared(dataset.Fragment(fragment["id"], bubbles, context.text, joined), (*parts, context))

    def words(self, fragment: RowMapping, rows: Sequence[RowMapping], redactor: Redactor) -> Words:
        spoken, _ = _spoken(rows, [fragmenting.line_of(row, self._uses) for row in rows])
        texts = {row["id"]: self._redacted(row, redactor).text for row, _ in spoken}
        context = redactor.redact(fragment["context"], self._contexts.get(fragment["id"], []))
        return Words(texts, context.text)

    def _redacted(self, row: RowMapping, redactor: Redactor) -> Redacted:
        if row["typed"] is not None:
            typed = redactor.redact(row["typed"], self._bubbles.get(row["id"], []))
            hole = row["kind"] in frames.HOLES
            return replace(typed, text=fragments.described(row["kind"], typed.text)) if hole else typed
        part = redactor.redact(row["original"], self._messages.get(row["message_id"], []))
        return replace(part, text=fragments.spoken(row["kind"], part.text))


def _spoken(
    rows: Sequence[RowMapping], lines: Sequence[signals.Line]
) -> tuple[list[tuple[RowMapping, signals.Line]], tuple[int, ...]]:
    """The bubbles that speak, and behind which of them (by index) a spoken one was removed."""
    spoken: list[tuple[RowMapping, signals.Line]] = []
    joined: list[int] = []
    for row, line in zip(rows, lines, strict=True):
        if line.use != SPEECH:
            continue
        if not row["removed"]:
            spoken.append((row, line))
        elif spoken:
            joined.append(len(spoken) - 1)
    return spoken, tuple(dict.fromkeys(joined))
