"""One value: the places where it stands, and its stand-in."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.errors import RuwoError
from curation.flow.guarding import privacy, surrogating
from curation.workspace import Workspace
from pages.widgets import reviewer, shell
from pages.widgets.private.state import reveal, to_fragment

Words = Callable[[str], str]
PLACES = 6


def places(
    opened: Workspace, value: privacy.Value, _: Words, *, limit: int = PLACES, shortcut: str | None = None
) -> None:
    """The first places; an exception leaves the value in at one place only. ``shortcut``: key for the first of them."""
    for n, place in enumerate(privacy.occurrences(opened, value.id, reveal=reveal(), limit=limit)):
        text, here, show = st.columns([6, 2, 1], vertical_alignment="center")
        text.text(f"…{place.before}【{place.shown}】{place.after}…")
        label = _("Replace here too") if place.exception else _("Leave it here")
        here.button(
            label,
            key=f"place_{place.finding}",
            type="tertiary",
            shortcut=None if n else shortcut,
            on_click=privacy.set_exceptions,
            args=(opened, [place.finding], not place.exception, reviewer.name()),
        )
        if place.fragment and show.button(_("Open"), key=f"open_{place.finding}", type="tertiary"):
            to_fragment(place.fragment)
    if value.seen > limit:
        st.caption(_("and {count} more places").format(count=f"{value.seen - limit:,}"))


def stand_in(opened: Workspace, value: privacy.Value, _: Words) -> None:
    """Change what stands in for the value, or let the style decide again."""
    key = f"private_words_{value.id}_{value.surrogate}"
    field, save, back = st.columns([4, 1, 1], vertical_alignment="bottom")
    words = field.text_input(_("Stands in for it everywhere"), value.surrogate, max_chars=surrogating.LONGEST, key=key)
    if save.button(_("Change"), key=f"{key}_save", disabled=words == value.surrogate, width="stretch"):
        try:
            surrogating.choose(opened, value.id, words, reviewer.name())
        except RuwoError as error:
            shell.say(error)
        else:
            st.rerun(scope="fragment")
    if value.chosen and back.button(_("Automatic"), key=f"{key}_back", width="stretch"):
        surrogating.reset(opened, value.id, reviewer.name())
        st.rerun(scope="fragment")
