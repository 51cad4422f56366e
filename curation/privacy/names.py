"""Name memory: a name found once is looked for everywhere, without the model."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import ahocorasick

from curation.privacy.findings import Finding
from curation.privacy.reading import FOLD, INVISIBLE, Reading

EDGE = "\x00"
"""Between texts that are searched together; no name has it."""
CHUNK = 4_096

ENOUGH = 0.7
"""Confidence from which a name is remembered; below it one false alarm would become many."""


class NameMemory:
    """Aho-Corasick over known names; compares folded, case-insensitive text."""

    def __init__(self, names: Iterable[str]) -> None:
        self._automaton = ahocorasick.Automaton()
        for name in names:
            key = Reading(name.strip()).text.casefold()
            if len(key) >= 2 and not key.isdigit() and len(key) == len(Reading(name.strip()).text):
                self._automaton.add_word(key, len(key))
        self._automaton.make_automaton()
        self._empty = len(self._automaton) == 0

    def where(self, texts: Sequence[str]) -> Iterator[int]:
        """Indexes of the texts in which a name may stand: one search over all of them together."""
        if self._empty:
            return
        for first in range(0, len(texts), CHUNK):
            joined = EDGE.join(text.replace(EDGE, " ") for text in texts[first : first + CHUNK])
            plain = INVISIBLE.sub("", joined).translate(FOLD).casefold()
            edges = [at.start() for at in re.finditer(EDGE, plain)]
            hits = (bisect_left(edges, last) for last, _ in self._automaton.iter(plain))
            yield from (first + index for index, _ in groupby(hits))

    def find(self, reading: Reading) -> Iterator[Finding]:
        """Findings of known names; a Latin name is not found inside a longer word."""
        if self._empty:
            return
        text = reading.text.casefold()
        if len(text) != len(reading.text):
            text = reading.text.lower() if len(reading.text.lower()) == len(reading.text) else reading.text
        for last, length in self._automaton.iter(text):
            start, end = last + 1 - length, last + 1
            if not (_latin(text, start - 1, start) or _latin(text, end - 1, end)):
                yield Finding(start, end, "PERSON", 0.9, "names")


def _latin(text: str, left: int, right: int) -> bool:
    """Whether a Latin word runs on from ``left`` to ``right``."""
    return 0 <= left and right < len(text) and text[left : left + 2].isascii() and text[left : left + 2].isalnum()


def learn_names(texts: Sequence[str], findings: Sequence[Sequence[Finding]]) -> list[str]:
    """Found names that are safe to look for everywhere, most frequent first.

    Safe: at least two characters, seen as PERSON with confidence, and found at no less than half of the places where
    the characters stand together (小龙 is none where 小龙虾 is eaten more often).
    """
    seen: Counter[str] = Counter()
    for text, found in zip(texts, findings, strict=True):
        seen.update(text[f.start : f.end] for f in found if f.entity == "PERSON" and f.score >= ENOUGH)
    memory = NameMemory(seen)
    found_at, standing = Counter[str](), Counter[str]()
    for index in memory.where(texts):
        text, reading = texts[index], Reading(texts[index])
        people = {at for f in findings[index] if f.entity == "PERSON" for at in range(f.start, f.end)}
        for f in memory.find(reading):
            start, end = reading.span(f.start, f.end)
            standing[text[start:end]] += 1
            found_at[text[start:end]] += people.issuperset(range(start, end))
    return [name for name, _ in seen.most_common() if len(name) >= 2 and 2 * found_at[name] >= max(1, standing[name])]
