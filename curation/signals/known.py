"""What a signal may look at beside its own fragment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curation.signals import crossing, fit
from curation.signals.crossing import Crossing
from curation.signals.facts import Facts
from curation.signals.fit import Fits
from curation.signals.log import Fragment, Log


@dataclass(frozen=True)
class Known:
    """A stretch of the log, how its turns fit, and what the whole log says."""

    log: Log
    fits: Fits
    crossings: Mapping[int, Sequence[Crossing]]
    facts: Facts

    @staticmethod
    def of(fragments: Sequence[Fragment], facts: Facts) -> Known:
        """Look at a stretch of the log."""
        log = Log(fragments)
        return Known(log, fit.of(log), crossing.of(log), facts)
