"""What can be done to everything that matches, and tools for the whole workspace: two menus in the filter row."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.workspace import Workspace
from curation.workspace.filters import Filter
from pages.widgets import bulking, cutting, hiding, opinion, replacing, thresholds

Words = Callable[[str], str]


def menus(opened: Workspace, chosen: Filter, count: int | None, restart: Callable[[], None], _: Words) -> None:
    """The menu of bulk decisions and the menu of tools; each entry opens a dialog. ``count``: None if it may change."""
    every = {
        "kept": _("Keep all of them…"),
        "dropped": _("Drop all of them…"),
        "later": _("All of them for later…"),
        "pending": _("All of them back to pending…"),
    }
    label = _("All of these") if count is None else _("All {count}").format(count=f"{count:,}")
    status = st.menu_button(label, list(every), format_func=every.__getitem__, key="review_all", disabled=count == 0)
    tools = {
        "replace": _("Find and replace…"),
        "hide": _("Hide a contact, a period or a word…"),
        "signals": _("Which signals are shown…"),
        "cutting": _("How the chat is cut into fragments…"),
        "opinion": _("Ask a language model for a second opinion…"),
    }
    tool = st.menu_button(_("Tools"), list(tools), format_func=tools.__getitem__, key="review_tool")
    if status:
        bulking.ask(opened, chosen, status, restart, _)
    elif tool == "replace":
        replacing.ask(opened, chosen, restart, _)
    elif tool == "hide":
        hiding.ask(opened, restart, _)
    elif tool == "signals":
        thresholds.ask(opened, restart, _)
    elif tool == "cutting":
        cutting.ask(opened, restart, _)
    elif tool == "opinion" or opinion.has_ended(opened):
        opinion.ask(opened, restart, _)
