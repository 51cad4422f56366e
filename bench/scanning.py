"""Searching messages for private values, beside stock Presidio on the same messages: figures like :mod:`bench.privacy`.

How much gets through is not measured here but by ``python bench/privacy.py SET``, which needs a labelled set.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NoOpNlpEngine
from presidio_analyzer.predefined_recognizers import CreditCardRecognizer, IpRecognizer, PhoneRecognizer

from bench import chats
from bench.measuring import Figure, race, seconds
from curation.privacy import Scanner

FEW = 2_000
"""Messages a round: stock Presidio is slow."""


def stock() -> AnalyzerEngine:
    """Presidio with the three of its recognizers that mean anything in China, without a model."""
    kinds = (CreditCardRecognizer, IpRecognizer, PhoneRecognizer)
    nlp = NoOpNlpEngine([{"lang_code": "zh", "model_name": "none"}])
    nlp.load()
    recognizers = [kind(supported_language="zh") for kind in kinds]
    registry = RecognizerRegistry(recognizers=recognizers, supported_languages=["zh"])
    return AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["zh"])


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Milliseconds per 1,000 messages; ratios below 1 are faster than stock."""
    texts = [message.text for message in chats.talk(FEW) if message.text]
    scanner, engine = Scanner(), stock()
    scanner.scan(texts[:100])
    spent = race(
        lambda: seconds(lambda: scanner.scan_structured(texts)),
        lambda: seconds(lambda: scanner.scan(texts)),
        lambda: seconds(lambda: [engine.analyze(text, "zh") for text in texts]),
        rounds=min(options.rounds, 3),
    )
    structured, everything, floor = (1e6 * one / len(texts) for one in spent)
    yield Figure("search 1,000 messages, structured", structured, "ms", floor, "stock Presidio")
    yield Figure(f"search 1,000 messages, all ({scanner.engine})", everything, "ms", floor, "stock Presidio")
