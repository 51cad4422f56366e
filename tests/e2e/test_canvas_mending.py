"""Proposals, reasons, several at once, own keys and the view of the training row, over ``canvas_app.py``."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.canvas_driver import Open, bubble, card, log, ops, order, press, short

pytest_plugins = ("tests.e2e.canvas_fixtures",)


def test_one_key_does_what_is_proposed(open_scene: Open) -> None:
    page = open_scene()
    expect(card(page, 1).locator(".proposal .words")).to_have_text(
        "“周末出来吃饭，我请”: 把这句移到它的问题后面 (after “感觉答得一般般……”)"
    )
    press(page, "r")
    assert short(ops(page, 1)[0]) == {"kind": "repair", "fragment": 1, "signal": 71}
    expect(card(page, 1).locator(".proposal .words")).to_contain_text("从这里拆开")
    assert order(page, 1)[3:5] == [18, 19]
    press(page, "z")
    expect(card(page, 1).locator(".proposal .words")).to_contain_text("把这句移到它的问题后面")


def test_what_is_proposed_is_done_with_one_click_on_a_card_without_the_focus(open_scene: Open) -> None:
    page = open_scene("talk")
    press(page, "j")
    offer = card(page, 1).locator(".offer")
    expect(offer).to_contain_text("移到它的问题后面")
    offer.get_by_role("button").click()
    assert short(ops(page, 1)[0]) == {"kind": "repair", "fragment": 1, "signal": 71}
    expect(card(page, 1)).to_have_class(re.compile("focused"))
    expect(card(page, 1).locator(".offer")).to_have_count(0)


def test_what_is_proposed_shows_what_would_go_where(open_scene: Open) -> None:
    page = open_scene()
    goal, meant = page.locator(".goal"), page.locator(".bubble.meant")
    expect(goal).to_have_text("It would stand here")
    expect(goal.locator("xpath=following-sibling::*[1]").locator("[data-bubble='13']")).to_have_count(1)
    expect(meant).to_have_count(2)
    press(page, "Shift+R")  # the split that is proposed at the jump: one line says both
    expect(goal).to_have_text("可能换了话题72 % likelyA new fragment would begin here")
    expect(page.locator(".jump")).to_have_count(1)
    press(page, "Shift+R")
    expect(goal).to_have_count(0)
    expect(meant).to_have_attribute("data-bubble", "17")


def test_another_proposal_and_one_that_needs_words(open_scene: Open) -> None:
    page = open_scene()
    press(page, "Shift+R", "Shift+R")
    expect(card(page, 1).locator(".proposal .words")).to_have_text("“图片”: 说说图片里是什么")
    press(page, "r")
    page.keyboard.type("一只戴墨镜的猫")
    press(page, "Control+Enter")
    assert short(ops(page, 1)[0]) == {"kind": "edit", "fragment": 1, "bubble": 17, "text": "一只戴墨镜的猫"}


def test_a_fragment_without_a_proposal_says_so(open_scene: Open) -> None:
    page = open_scene()
    press(page, "j", "r")
    expect(card(page, 2).locator(".hint")).to_have_text("No repair is proposed for this fragment.")
    assert log(page) == []


def test_a_jump_is_a_line_with_its_score_before_the_turn(open_scene: Open) -> None:
    page = open_scene()
    line = card(page, 1).locator(".jump")
    expect(line).to_have_text("可能换了话题72 % likely")
    expect(line).to_have_attribute("title", "前三句没有共同的词")
    expect(line.locator("xpath=following-sibling::*[1]").locator("[data-bubble]").first).to_have_attribute(
        "data-bubble", "16"
    )


def test_one_key_drops_and_says_why(open_scene: Open) -> None:
    page = open_scene()
    press(page, "4", "7")
    sent = [short(op) for op in ops(page, 2)]
    assert sent == [
        {"kind": "status", "fragment": 1, "status": "dropped", "reason": "off_answer"},
        {"kind": "status", "fragment": 2, "status": "dropped", "reason": "broadcast"},
    ]
    expect(card(page, 1).locator(".why")).to_have_text("answers something else")
    press(page, "k", "k", "2")  # the same decision without a reason is another decision
    assert short(ops(page, 3)[2]) == {"kind": "status", "fragment": 1, "status": "dropped"}
    expect(card(page, 1).locator(".why")).to_have_count(0)


def test_ticked_fragments_are_decided_together_and_undone_together(open_scene: Open) -> None:
    page = open_scene()
    press(page, "c", "j", "Shift+J")
    expect(page.locator(".card.ticked")).to_have_count(3)
    expect(page.locator(".top .ticked")).to_have_text("3 ticked")
    press(page, "2")
    sent = ops(page, 1)[0]
    assert (sent["fragment"], sent["also"]) == (1, [{"fragment": 2, "version": 1}, {"fragment": 3, "version": 1}])
    expect(page.locator(".card.dropped")).to_have_count(3)
    expect(page.locator(".card.ticked")).to_have_count(0)
    expect(card(page, 4)).to_have_class("card kept focused")
    press(page, "k", "1")  # counts on the version that the common decision made
    assert ops(page, 2)[1]["version"] == 2
    press(page, "z", "z")
    expect(page.locator(".card.dropped")).to_have_count(0)
    expect(page.locator(".problem")).to_have_count(0)


def test_a_run_of_bubbles_is_moved_and_removed_as_one(open_scene: Open) -> None:
    page = open_scene()
    bubble(page, 13).click()
    press(page, "Shift+ArrowDown")
    expect(card(page, 1).locator(".bubble.chosen")).to_have_count(2)
    press(page, "x")
    assert short(ops(page, 1)[0]) == {"kind": "remove", "fragment": 1, "bubbles": [13, 14]}
    bubble(page, 15).click()
    bubble(page, 16).click(modifiers=["Shift"])
    press(page, "Alt+ArrowUp")
    assert short(ops(page, 2)[1]) == {"kind": "move", "fragment": 1, "bubbles": [15, 16], "before": 13}
    press(page, "ArrowDown", "ArrowUp")
    expect(card(page, 1).locator(".bubble.chosen")).to_have_count(1)


def test_the_training_row_is_shown_and_hidden_again(open_scene: Open) -> None:
    page = open_scene()
    press(page, "t")
    expect(card(page, 1).locator(".after .bubble")).to_have_text(["感觉答得一般般……", "先别急着给自己打分呀"])
    expect(card(page, 2).locator(".after")).to_have_text("This fragment gives no training row as it stands.")
    expect(page.locator("[data-bubble]")).to_have_count(0)
    press(page, "t")
    expect(bubble(page, 10)).to_be_visible()


@pytest.mark.parametrize("again", [False, True], ids=["at once", "after a reload"])
def test_keys_of_ones_own(open_scene: Open, again: bool) -> None:
    page = open_scene()
    press(page, "?")
    page.locator("dialog [data-key='keep']").click()
    press(page, "g")
    page.locator("dialog [data-key='drop']").click()
    press(page, "x")  # was "remove", which gets what dropping gives up
    press(page, "Escape")
    if again:
        page.reload()
    expect(card(page, 1).locator("[data-command='keep'] kbd")).to_have_text("G")
    press(page, "1", "g", "x")
    assert [op["status"] for op in ops(page, 2)] == ["kept", "dropped"]
    bubble(page, 40).click()
    press(page, "2")
    assert ops(page, 3)[2]["kind"] == "remove"
    press(page, "?")
    page.locator("[data-command='usual_keys']").click()
    press(page, "Escape", "1")
    assert ops(page, 4)[3]["status"] == "kept"


def test_a_reload_comes_back_to_the_same_bubble(open_scene: Open) -> None:
    page = open_scene()
    bubble(page, 15).click()
    page.reload()
    expect(bubble(page, 15)).to_have_class("bubble speech chosen")
    press(page, "x")
    assert ops(page, 1)[0]["bubbles"] == [13, 14, 15]


def test_the_way_to_close_the_sources_stands_with_them(open_scene: Open) -> None:
    page = open_scene()
    press(page, "o")
    card(page, 1).locator(".sources.before [data-command='close_sources']").click()
    expect(page.locator(".sources")).to_have_count(0)
