"""The dialog before a bulk decision: how many, which, and what becomes of the data set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from curation.errors import RuwoError
from curation.flow.sweeping import bulk
from curation.flow.sweeping.samples import Sample
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


def _sample(sample: Sample, decision: str, _: Words) -> None:
    """When and with whom, the words that were matched, and what changes."""
    words, becomes = st.columns([5, 2])
    with words:
        st.text(f"{sample.start} · {sample.chat}")
        st.text(sample.words or "–")
    becomes.text(f"{_(STATUSES[sample.status])} → {decision}")


def _body(opened: Workspace, chosen: Filter, status: Any, restart: Callable[[], None], _: Words) -> None:
    seen = bulk.preview(opened, chosen, status)
    if not seen.count:
        already = _("Nothing would change: all {count} are decided that way already.")
        st.text(already.format(count=f"{seen.already:,}") if seen.already else _("There is nothing in this queue."))
        return
    decision = _(STATUSES[status])
    st.text(_("{count} fragments become: {decision}").format(count=f"{seen.count:,}", decision=decision))
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
    st.caption(_("Some of them"))
    with st.container(border=True):
        for sample in seen.samples:
            _sample(sample, decision, _)
    st.caption(_("It is one edit: one undo takes all of it back."))
    label = _("Do it for {count}").format(count=f"{seen.count:,}")
    if st.button(label, type="primary", key="bulk_do"):
        try:
            bulk.apply(opened, chosen, seen, reviewer.name())
        except RuwoError as error:
            shell.say(error)
            return
        restart()
        done = _("{count} fragments: {decision}. Undo takes it back.")
        st.session_state["review_told"] = done.format(count=f"{seen.count:,}", decision=decision)
        st.rerun()
