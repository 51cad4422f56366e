"""Every file the generators can write: each module here may offer ``FILES``, format -> [(file name, bytes)].

So may the test of a format, as ``EXPORTS``, when its generator is of no use elsewhere.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from tests.generators.chats import EVERY_KIND, invented
from tests.generators.memotrace import by_window, csv_bytes, dumped, html_json_bytes, training

FORMATS = "sources/formats"

Files = dict[str, list[tuple[str, bytes]]]

_MEMOTRACE: Files = {
    "memotrace_csv": [("小满.csv", csv_bytes(EVERY_KIND))],
    "memotrace_html_json": [("小满.html.json", html_json_bytes(EVERY_KIND))],
    "memotrace_training": [("小满.json", dumped(training(by_window(invented(60, seed=2)), seed=1)))],
}


def every_file() -> list[tuple[str, str, bytes]]:
    """(format, file name, bytes)."""
    here = Path(__file__).parent
    generators = [_offered("generators", path, "FILES") for path in sorted(here.glob("*.py")) if path.stem != "every"]
    tests = [_offered("sources.formats", path, "EXPORTS") for path in sorted((here.parent / FORMATS).glob("*.py"))]
    found = [_MEMOTRACE, *generators, *tests]
    return [(form, name, data) for files in found for form, some in files.items() for name, data in some]


def _offered(package: str, path: Path, name: str) -> Files:
    files: Files = getattr(import_module(f"tests.{package}.{path.stem}"), name, {})
    return files
