"""Settings that are no edits: what was done so far, what a person has seen."""

from __future__ import annotations

import orjson
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from curation.workspace.tables import settings


def note(connection: Connection, key: str, value: object) -> None:
    """Remember a JSON value beside the journal; read it with :func:`queries.setting`."""
    row = {"key": key, "value": orjson.dumps(value).decode()}
    connection.execute(insert(settings).values(row).on_conflict_do_update(index_elements=["key"], set_=row))
