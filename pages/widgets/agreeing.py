"""Old decisions made once more: how many came out the same, and a way to those that did not."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.flow.advice import sampling
from curation.flow.words import STATUSES
from curation.workspace import Workspace

Words = Callable[[str], str]


def show(opened: Workspace, restart: Callable[[], None], _: Words) -> None:
    """How far the person agrees with themselves; nothing before anything was decided twice."""
    same, judged = sampling.agreement(opened)
    if judged:
        agreed = _("You decided {same} of {judged} the same way again ({share}).")
        st.text(agreed.format(same=same, judged=judged, share=f"{same / judged:.0%}"))
        differing(opened, restart, _)


def differing(opened: Workspace, restart: Callable[[], None], _: Words, *, quiet: bool = False) -> None:
    """A button to the next fragment that was decided otherwise, as long as there is one that was not opened since."""
    seen: set[int] = st.session_state.setdefault("rechecked_open", set())
    if not (left := [one for one in sampling.differing(opened) if one.sample not in seen]):
        return
    many = _("Open the next of {count} you decided otherwise").format(count=len(left))
    label = _("Open the next one you decided otherwise") if len(left) == 1 else many
    if st.button(label, key="differing", type="tertiary" if quiet else "secondary"):
        seen.add(left[0].sample)
        restart()
        told = _("Decided before: {before}. The second time: {after}.")
        before, after = (_(STATUSES[status]) for status in (left[0].was, left[0].verdict))
        st.session_state["review_told"] = told.format(before=before, after=after)
        st.session_state["review_jump"] = left[0].fragment
        st.session_state["review_goto"] = "work"
        st.session_state.pop("review_judging", None)
        st.rerun()
