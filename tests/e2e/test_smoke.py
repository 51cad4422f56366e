"""The app answers, and the harness notices what it is there to notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Guard, Open, settled
from tests.e2e.serving import Server


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("tiny"), Path(__file__).parent / "tiny" / "app.py")
    running.start()
    yield running
    running.stop()


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_the_start_page_opens(server: Server, open_page: Open, locale: str) -> None:
    page = open_page(server.url, locale=locale)
    expect(page).to_have_title(re.compile("Ruwo"))
    expect(page.get_by_test_id("stSidebarNav")).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_settled_page_has_handled_the_click(tiny: Server, open_page: Open) -> None:
    page = open_page(tiny.url, locale="en-US")
    assert page.get_by_text("en-US").is_visible()
    for count in range(1, 4):
        page.locator(".st-key-more button").click()
        settled(page)
        assert page.get_by_text(f"count {count}").is_visible()


def test_a_killed_server_comes_back_at_the_same_address(tiny: Server, open_page: Open) -> None:
    tiny.kill()
    tiny.start()
    assert open_page(tiny.url).get_by_text("count 0").is_visible()


def test_an_image_from_elsewhere_is_noticed(tiny: Server, open_page: Open, guard: Guard) -> None:
    page = open_page(tiny.url)
    page.locator(".st-key-leak button").click()
    settled(page)
    assert any("leak.invalid" in what for what in guard.found)
    guard.found.clear()


def test_a_connection_of_the_server_is_noticed(tiny: Server, open_page: Open) -> None:
    page = open_page(tiny.url)
    page.locator(".st-key-call button").click()
    settled(page)
    assert page.get_by_text("refused").is_visible()
    assert tiny.connections() == ["socket.getaddrinfo leak.invalid"]
