"""People."""

from __future__ import annotations

from collections.abc import Iterator

from curation.privacy.findings import Finding
from curation.privacy.reading import Reading
from curation.privacy.recognizer import ChineseRecognizer


class Person(ChineseRecognizer):
    ENTITY = "PERSON"

    def find(self, reading: Reading) -> Iterator[Finding]:
        for word in reading.words:
            if word.tag == "PER" and word.end - word.start >= 2 and reading.text[word.start : word.end].isalpha():
                yield Finding(word.start, word.end, "PERSON", 0.85, self.name)
