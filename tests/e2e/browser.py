"""Pages of a real browser that fail the test when they reach beyond loopback or report an error."""

from __future__ import annotations

import re
import shutil
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import streamlit
from playwright.sync_api import ConsoleMessage, Page

Open = Callable[..., Page]
"""The ``open_page`` fixture: url, locale, colour scheme -> a settled page."""

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
PROBED = ("/_stcore/health", "/_stcore/host-config")
"""Streamlit's page looks for its server beside a deep address first, and finds nothing there."""
INSIDE = {"data", "blob", "about", "chrome-error"}
SHOTS = Path(__file__).parent / "shots"


def own_scripts() -> list[str]:
    """Hashes of the scripts inside Streamlit's page; our Content-Security-Policy refuses them and nothing is lost."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    scripts = re.findall(rb"<script>(.*?)</script>", page, re.DOTALL)
    return [b64encode(sha256(script).digest()).decode() for script in scripts]


QUIET = """quiet => {
  const app = document.querySelector("[data-testid=stApp]");
  const settled = app && app.dataset.testScriptState === "notRunning" && app.dataset.testConnectionState === "CONNECTED"
    && !document.querySelector("[data-stale=true], [data-testid=stSkeleton]");
  if (!settled) { window.quietSince = undefined; return false; }
  window.quietSince ??= performance.now();
  return performance.now() - window.quietSince > quiet;
}"""


def executable() -> str | None:
    """The system's Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


def settled(page: Page, *, quiet: int = 200, timeout: int = 30_000) -> None:
    """Wait until the app is connected and its script was idle for ``quiet`` ms, longer than clicks are debounced."""
    page.evaluate("() => { window.quietSince = undefined; }")
    page.wait_for_function(QUIET, arg=quiet, timeout=timeout)


def shoot(page: Page, name: str) -> Path:
    """A picture of the whole page in tests/e2e/shots."""
    SHOTS.mkdir(exist_ok=True)
    file = SHOTS / f"{name}.png"
    page.screenshot(path=file, full_page=True)
    return file


class Guard:
    """Collects what a page must not do."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.harmless = own_scripts()

    def watch(self, page: Page) -> None:
        """Listen to every request, socket, script error and console error of this page."""
        page.on("request", lambda request: self._address("request", request.url))
        page.on("websocket", lambda ws: self._address("websocket", ws.url))
        page.on("pageerror", lambda error: self.found.append(f"script error: {error}"))
        page.on("console", self._console)

    def _address(self, kind: str, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in INSIDE and parts.hostname not in LOOPBACK:
            self.found.append(f"{kind} beyond loopback: {url}")

    def _console(self, message: ConsoleMessage) -> None:
        if urlsplit(message.location["url"]).path.endswith(PROBED):
            return
        if message.type == "error" and not any(script in message.text for script in self.harmless):
            self.found.append(f"console error: {message.text}")
