"""What a bench reports, and how two ways of doing the same are timed against each other."""

from __future__ import annotations

import gc
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Figure:
    """One line of the table. ``goal``: the most that ``ratio`` (or, without one, ``measured``) should be."""

    what: str
    measured: float
    unit: str
    reference: float | None = None
    beside: str = ""
    """What the reference is."""
    goal: float | None = None

    @property
    def ratio(self) -> float | None:
        """Measured over reference."""
        return None if self.reference is None else self.measured / self.reference

    @property
    def met(self) -> bool | None:
        """None without a goal."""
        found = self.measured if self.ratio is None else self.ratio
        return None if self.goal is None else found <= self.goal


def seconds(run: Callable[[], object]) -> float:
    """How long one call takes, without garbage of earlier ones."""
    gc.collect()
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def cpu_seconds(run: Callable[[], object]) -> float:
    """Processor time of one call, which other programs on the machine do not lengthen."""
    gc.collect()
    start = time.process_time()
    run()
    return time.process_time() - start


def race(*runs: Callable[[], float], rounds: int = 5) -> list[float]:
    """Median of what each of the runs returns, every round in another order."""
    found: list[list[float]] = [[] for _ in runs]
    for turn in range(rounds):
        order = list(enumerate(runs))[:: -1 if turn % 2 else 1]
        for index, run in order:
            found[index].append(run())
    return [median(one) for one in found]


def p95(samples: Sequence[float]) -> float:
    """The 95th percentile."""
    return quantiles(samples, n=20, method="inclusive")[-1]


def table(figures: Iterable[Figure]) -> str:
    """The figures in columns."""
    rows = [("what", "measured", "reference", "ratio", "goal", "met"), *map(_cells, figures)]
    wide = [max(_width(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(c + " " * (w - _width(c)) for c, w in zip(row, wide, strict=True)).rstrip() for row in rows
    )


def _cells(figure: Figure) -> tuple[str, ...]:
    reference = "" if figure.reference is None else f"{figure.beside} {figure.reference:,.4g} {figure.unit}"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    goal = "" if figure.goal is None else f"<= {figure.goal:g}" + (f" {figure.unit}" if figure.ratio is None else "")
    met = {True: "met", False: "MISSED", None: ""}[figure.met]
    return figure.what, f"{figure.measured:,.4g} {figure.unit}", reference, ratio, goal, met


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
