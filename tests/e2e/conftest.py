"""A server, a browser and pages that are checked when the test ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.browser import FLAGS, Guard, Open, executable, settled
from tests.e2e.serving import Server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    path = executable()
    assert path, "Chromium is missing; `make browser` installs it"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Ruwo with an empty data folder, one for each test file; must end without an error or an outside connection."""
    running = Server(tmp_path_factory.mktemp("home"))
    running.start()
    yield running
    running.stop()
    assert running.connections() == []
    assert running.tracebacks() == []


@pytest.fixture
def guard() -> Iterator[Guard]:
    """What the pages of this test must not do; looked at when the test ends."""
    watching = Guard()
    yield watching
    assert watching.found == []


@pytest.fixture
def open_page(browser: Browser, guard: Guard) -> Iterator[Open]:
    """``open_page(url, locale="zh-CN", scheme="light")``: a settled page in a fresh browser profile."""
    contexts = []

    def visit(
        url: str,
        *,
        locale: str = "zh-CN",
        scheme: Literal["light", "dark"] = "light",
        size: tuple[int, int] = (1280, 900),
    ) -> Page:
        context = browser.new_context(
            locale=locale,
            color_scheme=scheme,
            viewport={"width": size[0], "height": size[1]},
            timezone_id="Asia/Shanghai",
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        guard.watch(page)
        page.goto(url)
        settled(page)
        return page

    yield visit
    for context in contexts:
        context.close()
