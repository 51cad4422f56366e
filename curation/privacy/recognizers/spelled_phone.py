"""Mobile numbers spelled out: yi san qi ling …, one three seven zero …"""

from __future__ import annotations

from presidio_analyzer import Pattern

from curation.privacy.recognizer import PatternsRecognizer

PINYIN = "(?i:ling|dong|yao|yi|liang|er|san|si|wu|liu|qi|guai|ba|jiu)"
ENGLISH = "(?i:zero|oh|double|one|two|three|four|five|six|seven|eight|nine)"
GAP = r"[\s,.\-]{0,2}"


class SpelledPhone(PatternsRecognizer):
    """Eleven digits as words, the first a one, the second a three or more."""

    ENTITY = "PHONE_NUMBER"
    TRIGGERS = (("yYoO", rf"(?i:i|ao|ne){GAP}(?i:san|si|wu|liu|qi|guai|ba|jiu|th|fo|fi|s|ei|n)"),)
    PATTERNS = [
        Pattern("pinyin", rf"(?<![A-Za-z])(?i:yi|yao){GAP}(?i:san|si|wu|liu|qi|guai|ba|jiu)"
                          rf"(?:{GAP}{PINYIN}){{9}}(?![A-Za-z])", 0.85),
        Pattern("english", rf"(?<![A-Za-z])(?i:one){GAP}(?i:three|four|five|six|seven|eight|nine)"
                           rf"(?:{GAP}{ENGLISH}){{8,9}}(?![A-Za-z])", 0.85),
    ]  # fmt: skip
