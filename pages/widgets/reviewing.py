"""The review page: the workbench, the question whether one can train, and the history, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from curation.flow import background
from curation.flow.cutting import fragmenting
from curation.flow.sweeping import searching
from curation.flow.workbench import overview
from curation.workspace import Workspace
from pages.widgets import judging, opinion, past, readiness, reviewer, shell, workbench

Words = Callable[[str], str]


def page(opened: Workspace, _: Words) -> None:
    """The whole page."""
    if overview.is_empty(opened):
        shell.heading(_("Review"), _("Import a chat first; its fragments come here."))
        if st.button(_("Import a chat"), type="primary"):
            st.switch_page("pages/1_import.py")
        return
    background.start_analysis(opened)
    if searching.pending(opened):
        background.start_index(opened)
    section = _sections(opened, _)
    if st.session_state.get("review_judging"):
        judging.show(opened, _)
    elif section == "ready":
        readiness.show(opened, _)
    elif section == "history":
        past.show(opened, _)
    else:
        workbench.show(opened, _)
        _cutting(opened, _)
        opinion.show(opened, workbench.restart, _)


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


def _cutting(opened: Workspace, _: Words) -> None:
    """How fragments are cut; drawn only while it is open, since the browser goes through all there is at every key."""
    label = _("How the chat is cut into fragments")
    with st.expander(label, icon=":material/content_cut:", key="cutting", on_change="rerun") as box:
        if box.open:
            _cut_fields(opened, _)


def _cut_fields(opened: Workspace, _: Words) -> None:
    """A change cuts only those anew that nobody has touched."""
    saved = fragmenting.load(opened)
    left, right = st.columns(2)
    gap = left.number_input(
        _("A silence of this many minutes starts a new fragment"), 1, 1440, int(saved.gap_minutes), key="cut_gap"
    )
    turns = right.number_input(_("At most this many turns in a fragment"), 2, 60, saved.max_turns, key="cut_turns")
    st.caption(_("Only fragments that you have not touched are cut anew. This can be undone like any edit."))
    if st.button(_("Cut anew"), key="cut", disabled=(gap, turns) == (saved.gap_minutes, saved.max_turns)):
        fragmenting.change_settings(opened, replace(saved, gap_minutes=gap, max_turns=turns))
        workbench.restart()
        st.rerun()
