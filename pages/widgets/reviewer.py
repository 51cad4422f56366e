"""Who reviews: a name written beside every edit. A tab keeps it in its address, a browser the last one typed in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from curation.flow.workbench import history
from curation.workspace import Workspace
from pages.widgets import remembering
from pages.widgets.text import safe

Words = Callable[[str], str]
LONGEST = 40


def name() -> str:
    """The reviewer's name; empty while nobody has said one."""
    return str(st.session_state.get("reviewer") or st.query_params.get("by", ""))[:LONGEST]


def remember(opened: Workspace | None) -> None:
    """Bring back the name that was typed in this browser last, unless one is known here; once a page, not a click."""
    state = st.session_state
    ask = "reviewer" not in state and not name()
    missed = ask and opened is not None and history.is_signed(opened)
    with st.container(key="remembered"):
        remembering.remember(state.get("reviewer_typed"), ask=ask, anyway=missed, take=_recall)


def _recall(kept: str) -> None:
    if "reviewer" not in st.session_state:
        st.session_state["reviewer"] = kept.strip()[:LONGEST]


def is_missing(opened: Workspace) -> bool:
    """Whether others signed what they did here, and neither this tab nor the browser knows a name."""
    return "reviewer" in st.session_state and not name() and history.is_signed(opened)


def remind(opened: Workspace, _: Words) -> None:
    """One quiet line while what is done here gets no name; what stands below keeps its place without it."""
    with st.container():
        if is_missing(opened):
            st.caption(_("Others signed their edits here; yours have no name yet."))


def choose(opened: Workspace, _: Words) -> None:
    """A quiet button that shows the name and lets one choose another."""
    if name() and st.query_params.get("by") != name():
        st.query_params["by"] = name()
    shown = safe(name()) if name() else _("Who reviews?")
    kind: Any = "secondary" if is_missing(opened) else "tertiary"
    with st.popover(shown, icon=":material/person:", type=kind, key="reviewer_open", on_change="rerun") as box:
        if box.open:
            _ask(opened, _)


def _ask(opened: Workspace, _: Words) -> None:
    known = list(dict.fromkeys([*filter(None, [name()]), *history.reviewers(opened)]))
    st.selectbox(
        _("Your name in the history"),
        known,
        index=0 if name() else None,
        placeholder=_("Type a name"),
        accept_new_options=True,
        key="reviewer_name",
        on_change=_keep,
    )
    st.caption(
        _(
            "It stands beside every edit, so that two people can tell whose it was. This browser remembers it; "
            "it never leaves this computer."
        )
    )


def _keep() -> None:
    chosen = str(st.session_state.get("reviewer_name") or "").strip()[:LONGEST]
    st.session_state["reviewer"] = st.session_state["reviewer_typed"] = chosen
    if chosen:
        st.query_params["by"] = chosen
    else:
        st.query_params.pop("by", None)
