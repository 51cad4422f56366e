"""Reading a source, beside a bare read of the same file: the figures of :mod:`bench.sources`."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import chats
from bench.measuring import Figure, race, seconds
from bench.sources import bare
from curation import sources


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """``sources.read`` of a CSV over ``csv.reader``, of training JSON over ``orjson``."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = [chats.write_csv(folder / "CSV.csv", options.messages)]
        made.append(chats.write_training(folder / "training JSON.json", options.messages // 4))
        for file in [options.file] if options.file else made:
            runs = (lambda: seconds(lambda: sources.read(file)), lambda: seconds(lambda: bare(file)))  # noqa: B023
            ours, floor = race(*runs, rounds=options.rounds)
            kind = "orjson" if file.suffix == ".json" else "csv.reader"
            yield Figure(f"read {file.stem}", ours * 1_000, "ms", floor * 1_000, kind, 3.0)
