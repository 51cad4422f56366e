"""The bar of long work that goes on in the background, with a way to stop it."""

from __future__ import annotations

import streamlit as st

from curation.flow import background
from curation.workspace import Workspace
from pages.widgets.text import safe


@st.fragment(run_every=0.5)
def watch(opened: Workspace, kind: str, label: str, *, stop: str, key: str) -> None:
    """How far the newest job of this kind is; the whole page runs again when it has ended.

    ``label``: what is being done, shown as it is. ``stop`` and ``key``: of the button.
    """
    running = background.job(opened, kind)
    if running is None or running.done:
        st.rerun()
        return
    st.text(label)
    st.progress(min(running.fraction, 1.0))
    if st.button(safe(stop), key=key):
        running.cancel()
