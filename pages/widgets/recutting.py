"""Changes behind which whole chats are cut anew: done in the background, with a bar and a way to stop them."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.errors import RuwoError
from curation.flow import background
from curation.jobs import Job
from curation.workspace import Workspace
from pages.widgets import bar, shell

Words = Callable[[str], str]
Work = Callable[[Job[object]], object]

SOON = 0.8
"""Seconds in which most changes are done; only longer ones show a bar."""


def change(opened: Workspace, work: Work) -> None:
    """Do this in the background; what takes a moment only is done when the page is drawn again."""
    try:
        background.start_change(opened, work).wait(SOON)
    except RuwoError as error:  # another tab was faster
        shell.say(error)
        return
    st.rerun()


def running(opened: Workspace, _: Words) -> bool:
    """A running change with its bar; whether there is one."""
    found = background.job(opened, "change")
    if found is None:
        return False
    if not found.done:
        label = _("Reading the chats anew… What you decided stays.")
        bar.watch(opened, "change", label, stop=_("Cancel"), key="cancel_change")
        return True
    background.forget(opened, "change")
    if found.error:
        shell.say(found.error)
    else:
        st.toast(_("Done."))
    return False
