"""A workspace at a glance, and its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import orjson

from curation.flow.guarding import privacy
from curation.workspace import Workspace, journal, queries, queues, tables


@dataclass(frozen=True)
class State:
    """Counts that say where the work stands."""

    messages: int
    pending: int
    kept: int
    dropped: int
    later: int

    @property
    def fragments(self) -> int:
        """All of them."""
        return self.pending + self.kept + self.dropped + self.later

    @property
    def reviewed(self) -> int:
        """Kept or dropped."""
        return self.kept + self.dropped


def state(workspace: Workspace) -> State:
    """The counts as they stand."""
    with workspace.read() as connection:
        counts = queues.counts(connection)
        return State(queries.message_count(connection), **counts)


Step = Literal["review", "later", "privacy", "export", "dropped"]


def next_step(workspace: Workspace, found: State) -> Step:
    """What is most useful now: to read what nobody has read, to decide what was put off, to look at private values
    that need a person, to export; ``dropped``: nothing was kept."""
    if found.pending:
        return "review"
    if found.later:
        return "later"
    if not found.kept:
        return "dropped"
    return "privacy" if privacy.counts(workspace).needs else "export"


def is_empty(workspace: Workspace) -> bool:
    """Nothing has been imported yet."""
    with workspace.read() as connection:
        return not queries.all_sources(connection)


def has_groups(workspace: Workspace) -> bool:
    """Any of the chats has more than two people."""
    with workspace.read() as connection:
        return any(chat["is_group"] for chat in queries.all_chats(connection))


def rename(workspace: Workspace, name: str) -> None:
    """Give the workspace another name (an edit like any other)."""
    with workspace.write() as connection:
        draft = journal.Draft(connection, "rename")
        draft.put(tables.settings, "name", value=orjson.dumps(name).decode())
        draft.finish()


def name_for_files(workspace: Workspace) -> str:
    """The workspace's name as part of a file name."""
    with workspace.read() as connection:
        return file_name(str(queries.setting(connection, "name", "ruwo")))


def file_name(name: str) -> str:
    """A workspace's name as part of a file name on any system."""
    return re.sub(r'[\\/:*?"<>|\s.]+', "_", name).strip("_")[:60] or "ruwo"
