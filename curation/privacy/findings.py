"""One span that was found, and how overlapping spans are settled."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from typing import NamedTuple


class Finding(NamedTuple):
    """A private value at ``text[start:end]`` (code points). ``score`` is in [0, 1]; ``recognizer``: who found it."""

    start: int
    end: int
    entity: str
    score: float
    recognizer: str


CLOSE = 0.15
"""Scores nearer than this say the same; then the longer span wins (a phone inside an e-mail address)."""


def settle(findings: Iterable[Finding]) -> list[Finding]:
    """Sorted and free of overlaps: the clearly higher score wins, among equals the longer span. O(n log n)."""
    kept: list[Finding] = []
    for finding in sorted(findings, key=_rank, reverse=True):
        at = bisect_left(kept, (finding.end,))
        if at == 0 or kept[at - 1].end <= finding.start:
            insort(kept, finding)
    return kept


def prefer(known: Iterable[Finding], found: list[Finding]) -> list[Finding]:
    """``found`` with the known names added: one gives way to a finding it overlaps, unless it contains that finding.

    Both are sorted and free of overlaps, and so is the answer. O(n log n).
    """
    kept = list(found)
    for name in known:
        first, behind = bisect_left(kept, (name.start,)), bisect_left(kept, (name.end,))
        first -= first > 0 and kept[first - 1].end > name.start
        clash = kept[first:behind]
        if all(f.entity == name.entity and name.start <= f.start and f.end <= name.end for f in clash):
            kept[first:behind] = [name]
    return kept


def _rank(finding: Finding) -> tuple[int, int, float]:
    return round(finding.score / CLOSE), finding.end - finding.start, finding.score
