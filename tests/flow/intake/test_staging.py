"""Uploads lie on the disk only while they are needed."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

from curation.flow import background
from curation.flow.intake import importing, staging
from curation.workspace import Workspace, home
from tests.generators import memotrace
from tests.generators.chats import EVERY_KIND


def test_uploads_are_kept_only_while_they_are_needed(opened: Workspace, tmp_path: Path) -> None:
    staged = staging.stage("../../小满.html.json", BytesIO(memotrace.html_json_bytes(EVERY_KIND)))
    assert staged.name == "小满.html.json"
    assert home() in staged.parents
    plan = importing.Plan(staged, {"小满": "self"})
    job = background.start_import(opened, plan, then=lambda: staging.unstage([staged]))
    assert job.wait(60)
    assert (job.error, staged.exists()) == (None, False)


def test_uploads_that_wait_for_nobody_are_removed(opened: Workspace) -> None:
    old, fresh = staging.stage("旧.csv", BytesIO(b"x")), staging.stage("新.csv", BytesIO(b"x"))
    then = old.stat().st_mtime - staging.STALE - 1
    os.utime(old.parent, (then, then))
    staging.clear_inbox()
    assert (old.parent.exists(), fresh.exists()) == (False, True)


def test_unstage_leaves_other_files_alone(tmp_path: Path) -> None:
    path = tmp_path / "小满.csv"
    path.write_bytes(b"x")
    staging.unstage([path])
    assert path.exists()
