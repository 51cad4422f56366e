"""The second look: what still looks private in a finished data set, by rules that share nothing with the first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curation.dataset import Row
from curation.flow.guarding.redaction import Redactor
from curation.privacy import second
from curation.privacy.values import mask

AROUND = 10
"""Characters shown on each side."""

BATCH = 5_000


@dataclass(frozen=True)
class Suspected:
    """A place in a row that may be private. ``fragment``: whose row; ``entity``: a guess, may be empty."""

    fragment: int
    entity: str
    reason: str
    before: str
    text: str
    after: str

    @property
    def shown(self) -> str:
        """The text with its middle hidden."""
        return mask(self.entity, self.text) if self.entity else self.text[:1] + "*" * (len(self.text) - 1)


def suspects(rows: Sequence[Row], redactor: Redactor) -> tuple[Suspected, ...]:
    """In the order of the rows; the system text once. What a person said may stay is no suspect."""
    known = [value["surrogate"] for value in redactor.values.values()]
    found: list[Suspected] = []
    texts = list(_texts(rows))
    for i in range(0, len(texts), BATCH):
        batch = texts[i : i + BATCH]
        for (fragment, text), hits in zip(batch, second.suspects([t for _, t in batch], known), strict=True):
            staying = redactor.staying(text) if hits else []
            found += [_suspected(fragment, text, s) for s in hits if not _touches(s, staying)]
    return tuple(found)


def _texts(rows: Sequence[Row]) -> Iterable[tuple[int, str]]:
    seen: set[str] = set()
    for row in rows:
        if row.system not in seen:
            seen.add(row.system)
            yield row.key, row.system
        for message in row.conversations:
            yield row.key, message["value"]


def _touches(suspect: second.Suspect, spans: Iterable[tuple[int, int]]) -> bool:
    return any(suspect.start < end and start < suspect.end for start, end in spans)


def _suspected(fragment: int, text: str, s: second.Suspect) -> Suspected:
    before, after = text[max(0, s.start - AROUND) : s.start], text[s.end : s.end + AROUND]
    return Suspected(fragment, s.entity_guess, s.reason, before, text[s.start : s.end], after)
