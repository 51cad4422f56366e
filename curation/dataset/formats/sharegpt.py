"""ShareGPT as LLaMA-Factory and iFlytek MaaS read it: a JSON list, one row a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import BinaryIO

from curation.dataset.rows import Row
from curation.errors import N_

NAME = N_("ShareGPT (JSON)")
EXTENSION = "json"
ENTRY: Mapping[str, object] = {
    "formatting": "sharegpt",
    "columns": {"messages": "conversations", "system": "system", "tools": "tools"},
}
"""All three columns must be named: the loader forgets any that is not, and with it our system text."""

_LINE_BREAKS = str.maketrans({"\u0085": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def write(rows: Iterable[Row], stream: BinaryIO) -> None:
    """UTF-8 without BOM; the same bytes for the same rows. Check the rows first: a lone surrogate raises here."""
    separator = b"[\n"
    for row in rows:
        stream.write(separator + line(row))
        separator = b",\n"
    stream.write(b"[]\n" if separator == b"[\n" else b"\n]\n")


def line(row: Row) -> bytes:
    """One row without a line break. Unicode's own line ends are escaped, so that every tool counts the same lines."""
    return json.dumps(row.record(), ensure_ascii=False).translate(_LINE_BREAKS).encode("utf-8")
