"""Messages in plain text, found by a template that a person can read: ``[{time}] {sender}: {text}``.

``{skip}`` stands for anything that does not matter. A template may span lines (written ``\\n``); a tab is ``\\t``. A
colon means the Chinese one as well, a space any number of spaces. Lines that begin no message continue the one before.
Where the stamp holds no date, a line with nothing but a date tells it for the messages below.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from curation.errors import RuwoError
from curation.sources import stamps

FIELDS = ("time", "sender", "text")

_PART = re.compile(r"\{(time|sender|text|skip)\}")
_ALIKE = {":": "[:：]", "：": "[:：]", "[": r"[\[【]", "]": r"[\]】]", "(": "[(（]", ")": "[)）]"}
_COMPLETE = r"(?![:.]?\d)(?!\s*\d{1,2}[:：]\d\d)(?!\s*[ap]\.?m(?![a-z]))"
"""Behind a time: no more of it, so that 12:30:45 is never read as 12:30 and a name."""

_NOTE = r"(?:[ \t]*\([^()\r\n]{1,80}\))?"
"""Behind the time at the end of a line: ``(Read by you after 5 seconds)``."""

_SPACES = re.compile(" +")
_ANY_SPACES = "[ \u00a0\u202f\u200e]*"
_MOST_LINES = 5


class Found(NamedTuple):
    """A message and the number of its first line, from 1."""

    line: int
    fields: dict[str, str]


def plain(template: str) -> str:
    """The template with real tabs and line ends."""
    return template.replace("\\t", "\t").replace("\\n", "\n")


@lru_cache(maxsize=64)
def patterns(template: str) -> tuple[re.Pattern[str], ...]:
    """One pattern for each line a message begins with. Raises RuwoError ``template_wrong``."""
    lines = plain(template).split("\n")
    names = _PART.findall(template)
    named = [name for name in names if name != "skip"]
    ends = lines[-1].endswith("{text}")
    crowded = any(line.count("{sender}") + line.count("{skip}") > 2 for line in lines)
    if len(lines) > _MOST_LINES or not ends or crowded or len(set(named)) < len(named) or not lines[0].strip():
        raise RuwoError("template_wrong", **{name: f"{{{name}}}" for name in FIELDS})
    whole = [_pattern(line) + (_NOTE if line.endswith("{time}") else "") + r"\s*\Z" for line in lines[:-1]]
    return tuple(re.compile(one, re.IGNORECASE) for one in [*whole, _pattern(lines[-1])])


def _pattern(line: str) -> str:
    parts = _PART.split(line)
    made = [_literal(part) if at % 2 == 0 else _field(part, "\t" in line) for at, part in enumerate(parts)]
    return "".join(made)


def _literal(text: str) -> str:
    return "".join(_ALIKE.get(one, re.escape(one)) for one in _SPACES.sub(" ", text)).replace("\\ ", _ANY_SPACES)


def _field(name: str, tabs: bool) -> str:
    if name == "time":
        return f"(?P<time>{stamps.PATTERN}){_COMPLETE}"
    if name == "text":
        return r"(?P<text>[^\r\n]*)"
    anything = r"[^\t\r\n]{0,80}" if tabs else r"[^\r\n]{1,80}?"
    return f"(?P<sender>{anything})" if name == "sender" else f"(?:{anything})"


def messages(lines: Iterable[str], template: str) -> Iterator[Found | None]:
    """The messages; None for each line with words before the first. Raises RuwoError ``template_wrong``."""
    day, undated, message = "", True, None
    cells = "\t" in plain(template)
    for number, head, line in _heads(lines, patterns(template)):
        if head is not None:
            if message:
                yield message.ended
            undated = "time" in head and not _has_day(head["time"])
            message = _Open(
                number, cells, head | {"time": f"{day} {head['time'].strip()}"} if undated and day else head
            )
        elif undated and (found := stamps.day_line(line.strip())):
            day = found
        elif message:
            message.more.append(line)
        elif line.strip():
            yield None
    if message:
        yield message.ended


@dataclass
class _Open:
    """A message that may go on."""

    line: int
    cells: bool
    fields: dict[str, str]
    more: list[str] = field(default_factory=list)

    @property
    def ended(self) -> Found:
        """Without the empty lines behind it; a cell of several lines without the quotes around it."""
        text = "".join([self.fields["text"], *self.more]).rstrip("\r\n")
        if self.cells and self.more and len(text) > 1 and text[0] == text[-1] == '"':
            text = text[1:-1].replace('""', '"')
        return Found(self.line, self.fields | {"text": text})


def _heads(
    lines: Iterable[str], begin: tuple[re.Pattern[str], ...]
) -> Iterator[tuple[int, dict[str, str] | None, str]]:
    """(number, fields, "") where a message begins, behind its first lines; else (number, None, line)."""
    window: deque[str] = deque()
    number, source = 1, iter(lines)
    while True:
        while len(window) < len(begin) and (line := next(source, None)) is not None:
            window.append(line)
        if not window:
            return
        if (fields := _fields(window, begin)) is not None:
            yield number, fields, ""
            number += len(begin)
            window.clear()
        else:
            yield number, None, window.popleft()
            number += 1


def _fields(window: deque[str], begin: tuple[re.Pattern[str], ...]) -> dict[str, str] | None:
    if len(window) < len(begin):
        return None
    fields: dict[str, str] = {}
    for at, (line, pattern) in enumerate(zip(window, begin, strict=True)):
        found = pattern.match(line)
        if not found:
            return None
        fields |= found.groupdict()
        if at == len(begin) - 1:
            fields["text"] += line[found.end() :]
    return fields


def _has_day(time: str) -> bool:
    found = stamps.stamp(time.strip())
    return bool(found and (found.day or found.parts))
