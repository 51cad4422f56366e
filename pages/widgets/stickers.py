"""Stickers that came without a description: named once, most frequent first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from curation.flow.intake import naming
from curation.workspace import Workspace

Words = Callable[[str], str]
Change = Callable[[Workspace, Callable[[Any], object]], None]

SIZE = 10


def section(opened: Workspace, change: Change, _: Words) -> None:
    """A page of them with the words around each; nothing at all where there are none."""
    page = int(st.session_state.get("import_sticker_page", 1))
    found = naming.listing(opened, size=SIZE, page=page - 1)
    if not found.count:
        return
    title = _("Stickers without a description: {named} of {count} named").format(
        named=f"{found.named:,}", count=f"{found.count:,}"
    )
    part = st.expander(title, key="import_stickers", icon=":material/mood:", on_change="rerun")
    if not part.open:
        return
    with part:
        st.caption(
            _(
                "The export says which sticker it was, not what it shows. Give the frequent ones a word or two, like "
                "in the chat: it stands as [word] wherever the sticker was sent. Without a name it stays a gap."
            )
        )
        with st.form(f"import_stickers_{page}_{found.named}", border=False):
            names = {sticker.key: _row(n, sticker, _) for n, sticker in enumerate(found.page)}
            if st.form_submit_button(_("Save names")):
                change(opened, lambda job: naming.name(opened, names, job))
        if found.count > SIZE:
            pages = -(-found.count // SIZE)
            narrow = st.columns([5, 3])[1]
            narrow.number_input(_("Page of {pages}").format(pages=pages), 1, pages, key="import_sticker_page")


def _row(number: int, sticker: naming.Sticker, _: Words) -> str:
    """Where it was sent, and its name; returns the name."""
    where, named = st.columns([5, 3], vertical_alignment="center")
    unnamed, colon = _("sticker"), _(": ")
    shown = f"[{sticker.name or unnamed}]"
    told = [f"{name}{colon}{shown if words is None else words}" for name, words in sticker.example]
    where.text("\n".join(told))
    typed = named.text_input(
        _("Sent {count} times").format(count=f"{sticker.sent:,}"),
        sticker.name,
        max_chars=naming.LONGEST,
        key=f"import_sticker_{sticker.key}_{sticker.name}",
        placeholder=_("for example: cat waving"),
    )
    return str(typed)
