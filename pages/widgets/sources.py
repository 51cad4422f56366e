"""The import page's second half: what the workspace holds, and how it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal
from zoneinfo import available_timezones

import streamlit as st

from curation.flow import background
from curation.flow.cutting import changing
from curation.flow.guarding import personas
from curation.flow.intake import problems, reports, zones
from curation.flow.intake.people import called
from curation.flow.workbench import overview, review
from curation.workspace import Workspace
from pages.widgets import kinds, looking, recutting, shell, stickers
from pages.widgets.text import safe

Words = Callable[[str], str]

FEW = 8
"""Chats of a source that are listed one below the other; of more, one is picked."""


def done(here: shell.Shell) -> None:
    """What the workspace holds: each source with its report and its persona, how it is read, and the way on."""
    opened, _ = here.workspace, here._
    if opened is None or overview.is_empty(opened):
        return
    running = background.job(opened, "import")
    if running and not running.done:
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        st.subheader(_("In this workspace"), anchor=False, width="content")
        kind: Literal["primary", "secondary"] = "secondary" if looking.current() else "primary"  # of a page only one
        if st.button(_("Go on to review"), type=kind, key="to_review"):
            st.switch_page("pages/2_review.py")
    if recutting.running(opened, _):
        return
    for source in reversed(reports.sources(opened)):
        _source(opened, source, _)
    kinds.section(opened, recutting.change, _)
    stickers.section(opened, recutting.change, _)
    _undo(opened, _)


def _source(opened: Workspace, source: reports.SourceView, _: Words) -> None:
    """One source; its parts are only made while it is open."""
    part = st.expander(
        safe(source.name),
        source.id == st.session_state.get("imported"),
        key=f"import_source_{source.id}",
        icon=":material/description:",
        on_change="rerun",
    )
    if part.open:
        with part:
            _report(source, _)
            _personas(opened, source, _)
            _zone(opened, source, _)


def _undo(opened: Workspace, _: Words) -> None:
    newest = changing.newest(opened)
    label = _("Undo: {edit}").format(edit=safe(_(newest)))
    if newest and st.button(label, key="import_undo", icon=":material/undo:", type="tertiary"):
        recutting.change(opened, lambda job: review.undo(opened))


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
        _problems(source, _)


def _problems(source: reports.SourceView, _: Words) -> None:
    """Records and files something is wrong with, and the same as a file to keep."""
    found = source.report.problems
    st.dataframe(problems.columns(found, _), hide_index=True, height=min(38 + 35 * len(found), 220))
    if (more := source.report.raw.problem_count - len(found)) > 0:
        st.caption(_("{count:,} more like these are only counted.").format(count=more))
    st.download_button(
        _("Save this list (CSV)"),
        lambda: problems.as_csv(found, _),
        file_name=f"ruwo-problems-{source.id}.csv",
        mime="text/csv",
        key=f"import_problems_{source.id}",
        type="tertiary",
        icon=":material/download:",
        on_click="ignore",
        help=_("File, line and reason only: no word of a chat stands in it."),
    )


def _personas(opened: Workspace, source: reports.SourceView, _: Words) -> None:
    chats = {chat.id: chat for chat in source.chats}
    shown = list(chats)
    if len(shown) > FEW:
        shown = [
            st.selectbox(
                _("Chats ({count})").format(count=f"{len(chats):,}"),
                shown,
                format_func=lambda key: chats[key].name,
                key=f"import_chat_{source.id}",
            )
        ]
    for key in shown:
        _persona(opened, chats[key], _)


def _persona(opened: Workspace, chat: reports.ChatView, _: Words) -> None:
    """Who the persona is, and the way to make it another one: the other side, or anybody of a group."""
    left, right = st.columns([3, 2], vertical_alignment="center")
    who = called(chat.persona, chat.persona, _)
    left.text(_("Chat “{chat}”: the persona is {persona}").format(chat=chat.name, persona=who))
    if len(chat.others) == 1:
        (other,) = chat.others
        if right.button(
            _("Swap sides"), key=f"swap_{chat.id}", help=_("Make the other side the persona"), width="stretch"
        ):
            recutting.change(opened, lambda job: personas.swap(opened, chat.id, other.sender_id, job))
    elif chat.others:
        people = {person.sender_id: person for person in chat.others}
        chosen = right.selectbox(
            _("Become somebody else"),
            list(people),
            index=None,
            key=f"import_voice_{chat.id}_{chat.persona}",
            placeholder=_("Choose another voice"),
            format_func=lambda key: reports.sender_label(people[key], _),
            label_visibility="collapsed",
        )
        if chosen is not None:
            recutting.change(opened, lambda job: personas.swap(opened, chat.id, chosen, job))


def _zone(opened: Workspace, source: reports.SourceView, _: Words) -> None:
    if not zones.tells_times(opened, source.id):
        st.text(_("The file tells no times."))
        return
    every = sorted(available_timezones() | {source.zone})
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    if source.by_the_wall:
        left.text(_("The file tells clock times without a zone. With another zone, all of them move."))
    else:
        left.text(_("The file tells exact moments. The zone only says how they are shown."))
    chosen = right.selectbox(
        _("Time zone"), every, index=every.index(source.zone), key=f"import_zone_{source.id}_{source.zone}"
    )
    if chosen != source.zone:
        recutting.change(opened, lambda job: zones.change(opened, source.id, chosen, job))
