"""Which files are read of what a person gave: of a zip or a folder those of one format, and why the others are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from curation.sources import archive, files, layouts, registry
from curation.sources.files import File
from curation.sources.head import Head
from curation.sources.layouts import Excerpt
from curation.sources.mapping import Mapping
from curation.sources.registry import Guess
from curation.sources.report import Problem

_LOOKED_INTO = 2000
"""Members of a zip that are studied when nobody knows them."""


@dataclass(frozen=True)
class Found:
    """The files to read; ``left_out``: others of the same zip; ``media``: how many of it were not even looked at."""

    files: list[File]
    left_out: list[Problem] = field(default_factory=list)
    media: int = 0


@dataclass(frozen=True)
class Part:
    """Exports of one kind: ``open(part.paths, format=part.format)`` reads them.

    ``files``: their names. ``paths``: what was given, of which these are files or hold them.
    """

    format: str
    title: str
    files: tuple[str, ...]
    paths: tuple[Path, ...]


def parts(paths: Sequence[Path]) -> list[Part]:
    """What a zip, a folder or several files hold, the kind first that is read unless somebody chooses.

    Exporters put a chat beside itself in several formats: in a zip or a folder, a kind all of whose files are chats
    that a kind before it has is no part. None of one file; what nobody knows is in none. Raises RuwoError.
    """
    kinds: dict[str, list[tuple[File, Path, Guess]]] = defaultdict(list)
    for path in paths:
        members = archive.inside(path)
        for one in members or ([path] if paths[1:] else []):
            if guess := _guess(one, None):
                kinds[guess.format].append((one, path, guess))
    ordered = sorted(kinds, key=lambda form: max(_sureness(guess) for _, _, guess in kinds[form]), reverse=True)
    found, chats = [], set[tuple[str, str]]()
    for form in ordered:
        called = {_called(one) for one, _, _ in kinds[form]}
        if called - chats or paths[1:]:
            given = dict.fromkeys(path for _, path, _ in kinds[form])
            names = tuple(one.name for one, _, _ in kinds[form])
            found.append(Part(form, kinds[form][0][2].title, names, tuple(given)))
        chats |= called
    return found


def known(path: Path, wanted: str | None) -> Found:
    """The file itself; of a zip or a folder, the files in it of one format: the wanted one, else the surest.

    Where one is wanted, those of other formats are nothing to tell about.
    """
    members = archive.inside(path)
    rated = [(one, _guess(one, wanted)) for one in members]
    surest = max((guess for _, guess in rated if guess), key=_sureness, default=None)
    if surest is None:
        return Found([path])
    kept = [one for one, guess in rated if guess and guess.format == surest.format]
    chats = set(map(_called, kept))
    aside = [
        Problem(one.name, 0, _reason(one, guess, chats))
        for one, guess in rated
        if guess is None or guess.format != surest.format
    ]
    if wanted:
        aside = [one for one in aside if one.reason != "file_other"]
    return Found(kept, aside, archive.others(path))


def mapped(path: Path, mapping: Mapping) -> Found:
    """The file itself; of a zip or a folder, the files that this mapping fits. Raises RuwoError."""
    rated = [(one, bool(files.head(one, 1)) and layouts.fits(one, mapping)) for one in archive.inside(path)]
    kept = [one for one, fits in rated if fits]
    if not kept:
        return Found([path])
    aside = [Problem(one.name, 0, _unread(one)) for one, fits in rated if not fits]
    return Found(kept, aside, archive.others(path))


def study(path: Path) -> Excerpt | None:
    """What a file nobody knows is made of; of a zip or a folder, what most of it is. Raises RuwoError."""
    members = archive.inside(path)[:_LOOKED_INTO]
    if not members:
        return layouts.study(path)
    alike: dict[object, list[Excerpt]] = defaultdict(list)
    for one in members:
        if files.head(one, 1) and (found := layouts.study(one)):
            layout = found.whole
            alike[layout.shape, layout.place, layout.template, layout.separator].append(found)
    largest = max(alike.values(), key=lambda some: sum(len(one.data) for one in some), default=[])
    return max(largest, key=lambda one: len(one.data), default=None)


def _called(file: File) -> tuple[str, str]:
    """What files of one chat share: the folder, and the name of the chat."""
    return file.name.rpartition("/")[0], files.chat_name(file)


def _guess(file: File, wanted: str | None) -> Guess | None:
    found = registry.guesses(Head(file.name, files.head(file)))
    return next((guess for guess in found if wanted in (None, guess.format)), None)


def _sureness(guess: Guess) -> tuple[float, int]:
    """Of two that are equally sure the one that tells more."""
    return guess.confidence, -registry.named(guess.format).priority


def _reason(file: File, guess: Guess | None, chats: set[tuple[str, str]]) -> str:
    """``chats``: those that are read."""
    if guess or _guess(file, None):
        return "chat_again" if _called(file) in chats else "file_other"
    return _unread(file)


def _unread(file: File) -> str:
    return "file_unknown" if files.head(file, 1) else "file_blank"
