"""Every file the generators can write: each module here may offer ``FILES``, format -> [(file name, bytes)]."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from tests.generators.chats import EVERY_KIND, invented
from tests.generators.memotrace import by_window, csv_bytes, dumped, html_json_bytes, training

_MEMOTRACE = {
    "memotrace_csv": [("小满.csv", csv_bytes(EVERY_KIND))],
    "memotrace_html_json": [("小满.html.json", html_json_bytes(EVERY_KIND))],
    "memotrace_training": [("小满.json", dumped(training(by_window(invented(60, seed=2)), seed=1)))],
}


def every_file() -> list[tuple[str, str, bytes]]:
    """(format, file name, bytes)."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in {"every", "__init__"})
    found = [_MEMOTRACE, *(getattr(import_module(f"tests.generators.{name}"), "FILES", {}) for name in names)]
    return [(form, name, data) for files in found for form, some in files.items() for name, data in some]
