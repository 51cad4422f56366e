"""Curated data: conversations of two sides and a system text, as trainers read them; our own exports among them.

A conversation has a number (``group``), a turn is a record, a bubble is a message: turns are taken apart by
:mod:`curation.bubbles`, which puts them together again without a difference, whoever wrote the file. A line
``（背景：…）`` above the first turn, or ``背景：…`` below the system text, is context and no speech.

``assistant`` is only suggested as the persona.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from curation import bubbles
from curation.errors import RuwoError
from curation.sources import files
from curation.sources.files import File
from curation.sources.head import Head
from curation.sources.source import Chunk, Source

USER, ASSISTANT, SYSTEM = "user", "assistant", "system"

ROLES = {
    "human": USER, "user": USER, "gpt": ASSISTANT, "assistant": ASSISTANT, "chatgpt": ASSISTANT, "system": SYSTEM,
    "developer": SYSTEM, "bot": ASSISTANT, "model": ASSISTANT, "ai": ASSISTANT,
}  # fmt: skip
ROLES |= {written: side for word, side in ROLES.items() for written in (word.capitalize(), word.upper())}
"""The word in the file -> side. Tools are neither."""

_SIDES = (USER, ASSISTANT)
_PLACES = {role: (*_SIDES, SYSTEM).index(side) for role, side in ROLES.items()}

_LIST = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[")
_NOT_PLAIN = (b"\r", "（背景：".encode())
_BACKGROUND = re.compile(r"（背景：(.+)）", re.DOTALL)
_BELOW = "\n背景："

WRAPS = ("data", "train")
"""What some programs call the list of conversations in an object around it."""

Turn = tuple[object, object]
"""Role and text, as the file has them."""

Unfold = Callable[[object], Sequence[Turn | None] | None]
"""A conversation -> its turns; None: it is none, or a turn is none."""

_FEW = 100
"""Conversations that are read turn by turn when one of them is not plain."""


class Fields(NamedTuple):
    """Where plain conversations have their turns (the first of these fields), and a turn its role and its text."""

    turns: Sequence[str]
    role: str
    text: str
    system: str = ""


@dataclass
class _Rows:
    """Messages in parallel columns; ``records``: turns they come from."""

    kinds: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    records: int = 0

    def add(self, kind: str, texts: list[str], sender: str, group: int) -> None:
        """Messages more, of one sender."""
        self.kinds += [kind] * len(texts)
        self.texts += texts
        self.senders += [sender] * len(texts)
        self.groups += [group] * len(texts)

    def chunk(self) -> Chunk:
        """All of them."""
        return Chunk(
            kind=self.kinds,
            text=self.texts,
            sender_id=self.senders,
            group=pa.array(self.groups, pa.int64()),
            records=self.records,
        )


def listed(source: Source, unfold: Unfold, fields: Fields | None = None) -> Iterator[Chunk]:
    """The conversations of JSON files, be they one list or a value a line.

    ``fields``: where the turns stand in most of them, which are then read many at once.
    """
    group = 0
    for path in source.paths:
        for some in elements(path, source):
            _check_choices(some, path)
            yield from _many(some, unfold, fields, source, group)
            group += len(some)


def _many(elements: list[object], unfold: Unfold, fields: Fields | None, source: Source, group: int) -> Iterator[Chunk]:
    """Plain conversations at once; where some are not, first one half of them and then the other."""
    if fields and (chunk := _plain(elements, fields, source, group)):
        yield chunk
    elif fields and len(elements) > _FEW:
        half = len(elements) // 2
        yield from _many(elements[:half], unfold, fields, source, group)
        yield from _many(elements[half:], unfold, fields, source, group + half)
    else:
        yield talks(map(unfold, elements), source, group)


def paths(head: Head) -> set[str]:
    """Where values stand in a conversation, be it in a list, in one in an object, or on a line of its own."""
    prefixes = [f"{name}.item." for name in WRAPS if _is_wrapped(head, name)] or ["item."]
    return {path.removeprefix(prefixes[0]) for path in head.json_paths}


def _is_wrapped(head: Head, name: str) -> bool:
    return any(path.startswith(f"{name}.item.") for path in head.json_paths)


def elements(path: File, source: Source) -> Iterator[list[object]]:
    """The values of a JSON file, be it one list, an object around it or a value a line, in blocks."""
    head = Head(path.name, files.head(path))
    for name in WRAPS:
        if _is_wrapped(head, name):
            return source.document(path, name)[1]
    if _LIST.match(head.data):
        return source.elements(path)
    spread = head.first_line.strip() in {"", "{"}  # one value over several lines
    return source.elements(path) if spread or head.text.lstrip()[:1] == "[" else source.json_lines(path)


def _check_choices(elements: Iterable[object], path: File) -> None:
    """Raise RuwoError ``dpo_file`` when most have two answers to choose from; where a few have, these are set aside."""
    choices = list(map(_is_choice, elements))
    if 2 * sum(choices) > len(choices):
        raise RuwoError("dpo_file", file=path.name)


def _is_choice(element: object) -> bool:
    if not isinstance(element, dict):
        return False
    output = element.get("output")
    several = isinstance(output, list) and len(output) > 1 and all(isinstance(one, str) for one in output)
    return several or ("chosen" in element and "rejected" in element)


def talks(conversations: Iterable[Sequence[Turn | None] | None], source: Source, group: int) -> Chunk:
    """The conversations as one chunk, numbered from ``group``."""
    source.suggested = ASSISTANT
    rows = _Rows()
    _one_by_one(conversations, rows, group, source)
    return rows.chunk()


def _one_by_one(conversations: Iterable[Sequence[Turn | None] | None], rows: _Rows, group: int, source: Source) -> None:
    for number, turns in enumerate(conversations, group):
        if turns is None:
            source.report.records += 1
            source.refuse("record_invalid")
        else:
            _talk(turns, rows, number, source)


def _talk(turns: Sequence[Turn | None], rows: _Rows, group: int, source: Source) -> None:
    previous = ""
    for turn in turns:
        source.report.records += 1
        if turn is None or (fault := _fault(*turn)):
            source.refuse("record_invalid" if turn is None else fault)
            continue
        side, text = ROLES[str(turn[0])], str(turn[1])
        if side == SYSTEM:
            _system(text, rows, group, source)
            continue
        if side == previous:
            source.complain("role_repeated")
        _spoken(side, text, rows, group, source, first=not previous)
        previous = side


def _fault(role: object, text: object) -> str:
    """Why this turn gives no message; empty when it does."""
    if not isinstance(role, str) or role not in ROLES:
        return "role_unknown"
    if not isinstance(text, str):
        return "record_incomplete" if text is None else "content_not_text"
    return "" if text.strip() else "text_empty"


def _system(text: str, rows: _Rows, group: int, source: Source) -> None:
    base, below, context = text.rpartition(_BELOW)
    if below and context.strip():
        rows.add("system", [context], USER, group)
    source.system_texts[base if below else text] += 1
    source.report.put_aside("system_text")


def _spoken(side: str, text: str, rows: _Rows, group: int, source: Source, first: bool) -> None:
    if "\r\n" in text:
        source.report.crlf += text.count("\r\n")
        text = text.replace("\r\n", "\n")
    parts = bubbles.decode(text)
    if first and side == USER and (found := _BACKGROUND.fullmatch(parts[0])):
        rows.add("system", [found[1]], USER, group)
        parts = parts[1:]
    rows.add("text", parts, side, group)
    rows.records += 1


# --- many at once


class _Odd(Exception):
    """Something that only looking at each turn can tell."""


def _plain(elements: Sequence[Any], fields: Fields, source: Source, group: int) -> Chunk | None:
    """The messages, if there is nothing to set aside, to complain of or to take for context; else None."""
    try:
        found, systems = _turns(elements, fields)
        flat = list(chain.from_iterable(found))
        sides = np.array([_PLACES[turn[fields.role]] for turn in flat], dtype=np.int8)
        texts: list[str] = list(map(itemgetter(fields.text), flat))
        groups = np.repeat(np.arange(group, group + len(found)), list(map(len, found)))
        spoken = sides < len(_SIDES)
        if not spoken.all():
            systems += list(compress(texts, ~spoken))
            texts, sides, groups = list(compress(texts, spoken)), sides[spoken], groups[spoken]
        _check(systems, sides, groups)
        bubbled = _bubbled(texts)
    except (KeyError, TypeError, IndexError, ValueError, _Odd):
        return None
    source.suggested = ASSISTANT
    source.report.records += len(texts) + len(systems)
    source.report.put_aside("system_text", len(systems))
    source.system_texts.update(systems)
    turns = pc.list_parent_indices(bubbled)
    return Chunk(
        text=pc.list_flatten(bubbled),
        sender_id=pa.array(_SIDES, pa.large_string()).take(pa.array(sides).take(turns)),
        group=pa.array(groups).take(turns),
        records=len(texts),
    )


def _turns(elements: Sequence[Any], fields: Fields) -> tuple[list[list[Any]], list[str]]:
    """The turns of each conversation, and the system texts beside them. Raises like a broken one, or _Odd."""
    name, *others = sorted(fields.turns, key=lambda name: name not in elements[0])
    found = list(map(itemgetter(name), elements))
    if set(map(type, found)) != {list} or any(other in element for other in others for element in elements):
        raise _Odd
    return found, [one for element in elements if (one := element.get(fields.system))] if fields.system else []


def _check(systems: list[str], sides: NDArray[np.int8], groups: NDArray[np.int64]) -> None:
    """Raise _Odd (or TypeError) for system texts with context or without words, and sides that do not alternate."""
    for one in set(systems):
        if _BELOW in one or not str.strip(one):
            raise _Odd
    if ((sides[1:] == sides[:-1]) & (groups[1:] == groups[:-1])).any():
        raise _Odd


def _bubbled(texts: list[str]) -> pa.Array:
    """The bubbles of each turn. Raises _Odd where one has no words, or more than words and single line breaks."""
    found = pa.array(texts, pa.large_string())
    letters = found.buffers()[2].to_pybytes()
    breaks = np.flatnonzero(np.frombuffer(letters, np.uint8) == ord("\n"))
    if not all(map(str.strip, texts)) or (np.diff(breaks) == 1).any() or any(odd in letters for odd in _NOT_PLAIN):
        raise _Odd
    if pc.starts_with(found, "\n").true_count or pc.ends_with(found, "\n").true_count:
        raise _Odd
    return pc.split_pattern(found, "\n")
