"""Texts as one array of normalised characters, so that nothing below loops over messages."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint16]

SIMPLIFIED = Path(__file__).resolve().parents[3] / "assets" / "topics" / "simplified.json"
"""What ``tools/simplified.py`` wrote."""

LONGEST = 400
"""Characters of a bubble that are looked at."""

BREAK = 0x20
"""Stands for white space, for control characters and behind every text."""

_OTHER_PLANES = 0xE000
"""Emoji and rare Han characters are folded into the private use area, 4,096 classes of them."""


def flatten(texts: Sequence[str]) -> tuple[Codes, NDArray[np.int64]]:
    """Codes of all texts, each followed by BREAK, and where each starts (one entry more than texts)."""
    cut = [text[:LONGEST] for text in texts]
    starts = np.zeros(len(cut) + 1, np.int64)
    np.cumsum(np.fromiter((len(text) + 1 for text in cut), np.int64, len(cut)), out=starts[1:])
    raw = ("\n".join(cut) + "\n" if cut else "").encode("utf-32-le", "surrogatepass")
    wide = np.frombuffer(raw, np.uint32)
    folded = np.where(wide < 0x10000, wide, _OTHER_PLANES + (wide & 0xFFF)).astype(np.uint16)
    return _normal()[folded], starts


@cache
def _normal() -> Codes:
    """Code -> code without case, width and value of digits, and of the simplified character for a traditional one."""
    found = np.fromiter(map(_one, range(0x10000)), np.uint16, 0x10000)
    held = json.loads(SIMPLIFIED.read_text(encoding="utf-8"))
    found[list(map(ord, held["traditional"]))] = list(map(ord, held["simplified"]))
    return found


def _one(code: int) -> int:
    folded = unicodedata.normalize("NFKC", chr(code)).lower()
    char = folded if len(folded) == 1 and ord(folded) < 0x10000 else chr(code)
    category = unicodedata.category(char)
    if category in ("Cc", "Zs", "Zl", "Zp", "Cf"):
        return BREAK
    return ord("0") if category == "Nd" else ord(char)


@cache
def letters() -> NDArray[np.bool_]:
    """Code -> is a letter, a Han character or a digit."""
    return np.fromiter((unicodedata.category(chr(c))[0] in "LN" for c in range(0x10000)), np.bool_, 0x10000)


@cache
def alphabetic() -> NDArray[np.bool_]:
    """Code -> is a letter of an alphabet (Latin, Greek, Cyrillic), of which only whole words mean something."""
    codes = np.arange(0x10000)
    found: NDArray[np.bool_] = letters() & (codes < 0x590) & (codes != ord("0"))
    return found


def runs(flags: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each stretch of flagged characters begins, and where it ends."""
    edges = np.flatnonzero(np.diff(flags, prepend=False, append=False))
    return edges[::2], edges[1::2]


def members(chars: str) -> NDArray[np.bool_]:
    """Code -> is one of these characters."""
    table = np.zeros(0x10000, np.bool_)
    table[[ord(char) for char in chars]] = True
    return table


def totals(values: NDArray[np.generic], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sum of ``values`` (flags or counts, one a character) in each stretch between two starts."""
    sums = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=sums[1:])
    return sums[starts[1:]] - sums[starts[:-1]]
