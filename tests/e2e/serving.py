"""The app as its own process, on a free port and an empty data folder."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from threading import Event
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
"""Seconds the server may take to answer."""


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """``home`` is RUWO_HOME; ``url`` stays the same when the server is killed and started again."""

    def __init__(self, home: Path, app: Path = ROOT / "app.py") -> None:
        self.home = home
        self.app = app
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = home.with_name(f"{home.name}.log")
        self.outgoing = home.with_name(f"{home.name}.outgoing")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "streamlit", "run", str(self.app)]
        options = f"--server.headless true --server.port {self.port} --server.fileWatcherType none"
        environment = os.environ | {
            "RUWO_HOME": str(self.home),
            "RUWO_TEST_OUTGOING": str(self.outgoing),
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent / "guard"), str(ROOT)]),
            "PYTHONUTF8": "1",
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *options.split(), "--logger.enableRich", "false"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._wait_until_up(self.process)

    def kill(self) -> None:
        """As ``kill -9`` or a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Ask it to end; kill it when it does not."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.kill()

    def tracebacks(self) -> list[str]:
        """What the server logged as a Python error."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        return re.findall(r"^Traceback \(most recent call last\):\n(?:\s.*\n)*\S.*", text, re.MULTILINE)

    def connections(self) -> list[str]:
        """The addresses beyond loopback that the server tried to reach."""
        return self.outgoing.read_text(encoding="utf-8").splitlines() if self.outgoing.exists() else []

    def _wait_until_up(self, process: subprocess.Popen[bytes]) -> None:
        pause, opener = Event(), build_opener(ProxyHandler({}))
        for _ in range(int(PATIENCE / 0.1)):
            try:
                with opener.open(f"{self.url}/_stcore/health", timeout=5):
                    return
            except (URLError, ConnectionError, TimeoutError):
                pause.wait(0.1)
            if process.poll() is not None:
                break
        self.stop()
        raise AssertionError(f"the server did not start:\n{self.log.read_text(encoding='utf-8', errors='replace')}")
