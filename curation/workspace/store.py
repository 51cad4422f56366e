"""Opening, listing, copying and deleting workspaces: one SQLite file each under :func:`home`.

A file belongs to one process at a time (an operating-system lock beside it, so a crash frees it); inside the
process many threads share one :class:`Workspace`. Writes are durable at commit (WAL, ``synchronous=FULL``).
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import orjson
import platformdirs
from filelock import FileLock, Timeout
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from curation.errors import RuwoError
from curation.workspace import schema
from curation.workspace.stamps import Stamps

SUFFIX = ".ruwo"
SIDE_FILES = ("", "-wal", "-shm", ".lock", schema.BEFORE)
"""What may stand beside a workspace's file, and the file itself."""
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
        self.stamps = Stamps()
        self._engine = engine
        self._lock = lock
        self._writing = threading.RLock()
        self._closed = False

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one moment: what others commit meanwhile shows in the next ``read``."""
        with self._connect() as connection:
            connection.exec_driver_sql("BEGIN")
            try:
                yield connection
            finally:
                connection.connection.rollback()

    @contextmanager
    def write(self, only: Callable[[], Iterable[int] | None] = lambda: None) -> Iterator[Connection]:
        """A connection inside one transaction: committed at the end, rolled back by any exception.

        Writers of this process wait for each other here, in turn, instead of meeting SQLite's busy timeout.
        ``only`` is asked in the end for the fragments that all of it is about; None: it may show in any.
        """
        with self._writing, self._connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                connection.connection.rollback()  # not a statement: a full disk may have rolled back already
                raise
            finally:
                self.stamps.written(only())

    def backup(self, target: Path) -> None:
        """Write a complete, consistent copy to ``target`` while the workspace stays in use."""
        with self._connect() as connection:
            schema.copy(connection, target)

    def close(self) -> None:
        """Wait for a writer that is still at work, then let go of the file; another process may then open it."""
        with self._writing, _guard:
            if not self._closed:
                self._closed = True
                _open.pop(self.path, None)
                self._engine.dispose()
                self._lock.release()

    def delete(self) -> None:
        """Close and remove the file with its side files. Nothing of it is kept."""
        self.close()
        for suffix in SIDE_FILES:
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)

    def _connect(self) -> Connection:
        """A closed workspace stays closed: SQLite would make a new file where a deleted one was."""
        if self._closed:
            raise RuwoError("workspace_missing", name=self.path.stem)
        return self._engine.connect()


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
    workspace = open_workspace(_fresh_path(), create=True)
    with workspace.write() as connection:
        connection.exec_driver_sql("INSERT OR REPLACE INTO settings VALUES ('name', ?)", (orjson.dumps(name).decode(),))
    return workspace


def restore(backup: IO[bytes]) -> Workspace:
    """A workspace of its own from a backup file; raises what :func:`open_workspace` does, and then nothing is kept."""
    path = _fresh_path()
    with path.open("xb") as out:
        shutil.copyfileobj(backup, out, 1 << 20)
    path.chmod(0o600)
    try:
        return open_workspace(path)
    except RuwoError:
        for suffix in SIDE_FILES:
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        raise


def open_workspace(path: Path | str, *, create: bool = False) -> Workspace:
    """Open the file at ``path``, or the workspace with that id under :func:`home`.

    Raises RuwoError ``workspace_missing``, ``workspace_busy`` (another process has it), ``workspace_broken`` (also
    of a file that is no workspace) or ``workspace_newer``; the file is then as it was.
    """
    path = _resolve(path)
    with _guard:
        if path in _open:
            return _open[path]
        if not create and not path.is_file():
            raise RuwoError("workspace_missing", name=path.stem)
        lock = _take(path)
        engine = _engine(path)
        try:
            schema.upgrade(engine, path, create=create)
        except BaseException as error:
            engine.dispose()
            lock.release()
            if isinstance(error, DatabaseError):
                raise RuwoError("workspace_broken", name=path.name) from error
            raise
        _open[path] = Workspace(path, engine, lock)
        return _open[path]


def _fresh_path() -> Path:
    return home() / f"{time.strftime('%Y%m%d')}-{secrets.token_hex(4)}{SUFFIX}"


def _resolve(path: Path | str) -> Path:
    if isinstance(path, str) and "/" not in path and "\\" not in path and not path.endswith(SUFFIX):
        return (home() / f"{path}{SUFFIX}").resolve()
    return Path(path).resolve()


def _take(path: Path) -> FileLock:
    lock = FileLock(f"{path}.lock", timeout=0, thread_local=False)  # whichever thread closes may release it
    try:
        lock.acquire()
    except Timeout:
        raise RuwoError("workspace_busy", name=path.stem) from None
    return lock


def _engine(path: Path) -> Engine:
    if not path.exists():
        path.touch(mode=0o600)
    url = URL.create("sqlite+pysqlite", database=str(path))
    engine = create_engine(url, isolation_level="AUTOCOMMIT", connect_args={"timeout": 30}, pool_size=16)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("folded", 1, _folded, deterministic=True)

    return engine


def _folded(text: str | None) -> str | None:
    return None if text is None else text.casefold()


def _entry(path: Path) -> Entry | None:
    try:
        log = Path(f"{path}-wal")
        files = [p.stat() for p in (path, log) if p.exists() and p.stat().st_size]
        # without a log nobody writes, and looking must not leave a new, empty log behind
        how = "mode=ro" if len(files) > 1 else "mode=ro&immutable=1"
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True)
        try:
            row = connection.execute("SELECT value FROM settings WHERE key = 'name'").fetchone()
        finally:
            connection.close()
        name = str(orjson.loads(row[0])) if row else path.stem
        return Entry(path.stem, name, path, max(f.st_mtime for f in files), sum(f.st_size for f in files))
    except (sqlite3.Error, orjson.JSONDecodeError, OSError, ValueError):  # no workspace, or deleted just now
        return None
