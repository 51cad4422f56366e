"""Every page in both languages and both themes: it opens, speaks one language, and its picture can be looked at."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Open, settled, shoot
from tests.e2e.ruwo import STEPS, Ruwo, wait_for_scan
from tests.e2e.serving import Server

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("locale", "short"), [("zh-CN", "zh"), ("en-US", "en")])
def test_shots_of_every_page(
    server: Server, open_page: Open, locale: str, short: str, scheme: Literal["light", "dark"]
) -> None:
    ruwo = Ruwo(open_page(server.url, locale=locale, scheme=scheme))
    ruwo.open_demo()
    wait_for_scan(ruwo)
    ruwo.go("review")
    ruwo.keys("1", "1")
    for step in STEPS:
        ruwo.go(step)
        if step == "chat":
            assert ruwo.say("今天上班好累啊")
        expect(ruwo.page.get_by_test_id("stException")).to_have_count(0)
        title = ruwo.page.locator("h1").first.inner_text()
        assert bool(HAN.search(title)) == (short == "zh" or step == "start")
        picture = shoot(ruwo.page, f"{step}-{short}-{scheme}")
        assert picture.stat().st_size > 10_000


def test_the_switch_overrides_the_browser_and_stays(server: Server, open_page: Open) -> None:
    page = open_page(server.url, locale="zh-CN")
    Ruwo(page).open_demo()
    page.get_by_test_id("stSidebar").get_by_text("English", exact=True).click()
    expect(page.locator("h1")).to_have_text("Review")
    page.reload()
    settled(page)
    expect(page.locator("h1")).to_have_text("Review")


def test_a_page_without_a_workspace_says_where_to_start(
    tmp_path_factory: pytest.TempPathFactory, open_page: Open
) -> None:
    running = Server(tmp_path_factory.mktemp("empty"))
    running.start()
    page = open_page(running.url, locale="en-US")
    for step in STEPS[2:]:
        Ruwo(page).go(step)
        expect(page.get_by_text("Load the demo chat or import your own first.")).to_be_visible()
    running.stop()
