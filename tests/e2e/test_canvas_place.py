"""What is read stays where it is on the screen, and the view goes where something was noticed or has changed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.e2e.canvas_driver import Open, bubble, card, ops, press

pytest_plugins = ("tests.e2e.canvas_fixtures",)


def edges(element: Locator) -> tuple[float, float]:
    """Its top and bottom on the screen."""
    box = element.bounding_box()
    assert box is not None
    return box["y"], box["y"] + box["height"]


def read_deep(page: Page) -> float:
    """Choose the twelfth bubble of the second talk; where it then stands."""
    press(page, "j", *["ArrowDown"] * 12)
    page.wait_for_function("() => document.querySelector('.st-key-view').innerText.includes('\"focus\": 2')")
    return edges(bubble(page, 32))[0]


def test_the_view_of_the_training_row_comes_and_goes_in_place(open_scene: Open) -> None:
    page = open_scene("noticed")
    stood = read_deep(page)
    head = edges(card(page, 2))[0]
    press(page, "t")
    expect(card(page, 2).locator(".after")).to_be_visible()
    assert edges(card(page, 2))[0] == pytest.approx(head, abs=1.5)
    press(page, "t")
    expect(page.locator(".after")).to_have_count(0)
    assert edges(bubble(page, 32))[0] == pytest.approx(stood, abs=1.5)


def test_a_short_training_row_stays_in_sight_and_the_way_back_leads_to_the_same_place(open_scene: Open) -> None:
    page = open_scene("noticed")
    press(page, *["ArrowDown"] * 20)
    stood = edges(bubble(page, 20))[0]
    press(page, "t")
    expect(card(page, 1).locator(".after")).to_be_in_viewport()
    press(page, "t")
    expect(page.locator(".after")).to_have_count(0)
    assert edges(bubble(page, 20))[0] == pytest.approx(stood, abs=1.5)


def test_earlier_messages_and_the_background_leave_the_chosen_bubble_where_it_is(open_scene: Open) -> None:
    page = open_scene("noticed")
    stood = read_deep(page)
    press(page, "o")
    expect(card(page, 2).locator(".sources.before .source")).to_have_count(10)
    assert edges(bubble(page, 32))[0] == pytest.approx(stood, abs=1.5)
    press(page, "Shift+O", "v", "b", "Escape")
    expect(card(page, 2).locator(".sources, .form")).to_have_count(0)
    assert edges(bubble(page, 32))[0] == pytest.approx(stood, abs=1.5)


def test_a_proposal_quotes_its_bubble_masked_and_leads_to_what_it_changed(open_scene: Open) -> None:
    page = open_scene("noticed")
    expect(card(page, 1).locator(".proposal .words")).to_have_text("“137****5678 是新号码…”: 从这里拆开")
    expect(page.locator(".bubble.meant")).to_have_attribute("data-bubble", "20")
    press(page, "r")
    ops(page, 1)
    expect(card(page, 901).locator(".bubble.spot")).to_be_in_viewport()
    expect(page.locator(".bubble.meant")).to_have_count(0)
    press(page, "c")
    expect(page.locator(".bubble.spot")).to_have_count(0)


def test_the_headline_signal_leads_and_a_key_goes_round_what_signals_point_at(open_scene: Open) -> None:
    page = open_scene("noticed")
    chips = card(page, 1).locator(".chip")
    expect(chips).to_have_text(["答非所问 ×2", "敏感信息", "话题跳跃"])
    expect(page.locator(".chip.leading")).to_have_text("答非所问 ×2")
    for number, reason in ((4, "隔着图片"), (15, "没有共同的词"), (20, "停了两小时"), (4, "隔着图片")):
        press(page, "g")
        expect(bubble(page, number)).to_have_attribute("aria-current", "true")
        expect(card(page, 1).locator(".reason-here")).to_have_text(reason)
    chips.first.click()
    expect(bubble(page, 20)).to_have_attribute("aria-current", "true")
    press(page, "j", "g")
    expect(card(page, 2).locator(".hint")).to_have_text("No signal points at a bubble of this fragment.")


def test_a_private_value_at_the_foot_of_a_card_is_decided_above_it(open_scene: Open) -> None:
    page = open_scene("noticed")
    press(page, "f")
    popover = card(page, 1).locator(".popover")
    expect(popover).to_be_visible()
    assert edges(popover)[1] <= edges(card(page, 1).locator("footer"))[0]
    assert edges(popover)[0] >= edges(page.locator(".top"))[1]


@pytest.mark.parametrize(
    "size", [{"width": 1024, "height": 768}, {"width": 1280, "height": 720}], ids=["tablet", "low"]
)
def test_a_small_window_is_for_the_talk(open_scene: Open, size: ViewportSize) -> None:
    page = open_scene("noticed")
    page.set_viewport_size(size)
    press(page, *["ArrowDown"] * 10)
    top, foot = edges(page.locator(".top")), edges(card(page, 1).locator("footer"))
    assert top[1] - top[0] <= 44
    assert foot[0] - top[1] >= 0.6 * size["height"]
