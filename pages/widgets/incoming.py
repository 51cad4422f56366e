"""The import page's first half: choosing files, the preview, progress with cancel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from curation import workspace
from curation.errors import RuwoError
from curation.flow import background, importing, reports
from curation.flow.words import KINDS
from curation.workspace import Workspace
from pages.widgets import shell
from pages.widgets.text import safe

Words = Callable[[str], str]


def choose(here: shell.Shell) -> None:
    """Upload or path, then the preview."""
    _ = here._
    running = background.job(here.workspace, "import") if here.workspace else None
    if running and not running.done:
        return
    upload, path = st.tabs([_("Upload"), _("From a path on this computer")])
    turn = st.session_state.setdefault("uploads", 0)
    with upload:
        st.file_uploader(
            _("Exported files"),
            accept_multiple_files=True,
            key=f"upload_{turn}",
            label_visibility="collapsed",
            on_change=_look_at_uploads,
            args=(f"upload_{turn}",),
        )
        st.caption(
            _(
                "WeChat from MemoTrace (留痕; best: the “.html.json” log), PyWxDump, WeFlow or chatlog; QQ, "
                "Telegram, WhatsApp, ChatLab; finished data sets. Up to 1 GB; a “_train” and “_dev” pair together."
            )
        )
    with path:
        st.text_input(
            _("Path"), key="path", placeholder=_("for example C:\\Chats\\Xiaoman.csv"), on_change=_look_at_path
        )
        st.caption(_("Best for large files: the file is read where it lies, without a copy."))
    _trouble()
    if "preview" in st.session_state:
        _preview(here, st.session_state["preview"])


def progress(here: shell.Shell) -> None:
    """A running import with its cancel button; ends with a rerun of the page."""
    if here.workspace is None:
        return
    running = background.job(here.workspace, "import")
    if running is None:
        return
    if not running.done:
        _watch(here.workspace, here._)
        return
    background.forget(here.workspace, "import")
    if running.error:
        st.session_state["import_error"] = running.error
    else:
        st.session_state.pop("preview", None)
        st.session_state["imported"] = running.result
        background.start_scan(here.workspace)


@st.fragment(run_every=0.4)
def _watch(opened: Workspace, _: Words) -> None:
    running = background.job(opened, "import")
    if running is None or running.done:
        st.rerun()
        return
    st.progress(min(running.fraction, 1.0), _("Reading “{file}”…").format(file=safe(running.name)))
    if st.button(_("Cancel"), key="cancel_import"):
        running.cancel()


def _look_at_uploads(key: str) -> None:
    files = st.session_state[key]
    _forget()
    if files:
        _look([importing.stage(file.name, file) for file in files])


def _look_at_path() -> None:
    _forget()
    typed = st.session_state["path"].strip().strip('"').strip("'")
    if typed:
        _look(importing.with_other_half(Path(typed).expanduser()))


def _look(paths: list[Path], format: str | None = None) -> None:
    try:
        st.session_state["preview"] = (paths, importing.preview(paths, format=format))
    except RuwoError as error:
        importing.unstage(paths)
        st.session_state["import_error"] = error


def _forget() -> None:
    for key in ("preview", "import_error", "imported"):
        st.session_state.pop(key, None)


def _trouble() -> None:
    error = st.session_state.pop("import_error", None)
    if isinstance(error, RuwoError):
        shell.say(error)


def _preview(here: shell.Shell, found: tuple[list[Path], importing.Preview]) -> None:
    _ = here._
    paths, seen = found
    with st.container(border=True):
        st.markdown(_("This looks like **{format}**").format(format=safe(seen.title)))
        if len(seen.guesses) > 1:
            _other_format(paths, seen, _)
        st.dataframe(_rows(seen, _), hide_index=True, width="stretch")
        personas_chosen = {chat.key: _who(chat, _) for chat in _chosen(seen, _)}
        if st.button(_("Import"), type="primary", key="import", disabled=not personas_chosen):
            _start(here, paths, seen, personas_chosen)


def _other_format(paths: list[Path], seen: importing.Preview, _: Words) -> None:
    titles = {guess.format: guess.title for guess in seen.guesses}
    formats = list(titles)
    st.selectbox(
        _("Not right? Choose another format"),
        formats,
        index=formats.index(seen.format),
        key="format",
        format_func=titles.__getitem__,
        on_change=lambda: _look(paths, st.session_state["format"]),
    )


def _rows(seen: importing.Preview, _: Words) -> dict[str, list[str]]:
    return {
        _("Sender"): [row["sender"] for row in seen.rows],
        _("Time"): [row["time"] for row in seen.rows],
        _("Kind"): [_(KINDS.get(row["kind"], "")) if row["kind"] != "text" else _("text") for row in seen.rows],
        _("Text"): [row["text"] for row in seen.rows],
    }


def _chosen(seen: importing.Preview, _: Words) -> list[Any]:
    if len(seen.chats) == 1:
        return list(seen.chats)
    names = {chat.key: f"{chat.name} ({chat.count:,})" for chat in seen.chats}
    keys = st.multiselect(_("Chats to import"), list(names), default=list(names), format_func=names.__getitem__)
    return [chat for chat in seen.chats if chat.key in keys]


def _who(chat: Any, _: Words) -> str:
    """Who the persona is, with a few of their lines to recognise them by."""
    senders = {sender.sender_id: sender for sender in chat.senders}
    keys = list(senders)
    chosen = st.selectbox(
        _("Who shall the model become?"),
        keys,
        index=keys.index(importing.suggested(chat)),
        key=f"who_{chat.key}",
        format_func=lambda key: reports.sender_label(senders[key], _),
        help=_("This is the persona: their turns are what the model learns. You can swap sides later."),
    )
    if senders[chosen].samples:
        st.text(_("They write:") + "\n" + "\n".join(f"    {line}" for line in senders[chosen].samples))
    return str(chosen)


def _start(here: shell.Shell, paths: list[Path], seen: importing.Preview, chosen: dict[str, str]) -> None:
    opened = here.workspace
    if opened is None:
        opened = workspace.create(here._("My chats"))
        shell.choose(opened.path.stem)
    plan = importing.Plan(paths, chosen, format=seen.format, name=seen.file)
    try:
        background.start_import(opened, plan, then=lambda: importing.unstage(paths))
    except RuwoError as error:  # another tab was faster
        st.session_state["import_error"] = error
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1  # a new uploader frees the old one's bytes
    st.session_state.pop("preview", None)
    st.rerun()
