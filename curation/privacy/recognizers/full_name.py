"""Full names: surname and given name, 王小明, 欧阳娜娜."""

from __future__ import annotations

from collections.abc import Iterator

from curation.privacy.evidence import around, belief, cut, doubt, ends_badly, given, introduced, mass, orphan
from curation.privacy.findings import Finding
from curation.privacy.lexicon import COMMON_SURNAMES, COMPOUND_SURNAMES, SURNAMES
from curation.privacy.reading import Reading
from curation.privacy.recognizer import ChineseRecognizer

HOT = 0.1
"""Share of the model's belief from which a surname is looked at without an announcement."""


class FullName(ChineseRecognizer):
    """Weighs each surname that the model or an announcement points at, with one and with two characters behind."""

    ENTITY = "PERSON"

    def find(self, reading: Reading) -> Iterator[Finding]:
        announced = introduced(reading)
        for start in self._starts(reading, announced):
            best = max(self._candidates(reading, start, announced), default=None)
            if best is not None and best[0] > 0:
                yield Finding(start, best[1], self.ENTITY, min(1.0, best[0]), self.name)

    def _starts(self, reading: Reading, announced: frozenset[int]) -> Iterator[int]:
        text, person = reading.text, reading.person
        for at in range(len(text) - 1):
            hot = at in announced or (person and max(person[at], person[at + 1]) > HOT)
            if hot and (text[at] in SURNAMES or text[at : at + 2] in COMPOUND_SURNAMES):
                yield at

    def _candidates(self, reading: Reading, start: int, announced: frozenset[int]) -> Iterator[tuple[float, int]]:
        compound = reading.text[start : start + 2] in COMPOUND_SURNAMES
        sizes = (3, 4) if compound else (2, 3)
        for end in (start + size for size in sizes):
            name = reading.text[start:end]
            if end <= len(reading.text) and all("一" <= char <= "鿿" for char in name):
                yield self._weigh(reading, start, end, compound, announced), end

    def _weigh(self, reading: Reading, start: int, end: int, compound: bool, announced: frozenset[int]) -> float:
        text = reading.text
        surname = 2 if compound else 1
        score = 0.42 + belief(reading, start, end) + around(reading, start, end, announced)
        score += 0.08 if compound or text[start] in COMMON_SURNAMES else -0.05
        score += given(text[start + surname : end]) + (0.03 if end - start - surname == 2 else 0.0)
        score -= doubt(reading, start, end) + (0.0 if start in announced else cut(reading, start, end))
        score -= 0.12 if text[start + surname : end] in reading.vocabulary and start + surname in reading.heads else 0.0
        if start + 1 < end and text[start + 1] in SURNAMES and mass(reading, start, start + 1) < 0.3:
            score -= 0.3 if mass(reading, start + 1, end) > 0.7 else 0.0
        score -= orphan(reading, end) if end - start == surname + 1 else 0.0
        score += 0.2 if start in announced and not "一" <= text[end : end + 1] <= "鿿" else 0.0
        score -= 0.35 if ends_badly(text, end) and mass(reading, end - 1, end) < 0.8 else 0.0
        score -= (
            0.3
            if end < len(text) and mass(reading, end, end + 1) > (0.8 if ends_badly(text, end + 1) else 0.5)
            else 0.0
        )
        return score
