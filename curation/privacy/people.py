"""What people make of a name: 李望舒 is also 望舒, 小李, 阿舒."""

from __future__ import annotations

import re

from curation.privacy.lexicon import COMMON_SURNAMES, COMPOUND_SURNAMES, GIVEN, NOT_PEOPLE, SURNAMES

HAN_NAME = re.compile(r"[一-鿿]{2,4}")


def parted(name: str) -> tuple[str, str]:
    """Surname and given name; no surname where none is known."""
    for size, known in ((2, COMPOUND_SURNAMES), (1, SURNAMES)):
        if name[:size] in known and len(name) > size:
            return name[:size], name[size:]
    return "", name


def forms(name: str) -> list[str]:
    """The name and its usual short forms; none that is an ordinary word (光明 of 王光明)."""
    name = name.strip()
    surname, given = parted(name)
    if not HAN_NAME.fullmatch(name) or not surname:
        return [name] if len(name) > 1 else []
    short = [f"{first}{given[-1]}" for first in "小阿"]
    short += [f"{first}{surname}" for first in "小老" if surname in COMMON_SURNAMES]
    short += [given] if len(given) == 2 else []
    short += [given[-1] * 2] if given[-1] in GIVEN else []
    return [name, *(form for form in short if not _ordinary(form))]


def _ordinary(word: str) -> bool:
    """In a dictionary as anything but a name."""
    import rjieba  # not needed before somebody names a person

    tagged = rjieba.tag(word)
    return word in NOT_PEOPLE or (len(tagged) == 1 and rjieba.has_word(word) and not tagged[0][1].startswith("nr"))
