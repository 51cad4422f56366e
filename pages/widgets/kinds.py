"""What becomes of each kind of message: one quiet form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from curation.flow.intake import kinds
from curation.flow.words import KINDS, USES
from curation.flow.workbench import overview
from curation.uses import Uses
from curation.workspace import Workspace

Words = Callable[[str], str]
Change = Callable[[Workspace, Callable[[Any], object]], None]


def section(opened: Workspace, change: Change, _: Words) -> None:
    """The kinds that occur, how many there are of each, and what becomes of them."""
    title = _("What becomes of pictures, voice, stickers…")
    part = st.expander(title, key="import_kinds", icon=":material/tune:", on_change="rerun")
    if not part.open:
        return
    with part:
        st.caption(
            _(
                "A gap is a place where the other one saw something that training does not see; the review page "
                "points at replies to it. What is quoted is always shown only."
            )
        )
        saved = kinds.load(opened)
        with st.form(f"import_kinds_{sorted(saved.kinds.items())}_{saved.names}", border=False):
            chosen = {kind.kind: _row(kind, _) for kind in kinds.present(opened)}
            names = _names(opened, saved, _)
            if st.form_submit_button(_("Apply")):
                wanted = Uses({**saved.kinds, **chosen}, names)
                change(opened, lambda job: kinds.save(opened, wanted, job))


def _row(kind: kinds.Kind, _: Words) -> str:
    """Name, number and choice of one kind; returns the choice."""
    name, control = st.columns(2, vertical_alignment="center")
    label, count = _(KINDS[kind.kind]) or _("text"), f"{kind.count:,}"
    told = _("{kind}: {count}").format(kind=label, count=count)
    if kind.silent and kind.use == "speech":
        silent = f"{kind.silent:,}"
        told = _("{kind}: {count}, {silent} without words (a gap)").format(kind=label, count=count, silent=silent)
    name.text(told)
    if len(kind.choices) == 1:
        control.text(_(USES[kind.use]))
        return kind.use
    return control.selectbox(
        label,
        list(kind.choices),
        kind.choices.index(kind.use),
        format_func=lambda use: _use(kind.kind, use, _),
        key=f"import_use_{kind.kind}_{kind.use}",
        label_visibility="collapsed",
    )


def _use(kind: str, use: str, _: Words) -> str:
    return _("as words, marked") if (kind, use) == ("voice", "speech") else _(USES[use])


def _names(opened: Workspace, saved: Uses, _: Words) -> bool:
    if not overview.has_groups(opened):
        return saved.names
    return bool(
        st.toggle(
            _("In groups, each line of the others begins with their name"),
            saved.names,
            help=_("So the model knows who speaks. Names are replaced on export like everywhere else."),
        )
    )
