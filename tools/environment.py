"""Make .venv hold what the requirement files name: once, and again when one of them changes.

    python -m tools.environment requirements.txt [requirements-dev.txt]

Uses only the standard library: it runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
OLDEST, NEWEST = (3, 11), (3, 14)


class SetupError(Exception):
    """One sentence, in both languages, that says what to do."""


def python(venv: Path = VENV) -> Path:
    """The interpreter of a virtual environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def is_usable(interpreter: Path) -> bool:
    """It starts, and is of a version Ruwo runs on. False after Python was updated or the folder moved."""
    code = f"import sys; raise SystemExit(not {OLDEST} <= sys.version_info[:2] <= {NEWEST})"
    try:
        return subprocess.run([interpreter, "-c", code], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def stamp(venv: Path, requirements: Path) -> Path:
    """The file that says which content of a requirement file is installed."""
    return venv / f"{requirements.name}.sha256"


def is_installed(venv: Path, requirements: Path) -> bool:
    """Exactly this content was installed before."""
    mark = stamp(venv, requirements)
    return mark.exists() and mark.read_text(encoding="ascii") == digest(requirements)


def digest(requirements: Path) -> str:
    """SHA-256 of a requirement file's content."""
    return hashlib.sha256(requirements.read_bytes()).hexdigest()


def create(venv: Path) -> None:
    """A new, empty environment in place of whatever is there."""
    say("正在准备 Python 环境……  Preparing the Python environment …")
    if subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=False).returncode:
        raise SetupError(
            "无法创建 .venv。在 Debian/Ubuntu 上请先运行：sudo apt-get install python3-venv；"
            "并确认这个文件夹可以写入。\n"
            "Could not create .venv. On Debian/Ubuntu run: sudo apt-get install python3-venv; "
            "and check that this folder can be written to."
        )


def install(venv: Path, requirements: Sequence[Path]) -> None:
    """Install the files together, then note what was installed."""
    say("正在安装依赖（第一次需要几分钟）……  Installing packages (a few minutes the first time) …")
    named = [part for file in requirements for part in ("-r", file)]
    command = [python(venv), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *named]
    if subprocess.run(command, check=False).returncode:
        raise SetupError(
            "安装没有完成（原因见上）。请检查网络和磁盘空间，然后再运行一次。\n"
            "Installing did not finish (the reason is above). Check network and disk space, then run this again."
        )
    for file in requirements:
        stamp(venv, file).write_text(digest(file), encoding="ascii")


def ensure(requirements: Sequence[Path], venv: Path = VENV) -> Path:
    """The interpreter of an environment that holds what the files name. Raises SetupError."""
    if not is_usable(python(venv)):
        create(venv)
    if not all(is_installed(venv, file) for file in requirements):
        install(venv, requirements)
    return python(venv)


def say(sentence: str) -> None:
    """Show it now, in order with what pip prints."""
    print(sentence, flush=True)


def main() -> int:
    try:
        ensure([ROOT / name for name in sys.argv[1:]])
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
