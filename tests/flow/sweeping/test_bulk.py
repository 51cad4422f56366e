"""A bulk decision does what its preview said, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from curation.errors import RuwoError
from curation.flow.sweeping import bulk, searching
from curation.flow.workbench import pace, review
from curation.workspace import Workspace, queries, tables
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
    assert [sample.fragment for sample in seen.samples] == [1, 2, 3, 4, 5, 6]
    first = seen.samples[0]
    assert (first.words, first.status, first.start, first.chat) == ("第0句", "kept", "2024-05-01 17:00", "小满")
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


def sampled(opened: Workspace, chosen: Filter) -> list[str]:
    return [one.words for one in bulk.preview(opened, chosen, "dropped").samples]


def test_samples_show_what_was_searched_for(tmp_path: Path) -> None:
    opened = chats.filled(tmp_path, [(False, "在吗"), (True, "我" * 80 + "去吃火锅" + "你" * 80)])
    searching.index(opened)
    (words,) = sampled(opened, Filter(text="火锅"))
    assert words.startswith("…我")
    assert "我去吃火锅你" in words
    assert words.endswith("你…")


def test_samples_show_the_bubble_that_a_signal_speaks_of_and_keep_values_masked(
    tmp_path: Path, finds: Callable[..., None]
) -> None:
    finds(PHONE_NUMBER=["13912345678"])
    opened = chats.filled(tmp_path, [(False, "早"), (False, "打13912345678"), (True, "好")])
    bubble = chats.bubbles(opened, 1)[1]["id"]
    mark = {"fragment_id": 1, "bubble_id": bubble, "kind": "code", "score": 900, "reason": "{}"}
    with opened.write() as connection:
        connection.execute(tables.signals.insert().values(mark))
        connection.execute(tables.fragments.update().values(signals="|code|"))
    assert sampled(opened, Filter(signal="code")) == ["打139****5678"]
    assert sampled(opened, Filter()) == ["早"]
