"""Resident identity cards, 18 and 15 digits; permits of Hong Kong, Macao and Taiwan."""

from __future__ import annotations

from presidio_analyzer import Pattern

from curation.privacy.recognizer import NOT_ORDER, PatternsRecognizer

PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9[1])"
GAP = r"[-\s.·、,/_]{0,2}"
MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class IdCard(PatternsRecognizer):
    """GB 11643: six digits of the region, date of birth, three of order, check character (0-9 or X)."""

    ENTITY = "CN_ID_CARD"
    PATTERNS = [
        Pattern("eighteen", rf"(?<![0-9])(?<![0-9][-.])(?<![A-Za-z]){PROVINCE}[0-9]{{4}}{GAP}"
                            rf"(?:18|19|20)[0-9]{{2}}{GAP}"
                            rf"{MONTH_DAY}{GAP}[0-9]{{3}}{GAP}[0-9XxχΧ×*](?![0-9])", 0.85),
        # Whatever the region is: with a date of birth, a right check character (or a word near it) says enough.
        Pattern("checked", rf"(?<![0-9])(?<![0-9][-.])(?<![A-Za-z])[1-9][0-9]{{5}}(?:19|20)[0-9]{{2}}{MONTH_DAY}"
                           r"[0-9]{3}[0-9Xx](?![0-9])", 0.2),
        Pattern("grouped", rf"(?<![0-9A-Za-z]){PROVINCE}[0-9]{GAP}[0-9]{{3}}{GAP}(?:18|19|20)[0-9]{{2}}{GAP}"
                           rf"(?:[0-9]{GAP}){{4}}(?:[0-9]{GAP}){{3}}[0-9Xx](?![0-9])", 0.6),
        Pattern("loose", rf"(?<![0-9A-Za-z]){PROVINCE}(?:[-\s]?[0-9]){{15}}[-\s]?[0-9Xx](?![0-9])", 0.2),
        Pattern("fifteen", rf"(?<![0-9A-Za-z]){PROVINCE}[0-9]{{4}}{GAP}[0-9]{{2}}"
                           rf"{MONTH_DAY}{GAP}[0-9]{{3}}(?![0-9])", 0.7),
        Pattern("mistyped", r"(?:身份证|证件)(?:号码?)?(?:是|为|[:：])?\s{0,2}(?P<value>[1-9][0-9]{14,17}[0-9Xx])(?![0-9])", 0.7),
        Pattern("tail", r"身份证(?:号码?)?的?(?:后|末|最后)[四六八468]位(?:数|是|为|[:：\s]){0,3}"
                        r"(?P<value>[0-9]{3,7}[0-9Xx])(?![0-9])", 0.7),
        Pattern("permit", r"(?:回乡证|通行证|台胞证|港澳证|居住证)(?:号码?)?(?:是|为|[:：])?\s{0,2}"
                          r"(?P<value>[A-Za-z]?[0-9]{8,10})(?![0-9])", 0.7),
        Pattern("hong_kong", r"(?:身份证|(?i:hkid))(?:号码?)?(?:是|为|[:：])?\s{0,2}"
                             r"(?P<value>[A-Za-z]{1,2}[0-9]{6}[(（]?[0-9Aa][)）]?)(?![0-9])", 0.7),
    ]  # fmt: skip
    CONTEXT = r"身份证|证件|实名|社保|买票|订酒店|办理|(?i:sfz|id\s?card)"
    VETO_BEFORE = NOT_ORDER
    MIN_DIGITS = 7
    SPELLED = True

    def validate_result(self, value: str) -> bool | None:
        """ISO 7064 MOD 11-2 over 18 characters."""
        plain = "".join(char for char in value.upper() if char in "0123456789X")
        if len(plain) != 18 or "X" in plain[:-1]:
            return None
        check = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, plain, strict=False)) % 11
        return "10X98765432"[check] == plain[-1]
