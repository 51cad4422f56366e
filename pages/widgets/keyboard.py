"""Who owns the keyboard: a dialog takes it, and when it closes the browser gives it to nobody."""

from __future__ import annotations

import streamlit as st

_MOUNT = "review_mount"


def hand_back() -> None:
    """The canvas is mounted anew when the page is drawn next, and takes the keyboard as on any page that is opened.

    Its queue and its drafts stay in the browser.
    """
    st.session_state[_MOUNT] = mount() + 1


def mount() -> int:
    """How often the canvas has been mounted."""
    return int(st.session_state.get(_MOUNT, 0))
