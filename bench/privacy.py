"""How fast private values are found (figures like every bench), and how much gets through on a labelled set:
``python -m bench privacy`` and ``python -m bench.privacy SET.jsonl``.

A set has one JSON object a line: ``text``, ``spans`` [[start, end, type, tier]], ``neg`` [[start, end, kind]]
(look-alikes), ``ignore`` [[start, end]]. Printed: characters and messages leaking (%), strict span F1, per type;
look-alikes hit; what is covered beyond the labels; what the second detector sees and how often it is wrong.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NoOpNlpEngine
from presidio_analyzer.predefined_recognizers import CreditCardRecognizer, IpRecognizer, PhoneRecognizer

from bench import chats
from bench.measuring import Figure, race, seconds
from curation.privacy import Finding, Scanner, learn_names
from curation.privacy.second import suspects

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


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Time per message and its ratio to stock Presidio, a second scan, time to load, memory."""
    said = [message.text for message in chats.talk(options.messages) if message.text]
    texts = list(dict.fromkeys(said))  # what was said before costs the scanner nothing, so it does not count
    scanner, engine = Scanner(), stock()
    scanner.scan(texts[:1])
    structured, everything, floor = race(
        lambda: _micros(said, scanner.scan_structured),
        lambda: _micros(texts, _cold().scan),
        lambda: _micros(texts[:FEW], lambda few: [engine.analyze(text, "zh") for text in few]),
        rounds=min(options.rounds, 3),
    )
    for what, spent, goal in (("structured pass", structured, STRUCTURED), (scanner.engine, everything, EVERYTHING)):
        yield Figure(f"a message, {what} ({1e6 / spent:,.0f} messages/s)", spent, "µs", goal=1e6 / goal)
        yield Figure(f"a message, {what}", spent, "µs", floor, "stock Presidio")
    scanner.scan(said)
    again = seconds(lambda: scanner.scan(said)) / len(said)
    yield Figure("scan 100,000 messages again after an edit", 100_000 * again, "s", goal=1.0)
    loaded, memory = _fresh_process(min(len(texts), 20_000))
    yield Figure("import and load", loaded, "s", goal=2.0)
    if memory:
        yield Figure("memory of a process that scans", memory, "MB", goal=400)


STRUCTURED, EVERYTHING = 150_000, 2_300
"""Messages a second that are asked for, on one core."""
FEW = 2_000
"""Messages a round for stock Presidio, which is slow."""


def stock() -> AnalyzerEngine:
    """Presidio with the three of its recognizers that mean anything in China, without a model."""
    kinds = (CreditCardRecognizer, IpRecognizer, PhoneRecognizer)
    nlp = NoOpNlpEngine([{"lang_code": "zh", "model_name": "none"}])
    nlp.load()
    recognizers = [kind(supported_language="zh") for kind in kinds]
    registry = RecognizerRegistry(recognizers=recognizers, supported_languages=["zh"])
    return AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["zh"])


def _cold() -> Scanner:
    """A scanner with its model loaded that has read nothing yet."""
    scanner = Scanner()
    scanner.scan(["你好"])
    return scanner


def _micros(texts: list[str], run: Callable[[list[str]], object]) -> float:
    return 1e6 * seconds(lambda: run(texts)) / len(texts)


FRESH = """
import sys, time
started = time.perf_counter()
from curation.privacy import Scanner
scanner = Scanner()
scanner.scan(["你好"])
loaded = time.perf_counter() - started
from bench import chats
scanner.scan([message.text for message in chats.talk(int(sys.argv[1])) if message.text])
try:
    status = open("/proc/self/status", encoding="utf-8").read()
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
except OSError:
    peak = 0
print(loaded, peak)
"""


def _fresh_process(messages: int) -> tuple[float, float]:
    """Seconds to load and the peak of its memory in MB (0 where the system does not tell)."""
    told = subprocess.run([sys.executable, "-c", FRESH, str(messages)], capture_output=True, text=True, check=True)
    loaded, peak = map(float, told.stdout.split())
    return loaded, peak


def second_look(rows: list[dict[str, Any]]) -> None:
    """The second detector by itself: labelled values it touches, and suspects in messages that hold none."""
    seen = suspects([row["text"] for row in rows])
    touched = [
        any(start < s.end and s.start < end for s in here)
        for row, here in zip(rows, seen, strict=True)
        for start, end, *_ in row["spans"]
    ]
    clean = [here for row, here in zip(rows, seen, strict=True) if not row["spans"]]
    false = 1000 * sum(map(len, clean)) / max(1, len(clean))
    print(f"second detector sees {100 * sum(touched) / max(1, len(touched)):.1f} % of the values; "
          f"{false:.1f} suspects in 1,000 clean messages")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", type=Path)
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--half", type=int, choices=(0, 1), help="only lines with this parity")
    parser.add_argument("--memory", action="store_true", help="second pass with the names that were found")
    parser.add_argument("--errors", metavar="ENTITY", help="print what was missed or found too much")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.set.read_text(encoding="utf-8").splitlines()]
    rows = [row for i, row in enumerate(rows) if options.half is None or i % 2 == options.half]
    texts = [row["text"] for row in rows]
    scanner = Scanner(options.engine)
    found = scanner.scan(texts)
    if options.memory:
        found = scanner.scan(texts, names=learn_names(texts, found))
    tallies = measure(rows, found)
    for name in sorted(tallies, key=lambda name: (name in ("all", "structured"), name)):
        print(tallies[name].line(name))
    hit, total = look_alikes(rows, found)
    print(f"messages leaking {messages_leaking(rows, found):.2f} %")
    print(f"look-alikes hit {100 * hit.total() / max(1, total):.2f} % of {total} {dict(hit)}")
    print(f"covered outside labels {over_redaction(rows, found):.2f} %")
    second_look(rows)
    if options.errors:
        show_errors(rows, found, options.errors)


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
