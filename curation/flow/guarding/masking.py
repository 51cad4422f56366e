"""Texts as they are shown until somebody asks for the values."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import RowMapping

from curation.privacy.values import mask
from curation.workspace import findings


def current(text: str, found: Sequence[RowMapping]) -> list[RowMapping]:
    """The findings of this very text, of all that its anchor ever had."""
    wanted = findings.text_hash(text) if found else 0
    return [f for f in found if f["text_hash"] == wanted]


def masked(text: str, found: Sequence[RowMapping]) -> str:
    """Every current finding masked in place; a mask is as long as what it hides."""
    for f in current(text, found):
        start, end = f["start"], f["end"]
        text = text[:start] + mask(f["entity"], text[start:end]) + text[end:]
    return text
