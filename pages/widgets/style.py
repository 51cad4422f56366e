"""Ruwo's own look on top of Streamlit's theme: assets/style.css, and nothing that comes from a user."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

_CSS = Path(__file__).parents[2] / "assets" / "style.css"


@cache
def _sheet() -> str:
    return f"<style>{_CSS.read_text(encoding='utf-8')}</style>"


def apply() -> None:
    """Put the style sheet into the page."""
    st.html(_sheet())
