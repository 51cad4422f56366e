"""Hiding is an edit like any other, holds for what comes later, and shows nothing of what it hides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from curation.errors import RuwoError
from curation.flow.cutting import fragmenting
from curation.flow.leaving import exporting
from curation.flow.sweeping import hiding
from curation.flow.workbench import review
from curation.fragments import Settings
from curation.workspace import Workspace, ops
from tests.flow import chats

WORD = {"word": "第4句"}


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    """Fragments 1 to 5 of two turns each."""
    return chats.filled(tmp_path, chats.talk(10))


def test_hiding_can_be_undone_and_redone(opened: Workspace) -> None:
    assert hiding.count(opened, "word", WORD) == 1
    hiding.hide(opened, "word", WORD, "阿岚")
    assert chats.fragments(opened) == [1, 2, 4, 5]
    review.undo(opened)
    assert chats.fragments(opened) == [1, 2, 3, 4, 5]
    review.apply(opened, "", [ops.Redo()])
    assert chats.fragments(opened) == [1, 2, 4, 5]
    (found,) = hiding.listing(opened, str)
    assert found.label == "The word “第4句”"
    hiding.show_again(opened, found.id)
    assert chats.fragments(opened) == [1, 2, 3, 4, 5]
    with pytest.raises(RuwoError):
        hiding.show_again(opened, found.id)


def test_what_is_hidden_is_not_in_the_data_set(opened: Workspace) -> None:
    chats.keep_all(opened)
    hiding.hide(opened, "word", WORD)
    with opened.read() as connection:
        assert exporting.selected(connection, "kept") == [1, 2, 4, 5]


def test_it_holds_after_cutting_anew_and_for_what_is_imported_later(opened: Workspace, tmp_path: Path) -> None:
    hiding.hide(opened, "word", WORD)
    fragmenting.change_settings(opened, Settings(gap_minutes=600, max_turns=4))
    assert len(chats.fragments(opened, hidden=True)) == 1
    chats.bring_in(opened, chats.write(tmp_path, chats.talk(6), name="小北.html.json", names=(chats.ME, "小北")))
    assert len(chats.fragments(opened, hidden=True)) == 2


def test_typing_the_word_hides_the_fragment(opened: Workspace) -> None:
    hiding.hide(opened, "word", {"word": "秘密"})
    chats.Client(opened).do("edit", 2, bubble=chats.bubbles(opened, 2)[0]["id"], text="是个秘密")
    assert chats.fragments(opened, hidden=True) == [2]


def test_contacts_and_periods(opened: Workspace) -> None:
    (friend,) = hiding.contacts(opened).items()
    assert friend[1] == chats.FRIEND
    assert hiding.count(opened, "sender", {"sender": friend[0]}) == 5
    value = hiding.period(opened, date(2024, 5, 1), date(2024, 5, 1))
    assert hiding.count(opened, "period", value) == 5
    assert hiding.count(opened, "period", hiding.period(opened, date(2024, 5, 2), date(2024, 6, 1))) == 0
    hiding.hide(opened, "period", value)
    hiding.hide(opened, "sender", {"sender": friend[0]})
    assert [h.label for h in hiding.listing(opened, str)] == ["2024-05-01 to 2024-05-01", "Everything with 小满"]


def test_an_empty_word_is_refused(opened: Workspace) -> None:
    with pytest.raises(RuwoError) as caught:
        hiding.hide(opened, "word", {"word": "  "})
    assert caught.value.code == "hide_empty"


def test_a_found_value_of_a_hidden_fragment_does_not_hold_up_anything(
    tmp_path: Path, finds: Callable[..., None]
) -> None:
    finds(PHONE_NUMBER=["13800000000"])
    opened = chats.filled(
        tmp_path, [(False, "打13800000000"), (True, "好"), (False, "吃了吗", {"after": 9000}), (True, "没")]
    )
    chats.keep_all(opened)
    hiding.hide(opened, "word", {"word": "打1380"})
    assert "13800000000" not in chats.everything(chats.exported(opened))


def test_where_it_is_can_be_told_unread(tmp_path: Path) -> None:
    opened = chats.filled(tmp_path, [(n % 2 == 1, f"第{n}句", {"after": 43_200 * (1 - n % 2)}) for n in range(8)])
    assert hiding.reach(opened, "word", {"word": "句"}) == hiding.Reach("2024-05-02", "2024-05-03", ["小满"])
    assert hiding.reach(opened, "word", {"word": "无"}) == hiding.Reach("", "", [])
