"""The spelling of a value, to be worn by another: which alphabet its digits and letters are written in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from curation.privacy.invented.choice import Choice
from curation.privacy.reading import SPELLED

PLAIN, FORMAL = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
CONSONANTS, VOWELS = "bdfghklmnprstwz", "aeiou"


def digit_of(char: str) -> str:
    """The ASCII digit a character stands for (７, 七, ⑦), or nothing."""
    spelled = char.translate(SPELLED)
    if spelled.isascii() and spelled.isdigit():
        return spelled
    value = unicodedata.digit(char, None)
    return "" if value is None else str(value)


def digits_of(value: str) -> str:
    """All digits of a value in ASCII."""
    return "".join(map(digit_of, value))


def with_digits(value: str, digits: Iterable[str]) -> str:
    """The value with its digits replaced one by one, each in the alphabet of the one it replaces."""
    rest = iter(digits)
    return "".join(_alike(char, next(rest)) if digit_of(char) else char for char in value)


def _alike(model: str, digit: str) -> str:
    if model.isascii():
        return digit
    if "一" <= model <= "鿿" or model in "〇○":
        return (FORMAL if model in FORMAL[1:] else PLAIN)[int(digit)]
    zero = ord(model) - int(digit_of(model))
    char = chr(zero + int(digit))
    return char if unicodedata.digit(char, None) == int(digit) else digit


def same_shape(value: str, choice: Choice) -> str:
    """Other letters and digits in the places of letters and digits: consonants and vowels in turn, case kept."""
    out, vowel = "", False
    for char in value:
        if digit_of(char):
            out += with_digits(char, choice.digits(1))
        elif unicodedata.normalize("NFKC", char).isascii() and char.isalpha():
            out += _letter(char, choice.of(VOWELS if vowel else CONSONANTS))
            vowel = not vowel
        else:
            out, vowel = out + char, False
    return out


def _letter(model: str, letter: str) -> str:
    letter = letter.upper() if model.isupper() else letter
    return letter if model.isascii() else chr(ord(letter) + 0xFEE0)
