"""The dialog of signals: each with what it means, a switch, a threshold and how many fragments it marks."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.flow.advice import signalling
from curation.workspace import Workspace
from pages.widgets import reviewer
from pages.widgets.text import safe

Words = Callable[[str], str]


def ask(opened: Workspace, restart: Callable[[], None], _: Words) -> None:
    """Choose which signals are shown, and from which strength on."""
    st.dialog(_("Which signals are shown"), width="large", on_dismiss=restart)(_body)(opened, _)


def _body(opened: Workspace, _: Words) -> None:
    st.caption(_("A higher threshold shows fewer and surer signals. Every change can be undone."))
    for row in signalling.kinds(opened, _):
        _one(opened, row, _)


def _one(opened: Workspace, row: signalling.Row, _: Words) -> None:
    name, strength, count = st.columns([6, 4, 2], vertical_alignment="center")
    with name:
        st.toggle(
            safe(row.label),
            row.on,
            key=f"signal_on_{row.kind}",
            on_change=lambda: signalling.switch(
                opened, row.kind, st.session_state[f"signal_on_{row.kind}"], reviewer.name()
            ),
        )
        st.caption(safe(row.about))
    strength.slider(
        _("Threshold"),
        0,
        100,
        round(100 * row.threshold),
        key=f"signal_at_{row.kind}",
        disabled=not row.on,
        label_visibility="collapsed",
        on_change=lambda: signalling.set_threshold(
            opened, row.kind, st.session_state[f"signal_at_{row.kind}"] / 100, reviewer.name()
        ),
    )
    with count:
        st.text(_("{count} fragments").format(count=f"{row.count:,}"))
