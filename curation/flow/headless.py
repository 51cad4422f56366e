"""The steps as the command line needs them: no page, no review, one call each."""

from __future__ import annotations

import signal
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from curation import dataset, sources, workspace
from curation.chat.gateway import Gateway
from curation.chat.preview import NOTHING_FITS, PreviewBackend
from curation.errors import RuwoError
from curation.flow import chatting, exporting, importing, personas, scanning
from curation.flow.words import ENTITIES
from curation.jobs import Job
from curation.persona import Persona
from curation.workspace import Workspace

Progress = Callable[[float], None]
LINES = 2_000
"""Lines of a file scanned together."""


class _Meter(Job[None]):
    """A job without a thread: hands its fraction on."""

    def __init__(self, progress: Progress, begin: float, end: float) -> None:
        self._progress, self._begin, self._end = progress, begin, end
        self._cancel = threading.Event()
        self.name = self.step = ""

    @property
    def fraction(self) -> float:
        """Not read by anyone."""
        return 0.0

    @fraction.setter
    def fraction(self, value: float) -> None:
        self._progress(self._begin + (self._end - self._begin) * value)


def bring_in(
    opened: Workspace, chats: Sequence[Path], *, persona: str, zone: str, progress: Progress
) -> dict[str, Any]:
    """Import each source (a train/dev pair is one) and scan; returns counts. Raises RuwoError."""
    groups = _pairs(chats)
    for n, paths in enumerate(groups):
        chosen = choose_personas(paths, persona, zone)
        share = 0.5 / len(groups)
        importing.import_source(
            opened, importing.Plan(paths, chosen, zone), _Meter(progress, n * share, (n + 1) * share)
        )
    scanning.scan(opened, _Meter(progress, 0.5, 1.0))
    return importing.counts(opened) | {"id": opened.path.stem}


def build(
    chats: Sequence[Path], out: Path, *, persona: str, system: Path | None, zone: str, progress: Progress
) -> dict[str, Any]:
    """The whole path in a workspace that is thrown away; writes the pack's files into ``out``. Raises RuwoError."""
    with tempfile.TemporaryDirectory(prefix="ruwo-") as folder:
        opened = workspace.open_workspace(Path(folder) / "build.ruwo", create=True)
        try:
            counts = bring_in(opened, chats, persona=persona, zone=zone, progress=lambda f: progress(0.8 * f))
            if system is not None:
                name = personas.load(opened).name
                personas.save(opened, Persona(name=name, system=_read(system)))
            done = exporting.export(opened, selection="everything")
        finally:
            opened.close()
    refuse(done)
    out.mkdir(parents=True, exist_ok=True)
    for name, content in done.pack.files.items():
        (out / name).write_bytes(content)
    progress(1.0)
    manifest = done.pack.manifest
    return {
        "rows": manifest.counts.rows,
        "file": str(out / done.pack.data_file),
        "held_out": manifest.held_out,
        "replaced": sum(manifest.replaced.values()),
        "messages": counts["messages"],
    }


def refuse(done: exporting.Export) -> None:
    """Raise RuwoError when an export may not leave."""
    if done.leaks:
        raise RuwoError("export_leaks", count=sum(leak.count for leak in done.leaks))
    if not done.data.rows:
        raise RuwoError("export_empty")
    if done.problems:
        raise RuwoError("export_problems", count=len(done.problems))


def choose_personas(paths: Sequence[Path], persona: str, zone: str) -> dict[str, str]:
    """Chat key -> the persona's sender_id: by name or id, or (without a name) the file's owner where it is known."""
    reader = sources.open(paths, tz=zone)
    chosen: dict[str, str] = {}
    names: list[str] = []
    for chat in reader.chats():
        names += [sender.name or sender.sender_id for sender in chat.senders]
        for sender in chat.senders:
            if persona in {sender.sender_id, sender.name} if persona else sender.is_owner:
                chosen[chat.key] = sender.sender_id
    if not chosen:
        shown = "、".join(dict.fromkeys(names))
        raise (
            RuwoError("persona_unknown", persona=persona, senders=shown)
            if persona
            else RuwoError("persona_needed", senders=shown)
        )
    return chosen


def scan_file(file: Path) -> dict[str, int]:
    """Name of entity -> how many findings a file's lines hold. Raises RuwoError ``file_missing``."""
    counts: Counter[str] = Counter()
    lines = _read(file).splitlines()
    for i in range(0, len(lines), LINES):
        for found in scanning.scanner().scan(lines[i : i + LINES]):
            counts.update(ENTITIES[f.entity] for f in found)
    return dict(counts.most_common())


def check(file: Path, translate: Callable[[str], str]) -> list[str]:
    """Problems of a ShareGPT file in words; empty when a trainer keeps every row."""
    return [translate(dataset.PROBLEMS[p.code]).format(**p.params) for p in dataset.check_file(file)]


@contextmanager
def serve(
    port: int,
    workspace_id: str,
    app_id: str,
    api_key: str,
    api_secret: str,
    domain: str,
    translate: Callable[[str], str],
) -> Iterator[Gateway]:
    """A running preview gateway over a workspace, or over the demo chat when there is none."""
    with _answering(workspace_id) as opened:
        backend = PreviewBackend(chatting.Replies(opened).best, translate(NOTHING_FITS))
        keys = {"app_id": app_id, "api_key": api_key, "api_secret": api_secret, "domain": domain}
        with Gateway(backend, port=port, **keys) as gateway:
            yield gateway


def wait() -> None:
    """Until Ctrl-C or a termination signal."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()


@contextmanager
def _answering(workspace_id: str) -> Iterator[Workspace]:
    """The workspace asked for, else the newest with messages; the demo in a temporary one when there is none."""
    shelf = workspace.listing()
    wanted = workspace_id or (shelf[0].id if shelf else "")
    opened = workspace.open_workspace(wanted) if wanted else None
    if opened is not None and importing.counts(opened)["messages"]:
        yield opened
        return
    with tempfile.TemporaryDirectory(prefix="ruwo-") as folder:
        demo = workspace.open_workspace(Path(folder) / "demo.ruwo", create=True)
        try:
            importing.import_demo(demo)
            scanning.scan(demo)
            yield demo
        finally:
            demo.close()


def _pairs(chats: Sequence[Path]) -> list[list[Path]]:
    """Files that belong together as one source: a train/dev pair."""
    groups: list[list[Path]] = []
    taken: set[Path] = set()
    for path in chats:
        if path in taken:
            continue
        other = sources.pair_of(path)
        group = [path, other] if other is not None and other in chats else [path]
        taken.update(group)
        groups.append(group)
    return groups


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise RuwoError("file_missing", file=file.name) from None
