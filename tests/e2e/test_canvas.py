"""What keys and buttons of the fragment canvas do, in a real browser over ``canvas_app.py``."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.canvas_driver import Open, bubble, card, log, ops, order, press, short

pytest_plugins = ("tests.e2e.canvas_fixtures",)

BURST = """count => new Promise(done => {
    const timer = setInterval(() => {
        let at = document.activeElement;
        while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
        at.dispatchEvent(new KeyboardEvent('keydown', {key: '1', bubbles: true, composed: true}));
        if (--count === 0) { clearInterval(timer); done(); }
    }, 30);
})"""
TOOLS = (
    "keep drop later edit split remove remove_bubble move_up move_down add background merge_next merge_previous "
    "sources undo redo reveal help"
)


@pytest.mark.parametrize("query", [{}, {"gap": 9}], ids=["steady", "mounted anew on the way"])
def test_thirty_fast_keys_arrive_in_order(open_scene: Open, query: dict[str, int]) -> None:
    page = open_scene("many", **query)
    page.evaluate(BURST, 30)
    sent = ops(page, 30)
    assert [op["seq"] for op in sent] == list(range(1, 31))
    assert [op["fragment"] for op in sent] == list(range(1, 31))
    assert {(op["kind"], op["status"], op["version"]) for op in sent} == {("status", "kept", 1)}
    expect(page.locator(".card.kept")).to_have_count(30)
    expect(card(page, 31)).to_have_class("card pending focused")


def test_what_the_browser_lacks_is_sent_when_it_says_so(open_scene: Open) -> None:
    page = open_scene(believe=1)
    expect(bubble(page, 10)).to_be_visible()
    press(page, "1")
    assert [op["kind"] for op in ops(page, 1)] == ["status"]
    expect(card(page, 1)).to_have_class(re.compile("kept"))


def test_keyboard_is_taken_on_load_and_a_kept_card_hands_on_the_focus(open_scene: Open) -> None:
    page = open_scene()
    press(page, "1")
    assert short(ops(page, 1)[0]) == {"kind": "status", "fragment": 1, "status": "kept"}
    expect(card(page, 2)).to_have_class("card pending focused")
    expect(card(page, 1).locator("footer")).to_have_count(0)
    press(page, "k", "1", "k", "0")  # keeping what is kept changes nothing and is no op
    assert [op["status"] for op in ops(page, 2)] == ["kept", "pending"]


def test_split_waits_for_its_answer_before_the_next_op_on_that_fragment(open_scene: Open) -> None:
    page = open_scene()
    bubble(page, 13).click()
    press(page, "s", "1")  # the second key finds the split still on its way
    sent = ops(page, 2)
    assert [(op["kind"], op["fragment"], op["version"]) for op in sent] == [("split", 1, 1), ("status", 1, 2)]
    assert sent[0]["bubble"] == 13
    assert order(page, 1) == [10, 11, 12]
    expect(page.locator(".problem")).to_have_count(0)


@pytest.mark.parametrize(
    ("keys", "way", "left"), [(("j", "m"), "next", [1, 2, 4]), (("j", "Shift+M"), "previous", [1, 3, 4])]
)
def test_merge(open_scene: Open, keys: tuple[str, ...], way: str, left: list[int]) -> None:
    page = open_scene()
    press(page, *keys, "1")
    sent = ops(page, 2)
    assert short(sent[0]) == {"kind": "merge", "fragment": 2, "with": way}
    survivor = 2 if way == "next" else 1
    assert short(sent[1]) == {"kind": "status", "fragment": survivor, "status": "kept"}
    expect(page.locator(".card")).to_have_count(3)
    assert [int(c.get_attribute("data-fragment") or 0) for c in page.locator(".card").all()] == left
    expect(page.locator(".problem")).to_have_count(0)


def test_remove_a_turn_a_bubble_and_restore(open_scene: Open) -> None:
    page = open_scene()
    bubble(page, 14).click()
    press(page, "x", "x", "Shift+X")
    sent = [short(op) for op in ops(page, 3)]
    assert [(op["kind"], op["bubbles"]) for op in sent] == [
        ("remove", [13, 14, 15]),
        ("unremove", [13, 14, 15]),
        ("remove", [14]),
    ]
    card(page, 1).locator(".marks button", has_text="Restore").click()
    assert short(ops(page, 4)[3]) == {"kind": "unremove", "fragment": 1, "bubbles": [14]}


def test_move_a_turn_and_a_single_bubble(open_scene: Open) -> None:
    page = open_scene()
    bubble(page, 14).click()
    press(page, "Alt+ArrowUp", "Alt+ArrowUp", "Alt+ArrowDown")  # at the top there is nowhere further up
    sent = ops(page, 2)
    assert short(sent[0]) == {"kind": "move", "fragment": 1, "bubbles": [13, 14, 15], "before": 10}
    assert short(sent[1]) == {"kind": "move", "fragment": 1, "bubbles": [13, 14, 15], "before": 16}
    press(page, "Alt+Shift+ArrowUp")
    assert short(ops(page, 3)[2]) == {"kind": "move", "fragment": 1, "bubbles": [14], "before": 13}
    assert order(page, 1)[:6] == [10, 11, 12, 14, 13, 15]


def test_a_moved_turn_stays_itself_beside_a_turn_of_the_same_side(open_scene: Open) -> None:
    page = open_scene()
    bubble(page, 18).click()
    press(page, "Alt+ArrowUp", "Alt+ArrowUp")
    sent = ops(page, 2)
    assert [(op["bubbles"], op["before"]) for op in sent] == [([18, 19], 16), ([18, 19], 13)]


def test_add_and_work_on_the_new_turn_at_once(open_scene: Open) -> None:
    page = open_scene()
    bubble(page, 10).click()
    press(page, "a")
    page.keyboard.type("我也刚到家")
    press(page, "Control+Enter", "Alt+ArrowDown", "x")  # both name a bubble whose number is not known yet
    sent = ops(page, 3)
    assert short(sent[0]) == {"kind": "add", "fragment": 1, "side": "persona", "text": "我也刚到家", "before": 13}
    assert short(sent[1]) == {"kind": "move", "fragment": 1, "bubbles": [901], "before": 16}
    assert short(sent[2]) == {"kind": "remove", "fragment": 1, "bubbles": [901]}
    assert [op["version"] for op in sent] == [1, 2, 3]
    expect(bubble(page, 901)).to_have_class("bubble speech chosen removed")


def test_pull_in_from_before_after_and_another_fragment(open_scene: Open) -> None:
    page = open_scene()
    press(page, "o")
    expect(card(page, 1).locator(".sources.before .source")).to_have_count(5)
    expect(card(page, 1).locator(".sources.before")).to_contain_text("This is where the chat begins.")
    press(page, "ArrowDown", "ArrowUp", "p")
    sent = ops(page, 1)
    assert short(sent[0]) == {"kind": "pull", "fragment": 1, "message": 5, "before": 10}
    expect(card(page, 1).locator(".bubble.chosen")).to_contain_text("看着就香")
    row = card(page, 1).locator("[data-message='47']")
    press(page, "o")
    press(page, "o")
    expect(row.locator(".where")).to_have_text("in a kept fragment")
    press(page, "Escape")  # nothing chosen: a later message comes last
    row.locator("button").click()
    assert short(ops(page, 2)[1]) == {"kind": "pull", "fragment": 1, "message": 47, "before": None}
    bubble(page, 14).click()
    card(page, 1).locator("[data-message='46'] button").click()
    assert short(ops(page, 3)[2]) == {"kind": "pull", "fragment": 1, "message": 46, "before": 16}
    press(page, "Shift+O")
    expect(card(page, 1).locator(".sources")).to_have_count(0)


def test_undo_and_redo_hold_back_what_comes_after_them(open_scene: Open) -> None:
    page = open_scene()
    press(page, "1", "2", "z", "Control+z", "Shift+Z", "k", "k", "2")
    sent = ops(page, 6)
    assert [op["kind"] for op in sent] == ["status", "status", "undo", "undo", "redo", "status"]
    assert {op["fragment"] for op in sent if op["kind"] in {"undo", "redo"}} == {0}
    expect(card(page, 1)).to_have_class("card dropped")
    expect(page.locator(".problem")).to_have_count(0)


def test_a_refused_op_is_told_and_the_servers_word_stands(open_scene: Open) -> None:
    page = open_scene("talk", stale=1)
    press(page, "1")
    expect(card(page, 1)).to_have_class("card pending")
    expect(page.locator(".problem")).to_contain_text("Changed elsewhere")  # once
    card(page, 2).locator(".problem button").first.click()  # told at the card that has the focus by now
    expect(card(page, 1)).to_have_class("card pending focused")
    expect(page.locator(".problem")).to_have_count(1)
    card(page, 1).locator(".problem button").click()
    press(page, "1")
    assert short(ops(page, 1)[0]) == {"kind": "status", "fragment": 1, "status": "kept"}
    expect(page.locator(".problem")).to_have_count(0)


def test_held_down_keys_decide_only_once(open_scene: Open) -> None:
    page = open_scene()
    page.keyboard.down("1")
    page.keyboard.down("1")
    page.keyboard.down("1")
    page.keyboard.up("1")
    ops(page, 1)
    expect(card(page, 2)).to_have_class("card pending focused")


def test_view_state_is_told(open_scene: Open) -> None:
    page = open_scene()
    press(page, "j", "j")
    page.wait_for_function("() => document.querySelector('.st-key-view').innerText.includes('\"focus\": 3')")
    press(page, "o")
    page.wait_for_function(
        '() => document.querySelector(\'.st-key-view\').innerText.includes(\'"3": {"before": 10, "after": 10}\')'
    )
    expect(card(page, 3)).to_have_class("card later focused")


def test_help_lists_the_keys_and_holds_the_others_back(open_scene: Open) -> None:
    page = open_scene()
    press(page, "?")
    expect(page.locator("dialog.help")).to_be_visible()
    press(page, "1", "Escape")
    expect(page.locator("dialog.help")).to_have_count(0)
    press(page, "2")
    assert [op["status"] for op in ops(page, 1)] == ["dropped"]


def test_every_key_has_a_button_or_stands_in_the_help(open_scene: Open) -> None:
    page = open_scene()
    bubble(page, 14).click()
    named = {b.get_attribute("data-command") for b in page.locator("button[data-command]").all()}
    assert named >= set(TOOLS.split())
    small = [
        b for b in page.locator("button[data-command]").all() if (b.bounding_box() or {"height": 0})["height"] < 32
    ]
    assert small == []


def test_an_empty_page_says_what_next(open_scene: Open) -> None:
    page = open_scene("empty")
    expect(page.locator(".empty")).to_contain_text("Nothing to review here")
    press(page, "1", "x", "j", "f", "o", "p", "e", "a", "b", "m")
    assert log(page) == []
