"""Whole chats as ChatLab files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curation import sources
from tests.cli.calling import refused, run
from tests.generators.chats import FRIEND


class TestExportChat:
    @pytest.fixture
    def workspace_id(self, log: Path) -> str:
        return str(json.loads(run("import", log, "--json").stdout)["id"])

    def test_redacted_unless_said_otherwise(self, workspace_id: str, tmp_path: Path) -> None:
        said = run("export-chat", workspace_id, "--out", tmp_path / "out").stdout
        assert "6 messages; private values were replaced.\n" in said
        assert "Nobody looked at 1 values" in said
        content = (tmp_path / "out" / "chat-1.json").read_text(encoding="utf-8")
        assert "19999123456" not in content
        assert FRIEND not in content
        assert [one["type"] for one in json.loads(content)["messages"]] == [0] * 6

    def test_as_imported_with_a_warning(self, workspace_id: str, log: Path, tmp_path: Path) -> None:
        said = run("export-chat", workspace_id, "--out", tmp_path, "--lines", "--as-imported").stdout
        assert "hold every private value" in said
        texts = sources.read(tmp_path / "小满.jsonl").messages["text"].tolist()
        assert texts == sources.read(log).messages["text"].tolist()

    def test_machines(self, workspace_id: str, tmp_path: Path) -> None:
        done = json.loads(run("export-chat", workspace_id, "--out", tmp_path, "--json").stdout)
        assert done == {"files": [str(tmp_path / "chat-1.json")], "messages": 6, "redacted": True, "unsettled": 1}

    def test_a_workspace_that_is_not_there(self, tmp_path: Path) -> None:
        assert "no workspace" in refused("export-chat", "gone", "--out", tmp_path)
