"""The import page's second half: what the workspace holds, and how it is read."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.flow import background, overview, personas, reports
from curation.workspace import Workspace
from pages.widgets import shell
from pages.widgets.text import safe

Words = Callable[[str], str]


def done(here: shell.Shell) -> None:
    """What the workspace holds: each source with its report and its persona, and the way on."""
    opened, _ = here.workspace, here._
    if opened is None or overview.is_empty(opened):
        return
    running = background.job(opened, "import")
    if running and not running.done:
        return
    st.subheader(_("In this workspace"), anchor=False)
    for source in reversed(reports.sources(opened)):
        with st.expander(
            safe(source.name), expanded=source.id == st.session_state.get("imported"), icon=":material/description:"
        ):
            _persona_of(opened, source, _)
            _report(source, _)
    if st.button(_("Go on to review"), type="primary", key="to_review"):
        st.switch_page("pages/2_review.py")


def _persona_of(opened: Workspace, source: reports.SourceView, _: Words) -> None:
    for chat in source.chats:
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.text(_("Chat “{chat}”: the persona is {persona}").format(chat=chat.name, persona=chat.persona))
        for other, name in chat.others[:1]:
            if right.button(
                _("Swap sides"), key=f"swap_{chat.id}", help=_("Make the other side the persona"), width="stretch"
            ):
                personas.swap(opened, chat.id, other)
                st.rerun()
            del name


def _report(source: reports.SourceView, _: Words) -> None:
    report = source.report
    columns = st.columns(4)
    columns[0].metric(_("Records in the file"), f"{report.records:,}")
    columns[1].metric(_("Kept"), f"{report.kept:,}")
    columns[2].metric(_("Merged"), f"{report.merged:,}")
    columns[3].metric(_("Set aside"), f"{report.set_aside:,}")
    for line in reports.lines(report, _):
        st.text(line)
    if report.problems:
        st.dataframe(reports.problem_table(report, _), hide_index=True, height=220)
