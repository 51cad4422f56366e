"""What stands in for values, type by type: a placeholder, or something that reads naturally."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.flow.guarding import surrogating
from curation.flow.words import ENTITIES
from curation.workspace import Workspace

Words = Callable[[str], str]


def show(opened: Workspace, _: Words) -> None:
    """A choice for each type, with an example of either."""
    st.caption(
        _(
            "Placeholders are easy to see and can be nobody’s. Invented values read like the talk they stand in: of "
            "the same form, from ranges that are never given out, and never words of your chats. Names may well be "
            "somebody’s somewhere."
        )
    )
    now = surrogating.styles(opened)
    with st.container(horizontal=True):
        for style, label in (("natural", _("All read naturally")), ("placeholder", _("All placeholders"))):
            chosen = dict.fromkeys(now, style)
            st.button(
                label, key=f"private_all_{style}", disabled=chosen == now, on_click=surrogating.set_styles,
                args=(opened, chosen),
            )  # fmt: skip
    left, right = st.columns(2, gap="large")
    for n, (entity, style) in enumerate(now.items()):
        with (left, right)[n % 2], st.container(horizontal=True, vertical_alignment="center"):
            st.text(_(ENTITIES[entity]), width=130)
            examples = {one: surrogating.example(entity, one) for one in ("placeholder", "natural")}
            st.selectbox(
                _("Stand-in"), list(examples), index=list(examples).index(style), format_func=examples.__getitem__,
                key=f"private_style_{entity}_{style}", label_visibility="collapsed",
                on_change=_change, args=(opened, entity, f"private_style_{entity}_{style}"),
            )  # fmt: skip
    st.caption(_("Passwords and codes always have placeholders. What you wrote yourself stays."))


def _change(opened: Workspace, entity: str, key: str) -> None:
    surrogating.set_styles(opened, {entity: st.session_state[key]})
