"""Which of the persona's replies fits a text best: BM25 over characters and pairs of characters.

Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3. Pairs of
characters stand in for words, as is usual for Chinese text without a word list.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

Context = str | Sequence[str]
"""What was said before a reply: the other side's turns, oldest first; a plain text is one turn."""

K1, B = 1.2, 0.75
"""BM25's usual saturation and length normalisation."""
TURN_DECAY = 0.4
"""A turn counts this much of the one after it."""
FLOOR = 0.15
"""Least share of the text's own weight that a context must cover for its reply to be given. In the dialogues of the
tests, contexts about something else reach 0.12, ones that fit 0.4 and more."""
QUERY_CHARACTERS = 200
"""Of a longer text only its end is looked up."""

_Ints = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]


class ReplyIndex:
    """An inverted index over ``(context, reply)`` pairs; pairs without a reply or a context are left out.

    Deterministic: of equally fitting replies the earliest pair's is given.
    """

    def __init__(self, pairs: Iterable[tuple[Context, str]]) -> None:
        usable = [(turns, reply) for context, reply in pairs if (turns := _turns(context)) and reply]
        self._replies = [reply for _, reply in usable]
        grams, documents, weights = _all_grams([turns for turns, _ in usable])
        self._index(grams, documents, weights)

    def _index(self, grams: _Ints, documents: _Ints, weights: _Floats) -> None:
        """Postings sorted by gram: for gram i, ``_documents[_bounds[i]:_bounds[i + 1]]`` and what each adds."""
        count = max(len(self._replies), 1)
        self._grams, which = np.unique(grams, return_inverse=True)
        cells, cell = np.unique(which * count + documents, return_inverse=True)
        frequency = np.bincount(cell, weights, len(cells))
        self._documents = cells % count
        self._bounds = np.searchsorted(cells // count, np.arange(len(self._grams) + 1))
        length = np.bincount(documents, weights, count)
        norm = K1 * (1 - B + B * length / (length.mean() or 1.0))
        self._gains = frequency * (K1 + 1) / (frequency + norm[self._documents])
        share = np.diff(self._bounds)
        self._idf = np.log1p((count - share + 0.5) / (share + 0.5))
        self._unseen_idf = float(np.log1p((count + 0.5) / 0.5))

    def best(self, text: Context) -> str | None:
        """The reply whose context is nearest to ``text``; None when none covers :data:`FLOOR` of it."""
        grams, _, weights = _all_grams([_turns(text)], QUERY_CHARACTERS)
        if not self._replies or not len(grams):
            return None
        wanted, which = np.unique(grams, return_inverse=True)
        scores, most = self._scores(wanted, np.bincount(which, weights).astype(np.float64))
        winner = int(np.argmax(scores))
        return self._replies[winner] if scores[winner] >= FLOOR * most else None

    def _scores(self, wanted: _Ints, weights: _Floats) -> tuple[_Floats, float]:
        """Per pair its BM25 score, and the score of a context of usual length that holds all of it once."""
        scores = np.zeros(len(self._replies))
        most = 0.0
        places = np.searchsorted(self._grams, wanted)
        for gram, weight, place in zip(wanted.tolist(), weights.tolist(), places.tolist(), strict=True):
            if place == len(self._grams) or self._grams[place] != gram:
                most += weight * self._unseen_idf
                continue
            here = slice(self._bounds[place], self._bounds[place + 1])
            scores[self._documents[here]] += weight * self._idf[place] * self._gains[here]
            most += weight * float(self._idf[place])
        return scores, most


def _turns(context: Context) -> list[str]:
    turns = [context] if isinstance(context, str) else context
    return [plain for turn in turns if (plain := _plain(turn))]


def _plain(text: str) -> str:
    """Letters and digits without case and width variants; where there are none (kaomoji), all but spaces."""
    same = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, same)) or "".join(same.split())


def _all_grams(documents: Sequence[Sequence[str]], last: int | None = None) -> tuple[_Ints, _Ints, _Floats]:
    """Characters and pairs within a turn as numbers, beside the document and the weight of each.

    ``last`` keeps only so many characters of the end of every turn.
    """
    turns: list[str] = []
    owners: list[int] = []
    weights: list[float] = []
    for owner, document in enumerate(documents):
        turns += [turn[-last:] if last else turn for turn in document]
        owners += [owner] * len(document)
        weights += [TURN_DECAY**age for age in range(len(document) - 1, -1, -1)]
    grams, turn = _grams(turns)
    return grams, np.array(owners, np.int64)[turn], np.array(weights, np.float64)[turn]


def _grams(turns: Sequence[str]) -> tuple[_Ints, _Ints]:
    """Every character and every pair of neighbours as a number, and the turn it stands in."""
    codes = np.frombuffer("".join(turns).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    turn = np.repeat(np.arange(len(turns), dtype=np.int64), np.array([len(text) for text in turns], np.int64))
    first = np.flatnonzero(turn[1:] == turn[:-1])
    # A character needs 21 bits.
    pairs = (codes[first] << 21) | codes[first + 1]
    return np.concatenate([codes, pairs]), np.concatenate([turn, turn[first]])
