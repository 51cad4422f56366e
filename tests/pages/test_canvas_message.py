"""What travels to the canvas: everything once, then only what the browser does not hold."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pages.widgets.canvas import message

LABELS = {"keep": "Keep"}
PAGE = {"focus": 1, "fragments": [{"id": 1, "bubbles": [{"text": "晚安"}]}, {"id": 2, "bubbles": []}]}


def sent(page: dict[str, Any], *held: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(message(page, LABELS, held))
    return found


def test_a_browser_that_holds_nothing_gets_everything() -> None:
    first = sent(PAGE)
    parts = first["parts"]
    assert [parts[stamp] for stamp in first["fragments"]] == PAGE["fragments"]
    assert parts[first["labels"]] == LABELS
    assert "export default function" in parts[first["script"]]
    assert ".canvas" in parts[first["style"]]
    assert len(parts) == 5
    assert first["focus"] == 1


def test_what_it_holds_is_named_and_not_sent() -> None:
    held = sent(PAGE)["parts"]
    again = sent(PAGE, *held)
    assert again["parts"] == {}
    assert set(again["fragments"]) < set(held)


def test_of_a_changed_page_the_changed_fragment_is_sent() -> None:
    first = sent(PAGE)
    changed = {"id": 2, "bubbles": [{"text": "好梦"}]}
    second = sent(PAGE | {"fragments": [PAGE["fragments"][0], changed]}, *first["parts"])  # type: ignore[index]
    assert second["fragments"][0] == first["fragments"][0]
    assert second["parts"] == {second["fragments"][1]: changed}


@pytest.mark.parametrize("text", ["\ud83d", "\u2028", "</script>", '"\\'])
def test_any_text_arrives_as_it_is(text: str) -> None:
    page = {"fragments": [{"id": 1, "bubbles": [{"text": text}]}]}
    found = sent(page)
    assert found["parts"][found["fragments"][0]]["bubbles"][0]["text"] == text


def test_a_page_without_fragments() -> None:
    empty = sent({"fragments": []})
    assert empty["fragments"] == []
    assert len(empty["parts"]) == 3
