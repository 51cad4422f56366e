"""Reading each family's files, beside the least any program must do with them; each in a process of its own.

Seconds are for a million messages, reckoned from a smaller file, which is read as an import reads it: once for the
chats, once for the messages. Memory is what the process takes more than before. The goal holds for CSV and JSON, whose
files are the longer ones: what opening a file costs is no part of what a million messages cost. The floor of texts is
only the splitting into lines, so their ratio says little.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import families
from bench.families import FAMILIES, Family
from bench.measuring import Figure

SHARE = 5
"""The invented chat of families without a goal is so many times shorter."""

GOAL = 3.0
_MEASURED = ("csv.reader", "orjson", "orjson a line")


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Time and memory of every family, or of one file."""
    with tempfile.TemporaryDirectory() as name:
        if options.file:
            yield from _of(_as_named(options.file), options.file, options.rounds)
            return
        for family in FAMILIES:
            length = options.messages if family.bare in _MEASURED else max(options.messages // SHARE, 200)
            path = families.write(family, Path(name), length)
            yield from _of(family, path, options.rounds)


def _as_named(file: Path) -> Family:
    floor = {".csv": "csv.reader", ".json": "orjson", ".jsonl": "orjson a line", ".xlsx": "zlib"}
    return Family(file.name, floor.get(file.suffix, "lines"), lambda talk: b"")


def _of(family: Family, path: Path, rounds: int) -> Iterator[Figure]:
    told, floor = _child(path, family, rounds), _child(path, family, 0)
    million = 1_000_000 / told["messages"]
    goal = GOAL if family.bare in _MEASURED else None
    yield Figure(f"read {family.name}, 1 M", told["ours"] * million, "s", told["floor"] * million, family.bare, goal)
    size = path.stat().st_size / (1 << 20)
    yield Figure(f"  memory ({size:.1f} MB file)", told["memory"], "MB", max(floor["memory"], 0.1), family.bare)


def _child(path: Path, family: Family, rounds: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.onefile", str(path), family.bare, str(rounds)]
    found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return found
