"""Postal codes."""

from __future__ import annotations

from presidio_analyzer import Pattern

from curation.privacy.recognizer import PatternsRecognizer


class Postcode(PatternsRecognizer):
    """Six digits beside the word, or right behind an address."""

    ENTITY = "CN_POSTCODE"
    PATTERNS = [
        Pattern("named", r"(?:邮编|邮政编码|邮码|邮区|(?i:post\s?code|zip(?:\s?code)?))(?:号码?|是|为|就是|填|写|应该|好像|[:：=]|[\s,(]){0,4}"
                         r"(?P<value>[0-9](?:\s?[0-9]){5})(?![0-9])", 0.9),
        Pattern("behind", r"(?<![0-9])(?P<value>[0-9]{6})\s?(?:这?个?是|就是)(?:我们?|这边|那边|家里|公司)?的?(?:邮编|邮政编码)", 0.85),
        Pattern("address", r"[0-9](?:号|室|栋|幢|楼|单元|座|层)?[\s,(]{1,3}(?P<value>[0-8][0-9]{5})(?=\s|$|[,)。;])", 0.35),
    ]  # fmt: skip
    CONTEXT = r"(?:省|市|区|县|镇|路|街|村|小区).{0,12}\Z"
    MIN_DIGITS = 6
    WINDOW = (24, 0)
    SPELLED = True
