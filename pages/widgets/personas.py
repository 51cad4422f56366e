"""The persona page's parts: the form and the preview of a finished row."""

from __future__ import annotations

import re
from collections.abc import Callable

import streamlit as st

from curation.flow.guarding import personas
from curation.persona import TEMPLATES, Persona
from curation.workspace import Workspace

Words = Callable[[str], str]


def form(opened: Workspace, _: Words) -> None:
    """Edit and save; a save is an edit and can be undone."""
    saved = personas.load(opened)
    if personas.is_from_files(opened):
        st.caption(_("This draft came from the file that you imported. Change what you like, then save it."))
    version = hash(saved)
    name, nick = st.columns(2)
    typed = name.text_input(
        _("Name"), saved.name, key=f"name_{version}", help=_("What the friend calls the persona; it stays in the data.")
    )
    nicknames = nick.text_input(
        _("Nicknames"),
        "，".join(saved.nicknames),
        key=f"nick_{version}",
        placeholder=_("separated by commas"),
        help=_("The persona’s own names are not replaced on export."),
    )
    _templates(version, _)
    st.session_state.setdefault(f"system_{version}", saved.system)
    system = st.text_area(_("System text"), key=f"system_{version}", height=170)
    st.caption(_("{fields} stand for the persona’s and the friend’s name.").format(fields="`{name}` `{friend}`"))
    places = {"turn": _("before the first message of the conversation"), "system": _("at the end of the system text")}
    context_in = st.radio(
        _("Where a fragment’s background goes"),
        list(places),
        index=list(places).index(saved.context_in),
        format_func=places.__getitem__,
        horizontal=True,
        key=f"context_{version}",
    )
    wanted = Persona(
        name=typed, nicknames=tuple(re.split(r"[，,、\s]+", nicknames)), system=system, context_in=context_in
    )
    if st.button(_("Save"), type="primary", key="persona_save", disabled=wanted == saved and personas.is_saved(opened)):
        personas.save(opened, wanted)
        st.toast(_("Saved."))
        st.rerun()


def _templates(version: int, _: Words) -> None:
    labels = {"plain": _("Start from the short text"), "full": _("Start from the longer text")}
    with st.container(horizontal=True):
        for key, label in labels.items():
            if st.button(label, key=f"template_{key}"):
                st.session_state[f"system_{version}"] = TEMPLATES[key]
                st.rerun()


def preview(opened: Workspace, _: Words) -> None:
    """One row as it will stand in the file."""
    st.subheader(_("A finished row"), anchor=False)
    row = personas.example(opened)
    if row is None:
        st.text(_("Keep at least one fragment on the review page to see a row."))
        return
    st.code(row, language="json", wrap_lines=True)
    if st.button(_("Go on to export"), type="primary", key="to_export"):
        st.switch_page("pages/5_export.py")
