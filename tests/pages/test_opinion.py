"""Where the asking of a language model is shown: in its dialog while that is open, else in a line of the workbench."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from curation.flow import background
from pages.widgets import opinion
from tests.flow import chats


@pytest.mark.parametrize(
    ("job", "watched", "ended", "out_of_sight"),
    [
        (None, False, False, False),
        (SimpleNamespace(done=False), False, False, True),
        (SimpleNamespace(done=False), True, False, False),
        (SimpleNamespace(done=True), True, True, False),
        (SimpleNamespace(done=True), False, False, False),
    ],
    ids=["nothing asked", "closed meanwhile", "watched", "ended while watched", "ended while closed"],
)
def test_what_is_asked_is_shown_in_one_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, job: Any, watched: bool, ended: bool, out_of_sight: bool
) -> None:
    opened = chats.filled(tmp_path, chats.talk(2))
    state = {opinion._WATCHED: True} if watched else {}
    monkeypatch.setattr(opinion, "st", SimpleNamespace(session_state=state))
    monkeypatch.setattr(background, "job", lambda _, kind: job if kind == "opinion" else None)
    assert (opinion.has_ended(opened), opinion.is_out_of_sight(opened)) == (ended, out_of_sight)
