"""A second pair of eyes on finished text: what still looks private, by rules that share no code with the recognizers.

It knows neither the recognizers' patterns nor their model, so what they overlook for a reason of theirs it may see.
It decides nothing: it lists, and a person looks. Reasons: ``digits`` a long number in any script, ``numerals`` a
number read out, ``spelled`` one in pinyin or English words, ``at`` something like an address on the net, ``cue`` a
word such as 密码 or 地址 with something behind it, ``mixed`` letters and digits in one, ``name`` a surname with a
given name by another dictionary.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from curation.privacy.surrogates import Known

REASONS = ("digits", "numerals", "spelled", "at", "cue", "mixed", "name")


class Suspect(NamedTuple):
    """``text[start:end]`` may be private. ``entity_guess``: an entity, or nothing; ``reason``: one of REASONS."""

    start: int
    end: int
    entity_guess: str
    reason: str


def suspects(texts: Sequence[str], surrogates: Collection[str] = ()) -> list[list[Suspect]]:
    """What to look at in each text, sorted, without overlaps. ``surrogates``: those in use; they are no suspects,
    nor are placeholders. Opens no socket; about 20,000 short messages a second.
    """
    known = Known(surrogates)
    return [_of(text, known) for text in texts]


def _of(text: str, known: Known) -> list[Suspect]:
    chars = list(text)
    for start, end in known.spans(text):
        chars[start:end] = "\n" * (end - start)
    hidden = "".join(chars)
    plain = hidden if hidden.isascii() else "".join(map(_plain, chars))
    found = [s for rule in (_numbers, _spelled, _net, _cues, _mixed) for s in rule(plain)]
    return _apart([*found, *_names(hidden)])


@cache
def _plain(char: str) -> str:
    """ASCII where there is one character that says the same; digits of any script as digits."""
    if char.isascii():
        return char
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    form = unicodedata.normalize("NFKC", char)
    if len(form) == 1:
        return form
    return char if unicodedata.category(char)[0] != "C" else "-"


def _apart(found: Iterable[Suspect]) -> list[Suspect]:
    """The longer of two that overlap. O(n log n)."""
    kept: list[Suspect] = []
    for suspect in sorted(found, key=lambda s: (s.start - s.end, s.start, REASONS.index(s.reason))):
        at = bisect_left(kept, (suspect.end,))
        if at == 0 or kept[at - 1].end <= suspect.start:
            insort(kept, suspect)
    return kept


LOOSE = r"[\s\-_.,:;/|*~()·•、，。—\u200b\ufe0f\u20e3]"
RUN = re.compile(rf"(?<![0-9A-Za-z])\+?[0-9](?:(?!\n){LOOSE}{{0,3}}[0-9]){{6,20}}[Xx]?(?![0-9])")
DATES = re.compile(
    r"(?:19|20)\d\d\D{1,3}\d{1,2}\D{1,3}\d{1,2}(?:\D{1,4}\d{1,2}(?:\D\d\d){0,2})?|"
    r"\d{1,2}:\d\d(?::\d\d)?\D+\d{1,2}:\d\d(?::\d\d)?"
)
MONEY = re.compile(r"\s?(?:元|块|万|亿|美元|rmb|RMB|¥|%|米|公里|字节|kb|KB)|\.[0-9]")
READ = re.compile(
    r"[零〇一二两三四五六七八九幺壹贰叁肆伍陆柒捌玖洞拐](?:[\s,，、.·-]{0,2}[零〇一二两三四五六七八九幺壹贰叁肆伍陆柒捌玖洞拐]){5,}"
)


def _numbers(text: str) -> Iterator[Suspect]:
    for match in RUN.finditer(text):
        digits = "".join(filter(str.isdigit, match[0]))
        if len(set(digits)) > 2 and not DATES.fullmatch(match[0].strip()) and not MONEY.match(text, match.end()):
            yield Suspect(*match.span(), _by_length(digits, match[0]), "digits")
    for match in READ.finditer(text):
        if len(set(match[0])) > 3:
            yield Suspect(*match.span(), "PHONE_NUMBER", "numerals")


def _by_length(digits: str, whole: str) -> str:
    if len(digits) in (15, 18) or whole[-1] in "xX":
        return "CN_ID_CARD"
    return "CREDIT_CARD" if len(digits) >= 16 else "PHONE_NUMBER"


PINYIN = r"(?:ling|dong|yao|yi|liang|er|san|si|wu|liu|qi|guai|ba|jiu)"
ENGLISH = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)"
SPELLED_OUT = re.compile(
    rf"(?<![A-Za-z])(?:{PINYIN}(?:[\s,-]?{PINYIN}){{5,}}|{ENGLISH}(?:[\s,-]{{0,2}}{ENGLISH}){{4,}})(?![A-Za-z])", re.I
)


def _spelled(text: str) -> Iterator[Suspect]:
    for match in SPELLED_OUT.finditer(text):
        yield Suspect(*match.span(), "PHONE_NUMBER", "spelled")


NET = re.compile(
    r"[A-Za-z0-9][\w.-]{1,40}\s?(?:@|艾特|[(\[{]at[)\]}]| at )\s?[A-Za-z0-9][A-Za-z0-9-]*|"
    r"(?<![A-Za-z0-9])[A-Za-z0-9-]{2,30}\s?(?:点|\(dot\)|丶)\s?(?:com|cn|net)|[A-Za-z]{2,10}://\S{4,}|"
    r"(?<!\w)\d{1,3}(?:[.。]\d{1,3}){3}(?!\d)",
    re.I | re.ASCII,
)


def _net(text: str) -> Iterator[Suspect]:
    for match in NET.finditer(text):
        at = any(sign in match[0].lower() for sign in ("@", "艾特", "at"))
        yield Suspect(*match.span(), "EMAIL_ADDRESS" if at and "://" not in match[0] else "URL", "at")


SECRET = re.compile(
    r"(?P<word>密码|口令|验证码|校验码|提取码|卡号|账号|帐号|身份证|护照|车牌|邮箱|微信号?|[Qq]{2}|[Vv][Xx]|[Ww][Xx]|电话|手机号?|证件号?|学号|工号|"
    r"(?<![A-Za-z])(?:pwd|pin|password))[^\nA-Za-z0-9。!?！？]{0,6}(?P<value>[!-~]{4,40})"
)
PLACE = re.compile(
    r"(?:住在?|地址|寄到?|送到|家在|搬到|导航到?|位于)[是在:：,，\s]{0,3}(?P<value>[^\n，。！？,!?\s]{2,30}?[0-9一二三四五六七八九十]{1,5}\s?"
    r"(?:号楼?|弄|栋|幢|单元|室|座|组|楼))"
)
ROAD_NUMBER = re.compile(
    r"[一-鿿]{2,8}(?:路|街|大道|巷|弄|小区|花园|公寓|大厦|村)[0-9一二三四五六七八九十]{1,5}\s?(?:号|弄|栋|幢|单元|室|座|组)"
)
BORN = re.compile(
    r"(?:生日|出生|生于|birthday)[^\n。！？!?]{0,6}?(?P<value>[0-9一二三四五六七八九十]{1,4}\s?[年月./-][0-9一二三四五六七八九十年月日号./-]*)|"
    r"(?P<before>(?:[0-9]{4}年)?[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}[日号]?)[^\n。！？!?]{0,4}(?:生日|出生|生的)"
)
POST = re.compile(r"邮(?:编|政编码)[^\n0-9]{0,6}(?P<value>[0-9]{6})(?![0-9])")
PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\s?[A-Za-z][\s·.,，-]{0,2}"
    r"(?=[A-Za-z\s-]*[0-9])[A-Za-z0-9][A-Za-z0-9\s-]{3,6}[A-Za-z0-9]"
)
GUESS = {
    "密口提p": "PASSWORD",
    "验校": "VERIFICATION_CODE",
    "卡": "CREDIT_CARD",
    "身证": "CN_ID_CARD",
    "护": "CN_PASSPORT",
    "车": "CN_PLATE",
    "邮": "EMAIL_ADDRESS",
    "微vw": "WECHAT_ID",
    "q": "QQ",
    "电手": "PHONE_NUMBER",
}
"""First characters of a cue -> what it announces."""


def _cues(text: str) -> Iterator[Suspect]:
    for match in SECRET.finditer(text):
        if any(map(str.isdigit, match["value"])):
            yield Suspect(*match.span("value"), _announced(match["word"]), "cue")
    for pattern, entity in ((BORN, "BIRTH_DATE"), (POST, "CN_POSTCODE"), (PLATE, "CN_PLATE")):
        for match in pattern.finditer(text):
            yield Suspect(*match.span(match.lastgroup or 0), entity, "cue")
    for match in PLACE.finditer(text):
        yield Suspect(*match.span("value"), "LOCATION", "cue")
    for match in ROAD_NUMBER.finditer(text):
        yield Suspect(*match.span(), "LOCATION", "cue")


def _announced(word: str) -> str:
    return next((entity for first, entity in GUESS.items() if word[0].lower() in first), "")


MIXED = re.compile(r"(?<![A-Za-z0-9_/.-])(?=[A-Za-z_-]*[0-9])(?=[0-9_-]*[A-Za-z])[A-Za-z0-9_-]{6,40}(?![A-Za-z0-9_/])")


def _mixed(text: str) -> Iterator[Suspect]:
    for match in MIXED.finditer(text):
        if sum(map(str.isdigit, match[0])) >= 2:
            yield Suspect(*match.span(), "", "mixed")


FAMILY = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方邹熊孟秦邱江尹薛闫段雷侯史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
"""The hundred most frequent surnames."""


CALLED = re.compile(
    rf"(?<!谢)[{''.join(sorted(FAMILY))}](?:老师|经理|医生|主任|阿姨|叔叔|同学|师傅|律师|教授|校长|大夫)|"
    rf"(?:(?<![一-鿿])|(?<=[跟和给让叫找问帮]))[小老阿][{''.join(sorted(FAMILY - set('方于高白万金石江毛史时孔')))}](?![一-鿿]{{0,1}}[子儿家伙])"
)
"""Ways of addressing: a surname with a title, 小 or 老 with a surname where a sentence may begin with a name."""


def _names(text: str) -> Iterator[Suspect]:
    """Ways of addressing, and words that jieba's dictionary tags as names and that begin with a frequent surname."""
    if not FAMILY.intersection(text):
        return
    yield from (Suspect(*match.span(), "PERSON", "name") for match in CALLED.finditer(text))
    import rjieba  # 0.02 s

    at = 0
    for word, tag in rjieba.tag(text):
        if tag == "nr" and 2 <= len(word) <= 3 and word[0] in FAMILY and not rjieba.has_word(word):
            yield Suspect(at, at + len(word), "PERSON", "name")
        at += len(word)
