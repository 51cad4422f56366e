"""The tools around the canvas, as a person uses them: search, bulk, replace, hide, history, blind judging."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser import Open, settled
from tests.e2e.ruwo import Ruwo, wait_for_scan
from tests.e2e.serving import Server


@pytest.fixture
def ruwo(tmp_path: Path, open_page: Open) -> Iterator[Ruwo]:
    """The review page of the demo chat, on a server of its own."""
    running = Server(tmp_path / "home")
    running.home.mkdir()
    running.start()
    opened = Ruwo(open_page(running.url, locale="en-US"))
    opened.open_demo()
    yield opened
    running.stop()
    assert running.tracebacks() == []


def search(ruwo: Ruwo, words: str) -> None:
    box = ruwo.page.locator(".st-key-review_text input")
    box.fill(words)
    box.press("Enter")
    settled(ruwo.page)


def pick(ruwo: Ruwo, menu: str, entry: str) -> Locator:
    """Choose an entry of a menu; gives the dialog it opens."""
    ruwo.page.locator(f".st-key-{menu} button").first.click()
    ruwo.page.get_by_role("menuitem", name=entry).or_(ruwo.page.get_by_role("option", name=entry)).click()
    settled(ruwo.page)
    return ruwo.page.get_by_role("dialog")


def queue(ruwo: Ruwo, status: str) -> Locator:
    return ruwo.page.locator(".st-key-review_status button").filter(has_text=status)


def fill(ruwo: Ruwo, key: str, text: str) -> None:
    box = ruwo.page.locator(f".st-key-{key} input")
    box.fill(text)
    box.press("Enter")
    settled(ruwo.page)


def section(ruwo: Ruwo, number: int) -> None:
    ruwo.page.locator(".st-key-review_section button").nth(number).click()
    settled(ruwo.page)


def test_search_then_drop_all_of_it_and_take_it_back(ruwo: Ruwo) -> None:
    decided = ruwo.page.locator(".canvas .pace")
    expect(decided).to_contain_text(" 0 of ")
    search(ruwo, "晚安")
    expect(ruwo.page.locator("mark.hit").first).to_have_text("晚安")
    found = ruwo.cards.count()
    assert found > 0
    dialog = pick(ruwo, "review_all", "Drop all of them")
    expect(dialog).to_contain_text(f"{found} fragments become: dropped")
    ruwo.press("bulk_do")
    search(ruwo, "")
    expect(decided).to_contain_text(f" {found} of ")
    ruwo.cards.first.click(position={"x": 5, "y": 5})
    ruwo.keys("z")
    ruwo.page.reload()
    settled(ruwo.page)
    expect(decided).to_contain_text(" 0 of ")


def test_what_an_edit_means_is_shown_without_a_further_key(ruwo: Ruwo) -> None:
    wait_for_scan(ruwo)
    ruwo.go("review")
    told = ruwo.page.locator(".chips").filter(has_text="cut in mid-sentence")
    ruwo.choose("刚把汤圆从键盘上抱下去")
    expect(told).to_have_count(0)
    ruwo.keys("s")
    expect(told).to_have_count(1, timeout=20_000)


def test_replace_some_and_find_it_in_the_history(ruwo: Ruwo) -> None:
    ruwo.page.locator(".st-key-reviewer_open button").first.click()
    fill(ruwo, "reviewer_name", "阿澈")
    ruwo.page.keyboard.press("Escape")
    dialog = pick(ruwo, "review_tool", "Find and replace")
    fill(ruwo, "replace_what", "晚安")
    fill(ruwo, "replace_into", "安安")
    expect(dialog.locator(".st-key-replace_do button")).to_be_enabled()
    ruwo.press("replace_do")
    redo = ruwo.page.locator("[data-command=redo]")
    expect(redo).not_to_contain_text("find and replace")
    ruwo.keys("z")  # the dialog gave the keyboard back
    expect(redo).to_contain_text("find and replace")
    ruwo.keys("Shift+Z")
    search(ruwo, "安安")
    expect(ruwo.page.locator("mark.hit").first).to_have_text("安安")
    section(ruwo, 2)
    ruwo.page.locator("[data-testid=stDataFrame] .dvn-scroller").click(position={"x": 20, "y": 55})
    settled(ruwo.page)
    expect(ruwo.page.locator(".st-key-past_show button")).to_be_enabled()
    ruwo.press("past_show")
    expect(ruwo.page.locator("[data-bubble]").filter(has_text="安安").first).to_be_visible()
    address, _, asked = ruwo.page.url.partition("?")
    assert "by=" in asked
    ruwo.page.goto(address)  # which says nobody’s name: the browser does
    expect(ruwo.page.locator(".st-key-reviewer_open button")).to_contain_text("阿澈")


def test_hide_a_word_unread_and_show_it_again(ruwo: Ruwo) -> None:
    before = queue(ruwo, "all").inner_text()
    dialog = pick(ruwo, "review_tool", "Hide")
    dialog.get_by_text("A word", exact=True).click()
    settled(ruwo.page)
    fill(ruwo, "hide_word", "晚安")
    ruwo.press("hide_do")
    expect(queue(ruwo, "all")).not_to_have_text(before)
    search(ruwo, "晚安")
    expect(ruwo.page.get_by_text("No fragment in this queue has these words")).to_be_visible()
    ruwo.press("clear_search")
    pick(ruwo, "review_tool", "Hide")
    ruwo.page.get_by_role("button", name="Show again").click()
    settled(ruwo.page)
    expect(queue(ruwo, "all")).to_have_text(before)


def test_blind_judging_by_keys(ruwo: Ruwo) -> None:
    ruwo.cards.first.click(position={"x": 5, "y": 5})
    ruwo.keys("1", "1", "1")
    section(ruwo, 1)
    ruwo.press("sample_kept")
    for key in ("1", "2", "z", "l"):
        ruwo.page.keyboard.press(key)
        settled(ruwo.page)
    expect(ruwo.page.get_by_text("1 judged: 0 defective, 0 with something private")).to_be_visible()
    ruwo.press("sample_kept")
    for key in ("2", "1", "j"):
        ruwo.page.keyboard.press(key)
        settled(ruwo.page)
    expect(ruwo.page.get_by_text("3 judged: 1 defective, 0 with something private")).to_be_visible()
    ruwo.press("defective_kept")
    expect(ruwo.cards.first).to_be_visible()


def test_back_to_an_earlier_point(ruwo: Ruwo) -> None:
    ruwo.cards.first.click(position={"x": 5, "y": 5})
    ruwo.keys("1", "2", "1")
    section(ruwo, 2)
    ruwo.page.locator("[data-testid=stDataFrame] .dvn-scroller").click(position={"x": 20, "y": 125})
    settled(ruwo.page)
    ruwo.press("past_back")
    expect(ruwo.page.get_by_role("dialog")).to_contain_text("2 edits after it would be undone")
    ruwo.press("past_do")
    expect(ruwo.page.get_by_text("2 edits are undone")).to_be_visible()
    section(ruwo, 0)
    expect(ruwo.page.locator(".canvas .pace")).to_contain_text("1 kept")
    expect(ruwo.page.get_by_test_id("stToast")).to_contain_text("The next new edit gives them up")
    queue(ruwo, "dropped").click()
    expect(ruwo.page.get_by_text("Nothing to review here")).to_be_visible()


def test_two_evenings_made_one_are_among_the_edited_and_the_end_of_a_queue_leads_on(ruwo: Ruwo) -> None:
    silence = ruwo.page.locator(".canvas .silence")
    search(ruwo, "睡了没")
    expect(silence).to_have_count(0)
    ruwo.cards.first.click(position={"x": 5, "y": 5})
    ruwo.keys("m")
    expect(silence).to_have_count(1)
    ruwo.keys("3", "Enter")
    search(ruwo, "")
    queue(ruwo, "edited").click()
    settled(ruwo.page)
    expect(ruwo.cards).to_have_count(1)
    queue(ruwo, "later").click()
    settled(ruwo.page)
    ruwo.cards.first.click(position={"x": 5, "y": 5})
    ruwo.keys("1")
    expect(ruwo.page.locator("[data-command=next_page]")).to_contain_text("See what is left")
    ruwo.next_page()
    expect(ruwo.page.get_by_text("Nothing to review here")).to_be_visible()
    ruwo.page.reload()
    expect(queue(ruwo, "later")).to_have_attribute("aria-checked", "true")
    ruwo.press("to_rest")
    expect(queue(ruwo, "pending")).to_have_attribute("aria-checked", "true")
    expect(ruwo.cards.first).to_be_visible()


def test_the_chat_is_cut_anew_and_that_is_taken_back(ruwo: Ruwo) -> None:
    before = queue(ruwo, "all").inner_text()
    dialog = pick(ruwo, "review_tool", "How the chat is cut")
    expect(dialog.locator(".st-key-cut button")).to_be_disabled()
    fill(ruwo, "cut_gap", "600")
    ruwo.press("cut")
    expect(dialog).to_have_count(0)
    expect(queue(ruwo, "all")).not_to_have_text(before)
    expect(ruwo.cards.first).to_be_visible()
    ruwo.keys("z")
    ruwo.page.reload()
    expect(queue(ruwo, "all")).to_have_text(before)


def test_what_is_undone_on_another_page_is_told(ruwo: Ruwo) -> None:
    ruwo.cards.first.click(position={"x": 5, "y": 5})
    ruwo.keys("1")
    ruwo.next_page()
    ruwo.keys("z")
    expect(ruwo.page.get_by_text("Taken back, but not on this page: decision")).to_be_visible()
    ruwo.keys("Shift+z")
    expect(ruwo.page.get_by_text("Done again, but not on this page: decision")).to_be_visible()


def test_the_rest_of_a_page_is_kept_at_once_and_taken_back_at_once(ruwo: Ruwo) -> None:
    ruwo.cards.first.click(position={"x": 5, "y": 5})
    ruwo.keys("2")
    left = ruwo.cards.count() - 1
    keep = ruwo.page.locator(".pager [data-command=keep_rest]")
    expect(keep).to_contain_text(f"Keep the remaining {left}, next page")
    ruwo.keys("q")
    expect(keep).to_be_in_viewport()
    ruwo.keys("q")
    expect(ruwo.page.locator(".card.kept, .card.dropped")).to_have_count(0)
    queue(ruwo, "kept").click()
    settled(ruwo.page)
    expect(ruwo.cards).to_have_count(left)
    ruwo.keys("z")
    expect(ruwo.page.locator(".card.kept")).to_have_count(0)
    expect(ruwo.page.locator(".card.pending")).to_have_count(left)
