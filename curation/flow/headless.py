"""The steps as the command line needs them: no page, no review, one call each."""

from __future__ import annotations

import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from curation import dataset, sources, workspace
from curation.errors import RuwoError
from curation.flow import exporting, gate, importing, personas, reports, scanning
from curation.flow.words import ENTITIES
from curation.jobs import Job
from curation.persona import Persona
from curation.sources import encoding, files
from curation.workspace import Workspace

Progress = Callable[[float], None]
LINES = 2_000
"""Texts of a file scanned together."""


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


def import_into(
    workspace_id: str, chats: Sequence[Path], *, persona: str, zone: str, progress: Progress
) -> dict[str, Any]:
    """Import into the workspace with this id, or into a new one, and scan; returns counts.

    All files are looked at before the first is imported; a new workspace does not outlive an error. Raises RuwoError.
    """
    plans = plan(chats, persona, zone)
    opened = workspace.open_workspace(workspace_id) if workspace_id else workspace.create(Path(chats[0]).name)
    try:
        return bring_in(opened, plans, progress)
    except BaseException:
        if not workspace_id:
            opened.delete()
        raise
    finally:
        opened.close()


def plan(chats: Sequence[Path], persona: str, zone: str) -> list[importing.Plan]:
    """What to import of these files (a train/dev pair is one source). Raises RuwoError."""
    return [importing.Plan(paths, choose_personas(paths, persona, zone), zone) for paths in _pairs(chats)]


def bring_in(opened: Workspace, plans: Sequence[importing.Plan], progress: Progress) -> dict[str, Any]:
    """Import each source and scan; returns counts. Raises RuwoError."""
    share = 0.5 / len(plans)
    for n, one in enumerate(plans):
        importing.import_source(opened, one, _Meter(progress, n * share, (n + 1) * share))
    scanning.scan(opened, _Meter(progress, 0.5, 1.0))
    left_out = sum(one.report.raw.set_aside.get("other_chat", 0) for one in reports.sources(opened))
    return importing.counts(opened) | {"id": opened.path.stem, "left_out": left_out}


def build(
    chats: Sequence[Path], out: Path, *, persona: str, system: Path | None, zone: str, progress: Progress
) -> dict[str, Any]:
    """The whole path in a workspace that is thrown away; writes the pack's files into ``out``. Raises RuwoError."""
    plans = plan(chats, persona, zone)
    text = None if system is None else _system(system)
    with _writing(out):
        out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ruwo-") as folder:
        opened = workspace.open_workspace(Path(folder) / "build.ruwo", create=True)
        try:
            counts = bring_in(opened, plans, lambda fraction: progress(0.8 * fraction))
            if text is not None:
                personas.save(opened, Persona(name=personas.load(opened).name, system=text))
            done = exporting.export(opened, selection="everything")
        finally:
            opened.close()
    refuse(done)
    write(done.pack.files, out)
    progress(1.0)
    manifest = done.pack.manifest
    return {
        "rows": manifest.counts.rows,
        "file": str(out / done.pack.data_file),
        "held_out": manifest.held_out,
        "replaced": sum(manifest.replaced.values()),
        "messages": counts["messages"],
        "left_out": counts["left_out"],
    }


def write(files: Mapping[str, bytes], out: Path) -> None:
    """Write all files or, when one cannot be written, leave those of before as they were. Raises RuwoError."""
    with _writing(out), tempfile.TemporaryDirectory(prefix=".ruwo-", dir=out) as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        for name in files:
            (Path(folder) / name).replace(out / name)


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RuwoError("folder_unwritable", folder=str(out), reason=error.strerror or type(error).__name__) from None


def _system(file: Path) -> str:
    text = _read(file)
    if not text.strip():
        raise RuwoError("system_empty", file=file.name)
    return text


def refuse(done: exporting.Export) -> None:
    """Raise RuwoError when an export may not leave."""
    if done.leaks:
        raise RuwoError("export_leaks", count=sum(leak.count for leak in done.leaks))
    if not done.data.rows:
        raise RuwoError("export_empty")
    if done.problems:
        raise RuwoError("export_problems", count=len(done.problems))


def choose_personas(paths: Sequence[Path], persona: str, zone: str) -> dict[str, str]:
    """Chat key -> the persona's sender_id: by id, name or another name of theirs, or (without one) the file's owner."""
    reader = sources.open(paths, tz=zone)
    chats = reader.chats()
    chosen = {chat.key: found for chat in chats if (found := _persona(chat, persona))}
    if chosen:
        return chosen
    shown = "、".join(dict.fromkeys(sender.name or sender.sender_id for chat in chats for sender in chat.senders))
    if persona:
        raise RuwoError("persona_unknown", file=reader.file, persona=persona, senders=shown)
    raise RuwoError("persona_needed", senders=shown)


def _persona(chat: sources.Chat, persona: str) -> str | None:
    if not persona:
        return next((sender.sender_id for sender in chat.senders if sender.is_owner), None)
    for names in (lambda s: (s.sender_id,), lambda s: (s.name,), lambda s: s.aliases):
        if found := [sender for sender in chat.senders if persona in names(sender)]:
            return max(found, key=lambda sender: sender.suggested).sender_id
    return None


def scan_file(file: Path) -> dict[str, int]:
    """Name of entity -> how many findings a file's texts hold (JSON: its strings; else its lines). Raises RuwoError."""
    counts: Counter[str] = Counter()
    texts = gate.texts(file.name, _read(file))
    for i in range(0, len(texts), LINES):
        for found in scanning.scanner().scan(texts[i : i + LINES]):
            counts.update(ENTITIES[f.entity] for f in found)
    return dict(counts.most_common())


def check(file: Path, translate: Callable[[str], str]) -> list[str]:
    """Problems of a ShareGPT file in words; empty when a trainer keeps every row. Raises RuwoError."""
    files.size(file)
    return [translate(dataset.PROBLEMS[p.code]).format(**p.params) for p in dataset.check_file(file)]


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
    """A text file in whatever encoding. Raises RuwoError."""
    return "".join(encoding.texts(files.blocks(file, lambda count: None), sources.Report()))
