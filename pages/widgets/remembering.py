"""What a browser keeps of who reviews there: the last name typed in it, for the next time Ruwo is opened."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

_KEY = "remembering"


@cache
def _component() -> Callable[..., Any]:
    script = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    return st.components.v2.component("ruwo_remembering", js=script)


def remember(typed: str | None, *, ask: bool, anyway: bool, take: Callable[[str], None]) -> None:
    """Keep what was ``typed`` in this session, None: nothing; an empty name is forgotten.

    ``ask``: nobody is known here, so that ``take`` gets the name the browser has a moment later, and where it has none,
    an empty one if it has to answer ``anyway``.
    """
    _component()(
        key=_KEY,
        data={"typed": typed, "ask": ask, "anyway": anyway},
        on_kept_change=lambda: take(str(st.session_state[_KEY]["kept"]["name"])),
    )
