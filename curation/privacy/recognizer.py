"""What our recognizers have in common: the fast route of the Scanner and the door for Presidio."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from presidio_analyzer import EntityRecognizer, Pattern, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from curation.privacy.findings import Finding
from curation.privacy.gate import NUMBERS, Trigger
from curation.privacy.reading import UNTAGGED, Reading


class ChineseRecognizer(EntityRecognizer):
    """A recognizer of one entity. Subclasses say what they find in :meth:`find`.

    The Scanner calls :meth:`find`; Presidio's AnalyzerEngine calls :meth:`analyze`, which answers with the same
    spans and scores. Context has then been weighed already, so Presidio's context enhancer leaves them alone.
    """

    ENTITY: ClassVar[str]
    name: str

    def __init__(self, supported_language: str = "zh") -> None:
        super().__init__([self.ENTITY], name=type(self).__name__, supported_language=supported_language)

    def load(self) -> None:
        """Nothing to load: patterns are compiled with the class."""

    def find(self, reading: Reading) -> Iterator[Finding]:
        """Findings with offsets of ``reading.text``; they may overlap."""
        raise NotImplementedError

    def spans(self, reading: Reading, finding: Finding) -> tuple[int, int]:
        """Where a finding of :meth:`find` stands in the text as given."""
        return reading.span(finding.start, finding.end)

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """The findings as Presidio results, with offsets of ``text``."""
        reading = Reading(text, getattr(nlp_artifacts, "tagged", UNTAGGED))
        known = {RecognizerResult.RECOGNIZER_NAME_KEY: self.name, RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                 RecognizerResult.IS_SCORE_ENHANCED_BY_CONTEXT_KEY: True}  # fmt: skip
        return [
            RecognizerResult(f.entity, *self.spans(reading, f), f.score, recognition_metadata=dict(known))
            for f in self.find(reading)
            if f.entity in entities
        ]


class Seen(NamedTuple):
    """A match of a pattern: ``value`` at ``start:end``; ``announced`` when the pattern itself named the entity."""

    reading: Reading
    value: str
    start: int
    end: int
    announced: bool

    def before(self, length: int) -> str:
        return self.reading.text[max(0, self.start - length) : self.start]

    def behind(self, length: int) -> str:
        return self.reading.text[self.end : self.end + length]


class PatternsRecognizer(ChineseRecognizer):
    """A recognizer made of patterns, words that stand near, and words that forbid.

    A pattern marks the value with the group ``value`` (or is the value). Its score is raised by CONTEXT within
    ``WINDOW`` characters and by a passed :meth:`validate_result`; a failed one changes nothing, because people
    mistype and many genuine numbers fail their checksum. VETO directly before or behind drops the match.
    A text in which none of the TRIGGERS of any recognizer stands is not searched at all.
    """

    PATTERNS: ClassVar[list[Pattern]]
    CONTEXT: ClassVar[str] = ""
    VETO_BEFORE: ClassVar[str] = ""
    VETO_BEHIND: ClassVar[str] = ""
    TRIGGERS: ClassVar[tuple[Trigger, ...]] = NUMBERS
    MIN_DIGITS: ClassVar[int] = 0
    SPELLED: ClassVar[bool] = False
    WINDOW: ClassVar[tuple[int, int]] = (16, 10)
    BOOST: ClassVar[float] = 0.35

    def __init__(self, supported_language: str = "zh") -> None:
        super().__init__(supported_language)
        self._patterns = [(p.name, re.compile(p.regex), p.score) for p in self.PATTERNS]
        self._context = re.compile(self.CONTEXT) if self.CONTEXT else None
        self._veto_before = re.compile(f"(?:{self.VETO_BEFORE})\\Z") if self.VETO_BEFORE else None
        self._veto_behind = re.compile(self.VETO_BEHIND) if self.VETO_BEHIND else None

    def find(self, reading: Reading) -> Iterator[Finding]:
        if reading.digits < self.MIN_DIGITS:
            return
        yield from self._search(reading.text, reading)
        if self.SPELLED and reading.spelled != reading.text:
            yield from self._search(reading.spelled, reading)

    def _search(self, text: str, reading: Reading) -> Iterator[Finding]:
        for name, regex, score in self._patterns:
            for match in regex.finditer(text):
                start, end = match.span("value") if "value" in regex.groupindex else match.span()
                start, end = self.trim(reading, start, end)
                if end > start:
                    seen = Seen(reading, text[start:end], start, end, match.start() < start)
                    weight = self.weigh(seen, score)
                    if weight > 0:
                        yield Finding(start, end, self.ENTITY, min(1.0, weight), f"{self.name}.{name}")

    def weigh(self, seen: Seen, score: float) -> float:
        """The pattern's score after context, checksum and veto; 0 drops the match."""
        before, behind = seen.before(self.WINDOW[0]), seen.behind(self.WINDOW[1])
        if self._veto_before and not seen.announced and self._veto_before.search(before):
            return 0.0
        if self._veto_behind and self._veto_behind.match(behind):
            return 0.0
        if self._context and (self._context.search(before) or self._context.search(behind)):
            score += self.BOOST
        return score + (self.BOOST if self.validate_result(seen.value) else 0.0)

    def trim(self, reading: Reading, start: int, end: int) -> tuple[int, int]:
        """The span without what does not belong to the value; ``start == end`` drops it."""
        return start, end

    def validate_result(self, value: str) -> bool | None:
        """True when a checksum or range confirms the value."""
        return None


NOT_ORDER = (
    r"(?:单号|运单|订单|编号|流水号?|工单|票号|货号|型号|条码|批号|合同号?|发票号?|学号|考号|准考证号?|序列号|取件码|兑换码|券码|"
    r"(?i:sn|isbn|(?<![a-z])no|(?<![a-z])id)[.:]?)(?:号码?|是|为|[:：=#])?\s{0,2}[A-Za-z]{0,4}"
)
"""What a long number is when it is not a private one: such a word directly before it."""
