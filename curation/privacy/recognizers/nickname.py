"""Nicknames: 小李, 老王, 阿珍, 大刘, also with a title behind (小王同学)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.privacy.evidence import around, belief, cut, doubt, introduced
from curation.privacy.findings import Finding
from curation.privacy.lexicon import COMMON_SURNAMES, GIVEN, SURNAMES, any_of
from curation.privacy.reading import Reading
from curation.privacy.recognizer import ChineseRecognizer


class Nickname(ChineseRecognizer):
    """小, 老, 阿 or 大 before a surname or a character of given names."""

    ENTITY = "PERSON"
    FORM = re.compile(
        rf"[小老阿大][一-鿿](?P<title>(?:{any_of('titles')}|头(?:(?![一-鿿])|(?=[又说来去昨今明刚怎还都就])))?)"
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        for match in self.FORM.finditer(reading.text):
            start, end = match.start(), match.end() if match["title"] == "头" else match.start("title")
            if reading.text[start + 1] in SURNAMES or reading.text[start + 1] in GIVEN:
                score = self._weigh(reading, start, end)
                if score > 0:
                    yield Finding(start, end, self.ENTITY, min(1.0, score), self.name)

    def _weigh(self, reading: Reading, start: int, end: int) -> float:
        first, second = reading.text[start], reading.text[start + 1]
        common = second in COMMON_SURNAMES
        score = 0.48 + belief(reading, start, end) + around(reading, start, end, introduced(reading))
        score += (
            0.15
            if common and first in "小老"
            else 0.12
            if first == "阿" and second in GIVEN
            else 0.05
            if common
            else 0.0
        )
        score -= doubt(reading, start, end, 0.1 if common and first in "小老" else 0.3) + cut(reading, start, end)
        return score - (0.2 if first == "大" else 0.0)
