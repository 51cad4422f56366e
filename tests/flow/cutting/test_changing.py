"""Changes of settings in the background, and which edit the import page takes back."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection

from curation.errors import RuwoError
from curation.flow import background
from curation.flow.cutting import changing, fragmenting
from curation.flow.guarding import personas
from curation.flow.intake import kinds, zones
from curation.flow.workbench import review
from curation.fragments import Settings
from curation.jobs import Job
from curation.uses import Uses
from curation.workspace import Workspace, layout
from tests.flow import chats


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    return chats.filled(tmp_path, chats.talk(8))


def test_a_change_runs_and_is_analysed(opened: Workspace) -> None:
    job = background.start_change(opened, lambda job: kinds.save(opened, Uses({"image": "aside"}), job))
    assert job.wait(30)
    assert job.error is None
    assert kinds.load(opened) == Uses({"image": "aside"})
    assert background.job(opened, "signals") is not None


def test_one_at_a_time(opened: Workspace) -> None:
    go = threading.Event()
    background.start_change(opened, lambda job: go.wait(30))
    try:
        with pytest.raises(RuwoError, match="workspace_in_use"):
            background.start_change(opened, lambda job: None)
    finally:
        go.set()


LONG = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000000) SELECT max(i) FROM n"


def test_a_change_is_stopped_inside_a_long_statement(opened: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def clear(connection: Connection, chat: int) -> None:
        (job,) = jobs
        job.cancel()
        connection.exec_driver_sql(LONG)
        ended.append(chat)

    def work(job: Job[None]) -> None:
        jobs.append(job)
        kinds.save(opened, Uses({"image": "aside"}), job)

    jobs: list[Job[None]] = []
    ended: list[int] = []
    before = chats.fragments(opened)
    monkeypatch.setattr(layout, "clear_untouched", clear)
    job = background.start_change(opened, work)
    assert job.wait(30)
    assert job.error is not None
    assert (job.error.code, ended, chats.fragments(opened)) == ("cancelled", [], before)
    assert kinds.load(opened) == Uses()


def test_the_newest_change_has_a_name(opened: Workspace) -> None:
    assert changing.newest(opened) == ""
    told = []
    zones.change(opened, 1, "Asia/Tokyo")
    told.append(changing.newest(opened))
    personas.swap(opened, 1, chats.FRIEND)
    told.append(changing.newest(opened))
    kinds.save(opened, Uses(names=False))
    told.append(changing.newest(opened))
    fragmenting.change_settings(opened, Settings(gap_minutes=5))
    told.append(changing.newest(opened))
    assert told == ["time zone", "swapped sides", "use of kinds", "settings"]
    review.undo(opened)
    assert changing.newest(opened) == "use of kinds"


def test_a_decision_is_nothing_to_take_back_there(opened: Workspace) -> None:
    kinds.save(opened, Uses(names=False))
    review.mark(opened, chats.fragments(opened)[:1], "kept")
    assert changing.newest(opened) == ""
