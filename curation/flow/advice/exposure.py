"""What leaves: as it was when a sample was drawn, and the fragments of which more leaves now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import Connection, select

from curation.flow.cutting import fragmenting
from curation.flow.guarding import identity
from curation.flow.guarding.redaction import Redactor
from curation.workspace import places, queries, stickers, tables
from curation.workspace.imports import content_hash


def now(connection: Connection) -> dict[str, Any]:
    """What decides it beside the words of each fragment, to be stored.

    ``all``: hash of what shows in every fragment (sides, uses, names of stickers); ``out``: ids of the values that are
    replaced; ``kept``: words of the keep-list; ``excepted``: ids of the findings that stay by exception.
    """
    redactor = Redactor.of(connection)
    return {
        "all": _everywhere(connection),
        "out": [i for i, value in redactor.values.items() if redactor.replaces(value)],
        "kept": sorted(redactor.kept),
        "excepted": _excepted(connection),
    }


def opened_up(connection: Connection, then: Mapping[str, Any]) -> set[int] | None:
    """The fragments of which more may leave than ``then``; None: of any."""
    if then["all"] != _everywhere(connection):
        return None
    redactor = Redactor.of(connection)
    fresh_words = set(redactor.kept) - set(then["kept"])
    values = {i for i in then["out"] if i not in redactor.values or not redactor.replaces(redactor.values[i])}
    values |= {i for i, value in redactor.values.items() if any(value["sample"] in word for word in fresh_words)}
    findings = set(_excepted(connection)) - set(then["excepted"])
    query = select(tables.findings.c.anchor, tables.findings.c.anchor_id)
    rows = list(queries.in_chunks(connection, query, tables.findings.c.value_id, sorted(values)))
    rows += queries.in_chunks(connection, query, tables.findings.c.id, sorted(findings))
    return set(places.fragments_of(connection, rows).values())


def _excepted(connection: Connection) -> list[int]:
    query = select(tables.findings.c.id).where(tables.findings.c.exception != 0)
    return list(connection.execute(query).scalars())


def _everywhere(connection: Connection) -> int:
    parts = [
        [(chat["id"], chat["persona"]) for chat in queries.all_chats(connection)],
        queries.setting(connection, fragmenting.USES, {}),
        identity.persona(connection).context_in,
        stickers.names(connection),
    ]
    return content_hash(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS).decode())
