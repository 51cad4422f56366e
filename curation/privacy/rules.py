"""What a person says is private, or never is: words, patterns, people, and the keep-list."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

import regex

from curation.errors import RuwoError
from curation.privacy.entities import ENTITIES
from curation.privacy.findings import Finding
from curation.privacy.matching import Words, squeezed
from curation.privacy.people import forms
from curation.privacy.reading import Reading
from curation.privacy.spans import Spans
from curation.privacy.trial import trial

Kind = Literal["word", "regex", "person", "keep"]
KINDS: tuple[Kind, ...] = ("word", "regex", "person", "keep")

RECOGNIZER = "rule"
"""Who found what a rule found."""

SECONDS = 0.25
"""What one pattern may take on one text, and the same again for each 10,000 characters."""


class Rule(NamedTuple):
    """One rule. ``entity``: one of ENTITIES (a person is PERSON; of keep it says nothing).

    word: the characters as they stand, in any case and width, with separators between them or without.
    regex: Python's syntax, searched in the text as given and in its plain (half-width) form.
    person: a name, with what people make of it (李望舒: 望舒, 小李, 阿舒).
    keep: never a finding, nor is what lies inside it.
    """

    kind: Kind
    entity: str
    pattern: str


def check(rule: Rule) -> None:
    """Refuse what cannot work: RuwoError ``rule_empty``, ``rule_pattern``, ``rule_slow`` or ``rule_everything``.

    Takes at most about two seconds, whatever the pattern. ValueError for a kind or an entity there is none of.
    """
    if rule.kind not in KINDS or rule.entity not in ENTITIES:
        raise ValueError("a rule is one of KINDS, about one of ENTITIES")
    if not rule.pattern.strip():
        raise RuwoError("rule_empty")
    if rule.kind == "regex":
        trial(rule.pattern)
    elif len(squeezed(rule.pattern)) == 1:
        raise RuwoError("rule_everything")


class Rules:
    """Rules made ready for searching. Patterns that were not checked are accepted, but never run without a limit."""

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        rules = list(rules)
        words = [(rule.pattern, rule.entity) for rule in rules if rule.kind == "word"]
        words += [(form, "PERSON") for rule in rules if rule.kind == "person" for form in forms(rule.pattern)]
        self._words = Words(words)
        self._patterns = [(_compiled(rule.pattern), rule.entity) for rule in rules if rule.kind == "regex"]
        self.find_nothing = not words and not self._patterns
        self._kept = Words((rule.pattern, "") for rule in rules if rule.kind == "keep")
        self._keeps = any(rule.kind == "keep" for rule in rules)

    def find(self, text: str) -> Iterator[Finding]:
        """Findings with offsets of ``text``; they may overlap. RuwoError ``rule_slow``: one pattern is too slow."""
        for start, end, entity in self._words.spans(text):
            yield Finding(start, end, entity, 1.0, RECOGNIZER)
        if self._patterns and text:
            reading = Reading(text)
            for start, end, entity in self._matches(reading):
                yield Finding(*reading.span(start, end), entity, 1.0, RECOGNIZER)

    def keep(self, text: str, found: Iterable[Finding]) -> list[Finding]:
        """The findings without those that lie inside a kept word."""
        found = list(found)
        if not self._keeps or not found:
            return found
        kept = Spans((start, end) for start, end, _ in self._kept.spans(text))
        return [f for f in found if not kept.hold(f.start, f.end)]

    def _matches(self, reading: Reading) -> Iterator[tuple[int, int, str]]:
        for text in dict.fromkeys((reading.visible, reading.text)):
            limit = SECONDS * (1 + len(text) / 10_000)
            for pattern, entity in self._patterns:
                try:
                    spans = [match.span() for match in pattern.finditer(text, timeout=limit)]
                except TimeoutError:
                    raise RuwoError("rule_slow") from None
                yield from ((start, end, entity) for start, end in spans if start < end)


def over(own: list[Finding], found: list[Finding]) -> list[Finding]:
    """``found`` with what the rules found put over it: a finding that is cut keeps what is left of it.

    Both are sorted and free of overlaps, and so is the answer.
    """
    if not own:
        return found
    ends = [f.end for f in own]
    left = [
        piece for f in found for piece in _outside(f, own[bisect_right(ends, f.start) : bisect_left(own, (f.end,))])
    ]
    return sorted([*own, *left])


def _outside(finding: Finding, cuts: list[Finding]) -> Iterator[Finding]:
    if not cuts:
        yield finding
        return
    edges = [finding.start, *(edge for f in cuts for edge in (f.start, f.end)), finding.end]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start >= LEAST:
            yield finding._replace(start=start, end=end)


LEAST = 2
"""Characters of a cut finding that are still worth replacing."""


def _compiled(pattern: str) -> regex.Pattern[str]:
    try:
        return regex.compile(pattern)
    except regex.error:
        raise RuwoError("rule_pattern") from None
