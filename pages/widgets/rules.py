"""A rule that repeated decisions suggest, offered in one line; what it would do is shown before it is done."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.flow.sweeping import alike
from curation.flow.words import STATUSES
from curation.workspace import Workspace
from pages.widgets import bulking

Words = Callable[[str], str]
_EVERY = 10
"""Decisions after which it is worth looking for a rule again."""


def offer(opened: Workspace, decided: int, restart: Callable[[], None], _: Words) -> None:
    """One line with two buttons, or nothing. ``decided``: fragments that are, to look again only now and then."""
    found = _rule(opened, decided // _EVERY)
    if found is None:
        return
    status = _(STATUSES[found.status])
    sentence = _(
        "{agreed} of {decided} fragments with the signal “{signal}” were decided like this: {decision}. "
        "{waiting} more wait."
    )
    with st.container(horizontal=True, vertical_alignment="center", key="review_rule", border=True):
        st.text(
            sentence.format(
                agreed=found.agreed,
                decided=found.decided,
                signal=_(alike.label(found)),
                decision=status,
                waiting=f"{found.waiting:,}",
            )
        )
        if st.button(_("See what that would do"), key="rule_see"):
            bulking.ask(opened, alike.matching(found), found.status, restart, _)
        st.button(_("Not now"), key="rule_pass", type="tertiary", on_click=_pass, args=(found.signal,))


def differ(opened: Workspace, decided: int) -> bool:
    """Whether there is now something else to offer."""
    shown: alike.Rule | None = st.session_state.get("review_rule_found", ((), None))[1]
    return shown != _rule(opened, decided // _EVERY)


def _rule(opened: Workspace, reviewed: int) -> alike.Rule | None:
    state = st.session_state
    passed: list[str] = state.get("review_passed", [])
    if (kept := state.get("review_rule_found")) is None or kept[0] != (reviewed, passed):
        kept = ((reviewed, list(passed)), alike.rule(opened, passed))
        state["review_rule_found"] = kept
    found: alike.Rule | None = kept[1]
    return found


def _pass(signal: str) -> None:
    st.session_state["review_passed"] = [*st.session_state.get("review_passed", []), signal]
