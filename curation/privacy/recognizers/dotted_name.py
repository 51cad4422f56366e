"""Names with a dot between their parts: minorities' and transliterated ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.privacy.evidence import around, belief, introduced
from curation.privacy.findings import Finding
from curation.privacy.lexicon import PARTICLES
from curation.privacy.reading import Reading
from curation.privacy.recognizer import ChineseRecognizer

DOTS = "·•‧・"


class DottedName(ChineseRecognizer):
    """Two or three parts of Han joined by a middle dot (古丽·阿依, 约翰·李)."""

    ENTITY = "PERSON"
    FORM = re.compile(
        r"(?<![一-鿿])[一-鿿]{1,6}(?:[·•‧・][一-鿿]{2,6}){1,2}(?![一-鿿])|[一-鿿]{2,5}(?:[·•‧・][一-鿿]{2,4}){1,2}"
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        for match in self.FORM.finditer(reading.visible):
            start, end = match.start(), self._end(reading, *match.span())
            score = 0.45 + belief(reading, start, end, -0.1) + around(reading, start, end, introduced(reading))
            if score > 0:
                yield Finding(start, end, self.ENTITY, min(1.0, score), self.name)

    def _end(self, reading: Reading, start: int, end: int) -> int:
        """Without the rest of the sentence behind the last part, which keeps two characters."""
        least = max(reading.visible.rfind(dot, start, end) for dot in DOTS) + 3
        while end > least and (
            reading.visible[end - 1] in PARTICLES or (reading.person and reading.person[end - 1] < 0.2)
        ):
            end -= 1
        return end
