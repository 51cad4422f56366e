"""Page objects: what a person does on each page, in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import settled

STEPS = ("start", "import", "review", "privacy", "persona", "export", "chat")


class Ruwo:
    """The app in one browser page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go(self, step: str) -> None:
        """Open a page from the sidebar."""
        self.page.get_by_test_id("stSidebarNavLink").nth(STEPS.index(step)).click()
        settled(self.page)

    def press(self, key: str) -> None:
        """Press a Streamlit button by its key."""
        self.page.locator(f".st-key-{key} button").first.click()
        settled(self.page)

    def open_demo(self) -> None:
        """The start page's first door."""
        self.press("demo")
        expect(self.cards.first).to_be_visible()

    # --- import

    def upload(self, *files: Path) -> None:
        """Choose files on the import page and wait for the preview."""
        self.page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(list(files))
        expect(self.page.locator(".st-key-import button")).to_be_visible(timeout=60_000)
        settled(self.page)

    def import_it(self) -> None:
        """Press import and wait until the source stands in the list."""
        self.press("import")
        expect(self.page.locator(".st-key-to_review button")).to_be_visible(timeout=120_000)
        settled(self.page)

    # --- review

    @property
    def cards(self) -> Locator:
        """The fragments on the page."""
        return self.page.locator("[data-fragment]")

    def card(self, words: str) -> Locator:
        """The fragment that shows these words."""
        found = self.cards.filter(has_text=words).first
        expect(found).to_be_visible()
        return found

    def bubble(self, words: str) -> Locator:
        """The bubble with these words."""
        return self.page.locator("[data-bubble]").filter(has_text=words).first

    def choose(self, words: str) -> Locator:
        """Click a bubble, so that the keys mean it; gives its fragment."""
        self.bubble(words).click()
        return self.card(words)

    def keys(self, *keys: str) -> None:
        """Press keys in the canvas and wait until the server has answered."""
        for key in keys:
            self.page.keyboard.press(key)
        self.saved()

    def saved(self) -> None:
        """Wait until no edit is on its way."""
        expect(self.page.locator(".canvas .saving.open")).to_have_count(0)
        settled(self.page)

    def queue(self, status: str) -> None:
        """Show the fragments of one status."""
        order = ("pending", "kept", "later", "dropped", "all")
        self.page.locator(".st-key-review_status button").nth(order.index(status)).click()
        settled(self.page)

    def search(self, words: str) -> None:
        """Show the fragments with these words in any of their bubbles; no words show the queue again."""
        box = self.page.locator(".st-key-review_text input")
        box.fill(words)
        box.press("Enter")
        settled(self.page)

    def next_page(self) -> None:
        """The queue's next page."""
        self.page.locator(".pager [data-command=next_page]").click()
        settled(self.page)

    # --- export and chat

    def settle(self) -> None:
        """Replace all that could do harm and that nobody looked at, if there is any."""
        replace_all = self.page.locator(".st-key-settle_all button")
        if replace_all.count():
            self.press("settle_all")
        expect(self.page.locator(".st-key-download button")).to_be_visible()

    def download(self) -> list[dict[str, Any]]:
        """Take the ShareGPT file; its rows."""
        with self.page.expect_download() as caught:
            self.page.locator(".st-key-download button").click()
        content = Path(caught.value.path()).read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf")
        rows: list[dict[str, Any]] = json.loads(content.decode("utf-8"))
        settled(self.page)
        return rows

    def say(self, text: str) -> list[str]:
        """Send a line on the chat page; the bubbles of the answer."""
        box = self.page.locator("[data-testid=stChatInput] textarea")
        box.fill(text)
        box.press("Enter")
        settled(self.page)
        last = self.page.locator("[data-testid=stChatMessage]").last
        return [bubble.inner_text() for bubble in last.locator("[data-testid=stText]").all()]


def wait_for_scan(ruwo: Ruwo) -> None:
    """The search for private values has ended: the privacy page shows no progress bar."""
    ruwo.go("privacy")
    expect(ruwo.page.locator("[data-testid=stProgress]")).to_have_count(0, timeout=120_000)
    settled(ruwo.page)
