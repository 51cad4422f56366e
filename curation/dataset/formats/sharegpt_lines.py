"""ShareGPT with one row a line, for tools that read JSON Lines.

LLaMA-Factory reads it too, with one trap the JSON list does not have: a column whose texts are all dates
(``2024-01-01`` as the whole system text) becomes dates, and the run stops.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from curation.dataset.formats import sharegpt
from curation.dataset.rows import Row
from curation.errors import N_

NAME = N_("ShareGPT (JSON Lines)")
EXTENSION = "jsonl"
ENTRY = sharegpt.ENTRY


def write(rows: Iterable[Row], stream: BinaryIO) -> None:
    """UTF-8 without BOM; the same bytes for the same rows."""
    stream.writelines(sharegpt.line(row) + b"\n" for row in rows)
