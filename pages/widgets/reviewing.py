"""The review page's parts: the queue's filters, the canvas with its ops, the table view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from curation.flow import background, fragmenting, overview, queue, review
from curation.flow.words import STATUSES
from curation.workspace import Workspace
from curation.workspace.queries import Filter
from pages.widgets import shell, table
from pages.widgets.canvas import LABELS, canvas

Words = Callable[[str], str]
SIZE = 20


def page(opened: Workspace, _: Words) -> None:
    """The whole page."""
    if overview.is_empty(opened):
        shell.heading(_("Review"), _("Import a chat first; its fragments come here."))
        if st.button(_("Import a chat"), type="primary"):
            st.switch_page("pages/1_import.py")
        return
    shell.heading(_("Review"), _("Keep what sounds like the persona, drop what does not, mend what can be mended."))
    _workbench(opened, _)
    _cutting(opened, _)


def _cutting(opened: Workspace, _: Words) -> None:
    """How fragments are cut; a change cuts only those anew that nobody has touched."""
    saved = fragmenting.load(opened)
    with st.expander(_("How the chat is cut into fragments"), icon=":material/content_cut:"):
        left, right = st.columns(2)
        gap = left.number_input(
            _("A silence of this many minutes starts a new fragment"), 1, 1440, int(saved.gap_minutes), key="cut_gap"
        )
        turns = right.number_input(_("At most this many turns in a fragment"), 2, 60, saved.max_turns, key="cut_turns")
        st.caption(_("Only fragments that you have not touched are cut anew. This can be undone like any edit."))
        if st.button(_("Cut anew"), key="cut", disabled=(gap, turns) == (saved.gap_minutes, saved.max_turns)):
            fragmenting.change_settings(opened, replace(saved, gap_minutes=gap, max_turns=turns))
            _restart()
            st.rerun()


@st.fragment
def _workbench(opened: Workspace, _: Words) -> None:
    state = st.session_state
    top = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
    ahead = state.get("review_view") == "canvas" and "review_ids" in state
    if ahead:  # a key waits for this answer, so it does not wait for the filters
        _canvas(opened, _)
    with top:
        chosen = _filters(opened, _)
    if state.get("review_view") == "table":
        table.show(opened, chosen, _)
    else:
        if "review_ids" not in state:
            _open_page(opened, chosen)
        if not ahead:
            _canvas(opened, _)
        _pager(opened, chosen, _)
        _scan_state(opened, _)
    shell.settle()


def _filters(opened: Workspace, _: Words) -> Filter:
    """Queue, chat, signal and view; a change starts the queue from its beginning."""
    choices = queue.choices(opened)
    names = {key: f"{_(name)} {choices.counts[key]:,}" for key, name in STATUSES.items()} | {
        "all": _("all {count}").format(count=f"{choices.counts['all']:,}")
    }
    status = st.segmented_control(
        _("Queue"),
        list(names),
        default="pending",
        format_func=names.__getitem__,
        key="review_status",
        on_change=_restart,
        label_visibility="collapsed",
        persist_state="session",
    )
    signals = {"": _("All signals")} | {kind: _(label) for kind, label in choices.signals.items()}
    signal = st.selectbox(
        _("Signal"),
        list(signals),
        format_func=signals.__getitem__,
        key="review_signal",
        on_change=_restart,
        label_visibility="collapsed",
        persist_state="session",
    )
    views = {"canvas": _("Bubbles"), "table": _("Table")}
    st.segmented_control(
        _("View"),
        list(views),
        default="canvas",
        format_func=views.__getitem__,
        key="review_view",
        label_visibility="collapsed",
        persist_state="session",
    )
    chat = None
    if len(choices.chats) > 1:
        chats = {0: _("All chats")} | choices.chats
        chat = (
            st.selectbox(_("Chat"), list(chats), format_func=chats.__getitem__, key="review_chat", on_change=_restart)
            or None
        )
    return Filter(statuses=() if status in (None, "all") else (status,), chat=chat, signal=signal or "")


def _restart() -> None:
    for key in ("review_ids", "review_focus"):
        st.session_state.pop(key, None)
    st.query_params.pop("f", None)


def _canvas(opened: Workspace, _: Words) -> None:
    state = st.session_state
    ids: list[int] = state["review_ids"]
    view = review.View(
        state.get("review_open", {}),
        state.get("review_reveal", False),
        state.get("review_focus"),
        state.get("review_after", False),
    )
    with opened.read() as connection:
        data = review.page(connection, ids, view, _)
    data |= {"ack": state.get("review_ack"), "problems": state.get("review_problems", [])}
    data["labels"] = {key: _(label) for key, label in LABELS.items()}
    canvas(data, key=f"canvas_{opened.path.stem}", on_ops=lambda sent: _apply(opened, sent, _), on_view=_look)


def _open_page(opened: Workspace, chosen: Filter, **where: Any) -> None:
    state = st.session_state
    wanted = str(state.pop("review_jump", "") or st.query_params.get("f", ""))
    start = int(wanted) if wanted.isdecimal() and not where else None
    state["review_ids"] = queue.page(opened, chosen, SIZE, at=start, **where)
    state["review_focus"] = start if start in state["review_ids"] else None
    state["review_open"] = {}


def _apply(opened: Workspace, sent: dict[str, Any], _: Words) -> None:
    state = st.session_state
    applied = review.apply(opened, sent["client"], sent["ops"])
    state["review_ack"] = {"client": sent["client"], "seq": applied.ack}
    state["review_problems"] = review.problems(applied, _)
    state["review_ids"] = queue.follow(opened, state.get("review_ids", []), applied.fragments)
    _focus(sent.get("focus"))


def _look(view: dict[str, Any]) -> None:
    state = st.session_state
    state["review_open"] = {int(k): (v["before"], v["after"]) for k, v in (view.get("open") or {}).items()}
    state["review_reveal"] = bool(view.get("reveal"))
    state["review_after"] = bool(view.get("after"))
    _focus(view.get("focus"))


def _focus(fragment: int | None) -> None:
    if fragment:
        st.session_state["review_focus"] = fragment
        st.query_params["f"] = str(fragment)


def _pager(opened: Workspace, chosen: Filter, _: Words) -> None:
    ids: list[int] = st.session_state["review_ids"]
    if not ids:
        return
    span = queue.span(opened, chosen, ids)
    turn = partial(_turn, opened, chosen)  # as callbacks: before the page is drawn, so that it is drawn once
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.button(
            _("Previous page"),
            disabled=not span.before,
            key="page_back",
            width=200,
            on_click=turn,
            kwargs={"before": ids[0]},
        )
        st.caption(_("{left} more in this queue after this page").format(left=f"{span.after:,}"), width="content")
        st.button(
            _("Next page"),
            disabled=not span.after,
            key="page_next",
            width=200,
            type="primary",
            on_click=turn,
            kwargs={"after": ids[-1]},
        )


def _turn(opened: Workspace, chosen: Filter, **where: int) -> None:
    st.query_params.pop("f", None)
    _open_page(opened, chosen, **where)


def _scan_state(opened: Workspace, _: Words) -> None:
    running = background.job(opened, "scan")
    if running and not running.done:
        st.caption(_("Private values are still being looked for; more underlines may appear."))
