"""What people said about files nobody knows, kept in the data folder and used for the next such file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from pydantic import ValidationError

from curation import sources
from curation.errors import RuwoError
from curation.sources import Excerpt, Mapping, Reader
from curation.workspace import home

Paths = str | Path | Sequence[str | Path]

_SAMPLE = 200
"""Messages of the excerpt that a mapping is judged by."""


@dataclass(frozen=True)
class Sample:
    """What a mapping makes of the beginning of a file: five rows to look at, and how well it does with more.

    ``messages``: how many there are; ``timed``: how many of them have a time; ``senders``: who speaks.
    """

    rows: Sequence[dict[str, str]]
    messages: int
    timed: int
    senders: Sequence[str]
    doubts: Sequence[sources.Doubt]


def folder() -> Path:
    """Where the mappings lie, one JSON file each."""
    found = home() / "mappings"
    found.mkdir(parents=True, exist_ok=True, mode=0o700)
    return found


def saved() -> list[Mapping]:
    """The mappings kept so far; a file that is none is passed over."""
    return [one for path in sorted(folder().glob("*.json")) if (one := _read(path))]


def save(mapping: Mapping) -> Path:
    """Keep a mapping; it takes the place of those that fit the same files. Returns its file."""
    for path in folder().glob("*.json"):
        if (old := _read(path)) and old.fits(mapping.layout):
            path.unlink()
    key = hashlib.sha256(mapping.layout.model_dump_json().encode()).hexdigest()[:16]
    target = folder() / f"{key}.json"
    fresh = target.with_suffix(".new")
    fresh.write_text(mapping.model_dump_json(indent=2), encoding="utf-8")
    fresh.replace(target)
    return target


def load(file: Path) -> Mapping:
    """The mapping in a file that :func:`save` wrote. Raises RuwoError ``file_missing`` or ``mapping_missing``."""
    if not file.is_file():
        raise RuwoError("file_missing", file=file.name)
    if (found := _read(file)) is None:
        raise RuwoError("mapping_missing", file=file.name)
    return found


def fitting(paths: Paths) -> Mapping | None:
    """The saved mapping that fits the file best; None when there is none. Raises RuwoError."""
    known = saved()
    excerpt = study(paths) if known else None
    fits = [one for one in known if excerpt and _fits(excerpt, one)]
    return max(
        fits, key=lambda one: len(set(one.layout.columns) & set(excerpt.columns if excerpt else ())), default=None
    )


def study(paths: Paths) -> Excerpt | None:
    """What a file nobody knows is made of; None when nothing in it could be messages. Raises RuwoError."""
    return sources.study(paths if isinstance(paths, str | Path) else paths[0])


def open_source(
    paths: Paths,
    *,
    format: str | None = None,
    zone: str = "Asia/Shanghai",
    mapping: Mapping | None = None,
    day_first: bool | None = None,
) -> tuple[Reader, Mapping | None]:
    """The open files, and the mapping they are read with: the one given, else a saved one where no format fits.

    Raises RuwoError.
    """
    try:
        return sources.open(paths, format=format, tz=zone, mapping=mapping, day_first=day_first), mapping
    except RuwoError as error:
        if error.code != "format_unknown" or (mapping := fitting(paths)) is None:
            raise
    return sources.open(paths, tz=zone, mapping=mapping, day_first=day_first), mapping


def sample(excerpt: Excerpt, mapping: Mapping, *, zone: str = "Asia/Shanghai") -> Sample:
    """The beginning of the file, read with this mapping. Raises RuwoError, as ``no_messages``."""
    reader = sources.excerpt(excerpt, mapping, tz=zone)
    found = reader.head(_SAMPLE)
    names = list(dict.fromkeys(name for name in found["sender"].dropna() if name))
    return Sample(rows(found.head(5), zone), len(found), int(found["time"].notna().sum()), names, reader.doubts)


def rows(messages: pd.DataFrame, zone: str) -> list[dict[str, str]]:
    """Messages as a person looks at them: sender, time on the zone's clock, kind, text."""
    shown = messages["time"].dt.tz_convert(zone).dt.strftime("%Y-%m-%d %H:%M:%S").fillna("")
    return [
        {"sender": sender, "time": time, "kind": kind, "text": text}
        for sender, time, kind, text in zip(messages["sender"], shown, messages["kind"], messages["text"], strict=True)
    ]


def _fits(excerpt: Excerpt, mapping: Mapping) -> bool:
    if mapping.layout.shape != "text" or excerpt.layout.shape != "text":
        return mapping.fits(excerpt.whole)
    return sources.with_template(excerpt, mapping.layout.template) is not None


def _read(path: Path) -> Mapping | None:
    try:
        return Mapping.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError):
        return None
