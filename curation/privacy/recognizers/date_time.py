"""Dates and times of day; reported only when asked for."""

from __future__ import annotations

from presidio_analyzer import Pattern

from curation.privacy.recognizer import PatternsRecognizer

LEFT = r"(?<![0-9.])"
CLOCK = r"(?:[01]?[0-9]|2[0-4])"


class DateTime(PatternsRecognizer):
    """Numeric dates with a year, months with a day, times of day."""

    ENTITY = "DATE_TIME"
    TRIGGERS = ((r"\d", r"(?:\s?[点月年:：]|[-./]\d)"),)
    PATTERNS = [
        Pattern("date", LEFT + r"(?:19|20)[0-9]{2}\s?(?:年\s?[01]?[0-9]\s?月(?:\s?[0-3]?[0-9]\s?[日号])?|"
                               r"([-./])[01]?[0-9]\1[0-3]?[0-9])(?![0-9])", 0.6),
        Pattern("day", LEFT + r"[01]?[0-9]\s?月\s?[0-3]?[0-9]\s?[日号]", 0.55),
        Pattern("clock", LEFT + CLOCK + r"[:：][0-5][0-9](?:[:：][0-5][0-9])?(?![0-9])", 0.55),
        Pattern("hour", LEFT + CLOCK + r"\s?点(?:半|[一三]刻|[0-5]?[0-9]分?)?(?!赞)", 0.5),
    ]  # fmt: skip
    MIN_DIGITS = 1
