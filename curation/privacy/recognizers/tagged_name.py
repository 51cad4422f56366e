"""Names of any form that the model alone believes in: transliterated, given, rare."""

from __future__ import annotations

from collections.abc import Iterator

from curation.privacy.evidence import around, belief, doubt, introduced
from curation.privacy.findings import Finding
from curation.privacy.lexicon import PARTICLES
from curation.privacy.reading import Reading
from curation.privacy.recognizer import ChineseRecognizer


class TaggedName(ChineseRecognizer):
    """The tagger's PER words, without interjections and particles at their edges."""

    ENTITY = "PERSON"

    def find(self, reading: Reading) -> Iterator[Finding]:
        for word in reading.words:
            if word.tag == "PER":
                start, end = self._trimmed(reading, word.start, word.end)
                if 2 <= end - start <= 12 and not (end - start > 2 and len(set(reading.text[start:end])) <= 1):
                    yield from self._weighed(reading, start, end)

    def _trimmed(self, reading: Reading, start: int, end: int) -> tuple[int, int]:
        text = reading.text
        while start < end and not ("一" <= text[start] <= "鿿" and text[start] not in "诶欸哦嗯啊哈喂嘿哎唉"):
            start += 1
        while end > start and (not "一" <= text[end - 1] <= "鿿" or (end - start > 2 and text[end - 1] in PARTICLES)):
            end -= 1
        return start, end

    def _weighed(self, reading: Reading, start: int, end: int) -> Iterator[Finding]:
        score = (
            (0.4 if reading.text[start] == reading.text[end - 1] else 0.3)
            + belief(reading, start, end)
            + around(reading, start, end, introduced(reading)) / 2
        )
        score -= doubt(reading, start, end)
        if score > 0:
            yield Finding(start, end, self.ENTITY, min(1.0, score), self.name)
