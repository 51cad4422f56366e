"""The import page's second half in the browser: kinds, stickers, zones and voices are changed and taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser import Open, settled
from tests.e2e.ruwo import Ruwo
from tests.e2e.serving import Server


@pytest.fixture
def ruwo(server: Server, open_page: Open) -> Ruwo:
    found = Ruwo(open_page(server.url, locale="en-US"))
    found.open_demo()
    found.go("import")
    return found


def opened(ruwo: Ruwo, key: str) -> Locator:
    """An expander by its key, opened."""
    part = ruwo.page.locator(f".st-key-{key}")
    if part.locator("details[open]").count() == 0:
        part.locator("summary").click()
        settled(ruwo.page)
    return part


def pick(ruwo: Ruwo, box: Locator, typed: str) -> None:
    """Choose from a list by typing."""
    box.locator("input").click()
    box.locator("input").fill(typed)
    ruwo.page.keyboard.press("Enter")
    settled(ruwo.page)


def test_kinds_are_chosen_and_taken_back(ruwo: Ruwo) -> None:
    kinds = opened(ruwo, "import_kinds")
    expect(kinds.get_by_text("picture: 6")).to_be_visible()
    pick(ruwo, kinds.locator(".st-key-import_use_voice_speech"), "left out")
    kinds.get_by_role("button", name="Apply").click()
    expect(kinds.locator(".st-key-import_use_voice_aside")).to_be_visible()
    undo = ruwo.page.get_by_role("button", name="Undo: use of kinds")
    undo.click()
    expect(kinds.locator(".st-key-import_use_voice_speech")).to_be_visible()
    expect(undo).to_have_count(0)


def test_a_sticker_is_named_and_the_name_taken_back(ruwo: Ruwo) -> None:
    stickers = opened(ruwo, "import_stickers")
    stickers.get_by_role("textbox").first.fill("猫猫转圈")
    stickers.get_by_role("button", name="Save names").click()
    expect(ruwo.page.get_by_text("1 of 1 named")).to_be_visible()
    ruwo.page.get_by_role("button", name="Undo: sticker names").click()
    expect(ruwo.page.get_by_text("0 of 1 named")).to_be_visible()


def test_a_zone_and_a_voice_are_chosen(server: Server, open_page: Open, tmp_path: Path) -> None:
    said = [
        {"sender": f"id-{name}", "accountName": name, "timestamp": 1714550400 + n, "type": 0, "content": "几点出发"}
        for n, name in enumerate(["阿岚", "小满", "老周"] * 2)
    ]
    meta = {"name": "爬山", "platform": "wechat", "type": "group", "ownerId": "id-阿岚"}
    file = tmp_path / "爬山.json"
    file.write_text(json.dumps({"chatlab": {"version": "0.0.2"}, "meta": meta, "messages": said}), encoding="utf-8")
    ruwo = Ruwo(open_page(server.url, locale="en-US"))
    ruwo.press("own")
    ruwo.upload(file)
    ruwo.import_it()
    source = ruwo.page.get_by_test_id("stExpander").filter(has_text="爬山")
    expect(source.get_by_text("the persona is 阿岚")).to_be_visible()
    pick(ruwo, source.locator("[class*=st-key-import_voice_]"), "老周")
    expect(source.get_by_text("the persona is 老周")).to_be_visible()
    pick(ruwo, source.locator("[class*=st-key-import_zone_]"), "Asia/Tokyo")
    expect(ruwo.page.get_by_role("button", name="Undo: time zone")).to_be_visible()
