"""What the law and decency ask for is said once a workspace; here is remembered that it was."""

from __future__ import annotations

from curation.workspace import Workspace, queries
from curation.workspace.notes import note

SEEN = "consent_seen"
"""Setting: the places (import, export) where a person has read it. No edit."""


def seen(workspace: Workspace, place: str) -> bool:
    """Whether somebody has read it there."""
    with workspace.read() as connection:
        return place in queries.setting(connection, SEEN, [])


def remember(workspace: Workspace, place: str) -> None:
    """Somebody has read it there."""
    with workspace.write() as connection:
        note(connection, SEEN, sorted({*queries.setting(connection, SEEN, []), place}))
