"""Ways of addressing: 王老师, 李总, 强哥, 莹莹姐."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.privacy.evidence import around, belief, introduced, mass
from curation.privacy.findings import Finding
from curation.privacy.lexicon import COMMON_SURNAMES, DOUBLED, GIVEN, NOT_PEOPLE, SHORT_TITLES, SURNAMES, any_of
from curation.privacy.reading import Reading
from curation.privacy.recognizer import ChineseRecognizer

SURNAME = f"[{''.join(sorted(SURNAMES))}]"


class TitledName(ChineseRecognizer):
    """A surname (or part of a given name) with a title; the title belongs to the finding."""

    ENTITY = "PERSON"
    LONG = re.compile(rf"(?P<name>{SURNAME})(?P<title>{any_of('titles')})")
    SHORT = re.compile(
        rf"(?P<name>{SURNAME}|(?P<twin>[{''.join(sorted(DOUBLED))}])(?P=twin)|[{''.join(sorted(GIVEN))}])"
        rf"(?P<title>[{SHORT_TITLES}])"
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        for match in self.LONG.finditer(reading.text):
            yield from self._weighed(reading, match, 0.66)
        for match in self.SHORT.finditer(reading.text):
            yield from self._weighed(reading, match, 0.44)

    def _weighed(self, reading: Reading, match: re.Match[str], score: float) -> Iterator[Finding]:
        start, end = match.span()
        two = start and reading.text[start] not in COMMON_SURNAMES and reading.text[start - 1] in GIVEN
        if two and mass(reading, start - 1, start) > 0.3:
            start -= 1
        score += belief(reading, start, end, -0.15 if match["name"] in COMMON_SURNAMES else -0.3) + around(
            reading, start, end, introduced(reading)
        )
        score += 0.1 if match["name"] in COMMON_SURNAMES else 0.0
        score -= 0.35 if self._is_word(reading, match) else 0.0
        if score > 0:
            yield Finding(start, end, self.ENTITY, min(1.0, score), self.name)

    def _is_word(self, reading: Reading, match: re.Match[str]) -> bool:
        """The surname ends a word before (有钱|老板), the title begins one behind (李|总是), or all is one word."""
        text, known = reading.text, reading.vocabulary
        start, end, title = match.start(), match.end(), match.start("title")
        if text[start:end] in known or text[start:end] in NOT_PEOPLE:
            return True
        if start and text[start - 1 : title] in known and mass(reading, start, title) < 0.4:
            return True
        return any(
            w.start >= title and w.end > end and text[w.start : w.end] in known for w in reading.words_at(end - 1)
        )
