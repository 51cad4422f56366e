"""Passports."""

from __future__ import annotations

from presidio_analyzer import Pattern

from curation.privacy.recognizer import NOT_ORDER, PatternsRecognizer


class Passport(PatternsRecognizer):
    """Chinese passports: E with eight digits, E with a letter and seven, G with eight; others beside the word."""

    ENTITY = "CN_PASSPORT"
    PATTERNS = [
        Pattern("chinese", r"(?<![0-9A-Za-z])(?:[EeGg][0-9]{8}|[Ee][A-HJ-NP-Za-hj-np-z][0-9]{7}|"
                           r"(?:[DdSsPp][Ee]|[KkMm][A-Z])[0-9]{7})(?![0-9A-Za-z])", 0.55),
        Pattern("named", r"(?:护照|通行证|(?i:passport))(?:号码?|本|编号|是|为|[:：]|(?i:no)\.?|\s){0,5}"
                         r"(?P<value>[A-Za-z]{1,2}\s?[0-9]{3,4}\s?[0-9]{3,5}|[0-9]{9})(?![0-9A-Za-z])", 0.85),
    ]  # fmt: skip
    CONTEXT = r"护照|签证|出境|(?i:passport|visa)"
    VETO_BEFORE = NOT_ORDER
    MIN_DIGITS = 7
