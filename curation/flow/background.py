"""Long work of a workspace that goes on while pages come and go: one job of a kind at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from curation.errors import RuwoError
from curation.flow.advice import signalling
from curation.flow.guarding import scanning
from curation.flow.intake import importing
from curation.flow.sweeping import searching
from curation.jobs import Job
from curation.workspace import Workspace

_jobs: dict[tuple[Path, str], Job[Any]] = {}
_guard = threading.Lock()


def job(workspace: Workspace, kind: str) -> Job[Any] | None:
    """The newest job of this kind, running or ended, until :func:`forget`."""
    return _jobs.get((workspace.path, kind))


def start_import(workspace: Workspace, plan: importing.Plan, *, then: Callable[[], None] = lambda: None) -> Job[Any]:
    """Import in the background; ``then`` is called in any case (to remove staged files).

    Raises RuwoError ``workspace_in_use`` while another import runs.
    """

    def work(running: Job[Any]) -> int:
        try:
            source = importing.import_source(workspace, plan, running)
            start_index(workspace)
            return source
        finally:
            then()

    started, fresh = _start(workspace, "import", work, plan.name)
    if not fresh:
        then()
        raise RuwoError("workspace_in_use")
    return started


def start_scan(workspace: Workspace) -> Job[Any]:
    """Go on looking for private values where the last scan stopped; a scan that runs already reads everything.

    The analysis runs beside it, and looks at the values that were found when it has ended.
    """

    def work(running: Job[Any]) -> int:
        read = scanning.scan(workspace, running)
        if read:
            signalling.recount(workspace)
        return read

    start_analysis(workspace)
    return _start(workspace, "scan", work, "")[0]


def start_analysis(workspace: Workspace) -> Job[Any]:
    """Analyse what is new or was changed; to be called after every edit, it costs nothing then."""
    signalling.wake(workspace)
    return _start(workspace, "signals", lambda running: signalling.follow(workspace, running), "")[0]


def analyses_all(workspace: Workspace) -> bool:
    """The whole log is being analysed, and not only what was edited."""
    running = job(workspace, "signals")
    return running is not None and running.step == signalling.ALL


def start_change(workspace: Workspace, work: Callable[[Job[Any]], Any]) -> Job[Any]:
    """Change a setting, cut anew what hangs on it and analyse that. Raises RuwoError ``workspace_in_use`` while another
    change runs.
    """

    def both(running: Job[Any]) -> Any:
        done = work(running)
        start_analysis(workspace)
        return done

    started, fresh = _start(workspace, "change", both, "")
    if not fresh:
        raise RuwoError("workspace_in_use")
    return started


def start_index(workspace: Workspace) -> Job[Any]:
    """Go on making messages searchable."""
    return _start(workspace, "index", lambda running: searching.index(workspace, running), "")[0]


def start_opinion(workspace: Workspace, work: Callable[[Job[Any]], Any]) -> Job[Any]:
    """Ask a language model; a round of questions that runs already goes on."""
    return _start(workspace, "opinion", work, "")[0]


def forget(workspace: Workspace, kind: str) -> None:
    """Drop an ended job."""
    with _guard:
        found = _jobs.get((workspace.path, kind))
        if found and found.done:
            del _jobs[workspace.path, kind]


def stop_all(workspace: Workspace) -> None:
    """Cancel this workspace's jobs and wait until they have let go of it."""
    for (path, _), running in list(_jobs.items()):
        if path == workspace.path:
            running.cancel()
            if not running.wait(60):
                raise RuwoError("workspace_in_use")
    with _guard:
        for key in [key for key in _jobs if key[0] == workspace.path]:
            del _jobs[key]
    signalling.forget(workspace)


def _start(workspace: Workspace, kind: str, work: Callable[[Job[Any]], Any], name: str) -> tuple[Job[Any], bool]:
    """The job, and whether it is a new one."""
    with _guard:
        running = _jobs.get((workspace.path, kind))
        if running and not running.done:
            return running, False
        fresh: Job[Any] = Job(work, name=name)
        _jobs[workspace.path, kind] = fresh
        return fresh, True
