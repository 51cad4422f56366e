"""The full-text index is filled beside everything else, and goes on where it stopped."""

from __future__ import annotations

from pathlib import Path

import pytest

from curation.errors import RuwoError
from curation.flow import background
from curation.flow.intake import importing
from curation.flow.sweeping import searching
from curation.jobs import Job
from curation.workspace import Workspace
from tests.flow import chats


def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "BATCH", 5)
    opened = chats.filled(tmp_path, chats.talk(12, text="第{n}句晚安"))
    stopped: Job[int] = Job(lambda job: None)
    stopped.cancel()
    with pytest.raises(RuwoError):
        searching.index(opened, stopped)
    assert searching.pending(opened) == 7
    assert searching.index(opened) == 7
    assert chats.fragments(opened, text="晚安") == [1, 2, 3, 4, 5, 6]


def test_an_import_makes_its_messages_searchable(opened: Workspace, tmp_path: Path) -> None:
    path = chats.write(tmp_path, chats.talk(4, text="第{n}句晚安"))
    chosen = {chat.key: importing.suggested(chat) for chat in importing.preview(path).chats}
    assert background.start_import(opened, importing.Plan(path, chosen)).wait(30)
    running = background.job(opened, "index")
    assert running is not None
    assert running.wait(30)
    assert chats.fragments(opened, text="句晚") == [1, 2]
