"""A data folder of its own for every test, and a small filled workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from curation import workspace as workspaces
from curation.workspace import Workspace
from tests.workspace import make


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder."""
    folder = tmp_path / "数据 home"
    monkeypatch.setenv("RUWO_HOME", str(folder))
    return folder


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    """A workspace as :func:`make.fill` makes it."""
    opened = workspaces.create("测试")
    make.fill(opened)
    yield opened
    opened.close()


@pytest.fixture
def client(workspace: Workspace) -> make.Client:
    """One browser tab on it."""
    return make.Client(workspace)
