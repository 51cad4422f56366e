"""One type a column: Arrow, which the trainer loads files with, refuses a column whose type changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

KNOWN = frozenset({"conversations", "system", "tools"})
_DEEPEST = 8


class Types:
    """Remembers the type of every extra field, and tells where a later row differs.

    ``conversations``, ``system`` and ``tools`` have rules of their own; a null fits every type.
    """

    def __init__(self) -> None:
        self._seen: dict[str, str] = {}

    def differing(self, record: Mapping[object, object]) -> Iterator[str]:
        """Fields of this row whose type is not the one seen before, each once."""
        found = (field for field, name in _extras(record) if self._seen.setdefault(field, name) != name)
        yield from dict.fromkeys(found)


def _extras(record: Mapping[object, object]) -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        if key not in KNOWN:
            yield from _types(str(key), value)
    messages = record.get("conversations")
    for message in messages if isinstance(messages, list | tuple) else ():
        if isinstance(message, Mapping) and len(message) > 2:
            for key, value in message.items():
                if key not in ("from", "value"):
                    yield from _types(f"conversations[].{key}", value)


def _types(field: str, value: object, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Every (path, type name) within a value; nothing for a null."""
    if value is None or depth > _DEEPEST:
        return
    if isinstance(value, Mapping):
        yield field, "object"
        for key, part in value.items():
            yield from _types(f"{field}.{key}", part, depth + 1)
    elif isinstance(value, list):
        yield field, "list"
        for part in value:
            yield from _types(f"{field}[]", part, depth + 1)
    else:
        yield field, "int" if type(value) is float else type(value).__name__  # Arrow widens int to float
