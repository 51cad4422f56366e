"""The dialog that hides a contact, a period or a word: it counts, and shows nothing of what it hides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from curation.errors import RuwoError
from curation.flow.sweeping import hiding
from curation.workspace import Workspace
from pages.widgets import keyboard, reviewer, shell

Words = Callable[[str], str]
CHATS = 5
"""Chats that are named."""


def ask(opened: Workspace, restart: Callable[[], None], _: Words) -> None:
    """Choose what nobody has to see again, or show it again."""
    st.dialog(_("Hide without reading"), width="medium", on_dismiss=keyboard.hand_back)(_body)(opened, restart, _)


def _body(opened: Workspace, restart: Callable[[], None], _: Words) -> None:
    st.text(_("Hidden fragments leave every queue and the data set. You need not read them, and can bring them back."))
    kinds = {"sender": _("A contact"), "period": _("A period"), "word": _("A word")}
    kind = st.segmented_control(
        _("What"),
        list(kinds),
        default="sender",
        required=True,
        format_func=kinds.__getitem__,
        key="hide_kind",
        label_visibility="collapsed",
    )
    value = {"sender": _contact, "period": _period, "word": _word}[kind or "sender"](opened, _)
    if value:
        count = hiding.count(opened, kind, value)
        if count:
            st.text(_where(hiding.reach(opened, kind, value), _))
        label = _("Hide {count} fragments").format(count=f"{count:,}")
        if st.button(label, type="primary", key="hide_do", disabled=not count):
            done = _("{count} fragments are hidden. Undo shows them again.").format(count=f"{count:,}")
            _do(lambda: hiding.hide(opened, kind, value, reviewer.name()), restart, done)
    _hidden(opened, restart, _)


def _where(found: hiding.Reach, _: Words) -> str:
    """From when to when, and in which chats; not a word of what they say."""
    days = _("From {since} to {until}").format(since=found.since, until=found.until) if found.since else ""
    more = _(" and {count} more").format(count=len(found.chats) - CHATS) if len(found.chats) > CHATS else ""
    listed = _(", ").join(found.chats[:CHATS]) + more
    chats = _("In the chats: {chats}").format(chats=listed)
    return "\n".join(filter(None, (days, chats)))


def _contact(opened: Workspace, _: Words) -> dict[str, Any] | None:
    people = hiding.contacts(opened)
    chosen = st.selectbox(
        _("Who"), list(people), index=None, format_func=people.__getitem__, placeholder=_("Choose"), key="hide_who"
    )
    return {"sender": chosen} if chosen else None


def _period(opened: Workspace, _: Words) -> dict[str, Any] | None:
    left, right = st.columns(2)
    since = left.date_input(_("From"), value=None, key="hide_since", min_value=date(1990, 1, 1))
    until = right.date_input(_("Until"), value=None, key="hide_until", min_value=date(1990, 1, 1))
    return dict(hiding.period(opened, since, until)) if since and until and since <= until else None


def _word(opened: Workspace, _: Words) -> dict[str, Any] | None:
    word = st.text_input(_("Word"), key="hide_word").strip()
    return {"word": word} if word else None


def _hidden(opened: Workspace, restart: Callable[[], None], _: Words) -> None:
    found = hiding.listing(opened, _)
    if not found:
        return
    st.caption(_("Hidden now"))
    for one in found:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.text(one.label)
            if st.button(_("Show again"), key=f"hide_show_{one.id}"):
                _do(lambda key=one.id: hiding.show_again(opened, key, reviewer.name()), restart)  # type: ignore[misc]


def _do(act: Callable[[], None], restart: Callable[[], None], done: str = "") -> None:
    try:
        act()
    except RuwoError as error:
        shell.say(error)
        return
    restart()
    st.session_state["review_told"] = done
    st.rerun()
