"""Addresses in English: No.9 Gudang Road, Hangzhou."""

from __future__ import annotations

from presidio_analyzer import Pattern

from curation.privacy.recognizer import PatternsRecognizer

ROAD = r"(?:Road|Rd\.?|Street|St\.?|Avenue|Ave\.?|Lane|Drive|Boulevard|Blvd\.?)"
NAME = r"(?:[A-Z][A-Za-z']{0,14}\s)"
PART = r"(?:Room|Rm\.?|Unit|Flat|Apt\.?|Building|Bldg\.?|Block|Floor)"


class EnglishAddress(PatternsRecognizer):
    """A number, a name in capitals and a word for road; rooms before it, towns behind it."""

    ENTITY = "LOCATION"
    TRIGGERS = (
        (
            "RSALDBVGEMPTC",
            r"(?:oad|d|treet|t|venue|ve|ane|rive|oulevard|lvd|"
            r"illage|ardens?|state|ansion|laza|ower|ourt|ommunity|partments?)(?![A-Za-z])",
        ),
    )
    PATTERNS = [
        Pattern("road", rf"(?<![A-Za-z0-9])(?:(?:{PART}\s?[0-9A-Za-z-]{{1,6}},?\s?){{1,3}})?"
                        r"(?:(?i:no)\.?\s?)?[0-9]{1,5}[A-Za-z]?,?\s"
                        rf"{NAME}{{1,4}}{ROAD}(?![A-Za-z])"
                        r"(?:,?\s?[A-Z][a-z]{2,14}(?:\s(?:City|District|Province))?){0,4}", 0.8),
        Pattern("estate", rf"(?<![A-Za-z0-9])(?:{PART}\s?[0-9A-Za-z-]{{1,6}},?\s){{1,3}}{NAME}{{1,4}}"
                          r"(?:Village|Garden|Gardens|Estate|Mansion|Plaza|Tower|Court|"
                          r"Community|Apartments?)(?![A-Za-z])", 0.8),
    ]  # fmt: skip
    MIN_DIGITS = 1
