"""One quiet line above the canvas when old decisions come up once more. Looked for once in a batch, never at a key."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.flow.advice import sampling
from curation.flow.workbench import pace
from curation.workspace import Workspace, tally
from pages.widgets import agreeing, judging
from pages.widgets.text import safe

Words = Callable[[str], str]


def offer(opened: Workspace, restart: Callable[[], None], _: Words) -> None:
    """How many there are, with a button; and a button to those that were decided otherwise."""
    due = 0 if st.session_state.get("review_recheck_passed") == _batch(opened) else _due(opened)
    # there in any case: the canvas keeps its place among the elements
    with st.container(horizontal=True, vertical_alignment="center", key="review_recheck"):
        agreeing.differing(opened, restart, _, quiet=True)
        if due:
            st.caption(safe(_told(due, _)), width="content")
            if st.button(_("Look again"), key="recheck_do", type="tertiary"):
                begin(opened)
            st.button(_("Not now"), key="recheck_pass", type="tertiary", on_click=_pass, args=(opened,))


def _told(due: int, _: Words) -> str:
    if due == 1:
        return _("1 old decision is due for a second, blind look.")
    return _("{count} old decisions are due for a second, blind look.").format(count=f"{due:,}")


def comes_up(opened: Workspace) -> bool:
    """Whether another batch has begun since it was looked for, and something is due."""
    held: tuple[object, int] | None = st.session_state.get("review_recheck_due")
    return held is not None and held[0] != (opened.path, _batch(opened)) and _due(opened) > 0


def begin(opened: Workspace) -> None:
    """Show them, blind, in place of the review."""
    sampling.ready(opened, "recheck")
    judging.begin("recheck")
    st.session_state.pop("review_recheck_due", None)
    st.rerun()


def _due(opened: Workspace) -> int:
    now, state = (opened.path, _batch(opened)), st.session_state
    held: tuple[object, int] | None = state.get("review_recheck_due")
    if held is None or held[0] != now:
        state["review_recheck_due"] = held = (now, sampling.due(opened))
    return held[1]


def _batch(opened: Workspace) -> int:
    counts = tally.of(opened)
    return (counts["kept"] + counts["dropped"]) // pace.BATCH


def _pass(opened: Workspace) -> None:
    st.session_state["review_recheck_passed"] = _batch(opened)
