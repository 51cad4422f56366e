"""Who the persona is, and the system text of every row. Both are edits."""

from __future__ import annotations

import json
from typing import Any

import orjson
from sqlalchemy import Connection

from curation.dataset import build
from curation.flow.cutting import fragmenting, training
from curation.flow.guarding import scanning
from curation.flow.guarding.identity import persona
from curation.flow.guarding.redaction import Redacted, Redactor
from curation.jobs import Job
from curation.persona import Persona, render
from curation.workspace import Workspace, findings, journal, queries, queues, tables
from curation.workspace.filters import Filter

SYSTEM = 0
"""The system text's id as an anchor of findings: there is one in a workspace."""


def load(workspace: Workspace) -> Persona:
    """The same, of a workspace."""
    with workspace.read() as connection:
        return persona(connection)


def is_saved(workspace: Workspace) -> bool:
    """Somebody has saved a persona; until then it is a draft."""
    with workspace.read() as connection:
        return queries.setting(connection, "persona") is not None


def is_from_files(workspace: Workspace) -> bool:
    """The persona is a draft, and its system text the one of an imported file."""
    with workspace.read() as connection:
        return queries.setting(connection, "persona") is None and any(
            text.strip() for source in queries.all_sources(connection) for text in source["system_texts"]
        )


def save(workspace: Workspace, changed: Persona) -> None:
    """Journal the persona and scan its system text."""
    with workspace.write() as connection:
        draft = journal.Draft(connection, "persona")
        draft.put(tables.settings, "persona", value=orjson.dumps(changed.model_dump()).decode())
        draft.finish()
    scan_system_text(workspace)


def swap(workspace: Workspace, chat_id: int, sender_id: str, job: Job[Any] | None = None) -> None:
    """Make another sender of the chat the persona. No message changes; fragments nobody touched are cut anew."""
    with workspace.write() as connection:
        draft = journal.Draft(connection, "swap")
        draft.update(tables.chats, chat_id, persona=sender_id)
        fragmenting.recut(draft, [chat_id], job)


def friend(connection: Connection) -> str:
    """The other side's name where there is exactly one, else empty.

    A name of one character is not told either: it cannot be searched for, so nobody could take it out again.
    """
    chats = queries.all_chats(connection)
    if len(chats) != 1 or chats[0]["is_group"]:
        return ""
    others = [
        row["name"] for row in queries.senders_of(connection, chats[0]["id"]) if row["sender_id"] != chats[0]["persona"]
    ]
    return others[0] if len(others) == 1 and len(others[0]) > 1 else ""


def system_text(connection: Connection, chosen: Persona) -> str:
    """The system text with its fields filled in, not yet redacted."""
    return render(chosen, friend(connection))


def redacted_system_text(connection: Connection, redactor: Redactor) -> Redacted:
    """The system text as it leaves: findings replaced, the persona's own names kept."""
    text = system_text(connection, persona(connection))
    return redactor.redact(text, findings.of_anchors(connection, "system", [SYSTEM]).get(SYSTEM, []))


def scan_system_text(workspace: Workspace) -> None:
    """Look for private values in the system text as it stands, also when it is still the draft."""
    with workspace.write() as connection:
        text = system_text(connection, persona(connection))
        scanning.scan_texts(connection, [("system", SYSTEM, text)] if text else [], sure=friend(connection))


def example(workspace: Workspace) -> str | None:
    """The first row as it will stand in the file, indented, or None while nothing can be shown."""
    scan_system_text(workspace)
    with workspace.read() as connection:
        some = Filter(statuses=("kept",)), Filter(statuses=("pending",))
        ids = next((found for chosen in some if (found := queues.queue(connection, chosen, limit=20))), [])
        redactor = Redactor.of(connection)
        fragments = [p.fragment for p in training.prepare(connection, ids, redactor)]
        system = redacted_system_text(connection, redactor).text
        rows = build(fragments, system=system, context_in=persona(connection).context_in).rows
    return json.dumps(rows[0].record(), ensure_ascii=False, indent=2) if rows else None
