"""The dialog of signals: each with what it means, a switch, from how sure on it is shown, and how many it marks."""

from __future__ import annotations

from collections.abc import Callable, Collection

import streamlit as st

from curation.flow.advice import signalling
from curation.workspace import Workspace
from pages.widgets import reviewer
from pages.widgets.text import safe

Words = Callable[[str], str]


def ask(opened: Workspace, restart: Callable[[], None], _: Words) -> None:
    """Choose which signals are shown, and from which strength on."""
    rows = signalling.kinds(opened, _)
    order, found = [row.kind for row in rows], {row.kind for row in rows if row.count}
    st.dialog(_("Which signals are shown"), width="medium", on_dismiss=restart)(_body)(opened, order, found, _)


def _body(opened: Workspace, order: list[str], found: Collection[str], _: Words) -> None:
    """In the order in which it was opened: nothing moves away under a slider."""
    st.caption(
        _(
            "What spoils most stands first. The slider says how sure Ruwo must be to show a signal: further right, it "
            "shows fewer and surer ones. Every change can be undone."
        )
    )
    rows = sorted(signalling.kinds(opened, _), key=lambda row: order.index(row.kind))
    for row in rows:
        if row.kind in found:
            _one(opened, row, _)
    none = [row for row in rows if row.kind not in found]
    if none:
        with st.expander(_("Nothing found ({count})").format(count=f"{len(none):,}"), key="signals_none"):
            for row in none:
                _one(opened, row, _)


def _one(opened: Workspace, row: signalling.Row, _: Words) -> None:
    with st.container(key=f"signal_{row.kind}", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.toggle(
                safe(row.label),
                row.on,
                key=f"signal_on_{row.kind}",
                on_change=lambda: signalling.switch(
                    opened, row.kind, st.session_state[f"signal_on_{row.kind}"], reviewer.name()
                ),
            )
            st.space("stretch")
            many = _("{count} fragments").format(count=f"{row.count:,}")
            st.text(_("1 fragment") if row.count == 1 else many)
        st.caption(safe(row.about))
        if row.graded and row.on:
            _threshold(opened, row, _)


def _threshold(opened: Workspace, row: signalling.Row, _: Words) -> None:
    st.slider(
        _("How sure Ruwo must be"),
        0,
        100,
        round(100 * row.threshold),
        step=5,
        format="%d %%",
        key=f"signal_at_{row.kind}",
        label_visibility="collapsed",
        width=360,
        on_change=lambda: signalling.set_threshold(
            opened, row.kind, st.session_state[f"signal_at_{row.kind}"] / 100, reviewer.name()
        ),
    )
