"""Dates of birth: a date beside a word that says birth."""

from __future__ import annotations

from presidio_analyzer import Pattern

from curation.privacy.recognizer import PatternsRecognizer

N = r"[0-9]{1,2}"
CN = r"[一二三四五六七八九十廿卅初]{1,3}"
YEAR = r"(?:(?:19|20)[0-9]{2}|[0-9]{2}(?=年)|[一二][九零〇○][一二三四五六七八九零〇○]{2})"
DATE = (
    rf"(?:{YEAR}\s?年\s?(?:{N}|{CN})\s?月\s?(?:{N}|{CN})(?:日|号)?|"
    rf"{YEAR}\s?[-./]\s?{N}\s?[-./]\s?{N}(?:日|号)?|{YEAR}[01][0-9][0-3][0-9]|"
    rf"(?:19|20)[0-9]{{2}}\s?[-./]\s?[01]?[0-9](?![-./0-9])|{YEAR}\s?年\s?{N}\s?月(?:份)?|"
    rf"(?:农历|阴历|阳历|公历|新历|旧历)?(?:{N}|{CN}|正|腊|冬)\s?月\s?(?:{N}|{CN})(?:日|号)?|"
    rf"(?:(?<![0-9.])[01]?[0-9]\s?[-./]\s?[0-3]?[0-9](?![0-9.]))(?:日|号)?|"
    rf"(?<![0-9])[01][0-9][0-3][0-9](?![0-9])|(?<![0-9])[0-9]{{2}}[01][0-9][0-3][0-9](?![0-9]))"
)
WORD = (
    r"(?:生日|出生(?:日期|年月日?|时间|于|在)?|过?生日|生于|诞辰|生辰(?:八字)?|预产期|"
    r"(?<![A-Za-z])(?i:birthday|birth\s?date|date\s?of\s?birth|dob|born(?:\s(?:on|in))?)(?![A-Za-z]))"
)
FILL = r"(?:[^0-9一二三四五六七八九十正腊冬初廿。!?！？\n]{0,8}?)"
LEFT = r"(?<![0-9])(?<![0-9][-./])"


class BirthDate(PatternsRecognizer):
    """Any order of word and date, with little between them; year alone only with 年 and 生."""

    ENTITY = "BIRTH_DATE"
    TRIGGERS = (
        ("生", "[日于的人辰]"),
        ("出诞", "[生辰]"),
        ("属", "[鼠牛虎兔龙蛇马羊猴鸡狗猪]"),
        ("预", "产"),
        ("bBdD", "(?i:irth|orn|ob)"),
    )
    PATTERNS = [
        Pattern("behind_word", rf"{WORD}{FILL}{LEFT}(?P<value>{DATE})", 0.85),
        Pattern("before_word", rf"{LEFT}(?P<value>{DATE})(?![0-9])\s?[,，]?"
                               r"(?:的|那天|这天|是|就是|在|我|你|他|她|妈|爸|孩子|宝宝|的时候|[一-鿿]{0,2}?){0,3}"
                               r"(?:出生|生日|生的|生人|诞生|(?<=[日号年月的])生(?![一-鿿])|"
                               r"(?:[属][鼠牛虎兔龙蛇马羊猴鸡狗猪]))", 0.85),
        Pattern("animal", rf"属[鼠牛虎兔龙蛇马羊猴鸡狗猪]的?[,，\s]?{LEFT}(?P<value>{YEAR}\s?年\s?{N}\s?月\s?{N}(?:日|号)?)", 0.8),
        Pattern("year", rf"{LEFT}(?P<value>(?:19[3-9][0-9]|20[012][0-9]|[0-9]{{2}})\s?年)\s?"
                        r"(?:出生|生的|生人|的(?:人|，|,)?属)", 0.7),
    ]  # fmt: skip
    VETO_BEHIND = r"\s?(?:元|块|岁|分钟|小时|个|人|斤|公里|km)"
    MIN_DIGITS = 1
    SPELLED = False
