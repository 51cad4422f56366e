"""A workspace with something to export."""

from __future__ import annotations

from pathlib import Path

import pytest

from curation.workspace import Workspace
from tests.flow import chats


@pytest.fixture
def forty(tmp_path: Path) -> Workspace:
    """Forty kept fragments of two turns, every text its own."""
    opened = chats.filled(tmp_path, chats.talk(80))
    chats.keep_all(opened)
    return opened
