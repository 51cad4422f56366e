"""Names of the same form: 李望舒 -> 周明远, 望舒 -> 明远, 小李 -> 小周, 王老师 -> 张老师, Kevin -> Brian.

Each part is chosen for itself, so within one workspace a surname always becomes the same other surname and a given
name the same other given name: short forms of one person still belong together.
"""

from __future__ import annotations

import re
from functools import cache

from curation.privacy.invented.choice import Choice
from curation.privacy.invented.spelling import same_shape
from curation.privacy.lexicon import COMPOUND_SURNAMES, GIVEN, SHORT_TITLES, SURNAMES, any_of
from curation.privacy.people import parted

TITLED = re.compile(rf"(?P<name>.+?)(?P<title>{any_of('titles')}|头)\Z")
SHORT_TITLED = re.compile(rf"(?P<name>[一-鿿]{{1,2}})(?P<title>[{SHORT_TITLES}])\Z")
WESTERN = "阿伯达尔伊卡拉力马娜诺帕萨塔乌西亚克加里米尼罗莎斯维雅"
"""Characters of transliterated names."""


def person(value: str, choice: Choice, seed: str, attempt: int) -> str:
    """A name of the same form; letters, digits and signs between the parts keep their places."""
    han = "".join(char for char in value if "一" <= char <= "鿿")
    foreign = len(han) > 3 and any(dot in value for dot in "·•・")
    new = "".join(choice.of(WESTERN) for _ in han) if foreign else _han(han, seed, attempt)
    rest = iter(new)
    placed = "".join(next(rest) if "一" <= char <= "鿿" else char for char in value)
    return re.sub(r"[A-Za-zＡ-Ｚａ-ｚ0-9０-９]+", lambda match: _latin(match[0], choice), placed)


def _han(name: str, seed: str, attempt: int) -> str:
    if not name:
        return ""
    titled = TITLED.match(name) or (SHORT_TITLED.match(name) if len(name) > 1 else None)
    if titled and not (len(name) == 2 and name[0] in PREFIXES):
        return _han(titled["name"], seed, attempt) + titled["title"]
    if len(name) > 1 and name[0] in PREFIXES:
        return name[0] + _short(name[1:], name[0] == "阿", seed, attempt)
    if len(name) == 1:
        return _short(name, False, seed, attempt)
    if name[0] == name[1]:
        return _given(name, seed, attempt)
    surname, given = parted(name)
    return _surname(surname, seed, attempt) + _given(given, seed, attempt)


PREFIXES = "小老阿大"


def _short(name: str, given: bool, seed: str, attempt: int) -> str:
    """小李 is a surname, 阿舒 rather a given name."""
    if len(name) > 1:
        return _han(name, seed, attempt)
    likely = name in GIVEN if given else name not in SURNAMES
    return (_given if likely else _surname)(name, seed, attempt)


def _surname(surname: str, seed: str, attempt: int) -> str:
    if not surname:
        return ""
    known = sorted(COMPOUND_SURNAMES) if len(surname) == 2 else surnames()
    return Choice(seed, "surname", surname, attempt).of([other for other in known if other != surname])


def _given(given: str, seed: str, attempt: int) -> str:
    """Character by character, so that 望舒, 阿舒 and 舒舒 still share theirs."""
    known = given_characters()
    return "".join(Choice(seed, "given", c, attempt).of([other for other in known if other != c]) for c in given)


def _latin(word: str, choice: Choice) -> str:
    known = [name for name in english_names() if len(name) == len(word) and name.lower() != word.lower()]
    if word.isascii() and word.isalpha() and known and word.title() in english_names():
        name = choice.of(known)
        return name.lower() if word.islower() else name.upper() if word.isupper() else name
    return same_shape(word, choice)


@cache
def surnames() -> tuple[str, ...]:
    """The hundred most frequent of Faker's."""
    from faker.providers.person.zh_CN import Provider  # 0.06 s, only when a name is needed

    return tuple(name for name in Provider.last_names if len(name) == 1)[:100]


@cache
def given_characters() -> tuple[str, ...]:
    """Faker's given names of one character, for any place of a given name."""
    from faker.providers.person.zh_CN import Provider

    return tuple(sorted({name for name in Provider.first_names if len(name) == 1}))


@cache
def english_names() -> dict[str, None]:
    """Faker's given names of the United States, in alphabetical order."""
    from faker.providers.person.en_US import Provider

    return dict.fromkeys(sorted(Provider.first_names))
