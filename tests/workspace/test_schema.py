"""The migrations make exactly the tables that the code knows, and keep what was there before."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine

from curation.workspace import Workspace, open_workspace, schema, tables
from tests.workspace.make import Client, dump


def layout(connection: Connection) -> dict[str, Any]:
    """Table or index -> its columns as SQLite sees them."""
    names = connection.exec_driver_sql(
        "SELECT name, type FROM sqlite_master "
        "WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search%' AND name != 'alembic_version'"
    ).all()
    return {
        name: [
            tuple(str(value).strip("()") for value in row[1:])
            for row in connection.exec_driver_sql(f'PRAGMA {kind}_info("{name}")')
        ]
        for name, kind in names
    }


def not_search(name: str | None, kind: str, parents: object) -> bool:
    """The full-text table and what SQLite keeps it in are no tables of the metadata."""
    return kind != "table" or name is None or not name.startswith("search")


def test_migrations_make_the_tables_of_the_code(workspace: Workspace) -> None:
    with workspace.read() as connection:
        options = {"compare_type": True, "compare_server_default": True, "include_name": not_search}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), tables.metadata) == []


def test_down_to_columns_defaults_and_indexes(workspace: Workspace) -> None:
    engine = create_engine("sqlite://")
    tables.metadata.create_all(engine)
    with workspace.read() as migrated, engine.connect() as made:
        assert layout(migrated) == layout(made)
        assert len(layout(made)) > 15
    engine.dispose()


@pytest.mark.parametrize("table", ["fragments", "bubbles", "edits"])
def test_ids_that_the_journal_names_are_never_given_twice(workspace: Workspace, table: str) -> None:
    with workspace.read() as connection:
        made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).scalar_one()
    assert "AUTOINCREMENT" in made


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Our migrations with one more behind them that the test writes."""
    folder = tmp_path / "migrations 100%"
    for path in sorted(schema._SCRIPTS.rglob("*")):
        if path.suffix in {".py", ".mako"}:
            target = folder / path.relative_to(schema._SCRIPTS)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    monkeypatch.setattr(schema, "_SCRIPTS", folder)
    return folder / "versions" / "9999_next.py"


HEAD = "0003"
NEXT = f"""
from alembic import op
revision, down_revision, branch_labels, depends_on = "9999", "{HEAD}", None, None
def upgrade():
    op.execute("ALTER TABLE fragments ADD COLUMN mood TEXT")
    op.execute("UPDATE fragments SET note = 'moved'")
    {{last}}
"""


def test_an_older_file_is_copied_whole_before_it_is_upgraded(workspace: Workspace, newer: Path) -> None:
    before = dump(workspace)
    workspace.close()
    newer.write_text(NEXT.format(last=""), encoding="utf-8")
    with closing(sqlite3.connect(workspace.path)) as left_in_the_log:  # as after a crash
        left_in_the_log.execute("PRAGMA wal_autocheckpoint=0")
        left_in_the_log.execute("UPDATE fragments SET note = 'late'")
        left_in_the_log.commit()
        upgraded = open_workspace(workspace.path)
    try:
        assert {row["note"] for row in dump(upgraded)["fragments"]} == {"moved"}
    finally:
        upgraded.close()
    copy = Path(f"{workspace.path}{schema.BEFORE}")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT DISTINCT note FROM fragments").fetchall() == [("late",)]
        assert connection.execute("SELECT count(*) FROM bubbles").fetchone() == (len(before["bubbles"]),)
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
    upgraded.delete()
    assert not copy.exists()


def test_an_older_workspace_knows_what_was_reshaped_in_it(workspace: Workspace) -> None:
    client = Client(workspace)
    client.do("split", 1, bubble=3)
    client.do("merge", 2, **{"with": "next"})
    client.do("move", 4, bubbles=[13], before=None)
    client.do("split", 2, bubble=7)
    client.do("undo")
    before = dump(workspace)
    with workspace.write() as connection:  # as it was under 0002
        connection.exec_driver_sql("DROP INDEX fragments_reshaped")
        connection.exec_driver_sql("ALTER TABLE fragments DROP COLUMN reshaped")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0002'")
    workspace.close()
    upgraded = open_workspace(workspace.path)
    try:
        assert dump(upgraded) == before
        assert {row["id"]: row["reshaped"] for row in dump(upgraded)["fragments"]} == {1: 1, 2: 1, 4: 1, 5: 1}
    finally:
        upgraded.close()


def test_a_migration_that_fails_halfway_did_not_happen(workspace: Workspace, newer: Path) -> None:
    before = dump(workspace)
    workspace.close()
    newer.write_text(NEXT.format(last="raise ZeroDivisionError"), encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        open_workspace(workspace.path)
    newer.unlink()
    again = open_workspace(workspace.path)
    try:
        assert dump(again) == before
    finally:
        again.close()
