"""Files that somebody chose, on their way to be imported: what Ruwo makes of them, and what the person said so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from curation import sources
from curation.errors import RuwoError
from curation.flow.intake import importing, joining, people, staging
from curation.flow.workbench import overview
from curation.jobs import Job
from curation.workspace import Workspace
from pages.widgets.text import safe

Words = Callable[[str], str]

KEY = "incoming"
NEXT = "incoming_next"
TYPED = "typed_path"
"""The path as a person typed it; the box loses it while an import runs."""

SOON = 0.7
"""Seconds in which most files are looked at; only for larger ones there is a bar."""

ALMOST = 0.95
"""What a bar shows at most: a small file has been read long before it is understood."""

HOME = "Asia/Shanghai"


@dataclass
class Incoming:
    """``job`` looks at the files; ``seen`` is what it saw, or ``excerpt`` where nobody knows them.

    ``options``: what the person said about how to read them. ``newer``: chats the workspace has already, and what the
    files add to them. ``mapping``: the wizard's answer so far, while it is open;
    ``asked``: the person opened it. ``done``: formats of a zip with several kinds that came in before.
    """

    paths: list[Path]
    zone: str
    options: dict[str, Any] = field(default_factory=dict)
    job: Job[Any] | None = None
    seen: importing.Preview | None = None
    newer: Mapping[str, joining.Newer] = field(default_factory=dict)
    people: Sequence[people.Person] = ()
    excerpt: sources.Excerpt | None = None
    mapping: sources.Mapping | None = None
    asked: bool = False
    done: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How people call the files."""
        names = [path.name for path in self.paths]
        return names[0] if len(names) == 1 else ", ".join(names)


def current() -> Incoming | None:
    """The files of this session, if there are any."""
    found: Incoming | None = st.session_state.get(KEY)
    return found


def begin(paths: Sequence[Path], opened: Workspace | None, done: tuple[str, ...] = (), **options: Any) -> None:
    """Look at newly chosen files."""
    zone = st.context.timezone or HOME
    st.session_state[KEY] = Incoming(list(paths), zone if zone in available_timezones() else HOME, done=done)
    again(opened, **options)


def remember_rest(here: Incoming) -> bool:
    """Before an import: whether there is another kind of export, or what nobody knows, for :func:`go_on` afterwards."""
    if here.seen is None:
        return False
    done = (*here.done, here.seen.format)
    left = [part.format for part in here.seen.parts if part.format not in done]
    if left:
        st.session_state[NEXT] = (here.paths, {"done": done, "format": left[0]}, [])
    elif here.seen.unknown:
        used = [path for path in here.paths if path not in here.seen.unknown]
        st.session_state[NEXT] = (here.seen.unknown, {}, used)
    return bool(left or here.seen.unknown)


def go_on(opened: Workspace | None) -> None:
    """After an import: look at what is left of the files, if anything is."""
    if NEXT not in st.session_state:
        return
    paths, how, used = st.session_state.pop(NEXT)
    staging.unstage(used)
    begin(paths, opened, **how)


def again(opened: Workspace | None, **options: Any) -> None:
    """Look at the files once more, with other answers."""
    here = st.session_state[KEY]
    here.options |= options
    here.seen, here.newer, here.excerpt, here.asked = None, {}, None, False
    paths, zone, chosen = here.paths, here.zone, dict(here.options)
    known = opened if opened is not None and not overview.is_empty(opened) else None
    here.job = Job(lambda job: _look(paths, zone, chosen, known, job), name=here.name)
    here.job.wait(SOON)
    settle()


def forget(*, keep_files: bool = False) -> None:
    """Drop the files; those that were uploaded are removed."""
    here = st.session_state.pop(KEY, None)
    if here is None:
        return
    if here.job:
        here.job.cancel()
    if not keep_files:
        staging.unstage(here.paths)


def drop() -> None:
    """Drop the files and empty both doors: another workspace is none of theirs."""
    forget()
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
    st.session_state.pop(TYPED, None)
    st.session_state.pop(NEXT, None)


def settle() -> None:
    """Take over what an ended job saw; an error ends the files' way."""
    here = current()
    if here is None or here.job is None or not here.job.done:
        return
    job, here.job = here.job, None
    if job.error:
        st.session_state["import_error"] = _as_typed(job.error)
        forget()
    elif isinstance(job.result, sources.Excerpt):
        here.excerpt, here.mapping = job.result, sources.propose(job.result)
    else:
        here.seen, here.newer, here.people = job.result


def _as_typed(error: Exception) -> Exception:
    """The error, naming the path as it was typed: there may be many files of that name."""
    typed = st.session_state.get(TYPED, "")
    if isinstance(error, RuwoError) and typed and error.params.get("file") == Path(typed).name:
        return RuwoError(error.code, **error.params | {"file": typed})
    return error


@st.fragment(run_every=0.4)
def watch(_: Words) -> None:
    """The bar of a job that takes long, with its cancel button."""
    here = current()
    if here is None or here.job is None or here.job.done:
        st.rerun()
        return
    st.progress(min(here.job.fraction, ALMOST), _("Looking at “{file}”…").format(file=safe(here.name)))
    if st.button(_("Cancel"), key="cancel_look"):
        forget()
        st.rerun()


def _look(
    paths: list[Path], zone: str, options: dict[str, Any], known: Workspace | None, job: Job[Any]
) -> sources.Excerpt | tuple[importing.Preview, Mapping[str, joining.Newer], Sequence[people.Person]]:
    found = importing.look(paths, zone=zone, job=job, **options)
    if isinstance(found, sources.Excerpt):
        return found
    newer = _newer(known, paths, zone, found, job) if known else {}
    return found, newer, people.people(found.chats)


def _newer(
    known: Workspace, paths: list[Path], zone: str, found: importing.Preview, job: Job[Any]
) -> Mapping[str, joining.Newer]:
    everybody = {chat.key: importing.suggested(chat) for chat in found.chats}
    plan = importing.Plan(
        found.paths or paths, everybody, zone, format=_format(found), mapping=found.mapping, day_first=found.day_first
    )
    return importing.same_chats(known, plan, job)


def _format(seen: importing.Preview) -> str | None:
    return None if seen.mapping else seen.format


def plan(here: Incoming, personas: dict[str, str], into: joining.Into) -> importing.Plan:
    """What to import."""
    assert here.seen is not None
    seen = here.seen
    return importing.Plan(
        seen.paths or here.paths,
        personas,
        here.zone,
        format=_format(seen),
        name="" if seen.paths else here.name,
        into=into,
        mapping=seen.mapping,
        day_first=seen.day_first,
    )
