"""Names with a dot between their parts: minorities' and transliterated ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.privacy.evidence import around, belief, introduced
from curation.privacy.findings import Finding
from curation.privacy.reading import Reading
from curation.privacy.recognizer import ChineseRecognizer


class DottedName(ChineseRecognizer):
    """Two or three parts of Han joined by a middle dot (古丽·阿依, 约翰·李)."""

    ENTITY = "PERSON"
    FORM = re.compile(
        r"(?<![一-鿿])[一-鿿]{1,6}(?:[·•‧・][一-鿿]{2,6}){1,2}(?![一-鿿])|[一-鿿]{2,5}(?:[·•‧・][一-鿿]{2,4}){1,2}"
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        for match in self.FORM.finditer(reading.visible):
            start, end = match.span()
            score = 0.45 + belief(reading, start, end, -0.1) + around(reading, start, end, introduced(reading))
            if score > 0:
                yield Finding(start, end, self.ENTITY, min(1.0, score), self.name)
