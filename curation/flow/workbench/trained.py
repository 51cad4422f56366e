"""Fragments as a trainer will read them: redacted, cut and joined."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from curation import dataset
from curation.flow.cutting import training
from curation.flow.guarding import identity
from curation.flow.guarding.redaction import Redactor

_SIDES = {"human": "human", "gpt": "persona"}


def rows(connection: Connection, ids: Sequence[int]) -> dict[int, list[dict[str, str]]]:
    """Fragment -> its training row as turns (``side``, ``text``), system text left out; none where it gives no row."""
    prepared = [one.fragment for one in training.prepare(connection, ids, Redactor.of(connection))]
    data = dataset.build(prepared, system="", context_in=identity.persona(connection).context_in)
    return {
        row.key: [{"side": _SIDES[said["from"]], "text": said["value"]} for said in row.conversations]
        for row in data.rows
    }
