"""The privacy page's side: values with their decisions, places where a value stands, decisions as edits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping

from curation.flow.guarding.identity import terms
from curation.flow.guarding.masking import masked
from curation.flow.guarding.redaction import Redactor
from curation.flow.words import ENTITIES, NEEDS
from curation.privacy.values import mask
from curation.workspace import Workspace, findings, journal, places, queries, tables, values

Translate = Callable[[str], str]
Chosen = values.Chosen
AROUND = 20
"""Characters shown on each side of a value in its places."""


@dataclass(frozen=True)
class Value:
    """A private value as the page lists it.

    ``state``: accept, reject, undecided, or why nobody needs to decide: own (the persona's own name), keep (on the
    keep-list), rule (of the person's own rule), waived. ``need``: why a person has to look, in words; else empty.
    """

    id: int
    entity: str
    label: str
    shown: str
    surrogate: str
    state: str
    seen: int
    exceptions: int
    score: int
    need: str
    chosen: bool


@dataclass(frozen=True)
class Place:
    """One occurrence: the words around it, the masked value, whether it is an exception, and where it stands."""

    finding: int
    before: str
    shown: str
    after: str
    exception: bool
    where: str
    fragment: int | None


@dataclass(frozen=True)
class Counts:
    """Values by entity and decision; how many need a person (``harm``: must be settled before an export)."""

    decisions: dict[str, dict[str, int]]
    needs: int
    harm: int

    @property
    def total(self) -> int:
        """All values."""
        return sum(sum(found.values()) for found in self.decisions.values())


def counts(workspace: Workspace) -> Counts:
    """All values, counted."""
    decisions: dict[str, dict[str, int]] = {}
    needs: Counter[str] = Counter()
    with workspace.read() as connection:
        for row in values.tally(connection, terms(connection)):
            found = decisions.setdefault(row["entity"], {})
            found[row["decision"]] = found.get(row["decision"], 0) + row["count"]
            needs[row["need"]] += row["count"]
    return Counts(decisions, sum(needs[need] for need in values.NEEDS[:2]), needs["harm"])


def still_open(workspace: Workspace, ids: Sequence[int]) -> set[int]:
    """Those of these values that still need somebody; cheap enough for every click."""
    with workspace.read() as connection:
        return values.still_open(connection, ids)


def state(workspace: Workspace) -> tuple[int, int]:
    """Changes with every edit and every finding: what was counted before may be another number now."""
    with workspace.read() as connection:
        return queries.last_edit(connection), findings.last(connection)


def ids(workspace: Workspace, chosen: Chosen) -> list[int]:
    """All values of a list, what needs a person first; inside a need the least sure and then the most frequent."""
    with workspace.read() as connection:
        return values.ids(connection, terms(connection), chosen)


def shown(workspace: Workspace, wanted: Sequence[int], translate: Translate, *, reveal: bool = False) -> list[Value]:
    """These values as they stand now, in this order; one that counts no more is left out."""
    with workspace.read() as connection:
        rows = values.by_id(connection, terms(connection), wanted)
        exempt = Redactor.without_values(connection)
    return [
        Value(
            row["id"],
            row["entity"],
            translate(ENTITIES[row["entity"]]),
            row["sample"] if reveal else mask(row["entity"], row["sample"]),
            row["surrogate"],
            _state(row, exempt),
            row["seen"],
            row["exceptions"],
            row["score"],
            translate(NEEDS[row["need"]]) if row["need"] else "",
            bool(row["chosen"]),
        )
        for row in rows
    ]


def _state(row: RowMapping, exempt: Redactor) -> str:
    if row["decision"] != "undecided":
        return str(row["decision"])
    if exempt.is_kept(row):
        return "keep"
    if row["ruled"]:
        return "rule"
    if exempt.is_own(row):
        return "own"
    return "waived" if row["waiver"] else "undecided"


def occurrences(workspace: Workspace, value: int, *, reveal: bool = False, limit: int = 50) -> list[Place]:
    """Where a value stands, with a few words around it; unless ``reveal``, every value in those words is masked."""
    with workspace.read() as connection:
        rows = findings.of_value(connection, value, limit)
        texts = places.texts(connection, rows)
        beside = places.findings_in(connection, rows)
        shown_in = places.fragments_of(connection, rows)
    found = []
    for row in rows:
        anchor = (row["anchor"], row["anchor_id"])
        text = texts.get(anchor, "")
        if findings.text_hash(text) != row["text_hash"]:
            continue  # the text was edited since; the finding holds again if the edit is undone
        if not reveal:
            text = masked(text, beside[anchor])
        start, end = row["start"], row["end"]
        before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        place = Place(
            row["id"], before, text[start:end], after, bool(row["exception"]), row["anchor"], shown_in.get(anchor)
        )
        found.append(place)
    return found


def decide(workspace: Workspace, ids: Sequence[int], decision: str, reviewer: str = "") -> int:
    """Accept, reject or leave undecided: one edit, however many values. Returns how many changed."""
    assert decision in {"accept", "reject", "undecided"}
    return _edit(
        workspace, lambda draft: draft.update_many(tables.private_values, ids, decision=decision), "value", reviewer
    )


def set_exceptions(workspace: Workspace, ids: Sequence[int], exception: bool, reviewer: str = "") -> int:
    """Leave these occurrences in (or replace them again), whatever is decided of their value."""
    return _edit(
        workspace, lambda draft: draft.update_many(tables.findings, ids, exception=int(exception)), "value", reviewer
    )


def _edit(workspace: Workspace, change: Callable[[journal.Draft], Any], kind: str, reviewer: str) -> int:
    with workspace.write() as connection:
        draft = journal.Draft(connection, kind, reviewer)
        changed = int(change(draft))
        draft.finish()
    return changed
