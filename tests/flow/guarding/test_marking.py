"""Something the recognizers missed, called private in the canvas."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

import pytest

from curation.flow import background
from curation.flow.guarding import privacy, ruling, scanning
from curation.flow.workbench import review
from curation.workspace import Workspace
from tests.flow import chats
from tests.flow.chats import Client

TEXT = "去青瓦台吃饭😀青瓦台"
TABS = count()


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    later, soon = {"after": 7200}, {"after": 5}
    lines = [(False, TEXT), (True, "好", soon), (False, "青瓦台远吗", later), (True, "不远", soon)]
    return chats.filled(tmp_path, lines)


def mark(opened: Workspace, start: int = 1, end: int = 4, entity: str = "LOCATION") -> Any:
    fragment = chats.fragments(opened)[0]
    bubble = chats.bubbles(opened, fragment)[0]["id"]
    client = Client(opened, f"tab{next(TABS)}")
    applied = client.try_("mark", fragment, bubble=bubble, start=start, end=end, entity=entity)
    job = background.job(opened, "scan")
    assert job is None or job.wait(60)
    return applied


def shown(opened: Workspace) -> list[list[tuple[str, int, int, str]]]:
    """What the canvas underlines, by bubble."""
    with opened.read() as connection:
        fragments = review.page(connection, chats.fragments(opened), review.View(), str)["fragments"]
    return [
        [(f["entity"], f["start"], f["end"], f["decision"]) for f in b.get("findings", [])]
        for fragment in fragments
        for b in fragment["bubbles"]
    ]


def test_it_becomes_a_rule_for_everything(opened: Workspace) -> None:
    assert not mark(opened).problems
    assert shown(opened) == [
        [("LOCATION", 1, 4, "undecided"), ("LOCATION", 7, 10, "undecided")],
        [],
        [("LOCATION", 0, 3, "undecided")],
        [],
    ]
    assert [(rule.kind, rule.pattern, rule.places) for rule in ruling.listing(opened, str)] == [("word", "青瓦台", 3)]
    chats.keep_all(opened)
    assert "青瓦台" not in chats.everything(chats.exported(opened))


def test_it_shows_in_its_fragment_before_the_rest_is_searched(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "start_scan", lambda _: None)
    mark(opened)
    assert [len(found) for found in shown(opened)] == [2, 0, 0, 0]
    assert scanning.pending(opened)


def test_it_can_be_undone_and_redone(opened: Workspace) -> None:
    mark(opened)
    marked = shown(opened)
    review.undo(opened)
    assert shown(opened) == [[], [], [], []]
    assert ruling.listing(opened, str) == []
    review.redo(opened)
    assert shown(opened) == marked


def test_the_words_of_the_undo_button(opened: Workspace) -> None:
    assert review.journal_ends(opened, str) == ("", "")
    mark(opened)
    assert review.journal_ends(opened, str) == ("marked as private", "")
    review.undo(opened)
    assert review.journal_ends(opened, str) == ("", "marked as private")


@pytest.mark.parametrize(
    ("start", "end", "entity", "code"),
    [
        (4, 4, "LOCATION", "edit_stale"),
        (5, 2, "LOCATION", "edit_stale"),
        (0, 99, "LOCATION", "edit_stale"),
        (0, 1, "LOCATION", "rule_everything"),
        (1, 4, "NOTHING", "edit_impossible"),
    ],
)
def test_what_cannot_be_marked_is_refused(opened: Workspace, start: int, end: int, entity: str, code: str) -> None:
    before = ruling.listing(opened, str)
    assert [p.code for p in mark(opened, start, end, entity).problems] == [code]
    assert ruling.listing(opened, str) == before


def test_the_same_words_are_marked_once(opened: Workspace) -> None:
    mark(opened)
    assert [p.code for p in mark(opened, 7, 10).problems] == ["rule_there"]


def test_a_value_called_not_private_before_is_private_again(opened: Workspace) -> None:
    mark(opened)
    (value,) = privacy.ids(opened, privacy.Chosen(entity="LOCATION"))
    privacy.decide(opened, [value], "reject")
    ruling.remove(opened, ruling.listing(opened, str)[0].id)
    assert not mark(opened).problems
    assert shown(opened)[2] == [("LOCATION", 0, 3, "accept")]
