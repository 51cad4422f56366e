"""What the import page changes after an import: settings behind which a whole log may have to be cut anew."""

from __future__ import annotations

from curation.flow.words import EDITS
from curation.workspace import Workspace, journal

CHANGES = ("uses", "stickers", "zone", "swap", "settings")
"""Kinds of such edits."""


def newest(workspace: Workspace) -> str:
    """What the newest edit is called, when it is one of these; else empty."""
    with workspace.read() as connection:
        kind = journal.kind_of(connection, journal.undoable(connection))
    return EDITS[kind] if kind in CHANGES else ""
