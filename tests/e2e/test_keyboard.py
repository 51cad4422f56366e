"""Twenty fragments with the keyboard alone, and words typed through an input method."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.browser import Open
from tests.e2e.ruwo import Ruwo
from tests.e2e.serving import Server


def compose(page: Page, *steps: str, chosen: str) -> None:
    """Type through an input method: what stands underlined at each step, then what is chosen."""
    session = page.context.new_cdp_session(page)
    for step in steps:
        caret = {"selectionStart": len(step), "selectionEnd": len(step)}
        session.send("Input.imeSetComposition", {"text": step, **caret})
    session.send("Input.insertText", {"text": chosen})
    session.detach()


def test_a_keyboard_only_review_of_twenty_fragments(server: Server, open_page: Open) -> None:
    ruwo = Ruwo(open_page(server.url))
    ruwo.open_demo()
    ids = [int(card.get_attribute("data-fragment") or 0) for card in ruwo.cards.all()]
    assert len(ids) == 20
    for n in range(18):  # keep, drop, drop with a reason, in turn; each hands the focus on to the next
        ruwo.page.keyboard.press("124"[n % 3])
    ruwo.keys("ArrowDown", "e")
    compose(ruwo.page, "h", "ha", "ha'o", chosen="好的呀～")
    ruwo.keys("Control+Enter", "1", "3")
    ruwo.page.keyboard.type("明天再看")
    ruwo.keys("Enter")
    for status, count in {"kept": 7, "dropped": 12, "later": 1, "pending": 0}.items():
        expect(ruwo.page.locator(f".card.{status}")).to_have_count(count)
    assert "好的呀～" in ruwo.cards.nth(18).inner_text()
    ruwo.page.reload()
    ruwo.queue("dropped")
    expect(ruwo.cards).to_have_count(12)
    expect(ruwo.page.locator(".card .why")).to_have_count(6)
    ruwo.page.keyboard.press("ArrowDown")
    ruwo.keys(*"zzz")
    ruwo.queue("all")
    expect(ruwo.page.locator(".card.later")).to_have_count(0)
    assert "好的呀～" not in ruwo.cards.nth(18).inner_text()


def test_an_input_method_over_the_canvas_is_no_key(server: Server, open_page: Open) -> None:
    ruwo = Ruwo(open_page(server.url))
    ruwo.open_demo()
    compose(ruwo.page, "1", "12", chosen="十二")
    ruwo.saved()
    expect(ruwo.page.locator(".card.kept, .card.dropped")).to_have_count(0)
    ruwo.keys("1")
    expect(ruwo.page.locator(".card.kept")).to_have_count(1)


def test_keys_work_at_once_after_a_click_in_the_sidebar(server: Server, open_page: Open) -> None:
    ruwo = Ruwo(open_page(server.url))
    ruwo.open_demo()
    ruwo.go("import")
    ruwo.go("review")
    expect(ruwo.cards.first).to_be_visible()
    ruwo.keys("1")
    expect(ruwo.page.locator(".card.kept")).to_have_count(1)
