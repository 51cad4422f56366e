"""The search for private values: its progress, a button to go on with it, and what names are found with."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.flow import background
from curation.flow.guarding import scanning
from curation.flow.words import ENGINES
from curation.workspace import Workspace
from pages.widgets import bar, shell

Words = Callable[[str], str]


def scan_state(opened: Workspace, _: Words) -> None:
    """A running scan, or a button to go on with one that was stopped; a word when the model for names is missing."""
    _engine(opened, _)
    running = background.job(opened, "scan")
    if running and not running.done:
        bar.watch(opened, "scan", _("Looking for private values…"), stop=_("Stop"), key="scan_stop")
        return
    if running and running.error and running.error.code != "cancelled":
        shell.say(running.error)
    waiting = scanning.pending(opened)
    if waiting:
        st.warning(
            _("{count} messages have not been searched yet.").format(count=f"{waiting:,}"), icon=":material/hourglass:"
        )
        if st.button(_("Search now"), key="scan"):
            background.start_scan(opened)
            st.rerun()


def _engine(opened: Workspace, _: Words) -> None:
    used = scanning.engine(opened).partition(":")[0]
    if used in {"rjieba", "rules"}:
        st.warning(_(ENGINES[used]), icon=":material/dictionary:")
