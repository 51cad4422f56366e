"""The manifest: what a data set holds and how it came about, in numbers. No chat text, no names, no machine paths."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from curation.dataset.rows import DataSet, Row

Selection = Literal["kept", "kept_and_unreviewed", "everything"]
"""Reviewed and kept; also unreviewed ones without signals; also unreviewed ones with signals."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Exempted(_Frozen):
    """A private value that a person left in on purpose: where and of what kind, never which."""

    fragment: int
    """0: the system text of every row."""
    entity: str
    occurrences: int = 1


class Waived(_Frozen):
    """Values of high harm that were replaced though nobody had looked at them: why, and who said so."""

    entity: str
    values: int
    reason: str
    who: str


class Facts(_Frozen):
    """What the rows do not tell; the caller knows it."""

    app_version: str
    selection: Selection = "kept"
    fragments: dict[str, int] = {}
    """Fragments of the workspace by status."""
    held_out: int = 0
    """Fragments set aside for testing."""
    replaced: dict[str, int] = {}
    """Replaced occurrences by entity."""
    exceptions: tuple[Exempted, ...] = ()
    engine: str = ""
    """What names were found with."""
    undecided: dict[str, int] = {}
    """Values that were replaced without a decision, by entity."""
    waived: tuple[Waived, ...] = ()
    suspects: dict[str, int] = {}
    """Places that a second search still wonders about, by reason."""


class Counts(_Frozen):
    """How much there is to train on."""

    rows: int
    turns: int
    """Values, of both sides."""
    characters: int
    """Code points of all values, line breaks included."""
    estimated_tokens: int
    """Of all values and every row's system text; see :func:`estimate_tokens`."""


class File(_Frozen):
    """A finished file."""

    bytes: int
    sha256: str


class Manifest(_Frozen):
    """The content of ``manifest.json``."""

    manifest_version: Literal[1] = 1
    app_version: str
    format: str
    """Module name of the writer."""
    selection: Selection
    counts: Counts
    fragments: dict[str, int]
    held_out: int
    repairs: dict[str, int]
    skipped: dict[str, int]
    """Selected fragments that gave no row, by reason."""
    cleaned: dict[str, int]
    replaced: dict[str, int]
    exceptions: tuple[Exempted, ...]
    engine: str
    undecided: dict[str, int]
    waived: tuple[Waived, ...]
    suspects: dict[str, int]
    files: dict[str, File]
    """By file name within the bundle; the manifest itself is not among them."""

    def to_bytes(self) -> bytes:
        """JSON, the same bytes for the same content."""
        return self.model_dump_json(indent=2).encode("utf-8") + b"\n"


def describe(data: DataSet, files: Mapping[str, bytes], facts: Facts, *, format: str) -> Manifest:
    """The manifest of these rows and files. Counters are sorted by name, so the input's order does not show."""
    return Manifest(
        app_version=facts.app_version,
        format=format,
        selection=facts.selection,
        counts=_counts(data.rows),
        fragments=_sorted(facts.fragments),
        held_out=facts.held_out,
        repairs=_sorted(data.repairs),
        skipped=_sorted(Counter(data.skipped.values())),
        cleaned=_sorted(data.cleaned),
        replaced=_sorted(facts.replaced),
        exceptions=tuple(sorted(facts.exceptions, key=lambda left: (left.fragment, left.entity, left.occurrences))),
        engine=facts.engine,
        undecided=_sorted(facts.undecided),
        waived=facts.waived,
        suspects=_sorted(facts.suspects),
        files={name: _file(files[name]) for name in sorted(files)},
    )


def estimate_tokens(texts: Iterable[str]) -> int:
    """About how many tokens, rounded up: 1.5 characters each (iFlytek's figure for Spark: 1 token ≈ 1.5 汉字), and 4
    for ASCII (the usual figure for English). Tokenizers differ by a third either way.
    """
    wide = narrow = 0
    for text in texts:
        ascii_only = len(text.encode("ascii", "ignore"))
        narrow += ascii_only
        wide += len(text) - ascii_only
    return math.ceil(wide / 1.5 + narrow / 4)


def _counts(rows: Iterable[Row]) -> Counts:
    rows = list(rows)
    values = [message["value"] for row in rows for message in row.conversations]
    return Counts(
        rows=len(rows),
        turns=len(values),
        characters=sum(map(len, values)),
        estimated_tokens=estimate_tokens([*values, *(row.system for row in rows)]),
    )


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items()))


def _file(data: bytes) -> File:
    return File(bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
