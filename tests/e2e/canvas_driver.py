"""How to read and work the canvas on its page."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page

Open = Callable[..., Page]


def log(page: Page) -> list[dict[str, Any]]:
    lines = page.locator(".st-key-log").inner_text().splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def ops(page: Page, count: int) -> list[dict[str, Any]]:
    """Waits until the server has applied ``count`` ops and gives them back."""
    page.wait_for_function(
        "n => document.querySelector('.st-key-log')?.innerText.split('\\n').filter(l => l[0] === '{').length === n",
        arg=count,
    )
    return log(page)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def bubble(page: Page, number: int) -> Locator:
    return page.locator(f"[data-bubble='{number}']")


def card(page: Page, number: int) -> Locator:
    return page.locator(f"[data-fragment='{number}']")


def order(page: Page, number: int) -> list[int]:
    return [int(b.get_attribute("data-bubble") or 0) for b in card(page, number).locator("[data-bubble]").all()]


def short(op: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in op.items() if name not in {"seq", "version"}}
