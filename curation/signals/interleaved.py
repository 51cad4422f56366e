"""Two questions and then two answers: Q1 Q2 A1 A2. Each answer belongs behind its own question."""

from __future__ import annotations

from collections.abc import Iterator

from curation.errors import N_
from curation.signals.known import Known
from curation.signals.line import Kind, Repair, Signal

KINDS = {
    "interleaved": Kind(
        N_("answers in another order"),
        N_("Two things are asked and then both are answered; the first answer follows the second question."),
        harm=0.7,
        graded=True,
        threshold=0.5,
    )
}


def judge(known: Known, number: int) -> Iterator[Signal]:
    """One signal for each pair of turns that may be two exchanges."""
    bubbles = known.log.fragments[number].bubbles
    for crossing in known.crossings.get(number, ()):
        moved = [bubbles[i].id for i in crossing.answered.bubbles if i < crossing.answer]
        op = {"kind": "move", "bubbles": moved, "before": bubbles[crossing.question].id}
        yield Signal(
            "interleaved",
            crossing.score,
            N_("Two questions stand before two answers."),
            at=crossing.answered.bubbles[0],
            repair=Repair(N_("move the answer to its question"), (op,)),
        )
