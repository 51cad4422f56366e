"""How recognizers read a text: one plain form with a way back to the offsets of the text as given."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Container, Sequence
from functools import cached_property
from typing import NamedTuple

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff\u20e3]"
)
"""Characters without width (and the frame of keycap digits): people and copy buttons put them inside numbers."""


BRACKETED = re.compile(
    r"\[(?!(?i:at|dot)\])(?:[\u4e00-\u9fff]{1,3}[A-Za-z]{0,2}|[\u4e00-\u9fffA-Za-z]{4,8}|[A-Za-z]{1,8}|"
    r"[\u4e00-\u9fffA-Z]{2,4}[1-9][0-9]*|[A-Za-z_ ]{2,16}[xX*]{2,16})\](?!\s?[:：])"
)
"""WeChat stickers ([委屈], [OK]), exporters' masks ([phone xxx]) and our placeholders ([电话1]): never private."""


def _folding() -> dict[int, str]:
    """Code point -> its plain ASCII form, for every character whose compatibility form is one ASCII character."""
    table: dict[int, str] = {}
    for code in (*range(0xA0, 0x3400), *range(0xFE10, 0x10000), *range(0x1D400, 0x1D800), *range(0x1F100, 0x1F1AA)):
        char = chr(code)
        plain = unicodedata.normalize("NFKC", char)
        digit = unicodedata.digit(char, None)
        if digit is not None:
            plain = str(digit)
        if len(plain) == 1 and plain.isascii():
            table[code] = plain
    table |= dict.fromkeys(map(ord, "‐‑‒–—―−－﹣"), "-")
    table |= dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\u202f"), " ")
    return table


FOLD = _folding()

SPELLED = str.maketrans("零〇○洞一壹幺二贰两三叁四肆五伍六陆七柒拐八捌九玖勾", "00001112223344556677788999")
"""Chinese digits as they are read aloud; 洞 幺 两 拐 勾 are what 0 1 2 7 9 are called on the phone."""


def _blank(match: re.Match[str]) -> str:
    """Line breaks instead, which no value crosses."""
    return "\n" * len(match[0])


class Word(NamedTuple):
    """A word of the tagger. ``tag`` is LAC's: PER, LOC, ORG, TIME, or a part of speech."""

    start: int
    end: int
    tag: str


class Tagged(NamedTuple):
    """What the tagger says about a text.

    ``words`` cover it without gaps; ``person[i]`` and ``place[i]`` are how much character i looks like part of a
    name or of a place (or an organisation), in [0, 1]; ``vocabulary`` holds ordinary words. ``guessed``: by a
    dictionary, not by a model of sentences.
    """

    words: tuple[Word, ...]
    person: Sequence[float]
    place: Sequence[float]
    vocabulary: Container[str] = frozenset()
    guessed: bool = False


UNTAGGED = Tagged((), (), ())


class Reading:
    """A text folded to plain digits, letters and punctuation (same length, unless invisible characters were taken out).

    Offsets of recognizers are those of :attr:`text`; :meth:`span` leads back to the text as given.
    """

    def __init__(self, raw: str, tagged: Tagged = UNTAGGED) -> None:
        self.raw = raw
        self.take(tagged)
        self._offsets: list[int] | None = None
        if not raw.isascii() and INVISIBLE.search(raw):
            self._offsets = [i for i, char in enumerate(raw) if not INVISIBLE.match(char)]
            raw = "".join([raw[i] for i in self._offsets])
        self.visible = raw = BRACKETED.sub(_blank, raw) if "[" in raw else raw
        self.text = raw if raw.isascii() else raw.translate(FOLD)

    def take(self, tagged: Tagged) -> None:
        """Add what the tagger says about :attr:`visible`."""
        self.words, self.person, self.place, self.vocabulary, self.guessed = tagged

    @cached_property
    def spelled(self) -> str:
        """:attr:`text` with Chinese digits as ASCII digits."""
        return self.text.translate(SPELLED)

    @cached_property
    def digits(self) -> int:
        """How many digits there are, spelled ones included."""
        return sum(map(str.isdigit, self.spelled))

    @cached_property
    def heads(self) -> frozenset[int]:
        """Where words begin."""
        return frozenset(word.start for word in self.words)

    def words_at(self, at: int) -> Sequence[Word]:
        """The word over a character, none without a tagger."""
        index = bisect_right(self.words, (at, len(self.text) + 1)) - 1
        return self.words[index : index + 1] if index >= 0 else ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text as given."""
        if self._offsets is None or start >= end:
            return start, end
        last = self._offsets[end - 1] + 1
        while last < len(self.raw) and INVISIBLE.match(self.raw[last]):
            last += 1
        return self._offsets[start], last
