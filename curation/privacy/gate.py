"""One cheap regex in front of the structured recognizers: most chat holds nothing they could find."""

from __future__ import annotations

import re
from collections.abc import Iterable

Trigger = tuple[str, str]
"""First characters (the inside of a character class) and the pattern that must follow one of them."""

NUMERALS = "零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺"
DIGITS: Trigger = (r"\d", r"(?:.{0,3}\d){2}")
CIRCLED: Trigger = ("①-⑨❶-❾➀-➈", "")
READ_ALOUD: Trigger = (NUMERALS, rf"(?:.{{0,2}}[{NUMERALS}\d]){{3}}")
NUMBERS: tuple[Trigger, ...] = (DIGITS, CIRCLED, READ_ALOUD)
"""What announces a number of some length, in digits or spelled."""


def gate(triggers: Iterable[Trigger]) -> re.Pattern[str]:
    """A pattern that finds any of the triggers.

    It begins with one character class: `re` skips to its members several times faster than through an alternation.
    """
    known = sorted(set(triggers))
    first = "".join(dict.fromkeys(first for first, _ in known))
    return re.compile(f"[{first}](?:{'|'.join(f'(?<=[{first}]){rest}' for first, rest in known)})", re.DOTALL)
