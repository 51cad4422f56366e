"""The privacy page and the export gate in a browser: one by one, rules, stand-ins, waiver, report."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Open, settled
from tests.e2e.ruwo import Ruwo, wait_for_scan
from tests.e2e.serving import Server


@pytest.fixture
def ruwo(server: Server, open_page: Open) -> Ruwo:
    """The demo chat, searched, with the privacy page open."""
    found = Ruwo(open_page(server.url, locale="en-US"))
    found.open_demo()
    wait_for_scan(found)
    return found


def part(ruwo: Ruwo, number: int) -> None:
    """Show a part of the privacy page."""
    ruwo.page.locator(".st-key-private_part button").nth(number).click()
    settled(ruwo.page)


def test_from_the_first_value_to_the_report(ruwo: Ruwo) -> None:
    wait_for_scan(ruwo)
    page = ruwo.page
    card = page.locator(".st-key-private_card")
    expect(card).to_be_visible()
    before = card.inner_text()
    asked = page.locator(".st-key-private_part button").first.inner_text()
    assert "999***********0026" in before
    page.keyboard.press("v")
    expect(card.locator(".st-key-private_value [data-testid=stText]")).to_contain_text("999999200003150026")
    page.keyboard.press("y")
    expect(card).to_contain_text("2 of ")
    page.keyboard.press("z")
    settled(page)
    expect(page.locator(".st-key-private_part button").first).to_have_text(asked)
    expect(card).to_contain_text("999999200003150026")
    page.keyboard.press("n")
    expect(card).to_contain_text("2 of ")

    part(ruwo, 2)
    page.locator(".st-key-private_rule_words input").fill("汤圆")
    page.locator("[data-testid=stFormSubmitButton] button").click()
    settled(page)
    expect(page.get_by_text("汤圆", exact=True)).to_be_visible()

    part(ruwo, 3)
    ruwo.press("private_all_natural")
    expect(page.locator(".st-key-private_all_natural button")).to_be_disabled()

    ruwo.go("review")
    for _ in range(6):
        page.keyboard.press("1")
    ruwo.saved()
    ruwo.go("export")
    ruwo.press("consent_export_ok")
    assert page.locator(".st-key-download button").count() == 0
    page.get_by_text("I cannot look at all of these now").click()
    page.locator(".st-key-waive_reason input").fill("all invented")
    page.locator(".st-key-waive_who input").fill("A. Tester")
    page.get_by_role("button", name="Waive all").click()
    expect(page.locator(".st-key-download button")).to_be_visible()
    with page.expect_download() as caught:
        page.locator(".st-key-download_report button").click()
    report = Path(caught.value.path()).read_text(encoding="utf-8")
    assert "all invented (A. Tester)" in report
    assert "19999123456" not in report
    text = str(ruwo.download())
    assert "汤圆" not in text
    assert "[电话" not in text
    page.reload()
    settled(page)
    expect(page.locator(".st-key-consent_export_box")).to_have_count(0)
