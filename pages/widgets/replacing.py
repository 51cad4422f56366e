"""The dialog of find and replace: every bubble before and after, some ticked out, then one edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from curation.errors import RuwoError
from curation.flow.sweeping import replacing
from curation.flow.sweeping.replacing import Change
from curation.workspace import Workspace
from curation.workspace.filters import Filter
from pages.widgets import keyboard, reviewer, shell

Words = Callable[[str], str]


def ask(opened: Workspace, chosen: Filter, restart: Callable[[], None], _: Words) -> None:
    """Look through what the queue shows."""
    st.dialog(_("Find and replace"), width="medium", on_dismiss=keyboard.hand_back)(_body)(opened, chosen, restart, _)


def _body(opened: Workspace, chosen: Filter, restart: Callable[[], None], _: Words) -> None:
    left, right = st.columns(2)
    what = left.text_input(_("Find"), key="replace_what")
    into = right.text_input(_("Replace by"), key="replace_into")
    pattern = st.toggle(_("It is a regular expression"), key="replace_pattern")
    st.caption(
        _("Only bubbles of the fragments that the queue shows now. The exported messages themselves never change.")
    )
    if not what or what == into:
        return
    try:
        found = replacing.find(opened, what, into, chosen=chosen, pattern=pattern)
    except RuwoError as error:
        shell.say(error)
        return
    if found.emptied:
        st.caption(_("{count} bubbles would be left empty; they stay as they are.").format(count=f"{found.emptied:,}"))
    if not found.changes:
        st.text(_("No bubble has that."))
        return
    if found.more:
        st.caption(
            _("These are the first {count}; do it once more for the rest.").format(count=f"{len(found.changes):,}")
        )
    picked = _table(found.changes, _)
    label = _("Replace in 1 bubble") if len(picked) == 1 else _("Replace in {count} bubbles")
    if st.button(label.format(count=len(picked)), type="primary", key="replace_do", disabled=not picked):
        _do(opened, picked, restart, _)


def _table(changes: Sequence[Change], _: Words) -> list[Change]:
    """What is replaced where, with a tick for each; what is ticked out stays as it is."""
    shown = st.data_editor(
        {"go": [True] * len(changes), "around": [replacing.around(change) for change in changes]},
        column_config={
            "go": st.column_config.CheckboxColumn("✓", width=40),
            "around": st.column_config.TextColumn(_("Old → new, in the words around it"), width=640),
        },
        disabled=["around"],
        hide_index=True,
        width="stretch",
        height=min(36 * len(changes) + 40, 380),
        key=f"replace_rows_{hash(tuple(changes))}",
    )
    return [change for change, go in zip(changes, shown["go"], strict=True) if go]


def _do(opened: Workspace, picked: Sequence[Change], restart: Callable[[], None], _: Words) -> None:
    try:
        count = replacing.apply(opened, picked, reviewer.name())
    except RuwoError as error:
        shell.say(error)
        return
    state = st.session_state
    changed, here = [change.fragment for change in picked], state.get("review_focus")
    on_page = not set(changed).isdisjoint(state.get("review_ids", ()))
    restart()
    state["review_jump"] = here if on_page and here else changed[0]
    many = _("Replaced in {count} bubbles. Undo takes it back.").format(count=f"{count:,}")
    state["review_told"] = _("Replaced in 1 bubble. Undo takes it back.") if count == 1 else many
    st.rerun()
