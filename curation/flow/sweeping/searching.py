"""The full-text index, filled in the background after an import: searching never waits for it, it only finds less."""

from __future__ import annotations

from typing import Any

from curation.jobs import Job
from curation.workspace import Workspace, search

BATCH = 2_000
"""Messages a round, each round committed: some 20 ms, so that an edit hardly waits."""


def index(workspace: Workspace, job: Job[Any] | None = None) -> int:
    """Take in the messages that cannot be found yet; returns how many. A stopped run goes on where it was."""
    total, done = pending(workspace), 0
    while True:
        with workspace.write() as connection:
            taken = search.index_next(connection, BATCH)
        if not taken:
            return done
        done += taken
        if job:
            job.fraction = min(done / max(total, 1), 1.0)
            job.check()


def pending(workspace: Workspace) -> int:
    """How many messages cannot be found yet."""
    with workspace.read() as connection:
        return search.waiting(connection)
