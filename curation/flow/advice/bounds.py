"""The most that a share may be when only a random part was looked at: exact for sampling without replacement.

Clopper and Pearson's argument (Biometrika 26, 1934) with the hypergeometric distribution in place of the binomial one:
none of 300 of very many means at most 1 % with 95 % confidence, and who has seen all of them knows.
"""

from __future__ import annotations

import math

CONFIDENCE = 0.95


def upper(hits: int, judged: int, population: int) -> float:
    """The most that the true share of ``population`` may be with 95 % confidence (one-sided).

    >>> round(upper(0, 300, 10_000), 4), round(upper(3, 60, 10_000), 3), upper(1, 4, 4), upper(0, 0, 4)
    (0.0097, 0.124, 0.25, 1.0)
    """
    return most(hits, judged, population) / population if population else 1.0


def told(share: float) -> str:
    """A bound in per cent, never rounded down.

    >>> told(0.0), told(0.00001), told(0.0487), told(1.0)
    ('0%', '0.1%', '4.9%', '100%')
    """
    tenths = math.ceil(share * 1000 - 1e-9)
    return f"{tenths / 10:g}%"


def most(hits: int, judged: int, population: int) -> int:
    """The greatest number of ``population`` for which so few ``hits`` come up in more than 5 of 100 such samples."""
    low, high = hits, population - (judged - hits)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _at_most(hits, judged, middle, population) > 1 - CONFIDENCE else (low, middle - 1)
    return low


def _at_most(hits: int, judged: int, bad: int, population: int) -> float:
    """Probability of ``hits`` or fewer among ``judged`` when ``bad`` of the population are."""
    ways = _log_ways(population, judged)
    possible = range(max(0, judged - (population - bad)), min(hits, bad) + 1)
    return math.fsum(math.exp(_log_ways(bad, k) + _log_ways(population - bad, judged - k) - ways) for k in possible)


def _log_ways(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
