"""A rule that repeated decisions suggest, offered in one line; what it would do is shown before it is done."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.flow.sweeping import alike
from curation.flow.words import STATUSES
from curation.workspace import Workspace
from pages.widgets import bulking
from pages.widgets.text import safe

Words = Callable[[str], str]


def offer(opened: Workspace, restart: Callable[[], None], _: Words) -> None:
    """One line with two buttons, or nothing, as things stand; drawn with the canvas, so that it is never behind."""
    found = alike.rule(opened, st.session_state.get("review_passed", []))
    _point_out(found, _)
    if found is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="review_rule"):
        st.text(_told(found, _), width="content")
        with st.container(horizontal=True, width="content", key="review_rule_do"):
            if st.button(_("See what that would do"), key="rule_see", type="tertiary"):
                bulking.ask(opened, alike.matching(found), found.status, restart, _)
            st.button(_("Not now"), key="rule_pass", type="tertiary", on_click=_pass, args=(found.signal,))


def _point_out(found: alike.Rule | None, _: Words) -> None:
    """Say it once when a rule comes up: whoever reads on far below would not see the line appear."""
    state, signal = st.session_state, found.signal if found else ""
    known: set[str] = state.setdefault("review_rules_known", {signal})
    if found and signal not in known:
        known.add(signal)
        hint = _("{waiting} more could be decided alike: see the line above the talk.")
        st.toast(safe(hint.format(waiting=f"{found.waiting:,}")))


def _told(found: alike.Rule, _: Words) -> str:
    sentence = _("“{signal}”: {agreed} of {decided} {decision}, {waiting} wait.")
    return sentence.format(
        agreed=f"{found.agreed:,}",
        decided=f"{found.decided:,}",
        signal=_(alike.label(found)),
        decision=_(STATUSES[found.status]),
        waiting=f"{found.waiting:,}",
    )


def _pass(signal: str) -> None:
    st.session_state["review_passed"] = [*st.session_state.get("review_passed", []), signal]
