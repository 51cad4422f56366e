"""The defect that matters: a turn of the persona that what stands before it does not elicit.

Log odds are added up: how badly the turn fits between what was said before and after, how much better it would fit
something earlier, a picture or file right before it, a quote of something that is not here, and a long wait. The
parts of the text were fitted on threads with planted defects (``bench/effort.py``), on the quarter of
them that is only for tuning; the others are set by hand.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from curation.errors import N_
from curation.signals.fit import Earlier, Fits, Where
from curation.signals.known import Known
from curation.signals.line import Because, Kind, Repair, Signal
from curation.signals.log import Fragment, Turn, is_hole
from curation.signals.topic import answers

KINDS = {
    "unexplained": Kind(
        N_("reply to something else"),
        N_(
            "The persona’s turn does not follow from what stands before it: it is late, or answers something else or "
            "something unseen."
        ),
        harm=1.0,
        graded=True,
        threshold=0.45,
    )
}

PRIOR = -3.2
"""About one turn in 25."""
TEXT, EARLIER = 0.6, 0.6
"""What a unit of log odds of the text is worth, fitted on planted defects; the best of many weighs less."""
FLOOR, FLOOR_WITH_CAUSE = -1.8, -0.6
"""The most that words in common can excuse; less, when the turn is known to speak of something else."""
BREVITY, OWN_WORDS = 2.0, 10
"""What a turn loses for each e-fold of letters that it has fewer than so many: 好嘞 or 摸摸 is at home anywhere, whatever
its words have in common with others, and teaches no wrong reply."""
HOLE, HOLE_WITH_WORDS = 4.0, 2.2
TELLING = 6
"""Letters with which the words under a picture may say what the reply is about: 你看 or 刚拍的 do not."""
QUOTE_ELSEWHERE, QUOTE_HERE = 5.0, -3.0
CLEARLY = 1.0
"""Log odds by which it must fit better to be moved there."""
WAIT = 0.5
LONG = 600.0
"""Seconds of a long wait."""


@dataclass
class Evidence:
    """What speaks against a turn."""

    odds: float
    because: list[Because] = field(default_factory=list)
    repair: Repair | None = None

    def add(self, odds: float, text: str, **params: object) -> None:
        """One more part."""
        self.odds += odds
        if odds > 0:
            self.because.append(Because(text, params))


def judge(known: Known, number: int) -> Iterator[Signal]:
    """One signal for each turn of the persona that follows something, however small its score."""
    turns, fragment, fits = known.log.turns[number], known.log.fragments[number], known.fits
    for k, turn in enumerate(turns):
        holes = _holes(fragment, turns, k)
        if turn.side != "persona" or not (k or holes):
            continue
        found = Evidence(PRIOR)
        _add_hole(found, fragment, holes, turns, k)
        if k:
            _add_quote(found, fragment, turns, k)
            _add_text(found, fits, (number, k), turn)
            _add_wait(found, fragment, turns, k)
            _add_earlier(found, fragment, turn, fits.earlier.get((number, k)))
        yield Signal(
            "unexplained",
            1 / (1 + math.exp(-found.odds)),
            N_("This turn may not belong to what stands before it."),
            because=tuple(found.because),
            at=turn.bubbles[0],
            repair=found.repair or _without(fragment, turns, k),
        )


def _add_text(found: Evidence, fits: Fits, place: Where, turn: Turn) -> None:
    floor = FLOOR_WITH_CAUSE if found.because else FLOOR
    found.odds += max(TEXT * fits.odds[place], floor)
    if not found.because:
        letters = sum(map(str.isalnum, turn.text))
        found.odds += BREVITY * min(math.log((letters + 1) / (OWN_WORDS + 1)), 0.0)
    if fits.odds[place] > 0:
        found.because += answers.because(fits.values[place])


def _add_earlier(found: Evidence, fragment: Fragment, turn: Turn, earlier: Earlier | None) -> None:
    if earlier is None:
        return
    found.add(EARLIER * earlier.gain, N_("it fits something that was said earlier better"))
    if earlier.gain > CLEARLY and found.repair is None:
        found.repair = _behind(fragment, turn, earlier.bubble)


def _holes(fragment: Fragment, turns: list[Turn], k: int) -> list[int]:
    """Pictures, files and links of the other side since the persona last spoke."""
    before = next((turn for turn in reversed(turns[:k]) if turn.side == "persona"), None)
    since = before.bubbles[-1] + 1 if before else 0
    return [i for i in range(since, turns[k].bubbles[0]) if is_hole(fragment.bubbles[i].line)]


def _add_hole(found: Evidence, fragment: Fragment, holes: list[int], turns: list[Turn], k: int) -> None:
    if not holes:
        return
    words = [fragment.bubbles[i].line.text for i in turns[k - 1].bubbles if i > holes[-1]] if k else []
    telling = sum(map(str.isalnum, "".join(words))) >= TELLING
    found.add(HOLE_WITH_WORDS if telling else HOLE, N_("right after something that training does not see"))
    found.repair = Repair(N_("describe what it shows"), ask="describe", where=fragment.bubbles[holes[-1]].id)


def _add_quote(found: Evidence, fragment: Fragment, turns: list[Turn], k: int) -> None:
    quoted = fragment.bubbles[turns[k].bubbles[0]].quotes
    if quoted is None:
        return
    here = {bubble.message: i for i, bubble in enumerate(fragment.bubbles) if bubble.message is not None}
    if quoted not in here:
        found.add(QUOTE_ELSEWHERE, N_("it quotes a message that is not in the fragment"))
        ops = {"kind": "pull", "message": quoted, "before": fragment.bubbles[turns[k].bubbles[0]].id}
        found.repair = Repair(N_("pull in the message it answers"), (ops,))
    elif here[quoted] < turns[k - 1].bubbles[0]:
        found.add(QUOTE_ELSEWHERE, N_("it quotes something further up"))
        found.repair = _behind(fragment, turns[k], here[quoted])
    else:
        found.add(QUOTE_HERE, "")


def _add_wait(found: Evidence, fragment: Fragment, turns: list[Turn], k: int) -> None:
    before, after = fragment.bubbles[turns[k - 1].bubbles[-1]].time, fragment.bubbles[turns[k].bubbles[0]].time
    if before is not None and after is not None and after - before >= LONG:
        found.add(WAIT, N_("a pause of {minutes} minutes"), minutes=round((after - before) / 60))


def _behind(fragment: Fragment, turn: Turn, bubble: int) -> Repair:
    """Move the turn right behind what it answers."""
    moved = [fragment.bubbles[i].id for i in turn.bubbles]
    op = {"kind": "move", "bubbles": moved, "before": fragment.bubbles[bubble + 1].id}
    return Repair(N_("move it behind what it answers"), (op,))


def _without(fragment: Fragment, turns: list[Turn], k: int) -> Repair:
    """Take the turn out; the fragment, when it is the only one of the persona."""
    if sum(turn.side == "persona" for turn in turns) == 1:
        return Repair(N_("drop the fragment"), ({"kind": "status", "status": "dropped"},))
    gone = [fragment.bubbles[i].id for i in turns[k].bubbles]
    return Repair(N_("take this turn out"), ({"kind": "remove", "bubbles": gone},))
