"""Bubbles of one turn <-> one ``value``: the encoding that export, chat and fidelity share.

Bubbles are joined by one line break; a run of k line breaks inside a bubble is written as k + 1. A single line break is
therefore always a joint, a longer run always belongs to a bubble, and :func:`decode` gives back what was encoded.
That only holds while no bubble is empty or has a line break at its edge: ``["a\n", "b"]`` and ``["a\n\nb"]`` would both
be written as ``"a\n\n\nb"``. :func:`clean` trims such breaks, :func:`encode` refuses what was not cleaned.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from curation.errors import N_

CLEANED: dict[str, str] = {
    "crlf": N_("Windows line breaks written as plain ones"),
    "surrogate": N_("broken characters (half of a pair) replaced by “\ufffd”"),
    "media_token": N_("<image>, <video> or <audio> written with wide brackets, as trainers read them as files"),
    "edge_break": N_("line breaks at the start or end of a bubble removed"),
}
"""Code -> what :func:`clean` did, each counted by occurrence."""

_SURROGATES = r"[\ud800-\udfff]"
_MEDIA = re.compile(r"<(image|video|audio)>", re.IGNORECASE)
_EDGES = re.compile(r"\A\n+|\n+\Z")
_UNCLEAN = re.compile(rf"\r|{_SURROGATES}|{_MEDIA.pattern}|\A\n|\n\Z", re.IGNORECASE)

_STEPS: tuple[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    ("crlf", re.compile(r"\r\n?"), "\n"),
    ("surrogate", re.compile(_SURROGATES), "\ufffd"),
    ("media_token", _MEDIA, "＜\\1＞"),
)

_RUN = re.compile(r"\n+")
_JOINT = re.compile(r"(?<!\n)\n(?!\n)")


def clean(text: str) -> tuple[str, Counter[str]]:
    """The text with the few changes a trainer's file needs, and how often each was made (codes of :data:`CLEANED`).

    Everything else stays code point for code point. Cleaning twice changes nothing. A bubble may be empty afterwards:
    the caller drops it.
    """
    counts: Counter[str] = Counter()
    if not _UNCLEAN.search(text):
        return text, counts
    for code, pattern, replacement in _STEPS:
        text, found = pattern.subn(replacement, text)
        counts[code] = found
    trimmed = _EDGES.sub("", text)
    counts["edge_break"] = len(text) - len(trimmed)
    return trimmed, +counts


def encode(bubbles: Sequence[str]) -> str:
    """One value from the cleaned bubbles of a turn.

    Raises ValueError, naming only the position, for a bubble that is empty or has a line break at its edge.
    """
    for position, bubble in enumerate(bubbles):
        if not bubble or bubble[0] == "\n" or bubble[-1] == "\n":
            raise ValueError(f"bubble {position} is empty or has a line break at its edge; clean() it first")
    return "\n".join(_RUN.sub(lambda run: run[0] + "\n", bubble) for bubble in bubbles)


def decode(value: str) -> list[str]:
    """The bubbles of a value; also of a model's reply, whose line breaks at the edges are passed over."""
    inner = value.strip("\n")
    if "\n\n" not in inner:
        return inner.split("\n") if inner else []
    return [_RUN.sub(lambda run: run[0][1:], part) for part in _JOINT.split(inner)]
