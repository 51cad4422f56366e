"""The whole path in a browser, and the downloaded file compared with what was done."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.e2e.browser import Open
from tests.e2e.ruwo import Ruwo, wait_for_scan
from tests.e2e.serving import Server


def said(row: dict[str, Any], role: str) -> list[str]:
    return [turn["value"] for turn in row["conversations"] if turn["from"] == role]


def everything(rows: list[dict[str, Any]]) -> str:
    return "\n".join(turn["value"] for row in rows for turn in row["conversations"])


def test_the_demo_from_start_to_chat(server: Server, open_page: Open) -> None:
    ruwo = Ruwo(open_page(server.url))
    ruwo.open_demo()
    wait_for_scan(ruwo)
    ruwo.go("review")

    # drop one fragment
    ruwo.choose("刚把汤圆从键盘上抱下去")
    ruwo.keys("2")
    expect(ruwo.card("刚把汤圆从键盘上抱下去").locator(".status.dropped")).to_be_visible()

    # edit a bubble
    ruwo.choose("眼睛已经不是我的了")
    ruwo.keys("e")
    ruwo.page.locator("textarea.draft").fill("眼睛已经不是我的了(｡•́︿•̀｡)~~")
    ruwo.keys("Control+Enter")
    expect(ruwo.bubble("眼睛已经不是我的了(｡•́︿•̀｡)~~")).to_be_visible()

    # split another: the second topic becomes a fragment of its own
    before = ruwo.cards.count()
    ruwo.choose("那几点碰头")
    ruwo.keys("s")
    expect(ruwo.cards).to_have_count(before + 1)

    # leave one private value in: it is not private
    ruwo.go("privacy")
    expect(ruwo.page.locator(".st-key-private_card")).to_be_visible()
    ruwo.go("review")
    ruwo.choose("老师姓周")
    ruwo.keys("f")
    expect(ruwo.page.locator(".popover")).to_be_visible()
    ruwo.keys("n")
    expect(ruwo.card("老师姓周").locator(".finding.reject").first).to_be_visible()

    # keep everything on this page that is not dropped
    keep_all(ruwo)
    ruwo.next_page()

    # pull in the late answer: it stands 24 messages further down
    ruwo.choose("你上次说睡觉戴的那个耳塞叫啥牌子来着")
    ruwo.keys("o", "o", "o")
    answer = ruwo.page.locator("[data-message]").filter(has_text="雪绒！！").first
    expect(answer).to_be_visible()
    answer.locator("[data-command=pull]").click()
    ruwo.saved()
    expect(
        ruwo.card("你上次说睡觉戴的那个耳塞叫啥牌子来着").locator("[data-bubble]").filter(has_text="雪绒！！")
    ).to_be_visible()
    keep_all(ruwo)

    # persona
    ruwo.go("persona")
    ruwo.page.get_by_role("textbox").nth(1).fill("沈澈，澈澈")
    ruwo.page.keyboard.press("Tab")
    ruwo.press("persona_save")

    # download
    ruwo.go("export")
    ruwo.settle()
    rows = ruwo.download()
    text = everything(rows)
    assert "刚把汤圆从键盘上抱下去" not in text  # dropped
    assert "眼睛已经不是我的了(｡•́︿•̀｡)~~" in text  # edited, kaomoji kept
    assert "周老师" in text  # rejected: stays
    assert any(
        "耳塞" in "".join(said(row, "human")) and "雪绒！！" in "".join(said(row, "gpt")) for row in rows
    )  # pulled in
    for private in (
        "19999123456",
        "199 9987 6543",
        "tangyuan2020%",
        "example.org",
        "9999912345",
        "482913",
        "橘子巷27号",
    ):
        assert private not in text
    assert "[电话1]" in text
    assert all(row["system"].startswith("你是阿澈") and row["tools"] == "[]" for row in rows)
    for row in rows:
        assert [turn["from"] for turn in row["conversations"]] == ["human", "gpt"] * (len(row["conversations"]) // 2)

    # chat with the preview
    ruwo.go("chat")
    answer_bubbles = ruwo.say("今天上班好累啊")
    assert answer_bubbles
    assert all(bubble in text for bubble in answer_bubbles)


def keep_all(ruwo: Ruwo) -> None:
    """Keep every pending fragment of the page with the keyboard."""
    for card in ruwo.cards.all():
        if card.locator(".status.pending").count():
            card.click(position={"x": 200, "y": 14})
            ruwo.keys("1")
            expect(card.locator(".status.kept")).to_be_visible()
