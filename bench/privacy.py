"""How much of what is private gets through, and how fast: ``python bench/privacy.py SET.jsonl [--speed TEXTS.txt]``.

A set has one JSON object a line: ``text``, ``spans`` [[start, end, type, tier]], ``neg`` [[start, end, kind]]
(look-alikes), ``ignore`` [[start, end]]. Printed: characters and messages leaking (%), strict span F1, per type;
look-alikes hit; what is covered beyond the labels; speed as a ratio to stock Presidio in the same run.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from curation.privacy import Finding, Scanner

TYPES = {
    "PERSON": "PERSON",
    "ADDRESS": "LOCATION",
    "PHONE": "PHONE_NUMBER",
    "EMAIL": "EMAIL_ADDRESS",
    "BANK_CARD": "CREDIT_CARD",
    "IP": "IP_ADDRESS",
    "URL": "URL",
    "ID_CARD": "CN_ID_CARD",
    "PASSPORT": "CN_PASSPORT",
    "PLATE": "CN_PLATE",
    "POSTCODE": "CN_POSTCODE",
    "QQ": "QQ",
    "WECHAT": "WECHAT_ID",
    "CODE": "VERIFICATION_CODE",
    "PASSWORD": "PASSWORD",
    "DOB": "BIRTH_DATE",
}
"""The set's type names -> our entities."""

UNSTRUCTURED = {"PERSON", "LOCATION"}


class Tally:
    """Counts of one entity (or of all together)."""

    def __init__(self) -> None:
        self.chars = self.leaked = self.gold = self.found = self.exact = 0

    def line(self, name: str) -> str:
        f1 = 200 * self.exact / max(1, self.gold + self.found)
        leak = 100 * self.leaked / max(1, self.chars)
        precision, recall = 100 * self.exact / max(1, self.found), 100 * self.exact / max(1, self.gold)
        return f"{name:18} gold {self.gold:5} leak {leak:6.2f} %  F1 {f1:6.2f}  P {precision:6.2f}  R {recall:6.2f}"


def measure(rows: list[dict[str, Any]], found: list[list[Finding]]) -> dict[str, Tally]:
    """Tallies by entity, and ``all``, ``structured``."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for row, findings in zip(rows, found, strict=True):
        covered = {i for f in findings for i in range(f.start, f.end)}
        gold = {(start, end, TYPES[kind]) for start, end, kind, *_ in row["spans"]}
        for start, end, entity in gold:
            for name in _names(entity):
                tallies[name].gold += 1
                tallies[name].chars += end - start
                tallies[name].leaked += sum(i not in covered for i in range(start, end))
                tallies[name].exact += any(f[:3] == (start, end, entity) for f in findings)
        for f in findings:
            if not any(start < f.end and f.start < end for start, end, *_ in row["ignore"]):
                for name in _names(f.entity):
                    tallies[name].found += 1
    return tallies


def _names(entity: str) -> list[str]:
    return [entity, "all", *([] if entity in UNSTRUCTURED else ["structured"])]


def messages_leaking(rows: list[dict[str, Any]], found: list[list[Finding]]) -> float:
    """Share of messages with a private value of which a character is left."""
    leaking = total = 0
    for row, findings in zip(rows, found, strict=True):
        covered = {i for f in findings for i in range(f.start, f.end)}
        total += bool(row["spans"])
        leaking += any(i not in covered for start, end, *_ in row["spans"] for i in range(start, end))
    return 100 * leaking / max(1, total)


def look_alikes(rows: list[dict[str, Any]], found: list[list[Finding]]) -> tuple[Counter[str], int]:
    """Look-alikes touched by a finding, by kind; and how many there are."""
    hit: Counter[str] = Counter()
    total = 0
    for row, findings in zip(rows, found, strict=True):
        for start, end, kind in row["neg"]:
            total += 1
            hit[kind] += any(start < f.end and f.start < end for f in findings)
    return +hit, total


def over_redaction(rows: list[dict[str, Any]], found: list[list[Finding]]) -> float:
    """Share of the characters outside every label that a finding covers."""
    covered = total = 0
    for row, findings in zip(rows, found, strict=True):
        private = {i for start, end, *_ in (*row["spans"], *row["ignore"]) for i in range(start, end)}
        total += len(row["text"]) - len(private)
        covered += len({i for f in findings for i in range(f.start, f.end)} - private)
    return 100 * covered / max(1, total)


def speed(texts: list[str], scanner: Scanner) -> None:
    """Messages a second of the structured pass and of everything, beside stock Presidio on the first 2,000."""
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NoOpNlpEngine
    from presidio_analyzer.predefined_recognizers import CreditCardRecognizer, IpRecognizer, PhoneRecognizer

    stock = [CreditCardRecognizer(supported_language="zh"), IpRecognizer(supported_language="zh"),
             PhoneRecognizer(supported_language="zh")]  # fmt: skip
    nlp = NoOpNlpEngine([{"lang_code": "zh", "model_name": "none"}])
    nlp.load()
    registry = RecognizerRegistry(recognizers=stock, supported_languages=["zh"])
    engine = AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["zh"])
    few = texts[:2_000]
    base = _rate(few, lambda: [engine.analyze(text, "zh") for text in few])
    structured = _rate(texts, lambda: scanner.scan_structured(texts))
    everything = _rate(texts, lambda: scanner.scan(texts))
    print(f"stock Presidio (three recognizers, no model) {base:9.0f} messages/s")
    print(
        f"structured pass                              {structured:9.0f} messages/s, {structured / base:5.1f} x stock"
    )
    print(
        f"everything ({scanner.engine:4})                            "
        f"{everything:9.0f} messages/s, {everything / base:5.2f} x stock"
    )


def _rate(texts: list[str], run: Any) -> float:
    started = time.perf_counter()
    run()
    return len(texts) / (time.perf_counter() - started)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", type=Path)
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--half", type=int, choices=(0, 1), help="only lines with this parity")
    parser.add_argument("--speed", type=Path, help="a text file with a message a line")
    parser.add_argument("--memory", action="store_true", help="second pass with the names that were found")
    parser.add_argument("--errors", metavar="ENTITY", help="print what was missed or found too much")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.set.read_text(encoding="utf-8").splitlines()]
    rows = [row for i, row in enumerate(rows) if options.half is None or i % 2 == options.half]
    texts = [row["text"] for row in rows]
    scanner = Scanner(options.engine)
    found = scanner.scan(texts)
    if options.memory:
        from curation.privacy import learn_names

        found = scanner.scan(texts, names=learn_names(texts, found))
    tallies = measure(rows, found)
    for name in sorted(tallies, key=lambda name: (name in ("all", "structured"), name)):
        print(tallies[name].line(name))
    hit, total = look_alikes(rows, found)
    print(f"messages leaking {messages_leaking(rows, found):.2f} %")
    print(f"look-alikes hit {100 * hit.total() / max(1, total):.2f} % of {total} {dict(hit)}")
    print(f"covered outside labels {over_redaction(rows, found):.2f} %")
    if options.errors:
        show_errors(rows, found, options.errors)
    if options.speed:
        speed([line for line in options.speed.read_text(encoding="utf-8").splitlines() if line], scanner)


def show_errors(rows: list[dict[str, Any]], found: list[list[Finding]], entity: str) -> None:
    """Lines of a labelled set (never of a person's chat) where the entity's spans differ."""
    for row, findings in zip(rows, found, strict=True):
        gold = {(s, e) for s, e, kind, *_ in row["spans"] if TYPES[kind] == entity}
        ours = {(f.start, f.end) for f in findings if f.entity == entity}
        if gold != ours:
            missed, extra = [[row["text"][s:e] for s, e in sorted(part)] for part in (gold - ours, ours - gold)]
            print(
                f"{row['text']!r} missed {missed} extra {extra} "
                f"{[(f.entity, row['text'][f.start : f.end], round(f.score, 2)) for f in findings]}"
            )


if __name__ == "__main__":
    main()
