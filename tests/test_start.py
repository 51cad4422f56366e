"""Setting up and starting: the parts that need no network."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tools import environment, start

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What ensure() would do, in order; nothing is created or installed."""
    done: list[str] = []

    def install(venv: Path, requirements: list[Path]) -> None:
        done.append("install " + " ".join(file.name for file in requirements))
        for file in requirements:
            environment.stamp(venv, file).write_text(environment.digest(file), encoding="ascii")

    monkeypatch.setattr(environment, "create", lambda venv: done.append("create"))
    monkeypatch.setattr(environment, "install", install)
    return done


def test_the_environment_is_made_once_and_renewed_when_a_file_changes(
    tmp_path: Path, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run, dev = tmp_path / "requirements.txt", tmp_path / "requirements-dev.txt"
    run.write_text("a==1\n", encoding="utf-8")
    dev.write_text("b==1\n", encoding="utf-8")
    usable = iter([False, True, True, True])
    monkeypatch.setattr(environment, "is_usable", lambda _: next(usable))
    environment.ensure([run], tmp_path)
    environment.ensure([run], tmp_path)
    environment.ensure([run, dev], tmp_path)
    run.write_text("a==2\n", encoding="utf-8")
    environment.ensure([run], tmp_path)
    assert calls == [
        "create",
        "install requirements.txt",
        "install requirements.txt requirements-dev.txt",
        "install requirements.txt",
    ]


def test_an_interrupted_install_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("a==1\n", encoding="utf-8")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 1))
    with pytest.raises(environment.SetupError, match="did not finish"):
        environment.install(tmp_path, [requirements])
    assert not environment.is_installed(tmp_path, requirements)


def test_a_python_that_does_not_start_is_not_usable(tmp_path: Path) -> None:
    assert environment.is_usable(Path(sys.executable))
    assert not environment.is_usable(tmp_path / "python")


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands in for Python")
def test_a_python_of_another_version_is_not_usable(tmp_path: Path) -> None:
    stand_in = tmp_path / "中文 python"
    stand_in.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    stand_in.chmod(0o755)
    assert not environment.is_usable(stand_in)


def test_a_taken_port_is_passed_over_or_named() -> None:
    with socket.socket() as taken:
        taken.bind((start.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not start.is_free(port)
        with pytest.raises(environment.SetupError, match=f"Port {port} is in use"):
            start.choose_port(port)
    assert start.choose_port(port) == port


def test_an_app_that_ends_at_once_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "answers", lambda _: False)
    app = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(environment.SetupError, match="did not start"):
        start.run(app, "http://127.0.0.1:9", browser=False)
    assert app.returncode == 3


@pytest.mark.parametrize(
    ("platform", "display", "expected"),
    [("linux", None, False), ("linux", ":0", True), ("win32", None, True), ("darwin", None, True)],
)
def test_a_browser_opens_only_where_one_can_be_seen(
    platform: str, display: str | None, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    if display:
        monkeypatch.setenv("DISPLAY", display)
    assert start.has_screen() is expected


def test_the_double_click_file_suits_windows() -> None:
    """cmd needs CRLF and stumbles over a BOM; a line that ends in a wide character can swallow its line break."""
    content = (ROOT / "run.bat").read_bytes()
    lines = content.split(b"\r\n")
    assert content.startswith(b"@echo off\r\n")
    assert not any(b"\n" in line for line in lines)
    assert all(line[-1:].isascii() for line in lines)


def test_every_requirement_is_pinned() -> None:
    lines = [
        line
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
    ]
    assert all(line.count("==") == 1 and not line.startswith("-") for line in lines)
