"""The doors: open a source, read one whole, guess a format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from curation.errors import RuwoError
from curation.sources import files, finding, jsonfile, layouts, registry, times
from curation.sources.files import File
from curation.sources.head import Head
from curation.sources.layouts import Excerpt
from curation.sources.mapping import Mapping
from curation.sources.overview import Chat
from curation.sources.reader import Reader
from curation.sources.registry import Guess
from curation.sources.report import Report
from curation.sources.source import Answers

MAPPED = "mapped"
"""The format of files that are read as a person said."""

Paths = str | Path | Sequence[str | Path]


@dataclass(frozen=True)
class Import:
    """A source read whole."""

    messages: pd.DataFrame
    report: Report
    chats: list[Chat]
    system_texts: Counter[str]


def open_source(
    path: Paths,
    *,
    format: str | None = None,
    tz: str = "Asia/Shanghai",
    mapping: Mapping | None = None,
    day_first: bool | None = None,
) -> Reader:
    """Open one file, or several of one format (the halves of a training export) that are read as one source.

    Of a zip or a folder, all files of the one format that is surest are read.
    ``format``: skip guessing. ``tz``: zone of times written without one. ``mapping``: how to read files that are in no
    format. ``day_first``: whether 3/4/2024 is the third of April, for files that do not show it. Raises RuwoError.
    """
    format = MAPPED if mapping else format
    given = [Path(path)] if isinstance(path, str | Path) else [Path(one) for one in path]
    found = [finding.mapped(one, mapping) if mapping else finding.known(one, format) for one in given]
    paths = [file for one in found for file in one.files]
    best = [_best(one, format) for one in paths]
    if len({guess.format for guess in best}) > 1:
        raise RuwoError("files_differ", file=paths[0].name, other=paths[-1].name)
    confidence = min(guess.confidence for guess in best)
    answers = Answers(mapping, day_first)
    return Reader(paths, registry.named(best[0].format), confidence, times.zone(tz), answers, found)


def read(
    path: Paths,
    *,
    chat: str | None = None,
    persona: str | None = None,
    tz: str = "Asia/Shanghai",
    format: str | None = None,
) -> Import:
    """Read all messages (or one chat's) at once.

    ``persona``: sender_id or name of the sender whose rows get ``is_persona``. Raises RuwoError.
    """
    reader = open_source(path, format=format, tz=tz)
    messages = reader.whole(chat, persona)
    return Import(messages, reader.report, reader.chats(), reader.system_texts)


def sniff(path: str | Path) -> list[Guess]:
    """The formats the file may be in, best first; none when nobody knows it. Raises RuwoError."""
    return registry.guesses(_head(finding.known(Path(path), None).files[0]))


def parts(path: Paths) -> list[finding.Part]:
    """The kinds of exports in a zip, a folder or several files; none of a single other file. Raises RuwoError."""
    return finding.parts([Path(path)] if isinstance(path, str | Path) else [Path(one) for one in path])


def study(path: str | Path) -> Excerpt | None:
    """What a file nobody knows is made of; None when nothing in it could be messages. Raises RuwoError."""
    return finding.study(Path(path))


def excerpt(found: Excerpt, mapping: Mapping, tz: str = "Asia/Shanghai") -> Reader:
    """The beginning of a file, read with this mapping. Raises RuwoError."""
    answers = Answers(layouts.kept(found, mapping))
    return Reader([found], registry.named(MAPPED), 1.0, times.zone(tz), answers)


def pair_of(path: str | Path) -> Path | None:
    """The other half of a training export, ``X_dev.json`` for ``X_train.json`` and the reverse, when it lies beside."""
    path = Path(path)
    for mine, other in (("_train.json", "_dev.json"), ("_dev.json", "_train.json")):
        if path.name.endswith(mine):
            beside = path.with_name(path.name.removesuffix(mine) + other)
            return beside if beside.is_file() else None
    return None


def _head(path: File) -> Head:
    files.size(path)
    return Head(path.name, files.head(path))


def _best(path: File, wanted: str | None) -> Guess:
    head = _head(path)
    found = registry.guesses(head)
    if wanted is not None:
        form = registry.named(wanted)
        return next((guess for guess in found if guess.format == wanted), Guess(form.name, 0.0, form.title))
    if not found:
        raise _unknown(path, head)
    return found[0]


_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an .xls begins, and an .xlsx with a password."""


def _unknown(path: File, head: Head) -> RuwoError:
    """Why nobody knows this file: an export without content, JSON cut off before it shows its kind, or another file."""
    if head.data.startswith(_OLD_OFFICE):
        return RuwoError("workbook_old", file=path.name)
    if head.is_empty_list:
        return RuwoError("no_messages", file=path.name)
    if head.is_json and files.size(path) <= len(head.data) and not _is_lines(path):
        try:
            jsonfile.whole([head.data], Report(), path.name)
        except RuwoError as error:
            return error
    return RuwoError("format_unknown", file=path.name)


def _is_lines(path: File) -> bool:
    """JSON Lines, which is no JSON as a whole."""
    found = layouts.study(path)
    return found is not None and found.whole.shape == "lines"
