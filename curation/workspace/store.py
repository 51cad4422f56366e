"""Opening, listing, copying and deleting workspaces: one SQLite file each under :func:`home`.

A file belongs to one process at a time (an operating-system lock beside it, so a crash frees it); inside the
process many threads share one :class:`Workspace`. Writes are durable at commit (WAL, ``synchronous=FULL``).
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson
import platformdirs
from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, create_engine, event

from curation.errors import RuwoError
from curation.workspace import schema

SUFFIX = ".ruwo"
_open: dict[Path, Workspace] = {}
_guard = threading.Lock()


def home() -> Path:
    """The data folder: ``RUWO_HOME`` or the platform's place for user data; made on first use, private."""
    folder = Path(os.environ.get("RUWO_HOME") or platformdirs.user_data_dir("Ruwo", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


class Workspace:
    """An open workspace. ``read`` and ``write`` give connections; every method may be called from any thread."""

    def __init__(self, path: Path, engine: Engine, lock: FileLock) -> None:
        self.path = path
        self._engine = engine
        self._lock = lock
        self._writing = threading.RLock()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection in autocommit mode: each statement sees the newest committed state."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection inside one transaction: committed at the end, rolled back by any exception.

        Writers of this process wait for each other here, in turn, instead of meeting SQLite's busy timeout.
        """
        with self._writing, self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise
            connection.exec_driver_sql("COMMIT")

    def backup(self, target: Path) -> None:
        """Write a complete, consistent copy to ``target`` while the workspace stays in use."""
        with self.read() as connection, sqlite3.connect(target) as copy:
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            source.backup(copy)
        copy.close()

    def close(self) -> None:
        """Let go of the file; another process may then open it."""
        with _guard:
            _open.pop(self.path, None)
            self._engine.dispose()
            self._lock.release()

    def delete(self) -> None:
        """Close and remove the file with its side files. Nothing of it is kept."""
        with self.write() as connection:
            connection.exec_driver_sql("SELECT 1")  # waits for a writer that is still at work
        self.close()
        for suffix in ("", "-wal", "-shm", ".lock"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)


@dataclass(frozen=True)
class Entry:
    """A workspace on the shelf."""

    id: str
    name: str
    path: Path
    changed: float
    """Seconds since 1970."""
    size: int
    """Bytes."""


def listing() -> list[Entry]:
    """The workspaces under :func:`home`, newest change first. Files that are none are left out."""
    found = (_entry(path) for path in home().glob(f"*{SUFFIX}"))
    return sorted((e for e in found if e), key=lambda e: -e.changed)


def create(name: str) -> Workspace:
    """A new, empty workspace called ``name``."""
    path = home() / f"{time.strftime('%Y%m%d')}-{secrets.token_hex(4)}{SUFFIX}"
    workspace = open_workspace(path, create=True)
    with workspace.write() as connection:
        connection.exec_driver_sql("INSERT OR REPLACE INTO settings VALUES ('name', ?)", (orjson.dumps(name).decode(),))
    return workspace


def open_workspace(path: Path | str, *, create: bool = False) -> Workspace:
    """Open the file at ``path``, or the workspace with that id under :func:`home`.

    Raises RuwoError ``workspace_missing``, ``workspace_busy`` (another process has it) or ``workspace_broken``.
    """
    path = _resolve(path)
    with _guard:
        if path in _open:
            return _open[path]
        if not create and not path.is_file():
            raise RuwoError("workspace_missing", name=path.stem)
        lock = _take(path)
        try:
            workspace = Workspace(path, _engine(path), lock)
        except sqlite3.DatabaseError as error:
            lock.release()
            raise RuwoError("workspace_broken", name=path.name) from error
        except BaseException:
            lock.release()
            raise
        _open[path] = workspace
        return workspace


def _resolve(path: Path | str) -> Path:
    if isinstance(path, str) and "/" not in path and "\\" not in path and not path.endswith(SUFFIX):
        return (home() / f"{path}{SUFFIX}").resolve()
    return Path(path).resolve()


def _take(path: Path) -> FileLock:
    lock = FileLock(f"{path}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise RuwoError("workspace_busy", name=path.stem) from None
    return lock


def _engine(path: Path) -> Engine:
    fresh = not path.exists()
    if fresh:
        path.touch(mode=0o600)
    engine = create_engine(
        f"sqlite+pysqlite:///{path}", isolation_level="AUTOCOMMIT", connect_args={"timeout": 30}, pool_size=16
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    schema.upgrade(engine, path, fresh=fresh)
    return engine


def _entry(path: Path) -> Entry | None:
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            row = connection.execute("SELECT value FROM settings WHERE key = 'name'").fetchone()
        finally:
            connection.close()
        name = str(orjson.loads(row[0])) if row else path.stem
    except (sqlite3.Error, orjson.JSONDecodeError):
        return None
    files = [p for p in (path, Path(f"{path}-wal")) if p.exists()]
    changed = max(p.stat().st_mtime for p in files)
    return Entry(path.stem, name, path, changed, sum(p.stat().st_size for p in files))
