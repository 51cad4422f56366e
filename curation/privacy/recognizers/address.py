"""Addresses, formal and spoken: grown over the tagger's words from what can only be a place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.privacy.findings import Finding
from curation.privacy.places import (
    AMOUNT,
    ANNOUNCED,
    DETAILED,
    DOOR,
    GATE,
    LINKS,
    NUMBERED,
    NUMERAL,
    PLACE_END,
    STOPS,
    VISITED,
)
from curation.privacy.reading import Reading, Word
from curation.privacy.recognizer import ChineseRecognizer

SURE = 0.4
"""Share of the model's belief in a place from which a word counts as one."""
LONGEST = 160
"""Characters an address may have."""
NUMBER = re.compile(rf"(?:{NUMERAL}|[0-9A-Za-z])+(?:号|号楼|栋|幢|座|单元|室|楼|层|组|期|区|排|弄|街|巷|队|户|[Ff])?")
UNITS = frozenset(
    "号 栋 幢 座 单元 室 楼 层 组 弄 期 排 队 户 区 门 房 号楼 院 铺 # 附 东 西 南 北 东区 西区 南区 北区 A座 B座 宿舍 宿舍楼".split()
)
SOFT = frozenset(" -－—·#()（）/~\u3000")
HOLLOW = frozenset({"v", "r", "p", "c", "d", "xc", "u", "TIME", "w", "vd"})
"""Tags of words that end an address unless it clearly goes on behind them."""


class Address(ChineseRecognizer):
    """Place words, numbers with units, names of buildings; a link (那边的, a space) counts when a place follows."""

    ENTITY = "LOCATION"

    def find(self, reading: Reading) -> Iterator[Finding]:
        words = reading.words
        if not words:
            yield from self._plain(reading)
            return
        at = 0
        while at < len(words):
            if not self._place(reading, words[at]):
                at += 1
                continue
            last = self._grown(reading, at)
            start, end = words[at].start, self._tail(reading, words[last].end)
            score = self._score(reading, start, end)
            if score > 0:
                yield Finding(start, end, self.ENTITY, score, self.name)
            at = last + 1

    def _place(self, reading: Reading, word: Word) -> bool:
        share = sum(reading.place[word.start : word.end]) / (word.end - word.start)
        text = reading.text[word.start : word.end]
        if word.tag in ("LOC", "ORG"):
            return word.end - word.start > 1 or share > 0.6
        return share > SURE and word.tag not in ("PER", "w", "TIME") and not text.isascii()

    def _grown(self, reading: Reading, first: int) -> int:
        """Index of the address's last word."""
        words, last, at = reading.words, first, first + 1
        while at < len(words) and words[at].end - words[first].start <= LONGEST:
            kind = self._kind(reading, words[at], last == at - 1)
            if kind == "part":
                last = at
            elif kind == "end" or words[at].end - words[last].end > 8:
                break
            at += 1
        return last

    def _kind(self, reading: Reading, word: Word, adjacent: bool) -> str:
        """``part`` of the address, ``bridge`` (counts if a part follows) or ``end``."""
        text = reading.text[word.start : word.end]
        if text in STOPS or "\n" in text or any(len(run) > 6 for run in re.findall(r"[0-9]+", text)):
            return "end"
        if self._place(reading, word) or text in UNITS or GATE.fullmatch(text):
            return "part"
        if NUMBER.fullmatch(text):
            return "part" if self._address_number(reading, word) else "end"
        if word.tag == "PER" or sum(reading.person[word.start : word.end]) / len(text) > 0.5:
            return "part" if adjacent and PLACE_END.search(text) else "end"
        if PLACE_END.search(text) and len(text) > 1 and word.tag not in HOLLOW:
            return "part"
        if text in LINKS or set(text) <= SOFT:
            return "bridge"
        return "bridge" if word.tag not in HOLLOW or len(text) <= 2 and word.tag == "v" else "end"

    def _address_number(self, reading: Reading, word: Word) -> bool:
        """Not a phone number, an amount or a time."""
        text, end = reading.text, word.end
        run = re.search(r"[0-9]+\Z", text[:end])
        digits = re.match(r"[0-9]*", text[end:])
        length = (len(run[0]) if run else 0) + (len(digits[0]) if digits else 0)
        return length <= 5 and not AMOUNT.match(text, end)

    def _tail(self, reading: Reading, end: int) -> int:
        """The end with a name that follows the number directly (路107号|电信公司, 19号|诚泰电气)."""
        text = reading.text
        if not re.search(r"(?:[0-9A-Za-z]|号|栋|幢|座|楼|室|层|街|部|园|场)\Z", text[:end]):
            return end
        for word in reading.words:
            if word.start == end and word.tag in ("n", "nz", "nw", "ORG", "LOC", "s", "m") and end < len(text):
                piece = text[word.start : word.end]
                if (
                    piece in STOPS
                    or not re.fullmatch(r"[\u4e00-\u9fffA-Za-z0-9]+", piece)
                    or not self._named(reading, word)
                ):
                    return end
                end = word.end
        return end

    def _named(self, reading: Reading, word: Word) -> bool:
        """A number that may stay, or a noun that is not a person."""
        if word.tag == "m":
            return self._address_number(reading, word)
        return sum(reading.person[word.start : word.end]) / (word.end - word.start) < 0.3

    def _score(self, reading: Reading, start: int, end: int) -> float:
        text = reading.text[start:end]
        left = reading.text[max(0, start - 10) : start]
        numbered = NUMBERED.search(text) or DOOR.search(text) or re.search(r"[\u4e00-\u9fff]\s?[0-9]{1,5}\Z", text)
        if numbered and len(text) >= 4:
            return 0.85
        detailed = DETAILED.search(text) or GATE.search(text)
        if ANNOUNCED.search(left) and (detailed or len(text) >= 6):
            return 0.75
        if GATE.search(text) and len(text) >= 4 and VISITED.search(left):
            return 0.6
        return 0.0

    def _plain(self, reading: Reading) -> Iterator[Finding]:
        """Without a tagger: from the last announcing or hollow word to the last number with its unit."""
        for match in PLAIN.finditer(reading.text):
            start, end = match.span("value")
            cut = [m.end() for m in HOLLOW_WORDS.finditer(match["value"])]
            start += max((c for c in cut if c < len(match["value"]) - 4), default=0)
            yield Finding(start, end, self.ENTITY, 0.6, self.name)


HOLLOW_WORDS = re.compile(r"地址是?|住址是?|住在|我住|家在|搬到|寄到|送到|发到|在|来|去|到|是|我|你|他|她|[:：]")
PLAIN = re.compile(
    r"(?P<value>[\u4e00-\u9fff]{2,24}?(?:路|街|大道|巷|弄|胡同|小区|花园|家园|公寓|大厦|广场|新村|苑|村|镇|园|城|庄|院)\s?"
    r"(?:[\u4e00-\u9fff]{0,8}?\s?(?:[0-9A-Za-z]{1,5}|[一二三四五六七八九十]{1,3})\s?(?:号楼|号院|号|栋|幢|座|单元|室|楼|层|弄|[-－](?=[0-9]))\s?){1,6}(?:[0-9]{2,5}(?![0-9]))?"
    r"(?:号|室)?)"
)
