"""What judgements are still worth: a judgement holds while its fragment stands as it was judged, and a sample speaks
only of what it was drawn from.

Of everything there is now, a part is known (judged, and as it was), a part was drawn from and is as it was, and of the
rest nobody knows anything, so all of it may be defective: what was added, edited, or redacted less since.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping

from curation.flow.advice import bounds, exposure
from curation.workspace import samples
from curation.workspace.samples import Frame, Purpose

DRIFT = 0.05
"""Share of the fragments that may be other ones than were drawn from before a fresh sample tells more."""


@dataclass(frozen=True)
class Standing:
    """A round and the fragments there are now."""

    frame: Frame
    here: dict[int, int]
    """Fragment -> version."""
    round: list[RowMapping]
    known: list[RowMapping]
    """Judged in earlier rounds."""
    opened_up: set[int] | None
    """Fragments of which more leaves than when they were drawn; None: of any."""

    @staticmethod
    def of(connection: Connection, purpose: Purpose) -> Standing | None:
        """None before the first round."""
        frame = samples.frame(connection, purpose)
        if frame is None:
            return None
        rows = list(samples.of_round(connection, purpose, frame.round))
        here, known = samples.members(connection, purpose), samples.by_id(connection, frame.known)
        return Standing(frame, here, rows, known, exposure.opened_up(connection, frame.seen or {}))

    def stands(self, fragment: int) -> bool:
        """It is where it was drawn from, as it was."""
        if self.opened_up is None or fragment in self.opened_up:
            return False
        return fragment in self.here and self.frame.members.get(fragment) == self.here[fragment]

    def waiting(self) -> list[RowMapping]:
        """Drawn, still as they were, and not judged yet."""
        return [row for row in self.round if row["verdict"] is None and self.stands(row["fragment_id"])]

    def judged(self) -> list[RowMapping]:
        """What was judged in this round, whatever became of it; the random part."""
        return [row for row in self.round if row["verdict"] is not None]

    def settled(self) -> list[RowMapping]:
        """Every judgement that holds."""
        rows = [*self.judged(), *self.known]
        return [row for row in rows if row["verdict"] is not None and self.stands(row["fragment_id"])]

    def rest(self) -> list[int]:
        """What this round was drawn from that is as it was and has not been judged."""
        taken = {row["fragment_id"] for row in (*self.judged(), *self.known)}
        return [i for i in self.here if i not in taken and self.stands(i)]

    def newer(self) -> int:
        """Of so many fragments nothing is known: they came or changed since."""
        return len(self.here) - len(self.settled()) - len(self.rest())

    def drifted(self) -> bool:
        """So much has come, changed or gone that a fresh sample tells more."""
        newer, rest = self.newer(), len(self.rest())
        gone = len(self.frame.members) - len(self.known) - len(self.judged()) - rest
        return newer + max(gone, 0) > DRIFT * len(self.here) or bool(newer and not rest)

    def carried(self) -> list[RowMapping]:
        """What need not be judged again when a new round begins; who missed something looks again."""
        return [row for row in self.settled() if not row["missed"]]

    def most_defects(self) -> float:
        """The most that may be defective of what is here, as a share; 1 when nothing is."""
        return self._most(defects(self.judged()), defects(self.settled()))

    def most_missed(self) -> float:
        """The most that may hold a private value that was missed, as a share."""
        return self._most(missed(self.judged()), missed(self.settled()))

    def _most(self, hits: int, standing: int) -> float:
        """``hits`` of this round, ``standing`` of all judgements that hold."""
        if not self.here:
            return 1.0
        drawn_from = len(self.frame.members) - len(self.known)
        unseen = bounds.most(hits, len(self.judged()), drawn_from) - hits
        return (standing + min(unseen, len(self.rest())) + self.newer()) / len(self.here)


def defects(rows: Iterable[RowMapping]) -> int:
    """How many were judged defective."""
    return sum(row["verdict"] == "defect" for row in rows)


def missed(rows: Iterable[RowMapping]) -> int:
    """In how many something private was left."""
    return sum(row["missed"] > 0 for row in rows)
