"""The file of one long chat: what the bench imports must hold what it says, and be parted nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import workspace
from bench.oneimport import measured
from curation import sources


def test_the_unbroken_chat_has_no_silence(tmp_path: Path) -> None:
    (chat,) = sources.open(workspace.unbroken(tmp_path / "chat.csv", 12_345)).chats()
    assert chat.count == 12_345
    assert chat.first is not None
    assert chat.last is not None
    assert (chat.last - chat.first).total_seconds() == 5 * 12_344


def test_both_imports_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUWO_HOME", str(tmp_path))
    found = measured(workspace.unbroken(tmp_path / "chat.csv", 300), tmp_path)
    assert found["messages"] == 300
    assert 0 < found["memory"] <= found["again"]
