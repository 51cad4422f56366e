"""Text of chats and names inside labels: shown as typed, never as Markdown."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:^=@&/\"'])")


def safe(text: object) -> str:
    """``text`` with everything escaped that Streamlit's Markdown could read as markup, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(str(text).split()))
