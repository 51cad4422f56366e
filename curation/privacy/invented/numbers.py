"""Numbers nobody can have been given: each keeps the separators and the alphabet of the one it stands for."""

from __future__ import annotations

import re

from curation.privacy.invented.choice import Choice
from curation.privacy.invented.spelling import digits_of, same_shape, with_digits

MOBILE = re.compile(r"(?P<code>(?:00)?86)?1[3-9][0-9]{9}")
LANDLINE = re.compile(r"(?P<code>(?:00)?86)?(?P<area>0?(?:10|2[0-9]|[3-9][0-9]{2}))(?P<local>[2-9][0-9]{6,})")
FREE_MOBILE = ("142", "143")
"""140 to 144 are set aside for the internet of things, whose numbers have 13 digits; of these five no network holds
142 and 143. An 11-digit number that begins so is nobody's."""
FREE_COUNTRY = "999"
"""ITU-T E.164 keeps the country code 999 unassigned."""


def phone(value: str, choice: Choice) -> str:
    """Mobile: 142/143. Landline: its area code and a number that begins with 0, the trunk prefix, so no subscriber's.
    Abroad: +1 … 555-01xx (kept for fiction by the North American plan), else country code 999."""
    digits = digits_of(value)
    mobile, landline = MOBILE.fullmatch(digits), LANDLINE.fullmatch(digits)
    if value.strip().startswith(("+", "＋")) and len(digits) > 6 and not digits.startswith("86"):
        new = _abroad(digits, choice)
    elif mobile:
        new = (mobile["code"] or "") + choice.of(FREE_MOBILE) + choice.digits(8)
    elif landline:
        kept = len(digits) - len(landline["local"])
        new = digits[:kept] + "0" + choice.digits(len(digits) - kept - 1)
    else:
        return _begun(value, "0", choice)
    return with_digits(value, new)


def _begun(value: str, start: str, choice: Choice) -> str:
    """Other digits, these at the start."""
    return with_digits(value, start + choice.digits(len(digits_of(value))))


def _abroad(digits: str, choice: Choice) -> str:
    if digits.startswith("1") and len(digits) == 11:
        return digits[:4] + "55501" + choice.digits(2)
    return FREE_COUNTRY + choice.digits(len(digits) - len(FREE_COUNTRY))


WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
NO_PROVINCE = "16 17 18 19 24 25 26 27 28 29 38 39 47 48 49 55 56 57 58 59 66 67 68 69".split()
"""First two digits that GB/T 2260 gives to no province."""


def id_card(value: str, choice: Choice) -> str:
    """A province there is none of, an ordinary date of birth, and (18 characters) a check character that is wrong.
    A permit begins with a letter no authority uses, or with 0."""
    plain = digits_of(value)
    ends_in_x = value.rstrip(" )）")[-1:] in "XxＸｘχΧ×*"
    length = len(plain) + ends_in_x
    if length not in (15, 18):
        return _permit(value, choice)
    year = str(1950 + choice.below(55))
    born = f"{year if length == 18 else year[2:]}{1 + choice.below(12):02}{1 + choice.below(28):02}"
    new = choice.of(NO_PROVINCE) + choice.digits(4) + born + choice.digits(3)
    if length == 18 and not ends_in_x:
        right = "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, new, strict=True)) % 11]
        new += choice.of([d for d in "0123456789" if d != right])
    elif length == 18 and sum(w * int(d) for w, d in zip(WEIGHTS, new, strict=True)) % 11 == 2:
        new = new[:-1] + str((int(new[-1]) + 1) % 10)  # X would be right: one step of the last digit makes it wrong
    return with_digits(value, new)


def _permit(value: str, choice: Choice) -> str:
    first = _like_letter(value[0], "O") if value[0].isascii() and value[0].isalpha() else with_digits(value[0], "0")
    return first + same_shape(value[1:], choice)


def passport(value: str, choice: Choice) -> str:
    """I and O are not used in passport numbers; one without letters begins with 000."""
    letters = [i for i, char in enumerate(value) if char.isalpha()]
    if not letters:
        return _begun(value, "000", choice)
    at = letters[-1]
    return with_digits(
        value[:at] + _like_letter(value[at], choice.of("IO")) + value[at + 1 :], choice.digits(len(digits_of(value)))
    )


def bank_card(value: str, choice: Choice) -> str:
    """Its first two digits and a number that fails the check digit of ISO/IEC 7812 (Luhn), which every card passes."""
    digits = digits_of(value)
    new = digits[:2] + choice.digits(len(digits) - 2)
    if new and luhn(new):
        new = new[:-1] + str((int(new[-1]) + 1) % 10)
    return with_digits(value, new)


def luhn(digits: str) -> bool:
    """Whether the last digit is the right one."""
    doubled = "0246813579"
    return sum(int(doubled[int(d)] if i % 2 else d) for i, d in enumerate(reversed(digits))) % 10 == 0


PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"


def plate(value: str, choice: Choice) -> str:
    """I and O are not used on plates (GA 36), so one stands in front. An embassy's begins with country 000."""
    if "使" in value:
        return _begun(value, "000", choice)
    out, seen = "", 0
    for char in value:
        plain = char.isascii() and char.isalnum()
        seen += plain
        if char in PROVINCES:
            out += choice.of([p for p in PROVINCES if p != char])
        elif plain and seen == 1:
            out += _like_letter(char, choice.of("ABCDEFGHJK"))
        elif plain and seen == 2:
            out += _like_letter("a" if "".join(filter(str.isascii, value)).islower() else "A", choice.of("IO"))
        elif plain:
            out += choice.of("ABCDEFGHJKLMN") if char.isupper() else same_shape(char, choice)
        else:
            out += char
    return out


def _like_letter(model: str, letter: str) -> str:
    letter = letter.lower() if model.islower() else letter
    return letter if model.isascii() else chr(ord(letter) + 0xFEE0)


def account(value: str, choice: Choice) -> str:
    """QQ numbers begin with 1 to 9: one that begins with 0 is nobody's."""
    return _begun(value, "0", choice)


def wechat(value: str, choice: Choice) -> str:
    """A WeChat id begins with a letter: one that begins with 0 is nobody's."""
    return "0" + same_shape(value[1:], choice)


def postcode(value: str, choice: Choice) -> str:
    """Chinese postal codes begin at 01."""
    return _begun(value, "00", choice)
