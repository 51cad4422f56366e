"""What was typed is not lost when it cannot be saved."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.canvas_driver import Open, bubble, card, ops, press, short

pytest_plugins = ("tests.e2e.canvas_fixtures",)

FIRST = 14


@pytest.mark.parametrize(
    ("opens", "sent"),
    [
        (("e",), {"kind": "edit", "fragment": 1, "bubble": FIRST, "text": "没说完的话"}),
        (("b",), {"kind": "context", "fragment": 1, "text": "没说完的话"}),
        (("3",), {"kind": "status", "fragment": 1, "status": "later", "note": "没说完的话"}),
    ],
    ids=["edit", "background", "note"],
)
def test_a_refused_text_comes_back_to_its_field_and_is_saved_with_the_same_key(
    open_scene: Open, opens: tuple[str, ...], sent: dict[str, object]
) -> None:
    page = open_scene("talk", stale=1)
    bubble(page, FIRST).click()
    press(page, *opens)
    field = card(page, 1).get_by_role("textbox")
    expect(field).to_be_focused()
    field.fill("没说完的话")
    press(page, "Control+Enter")
    expect(card(page, 1).locator(".problem")).to_contain_text("Changed elsewhere")
    expect(field).to_have_value("没说完的话")
    expect(field).to_be_focused()
    press(page, "Control+Enter")
    assert short(ops(page, 1)[0]) == sent


def test_an_added_turn_comes_back_with_its_side(open_scene: Open) -> None:
    page = open_scene("talk", stale=1)
    bubble(page, FIRST).click()
    press(page, "a")
    field = card(page, 1).get_by_role("textbox")
    field.fill("补一句")
    side = card(page, 1).locator(".sides [aria-pressed=true]").inner_text()
    press(page, "Control+Enter")
    expect(card(page, 1).locator(".problem")).to_be_visible()
    expect(card(page, 1).locator(".sides [aria-pressed=true]")).to_have_text(side)
    press(page, "Control+Enter")
    (sent,) = ops(page, 1)
    assert (sent["kind"], sent["text"]) == ("add", "补一句")


def test_a_text_waits_for_its_field_while_another_one_is_written(open_scene: Open) -> None:
    page = open_scene("talk", stale=1)
    bubble(page, FIRST).click()
    press(page, "e")
    card(page, 1).get_by_role("textbox").fill("没说完的话")
    press(page, "Control+Enter", "j", "b")
    other = card(page, 2).get_by_role("textbox")
    expect(page.locator(".problem")).to_have_count(2)
    expect(other).to_be_focused()
    expect(page.locator(".problem").last).to_contain_text("What you typed there is kept")
    other.fill("别处")
    press(page, "Control+Enter")
    assert short(ops(page, 1)[0]) == {"kind": "context", "fragment": 2, "text": "别处"}
    bubble(page, FIRST).click()
    press(page, "e")
    expect(card(page, 1).get_by_role("textbox")).to_have_value("没说完的话")
    expect(page.locator(".problem")).to_have_count(1)
    press(page, "Control+Enter")
    assert short(ops(page, 2)[1]) == {"kind": "edit", "fragment": 1, "bubble": FIRST, "text": "没说完的话"}


def test_words_whose_place_is_gone_are_shown(open_scene: Open) -> None:
    page = open_scene("talk", gone=1)
    bubble(page, FIRST).click()
    press(page, "e")
    card(page, 1).get_by_role("textbox").fill("没说完的话")
    press(page, "Control+Enter")
    expect(card(page, 1)).to_have_count(0)
    left = page.locator(".problem .left")
    expect(left).to_have_text("没说完的话")
    press(page, "Escape", "Escape")
    expect(page.locator(".problem")).to_have_count(0)
