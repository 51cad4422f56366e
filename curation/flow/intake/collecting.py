"""What to import of the files, zips and folders named on a command line, and who speaks as the persona in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from curation import sources
from curation.errors import RuwoError
from curation.flow.intake import importing, mappings


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


def collect(
    paths: Sequence[Path],
    persona: str,
    zone: str,
    mapping: sources.Mapping | None = None,
    day_first: bool | None = None,
) -> Collected:
    """A plan for each file, zip, or chat found in a folder; a train/dev pair is one source.

    With a ``mapping`` all files are read by it, and in a folder those that it fits. ``day_first``: whether 3/4/2024 is
    the third of April, for files that do not show it.
    What is wrong with a file that was named is an error; in a folder it only leaves that file out. Raises RuwoError.
    """
    found, how = Collected(), _How(persona, zone, mapping, day_first)
    named = [path for path in paths if mapping or not path.is_dir()]
    for group in _pairs(named):
        found.plans.append(how.plan(group))
    for folder in (path for path in paths if path not in named):
        _look_into(folder, how, found)
    if not found.plans:
        raise next(
            (one.error for one in found.left_out if one.error), RuwoError("no_chat_found", file=paths[0].resolve().name)
        )
    return found


@dataclass(frozen=True)
class _How:
    """How each source is read, and who the persona is."""

    persona: str
    zone: str
    mapping: sources.Mapping | None
    day_first: bool | None

    def plan(self, paths: Sequence[Path]) -> importing.Plan:
        """What to import of these files. Raises RuwoError."""
        reader, mapping = mappings.open_source(paths, zone=self.zone, mapping=self.mapping, day_first=self.day_first)
        personas = choose_personas(reader, self.persona)
        return importing.Plan(paths, personas, self.zone, mapping=mapping, day_first=self.day_first)


def _look_into(folder: Path, how: _How, found: Collected) -> None:
    gathered = sources.gather(folder)
    found.left_out += [LeftOut(problem.file, problem.reason) for problem in gathered.left_out]
    for group in gathered.groups:
        try:
            found.plans.append(how.plan(group))
        except RuwoError as error:
            found.left_out += [LeftOut(str(path.relative_to(folder)), error=error) for path in group]


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
