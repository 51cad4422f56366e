"""Importing in the browser: training JSON from start to file, and files that are none."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Open
from tests.e2e.ruwo import Ruwo, wait_for_scan
from tests.e2e.serving import Server
from tests.generators import memotrace
from tests.generators.chats import EVERY_KIND, FRIEND, ME


@pytest.mark.shared
def test_training_json_from_upload_to_chat(server: Server, open_page: Open, shared: Path) -> None:
    file = shared / "data" / "memotrace" / "training_with_prompt.json"
    first = json.loads(file.read_text(encoding="utf-8"))[0]["conversations"]
    ruwo = Ruwo(open_page(server.url))
    ruwo.press("own")
    ruwo.upload(file)
    ruwo.import_it()
    wait_for_scan(ruwo)
    ruwo.go("review")
    words = first[2]["content"]
    ruwo.search(words)
    ruwo.choose(words)
    ruwo.keys("e")
    ruwo.page.locator("textarea.draft").fill(words + "[委屈]")
    ruwo.keys("Control+Enter", "1")
    ruwo.search("")
    ruwo.cards.first.click(position={"x": 200, "y": 14})
    ruwo.keys("1", "2")
    ruwo.go("persona")
    expect(ruwo.page.get_by_role("textbox").first).to_have_value("小远")
    ruwo.go("export")
    ruwo.settle()
    rows = ruwo.download()
    assert len(rows) == 2
    assert [turn["from"] for turn in rows[0]["conversations"]] == ["human", "gpt"] * 2
    assert rows[0]["conversations"][0]["value"] == first[1]["content"]
    assert rows[0]["conversations"][1]["value"] == words + "[委屈]"
    assert rows[0]["system"].startswith("你是小远")
    ruwo.go("chat")
    assert ruwo.say("羽绒服")


@pytest.mark.shared
def test_a_large_file_can_be_cancelled_and_leaves_nothing(server: Server, open_page: Open, shared: Path) -> None:
    ruwo = Ruwo(open_page(server.url, locale="en-US"))
    ruwo.go("import")
    ruwo.page.get_by_role("tab").nth(1).click()
    path = ruwo.page.locator(".st-key-path input")
    path.fill(str(shared / "data" / "memotrace" / "private_93k.csv"))
    path.press("Enter")
    button = ruwo.page.locator(".st-key-import button")
    expect(button).to_be_visible(timeout=60_000)
    before = ruwo.page.get_by_text("private_93k.csv").count()
    button.click()
    ruwo.page.locator(".st-key-cancel_import button").click()
    expect(ruwo.page.get_by_text("Nothing of “private_93k.csv” was kept.")).to_be_visible(timeout=60_000)
    assert ruwo.page.get_by_test_id("stExpander").filter(has_text="private_93k").count() == 0
    assert before >= 0


BAD = {
    "empty.json": (b"", "0 bytes"),
    "cut.json": (b'[{"conversations": [{"role": "user", "content": "hi"}', "not complete JSON"),
    "deep.json": (b"[" * 100_000, "nested"),
    "picture.json": (bytes(range(256)) * 40, "no format Ruwo knows"),
    "words.csv": (b"nothing but a line\n", "no format Ruwo knows"),
}


@pytest.mark.parametrize("name", list(BAD))
def test_a_file_that_is_none_gets_one_sentence(server: Server, open_page: Open, tmp_path: Path, name: str) -> None:
    content, sentence = BAD[name]
    file = tmp_path / name
    file.write_bytes(content)
    ruwo = Ruwo(open_page(server.url, locale="en-US"))
    ruwo.go("import")
    ruwo.page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(file)
    alert = ruwo.page.get_by_test_id("stAlert")
    expect(alert).to_contain_text(sentence)
    expect(alert).to_contain_text(name)
    expect(ruwo.page.locator(".st-key-import button")).to_have_count(0)


def test_the_kinds_of_a_zip_come_in_one_after_the_other(server: Server, open_page: Open, tmp_path: Path) -> None:
    lines = [f"2024/5/1 10:0{n} - {(FRIEND, ME)[n % 2]}: 第{n}句" for n in range(8)]
    with zipfile.ZipFile(tmp_path / "都在.zip", "w") as out:
        out.writestr("a/小满.html.json", memotrace.html_json_bytes(EVERY_KIND))
        out.writestr("b/与小满的 WhatsApp 聊天.txt", "\n".join(lines))
    ruwo = Ruwo(open_page(server.url, locale="en-US"))
    ruwo.go("import")
    ruwo.upload(tmp_path / "都在.zip")
    expect(ruwo.page.get_by_text("this is number 1.")).to_be_visible()
    ruwo.press("import")
    expect(ruwo.page.get_by_text("this is number 2.")).to_be_visible(timeout=60_000)
    expect(ruwo.page.get_by_text("This is WhatsApp")).to_be_visible()
    ruwo.import_it()
    for file in ("小满.html.json", "与小满的 WhatsApp 聊天.txt"):
        expect(ruwo.page.get_by_text(file).first).to_be_visible()


def test_what_nobody_knows_is_asked_about_after_what_is_known(server: Server, open_page: Open, tmp_path: Path) -> None:
    (tmp_path / "小满.html.json").write_bytes(memotrace.html_json_bytes(EVERY_KIND))
    lines = [f"{(FRIEND, ME)[n % 2]};2024-05-01 10:0{n};第{n}句话" for n in range(8)]
    (tmp_path / "记账.csv").write_text("\n".join(["谁;什么时候;说了什么", *lines]), encoding="utf-8")
    ruwo = Ruwo(open_page(server.url, locale="en-US"))
    ruwo.go("import")
    files = [tmp_path / "记账.csv", tmp_path / "小满.html.json"]
    ruwo.page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(files)
    expect(ruwo.page.get_by_text("After this Ruwo asks what these files are")).to_be_visible()
    ruwo.press("import")
    expect(ruwo.page.get_by_text("Ruwo does not know this kind of file yet.")).to_be_visible(timeout=60_000)
    expect(ruwo.page.get_by_text("小满.html.json").first).to_be_visible()
