"""Machine hints on a fragment: a kind, a score, a reason a person understands. The person decides.

Names and data flow::

    lines of a fragment (Line: side, use, kind, text) --scan--> [Signal(kind, score, reason, params)]

Every module of this package that has ``LABELS`` (kind -> name of the signal) and ``scan(lines)`` takes part; a new
signal is one new file. ``reason`` is an English sentence with ``{fields}`` that ``params`` fill.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from types import ModuleType

from curation.signals.line import Line, Signal

__all__ = ["Line", "Signal", "labels", "scan"]


@cache
def _modules() -> tuple[ModuleType, ...]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    loaded = (import_module(f"{__name__}.{name}") for name in names)
    return tuple(module for module in loaded if hasattr(module, "scan"))


def labels() -> dict[str, str]:
    """Kind of signal -> its name (English, to be translated)."""
    return {kind: label for module in _modules() for kind, label in module.LABELS.items()}


def scan(lines: Sequence[Line]) -> list[Signal]:
    """All signals of one fragment, the strongest first."""
    found = [signal for module in _modules() for signal in module.scan(lines)]
    return sorted(found, key=lambda signal: (-signal.score, signal.kind))
