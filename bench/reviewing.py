"""A scripted reviewer: what each of its actions costs, and whether a fragment is as it should be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.defects import Planted
from curation.flow.advice import hints
from curation.flow.workbench import review
from curation.workspace import Workspace, marks, queries, queues
from curation.workspace.filters import Filter


class Pace:
    """Seconds. A silent reader takes in 5 to 7 Chinese characters a second, and a fragment has 30 to 60 of which most
    need no second look; a key stroke takes a quarter of a second, the choice of it most of the rest (Hick 1952)."""

    look, decide = 4.0, 1.0
    """Reading a fragment; pressing the key for it."""
    repair, another = 2.0, 1.5
    """Reading a proposal, pressing its key, seeing what it did; reading one that is of no use, and asking for the
    next."""
    split, take_out, merge, move = 4.0, 4.0, 3.0, 8.0
    """By hand: find the bubble and press; the same for a whole turn; press; choose, and carry past others."""
    describe = 12.0
    """Typing what a picture showed: ten characters with an input method, a second each, and two to begin and end."""
    bulk, glance, sample = 10.0, 2.0, 10
    """Opening a preview and confirming it; reading one of its samples; how many there are."""
    choose, scroll, screen, page = 1.0, 1.0, 1.6, 20
    """Clicking on the fragment that is to be mended; going on by one screen; how many fragments of this log fill one at
    1,280 x 800 pixels (measured: 455 pixels each); how many there are on a page."""


@dataclass
class Work:
    """What was spent."""

    seconds: float = 0.0
    actions: int = 0

    def spend(self, seconds: float, actions: int) -> None:
        """Some more of both."""
        self.seconds += seconds
        self.actions += actions


SEEN_ONLY_WHEN_TOLD = "duplicate"
"""Nobody remembers one of three thousand fragments. In the order of the file it is taken as seen all the same."""

BY_HAND = {
    "late": (Pace.move, 4),
    "interleaved": (Pace.move, 4),
    "hole": (Pace.describe, 3),
    "foreign": (Pace.take_out, 2),
    "cut": (Pace.merge, 1),
    "duplicate": (0.0, 0),
    "broadcast": (0.0, 0),
    "joined": (Pace.split, 2),
}
"""Defect -> seconds and actions of mending it by hand, beside the look and the decision (which may be to drop)."""


def droppable(planted: Planted) -> bool:
    """Nothing of it is worth keeping."""
    return planted.defect in ("duplicate", "broadcast")


def settled(planted: Planted, tags: Sequence[tuple[tuple[int, int], bool]]) -> bool:
    """Whether these bubbles (tag, sent by the persona) show the planted defect no more."""
    if droppable(planted):
        return not tags
    shown = {tag for tag, _ in tags}
    if planted.defect == "joined":
        return len({thread for thread, _ in shown}) <= 1
    if planted.defect in ("foreign", "hole"):
        return not shown & set(planted.wrong)
    return all(_answers(tags, wrong) for wrong in planted.wrong if wrong in shown) and bool(shown)


def _answers(tags: Sequence[tuple[tuple[int, int], bool]], wrong: tuple[int, int]) -> bool:
    """The turn stands right behind the turn it was an answer to."""
    at = next(i for i, (tag, _) in enumerate(tags) if tag == wrong)
    return at > 0 and tags[at - 1][0] == (wrong[0], wrong[1] - 1)


class Desk:
    """A workspace and what is planted in it."""

    def __init__(self, workspace: Workspace, log: Sequence[Planted], owner: Sequence[int]) -> None:
        self.workspace, self.log = workspace, log
        self._tags = [said.tag for planted in log for said in planted.bubbles]
        self._owner = owner
        self._gone: set[int] = set()
        self._seq = 0
        with workspace.read() as connection:
            ids = [i for _, i in marks.order(connection)]
            shown = queries.bubbles_of(connection, ids)
        self.number = {i: owner[shown[i][0]["seq"]] for i in ids}
        assert len(ids) == len(log), f"{len(ids)} fragments were cut, not {len(log)}"

    def planted(self, fragment: int) -> Planted:
        """What the fragment was made of."""
        return self.log[self.number[fragment]]

    def queue(self, order: queues.Order) -> list[int]:
        """All that is pending."""
        pending = Filter(statuses=("pending",))
        with self.workspace.read() as connection:
            return queues.queue(connection, pending, order=order, limit=10**9)

    def carrying(self, kind: str) -> list[int]:
        """Pending fragments with a signal that is shown."""
        with self.workspace.read() as connection:
            return queues.ids(connection, Filter(statuses=("pending",), signal=kind))

    def drop(self, ids: Sequence[int]) -> None:
        """All of them, as one edit."""
        review.mark(self.workspace, ids, "dropped")

    def is_there(self, fragment: int) -> bool:
        """It has neither gone nor been decided."""
        if self.number[fragment] in self._gone:
            return False
        with self.workspace.read() as connection:
            rows = queries.fragments_by_id(connection, [fragment])
        return bool(rows) and rows[0]["status"] == "pending"

    def defective(self, fragment: int) -> list[int]:
        """The planted defects that the fragment shows, its own and one that came in with a message."""
        rows = self._rows(fragment)
        numbers = dict.fromkeys(self._owner[row["seq"]] for row in rows)
        found = [n for n in numbers if self.log[n].defect and not settled(self.log[n], self._shown(rows))]
        if self.planted(fragment).defect == "cut" and not found and not self.planted(fragment).wrong:
            found = [self.number[fragment] + 1]  # the half with the question; the answer is in the next
        return found

    def can_see(self, fragment: int, number: int) -> bool:
        """Whoever reads the fragment sees that this is wrong with it."""
        defect = self.log[number].defect
        return defect != SEEN_ONLY_WHEN_TOLD or any(one["kind"] == defect for one in self._hints(fragment))

    def take_proposal(self, fragment: int, number: int, work: Work) -> bool:
        """Go through the proposals, one shown at a time, and take the first that mends it, if one does."""
        offered = [one for one in self._hints(fragment) if one.get("repair")]
        for skipped, one in enumerate(offered):
            if skipped == 1:  # the first one stands on every card
                work.spend(Pace.choose, 1)
            if skipped:
                work.spend(Pace.another, 1)
            if one.get("ask"):
                if self.log[number].defect == "hole":
                    work.spend(Pace.describe, 3)
                    return True
            elif self._mends(fragment, number, one["id"]):
                work.spend(Pace.repair, 1)
                return True
        return False

    def merged(self, number: int) -> None:
        """Both halves of a cut exchange are one fragment now, which is not looked at again."""
        if self.log[number].defect == "cut":
            self._gone |= {number - 1, number}

    def _hints(self, fragment: int) -> list[dict[str, Any]]:
        with self.workspace.read() as connection:
            return hints.of(connection, [fragment], str).get(fragment, [])

    def _mends(self, fragment: int, number: int, signal: int) -> bool:
        if not self._do({"kind": "repair", "fragment": fragment, "signal": signal}):
            return False
        with self.workspace.read() as connection:
            row = queries.fragments_by_id(connection, [fragment])[0]
        good = row["status"] == "dropped" or settled(self.log[number], self._shown(self._rows(fragment)))
        if not good:
            self._do({"kind": "undo"})
        return good

    def _do(self, op: dict[str, Any]) -> bool:
        self._seq += 1
        with self.workspace.read() as connection:
            version = marks.versions(connection, [op["fragment"]])[op["fragment"]] if "fragment" in op else 0
        applied = review.apply(self.workspace, "reviewer", [{"seq": self._seq, "version": version, **op}])
        return not applied.problems

    def _rows(self, fragment: int) -> list[Any]:
        with self.workspace.read() as connection:
            return [row for row in queries.bubbles_of(connection, [fragment])[fragment] if not row["removed"]]

    def _shown(self, rows: Sequence[Any]) -> list[tuple[tuple[int, int], bool]]:
        return [(self._tags[row["seq"]], row["side"] == "persona") for row in rows]
