"""Invented talks as the analysis reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from curation.signals import Bubble, Found, Fragment, Line, analyse
from curation.uses import DEFAULTS

NOON = 1_714_550_400.0


def fragment(number: int, *lines: str, start: float = NOON, gap: float = 20, chat: int = 1, **more: Any) -> Fragment:
    """``P text`` or ``h text``; ``h <kind> text`` for anything but a text message.

    Bubbles and messages are numbered on from 100 times the fragment's number; ``quotes``: position -> message.
    """
    quotes = more.pop("quotes", {})
    bubbles = [_bubble(100 * number + i, text, start + gap * i, quotes.get(i)) for i, text in enumerate(lines)]
    return Fragment(number, chat, bubbles, **more)


def _bubble(number: int, text: str, time: float, quotes: int | None) -> Bubble:
    who, _, words = text.partition(" ")
    kind = "text"
    if words.startswith("<"):
        kind, _, words = words[1:].partition(">")
    line = Line({"P": "persona", "h": "human"}[who], DEFAULTS.of(kind, words.strip()), kind, words.strip())
    return Bubble(number, line, who, time, number, quotes)


def found(fragments: Sequence[Fragment], kind: str, of: int = 1) -> list[Found]:
    """The signals of one kind that a fragment gets, the strongest first."""
    own = [one for one in analyse(fragments) if one.fragment == of and one.signal.kind == kind]
    return sorted(own, key=lambda one: -one.signal.score)


def score(fragments: Sequence[Fragment], kind: str, of: int = 1) -> float:
    """The highest score, 0 without a signal."""
    return max((one.signal.score for one in found(fragments, kind, of)), default=0.0)
