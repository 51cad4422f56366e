"""Importing what Ruwo does not know, in the browser: the wizard, its memory, and the questions before an import."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.browser import Open, settled
from tests.e2e.ruwo import Ruwo
from tests.e2e.serving import Server
from tests.generators import unknown
from tests.generators.chats import FRIEND, ME, invented

UPLOAD = "[data-testid=stFileUploader] input[type=file]"


def choose(ruwo: Ruwo, words: str) -> None:
    """Take the answer with these words."""
    ruwo.page.get_by_test_id("stRadio").get_by_text(words).first.click()
    settled(ruwo.page)


def test_an_unknown_table_is_mapped_once_and_known_the_next_time(
    server: Server, open_page: Open, tmp_path: Path
) -> None:
    first, second = tmp_path / "小满.csv", tmp_path / "小满二.csv"
    first.write_bytes(unknown.table(invented(30, seed=3)))
    second.write_bytes(unknown.table(invented(50, seed=9)))
    ruwo = Ruwo(open_page(server.url, locale="en-US"))
    ruwo.go("import")
    ruwo.page.locator(UPLOAD).set_input_files(first)
    expect(ruwo.page.get_by_text("Ruwo does not know this kind of file yet.")).to_be_visible(timeout=30_000)
    ruwo.press("map_done")
    button = ruwo.page.locator(".st-key-import button")
    expect(button).to_be_disabled()
    choose(ruwo, f"{ME} ·")
    expect(button).to_be_enabled()
    ruwo.import_it()
    ruwo.upload(second)
    expect(ruwo.page.get_by_text("Read with your mapping")).to_be_visible()
    expect(button).to_be_enabled()
    ruwo.page.get_by_test_id("stPopover").get_by_role("button").click()
    ruwo.press("map_open")
    expect(ruwo.page.get_by_text("How the file begins:")).to_be_visible()
    ruwo.press("map_cancel")
    expect(ruwo.page.get_by_text("Read with your mapping")).to_be_visible()


def test_days_that_can_be_read_in_two_ways_are_asked_about(server: Server, open_page: Open, tmp_path: Path) -> None:
    lines = [f"0{n}/0{n + 1}/2024, 3:0{n} pm - {(ME, FRIEND)[n % 2]}: 第{n}句" for n in range(1, 6)]
    file = tmp_path / f"WhatsApp Chat with {FRIEND}.txt"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ruwo = Ruwo(open_page(server.url, locale="en-US"))
    ruwo.go("import")
    ruwo.upload(file)
    button = ruwo.page.locator(".st-key-import button")
    expect(button).to_be_disabled()
    choose(ruwo, "day first: February 1, 2024")
    expect(button).to_be_enabled()
    expect(ruwo.page.get_by_text("Time zone of the times in this file")).to_be_visible()


def test_chats_of_one_file_are_chosen(server: Server, open_page: Open, tmp_path: Path) -> None:
    talk = [{"id": n, "type": "message", "date_unixtime": str(1_714_550_400 + n), "from": (ME, FRIEND)[n % 2],
             "from_id": f"user{n % 2 + 1}", "text": f"第{n}句"} for n in range(4)]  # fmt: skip
    chats = [{"name": f"聊天{n}", "type": "personal_chat", "id": n, "messages": talk} for n in range(30)]
    content = {"about": "", "personal_information": {"user_id": 1}, "chats": {"about": "", "list": chats}}
    file = tmp_path / "result.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    ruwo = Ruwo(open_page(server.url, locale="en-US"))
    ruwo.go("import")
    ruwo.upload(file)
    expect(ruwo.page.get_by_text("30 of 30 chats chosen, 120 messages.")).to_be_visible()
    ruwo.press("import_none")
    expect(ruwo.page.locator(".st-key-import button")).to_be_disabled()
    search = ruwo.page.locator(".st-key-import_search input")
    search.fill("聊天7")
    search.press("Enter")
    settled(ruwo.page)
    ruwo.press("import_all")
    expect(ruwo.page.get_by_text("1 of 30 chats chosen, 4 messages.")).to_be_visible()
    ruwo.import_it()
    expect(ruwo.page.get_by_text("Chat “聊天7”")).to_be_visible()
