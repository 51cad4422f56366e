"""Long work that goes on while pages come and go."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from curation.errors import RuwoError
from curation.flow import background
from curation.flow.guarding import scanning
from curation.flow.intake import importing
from curation.workspace import Workspace
from tests.flow import chats


@pytest.fixture
def plan(tmp_path: Path) -> importing.Plan:
    path = chats.write(tmp_path, chats.talk(6))
    chat = importing.preview(path).chats[0]
    return importing.Plan(path, {chat.key: importing.suggested(chat)}, name="小满")


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Imports wait until this is set, or until they are cancelled."""
    go = threading.Event()
    read = importing.import_source

    def waiting(opened: Workspace, wanted: importing.Plan, job: Any) -> int:
        while not go.wait(0.01):
            job.check()
        return read(opened, wanted, job)

    monkeypatch.setattr(importing, "import_source", waiting)
    yield go
    go.set()


def test_an_import_runs_and_is_forgotten_when_it_ended(
    opened: Workspace, plan: importing.Plan, held: threading.Event
) -> None:
    ended = threading.Event()
    job = background.start_import(opened, plan, then=ended.set)
    assert background.job(opened, "import") is job
    assert job.name == "小满"
    background.forget(opened, "import")
    assert background.job(opened, "import") is job
    held.set()
    assert job.wait(60)
    assert (job.error, job.result, job.fraction > 0) == (None, 1, True)
    assert ended.is_set()
    background.forget(opened, "import")
    assert background.job(opened, "import") is None


def test_a_second_import_is_refused_and_tidied_up(
    opened: Workspace, plan: importing.Plan, held: threading.Event
) -> None:
    background.start_import(opened, plan)
    tidied = threading.Event()
    with pytest.raises(RuwoError, match="workspace_in_use"):
        background.start_import(opened, plan, then=tidied.set)
    assert tidied.is_set()


def test_a_cancelled_import_tidies_up_and_another_may_start(
    opened: Workspace, plan: importing.Plan, held: threading.Event
) -> None:
    tidied = threading.Event()
    job = background.start_import(opened, plan, then=tidied.set)
    job.cancel()
    assert job.wait(60)
    assert job.error is not None
    assert job.error.code == "cancelled"
    assert tidied.is_set()
    held.set()
    assert background.start_import(opened, plan).wait(60)
    assert len(chats.dump(opened)["messages"]) == 6


def test_an_error_nobody_foresaw_is_told_without_its_text(
    opened: Workspace, plan: importing.Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("第0句")

    monkeypatch.setattr(importing, "import_source", broken)
    job = background.start_import(opened, plan)
    assert job.wait(60)
    assert job.error is not None
    assert (job.error.code, job.error.params) == ("unexpected", {"kind": "ValueError"})


def test_a_scan_is_started_once_and_reads_what_comes_meanwhile(opened: Workspace, plan: importing.Plan) -> None:
    importing.import_source(opened, plan)
    with scanning._one_at_a_time:
        job = background.start_scan(opened)
        assert background.start_scan(opened) is job
        importing.import_source(opened, replace(plan, into=dict.fromkeys(plan.personas)))
    assert job.wait(60)
    assert (job.error, job.result) == (None, 12)
    assert scanning.pending(opened) == 0


def test_a_workspace_lets_go_of_its_jobs(opened: Workspace, plan: importing.Plan, held: threading.Event) -> None:
    job = background.start_import(opened, plan)
    background.stop_all(opened)
    assert job.done
    assert background.job(opened, "import") is None
    assert chats.dump(opened)["messages"] == []
    opened.delete()
    assert not opened.path.exists()
