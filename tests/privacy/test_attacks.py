"""Ways to write a value so that a filter misses it: what still passes is counted, and the count stands in the docs."""

from pathlib import Path

import pytest

from curation.privacy import Scanner

LINES = [
    line.split("\t")
    for line in (Path(__file__).parent / "attacks.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
STILL_PASSING = 10
"""How many of them leave at least one character of the value uncovered. Only ever lower this number."""


def taken_apart(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The message, and the spans that were marked."""
    text, spans = "", []
    for piece in marked.split("「"):
        value, mark, rest = piece.partition("」")
        if mark:
            spans.append((len(text), len(text) + len(value)))
        text += value + rest
    return text, spans


def passing(scanner: Scanner) -> list[str]:
    texts, spans = zip(*[taken_apart(marked) for _, marked in LINES], strict=True)
    left = []
    for text, wanted, found in zip(texts, spans, scanner.scan(texts), strict=True):
        covered = {i for f in found for i in range(f.start, f.end)}
        if any(i not in covered for start, end in wanted for i in range(start, end)):
            left.append(text)
    return left


def test_there_are_two_hundred():
    assert len(LINES) >= 200


def test_few_still_pass():
    scanner = Scanner()
    if scanner.engine != "lac":
        pytest.skip("counted with the model")
    left = passing(scanner)
    assert len(left) <= STILL_PASSING, left
