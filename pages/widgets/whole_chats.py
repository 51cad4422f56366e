"""Whole chats for other programs, as ChatLab files: made when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.errors import RuwoError
from curation.flow.leaving import exporting, interchange
from curation.flow.words import ENTITIES
from curation.flow.workbench import overview
from curation.workspace import Workspace
from pages.widgets import shell
from pages.widgets.text import safe

Words = Callable[[str], str]

_KEPT = "whole_chats"


def offer(opened: Workspace, _: Words) -> None:
    """A quiet button, and behind it the download."""
    with st.expander(_("The whole chat for other programs")):
        st.caption(
            _(
                "Every message as a ChatLab file, an open format that other programs read: with your edits, without "
                "what you dropped, and with private values replaced. Of pictures, links and files it only says that "
                "they were there."
            )
        )
        state = (opened.path, exporting.fingerprint(opened))
        if st.button(_("Make the file"), key="make_whole_chats"):
            with st.spinner(_("Building and checking the file…")):
                _make(opened, state)
        kept = st.session_state.get(_KEPT)
        if kept is not None and kept[0] == state:
            _download(opened, kept[1], _)


def _make(opened: Workspace, state: object) -> None:
    try:
        st.session_state[_KEPT] = (state, interchange.redacted(opened))
    except RuwoError as error:
        shell.say(error)


def _download(opened: Workspace, done: interchange.Files, _: Words) -> None:
    if done.leaks:
        kinds = _(", ").join(sorted({_(ENTITIES[leak.entity]) for leak in done.leaks}))
        st.error(
            _("Private values would still stand in the file ({kinds}). Decide them on the privacy page.").format(
                kinds=safe(kinds)
            ),
            icon=":material/gpp_maybe:",
        )
        return
    if done.unsettled:
        st.warning(
            _(
                "{count} values in this chat could be used against somebody, and nobody has looked at them yet. "
                "Decide them on the privacy page first."
            ).format(count=f"{done.unsettled:,}"),
            icon=":material/front_hand:",
        )
        if st.button(_("Go to privacy"), key="whole_chats_privacy"):
            st.switch_page("pages/3_privacy.py")
        return
    name, data = done.one()
    ending = name.rpartition(".")[2]
    st.download_button(
        _("Download ChatLab file ({count} messages)").format(count=f"{done.messages:,}"),
        data,
        file_name=f"{overview.name_for_files(opened)}_chatlab.{ending}",
        mime="application/zip" if ending == "zip" else "application/json",
        key="download_whole_chats",
        icon=":material/download:",
    )
