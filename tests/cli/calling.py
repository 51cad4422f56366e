"""Commands, called in this process or in one of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import Result
from typer.testing import CliRunner

from curation.cli import app

ROOT = Path(__file__).parents[2]


def run(*args: object, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [str(arg) for arg in args])
    assert result.exit_code == code, (result.output, result.stderr, result.exception)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def refused(*args: object) -> str:
    """The one sentence on stderr."""
    result = run(*args, code=1)
    assert result.stdout == ""
    assert result.stderr.endswith("\n")
    assert "\n" not in result.stderr.strip()
    assert "{" not in result.stderr
    return result.stderr.strip()


def rows(out: Path) -> list[dict[str, Any]]:
    return json.loads((out / "ruwo.json").read_text(encoding="utf-8"))


def module(home: Path, *args: object, **options: Any) -> subprocess.Popen[str]:
    """``python -m curation`` as a process of its own."""
    environment = {**os.environ, "RUWO_HOME": str(home), "PYTHONIOENCODING": "utf-8", "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "curation", *map(str, args)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **options,
    )
