"""Ruwo's own look and words on top of Streamlit's: two sheets of assets/, and nothing that comes from a user."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st

_ASSETS = Path(__file__).parents[2] / "assets"
_SHEETS = ("style.css", "words.css")


@cache
def _sheet() -> str:
    return "\n".join((_ASSETS / name).read_text(encoding="utf-8") for name in _SHEETS)


def apply(_: Callable[[str], str]) -> None:
    """Put the style sheet into the page, with our words for what Streamlit only says in English."""
    words = " ".join(f'--ruwo-{name}: "{word}";' for name, word in _words(_).items())
    accent = f"--ruwo-accent: {st.get_option('theme.' + (st.context.theme.type or 'light') + '.primaryColor')};"
    st.html(f"<style>:root {{ {words} {accent} }}\n{_sheet()}</style>")


def _words(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "upload": _("Choose files"),
        "drop": _("or drop them here"),
        "enter": _("Enter to apply"),
        "ctrl-enter": _("Ctrl Enter to apply"),
        "gone": _("Ruwo is not running"),
        "come-back": _("Its window was closed, or the computer slept. Start Ruwo again; all you did is saved."),
        "year": _("year"),
        "month": _("month"),
        "day": _("day"),
    }
