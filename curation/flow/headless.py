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
from curation.errors import N_, RuwoError
from curation.flow.guarding import gate, personas, scanning, settling
from curation.flow.intake import importing, kinds, mappings, reports
from curation.flow.intake.collecting import Collected, collect
from curation.flow.intake.problems import left_out
from curation.flow.leaving import exporting, interchange
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
    workspace_id: str,
    chats: Sequence[Path],
    *,
    persona: str,
    zone: str,
    progress: Progress,
    mapping: Path | None = None,
    day_first: bool | None = None,
) -> dict[str, Any]:
    """Import into the workspace with this id, or into a new one, and scan; returns counts.

    ``mapping``: a file with a mapping saved by the import page, for chats in no known format. ``day_first``: whether
    3/4/2024 is the third of April, for files that do not show it.
    All files are looked at before the first is imported; a new workspace does not outlive an error. Raises RuwoError.
    """
    found = collect(chats, persona, zone, mappings.load(mapping) if mapping else None, day_first)
    opened = workspace.open_workspace(workspace_id) if workspace_id else workspace.create(chats[0].resolve().name)
    try:
        return bring_in(opened, found, progress)
    except BaseException:
        if not workspace_id:
            opened.delete()
        raise
    finally:
        opened.close()


def bring_in(opened: Workspace, found: Collected, progress: Progress) -> dict[str, Any]:
    """Import each source and scan; returns counts, what became of each source, and files left out. Raises RuwoError.

    ``kinds``: kind of message -> how many the workspace holds, and what they are used as.
    """
    share = 0.5 / len(found.plans)
    ids = {
        importing.import_source(opened, one, _Meter(progress, n * share, (n + 1) * share))
        for n, one in enumerate(found.plans)
    }
    scanning.scan(opened, _Meter(progress, 0.5, 1.0))
    views = [one for one in reports.sources(opened) if one.id in ids]
    told = [_told(one) for one in views]
    aside = found.aside(one for view in views for one in left_out(view.report.raw.problems))
    more = {"id": opened.path.stem, "left_out": sum(one.pop("left_out") for one in told), "sources": told}
    more["kinds"] = {one.kind: {"messages": one.count, "use": one.use} for one in kinds.present(opened)}
    return importing.counts(opened) | more | {"files_left_out": [*found.left_out, *aside]}


def _told(source: reports.SourceView) -> dict[str, Any]:
    """What became of a source's records."""
    report = source.report
    return {
        "file": source.name,
        "format": source.format,
        "records": report.records,
        "kept": report.kept,
        "merged": report.merged,
        "set_aside": report.set_aside,
        "messages": report.raw.messages,
        "problems": report.raw.problem_count,
        "left_out": report.raw.set_aside.get("other_chat", 0),
    }


WAIVED = N_("built on the command line, nobody looked")
"""Why values of high harm may stay undecided where nobody reviews."""


def build(
    chats: Sequence[Path],
    out: Path,
    *,
    persona: str,
    system: Path | None,
    zone: str,
    progress: Progress,
    waive: str = WAIVED,
    strict: bool = False,
    lang: str = "en",
) -> dict[str, Any]:
    """The whole path in a workspace that is thrown away; writes the pack's files into ``out``. Raises RuwoError.

    What nobody decided is replaced. ``waive``: the reason that the manifest gives for values of high harm;
    ``strict``: rather write nothing when there are any. ``lang``: of the privacy report.
    """
    waiver = None if strict else settling.Waiver(waive, "ruwo build")
    found = collect(chats, persona, zone)
    text = None if system is None else _system(system)
    with _writing(out):
        out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ruwo-") as folder:
        opened = workspace.open_workspace(Path(folder) / "build.ruwo", create=True)
        try:
            counts = bring_in(opened, found, lambda fraction: progress(0.8 * fraction))
            if text is not None:
                personas.save(opened, Persona(name=personas.load(opened).name, system=text))
            done = exporting.export(opened, selection="everything", waiver=waiver, lang=lang)
        finally:
            opened.close()
    refuse(done)
    write(done.pack.files, out)
    progress(1.0)
    told = ("messages", "left_out", "kinds", "sources", "files_left_out")
    return _outcome(done, out) | {name: counts[name] for name in told}


def _outcome(done: exporting.Export, out: Path) -> dict[str, Any]:
    """What was written."""
    manifest = done.pack.manifest
    return {
        "rows": manifest.counts.rows,
        "file": str(out / done.pack.data_file),
        "held_out": manifest.held_out,
        "replaced": sum(manifest.replaced.values()),
        "waived": sum(one.values for one in manifest.waived),
        "suspects": len(done.suspects),
    }


def export_chat(workspace_id: str, out: Path, *, lines: bool, as_imported: bool) -> dict[str, Any]:
    """Write the workspace's chats as ChatLab files into ``out``; returns their paths and counts. Raises RuwoError."""
    opened = workspace.open_workspace(workspace_id)
    try:
        with _writing(out):
            out.mkdir(parents=True, exist_ok=True)
            if as_imported:
                paths, count = interchange.write_imported(opened, out, lines=lines)
                return {"files": list(map(str, paths)), "messages": count, "redacted": False, "unsettled": 0}
            done = interchange.redacted(opened, lines=lines)
    finally:
        opened.close()
    if done.leaks:
        raise RuwoError("export_leaks", count=sum(leak.count for leak in done.leaks))
    write(done.files, out)
    files = [str(out / name) for name in done.files]
    return {"files": files, "messages": done.messages, "redacted": True, "unsettled": done.unsettled}


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
    if done.unsettled:
        raise RuwoError("export_unsettled", count=len(done.unsettled))
    if not done.data.rows:
        raise RuwoError("export_empty")
    if done.problems:
        raise RuwoError("export_problems", count=len(done.problems))


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


def _read(file: Path) -> str:
    """A text file in whatever encoding. Raises RuwoError."""
    return "".join(encoding.texts(files.blocks(file, lambda count: None), sources.Report()))
