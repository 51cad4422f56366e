"""The dialog before a bulk decision: how many, which, and what becomes of the data set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from curation.errors import RuwoError
from curation.flow.sweeping import bulk
from curation.flow.words import STATUSES
from curation.workspace import Workspace
from curation.workspace.filters import Filter
from pages.widgets import keyboard, reviewer, shell

Words = Callable[[str], str]


def ask(opened: Workspace, chosen: Filter, status: Any, restart: Callable[[], None], _: Words) -> None:
    """Show what it would do, and do it when that is confirmed."""
    st.dialog(_("What this would do"), width="medium", on_dismiss=keyboard.hand_back)(_body)(
        opened, chosen, status, restart, _
    )


def _samples(seen: bulk.Preview, decision: str, _: Words) -> None:
    """Each with when and whom with above the words that were matched; what it was only where they differ in that."""
    with st.container(border=True, key="bulk_samples"):
        for number, one in enumerate(seen.samples):
            becomes = [f"{_(STATUSES[one.status])} → {decision}"] if len(seen.was) > 1 else []
            with st.container(key=f"bulk_sample_{number}", gap=None):
                st.text(" · ".join([one.start, one.chat, *becomes]))
                st.text(one.words or "–")


def _body(opened: Workspace, chosen: Filter, status: Any, restart: Callable[[], None], _: Words) -> None:
    seen = bulk.preview(opened, chosen, status)
    if not seen.count:
        already = _("Nothing would change: all {count} are decided that way already.")
        st.text(already.format(count=f"{seen.already:,}") if seen.already else _("There is nothing in this queue."))
        return
    decision = _(STATUSES[status])
    become = _("1 fragment becomes: {decision}") if seen.count == 1 else _("{count} fragments become: {decision}")
    st.text(become.format(count=f"{seen.count:,}", decision=decision))
    was = [f"{_(STATUSES[key])} {count:,} → {decision}" for key, count in seen.was.items()]
    st.text("\n".join(was))
    before, after = seen.size
    changed = _("Data set: {before} → {after} rows, about {tokens_before} → {tokens_after} tokens")
    st.text(
        changed.format(
            before=f"{before.rows:,}",
            after=f"{after.rows:,}",
            tokens_before=f"{before.tokens:,}",
            tokens_after=f"{after.tokens:,}",
        )
    )
    st.caption(_("Some of them") if len(seen.samples) < seen.count else _("All of them"))
    _samples(seen, decision, _)
    st.caption(_("It is one edit: one undo takes all of it back."))
    label = _("Do it for {count}").format(count=f"{seen.count:,}")
    if st.button(label, type="primary", key="bulk_do"):
        try:
            with st.spinner(_("Deciding {count}…").format(count=f"{seen.count:,}")):
                bulk.apply(opened, chosen, seen, reviewer.name())
        except RuwoError as error:
            shell.say(error)
            return
        restart()
        many = _("{count} fragments: {decision}. Undo takes it back.")
        done = _("1 fragment: {decision}. Undo takes it back.") if seen.count == 1 else many
        st.session_state["review_told"] = done.format(count=f"{seen.count:,}", decision=decision)
        st.rerun()
