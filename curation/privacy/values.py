"""One value in many spellings: the key of its decision, and what may be shown of it."""

from __future__ import annotations

import re
import unicodedata

from curation.privacy.entities import HARM, Harm
from curation.privacy.reading import INVISIBLE, SPELLED

__all__ = ["HARM", "Harm", "mask", "normalise"]

DIGITS_ONLY = frozenset({"PHONE_NUMBER", "CREDIT_CARD", "QQ", "CN_POSTCODE"})
CODES = frozenset({"CN_ID_CARD", "CN_PASSPORT", "CN_PLATE", "VERIFICATION_CODE"})
COUNTRY_CODE = re.compile(r"(?:00)?86(?=1[3-9]\d{9}$)")
SIGN = re.compile(r"\s*(?:艾特|爱特|圈a|\(at\)|\[at\]|\sat\s|#|@)\s*")
POINT = re.compile(r"\s*(?:点|。|\(dot\)|\[dot\]|\sdot\s|\.)\s*")
MAILBOX = re.compile(r"@?(?:qq|扣扣|球球|企鹅)邮箱$")


def normalise(entity: str, text: str) -> str:
    """The key under which a value is decided: the same for 138-1234-5678, 13812345678 and １３８…, A@qq.com and a@QQ.COM.

    A password keeps its case; a date becomes year-month-day; a name loses its spaces.
    """
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", INVISIBLE.sub("", text))).strip()
    if entity in DIGITS_ONLY:
        return _digits(entity, plain) or plain
    if entity in CODES:
        code = "".join(filter(str.isalnum, plain if entity == "CN_PLATE" else plain.translate(SPELLED)))
        return code.upper() or plain
    if entity == "EMAIL_ADDRESS":
        return re.sub(r"\s", "", MAILBOX.sub("@qq.com", POINT.sub(".", SIGN.sub("@", plain.casefold()))))
    if entity == "BIRTH_DATE":
        return "-".join(part.lstrip("0").zfill(2) for part in re.findall(r"\d+", plain)) or plain
    if entity == "LOCATION":
        return "".join(char for char in plain.casefold() if char.isalnum() or char in "-#")
    if entity == "PASSWORD":
        return plain
    if entity == "URL":
        return plain.rstrip("/")
    return re.sub(r"\s+", "", plain).casefold()


def _digits(entity: str, plain: str) -> str:
    number = "".join(filter(str.isdecimal, plain.translate(SPELLED)))
    return COUNTRY_CODE.sub("", number) if entity == "PHONE_NUMBER" else number


SHOWN = {
    "PHONE_NUMBER": (3, 4),
    "CREDIT_CARD": (4, 4),
    "CN_ID_CARD": (3, 4),
    "CN_PASSPORT": (1, 2),
    "CN_PLATE": (2, 1),
    "QQ": (2, 2),
    "WECHAT_ID": (2, 1),
    "LOCATION": (3, 0),
    "PERSON": (1, 0),
    "URL": (10, 0),
    "IP_ADDRESS": (3, 0),
    "BIRTH_DATE": (2, 0),
    "ORGANIZATION": (2, 0),
    "DATE_TIME": (2, 0),
}
"""Entity -> characters left readable at the start and at the end; nothing of the entities not named."""


def mask(entity: str, text: str) -> str:
    """The value with its middle hidden: 138****5678, 张*, z***@qq.com. At least a third of it is always hidden."""
    if entity == "EMAIL_ADDRESS" and "@" in text:
        local, _, domain = text.partition("@")
        return f"{local[:1]}{'*' * max(1, len(local) - 1)}@{domain}"
    head, tail = SHOWN.get(entity, (0, 0))
    while head + tail > len(text) * 2 // 3 and head + tail > (entity == "PERSON" and len(text) > 1):
        head, tail = (head - 1, tail) if head > tail else (head, tail - 1)
    hidden = len(text) - head - tail
    return text[:head] + "*" * hidden + text[len(text) - tail :]
