"""Every format Ruwo reads, found by looking into ``formats/``: a new one is a new module there, with no other edit.

A module of ``formats/`` offers

- ``NAME``: its key, stored with a source; ``TITLE``: an English phrase for people (``N_``);
- ``PRIORITY`` (optional, default 50): of two equally sure formats the lower comes first;
- ``sniff(head: Head) -> float``: how sure it is that the file is its own, 0 to 1, from the first 64 KiB;
- ``parse(source: Source) -> Iterator[Chunk]``: the messages, counting every record in ``source.report``;
- ``SENTENCES`` (optional): reasons and notes of its own beside those of :mod:`curation.sources.report`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from curation.errors import RuwoError
from curation.sources import formats
from curation.sources.head import Head
from curation.sources.report import NOTES, REASONS
from curation.sources.source import Chunk, Source

_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Format:
    """What a module of ``formats/`` offers."""

    name: str
    title: str
    priority: int
    sniff: Callable[[Head], float]
    parse: Callable[[Source], Iterator[Chunk]]
    sentences: dict[str, str]


class Guess(NamedTuple):
    """A format a file may be in; ``confidence`` from 0 to 1, ``title`` an English phrase to translate."""

    format: str
    confidence: float
    title: str


@cache
def all_formats() -> dict[str, Format]:
    """Name -> format, by priority."""
    names = [module.name for module in pkgutil.iter_modules(formats.__path__)]
    found = [_format(f"{formats.__name__}.{name}") for name in names]
    return {one.name: one for one in sorted(found, key=lambda one: (one.priority, one.name))}


def _format(path: str) -> Format:
    module = importlib.import_module(path)
    return Format(
        module.NAME,
        module.TITLE,
        getattr(module, "PRIORITY", 50),
        module.sniff,
        module.parse,
        getattr(module, "SENTENCES", {}),
    )


def named(name: str) -> Format:
    """The format of this name. Raises RuwoError ``format_wrong``."""
    try:
        return all_formats()[name]
    except KeyError:
        raise RuwoError("format_wrong", format=name, formats=", ".join(all_formats())) from None


def guesses(head: Head) -> list[Guess]:
    """The formats that know this head, best first; none of a zip, whatever texts lie in it unpacked."""
    if head.data.startswith(_ZIP):
        return []
    rated = [Guess(one.name, one.sniff(head), one.title) for one in all_formats().values()]
    return sorted((guess for guess in rated if guess.confidence > 0), key=lambda guess: -guess.confidence)


def titles() -> dict[str, str]:
    """Format -> its English phrase (to translate), by priority."""
    return {name: one.title for name, one in all_formats().items()}


def sentences() -> dict[str, str]:
    """Code -> English sentence (to translate) for every reason and note a report can hold."""
    own = {code: sentence for one in all_formats().values() for code, sentence in one.sentences.items()}
    return {**REASONS, **NOTES, **own}
