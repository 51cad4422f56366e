"""From a finding's anchor back to the text it stands in and the fragment that shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, RowMapping, select

from curation.workspace import findings
from curation.workspace.queries import in_chunks
from curation.workspace.tables import bubbles, fragments, messages

Anchor = tuple[str, int]

_TEXT = {
    "message": (messages.c.id, messages.c.text),
    "quote": (messages.c.id, messages.c.quote),
    "bubble": (bubbles.c.id, bubbles.c.text),
    "context": (fragments.c.id, fragments.c.context),
}


def texts(connection: Connection, found: Iterable[RowMapping]) -> dict[Anchor, str]:
    """(anchor, id) -> the text as it stands now; names and the system text are not among them."""
    out: dict[Anchor, str] = {}
    for anchor, ids in _by_anchor(found).items():
        if anchor in _TEXT:
            key, text = _TEXT[anchor]
            rows = in_chunks(connection, select(key.label("key"), text.label("text")), key, ids)
            out |= {(anchor, row["key"]): row["text"] or "" for row in rows}
    return out


def findings_in(connection: Connection, found: Iterable[RowMapping]) -> dict[Anchor, list[RowMapping]]:
    """(anchor, id) -> everything found in that text, of every text it ever had."""
    out: dict[Anchor, list[RowMapping]] = {}
    for anchor, ids in _by_anchor(found).items():
        out |= {(anchor, key): rows for key, rows in findings.of_anchors(connection, anchor, ids).items()}
    return out


def fragments_of(connection: Connection, found: Iterable[RowMapping]) -> dict[Anchor, int]:
    """(anchor, id) -> the fragment that shows it."""
    out: dict[Anchor, int] = {}
    for anchor, ids in _by_anchor(found).items():
        if anchor == "context":
            out |= {(anchor, i): i for i in ids}
        elif anchor in _TEXT:
            key = bubbles.c.id if anchor == "bubble" else bubbles.c.message_id
            rows = in_chunks(connection, select(key.label("key"), bubbles.c.fragment_id), key, ids)
            out |= {(anchor, row["key"]): row["fragment_id"] for row in rows}
    return out


def unscanned_fragments(connection: Connection) -> set[int]:
    """Fragments that show a message no scan has read yet."""
    query = select(bubbles.c.fragment_id).join(messages, messages.c.id == bubbles.c.message_id)
    return set(connection.execute(query.where(messages.c.scanned == 0).distinct()).scalars())


def _by_anchor(found: Iterable[RowMapping]) -> dict[str, set[int]]:
    ids: dict[str, set[int]] = defaultdict(set)
    for row in found:
        ids[row["anchor"]].add(row["anchor_id"])
    return ids
