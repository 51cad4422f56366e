"""Writers, one file each: every module here is one and has NAME, EXTENSION, ENTRY and write. Nothing registers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import BinaryIO, Protocol, cast

from curation.dataset.rows import Row


class Writer(Protocol):
    """What a module of this folder offers."""

    NAME: str
    """English, as shown on the export page."""
    EXTENSION: str
    """Of the data file, without the dot."""
    ENTRY: Mapping[str, object]
    """What LLaMA-Factory's dataset_info.json says of such a file, but its name; empty when it cannot read it."""

    def write(self, rows: Iterable[Row], stream: BinaryIO) -> None:
        """UTF-8 without BOM; the same bytes for the same rows."""


def writers() -> dict[str, Writer]:
    """Module name -> writer, by name."""
    names = sorted(module.name for module in iter_modules(__path__))
    return {name: cast(Writer, import_module(f"{__name__}.{name}")) for name in names}
