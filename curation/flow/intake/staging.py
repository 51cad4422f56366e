"""Uploads: kept on disk only while they are imported."""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from curation.workspace import home

STALE = 24 * 3600
"""Seconds after which an upload waits for nobody."""


def stage(name: str, content: IO[bytes]) -> Path:
    """Keep an uploaded file on disk while it is imported; :func:`unstage` removes it again."""
    folder = home() / "inbox" / secrets.token_hex(8)
    folder.mkdir(parents=True, mode=0o700)
    target = folder / (Path(name).name or "upload")
    with target.open("wb") as out:
        shutil.copyfileobj(content, out, 1 << 20)
    return target


def unstage(paths: Sequence[Path]) -> None:
    """Remove staged uploads; files elsewhere are left alone."""
    inbox = home() / "inbox"
    for path in paths:
        if path.parent.parent == inbox:
            shutil.rmtree(path.parent, ignore_errors=True)


def clear_inbox() -> None:
    """Remove uploads that a crash or a closed browser left behind; another Ruwo may still read what is fresh."""
    for folder in (home() / "inbox").glob("*"):
        if time.time() - folder.stat().st_mtime > STALE:
            shutil.rmtree(folder, ignore_errors=True)
