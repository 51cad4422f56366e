"""Pet names of the people who speak: 林小满 is also 满满, 小满, 阿满 and 满儿, whether or not a model believes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from curation.privacy.findings import Finding, settle
from curation.privacy.lexicon import GIVEN, NOT_PEOPLE, SHORT_TITLES, words
from curation.privacy.names import NameMemory
from curation.privacy.people import HAN_NAME, parted
from curation.privacy.reading import Reading

SURE, UNSURE = 0.75, 0.55
"""Scores of a pet name, and of one that is an ordinary word as well (满满的): asked about first."""

NO_NAME_BEFORE = frozenset("的地得当登一都是全")
"""What follows an ordinary word, and seldom a name (满满的, 满满当当, 满满一杯)."""
NUMBERS = frozenset("一二三四五六七八九十两")
"""Numbers behind a surname (张三): 小三 is nobody."""
ADVERBS = frozenset("dtmc")
"""rjieba's tags of words that begin a sentence on their own (明明, 天天): a name only where they stand alone."""


def pet_names(name: str) -> list[str]:
    """What a person of this Chinese name is called fondly; nothing for titles (王老师) and other scripts.

    An ordinary word is only among them when it is doubled, or the very given name: nobody is looked for as 小心.
    """
    name = name.strip()
    surname, given = parted(name)
    if not HAN_NAME.fullmatch(name) or len(given) > 2 or not _given(surname, given):
        return []
    core = given.lstrip("小阿") or given
    called = [f"小{core[-1]}", f"阿{core[-1]}", f"{core[-1]}儿", *(char * 2 for char in core[:-1])]
    found = [core[-1] * 2] + [form for form in called if not _tag(form)]
    found += [given] if len(given) == 2 else []
    return [form for form in dict.fromkeys(found) if form != name]


def _given(surname: str, given: str) -> bool:
    """Whether it may be a given name: no title behind a surname, no ordinary word as an account's name (石头)."""
    if given in words("titles") or given in SHORT_TITLES or given[-1] in NUMBERS:
        return False
    if given[0] in "小阿":
        return given[-1] not in SHORT_TITLES
    return not _tag(surname + given) if surname else all(char in GIVEN for char in given)


def find_pet_names(texts: Sequence[str], people: Iterable[str]) -> list[list[Finding]]:
    """Where these people's pet names stand in each text; an ordinary word only where it stands like a call."""
    forms = {form: _tag(form) for form in sorted({form for name in people for form in pet_names(name)})}
    memory = NameMemory(forms)
    found: list[list[Finding]] = [[] for _ in texts]
    for i in memory.where(texts):
        found[i] = settle(_in(texts[i], memory, forms))
    return found


def _in(text: str, memory: NameMemory, forms: dict[str, str]) -> Iterator[Finding]:
    reading = Reading(text)
    for hit in memory.find(reading):
        tag = forms[reading.text[hit.start : hit.end]]
        if not tag or _called(reading.text, hit, tag):
            start, end = reading.span(hit.start, hit.end)
            yield Finding(start, end, "PERSON", UNSURE if tag else SURE, "pet_names")


def _called(text: str, hit: Finding, tag: str) -> bool:
    """Begins what is said, and is not what an ordinary word would be there."""
    before, behind = text[hit.start - 1 : hit.start], text[hit.end : hit.end + 1]
    if _han(before):
        return False
    return not _han(behind) or (tag not in ADVERBS and behind not in NO_NAME_BEFORE)


def _han(char: str) -> bool:
    return "一" <= char <= "鿿"


def _tag(word: str) -> str:
    """What part of speech the dictionary says a word is; empty when it is none, or a name."""
    import rjieba  # not needed before there are people

    tagged = rjieba.tag(word)
    if word in NOT_PEOPLE or (len(tagged) == 1 and rjieba.has_word(word) and not tagged[0][1].startswith("nr")):
        return str(tagged[0][1]) or "n"
    return ""
