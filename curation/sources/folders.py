"""The chats in a folder and all folders below it: which files are one source together, and which are not read.

Exporters put the same chat beside itself in several formats, and one chat into several files; of the first only the
most complete is read, the second are read together.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from curation.errors import RuwoError
from curation.sources import archive, files, finding, opening, registry, zipguard
from curation.sources.head import Head
from curation.sources.report import Problem

COMPLETE = (
    "memotrace_html_json", "chatlab_json", "chatlab_jsonl", "weflow_json", "qq_exporter", "telegram", "ciphertalk",
    "echotrace", "chatlog_json", "pywxdump_json", "memotrace_html", "memotrace_csv", "memotrace_csv_v2",
    "pywxdump_csv", "chatlog_csv", "weflow_txt",
)  # fmt: skip
"""Formats from the one that tells most; those that are not here tell less than any of them."""

_PAGE = re.compile(r"(.+)_\d+_\d+\.csv", re.IGNORECASE)
"""PyWxDump begins a new file after 5,000 messages."""


@dataclass(frozen=True)
class Gathered:
    """``groups``: paths that are one source each; ``left_out``: files that are not read, and why."""

    groups: list[list[Path]] = field(default_factory=list)
    left_out: list[Problem] = field(default_factory=list)


def gather(folder: Path) -> Gathered:
    """Look into the folder, in the order of names; hidden folders and links are passed by. Raises RuwoError."""
    found = Gathered()
    for place, names in _walk(folder):
        known: list[tuple[Path, str]] = []
        for path in (place / name for name in names):
            try:
                known.append((path, _format(path)))
            except RuwoError as error:
                reason = "file_blank" if error.code == "file_empty" else "file_unknown"
                found.left_out.append(Problem(str(path.relative_to(folder)), 0, reason))
        for group, reason in _grouped(known):
            if reason:
                found.left_out.extend(Problem(str(path.relative_to(folder)), 0, reason) for path in group)
            else:
                found.groups.append(group)
    return found


def _walk(folder: Path) -> Iterator[tuple[Path, list[str]]]:
    with files.clear_errors(folder):
        looked = 0
        for place, below, names in os.walk(folder):
            below[:] = sorted(name for name in below if not name.startswith(".") and not _is_part(place, name))
            chosen = sorted(name for name in names if _may_hold_chat(Path(place, name)))
            looked += len(chosen)
            if looked > zipguard.MAX_FILES:
                raise RuwoError("zip_unsafe", file=folder.name)
            yield Path(place), chosen


def _is_part(place: str, name: str) -> bool:
    """The chunks of an export whose manifest lies beside them."""
    return name == "chunks" and Path(place, "manifest.json").is_file()


def _may_hold_chat(path: Path) -> bool:
    ending = path.suffix.lower()
    return not path.name.startswith((".", "~$")) and not path.is_symlink() and ending in archive.ENDINGS | {".zip"}


def _format(path: Path) -> str:
    """The format of the file, or of what is in it. Raises RuwoError when nobody knows it."""
    file = finding.known(path, None).files[0]
    files.size(file)
    if not (guesses := registry.guesses(Head(file.name, files.head(file)))):
        raise RuwoError("format_unknown", file=path.name)
    return guesses[0].format


def _grouped(known: Sequence[tuple[Path, str]]) -> Iterator[tuple[list[Path], str]]:
    """Groups of paths in one folder, each with the reason why it is not read (empty: it is)."""
    chats: dict[str, dict[str, list[Path]]] = {}
    for path, form in known:
        chats.setdefault(_called(path, form), {}).setdefault(form, []).append(path)
    for forms in chats.values():
        best = min(forms, key=_rank)
        yield from ((group, "") for group in _together(forms.pop(best)))
        yield from ((paths, "chat_again") for paths in forms.values())


def _called(path: Path, form: str) -> str:
    """What the files of one chat share."""
    page = _PAGE.fullmatch(path.name) if form == "pywxdump_csv" else None
    return page[1] if page else files.chat_name(path)


def _together(paths: list[Path]) -> list[list[Path]]:
    """The pages of a chat or the halves of a training export are one source; other files are each their own."""
    if all(_PAGE.fullmatch(path.name) or opening.pair_of(path) for path in paths):
        return [sorted(paths, key=_by_number)]
    return [[path] for path in paths]


def _by_number(path: Path) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"([0-9]{1,9})", path.name)]


def _rank(form: str) -> int:
    return COMPLETE.index(form) if form in COMPLETE else len(COMPLETE)
