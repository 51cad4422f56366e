"""Who reviews: a name comes back in its browser, and is missed where others said theirs."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from curation.flow.workbench import review
from pages.widgets import reviewer
from tests.flow import chats


@pytest.fixture
def tab(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A session in its first run, before its browser has answered."""
    found = SimpleNamespace(session_state={}, query_params={})
    monkeypatch.setattr(reviewer, "st", found)
    return found


@pytest.mark.parametrize(
    ("signed", "by", "missing"),
    [("", "", False), ("阿哲", "", True), ("阿哲", "小周", False)],
    ids=["nobody signs", "others sign", "this tab signs"],
)
def test_a_name_is_missed_only_where_others_said_theirs(
    tmp_path: Path, tab: SimpleNamespace, signed: str, by: str, missing: bool
) -> None:
    opened = chats.filled(tmp_path, chats.talk(4))
    review.mark(opened, [1], "kept", signed)
    tab.query_params.update({"by": by} if by else {})
    assert not reviewer.is_missing(opened)
    reviewer._recall("")
    assert reviewer.is_missing(opened) is missing


def test_what_the_browser_kept_never_replaces_a_name_that_was_said_here(tab: SimpleNamespace) -> None:
    reviewer._recall(" 阿哲 ")
    assert reviewer.name() == "阿哲"
    tab.session_state["reviewer_name"] = "小周"
    reviewer._keep()
    reviewer._recall("阿哲")
    assert (reviewer.name(), tab.query_params["by"]) == ("小周", "小周")
    tab.session_state["reviewer_name"] = ""
    reviewer._keep()
    reviewer._recall("阿哲")
    assert (reviewer.name(), tab.query_params) == ("", {})
    assert tab.session_state["reviewer_typed"] == ""
