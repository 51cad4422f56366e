"""Words in the fragment canvas: shown as text, typed in peace, masked until somebody asks."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.canvas_driver import Open, bubble, card, log, ops, press, short

pytest_plugins = ("tests.e2e.canvas_fixtures",)

ENTER = "(el, extra) => el.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, ...extra}))"


def test_later_takes_a_note(open_scene: Open) -> None:
    page = open_scene()
    press(page, "3")
    page.keyboard.type("问问她 1 2")
    press(page, "Escape", "3")
    page.keyboard.type("再看看 c r")
    press(page, "Enter")
    assert short(ops(page, 1)[0]) == {"kind": "status", "fragment": 1, "status": "later", "note": "再看看 c r"}
    expect(card(page, 1).locator(".note-line")).to_contain_text("再看看")


def test_hostile_text_is_shown_as_text(open_scene: Open, outside: list[str]) -> None:
    page = open_scene("hostile")
    for literal in (
        "<img src=http://x.invalid/a.png>",
        "![a](http://x.invalid/b.png)",
        "<script>window.hurt = 1</script>",
    ):
        expect(page.locator(".bubble .words", has_text=literal).first).to_be_visible()
    assert page.locator(".canvas img, .canvas script, .canvas a").count() == 0
    press(page, "ArrowDown", "e")
    page.keyboard.press("End")
    page.keyboard.type("<img src=http://x.invalid/typed.png>")
    press(page, "Control+Enter", "b")
    page.keyboard.type("<img src=http://x.invalid/background.png>")
    press(page, "Control+Enter")
    ops(page, 2)
    assert page.locator(".canvas img").count() == 0
    assert page.evaluate("window.hurt") is None
    assert outside == []


def test_composing_enter_neither_saves_nor_edits(open_scene: Open) -> None:
    page = open_scene()
    press(page, "ArrowDown", "e")
    field = page.locator("textarea.draft")
    for extra in ({"isComposing": True}, {"keyCode": 229}):
        field.evaluate(ENTER, extra | {"ctrlKey": True})
    expect(field).to_be_focused()
    press(page, "Escape", "3")
    note = page.locator(".note input")
    note.evaluate(ENTER, {"isComposing": True})
    expect(note).to_be_focused()
    press(page, "Escape", "1")
    assert [op["kind"] for op in ops(page, 1)] == ["status"]


def test_keys_are_letters_inside_a_text_field(open_scene: Open) -> None:
    page = open_scene()
    press(page, "ArrowDown", "e", "End", "Enter")
    page.keyboard.type("1x?cr")
    press(page, "Control+z", "Control+y", "Control+Enter")
    op = ops(page, 1)[0]
    assert short(op) == {"kind": "edit", "fragment": 1, "bubble": 10, "text": "在忙吗\n1x?cr"}
    expect(page.locator("[role=dialog]")).to_have_count(0)  # c opens Streamlit's own dialog elsewhere
    expect(card(page, 1).locator(".marks").first).to_contain_text("edited")
    card(page, 1).locator(".marks button").click()
    card(page, 1).locator(".original button").click()
    assert short(ops(page, 2)[1]) == {"kind": "revert", "fragment": 1, "bubble": 10}
    expect(bubble(page, 10)).to_have_text("在忙吗")


def test_an_empty_bubble_is_not_saved(open_scene: Open) -> None:
    page = open_scene()
    press(page, "ArrowDown", "e", "Control+a", "Delete", "Control+Enter")
    expect(card(page, 1).locator(".hint")).to_contain_text("cannot be empty")
    assert log(page) == []


def test_a_draft_survives_the_answers_that_arrive_while_it_is_written(open_scene: Open) -> None:
    page = open_scene()
    bubble(page, 12).click()
    press(page, "a")
    page.keyboard.type("我在楼下等你")
    press(page, "Control+Enter")
    bubble(page, 14).click()
    press(page, "e")
    page.keyboard.type("，真的" * 20)
    ops(page, 1)
    page.keyboard.type("呀")
    press(page, "Control+Enter")
    assert ops(page, 2)[1]["text"] == "先别急着给自己打分呀" + "，真的" * 20 + "呀"


def test_background(open_scene: Open) -> None:
    page = open_scene()
    press(page, "b")
    page.keyboard.type("面试当天晚上")
    press(page, "Control+Enter")
    assert short(ops(page, 1)[0]) == {"kind": "context", "fragment": 1, "text": "面试当天晚上"}
    expect(card(page, 1).locator(".background")).to_contain_text("面试当天晚上")


def test_offsets_count_code_points_and_values_stay_masked_until_shown(open_scene: Open) -> None:
    page = open_scene()
    expect(bubble(page, 30)).to_have_text("我换号啦😂 存一下：137****5678 别弄丢咯")
    press(page, "v")
    expect(bubble(page, 30)).to_have_text("我换号啦😂 存一下：13712345678 别弄丢咯")
    page.wait_for_function("() => document.querySelector('.st-key-view').innerText.includes('\"reveal\": true')")
    press(page, "v")
    expect(bubble(page, 30)).to_contain_text("137****5678")


def test_findings_are_decided_by_key_and_by_mouse(open_scene: Open) -> None:
    page = open_scene()
    press(page, "j", "f", "y")
    assert short(ops(page, 1)[0]) == {"kind": "finding", "fragment": 2, "finding": 1, "decision": "accept"}
    expect(bubble(page, 30).locator(".surrogate")).to_have_text("13900000001")
    expect(page.locator(".popover")).to_have_count(0)
    page.locator("[data-finding='2']").click()
    page.locator(".popover [data-command='exception']").click()
    assert short(ops(page, 2)[1]) == {"kind": "finding", "fragment": 2, "finding": 2, "decision": "exception"}


def test_an_edit_keeps_findings_outside_of_it_masked(open_scene: Open) -> None:
    page = open_scene()
    bubble(page, 30).click()
    press(page, "e", "Home")
    page.keyboard.type("😀嗨，")
    press(page, "Control+Enter")
    painted = bubble(page, 30).inner_text()
    assert "13712345678" not in painted
    assert ops(page, 1)[0]["text"].startswith("😀嗨，我换号啦😂")


def test_who_speaks_and_when_is_told_at_first_and_after_a_pause(open_scene: Open) -> None:
    page = open_scene("talk")
    told = card(page, 1).locator(".turn .meta")
    expect(told).to_have_text(["小满21:04", "阿屿21:09", "小满21:28"])
    expect(card(page, 1).locator(".turn .face").nth(2)).to_have_attribute("title", "21:10")
