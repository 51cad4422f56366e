"""A data folder of its own for every command, and a log to give it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from curation.workspace import store
from tests.flow import chats


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of its own, and no language from outside."""
    folder = tmp_path / "home"
    monkeypatch.setenv("RUWO_HOME", str(folder))
    for name in ("LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    yield folder
    for opened in list(store._open.values()):
        opened.close()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log with two private values."""
    lines: list[chats.Line] = [
        (False, "在吗~~ 我电话19999123456"),
        (True, "在 (๑•̀ㅂ•́)و✧"),
        (True, "[委屈]"),
        (False, "小满来了"),
        (True, "好！！"),
        (False, "改成１９９-9912-3456"),
    ]
    return chats.write(tmp_path, lines)
