"""Another day of birth, written the same way."""

from __future__ import annotations

import re

from curation.privacy.invented.choice import Choice

HAN = "零一二三四五六七八九"
PART = re.compile(r"(?P<year>(?:19|20)[0-9]{2}(?![0-9])|[0-9]{2}(?=年))|(?P<compact>[0-9]{3,8})|(?P<number>[0-9]{1,2})|"
                  r"(?P<spelled_year>[一二][零〇○九][零〇○一二三四五六七八九]{2})|(?P<spelled>[一二三四五六七八九十廿卅]{1,3})")  # fmt: skip


def birth_date(value: str, choice: Choice) -> str:
    """Year within eight years, month and day anew; every part keeps its length, so it stays a date."""
    plain = value.translate({0xFF10 + i: str(i) for i in range(10)})
    monthless = True

    def other(match: re.Match[str]) -> str:
        nonlocal monthless
        text, kind = match[0], match.lastgroup
        if kind == "year" and len(text) == 4:
            return str(min(int(text) + choice.below(17) - 8, 2025))
        if kind == "year":
            return f"{(int(text) + choice.below(17) - 8) % 100:02}"
        if kind == "compact":
            return _compact(text, choice)
        if kind == "spelled_year":
            return "一九" + "".join(choice.of(HAN[5:10] if i == 0 else HAN[1:10]) for i in range(2))
        month, monthless = monthless, False
        return _number(text, 12 if month else 28, choice) if kind == "number" else _spelled(text, month, choice)

    return PART.sub(other, plain)


def _compact(text: str, choice: Choice) -> str:
    tail = f"{1 + choice.below(12):02}{1 + choice.below(28):02}"
    return f"{1960 + choice.below(55)}{tail}"[-len(text) :]


def _number(text: str, last: int, choice: Choice) -> str:
    if len(text) == 1:
        return str(1 + choice.below(9))
    return f"{1 + choice.below(9):02}" if text[0] == "0" else str(10 + choice.below(last - 9))


def _spelled(text: str, month: bool, choice: Choice) -> str:
    if len(text) == 1:
        return choice.of("二三四五六七八九")
    if len(text) == 2:
        return choice.of(["十一", "十二"]) if month else "十" + choice.of("一二三四五六七八九")
    return "二十" + choice.of("一二三四五六七八")
