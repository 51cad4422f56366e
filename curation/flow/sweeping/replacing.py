"""Find and replace in the bubbles of fragments: every change is shown first, and all of them are one edit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

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


@dataclass(frozen=True)
class Change:
    """One bubble before and after, of a fragment at this version."""

    bubble: int
    fragment: int
    version: int
    before: str
    after: str


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
    new = _replacer(what, into) if pattern else lambda text: text.replace(what, into)
    found: list[Change] = []
    emptied = 0
    with workspace.read() as connection:
        quick = not (pattern or chosen.text or search.waiting(connection))
        narrowed = replace(chosen, text=what) if quick else chosen
        for change in _changes(connection, queues.ids(connection, narrowed), new):
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


def _changes(connection: Connection, ids: Sequence[int], new: Callable[[str], str]) -> Iterator[Change]:
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
                after = new(bubble["text"])
                if after != bubble["text"]:
                    yield Change(bubble["id"], row["id"], row["version"], bubble["text"], after)


def _replacer(what: str, into: str) -> Callable[[str], str]:
    try:
        compiled = regex.compile(what)
        compiled.sub(into, "")
    except (regex.error, IndexError) as error:
        raise RuwoError("rule_pattern") from error

    def new(text: str) -> str:
        try:
            return str(compiled.sub(into, text, timeout=SECONDS))
        except TimeoutError as error:
            raise RuwoError("rule_slow") from error
        except (regex.error, IndexError) as error:  # the replacement names a group there is none of
            raise RuwoError("rule_pattern") from error

    return new
