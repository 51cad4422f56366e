"""The privacy page's frame: which part is shown, undo and redo."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.flow.guarding import privacy
from curation.flow.workbench import review
from curation.workspace import Workspace
from pages.widgets import shell
from pages.widgets.private import one, rules, styles, table
from pages.widgets.private.state import counts
from pages.widgets.text import safe

Words = Callable[[str], str]


@st.fragment
def page(opened: Workspace, _: Words) -> None:
    """Everything below the scan's progress."""
    found = counts(opened)
    top = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
    with top:
        part = _parts(found, _)
        _journal(opened, _)
    if part == "rules":
        rules.show(opened, _)
    elif not found.total:
        st.info(_("Nothing private has been found so far."), icon=":material/search:")
    elif part == "styles":
        styles.show(opened, _)
    elif part == "all":
        table.show(opened, found, _)
    else:
        one.show(opened, found, _)
    shell.settle()


def _parts(found: privacy.Counts, _: Words) -> str:
    names = {
        "needs": _("Needs you") + f" {found.needs:,}",
        "all": _("All values") + f" {found.total:,}",
        "rules": _("Own rules"),
        "styles": _("Stand-ins"),
    }
    chosen = st.segmented_control(
        _("Part"),
        list(names),
        default="needs",
        format_func=names.__getitem__,
        key="private_part",
        label_visibility="collapsed",
        required=True,
    )
    return str(chosen)


def _journal(opened: Workspace, _: Words) -> None:
    undo, redo = review.journal_ends(opened, _)
    with st.container(horizontal=True, width="content"):
        st.button(
            _("Undo"), key="private_undo", icon=":material/undo:", type="tertiary", shortcut="Z", help=safe(undo),
            disabled=not undo, on_click=one.undo, args=(opened,),
        )  # fmt: skip
        st.button(
            _("Redo"), key="private_redo", icon=":material/redo:", type="tertiary", shortcut="Shift+Z", help=safe(redo),
            disabled=not redo, on_click=review.redo, args=(opened,),
        )  # fmt: skip
