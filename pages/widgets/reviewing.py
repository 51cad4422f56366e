"""The review page: the workbench, the question whether one can train, and the history, one at a time."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.flow import background
from curation.flow.sweeping import searching
from curation.flow.workbench import overview
from curation.workspace import Workspace
from pages.widgets import judging, past, readiness, recutting, reviewer, shell, workbench

Words = Callable[[str], str]


def page(opened: Workspace, _: Words) -> None:
    """The whole page."""
    if overview.is_empty(opened):
        shell.heading(_("Review"), _("Import a chat first; its fragments come here."))
        if st.button(_("Import a chat"), type="primary"):
            st.switch_page("pages/1_import.py")
        return
    if recutting.running(opened, _):
        return
    background.start_analysis(opened)
    if searching.pending(opened):
        background.start_index(opened)
    section = _sections(opened, _)
    reviewer.remind(opened, _)
    if st.session_state.get("review_judging"):
        judging.show(opened, workbench.restart, _)
    elif section == "ready":
        readiness.show(opened, _)
    elif section == "history":
        past.show(opened, _)
    else:
        workbench.show(opened, _)


def _sections(opened: Workspace, _: Words) -> str:
    names = {"work": _("Workbench"), "ready": _("Ready to train?"), "history": _("History")}
    if wanted := st.session_state.pop("review_goto", None):
        st.session_state["review_section"] = wanted
    st.session_state.setdefault("review_section", "work")
    with st.container(horizontal=True, vertical_alignment="center", key="review_head"):
        st.title(_("Review"), anchor=False, width="content")
        section = st.segmented_control(
            _("Part of the review"),
            list(names),
            required=True,
            format_func=names.__getitem__,
            key="review_section",
            label_visibility="collapsed",
            persist_state="session",
            on_change=lambda: st.session_state.pop("review_judging", None),
        )
        st.space("stretch")
        reviewer.choose(opened, _)
    return section or "work"
