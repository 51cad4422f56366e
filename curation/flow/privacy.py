"""The privacy page's side: values with their decisions, places where a value stands, decisions as edits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from curation.flow.masking import masked
from curation.flow.redaction import Redactor
from curation.flow.words import ENTITIES
from curation.privacy.values import mask
from curation.workspace import Workspace, findings, journal, places, tables

Translate = Callable[[str], str]
AROUND = 12
"""Characters shown on each side of a value in its places."""


@dataclass(frozen=True)
class Value:
    """A private value as the page lists it. ``state``: undecided, accept, reject, or own (the persona's own name)."""

    id: int
    entity: str
    label: str
    shown: str
    surrogate: str
    state: str
    seen: int
    exceptions: int
    score: int


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


def counts(workspace: Workspace) -> dict[str, dict[str, int]]:
    """Entity -> decision -> number of values."""
    with workspace.read() as connection:
        out: dict[str, dict[str, int]] = {}
        for row in findings.value_counts(connection):
            out.setdefault(row["entity"], {})[row["decision"]] = row["count"]
    return out


def values(
    workspace: Workspace,
    translate: Translate,
    *,
    entity: str = "",
    decision: str = "",
    reveal: bool = False,
    size: int = 50,
    page: int = 0,
) -> list[Value]:
    """A page of values, the undecided and most frequent first."""
    with workspace.read() as connection:
        rows = findings.values(connection, entity=entity, decision=decision, limit=size, offset=size * page)
        redactor = Redactor.of(connection)
    return [
        Value(
            row["id"],
            row["entity"],
            translate(ENTITIES[row["entity"]]),
            row["sample"] if reveal else mask(row["entity"], row["sample"]),
            row["surrogate"],
            "own" if row["decision"] == "undecided" and redactor.is_own(row) else row["decision"],
            row["seen"],
            row["exceptions"] or 0,
            row["score"],
        )
        for row in rows
    ]


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


def decide(workspace: Workspace, ids: Sequence[int], decision: str) -> None:
    """Accept, reject or leave undecided: one edit, however many values."""
    assert decision in {"accept", "reject", "undecided"}
    _edit(workspace, lambda draft: draft.update_many(tables.private_values, ids, decision=decision))


def set_exceptions(workspace: Workspace, ids: Sequence[int], exception: bool) -> None:
    """Leave these occurrences in (or replace them again), whatever is decided of their value."""
    _edit(workspace, lambda draft: draft.update_many(tables.findings, ids, exception=int(exception)))


def _edit(workspace: Workspace, change: Callable[[journal.Draft], Any]) -> None:
    with workspace.write() as connection:
        draft = journal.Draft(connection, "value")
        change(draft)
        draft.finish()
