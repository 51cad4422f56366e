"""A server with ``canvas_app.py`` and its page, which must stay on loopback and throw no error."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.canvas_driver import Open

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    options = {"server.port": port, "server.address": "127.0.0.1", "server.headless": "true"}
    options |= {"server.fileWatcherType": "none", "browser.gatherUsageStats": "false"}
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "tests/e2e/canvas_app.py")]
    command += [f"--{name}={value}" for name, value in options.items()]
    process = subprocess.Popen(
        command, cwd=tmp_path_factory.mktemp("canvas"), env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    )  # fmt: skip
    assert process.stdout is not None
    assert any("URL:" in line for line in process.stdout), "the server did not start"
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health") as answer:
        assert answer.status == 200
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait()
    process.stdout.close()


@pytest.fixture
def outside() -> list[str]:
    """Addresses beyond loopback that the page asked for."""
    return []


@pytest.fixture
def open_scene(address: str, browser: Browser, outside: list[str]) -> Iterator[Open]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(8000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "request", lambda r: outside.append(r.url) if urlsplit(r.url).hostname not in {"127.0.0.1", None, ""} else None
    )

    def show(scene: str = "talk", **query: object) -> Page:
        more = "".join(f"&{name}={value}" for name, value in query.items())
        page.goto(f"{address}/?log=1&scene={scene}{more}")
        page.locator(".canvas .card, .canvas .empty").first.wait_for()
        expect(page.locator(".st-key-log")).not_to_be_empty()
        return page

    yield show
    context.close()
    assert errors == []
    assert outside == []
