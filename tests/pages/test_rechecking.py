"""Old decisions that are due are looked for once in a batch, not at every page that is turned."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from curation.flow.advice import sampling
from curation.flow.workbench import pace, review
from pages.widgets import rechecking
from tests.flow import chats


def test_they_come_up_when_the_next_batch_has_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, asked = chats.filled(tmp_path, chats.talk(2 * pace.BATCH + 4)), list[int]()
    monkeypatch.setattr(rechecking, "st", SimpleNamespace(session_state={}))
    monkeypatch.setattr(sampling, "due", lambda _: asked.append(1) or len(asked) - 1)
    ids = chats.fragments(opened)
    assert not rechecking.comes_up(opened), "the page was never drawn whole"
    assert [rechecking._due(opened) for _ in range(2)] == [0, 0]
    review.mark(opened, ids[: pace.BATCH - 1], "kept")
    assert not rechecking.comes_up(opened)
    review.mark(opened, ids[pace.BATCH - 1 :], "kept")
    assert [rechecking.comes_up(opened), rechecking.comes_up(opened)] == [True, False]
    assert rechecking._due(opened) == 1
    assert len(asked) == 2
