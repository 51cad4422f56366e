"""The other side never agreed to this: said once where it matters, and then left to the person."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.flow import consenting
from curation.workspace import Workspace

Words = Callable[[str], str]


def at_import(opened: Workspace | None, _: Words) -> None:
    """Before a chat is read in."""
    _say(
        opened,
        "import",
        _(
            "The people you talked with did not agree to this. For yourself at home the law asks nothing (Personal "
            "Information Protection Law of China, article 72); ask them all the same before you train on their words."
        ),
        _,
    )


def at_export(opened: Workspace, _: Words) -> None:
    """Before a file leaves."""
    _say(
        opened,
        "export",
        _(
            "These are real people’s words. As soon as the file, or a model trained on it, leaves your own hands (a "
            "platform, friends, the net), the law asks for their consent (article 13), and decency does in any case. "
            "Ask them, and share it with nobody else."
        ),
        _,
    )


def _say(opened: Workspace | None, place: str, words: str, _: Words) -> None:
    key = f"consent_{place}"
    if st.session_state.get(key) or (opened is not None and consenting.seen(opened, place)):
        return
    with st.container(border=True, key=f"{key}_box"):
        said, button = st.columns([7, 1], vertical_alignment="center")
        said.text(words)
        button.button(_("Understood"), key=f"{key}_ok", type="tertiary", on_click=_close, args=(opened, place, key))


def _close(opened: Workspace | None, place: str, key: str) -> None:
    st.session_state[key] = True
    if opened is not None:
        consenting.remember(opened, place)
