"""Files on disk: their bytes in pieces, with one clear error for each thing that can go wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Literal, Protocol

from curation.errors import RuwoError

BLOCK = 1 << 20
"""Bytes read at once."""

_ENDINGS = re.compile(
    r"(?:\.html)?\.(?:jsonl?|csv|txt|html?|md|mht|xlsx)$|_(?:train|dev|utf8|chat)$|\s*\(\d+\)$| - (?:副本|Copy)$",
    re.IGNORECASE,
)

_NAMELESS = frozenset({"_chat.txt", "聊天记录", "Sheet", "Sheet1", "sheet1", "工作表1"})


class File(Protocol):
    """What is read: a path, a member of a zip (archive.py) or a sheet of a workbook (xlsx.py)."""

    @property
    def name(self) -> str:
        """How people call it."""

    def open(self, mode: Literal["rb"]) -> BinaryIO:
        """Its bytes."""


@contextmanager
def clear_errors(path: File) -> Iterator[None]:
    """Turn what the system says about ``path`` into RuwoError ``file_missing`` or ``file_unreadable``."""
    try:
        yield
    except FileNotFoundError:
        raise RuwoError("file_missing", file=path.name) from None
    except OSError as error:
        raise RuwoError("file_unreadable", file=path.name, reason=error.strerror or type(error).__name__) from None


def size(path: File) -> int:
    """Bytes of the file. Raises RuwoError ``file_missing``, ``file_unreadable`` or ``file_empty``."""
    with clear_errors(path), path.open("rb") as stream:
        total = stream.seek(0, 2)
    if not total:
        raise RuwoError("file_empty", file=path.name)
    return total


def head(path: File, count: int = 65536) -> bytes:
    """The first bytes of the file."""
    with clear_errors(path), path.open("rb") as stream:
        return stream.read(count)


def blocks(path: File, advance: Callable[[int], None], length: int = BLOCK) -> Iterator[bytes]:
    """The file in pieces of ``length`` bytes; ``advance`` hears of each."""
    with clear_errors(path), path.open("rb") as stream:
        while block := stream.read(length):
            advance(len(block))
            yield block


def chat_name(path: File) -> str:
    """The remark a MemoTrace file is named after: ``小夏(1).html.json``, ``小夏_train.json`` -> ``小夏``.

    What is called the same in every zip or workbook is named after that.
    """
    folder, _, name = path.name.rpartition("/")
    name, previous = _of_folder(folder) if folder and name in _NAMELESS else name, ""
    while name != previous:
        previous, name = name, _ENDINGS.sub("", name) or name
    return name


def _of_folder(folder: str) -> str:
    """The name of a zip or folder, without what tells that it is one."""
    return _ENDINGS.sub("", folder.rpartition("/")[2].removesuffix(".zip"))
