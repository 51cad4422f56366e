"""A page in a real browser whose clicks are timed where they happen: from the event to the change of the DOM."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.browser import settled
from tests.e2e.serving import Server

PROBE = """
window.canvasRoot = () => {
  const inside = (node) => {
    const root = node.shadowRoot;
    if (root) return root.querySelector(".canvas") || [...root.querySelectorAll("*")].map(inside).find(Boolean);
    return undefined;
  };
  return [...document.querySelectorAll("*")].map(inside).find(Boolean);
};
window.arm = (event, done) => {
  const root = window.canvasRoot();
  window.timed = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("no answer in 30 seconds")), 30000);
    let start, painted;
    const look = (changes) => {
      if (start === undefined) return;
      const now = performance.now();
      if (!root || changes.some((change) => root.contains(change.target))) painted ??= now - start;
      if (!done(root)) return;
      observer.disconnect();
      resolve([painted ?? now - start, now - start]);
    };
    const observer = new MutationObserver(look);
    for (const place of [document.body, root].filter(Boolean))
      observer.observe(place, { subtree: true, childList: true, attributes: true, characterData: true });
    window.addEventListener(event, () => { start ??= performance.now(); }, { capture: true, once: true });
  });
};
"""


def cpu(process: int) -> float:
    """Milliseconds of processor time the process has used: Linux’s clock of it, as /proc counts hundredths of a second.

    The number of the clock is that of clock_getcpuclockid(3).
    """
    return 1_000 * time.clock_gettime(~process << 3 | 2)


def resident(process: int) -> float:
    """Megabytes of memory the process holds, from /proc."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@dataclass
class Samples:
    """What one kind of click cost: milliseconds to the first change and to the server's, processor milliseconds."""

    painted: list[float] = field(default_factory=list)
    updated: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


class Clicker:
    """Times clicks and keys on a page of a server that is idle for ``quiet`` ms before each.

    ``done``: JavaScript that returns true once the server has answered; ``root`` is the canvas.
    """

    def __init__(self, page: Page, server: Server, quiet: int) -> None:
        assert server.process is not None
        self.page = page
        self.pid = server.process.pid
        self.quiet = quiet
        page.add_init_script(PROBE)
        page.goto(server.url)
        settled(page, quiet=quiet)

    def click(self, selector: str, done: str, into: Samples) -> None:
        """Click an element."""
        self._time("click", done, into, lambda: self.page.locator(selector).first.click())

    def key(self, key: str, done: str, into: Samples) -> None:
        """Press a key where the focus is."""
        self._time("keydown", done, into, lambda: self.page.keyboard.press(key))

    def idle(self, seconds: int) -> float:
        """Milliseconds of processor time that the server takes a second when nobody does anything."""
        settled(self.page, quiet=self.quiet)
        before = cpu(self.pid)
        self.page.wait_for_timeout(1_000 * seconds)
        return (cpu(self.pid) - before) / seconds

    def _time(self, event: str, done: str, into: Samples, act: Callable[[], None]) -> None:
        settled(self.page, quiet=self.quiet)
        before = cpu(self.pid)
        self.page.evaluate(f"() => window.arm({event!r}, (root) => {{ {done} }})")
        act()
        painted, updated = self.page.evaluate("() => window.timed")
        settled(self.page, quiet=self.quiet)
        into.painted.append(painted)
        into.updated.append(updated)
        into.cpu.append(cpu(self.pid) - before)
