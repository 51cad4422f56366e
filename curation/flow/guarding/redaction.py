"""What a text looks like outside: every accepted or undecided value replaced by its surrogate.

Two sources of spans: the findings of this very text, and a sweep for every value of the workspace, so that a
value found once is replaced everywhere. A rejected value (also one that contains an accepted one), an exception,
what stands on the keep-list and the persona's own names stay; a person's own rule beats the last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, RowMapping

from curation.flow.guarding.identity import calls, keys_of, own_names
from curation.privacy import Finding, leaks, redact, seams, surrogates
from curation.privacy.values import normalise
from curation.workspace import findings, rules

Value = RowMapping | Mapping[str, Any]
"""A row of private_values, or of findings with the value's columns."""


Span = tuple[int, int, Value]
"""Start, end, and the value that stands there."""


@dataclass(frozen=True)
class Redacted:
    """A text for outside; what was replaced in it (entity and value id of each), the value ids left in by exception."""

    text: str
    replaced: tuple[str, ...] = ()
    excepted: tuple[int, ...] = ()
    values: tuple[int, ...] = ()


@dataclass
class Redactor:
    """Decisions of a workspace at one moment. ``values``: rows of private_values; ``kept``: words of the keep-list."""

    values: Mapping[int, Value]
    own_names: frozenset[str] = frozenset()
    kept: tuple[str, ...] = ()

    @cached_property
    def _kept_keys(self) -> frozenset[str]:
        return keys_of(self.kept)

    @cached_property
    def _kept_words(self) -> leaks.Searcher:
        """Finds the words of the keep-list, and with them what lies inside."""
        return leaks.Searcher(("", word) for word in self.kept)

    @cached_property
    def _by_key(self) -> dict[tuple[str, str], Value]:
        return {(v["entity"], v["normal"]): v for v in self.values.values()}

    @cached_property
    def _out(self) -> leaks.Searcher:
        """Finds what must leave."""
        return self._searcher(leaving=True)

    @cached_property
    def _stay(self) -> leaks.Searcher:
        """Finds what may stay."""
        return self._searcher(leaving=False)

    @cached_property
    def _surrogates(self) -> surrogates.Known:
        return surrogates.Known(value["surrogate"] for value in self.values.values())

    def _searcher(self, *, leaving: bool) -> leaks.Searcher:
        whole = (v for v in self.values.values() if not is_part(v["normal"]) and self.replaces(v) == leaving)
        return leaks.Searcher((v["entity"], v["sample"]) for v in whole)

    @classmethod
    def of(cls, connection: Connection) -> Redactor:
        """The decisions as they stand now."""
        rows = {row["id"]: row for row in findings.all_values(connection)}
        return cls(rows, own_names(connection), tuple(rules.kept(connection)))

    @classmethod
    def without_values(cls, connection: Connection) -> Redactor:
        """One that is only asked what is exempt."""
        return cls({}, own_names(connection), tuple(rules.kept(connection)))

    def replaces(self, value: Value) -> bool:
        """Whether this value leaves the text: accepted, or undecided and not exempt."""
        return value["decision"] == "accept" or (value["decision"] == "undecided" and not self.is_exempt(value))

    def is_exempt(self, value: Value) -> bool:
        """Stays unless somebody accepts it: on the keep-list, or the persona's own name and in no rule."""
        return self.is_kept(value) or (self.is_own(value) and not is_ruled(value))

    def is_kept(self, value: Value) -> bool:
        """On the keep-list."""
        return value["normal"] in self._kept_keys

    def is_own(self, value: Value) -> bool:
        """One of the persona's own names, or several in a row."""
        return value["entity"] == "PERSON" and calls(value["normal"], self.own_names)

    def redact(self, text: str, found: Sequence[Value] = ()) -> Redacted:
        """Replace in ``text``; ``found``: its findings (of any text the anchor ever had)."""
        if not text:
            return Redacted(text)
        current = findings.text_hash(text)
        valid = [f for f in found if f["text_hash"] == current]
        excepted = [f for f in valid if f["exception"]]
        found_here = [(f["start"], f["end"], self.values[f["value_id"]]) for f in valid if not f["exception"]]
        kept = self._kept_spans(text) if found_here else []
        spans = [span for span in found_here if self.replaces(span[2]) and not self._lies_in(span, kept)]
        spans += self._sweep(text, [(f["start"], f["end"]) for f in excepted])
        spans = _merged(spans)
        replaced = redact.redact(text, [(start, end, value["surrogate"]) for start, end, value in spans])
        found_values = [v for _, _, v in spans]
        return Redacted(
            replaced,
            tuple(v["entity"] for v in found_values),
            tuple(f["value_id"] for f in excepted),
            tuple(v["id"] for v in found_values),
        )

    def redact_fresh(self, texts: Sequence[str], found: Sequence[Sequence[Finding]]) -> list[str]:
        """Replace in texts that are stored nowhere; ``found``: what a scan just found in each.

        New values are numbered on from the workspace's, in order of first use, and replaced in all of the texts.
        """
        values: dict[int, Value] = dict(self.values)
        ids = {key: value["id"] for key, value in self._by_key.items()}
        numbers = Counter(value["entity"] for value in values.values())
        used = {value["surrogate"] for value in values.values()}
        rows: list[list[Value]] = []
        for text, hits in zip(texts, found, strict=True):
            rows.append([])
            for f in hits:
                sample = text[f.start : f.end]
                key = (f.entity, normalise(f.entity, sample))
                if key not in ids:
                    ids[key] = -len(ids) - 1
                    values[ids[key]] = _value(ids[key], *key, sample, _unused(f.entity, numbers, used))
                rows[-1].append(_finding(text, f, ids[key]))
        redactor = Redactor(values, self.own_names, self.kept)
        return [redactor.redact(text, hits).text for text, hits in zip(texts, rows, strict=True)]

    def holds(self, text: str) -> bool:
        """Whether any value that leaves stands in the text, in whatever spelling."""
        return bool(self._out.search(text))

    def leaks_in(self, text: str) -> list[tuple[str, str]]:
        """Values (entity, sample) that must not stand in a finished text but do, outside of values that may stay."""
        hits = self._out.search(text)
        staying = self.staying(text) if hits else []
        staying += self._surrogates.spans(text) if hits else []
        return [(h.entity, h.value) for h in hits if not _within((h.start, h.end), staying)]

    def staying(self, text: str) -> list[tuple[int, int]]:
        """Where what may stay stands."""
        return [(h.start, h.end) for h in self._stay.search(text)] + self._kept_spans(text)

    def _kept_spans(self, text: str) -> list[tuple[int, int]]:
        return [(h.start, h.end) for h in self._kept_words.search(text)] if self.kept else []

    def _lies_in(self, span: Span, kept: Iterable[tuple[int, int]]) -> bool:
        """Inside of a word of the keep-list, unless a person said that the value is private."""
        return span[2]["decision"] != "accept" and _within(span[:2], kept)

    def _sweep(self, text: str, excepted: Sequence[tuple[int, int]]) -> list[Span]:
        """Every value that leaves, wherever it stands, but for exceptions and what lies inside of what stays."""
        hits = self._out.search(text)
        staying = self.staying(text) if hits else []
        return [
            (h.start, h.end, self._by_key[h.entity, normalise(h.entity, h.value)])
            for h in hits
            if not _within((h.start, h.end), staying) and not any(h.start < e and s < h.end for s, e in excepted)
        ]


PART = "…"
"""Starts the key of one part of a value that two bubbles share; a part is replaced where it stands, nowhere else."""


def key_of(entity: str, text: str, recognizer: str) -> str:
    """The key under which a found value is decided."""
    key = normalise(entity, text)
    return PART + key if recognizer.endswith(seams.SEAM) else key


def is_ruled(value: Value) -> bool:
    """Found by one of the person's own rules; also of a row of findings."""
    return bool(value.get("ruled")) or value.get("rule") is not None


def is_part(normal: str) -> bool:
    """Whether the key is of one part of a value."""
    return normal.startswith(PART)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Spans that overlap as one, with the value of the longest: half a name must not stay beside the other half."""
    merged: list[list[Span]] = []
    end = -1
    for span in sorted(spans, key=lambda span: span[:2]):
        if span[0] < end:
            merged[-1].append(span)
        else:
            merged.append([span])
        end = max(end, span[1])
    return [
        (group[0][0], max(end for _, end, _ in group), max(group, key=lambda span: span[1] - span[0])[2])
        for group in merged
    ]


def _value(number: int, entity: str, normal: str, sample: str, surrogate: str) -> Value:
    row = {"id": number, "entity": entity, "normal": normal, "sample": sample, "surrogate": surrogate}
    return row | {"decision": "undecided"}


def _unused(entity: str, numbers: Counter[str], used: Collection[str]) -> str:
    """The next placeholder: some numbers may be of values that count no more, and others come after those."""
    while True:
        numbers[entity] += 1
        if (surrogate := surrogates.placeholder(entity, numbers[entity])) not in used:
            return surrogate


def _finding(text: str, f: Finding, value: int) -> Value:
    return {"start": f.start, "end": f.end, "value_id": value, "text_hash": findings.text_hash(text), "exception": 0}


def tally(parts: Iterable[Redacted]) -> Counter[str]:
    """Replaced occurrences by entity."""
    return Counter(entity for part in parts for entity in part.replaced)


def _within(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    """Inside a longer one of the others."""
    return any(start <= span[0] and span[1] <= end and end - start > span[1] - span[0] for start, end in others)
