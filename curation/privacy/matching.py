"""Where given words stand in a text, in other case, full width, or with separators between their characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

import ahocorasick

from curation.privacy.reading import BRACKETED, FOLD, INVISIBLE
from curation.privacy.spans import Spans

SEPARATORS = frozenset(" \t-_.,:;/|*~()[]·•・‧。、；：（）【】—…")
"""What may stand between two characters of a word (138-1234, 李·望·舒)."""
BETWEEN_HAN = frozenset(" \t·•・‧.")
"""What may stand between two Han characters: a comma or a bracket ends a word there."""
WIDEST = 3
"""Separators in a row that still hold a word together."""


def _squeezing() -> dict[int, str | None]:
    """Code point -> its plain lower-case form, nothing for separators and invisible characters."""
    table: dict[int, str | None] = {c: None if p in SEPARATORS else p.lower() for c, p in FOLD.items()}
    table |= dict.fromkeys(map(ord, SEPARATORS), None)
    return table | {code: None for code in range(0xAD, 0xFF00) if INVISIBLE.match(chr(code))}


_SQUEEZE = _squeezing()


def squeezed(text: str) -> str:
    """Lower case, half width, without separators and invisible characters."""
    return text.lower().translate(_SQUEEZE)


class Words:
    """Aho-Corasick over words; built in O(total length), a search is linear in the text.

    A Latin word or a number is not found inside a longer one. A word of signs alone is found as it stands. Stickers
    and placeholders ([捂脸], [电话1]) are not searched, unless the word itself has a bracket.
    """

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        """``words``: (word, what to answer where it stands)."""
        self._literal: dict[str, str] = {}
        self._automaton = ahocorasick.Automaton()
        for word, answer in words:
            key = squeezed(word)
            if any(map(str.isalnum, key)):
                self._automaton.add_word(key, (len(key), word.strip(), answer))
            elif word.strip():
                self._literal[word.strip()] = answer
        self._automaton.make_automaton()
        self._any = len(self._automaton) > 0

    def spans(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, answer) of every hit, in code points of the text; hits may overlap."""
        for word, answer in self._literal.items():
            yield from ((*at.span(), answer) for at in re.finditer(re.escape(word), text))
        if not self._any:
            return
        offsets: list[int] = []
        closed = Spans(())
        for last, (length, word, answer) in self._automaton.iter(squeezed(text)):
            if not offsets:
                offsets = [i for i, char in enumerate(text) for _ in squeezed(char)]
                closed = Spans(at.span() for at in BRACKETED.finditer(text))
            here = offsets[last + 1 - length : last + 1]
            start, end = here[0], here[-1] + 1
            if "[" not in word and closed.touch(start, end):
                continue
            if _runs_on(text, start - 1, start) or _runs_on(text, end - 1, end):
                continue
            before, core, behind = _edges(word)
            if text[start:end] == core or _together(text, here):
                start -= len(before) if text.endswith(before, 0, start) else 0
                end += len(behind) if text.startswith(behind, end) else 0
                yield start, end, answer


@lru_cache(maxsize=1_000)
def _edges(word: str) -> tuple[str, str, str]:
    """The signs a word begins with, the rest, the signs it ends with ([云雀] is found with its brackets)."""
    inner = [i for i, char in enumerate(word) if squeezed(char)]
    return word[: inner[0]], word[inner[0] : inner[-1] + 1], word[inner[-1] + 1 :]


def _together(text: str, offsets: list[int]) -> bool:
    """Nothing but a few separators stands between the characters."""
    for left, right in pairwise(offsets):
        gap = INVISIBLE.sub("", text[left + 1 : right]).translate(FOLD)
        han = "一" <= text[left] <= "鿿" and "一" <= text[right] <= "鿿"
        if len(gap) > WIDEST or (han and not set(gap) <= BETWEEN_HAN):
            return False
    return True


def _runs_on(text: str, left: int, right: int) -> bool:
    if left < 0 or right >= len(text):
        return False
    pair = text[left : right + 1].translate(FOLD)
    return pair.isascii() and (pair.isalpha() or pair.isdigit())
