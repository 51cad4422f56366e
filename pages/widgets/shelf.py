"""The shelf of workspaces: opening the demo, making, renaming, backing up and deleting."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Literal

import streamlit as st

from curation import workspace
from curation.errors import RuwoError
from curation.flow import background
from curation.flow.intake import importing
from curation.flow.leaving import chatting
from curation.flow.workbench import overview
from curation.workspace import Entry
from pages.widgets import filtering, shell
from pages.widgets.text import safe

Words = Callable[[str], str]


def open_demo(_: Words) -> None:
    """The demo's workspace, made when there is none; the search for private values starts at once."""
    with shell.spoken_errors(), st.spinner(_("Opening the demo…")):
        there = next((entry for entry in workspace.listing() if entry.name == _("Demo chat")), None)
        opened = workspace.open_workspace(there.path) if there else workspace.create(_("Demo chat"))
        if overview.is_empty(opened):
            importing.import_demo(opened)
            background.start_scan(opened)
        shell.choose(opened.path.stem)
        st.switch_page("pages/2_review.py")


def new_workspace(_: Words) -> None:
    """An empty workspace, unless the open one still is."""
    here = shell.current().workspace
    if here is None or not overview.is_empty(here):
        opened = workspace.create(_free_name(_("My chats")))
        shell.choose(opened.path.stem)
    st.switch_page("pages/1_import.py")


def _free_name(name: str) -> str:
    taken = {entry.name for entry in workspace.listing()}
    numbered = (f"{name} {number}" for number in itertools.count(2))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def first_step(here: shell.Shell) -> Literal["primary", "secondary"]:
    """The doors are the main thing until there is something to go on with."""
    return "primary" if here.workspace is None or overview.is_empty(here.workspace) else "secondary"


def problem() -> None:
    """Why the wanted workspace could not be opened."""
    error = st.session_state.get("problem")
    if isinstance(error, RuwoError):
        shell.say(error)


def steps(here: shell.Shell) -> None:
    """Where the open workspace stands and what comes next."""
    if here.workspace is None:
        return
    _ = here._
    state = overview.state(here.workspace)
    if not state.messages:
        return
    st.subheader(_("Go on where you were"), anchor=False)
    columns = st.columns(4)
    columns[0].metric(_("Messages"), f"{state.messages:,}")
    columns[1].metric(_("Fragments"), f"{state.fragments:,}")
    columns[2].metric(_("Reviewed"), f"{state.reviewed:,}")
    columns[3].metric(_("Kept"), f"{state.kept:,}")
    step = overview.next_step(here.workspace, state)
    labels = {
        "review": _("Continue reviewing"),
        "later": _("Decide the {count} you put off").format(count=f"{state.later:,}"),
        "privacy": _("Look at private values that need you"),
        "export": _("Go to export"),
        "dropped": _("Nothing is kept: look through the dropped ones"),
    }
    if st.button(labels[step], type="primary", key="go_on"):
        _go_on(step)


def _go_on(step: overview.Step) -> None:
    """To the page of the step, at its queue."""
    pages = {"privacy": "pages/3_privacy.py", "export": "pages/5_export.py"}
    if step == "review":
        st.session_state["review_status"] = "pending"
    elif step in ("later", "dropped"):
        filtering.show_whole(step)
    if step not in pages:
        for key in ("review_ids", "review_focus"):
            st.session_state.pop(key, None)
    st.switch_page(pages.get(step, "pages/2_review.py"))


def restore(_: Words) -> None:
    """Bring a backup back as a workspace of its own."""
    with st.popover(_("Restore a backup")):
        turn = st.session_state.setdefault("restores", 0)
        file = st.file_uploader(_("Backup (.ruwo)"), type=["ruwo"], key=f"restore_{turn}")
        if file is not None and st.button(_("Restore"), type="primary", key="restore_go"):
            with shell.spoken_errors():
                opened = workspace.restore(file)
                shell.choose(opened.path.stem)
                st.session_state["restores"] = turn + 1
                st.rerun()


def manage(here: shell.Shell) -> None:
    """The list of workspaces with what can be done to the open one."""
    _ = here._
    if here.workspace is None:
        return
    entry = next(entry for entry in workspace.listing() if entry.path == here.workspace.path)
    st.subheader(_("This workspace"), anchor=False)
    st.text(_("One file on this computer. It is not encrypted: whoever can open your account can read it."))
    st.code(str(entry.path), language=None)
    st.caption(_("{size} MB, changed {time}").format(size=f"{entry.size / 1e6:.1f}", time=_when(entry.changed)))
    name, copy, away = st.columns(3, vertical_alignment="bottom")
    with name, st.popover(_("Rename"), width="stretch"):
        _rename(here, entry)
    with copy:
        _backup(here, entry)
    with away, st.popover(_("Delete"), width="stretch"):
        _delete(here, entry)
    _backed_up(_)


def _rename(here: shell.Shell, entry: Entry) -> None:
    _ = here._
    assert here.workspace is not None
    wanted = st.text_input(_("New name"), value=entry.name, key=f"rename_{entry.id}")
    if st.button(_("Save"), key="rename_save", disabled=not wanted.strip()):
        overview.rename(here.workspace, wanted.strip())
        st.rerun()


def _backup(here: shell.Shell, entry: Entry) -> None:
    opened = here.workspace
    assert opened is not None

    def content() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "backup.ruwo"
            opened.backup(target)
            return target.read_bytes()

    file = f"{overview.file_name(entry.name)}-{datetime.now().astimezone():%Y%m%d-%H%M}.ruwo"
    st.download_button(
        here._("Back up"),
        content,
        file_name=file,
        on_click=lambda: st.session_state.update(backed_up=file),
        width="stretch",
        key="backup",
    )


def _backed_up(_: Words) -> None:
    """Where the backup went, once."""
    if file := st.session_state.pop("backed_up", None):
        told = _("Backed up as {file}, in your browser’s downloads. “Restore a backup” below brings it back.")
        st.toast(safe(told.format(file=file)), icon=":material/check_circle:", duration="long")


def _delete(here: shell.Shell, entry: Entry) -> None:
    _ = here._
    assert here.workspace is not None
    st.text(_("Deletes this workspace with every decision in it. The files you imported stay where they are."))
    typed = st.text_input(_("Type the workspace’s name to confirm"), placeholder=entry.name, key=f"delete_{entry.id}")
    if st.button(_("Delete for good"), key="delete_yes", disabled=typed != entry.name):
        with shell.spoken_errors():
            background.stop_all(here.workspace)
            chatting.close_preview(here.workspace)
            here.workspace.delete()
            shell.choose(None)
            st.rerun()


def _when(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds).astimezone():%Y-%m-%d %H:%M}"
