"""What to import of the files, zips and folders named on a command line, and who speaks as the persona in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from curation import sources
from curation.errors import RuwoError
from curation.flow import importing, mappings


@dataclass(frozen=True)
class LeftOut:
    """A file of a folder that is not imported: a reason of the importers, or the error that it gives."""

    file: str
    reason: str = ""
    error: RuwoError | None = None


@dataclass
class Collected:
    """A plan for each source, and the files of folders that are none."""

    plans: list[importing.Plan] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def collect(paths: Sequence[Path], persona: str, zone: str, mapping: sources.Mapping | None = None) -> Collected:
    """A plan for each file, zip, or chat found in a folder; a train/dev pair is one source.

    With a ``mapping`` all files are read by it, and in a folder those that it fits.
    What is wrong with a file that was named is an error; in a folder it only leaves that file out. Raises RuwoError.
    """
    found = Collected()
    named = [path for path in paths if mapping or not path.is_dir()]
    for group in _pairs(named):
        found.plans.append(_plan(group, persona, zone, mapping))
    for folder in (path for path in paths if path not in named):
        _look_into(folder, persona, zone, found)
    if not found.plans:
        raise next(
            (one.error for one in found.left_out if one.error), RuwoError("no_chat_found", file=paths[0].resolve().name)
        )
    return found


def _look_into(folder: Path, persona: str, zone: str, found: Collected) -> None:
    gathered = sources.gather(folder)
    found.left_out += [LeftOut(problem.file, problem.reason) for problem in gathered.left_out]
    for group in gathered.groups:
        try:
            found.plans.append(_plan(group, persona, zone, None))
        except RuwoError as error:
            found.left_out += [LeftOut(str(path.relative_to(folder)), error=error) for path in group]


def _plan(paths: Sequence[Path], persona: str, zone: str, mapping: sources.Mapping | None) -> importing.Plan:
    reader, mapping = mappings.open_source(paths, zone=zone, mapping=mapping)
    return importing.Plan(paths, choose_personas(reader, persona), zone, mapping=mapping)


def choose_personas(reader: sources.Reader, persona: str) -> dict[str, str]:
    """Chat key -> the persona's sender_id: by id, name or another name of theirs, or (without one) the file's owner."""
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


def _pairs(paths: Sequence[Path]) -> list[list[Path]]:
    """Files that belong together as one source: a train/dev pair."""
    groups: list[list[Path]] = []
    taken: set[Path] = set()
    for path in paths:
        if path in taken:
            continue
        other = sources.pair_of(path)
        group = [path, other] if other is not None and other in paths else [path]
        taken.update(group)
        groups.append(group)
    return groups
