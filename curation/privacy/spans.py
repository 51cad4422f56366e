"""Many spans, asked fast whether one holds or touches another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate


class Spans:
    """Built in O(n log n); each question is O(log n)."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        known = sorted(spans)
        self._starts = [start for start, _ in known]
        self._furthest = list(accumulate((end for _, end in known), max))

    def hold(self, start: int, end: int) -> bool:
        """Whether one of the spans contains this one."""
        at = bisect_right(self._starts, start) - 1
        return at >= 0 and self._furthest[at] >= end

    def touch(self, start: int, end: int) -> bool:
        """Whether one of the spans shares a character with this one."""
        at = bisect_left(self._starts, end) - 1
        return at >= 0 and self._furthest[at] > start
