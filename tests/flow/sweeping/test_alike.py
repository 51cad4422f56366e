"""What was decided about fragments of the same kind is said beside the next one, and offered for the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from curation.flow.sweeping import alike, bulk
from curation.flow.workbench import review
from curation.workspace import Workspace, layout, queries
from tests.flow import chats


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    """Twenty fragments of two turns; the even ones carry a signal."""
    found = chats.filled(tmp_path, chats.talk(40))
    mark(found, range(2, 21, 2), "broadcast")
    return found


def mark(opened: Workspace, fragments: range, *kinds: str, words: str = "在") -> None:
    with opened.write() as connection:
        layout.write_summaries(connection, {i: layout.Summary(0, 2, 50, words, kinds) for i in fragments})


def beside(opened: Workspace, *fragments: int) -> dict[int, str]:
    with opened.read() as connection:
        return alike.beside(connection, fragments, str)


def test_said_from_the_third_time_on_while_the_decisions_agree(opened: Workspace) -> None:
    review.mark(opened, [2, 4], "dropped")
    assert beside(opened, 6, 7) == {}
    review.mark(opened, [6], "dropped")
    assert beside(opened, 7, 8, 10, 6) == dict.fromkeys([8, 10], "You decided 3 like this: dropped")
    review.mark(opened, [8], "kept")
    assert beside(opened, 10) == {}


def test_without_signals_the_first_words_tell(opened: Workspace) -> None:
    mark(opened, range(1, 10, 2), words="【快递】您的包裹")
    review.mark(opened, [1, 3, 5], "dropped")
    assert beside(opened, 7, 11) == {7: "You decided 3 like this: dropped"}


def test_other_lengths_are_another_kind(opened: Workspace) -> None:
    review.mark(opened, [2, 4, 6], "dropped")
    with opened.write() as connection:
        layout.write_summaries(connection, {8: layout.Summary(0, 9, 50, "在", ("broadcast",))})
    assert list(beside(opened, 8, 10)) == [10]


def test_a_rule_is_offered_and_decides_the_rest_at_once(opened: Workspace) -> None:
    review.mark(opened, [2, 4, 6, 8, 10, 12, 14], "dropped")
    assert alike.rule(opened) is None
    review.mark(opened, [16], "dropped")
    found = alike.rule(opened)
    assert found == alike.Rule("broadcast", "dropped", 8, 8, 2)
    assert alike.rule(opened, ["broadcast"]) is None
    chosen = alike.matching(found)
    assert bulk.apply(opened, chosen, bulk.preview(opened, chosen, "dropped")) == 2
    assert alike.rule(opened) is None
    with opened.read() as connection:
        assert {row["status"] for row in queries.fragments_by_id(connection, [18, 20])} == {"dropped"}


def test_mixed_decisions_make_no_rule(opened: Workspace) -> None:
    review.mark(opened, [2, 4, 6, 8, 10, 12], "dropped")
    review.mark(opened, [14, 16], "kept")
    assert alike.rule(opened) is None


def test_a_signal_that_only_says_where_to_look_makes_no_rule(opened: Workspace) -> None:
    mark(opened, range(1, 21), "jump")
    review.mark(opened, list(range(1, 13)), "dropped")
    assert alike.rule(opened) is None
