"""Vehicle number plates."""

from __future__ import annotations

import re

from presidio_analyzer import Pattern

from curation.privacy.recognizer import PatternsRecognizer, Seen

PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"


class Plate(PatternsRecognizer):
    """GA 36: province, letter, five characters (six for new energy); I and O are not used, most are digits."""

    ENTITY = "CN_PLATE"
    TRIGGERS = ((PROVINCE, r"\s?[A-Za-zＡ-Ｚａ-ｚ]"), ("使", r"\s?\d"), (r"\d", r"\s?使"))
    PATTERNS = [
        Pattern("plate", rf"[{PROVINCE}]\s?[A-HJ-NP-Za-hj-np-z]\s?[·.•\-,，]?\s?"
                         r"(?=(?:[A-Za-z]?[0-9]){2}|[A-Za-z]{2}[0-9]{3}|[0-9A-Za-z]{0,2}[0-9]{2})"
                         r"(?:[A-HJ-NP-Za-hj-np-z0-9]{5,6}|[A-HJ-NP-Za-hj-np-z0-9]{4}[挂学警港澳试超领])(?![A-Za-z0-9])", 0.7),
        Pattern("spaced", rf"[{PROVINCE}]\s?[A-HJ-NP-Za-hj-np-z][\s·.•\-]{{1,3}}[A-HJ-NP-Za-hj-np-z0-9]{{2,3}}[\s\-]"
                          r"[A-HJ-NP-Za-hj-np-z0-9]{2,3}(?![A-Za-z0-9])", 0.45),
        Pattern("apart", rf"[{PROVINCE}] [A-HJ-NP-Za-hj-np-z](?: [A-HJ-NP-Za-hj-np-z0-9]){{5,6}}(?![A-Za-z0-9])", 0.7),
        Pattern("embassy", r"(?:使\s?[0-9]{3}\s?[0-9]{3}|[0-9]{6}\s?使)(?![0-9])", 0.3),
    ]  # fmt: skip
    MIN_DIGITS = 2

    def weigh(self, seen: Seen, score: float) -> float:
        """新, 云, 宁… are ordinary words before product names: those have three letters or more in a row."""
        letters = sum(char.isascii() and char.isalpha() for char in seen.value) - 1
        named = NAMED.search(seen.before(8) + seen.behind(6)) is not None
        if not named and (letters > 2 or (seen.value[0] in "新云" and seen.before(1) in ADVERBS)):
            return 0.0
        return score + (self.BOOST if named else 0.0)


NAMED = re.compile(r"车牌|牌照|车主|挪|停|车号|尾号|司机|打车|打到车|滴滴|上车|违章|剐蹭|的车|绿牌|蓝牌|号牌")
ADVERBS = tuple("最全买换款出的是用")
