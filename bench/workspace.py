"""Writing an import into the workspace, beside the least SQLite needs for the same rows.

The floor is a bare ``executemany`` of exactly the rows that end up in ``messages``, into the same tables and indexes
in a fresh file with the same pragmas, and one commit.

The whole import of one long chat runs in a process of its own. Its messages come five seconds apart, so that no silence
parts it: what holds a conversation at once would hold the chat.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from bench import chats
from bench.measuring import Figure, race, seconds
from curation import sources
from curation.flow.cutting import fragmenting
from curation.flow.intake import importing
from curation.workspace import imports, open_workspace
from tests.generators import memotrace
from tests.generators.chats import START

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
SMALL = ("sources", "chats", "senders")
"""The tables that messages refer to; filled before the clock runs."""

SECONDS, MEMORY = 60.0, 1_024.0
"""For a million messages; of a file of 1 GB, MB."""


class Import:
    """A file whose messages are already read, and a folder for the databases it is written into."""

    def __init__(self, file: Path, folder: Path) -> None:
        self.folder = folder
        reader = sources.open(file)
        self.chats = reader.chats()
        self.batches: list[pd.DataFrame] = list(reader.batches())
        self.messages = sum(map(len, self.batches))
        self._made = 0
        example = self._fresh()
        self.ours(example)
        with closing(sqlite3.connect(example)) as connection:
            ours = "name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search%'"
            query = f"SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND {ours}"
            self._tables = [sql for (sql,) in connection.execute(query)]
            self._rows = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in (*SMALL, "messages")}

    def _fresh(self) -> Path:
        self._made += 1
        return self.folder / f"{self._made}.ruwo"

    def ours(self, file: Path | None = None) -> float:
        """Seconds for the messages, as the import writes them."""
        return self._write(file or self._fresh(), lambda connection, ids: None)

    def whole(self) -> float:
        """Seconds for the messages, their fragments and what is derived from those."""

        def cut(connection: Any, ids: dict[str, int]) -> None:
            for chat in ids.values():
                fragmenting.rebuild(connection, chat)

        return self._write(self._fresh(), cut)

    def _write(self, file: Path, then: Callable[[Any, dict[str, int]], None]) -> float:
        workspace = open_workspace(file, create=True)

        def run() -> None:
            with workspace.write() as connection:
                source = imports.add_source(connection, imports.SourceRow("chat", "bench", "Asia/Shanghai"))
                ids = imports.add_chats(connection, source, map(_chat, self.chats))
                writer = imports.MessageWriter(connection, ids)
                for batch in self.batches:
                    writer.add(batch)
                then(connection, ids)

        spent = seconds(run)
        workspace.close()
        return spent

    def floor(self) -> float:
        """Seconds for the same rows of ``messages`` without us."""
        with closing(sqlite3.connect(self._fresh(), isolation_level=None)) as connection:
            for statement in (*(f"PRAGMA {pragma}" for pragma in PRAGMAS), *self._tables):
                connection.execute(statement)
            for name in SMALL:
                _insert(connection, name, self._rows[name])

            def run() -> None:
                connection.execute("BEGIN IMMEDIATE")
                _insert(connection, "messages", self._rows["messages"])
                connection.execute("COMMIT")

            return seconds(run)


def _insert(connection: sqlite3.Connection, table: str, rows: list[tuple[Any, ...]]) -> None:
    connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def _chat(chat: sources.Chat) -> imports.ChatRow:
    people = [imports.SenderRow(s.sender_id, s.name, s.count) for s in chat.senders]
    return imports.ChatRow(chat.key, chat.name, chat.is_group, importing.suggested(chat), people)


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Messages alone; then the whole import, the reading and the search for private values aside."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = options.file or chats.write_csv(folder / "chat.csv", options.messages)
        work = Import(file, folder)
        floor, ours, whole = race(work.floor, work.ours, work.whole, rounds=options.rounds)
    for what, spent, goal in (("messages", ours, 2.5), ("messages, fragments, summaries", whole, None)):
        share = 100_000 / work.messages
        yield Figure(f"write {what}, per 100,000", spent * share, "s", floor * share, "bare executemany", goal)
    yield from _long(options.long)


def _long(messages: int) -> Iterator[Figure]:
    """The whole import of one long chat, as a person waits for it."""
    with tempfile.TemporaryDirectory() as name:
        file = unbroken(Path(name) / "chat.csv", messages)
        command = [sys.executable, "-m", "bench.oneimport", str(file), name]
        told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        what = f"one unbroken chat of {told['messages']:,.0f} messages, {file.stat().st_size >> 20:,} MB"
    yield Figure(f"{what}: processor time a million", told["seconds"] * 1e6 / told["messages"], "s", goal=SECONDS)
    yield Figure(f"{what}: most memory", told["memory"], "MB", goal=MEMORY)
    yield Figure(f"{what}: most memory, the same file again", told["again"], "MB", goal=MEMORY)


def unbroken(path: Path, messages: int) -> Path:
    """A chat without silences as v3 CSV, written some messages at a time."""
    talk = (replace(one, at=START + 5 * n) for n, one in enumerate(chats.talk(messages)))
    with path.open("wb") as out:
        out.write(memotrace.csv_bytes([]))
        while some := list(islice(talk, 10_000)):
            out.write(memotrace.csv_bytes(some).partition(b"\n")[2])
    return path
