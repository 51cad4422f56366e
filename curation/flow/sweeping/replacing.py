"""Find and replace in the bubbles of fragments: every change is shown first, and all of them are one edit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import regex
from sqlalchemy import Connection

from curation.errors import RuwoError
from curation.flow.cutting import fragmenting
from curation.flow.workbench import review
from curation.uses import SPEECH
from curation.workspace import Workspace, journal, queries, queues, search
from curation.workspace.filters import Filter
from curation.workspace.tables import bubbles, fragments

LIMIT = 500
"""Bubbles that one preview shows, and one edit changes."""

SECONDS = 0.25
"""What a pattern may take on one text."""

BEFORE, AFTER = 10, 14
"""Characters shown before and after what is replaced."""

HITS = 2
"""Replacements of one bubble that are shown."""


class Hit(NamedTuple):
    """What is replaced: ``text[start:end]``, by ``into``."""

    start: int
    end: int
    into: str


@dataclass(frozen=True)
class Change:
    """One bubble before and after, of a fragment at this version; ``hits`` are at least one."""

    bubble: int
    fragment: int
    version: int
    before: str
    after: str
    hits: tuple[Hit, ...]


Find = Callable[[str], tuple[Hit, ...]]


@dataclass(frozen=True)
class Found:
    """What would change. ``more``: there are further ones beyond :data:`LIMIT`; ``emptied``: bubbles of which nothing
    would be left, which are not touched."""

    changes: Sequence[Change]
    more: bool
    emptied: int


def find(workspace: Workspace, what: str, into: str, *, chosen: Filter, pattern: bool = False) -> Found:
    """Look through the speech of the fragments that ``chosen`` shows; changes nothing.

    ``what`` is taken literally, or with ``pattern`` as a regular expression (then ``into`` may name its groups).
    Raises RuwoError ``replace_empty``, ``rule_pattern`` or ``rule_slow``.
    """
    if not what:
        raise RuwoError("replace_empty")
    finds = _pattern(what, into) if pattern else _literal(what, into)
    found: list[Change] = []
    emptied = 0
    with workspace.read() as connection:
        quick = not (pattern or chosen.text or search.waiting(connection))
        narrowed = replace(chosen, text=what) if quick else chosen
        for change in _changes(connection, queues.ids(connection, narrowed), finds):
            if not change.after.strip():
                emptied += 1
            elif len(found) == LIMIT:
                return Found(found, True, emptied)
            else:
                found.append(change)
    return Found(found, False, emptied)


def apply(workspace: Workspace, changes: Sequence[Change], reviewer: str = "") -> int:
    """Make these changes as one edit, and search the new texts for private values; returns how many bubbles changed.

    Raises ``bulk_stale``, and changes nothing, when one of the fragments is not what it was.
    """
    with workspace.write() as connection:
        ids = sorted({change.fragment for change in changes})
        versions = {row["id"]: row["version"] for row in queries.fragments_by_id(connection, ids)}
        if any(versions.get(change.fragment) != change.version for change in changes):
            raise RuwoError("bulk_stale")
        originals = {
            row["id"]: row["original"] for row in queries.bubbles_by_id(connection, [c.bubble for c in changes])
        }
        draft = journal.Draft(connection, "replace", reviewer)
        for change in changes:
            text = None if change.after == originals[change.bubble] else change.after
            draft.update(bubbles, change.bubble, text=text)
        draft.update_many(fragments, ids, touched=1)
        draft.finish()
        review.settle(connection, draft.changed, draft.bubbles)
    return len(changes)


def around(change: Change) -> str:
    """What is replaced by what among the words around it, on one line; dots stand for what is left out."""
    shown, done = "", 0
    for hit in change.hits[:HITS]:
        between = change.before[done : hit.start]
        shown += _cut(between, AFTER if done else 0, BEFORE)
        shown += f"【{change.before[hit.start : hit.end]} → {hit.into}】"
        done = hit.end
    more = len(change.hits) - HITS
    shown += _cut(change.before[done:], AFTER, 0) + (f" (+{more})" if more > 0 else "")
    return " ".join(shown.split())


def _cut(text: str, first: int, last: int) -> str:
    """Its first and last so many characters."""
    return text if len(text) <= first + last else f"{text[:first]}…{text[len(text) - last :]}"


def _changes(connection: Connection, ids: Sequence[int], finds: Find) -> Iterator[Change]:
    uses = fragmenting.uses(connection)
    for i in range(0, len(ids), queries.CHUNK):
        chunk = ids[i : i + queries.CHUNK]
        shown = queries.bubbles_of(connection, chunk)
        for row in queries.fragments_by_id(connection, chunk):
            for bubble in shown.get(row["id"], []):
                line = fragmenting.line_of(bubble, uses)
                if (
                    bubble["removed"] or line.use != SPEECH or line.text != bubble["text"]
                ):  # a sticker’s name is no text
                    continue
                before = bubble["text"]
                hits = tuple(hit for hit in finds(before) if before[hit.start : hit.end] != hit.into)
                if hits:
                    yield Change(bubble["id"], row["id"], row["version"], before, _replaced(before, hits), hits)


def _replaced(text: str, hits: Sequence[Hit]) -> str:
    parts, done = [], 0
    for hit in hits:
        parts += [text[done : hit.start], hit.into]
        done = hit.end
    return "".join([*parts, text[done:]])


def _literal(what: str, into: str) -> Find:
    compiled = regex.compile(regex.escape(what, literal_spaces=True))
    return lambda text: tuple(Hit(at.start(), at.end(), into) for at in compiled.finditer(text)) if what in text else ()


def _pattern(what: str, into: str) -> Find:
    try:
        compiled = regex.compile(what)
        compiled.sub(into, "")
    except (regex.error, IndexError) as error:
        raise RuwoError("rule_pattern") from error

    def find(text: str) -> tuple[Hit, ...]:
        try:
            return tuple(Hit(at.start(), at.end(), at.expand(into)) for at in compiled.finditer(text, timeout=SECONDS))
        except TimeoutError as error:
            raise RuwoError("rule_slow") from error
        except (regex.error, IndexError) as error:  # the replacement names a group there is none of
            raise RuwoError("rule_pattern") from error

    return find
