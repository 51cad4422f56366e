"""Machine hints on a fragment: a kind, a score, a reason a person understands. The person decides.

Names and data flow::

    lines of a fragment (Line: side, use, kind, text) --scan--> [Signal(kind, score, reason, params)]
    fragments in the order of the queue --Gathering--> Facts
    a stretch of them, Facts --analyse--> Found(fragment, bubble, Signal with a repair where there is one)
    the signals of a fragment --worth.rank--> what a minute spent on it is expected to mend: the order of the queue
    doubtful fragments --judging--> questions to a language model; its verdicts -> signals like any other
    topics.boundary_scores, topics.unanswered_scores   how likely, for any messages (topic/: the features behind them)

``scan`` is quick and knows only the fragment itself; ``analyse`` also looks at its neighbours and at the whole log, and
finds what ``scan`` finds as well. Every module of this package that has ``KINDS`` and ``scan(lines)`` or ``judge(known,
number)`` takes part; a new signal is one new file. ``reason`` is an English sentence with ``{fields}``.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Container, Iterator, Sequence
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from curation.signals.facts import Facts, Gathering, Settings
from curation.signals.known import Known
from curation.signals.line import Because, Kind, Line, Repair, Signal
from curation.signals.log import Bubble, Fragment

__all__ = [
    "Because", "Bubble", "Facts", "Found", "Fragment", "Gathering", "Kind", "Line", "Repair", "Settings", "Signal",
    "analyse", "kinds", "labels", "quick", "scan",
]  # fmt: skip


class Found(NamedTuple):
    """A signal and what it speaks of; ``bubble`` is None where that is the whole fragment."""

    fragment: int
    bubble: int | None
    signal: Signal


@cache
def _modules(part: str) -> tuple[ModuleType, ...]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    loaded = (import_module(f"{__name__}.{name}") for name in names)
    return tuple(module for module in loaded if hasattr(module, "KINDS") and hasattr(module, part))


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of signal by its name."""
    return {name: kind for module in _modules("KINDS") for name, kind in module.KINDS.items()}


@cache
def quick() -> frozenset[str]:
    """The kinds that :func:`scan` finds."""
    return frozenset(name for module in _modules("scan") for name in module.KINDS)


def labels() -> dict[str, str]:
    """Kind of signal -> its name (English, to be translated)."""
    return {name: kind.label for name, kind in kinds().items()}


def scan(lines: Sequence[Line]) -> list[Signal]:
    """All signals that one fragment tells by itself, the strongest first."""
    found = [signal for module in _modules("scan") for signal in module.scan(lines)]
    return sorted(found, key=lambda signal: (-signal.score, signal.kind))


def analyse(
    fragments: Sequence[Fragment], facts: Facts | None = None, wanted: Container[int] | None = None
) -> Iterator[Found]:
    """All signals of a stretch of the log, in the order of the queue; neighbours in it know each other.

    ``wanted``: ids of the fragments that are judged; the others are only their neighbours.
    """
    known = Known.of(fragments, facts or Facts())
    for number, fragment in enumerate(fragments):
        if wanted is not None and fragment.id not in wanted:
            continue
        told = [signal for module in _modules("judge") for signal in module.judge(known, number)]
        for signal in (*told, *scan(known.log.lines(number))):
            yield Found(fragment.id, None if signal.at is None else fragment.bubbles[signal.at].id, signal)
