"""A second opinion: in a dialog, first explained, then agreed to, and only then asked for."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import expect

from tests.chat.answering import Service, said
from tests.e2e.browser import Open, settled
from tests.e2e.ruwo import Ruwo, wait_for_scan
from tests.e2e.serving import Server


def every_seventh_turn(body: dict[str, Any]) -> Any:
    """A model that sees a new topic there."""
    numbers = [int(n) for n in re.findall(r"^(\d+) [A-Z]：", body["messages"][1]["content"], re.MULTILINE)]
    listed = [{"id": n, "before": "", "after": "", "intent": "回答" if n % 7 else "新话题"} for n in numbers]
    return said(json.dumps({"turns": listed}))


def test_nothing_is_asked_before_one_agrees(server: Server, open_page: Open) -> None:
    page = open_page(server.url, locale="en-US")
    ruwo = Ruwo(page)
    ruwo.open_demo()
    wait_for_scan(ruwo)
    ruwo.go("review")
    ruwo.press("review_tool")
    page.get_by_role("menuitem", name="second opinion").or_(page.get_by_role("option", name="second opinion")).click()
    settled(page)
    part = page.get_by_role("dialog")
    expect(part.get_by_text("What leaves this computer")).to_be_visible()
    with Service(every_seventh_turn) as service:
        for name, value in {"address": service.address, "model": "m", "key": "sk-0123"}.items():
            part.locator(f".st-key-opinion_{name} input").fill(value)
            page.keyboard.press("Tab")
            settled(page)
        expect(part.locator(".st-key-opinion_cost")).to_contain_text("tokens to the model")
        expect(part.locator(".st-key-opinion_ask button")).to_be_disabled()
        assert service.asked == []
        part.get_by_text("I agree that these words are sent to 127.0.0.1").click()
        settled(page)
        ruwo.press("opinion_ask")
        expect(part.get_by_text("carry a suggestion")).to_be_visible(timeout=30_000)
        asked = json.dumps(service.asked, ensure_ascii=False)
    assert service.headers[0]["Authorization"] == "Bearer sk-0123"
    assert not [private for private in ("19999123456", "阿澈", "林小满", "482913") if private in asked]
    ruwo.press("opinion_show")
    expect(ruwo.cards.first).to_contain_text("second opinion")
