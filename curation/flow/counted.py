"""What is counted over all messages, counted once: messages come only with an import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from sqlalchemy import Connection, func, select

from curation.workspace import Workspace
from curation.workspace.tables import sources

T = TypeVar("T")


class Counted(Generic[T]):
    """Of each workspace what ``count`` found, until another source comes in."""

    def __init__(self, count: Callable[[Connection], T]) -> None:
        self._count = count
        self._known: dict[Path, tuple[int, T]] = {}

    def of(self, workspace: Workspace, connection: Connection) -> T:
        """The count as things stand in this connection."""
        newest = int(connection.execute(select(func.coalesce(func.max(sources.c.id), 0))).scalar_one())
        known = self._known.get(workspace.path)
        if known is None or known[0] != newest:
            known = newest, self._count(connection)
            self._known[workspace.path] = known
        return known[1]
