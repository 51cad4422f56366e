"""The same recognizers and the same model behind Presidio's own AnalyzerEngine.

The Scanner does not go through AnalyzerEngine: its per-pattern route reads some 8,000 messages a second with Chinese
patterns where the Scanner's structured pass reads 150,000. Whoever builds on Presidio gets the same answers here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from spacy.tokens import Doc
from spacy.vocab import Vocab

from curation.privacy.entities import ENTITIES
from curation.privacy.findings import Finding
from curation.privacy.reading import Reading, Tagged
from curation.privacy.recognizer import ChineseRecognizer
from curation.privacy.recognizers import classes
from curation.privacy.rules import Rule, Rules
from curation.privacy.tagger import Tagger, open_tagger


class TaggedArtifacts(NlpArtifacts):
    """Presidio's artifacts with the tagger's words; words are tokens and lemmas alike, so context words match."""

    def __init__(self, tagged: Tagged, text: str, vocab: Vocab, engine: NlpEngine, language: str) -> None:
        self.tagged = tagged
        words = [text[w.start : w.end] for w in tagged.words]
        super().__init__(
            entities=[],
            tokens=Doc(vocab, words=words, spaces=[False] * len(words)),
            tokens_indices=[w.start for w in tagged.words],
            lemmas=words,
            nlp_engine=engine,
            language=language,
        )


class TaggerNlpEngine(NlpEngine):
    """A Presidio NlpEngine on our tagger. Loads no spaCy model and never downloads one."""

    engine_name = "ruwo"
    is_available = True

    def __init__(self, engine: str = "auto", language: str = "zh") -> None:
        self._wanted, self._language = engine, language
        self._vocab = Vocab()

    @cached_property
    def tagger(self) -> Tagger:
        """The model in use; loaded at first use."""
        return open_tagger(self._wanted)

    def load(self) -> None:
        self.tagger  # noqa: B018

    def is_loaded(self) -> bool:
        return "tagger" in vars(self)

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        return next(artifacts for _, artifacts in self.process_batch([text], language))

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 1, n_process: int = 1, **kwargs: Any
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        given = list(texts)
        readings = [Reading(text) for text in given]
        for text, reading, tagged in zip(given, readings, self.tagger.tag([r.visible for r in readings]), strict=True):
            yield text, TaggedArtifacts(tagged, reading.visible, self._vocab, self, language)

    def is_stopword(self, word: str, language: str) -> bool:
        return len(word) == 1

    def is_punct(self, word: str, language: str) -> bool:
        return not any(map(str.isalnum, word))

    def get_supported_entities(self) -> list[str]:
        return []

    def get_supported_languages(self) -> list[str]:
        return [self._language]


class RuleRecognizer(ChineseRecognizer):
    """A person's own rules as a Presidio recognizer of every entity; its scores are 1."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        EntityRecognizer.__init__(self, list(ENTITIES), name="rule", supported_language="zh")
        self._rules = Rules(rules)

    def find(self, reading: Reading) -> Iterator[Finding]:
        yield from self._rules.keep(reading.raw, self._rules.find(reading.raw))

    def spans(self, reading: Reading, finding: Finding) -> tuple[int, int]:
        return finding.start, finding.end


def build(engine: str = "auto", rules: Sequence[Rule] = ()) -> AnalyzerEngine:
    """An AnalyzerEngine for ``zh`` with our recognizers only, and a person's own rules (a keep-list spares only
    what the rules found: to Presidio itself it is ``allow_list``).
    """
    recognizers = [*(kind() for kind in classes()), RuleRecognizer(rules)]
    registry = RecognizerRegistry(recognizers=recognizers, supported_languages=["zh"])
    return AnalyzerEngine(
        registry=registry, nlp_engine=TaggerNlpEngine(engine), supported_languages=["zh"], default_score_threshold=0.5
    )
