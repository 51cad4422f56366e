"""Bringing a workspace file to the newest schema with Alembic; a file from a newer Ruwo is refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from curation.errors import RuwoError

BEFORE = ".before-upgrade"
"""What the copy of an older file is called, behind the file's own name."""

_SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, path: Path, *, create: bool) -> None:
    """Migrate the file behind ``engine``, all or nothing; an older file is copied to ``*.before-upgrade`` first.

    Raises RuwoError ``workspace_newer`` when a newer version of Ruwo wrote it, ``workspace_broken`` when it is
    somebody else's database, or an empty one and we are not to ``create``; neither changes the file.
    """
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        current = _revision(connection, scripts, path)
        if current is None and not create:
            raise RuwoError("workspace_broken", name=path.name)
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")  # kept in the file, so only once it is known to be ours
        if current == scripts.get_current_head():
            return
        if current:
            copy(connection, Path(f"{path}{BEFORE}"))
        config.attributes["connection"] = connection
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        command.upgrade(config, "head")
        connection.exec_driver_sql("COMMIT")


def copy(connection: Connection, target: Path) -> None:
    """Write what the database holds now, its write-ahead log included, to ``target``; for this account only."""
    target.touch(mode=0o600)
    source = connection.connection.driver_connection
    assert isinstance(source, sqlite3.Connection)
    with closing(sqlite3.connect(target)) as out:
        source.backup(out)


def _revision(connection: Connection, scripts: ScriptDirectory, path: Path) -> str | None:
    """The file's revision; None for an empty file."""
    current = MigrationContext.configure(connection).get_current_revision()
    if current is None and connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one():
        raise RuwoError("workspace_broken", name=path.name)
    if current and current not in {script.revision for script in scripts.walk_revisions()}:
        raise RuwoError("workspace_newer", name=path.stem)
    return current
