"""What a reviewer did survives a reload and a killed server; two tabs never overwrite each other silently."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Guard, Open, settled
from tests.e2e.ruwo import Ruwo
from tests.e2e.serving import Server


@pytest.fixture
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A server this test may kill."""
    return Server(tmp_path_factory.mktemp("home"))


def forgive(guard: Guard) -> None:
    """What a page tells while its server is dead."""
    told = ("ERR_CONNECTION_REFUSED", "when disconnected from server")
    guard.found = [what for what in guard.found if not any(words in what for words in told)]


def test_edits_survive_a_kill_and_can_still_be_undone(own_server: Server, open_page: Open, guard: Guard) -> None:
    own_server.start()
    ruwo = Ruwo(open_page(own_server.url))
    ruwo.open_demo()
    ruwo.choose("刚把汤圆从键盘上抱下去")
    ruwo.keys("e")
    ruwo.page.locator("textarea.draft").fill("刚把猫从键盘上抱下去~~")
    ruwo.keys("Control+Enter", "2")
    address = ruwo.page.url
    own_server.kill()
    own_server.start()
    again = Ruwo(open_page(address))
    again.queue("dropped")
    card = again.card("刚把猫从键盘上抱下去~~")
    expect(card.locator(".status.dropped")).to_be_visible()
    card.click(position={"x": 200, "y": 14})
    again.keys("z")
    expect(again.card("刚把猫从键盘上抱下去~~").locator(".status.pending")).to_be_visible()
    again.keys("z")
    expect(again.bubble("刚把汤圆从键盘上抱下去")).to_be_visible()
    again.keys("Shift+Z", "Shift+Z")
    expect(again.card("刚把猫从键盘上抱下去~~").locator(".status.dropped")).to_be_visible()
    own_server.stop()
    forgive(guard)


def test_keys_pressed_while_the_server_was_dead_arrive(own_server: Server, open_page: Open, guard: Guard) -> None:
    own_server.start()
    ruwo = Ruwo(open_page(own_server.url))
    ruwo.open_demo()
    ruwo.keys("1")
    own_server.kill()
    for key in ("2", "1", "2"):
        ruwo.page.keyboard.press(key)
    own_server.start()
    expect(ruwo.page.locator("[data-test-connection-state=CONNECTED]")).to_have_count(1, timeout=60_000)
    ruwo.saved()
    ruwo.queue("all")
    decided = [ruwo.page.locator(f".canvas .status.{status}") for status in ("kept", "dropped")]
    for status in decided:
        expect(status).to_have_count(2)
    expect(ruwo.page.locator(".canvas")).to_have_count(1)
    own_server.stop()
    forgive(guard)


def test_a_reload_returns_to_the_same_fragment(server: Server, open_page: Open) -> None:
    ruwo = Ruwo(open_page(server.url))
    ruwo.open_demo()
    ruwo.keys("j", "j", "j")
    focused = ruwo.page.locator("[data-fragment].focused")
    expect(focused).to_have_count(1)
    number = focused.get_attribute("data-fragment")
    ruwo.page.wait_for_url(f"**/review?*f={number}*")
    ruwo.page.reload()
    settled(ruwo.page)
    expect(ruwo.page.locator("[data-fragment].focused")).to_have_attribute("data-fragment", str(number))


def test_reading_on_is_no_step_to_go_back_to(server: Server, open_page: Open) -> None:
    ruwo = Ruwo(open_page(server.url))
    ruwo.open_demo()
    focused = ruwo.page.locator("[data-fragment].focused")
    before = ruwo.page.evaluate("history.length")
    for _ in range(3):
        ruwo.keys("j")
        settled(ruwo.page)
    ruwo.page.wait_for_url(f"**/review?*f={focused.get_attribute('data-fragment')}*")
    assert ruwo.page.evaluate("history.length") == before


def test_two_tabs_in_conflict(server: Server, open_page: Open) -> None:
    one = Ruwo(open_page(server.url))
    one.open_demo()
    two = Ruwo(open_page(one.page.url))
    one.choose("刚把汤圆从键盘上抱下去")
    one.keys("1")
    two.choose("刚把汤圆从键盘上抱下去")
    two.keys("2")
    expect(two.page.locator(".focused .problem")).to_be_visible()
    expect(two.card("刚把汤圆从键盘上抱下去").locator(".status.kept")).to_be_visible()


def test_an_undo_takes_back_what_another_tab_did_only_when_it_has_been_told(server: Server, open_page: Open) -> None:
    one = Ruwo(open_page(server.url))
    one.open_demo()
    mine, other = (one.cards.nth(n) for n in (0, 1))
    other.click(position={"x": 5, "y": 5})
    one.page.wait_for_url(f"**/review?*f={other.get_attribute('data-fragment')}*")
    address = one.page.url
    mine.click(position={"x": 5, "y": 5})
    one.keys("2")
    two = Ruwo(open_page(address + "&by=小红"))
    two.cards.first.click(position={"x": 5, "y": 5})
    two.keys("1")
    one.keys("z")
    told = one.page.locator(".focused .problem")
    expect(told).to_contain_text("小红")
    expect(one.page.locator("[data-command=undo]")).to_contain_text("（小红）")
    expect(other.locator(".status.kept")).to_be_visible()
    for key in "zz" + 14 * "1z":
        one.page.keyboard.press(key, delay=30)
    one.saved()
    assert told.all_inner_texts() == []
    expect(one.page.locator(".card.kept, .card.dropped")).to_have_count(0)
