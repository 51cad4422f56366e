"""A data folder of its own for every test, a scanner that finds nothing, and workspaces that are closed in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from curation import workspace as workspaces
from curation.flow import background
from curation.flow.guarding import scanning
from curation.flow.leaving import chatting
from curation.workspace import Workspace, store
from tests.chat.answering import Service
from tests.flow import chats

real_scanner = scanning.scanner


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder."""
    folder = tmp_path / "数据 home"
    monkeypatch.setenv("RUWO_HOME", str(folder))
    yield folder
    for opened in [one for path, one in store._open.items() if path.is_relative_to(tmp_path)]:
        background.stop_all(opened)
        chatting.close_preview(opened)
        opened.close()


@pytest.fixture(autouse=True)
def finds(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Say what the scanner finds; without a call, nothing."""

    def use(**values: Any) -> None:
        stub = chats.Finds(**values)
        monkeypatch.setattr(scanning, "scanner", lambda: stub)

    use()
    return use


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch, finds: object) -> None:
    """The scanner the app uses."""
    monkeypatch.setattr(scanning, "scanner", real_scanner)


@pytest.fixture
def opened() -> Workspace:
    """An empty workspace."""
    return workspaces.create("测试")


@pytest.fixture
def demo(opened: Workspace) -> Workspace:
    """The demo chat, not scanned yet."""
    from curation.flow.intake import importing

    importing.import_demo(opened)
    return opened


@pytest.fixture
def service() -> Iterator[Callable[..., Service]]:
    """Start scripted models; they are stopped after the test."""
    with ExitStack() as stack:
        yield lambda *replies: stack.enter_context(Service(*replies))
