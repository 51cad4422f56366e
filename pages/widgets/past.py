"""The history: who did what when, the way back to any point, and the whole journal as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from curation.flow.sweeping import tables
from curation.flow.workbench import history, overview
from curation.flow.workbench.history import Entry
from curation.workspace import Workspace
from pages.widgets import reviewer, workbench

Words = Callable[[str], str]
SIZE = 50


@st.fragment
def show(opened: Workspace, _: Words) -> None:
    """One page of the journal as a table; a chosen row can be gone back to."""
    state = st.session_state
    earlier: list[int] = state.setdefault("review_past", [])
    entries = history.page(opened, _, before=earlier[-1] if earlier else None, limit=SIZE)
    if not entries:
        st.text(_("Nothing has been done yet. Every decision and every edit will stand here."))
        return
    picked = st.dataframe(
        _columns(opened, entries, _),
        column_config=_widths(_),
        hide_index=True,
        width="stretch",
        height=min(36 * len(entries) + 40, 560),
        on_select="rerun",
        selection_mode="single-row",
        key=f"past_{len(earlier)}_{entries[0].id}",
    )
    rows = picked["selection"]["rows"]
    chosen = entries[rows[0]] if rows and rows[0] < len(entries) else None
    with st.container(horizontal=True, vertical_alignment="center"):
        _actions(opened, chosen, _)
        st.space("stretch")
        st.button(_("Newer"), key="past_newer", disabled=not earlier, on_click=lambda: earlier.pop())
        older = len(entries) == SIZE
        st.button(_("Older"), key="past_older", disabled=not older, on_click=lambda: earlier.append(entries[-1].id))
    _export(opened, _)


def _widths(_: Words) -> dict[str, object]:
    narrow = {_("When"): 135, _("What"): 105, _("Fragment"): 180, _("Who"): 60, _("Changes"): 60}
    return {name: st.column_config.Column(width=width) for name, width in narrow.items()}


def _columns(opened: Workspace, entries: Sequence[Entry], _: Words) -> dict[str, list[str]]:
    """``Changes`` only where it says something: of an edit of many fragments."""
    undone = _("taken back")
    shown = {one.fragment: one.words for one in tables.briefs(opened, [e.fragment for e in entries if e.fragment])}
    return {
        _("When"): [entry.when for entry in entries],
        _("What"): [f"{entry.what} ({undone})" if entry.undone else entry.what for entry in entries],
        _("Fragment"): [shown.get(entry.fragment or 0, "") for entry in entries],
        _("Before"): [entry.before for entry in entries],
        _("After"): [entry.after for entry in entries],
        _("Who"): [entry.who for entry in entries],
        _("Changes"): ["" if entry.fragment else f"{entry.count:,}" for entry in entries],
    }


def _actions(opened: Workspace, chosen: Entry | None, _: Words) -> None:
    if st.button(_("Go back to here…"), key="past_back", disabled=chosen is None) and chosen:
        st.dialog(_("Go back"))(_back)(opened, chosen, _)
    if st.button(_("Show the fragment"), key="past_show", disabled=not (chosen and chosen.fragment)) and chosen:
        workbench.restart()
        st.session_state["review_jump"] = chosen.fragment
        st.session_state["review_goto"] = "work"
        st.rerun()
    if chosen is None:
        st.caption(_("Choose a row to go back to it."))


def _back(opened: Workspace, chosen: Entry, _: Words) -> None:
    count = history.way_back(opened, chosen.id)
    if not count:
        st.text(_("Nothing was done after it that could be undone."))
        return
    st.text(
        _("{count} edits after it would be undone, the newest first. Redo brings them back.").format(count=f"{count:,}")
    )
    if st.button(_("Undo {count} edits").format(count=f"{count:,}"), type="primary", key="past_do"):
        with st.spinner(_("Going back…")):
            history.back_to(opened, chosen.id, reviewer.name())
        workbench.restart()
        st.session_state["review_past"] = []
        st.rerun()


def _export(opened: Workspace, _: Words) -> None:
    with st.expander(_("Save the whole history as a file"), icon=":material/download:"):
        st.text(_("It holds private text: every bubble that was edited, before and after. Keep it to yourself."))
        agreed = st.checkbox(_("I know, and want the file"), key="past_agreed")
        st.download_button(
            _("Save as JSON lines"),
            data=lambda: b"".join(history.export(opened)),
            file_name=f"{overview.name_for_files(opened)}-history.jsonl",
            mime="application/x-ndjson",
            on_click="ignore",
            disabled=not agreed,
            key="past_save",
        )
