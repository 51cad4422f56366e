"""Companies, schools, authorities; reported only when asked for."""

from __future__ import annotations

from collections.abc import Iterator

from curation.privacy.findings import Finding
from curation.privacy.reading import Reading
from curation.privacy.recognizer import ChineseRecognizer


class Organization(ChineseRecognizer):
    """The tagger's ORG words."""

    ENTITY = "ORGANIZATION"

    def find(self, reading: Reading) -> Iterator[Finding]:
        for word in reading.words:
            text = reading.text[word.start : word.end]
            if word.tag == "ORG" and len(text) > 1 and not text.isascii():
                yield Finding(word.start, word.end, self.ENTITY, 0.6, self.name)
