"""What the canvas does when Streamlit calls it again: answers that overtake each other, and another version of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pages.widgets import canvas
from tests.e2e import canvas_scenes
from tests.e2e.canvas_driver import Open
from tests.e2e.canvas_store import Store

pytest_plugins = ("tests.e2e.canvas_fixtures",)

LOADER = (Path(canvas.__file__).parent / "canvas" / "loader.js").read_text(encoding="utf-8")
MOUNT = """async ([loader, answers, between]) => {
    window.settle = () => { window.place = document.body.appendChild(document.createElement('div')); };
    window.settle();
    window.told = [];
    const file = new Blob([loader], {type: 'text/javascript'});
    const {default: show} = await import(URL.createObjectURL(file));
    window.answer = text => show({
        parentElement: window.place, data: new TextEncoder().encode(text),
        setStateValue: (name, value) => window.told.push([name, value]),
    });
    const leavings = answers.map(window.answer);
    for (const leaving of leavings.slice(0, -1)) {
        const leave = await leaving;
        if (between === 'leave') leave();
    }
    await leavings.at(-1);
}"""
TAKE_DOWN = """async text => {
    const leave = await window.answer(text);
    leave();
    window.place.remove();
}"""
AT_ONCE = """async keys => {
    for (const key of keys) {
        let at = document.activeElement;
        while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
        at.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, composed: true}));
    }
    await new Promise(done => setTimeout(done));
}"""


def answer(data: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the server sends to a browser that holds nothing."""
    shown = data or Store(*canvas_scenes.talk()).data()
    found: dict[str, Any] = json.loads(canvas.message(shown | {"key": "canvas"}, canvas.LABELS, ()))
    return found


def updated(before: dict[str, Any]) -> dict[str, Any]:
    """The same from a later version of the code."""
    script = before["parts"][before["script"]] + "\n// later"
    return before | {"script": "later", "parts": before["parts"] | {"later": script}}


def mount(page: Page, answers: list[dict[str, Any]], between: str) -> None:
    """On an empty page, in Streamlit's place: it waits for none of the answers before the next one comes."""
    page.goto(page.url.split("?")[0] + "_stcore/health")
    page.evaluate(MOUNT, [LOADER, [json.dumps(one) for one in answers], between])


def sent(page: Page) -> list[list[str]]:
    """The ops in each message that was sent."""
    told = page.evaluate("window.told")
    return [[op["kind"] for op in value["ops"]] for name, value in told if name == "ops"]


def test_an_overtaken_answer_does_not_silence_the_canvas(open_scene: Open) -> None:
    page = open_scene()
    mount(page, [answer(), answer()], "leave")
    page.keyboard.press("1")
    assert sent(page) == [["status"]]


def test_a_page_left_open_over_an_update_has_one_canvas(open_scene: Open) -> None:
    page = open_scene()
    mount(page, [answer(), updated(answer())], "stay")
    expect(page.locator(".canvas")).to_have_count(1)
    page.keyboard.press("1")
    assert sent(page) == [["status"]]


def test_a_value_that_is_found_no_more_while_it_is_looked_at(open_scene: Open) -> None:
    page = open_scene()
    first, second = Store(*canvas_scenes.talk()).data(), Store(*canvas_scenes.talk()).data()
    for bubble in (b for fragment in second["fragments"] for b in fragment["bubbles"]):
        bubble["findings"] = []
    mount(page, [answer(first)], "stay")
    page.keyboard.press("j")
    page.keyboard.press("f")
    expect(page.locator(".popover")).to_be_visible()
    page.evaluate("text => window.answer(text)", json.dumps(answer(second)))
    page.keyboard.press("y")
    assert sent(page) == []
    page.keyboard.press("1")
    assert sent(page) == [["status"]]


@pytest.mark.parametrize("first", ["1", "2"])
def test_keys_faster_than_the_page_is_drawn_keep_the_field_they_open(open_scene: Open, first: str) -> None:
    page = open_scene("many")
    page.evaluate(AT_ONCE, [first, "ArrowDown", "e"])
    expect(page.locator(".canvas textarea")).to_be_focused()
    page.keyboard.type("1")
    expect(page.locator(".canvas .card.focused textarea")).to_have_count(1)


def test_who_writes_while_the_canvas_is_mounted_anew_goes_on_writing(open_scene: Open) -> None:
    page = open_scene()
    mount(page, [answer()], "stay")
    field = page.locator(".canvas textarea")
    for key in ("ArrowDown", "e", "End", "1"):
        page.keyboard.press(key)
    expect(field).to_have_value("在忙吗1")
    page.evaluate(TAKE_DOWN, json.dumps(answer()))
    page.keyboard.press("x")  # a command anywhere else
    page.evaluate("text => { window.settle(); return window.answer(text); }", json.dumps(answer()))
    expect(field).to_be_focused()
    page.keyboard.press("2")
    expect(field).to_have_value("在忙吗12")
    assert sent(page) == []


@pytest.mark.parametrize(("key", "taken"), [("Escape", True), ("Tab", False)])
def test_who_closed_a_dialog_gets_the_keyboard_and_who_moves_by_keys_elsewhere_keeps_it(
    open_scene: Open, key: str, taken: bool
) -> None:
    page = open_scene()
    mount(page, [answer()], "stay")
    page.evaluate("document.body.append(...['a', 'b'].map(() => document.createElement('button')))")
    first, second = page.locator("button:not(.canvas *)").all()
    first.click(force=True)
    page.keyboard.press(key)
    (second if key == "Tab" else first).focus()  # as Streamlit gives the focus back to what opened the dialog
    page.evaluate(TAKE_DOWN, json.dumps(answer()))
    page.evaluate("text => { window.settle(); return window.answer(text); }", json.dumps(answer()))
    expect(page.locator(".canvas .card.focused")).to_have_count(1)
    assert (page.evaluate("document.activeElement.tagName") != "BUTTON") is taken


def test_a_dialog_that_gives_the_focus_back_late_does_not_keep_it(open_scene: Open) -> None:
    page = open_scene()
    mount(page, [answer()], "stay")
    page.evaluate("document.body.append(document.createElement('button'))")
    opener = page.locator("button:not(.canvas *)")
    opener.evaluate("button => button.focus()")
    expect(opener).not_to_be_focused()
    page.keyboard.press("1")
    assert sent(page) == [["status"]]
    page.keyboard.press("Tab")
    opener.evaluate("button => { button.focus(); return new Promise(done => setTimeout(done)); }")
    expect(opener).to_be_focused()


def test_who_writes_goes_on_writing_when_the_canvas_is_mounted_again_before_it_is_taken_down(open_scene: Open) -> None:
    page = open_scene()
    mount(page, [answer()], "stay")
    field = page.locator(".canvas textarea")
    for key in ("ArrowDown", "e", "End", "1"):
        page.keyboard.press(key)
    page.evaluate(
        """async text => {
            const before = window.place, leave = await window.answer(text);
            window.settle();
            await window.answer(text);
            leave();
            before.remove();
        }""",
        json.dumps(answer()),
    )
    expect(field).to_be_focused()
    page.keyboard.press("2")
    expect(field).to_have_value("在忙吗12")
    page.keyboard.press("Control+Enter")
    assert sent(page) == [["edit"]]
