"""Who reviews: a name once said in a workspace is missed where it is not."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from curation.flow.workbench import review
from pages.widgets import reviewer
from tests.flow import chats


@pytest.mark.parametrize(
    ("signed", "by", "missing"),
    [("", "", False), ("阿哲", "", True), ("阿哲", "小周", False)],
    ids=["nobody signs", "others sign", "this tab signs"],
)
def test_a_name_is_missed_only_where_others_said_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signed: str, by: str, missing: bool
) -> None:
    opened = chats.filled(tmp_path, chats.talk(4))
    review.mark(opened, [1], "kept", signed)
    monkeypatch.setattr(reviewer, "st", SimpleNamespace(session_state={}, query_params={"by": by} if by else {}))
    assert reviewer.is_missing(opened) is missing
