"""The export gate: does a finished text still contain a value that was to be replaced?

Written apart from the recognizers on purpose: it knows the values and looks for nothing else, so a mistake there
is not repeated here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import ahocorasick

from curation.privacy.spans import Spans
from curation.privacy.surrogates import Known

NUMERALS = dict(zip("零〇一幺二两三四五六七八九壹贰叁肆伍陆柒捌玖", "0011223456789123456789", strict=True))
LONG_NUMBER = 9
"""Digits from which a value is a hit inside a longer number too (+86, an order number glued to a phone)."""
SHORT = 6
"""Values with fewer letters and digits are only searched as they stand; Han may have spaces and dots between."""
BETWEEN_HAN = frozenset(" \t\u3000\u00a0·•・.\u200b\u200c\u200d\u2060\ufeff")
"""What may separate the characters of a name; a comma or a line break ends it."""


class Hit(NamedTuple):
    """``text[start:end]`` is an accepted value in some spelling; ``value`` is the one that was given."""

    start: int
    end: int
    entity: str
    value: str


class Searcher:
    """Finds given values in texts: as they stand, in full width, in other case, with separators left out or put in,
    digits spelled 一三八. Built once in O(total length); a search is linear in the text.
    """

    def __init__(self, values: Iterable[tuple[str, str]], surrogates: Iterable[str] = ()) -> None:
        """``surrogates``: those in use; what lies inside one is no hit (周明 in the invented 周明远)."""
        self._surrogates = Known(surrogates)
        self._automaton = ahocorasick.Automaton()
        self._literal: list[tuple[str, str]] = []
        for entity, value in values:
            if value and not _project(value, False)[0]:
                self._literal.append((entity, value))
            for key in {_project(value, False)[0], _project(value, True)[0]}:
                if key:
                    known = self._automaton.get(key, [])
                    self._automaton.add_word(key, [*known, (entity, value)])
        self._plain = _plain_values(self._automaton)
        self._automaton.make_automaton()
        self._empty = len(self._automaton) == 0

    def search(self, text: str) -> list[Hit]:
        """Every hit, sorted; the same place may hold several values."""
        hits = {
            Hit(at.start(), at.end(), entity, value)
            for entity, value in self._literal
            for at in re.finditer(re.escape(value), text)
        }
        if not self._empty:
            hits |= set(self._hits(text, False))
            if sum(map(NUMERALS.__contains__, text)) >= SHORT:
                hits |= set(self._hits(text, True))
        ours = Spans(self._surrogates.spans(text) if hits else ())
        return sorted(h for h in hits if not ours.hold(h.start, h.end))

    def _hits(self, text: str, spelled: bool) -> Iterator[Hit]:
        projected, offsets = _project(text, spelled)
        for last, entries in self._automaton.iter(projected):
            length = len(self._plain[id(entries)])
            first = last + 1 - length
            start, end = offsets[first], offsets[last] + 1
            if _stands_alone(text, start, end, projected[first : last + 1]) and _close(text, offsets[first : last + 1]):
                yield from (Hit(start, end, entity, value) for entity, value in entries)


def _plain_values(automaton: ahocorasick.Automaton) -> dict[int, str]:
    """Identity of an entry list -> its key."""
    return {id(entries): key for key, entries in automaton.items()}


@cache
def _char(char: str, spelled: bool) -> str:
    """What a character becomes: compatibility form, folded case; nothing for separators and invisible ones."""
    if spelled and char in NUMERALS:
        return NUMERALS[char]
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", char).casefold()))


def _project(text: str, spelled: bool) -> tuple[str, list[int]]:
    """Letters and digits only, and where each came from."""
    pieces = [_char(char, spelled) for char in text]
    return "".join(pieces), [i for i, piece in enumerate(pieces) for _ in piece]


def _stands_alone(text: str, start: int, end: int, key: str) -> bool:
    """A number is not a part of a longer number, a Latin word not a part of a longer word."""
    if key.isdecimal() and len(key) >= LONG_NUMBER:
        return True
    return not (_runs_on(text, start - 1, start) or _runs_on(text, end - 1, end))


def _runs_on(text: str, left: int, right: int) -> bool:
    if left < 0 or right >= len(text):
        return False
    a, b = _char(text[left], False), _char(text[right], False)
    if not (a.isascii() and b.isascii() and a and b):
        return False
    return (a.isdecimal() and b.isdecimal()) or (a.isalpha() and b.isalpha())


def _close(text: str, offsets: list[int]) -> bool:
    """The characters of a hit stand together: numbers with separators at most, Han with spaces and dots at most."""
    for left, right in pairwise(offsets):
        gap = text[left + 1 : right]
        if not gap:
            continue
        han = not (text[left].isascii() or text[right].isascii() or _numeral(text[left]))
        if len(gap) > 3 or "\n" in gap or not (len(offsets) >= SHORT or han) or (han and not set(gap) <= BETWEEN_HAN):
            return False
    return True


def _numeral(char: str) -> bool:
    return char in NUMERALS or unicodedata.normalize("NFKC", char).isdecimal()
