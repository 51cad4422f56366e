"""The workspace picker names every workspace once and never opens another one than was chosen."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.browser import Open, settled
from tests.e2e.ruwo import Ruwo
from tests.e2e.serving import Server


def open_one(page: Page) -> str:
    """The id in the address."""
    found = re.search(r"[?&]w=([^&]+)", page.url)
    assert found
    return found[1]


def choose(page: Page, name: str) -> None:
    page.locator("[data-testid=stSidebar] [data-testid=stSelectbox] input").click()
    page.get_by_role("option", name=name, exact=True).click()
    settled(page)


def rename(page: Page, name: str) -> None:
    page.get_by_role("button", name="重命名").click()
    box = page.locator("[class*=st-key-rename_2] input")
    box.fill(name)
    box.press("Enter")
    settled(page)
    page.locator(".st-key-rename_save button").click()
    settled(page)


def test_names_given_twice_and_names_that_change(server: Server, open_page: Open) -> None:
    ruwo = Ruwo(open_page(server.url))
    ruwo.open_demo()
    demo = open_one(ruwo.page)
    ruwo.go("start")
    ruwo.press("own")
    other = open_one(ruwo.page)
    assert other != demo
    choose(ruwo.page, "演示聊天")
    assert open_one(ruwo.page) == demo
    ruwo.go("review")
    ruwo.keys("1")  # the demo is now the newest on the shelf
    choose(ruwo.page, "我的聊天")
    assert open_one(ruwo.page) == other
    ruwo.go("import")
    assert open_one(ruwo.page) == other
    shown = ruwo.page.locator("[data-testid=stSidebar] [data-testid=stSelectbox] input")
    expect(shown).to_have_value("我的聊天")
    ruwo.go("start")
    rename(ruwo.page, "演示聊天")
    assert open_one(ruwo.page) == other
    expect(shown).to_have_value(re.compile(r"演示聊天( \(2\))?"))
    ruwo.go("import")
    assert open_one(ruwo.page) == other
    first = min(demo, other)
    choose(ruwo.page, "演示聊天 (2)" if other == first else "演示聊天")
    assert open_one(ruwo.page) == demo
    choose(ruwo.page, "演示聊天" if other == first else "演示聊天 (2)")
    assert open_one(ruwo.page) == other
