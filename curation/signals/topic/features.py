"""What is known about every turn as a possible start of a topic: one column a feature."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from curation.signals.topic import characters, cues, lexical, vectors
from curation.signals.topic.assets import Assets
from curation.signals.topic.turns import Turns

Column = NDArray[np.float32]

NAMES = (
    "c1", "c2", "c3", "cskip", "depth2", "lex1", "lex3", "opener", "closer", "length_before", "length",
    "question_before", "question", "nod", "linking",
)  # fmt: skip
"""Cosines of the sums of 1, 2, 3 turns each side; of the turns before and after; how deep a valley of c2 this is; grams
seen in the turn and the three turns before; like a first turn; the turn before like a last one; and plain marks."""

_LAGS = 5
_BLOCK = 8_192


def matrix(columns: dict[str, Column], names: tuple[str, ...] = NAMES) -> NDArray[np.float32]:
    """(turns, names)."""
    return np.stack([columns[name] for name in names], axis=1)


def columns(turns: Turns, assets: Assets, *, log: bool = True) -> dict[str, Column]:
    """The columns by name, finite; ``turning`` (对了, 话说 …) beside those of NAMES.

    ``log``: the turns are one log, and what all of it has in common counts less; else no chat knows of another one.
    """
    lags, norms = _products(turns, assets, log)
    cosines = {f"c{wide}": _cosine(turns, lags, norms, wide) for wide in (1, 2, 3)}
    lex1, lex3 = lexical.overlaps(turns, assets.frequencies, log=log)
    cue = cues.strengths(turns.codes, turns.starts, assets.cues)
    marks = {name: flag.astype(np.float32) for name, flag in cues.flags(turns.codes, turns.starts).items()}
    length = np.log1p(characters.totals(characters.letters()[turns.codes], turns.starts)).astype(np.float32)
    return {
        **cosines,
        "cskip": _shift(lags[1], -1) * _alive(turns, 1),
        "depth2": _depth(turns, cosines["c2"]),
        "lex1": lex1,
        "lex3": lex3,
        "opener": cue[:, 0],
        "closer": before(turns, cue[:, 1]),
        "length_before": before(turns, length),
        "length": length,
        "question_before": before(turns, marks["question"]),
        **marks,
    }


def before(turns: Turns, values: Column) -> Column:
    """The value of the turn before, 0 at the start of a chat."""
    return _shift(values, 1) * turns.earlier(1)


def _products(turns: Turns, assets: Assets, log: bool) -> tuple[list[Column], Column]:
    """Dot products of each centred unit vector with the 1st … 5th before it in its chat; and its own length, 0 or 1."""
    raw = vectors.embed(turns.codes, turns.starts, assets.table)
    centred, norms = vectors.centre(raw, assets.table, log=log)
    lags = [np.zeros(len(turns), np.float32) for _ in range(_LAGS)]
    for low in range(0, len(turns), _BLOCK):
        begin, end = max(low - _LAGS, 0), min(low + _BLOCK, len(turns))
        block = centred[begin:end].astype(np.float32)
        for back, column in enumerate(lags, 1):
            first = max(low, back)
            ours, theirs = block[first - begin :], block[first - begin - back : len(block) - back]
            if len(ours):
                column[first:end] = np.einsum("ij,ij->i", ours, theirs)
    lags = [column * turns.earlier(back) for back, column in enumerate(lags, 1)]
    return lags, norms


def _shift(values: Column, by: int) -> Column:
    """``values[i - by]`` at i, 0 beyond the ends."""
    found = np.zeros_like(values)
    if by > 0:
        found[by:] = values[:-by]
    elif by < 0:
        found[:by] = values[-by:]
    else:
        found[:] = values
    return found


def _alive(turns: Turns, ahead: int) -> NDArray[np.bool_]:
    """The turn ``ahead`` places on is of the same chat."""
    found = np.zeros(len(turns), np.bool_)
    size = max(len(turns) - ahead, 0)
    found[:size] = turns.earlier(ahead)[len(turns) - size :]
    return found


def _cosine(turns: Turns, lags: list[Column], norms: Column, wide: int) -> Column:
    """Cosine of the sum of the ``wide`` turns before i and the sum of i and those after it."""
    dot = sum(_shift(lags[back + on - 1], -on) for back in range(1, wide + 1) for on in range(wide))
    past, ahead = np.zeros_like(norms), np.zeros_like(norms)
    for one in range(wide):
        past += _shift(norms, one + 1) * turns.earlier(one + 1)
        ahead += _shift(norms, -one) * _alive(turns, one)
        for other in range(one):
            past += 2 * _shift(lags[one - other - 1], other + 1) * turns.earlier(one + 1)
            ahead += 2 * _shift(lags[one - other - 1], -one) * _alive(turns, one)
    scale = np.sqrt(np.maximum(past, 0) * np.maximum(ahead, 0))
    found: Column = np.divide(dot, scale, out=np.zeros_like(norms), where=scale > 1e-6)
    return found


def _depth(turns: Turns, cosine: Column) -> Column:
    """How far c2 falls below its highest value in the three places before and after."""
    left, right = cosine.copy(), cosine.copy()
    for step in range(1, 4):
        left = np.maximum(left, np.where(turns.earlier(step + 1), _shift(cosine, step), -1))
        right = np.maximum(right, np.where(_alive(turns, step), _shift(cosine, -step), -1))
    return left + right - 2 * cosine
