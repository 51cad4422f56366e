"""From page to page of the queue with keys: nothing is lost on the way, and nothing meets the wrong fragment."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.canvas_driver import Open, bubble, card, log, ops, press, short

pytest_plugins = ("tests.e2e.canvas_fixtures",)


def turned_to(page: Page, focused: int, shown: int) -> None:
    expect(page.locator(".card.focused")).to_have_attribute("data-fragment", str(focused))
    expect(page.locator(".card")).to_have_count(shown)
    expect(page.locator(".pager [aria-busy]")).to_have_count(0)


def test_reading_on_past_the_end_and_back_past_the_beginning(open_scene: Open) -> None:
    page = open_scene("many", size=3)
    press(page, "j", "j", "j")
    turned_to(page, 4, 3)
    expect(card(page, 4)).to_be_in_viewport()
    press(page, "k")
    turned_to(page, 3, 3)
    press(page, "k", "k", "k")
    turned_to(page, 1, 3)
    assert [op["kind"] for op in ops(page, 2)] == ["next", "back"]


def test_the_buttons_and_their_keys(open_scene: Open) -> None:
    page = open_scene("many", size=20)
    back, on = (page.locator(f".pager [data-command={way}_page]") for way in ("previous", "next"))
    expect(back).to_be_disabled()
    expect(on.locator("kbd")).to_have_text("]")
    on.click()
    turned_to(page, 21, 20)
    expect(on).to_be_disabled()
    press(page, "k")
    turned_to(page, 20, 20)
    expect(card(page, 20)).to_be_in_viewport()
    press(page, "]", "[")
    turned_to(page, 1, 20)


def test_what_was_done_is_answered_first_and_keys_pressed_meanwhile_wait_for_the_page(open_scene: Open) -> None:
    page = open_scene("many", size=3)
    press(page, "1", "2", "]", "1", "2", "1", "]", "2")
    turned_to(page, 8, 3)
    done = [(op["kind"], op.get("fragment"), op.get("status")) for op in ops(page, 8)]
    assert done == [
        ("status", 1, "kept"), ("status", 2, "dropped"), ("next", None, None),
        ("status", 4, "kept"), ("status", 5, "dropped"), ("status", 6, "kept"), ("next", None, None),
        ("status", 7, "dropped"),
    ]  # fmt: skip


def test_the_end_of_a_page_is_told_when_its_last_one_is_decided(open_scene: Open) -> None:
    page = open_scene("many", size=2)
    press(page, "1")
    expect(page.locator(".hint")).to_have_count(0)
    press(page, "1")
    expect(card(page, 2).locator(".hint")).to_contain_text("Go on with J")
    press(page, "j", "1", "1", "j")
    turned_to(page, 5, 2)
    assert [op["fragment"] for op in ops(page, 6) if op["kind"] == "status"] == [1, 2, 3, 4]


def test_what_is_left_of_a_page_is_kept_with_one_key_once_its_end_has_been_seen(open_scene: Open) -> None:
    page = open_scene("many", size=20)
    press(page, "j", "2")
    expect(card(page, 2)).to_have_class(re.compile("dropped"))
    keep = page.locator(".pager [data-command=keep_rest]")
    expect(keep).to_contain_text("Keep the remaining 19, next page")
    expect(keep).not_to_be_in_viewport()
    press(page, "q")
    expect(keep).to_be_in_viewport()
    press(page, "q", "3")
    turned_to(page, 21, 20)
    dropped, kept, turn = ops(page, 3)
    assert (dropped["fragment"], turn["kind"]) == (2, "next")
    assert [kept["fragment"], *(other["fragment"] for other in kept["also"])] == [1, *range(3, 21)]
    expect(card(page, 21).get_by_role("textbox")).to_be_focused()
    press(page, "Escape", "z", "[")
    expect(page.locator(".card.dropped")).to_have_count(1)
    expect(page.locator(".card.kept")).to_have_count(0)


def test_a_refusal_keeps_its_page(open_scene: Open) -> None:
    page = open_scene("many", size=3, stale=2)
    press(page, "j", "1", "]")
    expect(page.locator(".problem").first).to_be_visible()
    turned_to(page, 3, 3)
    press(page, "]")
    turned_to(page, 4, 3)


def test_a_draft_is_saved_and_what_is_ticked_stays(open_scene: Open) -> None:
    page = open_scene("many", size=2)
    press(page, "c", "j", "j")
    expect(page.locator(".card.ticked")).to_have_count(1)
    assert log(page) == []
    press(page, "c", "c", "k", "c")
    expect(page.locator(".card.ticked")).to_have_count(0)
    first = int(page.locator(".card.focused [data-bubble]").first.get_attribute("data-bubble") or 0)
    bubble(page, first).click()
    press(page, "e")
    page.keyboard.insert_text("呀")
    page.locator(".pager [data-command=next_page]").click()
    turned_to(page, 3, 2)
    edit, turn = ops(page, 2)
    assert (short(edit)["bubble"], edit["text"][-1], turn["kind"]) == (first, "呀", "next")
