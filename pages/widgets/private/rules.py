"""Own rules: what is private whatever the recognizers say, and what never is."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.errors import RuwoError
from curation.flow import background
from curation.flow.guarding import ruling
from curation.flow.words import ENTITIES, RULES
from curation.workspace import Workspace
from pages.widgets import reviewer, shell

Words = Callable[[str], str]
AT_ONCE = 0.6
"""Seconds to wait for a search: in a small chat it is over by then."""


def show(opened: Workspace, _: Words) -> None:
    """A form to add one, and the list."""
    _form(opened, _)
    views = ruling.listing(opened, _)
    if not views:
        st.caption(_("No rules yet. A rule is looked for in everything that was imported, and in what you type."))
    for view in views:
        _rule(opened, view, _)


def _form(opened: Workspace, _: Words) -> None:
    kinds = {kind: _(name) for kind, name in RULES.items()}
    hints = {
        "word": _("These characters, wherever they stand: also in full width or with spaces between."),
        "person": _("A full name, with the short forms that people make of it."),
        "regex": _("A pattern (regular expression) for those who know them; one that would take too long is refused."),
        "keep": _("Never private, nor is what lies inside: a singer, a town, a brand."),
    }
    with st.container(border=True):
        kind = st.segmented_control(
            _("What is it"), list(kinds), default="word", format_func=kinds.__getitem__, key="private_rule_kind",
            required=True,
        )  # fmt: skip
        st.caption(hints[kind])
        with st.form("private_rule", border=False, clear_on_submit=False):
            type_, words, add = st.columns([3, 6, 2], vertical_alignment="bottom")
            names = {entity: _(name) for entity, name in ENTITIES.items()}
            entity = type_.selectbox(
                _("Type"), list(names), format_func=names.__getitem__, key="private_rule_entity",
                disabled=kind in {"person", "keep"},
            )  # fmt: skip
            typed = words.text_input(_("Word, name or pattern"), key="private_rule_words")
            if add.form_submit_button(_("Add"), type="primary", width="stretch"):
                _add(opened, kind, entity, typed)


def _add(opened: Workspace, kind: ruling.Kind, entity: str, typed: str) -> None:
    try:
        ruling.add(opened, kind, entity, typed, reviewer.name())
    except RuwoError as error:
        shell.say(error)
        return
    background.start_scan(opened).wait(AT_ONCE)
    st.rerun()


def _rule(opened: Workspace, view: ruling.View, _: Words) -> None:
    kind, words, found, remove = st.columns([3, 5, 4, 2], vertical_alignment="center")
    kind.text(" · ".join(filter(None, [view.kind_label, view.label])))
    words.text(view.pattern)
    if view.waiting:
        found.caption(_("still being looked for"))
    elif view.kind != "keep":
        line = _("{values} values in {places} places")
        found.caption(line.format(values=f"{view.values:,}", places=f"{view.places:,}"))
    remove.button(
        _("Remove"),
        key=f"rule_{view.id}",
        type="tertiary",
        on_click=ruling.remove,
        args=(opened, view.id, reviewer.name()),
    )
