"""Given names alone: doubled (莉莉) or two characters (晓东)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.privacy.evidence import around, belief, cut, doubt, ends_badly, introduced, mass
from curation.privacy.findings import Finding
from curation.privacy.lexicon import DOUBLED, GIVEN, PARTICLES
from curation.privacy.reading import Reading
from curation.privacy.recognizer import ChineseRecognizer

HOT = 0.12


class GivenName(ChineseRecognizer):
    """Two characters usual in given names that the model half believes in, or a doubled one."""

    ENTITY = "PERSON"
    TWIN = re.compile(r"([一-鿿])\1(?!\1)")

    def find(self, reading: Reading) -> Iterator[Finding]:
        announced = introduced(reading)
        for match in self.TWIN.finditer(reading.text):
            if match[1] in DOUBLED and reading.text[match.start() - 1 : match.start()] != match[1]:
                yield from self._weighed(reading, match.start(), announced, 0.5)
        for at, share in enumerate(reading.person[:-1]):
            pair = reading.text[at : at + 2]
            if (
                share > HOT
                and pair[0] in GIVEN
                and pair[1] in GIVEN
                and not PARTICLES & set(pair)
                and pair[0] != pair[1]
            ):
                yield from self._weighed(reading, at, announced, 0.48)

    def _weighed(self, reading: Reading, start: int, announced: frozenset[int], score: float) -> Iterator[Finding]:
        end = start + 2
        score += belief(reading, start, end, -0.15) + around(reading, start, end, announced)
        score -= doubt(reading, start, end, 0.1 if reading.text[start] == reading.text[start + 1] else 0.3) + cut(
            reading, start, end
        )
        score -= 0.3 if ends_badly(reading.text, end) else 0.0
        score -= 0.3 if start and mass(reading, start - 1, start) > 0.5 else 0.0
        score -= 0.3 if end < len(reading.text) and mass(reading, end, end + 1) > 0.5 else 0.0
        if score > 0:
            yield Finding(start, end, self.ENTITY, min(1.0, score), self.name)
