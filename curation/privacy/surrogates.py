"""Stand-ins for private values: numbered placeholders in Chinese words, or invented values of the same form.

Where each invented value comes from, and why it is nobody's:

- phones: 142/143 (no network has them), landlines that begin with 0, +1 … 555-01xx, country code 999 (E.164)
- identity cards: a province GB/T 2260 has none of, and a wrong check character; passports and plates with I or O,
  which neither uses; bank cards that fail Luhn (ISO/IEC 7812); QQ numbers and WeChat ids that begin with 0; postal
  codes that begin with 00
- e-mail and links at example.com (RFC 2606), addresses of RFC 5737 and RFC 3849
- addresses: streets and towns called by an animal and a fruit; names: common ones, from Faker
- dates of birth: another day within some years

Names and dates may well be somebody's: what is certain is that they stand nowhere in the chats.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import ahocorasick

from curation.privacy.invented import addresses, dates, names, net, numbers
from curation.privacy.invented.choice import Choice
from curation.privacy.values import normalise

Style = Literal["placeholder", "natural"]
STYLES: tuple[Style, ...] = ("placeholder", "natural")

WORDS = {
    "PERSON": "人名",
    "LOCATION": "地址",
    "PHONE_NUMBER": "电话",
    "EMAIL_ADDRESS": "邮箱",
    "CREDIT_CARD": "银行卡",
    "IP_ADDRESS": "网络地址",
    "URL": "链接",
    "ORGANIZATION": "机构",
    "DATE_TIME": "时间",
    "CN_ID_CARD": "身份证",
    "CN_PASSPORT": "护照",
    "CN_PLATE": "车牌",
    "CN_POSTCODE": "邮编",
    "QQ": "QQ号",
    "WECHAT_ID": "微信号",
    "VERIFICATION_CODE": "验证码",
    "PASSWORD": "密码",
    "BIRTH_DATE": "生日",
}
"""Entity -> the word inside its placeholder."""

PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(WORDS.values())})[1-9][0-9]*\]")
"""What :func:`placeholder` writes. No WeChat sticker ends in a digit, so none looks like it."""


def placeholder(entity: str, number: int) -> str:
    """``[电话1]``, ``[人名2]``: ``number`` counts the entity's values over the workspace from 1, in order of first use."""
    if number < 1:
        raise ValueError("placeholders are numbered from 1")
    return f"[{WORDS[entity]}{number}]"


INVENT: dict[str, Callable[[str, Choice], str]] = {
    "LOCATION": addresses.location,
    "PHONE_NUMBER": numbers.phone,
    "EMAIL_ADDRESS": net.email,
    "CREDIT_CARD": numbers.bank_card,
    "IP_ADDRESS": net.ip_address,
    "URL": net.url,
    "CN_ID_CARD": numbers.id_card,
    "CN_PASSPORT": numbers.passport,
    "CN_PLATE": numbers.plate,
    "CN_POSTCODE": numbers.postcode,
    "QQ": numbers.account,
    "WECHAT_ID": numbers.wechat,
    "BIRTH_DATE": dates.birth_date,
}

NATURAL = frozenset({"PERSON", *INVENT})
"""Entities that can have an invented value. A password or a code that is made up looks like one that leaked, and an
organisation or a time says too little to be worth it: those have placeholders in either style."""

ATTEMPTS = 50


def natural(entity: str, value: str, number: int, taken: Callable[[str], bool], seed: str) -> str:
    """An invented value of the same form as ``value``, the same for every spelling of it; depends on ``seed`` (one
    secret string a workspace), entity and value alone, as long as ``taken`` says the same.

    ``taken(candidate)``: whether it stands in the chats or stands in for another value. Where nothing fits (a name of
    emoji alone, every candidate taken, an entity not in NATURAL) it is ``placeholder(entity, number)``.
    """
    key = normalise(entity, value)
    for attempt in range(ATTEMPTS if entity in NATURAL else 0):
        choice = Choice(seed, entity, key, attempt)
        new = names.person(value, choice, seed, attempt) if entity == "PERSON" else INVENT[entity](value, choice)
        if _differs(entity, key, new) and not taken(new):
            return new
    return placeholder(entity, number)


def _differs(entity: str, key: str, new: str) -> bool:
    other = normalise(entity, new)
    return (
        any(map(str.isalnum, new))
        and other != key
        and not (len(key) > 1 and key in unicodedata.normalize("NFKC", new).casefold())
    )


class Known:
    """Surrogates in use: where they stand in a finished text, nothing private stands."""

    def __init__(self, surrogates: Iterable[str]) -> None:
        self._automaton = ahocorasick.Automaton()
        for surrogate in surrogates:
            if surrogate and not PLACEHOLDER.fullmatch(surrogate):
                self._automaton.add_word(surrogate, len(surrogate))
        self._automaton.make_automaton()

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """(start, end) of every surrogate and every placeholder."""
        yield from (at.span() for at in PLACEHOLDER.finditer(text))
        if len(self._automaton):
            yield from ((last + 1 - length, last + 1) for last, length in self._automaton.iter(text))
