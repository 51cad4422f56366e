"""How strongly a place in a text speaks for a name standing there: the words around it, the model, the dictionary."""

from __future__ import annotations

import re
from functools import lru_cache
from math import log

from curation.privacy.lexicon import GIVEN, NOT_PEOPLE, PARTICLES
from curation.privacy.places import NAMES_A_PLACE
from curation.privacy.reading import Reading

_LINK = r"(?:是|叫|名叫|为|[:：\s\"“「(（]){0,3}"
INTRODUCED = re.compile(
    r"(?:(?:我|他|她|你|就|本名|全名|真名|大名)(?:名叫|叫做|叫作)|(?<![要得想去会能请帮让])[我她他]叫(?![你我他她它])|姓名|名字(?:是|叫|(?=[:：]))|联系人|收件人?|收货人?|"
    r"寄件人|发件人|取件人|户名|户主|持卡人|乘客|旅客|乘车人|出行人|入住人|投保人|被保人|申请人|报名人|经办人|经手人|负责人|签收人|担保人|受益人|嘉宾|"
    rf"新郎|新娘|艾特|@|(?i:my name is|i am|i'm|name:)){_LINK}"
)
"""What announces a name."""

RELATED = re.compile(
    r"(?:同事|室友|舍友|同桌|同学|朋友|闺蜜|哥们|兄弟|老乡|发小|老公|老婆|男友|女友|前任|对象|儿子|女儿|侄子|侄女|外甥|老板|领导|班主任|客户|邻居|房东|"
    rf"师傅|徒弟|导师|学生|家长|患者|病人){_LINK}\Z"
)
"""Who somebody is, often said before the name."""

BEFORE = re.compile(
    r"(?:[跟和给让叫找问帮是与约喊请把被向替对祝陪接送等信比连像骂夸怼追甩嫁娶惹派劝催带]|一下|问问|谢谢|感谢|多谢|听说|遇到|遇见|碰到|碰见|见到|看到|见了|"
    r"认识|恭喜|祝福|转告|告诉|通知|联系|拜托|麻烦|喜欢|以及|还有|关于|今天|昨天|明天|刚才|刚刚|我们|你们|咱们?|嗯|诶|欸|哦|哦对|啊|哈|嘿|喂|那个|话说|"
    r"对了|其实|原来|据说|记得|因为|上次|下次|[\W_])\Z"
)
"""What often stands before a name; so does the start of a message."""

STRONG_BEHIND = re.compile(
    r"(?:的(?:电话|手机|号码|联系方式|微信|邮箱|生日|身份证|地址|卡号|婚礼|爸|妈|儿子|女儿|老公|老婆|孩子|男|女|妹|姐|哥|弟|朋友圈)|生日|在吗|在不在|在么|在家吗|"
    r"你好|您好|早上好|新年好|说|告诉|[跟和]我|[跟和]他|给我|发来|打来|分手|结婚|订婚|离婚|怀孕|升职|离职|辞职|请假|迟到|毕业|这人|这个人|那个人|先生|女士|"
    r"今天|昨天|明天|刚才|同学|特别|你|您|他们|她们|他|她)"
)
BEHIND = re.compile(
    r"(?:[和跟与在也又都不没真好很太了呢吗啊吧呀哈快是的来去要会能到有把被给帮想昨今明刚已特怎为]|\W|\d|_|\Z)"
)


WITHOUT_MODEL = -0.12
"""Belief when there is no model: names then need the words around them."""

CLOSING = frozenset("哈吧呢啊呀啦哦嘛噢哟喽咯呗吗")
"""Particles that close a sentence and end hardly any name."""


TAGS_BEFORE = frozenset({"v", "p", "c", "w", "xc"})
TAGS_BEHIND = frozenset({"v", "d", "p", "c", "xc", "w", "u", "r", "TIME", "f"})
"""What stands around a person in a sentence, in the tagger's words."""


def introduced(reading: Reading) -> frozenset[int]:
    """Where a name has just been announced (offsets behind 我叫, 收件人：…)."""
    return _introduced(reading.text)


@lru_cache(maxsize=8)
def _introduced(text: str) -> frozenset[int]:
    return frozenset(match.end() for match in INTRODUCED.finditer(text))


def around(reading: Reading, start: int, end: int, announced: frozenset[int]) -> float:
    """Evidence of the words on both sides, 0 to 0.45."""
    return _left(reading, start, announced) + _right(reading, end)


def _left(reading: Reading, start: int, announced: frozenset[int]) -> float:
    left = reading.text[max(0, start - 5) : start]
    if start in announced:
        return 0.3
    if RELATED.search(left):
        return 0.2
    if BEFORE.search(left) or (left and _tags(reading, start - 1) & TAGS_BEFORE):
        return 0.1
    return 0.0 if left else 0.06


def _right(reading: Reading, end: int) -> float:
    right = reading.text[end : end + 6]
    if STRONG_BEHIND.match(right):
        return 0.15
    return 0.05 if BEHIND.match(right) or _tags(reading, end) & TAGS_BEHIND else 0.0


def _tags(reading: Reading, at: int) -> frozenset[str]:
    return frozenset(word.tag for word in reading.words_at(at))


def belief(reading: Reading, start: int, end: int, floor: float = -0.3) -> float:
    """Evidence of the model: log-odds of its share for names, scaled to -0.3 to 0.37.

    The weakest character counts half. ``floor`` limits its say where forms speak for themselves.
    """
    if not reading.person:
        return WITHOUT_MODEL
    shares = reading.person[start:end]
    share = min(max(0.5 * sum(shares) / len(shares) + 0.5 * min(shares), 0.02), 0.99)
    return max(floor, 0.08 * log(share / (1 - share)))


def mass(reading: Reading, start: int, end: int) -> float:
    """How much the model takes the characters for a name, 0 to 1."""
    return sum(reading.person[start:end]) / (end - start) if reading.person else 0.0


def orphan(reading: Reading, end: int) -> float:
    """Evidence against an end: behind it a lone character begins no word, so it is rather the name's last one."""
    char = reading.text[end : end + 1]
    if not "一" <= char <= "鿿":
        return 0.0
    closed = not "一" <= reading.text[end + 1 : end + 2] <= "鿿"
    if char in "和与同跟":
        return 0.4 if closed and char != "跟" else 0.0
    if char in PARTICLES or mass(reading, end, end + 1) < 0.01:
        return 0.0
    for w in reading.words_at(end):
        if w.end - w.start == 1 or reading.text[end : w.end] not in reading.vocabulary:
            return 0.4 if char in GIVEN else 0.2 if w.tag in ("n", "nz", "a", "m", "PER") else 0.0
    return 0.0


def doubt(reading: Reading, start: int, end: int, ordinary: float = 0.3) -> float:
    """Evidence against: an ordinary word, or a piece of one that stands across the edges."""
    text, known = reading.text, reading.vocabulary
    if text[start:end] in NOT_PEOPLE:
        return 0.6
    score = ordinary if text[start:end] in known else 0.0
    if (
        start
        and text[start - 1 : start + 1] in known
        and mass(reading, start - 1, start) < 0.3 > mass(reading, start, start + 1) - 0.2
    ):
        score += 0.3
    across = (w for w in reading.words_at(end - 1) if w.start < end < w.end and w.tag not in ("PER", "w"))
    if any(text[max(start, w.start) : w.end] in known for w in across):
        score += 0.3
    score += 0.25 if NAMES_A_PLACE.match(text, end) else 0.0
    return score + (0.4 if text[end - 1] in CLOSING and end - start > 2 else 0.0)


def cut(reading: Reading, start: int, end: int) -> float:
    """Evidence against: the tagger's words do not begin and end where the span does."""
    heads = reading.heads
    if not heads:
        return 0.0
    return 0.15 * (start not in heads) + 0.15 * (end not in heads and end < len(reading.text))


def given(chars: str) -> float:
    """Evidence of the characters: 0.1 when all are usual in given names, -0.1 when none is."""
    return 0.2 * sum(char in GIVEN for char in chars) / max(1, len(chars)) - 0.1


def ends_badly(text: str, end: int) -> bool:
    """The last character more likely begins the rest of the sentence; at the very end it cannot."""
    return text[end - 1] in PARTICLES and end < len(text) and "一" <= text[end] <= "鿿"
