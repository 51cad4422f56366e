"""The dialog in which one says how chats are cut into fragments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from curation.flow.cutting import fragmenting
from curation.workspace import Workspace
from pages.widgets import keyboard, recutting

Words = Callable[[str], str]


def ask(opened: Workspace, restart: Callable[[], None], _: Words) -> None:
    """Show how they are cut; a change cuts only those anew that nobody has touched."""
    st.dialog(_("How the chat is cut into fragments"), width="medium", on_dismiss=keyboard.hand_back)(_body)(
        opened, restart, _
    )


def _body(opened: Workspace, restart: Callable[[], None], _: Words) -> None:
    saved = fragmenting.load(opened)
    left, right = st.columns(2, vertical_alignment="bottom")
    gap = left.number_input(
        _("A silence of this many minutes starts a new fragment"), 1, 1440, int(saved.gap_minutes), key="cut_gap"
    )
    turns = right.number_input(_("At most this many turns in a fragment"), 2, 60, saved.max_turns, key="cut_turns")
    st.caption(_("Only fragments that you have not touched are cut anew. This can be undone like any edit."))
    if st.button(
        _("Cut anew"), key="cut", type="primary", disabled=(gap, turns) == (saved.gap_minutes, saved.max_turns)
    ):
        wanted = replace(saved, gap_minutes=gap, max_turns=turns)
        restart()
        recutting.change(opened, lambda job: fragmenting.change_settings(opened, wanted, job))
