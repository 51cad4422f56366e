"""What no zip may do, be it of chats or a workbook: hold too much, hold it too tightly, or break off."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from curation.errors import RuwoError
from curation.sources.files import File, clear_errors

MAX_FILES = 20_000
"""A WhatsApp export holds up to 10,000 media."""

MAX_BYTES = 64 << 30
"""All members together, unpacked."""

MAX_RATIO = 200
"""Chats as JSON pack to a tenth, at most a fiftieth; a bomb to a thousandth. Small members may do what they like."""

SMALL = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def refuse_bombs(file: File, infos: Sequence[zipfile.ZipInfo]) -> None:
    """Raise RuwoError ``zip_unsafe`` when the zip would unpack into more than a chat ever is."""
    if len(infos) > MAX_FILES or sum(info.file_size for info in infos) > MAX_BYTES or any(map(_is_bomb, infos)):
        raise RuwoError("zip_unsafe", file=file.name)


def readable(file: File, infos: Sequence[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Those of the members that can be unpacked. Raises RuwoError ``zip_locked``."""
    if any(info.flag_bits & 1 for info in infos):
        raise RuwoError("zip_locked", file=file.name)
    return [info for info in infos if info.compress_type in _METHODS]


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > max(SMALL, MAX_RATIO * info.compress_size)


@contextmanager
def clear(file: File, code: str = "zip_broken") -> Iterator[None]:
    """Turn everything that can be wrong with a zip into RuwoError ``code``."""
    try:
        with clear_errors(file):
            yield
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError):
        raise RuwoError(code, file=file.name) from None
