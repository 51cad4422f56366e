"""What lies in a zip or a folder, member by member: read in place, never unpacked onto the disk.

A zip in a zip is looked into as well, one deep: so people send several exports. A zip is refused when it holds too many
files, too much, or data packed more tightly than any chat is (zipguard.py): such a file only wants to fill the memory.
A member's length is the one in the zip's directory; zipfile gives out no byte more. A workbook, which is a zip too,
holds sheets (xlsx.py).
"""

from __future__ import annotations

import io
import zipfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import IO, BinaryIO, Literal, cast

from curation.errors import RuwoError
from curation.sources import xlsx, zipguard
from curation.sources.files import File, clear_errors
from curation.sources.zipguard import clear

ENDINGS = frozenset({"", ".txt", ".tsv", ".json", ".jsonl", ".csv", ".html", ".htm", ".md", ".mht", ".mhtml", ".xlsx"})
"""Members that may hold a chat; media are not looked at."""


HELD = 64 << 20
"""Bytes of a zip in a zip that is unpacked into memory: every file in it is opened several times."""

_ZIP = ".zip"
_UTF8 = 0x800
"""Flag of a zip's member whose name is UTF-8."""


@dataclass(frozen=True)
class Member:
    """A file in a zip, which may lie in another. ``name``: the zip's and its own, ``小满.zip/_chat.txt``.

    ``inner``: as the zip lists it; ``called``: the same, where its letters were written in another encoding.
    """

    path: Path | Member
    inner: str
    called: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """How people call it."""
        return f"{self.path.name}/{self.called or self.inner}"

    def open(self, mode: Literal["rb"]) -> BinaryIO:
        """Its bytes. Raises RuwoError ``zip_broken``."""
        with clear(self.path), ExitStack() as stack:
            archive = opened(self.path, stack)
            stream = _Stream(self.path, stack, archive, archive.getinfo(self.inner))
            stream.closing = stack.pop_all()
            return cast(BinaryIO, stream)


def opened(path: Path | Member, stack: ExitStack) -> zipfile.ZipFile:
    """The zip, wherever it lies; ``stack`` closes it."""
    if isinstance(path, Path):
        return stack.enter_context(zipfile.ZipFile(path))
    return stack.enter_context(zipfile.ZipFile(_unpacked(path, stack)))


def _unpacked(member: Member, stack: ExitStack) -> IO[bytes]:
    """The bytes of a zip in a zip; to go back in packed ones is to unpack them again from their start on."""
    archive = opened(member.path, stack)
    info = archive.getinfo(member.inner)
    if info.file_size > HELD or not isinstance(member.path, Path):
        return stack.enter_context(archive.open(info))
    return io.BytesIO(_held(member.path, member.inner, member.path.stat().st_mtime_ns, info.file_size))


@lru_cache(maxsize=1)
def _held(path: Path, inner: str, changed: int, size: int) -> bytes:
    """The bytes of the zip that was looked into last. ``changed``, ``size``: it is not taken for a newer one."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(inner)


class _Stream:
    """A member being read; what is wrong with the zip comes out as RuwoError."""

    def __init__(self, path: File, closing: ExitStack, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        self._path, self._length, self.closing = path, info.file_size, closing
        self._stream = closing.enter_context(archive.open(info))

    def read(self, size: int = -1) -> bytes:
        """The next ``size`` bytes."""
        with clear(self._path):
            return self._stream.read(size)

    def seek(self, offset: int, whence: int) -> int:
        """How long it is: the one thing it can tell without being read, and all that is asked."""
        assert (offset, whence) == (0, 2)
        return self._length

    def __enter__(self) -> _Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.close()


def inside(path: Path) -> list[File]:
    """The files in a zip, a folder or a workbook that may hold a chat, by name; none when ``path`` is none of these.

    Raises RuwoError ``zip_broken``, ``zip_locked``, ``zip_unsafe`` or ``workbook_broken``.
    """
    if path.is_dir():
        return [one for found in _listed(path) if _may_hold_chat(found.name) for one in _with_sheets(found)]
    if not path.is_file() or not _is_zip(path):
        return []
    if sheets := xlsx.sheets(path):
        return list(sheets)
    return [one for member in _members(path) for one in _within(member)]


def _members(path: Path | Member) -> list[Member]:
    """What of a zip is worth reading. Raises RuwoError."""
    with clear(path), ExitStack() as stack:
        infos = opened(path, stack).infolist()
    return [Member(path, info.filename, _called(info)) for info in _checked(path, infos)]


def _within(member: Member) -> list[File]:
    """The sheets of a workbook, the files of a zip; else the file itself."""
    if not member.inner.lower().endswith(_ZIP):
        return _with_sheets(member)
    try:
        return [one for inner in _members(member) for one in _with_sheets(inner)]
    except RuwoError:  # must not keep others out
        return [member]


def _called(info: zipfile.ZipInfo) -> str:
    """The name in its own letters: where a zip does not say that they are UTF-8, Windows wrote those of its country."""
    if info.flag_bits & _UTF8 or info.filename.isascii():
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return info.filename.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return info.filename


def others(path: Path) -> int:
    """How many files of a zip are not looked at: pictures, recordings and the like."""
    if path.is_dir() or not path.is_file() or not _is_zip(path) or xlsx.sheets(path):
        return 0
    with clear(path), zipfile.ZipFile(path) as archive:
        names = {info.filename for info in archive.infolist() if not info.is_dir()}
    return sum(1 for name in names if not _may_hold_chat(name, zips=True) and not name.startswith("__MACOSX"))


def beside(file: File, name: str) -> File | None:
    """The file of this name in the same folder, on the disk or in the zip."""
    if isinstance(file, Path):
        return found if (found := file.with_name(name)).is_file() else None
    if not isinstance(file, Member):
        return None
    inner = "".join(file.inner.rpartition("/")[:2]) + name
    return next((one for one in _members(file.path) if one.inner == inner), None)


def _with_sheets(file: File) -> list[File]:
    """The sheets of a workbook, else the file itself; so too when it is broken, which must not keep others out."""
    try:
        return [*(xlsx.sheets(file) if file.name.lower().endswith(".xlsx") else ())] or [file]
    except RuwoError:
        return [file]


def _listed(folder: Path) -> list[Path]:
    """The files in a folder and one level below, by name: manifest.json and chunks/ of one export."""
    with clear_errors(folder):
        near = sorted(islice(folder.iterdir(), zipguard.MAX_FILES))
        far = [one for below in near if below.is_dir() for one in sorted(islice(below.iterdir(), zipguard.MAX_FILES))]
    return [one for one in [*near, *far] if one.is_file() and not one.is_symlink()]


def _is_zip(path: Path) -> bool:
    with clear_errors(path), path.open("rb") as stream:
        return stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def _checked(path: Path | Member, infos: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The members worth reading."""
    zipguard.refuse_bombs(path, infos)
    zips = isinstance(path, Path)
    names = {info.filename: info for info in infos if not info.is_dir() and _may_hold_chat(info.filename, zips)}
    return zipguard.readable(path, sorted(names.values(), key=lambda info: info.filename))


def _may_hold_chat(name: str, zips: bool = False) -> bool:
    """A path that stays inside the zip, with an ending chats have; not what a Mac adds to each file.

    ``zips``: those of zips too.
    """
    parts = name.replace("\\", "/").split("/")
    inside = not name.startswith(("/", "\\")) and ".." not in parts and ":" not in parts[0]
    return (
        inside and parts[0] != "__MACOSX" and Path(parts[-1]).suffix.lower() in (ENDINGS | {_ZIP} if zips else ENDINGS)
    )
