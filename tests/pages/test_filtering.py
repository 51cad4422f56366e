"""Which filters stay when another page leads to a queue."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from pages.widgets import filtering, shelf


@pytest.mark.parametrize(
    ("step", "status", "text", "place", "shown"),
    [
        ("review", "pending", "猫", "", "pages/2_review.py"),
        ("later", "later", "", "", "pages/2_review.py"),
        ("dropped", "dropped", "", "", "pages/2_review.py"),
        ("export", "kept", "猫", "kept", "pages/5_export.py"),
    ],
)
def test_a_queue_that_the_start_page_counted_is_shown_whole(
    monkeypatch: pytest.MonkeyPatch, step: Any, status: str, text: str, place: str, shown: str
) -> None:
    state: dict[str, Any] = {"review_status": "kept", "review_text": "猫", "review_chat": 2, "review_ids": [1]}
    went: list[str] = []
    page = SimpleNamespace(session_state=state, switch_page=went.append)
    for module in (filtering, shelf):
        monkeypatch.setattr(module, "st", page)
    shelf._go_on(step)
    assert (went, state["review_status"], state["review_text"]) == ([shown], status, text)
    assert bool(state["review_chat"]) == bool(text)
    assert ("review_ids" in state) == bool(place)
