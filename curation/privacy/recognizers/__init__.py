"""One recognizer a file. A new file is found by itself: it needs a subclass with an ENTITY, and a table test."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from curation.privacy.recognizer import ChineseRecognizer


@cache
def classes() -> tuple[type[ChineseRecognizer], ...]:
    """Every recognizer of this folder, in the order of their file names."""
    found = []
    for module in sorted(info.name for info in iter_modules(__path__)):
        members = vars(import_module(f"{__name__}.{module}")).values()
        found += [m for m in members if isinstance(m, type) and issubclass(m, ChineseRecognizer)
                  and m.__module__ == f"{__name__}.{module}" and hasattr(m, "ENTITY")]  # fmt: skip
    return tuple(found)
