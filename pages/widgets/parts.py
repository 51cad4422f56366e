"""A zip with exports of several kinds, or several files: which is looked at now. The others come after it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.flow.intake import importing
from pages.widgets.looking import Incoming
from pages.widgets.text import safe

Words = Callable[[str], str]


def choice(found: Incoming, seen: importing.Preview, _: Words) -> str | None:
    """Another format than the one that is shown, when the person takes it."""
    if not seen.parts:
        return None
    titles = {part.format: part.title for part in seen.parts if part.format not in found.done}
    counts = {part.format: len(part.files) for part in seen.parts}
    said = _("These are chats of {count} kinds. They are imported one after the other; this is number {number}.")
    st.caption(said.format(count=len(seen.parts), number=len(found.done) + 1))
    several = _("{what}, {count:,} files")
    labels = {
        form: safe(several.format(what=_(title), count=counts[form]) if counts[form] > 1 else _(title))
        for form, title in titles.items()
    }
    chosen: str | None = st.radio(
        _("What to look at now"),
        list(titles),
        index=list(titles).index(seen.format) if seen.format in titles else None,
        format_func=labels.__getitem__,
        key=f"part_{len(found.done)}_{seen.format}",
    )
    return chosen if chosen != seen.format else None
