"""What needs a person, one value at a time: the keys are those of the review canvas."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.flow.guarding import privacy
from curation.flow.workbench import review
from curation.workspace import Workspace
from pages.widgets import reviewer
from pages.widgets.private import bulk, detail
from pages.widgets.private.state import reveal, turn_reveal
from pages.widgets.text import safe

Words = Callable[[str], str]


def show(opened: Workspace, found: privacy.Counts, _: Words) -> None:
    """The value at hand with its places, and what can be said of it."""
    state = st.session_state
    if not state.get("private_queue"):
        _begin(opened)
    queue: list[int] = state["private_queue"]
    at = min(state["private_at"], len(queue))
    values = privacy.shown(opened, queue[at : at + 1], _, reveal=reveal())
    if not values:
        _through(opened, _)
        return
    with st.container(border=True, key="private_card"):
        _head(values[0], at, len(queue), _)
        _buttons(opened, values[0], at, _)
        detail.places(opened, values[0], _, shortcut="W")
        with st.expander(_("Change the stand-in")):
            detail.stand_in(opened, values[0], _)
    _alike(opened, found, values[0], _)


def _begin(opened: Workspace) -> None:
    """The values that need a person now; the list stays as it is while it is worked on."""
    st.session_state["private_queue"] = privacy.ids(opened, privacy.Chosen(state="needs"))
    st.session_state["private_at"] = 0


def undo(opened: Workspace) -> None:
    """Take the newest edit back; if it was of a value of this list, show that value."""
    queue: list[int] = st.session_state.get("private_queue") or []
    before = privacy.still_open(opened, queue)
    review.undo(opened)
    for value in privacy.still_open(opened, queue) - before:
        _go(queue.index(value))


def _head(value: privacy.Value, at: int, total: int, _: Words) -> None:
    place = _("{at} of {total}").format(at=f"{at + 1:,}", total=f"{total:,}")
    why = value.need or _state(value, _)
    st.caption(f"{safe(place)} · {safe(why)}")
    with st.container(key="private_value"):
        st.text(f"{value.label}\u2003{value.shown}\u2003→\u2003{value.surrogate}")
    st.caption(_("Places: {count}. Sure: {score} %").format(count=f"{value.seen:,}", score=f"{value.score:,}"))


def _state(value: privacy.Value, _: Words) -> str:
    if value.state == "accept":
        return _("decided: it is replaced everywhere")
    if value.state == "reject":
        return _("decided: not private, it stays")
    return _("nothing to decide any more")


def _buttons(opened: Workspace, value: privacy.Value, at: int, _: Words) -> None:
    with st.container(horizontal=True):
        for decision, label, key in (("accept", _("Replace everywhere"), "Y"), ("reject", _("Not private"), "N")):
            st.button(
                label,
                key=f"one_{decision}",
                shortcut=key,
                type="primary" if decision == "accept" else "secondary",
                on_click=_decide,
                args=(opened, value.id, decision, at),
            )
        st.button(_("Next"), key="one_next", shortcut="J", on_click=_go, args=(at + 1,))
        st.button(_("Back"), key="one_back", shortcut="K", on_click=_go, args=(at - 1,), disabled=at == 0)
        label = _("Hide values") if reveal() else _("Show values")
        st.button(label, key="one_reveal", shortcut="V", type="tertiary", on_click=turn_reveal)


def _decide(opened: Workspace, value: int, decision: str, at: int) -> None:
    privacy.decide(opened, [value], decision, reviewer.name())
    _go(at + 1)


def _go(at: int) -> None:
    st.session_state["private_at"] = max(0, at)


def _alike(opened: Workspace, found: privacy.Counts, value: privacy.Value, _: Words) -> None:
    """All open values of the same type at once, after a look at what that would do."""
    if found.decisions.get(value.entity, {}).get("undecided", 0) < 2:
        return
    label = _("Replace all that are undecided: {entity}…").format(entity=safe(value.label))
    if st.button(label, key="one_alike", icon=":material/done_all:"):
        ids = privacy.ids(opened, privacy.Chosen(entity=value.entity, state="undecided"))
        bulk.ask(opened, ids, "accept", _)


def _through(opened: Workspace, _: Words) -> None:
    if left := privacy.counts(opened).needs:
        st.info(_("{count} values still need you.").format(count=f"{left:,}"), icon=":material/replay:")
        if st.button(_("Look at them"), key="one_again", type="primary"):
            _begin(opened)
            st.rerun(scope="fragment")
        return
    st.success(
        _("Nothing needs you any more. What nobody decided is replaced on export as well."),
        icon=":material/check_circle:",
    )
