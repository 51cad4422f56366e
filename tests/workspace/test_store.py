"""Workspaces on the shelf: made, listed, copied, deleted, refused."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from io import BytesIO
from pathlib import Path

import pytest

from curation import workspace as workspaces
from curation.errors import RuwoError
from curation.workspace import Workspace, journal, open_workspace, queries, queues
from curation.workspace import tables as t
from tests.workspace.make import Client, dump, fill

NAMES = ["我的聊天", 'O\'Brien "x"; DROP TABLE edits --', "a/b\\c", "  ", "", "😀\n", "x" * 500]


@pytest.fixture(autouse=True)
def _closed_in_the_end() -> Iterator[None]:
    yield
    for entry in workspaces.listing():
        with suppress(RuwoError):
            open_workspace(entry.path).close()


def names() -> list[str]:
    return sorted(entry.name for entry in workspaces.listing())


def code_of(path: Path | str) -> str:
    with pytest.raises(RuwoError) as error:
        open_workspace(path)
    return error.value.code


@pytest.mark.parametrize("name", NAMES, ids=lambda n: repr(n)[:20])
def test_any_name_is_kept(name: str) -> None:
    opened = workspaces.create(name)
    assert names() == [name]
    with opened.read() as connection:
        assert queries.setting(connection, "name") == name


def test_the_shelf_shows_the_newest_change_first(home: Path) -> None:
    first, second = workspaces.create("甲"), workspaces.create("乙")
    for opened, changed in ((first, 2_000_000_000), (second, 1_000_000_000)):
        opened.close()
        os.utime(opened.path, (changed, changed))
    assert [(e.name, e.id, e.changed, e.path.parent) for e in workspaces.listing()] == [
        ("甲", first.path.stem, 2_000_000_000, home.resolve()),
        ("乙", second.path.stem, 1_000_000_000, home.resolve()),
    ]
    assert all(e.size == e.path.stat().st_size for e in workspaces.listing())
    assert {path.suffix for path in home.iterdir()} == {".ruwo", ".lock"}, "looking leaves nothing behind"


def test_looking_at_a_workspace_does_not_change_its_date() -> None:
    opened = workspaces.create("甲")
    opened.close()
    os.utime(opened.path, (1_000_000_000, 1_000_000_000))
    open_workspace(opened.path).close()
    assert [e.changed for e in workspaces.listing()] == [1_000_000_000]


def test_the_shelf_leaves_out_what_is_no_workspace(home: Path) -> None:
    workspaces.create("甲")
    (home / "broken.ruwo").write_bytes(b"not a database" * 99)
    (home / "empty.ruwo").touch()
    (home / "folder.ruwo").mkdir()
    with closing(sqlite3.connect(home / "other.ruwo")) as other:
        other.execute("CREATE TABLE x (y)")
    assert names() == ["甲"]


def test_a_new_name_is_an_edit_and_can_be_undone() -> None:
    opened = workspaces.create("旧")
    with opened.write() as connection:
        draft = journal.Draft(connection, "rename")
        draft.put(t.settings, "name", value='"新"')
        draft.finish()
    assert names() == ["新"]
    Client(opened).do("undo")
    assert names() == ["旧"]


def test_opening_by_id_or_path_gives_the_same_workspace() -> None:
    opened = workspaces.create("甲")
    assert open_workspace(opened.path.stem) is opened
    assert open_workspace(opened.path) is opened
    assert open_workspace(str(opened.path)) is opened


def test_the_data_folder_and_every_file_in_it_are_private(home: Path, workspace: Workspace) -> None:
    workspace.backup(home / "copy.ruwo")
    found = [path for path in home.iterdir() if not path.name.endswith(".lock")]
    assert {path.name.partition(".")[2] for path in found} == {"ruwo", "ruwo-wal", "ruwo-shm"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in found} == {0o600}
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_backup_is_a_workspace_that_equals_the_original(workspace: Workspace, tmp_path: Path) -> None:
    client = Client(workspace)
    client.do("status", 1, status="kept")
    client.do("split", 1, bubble=2)
    target = tmp_path / "备份 #1?%20.ruwo"
    workspace.backup(target)
    client.do("status", 2, status="dropped")
    copy = open_workspace(target)
    try:
        client.do("undo")
        assert dump(copy) == dump(workspace)
        assert Client(copy, "other").undo_all() == 2
    finally:
        copy.close()


def test_a_backup_is_taken_while_somebody_writes(workspace: Workspace, tmp_path: Path) -> None:
    before = dump(workspace)
    with workspace.write() as connection:
        connection.execute(t.fragments.update().values(status="kept"))
        workspace.backup(tmp_path / "copy.ruwo")
    copy = open_workspace(tmp_path / "copy.ruwo")
    try:
        assert dump(copy) == before
    finally:
        copy.close()


def test_a_restored_backup_is_a_workspace_of_its_own(workspace: Workspace, tmp_path: Path) -> None:
    workspace.backup(tmp_path / "copy.ruwo")
    restored = workspaces.restore(BytesIO((tmp_path / "copy.ruwo").read_bytes()))
    assert restored.path != workspace.path
    assert dump(restored) == dump(workspace)
    assert names() == ["测试", "测试"]


def test_a_broken_backup_leaves_nothing_behind(home: Path) -> None:
    with pytest.raises(RuwoError, match="workspace_broken"):
        workspaces.restore(BytesIO(b"SQLite format 3\0 but not really" * 99))
    assert list(home.iterdir()) == []


def test_delete_removes_every_file(home: Path) -> None:
    opened = workspaces.create("甲")
    fill(opened)
    assert len(list(home.iterdir())) > 1
    opened.delete()
    assert list(home.iterdir()) == []
    assert code_of(opened.path.stem) == "workspace_missing"


@pytest.mark.parametrize("away", [Workspace.close, Workspace.delete])
def test_a_closed_workspace_neither_reads_nor_makes_a_new_file(home: Path, away: object) -> None:
    opened = workspaces.create("甲")
    away(opened)  # type: ignore[operator]
    left = sorted(path.name for path in home.iterdir())
    for using in (opened.read, opened.write):
        with pytest.raises(RuwoError, match="workspace_missing"), using():
            pass
    with pytest.raises(RuwoError, match="workspace_missing"):
        opened.backup(home / "copy.ruwo")
    opened.close()
    assert sorted(path.name for path in home.iterdir()) == left


def test_it_can_be_closed_by_another_thread_and_opened_again() -> None:
    opened = workspaces.create("甲")
    other = threading.Thread(target=opened.close)
    other.start()
    other.join()
    assert open_workspace(opened.path) is not opened


@pytest.mark.parametrize("name", ["gone", "../gone", "gone.ruwo", ".."])
def test_a_missing_workspace_is_not_made(home: Path, name: str) -> None:
    assert code_of(name) == "workspace_missing"
    assert not home.exists() or list(home.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"\0", b"hello" * 999, b"SQLite format 3\0" + b"\xff" * 4_080, "聊天记录".encode("gb18030") * 999],
    ids=["empty", "one byte", "text", "header only", "chinese"],
)
def test_a_file_that_is_no_workspace_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.ruwo"
    path.write_bytes(content)
    assert code_of(path) == "workspace_broken"
    assert path.read_bytes() == content
    assert code_of(path) == "workspace_broken", "the lock was let go"


def test_somebody_elses_database_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE messages (id INTEGER PRIMARY KEY, text TEXT)")
    content = path.read_bytes()
    assert code_of(path) == "workspace_broken"
    assert path.read_bytes() == content


def test_a_damaged_workspace_is_reported(workspace: Workspace) -> None:
    workspace.close()
    content = bytearray(workspace.path.read_bytes())
    content[100:4_096] = b"\xaa" * 3_996
    workspace.path.write_bytes(content)
    assert code_of(workspace.path) == "workspace_broken"


def test_a_file_of_a_newer_ruwo_is_left_alone(workspace: Workspace) -> None:
    workspace.close()
    with closing(sqlite3.connect(workspace.path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    content = workspace.path.read_bytes()
    assert code_of(workspace.path) == "workspace_newer"
    assert workspace.path.read_bytes() == content
    assert not Path(f"{workspace.path}.before-upgrade").exists()


def test_a_reader_sees_one_moment(workspace: Workspace) -> None:
    with workspace.read() as connection:
        before = queues.counts(connection)
        Client(workspace).do("status", 1, status="kept")
        assert queues.counts(connection) == before
    with workspace.read() as connection:
        assert queues.counts(connection) == {"pending": 3, "kept": 1, "dropped": 0, "later": 0}


@pytest.mark.parametrize("last", ["UPDATE fragments SET note = ''", "ROLLBACK"], ids=["ours", "a full disk's"])
def test_what_fails_is_rolled_back_and_the_next_write_goes_through(workspace: Workspace, last: str) -> None:
    def fail() -> None:
        with workspace.write() as connection:
            connection.execute(t.fragments.update().values(status="kept"))
            connection.exec_driver_sql(last)
            raise ZeroDivisionError

    before = dump(workspace)
    with pytest.raises(ZeroDivisionError):
        fail()
    assert dump(workspace) == before
    assert Client(workspace).do("status", 1, status="kept").problems == []


def test_threads_that_write_at_the_same_time_lose_nothing(workspace: Workspace) -> None:
    refused: list[object] = []

    def work(fragment: int) -> None:
        client = Client(workspace, f"tab {fragment}")
        for n in range(50):
            refused.extend(client.do("add", fragment, side="human", text=f"{fragment}:{n}").problems)

    threads = [threading.Thread(target=work, args=(fragment,)) for fragment in (1, 2, 3, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == []
    texts = [row["text"] for row in dump(workspace)["bubbles"] if row["message_id"] is None]
    assert sorted(texts) == sorted(f"{fragment}:{n}" for fragment in (1, 2, 3, 4) for n in range(50))
    assert Client(workspace, "last").undo_all() == 200


def test_every_connection_is_durable_checks_keys_and_overwrites_what_it_deletes(workspace: Workspace) -> None:
    with workspace.read() as one, workspace.read() as two, workspace.read() as three:
        for connection in (one, two, three):
            found = {
                pragma: connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one()
                for pragma in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
            }
            assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
