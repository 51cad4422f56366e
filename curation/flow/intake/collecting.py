"""What to import of the files, zips and folders named on a command line, and who speaks as the persona in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    parts: set[str] = field(default_factory=set)
    """Files of zips with exports of several kinds: each is read with its kind, and left out of the others."""

    def aside(self, told: Iterable[sources.Problem]) -> list[LeftOut]:
        """Of the files that reports tell of as left out, those that were read nowhere, each once."""
        known = self.parts | {one.file for one in self.left_out}
        return list(dict.fromkeys(LeftOut(one.file, one.reason) for one in told if one.file not in known))


def collect(
    paths: Sequence[Path],
    persona: str,
    zone: str,
    mapping: sources.Mapping | None = None,
    day_first: bool | None = None,
) -> Collected:
    """A plan for each file, kind of export in a zip, or chat found in a folder; a train/dev pair is one source.

    With a ``mapping`` all files are read by it, and in a folder those that it fits. ``day_first``: whether 3/4/2024 is
    the third of April, for files that do not show it.
    What is wrong with a file that was named is an error; in a folder it only leaves that file out. Raises RuwoError.
    """
    found, how = Collected(), _How(persona, zone, mapping, day_first)
    named = [path for path in paths if mapping or not path.is_dir()]
    for group in _pairs(named):
        how.add(group, found)
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

    def add(self, paths: Sequence[Path], found: Collected) -> None:
        """Plan what to import of these files; of a zip with exports of several kinds, each kind that the persona
        speaks in. Raises RuwoError.
        """
        parts = [] if self.mapping else sources.parts(paths)
        if len(parts) < 2:
            found.plans.append(self._plan(paths, None))
            return
        plans: list[importing.Plan] = []
        errors: list[RuwoError] = []
        found.parts.update(name for part in parts for name in part.files)
        for part in parts:
            try:
                plans.append(self._plan(part.paths, part.format))
            except RuwoError as error:
                errors.append(error)
                found.left_out += [LeftOut(name, error=error) for name in part.files]
        if not plans:
            raise errors[0]
        found.plans += plans

    def _plan(self, paths: Sequence[Path], form: str | None) -> importing.Plan:
        reader, mapping = mappings.open_source(
            paths, format=form, zone=self.zone, mapping=self.mapping, day_first=self.day_first
        )
        personas = choose_personas(reader, self.persona)
        return importing.Plan(paths, personas, self.zone, format=form, mapping=mapping, day_first=self.day_first)


def _look_into(folder: Path, how: _How, found: Collected) -> None:
    gathered = sources.gather(folder)
    found.left_out += [LeftOut(problem.file, problem.reason) for problem in gathered.left_out]
    for group in gathered.groups:
        try:
            how.add(group, found)
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
