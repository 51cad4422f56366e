"""What every page shares: the language, the open workspace, the sidebar, errors in words.

The workspace's id and the language stand in the URL, so a reload or a bookmark returns to the same place.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from curation import i18n, words, workspace
from curation.errors import RuwoError
from curation.flow.intake import staging
from curation.workspace import Entry, Workspace
from pages.widgets import looking
from pages.widgets.text import safe

OF_A_WORKSPACE = ("review_", "table_", "private_", "values_", "export", "import", "problem")
"""How the session keys begin that belong to one workspace."""

PLACE = ("f", "q")
"""What the address says of where one is in a workspace: the fragment, the queue."""


@dataclass(frozen=True)
class Shell:
    """This run's language and workspace. ``workspace`` is None until there is one."""

    lang: str
    workspace: Workspace | None

    @property
    def _(self) -> Callable[[str], str]:
        return i18n.translator(self.lang).gettext


def settle() -> None:
    """Keep the garbage collector away from what was imported: it costs 50 to 80 ms a click otherwise.

    To be called at the end of what a click runs; does its work again when more was imported (the first typed text
    loads the recognizers).
    """
    _freeze(len(sys.modules))


@st.cache_resource(show_spinner=False, max_entries=1)
def _freeze(modules: int) -> None:
    gc.collect()
    gc.freeze()


@st.cache_resource(show_spinner=False, max_entries=1)
def _tidy() -> None:
    """Once a server: a chat must not lie about because a browser was closed in the middle of an import."""
    staging.clear_inbox()


def language() -> str:
    """The chosen language, else the browser's."""
    chosen = st.session_state.get("lang") or st.query_params.get("lang")
    return i18n.language(chosen or st.context.locale)


def begin() -> Shell:
    """This run's shell; called by app.py before the pages, remembered for them."""
    _tidy()
    shell = Shell(language(), _workspace())
    st.session_state["shell"] = shell
    return shell


def current() -> Shell:
    """The shell of this run."""
    shell: Shell = st.session_state["shell"]
    return shell


def need_workspace() -> tuple[Workspace, Callable[[str], str]]:
    """The open workspace and the translator; without one, says where to start and ends the page."""
    shell = current()
    _ = shell._
    if shell.workspace is None:
        if isinstance(problem := st.session_state.get("problem"), RuwoError):
            say(problem)
            st.stop()
        st.header(_("Nothing here yet"))
        st.text(_("Load the demo chat or import your own first."))
        if st.button(_("Go to the start"), type="primary"):
            st.switch_page("pages/0_start.py")
        st.stop()
    return shell.workspace, _


def choose(workspace_id: str | None) -> None:
    """Make this workspace the open one of this session; what pages remember of another one goes."""
    looking.drop()
    for key in [key for key in st.session_state if str(key).startswith(OF_A_WORKSPACE)]:
        del st.session_state[key]
    for name in PLACE:
        st.query_params.pop(name, None)
    st.session_state["w"] = workspace_id


def sidebar(shell: Shell) -> None:
    """Workspace picker and language switch."""
    _ = shell._
    entries = workspace.listing()
    with st.sidebar:
        if entries:
            ids = [entry.id for entry in entries]
            names = _labels(entries)
            here = shell.workspace.path.stem if shell.workspace else None
            # Streamlit knows a choice by its label: another name must not turn into another workspace.
            key = f"pick_{here}_{names.get(here or '')}"
            st.selectbox(
                _("Workspace"),
                ids,
                index=ids.index(here) if here in ids else 0,
                key=key,
                format_func=names.__getitem__,
                on_change=lambda: choose(st.session_state[key]),
            )
        st.segmented_control(
            _("Language"),
            list(i18n.LANGS),
            default=shell.lang,
            format_func=i18n.LANGS.__getitem__,
            key=f"switch_{shell.lang}",
            label_visibility="collapsed",
            on_change=lambda: _switch(st.session_state[f"switch_{shell.lang}"] or shell.lang),
        )


def _labels(entries: Sequence[Entry]) -> dict[str, str]:
    """Id -> name, with a number where several have the same one."""
    labels: dict[str, str] = {}
    for entry in sorted(entries, key=lambda one: one.id):
        number, label = 1, entry.name
        while label in labels.values():
            number += 1
            label = f"{entry.name} ({number})"
        labels[entry.id] = label
    return labels


@contextmanager
def spoken_errors() -> Iterator[None]:
    """Show a RuwoError as its sentence instead of an exception."""
    try:
        yield
    except RuwoError as error:
        say(error)


def say(error: RuwoError) -> None:
    """One error in the reader's language; names in it are shown as typed."""
    show = st.info if error.code == "cancelled" else st.error  # what a person stopped is no fault
    show(safe(words.sentence(error, current()._)), icon=":material/info:")


def heading(title: str, lead: str) -> None:
    """A page's title and the one sentence that says what it is for."""
    st.title(title, anchor=False)
    with st.container(key="lead"):
        st.text(lead)


def _switch(lang: str) -> None:
    st.session_state["lang"] = lang
    st.query_params["lang"] = lang


def _workspace() -> Workspace | None:
    wanted = st.session_state.get("w") or st.query_params.get("w")
    entries = workspace.listing()
    if wanted not in {entry.id for entry in entries}:
        wanted = entries[0].id if entries else None
    if wanted is None:
        st.query_params.pop("w", None)
        return None
    try:
        opened = workspace.open_workspace(wanted)
    except RuwoError as error:
        st.session_state["problem"] = error
        return None
    st.session_state["w"] = wanted
    st.session_state.pop("problem", None)
    if st.query_params.get("w") != wanted:
        st.query_params["w"] = wanted
    return opened
