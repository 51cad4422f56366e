"""A crash loses nothing that was acknowledged, and a workspace has one owner."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from curation import workspace as workspaces
from curation.errors import RuwoError
from curation.workspace import open_workspace
from tests.workspace.make import Client, dump, fill

ROOT = Path(__file__).resolve().parents[2]

OWNER = """
import sys
from pathlib import Path
from curation.workspace import open_workspace
from tests.workspace.make import Client

workspace = open_workspace(Path(sys.argv[1]))
client = Client(workspace, "crashing")
print("ready", flush=True)
for line in sys.stdin:
    client.do("add", 1, side="human", text=line.strip())
    print(client.seq, flush=True)
    if line.startswith("half"):
        with workspace.write() as connection:
            connection.exec_driver_sql("UPDATE fragments SET status = 'dropped'")
            print("writing", flush=True)
            sys.stdin.read()
"""

REFUSED = """
import sys
from pathlib import Path
from curation.errors import RuwoError
from curation.workspace import open_workspace

try:
    open_workspace(Path(sys.argv[1]))
except RuwoError as error:
    print(error.code)
"""


@contextmanager
def process(script: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    running = subprocess.Popen(
        [sys.executable, "-c", script, str(path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    with running:
        try:
            yield running
        finally:
            running.kill()


def say(running: subprocess.Popen[str], line: str) -> str:
    assert running.stdin is not None
    running.stdin.write(line + "\n")
    running.stdin.flush()
    return hear(running)


def hear(running: subprocess.Popen[str]) -> str:
    assert running.stdout is not None
    return running.stdout.readline().strip()


@pytest.fixture
def path(home: Path) -> Path:
    opened = workspaces.create("测试")
    fill(opened)
    opened.close()
    return opened.path


def added(path: Path) -> list[str]:
    opened = open_workspace(path)
    try:
        return [row["text"] for row in dump(opened)["bubbles"] if row["message_id"] is None]
    finally:
        opened.close()


def test_what_was_acknowledged_survives_kill_9(path: Path) -> None:
    lines = [f"line{n}" for n in range(20)]
    with process(OWNER, path) as owner:
        assert hear(owner) == "ready"
        assert [say(owner, line) for line in lines] == [str(n) for n in range(1, 21)]
        owner.send_signal(signal.SIGKILL)
        assert owner.wait() == -signal.SIGKILL
    assert added(path) == lines
    opened = open_workspace(path)
    try:
        crashed = Client(opened, "crashing")
        assert crashed.send({"kind": "undo", "seq": 20}).ack == 20, "a resent op is known to be done"
        assert Client(opened, "new").undo_all() == 20
    finally:
        opened.close()
    assert added(path) == []


def test_a_transaction_cut_in_two_by_kill_9_did_not_happen(path: Path) -> None:
    with process(OWNER, path) as owner:
        assert hear(owner) == "ready"
        assert say(owner, "half") == "1"
        assert hear(owner) == "writing"
        owner.send_signal(signal.SIGKILL)
        owner.wait()
    assert added(path) == ["half"]
    opened = open_workspace(path)
    try:
        assert {row["status"] for row in dump(opened)["fragments"]} == {"pending"}
    finally:
        opened.close()


def test_a_second_process_is_told_that_the_workspace_is_open(path: Path) -> None:
    with process(OWNER, path) as owner:
        assert hear(owner) == "ready"
        with pytest.raises(RuwoError) as error:
            open_workspace(path)
        assert (error.value.code, error.value.params) == ("workspace_busy", {"name": path.stem})
        assert [entry.name for entry in workspaces.listing()] == ["测试"], "it still stands on the shelf"
    opened = open_workspace(path)
    with process(REFUSED, path) as other:
        assert hear(other) == "workspace_busy"
    opened.close()
    with process(REFUSED, path) as other:
        assert hear(other) == ""
