"""A bulk decision does what its preview said, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from curation.errors import RuwoError
from curation.flow.sweeping import bulk, searching
from curation.flow.workbench import pace, review
from curation.workspace import Workspace, queries
from curation.workspace.filters import Filter
from tests.flow import chats

ALL = Filter()


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    """Fragments 1 to 10 of two turns each; the first three are kept, the last is dropped."""
    found = chats.filled(tmp_path, chats.talk(20))
    review.mark(found, [1, 2, 3], "kept")
    review.mark(found, [10], "dropped")
    return found


def test_the_preview_says_what_happens(opened: Workspace) -> None:
    before = chats.dump(opened)
    seen = bulk.preview(opened, ALL, "dropped")
    assert (seen.count, seen.was, seen.already) == (9, {"kept": 3, "pending": 6}, 1)
    assert [fragment for fragment, _ in seen.samples] == [1, 2, 3, 4, 5, 6]
    assert seen.samples[0][1] == "第0句"
    assert (seen.size[0].rows, seen.size[1]) == (3, pace.Size(0, 0))
    assert chats.dump(opened) == before


def test_keeping_adds_the_rows_that_can_be_trained(opened: Workspace) -> None:
    chats.Client(opened).do("remove", 4, bubbles=[chats.bubbles(opened, 4)[1]["id"]])
    seen = bulk.preview(opened, Filter(statuses=("pending",)), "kept")
    assert (seen.count, seen.size[1].rows) == (6, 8)
    bulk.apply(opened, Filter(statuses=("pending",)), seen)
    with opened.read() as connection:
        assert pace.size(connection) == seen.size[1]


def test_it_is_one_edit_and_one_undo(opened: Workspace) -> None:
    searching.index(opened)
    chosen = Filter(text="第8句")
    assert bulk.apply(opened, chosen, bulk.preview(opened, chosen, "dropped"), "阿岚") == 1
    assert chats.fragments(opened, statuses=("dropped",)) == [5, 10]
    review.undo(opened)
    assert chats.fragments(opened, statuses=("dropped",)) == [10]


def test_after_any_other_edit_it_has_to_be_looked_at_again(opened: Workspace) -> None:
    seen = bulk.preview(opened, ALL, "dropped")
    review.mark(opened, [5], "later")
    before = chats.dump(opened)
    with pytest.raises(RuwoError) as caught:
        bulk.apply(opened, ALL, seen)
    assert caught.value.code == "bulk_stale"
    assert chats.dump(opened) == before
    with opened.read() as connection:
        assert queries.last_edit(connection) > seen.seen
