"""Text of chats and names inside labels: shown as typed, never as Markdown."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:^=@&/\"'])")


def safe(text: object) -> str:
    """``text`` with everything escaped that Streamlit's Markdown could read as markup, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(str(text).split()))


def fitting(text: str, pixels: int) -> str:
    """As much of a text as fits in a cell of a table, on one line; dots tell that there is more."""
    line = " ".join(text.split())
    taken = 0.0
    for n, character in enumerate(line):
        taken += 14 if east_asian_width(character) in "WF" else 7.5
        if taken > pixels:
            return line[: max(n - 1, 1)] + "…"
    return line
