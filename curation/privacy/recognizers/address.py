"""Addresses, formal and spoken: grown over the tagger's words from what can only be a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from curation.privacy.findings import Finding
from curation.privacy.lexicon import PARTICLES
from curation.privacy.places import (
    AMOUNT,
    ANNOUNCED,
    ANY_PLACE,
    CROSSING,
    DETAILED,
    DOOR,
    DOORSTEP,
    GATE,
    LEADING,
    LINKS,
    NAMES_A_PLACE,
    NOT_PLACES,
    NUMBERED,
    NUMERAL,
    PLACE_END,
    STOPS,
    UNIT,
    VILLAGE,
    VISITED,
)
from curation.privacy.reading import Reading, Word
from curation.privacy.recognizer import ChineseRecognizer

SURE = 0.4
"""Share of the model's belief in a place from which a word counts as one."""
LONGEST = 160
"""Characters an address may have."""
NUMBER = re.compile(
    rf"(?:{NUMERAL}|[0-9A-Za-z]){{1,8}}(?:[-－—](?:{NUMERAL}|[0-9A-Za-z]){{1,6}}){{0,3}}(?:{UNIT}|街|窒)?|"
    rf"第{NUMERAL}{{1,4}}{UNIT}"
)
UNITS = frozenset(
    "号 栋 幢 座 单元 室 楼 层 组 弄 期 排 队 户 区 门 房 号楼 院 铺 # 附 东 西 南 北 东区 西区 南区 北区 街 宿舍 宿舍楼".split()
)
JOINTS = frozenset({"交叉口", "交汇处", "交界处", "路口"})
SOFT = frozenset(" -－—·#()（）/~,，、")
HOLLOW = frozenset({"v", "r", "p", "c", "d", "xc", "u", "TIME", "w", "vd"})
"""Tags of words that end an address unless it clearly goes on behind them."""
NOUNS = frozenset({"n", "nz", "nw", "ORG", "LOC", "s", "vn", "a", "an", "f", "m"})
NUMBERED_END = re.compile(r"(?:[0-9A-Za-z]|号|栋|幢|座|楼|室|层|街|部|园|场)\Z")
BARE_NUMBER = re.compile(r"[\u4e00-\u9fff]\s?[0-9]{2,5}\Z")
CUT = re.compile("|".join(sorted(STOPS, key=len, reverse=True)))
PARTICLE = re.compile(r"[\s哈吧呢啊呀啦哦嘛了的\-－—·,，(（#/~]+\Z")


class Address(ChineseRecognizer):
    """Place words, numbers with units, names of buildings; a link (那边的, a space) counts when a place follows."""

    ENTITY = "LOCATION"

    def find(self, reading: Reading) -> Iterator[Finding]:
        for match in BACKWARDS.finditer(reading.text):
            yield Finding(*match.span("value"), self.ENTITY, 0.9, self.name)
        if reading.guessed or not reading.words:
            yield from self._plain(reading)
        at = 0
        while at < len(reading.words):
            if self._place(reading, reading.words[at]):
                first, last = self._before(reading, at), self._grown(reading, at)
                start, end = reading.words[first].start, reading.words[self._tail(reading, last)].end
                start, end = self._trimmed(reading, start, end)
                score = self._score(reading, start, end)
                if score > 0:
                    yield Finding(start, end, self.ENTITY, score, self.name)
                at = last
            at += 1

    def _place(self, reading: Reading, word: Word) -> bool:
        text, share = reading.text[word.start : word.end], _share(reading.place, word)
        if text.isascii() or "@" in text:
            return False
        if word.tag in ("LOC", "ORG"):
            return len(text) > 1 or share > 0.6
        if word.tag == "PER":
            return len(text) > 3 and PLACE_END.search(text) is not None
        return share > SURE and word.tag not in ("w", "TIME")

    def _before(self, reading: Reading, first: int) -> int:
        """Index of the first word, with what belongs to the place before it (先进|街道, 金水|那边的)."""
        words, text = reading.words, reading.text
        while first > 0:
            previous = words[first - 1]
            piece = text[previous.start : previous.end]
            if (
                previous.tag in HOLLOW
                or previous.tag == "PER"
                or piece in STOPS
                or piece in NOT_PLACES
                or piece.isascii()
            ):
                break
            bare = PLACE_END.fullmatch(text[words[first].start : words[first].end])
            if not (bare or PLACE_END.search(piece) or _share(reading.place, previous) > 0.25):
                break
            first -= 1
        return first

    def _grown(self, reading: Reading, first: int) -> int:
        """Index of the last word that is a place, a number or a unit."""
        words, last, at = reading.words, first, first + 1
        while at < len(words) and words[at].end - words[first].start <= LONGEST:
            kind = self._kind(reading, words[at])
            if (
                kind == "part"
                and reading.text[words[at].start - 1] in ",，、"
                and not self._resumes(reading, words[at])
            ):
                break
            if kind == "part":
                last = at
            elif kind == "end" or words[at].end - words[last].end > 8:
                break
            at += 1
        return last

    def _kind(self, reading: Reading, word: Word) -> str:
        """``part`` of the address, ``bridge`` (counts if a part follows) or ``end``."""
        text = reading.text[word.start : word.end]
        if "\n" in text or CUT.match(text):
            return "end"
        if self._place(reading, word) or text in UNITS or GATE.fullmatch(text) or text in JOINTS:
            return "part"
        if NUMBER.fullmatch(text):
            return "part" if self._address_number(reading, word) else "end"
        if word.tag == "PER" or _share(reading.person, word) > 0.5:
            return "bridge" if NAMES_A_PLACE.match(reading.text, word.end) else "end"
        if PLACE_END.search(text) and len(text) > 1 and word.tag not in HOLLOW:
            return "part"
        if text in LINKS or set(text) <= SOFT:
            return "bridge"
        inside = len(text) <= 2 and (word.tag == "v" or (word.tag == "u" and text[0] == "之"))
        return "bridge" if word.tag not in HOLLOW or inside else "end"

    def _resumes(self, reading: Reading, word: Word) -> bool:
        """Behind a comma an address goes on with a place or a number in digits."""
        return reading.text[word.start].isdecimal() or self._place(reading, word)

    def _address_number(self, reading: Reading, word: Word) -> bool:
        """Not a phone number, an amount or a time."""
        digits = RUN_LEFT.search(reading.text[max(0, word.end - 12) : word.end])
        length = len(digits[0]) if digits else 0
        rest = reading.text[word.end : word.end + 12]
        length += len(RUN_RIGHT.match(rest)[0])  # type: ignore[index]
        return length <= 5 and not AMOUNT.match(rest)

    def _tail(self, reading: Reading, last: int) -> int:
        """Index of the last word, with a name that follows the number directly (路107号|电信公司, 19号|诚泰|电气)."""
        words, text = reading.words, reading.text
        if not NUMBERED_END.search(text[max(0, words[last].end - 2) : words[last].end]) and words[last].tag != "ORG":
            return last
        for at in range(last + 1, min(last + 5, len(words))):
            word, piece = words[at], text[words[at].start : words[at].end]
            if (
                word.tag not in NOUNS
                or CUT.match(piece)
                or piece[0] in PARTICLES
                or not NAMELIKE.fullmatch(piece)
                or (_share(reading.person, word) > 0.3 and len(piece) < 4)
            ):
                break
            if word.tag == "m" and not self._address_number(reading, word):
                break
            last = at
        return last

    def _trimmed(self, reading: Reading, start: int, end: int) -> tuple[int, int]:
        """Without what announces the next field and without particles at the end."""
        leading = LEADING.match(reading.text, start, end)
        start = leading.end() if leading and leading.end() < end else start
        stop = CUT.search(reading.text, start + 2, end)
        if stop:
            end = stop.start()
        particles = PARTICLE.search(reading.text[max(start, end - 6) : end])
        return start, end - (len(particles[0]) if particles else 0)

    def _score(self, reading: Reading, start: int, end: int) -> float:
        text, left = reading.text[start:end], reading.text[max(0, start - 10) : start]
        announced = ANNOUNCED.search(left) is not None
        visited = announced or not left or VISITED.search(left) is not None
        bare = BARE_NUMBER.search(text)
        if len(text) >= 4 and (NUMBERED.search(text) or DOOR.search(text)):
            return 0.85 if announced or PLACE_END.search(text[:-1]) or ANY_PLACE.search(text) else 0.6
        if bare and len(text) >= 4 and (announced or PLACE_END.search(text[: bare.start() + 1])):
            return 0.8
        if announced and (DETAILED.search(text) or GATE.search(text) or len(text) >= 6):
            return 0.75
        if VILLAGE.search(text) or CROSSING.search(text):
            return 0.7
        return 0.6 if DOORSTEP.search(text) and len(text) >= 4 and visited else 0.0

    def _plain(self, reading: Reading) -> Iterator[Finding]:
        """Without a tagger: from the last announcing or hollow word to the last number with its unit."""
        for match in PLAIN.finditer(reading.text):
            start, end = match.span("value")
            cuts = [m.end() for m in HOLLOW_WORDS.finditer(match["value"])]
            start += max((cut for cut in cuts if cut < len(match["value"]) - 4), default=0)
            yield Finding(start, end, self.ENTITY, 0.6, self.name)


def _share(shares: Sequence[float], word: Word) -> float:
    return sum(shares[word.start : word.end]) / (word.end - word.start)


RUN_LEFT = re.compile(r"[0-9]+\Z")
RUN_RIGHT = re.compile(r"[0-9]*")
NAMELIKE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]+")
BACKWARDS = re.compile(
    r"(?:住在?|地址是?|家在|搬到|送到|寄到)[:：\s]?(?P<value>[0-9]{1,4}(?:号楼?|栋|幢)[,，\s]{1,2}"
    r"[\u4e00-\u9fff]{2,6}(?:路|街|大道|巷|小区|花园|苑|新村))(?![\u4e00-\u9fff])"
)
"""The number before the road."""
HOLLOW_WORDS = re.compile(r"地址是?|住址是?|住在|我住|家在|搬到|寄到|送到|发到|在|来|去|到|是|我|你|他|她|[:：]")
PLAIN = re.compile(
    r"(?P<value>[\u4e00-\u9fff]{2,24}?(?:路|街|大道|巷|弄|胡同|小区|花园|家园|公寓|大厦|广场|新村|苑|村|镇|园|城|庄|院)\s?"
    r"(?:[\u4e00-\u9fff]{0,8}?\s?(?:[0-9A-Za-z]{1,5}|[一二三四五六七八九十]{1,3})\s?"
    r"(?:号楼|号院|号|栋|幢|座|单元|室|楼|层|弄|[-－](?=[0-9]))\s?){1,6}(?:[0-9]{2,5}(?![0-9]))?"
    r"(?:号|室)?)"
)
