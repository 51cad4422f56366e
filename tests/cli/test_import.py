"""Chats and folders into a workspace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curation import workspace
from tests.cli.calling import refused, run
from tests.flow import chats
from tests.generators import memotrace
from tests.generators.chats import EVERY_KIND, ME, invented
from tests.generators.whatsapp import zipped


class TestImport:
    def test_into_a_new_workspace_and_into_one_that_is_there(self, log: Path, tmp_path: Path) -> None:
        done = json.loads(run("import", log, "--json").stdout)
        assert done["messages"] == 6
        assert done["values"] >= 2
        other = chats.write(
            tmp_path, [(False, "又是我"), (True, "嗯")], name="小北.html.json", names=(chats.ME, "小北")
        )
        more = json.loads(run("import", other, "--into", done["id"], "--json").stdout)
        assert (more["id"], more["messages"]) == (done["id"], 8)
        assert [entry.id for entry in workspace.listing()] == [done["id"]]

    def test_a_bad_file_makes_no_workspace_and_changes_none(self, log: Path, tmp_path: Path) -> None:
        done = json.loads(run("import", log, "--json").stdout)
        opened = workspace.open_workspace(done["id"])
        before = chats.dump(opened)
        opened.close()
        bad = tmp_path / "bad.html.json"
        bad.write_bytes(log.read_bytes()[:-20])
        for args in ([bad], [log, bad], [bad, "--into", done["id"]], [log, bad, "--into", done["id"]]):
            refused("import", *args)
        assert [entry.id for entry in workspace.listing()] == [done["id"]]
        opened = workspace.open_workspace(done["id"])
        assert chats.dump(opened) == before

    def test_an_unknown_workspace(self, log: Path) -> None:
        assert refused("import", log, "--into", "nowhere").startswith("There is no workspace “nowhere” any more.")


class TestKinds:
    def test_each_is_counted_with_what_it_is_used_as(self, tmp_path: Path) -> None:
        path = tmp_path / "小满.html.json"
        path.write_bytes(memotrace.html_json_bytes(EVERY_KIND))
        kinds = json.loads(run("import", path, "--json").stdout)["kinds"]
        assert sum(one["messages"] for one in kinds.values()) == len(EVERY_KIND)
        assert kinds["image"] == {"messages": 1, "use": "hole"}
        assert kinds["recall"]["use"] == "aside"
        assert "picture 1 (a gap)" in run("import", path).stdout

    def test_text_alone_is_no_news(self, log: Path) -> None:
        assert "Kinds of messages" not in run("import", log).stdout


class TestFolders:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """Two chats, the first of them in two formats, one that nobody owns, and what is none."""
        folder = tmp_path / "聊天记录"
        (folder / "老邱").mkdir(parents=True)
        (folder / "小满.html.json").write_bytes(memotrace.html_json_bytes(invented(30)))
        (folder / "小满.csv").write_bytes(memotrace.csv_bytes(invented(30)))
        (folder / "老邱" / "老邱.csv").write_bytes(memotrace.csv_bytes(invented(20, seed=5)))
        (folder / "群.csv").write_bytes(memotrace.csv_bytes(EVERY_KIND, group=True))
        (folder / "notes.txt").write_text("buy milk", encoding="utf-8")
        return folder

    def test_every_chat_in_it_is_a_source_with_its_report(self, folder: Path) -> None:
        done = json.loads(run("import", folder, "--json").stdout)
        assert {(one["file"], one["messages"]) for one in done["sources"]} == {("小满.html.json", 30), ("老邱.csv", 20)}
        assert all(one["records"] == one["kept"] + one["merged"] + one["set_aside"] for one in done["sources"])
        assert done["messages"] == 50
        reasons = {one["file"]: one["reason"] for one in done["files_left_out"]}
        assert reasons["小满.csv"] == "left out: a file beside it holds the same chat, and more of it"
        assert reasons["notes.txt"] == "left out: not in a format Ruwo knows"
        assert reasons["群.csv"].startswith("Say who the persona is.")

    def test_people_get_a_line_for_each(self, folder: Path) -> None:
        lines = run("import", folder, "--persona", ME).stdout.splitlines()
        assert "小满.html.json: 30 messages, 0 merged, 0 set aside" in lines
        assert f"群.csv: {len(EVERY_KIND)} messages, 0 merged, 0 set aside" in lines
        assert "notes.txt: left out: not in a format Ruwo knows" in lines

    def test_files_zips_and_folders_together(self, folder: Path, log: Path, tmp_path: Path) -> None:
        (tmp_path / "x.zip").write_bytes(zipped({"乙.csv": memotrace.csv_bytes(invented(7, seed=9))}))
        done = json.loads(run("import", log, tmp_path / "x.zip", folder, "--json").stdout)
        assert [one["messages"] for one in done["sources"]] == [6, 7, 30, 20]

    def test_a_broken_file_that_was_named_stops_everything(self, folder: Path, home: Path) -> None:
        assert "format" in refused("import", folder, folder / "notes.txt")
        assert not list(home.glob("*.ruwo"))
