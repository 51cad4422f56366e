"""Addresses nobody lives at: the same chain of province, city, district, road and number, with invented names."""

from __future__ import annotations

import re

from curation.privacy.invented.choice import Choice
from curation.privacy.invented.spelling import same_shape
from curation.privacy.places import BUILDING, LOCAL, ROAD, UNIT

FIRST = "鹭鲤獾鸢萤鲸貂麋蝉蛙鸥雁鹤狐鹿鸦"
SECOND = "橘栗杏橙柚莓榛椰枣梨桔桃葵菱藕麦"
"""An animal and a fruit: names that no Chinese place we know of has."""

SURE = r"自治区|自治州|自治县|特别行政区|新区|开发区|街道|[省市区县镇乡村路街巷弄]|" + "|".join(
    word for word in f"{ROAD}|{BUILDING}|{LOCAL}".replace("(?:", "").replace(")", "").split("|") if len(word) > 1
)
WEAK = "|".join(word for word in f"{BUILDING}|{LOCAL}".replace("(?:", "").replace(")", "").split("|") if len(word) == 1)
"""园, 苑, 庄…: a word of place at the end of a name, part of one elsewhere."""
KEPT = re.compile(
    rf"{SURE}|(?:{WEAK})(?![一-鿿])|(?<=[0-9A-Za-z０-９一二三四五六七八九十])\s?{UNIT}|[东西南北正前后侧大]门口?|交叉口|交汇处|路口|"
    r"那边的?|这边的?|附近|旁边|对面|[的和与跟]|第(?=[0-9一二三四五六七八九十])"
)
NUMERAL = re.compile(r"[零〇一二三四五六七八九十百]{1,4}(?=[-号栋幢座单室楼层弄组队排巷期区#])")
WORD = re.compile(
    r"(?i:road|rd|street|st|avenue|ave|lane|district|room|building|block|floor|unit|no|"
    r"city|province|north|south|east|west)"
)
PIECE = re.compile(
    rf"(?P<kept>{KEPT.pattern})|(?P<numeral>{NUMERAL.pattern})|(?P<number>[0-9０-９]+)|(?P<latin>[A-Za-zＡ-Ｚａ-ｚ]+)|"
    rf"(?P<name>[一-鿿]+?(?={KEPT.pattern}|{NUMERAL.pattern}|[^一-鿿]|\Z))|(?P<other>.)",
    re.DOTALL,
)


def location(value: str, choice: Choice) -> str:
    """Names become invented ones of the same length, numbers others; words of place, units and signs stay."""
    return "".join(_other(match, choice) for match in PIECE.finditer(value))


def _other(match: re.Match[str], choice: Choice) -> str:
    text, kind = match[0], match.lastgroup
    if kind == "kept" and match.start() > 0:
        return text
    if kind in ("name", "kept"):
        return "".join(choice.of(SECOND if i % 2 else FIRST) for i in range(len(text)))
    if kind == "numeral":
        return "".join(choice.of("一二三四五六七八九") if char != "十" else char for char in text)
    if kind == "number":
        new = same_shape(text, choice)
        return (
            same_shape("1", Choice(new)).replace("0", "3") + new[1:]
            if new[0] in "0０" and text[0] not in "0０"
            else new
        )
    if kind == "latin" and len(text) <= 2 and text.isupper():
        return "".join(choice.of("ABCDEFGH") for _ in text)
    return text if kind == "other" or (kind == "latin" and WORD.fullmatch(text)) else same_shape(text, choice)
