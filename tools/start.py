"""Start Ruwo and open it in the browser; ``make run`` and run.bat call this.

    python -m tools.start [--port N] [--no-browser]

Streamlit opens no browser for an app with its own middleware, so this does. Standard library only.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from pathlib import Path
from types import FrameType

from tools import environment

HOST = "127.0.0.1"
PORTS = range(8501, 8600)
PATIENCE = 120.0
"""Seconds until the app must answer; a slow disk's first start takes half a minute."""


def is_free(port: int) -> bool:
    """Nothing listens there."""
    with socket.socket() as probe:
        if os.name != "nt":  # on Windows the option would let two programs share a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def choose_port(wanted: int | None) -> int:
    """The wanted port, or the first free one. Raises SetupError."""
    free = next((port for port in ([wanted] if wanted else PORTS) if is_free(port)), None)
    if free is None:
        raise environment.SetupError(
            f"端口 {wanted or PORTS[0]} 被占用：关掉占用它的程序，或换一个端口（make run PORT=8600）。\n"
            f"Port {wanted or PORTS[0]} is in use: close the program that holds it, or choose another "
            "(make run PORT=8600)."
        )
    return free


def launch(python: Path, port: int) -> subprocess.Popen[bytes]:
    """The app as a child process."""
    command = [str(python), "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    quiet = ["--server.headless", "true", "--logger.hideWelcomeMessage", "true"]
    return subprocess.Popen([*command, *quiet], cwd=environment.ROOT, env={**os.environ, "PYTHONUTF8": "1"})


def answers(url: str) -> bool:
    """The app is up; a proxy set for the internet is not asked."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{url}/_stcore/health", timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def wait_until_up(app: subprocess.Popen[bytes], url: str) -> bool:
    """True once it answers; False when it ended or took longer than PATIENCE."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if answers(url):
            return True
        try:
            app.wait(timeout=0.2)
            return False
        except subprocess.TimeoutExpired:
            continue
    return False


def has_screen() -> bool:
    """A browser can be shown; on a server it would be a text browser in this terminal."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(app: subprocess.Popen[bytes], url: str, *, browser: bool) -> int:
    """Follow the app until it ends; its exit code."""
    if not wait_until_up(app, url):
        app.terminate()
        raise environment.SetupError("如我没有启动成功，原因见上。\nRuwo did not start; the reason is above.")
    environment.say(f"\n  如我已启动：{url}  （按 Ctrl+C 停止）\n  Ruwo is running: {url}  (Ctrl+C stops it)\n")
    if browser and has_screen():
        webbrowser.open(url)
    return app.wait()


def stop(_number: int, _frame: FrameType | None) -> None:
    """A termination request ends the app the way Ctrl+C does."""
    raise KeyboardInterrupt


def main() -> int:
    parser = argparse.ArgumentParser(description="Start Ruwo and open it in the browser.")
    parser.add_argument("--port", type=int, help="default: the first free one from 8501")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, stop)
    app = None
    try:
        python = environment.ensure([environment.ROOT / "requirements.txt"])
        port = choose_port(options.port)
        app = launch(python, port)
        return run(app, f"http://{HOST}:{port}", browser=not options.no_browser)
    except environment.SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        if app is not None:
            app.terminate()
            app.wait()
        return 0


if __name__ == "__main__":
    sys.exit(main())
