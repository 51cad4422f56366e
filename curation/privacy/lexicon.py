"""What is known about Chinese names and places: general knowledge in ``words/``, no list of people."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "words"


@cache
def words(name: str) -> frozenset[str]:
    """The words of ``words/<name>.txt``, separated by white space; lines that begin with # are remarks."""
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def any_of(name: str) -> str:
    """The same words as a pattern, longest first."""
    return "|".join(sorted(words(name), key=lambda word: (-len(word), word)))


COMMON_SURNAMES = words("surnames_common")
SURNAMES = COMMON_SURNAMES | words("surnames_rare")
COMPOUND_SURNAMES = words("surnames_compound")
GIVEN = words("given_characters")
DOUBLED = words("doubled_characters")
NOT_PEOPLE = words("not_people")
ENGLISH_NAMES = words("english_names")
PUBLIC = words("public_names") | words("public_places")
"""Celebrities, figures of history and of stories, cities: no findings, unless somebody in the chats is called so."""

SHORT_TITLES = "总工局哥姐叔导处董队婶嫂爷姨伯妈爸弟妹少公校院科台所书姑舅婆某"
"""Titles of one character; they need more evidence because 总, 工, 处, 所 begin many words."""

PARTICLES = frozenset(
    "的了吗呢啊吧哈呀哦嗯么嘛啦咯喽哟诶欸噢喔嘿哎唉你我他她它您们这那哪谁什怎很太又也都就还才再已没不别要会能在是有说去来到看想给跟和与把被让从对向往为"
    "而且但做过着上下里外前后个些次啥最更吃喝请等问叫找约干呗收买送拿打骂真好多少几一二三四五六七八九十两今昨明"
)
"""Characters that more often begin the rest of the sentence than end a name."""
