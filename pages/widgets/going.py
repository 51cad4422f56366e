"""Going to another point of the history: back by undoing, forward by redoing, as long as nothing new was done."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.errors import RuwoError
from curation.flow.workbench import history
from curation.flow.workbench.history import Entry
from curation.workspace import Workspace
from pages.widgets import reviewer, shell, workbench

Words = Callable[[str], str]


def offer(opened: Workspace, chosen: Entry | None, _: Words) -> str:
    """The button to a row of the history; gives why it leads nowhere, where it does not."""
    way = history.way(opened, chosen.id) if chosen else None
    label = _("Go forward to here…") if way and way.redo else _("Go back to here…")
    moves = way is not None and bool(way.undo or way.redo)
    if st.button(label, key="past_back", disabled=not moves) and chosen:
        st.dialog(_("Go forward") if way and way.redo else _("Go back"))(_go)(opened, chosen, _)
    if chosen is None:
        return _("Choose a row to go back to it.")
    if way is None:
        return _("It was undone and something new was done since: nothing leads there any more.")
    return "" if moves else _("Things stand as they did then.")


def _go(opened: Workspace, chosen: Entry, _: Words) -> None:
    way = history.way(opened, chosen.id)
    if way is None or not (way.undo or way.redo):
        st.text(_("Something was changed since. Close this and choose the row once more."))
        return
    told, label = _forward(way.redo, _) if way.redo else _back(way.undo, _)
    st.text(told)
    if st.button(label, type="primary", key="past_do"):
        try:
            with st.spinner(_("Going there…")):
                history.go(opened, way, reviewer.name())
        except RuwoError as error:
            shell.say(error)
            return
        workbench.restart()
        left = history.ahead(opened)
        st.session_state["review_told"] = _given_up(left, _) if left else ""
        st.session_state["review_past"] = []
        st.rerun()


def _forward(count: int, _: Words) -> tuple[str, str]:
    if count == 1:
        return _("1 undone edit would be done again. Undo takes it back."), _("Do it again")
    many = _("{count} undone edits would be done again, the oldest first. Undo takes them back.")
    return many.format(count=f"{count:,}"), _("Do {count} again").format(count=f"{count:,}")


def _back(count: int, _: Words) -> tuple[str, str]:
    until = _("Until something new is done you can come forward again from here; then what was undone is given up.")
    if count == 1:
        return "\n".join((_("1 edit after it would be undone."), until)), _("Undo 1 edit")
    many = _("{count} edits after it would be undone, the newest first.").format(count=f"{count:,}")
    return "\n".join((many, until)), _("Undo {count} edits").format(count=f"{count:,}")


def ahead(count: int, _: Words) -> str:
    """What stands above the list while anything can be redone."""
    if count == 1:
        return _("1 edit is undone: choose its row to go forward to it. The next new edit gives it up.")
    many = _("{count} edits are undone: choose one to go forward to it. The next new edit gives them up.")
    return many.format(count=f"{count:,}")


def _given_up(count: int, _: Words) -> str:
    """What the workbench says when it is opened after that."""
    if count == 1:
        return _("1 edit is undone. The next new edit gives it up; until then the history leads forward to it.")
    many = _("{count} edits are undone. The next new edit gives them up; until then the history leads forward to them.")
    return many.format(count=f"{count:,}")
