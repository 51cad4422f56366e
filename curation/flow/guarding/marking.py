"""Calling something private in the canvas: a rule like any other, seen at once in the fragment it was made in."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from curation.errors import RuwoError
from curation.flow.guarding import ruling, scanning
from curation.flow.guarding.found import Anchored
from curation.privacy import ENTITIES, surrogates
from curation.privacy.rules import Rule
from curation.workspace import findings, ops, queries, rules
from curation.workspace.journal import Draft


def check(op: ops.Mark, draft: Draft) -> None:
    """Refuse a rule that cannot work, and decide the value if it is known. Raises RuwoError."""
    if op.entity not in ENTITIES:
        raise RuwoError("edit_impossible")
    rule = ruling.checked(Rule("word", op.entity, rules.newest(draft.connection)["pattern"]))
    ruling.accept_known(draft, rule)


def show(connection: Connection, fragments: Collection[int]) -> None:
    """Look for the rules in these fragments now; all else is searched in the background."""
    rows = [row for found in queries.bubbles_of(connection, fragments).values() for row in found]
    read = [Anchored("bubble", row["id"], row["typed"]) for row in rows if row["typed"]]
    read += [Anchored("message", row["message_id"], row["original"]) for row in rows if row["original"]]
    found = ruling.found_in(connection, scanning.scanner(), read)
    findings.store(connection, found, surrogates.placeholder)
