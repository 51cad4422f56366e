"""The line that offers a rule says what is so now: after a decision, one about many, and what is taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from curation.flow.sweeping import alike, bulk
from curation.flow.workbench import review
from curation.workspace import Workspace, layout
from tests.flow import chats


def _line(path: str) -> None:
    from curation.workspace import open_workspace
    from pages.widgets import rules

    rules.offer(open_workspace(path), lambda: None, str)


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    """Twelve fragments that were sent to many; seven are dropped."""
    found = chats.filled(tmp_path, chats.talk(24))
    with found.write() as connection:
        summaries = {i: layout.Summary(0, 2, 50, "在", ("broadcast",)) for i in range(1, 13)}
        layout.write_summaries(connection, summaries)
    review.mark(found, list(range(1, 8)), "dropped")
    return found


def told(page: AppTest) -> list[str]:
    return [text.value for text in page.run().text]


def test_the_offer_is_recounted_with_every_edit(opened: Workspace) -> None:
    page = AppTest.from_function(_line, args=(str(opened.path),), default_timeout=30)
    label = alike.label(alike.Rule("broadcast", "dropped", 0, 0, 0))
    assert told(page) == []
    review.mark(opened, [8], "dropped")
    assert told(page) == [f"“{label}”: 8 of 8 dropped, 4 wait."]
    assert len(page.toast) == 1
    found = alike.rule(opened)
    assert found is not None
    bulk.apply(opened, alike.matching(found), bulk.preview(opened, alike.matching(found), "dropped"))
    assert told(page) == []
    review.undo(opened)
    assert told(page) == [f"“{label}”: 8 of 8 dropped, 4 wait."]
    assert not page.toast
    review.mark(opened, list(range(1, 9)), "kept")
    assert told(page) == [f"“{label}”: 8 of 8 kept, 4 wait."]
    page.button(key="rule_pass").click()
    assert told(page) == []
