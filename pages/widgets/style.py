"""Ruwo's own look on top of Streamlit's theme: assets/style.css, and nothing that comes from a user."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st

_CSS = Path(__file__).parents[2] / "assets" / "style.css"


@cache
def _sheet() -> str:
    return _CSS.read_text(encoding="utf-8")


def apply(_: Callable[[str], str]) -> None:
    """Put the style sheet into the page, with our words for what Streamlit only says in English."""
    upload, drop = _("Choose files"), _("or drop them here")
    words = f'--ruwo-upload: "{upload}"; --ruwo-drop: "{drop}";'
    accent = f"--ruwo-accent: {st.get_option('theme.' + (st.context.theme.type or 'light') + '.primaryColor')};"
    st.html(f"<style>:root {{ {words} {accent} }}\n{_sheet()}</style>")
