"""English names in mixed text: Kevin, Lisa Wang."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.privacy.evidence import around, belief, introduced
from curation.privacy.findings import Finding
from curation.privacy.lexicon import ENGLISH_NAMES
from curation.privacy.reading import Reading
from curation.privacy.recognizer import ChineseRecognizer

AMBIGUOUS = frozenset(
    "will may max ray kim dean mark rose summer grace ruby rich bill bob lee may art faith joy hope dan sue jack ken "
    "jean june".split()
)

PINYIN = re.compile(
    r"(?:wang|li|zhang|liu|chen|yang|huang|zhao|wu|zhou|xu|sun|ma|zhu|hu|guo|he|lin|gao|luo|zheng|liang|xie|song|"
    r"tang|han|feng|deng|"
    r"cao|peng|zeng|xiao|tian|dong|pan|yuan|cai|jiang|yu|du|ye|cheng|wei|su|lu|ding|ren|shen|yao|"
    r"zhong|cui|tan|fan|jin|shi|liao|jia)"
    r"(?:(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    r"(?:i?ao|i?ang?|uang?|u?ai|ei|ui|i?ong|[ei]ng?|i[ae]|u[aoe]n?|ou|iu|un|[aeiou])){1,2}"
)
"""A common surname and a given name in pinyin; many words look so, so it counts only where a name is announced."""


class EnglishName(ChineseRecognizer):
    """A given name in capitals, with a surname if one follows; in lower case only where a name is expected."""

    ENTITY = "PERSON"
    FORM = re.compile(
        r"(?<![A-Za-z0-9_@.#-])[A-Za-z][a-z]{1,11}(?: [A-Z][a-z]{1,11}){0,2}(?![A-Za-z0-9_@-]|\.[A-Za-z])"
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        announced = introduced(reading)
        for match in self.FORM.finditer(reading.text):
            first = match[0].split(" ", 1)[0]
            start, end = match.span() if first.istitle() else (match.start(), match.start() + len(first))
            known = first.lower() in ENGLISH_NAMES
            if start in announced and PINYIN.fullmatch(reading.text[start:end].replace(" ", "").lower()):
                yield Finding(start, end, self.ENTITY, 0.6, self.name)
            elif known or (first.istitle() and start in announced):
                score = 0.3 + belief(reading, start, end) + around(reading, start, end, announced)
                score += (0.25 if first.istitle() else 0.1) if known else 0.0
                score -= 0.25 if first.lower() in AMBIGUOUS else 0.0
                if score > 0:
                    yield Finding(start, end, self.ENTITY, min(1.0, score), self.name)
