"""Will LLaMA-Factory keep every row, with our system text? Its rules, as its own loader applies them (0.9.5).

It drops a row with a wrong role or an odd count with only a log line, stops the whole run on a missing key, cannot load
a file whose types differ, trains on an empty value, and puts in its template's persona where a system text is empty.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from curation.dataset.columns import Types
from curation.dataset.rows import Row
from curation.dataset.sentences import Problem

ROLES = (("human", "observation"), ("gpt", "function_call"))
"""Roles allowed at even and at odd indexes."""

KEYS = ("conversations", "system", "tools")

_MEDIA = re.compile(r"<(?:image|video|audio)>", re.IGNORECASE)
_SURROGATE = re.compile(r"[\ud800-\udfff]")

Finding = tuple[str, str]
"""Code and field."""


def check(rows: Iterable[Row | object]) -> list[Problem]:
    """All problems, in row order; ``[]`` means that every row is kept as written.

    A row is a :class:`Row` or parsed JSON of any shape. No row at all is a problem too: the trainer stops.
    """
    problems: list[Problem] = []
    types = Types()
    index = -1
    for index, row in enumerate(rows):
        key = row.key if isinstance(row, Row) else None
        record = row.record() if isinstance(row, Row) else row
        problems += [Problem(index, key, code, field) for code, field in _row(record, types)]
    return problems if index >= 0 else [Problem(None, None, "no_rows")]


def check_file(path: Path) -> list[Problem]:
    """The same for a finished file: a JSON list, or one row a line where the name ends in ``.jsonl``.

    Raises OSError when the file cannot be opened.
    """
    data = path.read_bytes()
    if data.startswith(b"\xef\xbb\xbf"):
        return [Problem(None, None, "bom")]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return [Problem(None, None, "not_utf8")]
    lines = path.suffix.lower() == ".jsonl"
    return check_lines(text) if lines else check_text(text)


def check_text(text: str) -> list[Problem]:
    """Problems of a JSON list."""
    try:
        rows = json.loads(text)
    except json.JSONDecodeError as error:
        return [Problem(error.lineno - 1, None, "not_json")]
    except RecursionError:
        return [Problem(0, None, "not_json")]
    return check(rows) if isinstance(rows, list) else [Problem(None, None, "not_a_list")]


def check_lines(text: str) -> list[Problem]:
    """Problems of one JSON row a line; blank lines do not count."""
    rows: list[object] = []
    for number, line in enumerate(text.split("\n")):
        try:
            rows += [json.loads(line)] if line.strip() else []
        except (json.JSONDecodeError, RecursionError):
            return [Problem(number, None, "not_json")]
    return check(rows)


def _row(record: object, types: Types) -> Iterator[Finding]:
    if not isinstance(record, Mapping):
        yield "row_type", ""
        return
    yield from (("key_missing", key) for key in KEYS if key not in record)
    yield from (("type_differs", field) for field in types.differing(record))
    if "conversations" in record:
        yield from _conversations(record["conversations"])
    if "system" in record:
        yield from _system(record["system"])
    if "tools" in record:
        yield from _tools(record["tools"])


def _conversations(messages: object) -> Iterator[Finding]:
    if not isinstance(messages, list | tuple):
        yield "not_text", "conversations"
        return
    offset = int(bool(messages) and isinstance(messages[0], Mapping) and messages[0].get("from") == "system")
    if offset:
        yield "inline_system", "conversations[0]"
    if len(messages) == offset:
        yield "no_turns", "conversations"
    elif (len(messages) - offset) % 2:
        yield "odd_count", "conversations"
    for index, message in enumerate(messages[offset:]):
        yield from _message(message, f"conversations[{index + offset}]", ROLES[index % 2])


def _message(message: object, field: str, roles: tuple[str, ...]) -> Iterator[Finding]:
    if not isinstance(message, Mapping):
        yield "not_text", field
        return
    yield from (("key_missing", f"{field}.{key}") for key in ("from", "value") if key not in message)
    if "from" in message and message["from"] not in roles:
        yield "role", f"{field}.from"
    if "value" in message:
        yield from _text(message["value"], f"{field}.value")


def _text(value: object, field: str, empty: str = "empty_text") -> Iterator[Finding]:
    if not isinstance(value, str):
        yield "not_text", field
        return
    if not value.strip():
        yield empty, field
    if _SURROGATE.search(value):
        yield "surrogate", field
    if _MEDIA.search(value):
        yield "media_token", field


def _system(value: object) -> Iterator[Finding]:
    if value is None:
        yield "empty_system", "system"
        return
    yield from _text(value, "system", "empty_system")


def _tools(value: object) -> Iterator[Finding]:
    if not isinstance(value, str):
        yield "not_text", "tools"
        return
    try:
        tools = json.loads(value or "[]")
    except (json.JSONDecodeError, RecursionError):
        tools = None
    if not isinstance(tools, list):
        yield "tools_json", "tools"
