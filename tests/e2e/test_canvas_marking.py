"""Calling words private in the canvas, with the mouse and with the keyboard."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.canvas_driver import Open, bubble, card, ops, press, short

pytest_plugins = ("tests.e2e.canvas_fixtures",)

CORNERS = """(el, [first, last]) => {
  const words = el.querySelector(".words");
  const nodes = [];
  const walk = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) for (let i = 0; i < walk.currentNode.data.length; i++) nodes.push([walk.currentNode, i]);
  const box = ([node, at]) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect();
  };
  const [a, b] = [box(nodes[first]), box(nodes[last])];
  return [a.left + 1, a.top + a.height / 2, b.right - 1, b.top + b.height / 2];
}"""


def drag(page: Page, number: int, first: int, last: int) -> None:
    """Select these characters (as shown, both included) of a bubble."""
    bubble(page, number).scroll_into_view_if_needed()
    x, y, to_x, to_y = bubble(page, number).evaluate(CORNERS, [first, last])
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(to_x, to_y, steps=5)
    page.mouse.up()


def test_selected_words_are_marked(open_scene: Open) -> None:
    page = open_scene()
    drag(page, 10, 0, 1)
    offer = page.locator(".marking")
    expect(offer).to_be_visible()
    offer.locator("[data-entity='LOCATION']").click()
    (op,) = ops(page, 1)
    expected = {"kind": "mark", "fragment": 1, "bubble": 10, "start": 0, "end": 2, "entity": "LOCATION"}
    assert short(op) == expected
    expect(offer).to_have_count(0)
    expect(bubble(page, 10).locator(".finding")).to_have_count(1)


def test_a_digit_says_what_the_words_are(open_scene: Open) -> None:
    page = open_scene()
    drag(page, 10, 0, 1)
    expect(page.locator(".marking")).to_be_focused()
    press(page, "3")
    (op,) = ops(page, 1)
    assert (op["kind"], op["entity"]) == ("mark", "PHONE_NUMBER")


def test_a_click_and_escape_take_the_offer_away(open_scene: Open) -> None:
    page = open_scene()
    offer = page.locator(".marking")
    drag(page, 10, 0, 1)
    press(page, "Escape")
    expect(offer).to_have_count(0)
    drag(page, 10, 0, 1)
    expect(offer).to_be_visible()
    bubble(page, 13).click()
    expect(offer).to_have_count(0)
    press(page, "1")
    assert [op["kind"] for op in ops(page, 1)] == ["status"]


def test_words_are_marked_without_a_mouse(open_scene: Open) -> None:
    page = open_scene()
    press(page, "ArrowDown", "h")
    field = page.locator(".marking input")
    expect(field).to_be_focused()
    press(page, "Home", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "2")
    (op,) = ops(page, 1)
    expected = {"kind": "mark", "fragment": 1, "bubble": 10, "start": 1, "end": 3, "entity": "LOCATION"}
    assert short(op) == expected
    press(page, "1")
    assert [op["kind"] for op in ops(page, 2)] == ["mark", "status"]


def test_a_hidden_value_stays_hidden_and_counts_as_a_whole(open_scene: Open) -> None:
    page = open_scene()
    phone = page.locator(".finding.undecided").first
    drag(page, 30, 8, 11)  # from the word before it into it; in UTF-16, where the emoji counts two
    expect(page.locator(".marking")).to_be_visible()
    press(page, "1")
    (op,) = ops(page, 1)
    assert (op["start"], op["end"]) == (7, 10 + len("13712345678"))
    expect(phone).to_be_visible()


def test_words_of_two_bubbles_are_not_offered(open_scene: Open) -> None:
    page = open_scene()
    first = bubble(page, 10).evaluate(CORNERS, [0, 0])
    second = bubble(page, 11).evaluate(CORNERS, [0, 0])
    page.mouse.move(first[0], first[1])
    page.mouse.down()
    page.mouse.move(second[2], second[3], steps=5)
    page.mouse.up()
    expect(page.locator(".marking")).to_have_count(0)
    expect(card(page, 1)).to_be_visible()


def test_the_offer_stands_above_its_bubble_where_there_is_no_room_below(open_scene: Open) -> None:
    page = open_scene("noticed")
    press(page, *["ArrowDown"] * 12, "h")
    offer, words = page.locator(".marking").bounding_box(), bubble(page, 12).bounding_box()
    assert offer
    assert words
    assert offer["y"] + offer["height"] <= words["y"]
