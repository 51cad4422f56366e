"""Blind judging: one fragment at a time as it would leave, a key for everything, nothing that tells what was decided.

Only digits and letters are keys: Streamlit takes Enter and Escape for shortcuts inside of text fields too.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.flow.advice import sampling
from curation.flow.advice.sampling import Card
from curation.workspace import Workspace
from curation.workspace.samples import Purpose
from pages.widgets import agreeing, bubbles, reviewer

Words = Callable[[str], str]


def begin(purpose: Purpose) -> None:
    """Open the judging in place of the review until it is left."""
    st.session_state["review_judging"] = purpose


def leave() -> None:
    """Back to where it was begun."""
    st.session_state.pop("review_judging", None)


@st.fragment
def show(opened: Workspace, restart: Callable[[], None], _: Words) -> None:
    """The next fragment of the sample, or that it is done."""
    purpose: Purpose = st.session_state["review_judging"]
    card = sampling.card(opened, purpose)
    if card is None:
        _end(opened, purpose, restart, _)
        return
    st.progress((card.at - 1) / card.of)
    st.text(_("{at} of {of} · {question}").format(at=card.at, of=card.of, question=_question(purpose, _)))
    with st.container(key="judged", border=True):
        bubbles.talk(card.talk, card.sample, _)
    _answers(opened, purpose, card, _)


def _end(opened: Workspace, purpose: Purpose, restart: Callable[[], None], _: Words) -> None:
    st.text(_("That was the whole sample. Thank you."))
    if purpose == "recheck":
        agreeing.show(opened, restart, _)
    label = _("Go on") if purpose == "recheck" else _("See what it says")
    if st.button(label, type="primary", key="judge_done", shortcut="J"):
        leave()
        if purpose != "recheck":
            st.session_state["review_goto"] = "ready"
        st.rerun()


def _question(purpose: Purpose, _: Words) -> str:
    if purpose == "recheck":
        return _("Would you keep it? What you decided before is not shown.")
    return _("Does every reply fit what was said before it? Is anything private left?")


def _answers(opened: Workspace, purpose: Purpose, card: Card, _: Words) -> None:
    answers = {
        "sound": (_("Sound"), "1", {}),
        "defect": (_("Defective"), "2", {}),
        "missed": (_("Something private is left"), "3", {"missed": True}),
    }
    if purpose == "recheck":
        answers = {"kept": (_("Keep"), "1", {}), "dropped": (_("Drop"), "2", {})}
    with st.container(horizontal=True, vertical_alignment="center", key="judge_answers"):
        for verdict, (label, key, more) in answers.items():
            st.button(
                label,
                key=f"judge_{verdict}",
                shortcut=key,
                on_click=_judge,
                args=(opened, card.sample, verdict, bool(more)),
            )
        st.space("stretch")
        st.button(
            _("One back"),
            key="judge_back",
            type="tertiary",
            shortcut="Z",
            disabled=card.at == 1,
            on_click=lambda: sampling.take_back(opened, purpose, reviewer.name()),
        )
        if st.button(_("Go on later"), key="judge_leave", type="tertiary", shortcut="L"):
            leave()
            st.rerun()


def _judge(opened: Workspace, sample: int, verdict: str, missed: bool) -> None:
    given = "sound" if verdict == "missed" else verdict
    sampling.judge(opened, sample, given, missed=missed, reviewer=reviewer.name())
