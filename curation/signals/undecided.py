"""Private values that nobody has decided on yet. They are replaced on export all the same."""

from __future__ import annotations

from collections.abc import Iterator

from curation.errors import N_
from curation.signals.known import Known
from curation.signals.line import Kind, Signal

KINDS = {
    "undecided": Kind(
        N_("private values to decide"),
        N_("Private values that nobody has decided on; one of high harm counts more than many others."),
        harm=0.05,
        threshold=0.5,
    )
}


def judge(known: Known, number: int) -> Iterator[Signal]:
    """One signal where there is such a value."""
    fragment = known.log.fragments[number]
    yield from told(fragment.undecided, fragment.harmful)


def told(values: int, harmful: int) -> Iterator[Signal]:
    """The signal for so many values, of which so many are of high harm."""
    if not values:
        return
    reason = N_("{count} private values wait for a decision; {harmful} of them could do great harm.")
    score = 0.6 + 0.3 * (1 - 0.5**harmful) if harmful else 0.4 * (1 - 0.5**values)
    yield Signal("undecided", score, reason, {"count": values, "harmful": harmful})
