"""What a file nobody knows is made of: a table, JSON with a list, JSON Lines or plain text with messages.

Looked at is its beginning only, the excerpt, which can be read with any mapping as the file itself would be.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO, Literal

import ijson
import orjson

from curation.sources import files, records, stamps, template
from curation.sources.encoding import Decoding
from curation.sources.files import File
from curation.sources.jsonfile import Stream
from curation.sources.jsonobject import built
from curation.sources.mapping import Layout, Mapping
from curation.sources.report import Report

_LOOKED_AT = 512 << 10
"""Bytes of the file that are looked at."""

_MOST = 300
"""Records of the excerpt."""

_EVENTS = 200_000
_DEEP = 4
"""Levels of nested values whose names are offered as columns."""

_WIDE = 60
"""Columns that are offered."""

_SEPARATORS = "\t,;|"
_LONGEST_NAME = 60
_BINARY = 0.02
_ALIKE = 0.75
"""Rows of one width in a table; some exporters put no quotes around a text with separators in it."""

TEMPLATES = (
    "[{time}] {sender}: {text}",
    "({time}) {sender}: {text}",
    "{time}\\t{sender}\\t{text}",
    "{time} - {sender}: {text}",
    "{time} {sender}: {text}",
    "{sender} [{time}]: {text}",
    "{sender} ({time}): {text}",
    "[{time}] {sender}\\n{text}",
    "{time}\\n{sender}\\n{text}",
    "{time} {sender}\\n{text}",
    "{sender} {time}\\n{text}",
    "{sender}: {text}",
)
"""Patterns that are tried on plain text, the telling ones first."""


@dataclass(frozen=True)
class Excerpt:
    """The beginning of the file called ``name``; a file itself. ``columns``: name -> values as texts."""

    name: str
    data: bytes
    layout: Layout
    columns: dict[str, list[str]] = field(default_factory=dict)
    origin: Layout | None = None
    """The layout in the whole file, where the excerpt's is a simpler one."""

    def open(self, mode: Literal["rb"]) -> BinaryIO:
        """Its bytes."""
        return io.BytesIO(self.data)

    @property
    def whole(self) -> Layout:
        """The layout in the whole file."""
        return self.origin or self.layout


def study(file: File) -> Excerpt | None:
    """The excerpt of a file; None when there are no records in it that could be messages. Raises RuwoError."""
    files.size(file)
    data = files.head(file, _LOOKED_AT)
    text = Decoding(Report()).feed(data)
    if not text.strip() or _is_binary(text):
        return None
    start = text.lstrip()[:1]
    found = None
    if start in {"[", "{"}:
        found = _lines(file.name, text) or _json(file.name, text)
    return found or _better(_table(file.name, text), _text(file.name, text), text)


def _better(table: Excerpt | None, plain: Excerpt | None, text: str) -> Excerpt | None:
    """A table, unless every other line of the text is a message that begins with its time (and that in no column)."""
    if table is None or plain is None or "\\t" in plain.layout.template:
        return table or plain
    lines = sum(1 for line in text.splitlines()[:_MOST] if line.strip())
    return plain if 2 * len(plain.columns.get("time", ())) > lines else table


def fits(file: File, mapping: Mapping) -> bool:
    """Whether the file can be read with this mapping. Raises RuwoError."""
    if mapping.layout.shape != "text":
        found = study(file)
        return found is not None and mapping.fits(found.whole)
    text = Decoding(Report()).feed(files.head(file, _LOOKED_AT))
    return not _is_binary(text) and _of_template(file.name, text, mapping.layout.template) is not None


def kept(excerpt: Excerpt, mapping: Mapping) -> Mapping:
    """The mapping as it reads the excerpt instead of the whole file."""
    return mapping.model_copy(update={"layout": excerpt.layout})


def with_template(excerpt: Excerpt, pattern: str) -> Excerpt | None:
    """The same text with another template; None when no message fits it. Raises RuwoError ``template_wrong``."""
    return _of_template(excerpt.name, excerpt.data.decode(), pattern)


def _is_binary(text: str) -> bool:
    """Broken bytes, or controls that no text has."""
    odd = sum(text.count(one) for one in ("\ufffd", "\x01", "\x02", "\x03", "\x04", "\x05", "\x06", "\x0e", "\x1b"))
    return odd > max(3, _BINARY * len(text))


# --- JSON


def _lines(name: str, text: str) -> Excerpt | None:
    """One object a line, at least two of them."""
    complete = text.splitlines()[:_MOST]
    made = [one for line in complete if (one := _object(line)) is not None]
    if len(made) < max(2, 0.8 * len(complete) - 1):
        return None
    return _of_objects(name, made, Layout(shape="lines"))


def _object(line: str) -> dict[str, Any] | None:
    try:
        found = orjson.loads(line.encode(errors="replace"))
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None


def _json(name: str, text: str) -> Excerpt | None:
    """The list with the most objects in it, wherever it stands; of lists in lists the outer one."""
    lists: dict[str, list[dict[str, Any]]] = {}
    try:
        events = islice(ijson.parse(Stream([text.encode()], Report(), name), use_float=True), _EVENTS)
        for place, event, value in events:
            if event == "start_map" and (place == records.TOP or place.endswith(f".{records.TOP}")):
                lists.setdefault(place, []).append(_dict(built(event, value, events)))
    except (ijson.JSONError, ValueError, OverflowError, StopIteration, RuntimeError):
        pass  # the excerpt ends somewhere; what came before it counts
    if not lists:
        return None
    place = max(lists, key=lambda one: len(orjson.dumps(lists[one][:_MOST], default=str)))
    return _of_objects(name, lists[place][:_MOST], Layout(shape="json", place=place))


def _dict(found: object) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _of_objects(name: str, made: list[dict[str, Any]], origin: Layout) -> Excerpt:
    names = Counter(path for one in made for path in _paths(one))
    kept = [path for path, _ in names.most_common(_WIDE)]
    kept.sort(key=list(names).index)
    columns = {path: [records.words(records.value(one, path)) for one in made] for path in kept}
    layout = origin.model_copy(update={"columns": tuple(kept)})
    data = orjson.dumps(made, default=str, option=orjson.OPT_NON_STR_KEYS)
    return Excerpt(name, data, layout.model_copy(update={"shape": "json", "place": records.TOP}), columns, layout)


def _paths(value: dict[str, Any], prefix: str = "", deep: int = 0) -> Iterator[str]:
    """Names of the values in it that can be a text, a number or a list of texts."""
    for name, inner in value.items():
        path = f"{prefix}{name}"
        if isinstance(inner, dict):
            if deep < _DEEP:
                yield from _paths(inner, f"{path}.", deep + 1)
        elif not isinstance(inner, list) or any(isinstance(one, str) for one in inner[:5]):
            yield path


# --- tables


def _table(name: str, text: str) -> Excerpt | None:
    """Rows of one width with the separator that gives the most columns; its first row may name them."""
    best = max((_Rows(text, one) for one in _SEPARATORS), key=lambda rows: rows.columns)
    if best.columns < 2:
        return None
    header = best.has_header
    names = [one.strip() for one in best.rows[0]] if header else [str(n) for n in range(1, best.columns + 1)]
    body = best.rows[1:] if header else best.rows
    if not body:
        return None
    columns = {title: [row[at] for row in body if len(row) == best.columns] for at, title in enumerate(names)}
    layout = Layout(shape="table", separator=best.separator, header=header, columns=tuple(names))
    return Excerpt(name, _whole_lines(text).encode(), layout, columns)


class _Rows:
    """The first rows of a text, split at ``separator``. ``columns``: how many most of them have; 0: no table."""

    def __init__(self, text: str, separator: str) -> None:
        self.separator = separator
        self.rows: list[list[str]] = []
        csv.field_size_limit(max(csv.field_size_limit(), len(text)))
        try:
            reader = csv.reader(io.StringIO(_whole_lines(text), newline=""), delimiter=separator)
            self.rows.extend(row for row in islice(reader, _MOST) if row)
        except csv.Error:
            self.rows = []
        widths = Counter(map(len, self.rows))
        self.columns, alike = widths.most_common(1)[0] if widths else (0, 0)
        telling = self.has_header or self._has_times
        if self.columns < 2 or alike < _ALIKE * len(self.rows) or not telling:
            self.columns = 0

    @property
    def has_header(self) -> bool:
        """The first row holds short names, each its own, and no time or number."""
        first = [one.strip() for one in self.rows[0]] if self.rows else []
        short = all(0 < len(one) <= _LONGEST_NAME and "\n" not in one for one in first)
        values = any(one.lstrip("-").replace(".", "").isdecimal() or stamps.stamp(one) for one in first)
        return len(first) == self.columns and short and not values and len(set(first)) == len(first)

    @property
    def _has_times(self) -> bool:
        """A column holds times in most rows."""
        wide = [row for row in self.rows if len(row) == self.columns]
        return any(
            sum(is_time(row[at]) for row in wide) > 0.8 * len(wide)
            for at in range(self.columns if len(wide) > 1 else 0)
        )


def is_time(text: str) -> bool:
    """An epoch number, or a time with a date."""
    if stamps.epoch(text) is not None:
        return True
    found = stamps.stamp(text.strip())
    return bool(found and (found.day or found.parts))


def _whole_lines(text: str) -> str:
    """Without a last line that may be cut off."""
    cut = text.rfind("\n") + 1
    return text[:cut] if cut and len(text) >= _LOOKED_AT // 4 else text


# --- plain text


def _text(name: str, text: str) -> Excerpt | None:
    """The template that makes the most of the text."""
    found = [one for pattern in TEMPLATES if (one := _of_template(name, text, pattern))]
    return max(found, key=_yield, default=None)


def _yield(excerpt: Excerpt) -> tuple[bool, int]:
    """With times first; then by how many messages come out."""
    return "time" in excerpt.columns, len(excerpt.columns["text"])


def _of_template(name: str, text: str, pattern: str) -> Excerpt | None:
    """The messages that fit the template: at least two, and not as many senders as messages."""
    lines = _whole_lines(text).splitlines(keepends=True)
    found = [one for one in islice(template.messages(lines, pattern), _MOST) if one]
    names = tuple(one for one in template.FIELDS if f"{{{one}}}" in pattern)
    columns = {one: [message.fields.get(one, "") for message in found] for one in names}
    if len(found) < 2 or _no_names(columns.get("sender", [])):
        return None
    layout = Layout(shape="text", template=pattern, columns=names)
    return Excerpt(name, _whole_lines(text).encode(), layout, columns)


def _no_names(senders: list[str]) -> bool:
    """Cells of a table, times, or words that happen to stand before a colon."""
    cells = sum(one[:1] in _SEPARATORS or one[-1:] in _SEPARATORS or is_time(one) for one in senders if one)
    return 2 * cells > len(senders) or len(set(senders)) > max(3, 0.7 * len(senders))
