"""The review page on a long chat, beside an empty Streamlit page with one button, in a real browser in the same run.

Updated means changed by the server's answer: the canvas paints most actions at once, which is measured by itself.
Between two actions of the review page the empty page is clicked once, so that both see the same machine. The browser
asks for reduced motion: without a graphics card, frames of a smooth scroll take the server's processor time.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import mean, median

from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import select

from bench import chats
from bench.clicking import Clicker, Samples, resident
from bench.measuring import Figure, p95
from curation import sources
from curation.flow.advice import signalling
from curation.flow.guarding import scanning
from curation.flow.guarding.redaction import key_of
from curation.flow.intake import importing
from curation.flow.sweeping import searching
from curation.privacy import surrogates
from curation.workspace import findings, open_workspace, tables
from tests.e2e.browser import FLAGS, executable, settled
from tests.e2e.serving import Server

ACTIONS = ("next page", "keep", "undo", "split", "edit")
SESSIONS = 5
"""Further browser tabs that are opened to see what one costs."""

IDLE = 5
"""Seconds without a click: a click is measured from quiet to quiet, which takes more than one."""

ANSWERED = """
const open = Boolean(root.querySelector(".saving.open"));
const answered = Boolean(root.asked) && !open;
root.asked = open;
return answered;
"""
TURNED = """
const first = root.querySelector("[data-fragment]")?.dataset.fragment;
return first !== undefined && first !== "{first}";
"""
COUNTED = 'return document.body.textContent.includes("count {count}");'
WORTH_SPLITTING = """() => {
  const cards = [...window.canvasRoot().querySelectorAll("[data-fragment]")];
  const bubbles = cards.map((card) => card.querySelectorAll(".bubble.speech[data-bubble]"))
    .find((found) => found.length > 3);
  return bubbles[3].dataset.bubble;
}"""


def fill(file: Path, chat: Path) -> None:
    """A workspace with the chat, indexed and analysed; searched for structured values only: the model would take
    minutes."""
    workspace = open_workspace(file, create=True)
    found = sources.open(chat).chats()
    importing.import_source(workspace, importing.Plan(chat, {one.key: importing.suggested(one) for one in found}))
    with workspace.write() as connection:
        while rows := findings.unscanned(connection, scanning.BATCH):
            hits = scanning.scanner().scan_structured([row["text"] for row in rows])
            spans = [_found(row["id"], row["text"], hit) for row, some in zip(rows, hits, strict=True) for hit in some]
            findings.store(connection, spans, surrogates.placeholder)
            findings.mark_scanned(connection, [row["id"] for row in rows])
    searching.index(workspace)
    signalling.analyse(workspace)
    workspace.close()


def _found(message: int, text: str, hit: scanning.privacy.Finding) -> findings.Found:
    value = text[hit.start : hit.end]
    key = key_of(hit.entity, value, hit.recognizer)
    where = ("message", message, findings.text_hash(text), hit.start, hit.end)
    return findings.Found(*where, hit.entity, key, value, round(100 * hit.score), hit.recognizer)


class Review:
    """The review page under test."""

    def __init__(self, clicker: Clicker) -> None:
        self.clicker = clicker
        self.page = clicker.page
        self.samples = {action: Samples() for action in ACTIONS}
        self.page.get_by_test_id("stSidebarNavLink").nth(2).click()
        self.page.locator("[data-fragment]").first.wait_for()
        settled(self.page)

    def next_page(self) -> None:
        first = self.page.locator("[data-fragment]").first.get_attribute("data-fragment") or ""
        self.clicker.click(
            ".pager [data-command=next_page]", TURNED.replace("{first}", first), self.samples["next page"]
        )

    def keep(self) -> None:
        self.page.locator("[data-fragment]").first.click(position={"x": 5, "y": 5})
        self._key("keep", "1")

    def undo(self) -> None:
        self._key("undo", "z")

    def split(self) -> None:
        self._choose_bubble()
        self._key("split", "s")

    def edit(self) -> None:
        self._choose_bubble()
        self.page.keyboard.press("e")
        self.page.keyboard.insert_text("呀")
        self._key("edit", "Control+Enter")

    def _choose_bubble(self) -> None:
        bubble = self.page.evaluate(WORTH_SPLITTING)
        self.page.locator(f"[data-bubble='{bubble}']").click(position={"x": 5, "y": 5})

    def _key(self, action: str, key: str) -> None:
        self.clicker.key(key, ANSWERED, self.samples[action])

    def round(self) -> Iterator[None]:
        """One of each, and what it takes to stay on a page worth reviewing."""
        for act in (self.next_page, self.keep, self.undo, self.split, self.undo, self.edit):
            act()
            yield


class Empty:
    """The page with one button."""

    def __init__(self, clicker: Clicker) -> None:
        self.clicker = clicker
        self.samples = Samples()

    def click(self) -> None:
        done = COUNTED.replace("{count}", str(len(self.samples.updated) + 1))
        self.clicker.click(".st-key-more button", done, self.samples)


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Milliseconds from click to update, processor time a click, memory a session."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        chat = options.file or chats.write_csv(folder / "chat.csv", options.messages)
        (folder / "home").mkdir()
        (folder / "none").mkdir()
        workspace = folder / "home" / "bench.ruwo"
        fill(workspace, chat)
        servers = [Server(folder / "home"), Server(folder / "none", Path(__file__).parent / "empty.py")]
        for server in servers:
            server.start()
            stack.callback(server.stop)
        browser = stack.enter_context(sync_playwright()).chromium.launch(executable_path=executable(), args=FLAGS)
        ours, empty = Review(_clicker(browser, servers[0], 500)), Empty(_clicker(browser, servers[1], 200))
        _drive(ours, empty, options.clicks)
        idle = ours.clicker.idle(IDLE)
        memory = _memory(browser, servers[0])
        browser.close()
        servers[0].stop()
        _check(workspace, ours, options.clicks)
    yield from _timings(ours, empty.samples)
    yield Figure("server’s processor time: a second without clicks", idle, "ms")
    yield Figure(f"memory of a further session (of {SESSIONS})", memory, "MB")


def _clicker(browser: Browser, server: Server, quiet: int) -> Clicker:
    """``quiet``: Streamlit holds clicks back for up to 155 ms, the canvas the report of a moved focus for 400."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    return Clicker(context.new_page(), server, quiet)


def _drive(ours: Review, empty: Empty, clicks: int) -> None:
    """One round more than counted: the first loads what is loaded on first use."""
    for turn in range(clicks + 1):
        for _ in ours.round():
            empty.click()
        if turn == 0:
            ours.samples.update({action: Samples() for action in ACTIONS})


def _memory(browser: Browser, server: Server) -> float:
    assert server.process is not None
    before = resident(server.process.pid)
    for _ in range(SESSIONS):
        page = browser.new_context(locale="zh-CN").new_page()
        page.goto(f"{server.url}/review")
        page.locator("[data-fragment]").first.wait_for()
        settled(page)
    return (resident(server.process.pid) - before) / SESSIONS


def _check(file: Path, ours: Review, clicks: int) -> None:
    """What was timed has happened."""
    workspace = open_workspace(file)
    with workspace.read() as connection:
        done = Counter(connection.execute(select(tables.edits.c.kind)).scalars())
    workspace.close()
    rounds = clicks + 1
    wanted = {"status": rounds, "split": rounds, "edit": rounds, "undo": 2 * rounds}
    assert done == wanted, f"the journal holds {dict(done)}, not {wanted}"


def _timings(ours: Review, empty: Samples) -> Iterator[Figure]:
    for action, samples in ours.samples.items():
        for name, of, goal in (("p50", median, None), ("p95", p95, 2.5)):
            yield Figure(
                f"review: {action}, {name}", of(samples.updated), "ms", of(empty.updated), f"empty page {name}", goal
            )
    for action, samples in ours.samples.items():
        yield Figure(f"server’s processor time: {action}", mean(samples.cpu), "ms", goal=25)
    yield Figure("server’s processor time: empty page", mean(empty.cpu), "ms")
    for action in ("keep", "edit"):
        yield Figure(f"painted before any answer: {action}, p95", p95(ours.samples[action].painted), "ms")
