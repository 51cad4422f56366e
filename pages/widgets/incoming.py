"""The import page's first half: choosing files, what they seem to be, the questions before an import, its progress."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from curation import sources, workspace
from curation.errors import RuwoError
from curation.flow import background
from curation.flow.intake import importing, mappings, staging
from curation.flow.words import SURENESS, sureness
from curation.sources import titles
from curation.workspace import Workspace
from pages.widgets import bar, chatlist, looking, parts, questions, rows, shell, voices
from pages.widgets.looking import Incoming
from pages.widgets.mapping import Wizard
from pages.widgets.text import safe

Words = Callable[[str], str]

OWN = "mapped"


def choose(here: shell.Shell) -> None:
    """Upload or path, then what Ruwo makes of the files."""
    _ = here._
    running = background.job(here.workspace, "import") if here.workspace else None
    if running and not running.done:
        return
    _doors(here)
    looking.settle()
    _trouble()
    found = looking.current()
    if found is None:
        return
    if found.job:
        looking.watch(_)
    elif found.seen:
        _preview(here, found, found.seen)
    elif found.excerpt and found.mapping:
        _wizard(here, found, found.excerpt, found.mapping)


def progress(here: shell.Shell) -> None:
    """A running import with its cancel button; ends with a rerun of the page."""
    if here.workspace is None:
        return
    running = background.job(here.workspace, "import")
    if running is None:
        return
    if not running.done:
        label = here._("Reading “{file}”…").format(file=running.name)
        bar.watch(here.workspace, "import", label, stop=here._("Cancel"), key="cancel_import")
        return
    background.forget(here.workspace, "import")
    if running.error:
        st.session_state["import_error"] = running.error
    else:
        st.session_state["imported"] = running.result
        st.session_state.pop(looking.TYPED, None)
        background.start_scan(here.workspace)
    looking.go_on(here.workspace)


# --- the files


def _doors(here: shell.Shell) -> None:
    _ = here._
    upload, path = st.tabs([_("Upload"), _("From a path on this computer")])
    turn = st.session_state.setdefault("uploads", 0)
    with upload:
        st.file_uploader(
            _("Exported files"),
            accept_multiple_files=True,
            key=f"upload_{turn}",
            label_visibility="collapsed",
            on_change=_look_at_uploads,
            args=(f"upload_{turn}", here.workspace),
        )
        st.caption(
            _(
                "WeChat from MemoTrace (留痕; best: the “.html.json” log), PyWxDump, WeFlow or chatlog; QQ, "
                "Telegram, WhatsApp, ChatLab; any other table, JSON or text with messages. Up to 1 GB; a “_train” and "
                "“_dev” pair together."
            )
        )
    with path, st.container(key="path"):
        st.session_state.setdefault(f"path_{turn}", st.session_state.get(looking.TYPED, ""))
        st.text_input(
            _("Path"),
            key=f"path_{turn}",
            placeholder=_("for example C:\\Chats\\Xiaoman.csv"),
            on_change=_look_at_path,
            args=(f"path_{turn}", here.workspace),
        )
        st.caption(_("Best for large files: the file is read where it lies, without a copy."))


def _look_at_uploads(key: str, opened: Workspace | None) -> None:
    files = st.session_state[key]
    _forget()
    st.session_state.pop(looking.TYPED, None)
    if files:
        looking.begin([staging.stage(file.name, file) for file in files], opened)


def _look_at_path(key: str, opened: Workspace | None) -> None:
    _forget()
    typed = st.session_state[key].strip().strip('"').strip("'")
    st.session_state[looking.TYPED] = typed
    if typed:
        looking.begin(importing.with_other_half(Path(typed).expanduser()), opened)


def _forget() -> None:
    looking.forget()
    for key in ("import_error", "imported"):
        st.session_state.pop(key, None)


def _trouble() -> None:
    error = st.session_state.pop("import_error", None)
    if isinstance(error, RuwoError):
        shell.say(error)


# --- what they are


def _preview(here: shell.Shell, found: Incoming, seen: importing.Preview) -> None:
    _ = here._
    with st.container(border=True):
        left, right = st.columns([5, 2], vertical_alignment="center")
        left.markdown(_what(seen, _))
        if form := parts.choice(found, seen, _):
            _again(here, format=form)
        with right.popover(_("Change it") if seen.mapping else _("Not right?"), width="stretch"):
            _other_format(here, found, seen)
        rows.show(seen.rows, _)
        rows.left_out(seen, _)
        answered = questions.days(seen, here.lang, _, lambda day_first: _again(here, day_first=day_first))
        person = voices.voice(found, seen, _)
        chosen = chatlist.chats(found, person, _) if person else []
        questions.zone(found, _)
        personas = voices.voices(chosen, person) if person else {}
        into = questions.newer(found, personas, _)
        label = _("Import {count:,} chats").format(count=len(personas)) if len(seen.chats) > 1 else _("Import")
        if st.button(label, type="primary", key="import", disabled=not (personas and answered)):
            _start(here, found, personas, into)
        if person is None:
            st.caption(_("First choose who the model shall become."))


def _what(seen: importing.Preview, _: Words) -> str:
    """What the file is, and how sure Ruwo is of it."""
    if seen.mapping:
        return _("Read with your mapping **{name}**").format(name=safe(seen.mapping.name or seen.file))
    said = _(SURENESS[sureness(seen.confidence)])
    return said.format(format=safe(_(sources.titles()[seen.format])))


def _again(here: shell.Shell, **options: object) -> None:
    looking.again(here.workspace, **options)
    st.rerun()


def _other_format(here: shell.Shell, found: Incoming, seen: importing.Preview) -> None:
    """The formats the file may be in, then all others, then the wizard."""
    _ = here._
    possible = _("possible")
    likely = {guess.format: guess.confidence for guess in seen.guesses}
    order = sorted((one for one in titles() if one != OWN), key=lambda one: -likely.get(one, 0))
    chosen = st.selectbox(
        _("Read it as another format"),
        order,
        index=order.index(seen.format) if seen.format in order else None,
        key=f"format_{seen.format}",
        format_func=lambda one: _(titles()[one]) + (f" ({possible})" if likely.get(one) else ""),
        placeholder=_("Choose a format"),
    )
    if chosen is not None and chosen != seen.format:
        _again(here, format=chosen, mapping=None)
    if st.button(_("Show which column is what"), key="map_open", width="stretch"):
        _open_wizard(found, seen)


def _open_wizard(found: Incoming, seen: importing.Preview) -> None:
    try:
        excerpt = mappings.study(found.paths)
        mapping = sources.propose(excerpt) if excerpt else None
    except RuwoError as error:
        shell.say(error)
        return
    if excerpt is None or mapping is None:
        shell.say(RuwoError("format_unknown", file=found.name))
        return
    if seen.mapping and seen.mapping.fits(excerpt.whole):
        mapping = seen.mapping
    found.seen, found.excerpt, found.mapping, found.asked = None, excerpt, mapping, True
    st.rerun()


def _wizard(here: shell.Shell, found: Incoming, excerpt: sources.Excerpt, mapping: sources.Mapping) -> None:
    with st.container(border=True):
        answer = Wizard(found, excerpt, mapping, here._).draw()
    if answer:
        mappings.save(answer)
        _again(here, mapping=answer, format=None)
    elif found.mapping is None and found.asked:
        _again(here)
    elif found.mapping is None:
        looking.forget()
        st.session_state["uploads"] += 1
        st.rerun()


# --- and in


def _start(here: shell.Shell, found: Incoming, personas: dict[str, str], into: questions.Into) -> None:
    opened = here.workspace
    if opened is None:
        opened = workspace.create(here._("My chats"))
        looking.forget(keep_files=True)
        typed = st.session_state.get(looking.TYPED, "")
        shell.choose(opened.path.stem)
        st.session_state[looking.TYPED] = typed
    plan = looking.plan(found, personas, into)
    _remember(found, personas)
    more = looking.remember_rest(found)
    try:
        background.start_import(opened, plan, then=lambda: None if more else staging.unstage(found.paths))
    except RuwoError as error:  # another tab was faster
        st.session_state["import_error"] = error
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1  # a new uploader frees the old one's bytes
    looking.forget(keep_files=True)
    st.rerun()


def _remember(found: Incoming, personas: dict[str, str]) -> None:
    """Keep with a mapping who the persona was: the next such file begins with them."""
    seen = found.seen
    if seen is None or seen.mapping is None or seen.mapping.mine:
        return
    chat = next(chat for chat in seen.chats if chat.key in personas)
    name = next(one.name for one in chat.senders if one.sender_id == personas[chat.key])
    mappings.save(seen.mapping.model_copy(update={"me": name}))
