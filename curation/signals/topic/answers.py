"""Does a turn fit between what was said before and after it? One regression over features of the turn and the next.

The weights (assets/topics/answers.json, written by ``tools/answers.py``) were learned from threads in which a turn was
swapped for one of another thread. Unlike the reply check, what follows is looked at: it lifts the AUC on threads that
were left out from .81 to .86.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from curation.errors import N_
from curation.signals.line import Because
from curation.signals.topic import assets, features, turns
from curation.signals.topic.assets import Logistic

AROUND = 3
"""Turns before, and turns after, that are looked at."""

HERE = (
    "c1", "c2", "c3", "cskip", "lex1", "lex3", "opener", "length_before", "length", "question_before", "question",
    "nod", "linking",
)  # fmt: skip
NEXT = ("c1", "lex1", "lex3")
"""Features of the turn, and of the one after it (0 where there is none)."""

NAMES = (*HERE, *(f"next_{name}" for name in NEXT), "has_next")

_LEAST = 0.3
"""Log odds below which a part is not worth a sentence."""

_GROUPS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"lex1", "lex3"}), N_("no word in common with the three turns before")),
    (frozenset({"c1", "c2", "c3", "cskip"}), N_("about something else than the turns before")),
    (frozenset({"next_c1", "next_lex1", "next_lex3"}), N_("the next turn does not take it up")),
    (frozenset({"opener"}), N_("sounds like an opening")),
)


def window(texts: Sequence[str], at: int) -> tuple[list[str], int]:
    """The texts around one of them, and where it stands among these."""
    first = max(at - AROUND, 0)
    return list(texts[first : at + AROUND]), at - first


def matrix(talks: Sequence[Sequence[str]], places: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    """(places, NAMES): of turns, each given by the number of its talk and its own in it."""
    if not places:
        return np.zeros((0, len(NAMES)), np.float32)
    talk = turns.of_texts([list(texts) for texts in talks])
    found = features.columns(talk, assets.load())
    sizes = np.fromiter(map(len, talks), np.int64, len(talks))
    number, at = np.array(places, np.int64).T
    here = (np.cumsum(sizes) - sizes)[number] + at
    follows = at + 1 < sizes[number]
    after = np.where(follows, here + 1, here)
    columns = [found[name][here] for name in HERE] + [np.where(follows, found[name][after], 0) for name in NEXT]
    return np.stack([*columns, follows], axis=1).astype(np.float32)


def odds(values: NDArray[np.float32]) -> NDArray[np.float64]:
    """Log odds that the turn belongs elsewhere, when every second one did."""
    return model().odds(values)


def because(values: NDArray[np.float32]) -> Iterator[Because]:
    """What of one turn's features speaks against it, the strongest first."""
    parts = dict(zip(NAMES, model().parts(values[None])[0].tolist(), strict=True))
    weights = [(sum(parts[name] for name in names), words) for names, words in _GROUPS]
    yield from (Because(words) for weight, words in sorted(weights, reverse=True) if weight >= _LEAST)


@cache
def model() -> Logistic:
    """The shipped weights."""
    held = json.loads((assets.FOLDER / "answers.json").read_text(encoding="utf-8"))
    weights, mean, scale = (np.array([held[part][name] for name in NAMES]) for part in ("weights", "mean", "scale"))
    return Logistic(weights, mean, scale, float(held["bias"]))
