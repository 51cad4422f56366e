"""From files to messages and fragments in the workspace, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from curation import sources
from curation.errors import RuwoError
from curation.flow.cutting import fragmenting
from curation.flow.intake import extending, joining, mappings, problems
from curation.jobs import Job
from curation.sources import Problem
from curation.workspace import Workspace, findings, imports, queries, queues
from curation.workspace.watching import watched

DEMO = Path(__file__).parents[3] / "assets" / "demo" / "林小满.html.json"
"""The chat written for this project."""

Paths = str | Path | Sequence[str | Path]


@dataclass(frozen=True)
class Plan:
    """What to import: the files, and the persona's sender_id for each chat that shall come in."""

    paths: Paths
    personas: Mapping[str, str]
    zone: str = "Asia/Shanghai"
    format: str | None = None
    name: str = ""
    """Shown as the source's name; default: the file's own."""
    into: joining.Into = field(default_factory=dict)
    """Chat key -> the workspace's chat it is a newer export of, or None to keep it apart. Default: by content."""
    mapping: sources.Mapping | None = None
    """How files of no format are read."""
    day_first: bool | None = None
    """Whether 3/4/2024 is the third of April, where the files do not show it."""


@dataclass(frozen=True)
class Preview:
    """What a file seems to be, before anything is imported."""

    file: str
    format: str
    title: str
    confidence: float
    guesses: Sequence[sources.Guess]
    chats: Sequence[sources.Chat]
    rows: Sequence[Mapping[str, str]]
    """The first five messages: sender, time, kind, text."""
    report: Mapping[str, Any]
    zone: str
    mapping: sources.Mapping | None
    """How the files are read, when they are of no format."""
    day_first: bool | None
    doubts: Sequence[sources.Doubt]
    """Dates that can be read in two ways: the person has to say which is right."""
    unknown: Sequence[Path] = ()
    """Of several files those that nobody knows: they are looked at by themselves, afterwards."""
    parts: Sequence[sources.Part] = ()
    """The kinds of exports in a zip that holds several, or in several files; this is the preview of one of them."""
    paths: Sequence[Path] = ()
    """The files of that part."""

    @property
    def left_out(self) -> list[Problem]:
        """Files of a zip or a folder that will not be read, now or as another part."""
        others = {name for part in self.parts for name in part.files}
        found = problems.left_out(Problem(**one) for one in self.report["problems"])
        return [one for one in found if one.file not in others]

    @property
    def on_the_wall(self) -> bool:
        """Its times depend on the zone."""
        return bool(self.report["wall_clock"])


def preview(
    paths: Paths,
    *,
    format: str | None = None,
    zone: str = "Asia/Shanghai",
    mapping: sources.Mapping | None = None,
    day_first: bool | None = None,
    job: Job[Any] | None = None,
) -> Preview:
    """Look at the files: format guess, chats with their senders, five parsed rows. Raises RuwoError.

    Files of no format are read with ``mapping``, else with a saved one that fits. Of files in several formats, those in
    ``format`` are looked at, else those that are known best.
    """
    parts = [] if mapping else sources.parts(paths)
    unknown = _outside(paths, parts)
    part = next((one for one in parts if format in (None, one.format)), None) if parts[1:] or unknown else None
    paths, format = (part.paths, part.format) if part else (paths, format)
    reader, mapping = mappings.open_source(paths, format=format, zone=zone, mapping=mapping, day_first=day_first)
    _watch(reader, job, 0.0, 1.0)
    guesses = sources.sniff(_first(paths))
    chats, report = reader.chats(), reader.report.to_dict()
    title = next((guess.title for guess in guesses if guess.format == reader.format), sources.titles()[reader.format])
    return Preview(
        reader.file,
        reader.format,
        title,
        reader.confidence,
        guesses,
        chats,
        mappings.rows(reader.head(5), zone),
        report,
        zone,
        mapping,
        day_first,
        reader.doubts,
        unknown if part else (),
        parts if part and parts[1:] else (),
        part.paths if part else (),
    )


def _outside(paths: Paths, parts: Sequence[sources.Part]) -> list[Path]:
    """Of several files those in no part."""
    given = [] if isinstance(paths, str | Path) else [Path(one) for one in paths]
    held = {path for part in parts for path in part.paths}
    return [path for path in given if path not in held] if held else []


def look(paths: Paths, **options: Any) -> Preview | sources.Excerpt:
    """The preview (``options`` as there); of files nobody knows what they are made of, for a person to map.

    Raises RuwoError.
    """
    try:
        return preview(paths, **options)
    except RuwoError as error:
        if error.code != "format_unknown" or options.get("mapping"):
            raise
        found = mappings.study(paths)
        if found is None or sources.propose(found) is None:
            raise
        return found


def suggested(chat: sources.Chat) -> str:
    """Who is probably the persona: the file's owner, else the suggested side, else the most talkative."""
    ranked = sorted(chat.senders, key=lambda s: (s.is_owner is not True, not s.suggested, -s.count))
    return ranked[0].sender_id if ranked else ""


def with_other_half(path: Path) -> list[Path]:
    """The file and, when it is one half of a train/dev pair, the other half beside it."""
    other = sources.pair_of(path)
    return [path] if other is None else [path, other]


def _first(paths: Paths) -> str | Path:
    return paths if isinstance(paths, str | Path) else paths[0]


def import_source(workspace: Workspace, plan: Plan, job: Job[Any] | None = None) -> int:
    """Read the files into the workspace and cut fragments; returns the source's id.

    A chat that the workspace has already is continued (see ``Plan.into``): what is new is added, all else stays.
    One transaction: an error or a cancelled ``job`` leaves the workspace as it was. Raises RuwoError.
    """
    reader = _open(plan)
    chosen = _chosen(reader, plan, job)
    with workspace.write() as connection, watched(connection, _check(job)):
        row = imports.SourceRow(
            plan.name or reader.file, reader.format, plan.zone, [text for text, _ in reader.system_texts.most_common()]
        )
        source = imports.add_source(connection, row)
        _watch(reader, job, 0.2, 0.3)
        added = joining.additions(connection, reader, chosen, plan.into)
        rows = [_chat_row(chat, plan.personas[chat.key]) for chat in chosen]
        ids = imports.add_chats(connection, source, [one for one in rows if one.key not in added])
        _watch(reader, job, 0.3, 0.6)
        newer = joining.Writers(connection, added, source)
        writer = imports.MessageWriter(connection, ids)
        for batch in reader.batches([chat.key for chat in chosen]):
            writer.add(batch)
            newer.add(batch)
            if job:
                job.check()
        if not (writer.count or added):
            raise RuwoError("no_messages", file=row.name)
        newer.finish({one.key: one for one in rows})
        imports.set_report(connection, source, reader.report.to_dict() | joining.reported(added))
        sizes = {chat.key: chat.count for chat in chosen}
        for key, told in _told(sizes, job, 0.6, 1.0):
            if key in added:
                extending.extend(connection, added[key], timed=newer.timed(key), told=told)
            else:
                fragmenting.rebuild(connection, ids[key], told)
    return source


def same_chats(workspace: Workspace, plan: Plan, job: Job[Any] | None = None) -> dict[str, joining.Newer]:
    """Chat key -> what :func:`import_source` would add to which chat, of the chats the workspace has. Writes nothing.

    Reads the files once, so a large one takes a while. Raises RuwoError.
    """
    reader = _open(plan)
    chosen = _chosen(reader, plan, job)
    _watch(reader, job, 0.5, 1.0)
    with workspace.read() as connection, watched(connection, _check(job)):
        return joining.told(connection, joining.additions(connection, reader, chosen, plan.into))


def _open(plan: Plan) -> sources.Reader:
    return sources.open(plan.paths, format=plan.format, tz=plan.zone, mapping=plan.mapping, day_first=plan.day_first)


def _chosen(reader: sources.Reader, plan: Plan, job: Job[Any] | None) -> list[sources.Chat]:
    _watch(reader, job, 0.0, 0.2)
    return [chat for chat in reader.chats() if chat.key in plan.personas]


def _watch(reader: sources.Reader, job: Job[Any] | None, begin: float, end: float) -> None:
    """Tell the job how far the pass that starts now is, as a part of the whole."""

    def tell() -> None:
        if job:
            job.fraction = begin + (end - begin) * reader.fraction
            job.check()

    reader.watch = tell


def _check(job: Job[Any] | None) -> Callable[[], None]:
    return job.check if job else lambda: None


def _told(
    sizes: Mapping[str, int], job: Job[Any] | None, begin: float, end: float
) -> Iterator[tuple[str, Callable[[float], None]]]:
    """Each chat with what its work tells the job of how far it is, as a part of the whole."""
    before, total = 0, sum(sizes.values()) or 1
    for key, size in sizes.items():

        def tell(part: float, before: int = before, size: int = size) -> None:
            if job:
                job.fraction = begin + (end - begin) * (before + part * size) / total
                job.check()

        tell(0.0)
        yield key, tell
        tell(1.0)
        before += size


def counts(workspace: Workspace) -> dict[str, Any]:
    """Messages, fragments and private values of the workspace."""
    with workspace.read() as connection:
        return {
            "messages": queries.message_count(connection),
            "fragments": sum(queues.counts(connection).values()),
            "values": len(findings.all_values(connection)),
        }


def import_demo(workspace: Workspace) -> int:
    """Import the demo chat; its owner is the persona."""
    chat = sources.open(DEMO).chats()[0]
    return import_source(workspace, Plan(DEMO, {chat.key: suggested(chat)}))


def _chat_row(chat: sources.Chat, persona: str) -> imports.ChatRow:
    people = [imports.SenderRow(s.sender_id, s.name, s.count, s.aliases) for s in chat.senders]
    if persona not in {person.sender_id for person in people}:
        names = "、".join(person.name for person in people)
        raise RuwoError("persona_unknown", file=chat.name, persona=persona, senders=names)
    return imports.ChatRow(chat.key, chat.name, chat.is_group, persona, people)
